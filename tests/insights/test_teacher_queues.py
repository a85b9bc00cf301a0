"""Home, for teachers and those who decide about them."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.navigation import navigation_for
from insights.queues import queues_for
from teachers.models import Panel, Training
from teachers.operations.evidence import return_evidence
from tests.factories import QualificationFactory, TrainingFactory, UserFactory
from tests.teachers.practising import make_practising
from tests.teachers.recognising import (
    agreed,
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
