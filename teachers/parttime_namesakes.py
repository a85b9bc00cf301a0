"""Contacts of other enterprises who seem to be the same person: the same name, and phone or e-mail."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from core.access import Actor
from partnerships.models import Contact
from teachers.models import Employment


def namesakes(actor: Actor, contact: Contact) -> list[Contact]:
    """Those that the actor sees, with their record as a part-time teacher: but for the earlier employments of
    the same one, and for contacts who left and teach nothing. One query. Phones are compared by their digits.
    """
    own = Employment.objects.filter(contact=contact.pk).values("person")
    same_person = Employment.objects.filter(contact=OuterRef("pk"), person__in=own)
    rows = (
        Contact.objects.visible_to(actor)
        .filter(name=contact.name)
        .select_related("enterprise", "part_time_teacher")
    )
    rows = rows.filter(Q(left_on=None) | Q(part_time_teacher__isnull=False))
    others = rows.exclude(enterprise=contact.enterprise_id).exclude(Exists(same_person)).order_by("pk")
    return [one for one in others if _reached_alike(one, contact)]


def _reached_alike(one: Contact, other: Contact) -> bool:
    phones = {_digits(one.phone), _digits(other.phone)}
    mails = {one.email.casefold(), other.email.casefold()}
    return (len(phones) == 1 and "" not in phones) or (len(mails) == 1 and "" not in mails)


def _digits(phone: str) -> str:
    """Without the country's code, which one writes and another leaves out."""
    return "".join(character for character in phone if character.isdigit()).removeprefix("86")
