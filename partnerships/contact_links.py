"""Links to one task for people of enterprises who have no account."""

from __future__ import annotations

from datetime import datetime

from core import sms
from partnerships.models import Contact
from signing.models import TaskLink


def channel_to(contact: Contact) -> str:
    """How a link goes out; nothing where no address is on record, or they have left."""
    if contact.left_on is not None:
        return ""
    if contact.email:
        return TaskLink.Channel.EMAIL
    if contact.phone and sms.is_available():
        return TaskLink.Channel.SMS
    return ""


def link_to(contact: Contact, *, task: str, subject_id: int, expires_at: datetime, now: datetime) -> TaskLink:
    """A link, not kept yet; only to somebody to whom a channel leads."""
    return TaskLink(
        task=task,
        subject_id=subject_id,
        name=contact.name,
        name_latin=contact.name_latin,
        email=contact.email,
        phone=contact.phone,
        language=contact.language,
        channel=channel_to(contact),
        created_at=now,
        sent_at=now,
        expires_at=expires_at,
    )
