"""Teachers in enterprises: what they did there, on which days, and what became of it."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import Actor
from core.look import Chip, Meaning
from core.models import Attachment, ScopedModel
from partnerships.models import Contact, Enterprise
from teachers.models.of_teacher import OfTeacher
from teachers.models.openings import Opening
from teachers.models.teacher import Teacher
from teachers.practice_querysets import OfPracticeQuerySet, PracticeDueQuerySet, PracticeQuerySet


class PracticeForm(models.TextChoices):
    """教师〔2016〕3号, Article 6."""

    OBSERVATION = "observation", pgettext_lazy("practice of a teacher", "Observation and visits")
    TRAINING = "training", pgettext_lazy("practice of a teacher", "Training in the enterprise")
    POST_HELD = "post_held", pgettext_lazy("practice of a teacher", "Holding a post")
    RESEARCH_DEVELOPMENT = (
        "research_development",
        pgettext_lazy("practice of a teacher", "Research and development"),
    )


class PracticeContent(models.TextChoices):
    """教师〔2016〕3号, Article 5."""

    PROCESS = "process", pgettext_lazy("practice of a teacher", "Production and how it is organised")
    POSTS = "posts", pgettext_lazy("practice of a teacher", "Duties and skills of posts")
    STANDARDS = "standards", pgettext_lazy("practice of a teacher", "Standards and rules of the trade")
    TECHNOLOGY = "technology", pgettext_lazy("practice of a teacher", "New techniques and equipment")
    TEACHING = "teaching", pgettext_lazy("practice of a teacher", "What this changes in teaching")


class CountedAs(models.TextChoices):
    """How the time of a practice is counted."""

    PERIOD = "period", pgettext_lazy("practice of a teacher", "Every day from the first to the last")
    DAY = "day", pgettext_lazy("practice of a teacher", "Single days, as the log shows them")


class PracticeState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("practice of a teacher", "Planned")
    RETURNED = "returned", pgettext_lazy("practice of a teacher", "Returned")
    APPROVED = "approved", pgettext_lazy("practice of a teacher", "Approved")
    UNDER_WAY = "under_way", pgettext_lazy("practice of a teacher", "Under way")
    SUBMITTED = "submitted", pgettext_lazy("practice of a teacher", "Submitted")
    ACCEPTED = "accepted", pgettext_lazy("practice of a teacher", "Accepted")
    CANCELLED = "cancelled", pgettext_lazy("practice of a teacher", "Cancelled")


S = PracticeState
PRACTICE_CHIPS = {
    S.PLANNED: Chip(S.PLANNED.label, Meaning.WAITING, "clock"),
    S.RETURNED: Chip(S.RETURNED.label, Meaning.SOON, "arrow-back-up"),
    S.APPROVED: Chip(S.APPROVED.label, Meaning.WAITING, "checks"),
    S.UNDER_WAY: Chip(S.UNDER_WAY.label, Meaning.WAITING, "building-factory-2"),
    S.SUBMITTED: Chip(S.SUBMITTED.label, Meaning.WAITING, "send"),
    S.ACCEPTED: Chip(S.ACCEPTED.label, Meaning.GOOD, "circle-check"),
    S.CANCELLED: Chip(S.CANCELLED.label, Meaning.INACTIVE, "circle-x"),
}
PLANNING_STATES = frozenset({S.PLANNED, S.RETURNED})
LOGGING_STATES = frozenset({S.APPROVED, S.UNDER_WAY})
EVALUATED_STATES = frozenset({S.UNDER_WAY, S.SUBMITTED})


@pghistory.track()
class Practice(OfTeacher):
    """One teacher's time in one enterprise. It counts once the centre has accepted it."""

    teacher = models.ForeignKey(
        Teacher, models.PROTECT, related_name="practices", db_index=False, verbose_name=_("teacher")
    )
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        related_name="teacher_practices",
        db_index=False,
        verbose_name=_("enterprise"),
    )
    opening = models.ForeignKey(
        Opening,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="practices",
        editable=False,
        verbose_name=_("post for a teacher"),
    )
    # It ended early: the seat of the post is free again after the last day.
    gives_seat_back = models.BooleanField(_("gives its seat back"), default=False, editable=False)
    mentor = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("guided by"),
        help_text=_("Who looks after the teacher in the enterprise."),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=PracticeState, default=PracticeState.PLANNED, editable=False
    )
    form = models.CharField(
        pgettext_lazy("practice of a teacher", "form"), max_length=20, choices=PracticeForm
    )
    contents = ArrayField(
        models.CharField(max_length=20, choices=PracticeContent),
        verbose_name=pgettext_lazy("practice of a teacher", "content"),
    )
    objectives = models.TextField(
        pgettext_lazy("practice of a teacher", "objectives"),
        max_length=2000,
        help_text=_("What you want to learn or find out, and what your teaching gains by it."),
    )
    place = models.CharField(
        pgettext_lazy("practice of a teacher", "where"),
        max_length=200,
        blank=True,
        help_text=_("Workshop, site or address."),
    )
    counted_as = models.CharField(
        pgettext_lazy("practice of a teacher", "how it is counted"),
        max_length=10,
        choices=CountedAs,
        default=CountedAs.PERIOD,
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    planned_days = models.PositiveSmallIntegerField(
        _("planned days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(366)],
        help_text=_("How many single days, where they are counted one by one."),
    )
    outcome = models.TextField(
        pgettext_lazy("practice of a teacher", "outcome"),
        max_length=4000,
        blank=True,
        help_text=_("What came of it: what you learned, made or improved, and what it changes in class."),
    )
    answer = models.CharField(_("answer"), max_length=500, blank=True, editable=False)
    planned_at = models.DateTimeField(_("planned at"), editable=False)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)

    objects = PracticeQuerySet.as_manager()  # type: ignore[misc]  # narrower

    class Meta:
        verbose_name = _("practice in an enterprise")
        verbose_name_plural = _("practice in enterprises")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="practice_ends_after_it_starts",
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(counted_as="period", planned_days=None)
                | Q(counted_as="day", planned_days__isnull=False),
                name="single_days_of_practice_are_planned",
                violation_error_message=_("Say how many single days are planned, or count the whole period."),
            ),
            models.CheckConstraint(
                condition=Q(gives_seat_back=False) | Q(opening__isnull=False),
                name="only_a_seat_that_was_taken_is_given_back",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(answer=""), name="practice_is_returned_for_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "accepted"]) | Q(submitted_at__isnull=False),
                name="submitted_practice_says_since_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(decided_at__isnull=False),
                name="accepted_practice_says_since_when",
            ),
        ]
        indexes = [
            models.Index(fields=["teacher", "state", "starts_on"], name="practice_by_teacher"),
            models.Index(fields=["enterprise", "state", "starts_on"], name="practice_by_enterprise"),
            models.Index(fields=["starts_on", "id"], name="practice_by_start"),
            models.Index(fields=["ends_on", "id"], name="practice_by_end"),
            models.Index(fields=["state", "ends_on"], name="practice_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.teacher} · {self.enterprise}"

    @property
    def chip(self) -> Chip:
        return PRACTICE_CHIPS[PracticeState(self.state)]

    @property
    def is_plan(self) -> bool:
        """Whether it can still be planned anew."""
        return self.state in PLANNING_STATES

    @property
    def takes_entries(self) -> bool:
        return self.state in LOGGING_STATES

    @property
    def may_get_other_days(self) -> bool:
        """Whether it can end early or be prolonged: it is approved, and not handed in."""
        return self.state in LOGGING_STATES

    @property
    def takes_a_guide(self) -> bool:
        """Whether it can still be said who guides the teacher: until it is accepted or cancelled."""
        return self.state in PLANNING_STATES | LOGGING_STATES | EVALUATED_STATES

    def takes_evaluation(self, *, is_given: bool) -> bool:
        """Whether the enterprise can say what it thinks of it: changed until the acceptance, given later too.

        Args:
            is_given: whether the enterprise has said it before.
        """
        return self.state in EVALUATED_STATES or (self.state == PracticeState.ACCEPTED and not is_given)

    @property
    def is_by_days(self) -> bool:
        return self.counted_as == CountedAs.DAY

    @property
    def contents_in_words(self) -> list[Any]:
        return [PracticeContent(one).label for one in self.contents]

    def is_over(self, on: date) -> bool:
        return self.ends_on <= on

    def get_absolute_url(self) -> str:
        return reverse("teachers:practice_detail", args=[self.pk])


class OfPractice(ScopedModel):
    """A part of a practice, seen by whoever sees the practice."""

    class Meta:
        abstract = True

    practice: models.ForeignKey
    objects = OfPracticeQuerySet.as_manager()

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs queries where practice and teacher are not fetched along."""
        return self.practice.department_id

    def permits(self, actor: Actor, capability: str) -> bool:
        return self.practice.permits(actor, capability)

    def get_absolute_url(self) -> str:
        return self.practice.get_absolute_url()


class PracticeDay(models.Model):
    """A day of a practice that is counted by single days."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="days", db_index=False)
    on = models.DateField(_("day"))

    class Meta:
        verbose_name = _("day of practice")
        verbose_name_plural = _("days of practice")
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "on"], name="a_day_of_practice_counts_once")
        ]

    def __str__(self) -> str:
        return self.on.isoformat()


