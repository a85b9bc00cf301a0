"""What changed between two texts, as an approver reads it."""

import pytest

from core.diffs import Piece, compare
from core.look import difference_html


def removed_and_added(before: str, after: str) -> tuple[list[str], list[str]]:
    pieces = compare(before, after)
    return [p.text for p in pieces if p.is_removed], [p.text for p in pieces if p.is_added]


@pytest.mark.parametrize(
    ("before", "after", "removed", "added"),
    [
        ("Party B offers 20 places.", "Party B offers 30 places.", ["20"], ["30"]),
        ("乙方每年提供20个岗位。", "乙方每年提供30个实习岗位。", ["20"], ["30", "实习"]),
        ("由苏州法院管辖。", "由无锡法院管辖。", ["苏州"], ["无锡"]),
        ("Worth 1,000.50 yuan", "Worth 1,200.50 yuan", ["1,000.50"], ["1,200.50"]),
        ("from {{ term.start }}", "from {{ term.end }}", ["{{ term.start }}"], ["{{ term.end }}"]),
        ("", "A new clause", [], ["A new clause"]),
        ("An old clause", "", ["An old clause"], []),
        ("The same", "The same", [], []),
    ],
)
def test_only_the_words_that_differ_are_marked(before, after, removed, added):
    assert removed_and_added(before, after) == (removed, added)


@pytest.mark.parametrize("text", ["Line one\nLine two", "全角：（甲方）", "𠮷野家 & <b>", "a\u3000b"])
def test_nothing_of_either_text_is_lost(text):
    other = text[::-1]
    pieces = compare(text, other)
    assert "".join(p.text for p in pieces if not p.is_added) == text
    assert "".join(p.text for p in pieces if not p.is_removed) == other


def test_very_long_texts_are_shown_one_after_the_other():
    before, after = "词" * 5000, "语" * 5000
    assert compare(before, after) == [Piece(before, is_removed=True), Piece(after, is_added=True)]


def test_marks_are_spoken_and_the_text_is_escaped():
    html = difference_html("<b>20</b> places", "<b>30</b> places")
    assert '<del><span class="visually-hidden">[removed:] </span>20</del>' in html
    assert '<ins><span class="visually-hidden">[added:] </span>30</ins>' in html
    assert "<b>" not in html
