"""Courses that the centre gives to employees of enterprises, from the offer to the hours credited."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from catalogue.models import Major, Occupation
from core.fields import decider
from core.look import Chip, Meaning
from core.models import ScopedModel
from core.search import search_bigrams_field, search_index, search_text_field
from partnerships.models import Enterprise
from teachers.models import Teacher
from training.querysets import CourseQuerySet, OfCourseQuerySet

MOST_PLACES = 500
MOST_HOURS = Decimal(12)


class CourseState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("course for employees", "Draft")
    OFFERED = "offered", pgettext_lazy("course for employees", "Offered")
    RUNNING = "running", pgettext_lazy("course for employees", "Running")
    CLOSED = "closed", pgettext_lazy("course for employees", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("course for employees", "Cancelled")


S = CourseState
COURSE_CHIPS = {
    S.DRAFT: Chip(S.DRAFT.label, Meaning.INACTIVE, "pencil"),
    S.OFFERED: Chip(S.OFFERED.label, Meaning.WAITING, "speakerphone"),
    S.RUNNING: Chip(S.RUNNING.label, Meaning.WAITING, "clock"),
    S.CLOSED: Chip(S.CLOSED.label, Meaning.GOOD, "checks"),
    S.CANCELLED: Chip(S.CANCELLED.label, Meaning.STOPPED, "ban"),
}
CHANGEABLE = frozenset({S.DRAFT, S.OFFERED})
OPEN_TO_STAFF = frozenset({S.OFFERED, S.RUNNING})
OVER_STATES = frozenset({S.CLOSED, S.CANCELLED})


@pghistory.track(exclude=["search_text", "search_bigrams"])
class Course(ScopedModel):
    """One course for employees of enterprises, on one or more days, given once."""

    state = models.CharField(
        _("state"), max_length=10, choices=CourseState, default=CourseState.DRAFT, editable=False
    )
    title = models.CharField(pgettext_lazy("course for employees", "title"), max_length=160)
    aims = models.TextField(
        pgettext_lazy("course for employees", "aims and contents"),
        max_length=4000,
        help_text=_("What those who come can do afterwards. Enterprises read it."),
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="courses", db_index=False, verbose_name=_("department")
    )
    majors = models.ManyToManyField(
        Major, blank=True, related_name="courses_for_employees", verbose_name=_("majors")
    )
    occupation = models.ForeignKey(
        Occupation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("occupation")
    )
    place = models.CharField(pgettext_lazy("course for employees", "place"), max_length=300)
    fee = models.DecimalField(
        pgettext_lazy("course for employees", "fee per head"),
        max_digits=8,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("In yuan; 0 where it is free. It is owed once the course has begun."),
    )
    capacity = models.PositiveSmallIntegerField(
        _("places"),
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)],
        help_text=_("Who comes later waits for a place."),
    )
    minimum = models.PositiveSmallIntegerField(
        pgettext_lazy("course for employees", "fewest"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)],
        help_text=_("With fewer enrolled it does not begin."),
    )
    is_for_all = models.BooleanField(
        _("for all partners"),
        default=True,
        help_text=_("Otherwise for those that are chosen."),
    )
    partners = models.ManyToManyField(
        Enterprise, blank=True, related_name="courses_offered", verbose_name=_("for these partners")
    )
    enrol_until = models.DateField(_("enrolment until"))
    organiser = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked after by"),
        help_text=_("Who is told of enrolments and reminded to close it."),
    )
    # Those of its sessions, kept in step by the operations: lists sort by them.
    first_at = models.DateTimeField(_("first session"), null=True, blank=True, editable=False)
    last_at = models.DateTimeField(_("end of the last session"), null=True, blank=True, editable=False)
    hours = models.DecimalField(
        pgettext_lazy("course for employees", "hours"),
        max_digits=6,
        decimal_places=1,
        default=0,
        editable=False,
    )
    created_by = decider(_("entered by"))
    created_at = models.DateTimeField(_("entered at"), editable=False)
    offered_at = models.DateTimeField(_("offered at"), null=True, blank=True, editable=False)
    reason = models.CharField(
        _("reason"), max_length=500, blank=True, editable=False, help_text=_("Why it was cancelled.")
    )
    outcome = models.TextField(
        pgettext_lazy("course for employees", "what came of it"), max_length=4000, blank=True, editable=False
    )
    closed_by = decider(_("closed by"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    search_text = search_text_field("title", "aims", "place")
    search_bigrams = search_bigrams_field("title", "aims", "place")

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("course for employees")
        verbose_name_plural = _("courses for employees")
        ordering = ["-first_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(fee__gte=0), name="a_course_costs_nothing_or_more"),
            models.CheckConstraint(
                condition=Q(capacity__range=(1, MOST_PLACES)), name="a_course_has_possible_places"
            ),
            models.CheckConstraint(
                condition=Q(minimum__gte=1, minimum__lte=F("capacity")),
                name="the_fewest_of_a_course_have_places",
                violation_error_message=_("The fewest cannot be more than there are places."),
            ),
            models.CheckConstraint(
                condition=~Q(state=S.CANCELLED) | ~Q(reason=""), name="a_cancelled_course_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.OFFERED, S.RUNNING, S.CLOSED])
                | Q(first_at__isnull=False, last_at__isnull=False, hours__gt=0, offered_at__isnull=False),
                name="an_offered_course_has_sessions",
            ),
            models.CheckConstraint(
                condition=Q(first_at=None, last_at=None) | Q(last_at__gte=F("first_at")),
                name="the_last_session_is_not_before_the_first",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.CLOSED) | Q(closed_at__isnull=False), name="a_closed_course_says_when"
            ),
        ]
        indexes = [
            search_index("course_by_bigram"),
            models.Index(fields=["first_at", "id"], name="course_by_first_session"),
            models.Index(fields=["enrol_until", "id"], name="course_by_enrolment_end"),
            models.Index(fields=["department", "first_at"], name="course_by_department"),
            models.Index(fields=["state", "first_at"], name="course_by_state"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def chip(self) -> Chip:
        return COURSE_CHIPS[CourseState(self.state)]

    @property
    def is_over(self) -> bool:
        return self.state in OVER_STATES

    @property
    def is_changeable(self) -> bool:
        return self.state in CHANGEABLE

    def get_absolute_url(self) -> str:
        return reverse("training:course_detail", args=[self.pk])


class OfCourse(ScopedModel):
    """A part of a course, seen by whoever keeps courses of the department."""

    class Meta:
        abstract = True

    course: models.ForeignKey

    objects = OfCourseQuerySet.as_manager()

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs a query where the course is not fetched along."""
        return self.course.department_id

    def get_absolute_url(self) -> str:
        return self.course.get_absolute_url()


