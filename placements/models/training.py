from __future__ import annotations

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.look import Chip, Meaning
from core.models import Attachment
from placements.models.placements import OfPlacement, Placement

PASSED_CHIP = Chip(_("Passed"), Meaning.GOOD, "circle-check")
FAILED_CHIP = Chip(_("Not passed"), Meaning.STOPPED, "circle-x")
PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


@pghistory.track(exclude=["has_passed"])
class SafetyTraining(OfPlacement):
    """The result of one safety training before the start; who fails does not begin (INT-35)."""

    placement = models.ForeignKey(
        Placement, models.PROTECT, related_name="trainings", verbose_name=_("placement")
    )
    course = models.CharField(_("course"), max_length=200)
    held_on = models.DateField(_("held on"))
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=1, validators=PERCENT)
    pass_mark = models.DecimalField(
        _("pass mark"), max_digits=5, decimal_places=1, default=80, validators=PERCENT
    )
    has_passed = models.GeneratedField(
        expression=Q(score__gte=F("pass_mark")),  # type: ignore[arg-type]
        output_field=models.BooleanField(_("passed")),
        db_persist=True,
    )
    has_protective_gear = models.BooleanField(
        _("protective gear handed out"),
        null=True,
        blank=True,
        help_text=_("What the work needs: helmet, shoes, gloves, glasses …"),
    )
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
        verbose_name = _("safety training")
        verbose_name_plural = _("safety trainings")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "course", "held_on"],
                name="a_training_has_one_result_a_day",
                violation_error_message=_("This training is entered already."),
            ),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=100, pass_mark__gte=0, pass_mark__lte=100),
                name="a_training_is_scored_out_of_a_hundred",
            ),
            models.CheckConstraint(condition=~Q(course=""), name="a_training_names_its_course"),
        ]

    def __str__(self) -> str:
        return f"{self.course} ({self.held_on})"

    @property
    def is_passed(self) -> bool:
        """What the database generates, before the row was read back."""
        return self.score >= self.pass_mark

    @property
    def chip(self) -> Chip:
        return PASSED_CHIP if self.is_passed else FAILED_CHIP


class TrainingScan(Attachment):
    """The signed sheet of a training, or its certificate."""

    parent = models.ForeignKey(
        SafetyTraining, models.CASCADE, related_name="scans", verbose_name=_("safety training")
    )

    class Meta(Attachment.Meta):
        verbose_name = _("scan of a training")
        verbose_name_plural = _("scans of trainings")
