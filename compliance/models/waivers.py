from __future__ import annotations

import pghistory
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance.facts import FILINGS
from compliance.models.evaluations import codes_field
from compliance.models.packs import Pack
from compliance.querysets import WaiverQuerySet
from core.models import Attachment


@pghistory.track()
class Waiver(models.Model):
    """A filing with an authority that lifts what is forbidden unless filed, for one record.

    It lifts the rules that it names, as long as it is valid and nobody has withdrawn it.
    """

    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    # A department's number, not a key: the people live in a higher app.
    department_id = models.BigIntegerField(_("department"), null=True, blank=True)
    pack = models.ForeignKey(Pack, models.PROTECT, related_name="waivers", verbose_name=_("rule pack"))
    codes = codes_field(_("rules"))
    kind = models.CharField(_("kind of filing"), max_length=30, choices=list(FILINGS.items()))
    number = models.CharField(_("number of the filing"), max_length=100)
    authority = models.CharField(_("authority"), max_length=200)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawal_reason = models.TextField(_("reason"), blank=True)

    objects = WaiverQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of a rule", "waiver")
        verbose_name_plural = _("waivers")
        ordering = ["-valid_until", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")),
                name="a_waiver_ends_after_it_begins",
                violation_error_message=_("It would end before it begins."),
            ),
            models.CheckConstraint(
                condition=~Q(codes=[]),
                name="a_waiver_names_its_rules",
                violation_error_message=_("Name at least one rule."),
            ),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(authority=""),
                name="a_waiver_names_its_filing",
                violation_error_message=_("Give the number of the filing and the authority."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawal_reason=""),
                name="a_withdrawn_waiver_says_why",
                violation_error_message=_("Please give a reason: the others will read it."),
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-valid_until"], name="waiver_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


class WaiverFile(Attachment):
    """The scan of a filing."""

    parent = models.ForeignKey(Waiver, models.CASCADE, related_name="files", verbose_name=_("waiver"))

    class Meta(Attachment.Meta):
        verbose_name = _("scan of a filing")
        verbose_name_plural = _("scans of filings")
