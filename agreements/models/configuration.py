import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.choices import FormOfCooperation, RenewalRule
from core.bilingual import Bilingual


def default_offsets() -> list[int]:
    return [90, 60, 30, 7]


@pghistory.track()
class ReminderPolicy(Bilingual):
    """When, and whom, the approaching end of an agreement is told."""

    offsets = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=_("days before the notice date"),
        default=default_offsets,
        help_text=_("A reminder goes out so many days before the last day on which notice can be given."),
    )
    at_expiry = models.BooleanField(_("remind on the last day"), default=True)
    repeat_days = models.PositiveSmallIntegerField(
        _("repeat after expiry, every … days"),
        default=7,
        help_text=_("Until somebody decides. 0: not at all."),
    )
    escalate_after_days = models.PositiveSmallIntegerField(
        _("tell the head of department after … days without an answer"),
        default=7,
        help_text=_("0: not at all."),
    )
    tells_enterprise = models.BooleanField(_("remind the enterprise's contact as well"), default=False)

    class Meta(Bilingual.Meta):
        verbose_name = _("reminder policy")
        verbose_name_plural = _("reminder policies")
        ordering = ["name_en", "name_zh"]

    def clean(self) -> None:
        if len(set(self.offsets)) != len(self.offsets):
            raise ValidationError({"offsets": _("Each number of days can stand there once.")})
        self.offsets = sorted(self.offsets, reverse=True)


@pghistory.track()
class AgreementType(Bilingual):
    """A kind of agreement: what it starts from, who approves it and how it renews."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    forms = ArrayField(
        models.CharField(max_length=40, choices=FormOfCooperation),
        verbose_name=_("usual forms of cooperation"),
        default=list,
        blank=True,
    )
    term_months = models.PositiveSmallIntegerField(_("usual term in months"), default=36)
    renewal_rule = models.CharField(
        _("usual renewal"), max_length=20, choices=RenewalRule, default=RenewalRule.BY_DECISION
    )
    automatic_term_months = models.PositiveSmallIntegerField(
        _("months added by each automatic renewal"), default=12
    )
    notice_days = models.PositiveSmallIntegerField(_("usual days of notice"), default=60)
    route = models.ForeignKey(
        "signing.ApprovalRoute", models.PROTECT, related_name="+", verbose_name=_("approval route")
    )
    reminder_policy = models.ForeignKey(
        ReminderPolicy, models.PROTECT, related_name="types", verbose_name=_("reminder policy")
    )
    is_active = models.BooleanField(_("offered for new agreements"), default=True)

    class Meta(Bilingual.Meta):
        verbose_name = _("type of agreement")
        verbose_name_plural = _("types of agreement")
        ordering = ["name_en", "name_zh"]
