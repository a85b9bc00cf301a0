from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

signer = signing.Signer(salt="signing.link")


class TaskLink(models.Model):
    """An address that leads somebody without an account to one task, and to nothing else.

    The address is signed and names how often it was given out, so that only the last one opens, and nothing
    in the database is enough to use it. What a task is, ``signing.linktasks`` says.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", _("by e-mail")
        SMS = "sms", _("as a text message")
        BY_HAND = "by_hand", _("by hand: a copied address or a printed code")

    task = models.CharField(_("task"), max_length=40)
    subject_id = models.BigIntegerField(_("record"))
    name = models.CharField(_("name"), max_length=150)
    name_latin = models.CharField(_("name in Latin letters"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans")
    channel = models.CharField(_("goes out"), max_length=20, choices=Channel)
    version = models.PositiveSmallIntegerField(
        _("version"), default=1, help_text=_("Only the address of the last version opens.")
    )
    created_at = models.DateTimeField(_("made at"))
    sent_at = models.DateTimeField(_("given out at"))
    opened_at = models.DateTimeField(_("opened at"), null=True)
    used_at = models.DateTimeField(_("used at"), null=True)
    revoked_at = models.DateTimeField(_("taken back at"), null=True)
    expires_at = models.DateTimeField(_("open until"))

    class Meta:
        verbose_name = _("link to one task")
        verbose_name_plural = _("links to one task")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["task", "subject_id"], name="a_task_has_one_link"),
            models.CheckConstraint(
                condition=Q(channel="by_hand")
                | (Q(channel="email") & ~Q(email=""))
                | (Q(channel="sms") & ~Q(phone="")),
                name="a_link_goes_where_somebody_can_be_reached",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.display_name}, {self.get_channel_display()}"

    @property
    def display_name(self) -> str:
        """The name as the page's language writes it."""
        if self.name_latin and not (translation.get_language() or "").startswith("zh"):
            return self.name_latin
        return self.name

    @property
    def address(self) -> str:
        """The mailbox or the telephone it went to."""
        return {self.Channel.EMAIL: self.email, self.Channel.SMS: self.phone}.get(
            self.Channel(self.channel), ""
        )

    @property
    def token(self) -> str:
        return signer.sign_object([self.pk, self.version])

    def is_expired(self, now: datetime) -> bool:
        return now >= self.expires_at

    def get_absolute_url(self) -> str:
        """Made anew for each message, and kept nowhere."""
        return reverse("link:task", args=[self.token])
