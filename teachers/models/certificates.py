from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from teachers.models.recognition import Level, OfRecognition, Recognition, RecognitionTerm, Schooling


class RecognitionCounter(models.Model):
    """The last number of a certificate given in a year. Its row is locked until the order is through."""

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True)
    last = models.PositiveIntegerField(_("last number given"), default=0)

    class Meta:
        verbose_name = _("counter of certificates of dual qualification")
        verbose_name_plural = _("counters of certificates of dual qualification")
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class RecognitionCertificate(OfRecognition):
    """The sealed PDF that certifies one term of a recognition.

    It is a row with its number from the recognition on; a worker paints, seals and keeps the file. From then
    on nothing of it changes.
    """

    recognition = models.ForeignKey(
        Recognition,
        models.PROTECT,
        related_name="certificates",
        verbose_name=_("recognition as dual-qualified"),
    )
    term = models.OneToOneField(
        RecognitionTerm, models.PROTECT, related_name="certificate", verbose_name=_("term of a recognition")
    )
    number = models.CharField(_("number"), max_length=40, unique=True)
    # What the page of verification says, as it was printed.
    holder = models.CharField(_("name"), max_length=200)
    level = models.CharField(_("level of a dual-qualified teacher"), max_length=20, choices=Level)
    stage = models.CharField(_("stage of schooling"), max_length=20, choices=Schooling)
    ordered_at = models.DateTimeField(_("ordered at"))
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("issued by")
    )
    content_sha256 = models.CharField(_("fingerprint of the contents"), max_length=64, blank=True)
    file = models.FileField(_("file"), max_length=200, blank=True)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"), default=0)
    pages = models.PositiveSmallIntegerField(_("pages"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("why it is not made yet"), blank=True)

    class Meta:
        verbose_name = _("certificate of dual qualification")
        verbose_name_plural = _("certificates of dual qualification")
        ordering = ["-ordered_at", "-pk"]
        indexes = [
            models.Index(fields=["sha256"], name="recognition_paper_by_sha256"),
            models.Index(
                fields=["content_sha256"],
                opclasses=["varchar_pattern_ops"],
                name="recognition_paper_by_code",
            ),
            models.Index(
                fields=["next_attempt_at", "id"], name="recognition_paper_due", condition=Q(file="")
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="made_certificates_are_never_altered",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__file__gt=""),
            ),
            pgtrigger.Protect(name="certificates_are_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_made(self) -> bool:
        return bool(self.file)
