"""Training that another part of the product has recorded: it counts with that record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from core import audit
from core.access import Actor
from teachers.models import Teacher, Training
from teachers.policies import is_own
from teachers.transitions.evidence import EVIDENCE_MOVES


@transaction.atomic
def credit_training(
    *, actor: Actor, teacher: Teacher, capability: str, now: datetime, **fields: Any
) -> Training:
    """Enter a training that the actor records elsewhere, with a power the caller has looked at.

    It is confirmed with that; but where it is the actor's own it waits for the teacher affairs office, since
    nobody decides on their own.

    Raises ValidationError.
    """
    row = Training(teacher=teacher, entered_by_id=actor.pk, entered_at=now, **fields)
    row.full_clean(exclude=["teacher", "entered_by"])
    row.save(force_insert=True)
    audit.record(actor=actor, subject=row, verb="teacher_evidence.enter", now=now, capability=capability)
    if is_own(actor, teacher):
        return row
    changes = {"confirmed_by_id": actor.pk, "confirmed_at": now}
    moved: Training = EVIDENCE_MOVES[row.slug].move(
        actor=actor, pk=row.pk, name="credit", now=now, changes=changes
    )
    return moved
