"""Saying that what students wrote of their days is so: all of it at once, but for what is different."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from core import audit
from core.errors import Refused
from placements.day_notices import tell_student_of_return
from placements.instructing import Witness
from placements.models import LogEntry, Presence, Source, WorkDay
from placements.transitions.log import LOG_MOVES
from placements.waiting import waiting_days, waiting_entries
from placements.week_rules import check_days


class UnableToVouch(Refused):
    """An answer cannot be taken; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody says to what waits.

    Attributes:
        shown_at: when they were shown it: what was written later they have not seen, and it goes on waiting.
        hours: by the key of a day, where it was not as the student or the post says; none: absent.
        notes: by the key of a day, why.
        returned: by the key of an entry, why it goes back. Everything else is so.
    """

    shown_at: datetime
    hours: Mapping[int, Decimal] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)
    returned: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """How much was vouched for, and how much goes on waiting because it changed meanwhile."""

    days: int
    entries: int
    returned: int
    left: int


@transaction.atomic
def vouch(*, witness: Witness, keys: Collection[int], until: date, answer: Answer, now: datetime) -> Said:
    """Confirm what waits of these placements until a day, but for what is said to be different.

    Raises:
        NotVisible: a placement is another's.
        TransitionRefused: an entry is returned without a reason.
        ValidationError: impossible hours.
    """
    placements = {placement.pk: placement for placement in witness.lock(keys)}
    signed = witness.signature(now)
    waiting = list(waiting_days(keys, until).select_for_update(of=("self",)))
    days = [row for row in waiting if row.said_at <= answer.shown_at]
    changed = [_as_said(row, answer, now) for row in days if row.pk in answer.hours]
    WorkDay.objects.filter(pk__in=[row.pk for row in days]).update(**signed)
    entries = list(waiting_entries(keys, until).select_related("placement__student__user"))
    seen = [entry for entry in entries if entry.written_at <= answer.shown_at]
    returned = [entry for entry in seen if entry.pk in answer.returned]
    for entry in seen:
        if entry.pk in answer.returned:
            _return(witness, entry, answer.returned[entry.pk], now)
        else:
            LOG_MOVES.move(actor=witness.actor, pk=entry.pk, name="confirm", now=now, changes=signed)
    check_days(changed, now=now)
    for pk, placement in placements.items():
        counts = {
            "days": sum(row.placement_id == pk for row in days),
            "changed": sum(row.placement_id == pk for row in changed),
            "entries": sum(entry.placement_id == pk for entry in seen),
            "returned": sum(entry.placement_id == pk for entry in returned),
        }
        if any(counts.values()):
            audit.record(
                actor=witness.actor,
                subject=placement,
                verb=f"placement.vouched_by_{witness.voice}",
                now=now,
                details=counts | {"until": until.isoformat()},
            )
    left = len(waiting) - len(days) + len(entries) - len(seen)
    return Said(len(days), len(seen) - len(returned), len(returned), left)


def _as_said(row: WorkDay, answer: Answer, now: datetime) -> WorkDay:
    hours = answer.hours[row.pk]
    presence = Presence.WORKED if hours else Presence.ABSENT
    # Why the student was not there still counts where the mentor agrees that they were not.
    kept = row.note if presence == row.presence else ""
    row.presence = presence
    if hours != row.hours:
        # What begin and end were is not known any more.
        row.begins_at = row.ends_at = None
    row.hours, row.source, row.said_at = hours, Source.MENTOR, now
    row.note = answer.notes.get(row.pk, "").strip()[:300] or kept
    row.full_clean(validate_unique=False)
    row.save()
    return row


def _return(witness: Witness, entry: LogEntry, reason: str, now: datetime) -> None:
    moved = LOG_MOVES.move(
        actor=witness.actor,
        pk=entry.pk,
        name="return",
        reason=reason,
        now=now,
        changes={"return_reason": reason.strip()[:500]},
    )
    moved.placement = entry.placement
    tell_student_of_return(moved, now=now)
