from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships.models.contact import Contact
from partnerships.querysets import InvitationQuerySet

SALT = "partnerships.invitation"


class Invitation(models.Model):
    """Somebody of an enterprise is asked into the partner portal.

    The link is signed and names how often it was sent, so that only the last one sent opens, and
    nothing in the database is enough to use it.
    """

    contact = models.ForeignKey(
        Contact, models.CASCADE, related_name="invitations", verbose_name=_("contact")
    )
    email = models.EmailField(_("sent to"))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("invited by")
    )
    sent_at = models.DateTimeField(_("sent"))
    times_sent = models.PositiveSmallIntegerField(_("times sent"), default=1)
    expires_at = models.DateTimeField(_("open until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="a_contact_has_one_open_invitation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact} <{self.email}>"

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None

    def is_expired(self, now: datetime) -> bool:
        return now >= self.expires_at

    @property
    def token(self) -> str:
        return signing.dumps([self.pk, self.times_sent], salt=SALT)

    def get_absolute_url(self) -> str:
        """Where whoever got the mail accepts: made anew for each mail, and kept nowhere."""
        return reverse("join", args=[self.token])
