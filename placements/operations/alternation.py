"""Work–study alternation: the timetable of a class with an enterprise, week by week.

Locks: the timetable; its weeks are changed behind it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Agreement
from catalogue.calendars import work_calendar
from core import audit
from core.access import Actor, NotVisible
from core.errors import Refused
from internships.models import SchoolClass
from partnerships.models import Contact, Enterprise
from partnerships.policies import require
from placements.alternation_notices import tell_running, tell_stopped
from placements.alternation_weeks import hours_in, weeks_between
from placements.models import AlternationSchedule, AlternationState, AlternationWeek, LearningPlace
from placements.models.alternation import MOST_WEEKS
from placements.transitions.alternation import ALTERNATION_MOVES, EDIT

FIELDS = (
    "kind", "agreement", "starts_on", "ends_on", "school_hours", "enterprise_hours", "school_contact",
    "host_contact", "capacity",
)  # fmt: skip


class UnableToAlternate(Refused):
    """The timetable cannot be kept so; the message says why."""


@transaction.atomic
def enter_alternation(
    *, actor: Actor, school_class: SchoolClass, enterprise: Enterprise, now: datetime, **fields: Any
) -> AlternationSchedule:
    """A timetable without weeks, as a draft.

    Raises:
        NotVisible: class or enterprise are hidden from the actor.
        PermissionDenied: they do not make timetables for the class's department.
        UnableToAlternate, ValidationError.
    """
    if not SchoolClass.objects.visible_to(actor).filter(pk=school_class.pk).exists():
        raise NotVisible(f"internships.SchoolClass {school_class.pk}")
    if not Enterprise.objects.visible_to(actor).filter(pk=enterprise.pk).exists():
        raise NotVisible(f"partnerships.Enterprise {enterprise.pk}")
    require(actor, EDIT, school_class.department)
    schedule = AlternationSchedule(
        school_class=school_class,
        enterprise=enterprise,
        department_id=school_class.department_id,
        created_by_id=actor.pk,
        created_at=now,
    )
    _write(actor, schedule, fields, now)
    schedule.save(force_insert=True)
    audit.record(actor=actor, subject=schedule, verb="alternation.enter", now=now, capability=EDIT)
    return schedule


@transaction.atomic
def change_alternation(*, actor: Actor, pk: int, now: datetime, **fields: Any) -> AlternationSchedule:
    """Change what is agreed. Weeks outside the new days go; the hours of those still open follow.

    Raises NotVisible, PermissionDenied, UnableToAlternate, ValidationError.
    """
    schedule = _for_write(actor, pk)
    _write(actor, schedule, fields, now)
    schedule.save()
    _fit_weeks(schedule)
    audit.record(actor=actor, subject=schedule, verb="alternation.edit", now=now, capability=EDIT)
    return schedule


@transaction.atomic
def mark_weeks(*, actor: Actor, pk: int, weeks: Mapping[date, str], now: datetime) -> AlternationSchedule:
    """Say of each week where the class is: the whole timetable at once. A week that is not named is neither.

    What was confirmed stays as it is.

    Args:
        weeks: the place of each week, by its Monday.

    Raises:
        NotVisible, PermissionDenied.
        UnableToAlternate: a week lies outside, or was confirmed and would be another.
    """
    schedule = _for_write(actor, pk)
    known = {week.monday: week for week in schedule.weeks.select_for_update()}
    own = {week.monday: week for week in _calendar_weeks(schedule)}
    if strange := sorted(weeks.keys() - own.keys()):
        raise UnableToAlternate(_("The week of %(day)s is no week of this timetable.") % {"day": strange[0]})
    changed = 0
    for monday, calendar_week in own.items():
        place, week = weeks.get(monday), known.get(monday)
        if week is not None and week.is_vouched:
            if place not in (None, week.place):
                raise UnableToAlternate(
                    _("The week of %(day)s is confirmed: it stays where it was.") % {"day": week}
                )
            continue
        if place is None:
            if week is not None:
                week.delete()
                changed += 1
            continue
        hours = hours_in(schedule, LearningPlace(place), calendar_week)
        if week is None:
            AlternationWeek.objects.create(schedule=schedule, monday=monday, place=place, hours=hours)
            changed += 1
        elif (week.place, week.hours) != (place, hours):
            week.place, week.hours = place, hours
            week.save(update_fields=["place", "hours"])
            changed += 1
    schedule.updated_at = now
    schedule.save(update_fields=["updated_at"])
    audit.record(
        actor=actor,
        subject=schedule,
        verb="alternation.weeks",
        now=now,
        details={"changed": changed},
        capability=EDIT,
    )
    return schedule


@transaction.atomic
def publish_alternation(*, actor: Actor, pk: int, now: datetime) -> AlternationSchedule:
    """Put it into force: students and the enterprise see it from now on.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    schedule: AlternationSchedule = ALTERNATION_MOVES.move(
        actor=actor, pk=pk, name="publish", now=now, changes={"updated_at": now}
    )
    tell_running(schedule, now=now)
    return schedule


