"""What somebody was on a day is told by periods, which never overlap."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from teachers.models import ServicePeriod, Teacher, TeacherKind
from teachers.operations.service import (
    UnableToChangeService,
    change_service,
    come_back,
    correct_period,
    follow_the_days,
    leave,
    record_absence,
)
from teachers.operations.teachers import add_teacher, change_teacher
from tests.factories import TeacherFactory
from tests.teachers.samples import NOW, TODAY
from tests.world import signed_in

pytestmark = pytest.mark.django_db


def test_a_new_teacher_serves_from_the_day_of_being_hired(world, office):
    teacher = add_teacher(
        actor=office,
        now=NOW,
        staff_number="T9",
        name="新老师",
        department=world.mechanics,
        kind=TeacherKind.INSTRUCTOR,
        hired_on=date(2020, 2, 3),
    )

    assert list(Teacher.objects.serving_on(date(2020, 2, 3)).filter(pk=teacher.pk)) == [teacher]
    assert not Teacher.objects.serving_on(date(2020, 2, 2)).filter(pk=teacher.pk).exists()


def test_another_department_counts_from_its_day_and_the_past_stays_as_it_was(world, office, teacher):
    change_service(
        actor=office,
        pk=teacher.pk,
        starts_on=date(2024, 9, 1),
        department=world.tourism,
        kind=TeacherKind.GENERAL,
        now=NOW,
    )

    before, after = date(2024, 8, 31), date(2024, 9, 1)
    of_mechanics = {"department_ids": [world.mechanics.pk], "kind": TeacherKind.SPECIALIST}
    of_tourism = {"department_ids": [world.tourism.pk], "kind": TeacherKind.GENERAL}
    assert Teacher.objects.serving_on(before, **of_mechanics).filter(pk=teacher.pk).exists()
    assert not Teacher.objects.serving_on(after, **of_mechanics).filter(pk=teacher.pk).exists()
    assert Teacher.objects.serving_on(after, **of_tourism).filter(pk=teacher.pk).exists()
    teacher.refresh_from_db()
    assert (teacher.department, teacher.kind) == (world.tourism, TeacherKind.GENERAL)


def test_a_change_in_the_future_takes_place_on_its_day(world, office, teacher):
    soon = TODAY + timedelta(days=10)
    change_service(
        actor=office, pk=teacher.pk, starts_on=soon, department=world.tourism, kind=teacher.kind, now=NOW
    )
    teacher.refresh_from_db()
    assert teacher.department == world.mechanics

    assert follow_the_days(on=soon - timedelta(days=1), now=NOW) == 0
    assert follow_the_days(on=soon, now=NOW) == 1
    assert follow_the_days(on=soon, now=NOW) == 0
    teacher.refresh_from_db()
    assert teacher.department == world.tourism


def test_whoever_left_may_come_back_and_was_away_between(world, office, teacher):
    leave(actor=office, pk=teacher.pk, last_day=date(2023, 6, 30), now=NOW)
    teacher.refresh_from_db()
    assert teacher.left_on == date(2023, 6, 30)
    assert not Teacher.objects.current().filter(pk=teacher.pk).exists()

    come_back(
        actor=office,
        pk=teacher.pk,
        starts_on=date(2025, 9, 1),
        department=world.mechanics,
        kind=teacher.kind,
        now=NOW,
    )
    teacher.refresh_from_db()
    assert teacher.left_on is None
    serving = [
        Teacher.objects.serving_on(date(year, 6, 30)).filter(pk=teacher.pk).exists() for year in (2023, 2024)
    ]
    assert serving == [True, False]


def test_nobody_leaves_twice_comes_back_while_here_or_changes_before_they_began(world, office, teacher):
    with pytest.raises(UnableToChangeService, match="serves here"):
        come_back(
            actor=office, pk=teacher.pk, starts_on=TODAY, department=world.mechanics, kind="general", now=NOW
        )
    with pytest.raises(UnableToChangeService, match="later day"):
        change_service(
            actor=office,
            pk=teacher.pk,
            starts_on=date(2015, 9, 1),
            department=world.mechanics,
            kind="general",
            now=NOW,
        )
    leave(actor=office, pk=teacher.pk, last_day=TODAY, now=NOW)
    with pytest.raises(UnableToChangeService, match="already"):
        leave(actor=office, pk=teacher.pk, last_day=TODAY, now=NOW)


def test_the_database_itself_refuses_two_services_at_a_time(world, teacher):
    with pytest.raises(IntegrityError, match="a_teacher_serves_in_one_way_at_a_time"), transaction.atomic():
        ServicePeriod.objects.create(
            teacher=teacher, department=world.tourism, kind="general", starts_on=date(2020, 1, 1)
        )
    period = ServicePeriod.objects.get(teacher=teacher)
    period.ends_on = date(2019, 12, 31)
    period.save()
    ServicePeriod.objects.create(
        teacher=teacher, department=world.tourism, kind="general", starts_on=date(2020, 1, 1)
    )


def test_a_correction_that_overlaps_is_refused_with_a_sentence(world, office, teacher):
    change_service(
        actor=office, pk=teacher.pk, starts_on=TODAY, department=world.tourism, kind="general", now=NOW
    )
    first = ServicePeriod.objects.filter(teacher=teacher).earliest("starts_on")

    with pytest.raises(ValidationError, match="recorded already"):
        correct_period(
            actor=office,
            pk=first.pk,
            starts_on=first.starts_on,
            ends_on=None,
            department=first.department,
            kind=first.kind,
            now=NOW,
        )


def test_who_edits_one_department_moves_nobody_into_another(world, teacher):
    with pytest.raises(PermissionDenied):
        change_service(
            actor=world.coordinator,
            pk=teacher.pk,
            starts_on=TODAY,
            department=world.tourism,
            kind="general",
            now=NOW,
        )
    assert ServicePeriod.objects.filter(teacher=teacher).count() == 1


def test_a_corrected_day_of_hiring_moves_the_first_period(office, teacher):
    change_teacher(actor=office, pk=teacher.pk, now=NOW, hired_on=date(2010, 9, 1))
    assert ServicePeriod.objects.get(teacher=teacher).starts_on == date(2010, 9, 1)


def test_who_is_absent_serves_and_is_not_present(office, teacher):
    other = TeacherFactory.create(department=teacher.department)
    record_absence(
        actor=office, pk=teacher.pk, reason="study", starts_on=date(2026, 9, 1), ends_on=None, now=NOW
    )

    assert set(Teacher.objects.serving_on(TODAY)) >= {teacher, other}
    assert teacher in Teacher.objects.absent_on(TODAY)
    assert teacher not in Teacher.objects.present_on(TODAY)
    assert other in Teacher.objects.present_on(TODAY)
    assert teacher in Teacher.objects.present_on(date(2026, 8, 31))


# --- Days that cannot be ----------------------------------------------------------------------


@pytest.fixture
def hired(teacher) -> Teacher:
    """Their service is recorded from before they were hired, as in an old list."""
    Teacher.objects.filter(pk=teacher.pk).update(hired_on=date(2020, 9, 1))
    teacher.service_periods.update(starts_on=date(2019, 9, 1))
    return Teacher.objects.get(pk=teacher.pk)


@pytest.mark.parametrize("last_day", [date(2019, 8, 1), date(2020, 8, 31)])
def test_nobody_leaves_before_their_service_or_before_being_hired(world, office, hired, last_day):
    with pytest.raises(UnableToChangeService, match="nobody leaves before"):
        leave(actor=office, pk=hired.pk, last_day=last_day, now=NOW)
    period = hired.service_periods.get()
    with pytest.raises((UnableToChangeService, ValidationError)):
        correct_period(
            actor=office,
            pk=period.pk,
            starts_on=period.starts_on,
            ends_on=last_day,
            department=period.department,
            kind=period.kind,
            now=NOW,
        )
    period.refresh_from_db()
    assert period.ends_on is None


def test_days_the_wrong_way_round_are_said_on_the_pages(world, office, teacher):
    period = teacher.service_periods.get()
    client = signed_in(office)
    said = {"starts_on": "2026-09-01", "ends_on": "2026-08-01"}

    absent = client.post(reverse("teachers:absence_new", args=[teacher.pk]), said | {"reason": "sick"})
    corrected = client.post(
        reverse("teachers:period_edit", args=[period.pk]),
        said | {"department": period.department_id, "kind": period.kind},
    )

    for answer in (absent, corrected):
        assert answer.status_code == 422
        assert "cannot end before it begins" in answer.content.decode()
    assert not teacher.absences.exists()
