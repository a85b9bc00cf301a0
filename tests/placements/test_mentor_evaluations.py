"""Mentors without an account judge their students by link: asked once, reminded once, answered once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import Notification
from core.roles import LINK_ROLE
from core.walls import inside
from internships.models import AssessmentCriterion
from partnerships.models import Contact
from placements.models import MentorEvaluation, Placement, SideEvaluation
from placements.operations.mentor_evaluations import REMINDED_AFTER, ask_mentors, remind_mentors
from signing.models import TaskLink
from tests.placements.ending import an_ended_placement, another_student
from tests.world import World, join

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def placement(world: World, now) -> Placement:
    """Over since yesterday; the mentor has an address and no account."""
    ended = an_ended_placement(world)
    Placement.objects.filter(pk=ended.pk).update(ended_on=timezone.localdate(now) - timedelta(days=1))
    Contact.objects.filter(pk=world.mentor.pk).update(email="mentor@host.example")
    return Placement.objects.get(pk=ended.pk)


def scores(placement: Placement, **more: object) -> dict[str, object]:
    own = AssessmentCriterion.objects.filter(plan=placement.plan_id, side="enterprise")
    given = {f"score_{criterion.pk}": 88 for criterion in own}
    return {**given, **{f"remark_{criterion.pk}": "" for criterion in own}, "remark": "Careful", **more}


def opened(now: datetime) -> tuple[Client, str]:
    link = TaskLink.objects.get(task="evaluation")
    client = Client()
    client.post(reverse("link:open", args=[link.token]))
    return client, reverse("evaluation:answer", args=[link.token])


def test_a_mentor_is_asked_once_and_reminded_once(placement, now):
    assert (ask_mentors(now=now), ask_mentors(now=now)) == (1, 0)
    assert Notification.objects.get().email == "mentor@host.example"

    assert remind_mentors(now=now + REMINDED_AFTER - timedelta(hours=1)) == 0
    assert remind_mentors(now=now + REMINDED_AFTER) == 1
    assert remind_mentors(now=now + REMINDED_AFTER * 2) == 0


def test_who_has_an_account_no_address_or_time_left_is_not_asked(world, placement, now):
    Placement.objects.filter(pk=placement.pk).update(
        state="in_progress", ended_on=None, ends_on=timezone.localdate(now) + timedelta(days=15)
    )
    assert ask_mentors(now=now) == 0
    assert ask_mentors(now=now + timedelta(days=1)) == 1
    MentorEvaluation.objects.all().delete()
    Contact.objects.filter(pk=world.mentor.pk).update(email="", phone="")
    assert ask_mentors(now=now + timedelta(days=1)) == 0
    Contact.objects.filter(pk=world.mentor.pk).update(email="mentor@host.example")
    world.mentor.refresh_from_db()
    join(world.mentor)
    assert ask_mentors(now=now + timedelta(days=1)) == 0


def test_a_mentor_judges_by_link_and_the_link_is_spent(world, placement, now):
    ask_mentors(now=now)
    client, page = opened(now)
    assert "Teamwork" in client.get(page).content.decode()
    assert not SideEvaluation.objects.exists(), "opening decides nothing"
    refused = client.post(page, scores(placement, remark=""))
    assert refused.status_code == 422

    client.post(page, scores(placement))

    given = SideEvaluation.objects.get()
    assert (given.placement, given.side, given.given_as) == (placement, "enterprise", world.mentor.name)
    assert [score.score for score in given.scores.all()] == [88, 88]
    assert TaskLink.objects.get(task="evaluation").used_at is not None
    assert MentorEvaluation.objects.get().answered_at is not None
    client.post(page, scores(placement, remark="Changed"))
    assert SideEvaluation.objects.get().remark == "Careful"
    assert remind_mentors(now=now + REMINDED_AFTER) == 0


def test_after_a_change_of_mentor_the_link_judges_nobody(world, placement, now):
    ask_mentors(now=now)
    client, page = opened(now)
    Placement.objects.filter(pk=placement.pk).update(mentor=None)

    assert client.post(page, scores(placement)).status_code == 404
    assert not SideEvaluation.objects.exists()


def test_a_link_reads_that_one_student_and_nothing_of_the_placement(world, placement, now):
    an_ended_placement(world, plan=placement.plan, post=placement.post, student=another_student(world))
    Placement.objects.update(ended_on=timezone.localdate(now))
    assert ask_mentors(now=now) == 2
    link = TaskLink.objects.filter(task="evaluation").first()

    with inside(role=LINK_ROLE, link_id=link.pk):
        assert [row.pk for row in MentorEvaluation.objects.all()] == [link.subject_id]
        assert not Placement.objects.values("id").exists()
        for table in ("placements_sideevaluation", "placements_evaluationresult"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(f"SELECT 1 FROM {table}")
