"""A document's clauses as rows: one column for one language, two for both, clause beside clause."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.rendering.context import Bilingual, Clause, Language, Table
from core.rendering.markup import Block, Item, Paragraph, article, parse
from core.rendering.typography import phrases, typeset

DEEPEST_HEADING = 4


@dataclass(frozen=True)
class Cell:
    tag: str
    number: str
    content: SafeString


@dataclass(frozen=True)
class Row:
    """`rank` is the level of a heading (h2, h3 …), 0 for text. A table takes the whole width."""

    rank: int
    depth: int
    cells: Sequence[Cell]
    table: Table | None = None


def clause_rows(clauses: Sequence[Clause], language: Language, depth: int = 0) -> Iterator[Row]:
    for clause in clauses:
        if clause.heading:
            cells = [
                Cell(tag, _number(clause.number, tag, language), typeset(words, tag))
                for tag, words in phrases(clause.heading, language)
            ]
            yield Row(min(depth + 2, DEEPEST_HEADING), depth, cells)
        yield from text_rows(
            clause.text, language, depth=depth, number="" if clause.heading else clause.number
        )
        if clause.table:
            yield Row(0, depth, (), clause.table)
        yield from clause_rows(clause.children, language, depth + 1)


def text_rows(text: Bilingual, language: Language, *, depth: int = 0, number: str = "") -> Iterator[Row]:
    """One row; side by side one for each paragraph where both languages have as many."""
    columns = [(tag, parse(words)) for tag, words in phrases(text, language)]
    if len(columns) == 2 and len(columns[0][1]) == len(columns[1][1]):
        slices = [[(tag, [blocks[at]]) for tag, blocks in columns] for at in range(len(columns[0][1]))]
    else:
        slices = [columns] if columns else []
    for at, part in enumerate(slices):
        shown = number if at == 0 else ""
        yield Row(
            0, depth, [Cell(tag, _number(shown, tag, language), _blocks(blocks, tag)) for tag, blocks in part]
        )


def _number(number: str, tag: str, language: Language) -> str:
    """A Chinese paper counts in Chinese, also where a heading happens to be in English."""
    is_chinese = language == "zh-hans" or (language == "both" and tag.startswith("zh"))
    return article(number) if number and is_chinese else number


def _blocks(blocks: Sequence[Block], tag: str) -> SafeString:
    """Items that follow one another form one list."""
    parts: list[SafeString] = []
    items: list[Item] = []
    for block in [*blocks, None]:
        if isinstance(block, Item):
            items.append(block)
            continue
        if items:
            parts.append(_list(items, tag))
            items = []
        if isinstance(block, Paragraph):
            parts.append(format_html("<p>{}</p>", typeset(block.text, tag)))
    return format_html_join("", "{}", ((part,) for part in parts))


def _list(items: Sequence[Item], tag: str) -> SafeString:
    return format_html(
        '<ol class="items">{}</ol>',
        format_html_join(
            "",
            '<li style="list-style-type: &quot;{} &quot;"><p>{}</p>{}</li>',
            (
                (item.marker, typeset(item.text, tag), _list(item.children, tag) if item.children else "")
                for item in items
            ),
        ),
    )
