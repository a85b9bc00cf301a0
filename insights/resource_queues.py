"""What resources and contributions put on the home page: bookings and contributions that wait, checks due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from core.look import Chip, Meaning
from insights.lines import SHOWN, Line, Queue, queue_of
from resources.models import Booking, Contribution, Maintenance, Resource
from resources.transitions.bookings import APPROVE, EDIT
from resources.transitions.contributions import CONFIRM
from resources.words import span_in_words

if TYPE_CHECKING:
    from accounts.models import User

CHECKS_AHEAD = timedelta(days=14)


def bookings(user: User, *, now: datetime) -> Queue:
    """Those to approve, then those whose use is to be recorded. Two queries, none without the power."""
    return queue_of(
        "bookings",
        _("Bookings of resources that wait"),
        "calendar-time",
        _bookings(user, now) if user.can(APPROVE) else (),
        f"{reverse('resources:booking_list')}?unanswered=on",
    )


def _bookings(user: User, now: datetime) -> Iterator[Line]:
    mine = Booking.objects.permitting(user, APPROVE).with_names()
    waiting = mine.waiting_for_centre().order_by("starts_at", "pk")[: SHOWN + 1]
    over = mine.to_record(now).order_by("starts_at", "pk")[: SHOWN + 1]
    for rows in (waiting, over):
        for one in rows:
            yield Line(
                title=f"{one.resource}: {one.purpose}",
                url=one.get_absolute_url(),
                text=span_in_words(one.starts_at, one.ends_at),
                chip=one.chip,
            )


def contributions(user: User) -> Queue:
    """Those that enterprises told. A query, none without the power."""
    return queue_of(
        "contributions",
        _("Contributions to confirm"),
        "package",
        _contributions(user) if user.can(CONFIRM) else (),
        f"{reverse('resources:contribution_list')}?unconfirmed=on",
    )


def _contributions(user: User) -> Iterator[Line]:
    rows = Contribution.objects.permitting(user, CONFIRM).waiting_for_centre().select_related("enterprise")
    for one in rows.order_by("told_at", "pk")[: SHOWN + 1]:
        yield Line(title=one.title, url=one.get_absolute_url(), text=str(one.enterprise), chip=one.chip)


def proposals(user: User) -> Queue:
    """Resources that enterprises propose. A query, none without the power."""
    return queue_of(
        "proposed_resources",
        _("Resources that enterprises propose"),
        "tool",
        _proposals(user) if user.can(EDIT) else (),
        f"{reverse('resources:resource_list')}?state=proposed",
    )


def _proposals(user: User) -> Iterator[Line]:
    rows = Resource.objects.permitting(user, EDIT).proposed().select_related("enterprise")
    for one in rows.order_by("created_at", "pk")[: SHOWN + 1]:
        yield Line(title=one.name, url=one.get_absolute_url(), text=str(one.enterprise), chip=one.chip)


def maintenance(user: User, on: date, *, now: datetime) -> Queue:
    """Safety checks that are due, and work that is over and not recorded. Two queries, none without power."""
    return queue_of(
        "maintenance",
        _("Safety checks and maintenance due"),
        "tools",
        _maintenance(user, on, now) if user.can(EDIT) else (),
        f"{reverse('resources:resource_list')}?check=on",
    )


def _maintenance(user: User, on: date, now: datetime) -> Iterator[Line]:
    due = Resource.objects.permitting(user, EDIT).in_service().check_due(on + CHECKS_AHEAD)
    for resource in due.order_by("next_check_on", "pk")[: SHOWN + 1]:
        yield Line(
            title=resource.name,
            url=resource.get_absolute_url(),
            text=resource.place,
            due_on=resource.next_check_on,
            chip=Chip(_("safety check due"), Meaning.SOON, "shield-check"),
        )
    works = Maintenance.objects.permitting(user, EDIT).overdue(now).select_related("resource")
    for work in works.order_by("ends_at", "pk")[: SHOWN + 1]:
        yield Line(title=str(work.resource), url=work.get_absolute_url(), text=work.cause, chip=work.chip)