@pghistory.track()
class Session(OfCourse):
    """One time at which a course is taught. Its hours count for who was there."""

    course = models.ForeignKey(
        Course,
        models.CASCADE,
        related_name="sessions",
        db_index=False,
        verbose_name=_("course for employees"),
    )
    starts_at = models.DateTimeField(pgettext_lazy("session of a course", "begins"))
    hours = models.DecimalField(
        pgettext_lazy("session of a course", "hours"),
        max_digits=3,
        decimal_places=1,
        validators=[MinValueValidator(Decimal("0.5")), MaxValueValidator(MOST_HOURS)],
    )
    topic = models.CharField(pgettext_lazy("session of a course", "topic"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("session of a course")
        verbose_name_plural = _("sessions of courses")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=MOST_HOURS), name="a_session_has_possible_hours"
            ),
            models.UniqueConstraint(
                fields=["course", "starts_at"],
                name="a_session_begins_once",
                violation_error_message=_("A session of this course begins then already."),
            ),
        ]

    def __str__(self) -> str:
        return self.topic or f"{self.starts_at:%Y-%m-%d %H:%M}"

    def has_begun(self, now: datetime) -> bool:
        return self.starts_at <= now


@pghistory.track()
class Trainer(OfCourse):
    """A teacher who gives a course, and the hours credited when it was closed."""

    course = models.ForeignKey(
        Course,
        models.CASCADE,
        related_name="trainers",
        db_index=False,
        verbose_name=_("course for employees"),
    )
    teacher = models.ForeignKey(
        Teacher, models.PROTECT, related_name="courses_for_employees", verbose_name=_("teacher")
    )
    hours = models.DecimalField(
        _("hours credited"), max_digits=6, decimal_places=1, null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("trainer of a course")
        verbose_name_plural = _("trainers of courses")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["course", "teacher"], name="a_trainer_gives_a_course_once"),
            models.CheckConstraint(
                condition=Q(hours=None) | Q(hours__gte=0), name="a_trainer_is_credited_nothing_or_more"
            ),
        ]

    def __str__(self) -> str:
        """Costs a query where the teacher is not fetched along."""
        return str(self.teacher)
