"""Resources: entered, changed, taken out of service, with photos.

Locks: the resource.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Department
from catalogue.models import Major
from core import audit
from core.access import Actor, NotVisible
from core.attachments import discard, store_upload
from core.errors import Refused
from core.filetypes import IMAGES
from core.photos import without_whereabouts
from partnerships.models import Enterprise
from partnerships.policies import require
from resources.models import OpeningHours, Resource, ResourcePhoto
from resources.transitions.bookings import EDIT, RESOURCE_MOVES

FIELDS = (
    *("name", "number", "kind", "place", "capacity", "about", "safety_rules", "is_shared", "keeper"),
    *("contact", "check_months", "next_check_on"),
)
NOT_ASKED = ["enterprise", "department", "created_by", "keeper"]
MOST_PHOTOS = 12

type Hours = Mapping[int, tuple[time, time]]


class UnableToKeep(Refused):
    """Not so; the message says why."""


@transaction.atomic
def enter_resource(
    *,
    actor: Actor,
    department: Department,
    enterprise: Enterprise | None = None,
    majors: Iterable[Major] = (),
    hours: Hours | None = None,
    now: datetime,
    **fields: Any,
) -> Resource:
    """Without an enterprise it is the department's own. Raises NotVisible, PermissionDenied, UnableToKeep,
    ValidationError."""
    require(actor, EDIT, department)
    if enterprise is not None:
        seen = Enterprise.objects.visible_to(actor).filter(pk=enterprise.pk).first()
        if seen is None:
            raise NotVisible(f"partnerships.Enterprise {enterprise.pk}")
    resource = Resource(department=department, enterprise=enterprise, created_by_id=actor.pk, created_at=now)
    _write(resource, fields)
    add(resource, majors, hours)
    audit.record(actor=actor, subject=resource, verb="resource.enter", now=now, capability=EDIT)
    return resource


@transaction.atomic
def change_resource(
    *,
    actor: Actor,
    pk: int,
    majors: Iterable[Major] | None = None,
    hours: Hours | None = None,
    now: datetime,
    **fields: Any,
) -> Resource:
    """Bookings that were made already stay, whatever the hours are now.

    Raises NotVisible, PermissionDenied, UnableToKeep, ValidationError.
    """
    resource: Resource = Resource.objects.for_write(actor, pk, EDIT)
    _write(resource, fields)
    resource.full_clean(exclude=NOT_ASKED)
    resource.save()
    if majors is not None:
        resource.majors.set(majors)
    open_between(resource, hours)
    audit.record(actor=actor, subject=resource, verb="resource.change", now=now, capability=EDIT)
    return resource


def add(resource: Resource, majors: Iterable[Major], hours: Hours | None) -> None:
    """Keep a new one. Raises ValidationError."""
    resource.full_clean(exclude=NOT_ASKED)
    resource.save(force_insert=True)
    resource.majors.set(majors)
    open_between(resource, hours)


def _write(resource: Resource, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name not in FIELDS:
            raise TypeError(f"{name} is not said of a resource")
        setattr(resource, name, value)
    contact = resource.contact
    if contact is not None and contact.enterprise_id != resource.enterprise_id:
        raise UnableToKeep(_("This is of another enterprise."))


def open_between(resource: Resource, hours: Hours | None) -> None:
    """``None`` leaves them as they are."""
    if hours is None:
        return
    resource.hours.all().delete()
    rows = [
        OpeningHours(resource=resource, weekday=day, opens=opens, closes=closes)
        for day, (opens, closes) in sorted(hours.items())
    ]
    for row in rows:
        row.full_clean(exclude=["resource"])
    OpeningHours.objects.bulk_create(rows)


@transaction.atomic
def take_out(*, actor: Actor, pk: int, reason: str, now: datetime) -> Resource:
    """Nobody books it from now on; bookings that were made are looked at one by one.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    found: Resource = RESOURCE_MOVES.move(
        actor=actor,
        pk=pk,
        name="take_out",
        reason=reason,
        now=now,
        changes={"out_reason": reason.strip()[:500]},
    )
    return found


@transaction.atomic
def put_back(*, actor: Actor, pk: int, now: datetime) -> Resource:
    """Raises NotVisible, PermissionDenied, TransitionRefused."""
    found: Resource = RESOURCE_MOVES.move(
        actor=actor, pk=pk, name="put_back", now=now, changes={"out_reason": ""}
    )
    return found


@transaction.atomic
def add_photo(*, actor: Actor, pk: int, upload: File[bytes], now: datetime) -> Resource:
    """Raises NotVisible, PermissionDenied, UnableToKeep, UnacceptableFile."""
    resource: Resource = Resource.objects.for_write(actor, pk, EDIT)
    if resource.photos.count() >= MOST_PHOTOS:
        raise UnableToKeep(_("It has %(count)d photos already.") % {"count": MOST_PHOTOS})
    kept = store_upload(
        actor=actor,
        model=ResourcePhoto,
        parent=resource,
        upload=without_whereabouts(upload),
        now=now,
        accepted=IMAGES,
    )
    _note(actor, resource, "add_photo", kept.name, now)
    return resource


@transaction.atomic
def remove_photo(*, actor: Actor, pk: int, photo_id: int, now: datetime) -> Resource:
    """Raises NotVisible, PermissionDenied."""
    resource: Resource = Resource.objects.for_write(actor, pk, EDIT)
    kept = resource.photos.filter(pk=photo_id).first()
    if kept is None:
        raise NotVisible(f"resources.ResourcePhoto {photo_id}")
    _note(actor, resource, "remove_photo", kept.name, now)
    discard(kept)
    return resource


def _note(actor: Actor, resource: Resource, act: str, name: str, now: datetime) -> None:
    audit.record(
        actor=actor,
        subject=resource,
        verb=f"resource.{act}",
        details={"file": name},
        now=now,
        capability=EDIT,
    )
