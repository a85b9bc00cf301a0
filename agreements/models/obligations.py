"""What the parties of an agreement promise each other, and what has been counted of it (docs/promises.md)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from agreements.models.seals import sealed_promises
from agreements.querysets import ObligationQuerySet, PromisedPeriodQuerySet
from core.access import Actor
from core.look import Chip, Meaning
from core.metrics import Giver, Measure, in_words, metric_of
from core.models import ScopedModel

LONGEST_WORDS = 1000


class Side(models.TextChoices):
    """Who promises."""

    CENTRE = Giver.CENTRE.value, pgettext_lazy("who promises", "the centre")
    ENTERPRISE = Giver.ENTERPRISE.value, pgettext_lazy("who promises", "the enterprise")

    @property
    def other(self) -> Side:
        return Side.ENTERPRISE if self is Side.CENTRE else Side.CENTRE


class Rhythm(models.TextChoices):
    ONCE = "once", pgettext_lazy("how often something is promised", "once, for the whole time")
    YEARLY = "yearly", pgettext_lazy("how often something is promised", "in every year of the agreement")


class Standing(models.TextChoices):
    """How a promise stands by what was counted and by the day; nobody sets it by hand."""

    UPCOMING = "upcoming", pgettext_lazy("promise", "Not begun yet")
    ON_COURSE = "on_course", pgettext_lazy("promise", "On course")
    BEHIND = "behind", pgettext_lazy("promise", "Behind schedule")
    MET = "met", pgettext_lazy("promise", "Met")
    MISSED = "missed", pgettext_lazy("promise", "Missed")


STANDING_CHIPS = {
    Standing.UPCOMING: Chip(Standing.UPCOMING.label, Meaning.INACTIVE, "clock"),
    Standing.ON_COURSE: Chip(Standing.ON_COURSE.label, Meaning.WAITING, "trending-up"),
    Standing.BEHIND: Chip(Standing.BEHIND.label, Meaning.LATE, "alarm"),
    Standing.MET: Chip(Standing.MET.label, Meaning.GOOD, "circle-check"),
    Standing.MISSED: Chip(Standing.MISSED.label, Meaning.STOPPED, "circle-x"),
}


class OfAgreement(ScopedModel):
    """A part of an agreement, seen by whoever sees the agreement."""

    agreement: models.ForeignKey

    class Meta:
        abstract = True

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs a query where the agreement is not fetched along."""
        return self.agreement.department_id

    def permits(self, actor: Actor, capability: str) -> bool:
        return self.agreement.permits(actor, capability)


class Counted(models.Model):
    """Something that is counted by a metric."""

    metric: Any

    class Meta:
        abstract = True

    @property
    def label(self) -> str:
        """What is counted; the code where no app counts it any more."""
        metric = metric_of(self.metric)
        return str(metric.label) if metric else self.metric

    @property
    def definition(self) -> str:
        metric = metric_of(self.metric)
        return str(metric.definition) if metric else ""

    @property
    def measure(self) -> Measure:
        metric = metric_of(self.metric)
        return metric.measure if metric else Measure.NUMBER


