"""An incident at a host: whom it concerns, whether the host is looked at anew, who stays away meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible
from internships.operations.hosts import end_vetting
from placements.models import AffectedPlacement, Concern, Placement, PlacementState
from placements.operations.concerns import UnableToHandle
from placements.operations.placements import interrupt_placement
from placements.querysets import PlacementQuerySet
from placements.transitions.concerns import HANDLE


@transaction.atomic
def name_affected(*, actor: Actor, pk: int, placement_ids: Iterable[int], now: datetime) -> Concern:
    """Say whom it concerns: students at the same enterprise. The one it was raised about stays named.

    Raises:
        NotVisible: the concern, or a placement that is elsewhere or not the actor's to handle.
        PermissionDenied: see ``core.access``.
    """
    concern: Concern = Concern.objects.for_write(actor, pk, HANDLE)
    wanted = {*placement_ids, concern.placement_id}
    named = set(concern.affected_rows.values_list("placement", flat=True))
    added = wanted - named
    found = candidates(actor, concern).filter(pk__in=added)
    if found.count() != len(added):
        raise NotVisible("placements.Placement")
    concern.affected_rows.filter(placement__in=named - wanted).delete()
    AffectedPlacement.objects.bulk_create(
        AffectedPlacement(concern=concern, placement_id=one) for one in sorted(added)
    )
    audit.record(
        actor=actor,
        subject=concern,
        verb="concern.affected",
        now=now,
        details={"count": len(wanted)},
        capability=HANDLE,
    )
    return concern


def candidates(actor: Actor, concern: Concern) -> PlacementQuerySet:
    """Whom it may concern beside the one it was raised about: students at the same enterprise."""
    return Placement.objects.permitting(actor, HANDLE).filter(enterprise=concern.enterprise_id)


@transaction.atomic
def declare_incident(*, actor: Actor, pk: int, now: datetime) -> Concern:
    """Raises NotVisible, PermissionDenied, UnableToHandle."""
    concern: Concern = Concern.objects.for_write(actor, pk, HANDLE)
    if concern.is_incident:
        raise UnableToHandle(_("It is an incident already."))
    concern.is_incident = True
    concern.save(update_fields=["is_incident"])
    audit.record(actor=actor, subject=concern, verb="concern.incident", now=now, capability=HANDLE)
    return concern


@transaction.atomic
def ask_for_vetting(*, actor: Actor, pk: int, reason: str, now: datetime) -> Concern:
    """The last visit of the host no longer vets it: nobody is sent there until it was visited anew.

    ``reason`` is read by everybody who sees the host's visits.

    Raises NotVisible, PermissionDenied, UnableToHandle, UnableToVet.
    """
    concern: Concern = Concern.objects.for_write(actor, pk, HANDLE)
    refuse_to_name_the_raiser(concern, reason)
    end_vetting(actor=actor, enterprise_pk=concern.enterprise_id, reason=reason, now=now)
    audit.record(actor=actor, subject=concern, verb="concern.vetting", now=now, capability=HANDLE)
    return concern


@transaction.atomic
def interrupt_affected(
    *, actor: Actor, pk: int, expected: Collection[int], reason: str, now: datetime
) -> list[Placement]:
    """Let all affected students stay away from the host, in one act: all of them, or none.

    Args:
        expected: the keys that were shown; another list by now is refused.
        reason: read by everybody who sees these placements.

    Raises NotVisible, PermissionDenied, TransitionRefused, UnableToHandle.
    """
    concern: Concern = Concern.objects.for_write(actor, pk, HANDLE)
    refuse_to_name_the_raiser(concern, reason)
    keys = sorted(to_interrupt(concern).values_list("pk", flat=True))
    if not keys:
        raise UnableToHandle(_("None of the affected students is at the host now."))
    if keys != sorted(expected):
        raise UnableToHandle(_("The list has changed: please look at the number again."))
    done = [interrupt_placement(actor=actor, pk=key, reason=reason, now=now) for key in keys]
    audit.record(
        actor=actor,
        subject=concern,
        verb="concern.interrupted",
        now=now,
        details={"count": len(done)},
        capability=HANDLE,
    )
    return done


def to_interrupt(concern: Concern) -> PlacementQuerySet:
    """The affected who are at the host now, by ascending key."""
    named = concern.affected_rows.values("placement")
    return Placement.objects.filter(pk__in=named, state=PlacementState.IN_PROGRESS).order_by("pk")


def refuse_to_name_the_raiser(concern: Concern, text: str) -> None:
    """Raises UnableToHandle where others would read who raised an anonymous concern."""
    student = concern.placement.student
    names = {concern.raiser_name, student.name, student.name_latin} - {""}
    if concern.is_anonymous and any(name in text for name in names):
        raise UnableToHandle(
            _("This names who raised it, or the student, and others read it. Say it without names.")
        )
