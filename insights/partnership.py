"""One enterprise's whole partnership: what is open, what comes next, what was given, what happened.

Every reading costs a constant number of queries, however long the history is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.choices import State
from agreements.models import Agreement, ObligationPeriod, Side
from collaboration.models import COMING_STATES, Exchange, Need
from core.giving import Balance, Line
from core.metrics import Giver
from insights.lines import Line as Entry
from partnerships.models import Enterprise, Interaction
from projects.models import Milestone
from resources.models import Booking

AHEAD = timedelta(days=365)
SHOWN = 12
ON_A_PAGE = 30


# --- What is open -----------------------------------------------------------------------------


def open_promises(periods: QuerySet[ObligationPeriod], on: date) -> list[ObligationPeriod]:
    """Those that run on a day, and those that were missed in the last quarter; the ones behind first."""
    recently = on - timedelta(days=90)
    running = Q(starts_on__lte=on, due_on__gte=on)
    missed = Q(due_on__lt=on, due_on__gte=recently, standing="missed")
    return list(periods.filter(running | missed).order_by("standing", "due_on", "pk")[:50])


def by_side(periods: Iterable[ObligationPeriod], *, at_portal: bool) -> list[tuple[str, list[Any]]]:
    """What each side promised, the enterprise's first; a side that promised nothing is left out."""
    rows = list(periods)
    headings = (
        (Side.ENTERPRISE, _("You promised") if at_portal else _("The enterprise promised")),
        (Side.CENTRE, _("The centre promised")),
    )
    found = [(heading, [one for one in rows if one.side == side]) for side, heading in headings]
    return [(heading, some) for heading, some in found if some]


def next_steps(actor: Any, enterprise: Enterprise, on: date) -> list[Entry]:
    """What is to be done or decided with an enterprise, as far as the person may see it,
    the nearest first, at most :data:`SHOWN`. Six queries."""
    found = [*_actions(actor, enterprise), *_deadlines(actor, enterprise, on)]
    found += [*_exchanges(actor, enterprise, on), *_needs(actor, enterprise)]
    found += [*_milestones(actor, enterprise), *_bookings(actor, enterprise, on)]
    return sorted(found, key=lambda one: (one.due_on or date.max, one.title))[:SHOWN]


def _actions(actor: Any, enterprise: Enterprise) -> Iterable[Entry]:
    rows = Interaction.objects.visible_to(actor).with_open_action().filter(enterprise=enterprise.pk)
    for one in rows.select_related("next_action_owner").order_by("next_action_on", "pk")[:SHOWN]:
        yield Entry(
            title=one.next_action,
            text=str(one.next_action_owner or _("Nobody’s yet")),
            url=one.get_absolute_url(),
            due_on=one.next_action_on,
        )


def _deadlines(actor: Any, enterprise: Enterprise, on: date) -> Iterable[Entry]:
    ahead = (on, on + AHEAD)
    rows = Agreement.objects.visible_to(actor).filter(
        Q(notice_on__range=ahead) | Q(last_day__range=ahead),
        parties__enterprise=enterprise.pk,
        state=State.SIGNED,
        renewal_decision="",
    )
    for one in rows.order_by("last_day", "pk")[:SHOWN]:
        is_notice = one.notice_on is not None and one.notice_on >= on
        yield Entry(
            title=one.title,
            text=_("Notice possible until") if is_notice else _("Last day"),
            url=one.get_absolute_url(),
            due_on=one.notice_on if is_notice else one.last_day,
        )


def _exchanges(actor: Any, enterprise: Enterprise, on: date) -> Iterable[Entry]:
    rows = Exchange.objects.visible_to(actor).filter(
        enterprise=enterprise.pk, state__in=sorted(COMING_STATES), starts_at__date__gte=on
    )
    for one in rows.order_by("starts_at", "pk")[:SHOWN]:
        yield Entry(
            title=one.title,
            text=one.get_kind_display(),
            url=one.get_absolute_url(),
            due_on=timezone.localtime(one.starts_at).date(),
            chip=one.chip,
        )


