"""Slides, hand-outs, photos and minutes of an exchange, from either side.

Locks: the exchange.
"""

from __future__ import annotations

from datetime import datetime

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from collaboration.models import Exchange, ExchangeFile, ExchangeState
from collaboration.operations.exchanges import UnableToExchange, of_enterprise
from collaboration.transitions.exchanges import EDIT
from core import audit
from core.access import Actor, NotVisible
from core.attachments import discard, store_upload
from partnerships.portal.partner import Partner

MOST_FILES = 20


@transaction.atomic
def add_material(*, actor: Actor, pk: int, upload: File[bytes], now: datetime) -> Exchange:
    """Raises NotVisible, PermissionDenied, UnableToExchange, UnacceptableFile."""
    exchange: Exchange = Exchange.objects.for_write(actor, pk, EDIT)
    _add_file(actor, exchange, upload, now)
    return exchange


@transaction.atomic
def add_material_at_portal(*, partner: Partner, pk: int, upload: File[bytes], now: datetime) -> Exchange:
    """Outside the walls. Raises NotVisible, UnableToExchange, UnacceptableFile."""
    exchange = of_enterprise(partner, pk)
    _add_file(partner, exchange, upload, now)
    return exchange


def _add_file(actor: Actor, exchange: Exchange, upload: File[bytes], now: datetime) -> None:
    if exchange.state in {ExchangeState.DECLINED, ExchangeState.CANCELLED}:
        raise UnableToExchange(_("It is not changed any more."))
    if exchange.files.count() >= MOST_FILES:
        raise UnableToExchange(_("At most %(count)d files: take one out first.") % {"count": MOST_FILES})
    kept = store_upload(actor=actor, model=ExchangeFile, parent=exchange, upload=upload, now=now)
    details = {"name": kept.name}
    audit.record(actor=actor, subject=exchange, verb="exchange.add_file", now=now, details=details)


@transaction.atomic
def remove_material(*, actor: Actor, pk: int, file_id: int, now: datetime) -> Exchange:
    """Raises NotVisible, PermissionDenied."""
    exchange: Exchange = Exchange.objects.for_write(actor, pk, EDIT)
    kept = exchange.files.filter(pk=file_id).first()
    if kept is None:
        raise NotVisible(f"collaboration.ExchangeFile {file_id}")
    details = {"name": kept.name}
    audit.record(actor=actor, subject=exchange, verb="exchange.remove_file", now=now, details=details)
    discard(kept)
    return exchange
