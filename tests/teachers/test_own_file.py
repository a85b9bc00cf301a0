"""A teacher sees their own file and that of nobody else: on pages, in files, in exports and in the search."""

from __future__ import annotations

import pytest
from django.urls import reverse

from teachers.models import PracticeEntry, PracticeFile, Qualification, QualificationFile, Teacher
from tests.access.posts import kept
from tests.factories import QualificationFactory, TeacherFactory
from tests.teachers.practising import practised
from tests.teachers.recognising import draft, give_everything, make_affairs
from tests.teachers.samples import NOW, TODAY
from tests.world import World, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(world: World) -> Teacher:
    """A colleague of the same department with a full file."""
    found = TeacherFactory.create(
        department=world.mechanics, name="郑老师", name_latin="Zheng Lan", staff_number="T-ZHENG"
    )
    give_everything(found)
    return found


def pages_of(world: World, teacher: Teacher) -> dict[str, str]:
    """Every address that shows something of a teacher's file."""
    row = QualificationFactory.create(teacher=teacher, name="高级工证书")
    practice = practised(teacher, world.partner, TODAY, TODAY, state="under_way")
    entry = PracticeEntry.objects.create(practice=practice, happened_on=TODAY, text="Milled.", written_at=NOW)
    recognition = draft(make_affairs(world), teacher)
    scan = kept(QualificationFile, row)
    return {
        "record": teacher.get_absolute_url(),
        "evidence": row.get_absolute_url(),
        "scan": reverse("teachers:evidence_file", args=["qualification", row.pk, scan.pk]),
        "practice": practice.get_absolute_url(),
        "photo": reverse("teachers:practice_file", args=[kept(PracticeFile, entry).pk]),
        "recognition": recognition.get_absolute_url(),
        "dossier": reverse("teachers:recognition_dossier", args=[recognition.pk]),
    }


def test_no_page_and_no_file_of_a_colleague_opens(world, teacher, other):
    addresses = pages_of(world, other)
    client = signed_in(world.class_teacher)

    assert {name: client.get(address).status_code for name, address in addresses.items()} == dict.fromkeys(
        addresses, 404
    )


def test_the_same_pages_of_ones_own_file_open(world, teacher):
    addresses = pages_of(world, teacher)
    client = signed_in(world.class_teacher)

    assert {name: client.get(address).status_code for name, address in addresses.items()} == dict.fromkeys(
        addresses, 200
    )


@pytest.mark.parametrize(
    "name",
    [
        "teacher_list",
        "qualification_list",
        "to_confirm",
        "practice_list",
        "practice_owed",
        "recognition_list",
    ],
)
def test_lists_and_their_exports_are_closed_to_a_teacher(world, teacher, other, name):
    client = signed_in(world.class_teacher)
    address = reverse(f"teachers:{name}")

    assert client.get(address).status_code == 403
    assert client.get(address, {"export": "csv"}).status_code == 403


def test_the_search_finds_a_teacher_themselves_and_no_colleague(world, teacher, other):
    client = signed_in(world.class_teacher)
    office = signed_in(make_affairs(world))

    def found(who, words: str) -> str:
        return who.get(reverse("core:search"), {"q": words}).content.decode()

    assert other.get_absolute_url() not in found(client, "郑老师")
    assert teacher.get_absolute_url() in found(client, "钱老师")
    assert other.get_absolute_url() in found(office, "郑老师")


def test_ones_own_file_names_no_evidence_of_others(world, teacher, other):
    QualificationFactory.create(teacher=teacher, name="本人证书")
    Qualification.objects.filter(teacher=other).update(name="他人证书")
    text = signed_in(world.class_teacher).get(reverse("teachers:my_file")).content.decode()

    assert "本人证书" in text
    assert "他人证书" not in text
