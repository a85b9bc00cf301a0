"""One year of a partnership, judged."""

from __future__ import annotations

from datetime import date
from typing import Any

import pghistory
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models import Agreement
from assessments.models.schemes import Indicator, Scheme
from assessments.querysets import ActionQuerySet, AssessmentQuerySet, OfAssessmentQuerySet
from assessments.scoring import FULL, GRADE_CHIPS, Grade, Weighed, total_of
from core.access import Actor
from core.fields import decider
from core.look import Chip, Meaning
from core.models import ScopedModel
from core.school_years import in_words
from partnerships.models import Contact, Enterprise


class AssessmentState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("assessment of a partnership", "Draft")
    WITH_ENTERPRISE = "with_enterprise", pgettext_lazy("assessment of a partnership", "With the enterprise")
    APPROVED = "approved", pgettext_lazy("assessment of a partnership", "Approved")
    PUBLISHED = "published", pgettext_lazy("assessment of a partnership", "Published")


S = AssessmentState
ASSESSMENT_CHIPS = {
    S.DRAFT: Chip(S.DRAFT.label, Meaning.INACTIVE, "pencil"),
    S.WITH_ENTERPRISE: Chip(S.WITH_ENTERPRISE.label, Meaning.WAITING, "send"),
    S.APPROVED: Chip(S.APPROVED.label, Meaning.GOOD, "circle-check"),
    S.PUBLISHED: Chip(S.PUBLISHED.label, Meaning.GOOD, "checks"),
}
DECIDED = frozenset({S.APPROVED, S.PUBLISHED})
LONGEST_WORDS = 4000


