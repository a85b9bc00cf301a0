"""What teachers do in enterprises and people of enterprises at the centre, added up over a year."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core.indicators import Column, Indicator, Shape, Topic
from core.metrics import Measure
from core.school_years import YearKind, in_words
from core.tallies import (
    Statement,
    Tally,
    amount,
    department_in_words,
    enterprise_in_words,
    in_two,
    of_queryset,
    tallied,
)
from teachers.models import Engagement, Practice

RETURN = _("Return on the cooperation of school and enterprises")
# Accepted practices by the department in which the teacher served on the last day, or serves now.
_PRACTICES = """
SELECT practice.id AS pk, COALESCE((
           SELECT period.department_id FROM teachers_serviceperiod period
           WHERE period.teacher_id = practice.teacher_id AND period.starts_on <= practice.ends_on
           ORDER BY period.starts_on DESC LIMIT 1), teacher.department_id) AS department,
       'counted' AS part,
       CASE WHEN practice.counted_as = 'period' THEN practice.ends_on - practice.starts_on + 1
            ELSE (SELECT count(*) FROM teachers_practiceday day WHERE day.practice_id = practice.id)
       END AS weight
FROM teachers_practice practice JOIN teachers_teacher teacher ON teacher.id = practice.teacher_id
WHERE practice.state = 'accepted' AND practice.ends_on BETWEEN %s AND %s"""


def _engagements(weight: Any) -> Any:
    def statement(first: date, on: date) -> Statement:
        rows = Engagement.objects.filter(confirmed_on__range=(first, on))
        return of_queryset(rows, department="appointment__need__department", weight=weight)

    return statement


def _person(engagement: Engagement) -> Any:
    contact = engagement.appointment.contact
    return in_two(contact.name_latin, contact.name)


def _taught(weight: Any) -> Tally:
    """What part-time teachers taught, by the day on which the department confirmed it."""
    return Tally(
        model=Engagement,
        statement=_engagements(weight),
        says=(
            (Column(code="name", label=_("Name")), _person),
            (
                Column(code="enterprise", label=_("Enterprise")),
                lambda one: enterprise_in_words(one.appointment.contact.enterprise),
            ),
            (
                Column(code="department", label=_("Department")),
                lambda one: department_in_words(one.appointment.need.department),
            ),
            (Column(code="course", label=_("Course")), lambda one: one.course),
            (Column(code="school_year", label=_("School year")), lambda one: in_words(one.study_year)),
            (
                Column(code="hours", label=_("Hours taught"), shape=Shape.NUMBER),
                lambda one: one.hours_taught,
            ),
            (
                Column(code="fee", label=_("Fees in yuan"), shape=Shape.NUMBER),
                lambda one: float(one.fee_in_all),
            ),
            (
                Column(code="confirmed_on", label=_("Hours confirmed on"), shape=Shape.DATE),
                lambda one: one.confirmed_on,
            ),
        ),
        related=["appointment__contact__enterprise", "appointment__need__department"],
        name_field="appointment__contact__name",
        found_by=["appointment__contact__name", "appointment__contact__enterprise__name", "course"],
        is_personal=True,
    )


PRACTICES = Tally(
    model=Practice,
    statement=lambda first, on: Statement(_PRACTICES, (first, on)),
    says=(
        (
            Column(code="name", label=_("Name")),
            lambda one: in_two(one.teacher.name_latin, one.teacher.name),
        ),
        (Column(code="staff_number", label=_("Staff number")), lambda one: one.teacher.staff_number),
        (Column(code="enterprise", label=_("Enterprise")), lambda one: enterprise_in_words(one.enterprise)),
        (Column(code="starts_on", label=_("First day"), shape=Shape.DATE), lambda one: one.starts_on),
        (Column(code="ends_on", label=_("Last day"), shape=Shape.DATE), lambda one: one.ends_on),
    ),
    related=["teacher", "enterprise"],
    name_field="teacher__pinyin_key",
    found_by=["teacher__name", "teacher__staff_number", "enterprise__name"],
    is_personal=True,
)

INDICATORS: tuple[Indicator, ...] = (
    tallied(
        code="teacher_practice_days",
        order=40,
        topic=Topic.TEACHERS,
        nature=amount(Measure.DAYS),
        unit=_("days"),
        year=YearKind.SCHOOL,
        tally=PRACTICES,
        label=_("Days of teachers in enterprises"),
        numerator=_("Days of teachers in enterprises"),
        definition=_(
            "Days of all practices of teachers in enterprises that the centre has accepted, each practice on "
            "its last day and whole: every calendar day from the first to the last, or the single days of "
            "its log where it is counted so. It counts in the department where the teacher served on the "
            "last day."
        ),
        source="教师〔2016〕3号",
    ),
    tallied(
        code="part_time_hours",
        order=41,
        topic=Topic.TEACHERS,
        nature=amount(Measure.HOURS),
        unit=_("hours"),
        year=YearKind.SCHOOL,
        tally=_taught(F("hours_taught")),
        label=_("Hours taught by people from enterprises"),
        numerator=_("Hours taught by people from enterprises"),
        definition=_(
            "Hours that part-time teachers from enterprises taught in the courses of their appointments, "
            "once the department has confirmed them, on the day on which it did; in the department that "
            "needed them."
        ),
        source="教师〔2023〕9号",
    ),
    tallied(
        code="part_time_fees",
        order=42,
        topic=Topic.TEACHERS,
        nature=amount(Measure.MONEY),
        unit=_("yuan"),
        year=YearKind.SCHOOL,
        tally=_taught(F("fee") * F("hours_taught")),
        label=_("Fees of part-time teachers"),
        numerator=_("Fees of part-time teachers"),
        definition=_(
            "Hours that part-time teachers from enterprises taught times the fee an hour that was agreed on, "
            "before tax, on the day on which the department confirmed the hours."
        ),
        source="教师〔2023〕9号",
    ),
)
