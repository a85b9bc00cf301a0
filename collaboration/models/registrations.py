from __future__ import annotations

from uuid import uuid4

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaboration.exchange_querysets import RegistrationQuerySet
from collaboration.models.exchanges import Exchange, OfExchange
from core.fields import decider
from core.look import Chip, Meaning
from internships.models import Student
from teachers.models import Teacher, Training


class RegistrationState(models.TextChoices):
    INVITED = "invited", pgettext_lazy("registration for an exchange", "Invited")
    REGISTERED = "registered", pgettext_lazy("registration for an exchange", "Registered")
    WAITING = "waiting", pgettext_lazy("registration for an exchange", "Waiting for a place")
    WITHDRAWN = "withdrawn", pgettext_lazy("registration for an exchange", "Withdrawn")


R = RegistrationState
REGISTRATION_CHIPS = {
    R.INVITED: Chip(R.INVITED.label, Meaning.WAITING, "send"),
    R.REGISTERED: Chip(R.REGISTERED.label, Meaning.GOOD, "circle-check"),
    R.WAITING: Chip(R.WAITING.label, Meaning.SOON, "clock"),
    R.WITHDRAWN: Chip(R.WITHDRAWN.label, Meaning.INACTIVE, "circle-x"),
}


@pghistory.track()
class Registration(OfExchange):
    """Somebody who takes part: a student, a teacher, somebody else of the staff, or an employee by name.

    Who has a place has a seat, a number that no second person has: so that no race fills a room twice.
    """

    exchange = models.ForeignKey(
        Exchange, models.CASCADE, related_name="registrations", db_index=False, verbose_name=_("exchange")
    )
    student = models.ForeignKey(
        Student,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exchange_registrations",
        verbose_name=_("student"),
    )
    teacher = models.ForeignKey(
        Teacher,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exchange_registrations",
        verbose_name=_("teacher"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exchange_registrations",
        verbose_name=_("somebody of the staff"),
    )
    employee = models.CharField(_("employee"), max_length=100, blank=True)
    job = models.CharField(_("job title"), max_length=100, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=RegistrationState, default=R.REGISTERED, editable=False
    )
    seat = models.PositiveSmallIntegerField(_("seat"), null=True, blank=True, editable=False)
    registered_by = decider(_("registered by"))
    registered_at = models.DateTimeField(_("registered at"), editable=False)
    signed_in_at = models.DateTimeField(_("signed in at"), null=True, blank=True, editable=False)
    attended = models.BooleanField(_("was there"), null=True, blank=True, editable=False)

    objects = RegistrationQuerySet.as_manager()  # type: ignore[misc]  # narrower

    class Meta:
        verbose_name = _("registration for an exchange")
        verbose_name_plural = _("registrations for exchanges")
        ordering = ["registered_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(student__isnull=False, teacher=None, user=None, employee="")
                | Q(student=None, teacher__isnull=False, user=None, employee="")
                | Q(student=None, teacher=None, user__isnull=False, employee="")
                | (Q(student=None, teacher=None, user=None) & ~Q(employee="")),
                name="a_registration_is_of_one_person",
            ),
            models.UniqueConstraint(fields=["exchange", "student"], name="a_student_registers_once"),
            models.UniqueConstraint(fields=["exchange", "teacher"], name="a_teacher_registers_once"),
            models.UniqueConstraint(fields=["exchange", "user"], name="somebody_registers_once"),
            models.UniqueConstraint(
                fields=["exchange", "employee", "job"],
                condition=~Q(employee=""),
                name="an_employee_is_registered_once",
            ),
            models.UniqueConstraint(fields=["exchange", "seat"], name="a_seat_is_taken_once"),
            models.CheckConstraint(
                condition=Q(state=R.REGISTERED, seat__isnull=False, seat__gt=0)
                | (~Q(state=R.REGISTERED) & Q(seat=None)),
                name="who_is_registered_has_a_seat",
            ),
            models.CheckConstraint(
                condition=~Q(attended=True) | Q(state=R.REGISTERED), name="who_was_there_is_registered"
            ),
        ]
        indexes = [
            models.Index(fields=["exchange", "state", "registered_at"], name="registration_by_exchange"),
        ]

    def __str__(self) -> str:
        """Costs a query where the person is not fetched along."""
        return str(self.student or self.teacher or self.user or self.employee)

    @property
    def chip(self) -> Chip:
        return REGISTRATION_CHIPS[RegistrationState(self.state)]

    @property
    def is_alive(self) -> bool:
        return self.state in {R.REGISTERED, R.WAITING}


