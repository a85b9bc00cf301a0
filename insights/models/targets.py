"""What the centre, or a department, wants a number to be at the end of a year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from core.fields import decider
from core.indicators import Indicator, indicator_of
from core.models import ScopedModel
from core.school_years import YearKind
from insights.querysets import TargetQuerySet


@pghistory.track()
class Target(ScopedModel):
    """A number to be reached by the last day of a year: of a department, or of the whole centre."""

    code = models.CharField(_("indicator"), max_length=60)
    year_kind = models.CharField(_("kind of year"), max_length=10, choices=YearKind, default=YearKind.SCHOOL)
    year = models.PositiveSmallIntegerField(
        _("year"),
        validators=[MinValueValidator(2000), MaxValueValidator(2100)],
        help_text=_("The one in which it begins."),
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
        help_text=_("Empty: the whole centre."),
    )
    value = models.DecimalField(
        pgettext_lazy("of an indicator", "target"),
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("In the unit of the indicator; a share in per cent."),
    )
    set_by = decider(_("set by"))
    set_at = models.DateTimeField(_("set at"), editable=False)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of an indicator", "target")
        verbose_name_plural = pgettext_lazy("of indicators", "targets")
        ordering = ["-year", "code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "year_kind", "year", "department"],
                nulls_distinct=False,
                name="an_indicator_has_one_target_a_year",
                violation_error_message=_("There is a target for this year already: change it."),
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="a_target_is_not_negative"),
        ]
        indexes = [
            models.Index(fields=["year", "id"], name="target_by_year"),
            models.Index(fields=["set_at", "id"], name="target_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.label} · {self.year_in_words}"

    @property
    def indicator(self) -> Indicator | None:
        """As it is defined on the last day of the year."""
        return indicator_of(self.code, on=self.last_day)

    @property
    def label(self) -> str:
        return str(self.indicator.label) if self.indicator else self.code

    @property
    def year_in_words(self) -> str:
        return YearKind(self.year_kind).in_words(self.year)

    @property
    def first_day(self) -> date:
        return YearKind(self.year_kind).first_day(self.year)

    @property
    def last_day(self) -> date:
        return YearKind(self.year_kind).last_day(self.year)

    @property
    def in_words(self) -> str:
        return self.indicator.nature.in_words(self.value) if self.indicator else f"{self.value}"

    def get_absolute_url(self) -> str:
        return reverse("insights:target_detail", args=[self.pk])
