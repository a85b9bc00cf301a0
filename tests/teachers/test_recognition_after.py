"""After a decision: appeals against revocations, members who leave, what was true on a past day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Appointment
from core.access import NotVisible
from core.models import Notification
from teachers.facts import of_record
from teachers.models import QualificationKind, Recognition, RecognitionAppeal
from teachers.operations import conclusion
from teachers.operations.panels import UnableToHear
from teachers.operations.recognition import UnableToRecognise
from tests.factories import (
    AppointmentFactory,
    PositionFactory,
    QualificationFactory,
    TeacherFactory,
    UserFactory,
)
from tests.teachers.recognising import (
    a_position,
    agreed,
    answer_everything,
    applied,
    called,
    close,
    concluded,
    give_everything,
    make_affairs,
    make_reviewer,
    opened,
    vote,
    voted_through,
)
from tests.teachers.samples import NOW, TODAY
from tests.world import signed_in

pytestmark = pytest.mark.django_db
REVOKED_ON = date(2027, 3, 1)
LATER = NOW + timedelta(days=400)


@pytest.fixture
def affairs(world):
    return make_affairs(world)


@pytest.fixture
def members(world):
    return [UserFactory.create(name=f"评委{n}", email=f"expert{n}@centre.example") for n in range(3)]


@pytest.fixture
def application(world, teacher, affairs):
    give_everything(teacher)
    return agreed(make_reviewer(world), applied(world.class_teacher, teacher))


# --- Appeals against revocations --------------------------------------------------------------


@pytest.fixture
def recognised(affairs, members, application):
    return concluded(affairs, voted_through(affairs, members, application))


@pytest.fixture
def revoked(affairs, recognised):
    revoke(affairs, recognised)
    recognised.refresh_from_db()
    return recognised


@pytest.fixture
def colleague(world):
    """Somebody else who concludes and answers appeals."""
    return a_position(world, "Second officer", ["teacher.read", "recognition.read", "recognition.publish"])


def revoke(affairs, recognition, on: date = REVOKED_ON) -> None:
    conclusion.review(
        actor=affairs,
        pk=recognition.pk,
        outcome="revoked",
        reason="Left the classroom.",
        reviewed_on=on,
        valid_until=None,
        now=LATER,
    )


def appealed(world, recognition) -> RecognitionAppeal:
    return conclusion.appeal(actor=world.class_teacher, pk=recognition.pk, reason="I teach.", now=LATER)


def valid_on(day: date) -> bool:
    return Recognition.objects.valid_on(day).exists()


def test_an_upheld_appeal_against_a_revocation_leaves_no_gap(world, affairs, colleague, revoked):
    assert (valid_on(REVOKED_ON - timedelta(1)), valid_on(REVOKED_ON)) == (True, False)
    made = appealed(world, revoked)
    told = Notification.objects.get(kind="teachers.recognition_appealed", recipient=colleague)
    assert told.data["is_revoked"]

    conclusion.answer_appeal(actor=colleague, pk=made.pk, outcome="upheld", answer="You do.", now=LATER)

    revoked.refresh_from_db()
    assert (revoked.state, revoked.ended_on, revoked.end_reason) == ("recognised", None, "")
    assert valid_on(REVOKED_ON)
    assert valid_on(revoked.review_due)
    assert not valid_on(revoked.review_due + timedelta(1)), "its terms stand as they were"
    told = Notification.objects.get(kind="teachers.recognition_appeal_answered")
    assert (told.recipient, told.data["is_revoked"]) == (world.class_teacher, False)


def test_a_dismissed_appeal_leaves_the_revocation_and_is_the_only_one(world, colleague, revoked):
    made = appealed(world, revoked)
    conclusion.answer_appeal(actor=colleague, pk=made.pk, outcome="dismissed", answer="No.", now=LATER)

    revoked.refresh_from_db()
    assert revoked.ended_on == REVOKED_ON
    with pytest.raises(UnableToRecognise, match="already"):
        appealed(world, revoked)


def test_another_revocation_can_be_appealed_against_again(world, affairs, colleague, revoked):
    made = appealed(world, revoked)
    conclusion.answer_appeal(actor=colleague, pk=made.pk, outcome="upheld", answer="You do.", now=LATER)
    revoke(affairs, revoked, REVOKED_ON + timedelta(30))

    assert appealed(world, revoked).review != made.review


def test_whoever_revoked_it_does_not_decide_about_the_appeal(world, affairs, revoked):
    made = appealed(world, revoked)

    with pytest.raises(UnableToRecognise, match="You revoked it"):
        conclusion.answer_appeal(actor=affairs, pk=made.pk, outcome="upheld", answer="So.", now=LATER)
    revoked.refresh_from_db()
    assert revoked.ended_on == REVOKED_ON


def test_what_is_valid_is_not_appealed_against_and_nobody_else_appeals(world, revoked, colleague):
    with pytest.raises(NotVisible):
        conclusion.appeal(actor=world.stranger_officer, pk=revoked.pk, reason="Mine.", now=LATER)
    made = appealed(world, revoked)
    conclusion.answer_appeal(actor=colleague, pk=made.pk, outcome="upheld", answer="You do.", now=LATER)

    with pytest.raises(UnableToRecognise, match="Only a refusal or a revocation"):
        appealed(world, revoked)


def test_the_database_keeps_one_appeal_against_a_refusal(world, application):
    row = {"recognition": application, "reason": "?", "made_by": world.class_teacher, "made_at": NOW}
    RecognitionAppeal.objects.create(**row)

    with pytest.raises(IntegrityError, match="a_refusal_is_appealed_against_once"), transaction.atomic():
        RecognitionAppeal.objects.create(**row)


def test_nobody_is_offered_to_apply_while_an_appeal_waits(world, colleague, revoked):
    client = signed_in(world.class_teacher)
    page = reverse("teachers:my_recognition")
    apply = reverse("teachers:my_recognition_new")
    assert apply in client.get(page, {"stage": revoked.stage}).content.decode()
    made = appealed(world, revoked)

    waiting = client.get(page, {"stage": revoked.stage}).content.decode()
    assert apply not in waiting
    assert "Your appeal waits" in waiting
    conclusion.answer_appeal(actor=colleague, pk=made.pk, outcome="dismissed", answer="No.", now=LATER)
    assert apply in client.get(page, {"stage": revoked.stage}).content.decode()


def test_the_way_from_the_page_to_the_answer(world, colleague, revoked):
    course = f"{revoked.get_absolute_url()}?tab=course"
    own = signed_in(world.class_teacher)
    assert "You can have the revocation looked at again" in own.get(course).content.decode()
    own.post(reverse("teachers:recognition_appeal", args=[revoked.pk]), {"reason": "I teach."})
    office = signed_in(colleague)
    assert "Against the revocation" in office.get(course).content.decode()
    assert (
        "赵" in office.get("/recognitions/?waits=appeal").content.decode()
        or str(revoked.teacher) in office.get("/recognitions/?waits=appeal").content.decode()
    )

    office.post(
        reverse("teachers:recognition_appeal_answer", args=[revoked.appeals.get().pk]),
        {"outcome": "upheld", "answer": "You do."},
    )

    revoked.refresh_from_db()
    assert revoked.ended_on is None


# --- What an outside body gave ----------------------------------------------------------------


def test_what_an_outside_body_gave_is_only_revoked(world, affairs, recognised):
    Recognition.objects.filter(pk=recognised.pk).update(body="outside")
    client = signed_in(affairs)
    address = reverse("teachers:recognition_review", args=[recognised.pk])
    shown = client.get(address).content.decode()
    assert 'value="revoked"' in shown
    assert 'value="kept"' not in shown
    assert "prolonged by a new application" in shown

    review = {"reason": "Not at work.", "reviewed_on": timezone.localdate().isoformat()}
    assert client.post(address, review | {"outcome": "kept"}).status_code == 422
    recognised.refresh_from_db()
    assert recognised.ended_on is None


# --- Members who leave ------------------------------------------------------------------------


def leaves_by_account(user) -> None:
    user.is_active = False
    user.save()


def leaves_by_appointment(user) -> None:
    AppointmentFactory.create(user=user, position=PositionFactory.create(), ends_on=TODAY)


def leaves_as_teacher(user) -> None:
    gone = TeacherFactory.create(staff_number="T-GONE", user=user)
    gone.service_periods.update(ends_on=TODAY)
    gone.left_on = TODAY
    gone.save()


@pytest.mark.parametrize("leave", [leaves_by_account, leaves_by_appointment, leaves_as_teacher])
def test_a_member_who_leaves_during_the_session_does_not_block_it(affairs, members, application, leave):
    answer_everything(affairs, application)
    panel = opened(called(affairs, members, [application]))
    case = panel.cases.get()
    for member in members[:2]:
        vote(panel, member, case)
    tomorrow = NOW + timedelta(days=1)
    with pytest.raises(UnableToHear, match="have not voted"):
        close(panel, tomorrow)

    leave(members[2])
    close(panel, tomorrow)

    case.refresh_from_db()
    assert (case.outcome, case.votes_for) == ("carried", 2)
    assert not panel.members.get(user=members[2]).is_present


def test_whoever_still_has_another_appointment_has_not_left(affairs, members, application):
    answer_everything(affairs, application)
    panel = opened(called(affairs, members, [application]))
    for member in members[:2]:
        vote(panel, member, panel.cases.get())
    leaves_by_appointment(members[2])
    Appointment.objects.create(user=members[2], position=PositionFactory.create(), starts_on=TODAY)

    with pytest.raises(UnableToHear, match="have not voted"):
        close(panel, NOW + timedelta(days=1))


def test_where_too_few_are_left_the_case_is_postponed(affairs, members, application):
    panel = opened(called(affairs, members, [application]))
    for member in members[1:]:
        leaves_by_account(member)

    with pytest.raises(UnableToHear, match="too few are present"):
        close(panel)
    close(panel, postponed=[panel.cases.get().pk])
    application.refresh_from_db()
    assert application.state == "department_approved"


# --- What was true on a past day --------------------------------------------------------------


def test_title_and_rank_of_a_day_are_those_confirmed_for_it(teacher):
    teacher.title, teacher.rank = "高级讲师", "associate_senior"
    teacher.save()
    title = {
        "teacher": teacher,
        "kind": QualificationKind.PROFESSIONAL_TITLE,
        "is_teaching_series": True,
    }
    QualificationFactory.create(name="助理讲师", level="junior", issued_on=date(2012, 6, 1), **title)
    QualificationFactory.create(name="讲师", level="intermediate", issued_on=date(2018, 6, 1), **title)

    def on(day: date) -> tuple[str | None, str | None]:
        facts = of_record([teacher], day)[teacher.pk]
        return facts.get("title"), facts.get("rank")

    assert on(date(2011, 1, 1)) == (None, None)
    assert on(date(2015, 1, 1)) == ("助理讲师", "junior")
    assert on(date(2020, 1, 1)) == ("讲师", "intermediate")
    teacher.qualifications.all().delete()
    assert on(timezone.localdate()) == ("高级讲师", "associate_senior")
