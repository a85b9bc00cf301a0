"""Sealing in the background: a row for each envelope, made with the last signature, gone when it is sealed.

A worker that dies in the middle leaves the row, and the next sweep begins again. What it had written to
the disk by then is not pointed at by anything.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime

from django.core.files.base import ContentFile
from django.utils import translation

from core.background import one_at_a_time, pause_after
from core.kept import with_its_row
from signing.ledger import Kinds, write
from signing.models import Envelope, SealOrder
from signing.notices import tell_sealed
from signing.operations.ceremony import sha256_of
from signing.operations.progress import SEAL_TASK
from signing.sealing.certificate import certificate_of, certificate_words
from signing.sealing.providers import seal_provider
from signing.sealing.seal import seal_document

logger = logging.getLogger(__name__)


class DocumentChanged(Exception):
    """The kept file is not the one that was signed."""


def seal_ordered(*, now: datetime) -> int:
    """Seal every envelope whose turn has come, one process at a time. Answers how many were sealed."""
    with one_at_a_time(SEAL_TASK) as alone:
        if not alone:
            return 0
        due = SealOrder.objects.filter(next_attempt_at__lte=now).select_related("envelope__created_by")
        return sum([_fulfil(order, now=now) for order in due.order_by("ordered_at", "pk")])


def _fulfil(order: SealOrder, *, now: datetime) -> bool:
    try:
        seal_envelope(order.envelope, now=now)
    except Exception as fault:
        # Whatever went wrong (key, time-stamp authority, disk) costs this document an attempt, no other.
        logger.exception("Envelope %s is not sealed", order.envelope_id)
        attempts = order.attempts + 1
        SealOrder.objects.filter(pk=order.pk).update(
            attempts=attempts,
            next_attempt_at=now + pause_after(attempts),
            error=f"{type(fault).__name__}: {fault}",
        )
        return False
    return True


def seal_envelope(envelope: Envelope, *, now: datetime) -> Envelope:
    """Make the sealed file and point the envelope at it; an envelope that is sealed stays as it is.

    Raises:
        DocumentChanged: see there.
        Whatever painting, signing and writing raise; nothing is kept then.
    """
    if envelope.sealed_sha256:
        SealOrder.objects.filter(envelope=envelope).delete()
        return envelope
    if sha256_of(envelope) != envelope.document_sha256:
        raise DocumentChanged(f"{envelope.document.name} is not what was signed")
    ledger = envelope.events_head
    with envelope.document.storage.open(str(envelope.document.name), "rb") as file:
        document = file.read()
    with translation.override("en"):
        certificate = certificate_of(envelope)
    title, reason = certificate_words()
    content = seal_document(
        document,
        certificate=certificate,
        description=title,
        reason=reason,
        now=envelope.closed_at or now,
        provider=seal_provider(),
    )
    return _keep(envelope, content, ledger, now)


def _keep(envelope: Envelope, content: bytes, ledger: str, now: datetime) -> Envelope:
    digest = hashlib.sha256(content).hexdigest()
    storage = Envelope._meta.get_field("sealed_file").storage
    name = storage.save(f"sealed/{now:%Y}/{digest}.pdf", ContentFile(content))
    with with_its_row(storage, name):
        sealed = Envelope.objects.select_for_update().get(pk=envelope.pk)
        if sealed.sealed_sha256:
            storage.delete(name)
            return sealed
        sealed.sealed_file, sealed.sealed_sha256 = name, digest
        sealed.sealed_at, sealed.sealed_ledger = now, ledger
        sealed.save(update_fields=["sealed_file", "sealed_sha256", "sealed_at", "sealed_ledger"])
        write(sealed, Kinds.SEALED, now=now, details={"sha256": digest, "ledger": ledger})
        SealOrder.objects.filter(envelope=sealed).delete()
        tell_sealed(sealed, record=sealed.subject, now=now)
    return sealed
