"""The lists and pages of students, classes and teachers."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from internships.calendar import study_year
from internships.models import SchoolClass, Student
from teachers.models import Teacher
from tests.factories import SchoolClassFactory, StudentFactory, TeacherFactory
from tests.query_counts import assert_query_count
from tests.world import signed_in

LIST = "internships:student_list"


def shown(client, **query) -> set[str]:
    page = client.get(reverse(LIST), query)
    assert page.status_code == 200
    return {row.number for row in page.context["table"].page.rows}


@pytest.fixture
def client(world):
    return signed_in(world.coordinator)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "李明"}, {"20240101"}),
        ({"q": "lm"}, {"20240101"}),
        ({"q": "202409"}, {"20240901"}),
        ({"state": "graduated"}, set()),
        ({"without_guardian": "on"}, {"20240901"}),
        ({"without_account": "on"}, {"20240101", "20240901"}),
    ],
)
def test_students_are_found_by_what_the_office_asks_for(client, query, found):
    assert shown(client, **query) == found


def test_students_are_narrowed_to_class_department_and_major(client, world):
    assert shown(client, school_class=world.school_class.pk) == {"20240101"}
    assert shown(client, department=world.tourism.pk) == {"20240901"}
    assert shown(client, major=world.school_class.major_id) == {"20240101", "20240901"}


@pytest.mark.parametrize(
    ("today", "year"), [("2024-09-01", 1), ("2025-08-31", 1), ("2025-09-01", 2), ("2027-01-10", 3)]
)
def test_study_years_roll_over_in_september(today, year):
    assert study_year(2024, date.fromisoformat(today)) == year


def test_the_filter_of_study_years_follows_the_calendar(client):
    with time_machine.travel("2026-03-01T04:00:00Z", tick=False):
        assert shown(client, study_year="2") == {"20240101", "20240901"}
    with time_machine.travel("2026-09-02T04:00:00Z", tick=False):
        assert shown(client, study_year="2") == set()
        assert shown(client, study_year="3") == {"20240101", "20240901"}


def test_a_list_costs_the_same_however_many_students_it_shows(client, world):
    StudentFactory.create_batch(25, school_class=world.school_class)
    assert_query_count("students", client, reverse(LIST))
    SchoolClassFactory.create_batch(5)
    assert_query_count("classes", client, reverse("internships:class_list"))


def test_the_page_of_a_class_costs_the_same_however_large_it_is(client, world):
    StudentFactory.create_batch(30, school_class=world.school_class)
    assert_query_count("class", client, world.school_class.get_absolute_url())


def test_a_class_is_entered_with_its_teacher_and_major(client, world):
    teacher = TeacherFactory.create(department=world.mechanics)
    response = client.post(
        reverse("internships:class_new"),
        {
            "name": "数控2601",
            "department": world.mechanics.pk,
            "major": world.school_class.major_id,
            "entered_in": 2026,
            "years": 3,
            "class_teacher": teacher.pk,
        },
    )
    school_class = SchoolClass.objects.get(name="数控2601")
    assert response["Location"] == school_class.get_absolute_url()
    assert school_class.class_teacher == teacher


def test_a_student_is_entered_into_a_class_that_goes_on(client, world):
    SchoolClass.objects.filter(pk=world.stranger_class.pk).update(graduated_on=date(2026, 6, 30))
    form = {"name": "周小雨", "number": "20240155", "sex": "female", "born_on": "2009-03-01"}

    address = reverse("internships:student_new")
    refused = client.post(address, form | {"school_class": world.stranger_class.pk})
    assert refused.status_code == 422
    taken = client.post(address, form | {"school_class": world.school_class.pk})
    assert taken["Location"] == Student.objects.get(number="20240155").get_absolute_url()


def test_a_mistyped_identity_number_is_said_at_its_field(client, world):
    form = {
        "name": "周小雨",
        "number": "20240155",
        "sex": "female",
        "born_on": "2009-03-01",
        "school_class": world.school_class.pk,
        "identity": "110105194912310021",
    }
    page = client.post(reverse("internships:student_new"), form)
    assert page.status_code == 422
    assert "check character" in str(page.context["form"].errors["identity"])
    assert not Student.objects.filter(number="20240155").exists()


def test_a_teacher_is_entered_and_linked_to_an_account(world):
    client = signed_in(world.director)
    form = {
        "name": "赵老师",
        "staff_number": "T9",
        "department": world.mechanics.pk,
        "kind": "specialist",
        "rank": "none",
        "hired_on": "2020-08-20",
        "user": world.teacher.pk,
    }
    client.post(reverse("teachers:teacher_new"), form)
    teacher = Teacher.objects.get(staff_number="T9")
    assert teacher.user == world.teacher


def test_a_teacher_sees_their_own_record_and_no_other(world):
    own = TeacherFactory.create(user=world.teacher, department=world.mechanics)
    client = signed_in(world.teacher)
    assert client.get(own.get_absolute_url()).status_code == 200
    other = world.school_class.class_teacher
    assert client.get(other.get_absolute_url()).status_code == 404