def take_back_alternation(*, actor: Actor, pk: int, now: datetime) -> AlternationSchedule:
    """Make it a draft again. Raises NotVisible, PermissionDenied, TransitionRefused: weeks are confirmed."""
    return ALTERNATION_MOVES.move(actor=actor, pk=pk, name="take_back", now=now, changes={"updated_at": now})


@transaction.atomic
def stop_alternation(*, actor: Actor, pk: int, reason: str, now: datetime) -> AlternationSchedule:
    """Stop it today: what was confirmed stays credited, the weeks to come are gone.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    today = timezone.localdate(now)
    schedule = AlternationSchedule.objects.for_write(actor, pk, EDIT)
    stopped: AlternationSchedule = ALTERNATION_MOVES.move(
        actor=actor,
        pk=pk,
        name="stop",
        reason=reason,
        now=now,
        changes={
            "reason": reason.strip(),
            "ends_on": min(schedule.ends_on, today),
            "updated_at": now,
        },
    )
    stopped.weeks.filter(monday__gt=today, vouched_at=None).delete()
    tell_stopped(stopped, now=now)
    return stopped


def _for_write(actor: Actor, pk: int) -> AlternationSchedule:
    """Raises NotVisible, PermissionDenied, UnableToAlternate: it is stopped."""
    schedule: AlternationSchedule = AlternationSchedule.objects.for_write(actor, pk, EDIT)
    if schedule.state == AlternationState.STOPPED:
        raise UnableToAlternate(_("It is stopped: nothing of it changes any more."))
    return schedule


def _write(actor: Actor, schedule: AlternationSchedule, fields: Mapping[str, Any], now: datetime) -> None:
    """Take over what is agreed, checked. Raises UnableToAlternate, ValidationError."""
    for name, value in fields.items():
        if name not in FIELDS:
            raise TypeError(f"{name} is not agreed in a timetable")
        setattr(schedule, name, value)
    schedule.updated_at = now
    contact: Contact | None = schedule.host_contact
    if contact is not None and (
        contact.enterprise_id != schedule.enterprise_id or contact.left_on is not None
    ):
        raise UnableToAlternate(_("%(name)s does not work for this enterprise.") % {"name": contact})
    agreement: Agreement | None = schedule.agreement
    if agreement is not None and not agreement.parties.filter(enterprise=schedule.enterprise_id).exists():
        raise UnableToAlternate(_("This agreement is with somebody else."))
    schedule.full_clean()
    if (schedule.ends_on - schedule.starts_on).days > 7 * MOST_WEEKS:
        raise UnableToAlternate(_("At most %(count)d weeks: one timetable a term.") % {"count": MOST_WEEKS})


def _calendar_weeks(schedule: AlternationSchedule) -> Any:
    """Two queries."""
    calendar = work_calendar(schedule.starts_on, schedule.ends_on + timedelta(days=6))
    return weeks_between(schedule.starts_on, schedule.ends_on, calendar)


def _fit_weeks(schedule: AlternationSchedule) -> None:
    own = {week.monday: week for week in _calendar_weeks(schedule)}
    for week in schedule.weeks.select_for_update():
        calendar_week = own.get(week.monday)
        if week.is_vouched:
            if calendar_week is None:
                raise UnableToAlternate(
                    _("The week of %(day)s is confirmed: it stays within the timetable.") % {"day": week}
                )
        elif calendar_week is None:
            week.delete()
        elif week.hours != (hours := hours_in(schedule, week.place, calendar_week)):
            week.hours = hours
            week.save(update_fields=["hours"])
