"""Who looks after students at work: the school's instructor and coordinators, and the mentor at the host."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _

from core.access import Actor, NotVisible
from partnerships.models import Contact
from placements.models import Placement, Voice
from placements.querysets import PlacementQuerySet

EDIT = "placement.edit"


def instructed_by(actor: Actor) -> PlacementQuerySet:
    """The placements that somebody instructs, or whose papers they keep."""
    rows: PlacementQuerySet = Placement.objects.visible_to(actor)
    return rows.filter(
        Q(instructor__user=actor.pk) | Q(pk__in=Placement.objects.permitting(actor, EDIT).values("pk"))
    )


def may_instruct(actor: Actor, placement: Placement) -> bool:
    """Costs a query unless the instructor is fetched along."""
    instructor = placement.instructor
    is_instructor = instructor is not None and instructor.user_id == actor.pk and actor.pk is not None
    return is_instructor or placement.permits(actor, EDIT)


def instructed_for_write(actor: Actor, pk: Any) -> Placement:
    """The placement, locked, for an act of its instructor. Raises NotVisible, PermissionDenied."""
    rows = Placement.objects.visible_to(actor).select_related("instructor")
    placement = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if placement is None:
        raise NotVisible(f"placements.Placement {pk}")
    if not may_instruct(actor, placement):
        raise PermissionDenied(_("The instructor of the student does this, or who places students."))
    return placement


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """Who says that what students wrote is so.

    Attributes:
        contact: the mentor, by link or at the portal; nobody where the school speaks in their place.
    """

    actor: Actor
    contact: Contact | None = None

    @property
    def voice(self) -> Voice:
        return Voice.MENTOR if self.contact is not None else Voice.INSTRUCTOR

    def placements(self) -> PlacementQuerySet:
        """Those for whose students they can speak."""
        if self.contact is not None:
            rows: PlacementQuerySet = Placement.objects.filter(mentor=self.contact)
            return rows
        return instructed_by(self.actor)

    def lock(self, keys: Iterable[int]) -> list[Placement]:
        """The placements of these keys, in the order of locks.

        Raises:
            NotVisible: one of them is another's.
        """
        wanted = set(keys)
        allowed = self.placements().filter(pk__in=wanted).values("pk")
        found = list(Placement.objects.filter(pk__in=allowed).order_by("pk").select_for_update(of=("self",)))
        if len(found) != len(wanted):
            raise NotVisible(f"placements.Placement {sorted(wanted)}")
        return found

    def signature(self, now: Any) -> dict[str, Any]:
        """What is written beside each day and entry that they vouch for."""
        return {
            "vouched_at": now,
            "vouched_as": self.voice,
            "vouched_by_id": self.actor.pk,
            "vouched_by_contact_id": self.contact.pk if self.contact else None,
        }