SCALE = [MinValueValidator(1), MaxValueValidator(5)]
QUESTIONS = {
    "content": _("The content was good."),
    "speaker": _("It was presented well."),
    "organisation": _("It was organised well."),
    "usefulness": _("I can use what I learned."),
}
"""What the survey asks, each from 1 to 5."""


class Feedback(models.Model):
    """One answer to the survey. Nothing says whose it is: no key, no time, no running number, no history."""

    department_id = None  # shown in sums only, to whoever sees its exchange

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    exchange = models.ForeignKey(
        Exchange, models.CASCADE, related_name="feedback", verbose_name=_("exchange")
    )
    content = models.PositiveSmallIntegerField(QUESTIONS["content"], validators=SCALE)
    speaker = models.PositiveSmallIntegerField(QUESTIONS["speaker"], validators=SCALE)
    organisation = models.PositiveSmallIntegerField(QUESTIONS["organisation"], validators=SCALE)
    usefulness = models.PositiveSmallIntegerField(QUESTIONS["usefulness"], validators=SCALE)
    words = models.TextField(
        _("What else would you like to say?"),
        max_length=1000,
        blank=True,
        help_text=_("Do not write your name: nobody learns who answered what."),
    )

    class Meta:
        verbose_name = _("feedback on an exchange")
        verbose_name_plural = _("feedback on exchanges")
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{name}__range": (1, 5) for name in QUESTIONS}),
                name="feedback_is_from_one_to_five",
            )
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class FeedbackGiven(models.Model):
    """That somebody has answered, not what: so that nobody answers twice."""

    department_id = None  # nobody is shown it

    registration = models.OneToOneField(
        Registration, models.CASCADE, primary_key=True, related_name="feedback_given", verbose_name=_("who")
    )

    class Meta:
        verbose_name = _("that feedback was given")
        verbose_name_plural = _("who gave feedback")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class CreditRole(models.TextChoices):
    HELD = "held", pgettext_lazy("credit for an exchange", "held it")
    ATTENDED = "attended", pgettext_lazy("credit for an exchange", "took part")


@pghistory.track()
class Credit(OfExchange):
    """Hours of a closed exchange for one teacher, once, whatever they did there.

    Who took part in something to learn from has them among the trainings of their record as well.
    """

    exchange = models.ForeignKey(
        Exchange, models.PROTECT, related_name="credits", db_index=False, verbose_name=_("exchange")
    )
    teacher = models.ForeignKey(
        Teacher, models.PROTECT, related_name="exchange_credits", verbose_name=_("teacher")
    )
    role = models.CharField(
        pgettext_lazy("credit for an exchange", "as who"), max_length=10, choices=CreditRole
    )
    hours = models.DecimalField(_("hours credited"), max_digits=4, decimal_places=1)
    training = models.OneToOneField(
        Training,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exchange_credit",
        verbose_name=_("training of a teacher"),
    )

    class Meta:
        verbose_name = _("credit for an exchange")
        verbose_name_plural = _("credits for exchanges")
        ordering = ["-exchange__starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["exchange", "teacher"], name="an_hour_is_credited_once"),
            models.CheckConstraint(condition=Q(hours__gt=0), name="a_credit_has_hours"),
        ]

    def __str__(self) -> str:
        """Costs a query where the teacher is not fetched along."""
        return f"{self.teacher} · {self.get_role_display()}"
