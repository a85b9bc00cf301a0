"""Part-time teachers are counted by days, everybody and every hour once."""

from __future__ import annotations

import random
from datetime import date, timedelta
from fractions import Fraction

import pytest

from teachers.models import Appointment, AppointmentState, ServicePeriod, Teacher
from teachers.parttime_standing import (
    Share,
    full_time_equivalents,
    hours_taught,
    people_on,
    serving_on,
    share_on,
    shares_by_department,
)
from tests.factories import ContactFactory, TeacherFactory
from tests.teachers.parttiming import YEAR, a_need, a_technician, also_in_the_record, serving, taught

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


def own_on(day: date) -> int:
    return Teacher.objects.serving_on(day).count()


def test_somebody_serves_from_the_induction_until_the_last_day(world):
    one = serving(
        a_technician(world.mechanics),
        a_need(world.mechanics),
        date(2026, 9, 1),
        date(2027, 1, 31),
        inducted_on=date(2026, 9, 10),
    )

    days = [date(2026, 9, 9), date(2026, 9, 10), date(2027, 1, 31), date(2027, 2, 1)]

    assert [list(serving_on(day)) for day in days] == [[], [one], [one], []]
    assert [one.serves_on(day) for day in days] == [False, True, True, False]


def test_an_early_end_does_not_change_the_days_before_it(world):
    one = serving(
        a_technician(world.mechanics),
        a_need(world.mechanics),
        state=AppointmentState.ENDED,
        ended_on=date(2026, 10, 15),
        answer="moved to another city",
    )

    assert list(serving_on(date(2026, 10, 15))) == [one]
    assert list(serving_on(date(2026, 10, 16))) == []


def test_who_is_only_on_the_way_does_not_count(world):
    serving(
        a_technician(world.mechanics),
        a_need(world.mechanics),
        state=AppointmentState.AGREED,
        inducted_on=None,
    )

    assert people_on(DAY) == []


def test_a_person_with_two_appointments_is_counted_once(world):
    person = a_technician(world.mechanics)
    serving(person, a_need(world.mechanics))
    serving(person, a_need(world.tourism, title="酒店管理兼职教师"))

    assert people_on(DAY) == [person.pk]
    assert share_on(DAY).part_time == 1
    assert {key: one.part_time for key, one in shares_by_department(DAY).items()} == {
        world.mechanics.pk: 1,
        world.tourism.pk: 1,
    }


def test_whoever_is_in_our_own_record_on_the_day_is_counted_there(world):
    person = a_technician(world.mechanics)
    serving(person, a_need(world.mechanics))
    retired = TeacherFactory.create(department=world.tourism, left_on=date(2026, 10, 31))
    also_in_the_record(person, retired)

    before, after = share_on(date(2026, 10, 31)), share_on(date(2026, 11, 1))

    assert (before.part_time, after.part_time) == (0, 1)
    assert before.everybody == after.everybody == own_on(date(2026, 10, 31))


def test_the_share_is_that_of_the_day_with_the_cap_of_the_rules(world):
    for _number in range(3):
        TeacherFactory.create(department=world.mechanics)
    own = own_on(DAY)
    for _number in range(2):
        serving(a_technician(world.mechanics), a_need(world.mechanics))

    found = share_on(DAY)

    assert found == Share(2, own, Fraction(3, 10))
    assert found.share == Fraction(2, own + 2)
    assert share_on(date(2026, 8, 31)).share == 0
    assert share_on(date(2019, 5, 1)).cap is None


def test_the_share_of_a_department_counts_its_own_people(world):
    serving(a_technician(world.mechanics), a_need(world.mechanics))
    TeacherFactory.create(department=world.tourism)

    of_tourism = share_on(DAY, [world.tourism.pk])

    assert (of_tourism.part_time, of_tourism.full_time) == (
        0,
        Teacher.objects.serving_on(DAY, department_ids=[world.tourism.pk]).count(),
    )


def test_thirty_percent_is_not_above_the_cap_and_one_more_is():
    at_the_cap = Share(3, 7, Fraction(3, 10))

    assert not at_the_cap.is_above
    assert at_the_cap.with_one_more().is_above
    assert Share(0, 0, Fraction(3, 10)).share is None


def test_confirmed_hours_become_full_time_equivalents(world):
    one = serving(a_technician(world.mechanics), a_need(world.mechanics))
    other = serving(a_technician(world.mechanics), a_need(world.mechanics))
    taught(one, 64)
    taught(one, 36, course="机械制图")
    taught(one, 40, term=2)
    taught(other, 100)
    taught(other, None, course="机械制图")
    taught(other, 500, study_year=YEAR - 1)

    assert hours_taught(YEAR) == 240
    assert full_time_equivalents(YEAR) == Fraction(3, 2)
    assert full_time_equivalents(YEAR, [world.tourism.pk]) == 0
    assert full_time_equivalents(2015) is None


