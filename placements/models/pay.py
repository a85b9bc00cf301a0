from __future__ import annotations

import pghistory
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.look import Chip, Meaning
from placements.models.placements import OfPlacement, Placement


class PayForm(models.TextChoices):
    """In what pay was given; the law knows only the first (INT-26)."""

    MONEY = "money", pgettext_lazy("form of pay", "Money")
    GOODS = "goods", pgettext_lazy("form of pay", "Goods")
    VOUCHERS = "vouchers", pgettext_lazy("form of pay", "Vouchers")


class Payee(models.TextChoices):
    """Who was paid; the law knows only the first (INT-26)."""

    STUDENT = "student", pgettext_lazy("payee", "The student")
    SCHOOL = "school", pgettext_lazy("payee", "The school")
    THIRD_PARTY = "third_party", pgettext_lazy("payee", "Somebody else")


def _amount(label: object) -> models.DecimalField:
    return models.DecimalField(
        label,  # type: ignore[arg-type]
        max_digits=9,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0)],
    )


@pghistory.track()
class Payment(OfPlacement):
    """What a student was paid for a period, as the enterprise's pay sheet of a month says."""

    placement = models.ForeignKey(
        Placement, models.CASCADE, related_name="payments", db_index=False, verbose_name=_("placement")
    )
    month = models.DateField(pgettext_lazy("of pay", "month"), help_text=_("Its first day."))
    period_from = models.DateField(_("paid from"))
    period_until = models.DateField(_("paid until"))
    amount = _amount(_("paid out"))
    form = models.CharField(_("form"), max_length=20, choices=PayForm, default=PayForm.MONEY)
    payee = models.CharField(_("paid to"), max_length=20, choices=Payee, default=Payee.STUDENT)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    deducted = _amount(_("kept back"))
    deducted_for = models.CharField(_("kept back for"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded at"), editable=False)
    # What the student says of it.
    received_at = models.DateTimeField(_("received, said at"), null=True, blank=True, editable=False)
    disputed_at = models.DateTimeField(_("not received, said at"), null=True, blank=True, editable=False)
    dispute = models.CharField(_("what the student says"), max_length=500, blank=True, editable=False)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-month", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "month"],
                name="a_month_is_paid_once",
                violation_error_message=_("The pay of this month is recorded already."),
            ),
            models.CheckConstraint(
                condition=Q(period_until__gte=F("period_from")),
                name="paid_period_ends_after_it_begins",
                violation_error_message=_("The last day comes after the first."),
            ),
            models.CheckConstraint(condition=Q(amount__gte=0, deducted__gte=0), name="pay_is_not_negative"),
            models.CheckConstraint(
                condition=Q(received_at=None) | Q(disputed_at=None),
                name="pay_was_received_or_it_was_not",
            ),
            models.CheckConstraint(
                condition=Q(disputed_at=None) | ~Q(dispute=""), name="who_misses_pay_says_what"
            ),
        ]
        indexes = [models.Index(fields=["month", "placement"], name="payment_by_month")]

    def __str__(self) -> str:
        return date_format(self.month, "YEAR_MONTH_FORMAT")

    @property
    def chip(self) -> Chip:
        """What the student says of it."""
        if self.disputed_at is not None:
            return Chip(pgettext_lazy("pay", "Not received"), Meaning.STOPPED, "alert-octagon")
        if self.received_at is not None:
            return Chip(pgettext_lazy("pay", "Received"), Meaning.GOOD, "circle-check")
        return Chip(pgettext_lazy("pay", "On the pay sheet"), Meaning.WAITING, "clock")

    def get_absolute_url(self) -> str:
        return f"{self.placement.get_absolute_url()}?tab=pay"
