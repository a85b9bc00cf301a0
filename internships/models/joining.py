from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from internships.models.students import Student

SALT = "internships.student_code"


class StudentCodeQuerySet(models.QuerySet["StudentCode"]):
    def open(self) -> Self:
        return self.filter(used_at=None, revoked_at=None)


class StudentCode(models.Model):
    """Lets one student in once, to choose a password: sent as a link by e-mail, or printed for them.

    Of a printed code only the digest is kept, so that nobody who reads the database can use it.
    """

    student = models.ForeignKey(Student, models.CASCADE, related_name="codes", verbose_name=_("student"))
    digest = models.CharField(_("digest of the code"), max_length=64, blank=True)
    email = models.EmailField(_("sent to"), blank=True)
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("issued by")
    )
    expires_at = models.DateTimeField(_("open until"))
    used_at = models.DateTimeField(_("used"), null=True)
    revoked_at = models.DateTimeField(_("taken back"), null=True)

    objects = StudentCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("code to sign in for the first time")
        verbose_name_plural = _("codes to sign in for the first time")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["student"],
                condition=Q(used_at=None, revoked_at=None),
                name="a_student_has_one_open_code",
            ),
            models.CheckConstraint(condition=~Q(digest="") | ~Q(email=""), name="code_is_printed_or_sent"),
        ]

    def __str__(self) -> str:
        return f"{self.student} {self.issued_at:%Y-%m-%d}"

    def is_expired(self, now: datetime) -> bool:
        return now >= self.expires_at

    @property
    def token(self) -> str:
        return signing.dumps(self.pk, salt=SALT)

    def get_absolute_url(self) -> str:
        """Where whoever got the mail goes on: made anew for each mail, and kept nowhere."""
        return reverse("student_join_by_link", args=[self.token])


class DetailsRequest(models.Model):
    """A student says what is wrong in the school's record."""

    student = models.ForeignKey(
        Student, models.CASCADE, related_name="details_requests", verbose_name=_("student")
    )
    text = models.TextField(_("what is wrong, and what is right"), max_length=1000)
    asked_at = models.DateTimeField(_("asked"))
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("answered by"),
    )

    class Meta:
        verbose_name = _("request to correct the record")
        verbose_name_plural = _("requests to correct the record")
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["student"], name="details_request_open", condition=Q(answered_at=None))
        ]

    def __str__(self) -> str:
        return self.text[:60]