@pghistory.track()
class PracticeEntry(OfPractice):
    """What a teacher did in the enterprise on a day."""

    practice = models.ForeignKey(
        Practice, models.CASCADE, related_name="entries", db_index=False, verbose_name=_("practice")
    )
    happened_on = models.DateField(pgettext_lazy("log of practice", "day"))
    text = models.TextField(
        pgettext_lazy("log of practice", "what I did"),
        max_length=4000,
        help_text=_("Tasks, people, machines and methods; what you found out."),
    )
    written_at = models.DateTimeField(_("written at"), editable=False)

    class Meta:
        verbose_name = _("entry of the log of practice")
        verbose_name_plural = _("entries of the log of practice")
        ordering = ["-happened_on", "-pk"]
        indexes = [models.Index(fields=["practice", "happened_on"], name="practice_entry_by_day")]

    def __str__(self) -> str:
        return f"{self.happened_on:%Y-%m-%d}"


class PracticeFile(Attachment):
    """A photo, certificate or paper beside an entry of the log."""

    parent = models.ForeignKey(
        PracticeEntry, models.CASCADE, related_name="files", verbose_name=_("entry of the log of practice")
    )

    class Meta(Attachment.Meta):
        verbose_name = _("file of the log of practice")
        verbose_name_plural = _("files of the log of practice")


