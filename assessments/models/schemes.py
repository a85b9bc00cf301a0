"""By what a year of a partnership is judged, and when somebody is warned."""

from __future__ import annotations

from decimal import Decimal

import pghistory
import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.scoring import Grade, grade_of, score_between, score_of_points
from core.bilingual import Bilingual, in_words

_WRITES = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
# A draft of an assessment uses it as well: its lines have been counted by it.
_USED = "EXISTS (SELECT 1 FROM assessments_assessment WHERE scheme_id IN ({schemes}))"
_INDICATORS_STAND = f"""
    IF {_USED.format(schemes="OLD.scheme_id, NEW.scheme_id")} THEN
        RAISE EXCEPTION 'a_scheme_that_was_used_stands';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
"""
_SCHEME_STANDS = f"""
    IF {_USED.format(schemes="OLD.id")} AND (
        TG_OP = 'DELETE' OR (NEW.number, NEW.excellent_from, NEW.good_from, NEW.pass_from)
        IS DISTINCT FROM (OLD.number, OLD.excellent_from, OLD.good_from, OLD.pass_from)
    ) THEN
        RAISE EXCEPTION 'a_scheme_that_was_used_stands';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
"""


class Source(models.TextChoices):
    COUNTED = "counted", pgettext_lazy("indicator of a partnership", "counted from the records")
    JUDGED = "judged", pgettext_lazy("indicator of a partnership", "judged by people")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Scheme(Bilingual):
    """One version of the centre's way of judging a partnership. Once an assessment uses it, it stands."""

    number = models.PositiveSmallIntegerField(_("version"), unique=True)
    excellent_from = models.PositiveSmallIntegerField(
        _("excellent from"), default=85, validators=[MaxValueValidator(100)]
    )
    good_from = models.PositiveSmallIntegerField(
        pgettext_lazy("grade", "good from"), default=70, validators=[MaxValueValidator(100)]
    )
    pass_from = models.PositiveSmallIntegerField(
        pgettext_lazy("grade", "pass from"), default=50, validators=[MaxValueValidator(100)]
    )
    is_active = models.BooleanField(
        _("used for new assessments"),
        default=False,
        help_text=_("Of several the one with the highest version is used."),
    )

    class Meta(Bilingual.Meta):
        verbose_name = _("scheme of assessment")
        verbose_name_plural = _("schemes of assessment")
        ordering = ["-number"]
        constraints = [
            *Bilingual.Meta.constraints,
            models.CheckConstraint(
                condition=Q(
                    pass_from__gt=0,
                    good_from__gt=F("pass_from"),
                    excellent_from__gt=F("good_from"),
                    excellent_from__lte=100,
                ),
                name="better_grades_of_partnerships_ask_for_more",
                violation_error_message=_("A better grade begins at a higher total."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="a_used_scheme_stands",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=_SCHEME_STANDS,
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.number}"

    def grade(self, total: Decimal | None) -> Grade | None:
        return grade_of(
            total, excellent_from=self.excellent_from, good_from=self.good_from, pass_from=self.pass_from
        )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Indicator(Bilingual):
    """One line of a scheme: what is looked at, how much it weighs, what is worth nothing and what all."""

    scheme = models.ForeignKey(
        Scheme, models.CASCADE, related_name="indicators", verbose_name=_("scheme of assessment")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    weight = models.PositiveSmallIntegerField(
        pgettext_lazy("indicator of a partnership", "weight"),
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    source = models.CharField(_("source"), max_length=10, choices=Source, default=Source.COUNTED)
    counter = models.CharField(
        pgettext_lazy("indicator of a partnership", "what is counted"),
        max_length=80,
        blank=True,
        help_text=_("Only for what is counted."),
    )
    none_at = models.DecimalField(
        _("worth nothing at"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    full_at = models.DecimalField(
        _("worth all at"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Smaller than the other where less is better. In between it rises evenly."),
    )
    guide_en = models.TextField(_("what to look at, in English"), max_length=1000, blank=True)
    guide_zh = models.TextField(_("what to look at, in Chinese"), max_length=1000, blank=True)

    class Meta(Bilingual.Meta):
        verbose_name = _("indicator of a partnership")
        verbose_name_plural = _("indicators of partnerships")
        ordering = ["scheme", "order"]
        constraints = [
            *Bilingual.Meta.constraints,
            models.UniqueConstraint(fields=["scheme", "order"], name="indicators_of_a_scheme_are_in_order"),
            models.CheckConstraint(condition=Q(weight__range=(1, 100)), name="an_indicator_weighs_something"),
            models.CheckConstraint(
                condition=Q(source=Source.JUDGED, counter="", none_at=None, full_at=None)
                | (
                    Q(source=Source.COUNTED, none_at__isnull=False, full_at__isnull=False)
                    & ~Q(counter="")
                    & ~Q(none_at=F("full_at"))
                ),
                name="what_is_counted_says_what_it_is_worth",
                violation_error_message=_(
                    "Say of what is counted what counts it, and at which two different values it is worth "
                    "nothing and all; of what is judged none of it."
                ),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="indicators_of_a_used_scheme_stand",
                when=pgtrigger.Before,
                operation=_WRITES,
                func=_INDICATORS_STAND,
            )
        ]

    @property
    def guide(self) -> str:
        return in_words(self.guide_en, self.guide_zh)

    @property
    def is_judged(self) -> bool:
        return self.source == Source.JUDGED

    def score(self, value: Decimal | None) -> Decimal | None:
        """What a value is worth, 0 to 100; nothing where nothing is known."""
        if value is None:
            return None
        if self.is_judged or self.none_at is None or self.full_at is None:
            return score_of_points(value)
        return score_between(value, none_at=self.none_at, full_at=self.full_at)


class WarningLimits(models.Model):
    """From when on the centre is warned that a partnership cools. There is one row, or the defaults hold."""

    quiet_days = models.PositiveSmallIntegerField(
        _("days without contact"), default=180, validators=[MinValueValidator(14)]
    )
    behind_promises = models.PositiveSmallIntegerField(
        _("promises behind schedule"), default=1, validators=[MinValueValidator(1)]
    )
    survey_below = models.DecimalField(
        _("mean of a survey below"),
        max_digits=2,
        decimal_places=1,
        default=Decimal("3.0"),
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    ending_days = models.PositiveSmallIntegerField(
        _("days before the end of an agreement nobody decided on"), default=60
    )

    class Meta:
        verbose_name = _("limits of early warnings")
        verbose_name_plural = _("limits of early warnings")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="there_is_one_row_of_warning_limits")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @classmethod
    def current(cls) -> WarningLimits:
        return cls.objects.filter(pk=1).first() or cls(pk=1)
