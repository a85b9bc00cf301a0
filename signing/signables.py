"""What kinds of records can be sent out to be signed; their apps say so in ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models

if TYPE_CHECKING:
    from accounts.models import User
    from signing.models import Envelope, Signatory


@dataclass(frozen=True, kw_only=True)
class Signable:
    """How signing deals with one kind of record. The callbacks run inside the transaction of the act.

    Attributes:
        capability: what staff need on a record to send it out, call it off and remind of it.
        lock: locks, in the order of docs/architecture.md, a record and whatever its conclusion will
            change, and answers the record.
        owner: who is told what becomes of it.
        objection: why somebody may not sign for their party on a day; empty where they may. Asked when it
            is sent out and again right before the signature: powers end in between.
        party_signed: the last signatory of one party has signed; given the signatories of that party.
        all_signed: nobody is left to sign.
        ended: the envelope was declined, called off or ran out: what it gathered does not count.
    """

    capability: str
    lock: Callable[[int], Any]
    owner: Callable[[Any], User]
    objection: Callable[[Any, Signatory, date], str]
    party_signed: Callable[[Any, Envelope, Sequence[Signatory], datetime], None]
    all_signed: Callable[[Any, Envelope, datetime], None]
    ended: Callable[[Any, Envelope, datetime], None]


_signables: dict[type[models.Model], Signable] = {}


def register_signable(model: type[models.Model], signable: Signable) -> None:
    _signables[model] = signable


def kind_of(envelope: Envelope) -> type[models.Model]:
    kind = ContentType.objects.get_for_id(envelope.subject_type_id)
    return apps.get_model(kind.app_label, kind.model)


def signable_of(envelope: Envelope) -> Signable:
    return _signables[kind_of(envelope)]


# --- Where people without an account sign -----------------------------------------------------

type Entrance = Callable[[Signatory], str]
"""The path at which this person can sign, or nothing where they have none."""

_entrances: list[Entrance] = []


def register_entrance(entrance: Entrance) -> None:
    """Lead signatories to a page of another app: a portal, a link sent by mail."""
    _entrances.append(entrance)


def entrance_of(signatory: Signatory) -> str:
    """The first page that takes this person in; the staff's own ceremony for somebody who signs in."""
    for entrance in _entrances:
        if path := entrance(signatory):
            return path
    return signatory.get_absolute_url() if signatory.user_id else ""
