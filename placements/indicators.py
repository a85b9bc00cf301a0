"""What became of graduates, and whether interns went as the rules ask for; for any day.

Shares of graduates and of interns look at the twelve months that end on the day: on 31 August they are those
of the school year, on 31 December those of the calendar year.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.access import Text
from core.indicators import Column, Indicator, Part, Shape, Topic
from core.metrics import Measure
from core.school_years import YearKind
from core.tallies import (
    SHARE,
    Statement,
    Tally,
    amount,
    department_in_words,
    enterprise_in_words,
    in_two,
    of_queryset,
    tallied,
)
from core.windows import years_before
from internships.models import Student
from placements.models import (
    AlternationState,
    AlternationWeek,
    Destination,
    DestinationKind,
    LearningPlace,
    Placement,
)
from placements.models.destinations import HIRED, SETTLED, WORKING

RULES = "教职成〔2021〕4号"
K = DestinationKind
ONE_DAY = timedelta(days=1)


def twelve_months(on: date) -> date:
    """The first of the twelve months that end on a day."""
    return years_before(on, 1) + ONE_DAY


# --- Graduates --------------------------------------------------------------------------------

EMPLOYED, MATCHED = "employed", "matched"
# As what a graduate counts whose destination the centre has confirmed and who is there on the day.
_GRADUATES = """
SELECT student.id AS pk, class.department_id AS department, {part} AS part, 1 AS weight
FROM internships_student student
JOIN internships_schoolclass class ON class.id = student.school_class_id
LEFT JOIN placements_destination destination
       ON destination.student_id = student.id AND destination.confirmed_at IS NOT NULL
      AND COALESCE(destination.since_on, '-infinity') <= %s
WHERE student.state = 'graduated' AND class.graduated_on BETWEEN %s AND %s {narrowed}"""
_KIND = """CASE WHEN destination.kind = ANY(%s) THEN 'employed'
                WHEN destination.kind = ANY(%s) THEN destination.kind ELSE '' END"""
_MATCHED = "CASE WHEN destination.is_matched THEN 'counted' ELSE '' END"


def graduates(on: date) -> Statement:
    """Those of the twelve months up to a day, by what became of them."""
    text = _GRADUATES.format(part=_KIND, narrowed="")
    return Statement(text, (sorted(HIRED), sorted(SETTLED - HIRED), on, twelve_months(on), on))


def working(on: date) -> Statement:
    """Of these, those who work; whether in the field of their major."""
    text = _GRADUATES.format(part=_MATCHED, narrowed="AND destination.kind = ANY(%s)")
    return Statement(text, (on, twelve_months(on), on, sorted(WORKING)))


def _destination(student: Any) -> Destination | None:
    return getattr(student, "destination", None)


GRADUATE_SAYS = (
    (Column(code="name", label=_("Name")), lambda one: in_two(one.name_latin, one.name)),
    (Column(code="number", label=_("Student number")), lambda one: one.number),
    (Column(code="class", label=_("Class")), lambda one: one.school_class.name),
    (
        Column(code="graduated_on", label=_("Graduated on"), shape=Shape.DATE),
        lambda one: one.school_class.graduated_on,
    ),
    (
        Column(code="kind", label=_("What became of them"), choices=dict(K.choices)),
        lambda one: found.kind if (found := _destination(one)) and found.is_confirmed else "",
    ),
    (
        Column(code="where", label=_("Employer or school")),
        lambda one: found.where if (found := _destination(one)) and found.is_confirmed else "",
    ),
    (
        Column(code="since", label=_("Since"), shape=Shape.DATE),
        lambda one: found.since_on if (found := _destination(one)) and found.is_confirmed else None,
    ),
)


def _students(statement: Any, says: Any = GRADUATE_SAYS) -> Tally:
    return Tally(
        model=Student,
        statement=statement,
        says=says,
        related=["school_class", "destination"],
        name_field="pinyin_key",
        found_by=["name", "name_latin", "number", "school_class__name"],
        is_personal=True,
    )


# --- Interns ----------------------------------------------------------------------------------

_INTERNS = """
SELECT placement.id AS pk, placement.department_id AS department,
       CASE WHEN {is_met} THEN 'counted' ELSE '' END AS part, 1 AS weight
