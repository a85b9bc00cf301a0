from __future__ import annotations

from decimal import Decimal

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.look import Chip, Meaning
from core.models import Attachment
from internships.models import AssessmentCriterion, Plan, Side
from placements.models.placements import OfPlacement, Placement


class Grade(models.TextChoices):
    """The four grades that the law knows (INT-33), the best first."""

    EXCELLENT = "excellent", pgettext_lazy("grade", "excellent")
    GOOD = "good", pgettext_lazy("grade", "good")
    PASS = "pass", pgettext_lazy("grade", "pass")
    FAIL = "fail", pgettext_lazy("grade", "fail")


GRADE_CHIPS = {
    Grade.EXCELLENT: Chip(Grade.EXCELLENT.label, Meaning.GOOD, "star"),
    Grade.GOOD: Chip(Grade.GOOD.label, Meaning.GOOD, "circle-check"),
    Grade.PASS: Chip(Grade.PASS.label, Meaning.WAITING, "check"),
    Grade.FAIL: Chip(Grade.FAIL.label, Meaning.STOPPED, "circle-x"),
}


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class GradeScale(models.Model):
    """From which total on a grade is given: the centre's, or that of one plan."""

    plan = models.OneToOneField(
        Plan,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="grade_scale",
        verbose_name=_("internship plan"),
        help_text=_("Empty: for every plan that has no scale of its own."),
    )
    excellent_from = models.PositiveSmallIntegerField(
        _("excellent from"), default=90, validators=[MaxValueValidator(100)]
    )
    good_from = models.PositiveSmallIntegerField(
        pgettext_lazy("grade", "good from"), default=80, validators=[MaxValueValidator(100)]
    )
    pass_from = models.PositiveSmallIntegerField(
        pgettext_lazy("grade", "pass from"), default=60, validators=[MaxValueValidator(100)]
    )

    class Meta:
        verbose_name = _("scale of grades")
        verbose_name_plural = _("scales of grades")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], nulls_distinct=False, name="one_scale_for_all_and_one_a_plan"
            ),
            models.CheckConstraint(
                condition=Q(
                    pass_from__gt=0,
                    good_from__gt=F("pass_from"),
                    excellent_from__gt=F("good_from"),
                    excellent_from__lte=100,
                ),
                name="better_grades_ask_for_more",
                violation_error_message=_("A better grade begins at a higher total."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.excellent_from} / {self.good_from} / {self.pass_from}"

    def grade_of(self, total: Decimal) -> Grade:
        """The grade of a total as it is shown, with two decimals."""
        if total >= self.excellent_from:
            return Grade.EXCELLENT
        if total >= self.good_from:
            return Grade.GOOD
        return Grade.PASS if total >= self.pass_from else Grade.FAIL


# What both sides said stands once it was confirmed; corrections are versions of the result.
_STANDS = """
IF EXISTS (SELECT 1 FROM placements_evaluationresult WHERE placement_id IN ({placements})) THEN
    RAISE EXCEPTION 'pgtrigger: what was confirmed is not changed';
END IF;
IF TG_OP = 'DELETE' THEN
    RETURN OLD;
END IF;
RETURN NEW;
"""
_EVERY_WRITE = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class SideEvaluation(OfPlacement):
    """What one side says of a student at the end: a score for each of its criteria, and a remark."""

    placement = models.ForeignKey(
        Placement,
        models.CASCADE,
        related_name="side_evaluations",
        db_index=False,
        verbose_name=_("placement"),
    )
    side = models.CharField(_("judged by"), max_length=20, choices=Side)
    remark = models.TextField(_("remark"), max_length=2000, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("given by")
    )
    given_as = models.CharField(
        _("as"), max_length=200, blank=True, help_text=_("Name of the person, as it stands on papers.")
    )
    given_at = models.DateTimeField(_("given at"))
    # Where the enterprise judged on paper: on which day, and who of the school entered it.
    judged_on = models.DateField(_("judged on"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )

    class Meta:
        verbose_name = _("evaluation by one side")
        verbose_name_plural = _("evaluations by one side")
        ordering = ["placement_id", "side"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "side"], name="each_side_evaluates_once"),
            models.CheckConstraint(
                condition=Q(judged_on=None, recorded_by=None)
                | (
                    Q(judged_on__isnull=False, recorded_by__isnull=False, side="enterprise") & ~Q(given_as="")
                ),
                name="an_evaluation_on_paper_says_whose_and_who_entered_it",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="a_confirmed_evaluation_stands",
                when=pgtrigger.Before,
                operation=_EVERY_WRITE,
                func=_STANDS.format(placements="OLD.placement_id, NEW.placement_id"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()} {self.placement_id}"

    @property
    def is_on_paper(self) -> bool:
        return self.judged_on is not None


class EvaluationScan(Attachment):
    """The sheet on which the enterprise judged."""

    parent = models.ForeignKey(
        SideEvaluation, models.CASCADE, related_name="scans", verbose_name=_("evaluation by one side")
    )

    class Meta(Attachment.Meta):
        verbose_name = _("scan of an evaluation")
        verbose_name_plural = _("scans of evaluations")


class CriterionScore(models.Model):
    """One score of an evaluation. It belongs to whoever sees the evaluation."""

    department_id = None  # reached through its evaluation only

    evaluation = models.ForeignKey(
        SideEvaluation,
        models.CASCADE,
        related_name="scores",
        db_index=False,
        verbose_name=_("evaluation by one side"),
    )
    criterion = models.ForeignKey(
        AssessmentCriterion, models.PROTECT, related_name="+", verbose_name=_("criterion of assessment")
    )
    score = models.PositiveSmallIntegerField(_("score"), validators=[MaxValueValidator(100)])
    remark = models.CharField(_("remark"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("score for a criterion")
        verbose_name_plural = _("scores for criteria")
        ordering = ["evaluation", "criterion__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "criterion"], name="a_criterion_is_scored_once"),
            models.CheckConstraint(condition=Q(score__lte=100), name="a_score_is_out_of_a_hundred"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="a_confirmed_score_stands",
                when=pgtrigger.Before,
                operation=_EVERY_WRITE,
                func=_STANDS.format(
                    placements="SELECT placement_id FROM placements_sideevaluation"
                    " WHERE id IN (OLD.evaluation_id, NEW.evaluation_id)"
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.score}"


class EvaluationResult(OfPlacement):
    """The result of an internship as it was confirmed. It never changes: a correction is the next version.

    ``lines`` holds what it was worked out from: criterion, side, weight, score and remark.
    """

    placement = models.ForeignKey(
        Placement, models.PROTECT, related_name="results", db_index=False, verbose_name=_("placement")
    )
    version = models.PositiveSmallIntegerField(_("version"))
    lines = models.JSONField(_("scores"))
    school_remark = models.TextField(_("remark of the school"), blank=True)
    enterprise_remark = models.TextField(_("remark of the enterprise"), blank=True)
    total = models.DecimalField(_("total"), max_digits=5, decimal_places=2)
    grade = models.CharField(_("grade"), max_length=10, choices=Grade)
    excellent_from = models.PositiveSmallIntegerField(_("excellent from"))
    good_from = models.PositiveSmallIntegerField(pgettext_lazy("grade", "good from"))
    pass_from = models.PositiveSmallIntegerField(pgettext_lazy("grade", "pass from"))
    counts_for_credit = models.BooleanField(_("counts for credit"), default=True)
    reason = models.TextField(_("why it was corrected"), blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at"))

    class Meta:
        verbose_name = _("result of an internship")
        verbose_name_plural = _("results of internships")
        ordering = ["placement_id", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "version"], name="results_are_numbered"),
            models.CheckConstraint(
                condition=Q(total__gte=0, total__lte=100), name="a_total_is_out_of_a_hundred"
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(reason=""), name="a_result_is_corrected_for_a_reason"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="results_are_never_altered", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.get_grade_display()} · {self.total}"

    @property
    def chip(self) -> Chip:
        return GRADE_CHIPS[Grade(self.grade)]


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Appeal(OfPlacement):
    """A student asks, once, to have the result looked at again."""

    placement = models.OneToOneField(
        Placement, models.PROTECT, related_name="appeal", verbose_name=_("placement")
    )
    result = models.ForeignKey(
        EvaluationResult, models.PROTECT, related_name="appeals", verbose_name=_("result of an internship")
    )
    reason = models.TextField(_("reason"), max_length=2000)
    made_at = models.DateTimeField(_("made at"))
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered at"), null=True)

    class Meta:
        verbose_name = _("appeal against a result")
        verbose_name_plural = _("appeals against results")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="who_appeals_says_why"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="an_appeal_is_answered_in_words",
            ),
        ]
        indexes = [
            models.Index(fields=["made_at", "id"], name="appeal_waiting", condition=Q(answered_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.placement_id}"

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None