def _quantity(label: Any, **options: Any) -> models.DecimalField:
    return models.DecimalField(label, max_digits=14, decimal_places=2, **options)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Obligation(Counted, OfAgreement):
    """One promise in the text of an agreement: who, what is counted, how much, by when."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="obligations", verbose_name=_("agreement")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    side = models.CharField(_("who promises"), max_length=10, choices=Side)
    enterprise = models.ForeignKey(
        "partnerships.Enterprise",
        models.PROTECT,
        related_name="obligations",
        verbose_name=_("enterprise"),
        help_text=_("Which of the parties gives it or gets it."),
    )
    metric = models.CharField(_("what is counted"), max_length=60)
    quantity = _quantity(_("how much"), validators=[MinValueValidator(Decimal("0.01"))])
    what_en = models.TextField(
        _("what exactly, in English"),
        max_length=LONGEST_WORDS,
        blank=True,
        help_text=_("As the agreement says it."),
    )
    what_zh = models.TextField(_("what exactly, in Chinese"), max_length=LONGEST_WORDS, blank=True)
    rhythm = models.CharField(_("how often"), max_length=10, choices=Rhythm, default=Rhythm.YEARLY)
    starts_on = models.DateField(
        pgettext_lazy("promise", "from"),
        null=True,
        blank=True,
        help_text=_("Empty: from the first day of the agreement."),
    )
    ends_on = models.DateField(
        pgettext_lazy("promise", "until"),
        null=True,
        blank=True,
        help_text=_("Empty: until its last day."),
    )
    # Written down after the signature, from a paper that this program does not have the words of.
    is_taken_over = models.BooleanField(_("entered from the signed paper"), default=False, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        verbose_name=_("entered by"),
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, editable=False)
    objection = models.TextField(_("objection"), max_length=LONGEST_WORDS, blank=True, editable=False)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        ordering = ["agreement", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "order"],
                name="promise_order_is_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0),
                name="a_promise_is_of_something",
                violation_error_message=_("Promise more than nothing."),
            ),
            models.CheckConstraint(
                condition=~Q(what_en="", what_zh=""),
                name="a_promise_says_what_in_words",
                violation_error_message=_("Say in words what is promised, in at least one language."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="a_promise_ends_after_it_starts",
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(is_taken_over=True, confirmed_at__isnull=False, confirmed_by__isnull=False, objection=""),
                name="only_what_was_entered_from_paper_is_confirmed_as_text",
            ),
        ]
        triggers = [sealed_promises()]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """What exactly, in the reader's language where it is written in it."""
        if (get_language() or "").startswith("zh"):
            return self.what_zh or self.what_en
        return self.what_en or self.what_zh

    @property
    def amount(self) -> str:
        """How much, with what it is of."""
        return in_words(self.quantity, self.measure)

    @property
    def waits_for_enterprise(self) -> bool:
        """Whether the enterprise has not said yet that the paper says so."""
        return self.is_taken_over and self.confirmed_at is None

    def get_absolute_url(self) -> str:
        return f"{self.agreement.get_absolute_url()}?tab=promises"


def days_of_period() -> Any:
    """First to last day, both included."""
    return Func(F("starts_on"), F("due_on"), Value("[]"), function="daterange", output_field=DateRangeField())


