"""Evidence counts once the office has confirmed it, and only on the days on which it is valid."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from core.access import NotVisible
from core.models import AuditEvent, Notification
from core.transitions import TransitionRefused
from teachers.facts import facts_of, of_evidence, of_record, register_teacher_facts
from teachers.models import Experience, Qualification, QualificationFile, Teacher, Training
from teachers.operations.evidence import (
    UnableToConfirm,
    UnableToEnter,
    change_evidence,
    confirm_evidence,
    enter_evidence,
    remove_file,
    return_evidence,
    withdraw_evidence,
)
from tests.factories import (
    AchievementFactory,
    ExperienceFactory,
    QualificationFactory,
    TaughtCourseFactory,
    TeacherFactory,
    TrainingFactory,
)
from tests.teachers.samples import NOW, TODAY, scan
from tests.world import signed_in

pytestmark = pytest.mark.django_db

CERTIFICATE = {
    "kind": "skill_certificate",
    "name": "电工",
    "level": "skill_2",
    "issuer": "江苏省人力资源和社会保障厅",
    "issued_on": date(2022, 6, 1),
}


def enter(actor, teacher, **changes):
    return enter_evidence(
        actor=actor, model=Qualification, teacher_id=teacher.pk, now=NOW, **{**CERTIFICATE, **changes}
    )


def counting(teacher: Teacher, on: date = TODAY) -> list[str]:
    rows = facts_of([teacher], on)[teacher.pk]["evidence"]["qualifications"]
    return [row["name"] for row in rows]


def test_what_a_teacher_enters_counts_when_the_office_has_confirmed_it(world, office, teacher):
    row = enter(world.class_teacher, teacher, uploads=[scan()])
    assert (row.state, counting(teacher)) == ("entered", [])
    assert QualificationFile.objects.get(parent=row).name == "scan.jpg"

    confirmed = confirm_evidence(actor=office, model=Qualification, pk=row.pk, now=NOW)
    assert (confirmed.state, confirmed.confirmed_by_id) == ("confirmed", office.pk)
    assert counting(teacher) == ["电工"]
    assert Notification.objects.get(kind="teachers.evidence_decided").recipient == world.class_teacher


def test_a_returned_entry_says_why_and_is_handed_in_again(world, office, teacher):
    row = enter(world.class_teacher, teacher)
    with pytest.raises(TransitionRefused, match="reason"):
        return_evidence(actor=office, model=Qualification, pk=row.pk, reason=" ", now=NOW)
    returned = return_evidence(
        actor=office, model=Qualification, pk=row.pk, reason="The scan is missing.", now=NOW
    )
    assert (returned.state, returned.answer) == ("returned", "The scan is missing.")

    again = change_evidence(
        actor=world.class_teacher, model=Qualification, pk=row.pk, now=NOW, uploads=[scan()]
    )
    assert (again.state, again.answer) == ("entered", "")


def test_a_confirmed_entry_that_its_teacher_changes_waits_again_and_the_old_wording_is_kept(
    world, office, teacher
):
    row = enter(world.class_teacher, teacher)
    confirm_evidence(actor=office, model=Qualification, pk=row.pk, now=NOW)

    changed = change_evidence(
        actor=world.class_teacher, model=Qualification, pk=row.pk, now=NOW, level="skill_1"
    )
    assert (changed.state, changed.confirmed_at, counting(teacher)) == ("entered", None, [])
    verbs = list(AuditEvent.objects.filter(subject_id=row.pk).order_by("pk").values_list("verb", flat=True))
    assert verbs[-1] == "teacher_evidence.reopen"
    assert "skill_2" in set(row.events.values_list("level", flat=True))


def test_saving_a_confirmed_entry_without_a_change_leaves_it_confirmed(world, office, teacher):
    row = enter(world.class_teacher, teacher)
    confirm_evidence(actor=office, model=Qualification, pk=row.pk, now=NOW)

    same = change_evidence(
        actor=world.class_teacher, model=Qualification, pk=row.pk, now=NOW, name="电工", level="skill_2"
    )
    assert same.state == "confirmed"


def test_what_the_office_enters_or_corrects_is_confirmed_with_that(office, teacher):
    row = enter(office, teacher)
    assert (row.state, row.confirmed_by_id) == ("confirmed", office.pk)
    corrected = change_evidence(actor=office, model=Qualification, pk=row.pk, now=NOW, number="A-1")
    assert (corrected.state, corrected.number) == ("confirmed", "A-1")


def test_nobody_decides_on_their_own(office):
    own = TeacherFactory.create(user=office)
    row = enter(office, own)
    assert row.state == "entered"
    with pytest.raises(UnableToConfirm):
        confirm_evidence(actor=office, model=Qualification, pk=row.pk, now=NOW)
    with pytest.raises(UnableToConfirm):
        return_evidence(actor=office, model=Qualification, pk=row.pk, reason="x", now=NOW)
    row.refresh_from_db()
    assert row.state == "entered"


def test_a_teacher_neither_sees_nor_touches_the_file_of_another(world, teacher):
    other = TeacherFactory.create(department=teacher.department)
    row = QualificationFactory.create(teacher=other)

    assert not Qualification.objects.visible_to(world.class_teacher).exists()
    with pytest.raises(NotVisible):
        enter(world.class_teacher, other)
    with pytest.raises(NotVisible):
        change_evidence(actor=world.class_teacher, model=Qualification, pk=row.pk, now=NOW, name="x")
    with pytest.raises(NotVisible):
        confirm_evidence(actor=world.class_teacher, model=Qualification, pk=row.pk, now=NOW)


def test_whoever_only_reads_records_enters_nothing(world, teacher):
    with pytest.raises(PermissionDenied):
        enter(world.head, teacher)
    assert not Qualification.objects.exists()


def test_what_was_taken_back_is_in_no_file_and_a_confirmed_entry_cannot_be(world, office, teacher):
    row = enter(world.class_teacher, teacher)
    withdraw_evidence(actor=world.class_teacher, model=Qualification, pk=row.pk, now=NOW)
    assert not Qualification.objects.standing().exists()

    other = enter(office, teacher)
    with pytest.raises(TransitionRefused):
        withdraw_evidence(actor=world.class_teacher, model=Qualification, pk=other.pk, now=NOW)


def test_a_scan_leaves_only_what_is_not_confirmed(world, office, teacher):
    row = enter(world.class_teacher, teacher, uploads=[scan()])
    kept = QualificationFile.objects.get()
    confirm_evidence(actor=office, model=Qualification, pk=row.pk, now=NOW)
    given = {"actor": world.class_teacher, "model": Qualification, "pk": row.pk, "now": NOW}
    with pytest.raises(UnableToEnter):
        remove_file(**given, file_id=kept.pk)
    return_evidence(actor=office, model=Qualification, pk=row.pk, reason="Unreadable.", now=NOW)
    remove_file(**given, file_id=kept.pk)
    assert not QualificationFile.objects.exists()


def test_reopening_does_not_free_the_scan_it_was_confirmed_with(world, office, teacher):
    row = enter(world.class_teacher, teacher, uploads=[scan()])
    confirm_evidence(actor=office, model=Qualification, pk=row.pk, now=NOW)
    later = NOW + timedelta(days=1)
    given = {"actor": world.class_teacher, "model": Qualification, "pk": row.pk, "now": later}
    reopened = change_evidence(**given, number="A-2", uploads=[scan()])
    first, added = QualificationFile.objects.order_by("pk")

    assert reopened.state == "entered"
    with pytest.raises(UnableToEnter, match="which stays"):
        remove_file(**given, file_id=first.pk)
    page = signed_in(world.class_teacher).get(row.get_absolute_url()).content.decode()
    offered = [
        reverse("teachers:evidence_file_remove", args=[row.slug, row.pk, one.pk]) for one in (first, added)
    ]
    assert [address in page for address in offered] == [False, True]
    remove_file(**given, file_id=added.pk)
    assert QualificationFile.objects.get() == first


def test_a_qualification_counts_from_its_day_to_its_last_and_not_beyond(teacher):
    QualificationFactory.create(
        teacher=teacher, name="教师资格", issued_on=date(2020, 3, 1), expires_on=date(2024, 2, 29)
    )
    days = (date(2020, 2, 29), date(2020, 3, 1), date(2024, 2, 29), date(2024, 3, 1))
    assert [bool(counting(teacher, on=day)) for day in days] == [False, True, True, False]


def test_facts_tell_only_what_is_confirmed_in_a_constant_number_of_queries(
    teacher, django_assert_num_queries
):
    teachers = [teacher, *TeacherFactory.create_batch(3)]
    for one in teachers:
        for factory in (
            *(QualificationFactory, TrainingFactory, TaughtCourseFactory),
            *(ExperienceFactory, AchievementFactory),
        ):
            factory.create(teacher=one)
            factory.create(teacher=one, state="entered")
    with django_assert_num_queries(5):
        one_alone = of_evidence(teachers[:1], TODAY)
    with django_assert_num_queries(5):
        found = of_evidence(teachers, TODAY)
    assert found[teacher.pk] == one_alone[teacher.pk]
    assert {name: len(rows) for name, rows in found[teacher.pk].items()} == {
        "qualifications": 1,
        "trainings": 1,
        "courses": 1,
        "experiences": 1,
        "achievements": 1,
    }
    with django_assert_num_queries(3):
        assert of_record(teachers, TODAY)[teacher.pk]["is_serving"] is True


def test_a_section_of_facts_belongs_to_whoever_registered_it():
    with pytest.raises(ValueError, match="somebody else"):
        register_teacher_facts("record", lambda teachers, on: {})


def test_management_experience_is_found_where_it_is_confirmed(teacher):
    other = TeacherFactory.create()
    ExperienceFactory.create(teacher=teacher, is_management=True)
    ExperienceFactory.create(teacher=other, is_management=True, state="entered")
    assert list(Teacher.objects.with_management_experience()) == [teacher]
    assert Experience.objects.count() == 2


def test_a_training_cannot_end_before_it_begins(world, teacher):
    with pytest.raises(Exception, match="cannot end before"):
        enter_evidence(
            actor=world.class_teacher,
            model=Training,
            teacher_id=teacher.pk,
            now=NOW,
            name="x",
            provider="y",
            starts_on=date(2026, 2, 2),
            ends_on=date(2026, 2, 1),
            hours=8,
        )
    assert not Training.objects.exists()