class PracticeSide(models.TextChoices):
    ENTERPRISE = "enterprise", pgettext_lazy("evaluation of practice", "The enterprise")
    CENTRE = "centre", pgettext_lazy("evaluation of practice", "The centre")


class PracticeGrade(models.TextChoices):
    EXCELLENT = "excellent", pgettext_lazy("grade", "excellent")
    GOOD = "good", pgettext_lazy("grade", "good")
    PASS = "pass", pgettext_lazy("grade", "pass")
    FAIL = "fail", pgettext_lazy("grade", "fail")


@pghistory.track()
class PracticeEvaluation(OfPractice):
    """What one side says of a practice at its end; both together are the joint evaluation (TP-05)."""

    practice = models.ForeignKey(
        Practice, models.CASCADE, related_name="evaluations", db_index=False, verbose_name=_("practice")
    )
    side = models.CharField(
        pgettext_lazy("evaluation of practice", "side"), max_length=10, choices=PracticeSide
    )
    grade = models.CharField(_("grade"), max_length=10, choices=PracticeGrade)
    remark = models.TextField(
        pgettext_lazy("evaluation of practice", "in words"), max_length=2000, blank=True
    )
    given_by = models.CharField(pgettext_lazy("evaluation of practice", "given by"), max_length=200)
    given_at = models.DateTimeField(_("given at"))

    class Meta:
        verbose_name = _("evaluation of practice")
        verbose_name_plural = _("evaluations of practice")
        ordering = ["practice", "side"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "side"], name="each_side_evaluates_a_practice_once"),
            models.CheckConstraint(
                condition=~Q(grade="fail") | ~Q(remark=""),
                name="a_failed_practice_says_why",
                violation_error_message=_("Say why it was failed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.get_grade_display()}"


class PracticeDue(OfTeacher):
    """How a teacher stands before one rule on practice: kept for lists, reckoned anew whenever facts change.

    What it says is true as of ``reckoned_on``. For any other day ask ``teachers.standing``.
    """

    teacher = models.ForeignKey(
        Teacher, models.CASCADE, related_name="practice_dues", db_index=False, verbose_name=_("teacher")
    )
    rule = models.CharField(pgettext_lazy("rule of law", "rule"), max_length=30)
    months_wanted = models.DecimalField(_("months wanted"), max_digits=6, decimal_places=2)
    months = models.DecimalField(_("months practised"), max_digits=8, decimal_places=2)
    missing = models.DecimalField(_("months missing"), max_digits=8, decimal_places=2)
    since = models.DateField(_("counts since"))
    short_from = models.DateField(
        _("enough until"), help_text=_("From this day on it is not enough, if nothing is added.")
    )
    short_from_as_planned = models.DateField(_("enough until, with what is planned"))
    reckoned_on = models.DateField(_("as of"))

    objects = PracticeDueQuerySet.as_manager()  # type: ignore[misc]  # narrower
    kept: ClassVar[tuple[str, ...]] = (
        *("months_wanted", "months", "missing", "since", "short_from", "short_from_as_planned"),
        "reckoned_on",
    )

    class Meta:
        verbose_name = _("practice owed")
        verbose_name_plural = _("practice owed")
        ordering = ["short_from", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["teacher", "rule"], name="a_teacher_stands_once_before_each_rule")
        ]
        indexes = [
            models.Index(fields=["short_from", "id"], name="practice_due_by_day"),
            models.Index(fields=["rule", "short_from"], name="practice_due_by_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.teacher}: {self.rule}"

    @property
    def staff_number(self) -> str:
        return self.teacher.staff_number

    def get_absolute_url(self) -> str:
        return f"{self.teacher.get_absolute_url()}?tab=practice"

    def chip_on(self, day: date) -> Chip:
        return DUE_CHIPS[self.urgency_on(day)]

    def urgency_on(self, day: date) -> str:
        """Whether it is owed already, within a year, or not for longer; "early" where there is still time."""
        if self.short_from <= day:
            return "planned" if self.short_from_as_planned > day else "late"
        if (self.short_from - day).days <= A_YEAR:
            return "soon"
        return "early" if self.missing else "met"


A_YEAR = 366
DUE_CHIPS = {
    "late": Chip(pgettext_lazy("practice of a teacher", "Owed"), Meaning.LATE, "alarm"),
    "planned": Chip(pgettext_lazy("practice of a teacher", "Planned"), Meaning.WAITING, "calendar-event"),
    "soon": Chip(pgettext_lazy("practice of a teacher", "Owed within a year"), Meaning.SOON, "clock"),
    "early": Chip(pgettext_lazy("practice of a teacher", "Not due yet"), Meaning.INACTIVE, "hourglass"),
    "met": Chip(pgettext_lazy("practice of a teacher", "Enough"), Meaning.GOOD, "circle-check"),
}
