from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class NotificationQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(state=Notification.State.WAITING)

    def claimable(self, now: datetime) -> Self:
        """Rows to send now that no sender holds, the longest waiting first."""
        unclaimed = Q(claimed_until=None) | Q(claimed_until__lt=now)
        return self.waiting().filter(unclaimed, next_attempt_at__lte=now).order_by("next_attempt_at")

    def unsent(self) -> Self:
        """What can still be taken back: no mail has gone out with it."""
        return self.filter(
            Q(state=Notification.State.WAITING)
            | Q(state=Notification.State.DIGEST, digest=None)
            | Q(state=Notification.State.DIGEST, digest__state=Notification.State.WAITING)
        )

    def undelivered(self) -> Self:
        """What somebody has to look after: the mail did not arrive and will not be tried again."""
        return self.filter(state__in=Notification.UNDELIVERED)

    def in_inbox_of(self, user: models.Model, *, now: datetime) -> Self:
        """What the person has been told; a mail that bounced still stands here."""
        return self.filter(recipient=user, due_at__lte=now).exclude(state=Notification.State.CANCELLED)

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notification(models.Model):
    """One thing told to one person, once: the row is the effect, the mail its delivery.

    The key says which effect it is ("this deadline of these terms, 30 days ahead, to her"), so
    telling it again adds nothing.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        DIGEST = "digest", _("for the daily mail")
        KEPT = "kept", _("in the inbox only")
        REFUSED = "refused", _("refused by the mail server")
        FAILED = "failed", _("given up")
        CANCELLED = "cancelled", _("cancelled")

    UNDELIVERED = (State.REFUSED, State.FAILED)

    key = models.TextField(_("key"), unique=True)
    kind = models.CharField(_("kind"), max_length=80)
    subject_type = models.ForeignKey(
        ContentType,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kind of record"),
    )
    subject_id = models.BigIntegerField(_("record"), null=True, blank=True)
    subject = GenericForeignKey("subject_type", "subject_id")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notifications",
        verbose_name=_("recipient"),
    )
    email = models.CharField(
        _("e-mail"),
        max_length=254,
        blank=True,
        db_default="",
        help_text=_("Where the mail goes or went. Empty until then: the recipient's own address."),
    )
    phone = models.CharField(
        _("phone"),
        max_length=40,
        blank=True,
        db_default="",
        help_text=_("Where it goes as a text message instead of a mail."),
    )
    name = models.CharField(_("name"), max_length=200, blank=True, db_default="")
    language = models.CharField(
        _("language"), max_length=10, blank=True, db_default="", choices=settings.LANGUAGES
    )
    data = models.JSONField(_("data"), default=dict, db_default={}, encoder=DjangoJSONEncoder)
    message_id = models.CharField(_("message ID"), max_length=255)
    created_at = models.DateTimeField(_("created"), db_default=Now())
    due_at = models.DateTimeField(_("due"))
    state = models.CharField(_("state"), max_length=20, choices=State, db_default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), db_default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"))
    claimed_until = models.DateTimeField(
        _("claimed until"),
        null=True,
        blank=True,
        help_text=_("A sender has it in hand; past this instant another may take it."),
    )
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    error = models.TextField(_("last error"), blank=True, db_default="")
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    digest = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=_("daily mail"),
        help_text=_("The mail it stands in, where its reader wants one a day."),
    )

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-due_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(recipient__isnull=False) | ~Q(email="") | ~Q(phone=""),
                name="notification_has_a_recipient",
            ),
            models.CheckConstraint(
                condition=Q(subject_type__isnull=True, subject_id__isnull=True)
                | Q(subject_type__isnull=False, subject_id__isnull=False),
                name="notification_names_its_record_fully_or_not_at_all",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False),
                name="notification_says_when_it_was_sent",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["waiting", "sent", "digest", "kept", "refused", "failed", "cancelled"]
                ),
                name="notification_state_is_known",
            ),
        ]
        indexes = [
            # Claiming is 43 times slower without it once most rows are done.
            models.Index(
                fields=["next_attempt_at"], name="notification_waiting", condition=Q(state="waiting")
            ),
            models.Index(
                fields=["recipient"],
                name="notification_for_the_digest",
                condition=Q(state="digest", digest__isnull=True),
            ),
            models.Index(fields=["recipient", "-due_at"], name="notification_inbox"),
            models.Index(
                fields=["recipient", "due_at"], name="notification_unread", condition=Q(read_at__isnull=True)
            ),
            models.Index(fields=["subject_type", "subject_id"], name="notification_by_subject"),
            models.Index(
                fields=["-due_at"],
                name="notification_undelivered",
                condition=Q(state__in=["refused", "failed"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.phone or self.email or self.recipient}"


class MailChoice(models.Model):
    """How a person wants a kind of notification by e-mail; without a row each comes at once."""

    class Timing(models.TextChoices):
        AT_ONCE = "at_once", _("at once")
        DIGEST = "digest", _("in one mail a day")
        OFF = "off", _("not by e-mail")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_choices")
    kind = models.CharField(max_length=80)
    timing = models.CharField(max_length=10, choices=Timing)

    class Meta:
        verbose_name = _("choice of mails")
        verbose_name_plural = _("choices of mails")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="a_person_chooses_once_for_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind}, {self.get_timing_display()}"


class Heartbeat(models.Model):
    """When a part of the background work was last seen alive."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"
