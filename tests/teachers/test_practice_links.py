"""Somebody of an enterprise without an account evaluates a teacher's practice by link."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.choices import Outcome
from core.access import NotVisible
from core.models import Notification
from core.roles import LINK_ROLE
from core.walls import inside
from partnerships.models import Contact
from signing.models import TaskLink
from teachers.facts_of_practice import findings_on
from teachers.models import Practice, PracticeEvaluation
from teachers.operations.practice import UnableToPractise
from teachers.operations.practice_links import (
    ASKED_BEFORE,
    REMINDED_AFTER,
    ask_by_link,
    ask_guides,
    remind_guides,
)
from tests.teachers.practising import Practising
from tests.world import join, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(practising: Practising) -> Practice:
    """Ends today; who guides the teacher has an address and no account."""
    practice = practising.submitted()
    guide = practising.world.mentor
    Contact.objects.filter(pk=guide.pk).update(email="guide@host.example")
    today = timezone.localdate()
    Practice.objects.filter(pk=practice.pk).update(
        mentor=guide, starts_on=today - timedelta(days=30), ends_on=today
    )
    return Practice.objects.get(pk=practice.pk)


def opened(link: TaskLink) -> tuple[Client, str]:
    client = Client()
    client.post(reverse("link:open", args=[link.token]))
    return client, reverse("practice_by_link:answer", args=[link.token])


def to_the_guide() -> int:
    return Notification.objects.filter(email="guide@host.example").count()


def test_a_guide_is_asked_once_and_reminded_once(practice):
    now = timezone.now()
    assert (ask_guides(now=now), ask_guides(now=now)) == (1, 0)
    assert to_the_guide() == 1

    assert remind_guides(now=now + REMINDED_AFTER - timedelta(hours=1)) == 0
    assert remind_guides(now=now + REMINDED_AFTER) == 1
    assert remind_guides(now=now + REMINDED_AFTER * 2) == 0


def test_nobody_is_asked_too_early_without_an_address_or_with_an_account(world, practice):
    now = timezone.now()
    last_day = timezone.localdate(now) + ASKED_BEFORE + timedelta(days=1)
    Practice.objects.filter(pk=practice.pk).update(ends_on=last_day)
    assert ask_guides(now=now) == 0
    Practice.objects.filter(pk=practice.pk).update(ends_on=timezone.localdate(now))
    Contact.objects.filter(pk=world.mentor.pk).update(email="", phone="")
    assert ask_guides(now=now) == 0
    Contact.objects.filter(pk=world.mentor.pk).update(email="guide@host.example")
    world.mentor.refresh_from_db()
    join(world.mentor)
    assert ask_guides(now=now) == 0


def test_the_guide_evaluates_once_and_the_link_is_spent(world, practice):
    ask_guides(now=timezone.now())
    client, page = opened(TaskLink.objects.get(task="practice"))
    text = client.get(page).content.decode()
    assert "Zhao Lei" in text or "赵老师" in text
    assert not PracticeEvaluation.objects.exists(), "opening decides nothing"
    assert client.post(page, {"grade": "fail", "remark": ""}).status_code == 422

    client.post(page, {"grade": "good", "remark": "Careful."})

    given = PracticeEvaluation.objects.get()
    assert (given.practice, given.side, given.grade) == (practice, "enterprise", "good")
    assert given.given_by == world.mentor.name
    assert TaskLink.objects.get(task="practice").used_at is not None
    client.post(page, {"grade": "pass", "remark": "Changed."})
    assert PracticeEvaluation.objects.get().grade == "good"
    assert remind_guides(now=timezone.now() + REMINDED_AFTER) == 0


def test_a_guide_who_answers_after_the_acceptance_finds_the_door_open(practising, practice):
    ask_guides(now=timezone.now())
    office = signed_in(practising.office)
    accept = reverse("teachers:practice_accept", args=[practice.pk])
    assert "The enterprise has not evaluated it yet" in office.get(accept).content.decode()
    office.post(accept, {"grade": "good", "remark": "", "confirmed": "1"})
    practice.refresh_from_db()
    assert practice.state == "accepted"
    assert remind_guides(now=timezone.now() + REMINDED_AFTER) == 1

    client, page = opened(TaskLink.objects.get(task="practice"))
    client.post(page, {"grade": "good", "remark": "Careful."})

    assert set(practice.evaluations.values_list("side", flat=True)) == {"enterprise", "centre"}
    found = {one.code: one.outcome for one in findings_on(practice.teacher, timezone.localdate())}
    assert found["TP-05"] is Outcome.PASS


def test_the_office_chooses_whom_to_ask(practising, world, practice):
    Contact.objects.filter(pk=world.signatory.pk).update(email="signs@host.example")
    client = signed_in(practising.office)
    client.post(reverse("teachers:practice_ask", args=[practice.pk]), {"contact": world.signatory.pk})

    assert TaskLink.objects.get(task="practice").email == "signs@host.example"
    overview = client.get(practice.get_absolute_url()).content.decode()
    assert "Asked by link: Zhou Qiang" in overview
    page = opened(TaskLink.objects.get(task="practice"))
    assert practising.office.email in page[0].get(page[1]).content.decode()


def test_nobody_of_another_enterprise_is_asked_and_nobody_twice(practising, world, practice):
    now = timezone.now()
    asked = {"actor": practising.office, "pk": practice.pk, "now": now}
    with pytest.raises(NotVisible):
        ask_by_link(contact_id=world.stranger_liaison.pk, **asked)

    PracticeEvaluation.objects.create(
        practice=practice, side="enterprise", grade="good", given_by="Somebody", given_at=now
    )
    with pytest.raises(UnableToPractise, match="already"):
        ask_by_link(contact_id=world.mentor.pk, **asked)


def test_an_evaluation_that_is_late_stays_on_the_home_of_the_portal(world, practice):
    long_ago = timezone.localdate() - timedelta(days=20)
    Practice.objects.filter(pk=practice.pk).update(ends_on=long_ago)
    liaison = signed_in(join(world.liaison))
    assert "Evaluate the practice of Zhao Lei" in liaison.get("/portal/").content.decode()

    PracticeEvaluation.objects.create(
        practice=practice, side="enterprise", grade="good", given_by="Sun Li", given_at=timezone.now()
    )
    assert "Evaluate the practice of Zhao Lei" not in liaison.get("/portal/").content.decode()


def test_a_link_reads_the_key_of_one_practice_and_nothing_else(practising, practice):
    practising.submitted()
    ask_guides(now=timezone.now())
    link = TaskLink.objects.get(task="practice")

    with inside(role=LINK_ROLE, link_id=link.pk):
        assert list(Practice.objects.order_by().values_list("pk", flat=True)) == [practice.pk]
        for columns, table in (("outcome", "teachers_practice"), ("1", "teachers_practiceevaluation")):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(f"SELECT {columns} FROM {table}")
