"""Somebody without an account confirms or answers one thing, by a link to it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.access import NotVisible
from core.delivery import deliver_due
from core.models import AuditEvent, Notification
from core.roles import LINK_ROLE
from core.transitions import TransitionRefused
from core.walls import inside
from partnerships.models import Question
from partnerships.operations import (
    UnableToAsk,
    answer_by_link,
    ask_again,
    ask_question,
    end_contact,
    take_question_back,
)
from partnerships.questions import links_to
from signing.models import TaskLink
from tests.world import join, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def mentor(world):
    world.mentor.email, world.mentor.language = "wu@jinggong.example", "en"
    world.mentor.save()
    return world.mentor


@pytest.fixture
def ask(world, mentor, now):
    def asking(kind: str = "confirm", **more) -> Question:
        return ask_question(
            **{
                "actor": world.officer,
                "contact_pk": mentor.pk,
                "kind": kind,
                "text": "Have the two lathes arrived?",
                "due_on": timezone.localdate(now) + timedelta(days=7),
                "now": now,
            }
            | more
        )

    return asking


def link_of(question: Question) -> TaskLink:
    return links_to(question).get()


def opened(question: Question) -> tuple[Client, str]:
    client, link = Client(), link_of(question)
    client.post(reverse("link:open", args=[link.token]))
    return client, reverse("question:answer", args=[link.token])


# --- Asking -----------------------------------------------------------------------------------


def test_the_link_goes_to_the_mailbox_on_record(ask, now, mailoutbox):
    question = ask()

    deliver_due(now=now + timedelta(minutes=1))

    (mail,) = mailoutbox
    assert "wu@jinggong.example" in mail.to[0]
    assert "Have the two lathes arrived?" in mail.body
    assert link_of(question).get_absolute_url() in mail.body


def test_nobody_is_asked_who_has_left_or_cannot_be_reached(ask, world, mentor, now):
    mentor.email = ""
    mentor.save()
    with pytest.raises(UnableToAsk):
        ask()
    mentor.email = "wu@jinggong.example"
    mentor.save()
    end_contact(actor=world.officer, pk=mentor.pk, left_on=timezone.localdate(now), now=now)
    with pytest.raises(UnableToAsk):
        ask()
    assert not Question.objects.exists()


def test_only_who_may_edit_the_enterprise_asks(ask, world):
    with pytest.raises(PermissionDenied):
        ask(actor=world.coordinator)
    with pytest.raises(NotVisible):
        ask(actor=world.stranger_officer)
    assert not Question.objects.exists()
    assert not TaskLink.objects.exists()


def test_the_officer_asks_from_the_page_of_the_enterprise(world, mentor):
    officer = signed_in(world.officer)
    answer = officer.post(
        reverse("partnerships:question_new", args=[world.partner.pk]),
        {
            "contact": mentor.pk,
            "kind": "answer",
            "text": "How many interns can you take?",
            "due_on": timezone.localdate() + timedelta(days=3),
        },
        follow=True,
    )

    page = answer.content.decode()
    assert "How many interns can you take?" in page
    assert "link not opened yet" in page


def test_a_past_day_stays_in_the_form_with_what_was_typed(world, mentor):
    page = (
        signed_in(world.officer)
        .post(
            reverse("partnerships:question_new", args=[world.partner.pk]),
            {"contact": mentor.pk, "kind": "answer", "text": "How many?", "due_on": "2020-01-01"},
        )
        .content.decode()
    )

    assert "This day is past." in page
    assert "How many?" in page
    assert not Question.objects.exists()


# --- Answering --------------------------------------------------------------------------------


def test_opening_decides_nothing(ask):
    question = ask()
    client = Client()

    client.get(link_of(question).get_absolute_url())
    answer = client.get(reverse("question:answer", args=[link_of(question).token]))

    assert answer["Location"] == link_of(question).get_absolute_url()
    question.refresh_from_db()
    assert question.is_open
    assert link_of(question).opened_at is None


def test_a_button_confirms_and_the_asker_is_told(ask, world):
    question = ask()
    client, page = opened(question)
    assert "Have the two lathes arrived?" in client.get(page).content.decode()

    answer = client.post(page, {"move": "confirm", "text": ""}, follow=True)

    assert "You have confirmed it." in answer.content.decode()
    question.refresh_from_db()
    assert question.state == "confirmed"
    told = Notification.objects.get(kind="partnerships.question_answered")
    assert told.recipient == world.officer
    assert AuditEvent.objects.filter(verb="question.confirmed").exists()


def test_a_no_needs_words_and_nothing_typed_is_lost(ask):
    question = ask()
    client, page = opened(question)

    refused = client.post(page, {"move": "deny", "text": " "})
    assert "Please say it in words" in refused.content.decode()
    client.post(page, {"move": "deny", "text": "Only one came."})

    question.refresh_from_db()
    assert (question.state, question.answer) == ("denied", "Only one came.")


def test_what_is_to_be_answered_cannot_be_confirmed(ask, now):
    question = ask("answer")
    with pytest.raises(UnableToAsk):
        answer_by_link(link=link_of(question), move="confirm", text="", now=now)
    question.refresh_from_db()
    assert question.is_open


def test_it_is_answered_once(ask, now):
    question = ask("answer")
    link = link_of(question)
    answer_by_link(link=link, move="answer", text="Two.", now=now)

    with pytest.raises(TransitionRefused):
        answer_by_link(link=link, move="answer", text="Three.", now=now)

    question.refresh_from_db()
    assert question.answer == "Two."


def test_a_link_sent_again_replaces_the_earlier_one(ask, world, now):
    question = ask()
    earlier = link_of(question).get_absolute_url()

    ask_again(actor=world.officer, pk=question.pk, now=now)

    assert Client().get(earlier).status_code == 410
    assert Client().get(link_of(question).get_absolute_url()).status_code == 200


def test_what_was_taken_back_says_so_and_takes_no_answer(ask, world, now):
    question = ask()
    client, page = opened(question)

    take_question_back(actor=world.officer, pk=question.pk, now=now)

    assert "does not ask this any more" in client.get(page).content.decode()
    client.post(page, {"move": "confirm"})
    question.refresh_from_db()
    assert question.state == "taken_back"


def test_behind_its_wall_a_link_sees_its_question_and_no_other(ask, world):
    mine, other = ask(), ask("answer")

    with inside(role=LINK_ROLE, link_id=link_of(mine).pk), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM partnerships_question")
        seen = cursor.fetchall()

    assert seen == [(mine.pk,)]
    assert other.is_open


# --- At the portal ----------------------------------------------------------------------------


def test_who_has_an_account_finds_it_at_home_and_answers_there(ask, mentor):
    client = signed_in(join(mentor))
    question = ask("answer")
    page = reverse("portal:question", args=[question.pk])
    assert page in client.get(reverse("portal:home")).content.decode()

    answered = client.post(page, {"move": "answer", "text": "Twelve."}, follow=True).content.decode()

    assert "You have answered." in answered
    question.refresh_from_db()
    assert (question.state, question.answer) == ("answered", "Twelve.")
    assert AuditEvent.objects.get(verb="question.answered").actor == mentor.user
    assert page not in client.get(reverse("portal:home")).content.decode()
    assert link_of(question).used_at is not None


def test_no_colleague_and_no_stranger_reads_what_somebody_is_asked(ask, world):
    question = ask()
    page = reverse("portal:question", args=[question.pk])

    for other in (world.liaison, world.stranger_liaison):
        client = signed_in(join(other))
        assert client.get(page).status_code == 404
        assert client.post(page, {"move": "confirm"}).status_code == 404

    question.refresh_from_db()
    assert question.is_open
