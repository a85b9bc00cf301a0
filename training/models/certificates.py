from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.fields import decider
from core.models import ScopedModel
from training.models.enrolments import Enrolment
from training.querysets import CertificateQuerySet


class CertificateCounter(models.Model):
    """The last number given in a year. Its row is locked until the closing that took it is through."""

    department_id = None

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True)
    last = models.PositiveIntegerField(_("last number given"), default=0)

    class Meta:
        verbose_name = _("counter of certificates of courses")
        verbose_name_plural = _("counters of certificates of courses")
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class CourseCertificate(ScopedModel):
    """The sealed PDF that says that an employee passed a course. Never altered."""

    enrolment = models.OneToOneField(
        Enrolment, models.PROTECT, related_name="certificate", verbose_name=_("enrolment in a course")
    )
    number = models.CharField(_("number"), max_length=40, unique=True)
    # What the page of verification says, as it was printed.
    holder = models.CharField(_("name"), max_length=200)
    employer = models.CharField(_("enterprise"), max_length=300)
    title = models.CharField(_("course for employees"), max_length=160)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    hours = models.DecimalField(_("hours attended"), max_digits=6, decimal_places=1)
    content_sha256 = models.CharField(_("fingerprint of the contents"), max_length=64)
    file = models.FileField(_("file"), max_length=200)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    size = models.PositiveIntegerField(_("size in bytes"))
    pages = models.PositiveSmallIntegerField(_("pages"))
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = decider(_("issued by"))

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate of a course")
        verbose_name_plural = _("certificates of courses")
        ordering = ["-issued_at", "-pk"]
        indexes = [
            models.Index(fields=["sha256"], name="course_certificate_by_sha256"),
            models.Index(
                fields=["content_sha256"],
                opclasses=["varchar_pattern_ops"],
                name="course_certificate_by_code",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="course_certificates_are_never_altered", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs queries where the enrolment and its course are not fetched along."""
        return self.enrolment.course.department_id

    def get_absolute_url(self) -> str:
        return self.enrolment.get_absolute_url()


class CertificateOrder(models.Model):
    """A certificate that is to be made. Its number is given at once, so that none is lost or given twice."""

    department_id = None  # shown with its course

    enrolment = models.OneToOneField(
        Enrolment, models.PROTECT, related_name="certificate_order", verbose_name=_("enrolment in a course")
    )
    number = models.CharField(_("number"), max_length=40, unique=True)
    certificate = models.OneToOneField(
        CourseCertificate,
        models.PROTECT,
        null=True,
        related_name="order",
        verbose_name=_("certificate of a course"),
    )
    ordered_by = decider(_("ordered by"))
    ordered_at = models.DateTimeField(_("ordered at"))
    next_attempt_at = models.DateTimeField(_("next attempt"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(pgettext_lazy("certificate", "why it is not made yet"), blank=True)

    class Meta:
        verbose_name = _("certificate of a course to be made")
        verbose_name_plural = _("certificates of courses to be made")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"],
                name="course_certificate_due",
                condition=Q(certificate=None),
            )
        ]

    def __str__(self) -> str:
        return self.number
