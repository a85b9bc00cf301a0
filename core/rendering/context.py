"""What a document says, as plain data.

The app that owns a document fills these; nothing here asks a database.

Texts are plain text. Clause and annex texts may hold several paragraphs, one a line, and numbered
items: lines that begin with "1.", "(1)", "一、", "（一）", "a)" or "-". Everything is escaped.
Images are `data:` addresses.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Self

Language = Literal["en", "zh-hans", "both"]


@dataclass(frozen=True)
class Bilingual:
    """One text in both languages. Where one is empty the other stands in, marked as what it is."""

    en: str = ""
    zh: str = ""

    @classmethod
    def same(cls, text: str) -> Self:
        """For what has no language: a number, a date, a code."""
        return cls(en=text, zh=text)

    def __bool__(self) -> bool:
        return bool(self.en or self.zh)


@dataclass(frozen=True, kw_only=True)
class Fact:
    label: Bilingual
    value: Bilingual


@dataclass(frozen=True, kw_only=True)
class Party:
    """`role` is how the text calls it (Party A, 甲方)."""

    role: Bilingual
    name: Bilingual
    details: Sequence[Fact] = ()


@dataclass(frozen=True, kw_only=True)
class Column:
    heading: Bilingual
    is_number: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    columns: Sequence[Column]
    rows: Sequence[Sequence[Bilingual]]
    caption: Bilingual = Bilingual()

    @property
    def aligned_rows(self) -> list[list[tuple[Bilingual, bool]]]:
        """Each cell with whether its column holds numbers."""
        kinds = [column.is_number for column in self.columns]
        return [list(zip(row, kinds, strict=True)) for row in self.rows]


@dataclass(frozen=True, kw_only=True)
class Clause:
    """`number` is dotted ("2", "2.1"); a first-level "2" is written 第二条 in Chinese."""

    number: str
    heading: Bilingual = Bilingual()
    text: Bilingual = Bilingual()
    table: Table | None = None
    children: Sequence["Clause"] = ()


@dataclass(frozen=True, kw_only=True)
class Annex:
    heading: Bilingual
    text: Bilingual = Bilingual()
    table: Table | None = None


@dataclass(frozen=True, kw_only=True)
class Signature:
    """One party's place to sign. Empty fields are printed as lines to write on.

    A person who signs for themselves (``is_person``) has neither a position nor a seal.
    """

    role: Bilingual
    party: Bilingual
    signatory: Bilingual = Bilingual()
    position: Bilingual = Bilingual()
    signed_on: Bilingual = Bilingual()
    image: str = ""
    is_person: bool = False


@dataclass(frozen=True, kw_only=True)
class Verification:
    """`address` is what the QR code opens, `code` what somebody types there by hand."""

    address: str
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class DocumentContext:
    """`mark` is written across every page, in short lines, as the mark of a draft is."""

    title: Bilingual
    reference: str
    version: str
    issuer: Bilingual
    is_draft: bool = False
    mark: Bilingual = Bilingual()
    logo: str = ""
    kind: Bilingual = Bilingual()
    facts: Sequence[Fact] = ()
    parties: Sequence[Party] = ()
    preamble: Bilingual = Bilingual()
    clauses: Sequence[Clause] = ()
    annexes: Sequence[Annex] = ()
    signatures: Sequence[Signature] = ()
    verification: Verification | None = None
