"""Certificates of courses: ordered when a course is closed, made by a worker, kept for good.

An order is a row with its number, written in the transaction of the closing. A worker that dies leaves it,
and the next sweep begins again with the same number.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.core.files.base import ContentFile
from django.db import connection
from django.db.models import F
from django.utils import timezone

from accounts.models import Centre
from agreements.choices import Language
from agreements.documents.printing import paint
from core.access import Actor
from core.background import nudge, one_at_a_time, pause_after
from core.errors import fault_in_words
from core.kept import with_its_row
from core.rendering.labels import translated
from signing.sealing.providers import seal_provider
from signing.sealing.seal import seal_document
from training.certificate_document import REASON, certificate_sheet, days_of, fingerprint_of
from training.models import CertificateOrder, CourseCertificate, Enrolment

logger = logging.getLogger(__name__)

TASK = "training.tasks.make_certificates"
FOLDER = "course_certificates"
NEXT = """
INSERT INTO training_certificatecounter AS counter (year, last) VALUES (%s, %s)
ON CONFLICT (year) DO UPDATE SET last = counter.last + EXCLUDED.last
RETURNING last
"""


def order_certificates(actor: Actor, passed: Sequence[Enrolment], *, now: datetime) -> None:
    """One for each who passed. The course is locked and just closed, so that nobody orders twice."""
    if not passed:
        return
    CertificateOrder.objects.bulk_create(
        CertificateOrder(
            enrolment=one, number=number, ordered_by_id=actor.pk, ordered_at=now, next_attempt_at=now
        )
        for one, number in zip(passed, _next_numbers(len(passed), now=now), strict=True)
    )
    nudge(TASK)


def _next_numbers(count: int, *, now: datetime) -> list[str]:
    """So many numbers in a row. The year's row stays locked until the closing is through: no gap, no twin."""
    year = timezone.localdate(now).year
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [year, count])
        (last,) = cursor.fetchone()
    prefix = Centre.current().reference_prefix
    return [f"{prefix}-PX-{year}-{number:05d}" for number in range(last - count + 1, last + 1)]


def make_ordered_certificates(*, now: datetime) -> int:
    """Make every certificate whose turn has come, one process at a time. Answers how many were made."""
    with one_at_a_time(TASK) as alone:
        if not alone:
            return 0
        due = CertificateOrder.objects.filter(certificate=None, next_attempt_at__lte=now)
        keys = list(due.order_by("next_attempt_at", "pk").values_list("pk", flat=True))
        return sum([_fulfil(pk, now=now) for pk in keys])


def _fulfil(pk: int, *, now: datetime) -> bool:
    order = CertificateOrder.objects.select_related("enrolment__course", "enrolment__enterprise").get(pk=pk)
    try:
        make_certificate(order, now=now)
    except Exception as fault:
        # Whatever went wrong (a name no font has, the key, the disk) costs this one an attempt, no other.
        logger.exception("Certificate %s is not made", order.number)
        CertificateOrder.objects.filter(pk=pk).update(
            attempts=F("attempts") + 1,
            next_attempt_at=now + pause_after(order.attempts + 1),
            error=fault_in_words(fault),
        )
        return False
    return True


def make_certificate(order: CertificateOrder, *, now: datetime) -> CourseCertificate:
    """Paint, seal and keep the certificate of an order; an order that is fulfilled stays as it is.

    Raises whatever painting, sealing and writing raise; nothing is kept then.
    """
    enrolment, issued_at = order.enrolment, order.ordered_at
    words = fingerprint_of(enrolment, number=order.number)
    sheet = certificate_sheet(
        enrolment, number=order.number, words=words, issued_on=timezone.localdate(issued_at)
    )
    painted = paint(sheet, Language.BOTH, is_final=True)
    reason = translated(REASON)
    content = seal_document(
        painted.content, reason=f"{reason.en} / {reason.zh}", now=issued_at, provider=seal_provider()
    )
    first, last = days_of(enrolment.course)
    certificate = CourseCertificate(
        enrolment=enrolment,
        number=order.number,
        holder=enrolment.name,
        employer=enrolment.enterprise.name,
        title=enrolment.course.title,
        starts_on=first,
        ends_on=last,
        hours=enrolment.hours or Decimal(0),
        content_sha256=words,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        pages=painted.pages,
        issued_at=issued_at,
        issued_by_id=order.ordered_by_id,
    )
    return _keep(order, certificate, content, now)


def _keep(
    order: CertificateOrder, certificate: CourseCertificate, content: bytes, now: datetime
) -> CourseCertificate:
    storage = CourseCertificate._meta.get_field("file").storage
    name = storage.save(f"{FOLDER}/{now:%Y}/{certificate.sha256}.pdf", ContentFile(content))
    with with_its_row(storage, name):
        held = CertificateOrder.objects.select_for_update().get(pk=order.pk)
        if held.certificate_id is not None:
            storage.delete(name)
            return CourseCertificate.objects.get(pk=held.certificate_id)
        certificate.file = name
        certificate.save(force_insert=True)
        held.certificate, held.error = certificate, ""
        held.save(update_fields=["certificate", "error"])
    return certificate
