"""What is done with students, their guardians and classes."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse

from core.access import NotVisible
from core.models import AccessLog, AuditEvent
from core.transitions import TransitionRefused
from internships.identity import check_character
from internships.models import Guardian, SchoolClass, Sex, Student, StudentState
from internships.operations import classes, students
from tests.factories import SchoolClassFactory, StudentFactory
from tests.world import signed_in

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
BODY = "32050620090301002"  # a woman born on 1 March 2009
IDENTITY = BODY + check_character(BODY)


def fields(world, **more):
    return {
        "number": "20240155",
        "name": "周小雨",
        "school_class": world.school_class,
        "sex": Sex.FEMALE,
        "born_on": date(2009, 3, 1),
    } | more


def add(world, **more) -> Student:
    return students.add_student(actor=world.coordinator, now=NOW, **fields(world, **more))


def test_an_identity_number_is_unreadable_in_the_database_and_masked_on_the_page(world):
    student = add(world, identity=IDENTITY)

    with connection.cursor() as cursor:
        cursor.execute("SELECT identity FROM internships_student WHERE id = %s", [student.pk])
        (stored,) = cursor.fetchone()
    assert IDENTITY not in stored
    page = signed_in(world.coordinator).get(student.get_absolute_url()).content.decode()
    assert IDENTITY not in page
    assert f"{IDENTITY[:3]}*************{IDENTITY[-2:]}" in page


def test_nobody_has_the_identity_number_of_another(world):
    add(world, identity=IDENTITY)

    with pytest.raises(ValidationError, match="Another student"):
        add(world, number="20240156", identity=IDENTITY)
    assert not Student.objects.filter(number="20240156").exists()


@pytest.mark.parametrize("more", [{"born_on": date(2009, 3, 2)}, {"sex": Sex.MALE}])
def test_an_identity_number_must_agree_with_birth_date_and_sex(world, more):
    with pytest.raises(ValidationError, match="The number says another"):
        add(world, identity=IDENTITY, **more)


def test_the_whole_number_is_shown_to_holders_of_the_power_and_every_look_is_noted(world):
    student = add(world, identity=IDENTITY)
    address = reverse("internships:student_identity", args=[student.pk])

    assert signed_in(world.coordinator).post(address).status_code == 403
    assert not AuditEvent.objects.filter(verb="student.identity_shown").exists()

    assert IDENTITY in signed_in(world.director).post(address).content.decode()
    seen = AccessLog.objects.get(actor=world.director, purpose="internships:student_identity")
    assert (seen.subject_ids, seen.data) == ([student.pk], AccessLog.Data.SENSITIVE)
    assert AuditEvent.objects.get(verb="student.identity_shown").actor == world.director


def test_reading_the_list_and_exporting_it_are_noted(world):
    client = signed_in(world.coordinator)
    client.get(reverse("internships:student_list"))
    b"".join(client.get(reverse("internships:student_list"), {"export": "csv"}).streaming_content)

    acts = AccessLog.objects.filter(actor=world.coordinator, data=AccessLog.Data.SENSITIVE)
    assert set(acts.values_list("act", flat=True)) == {"opened", "exported"}
    assert world.student.pk in acts.latest("pk").subject_ids


def test_an_empty_identity_field_keeps_what_is_there(world):
    student = add(world, identity=IDENTITY)
    form = {
        "name": "周小雨",
        "number": student.number,
        "sex": "female",
        "born_on": "2009-03-01",
        "school_class": world.school_class.pk,
        "phone": "13900000000",
        "identity": "",
    }
    edited = signed_in(world.coordinator).post(reverse("internships:student_edit", args=[student.pk]), form)
    student.refresh_from_db()
    assert edited.status_code == 302
    assert (student.phone, student.identity) == ("13900000000", IDENTITY)


# --- Whether somebody studies here ------------------------------------------------------------


def move(world, name: str, reason: str = "") -> Student:
    return students.move_student(
        actor=world.coordinator, pk=world.student.pk, name=name, reason=reason, now=NOW
    )


def test_a_student_goes_on_leave_with_a_reason_and_comes_back(world):
    with pytest.raises(TransitionRefused):
        move(world, "take_leave")
    assert move(world, "take_leave", "Ill").state == StudentState.ON_LEAVE
    assert move(world, "come_back").state == StudentState.ENROLLED


def test_who_has_left_comes_back_only_into_a_class_that_goes_on(world):
    move(world, "leave", "Moves away")
    SchoolClass.objects.filter(pk=world.school_class.pk).update(graduated_on=date(2026, 6, 30))

    with pytest.raises(TransitionRefused, match="another class"):
        move(world, "come_back")


def test_a_class_graduates_with_whoever_is_enrolled(world):
    away = StudentFactory.create(school_class=world.school_class, state=StudentState.ON_LEAVE)
    classes.graduate_class(
        actor=world.coordinator, pk=world.school_class.pk, graduated_on=date(2027, 6, 30), now=NOW
    )
    states = dict(Student.objects.filter(school_class=world.school_class).values_list("pk", "state"))
    assert states == {world.student.pk: StudentState.GRADUATED, away.pk: StudentState.ON_LEAVE}
    event = AuditEvent.objects.get(verb="class.graduated")
    assert event.details == {"students": 1, "graduated_on": "2027-06-30"}
    with pytest.raises(classes.UnableToGraduate):
        classes.graduate_class(
            actor=world.coordinator, pk=world.school_class.pk, graduated_on=date(2027, 6, 30), now=NOW
        )
    world.school_class.refresh_from_db()
    with pytest.raises(ValidationError, match="has graduated"):
        add(world)


# --- Guardians --------------------------------------------------------------------------------


def test_there_is_always_one_guardian_to_ask_first(world):
    second = students.add_guardian(
        actor=world.coordinator,
        student_pk=world.student.pk,
        name="王芳",
        relationship=Guardian.Relationship.MOTHER,
        phone="13700000000",
        is_first=True,
        now=NOW,
    )
    assert list(world.student.guardians.filter(is_first=True)) == [second]

    students.remove_guardian(actor=world.coordinator, pk=second.pk, now=NOW)
    assert list(world.student.guardians.filter(is_first=True)) == [world.guardian]


def test_a_guardian_nobody_could_reach_is_refused(world):
    with pytest.raises(ValidationError, match="phone number or an e-mail"):
        students.change_guardian(actor=world.coordinator, pk=world.guardian.pk, phone="", now=NOW)


# --- Who sees whom ----------------------------------------------------------------------------


def test_a_class_teacher_sees_their_class_and_no_other(world):
    neighbour = StudentFactory.create(school_class=SchoolClassFactory.create(department=world.mechanics))

    assert list(Student.objects.visible_to(world.class_teacher)) == [world.student]
    assert list(SchoolClass.objects.visible_to(world.class_teacher)) == [world.school_class]
    assert list(Guardian.objects.visible_to(world.class_teacher)) == [world.guardian]
    client = signed_in(world.class_teacher)
    assert client.get(neighbour.get_absolute_url()).status_code == 404


def test_a_head_of_department_sees_its_students_and_changes_nothing(world):
    assert list(Student.objects.visible_to(world.head)) == [world.student]
    with pytest.raises(PermissionDenied):
        students.change_student(actor=world.head, pk=world.student.pk, name="X", now=NOW)
    with pytest.raises(NotVisible):
        students.change_student(actor=world.head, pk=world.stranger_student.pk, name="X", now=NOW)
    assert set(Student.objects.values_list("name", flat=True)) == {"李明", "陌生"}
