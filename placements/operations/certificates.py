"""Certificates: ordered for one student or a whole plan, made by a worker, kept for good.

An order is a row with its number, written in the transaction in which somebody asked. A worker that dies
leaves it, and the next sweep begins again with the same number; what it had written to the disk by then is
not pointed at by anything. A result has one certificate: asking twice makes nothing new.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Centre
from agreements.choices import Language
from agreements.documents.printing import paint
from core import audit
from core.access import Actor
from core.background import nudge, one_at_a_time, pause_after
from core.errors import Refused, fault_in_words
from core.kept import with_its_row
from core.rendering.labels import translated
from internships.models import Plan
from placements.certificate_document import (
    REASON,
    certificate_sheet,
    fingerprint_of,
    first_day,
    last_day,
)
from placements.models import (
    Certificate,
    CertificateBatch,
    CertificateOrder,
    EvaluationResult,
    Placement,
)
from signing.sealing.providers import seal_provider
from signing.sealing.seal import seal_document

logger = logging.getLogger(__name__)

ISSUE = "certificate.issue"
TASK = "placements.tasks.make_certificates"
FOLDER = "certificates"
NEXT = """
INSERT INTO placements_certificatecounter AS counter (year, last) VALUES (%s, %s)
ON CONFLICT (year) DO UPDATE SET last = counter.last + EXCLUDED.last
RETURNING last
"""


class UnableToIssue(Refused):
    """There is nothing to certify; the message says why."""


# --- Ordering ---------------------------------------------------------------------------------


def latest_results() -> QuerySet[EvaluationResult]:
    """The result that counts, of each placement."""
    newest = EvaluationResult.objects.filter(placement=OuterRef("placement")).order_by("-version")
    return EvaluationResult.objects.filter(pk=Subquery(newest.values("pk")[:1]))


@transaction.atomic
def order_certificates(*, actor: Actor, plan_id: int, pks: Iterable[int], now: datetime) -> CertificateBatch:
    """Have certificates made for these placements of a plan: of each the result that counts.

    Results that have a certificate, or an order for one, are left alone.

    Raises:
        UnableToIssue: of none of them there is a confirmed result without a certificate.
    """
    placements = Placement.objects.permitting(actor, ISSUE).filter(plan=plan_id, pk__in=set(pks))
    list(placements.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    results = list(
        latest_results()
        .filter(placement__in=placements.order_by().values("pk"), certificate_order=None)
        .order_by("placement__student__school_class__pinyin_key", "placement__student__number", "pk")
    )
    if not results:
        raise UnableToIssue(_("There is no confirmed result without a certificate among them."))
    batch = CertificateBatch.objects.create(plan_id=plan_id, ordered_by_id=actor.pk, ordered_at=now)
    numbers = _next_numbers(len(results), now=now)
    CertificateOrder.objects.bulk_create(
        CertificateOrder(batch=batch, result=result, number=number, next_attempt_at=now)
        for result, number in zip(results, numbers, strict=True)
    )
    audit.record(
        actor=actor,
        subject=batch.plan,
        verb="certificate.ordered",
        now=now,
        details={"count": len(results)},
        capability=ISSUE,
    )
    nudge(TASK)
    return batch


def issue_certificate(*, actor: Actor, pk: int, now: datetime) -> CertificateBatch:
    """Have the certificate of one placement made. Raises NotVisible, PermissionDenied, UnableToIssue."""
    with transaction.atomic():
        placement: Placement = Placement.objects.for_write(actor, pk, ISSUE)
        return order_certificates(actor=actor, plan_id=placement.plan_id, pks=[pk], now=now)


def _next_numbers(count: int, *, now: datetime) -> list[str]:
    """So many numbers in a row. The year's row stays locked until the order is through: no gap, no twin."""
    year = timezone.localdate(now).year
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [year, count])
        (last,) = cursor.fetchone()
    prefix = Centre.current().reference_prefix
    return [f"{prefix}-SX-{year}-{number:05d}" for number in range(last - count + 1, last + 1)]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is."""

    batch: CertificateBatch
    total: int
    done: int
    failed: int

    @property
    def percent(self) -> int:
        return self.done * 100 // self.total if self.total else 100

    @property
    def is_working(self) -> bool:
        return self.done < self.total


def progress_of(plan: Plan, *, most: int = 5) -> list[Progress]:
    """The last batches of a plan. One query."""
    batches = CertificateBatch.objects.filter(plan=plan).select_related("ordered_by")
    counted = batches.annotate(
        total=Count("orders"),
        done=Count("orders", filter=Q(orders__certificate__isnull=False)),
        failed=Count("orders", filter=Q(orders__certificate=None) & ~Q(orders__error="")),
    )
    return [Progress(batch, batch.total, batch.done, batch.failed) for batch in counted[:most]]


# --- Making -----------------------------------------------------------------------------------


def make_ordered_certificates(*, now: datetime) -> int:
    """Make every certificate whose turn has come, one process at a time. Answers how many were made."""
    with one_at_a_time(TASK) as alone:
        if not alone:
            return 0
        due = CertificateOrder.objects.filter(certificate=None, next_attempt_at__lte=now)
        keys = list(due.order_by("next_attempt_at", "pk").values_list("pk", flat=True))
        return sum([_fulfil(pk, now=now) for pk in keys])


def _fulfil(pk: int, *, now: datetime) -> bool:
    order = CertificateOrder.objects.select_related(
        "result__placement__student__school_class__major",
        "result__placement__post",
        "result__placement__enterprise",
        "batch",
    ).get(pk=pk)
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


def make_certificate(order: CertificateOrder, *, now: datetime) -> Certificate:
    """Paint, seal and keep the certificate of an order; an order that is fulfilled stays as it is.

    Raises whatever painting, sealing and writing raise; nothing is kept then.
    """
    result, issued_at = order.result, order.batch.ordered_at
    words = fingerprint_of(result, number=order.number)
    sheet = certificate_sheet(
        result, number=order.number, words=words, issued_on=timezone.localdate(issued_at)
    )
    painted = paint(sheet, Language.BOTH, is_final=True)
    reason = translated(REASON)
    content = seal_document(
        painted.content, reason=f"{reason.en} / {reason.zh}", now=issued_at, provider=seal_provider()
    )
    placement = result.placement
    certificate = Certificate(
        placement=placement,
        result=result,
        number=order.number,
        holder=placement.student.name,
        host=placement.enterprise.name,
        starts_on=first_day(result),
        ends_on=last_day(result),
        grade=result.grade,
        content_sha256=words,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        pages=painted.pages,
        issued_at=issued_at,
        issued_by_id=order.batch.ordered_by_id,
    )
    return _keep(order, certificate, content, now)


def _keep(order: CertificateOrder, certificate: Certificate, content: bytes, now: datetime) -> Certificate:
    storage = Certificate._meta.get_field("file").storage
    name = storage.save(f"{FOLDER}/{now:%Y}/{certificate.sha256}.pdf", ContentFile(content))
    with with_its_row(storage, name):
        held = CertificateOrder.objects.select_for_update().get(pk=order.pk)
        if held.certificate_id is not None:
            storage.delete(name)
            return Certificate.objects.get(pk=held.certificate_id)
        certificate.file = name
        certificate.save(force_insert=True)
        held.certificate, held.error = certificate, ""
        held.save(update_fields=["certificate", "error"])
    return certificate


# --- Reading ----------------------------------------------------------------------------------


def is_superseded(certificate: Certificate) -> bool:
    """Whether the result was corrected since. One query unless the result is fetched along."""
    return EvaluationResult.objects.filter(
        placement=certificate.placement_id, version__gt=certificate.result.version
    ).exists()
