from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from internships.models import Plan
from placements.models.evaluation import EvaluationResult, Grade
from placements.models.placements import OfPlacement, Placement


class CertificateCounter(models.Model):
    """The last number given in a year. Its row is locked until the order that took it is through."""

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True)
    last = models.PositiveIntegerField(_("last number given"), default=0)

    class Meta:
        verbose_name = _("counter of certificates")
        verbose_name_plural = _("counters of certificates")
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class CertificateBatch(models.Model):
    """Certificates that were ordered together; how far they are is counted from their orders."""

    department_id = None  # shown to whoever sees its plan

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="certificate_batches", verbose_name=_("internship plan")
    )
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ordered by")
    )
    ordered_at = models.DateTimeField(_("ordered at"))

    class Meta:
        verbose_name = _("order of certificates")
        verbose_name_plural = _("orders of certificates")
        ordering = ["-ordered_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.plan} {self.ordered_at:%Y-%m-%d %H:%M}"


class Certificate(OfPlacement):
    """The sealed PDF that says what a student did where, when and how well. Never altered.

    It is superseded where its result was corrected: there is then a result of a higher version.
    """

    placement = models.ForeignKey(
        Placement, models.PROTECT, related_name="certificates", verbose_name=_("placement")
    )
    result = models.OneToOneField(
        EvaluationResult,
        models.PROTECT,
        related_name="certificate",
        verbose_name=_("result of an internship"),
    )
    number = models.CharField(_("number"), max_length=40, unique=True)
    # What the page of verification says, as it was printed.
    holder = models.CharField(_("name"), max_length=200)
    host = models.CharField(_("enterprise"), max_length=300)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(pgettext_lazy("of an internship", "last day"))
    grade = models.CharField(_("grade"), max_length=10, choices=Grade)
    content_sha256 = models.CharField(_("fingerprint of the contents"), max_length=64)
    file = models.FileField(_("file"), max_length=200)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    size = models.PositiveIntegerField(_("size in bytes"))
    pages = models.PositiveSmallIntegerField(_("pages"))
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("issued by")
    )

    class Meta:
        verbose_name = _("certificate of an internship")
        verbose_name_plural = _("certificates of internships")
        ordering = ["-issued_at", "-pk"]
        indexes = [
            models.Index(fields=["sha256"], name="certificate_by_sha256"),
            models.Index(
                fields=["content_sha256"], opclasses=["varchar_pattern_ops"], name="certificate_by_code"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="certificates_are_never_altered", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return self.number


class CertificateOrder(models.Model):
    """A certificate that is to be made. Its number is given at once, so that none is lost or given twice."""

    department_id = None  # a part of its batch

    batch = models.ForeignKey(
        CertificateBatch, models.CASCADE, related_name="orders", verbose_name=_("order of certificates")
    )
    result = models.OneToOneField(
        EvaluationResult,
        models.PROTECT,
        related_name="certificate_order",
        verbose_name=_("result of an internship"),
    )
    number = models.CharField(_("number"), max_length=40, unique=True)
    certificate = models.OneToOneField(
        Certificate,
        models.PROTECT,
        null=True,
        related_name="order",
        verbose_name=_("certificate of an internship"),
    )
    next_attempt_at = models.DateTimeField(_("next attempt"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("why it is not made yet"), blank=True)

    class Meta:
        verbose_name = _("certificate to be made")
        verbose_name_plural = _("certificates to be made")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"], name="certificate_due", condition=Q(certificate=None)
            )
        ]

    def __str__(self) -> str:
        return self.number