def _needs(actor: Any, enterprise: Enterprise) -> Iterable[Entry]:
    rows = Need.objects.visible_to(actor).filter(enterprise=enterprise.pk, state__in=["told", "taken_up"])
    for one in rows.order_by("answer_by", "pk")[:SHOWN]:
        text = _("Need: %(kind)s") % {"kind": one.get_kind_display()}
        url = one.get_absolute_url()
        yield Entry(title=one.title, text=text, url=url, due_on=one.answer_by, chip=one.chip)


def _milestones(actor: Any, enterprise: Enterprise) -> Iterable[Entry]:
    rows = Milestone.objects.visible_to(actor).open().filter(project__enterprise=enterprise.pk)
    for one in rows.select_related("project").order_by("due_on", "pk")[:SHOWN]:
        text = _("Milestone of %(project)s") % {"project": one.project}
        yield Entry(title=one.title, text=text, url=one.get_absolute_url(), due_on=one.due_on)


def _bookings(actor: Any, enterprise: Enterprise, on: date) -> Iterable[Entry]:
    rows = (
        Booking.objects.visible_to(actor).holding().filter(enterprise=enterprise.pk, starts_at__date__gte=on)
    )
    for one in rows.select_related("resource").order_by("starts_at", "pk")[:SHOWN]:
        yield Entry(
            title=str(one.resource),
            text=one.purpose,
            url=one.get_absolute_url(),
            due_on=timezone.localtime(one.starts_at).date(),
            chip=one.chip,
        )


# --- Given and received -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gift:
    """One thing that one side gave: this year and in all."""

    label: str
    definition: str
    this_year: str
    total: str


@dataclass(frozen=True, slots=True)
class GivenBy:
    heading: str
    gifts: list[Gift]


def gifts_of(balance: Balance, on: date, *, at_portal: bool = False) -> list[GivenBy]:
    """Both sides, the enterprise's first; a side that gave nothing says so with no line."""
    headings = {
        Giver.ENTERPRISE: _("What you gave") if at_portal else _("What the enterprise gave"),
        Giver.CENTRE: _("What you received") if at_portal else _("What the centre gave"),
    }
    return [
        GivenBy(heading, [_gift(line, on) for line in balance.lines(giver)])
        for giver, heading in headings.items()
    ]


def _gift(line: Line, on: date) -> Gift:
    return Gift(
        label=str(line.metric.label),
        definition=str(line.metric.definition),
        this_year=line.in_year(on.year),
        total=line.total,
    )


def chart_of(balance: Balance, *, at_portal: bool = False) -> dict[str, Any] | None:
    """How often each side gave something, year by year; ``None`` where nobody gave anything yet."""
    if not balance.years:
        return None
    names = {
        Giver.ENTERPRISE: _("Given by you") if at_portal else _("Given by the enterprise"),
        Giver.CENTRE: _("Received by you") if at_portal else _("Given by the centre"),
    }
    return {
        "id": "given-and-received",
        "title": _("Given and received"),
        "kind": "bar",
        "labels": [str(year) for year in balance.years],
        "series": [{"name": name, "values": balance.occasions(giver)} for giver, name in names.items()],
        "unit": _("occasions a year"),
    }


# --- Agreements -------------------------------------------------------------------------------


def in_force(actor: Any, enterprise: Enterprise, on: date) -> list[Agreement]:
    """Agreements that bind on a day, the one that ends first at the top. One query."""
    rows = Agreement.objects.visible_to(actor).filter(parties__enterprise=enterprise.pk).binding(on)
    return sorted(rows.select_related("type", "owner"), key=lambda one: (one.last_day or date.max, one.pk))


def people_of_centre(agreements: Iterable[Agreement], enterprise: Enterprise) -> list[Any]:
    """Who looks after the enterprise and its agreements, each once, by name."""
    people = {one.owner.pk: one.owner for one in agreements if one.owner is not None}
    if enterprise.owner is not None:
        people[enterprise.owner.pk] = enterprise.owner
    return sorted(people.values(), key=attrgetter("pk"))
