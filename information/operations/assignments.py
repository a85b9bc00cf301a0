"""Tasks: given, changed, handed over, done or given up.

Locks: the task.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Appointment, User
from core import audit
from core.access import Actor
from core.errors import Refused
from information.models import Assignment, AssignmentState
from information.notices import assignments as notices
from information.subjects import code_of, subject_of
from information.transitions.assignments import ASSIGNMENT_MOVES, EDIT
from teachers.models import Teacher

FIELDS = ("title", "details", "due_on")


class UnableToAssign(Refused):
    """Not to this person, not until this day, or not any more; the message says why."""


@transaction.atomic
def give(
    *,
    actor: Actor,
    owner: User,
    title: str,
    details: str = "",
    due_on: date | None = None,
    subject: models.Model | None = None,
    now: datetime,
) -> Assignment:
    """A task for a colleague, who is told, or for oneself, which needs no power.

    Raises NotVisible (the record it comes from), PermissionDenied, UnableToAssign, ValidationError.
    """
    today = timezone.localdate(now)
    if owner.pk != actor.pk and not actor.scope_for(EDIT):
        raise PermissionDenied(_("Your positions do not let you give tasks to others."))
    _can_have_tasks(owner)
    _not_past(due_on, today)
    if subject is not None:
        subject = subject_of(actor, code_of(subject))
    task = Assignment(
        title=title.strip(),
        details=details.strip(),
        owner=owner,
        giver_id=actor.pk,
        given_at=now,
        department_id=department_of(owner, today),
        due_on=due_on,
        subject=subject,
    )
    task.full_clean(exclude=["owner", "giver", "department", "subject_type"])
    task.save(force_insert=True)
    audit.record(actor=actor, subject=task, verb="assignment.give", now=now, details={"to": owner.pk})
    notices.tell(notices.GIVEN, task, [owner.pk], by=actor, words=task.details, now=now)
    return task


@transaction.atomic
def change(*, actor: Actor, pk: int, now: datetime, **fields: Any) -> Assignment:
    """Its words or its day: for whoever gave it, or keeps the tasks of the department. Whose it is is told.

    Raises NotVisible, PermissionDenied, UnableToAssign, ValidationError.
    """
    task = _open(actor, pk)
    if not may_change(actor, task):
        raise PermissionDenied(_("Whoever gave it to you can change it; you can hand it over or give it up."))
    if fields.get("due_on") != task.due_on:
        _not_past(fields.get("due_on"), timezone.localdate(now))
    before = {name: getattr(task, name) for name in FIELDS}
    for name in FIELDS:
        if name in fields:
            setattr(task, name, fields[name])
    changed = [name for name in FIELDS if getattr(task, name) != before[name]]
    if not changed:
        return task
    task.full_clean(exclude=["owner", "giver", "department", "subject_type"])
    if "due_on" in changed:
        notices.forget_reminders(task)
        task.planned_at = now
    task.save(update_fields=[*changed, "planned_at"])
    audit.record(actor=actor, subject=task, verb="assignment.change", now=now)
    notices.tell(notices.GIVEN, task, [task.owner_id], by=actor, words=task.details, now=now)
    return task


def may_change(actor: Actor, task: Assignment) -> bool:
    """Whether its words and its day are the actor's to set."""
    return task.giver_id == actor.pk or actor.scope_for(EDIT).covers(task.department_id)


@transaction.atomic
def hand_over(*, actor: Actor, pk: int, owner: User, reason: str, now: datetime) -> Assignment:
    """Somebody else does it from now on, oneself included; who had it, who gave it and who gets it are told.

    Raises NotVisible, PermissionDenied, UnableToAssign.
    """
    task = _open(actor, pk)
    if owner.pk == task.owner_id:
        raise UnableToAssign(_("It is theirs already."))
    if not reason.strip():
        raise UnableToAssign(_("Please give a reason: the others will read it."))
    _can_have_tasks(owner)
    before = task.owner_id
    notices.forget_reminders(task)
    task.owner, task.planned_at = owner, now
    task.department_id = department_of(owner, timezone.localdate(now))
    task.save(update_fields=["owner", "department", "planned_at"])
    audit.record(
        actor=actor,
        subject=task,
        verb="assignment.hand_over",
        now=now,
        reason=reason.strip(),
        details={"from": before, "to": owner.pk},
    )
    people = [owner.pk, before, task.giver_id]
    notices.tell(notices.HANDED_OVER, task, people, by=actor, words=reason.strip(), now=now)
    return task


def finish(*, actor: Actor, pk: int, word: str, now: datetime) -> Assignment:
    """Done, with what came of it, which whoever gave it reads.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    return _end(actor, pk, "finish", word, now)


def give_up(*, actor: Actor, pk: int, word: str, now: datetime) -> Assignment:
    """It will not be done, for a reason. Raises NotVisible, PermissionDenied, TransitionRefused."""
    return _end(actor, pk, "give_up", word, now)


@transaction.atomic
def _end(actor: Actor, pk: int, name: str, word: str, now: datetime) -> Assignment:
    word = word.strip()[:1000]
    task: Assignment = ASSIGNMENT_MOVES.move(
        actor=actor,
        pk=pk,
        name=name,
        reason=word,
        now=now,
        changes={"word": word, "ended_by_id": actor.pk, "ended_at": now},
    )
    notices.forget_reminders(task)
    notices.tell(notices.ENDED, task, [task.giver_id, task.owner_id], by=actor, words=word, now=now)
    return task


def _open(actor: Actor, pk: int) -> Assignment:
    task: Assignment = Assignment.objects.for_write(actor, pk, EDIT)
    if task.state != AssignmentState.OPEN:
        raise UnableToAssign(_("It is over already: give a new task."))
    return task


def _can_have_tasks(person: User) -> None:
    if person.is_from_outside or not person.is_active:
        raise UnableToAssign(_("Choose somebody who works at the centre."))


def _not_past(due_on: date | None, today: date) -> None:
    if due_on is not None and due_on < today:
        raise UnableToAssign(_("The day lies before today."))


def department_of(person: User, on: date) -> int | None:
    """Where somebody works on a day: in the position they had first, else as a teacher. Two queries."""
    held = Appointment.objects.on(on).filter(user=person.pk).order_by("starts_on", "pk")
    found = held.values_list("position__department", flat=True).first()
    if found is None:
        found = Teacher.objects.filter(user=person.pk).values_list("department", flat=True).first()
    return found
