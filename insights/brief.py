"""Two pages about an enterprise, to read on the way to it: in the language of whoever asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext_lazy
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
from core.metrics import Giver
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
class Room:
    """How many rows each table has; what happened last goes first when there is too little."""

    people: int
    risks: int
    promises: int
    steps: int
    gifts: int
    lines: int


ROOMS = (
    Room(6, 5, 8, 6, 10, 10),
    Room(5, 4, 6, 5, 8, 6),
    Room(4, 3, 5, 4, 6, 4),
    Room(3, 2, 4, 3, 4, 3),
)


def brief_pdf(enterprise: Enterprise, contacts: Sequence[Contact], *, reader: Any, on: date) -> bytes:
    """Never more than two pages: what there is too much of is cut, the most urgent stays.

    Raises NotPrintable, RenderError.
    """
    language = Language.CHINESE if (get_language() or "").startswith("zh") else Language.ENGLISH
    for room in ROOMS:
        painted = paint(brief(enterprise, contacts, reader=reader, on=on, room=room), language, is_final=True)
        if painted.pages <= PAGES:
            break
    return painted.content


def brief(
    enterprise: Enterprise, contacts: Sequence[Contact], *, reader: Any, on: date, room: Room = ROOMS[0]
) -> paper.DocumentContext:
    """What the partnership tab shows. A constant number of queries."""
    centre = Centre.current()
    periods = ObligationPeriod.objects.visible_to(reader).with_names().filter(enterprise=enterprise.pk)
    sections = (
        (_("People there"), _people(contacts[: room.people])),
        (_("Risks"), _risks(warnings_of(enterprise, on, actor=reader)[: room.risks])),
        (_("What comes next"), _steps(reader, enterprise, on, room.steps)),
        (_("Open promises"), _promises(partnership.open_promises(periods, on)[: room.promises])),
        (_("Given and received"), _given(balance_of(enterprise.pk, until=on), on, room.gifts)),
        (_("What happened last"), _story(reader, enterprise, on, room.lines)),
    )
    return paper.DocumentContext(
        title=same(str(enterprise)),
        kind=same(_("Brief before a visit")),
        reference=enterprise.code or str(enterprise.pk),
        version=on.isoformat(),
        issuer=same(str(centre)),
        logo=logo(centre),
        facts=_facts(enterprise, reader, on),
        clauses=[
            paper.Clause(
                number=str(number),
                heading=same(heading),
                table=table if table.rows else None,
                text=same("" if table.rows else _("None.")),
            )
            for number, (heading, table) in enumerate(sections, start=1)
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


def _table(headings: Iterable[str], rows: Iterable[Sequence[Any]], numbers: int = 0) -> paper.Table:
    """The last ``numbers`` columns hold numbers."""
    names = list(headings)
    first = len(names) - numbers
    return paper.Table(
        columns=[
            paper.Column(heading=same(name), is_number=place >= first) for place, name in enumerate(names)
        ],
        rows=[[same(str(cell)) for cell in row] for row in rows],
    )


def _people(contacts: Sequence[Contact]) -> paper.Table:
    rows = [(one, one.title, listed(one.role_labels), one.phone or one.email) for one in contacts]
    return _table((_("Name"), _("Position"), _("Comes in as"), _("Reached at")), rows)


def _risks(warnings: Sequence[EarlyWarning]) -> paper.Table:
    rows = [(one.get_reason_display(), one.text, day_of(one.since_on)) for one in warnings]
    return _table((_("What"), _("Why"), _("Since")), rows)


def _steps(reader: Any, enterprise: Enterprise, on: date, most: int) -> paper.Table:
    rows = [
        (day_of(one.due_on), one.title, one.text)
        for one in partnership.next_steps(reader, enterprise, on)[:most]
    ]
    return _table((_("By"), _("What"), _("About")), rows)


def _promises(periods: Sequence[ObligationPeriod]) -> paper.Table:
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
    return _table(headings, rows)


def _given(balance: Balance, on: date, most: int) -> paper.Table:
    """By year, the last ones; in all, everything."""
    years = [year for year in balance.years if year > on.year - YEARS]
    rows = [
        (line.metric.label, str(name), *(line.in_year(year) or "—" for year in years), line.total)
        for giver, name in SIDES.items()
        for line in balance.lines(giver)[:most]
    ]
    headings = (_("What"), _("By whom"), *(str(year) for year in years), _("In all"))
    return _table(headings, rows, numbers=len(years) + 1)


def _story(reader: Any, enterprise: Enterprise, on: date, most: int) -> paper.Table:
    rows = [
        (day_of(line.happening.on), line.happening.title, line.happening.text)
        for line in story_of(reader, enterprise, until=on, limit=most)
    ]
    return _table((_("When"), _("What"), _("About")), rows)
