"""What part-time teachers are needed for, and who they are.

Locks: the part-time teacher; the need; the contact of whom is taken in.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Department
from catalogue.models import Major
from core import audit
from core.access import Actor, NotVisible
from core.errors import Refused
from partnerships.models import Contact, ContactRole
from partnerships.operations.contacts import record_act
from teachers.models import Employment, NeedState, PartTimeNeed, PartTimeTeacher
from teachers.parttime_checks import recheck
from teachers.transitions.parttime import EDIT, NEED_MOVES

NEED_FIELDS = (
    *("title", "courses", "hours_per_term", "sought", "seats"),
    *("starts_on", "ends_on", "details"),
)
PERSON_FIELDS = (
    *("title", "rank", "skill", "skill_level", "exception", "exception_reason", "teacher"),
    *("training", "trained_on", "training_hours", "birth_date", "is_manager", "management"),
)


class UnableToAppoint(Refused):
    """Not in this state, or not by this person; the message says why."""


def may_keep_for(actor: Actor, department: Department) -> None:
    """Raises PermissionDenied."""
    if not actor.scope_for(EDIT).covers(department.pk):
        raise PermissionDenied(_("You do not keep part-time teachers of this department."))


# --- Needs ------------------------------------------------------------------------------------


@transaction.atomic
def draft_need(
    *, actor: Actor, department: Department, majors: Iterable[Major], now: datetime, **fields: Any
) -> PartTimeNeed:
    """Raises PermissionDenied, ValidationError."""
    may_keep_for(actor, department)
    need = PartTimeNeed(department=department, created_by_id=actor.pk, created_at=now)
    _write(need, NEED_FIELDS, fields)
    need.full_clean(exclude=["created_by"])
    need.save(force_insert=True)
    need.majors.set(majors)
    audit.record(actor=actor, subject=need, verb="part_time_need.draft", now=now, capability=EDIT)
    return need


@transaction.atomic
def change_need(
    *, actor: Actor, pk: int, majors: Iterable[Major], now: datetime, **fields: Any
) -> PartTimeNeed:
    """Change what is not published yet: what is published was read.

    Raises NotVisible, PermissionDenied, UnableToAppoint, ValidationError.
    """
    need: PartTimeNeed = PartTimeNeed.objects.for_write(actor, pk, EDIT)
    if need.state != NeedState.DRAFT:
        raise UnableToAppoint(_("What was published is not changed any more: close it and enter another."))
    _write(need, NEED_FIELDS, fields)
    need.full_clean(exclude=["created_by"])
    need.save()
    need.majors.set(majors)
    audit.record(actor=actor, subject=need, verb="part_time_need.change", now=now, capability=EDIT)
    return need


@transaction.atomic
def publish_need(*, actor: Actor, pk: int, now: datetime) -> PartTimeNeed:
    """Let enterprises read it and propose people. Raises NotVisible, PermissionDenied, TransitionRefused."""
    today = timezone.localdate(now)
    changes = {"published_on": today, "closed_on": None}
    need: PartTimeNeed = NEED_MOVES.move(actor=actor, pk=pk, name="publish", now=now, changes=changes)
    return need


@transaction.atomic
def close_need(*, actor: Actor, pk: int, now: datetime) -> PartTimeNeed:
    """Nobody can be proposed any more. Raises NotVisible, PermissionDenied, TransitionRefused."""
    changes = {"closed_on": timezone.localdate(now)}
    need: PartTimeNeed = NEED_MOVES.move(actor=actor, pk=pk, name="close", now=now, changes=changes)
    return need


# --- People -----------------------------------------------------------------------------------


@transaction.atomic
def enter_part_timer(
    *, actor: Actor, contact_id: int, department: Department, now: datetime, **fields: Any
) -> PartTimeTeacher:
    """Take a contact of an enterprise in as somebody who teaches, or may come to.

    Raises NotVisible, PermissionDenied, UnableToAppoint, ValidationError.
    """
    may_keep_for(actor, department)
    contact = Contact.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=contact_id).first()
    if contact is None:
        raise NotVisible(f"partnerships.Contact {contact_id}")
    return build_part_timer(
        actor=actor, contact=contact, department=department, now=now, capability=EDIT, **fields
    )


def build_part_timer(
    *,
    actor: Actor,
    contact: Contact,
    department: Department,
    now: datetime,
    capability: str | None = None,
    **fields: Any,
) -> PartTimeTeacher:
    """The contact is locked, and the caller has authorised it. Raises UnableToAppoint, ValidationError."""
    if contact.left_on is not None:
        raise UnableToAppoint(_("This person has left the enterprise."))
    if PartTimeTeacher.objects.filter(contact=contact).exists():
        raise UnableToAppoint(_("This person is among the part-time teachers already."))
    if Employment.objects.filter(contact=contact).exists():
        raise UnableToAppoint(
            _("This person teaches part-time and works elsewhere now: note on their page that they are back.")
        )
    person = PartTimeTeacher(contact=contact, department=department, created_at=now)
    _write(person, PERSON_FIELDS, fields)
    person.full_clean()
    person.save(force_insert=True)
    Employment.objects.create(person=person, contact=contact)
    if ContactRole.TECHNICIAN not in contact.roles:
        contact.roles = [*contact.roles, ContactRole.TECHNICIAN]
        contact.save(update_fields=["roles"])
        record_act(actor, contact, "contact.changed", now)
    audit.record(actor=actor, subject=person, verb="part_timer.enter", now=now, capability=capability)
    return person


@transaction.atomic
def change_part_timer(
    *, actor: Actor, pk: int, department: Department, now: datetime, **fields: Any
) -> PartTimeTeacher:
    """Change what is known of somebody; what waits of them is checked anew.

    Raises NotVisible, PermissionDenied, ValidationError.
    """
    may_keep_for(actor, department)
    person: PartTimeTeacher = PartTimeTeacher.objects.for_write(actor, pk, EDIT)
    person.department = department
    _write(person, PERSON_FIELDS, fields)
    person.full_clean()
    person.save()
    audit.record(actor=actor, subject=person, verb="part_timer.change", now=now, capability=EDIT)
    recheck(person.appointments.coming().with_names(), now=now)
    return person


def _write(record: Any, known: tuple[str, ...], fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name not in known:
            raise TypeError(f"{name} is not said of {record._meta.label}")
        setattr(record, name, value)
