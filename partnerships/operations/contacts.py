from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor
from partnerships.models import Contact
from partnerships.policies import EDIT, contact_for_write, enterprise_for_write


class ContactFields(TypedDict, total=False):
    name: str
    name_latin: str
    title: str
    roles: Sequence[str]
    email: str
    phone: str
    wechat: str
    language: str
    is_primary: bool
    notes: str


@transaction.atomic
def add_contact(
    *, actor: Actor, enterprise_pk: Any, now: datetime, **fields: Unpack[ContactFields]
) -> Contact:
    """Add a person of the enterprise. The first one becomes the one to ask.

    Raises NotVisible, PermissionDenied, ValidationError.
    """
    enterprise = enterprise_for_write(actor, enterprise_pk)
    contact = Contact(enterprise=enterprise, created_at=now, **fields)
    if not enterprise.contacts.current().exists():
        contact.is_primary = True
    _save(contact)
    record_act(actor, contact, "contact.added", now)
    return contact


@transaction.atomic
def change_contact(*, actor: Actor, pk: Any, now: datetime, **fields: Unpack[ContactFields]) -> Contact:
    """Raises NotVisible, PermissionDenied, ValidationError."""
    contact = contact_for_write(actor, pk)
    for name, value in fields.items():
        setattr(contact, name, value)
    _save(contact)
    record_act(actor, contact, "contact.changed", now)
    return contact


@transaction.atomic
def end_contact(*, actor: Actor, pk: Any, left_on: date, now: datetime) -> Contact:
    """Note that the person has left: they stay in the records, and are offered no more.

    Raises NotVisible, PermissionDenied.
    """
    contact = contact_for_write(actor, pk)
    contact.left_on, contact.is_primary = left_on, False
    contact.save(update_fields=["left_on", "is_primary"])
    record_act(actor, contact, "contact.left", now, left_on=left_on.isoformat())
    return contact


@transaction.atomic
def bring_back_contact(*, actor: Actor, pk: Any, now: datetime) -> Contact:
    """Raises NotVisible, PermissionDenied."""
    contact = contact_for_write(actor, pk)
    contact.left_on = None
    contact.save(update_fields=["left_on"])
    record_act(actor, contact, "contact.came_back", now)
    return contact


def _save(contact: Contact) -> None:
    if contact.is_primary and contact.left_on:
        raise ValidationError({"is_primary": _("This person has left the enterprise.")})
    if contact.is_primary:
        # The enterprise is locked: nobody else chooses its first contact at the same time.
        Contact.objects.filter(enterprise=contact.enterprise, is_primary=True).exclude(pk=contact.pk).update(
            is_primary=False
        )
    contact.full_clean()
    contact.save()


def record_act(actor: Actor, contact: Contact, verb: str, now: datetime, **details: Any) -> None:
    """Note on its enterprise what was done with a contact."""
    audit.record(
        actor=actor,
        subject=contact.enterprise,
        verb=verb,
        now=now,
        details={"contact": contact.pk, "name": contact.name, **details},
        capability=EDIT,
    )
