"""Home, for teachers and those who decide about them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.navigation import navigation_for
from insights.queues import queues_for
from teachers.models import (
    Appointment,
    AppointmentObjection,
    Objection,
    Panel,
    Recognition,
    RecognitionAppeal,
    Schooling,
    Teacher,
    Training,
)
from teachers.operations.evidence import return_evidence
from tests.factories import QualificationFactory, TrainingFactory, UserFactory
from tests.teachers.parttiming import a_need, a_technician, serving
from tests.teachers.practising import make_practising
from tests.teachers.recognising import (
    a_position,
    agreed,
    another_teacher,
    applied,
    called,
    close,
    give_everything,
    make_affairs,
    make_reviewer,
    opened,
)
from tests.teachers.samples import NOW, make_office, own_record
from tests.world import World, signed_in

pytestmark = pytest.mark.django_db


def queue(user: User, name: str) -> list[tuple[str, str]]:
    user = User.objects.get(pk=user.pk)
    found = [one for one in queues_for(user, on=timezone.localdate()) if one.name == name]
    return [(line.title, line.url) for one in found for line in one.lines]


def labels(user: User) -> set[str]:
    groups = navigation_for(User.objects.get(pk=user.pk), "/")
    return {str(item["label"]) for group in groups for item in group["items"]}


def test_what_came_back_to_a_teacher_stands_on_their_home_page_with_the_reason(world: World):
    teacher, office = own_record(world), make_office(world)
    row = TrainingFactory.create(teacher=teacher, state="entered")
    QualificationFactory.create(teacher=teacher, state="confirmed")
    assert queue(office, "teachers") == [("1 entry to confirm", reverse("teachers:to_confirm"))]

    return_evidence(actor=office, model=Training, pk=row.pk, reason="The hours do not add up.", now=NOW)

    assert (str(row), row.get_absolute_url()) in queue(world.class_teacher, "own_file")
    home = signed_in(world.class_teacher).get(reverse("insights:home")).content.decode()
    assert "The hours do not add up." in home
    assert queue(office, "teachers") == []
    assert queue(world.teacher, "own_file") == []


def test_members_without_a_power_find_their_panel_until_it_is_closed(world: World):
    teacher, affairs = own_record(world), make_affairs(world)
    give_everything(teacher)
    members = [
        UserFactory.create(name=f"评委{number}", email=f"expert{number}@centre.example")
        for number in range(3)
    ]
    panel = called(affairs, members, [agreed(make_reviewer(world), applied(world.class_teacher, teacher))])

    assert queue(members[1], "panels") == [("Autumn panel", panel.get_absolute_url())]
    assert "Panels" in labels(members[1])
    assert "Panels" not in labels(world.teacher)
    opened(panel)
    assert queue(members[1], "panels") == [("Autumn panel", reverse("teachers:panel_desk", args=[panel.pk]))]

    panel = Panel.objects.get(pk=panel.pk)
    for case in panel.cases.all():
        case.delete()
    close(panel)
    assert queue(members[1], "panels") == []
    assert "Panels" not in labels(members[1])


def test_who_approves_and_who_accepts_find_what_waits_and_not_their_own(world: World):
    practising = make_practising(world)
    practising.plan()
    plans = f"{reverse('teachers:practice_list')}?state=planned"
    assert queue(practising.head, "teachers") == [("1 plan of practice to approve", plans)]
    assert queue(practising.office, "teachers") == []

    practising.submitted()
    accepted = f"{reverse('teachers:practice_list')}?state=submitted"
    assert queue(practising.office, "teachers") == [("1 practice to accept", accepted)]
    practising.teacher.user = practising.office
    practising.teacher.save()
    assert queue(practising.office, "teachers") == []


def recognised(teacher: Teacher, level: str, first: date, last: date) -> Recognition:
    return Recognition.objects.create(
        teacher=teacher,
        level=level,
        stage=Schooling.SECONDARY,
        state="recognised",
        waiting_since=first,
        recognised_on=first,
        review_due=last,
    )


def rows_behind(user: User, url: str) -> int:
    """How many rows the list behind a line has."""
    page = signed_in(user).get(url)
    assert page.status_code == 200
    return (
        page.context["table"].paginator.count
        if page.context["table"].page
        else len(page.context["table"].rows)
    )


def test_what_the_office_has_to_do_about_recognitions_leads_to_just_these(world: World):
    affairs, today = make_affairs(world), timezone.localdate()
    teachers = iter([another_teacher(world, staff_number=f"Q{n}") for n in range(9)])

    def standing(state: str, **fields: Any) -> Recognition:
        said = {"level": "junior", "stage": "secondary", "waiting_since": today, "state": state}
        return Recognition.objects.create(teacher=next(teachers), **{**said, **fields})

    said = {"reason": "Not so.", "made_by": world.officer, "made_at": timezone.now()}
    public = {"publicised_from": today, "publicised_until": today}
    Objection.objects.create(recognition=standing("publicised", **public), **said)
    RecognitionAppeal.objects.create(recognition=standing("refused", answer="Too little."), **said)
    over = {"publicised_from": today - timedelta(days=9), "publicised_until": today - timedelta(days=1)}
    standing("publicised", **over)
    standing("department_approved")
    standing("department_approved", body="outside")
    standing("sent_out", body="outside", outside_body="省教育厅")
    recognised(next(teachers), "junior", today - timedelta(days=1000), today + timedelta(days=170))
    recognised(next(teachers), "junior", today - timedelta(days=1000), today - timedelta(days=3))
    replaced = next(teachers)
    recognised(replaced, "junior", today - timedelta(days=1000), today + timedelta(days=20))
    recognised(replaced, "senior", today - timedelta(days=10), today + timedelta(days=1500))

    found = dict(queue(affairs, "teachers"))

    assert list(found) == [
        "1 application to bring before a panel",
        "1 recognition to conclude after its publicity",
        "1 recognition with an objection to answer",
        "1 appeal to answer",
        "1 application to send to the outside body",
        "1 decision of an outside body to record",
        "1 recognition to review within 180 days",
        "1 recognition that has lapsed without a review",
    ]
    assert {title: rows_behind(affairs, url) for title, url in found.items()} == dict.fromkeys(found, 1)


def test_every_step_of_a_part_time_teacher_that_waits_leads_to_its_list(world: World):
    powers = ["parttime.read", "parttime.edit", "parttime.vet"]
    office, today = a_position(world, "Personnel", powers), timezone.localdate()
    for state in ("vetted", "publicised", "agreed"):
        serving(a_technician(world.mechanics), a_need(world.mechanics), state=state, inducted_on=None)
    still = {"publicised_from": today, "publicised_until": today, "inducted_on": None}
    serving(a_technician(world.mechanics), a_need(world.mechanics), state="publicised", **still)

    public = Appointment.objects.get(publicised_until=today)
    said = {"objected_on": today, "made_at": timezone.now(), "reason": "试讲未通过。"}
    for who in (office, world.officer):  # nobody answers their own
        AppointmentObjection.objects.create(appointment=public, made_by=who, **said)

    found = dict(queue(office, "teachers"))

    assert list(found) == [
        "1 part-time teacher to make public",
        "1 part-time teacher with an objection to answer",
        "1 agreement with a part-time teacher to sign",
        "1 part-time teacher to induct",
    ]
    assert {title: rows_behind(office, url) for title, url in found.items()} == dict.fromkeys(found, 1)
