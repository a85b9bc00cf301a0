"""Two pages about an enterprise, to read on the way to it: in the language of whoever asks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from accounts.models import Centre
from agreements.choices import Language
from agreements.documents.printing import paint
from agreements.documents.words import logo
from agreements.models import ObligationPeriod
from assessments.models import EarlyWarning
from assessments.querysets import READ as ASSESSED
from assessments.reading import latest_grade, warnings_of
from core.bilingual import listed
from core.giving import Balance, balance_of
from core.metrics import Giver, Measure
from core.rendering import RenderedPdf
from core.rendering import context as paper
from core.story import story_of
from insights import partnership
from partnerships.models import Contact, Enterprise

NO_BREAK = "\N{NO-BREAK SPACE}"

same = paper.Bilingual.same


def day_of(day: date | None) -> str:
    """A day that does not break in a narrow column."""
    return date_format(day).replace(" ", NO_BREAK) if day else "—"


PAGES, YEARS = 2, 4
SIDES = {
    Giver.ENTERPRISE: pgettext_lazy("side of an agreement", "Enterprise"),
    Giver.CENTRE: pgettext_lazy("side of an agreement", "Centre"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One table of the brief, with more rows than there may be room for.

    Attributes:
        numbers: so many of the last columns hold numbers.
        is_whole: the rows are all there are, so that those left out can be counted.
    """

    heading: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    numbers: int = 0
    is_whole: bool = True


type Room = tuple[int, ...]
"""How many rows each part has, in the order of :func:`parts`."""

# People, risks, next steps, promises, what was given, what happened last.
MOST: Room = (6, 5, 8, 6, 20, 10)
LEAST: Room = (3, 2, 4, 3, 6, 3)


def _rooms() -> list[Room]:
    """From most to least: in turn each part gives a row, what happened last begins."""
    found = [MOST]
    while found[-1] != LEAST:
        for place in reversed(range(len(MOST))):
            room = found[-1]
            if room[place] > LEAST[place]:
                found.append((*room[:place], room[place] - 1, *room[place + 1 :]))
    return found


ROOMS = _rooms()


def brief_pdf(enterprise: Enterprise, contacts: Sequence[Contact], *, reader: Any, on: date) -> bytes:
    """Never more than two pages: what there is too much of is cut, and the paper says so.

    Raises NotPrintable, RenderError.
    """
    language = Language.CHINESE if (get_language() or "").startswith("zh") else Language.ENGLISH
    facts = _facts(enterprise, reader, on)
    found = parts(enterprise, contacts, reader=reader, on=on)

    @cache
    def painted(number: int) -> RenderedPdf:
        return paint(brief(enterprise, facts, found, on=on, room=ROOMS[number]), language, is_final=True)

    if painted(0).pages <= PAGES:
        return painted(0).content
    fits = bisect_left(range(len(ROOMS)), True, key=lambda number: painted(number).pages <= PAGES)
    return painted(min(fits, len(ROOMS) - 1)).content


def parts(enterprise: Enterprise, contacts: Sequence[Contact], *, reader: Any, on: date) -> list[Part]:
    """What the partnership tab shows, the most urgent first. A constant number of queries."""
    periods = ObligationPeriod.objects.visible_to(reader).with_names().filter(enterprise=enterprise.pk)
    return [
        _people(contacts),
        _risks(warnings_of(enterprise, on, actor=reader)),
        _steps(reader, enterprise, on),
        _promises(partnership.open_promises(periods, on)),
        _given(balance_of(enterprise.pk, until=on), on),
        _story(reader, enterprise, on),
    ]


def brief(
    enterprise: Enterprise, facts: list[paper.Fact], found: Sequence[Part], *, on: date, room: Room = MOST
) -> paper.DocumentContext:
    centre = Centre.current()
    return paper.DocumentContext(
        title=same(str(enterprise)),
        kind=same(_("Brief before a visit")),
        reference=enterprise.code or str(enterprise.pk),
        version=on.isoformat(),
        issuer=same(str(centre)),
        logo=logo(centre),
        facts=facts,
        clauses=[
            paper.Clause(
                number=str(number),
                heading=same(part.heading),
                table=_table(part, most) if part.rows else None,
                text=same("" if part.rows else _("None.")),
            )
            for number, (part, most) in enumerate(zip(found, room, strict=True), start=1)
        ],
    )


