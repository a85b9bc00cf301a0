"""What both sides think of a year: few questions, and no key from an anonymous answer to its person."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models.assessments import OfEnterprise
from assessments.querysets import SurveyQuerySet
from core.access import Text
from core.fields import decider
from core.look import Chip, Meaning
from core.school_years import in_words
from internships.models import Student
from partnerships.models import Contact, Enterprise
from teachers.models import Teacher

FEWEST = 3
"""An anonymous group is shown from three answers on, and once nobody can answer any more."""


class Group(models.TextChoices):
    """As whom somebody is asked. Liaisons answer for their enterprise, by name; all others anonymously."""

    LIAISON = "liaison", pgettext_lazy("asked in a survey", "liaisons")
    MENTOR = "mentor", pgettext_lazy("asked in a survey", "mentors")
    STUDENT = "student", pgettext_lazy("asked in a survey", "students")
    INSTRUCTOR = "instructor", pgettext_lazy("asked in a survey", "school instructors")

    @property
    def is_anonymous(self) -> bool:
        return self is not Group.LIAISON

    @property
    def is_of_enterprise(self) -> bool:
        return self in OF_ENTERPRISE


OF_ENTERPRISE = (Group.LIAISON, Group.MENTOR)
OF_SCHOOL = (Group.STUDENT, Group.INSTRUCTOR)
NUMBERS = ("q1", "q2", "q3", "q4", "q5", "q6")
ASKED_OF_ENTERPRISE: dict[str, Text] = {
    "q1": _("The school is easy to reach and answers soon."),
    "q2": _("Its students come prepared for the work."),
    "q3": _("Its instructors look after the interns well."),
    "q4": _("The school keeps what it promised."),
    "q5": _("We gain from the cooperation."),
    "q6": _("We would recommend working with this school."),
}
ASKED_OF_SCHOOL: dict[str, Text] = {
    "q1": _("The work fits what is learned at school."),
    "q2": _("The mentors teach and guide well."),
    "q3": _("The workplace is safe, hours and rest are kept."),
    "q4": _("Pay and conditions are as agreed."),
    "q5": _("Much is learned there."),
    "q6": _("I would recommend this enterprise to others."),
}


def questions_for(group: str) -> dict[str, Text]:
    return ASKED_OF_ENTERPRISE if Group(group).is_of_enterprise else ASKED_OF_SCHOOL


@pghistory.track()
class Survey(OfEnterprise):
    """The survey of one school year about the partnership with one enterprise, from day to day."""

    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        related_name="satisfaction_surveys",
        db_index=False,
        verbose_name=_("enterprise"),
    )
    study_year = models.PositiveSmallIntegerField(_("school year"))
    opens_on = models.DateField(pgettext_lazy("survey", "opens on"))
    closes_on = models.DateField(pgettext_lazy("survey", "closes on"), help_text=_("The last day."))
    made_by = decider(_("made by"))
    made_at = models.DateTimeField(_("made at"), editable=False)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("satisfaction survey")
        verbose_name_plural = _("satisfaction surveys")
        ordering = ["-study_year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "study_year"], name="a_partnership_is_asked_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="a_survey_closes_after_it_opens"
            ),
        ]
        indexes = [
            models.Index(fields=["closes_on", "opens_on"], name="survey_by_days"),
            models.Index(fields=["study_year", "id"], name="survey_by_year"),
        ]

    def __str__(self) -> str:
        """Costs a query where the enterprise is not fetched along."""
        return f"{self.enterprise} · {self.year}"

    @property
    def year(self) -> str:
        return in_words(self.study_year)

    def is_open(self, on: date) -> bool:
        return self.opens_on <= on <= self.closes_on

    def is_over(self, on: date) -> bool:
        return self.closes_on < on

    def chip_on(self, on: date) -> Chip:
        if self.is_open(on):
            return Chip(pgettext_lazy("survey", "Open"), Meaning.WAITING, "clock")
        if self.is_over(on):
            return Chip(pgettext_lazy("survey", "Closed"), Meaning.GOOD, "checks")
        return Chip(pgettext_lazy("survey", "Not open yet"), Meaning.INACTIVE, "calendar-event")

    def get_absolute_url(self) -> str:
        return reverse("assessments:survey_detail", args=[self.pk])


class Invitee(models.Model):
    """Somebody who is asked, and whether they have answered; never what, and not when."""

    department_id = None  # shown in numbers only, to whoever sees the survey

    survey = models.ForeignKey(
        Survey, models.CASCADE, related_name="invitees", verbose_name=_("satisfaction survey")
    )
    group = models.CharField(pgettext_lazy("survey", "asked as"), max_length=12, choices=Group)
    contact = models.ForeignKey(
        Contact, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("contact")
    )
    student = models.ForeignKey(
        Student, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("student")
    )
    teacher = models.ForeignKey(
        Teacher, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("teacher")
    )
    has_answered = models.BooleanField(_("has answered"), default=False)

    class Meta:
        verbose_name = _("somebody asked in a survey")
        verbose_name_plural = _("people asked in surveys")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    group__in=["liaison", "mentor"], contact__isnull=False, student=None, teacher=None
                )
                | Q(group="student", contact=None, student__isnull=False, teacher=None)
                | Q(group="instructor", contact=None, student=None, teacher__isnull=False),
                name="who_is_asked_is_of_their_group",
            ),
            models.UniqueConstraint(fields=["survey", "contact"], name="a_contact_is_asked_once"),
            models.UniqueConstraint(fields=["survey", "student"], name="a_student_is_asked_once"),
            models.UniqueConstraint(fields=["survey", "teacher"], name="a_teacher_is_asked_once"),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


SCALE = [MinValueValidator(1), MaxValueValidator(5)]


class Answer(models.Model):
    """One answer. Of an anonymous group nothing says whose it is: no key, no time, no running number."""

    department_id = None  # shown in sums only, to whoever sees the survey

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    survey = models.ForeignKey(
        Survey, models.CASCADE, related_name="answers", verbose_name=_("satisfaction survey")
    )
    group = models.CharField(pgettext_lazy("survey", "asked as"), max_length=12, choices=Group)
    # Of a liaison only, who answers for the enterprise and is told so.
    named = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered for the enterprise by"),
    )
    q1 = models.PositiveSmallIntegerField("1", validators=SCALE)
    q2 = models.PositiveSmallIntegerField("2", validators=SCALE)
    q3 = models.PositiveSmallIntegerField("3", validators=SCALE)
    q4 = models.PositiveSmallIntegerField("4", validators=SCALE)
    q5 = models.PositiveSmallIntegerField("5", validators=SCALE)
    q6 = models.PositiveSmallIntegerField("6", validators=SCALE)
    words = models.TextField(_("What else would you like to say?"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("answer to a survey")
        verbose_name_plural = _("answers to surveys")
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{name}__range": (1, 5) for name in NUMBERS}),
                name="an_answer_is_from_one_to_five",
            ),
            models.CheckConstraint(
                condition=Q(group="liaison", named__isnull=False) | (~Q(group="liaison") & Q(named=None)),
                name="only_who_answers_for_the_enterprise_is_named",
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