def test_an_hour_recorded_for_two_appointments_counts_once(world):
    person = a_technician(world.mechanics)
    taught(serving(person, a_need(world.mechanics)), 60)
    taught(serving(person, a_need(world.tourism)), 64)

    assert hours_taught(YEAR) == 64


def test_hours_of_a_term_in_our_own_service_count_there(world):
    person = a_technician(world.mechanics)
    appointment = serving(person, a_need(world.mechanics), date(2026, 9, 1), date(2027, 8, 31))
    taught(appointment, 50)
    taught(appointment, 30, term=2)
    also_in_the_record(person, TeacherFactory.create(department=world.mechanics, left_on=date(2027, 1, 31)))

    assert hours_taught(YEAR) == 30


@pytest.mark.parametrize(("begins", "left"), [(10, 5), (1, 5), (10, 10)])
def test_some_days_of_own_service_take_no_hours_away(world, begins, left):
    person = a_technician(world.mechanics)
    taught(serving(person, a_need(world.mechanics), date(2026, 9, begins), date(2027, 1, 31)), 120)
    retired = TeacherFactory.create(department=world.mechanics, left_on=date(2026, 9, left))
    also_in_the_record(person, retired)

    assert hours_taught(YEAR) == 120
    assert full_time_equivalents(YEAR) == Fraction(3, 4)


def test_own_service_in_one_department_after_the_other_is_service_all_the_time(world):
    person = a_technician(world.mechanics)
    taught(serving(person, a_need(world.mechanics)), 50)
    teacher = TeacherFactory.create(department=world.mechanics)
    also_in_the_record(person, teacher)
    period = ServicePeriod.objects.get(teacher=teacher)
    period.ends_on = date(2026, 10, 31)
    period.save()
    ServicePeriod.objects.create(
        teacher=teacher, department=world.tourism, kind=period.kind, starts_on=date(2026, 11, 1)
    )
    assert hours_taught(YEAR) == 0

    ServicePeriod.objects.filter(department=world.tourism, teacher=teacher).update(
        starts_on=date(2026, 11, 2)
    )
    assert hours_taught(YEAR) == 50


def test_any_day_counts_as_it_would_by_hand(world):
    """Appointments and service at random, against going through everybody on every day."""
    chance = random.Random(20261122)
    need = {department.pk: a_need(department) for department in (world.mechanics, world.tourism)}
    first = date(2024, 1, 1)
    for _number in range(25):
        department = chance.choice([world.mechanics, world.tourism])
        person = a_technician(department, ContactFactory.create())
        if chance.random() < 0.3:
            teacher = TeacherFactory.create(department=department)
            began = first + timedelta(chance.randrange(600))
            ServicePeriod.objects.filter(teacher=teacher).update(
                starts_on=began, ends_on=began + timedelta(chance.randrange(400))
            )
            also_in_the_record(person, teacher)
        for _run in range(chance.randint(0, 3)):
            begins = first + timedelta(chance.randrange(700))
            ends = begins + timedelta(chance.randrange(300))
            inducted = begins + timedelta(chance.randint(-20, 20))
            over = begins + timedelta(chance.randrange(300)) if chance.random() < 0.3 else None
            serving(
                person,
                need[chance.choice([world.mechanics, world.tourism]).pk],
                begins,
                ends,
                inducted_on=inducted,
                ended_on=over,
                **({"state": AppointmentState.ENDED, "answer": "over"} if over else {}),
            )
    everything = list(Appointment.objects.select_related("person__teacher", "need"))
    periods = list(ServicePeriod.objects.all())

    for number in range(60):
        day = first + timedelta(number * 17)
        own = {one.teacher_id: one for one in periods if one.starts_on <= day <= (one.ends_on or date.max)}
        there = {
            (one.person_id, one.need.department_id)
            for one in everything
            if one.serves_on(day) and one.person.teacher_id not in own
        }
        for department in (None, world.mechanics, world.tourism):
            wanted = None if department is None else [department.pk]
            people = {person for person, where in there if wanted is None or where in wanted}
            staff = [one for one in own.values() if wanted is None or one.department_id in wanted]
            found = share_on(day, wanted)
            assert (found.part_time, found.full_time) == (len(people), len(staff)), day