def _facts(enterprise: Enterprise, reader: Any, on: date) -> list[paper.Fact]:
    agreements = partnership.in_force(reader, enterprise, on)
    told = [
        _("%(title)s (until %(day)s)") % {"title": one.title, "day": date_format(one.last_day)}
        if one.last_day
        else one.title
        for one in agreements[:3]
    ]
    if len(agreements) > len(told):
        more = len(agreements) - len(told)
        told.append(ngettext("%(count)d more", "%(count)d more", more) % {"count": more})
    people = partnership.people_of_centre(agreements, enterprise)
    values = (
        (_("Stage"), enterprise.get_state_display()),
        (_("Last assessment"), _grade(enterprise) if reader.can(ASSESSED) else ""),
        (_("Address"), enterprise.address),
        (_("Industry"), str(enterprise.industry or "")),
        (_("Agreements in force"), listed(told) if told else _("None.")),
        (_("Looked after by"), listed([str(person) for person in people])),
    )
    return [paper.Fact(label=same(str(label)), value=same(value)) for label, value in values if value]


def _grade(enterprise: Enterprise) -> str:
    found = latest_grade(enterprise)
    return f"{found.grade_chip.label} ({found.year})" if found and found.grade_chip else ""


def _table(part: Part, most: int) -> paper.Table:
    """So many of its rows, and how many more there are."""
    first = len(part.columns) - part.numbers
    rows = [[str(cell) for cell in row] for row in part.rows[:most]]
    more = len(part.rows) - most
    if part.is_whole and more > 0:
        said = ngettext("%(count)d more", "%(count)d more", more) % {"count": more}
        rows.append([said, *("" for _column in part.columns[1:])])
    return paper.Table(
        columns=[
            paper.Column(heading=same(name), is_number=place >= first)
            for place, name in enumerate(part.columns)
        ],
        rows=[[same(cell) for cell in row] for row in rows],
    )


def _people(contacts: Sequence[Contact]) -> Part:
    rows = [(one, one.title, listed(one.role_labels), one.phone or one.email) for one in contacts]
    return Part(_("People there"), (_("Name"), _("Position"), _("Comes in as"), _("Reached at")), rows)


def _risks(warnings: Sequence[EarlyWarning]) -> Part:
    rows = [(one.get_reason_display(), one.text, day_of(one.since_on)) for one in warnings]
    return Part(_("Risks"), (_("What"), _("Why"), _("Since")), rows)


def _steps(reader: Any, enterprise: Enterprise, on: date) -> Part:
    steps = partnership.next_steps(reader, enterprise, on)
    rows = [(day_of(one.due_on), one.title, one.text) for one in steps]
    return Part(_("What comes next"), (pgettext("last day", "By"), _("What"), _("About")), rows)


def _promises(periods: Sequence[ObligationPeriod]) -> Part:
    rows = [
        (
            one.label,
            str(SIDES[Giver(one.side)]),
            f"{one.counted_in_words} / {one.promised_in_words}",
            day_of(one.due_on),
            one.chip.label,
        )
        for one in periods
    ]
    headings = (_("Promise"), _("Who promises"), _("Done / promised"), _("Until"), _("How it stands"))
    return Part(_("Open promises"), headings, rows)


def _given(balance: Balance, on: date) -> Part:
    """By year, the last ones; in all, everything. Money stands first, the largest sum of all on top."""
    years = [year for year in balance.years if year > on.year - YEARS]
    lines = [(line, name) for giver, name in SIDES.items() for line in balance.lines(giver)]
    lines.sort(
        key=lambda one: (0, -one[0].sum) if one[0].metric.measure == Measure.MONEY else (1, Decimal(0))
    )
    rows = [
        (line.metric.label, str(name), *(line.in_year(year) or "—" for year in years), line.total)
        for line, name in lines
    ]
    headings = (_("What"), _("By whom"), *(str(year) for year in years), _("In all"))
    return Part(_("Given and received"), headings, rows, numbers=len(years) + 1)


def _story(reader: Any, enterprise: Enterprise, on: date) -> Part:
    """The latest ones alone: that there was more before is no news."""
    rows = [
        (day_of(line.happening.on), line.happening.title, line.happening.text)
        for line in story_of(reader, enterprise, until=on, limit=MOST[-1])
    ]
    return Part(_("What happened last"), (_("When"), _("What"), _("About")), rows, is_whole=False)
