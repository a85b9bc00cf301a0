"""What the statement of contributions of a year says (校企合作投入情况说明), in both languages.

All of it is read from the row: it can be painted again as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from accounts.models import Centre
from agreements.documents.words import fact, facts, in_both, logo
from agreements.variables import shown_date
from core.copies import CODE_LENGTH
from core.rendering import context as paper
from core.rendering.labels import translated
from resources.models import ContributionKind, ContributionStatement, Ownership, Side

TITLE = gettext_noop("Statement of contributions")
REASON = gettext_noop("Issued and sealed by the centre")
DASH = "—"


def amount(value: str | Decimal) -> str:
    return f"{Decimal(value):,.2f}"


def _plain(value: str) -> str:
    return f"{Decimal(value).normalize():f}" if value else DASH


def statement_sheet(statement: ContributionStatement) -> paper.DocumentContext:
    centre, said = Centre.current(), statement.contents["facts"]
    name, name_en, code = said["enterprise"]
    return paper.DocumentContext(
        title=translated(TITLE),
        reference=statement.number,
        version=str(statement.version),
        issuer=in_both(lambda: centre),
        logo=logo(centre),
        facts=[
            paper.Fact(
                label=in_both(lambda: _("Enterprise")), value=paper.Bilingual(en=name_en or name, zh=name)
            ),
            *facts(
                fact(lambda: _("Registration code"), lambda: code),
                fact(lambda: _("Year"), lambda: statement.year),
                fact(lambda: pgettext("statement", "Replaces"), lambda: statement.contents["replaces"]),
                fact(lambda: _("Issued on"), lambda: shown_date(timezone.localdate(statement.ordered_at))),
            ),
        ],
        preamble=in_both(
            lambda: (
                _(
                    "The centre states what the enterprise named above and the centre gave each other in "
                    "%(year)s, as both sides have confirmed it in the records by the day of issue."
                )
                % {"year": statement.year}
            )
        ),
        clauses=_clauses(said),
        verification=paper.Verification(address=address_of(statement.content_sha256[:CODE_LENGTH])),
    )


def _clauses(said: dict[str, Any]) -> list[paper.Clause]:
    parts: list[tuple[Callable[[], str], paper.Table | None, Callable[[], str] | None]] = [
        (
            lambda: pgettext("statement", "Given by the enterprise"),
            _given(said["given"][Side.ENTERPRISE]),
            None,
        ),
        (lambda: pgettext("statement", "Given by the centre"), _given(said["given"][Side.CENTRE]), None),
        (lambda: _("Interns whom the enterprise hosted"), _interns(said["interns"]), _about_interns),
        (
            lambda: _("What the enterprise invested in training, by year"),
            _invested(said["invested"]),
            None,
        ),
        (lambda: _("Hours for which resources were used"), _hours(said["hours"]), None),
        (lambda: _("What this statement is, and what it is not"), None, _what_it_is),
    ]
    return [
        paper.Clause(
            number=str(number),
            heading=in_both(heading),
            table=table,
            text=in_both(text) if text else paper.Bilingual(),
        )
        for number, (heading, table, text) in enumerate(parts, start=1)
    ]


def _about_interns() -> str:
    return _(
        "Counted by the year in which the internship began; three months are reckoned from the first day to "
        "the last, or to the day of issue where it still goes on."
    )


def _what_it_is() -> str:
    return _(
        "1. It is a statement of facts by the centre, for use in filings as an integration-type enterprise "
        "(发改社会〔2019〕590号) and on investment in vocational education (财税〔2019〕46号).\n"
        "2. It is no tax certificate and no receipt: whether and how much can be offset is decided by the "
        "competent authorities on the original papers.\n"
        "3. Values are those that both sides have confirmed, in yuan. A later correction makes a new version "
        "that names this one as replaced; which version counts can be seen at the address of verification."
    )


def _column(heading: Callable[[], str], *, is_number: bool = False) -> paper.Column:
    return paper.Column(heading=in_both(heading), is_number=is_number)


def _given(rows: Sequence[dict[str, Any]]) -> paper.Table:
    same = paper.Bilingual.same
    cells = [
        [
            same(row["on"]),
            _kind(row["kind"]),
            same(row["title"]),
            same(_plain(row["quantity"])),
            _ownership(row),
            same(amount(row["value"])),
        ]
        for row in rows
    ]
    total = sum((Decimal(row["value"]) for row in rows), Decimal(0))
    empty = same("")
    cells.append([in_both(lambda: _("Total")), empty, empty, empty, empty, same(amount(total))])
    return paper.Table(
        columns=[
            _column(lambda: _("Day")),
            _column(lambda: pgettext("contribution", "Kind")),
            _column(lambda: pgettext("contribution", "What is given")),
            _column(lambda: pgettext("contribution", "Quantity"), is_number=True),
            _column(lambda: pgettext("contribution", "Whose it is afterwards")),
            _column(lambda: _("Value (yuan)"), is_number=True),
        ],
        rows=cells,
    )


def _kind(kind: str) -> paper.Bilingual:
    return in_both(lambda: ContributionKind(kind).label)


def _side(side: str) -> paper.Bilingual:
    return in_both(lambda: Side(side).label)


def _ownership(row: dict[str, Any]) -> paper.Bilingual:
    return in_both(lambda: _whose(row))


def _whose(row: dict[str, Any]) -> str:
    if not row["ownership"]:
        return DASH
    if row["lent_until"]:
        return _("lent until %(day)s") % {"day": shown_date(date.fromisoformat(row["lent_until"]))}
    return str(Ownership(row["ownership"]).label)


def _interns(rows: Sequence[Sequence[int]]) -> paper.Table:
    return paper.Table(
        columns=[
            _column(lambda: _("Year")),
            _column(lambda: _("Interns who began"), is_number=True),
            _column(lambda: _("Of these three months or longer"), is_number=True),
        ],
        rows=[[paper.Bilingual.same(str(cell)) for cell in row] for row in rows],
    )


def _invested(rows: Sequence[dict[str, Any]]) -> paper.Table:
    """A row a kind, a column a year, so that it fits on the page."""
    same = paper.Bilingual.same
    kinds = [kind for kind in ContributionKind if any(kind in row["kinds"] for row in rows)]
    totals = [amount(sum(map(Decimal, row["kinds"].values()), Decimal(0))) for row in rows]
    return paper.Table(
        columns=[
            _column(lambda: pgettext("contribution", "Kind")),
            *(paper.Column(heading=same(str(row["year"])), is_number=True) for row in rows),
        ],
        rows=[
            *([_kind(kind), *(same(amount(row["kinds"].get(kind, "0"))) for row in rows)] for kind in kinds),
            [in_both(lambda: _("Total (yuan)")), *map(same, totals)],
        ],
    )


def _hours(hours: dict[str, str]) -> paper.Table:
    return paper.Table(
        columns=[
            _column(lambda: _("Whose resources")),
            _column(lambda: pgettext("statement", "Hours"), is_number=True),
        ],
        rows=[
            [_side(side), paper.Bilingual.same(_plain(hours[side]))]
            for side in (Side.ENTERPRISE, Side.CENTRE)
        ],
    )


def address_of(code: str) -> str:
    return f"{settings.SITE_URL}{reverse('agreements:verify', args=[code])}"
