"""Certificates of dual qualification: ordered with the recognition, made by a worker, kept for good.

A certificate is a row with its number from the moment of the recognition on. A worker that dies leaves it,
and the next sweep begins again with the same number.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import connection
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Centre
from agreements.choices import Language
from agreements.documents.printing import paint
from core import audit
from core.access import Actor, NotVisible
from core.background import nudge, one_at_a_time, pause_after
from core.errors import Refused, fault_in_words
from core.kept import with_its_row
from core.rendering.labels import translated
from signing.sealing.providers import seal_provider
from signing.sealing.seal import seal_document
from teachers.models import RecognitionCertificate, RecognitionTerm
from teachers.recognition_document import REASON, certificate_sheet, fingerprint_of
from teachers.transitions.recognition import PUBLISH

logger = logging.getLogger(__name__)

TASK = "teachers.tasks.make_recognition_certificates"
FOLDER = "recognitions"
NEXT = """
INSERT INTO teachers_recognitioncounter AS counter (year, last) VALUES (%s, 1)
ON CONFLICT (year) DO UPDATE SET last = counter.last + 1
RETURNING last
"""


class UnableToCertify(Refused):
    """There is no certificate to be made; the message says why."""


def order_certificate(*, actor: Actor, term: RecognitionTerm, now: datetime) -> RecognitionCertificate:
    """Give the term its certificate's number, and have it made. In the transaction of the recognition."""
    recognition = term.recognition
    certificate = RecognitionCertificate.objects.create(
        recognition=recognition,
        term=term,
        number=_next_number(now),
        holder=recognition.teacher.name,
        level=recognition.level,
        stage=recognition.stage,
        ordered_at=now,
        ordered_by_id=actor.pk,
        next_attempt_at=now,
    )
    audit.record(
        actor=actor,
        subject=recognition,
        verb="recognition.certificate",
        now=now,
        details={"number": certificate.number},
        capability=PUBLISH,
    )
    nudge(TASK)
    return certificate


def _next_number(now: datetime) -> str:
    year = timezone.localdate(now).year
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [year])
        (last,) = cursor.fetchone()
    return f"{Centre.current().reference_prefix}-SS-{year}-{last:05d}"


def make_ordered_certificates(*, now: datetime) -> int:
    """Make every certificate whose turn has come, one process at a time. Answers how many were made."""
    with one_at_a_time(TASK) as alone:
        if not alone:
            return 0
        due = RecognitionCertificate.objects.filter(file="", next_attempt_at__lte=now)
        keys = list(due.order_by("next_attempt_at", "pk").values_list("pk", flat=True))
        return sum([_fulfil(pk, now=now) for pk in keys])


def _fulfil(pk: int, *, now: datetime) -> bool:
    certificate = RecognitionCertificate.objects.select_related(
        "recognition__teacher__department", "term"
    ).get(pk=pk)
    try:
        make_certificate(certificate, now=now)
    except Exception as fault:
        # Whatever went wrong (a name no font has, the key, the disk) costs this one an attempt, no other.
        logger.exception("Certificate %s is not made", certificate.number)
        RecognitionCertificate.objects.filter(pk=pk, file="").update(
            attempts=F("attempts") + 1,
            next_attempt_at=now + pause_after(certificate.attempts + 1),
            error=fault_in_words(fault),
        )
        return False
    return True


def make_certificate(certificate: RecognitionCertificate, *, now: datetime) -> RecognitionCertificate:
    """Paint, seal and keep it; one that is made stays as it is.

    Raises whatever painting, sealing and writing raise; nothing is kept then.
    """
    issued_at = certificate.ordered_at
    words = fingerprint_of(certificate)
    sheet = certificate_sheet(certificate, words=words)
    painted = paint(sheet, Language.BOTH, is_final=True)
    reason = translated(REASON)
    content = seal_document(
        painted.content, reason=f"{reason.en} / {reason.zh}", now=issued_at, provider=seal_provider()
    )
    return _keep(certificate, content, words=words, pages=painted.pages, now=now)


def _keep(
    certificate: RecognitionCertificate, content: bytes, *, words: str, pages: int, now: datetime
) -> RecognitionCertificate:
    storage = RecognitionCertificate._meta.get_field("file").storage
    digest = hashlib.sha256(content).hexdigest()
    name = storage.save(f"{FOLDER}/{now:%Y}/{digest}.pdf", ContentFile(content))
    with with_its_row(storage, name):
        held = RecognitionCertificate.objects.select_for_update().get(pk=certificate.pk)
        if held.is_made:
            storage.delete(name)
            return held
        held.file, held.sha256, held.size = name, digest, len(content)
        held.content_sha256, held.pages, held.error = words, pages, ""
        held.save(update_fields=["file", "sha256", "size", "content_sha256", "pages", "error"])
    return held


def certificate_of(actor: Actor, pk: int) -> RecognitionCertificate:
    """A certificate that is made, for whoever sees its recognition.

    Raises NotVisible, UnableToCertify.
    """
    rows = RecognitionCertificate.objects.visible_to(actor).select_related("recognition__teacher")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotVisible(f"teachers.RecognitionCertificate {pk}")
    if not found.is_made:
        raise UnableToCertify(_("The certificate is being made. Try again in a moment."))
    return found