FROM placements_placement placement
WHERE placement.started_on <= %s AND (placement.ended_on IS NULL OR placement.ended_on >= %s)
  AND placement.state <> 'cancelled'"""
# The last answer until the first day at work counts.
_CONSENTED = """COALESCE((
    SELECT consent.state = 'given' FROM placements_consent consent
    WHERE consent.placement_id = placement.id AND consent.party = 'guardian'
      AND consent.state IN ('given', 'objected') AND consent.decided_on <= placement.started_on
    ORDER BY consent.decided_on DESC, consent.recorded_at DESC, consent.id DESC LIMIT 1), false)"""
_AGREED = """EXISTS (
    SELECT FROM placements_tripartite paper
    WHERE paper.placement_id = placement.id AND paper.amendment_no = 0 AND paper.state = 'signed'
      AND paper.signed_on <= placement.started_on)"""
_INSURED = """COALESCE((
    SELECT range_agg(daterange(insured.covers_from, insured.covers_until, '[]'))
           @> daterange(placement.started_on,
                        GREATEST(placement.started_on, COALESCE(placement.ended_on, placement.ends_on)), '[]')
    FROM placements_insured insured WHERE insured.placement_id = placement.id), false)"""
_IN_FIELD = """EXISTS (
    SELECT FROM internships_post_majors wanted
    JOIN internships_student student ON student.id = placement.student_id
    JOIN internships_schoolclass class ON class.id = student.school_class_id
    WHERE wanted.post_id = placement.post_id AND wanted.major_id = class.major_id)"""


def interns(is_met: str) -> Tally:
    """The internships of the twelve months up to a day."""
    text = _INTERNS.format(is_met=is_met)
    return Tally(
        model=Placement,
        statement=lambda _first, on: Statement(text, (on, twelve_months(on))),
        says=(
            (
                Column(code="name", label=_("Name")),
                lambda one: in_two(one.student.name_latin, one.student.name),
            ),
            (Column(code="number", label=_("Student number")), lambda one: one.student.number),
            (Column(code="class", label=_("Class")), lambda one: one.student.school_class.name),
            (
                Column(code="enterprise", label=_("Enterprise")),
                lambda one: enterprise_in_words(one.enterprise),
            ),
            (
                Column(code="post", label=_("Post")),
                lambda one: in_two(one.post.name_en, one.post.name_zh),
            ),
            (Column(code="began", label=_("Began on"), shape=Shape.DATE), lambda one: one.started_on),
            (
                Column(code="ends", label=_("Last day"), shape=Shape.DATE),
                lambda one: one.ended_on or one.ends_on,
            ),
        ),
        related=["student__school_class", "enterprise", "post"],
        name_field="student__pinyin_key",
        found_by=["student__name", "student__name_latin", "student__number", "enterprise__name"],
        is_personal=True,
    )


OF_INTERNS = _("Internships of the twelve months")


def _compliance(
    code: str, order: int, is_met: str, *, rule: str, label: Text, numerator: Text, definition: Text
) -> Indicator:
    return tallied(
        code=code,
        order=order,
        topic=Topic.STUDENTS,
        nature=SHARE,
        tally=interns(is_met),
        label=label,
        numerator=numerator,
        denominator=OF_INTERNS,
        definition=definition,
        source=f"{RULES} ({rule})",
    )


# --- Order classes, teaching at enterprises, graduates who stay -------------------------------

_ORDER_CLASSES = """
SELECT DISTINCT student.id AS pk, class.department_id AS department, 'counted' AS part, 1 AS weight
FROM placements_alternationschedule timetable
JOIN internships_schoolclass class ON class.id = timetable.school_class_id
JOIN internships_student student ON student.school_class_id = class.id
WHERE timetable.kind = 'order_class' AND timetable.state = 'running'
  AND %s BETWEEN timetable.starts_on AND timetable.ends_on
  AND student.state <> 'left' AND (class.graduated_on IS NULL OR class.graduated_on > %s)"""


def _weeks_at_hosts(first: date, on: date) -> Statement:
    rows = AlternationWeek.objects.filter(
        place=LearningPlace.ENTERPRISE, vouched_at__isnull=False, monday__range=(first, on)
    ).exclude(schedule__state=AlternationState.DRAFT)
    return of_queryset(rows, department="schedule__department", weight="hours")


def _retained(first: date, on: date) -> Statement:
    since = Coalesce("since_on", TruncDate("reported_at", tzinfo=timezone.get_default_timezone()))
    rows = Destination.objects.filter(kind=K.HOST, confirmed_at__isnull=False)
    return of_queryset(
        rows.alias(day=since).filter(day__range=(first, on)),
        department="student__school_class__department",
    )


INDICATORS = (
    tallied(
        code="destination_rate",
        order=200,
        topic=Topic.STUDENTS,
        nature=SHARE,
        tally=_students(lambda _first, on: graduates(on)),
        parts=[
            Part(code=EMPLOYED, label=_("Hired")),
            *(Part(code=kind.value, label=kind.label) for kind in (K.SELF_EMPLOYED, K.STUDY, K.MILITARY)),
        ],
        label=_("Destination rate"),
        numerator=_("Graduates with a settled destination"),
        denominator=_("Graduates of the twelve months"),
        definition=_(
            "Numerator: those of the denominator who are hired, self-employed or freelance, in further study "
            "or in military service on the day, as the centre has confirmed it with a proof; where no first "
            "day was told, from the beginning. Denominator: all students whose class graduated in the twelve "
            "months that end on the day; who left without graduating is in neither."
        ),
        source=_("Yearly statistics of the ministry on graduates"),
    ),
    tallied(
        code="match_rate",
        order=201,
        topic=Topic.STUDENTS,
        nature=SHARE,
        tally=_students(lambda _first, on: working(on)),
        label=_("Match rate of graduates"),
        numerator=_("Work in the field of their major"),
        denominator=_("Graduates of the twelve months who work"),
        definition=_(
            "Numerator: those of the denominator whose work is one for which their major prepares. "
            "Denominator: students whose class graduated in the twelve months that end on the day and who on "
            "the day work, hired or for themselves, as the centre has confirmed it with a proof. Who studies "
            "on, serves or seeks work is in neither."
        ),
        source=_("Yearly statistics of the ministry on graduates"),
    ),
    tallied(
        code="graduates_retained",
        order=202,
        topic=Topic.STUDENTS,
        nature=amount(Measure.NUMBER),
        unit=_("graduates"),
        year=YearKind.SCHOOL,
        tally=Tally(
            model=Destination,
            statement=_retained,
            says=(
                (
                    Column(code="name", label=_("Name")),
                    lambda one: in_two(one.student.name_latin, one.student.name),
                ),
                (Column(code="class", label=_("Class")), lambda one: one.student.school_class.name),
                (Column(code="where", label=_("Employer or school")), lambda one: one.where),
                (Column(code="since", label=_("Since"), shape=Shape.DATE), lambda one: one.since_on),
            ),
            related=["student__school_class"],
            name_field="student__pinyin_key",
            found_by=["student__name", "student__name_latin", "where"],
            is_personal=True,
        ),
        label=_("Graduates retained by their host"),
        numerator=_("Graduates retained by their host"),
        definition=_(
            "Graduates whom the host of their internship hired, as the centre has confirmed it with a proof; "
            "each on the day since when they are there, or on which it was told where that is not known."
        ),
        source=_("Return on the cooperation of school and enterprises"),
    ),
    _compliance(
        "consent_rate",
        210,
        _CONSENTED,
        rule="INT-07",
        label=_("Consent of guardians"),
        numerator=_("With the consent of a guardian before the start"),
        definition=_(
            "Numerator: internships of the denominator for which the last answer of a guardian, until the "
            "first day at work, is consent; for students of age as well. Denominator: internships that "
            "really began, by two-way selection, assigned or found by the student, of which at least one day "
            "lies in the twelve months that end on the day; a student with two counts twice."
        ),
    ),
    _compliance(
        "tripartite_rate",
        211,
        _AGREED,
        rule="INT-13",
        label=_("Tripartite agreements"),
        numerator=_("With an agreement that all had signed before the start"),
        definition=_(
            "Numerator: internships of the denominator whose tripartite agreement all parties had signed by "
            "the first day at work; amendments do not matter. Denominator: internships that really began, by "
            "two-way selection, assigned or found by the student, of which at least one day lies in the "
            "twelve months that end on the day; a student with two counts twice."
        ),
    ),
    _compliance(
        "insurance_rate",
        212,
        _INSURED,
        rule="INT-36",
        label=_("Insurance of interns"),
        numerator=_("Insured for the whole internship"),
        definition=_(
            "Numerator: internships of the denominator of which every day, from the first at work to the "
            "last one, or to the one agreed on while it goes on, is covered by a liability insurance. "
            "Denominator: internships that really began, by two-way selection, assigned or found by the "
            "student, of which at least one day lies in the twelve months that end on the day; a student "
            "with two counts twice."
        ),
    ),
    _compliance(
        "internship_match_rate",
        213,
        _IN_FIELD,
        rule="INT-06",
        label=_("Internships in the field of the major"),
        numerator=_("At a post for the major of the student"),
        definition=_(
            "Numerator: internships of the denominator at a post that is meant for the major of the "
            "student’s class. Denominator: internships that really began, by two-way selection, assigned or "
            "found by the student, of which at least one day lies in the twelve months that end on the day; "
            "a student with two counts twice."
        ),
    ),
    tallied(
        code="order_class_students",
        order=110,
        topic=Topic.STUDENTS,
        nature=amount(Measure.NUMBER),
        unit=_("students"),
        tally=_students(lambda _first, on: Statement(_ORDER_CLASSES, (on, on)), says=GRADUATE_SAYS[:3]),
        label=_("Students in order classes"),
        numerator=_("Students in order classes"),
        definition=_(
            "Students of classes that learn in turns at the school and at an enterprise as an order class, "
            "by a timetable that is in force and covers the day; each once. Those who left or had graduated "
            "by the day do not count; a timetable that was stopped counts for no day."
        ),
        source=_("Return on the cooperation of school and enterprises"),
    ),
    tallied(
        code="alternation_hours",
        order=111,
        topic=Topic.STUDENTS,
        nature=amount(Measure.HOURS),
        unit=_("hours"),
        year=YearKind.SCHOOL,
        tally=Tally(
            model=AlternationWeek,
            statement=_weeks_at_hosts,
            says=(
                (
                    Column(code="name", label=_("Class")),
                    lambda one: in_two(one.schedule.school_class.name, one.schedule.school_class.name),
                ),
                (
                    Column(code="enterprise", label=_("Enterprise")),
                    lambda one: enterprise_in_words(one.schedule.enterprise),
                ),
                (
                    Column(code="department", label=_("Department")),
                    lambda one: department_in_words(one.schedule.department),
                ),
                (Column(code="monday", label=_("Monday"), shape=Shape.DATE), lambda one: one.monday),
                (
                    Column(code="hours", label=_("Hours"), shape=Shape.NUMBER),
                    lambda one: float(one.hours),
                ),
            ),
            related=["schedule__school_class", "schedule__enterprise", "schedule__department"],
            name_field="monday",
            found_by=["schedule__school_class__name", "schedule__enterprise__name"],
        ),
        label=_("Hours of classes at enterprises"),
        numerator=_("Hours of classes at enterprises"),
        definition=_(
            "Hours that classes in work–study alternation, apprentices and order classes, learned at an "
            "enterprise, by the weeks that were confirmed; a week counts whole, on its Monday, once for the "
            "class, however many students it has."
        ),
        source=_("Return on the cooperation of school and enterprises"),
    ),
)
