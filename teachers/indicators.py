"""Shares among the teachers of any day: who is recognised as dual-qualified, whose practice is enough.

Each is one statement that says of every teacher whom it concerns, where they served on the day and as what
they count; numbers, rows and what is frozen all come out of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from core.indicators import (
    COUNTED,
    REST,
    Column,
    Departments,
    Group,
    Indicator,
    Member,
    Part,
    Rows,
    Shape,
    Topic,
    Words,
    grouped,
    in_both,
)
from core.windows import Counted
from teachers.enough import enough_sql
from teachers.models import Level, Recognition, RecognitionTerm, ServicePeriod, Teacher, TeacherKind
from teachers.practice_rules import PracticeRule, practice_rules
from teachers.recognition_standing import ELIGIBLE
from teachers.standing import Sql, standings

PRACTISED, NOT_DUE = "practised", "not_due"

# Who of those in service on the day held what as their highest level.
_RECOGNISED = """
SELECT period.teacher_id AS pk, period.department_id AS department,
       COALESCE((%(levels)s::text[])[held.level], '') AS part
FROM teachers_serviceperiod period
LEFT JOIN (
    SELECT recognition.teacher_id, max(array_position(%(levels)s::text[], recognition.level::text)) AS level
    FROM teachers_recognition recognition
    WHERE (recognition.ended_on IS NULL OR recognition.ended_on > %(on)s)
      AND EXISTS (SELECT FROM teachers_recognitionterm term
                  WHERE term.recognition_id = recognition.id
                    AND %(on)s BETWEEN term.starts_on AND term.ends_on)
    GROUP BY recognition.teacher_id
) held ON held.teacher_id = period.teacher_id
WHERE period.kind = ANY(%(kinds)s) AND period.starts_on <= %(on)s
  AND (period.ends_on IS NULL OR period.ends_on >= %(on)s) {of_departments}"""
# Whose practice was enough on the day by every rule, and of these, who had all that is wanted.
_COVERED = """
SELECT period.teacher_id AS pk, period.department_id AS department,
       CASE WHEN NOT bool_and(standing.is_met) THEN ''
            WHEN bool_and(standing.is_enough) THEN 'practised' ELSE 'not_due' END AS part
