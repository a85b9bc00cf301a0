"""What the database reckons of many teachers is what is reckoned of each of them by itself."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import connection

from core.windows import Counted, Requirement, Span
from teachers.enough import enough_sql
from teachers.models import Practice, PracticeDay, ServicePeriod, Teacher
from teachers.practice_to_come import spans_as_planned
from teachers.standing import standings
from tests.factories import EnterpriseFactory, TeacherFactory
from tests.teachers.practising import practised

FIRST, LAST = date(2016, 1, 1), date(2026, 12, 31)
REQUIREMENTS = [
    Requirement(months=Fraction(6), years=5),
    Requirement(months=Fraction(2), years=2, single_days_per_month=Fraction("21.75")),
    Requirement(months=Fraction(1), years=1, counts_overlaps_once=False, days_per_month=Fraction("30.4")),
    Requirement(months=Fraction(1, 30), years=4),
    Requirement(months=Fraction(2), years=2, anchor=date(2019, 9, 1)),
    Requirement(months=Fraction(3), years=3, anchor=date(2020, 2, 29), counts_overlaps_once=False),
]
DAYS = [
    date(2020, 2, 28),
    date(2020, 2, 29),
    date(2021, 2, 28),
    date(2024, 2, 29),
    date(2025, 3, 1),
    date(2026, 11, 20),
]
KINDS = ["specialist", "instructor"]


def some_day(chance: random.Random) -> date:
    """Any day, and often one around a leap day."""
    if chance.random() < 0.3:
        leap = chance.choice([date(2016, 2, 29), date(2020, 2, 29), date(2024, 2, 29)])
        return leap + timedelta(chance.randint(-2, 2))
    return FIRST + timedelta(chance.randrange((LAST - FIRST).days))


@pytest.fixture
def crowd(db) -> list[Teacher]:
    """Forty teachers with practice that overlaps, leaves gaps and lies on single days."""
    chance = random.Random(20261120)
    enterprise = EnterpriseFactory.create(name="Random Works")
    teachers = []
    for number in range(40):
        teacher = TeacherFactory.create(staff_number=f"R{number}", kind=chance.choice(KINDS))
        ServicePeriod.objects.filter(teacher=teacher).delete()
        began = some_day(chance)
        ends = chance.choice([None, None, None, began + timedelta(chance.randint(0, 3000))])
        ServicePeriod.objects.create(
            teacher=teacher,
            department=teacher.department,
            kind=chance.choice([*KINDS, "general"]),
            starts_on=began,
            ends_on=ends,
        )
        if ends is not None:
            ServicePeriod.objects.create(
                teacher=teacher,
                department=teacher.department,
                kind=chance.choice(KINDS),
                starts_on=ends + timedelta(chance.randint(1, 40)),
            )
        for _practice in range(chance.randint(0, 7)):
            first = some_day(chance)
            last = first + timedelta(chance.choice([0, 3, 20, 59, 60, 90, 180]))
            length = (last - first).days + 1
            days = chance.sample(range(length), min(length, 12)) if chance.random() < 0.4 else []
            practised(
                teacher,
                enterprise,
                first,
                last,
                state=chance.choice(["accepted", "accepted", "accepted", "submitted", "cancelled"]),
                days=[first + timedelta(n) for n in days],
            )
        teachers.append(teacher)
    return teachers


def spans_of(states: tuple[str, ...]) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = defaultdict(list)
    for practice in Practice.objects.filter(state__in=states, counted_as="period"):
        found[practice.teacher_id].append(Span(practice.starts_on, practice.ends_on))
    for day in PracticeDay.objects.filter(practice__state__in=states).select_related("practice"):
        found[day.practice.teacher_id].append(Span(day.on, day.on, is_single=True))
    return found


def concerned_on(day: date) -> dict[int, date]:
    """Who serves as one of the kinds on the day, with the first day on which they did."""
    periods = list(ServicePeriod.objects.filter(kind__in=KINDS, starts_on__lte=day))
    serving = {one.teacher_id for one in periods if one.ends_on is None or one.ends_on >= day}
    return {pk: min(one.starts_on for one in periods if one.teacher_id == pk) for pk in serving}


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=str)
def test_the_database_reckons_as_the_functions_do(crowd, requirement):
    spans = spans_of(("accepted",))
    for on in DAYS:
        expected = {}
        for pk, since in concerned_on(on).items():
            standing = requirement.standing(spans[pk], since=since, on=on)
            expected[pk] = (since, *standing.counted, standing.short_from)
        rows = {row.teacher_id: tuple(row[1:]) for row in standings(requirement, on=on, kinds=KINDS)}

        assert rows == expected, on


def test_as_planned_is_all_that_is_done_or_coming_of_those_who_have_something_coming(crowd):
    spans = spans_of(("accepted", "submitted"))
    coming = set(Practice.objects.filter(state="submitted").values_list("teacher", flat=True))

    found = spans_as_planned()
    assert {pk: sorted(own) for pk, own in found.items()} == {pk: sorted(spans[pk]) for pk in coming}
    some = sorted(coming)[:3]
    assert set(spans_as_planned(some)) == set(some)


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=str)
def test_with_nothing_to_come_it_is_enough_for_as_long_as_what_is_done(crowd, requirement):
    on = date(2027, 7, 31)
    spans = spans_of(("accepted",))
    for row in standings(requirement, on=on, kinds=KINDS):
        as_planned = requirement.short_from_as_planned(spans[row.teacher_id], since=row.since, on=on)
        assert as_planned == row.short_from


def test_single_days_that_are_planned_and_not_written_yet_come_at_the_end(practising):
    practice = practised(
        practising.teacher,
        practising.world.partner,
        date(2027, 3, 1),
        date(2027, 3, 31),
        state="under_way",
        days=[date(2027, 3, 2)],
    )
    practice.planned_days = 4
    practice.save()

    assert spans_as_planned() == {
        practising.teacher.pk: [
            Span(date(2027, 3, 2), date(2027, 3, 2), is_single=True),
            Span(date(2027, 3, 29), date(2027, 3, 31), is_single=True),
        ]
    }


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=str)
def test_whose_practice_is_enough_is_told_alike_with_and_without_until_when(crowd, requirement):
    for on in DAYS:
        expected = {}
        for row in standings(requirement, on=on, kinds=KINDS):
            months = requirement.in_months(Counted(row.calendar_days, row.single_days))
            expected[row.teacher_id] = (row.short_from > on, months >= requirement.months)
        query = enough_sql(requirement, on=on, kinds=KINDS)
        with connection.cursor() as cursor:
            cursor.execute(query.text, query.parameters)
            found = {pk: (is_met, is_enough) for pk, is_met, is_enough in cursor.fetchall()}

        assert found == expected, on


def test_only_those_asked_about_are_reckoned(crowd):
    asked = [teacher.pk for teacher in crowd[:10]]
    rows = standings(REQUIREMENTS[0], on=DAYS[-1], kinds=KINDS, teachers=asked)

    assert {row.teacher_id for row in rows} == set(asked) & set(concerned_on(DAYS[-1]))


def test_any_number_of_teachers_costs_one_query(crowd, django_assert_num_queries):
    with django_assert_num_queries(1):
        list(standings(REQUIREMENTS[0], on=DAYS[-1], kinds=KINDS))
