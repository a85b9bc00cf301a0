"""The teachers of the demonstration, without the rest of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation

from insights.demonstration import recognitions
from insights.demonstration.people import make_staff
from insights.demonstration.teachers import make_teachers, stories
from teachers.models import Qualification, Recognition, ServicePeriod, Teacher, TeacherKind, Training

TODAY = date(2026, 11, 18)  # a Wednesday

pytestmark = pytest.mark.django_db


def test_ninety_teachers_have_files_that_hold_together():
    with translation.override("en"):
        staff = make_staff(TODAY)
        named = make_teachers(staff, on=TODAY)
        for story in stories(staff, on=TODAY):
            for _moment in story:
                pass

    assert Teacher.objects.count() == 90
    assert 80 <= Teacher.objects.serving_on(TODAY).count() < 90
    assert set(Teacher.objects.values_list("kind", flat=True)) == set(TeacherKind)
    assert Teacher.objects.with_management_experience().count() >= 5
    assert ServicePeriod.objects.exclude(ends_on=None).filter(teacher__left_on=None).exists()
    assert Qualification.objects.expiring(TODAY, TODAY + timedelta(days=90)).count() >= 5
    assert Qualification.objects.waiting().filter(files__name__endswith=".pdf").exists()
    assert Training.objects.filter(state="returned").exclude(answer="").exists()
    assert all(teacher.user_id for teacher in named.values())
    # Nobody holds a rank without the confirmed title that gave it.
    for teacher in Teacher.objects.exclude(rank="none"):
        titles = Qualification.objects.counting_on(TODAY).filter(teacher=teacher, level=teacher.rank)
        assert titles.filter(name=teacher.title).exists(), teacher


def test_even_on_the_last_day_of_the_year_somebody_is_to_be_reviewed_yet():
    on = date(2026, 12, 31)
    with translation.override("en"):
        staff = make_staff(on)
        make_teachers(staff, on=on)
        for story in recognitions.stories(staff, on=on):
            for _moment in story:
                pass

    assert Recognition.objects.lapsing(on, on).exists()
