"""Who of which enterprise comes to a course, and what the enterprise owes for it."""

from __future__ import annotations

from decimal import Decimal

import pghistory
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.fields import decider
from core.look import Chip, Meaning
from partnerships.models import Enterprise
from training.models.courses import Course, OfCourse, Session
from training.querysets import EnrolmentQuerySet, FeeQuerySet


class EnrolmentState(models.TextChoices):
    ENROLLED = "enrolled", pgettext_lazy("enrolment in a course", "Enrolled")
    WAITING = "waiting", pgettext_lazy("enrolment in a course", "Waiting for a place")
    WITHDRAWN = "withdrawn", pgettext_lazy("enrolment in a course", "Withdrawn")


E = EnrolmentState
ENROLMENT_CHIPS = {
    E.ENROLLED: Chip(E.ENROLLED.label, Meaning.GOOD, "circle-check"),
    E.WAITING: Chip(E.WAITING.label, Meaning.SOON, "clock"),
    E.WITHDRAWN: Chip(E.WITHDRAWN.label, Meaning.INACTIVE, "circle-x"),
}


class Result(models.TextChoices):
    PASSED = "passed", pgettext_lazy("result of a course", "Passed")
    ATTENDED = "attended", pgettext_lazy("result of a course", "Took part")
    NOT_PASSED = "not_passed", pgettext_lazy("result of a course", "Not passed")


RESULT_CHIPS = {
    Result.PASSED: Chip(Result.PASSED.label, Meaning.GOOD, "certificate"),
    Result.ATTENDED: Chip(Result.ATTENDED.label, Meaning.GOOD, "circle-check"),
    Result.NOT_PASSED: Chip(Result.NOT_PASSED.label, Meaning.STOPPED, "circle-x"),
}


