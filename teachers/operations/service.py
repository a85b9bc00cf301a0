"""When somebody serves, as what and where: dated, so that it is true for every day.

Lock: the teacher, before its periods and absences.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Department
from compliance.changes import facts_changed
from core import audit
from core.access import Actor
from core.errors import Refused
from teachers.models import Absence, ServicePeriod, Teacher
from teachers.policies import EDIT, require
from teachers.querysets import on_the_day

A_DAY = timedelta(days=1)


class UnableToChangeService(Refused):
    """The service of a teacher cannot be changed so; the message says why."""


@transaction.atomic
def change_service(
    *, actor: Actor, pk: int, starts_on: date, department: Department, kind: str, now: datetime
) -> ServicePeriod:
    """From a day on somebody serves in another department, or as another kind of teacher.

    Raises NotVisible, PermissionDenied, UnableToChangeService.
    """
    teacher = _teacher_of_mine(actor, pk, department)
    newest = _newest(teacher)
    if newest is None or newest.ends_on is not None:
        raise UnableToChangeService(_("Nobody who has left can be moved: say that they came back."))
    if starts_on <= newest.starts_on:
        raise UnableToChangeService(
            _("The present service began on %(day)s: it can change from a later day on.")
            % {"day": date_format(newest.starts_on)}
        )
    if (newest.department_id, newest.kind) == (department.pk, kind):
        raise UnableToChangeService(_("That is what the teacher does already."))
    newest.ends_on = starts_on - A_DAY
    newest.save(update_fields=["ends_on"])
    period = open_period(teacher, starts_on=starts_on, department=department, kind=kind)
    _written_down(actor, teacher, "teacher.service_changed", now, starts_on=starts_on)
    return period


@transaction.atomic
def leave(*, actor: Actor, pk: int, last_day: date, now: datetime) -> Teacher:
    """Somebody leaves after this day. Raises NotVisible, PermissionDenied, UnableToChangeService."""
    teacher = _teacher_of_mine(actor, pk)
    newest = _newest(teacher)
    if newest is None or newest.ends_on is not None:
        raise UnableToChangeService(_("It is recorded already that the teacher left."))
    if last_day < newest.starts_on:
        raise UnableToChangeService(
            _("The present service began on %(day)s: nobody leaves before that.")
            % {"day": date_format(newest.starts_on)}
        )
    _not_before_being_hired(teacher, last_day)
    newest.ends_on = last_day
    newest.save(update_fields=["ends_on"])
    _written_down(actor, teacher, "teacher.left", now, last_day=last_day)
    return teacher


@transaction.atomic
def come_back(
    *, actor: Actor, pk: int, starts_on: date, department: Department, kind: str, now: datetime
) -> ServicePeriod:
    """Somebody who left serves again. Raises NotVisible, PermissionDenied, UnableToChangeService."""
    teacher = _teacher_of_mine(actor, pk, department)
    newest = _newest(teacher)
    if newest is not None and newest.ends_on is None:
        raise UnableToChangeService(_("The teacher serves here."))
    if newest is not None and newest.ends_on is not None and starts_on <= newest.ends_on:
        raise UnableToChangeService(
            _("The teacher served until %(day)s: they come back later than that.")
            % {"day": date_format(newest.ends_on)}
        )
    period = open_period(teacher, starts_on=starts_on, department=department, kind=kind)
    _written_down(actor, teacher, "teacher.came_back", now, starts_on=starts_on)
    return period


@transaction.atomic
def correct_period(
    *,
    actor: Actor,
    pk: int,
    starts_on: date,
    ends_on: date | None,
    department: Department,
    kind: str,
    now: datetime,
) -> ServicePeriod:
    """Put right what was recorded wrongly of a period.

    Raises NotVisible, PermissionDenied, UnableToChangeService, ValidationError (it overlaps another, or ends
    before it begins).
    """
    known = ServicePeriod.objects.filter(pk=pk).values_list("teacher_id", flat=True).first()
    teacher = _teacher_of_mine(actor, known or 0, department)
    _not_before_being_hired(teacher, ends_on)
    period = ServicePeriod.objects.get(pk=pk)
    before = _words(period)
    period.starts_on, period.ends_on = starts_on, ends_on
    period.department, period.kind = department, kind
    period.full_clean()
    period.save()
    _written_down(actor, teacher, "teacher.service_corrected", now, before=before, after=_words(period))
    return period


@transaction.atomic
def record_absence(
    *, actor: Actor, pk: int, reason: str, starts_on: date, ends_on: date | None, now: datetime
) -> Absence:
    """Somebody belongs here and does not teach. Raises NotVisible, PermissionDenied, ValidationError."""
    teacher = _teacher_of_mine(actor, pk)
    absence = Absence(teacher=teacher, reason=reason, starts_on=starts_on, ends_on=ends_on)
    absence.full_clean()
    absence.save(force_insert=True)
    audit.record(
        actor=actor,
        subject=teacher,
        verb="teacher.absent",
        now=now,
        capability=EDIT,
        details={"starts_on": starts_on.isoformat()},
    )
    return absence


@transaction.atomic
def change_absence(
    *, actor: Actor, pk: int, reason: str, starts_on: date, ends_on: date | None, now: datetime
) -> Absence:
    """Also how somebody is back. Raises NotVisible, PermissionDenied, ValidationError."""
    known = Absence.objects.filter(pk=pk).values_list("teacher_id", flat=True).first()
    teacher = _teacher_of_mine(actor, known or 0)
    absence = Absence.objects.get(pk=pk)
    absence.reason, absence.starts_on, absence.ends_on = reason, starts_on, ends_on
    absence.full_clean()
    absence.save()
    audit.record(
        actor=actor,
        subject=teacher,
        verb="teacher.absence_changed",
        now=now,
        capability=EDIT,
        details={"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat() if ends_on else ""},
    )
    return absence


def open_period(
    teacher: Teacher, *, starts_on: date, department: Department, kind: str, ends_on: date | None = None
) -> ServicePeriod:
    """A further period of a locked teacher. Raises ValidationError where it overlaps another."""
    period = ServicePeriod(
        teacher=teacher, starts_on=starts_on, ends_on=ends_on, department=department, kind=kind
    )
    period.full_clean()
    period.save(force_insert=True)
    return period


def align(teacher: Teacher, *, on: date) -> None:
    """Let department, kind and day of leaving of a locked teacher be those of the service of a day."""
    periods = list(teacher.service_periods.order_by("starts_on"))
    if not periods:
        return
    begun = [period for period in periods if period.starts_on <= on]
    period = begun[-1] if begun else periods[0]
    teacher.department_id, teacher.kind = period.department_id, period.kind
    teacher.left_on = periods[-1].ends_on
    teacher.save(update_fields=["department", "kind", "left_on"])


def follow_the_days(*, on: date, now: datetime) -> int:
    """Changes of department or kind that were recorded for a later day, on that day; answers how many. What
    follows from them is reckoned anew in the same transaction."""
    served = ServicePeriod.objects.filter(on_the_day(on), teacher=OuterRef("pk")).order_by()
    behind = Teacher.objects.annotate(
        there=Subquery(served.values("department")[:1]), as_what=Subquery(served.values("kind")[:1])
    ).filter(~Q(there=F("department_id")) | ~Q(as_what=F("kind")), there__isnull=False)
    moved = 0
    for pk in behind.order_by().values_list("pk", flat=True):
        with transaction.atomic():
            teacher = Teacher.objects.select_for_update(of=("self",)).get(pk=pk)
            align(teacher, on=on)
            facts_changed(teacher, now=now)
        moved += 1
    return moved


def _teacher_of_mine(actor: Actor, pk: int, department: Department | None = None) -> Teacher:
    """The teacher, locked; whoever moves somebody needs the power where they come from and where they go."""
    teacher: Teacher = Teacher.objects.for_write(actor, pk, EDIT)
    if department is not None:
        require(actor, EDIT, department)
    return teacher


def _not_before_being_hired(teacher: Teacher, last_day: date | None) -> None:
    if last_day is not None and teacher.hired_on is not None and last_day < teacher.hired_on:
        raise UnableToChangeService(
            _("The teacher was hired on %(day)s: nobody leaves before that.")
            % {"day": date_format(teacher.hired_on)}
        )


def _newest(teacher: Teacher) -> ServicePeriod | None:
    return teacher.service_periods.order_by("-starts_on").first()


def _words(period: ServicePeriod) -> list[Any]:
    return [
        period.starts_on.isoformat(),
        period.ends_on.isoformat() if period.ends_on else "",
        period.department_id,
        period.kind,
    ]


def _written_down(actor: Actor, teacher: Teacher, verb: str, now: datetime, **details: Any) -> None:
    align(teacher, on=timezone.localdate(now))
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in details.items()}
    audit.record(actor=actor, subject=teacher, verb=verb, now=now, details=plain, capability=EDIT)
    facts_changed(teacher, now=now)