class ObligationPeriod(Counted, OfAgreement):
    """One year of a yearly promise, or the whole time of one that is made once, with what was counted.

    Laid out, counted and judged by :mod:`agreements.counting` alone.
    """

    obligation = models.ForeignKey(
        Obligation, models.CASCADE, related_name="periods", verbose_name=_("promise")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    # Those of the promise, kept here because everything is looked up by them.
    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="promised_periods", verbose_name=_("agreement")
    )
    enterprise = models.ForeignKey(
        "partnerships.Enterprise",
        models.PROTECT,
        related_name="promised_periods",
        db_index=False,
        verbose_name=_("enterprise"),
    )
    side = models.CharField(_("who promises"), max_length=10, choices=Side)
    metric = models.CharField(_("what is counted"), max_length=60)
    starts_on = models.DateField(_("first day"))
    due_on = models.DateField(_("due on"))
    promised = _quantity(_("promised"))
    counted = _quantity(pgettext_lazy("promise", "counted"), default=0)
    planned = _quantity(pgettext_lazy("promise", "planned"), default=0)
    counted_at = models.DateTimeField(pgettext_lazy("promise", "counted at"), null=True)
    forecast = _quantity(pgettext_lazy("promise", "expected by the due day"), null=True)
    standing = models.CharField(
        _("how it stands"), max_length=10, choices=Standing, default=Standing.UPCOMING
    )

    objects = PromisedPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("period of a promise")
        verbose_name_plural = _("periods of promises")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["obligation", "number"], name="a_promise_has_a_period_once"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("starts_on")), name="a_promise_is_due_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(counted__gte=0, planned__gte=0), name="nothing_less_than_nothing_is_counted"
            ),
            ExclusionConstraint(
                name="periods_of_a_promise_do_not_overlap",
                expressions=[
                    ("obligation", RangeOperators.EQUAL),
                    (days_of_period(), RangeOperators.OVERLAPS),
                ],
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]
        indexes = [
            models.Index(fields=["metric", "enterprise", "side", "starts_on"], name="promise_by_metric"),
            models.Index(fields=["enterprise", "due_on", "id"], name="promise_by_enterprise"),
            models.Index(fields=["standing", "due_on", "id"], name="promise_by_standing"),
            models.Index(fields=["standing", "id"], name="promise_as_listed"),
            models.Index(fields=["due_on", "id"], name="promise_by_due_day"),
            models.Index(fields=["starts_on", "id"], name="promise_by_first_day"),
            models.Index(fields=["counted", "id"], name="promise_by_counted"),
            models.Index(fields=["promised", "id"], name="promise_by_promised"),
        ]

    def __str__(self) -> str:
        return f"{self.label} · {self.enterprise}"

    @property
    def chip(self) -> Chip:
        return STANDING_CHIPS[Standing(self.standing)]

    @property
    def title(self) -> str:
        return self.label

    @property
    def words(self) -> str:
        """Costs a query where the promise is not fetched along."""
        return self.obligation.words

    @property
    def percent(self) -> int:
        """Of what is promised, a hundred at most and never rounded up to it."""
        return min(100, int(100 * self.counted / self.promised))

    @property
    def percent_planned(self) -> int:
        return min(100 - self.percent, int(100 * self.planned / self.promised))

    @property
    def missing(self) -> Decimal:
        return max(self.promised - self.counted, Decimal(0))

    @property
    def promised_in_words(self) -> str:
        return in_words(self.promised, self.measure)

    @property
    def counted_in_words(self) -> str:
        return in_words(self.counted, self.measure)

    @property
    def planned_in_words(self) -> str:
        return in_words(self.planned, self.measure) if self.planned else ""

    @property
    def missing_in_words(self) -> str:
        return in_words(self.missing, self.measure)

    @property
    def forecast_in_words(self) -> str:
        return "" if self.forecast is None else in_words(self.forecast, self.measure)

    def is_over(self, on: date) -> bool:
        return self.due_on < on

    def get_absolute_url(self) -> str:
        return reverse("agreements:promise_detail", args=[self.pk])


class ObligationEvidence(models.Model):
    """One record that was counted, as it was when it was counted last."""

    period = models.ForeignKey(
        ObligationPeriod, models.CASCADE, related_name="evidence", verbose_name=_("period of a promise")
    )
    metric = models.CharField(_("what is counted"), max_length=60)
    side = models.CharField(_("given by"), max_length=10, choices=Side)
    record = models.CharField(_("kind of record"), max_length=80)
    record_id = models.BigIntegerField(_("record"))
    occurred_on = models.DateField(_("on"))
    quantity = _quantity(_("how much"))

    class Meta:
        verbose_name = _("evidence of a promise")
        verbose_name_plural = _("evidence of promises")
        ordering = ["period", "occurred_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["metric", "side", "record_id"], name="what_happened_counts_once"),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.record_id}"


class ObligationConfirmation(models.Model):
    """What one side says of the number; the last one of each side holds."""

    period = models.ForeignKey(
        ObligationPeriod, models.CASCADE, related_name="confirmations", verbose_name=_("period of a promise")
    )
    side = models.CharField(_("side"), max_length=10, choices=Side)
    is_objection = models.BooleanField(_("objects"), default=False)
    counted = _quantity(_("number shown"))
    comment = models.TextField(_("comment"), max_length=LONGEST_WORDS, blank=True)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("by")
    )
    said_at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("confirmation of a promise")
        verbose_name_plural = _("confirmations of promises")
        ordering = ["period", "-said_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_objection=False) | ~Q(comment=""), name="an_objection_gives_its_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.counted}"
