"""What an enterprise needs for its own annual report: the part about cooperation with the school.

That is 企业年报之校企合作部分, of one calendar year: numbers of both sides and what was held, without names
of students. Everything is of one enterprise: whoever may see it may have it, and behind the walls it is drawn
up outside for the enterprise of whoever asks.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.models import Centre
from agreements.choices import State
from agreements.documents.words import logo
from agreements.models import Agreement, ObligationPeriod
from catalogue.models import Major
from collaboration.models import Exchange
from core.access import Actor
from core.giving import Balance, balance_of
from core.metrics import Giver
from core.rendering.context import Language
from insights.brief import SIDES, day_of
from partnerships.models import Enterprise
from placements.models import Placement
from projects.models import Project, ProjectState
from reports.charts import Drawing, Series, drawn
from reports.manuscript import Manuscript, Part, Sheet

BEFORE = 2
"""So many years stand beside the one of the report."""
CONCLUDED = (State.SIGNED, State.SUSPENDED, State.TERMINATED, State.RENEWED)
BEGUN = (ProjectState.APPROVED, ProjectState.RUNNING, ProjectState.IN_ACCEPTANCE, ProjectState.CLOSED)


def years_of(today: date) -> list[int]:
    """The years one can ask for, the latest first."""
    return list(range(today.year, today.year - 5, -1))


def manuscript_of(
    enterprise: Enterprise, year: int, language: Language, *, reader: Actor, today: date
) -> Manuscript:
    """In one language. A constant number of queries.

    Args:
        reader: whose rows are listed; the numbers are those of the enterprise for everybody who may see it.
    """
    last = min(date(year, 12, 31), today)
    with translation.override(language):
        centre = Centre.current()
        parts = _parts(enterprise, year, last, reader)
        return Manuscript(
            language=language,
            title=_("Cooperation with the school"),
            subtitle=f"{enterprise} · {year}",
            issuer=str(centre),
            logo=logo(centre),
            facts=_facts(enterprise, centre, year, last),
            parts=[
                Part(
                    number=f"{place}",
                    title=title,
                    sheets=[sheet] if sheet.rows else [],
                    drawings=[drawing] if drawing else [],
                    missing="" if sheet.rows else sheet.note or _("None in this year."),
                )
                for place, (title, sheet, drawing) in enumerate(parts, start=1)
            ],
            has_contents=False,
            closing=_(
                "Drawn up on %(day)s from the records of %(centre)s, for the enterprise’s own annual report. "
                "What is promised and done later is not in it."
            )
            % {"day": date_format(today), "centre": centre},
        )


def _facts(enterprise: Enterprise, centre: Centre, year: int, last: date) -> list[tuple[str, str]]:
    found = [
        (pgettext("of a report", "Enterprise"), str(enterprise)),
        (pgettext("of an enterprise", "Registration code"), enterprise.code or ""),
        (_("Industry"), str(enterprise.industry or "")),
        (_("Address"), enterprise.address),
        (_("School"), str(centre)),
        (
            pgettext("of a report", "Period"),
            f"{date_format(date(year, 1, 1))} – {date_format(last)}",
        ),
    ]
    return [(label, value) for label, value in found if value]


type Chapter = tuple[str, Sheet, Drawing | None]


def _parts(enterprise: Enterprise, year: int, last: date, reader: Actor) -> list[Chapter]:
    balance = balance_of(enterprise.pk, until=last)
    return [
        (_("Agreements in force"), _agreements(enterprise, year, reader), None),
        (_("What the enterprise gave"), _given(balance, Giver.ENTERPRISE, year), _drawing(balance, year)),
        (_("What the school gave"), _given(balance, Giver.CENTRE, year), None),
        (_("Promises due in the year"), _promises(enterprise, year, reader), None),
        (_("Interns by major"), _interns(enterprise, year, last, reader), None),
        (_("Lectures, training and other exchanges"), _exchanges(enterprise, year, reader), None),
        (_("Joint projects"), _projects(enterprise, year, reader), None),
    ]


def _agreements(enterprise: Enterprise, year: int, reader: Actor) -> Sheet:
    rows = Agreement.objects.visible_to(reader).filter(
        parties__enterprise=enterprise.pk,
        state__in=CONCLUDED,
        starts_on__lte=date(year, 12, 31),
        last_day__gte=date(year, 1, 1),
    )
    return Sheet(
        columns=[_("Agreement"), _("Type"), _("From"), _("Until")],
        rows=[
            [one.title, str(one.type), day_of(one.starts_on), day_of(one.last_day)]
            for one in rows.select_related("type").order_by("starts_on", "pk")
        ],
    )


def _given(balance: Balance, giver: Giver, year: int) -> Sheet:
    """The year and those before it; what was given in none of them is left out."""
    years = list(range(year - BEFORE, year + 1))
    return Sheet(
        columns=[_("What"), *(str(one) for one in years)],
        rows=[
            [str(line.metric.label), *(line.in_year(one) or "—" for one in years)]
            for line in balance.lines(giver)
            if any(line.in_year(one) for one in years)
        ],
        numbers=len(years),
    )


def _drawing(balance: Balance, year: int) -> Drawing | None:
    years = range(year - BEFORE, year + 1)
    by_year: dict[Any, Counter[int]] = {giver: Counter() for giver in Giver}
    for one in balance.times:
        by_year[one.giver][one.year] = one.occasions
    names = {
        Giver.ENTERPRISE: _("Occasions on which the enterprise gave something"),
        Giver.CENTRE: _("Occasions on which the school gave something"),
    }
    return drawn(
        [
            Series(
                label=name,
                years=[str(one) for one in years],
                values=[by_year[giver][one] for one in years],
                words=[str(by_year[giver][one]) for one in years],
            )
            for giver, name in names.items()
        ],
        is_share=False,
    )


def _promises(enterprise: Enterprise, year: int, reader: Actor) -> Sheet:
    rows = (
        ObligationPeriod.objects.visible_to(reader)
        .with_names()
        .filter(enterprise=enterprise.pk, due_on__year=year)
    )
    return Sheet(
        columns=[_("Promise"), _("Who promises"), _("Until"), _("How it stands"), _("Done / promised")],
        rows=[
            [
                one.label,
                str(SIDES[Giver(one.side)]),
                day_of(one.due_on),
                str(one.chip.label),
                f"{one.counted_in_words} / {one.promised_in_words}",
            ]
            for one in rows.order_by("due_on", "pk")
        ],
        numbers=1,
    )


def _interns(enterprise: Enterprise, year: int, last: date, reader: Actor) -> Sheet:
    """Who really began, and was there on a day of the year; numbers by major alone."""
    rows = Placement.objects.visible_to(reader).filter(
        Q(ended_on=None) | Q(ended_on__gte=date(year, 1, 1)),
        enterprise=enterprise.pk,
        started_on__lte=last,
        ends_on__gte=date(year, 1, 1),
    )
    counted = rows.order_by().values("student__school_class__major").annotate(interns=Count("pk"))
    interns = dict(counted.values_list("student__school_class__major", "interns"))
    majors = Major.objects.filter(pk__in=interns)
    return Sheet(
        columns=[_("Major"), _("Interns")],
        rows=sorted([str(major), str(interns[major.pk])] for major in majors),
        numbers=1,
    )


def _exchanges(enterprise: Enterprise, year: int, reader: Actor) -> Sheet:
    """Those that count: what was held and is not closed yet is said below the table."""
    held = Exchange.objects.visible_to(reader).filter(enterprise=enterprise.pk, starts_at__year=year)
    rows = held.filter(state="closed")
    waiting = held.filter(state="held").count()
    return Sheet(
        columns=[_("Day"), _("What"), _("Kind"), _("Hours")],
        rows=[
            [
                day_of(timezone.localtime(one.starts_at).date()),
                one.title,
                str(one.get_kind_display()),
                f"{one.hours.normalize():f}" if one.hours else "—",
            ]
            for one in rows.order_by("starts_at", "pk")
        ],
        numbers=1,
        note=ngettext(
            "%(count)d more was held, whose records are not closed yet: it does not count.",
            "%(count)d more were held, whose records are not closed yet: they do not count.",
            waiting,
        )
        % {"count": waiting}
        if waiting
        else "",
    )


def _projects(enterprise: Enterprise, year: int, reader: Actor) -> Sheet:
    """Also those that go on past their planned end, until they are accepted."""
    first = date(year, 1, 1)
    rows = Project.objects.visible_to(reader).filter(
        Q(ends_on__gte=first) | Q(accepted_on=None) | Q(accepted_on__gte=first),
        enterprise=enterprise.pk,
        state__in=BEGUN,
        starts_on__lte=date(year, 12, 31),
    )
    return Sheet(
        columns=[_("Project"), _("State"), _("From"), _("Until")],
        rows=[
            [one.title, str(one.get_state_display()), day_of(one.starts_on), day_of(one.ends_on)]
            for one in rows.order_by("starts_on", "pk")
        ],
    )
