"""Posts for teachers, offered by enterprises at the portal or entered by staff.

Lock: the post for a teacher.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import Major
from core import audit
from core.access import Actor, NotVisible
from partnerships.models import Enterprise
from teachers.models import Opening
from teachers.operations.practice import PLAN, UnableToPractise
from teachers.transitions.openings import OPENING_MOVES

FIELDS = (
    *("title", "region", "place", "seats", "starts_on", "ends_on"),
    *("tasks", "asked_for", "contact"),
)


def build_opening(
    *,
    actor: Actor,
    enterprise: Enterprise,
    majors: Iterable[Major],
    now: datetime,
    capability: str | None = None,
    **fields: Any,
) -> Opening:
    """An open post; the caller has authorised it. Raises UnableToPractise, ValidationError."""
    opening = Opening(enterprise=enterprise, created_by_id=actor.pk, created_at=now, updated_at=now)
    _write(opening, fields, now)
    opening.save(force_insert=True)
    opening.majors.set(majors)
    audit.record(actor=actor, subject=opening, verb="opening.offer", now=now, capability=capability)
    return opening


def rewrite_opening(
    opening: Opening,
    *,
    actor: Actor,
    majors: Iterable[Major],
    now: datetime,
    capability: str | None = None,
    **fields: Any,
) -> Opening:
    """Change a post that is locked; the caller has authorised it.

    Raises UnableToPractise, ValidationError.
    """
    _write(opening, fields, now)
    taken = opening.practices.on_seats(timezone.localdate(now)).count()
    if opening.seats < taken:
        raise UnableToPractise(_("%(count)d seats are taken already.") % {"count": taken})
    opening.save()
    opening.majors.set(majors)
    audit.record(actor=actor, subject=opening, verb="opening.change", now=now, capability=capability)
    return opening


def _write(opening: Opening, fields: dict[str, Any], now: datetime) -> None:
    for name, value in fields.items():
        if name not in FIELDS:
            raise TypeError(f"{name} is not said of a post for a teacher")
        setattr(opening, name, value)
    opening.updated_at = now
    opening.full_clean(exclude=["enterprise", "created_by"])
    if opening.contact is not None and opening.contact.enterprise_id != opening.enterprise_id:
        raise UnableToPractise(_("The contact works in another enterprise."))


# --- By staff ---------------------------------------------------------------------------------


@transaction.atomic
def enter_opening(*, actor: Actor, enterprise_id: int, now: datetime, **fields: Any) -> Opening:
    """Raises NotVisible, PermissionDenied, UnableToPractise, ValidationError."""
    enterprise: Enterprise = Enterprise.objects.for_write(actor, enterprise_id, PLAN)
    return build_opening(actor=actor, enterprise=enterprise, now=now, capability=PLAN, **fields)


@transaction.atomic
def change_opening(*, actor: Actor, pk: int, now: datetime, **fields: Any) -> Opening:
    """Raises NotVisible, PermissionDenied, UnableToPractise, ValidationError."""
    opening: Opening = Opening.objects.for_write(actor, pk, PLAN)
    return rewrite_opening(opening, actor=actor, now=now, capability=PLAN, **fields)


@transaction.atomic
def close_opening(*, actor: Actor, pk: int, now: datetime) -> Opening:
    """Nobody can ask for it any more. Raises NotVisible, PermissionDenied, TransitionRefused."""
    Opening.objects.for_write(actor, pk, PLAN)
    return OPENING_MOVES.move(actor=actor, pk=pk, name="close", now=now, changes={"updated_at": now})


@transaction.atomic
def reopen_opening(*, actor: Actor, pk: int, now: datetime) -> Opening:
    """Raises NotVisible, PermissionDenied, TransitionRefused."""
    Opening.objects.for_write(actor, pk, PLAN)
    return OPENING_MOVES.move(actor=actor, pk=pk, name="reopen", now=now, changes={"updated_at": now})


# --- By the enterprise itself -----------------------------------------------------------------


@transaction.atomic
def offer_own_opening(*, actor: Actor, enterprise: Enterprise, now: datetime, **fields: Any) -> Opening:
    """The caller has made sure that the actor offers posts for the enterprise.

    Raises UnableToPractise, ValidationError.
    """
    return build_opening(actor=actor, enterprise=enterprise, now=now, **fields)


@transaction.atomic
def change_own_opening(*, actor: Actor, enterprise_id: int, pk: int, now: datetime, **fields: Any) -> Opening:
    """Raises NotVisible, UnableToPractise, ValidationError."""
    return rewrite_opening(_of_enterprise(enterprise_id, pk), actor=actor, now=now, **fields)


@transaction.atomic
def move_own_opening(*, actor: Actor, enterprise_id: int, pk: int, name: str, now: datetime) -> Opening:
    """Close it, or open it again. Raises NotVisible, TransitionRefused."""
    _of_enterprise(enterprise_id, pk)
    return OPENING_MOVES.move(actor=actor, pk=pk, name=name, now=now, changes={"updated_at": now})


def _of_enterprise(enterprise_id: int, pk: int) -> Opening:
    rows = Opening.objects.filter(enterprise=enterprise_id).select_for_update(of=("self",))
    opening = rows.select_related("enterprise").filter(pk=pk).first()
    if opening is None:
        raise NotVisible(f"teachers.Opening {pk}")
    return opening