class OfEnterprise(ScopedModel):
    """Something about an enterprise, seen with its department."""

    enterprise: models.ForeignKey

    class Meta:
        abstract = True

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs a query where the enterprise is not fetched along."""
        return self.enterprise.department_id


def _words(label: Any, **options: Any) -> models.TextField:
    return models.TextField(label, max_length=LONGEST_WORDS, blank=True, **options)


@pghistory.track()
class Assessment(OfEnterprise):
    """A school year of the partnership with an enterprise, or of one agreement with it.

    What was counted is frozen in its results; the score follows from them and is never entered.
    """

    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        related_name="assessments",
        db_index=False,
        verbose_name=_("enterprise"),
    )
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assessments",
        verbose_name=_("agreement"),
        help_text=_("Empty: the whole partnership."),
    )
    study_year = models.PositiveSmallIntegerField(_("school year"))
    scheme = models.ForeignKey(
        Scheme, models.PROTECT, related_name="assessments", verbose_name=_("scheme of assessment")
    )
    state = models.CharField(_("state"), max_length=16, choices=S, default=S.DRAFT, editable=False)
    counted_on = models.DateField(_("counted up to"), editable=False)
    score = models.DecimalField(
        _("score"), max_digits=4, decimal_places=1, null=True, blank=True, editable=False
    )
    computed_grade = models.CharField(
        _("grade by the score"), max_length=10, choices=Grade, blank=True, editable=False
    )
    given_grade = models.CharField(
        _("another grade"), max_length=10, choices=Grade, blank=True, editable=False
    )
    given_reason = _words(_("why another grade"), editable=False)
    grade = models.GeneratedField(
        expression=models.Case(
            models.When(given_grade="", then=models.F("computed_grade")),
            default=models.F("given_grade"),
            output_field=models.CharField(max_length=10),
        ),
        output_field=models.CharField(
            pgettext_lazy("of a partnership", "grade"), max_length=10, choices=Grade.choices
        ),
        db_persist=True,
    )
    # The same words for those of the whole partnership, so that one constraint holds for both.
    agreement_key = models.GeneratedField(
        expression=Coalesce("agreement_id", Value(0), output_field=models.BigIntegerField()),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )
    conclusion = _words(
        _("conclusion"), help_text=_("What was good, what is to be better. The enterprise reads it.")
    )
    # What the law asks to be stated of money (Vocational Education Law, Article 41).
    income = models.DecimalField(
        _("income of the centre from this cooperation"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("In yuan, in this school year; 0 where there was none."),
    )
    allocation = _words(
        _("what the income is used for"),
        help_text=_("To improve conditions of teaching, and shares of staff, experts and learners."),
    )
    sent_at = models.DateTimeField(_("sent to the enterprise at"), null=True, editable=False)
    word_due_on = models.DateField(_("word of the enterprise until"), null=True, editable=False)
    word = _words(_("word of the enterprise"), editable=False)
    is_objection = models.BooleanField(
        pgettext_lazy("assessment of a partnership", "objects"), default=False, editable=False
    )
    word_by = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("who said it"),
    )
    word_at = models.DateTimeField(_("said at"), null=True, editable=False)
    answer = _words(_("answer to the objection"), editable=False)
    made_by = decider(_("made by"))
    made_at = models.DateTimeField(_("made at"), editable=False)
    approved_by = decider(_("approved by"))
    approved_at = models.DateTimeField(_("approved at"), null=True, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment of a partnership")
        verbose_name_plural = _("assessments of partnerships")
        ordering = ["-study_year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "agreement_key", "study_year"],
                name="a_partnership_is_assessed_once_a_year",
            ),
            models.CheckConstraint(
                condition=Q(given_grade="", given_reason="") | (~Q(given_grade="") & ~Q(given_reason="")),
                name="another_grade_gives_its_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(DECIDED))
                | (Q(approved_at__isnull=False, score__isnull=False) & ~Q(computed_grade="")),
                name="an_approved_assessment_has_a_grade",
            ),
            models.CheckConstraint(
                condition=Q(state=S.DRAFT) | Q(sent_at__isnull=False, word_due_on__isnull=False),
                name="an_enterprise_is_asked_before_it_is_assessed",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.PUBLISHED) | Q(published_at__isnull=False),
                name="a_published_assessment_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(is_objection=False) | ~Q(word=""), name="an_objection_to_an_assessment_says_why"
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__range=(0, 100)), name="a_score_is_up_to_a_hundred"
            ),
        ]
        indexes = [
            models.Index(fields=["enterprise", "study_year"], name="assessment_by_enterprise"),
            models.Index(fields=["study_year", "id"], name="assessment_by_year"),
            models.Index(fields=["state", "study_year", "id"], name="assessment_by_state"),
            models.Index(fields=["score", "id"], name="assessment_by_score"),
            models.Index(fields=["grade", "study_year"], name="assessment_by_grade"),
            models.Index(fields=["word_due_on", "id"], name="assessment_by_word"),
        ]

    def __str__(self) -> str:
        """Costs a query where the enterprise is not fetched along."""
        return f"{self.enterprise} · {self.year}"

    @property
    def year(self) -> str:
        return in_words(self.study_year)

    @property
    def first_day(self) -> date:
        return date(self.study_year, 9, 1)

    @property
    def last_day(self) -> date:
        return date(self.study_year + 1, 8, 31)

    @property
    def chip(self) -> Chip:
        return ASSESSMENT_CHIPS[AssessmentState(self.state)]

    @property
    def final_grade(self) -> Grade | None:
        """As it holds: the one given with a reason, or that of the score."""
        found = self.given_grade or self.computed_grade
        return Grade(found) if found else None

    @property
    def grade_chip(self) -> Chip | None:
        return GRADE_CHIPS[self.final_grade] if self.final_grade else None

    @property
    def is_decided(self) -> bool:
        return self.state in DECIDED

    def get_absolute_url(self) -> str:
        return reverse("assessments:assessment_detail", args=[self.pk])


class OfAssessment(ScopedModel):
    """A part of an assessment, seen by whoever sees it."""

    assessment: models.ForeignKey

    class Meta:
        abstract = True

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs queries where assessment and enterprise are not fetched along."""
        return self.assessment.department_id

    def permits(self, actor: Actor, capability: str) -> bool:
        return self.assessment.permits(actor, capability)

    def get_absolute_url(self) -> str:
        return self.assessment.get_absolute_url()


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Result(OfAssessment):
    """One indicator of one assessment: what was counted or judged, and what it is worth.

    ``evidence`` holds the records behind a counted number as they were: ``{"record", "pk", "on", "quantity",
    "title"}`` each, the first fifty of them, and in ``evidence_count`` how many there were.
    """

    assessment = models.ForeignKey(
        Assessment, models.CASCADE, related_name="results", verbose_name=_("assessment of a partnership")
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="+", verbose_name=_("indicator of a partnership")
    )
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2, null=True, blank=True)
    score = models.DecimalField(
        _("score"), max_digits=4, decimal_places=1, null=True, blank=True, editable=False
    )
    evidence = models.JSONField(_("records behind it"), default=list, editable=False)
    evidence_count = models.PositiveIntegerField(_("how many records"), default=0, editable=False)
    remark = models.TextField(_("remark"), max_length=2000, blank=True)
    is_left_out = models.BooleanField(_("does not concern this partnership"), default=False)
    judged_by = decider(_("judged by"))

    objects = OfAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("result of an indicator")
        verbose_name_plural = _("results of indicators")
        ordering = ["assessment", "indicator__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "indicator"], name="an_indicator_has_one_result_in_an_assessment"
            ),
            models.CheckConstraint(
                condition=Q(is_left_out=False) | ~Q(remark=""), name="what_is_left_out_says_why"
            ),
            models.CheckConstraint(
                condition=Q(value=None, score=None)
                | Q(value__isnull=False, score__isnull=False, score__range=(0, 100)),
                name="a_result_without_a_value_is_worth_nothing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.indicator)

    @property
    def weighed(self) -> Weighed:
        return Weighed(weight=self.indicator.weight, score=self.score, is_left_out=self.is_left_out)

    @property
    def points(self) -> Any:
        """What it adds of its weight; nothing where it is left out."""
        if self.is_left_out:
            return None
        return self.indicator.weight * (self.score or 0) / FULL


def total_of_results(results: Any) -> Any:
    return total_of(result.weighed for result in results)


class ActionSide(models.TextChoices):
    CENTRE = "centre", pgettext_lazy("whose action", "the centre")
    ENTERPRISE = "enterprise", pgettext_lazy("whose action", "the enterprise")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Action(OfEnterprise):
    """What one side does so that the next year is better, by whom and until when."""

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="improvements", verbose_name=_("assessment of a partnership")
    )
    # That of the assessment, kept here because it is looked up by it.
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        related_name="improvement_actions",
        db_index=False,
        editable=False,
        verbose_name=_("enterprise"),
    )
    side = models.CharField(pgettext_lazy("action", "whose"), max_length=10, choices=ActionSide)
    title = models.CharField(_("what is to be done"), max_length=200)
    details = models.TextField(_("in detail"), max_length=2000, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="improvement_actions",
        db_index=False,
        verbose_name=pgettext_lazy("action", "looked after by"),
        help_text=_("Somebody of the centre, also where the enterprise does it."),
    )
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="improvement_actions",
        verbose_name=_("done at the enterprise by"),
    )
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(pgettext_lazy("action", "done on"), null=True, blank=True, editable=False)
    result = models.TextField(_("what came of it"), max_length=2000, blank=True, editable=False)
    made_by = decider(_("made by"))
    made_at = models.DateTimeField(_("made at"), editable=False)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("improvement action")
        verbose_name_plural = _("improvement actions")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(contact=None) | Q(side=ActionSide.ENTERPRISE),
                name="only_an_action_of_the_enterprise_names_somebody_there",
            ),
            models.CheckConstraint(
                condition=Q(done_on=None, result="") | (Q(done_on__isnull=False) & ~Q(result="")),
                name="an_action_that_is_done_says_what_came_of_it",
            ),
        ]
        indexes = [
            models.Index(fields=["enterprise", "done_on"], name="action_by_enterprise"),
            models.Index(fields=["due_on", "id"], name="action_by_due_day"),
            models.Index(fields=["done_on", "id"], name="action_by_done_day"),
            models.Index(fields=["owner", "due_on"], condition=Q(done_on=None), name="action_open_by_owner"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def chip(self) -> Chip:
        if self.done_on:
            return Chip(pgettext_lazy("action", "Done"), Meaning.GOOD, "checks")
        return Chip(pgettext_lazy("action", "To be done"), Meaning.WAITING, "clock")

    def get_absolute_url(self) -> str:
        return reverse("assessments:action_detail", args=[self.pk])
