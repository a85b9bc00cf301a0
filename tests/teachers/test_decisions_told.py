"""Whatever is decided is told whoever it concerns, with the reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.models import User
from core.emails import compose, headline
from core.models import Notification
from partnerships.models import ContactRole
from teachers.models import Appointment
from teachers.operations import appointments, conclusion, panels
from teachers.operations import practice as practices
from teachers.operations.own_proposals import propose_own
from tests.factories import ContactFactory, UserFactory
from tests.teachers.parttiming import a_need, a_technician, serving
from tests.teachers.practising import Practising
from tests.teachers.recognising import (
    a_position,
    agreed,
    applied,
    called,
    close,
    give_everything,
    make_affairs,
    make_reviewer,
    opened,
    voted_through,
)
from tests.teachers.samples import NOW, TODAY
from tests.world import World, join

pytestmark = pytest.mark.django_db


def told(kind: str, person: Any) -> str:
    """The one mail of the kind to somebody, in words."""
    row = Notification.objects.get(kind=f"teachers.{kind}", recipient=person)
    mail = compose(row)
    return f"{mail.subject}\n{mail.body}"


@pytest.fixture
def affairs(world) -> User:
    return make_affairs(world)


@pytest.fixture
def members() -> list[User]:
    return [UserFactory.create(name=f"评委{n}", email=f"expert{n}@centre.example") for n in range(3)]


@pytest.fixture
def application(world, teacher):
    give_everything(teacher)
    return agreed(make_reviewer(world), applied(world.class_teacher, teacher))


# --- Recognition ------------------------------------------------------------------------------


def test_who_objected_reads_the_answer(world, affairs, members, application):
    public = voted_through(affairs, members, application)
    within = NOW.replace(day=23)
    objection = conclusion.object_to(actor=world.officer, pk=public.pk, reason="Not at work.", now=within)

    conclusion.answer_objection(
        actor=affairs, pk=objection.pk, outcome="dismissed", answer="He was on leave.", now=within
    )

    said = told("recognition_objection_answered", world.officer)
    assert "dismissed" in said
    assert "He was on leave." in said


def test_members_and_applicants_hear_that_a_panel_does_not_meet(world, affairs, members, application):
    panel = called(affairs, members, [application])

    panels.cancel_panel(actor=affairs, pk=panel.pk, reason="The chair is ill.", now=NOW)

    for member in members:
        rows = Notification.objects.filter(kind="teachers.panel_called", recipient=member).order_by("pk")
        assert "does not meet" in headline(rows[1])
        assert "The chair is ill." in compose(rows[1]).body
    said = told("recognition_decided", world.class_teacher)
    assert "waits for another session" in said
    assert "The chair is ill." in said


def test_who_is_postponed_hears_why(world, affairs, members, application):
    panel = opened(called(affairs, members, [application]))
    case = panel.cases.get()

    close(panel, postponed=[case.pk], remarks={case.pk: "A paper is missing."})

    assert "A paper is missing." in told("recognition_decided", world.class_teacher)


# --- Part-time teachers -------------------------------------------------------------------------


@pytest.fixture
def vetter(world) -> User:
    return a_position(world, "Personnel", ["parttime.read", "parttime.edit", "parttime.vet"])


def of_the_enterprise(world: World, liaison: User) -> Appointment:
    return propose_own(
        actor=liaison,
        enterprise_id=world.partner.pk,
        contact_id=ContactFactory.create(enterprise=world.partner, name="陆师傅").pk,
        need_id=a_need(world.mechanics).pk,
        title="工程师",
        skill="",
        skill_level="",
        begins_on=TODAY,
        ends_on=date(2027, 1, 31),
        statement="",
        now=NOW,
    )


def test_an_enterprise_hears_why_its_proposal_was_refused(world, vetter):
    liaison = join(world.liaison)
    one = of_the_enterprise(world, liaison)

    appointments.refuse(actor=vetter, pk=one.pk, reason="No experience with lathes.", now=NOW)

    said = told("part_timer_decided", liaison)
    assert "陆师傅" in said
    assert "No experience with lathes." in said


def test_an_enterprise_hears_how_far_its_proposal_has_come(world, vetter):
    liaison = join(world.liaison)
    one = of_the_enterprise(world, liaison)

    appointments.vet(actor=vetter, pk=one.pk, vetting="证书原件已核验。", now=NOW)
    appointments.publicise(actor=vetter, pk=one.pk, now=NOW.replace(hour=3))

    rows = Notification.objects.filter(kind="teachers.part_timer_decided", recipient=liaison)
    assert [row.data["state"] for row in rows.order_by("pk")] == ["vetted", "publicised"]
    assert all("证书原件" not in compose(row).body for row in rows)


def test_a_colleague_hears_what_became_of_a_proposal_and_the_enterprise_does_not(world, vetter):
    liaison = join(world.liaison)
    office = a_position(world, "Part-time office", ["parttime.read", "parttime.edit"])
    person = a_technician(world.mechanics, ContactFactory.create(enterprise=world.partner))
    one = appointments.propose(
        actor=office,
        need_id=a_need(world.mechanics).pk,
        person_id=person.pk,
        begins_on=TODAY,
        ends_on=date(2027, 1, 31),
        fee=None,
        statement="",
        now=NOW,
    )

    appointments.withdraw(actor=vetter, pk=one.pk, reason="The course is not given.", now=NOW)

    assert "The course is not given." in told("part_timer_decided", office)
    assert not Notification.objects.filter(kind="teachers.part_timer_decided", recipient=liaison).exists()


def test_the_employer_hears_of_an_early_end(world, vetter):
    liaison = join(world.liaison)
    contact = ContactFactory.create(enterprise=world.partner, roles=[ContactRole.TECHNICIAN])
    one = serving(a_technician(world.mechanics, contact), a_need(world.mechanics))

    appointments.end(actor=vetter, pk=one.pk, ended_on=TODAY, reason="The course is over.", now=NOW)

    assert "The course is over." in told("part_timer_decided", liaison)


# --- Practice -----------------------------------------------------------------------------------


def test_the_enterprise_hears_that_a_teacher_does_not_come_but_not_why(world, practising: Practising):
    liaison = join(world.liaison)
    practice = practising.approved()

    practices.cancel_practice(actor=practising.user, pk=practice.pk, reason="Ill.", now=NOW.replace(hour=5))

    rows = Notification.objects.filter(kind="teachers.practice_coming", recipient=liaison).order_by("pk")
    assert "does not come" in headline(rows[1])
    assert "Ill." not in compose(rows[1]).body


def test_nothing_is_said_of_a_plan_that_the_enterprise_was_not_told_of(world, practising: Practising):
    liaison = join(world.liaison)
    practices.cancel_practice(actor=practising.user, pk=practising.plan().pk, reason="Ill.", now=NOW)

    assert not Notification.objects.filter(kind="teachers.practice_coming", recipient=liaison).exists()