FROM ({standings}) standing
JOIN teachers_serviceperiod period ON period.teacher_id = standing.teacher_id
WHERE period.starts_on <= %(on)s AND (period.ends_on IS NULL OR period.ends_on >= %(on)s) {of_departments}
GROUP BY period.teacher_id, period.department_id"""
_RULE = "SELECT teacher_id, is_met, is_enough FROM ({standing}) rule"
_OF_DEPARTMENTS = "AND period.department_id = ANY(%(departments)s)"


# --- Statements -------------------------------------------------------------------------------


def dual_qualified(on: date, departments: Departments) -> Sql:
    """DQ-01: teachers of specialist courses and internship instructors; the level is the highest held."""
    text, parameters = _narrowed(_RECOGNISED, on, departments)
    return Sql(text, parameters | {"kinds": list(ELIGIBLE), "levels": Level.values})


def covered(on: date, departments: Departments, rules: Sequence[PracticeRule]) -> Sql:
    """Those before at least one of the rules, each of which has to be met."""
    of_rules: list[str] = []
    given: dict[str, Any] = {}
    for number, rule in enumerate(rules):
        standing = enough_sql(rule.requirement, on=on, kinds=rule.kinds)
        # Each rule has numbers of its own under the same names.
        of_rules.append(_RULE.format(standing=standing.text.replace("%(", f"%(rule{number}_")))
        given |= {f"rule{number}_{name}": value for name, value in standing.parameters.items()}
    text, parameters = _narrowed(_COVERED, on, departments, standings=" UNION ALL ".join(of_rules))
    return Sql(text, parameters | given)


def _narrowed(statement: str, on: date, departments: Departments, **parts: str) -> tuple[str, dict[str, Any]]:
    narrows = departments is not None
    text = statement.format(of_departments=_OF_DEPARTMENTS if narrows else "", **parts)
    return text, {"on": on} | ({"departments": sorted(departments or ())} if narrows else {})


def _fetch(members: Sql, text: str, **more: Any) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text.format(members=members.text), members.parameters | more)
        yield from cursor.fetchall()


def _counts(members: Sql | None) -> list[Group]:
    if members is None:
        return []
    counting = "SELECT department, part, count(*) FROM ({members}) member GROUP BY department, part"
    return grouped(_fetch(members, counting))


def _members(members: Sql | None) -> Iterator[Member]:
    if members is None:
        return
    listing = "SELECT pk, department, part FROM ({members}) member"
    for pk, department, part in _fetch(members, listing):
        yield Member(Teacher._meta.label, pk, department, part)


def _teachers(members: Sql | None, part: str) -> Any:
    """The teachers of a part; the statement is run once, however often the rows are asked for."""
    if members is None:
        return Teacher.objects.none()
    wanted = {COUNTED: "part <> ''", REST: "part = ''"}.get(part, "part = %(part)s")
    found = _fetch(members, f"SELECT pk FROM ({{members}}) member WHERE {wanted}", part=part)  # noqa: S608
    keys = [pk for (pk,) in found]
    return Teacher.objects.filter(pk__in=RawSQL("SELECT unnest(%s::bigint[])", [keys]))


# --- What rows say ----------------------------------------------------------------------------

NUMBER = Column(code="staff_number", label=gettext_lazy("Staff number"))
NAME = Column(code="name", label=gettext_lazy("Name"))
DEPARTMENT = Column(code="department", label=gettext_lazy("Department on the day"))
KIND = Column(code="kind", label=gettext_lazy("Teaches, on the day"), choices=dict(TeacherKind.choices))
SINCE = Column(code="since", label=gettext_lazy("There since"), shape=Shape.DATE)
WHO = (NAME, NUMBER, DEPARTMENT, KIND)
RECOGNITION = (
    Column(
        code="level",
        label=pgettext_lazy("of a dual-qualified teacher", "Level"),
        choices=dict(Level.choices),
    ),
    Column(code="recognised_on", label=gettext_lazy("Valid from"), shape=Shape.DATE),
    Column(code="valid_until", label=gettext_lazy("Valid until"), shape=Shape.DATE),
)


def tell_who(on: date, pks: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Name, number, and the service of the day. One query."""
    periods = ServicePeriod.objects.on(on).filter(teacher__in=pks).order_by()
    return {
        one.teacher_id: {
            "name": Words(en=one.teacher.name_latin or one.teacher.name, zh=one.teacher.name),
            "staff_number": one.teacher.staff_number,
            "department": Words(
                en=one.department.name_en or one.department.name_zh,
                zh=one.department.name_zh or one.department.name_en,
            ),
            "kind": one.kind,
            "since": one.starts_on,
        }
        for one in periods.select_related("teacher", "department")
    }


