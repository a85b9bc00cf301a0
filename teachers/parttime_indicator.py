"""The share of part-time teachers from enterprises among all teachers of any day (PT-03)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.indicators import (
    COUNTED,
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
)
from teachers.indicators import DEPARTMENT, NAME, WHO, tell_who
from teachers.models import Appointment, PartTimeTeacher, ServicePeriod, Teacher
from teachers.parttime_rules import numbers_on
from teachers.parttime_standing import serving_on

COLUMNS = (
    NAME,
    Column(code="employer", label=gettext_lazy("Enterprise")),
    DEPARTMENT,
    Column(code="standing", label=gettext_lazy("Title or skill")),
    Column(code="since", label=gettext_lazy("There since"), shape=Shape.DATE),
    Column(code="until", label=gettext_lazy("Appointed until"), shape=Shape.DATE),
)


def _appointments(on: date) -> Any:
    """One of each person: who teaches in two departments counts where they began first."""
    rows = serving_on(on).with_first_day()
    return rows.order_by("person_id", "serves_from", "pk").distinct("person_id")


def _people(on: date, departments: Departments) -> list[tuple[int, int]]:
    """Part-time teachers with the department in which they count. One query."""
    found = _appointments(on).values_list("person", "need__department")
    return [(pk, where) for pk, where in found if departments is None or where in departments]


def _periods(on: date, departments: Departments) -> Any:
    rows = ServicePeriod.objects.on(on).order_by()
    return rows if departments is None else rows.filter(department__in=departments)


def count(on: date, departments: Departments) -> list[Group]:
    """Two queries."""
    part_time = Counter(where for _pk, where in _people(on, departments))
    own = _periods(on, departments).values_list("department").annotate(people=Count("pk"))
    return grouped(
        [
            *((where, COUNTED, people) for where, people in part_time.items()),
            *((where, "", people) for where, people in own),
        ]
    )


def members(on: date, departments: Departments) -> Iterator[Member]:
    """Two queries."""
    for pk, where in _people(on, departments):
        yield Member(PartTimeTeacher._meta.label, pk, where, COUNTED)
    for pk, where in _periods(on, departments).values_list("teacher", "department"):
        yield Member(Teacher._meta.label, pk, where, "")


def rows(on: date, departments: Departments, part: str) -> Rows:
    if part != COUNTED:
        return Rows(
            queryset=Teacher.objects.serving_on(on, department_ids=departments),
            columns=WHO,
            tell=partial(tell_who, on),
            name_field="pinyin_key",
        )
    people = [pk for pk, _where in _people(on, departments)]
    return Rows(
        queryset=PartTimeTeacher.objects.filter(pk__in=people),
        columns=COLUMNS,
        tell=partial(_tell, on),
        name_field="contact__name",
    )


def _tell(on: date, pks: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
    """One query."""
    found: Any = _appointments(on).filter(person__in=pks)
    return {one.person_id: _said(one) for one in found.with_names()}


def _said(appointment: Appointment) -> dict[str, Any]:
    person, department = appointment.person, appointment.need.department
    contact = appointment.contact
    return {
        "name": Words(en=contact.name_latin or contact.name, zh=contact.name),
        "employer": Words(
            en=contact.enterprise.name_en or contact.enterprise.name, zh=contact.enterprise.name
        ),
        "department": Words(
            en=department.name_en or department.name_zh, zh=department.name_zh or department.name_en
        ),
        "standing": person.standing_in_words,
        "since": max(filter(None, (appointment.begins_on, appointment.inducted_on))),
        "until": min(filter(None, (appointment.ends_on, appointment.ended_on))),
    }


def basis(on: date) -> str:
    """The greatest share that was advised on the day."""
    numbers = numbers_on(on)
    if numbers is None:
        return ""
    return _("The rules of the day advise %(percent)s %% at the most (PT-03).") % {
        "percent": f"{float(numbers.cap * 100):g}"
    }


PART_TIME_SHARE = Indicator(
    code="part_time_share",
    order=30,
    topic=Topic.TEACHERS,
    label=gettext_lazy("Share of part-time teachers"),
    numerator=gettext_lazy("Part-time teachers from enterprises"),
    denominator=gettext_lazy("Teachers and part-time teachers"),
    definition=gettext_lazy(
        "Numerator: people from enterprises whose appointment runs on the day: inducted, begun and not "
        "ended. Each counts once; whoever teaches in two departments counts where they began first. "
        "Denominator: these, and all teachers of every kind who are in the centre’s own record in service on "
        "the day, in the department where they served then. Whoever is in both counts in the centre’s own "
        "record alone."
    ),
    source="教师〔2023〕9号",
    parts=[Part(code=COUNTED, label=gettext_lazy("Part-time teachers from enterprises"))],
    count=count,
    members=members,
    rows=rows,
    basis=basis,
)
