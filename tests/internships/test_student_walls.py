"""What the database itself keeps from students and enterprises, whatever a page forgets."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.urls import reverse

from core.walls import inside
from internships.me import views
from internships.me.pupil import Pupil
from internships.me.walls import STUDENT_COLUMNS
from internships.models import (
    DetailsRequest,
    Guardian,
    Part,
    ProfileConsent,
    ProfileEntry,
    ProfileFile,
    Student,
    StudentProfile,
)
from internships.operations import student_profiles as operations
from tests.factories import GuardianFactory
from tests.world import come_in, join, signed_in

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def fill(student: Student) -> Pupil:
    """A profile with everything in it."""
    pupil = Pupil(student.user or come_in(student), student)
    operations.save_profile(pupil=pupil, about=f"I am {student.name}", skills=["CNC", "AutoCAD"], now=NOW)
    for kind in ProfileEntry.Kind:
        entry = operations.add_entry(
            pupil=pupil, upload=None, now=NOW, kind=kind, title=f"{kind} of {student.name}"
        )
        ProfileFile.objects.create(
            parent=entry, name="x.pdf", mime="application/pdf", size=1, sha256="0" * 64, added_at=NOW
        )
    operations.ask_for_correction(pupil=pupil, text="My address", now=NOW)
    return pupil


@pytest.fixture
def pupil(world) -> Pupil:
    world.student.phone = "13811112222"
    fill(world.stranger_student)
    GuardianFactory.create(student=world.stranger_student)
    return fill(world.student)


@pytest.fixture
def behind(pupil):
    """Everything in the test happens as a request of our student would."""
    with inside(person_id=pupil.pk):
        yield pupil


OF_ONE = [
    (Guardian, "student_id"),
    (StudentProfile, "student_id"),
    (ProfileEntry, "student_id"),
    (ProfileFile, "parent__student_id"),
    (DetailsRequest, "student_id"),
]


def test_a_student_reads_nobody_elses_row_even_without_any_filter(behind):
    for model, key in OF_ONE:
        assert set(model.objects.values_list(key, flat=True)) == {behind.student.pk}, model
    assert set(Student.objects.values_list("pk", flat=True)) == {behind.student.pk}


def test_plain_sql_finds_no_more_than_the_orm(behind):
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM internships_student")
        assert cursor.fetchall() == [(behind.student.pk,)]
        cursor.execute("SELECT student_id FROM internships_guardian")
        assert cursor.fetchall() == [(behind.student.pk,)]


@pytest.mark.parametrize("column", ["number", "born_on", "identity", "phone", "email", "address"])
def test_of_students_nobody_outside_reads_number_birth_date_or_ways_to_reach_them(behind, column):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(f"SELECT {column} FROM internships_student")


@pytest.mark.parametrize(
    "table",
    [
        "internships_guardiantalk",
        "internships_studentcode",
        "internships_studentevent",
        "partnerships_enterprise",
        "core_auditevent",
        "accounts_appointment",
        "django_session",
    ],
)
def test_tables_of_the_school_are_closed(behind, table):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(f"SELECT 1 FROM {table}")


def test_of_teachers_a_student_reads_nothing(behind):
    """Enterprises read the names of those who practise with them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(id) FROM teachers_teacher")
        assert cursor.fetchone() == (0,)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute("SELECT phone FROM teachers_teacher")


def test_a_page_that_forgets_its_filter_shows_no_stranger(world, pupil, monkeypatch):
    for name, model in (
        ("own_guardians", Guardian),
        ("own_entries", ProfileEntry),
        ("own_requests", DetailsRequest),
        ("own_consents", ProfileConsent),
    ):
        monkeypatch.setattr(views, name, lambda _pupil, model=model: model.objects.all())
    client = signed_in(pupil.user)
    theirs = ProfileEntry.objects.filter(student=world.stranger_student).first()
    for page in ("me:today", "me:details", "me:profile"):
        response = client.get(reverse(page))
        assert response.status_code == 200
        assert "陌生" not in response.content.decode()
    assert client.post(reverse("me:entry_remove", args=[theirs.pk])).status_code == 404
    assert client.get(reverse("me:entry_file", args=[theirs.files.get().pk])).status_code == 404
    assert ProfileEntry.objects.filter(pk=theirs.pk).exists()


# --- What enterprises find --------------------------------------------------------------------


def seen_by_the_partner(world) -> dict[str, list]:
    user = world.liaison.user or join(world.liaison)
    with inside(enterprise_id=world.partner.pk, person_id=user.pk):
        return {
            "students": list(Student.objects.only(*STUDENT_COLUMNS).values_list("pk", flat=True)),
            "profiles": list(StudentProfile.objects.values_list("student", flat=True)),
            "entries": sorted(ProfileEntry.objects.values_list("kind", flat=True)),
            "files": sorted(ProfileFile.objects.values_list("parent__kind", flat=True)),
            "contacts": list(ProfileConsent.objects.exclude(shown="").values_list("shown", flat=True)),
            "guardians": list(Guardian.objects.values_list("pk", flat=True)),
        }


NOTHING = {"students": [], "profiles": [], "entries": [], "files": [], "contacts": [], "guardians": []}


def test_an_enterprise_finds_nobody_who_has_not_allowed_it(world, pupil):
    assert seen_by_the_partner(world) == NOTHING


def test_an_enterprise_sees_exactly_what_was_allowed(world, pupil):
    operations.give_consent(pupil=pupil, part=Part.FOUND, now=NOW)
    own = pupil.student.pk
    assert seen_by_the_partner(world) == NOTHING | {"students": [own], "profiles": [own]}

    operations.give_consent(pupil=pupil, part=Part.WORK, now=NOW)
    seen = seen_by_the_partner(world)
    assert (seen["entries"], seen["files"], seen["contacts"]) == (["work"], ["work"], [])

    Student.objects.filter(pk=own).update(phone="13811112222")
    operations.give_consent(pupil=pupil, part=Part.CONTACT, now=NOW)
    assert seen_by_the_partner(world)["contacts"] == ["13811112222"]


def test_who_is_found_no_more_shows_nothing_else_either(world, pupil):
    for part in (Part.FOUND, Part.WORK, Part.AWARD):
        operations.give_consent(pupil=pupil, part=part, now=NOW)
    operations.withdraw_consent(pupil=pupil, part=Part.FOUND, now=NOW)

    assert seen_by_the_partner(world) == NOTHING
    kept = ProfileConsent.objects.filter(student=pupil.student.pk, withdrawn_at=NOW)
    assert set(kept.values_list("part", flat=True)) == {"found", "work", "award"}


def test_nothing_is_allowed_before_being_found(pupil):
    with pytest.raises(operations.UnableToShow, match="find you"):
        operations.give_consent(pupil=pupil, part=Part.AWARD, now=NOW)
    assert not ProfileConsent.objects.exists()


def test_an_enterprise_looks_for_a_skill_and_its_look_is_noted(world, pupil):
    operations.give_consent(pupil=pupil, part=Part.FOUND, now=NOW)
    client = signed_in(join(world.liaison))
    skill = pupil.student.profile.skills.get(name="CNC")

    page = client.get(reverse("portal:students"), {"skill": skill.pk}).content.decode()
    assert "Li Ming" in page
    assert "陌生" not in page
    assert client.get(reverse("portal:student", args=[world.stranger_student.pk])).status_code == 404

    from core.models import AccessLog

    assert AccessLog.objects.get(purpose="portal:students").subject_ids == [pupil.student.pk]
