from __future__ import annotations

from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from core.models import Attachment, ScopedModel
from placements.models.placements import OfPlacement, Placement
from placements.querysets import InsurancePolicyQuerySet


class Payer(models.TextChoices):
    """Who pays the premium: never the student (INT-36)."""

    SCHOOL = "school", pgettext_lazy("payer of an insurance", "The school")
    HOST = "host", pgettext_lazy("payer of an insurance", "The enterprise")


@pghistory.track()
class InsurancePolicy(ScopedModel):
    """A liability insurance for interns; whom it covers, its :class:`Insured` say."""

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", editable=False, verbose_name=_("department")
    )
    insurer = models.CharField(_("insurer"), max_length=200)
    number = models.CharField(_("policy number"), max_length=80)
    covers_from = models.DateField(_("covers from"))
    covers_until = models.DateField(_("covers until"))
    paid_by = models.CharField(
        _("premium paid by"),
        max_length=10,
        choices=Payer,
        default=Payer.SCHOOL,
        help_text=_("Neither charged to students nor kept back from their pay."),
    )
    is_deducted = models.BooleanField(
        _("premium kept back from pay"),
        null=True,
        blank=True,
        help_text=_("Whether students pay any of it that way (INT-36). Until somebody says, the rule asks."),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    created_at = models.DateTimeField(_("entered"), default=timezone.now, editable=False)

    objects = InsurancePolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("insurance policy")
        verbose_name_plural = _("insurance policies")
        ordering = ["-covers_until", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["insurer", "number"],
                name="an_insurer_gives_a_policy_number_once",
                violation_error_message=_("This policy is entered already."),
            ),
            models.CheckConstraint(
                condition=Q(covers_until__gte=F("covers_from")),
                name="a_policy_ends_after_it_begins",
                violation_error_message=_("The last day comes after the first."),
            ),
            models.CheckConstraint(
                condition=Q(paid_by__in=["school", "host"]),
                name="no_student_pays_the_insurance",
            ),
            models.CheckConstraint(condition=~Q(number="") & ~Q(insurer=""), name="a_policy_can_be_found"),
        ]
        indexes = [models.Index(fields=["covers_until", "id"], name="policy_by_end")]

    def __str__(self) -> str:
        return f"{self.insurer} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("placements:policy_detail", args=[self.pk])


@pghistory.track()
class Insured(OfPlacement):
    """One placement under a policy, with the days that count for this person."""

    policy = models.ForeignKey(
        InsurancePolicy, models.PROTECT, related_name="insured", verbose_name=_("insurance policy")
    )
    placement = models.ForeignKey(
        Placement, models.PROTECT, related_name="insurance", verbose_name=_("placement")
    )
    covers_from = models.DateField(_("insured from"))
    covers_until = models.DateField(_("insured until"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("insured person")
        verbose_name_plural = _("insured persons")
        ordering = ["-covers_until", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "policy"],
                name="a_policy_insures_a_placement_once",
                violation_error_message=_("This policy insures the student already."),
            ),
            models.CheckConstraint(
                condition=Q(covers_until__gte=F("covers_from")),
                name="an_insured_person_is_insured_from_to",
                violation_error_message=_("The last day comes after the first."),
            ),
        ]
        indexes = [models.Index(fields=["covers_until", "placement"], name="insured_by_end")]

    def __str__(self) -> str:
        return str(self.policy)

    def covers(self, first: date, last: date) -> bool:
        return self.covers_from <= first and last <= self.covers_until


class InsuranceScan(Attachment):
    """The policy as the insurer issued it."""

    parent = models.ForeignKey(
        InsurancePolicy, models.CASCADE, related_name="scans", verbose_name=_("insurance policy")
    )

    class Meta(Attachment.Meta):
        verbose_name = _("scan of a policy")
        verbose_name_plural = _("scans of policies")