def _tell_recognition(on: date, pks: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
    """The highest level of each and the term that made it valid on the day. Two queries."""
    told = tell_who(on, pks)
    valid = Recognition.objects.valid_on(on).filter(teacher__in=pks)
    terms = RecognitionTerm.objects.covering(on).filter(recognition__in=valid.order_by().values("pk"))
    for term in sorted(
        terms.select_related("recognition"),
        key=lambda one: (Level(one.recognition.level).weight, one.ends_on, one.pk),
    ):
        told[term.recognition.teacher_id] |= {
            "level": term.recognition.level,
            "recognised_on": term.starts_on,
            "valid_until": term.ends_on,
        }
    return told


def _tell_practice(
    on: date, rules: Sequence[PracticeRule], pks: Sequence[int]
) -> Mapping[int, Mapping[str, Any]]:
    """How each stood before every rule. One query, and one for each rule."""
    told = tell_who(on, pks)
    for rule in rules:
        for row in standings(rule.requirement, on=on, kinds=rule.kinds, teachers=pks):
            if row.teacher_id in told:
                months = rule.requirement.in_months(Counted(row.calendar_days, row.single_days))
                told[row.teacher_id] |= {
                    f"months_{rule.code}": round(float(months), 1),
                    f"enough_until_{rule.code}": rule.owed_from(row.short_from),
                }
    return told


def _practice_columns(rules: Sequence[PracticeRule]) -> list[Column]:
    columns = [*WHO]
    for rule in rules:
        columns += [
            Column(
                code=f"months_{rule.code}",
                label=in_both(partial(_labelled, gettext_lazy("Months of practice"), rule)),
                shape=Shape.NUMBER,
            ),
            Column(
                code=f"enough_until_{rule.code}",
                label=in_both(partial(_labelled, gettext_lazy("Not enough from"), rule)),
                shape=Shape.DATE,
            ),
        ]
    return columns


def _labelled(label: Any, rule: PracticeRule) -> str:
    return f"{label} ({rule.code})"


# --- The indicators ---------------------------------------------------------------------------


def _dual_rows(on: date, departments: Departments, part: str) -> Rows:
    return Rows(
        queryset=_teachers(dual_qualified(on, departments), part),
        columns=[*WHO, *(() if part == REST else RECOGNITION)],
        tell=partial(_tell_recognition, on),
        name_field="pinyin_key",
    )


def _practice_members(on: date, departments: Departments) -> Sql | None:
    """Nothing where no rule is in force."""
    rules = practice_rules(on)
    return covered(on, departments, rules) if rules else None


def _practice_rows(on: date, departments: Departments, part: str) -> Rows:
    rules = practice_rules(on)
    return Rows(
        queryset=_teachers(covered(on, departments, rules) if rules else None, part),
        columns=_practice_columns(rules),
        tell=partial(_tell_practice, on, rules),
        name_field="pinyin_key",
    )


def _practice_basis(on: date) -> str:
    """What was asked for on the day."""
    return " ".join(_rule_in_words(rule) for rule in practice_rules(on)) or _(
        "No rule on practice was in force on the day."
    )


def _rule_in_words(rule: PracticeRule) -> str:
    wanted = rule.requirement
    window = (
        pgettext("window of practice", "rolling")
        if wanted.anchor is None
        else pgettext("window of practice", "fixed")
    )
    return _(
        "Rule %(code)s (%(instrument)s %(article)s): %(months)s months within %(years)s years, "
        "window %(window)s; a month is %(calendar)s calendar days of a period or %(single)s single days."
    ) % {
        "code": rule.code,
        "instrument": rule.rule.instrument,
        "article": rule.rule.article,
        "months": f"{float(wanted.months):g}",
        "years": wanted.years,
        "window": window,
        "calendar": f"{float(wanted.days_per_month):g}",
        "single": f"{float(wanted.single_days_per_month):g}",
    }


DUAL_QUALIFIED_SHARE = Indicator(
    code="dual_qualified_share",
    order=10,
    topic=Topic.TEACHERS,
    label=gettext_lazy("Share of dual-qualified teachers"),
    numerator=gettext_lazy("Recognised as dual-qualified"),
    denominator=gettext_lazy("Teachers of professional courses"),
    definition=gettext_lazy(
        "Numerator: those of the denominator who hold a recognition as dual-qualified that is valid on the "
        "day. Its term runs and it was not revoked; whoever holds several levels counts once, at the "
        "highest. Denominator: teachers of specialist courses and internship instructors in service on the "
        "day, those on leave included, in the department where they served then. Teachers of general courses "
        "and part-time teachers from enterprises count in neither."
    ),
    source="教师厅〔2022〕2号",
    parts=[Part(code=level.value, label=level.label) for level in Level],
    count=lambda on, departments: _counts(dual_qualified(on, departments)),
    members=lambda on, departments: _members(dual_qualified(on, departments)),
    rows=_dual_rows,
)
PRACTICE_COVERAGE = Indicator(
    code="practice_coverage",
    order=20,
    topic=Topic.TEACHERS,
    label=gettext_lazy("Practice coverage"),
    numerator=gettext_lazy("Practice in enterprises is enough"),
    denominator=gettext_lazy("Teachers before a rule on practice"),
    definition=gettext_lazy(
        "Numerator: those of the denominator who owe no practice in enterprises on the day, by every rule "
        "that concerns them: they have the months that are asked for within the window, or have served for "
        "less than a whole window and so owe nothing yet; both stand apart. Only accepted practice counts, "
        "up to the day, and days that overlap count once where the rule says so. Denominator: teachers in "
        "service on the day whom a rule on practice concerns, in the department where they served then."
    ),
    source="教师〔2016〕3号",
    parts=[
        Part(code=PRACTISED, label=gettext_lazy("Practised enough")),
        Part(code=NOT_DUE, label=gettext_lazy("Nothing owed yet")),
    ],
    count=lambda on, departments: _counts(_practice_members(on, departments)),
    members=lambda on, departments: _members(_practice_members(on, departments)),
    rows=_practice_rows,
    basis=_practice_basis,
)