@pghistory.track(exclude=["phone"])
class Enrolment(OfCourse):
    """An employee in a course: name, post, and a phone number where it is given, which is forgotten later.

    Who has a place has a seat, a number that no second person has: so that no race fills a room twice.
    """

    course = models.ForeignKey(
        Course,
        models.CASCADE,
        related_name="enrolments",
        db_index=False,
        verbose_name=_("course for employees"),
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="enrolments_in_courses", verbose_name=_("enterprise")
    )
    name = models.CharField(_("name"), max_length=60)
    job = models.CharField(_("job title"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=EnrolmentState, default=E.ENROLLED, editable=False
    )
    seat = models.PositiveSmallIntegerField(_("seat"), null=True, blank=True, editable=False)
    enrolled_by = decider(_("enrolled by"))
    enrolled_at = models.DateTimeField(_("enrolled at"), editable=False)
    result = models.CharField(
        pgettext_lazy("course for employees", "result"),
        max_length=10,
        choices=Result,
        blank=True,
        editable=False,
    )
    # Those of the sessions attended, counted when the course is closed.
    hours = models.DecimalField(
        _("hours attended"), max_digits=6, decimal_places=1, null=True, blank=True, editable=False
    )

    objects = EnrolmentQuerySet.as_manager()  # type: ignore[misc]  # narrower

    class Meta:
        verbose_name = _("enrolment in a course")
        verbose_name_plural = _("enrolments in courses")
        ordering = ["enrolled_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="who_is_enrolled_has_a_name"),
            models.UniqueConstraint(
                fields=["course", "enterprise", "name", "job"], name="an_employee_is_enrolled_once"
            ),
            models.UniqueConstraint(fields=["course", "seat"], name="a_seat_of_a_course_is_taken_once"),
            models.CheckConstraint(
                condition=Q(state=E.ENROLLED, seat__isnull=False, seat__gt=0)
                | (~Q(state=E.ENROLLED) & Q(seat=None)),
                name="who_is_enrolled_has_a_seat",
            ),
            models.CheckConstraint(
                condition=Q(result="") | Q(state=E.ENROLLED), name="who_has_a_result_is_enrolled"
            ),
            models.CheckConstraint(
                condition=Q(hours=None) | Q(state=E.ENROLLED, hours__gte=0), name="who_has_hours_is_enrolled"
            ),
        ]
        indexes = [
            models.Index(fields=["course", "state", "enrolled_at"], name="enrolment_by_course"),
            models.Index(fields=["enterprise", "enrolled_at"], name="enrolment_by_enterprise"),
            models.Index(fields=["enrolled_at", "id"], name="enrolment_by_time"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def chip(self) -> Chip:
        """The result once there is one, until then the state."""
        if self.result:
            return RESULT_CHIPS[Result(self.result)]
        return ENROLMENT_CHIPS[EnrolmentState(self.state)]

    @property
    def is_alive(self) -> bool:
        return self.state in {E.ENROLLED, E.WAITING}


@pghistory.track()
class Attendance(models.Model):
    """Whether somebody was at a session."""

    department_id = None  # shown with its course

    session = models.ForeignKey(
        Session,
        models.CASCADE,
        related_name="attendance",
        db_index=False,
        verbose_name=_("session of a course"),
    )
    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="attendance", verbose_name=_("enrolment in a course")
    )
    was_there = models.BooleanField(_("was there"))

    class Meta:
        verbose_name = _("attendance at a session")
        verbose_name_plural = _("attendance at sessions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "enrolment"], name="attendance_is_marked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.enrolment_id}"


class FeeState(models.TextChoices):
    DUE = "due", pgettext_lazy("fee for a course", "Due")
    PAID = "paid", pgettext_lazy("fee for a course", "Paid")
    WAIVED = "waived", pgettext_lazy("fee for a course", "Waived")


FEE_CHIPS = {
    FeeState.DUE: Chip(FeeState.DUE.label, Meaning.SOON, "clock"),
    FeeState.PAID: Chip(FeeState.PAID.label, Meaning.GOOD, "circle-check"),
    FeeState.WAIVED: Chip(FeeState.WAIVED.label, Meaning.INACTIVE, "gift"),
}


@pghistory.track()
class Fee(OfCourse):
    """What one enterprise owes for its employees in one course, once the course has begun.

    For whom came once that was paid or waived, a further one.
    """

    course = models.ForeignKey(
        Course, models.PROTECT, related_name="fees", db_index=False, verbose_name=_("course for employees")
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="fees_of_courses", verbose_name=_("enterprise")
    )
    state = models.CharField(_("state"), max_length=8, choices=FeeState, default=FeeState.DUE, editable=False)
    heads = models.PositiveSmallIntegerField(pgettext_lazy("fee for a course", "heads"), editable=False)
    amount = models.DecimalField(
        pgettext_lazy("fee for a course", "amount"),
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
        editable=False,
    )
    due_since = models.DateField(_("due since"), editable=False)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    receipt = models.CharField(_("receipt number"), max_length=60, blank=True)
    reason = models.CharField(
        _("reason"), max_length=500, blank=True, editable=False, help_text=_("Why it was waived.")
    )

    objects = FeeQuerySet.as_manager()  # type: ignore[misc]  # narrower

    class Meta:
        verbose_name = _("fee for a course")
        verbose_name_plural = _("fees for courses")
        ordering = ["-due_since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "enterprise"],
                condition=Q(state=FeeState.DUE),
                name="an_enterprise_owes_a_course_in_one_sum",
            ),
            models.CheckConstraint(
                condition=Q(heads__gt=0, amount__gt=0), name="a_fee_is_for_somebody_and_of_money"
            ),
            models.CheckConstraint(
                condition=Q(state=FeeState.PAID, paid_on__isnull=False)
                | (~Q(state=FeeState.PAID) & Q(paid_on=None, receipt="")),
                name="a_paid_fee_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=FeeState.WAIVED) | ~Q(reason=""), name="a_waived_fee_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["due_since", "id"], name="fee_by_day"),
            models.Index(fields=["state", "due_since"], name="fee_by_state"),
        ]

    def __str__(self) -> str:
        """Costs queries where course and enterprise are not fetched along."""
        return f"{self.course} · {self.enterprise}"

    @property
    def chip(self) -> Chip:
        return FEE_CHIPS[FeeState(self.state)]
