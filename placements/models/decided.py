from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import ScopedModel
from partnerships.models import Contact
from placements.models.placements import OfPlacement


class Voice(models.TextChoices):
    """As whom somebody says that a day or an entry is right."""

    MENTOR = "mentor", pgettext_lazy("who confirmed", "the mentor")
    INSTRUCTOR = "instructor", pgettext_lazy("who confirmed", "the school, as the mentor was silent")


class Vouched(OfPlacement):
    """What a student says, and who at the enterprise says that it is so.

    The mentor does, by link or at the portal. Where they stay silent the school's instructor does, and it
    says so: an enterprise's silence is never held against a student.
    """

    vouched_at = models.DateTimeField(_("confirmed at"), null=True, blank=True, editable=False)
    vouched_as = models.CharField(
        _("confirmed as"), max_length=20, choices=Voice, blank=True, default="", editable=False
    )
    vouched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    vouched_by_contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("confirmed by the mentor"),
    )

    class Meta(ScopedModel.Meta):
        abstract = True

    @property
    def is_vouched(self) -> bool:
        return self.vouched_at is not None

    @property
    def is_by_the_school(self) -> bool:
        return self.vouched_as == Voice.INSTRUCTOR
