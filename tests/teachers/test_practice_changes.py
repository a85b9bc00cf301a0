"""Days of an approved practice that change: it ends early, it is prolonged; and who guides the teacher."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from core.access import NotVisible
from core.models import AuditEvent, Notification
from core.transitions import TransitionRefused
from partnerships.models import Contact
from teachers.models import (
    Absence,
    CountedAs,
    Opening,
    Practice,
    PracticeChange,
    PracticeChangeState,
    PracticeDue,
    PracticeState,
)
from teachers.operations import practice as planning
from teachers.operations import practice_changes as operations
from teachers.operations import practice_log
from teachers.operations.practice import UnableToPractise
from teachers.operations.service import leave
from tests.teachers.practising import NOW, TODAY, Practising, an_opening, practised
from tests.world import join, signed_in

pytestmark = pytest.mark.django_db
WHY = "The line is closed for repair."
SOON = {"starts_on": TODAY + timedelta(10), "ends_on": TODAY + timedelta(69)}
RUNNING = {"starts_on": TODAY - timedelta(10), "ends_on": TODAY + timedelta(49)}


def ended(practising: Practising, practice: Practice, last: date, **more) -> Practice:
    return operations.end_early(
        actor=more.pop("actor", practising.user), pk=practice.pk, ends_on=last, reason=WHY, now=NOW, **more
    )


def asked(practising: Practising, practice: Practice, last: date, **more) -> PracticeChange:
    return operations.ask_to_prolong(
        actor=more.pop("actor", practising.user), pk=practice.pk, ends_on=last, reason=WHY, now=NOW, **more
    )


def months_as_planned(practising: Practising) -> PracticeDue:
    return PracticeDue.objects.get(teacher=practising.teacher, rule="TP-01")


# --- Ending early -----------------------------------------------------------------------------


def test_a_practice_ends_early_and_everybody_is_told(practising):
    user = join(practising.world.liaison)
    practice = practising.under_way(**RUNNING)

    after = ended(practising, practice, TODAY, actor=practising.head)

    assert (after.ends_on, after.state) == (TODAY, PracticeState.UNDER_WAY)
    change = practice.changes.get()
    assert (change.kind, change.state, change.old_ends_on) == ("early_end", "made", RUNNING["ends_on"])
    teacher = Notification.objects.get(kind="teachers.practice_days")
    assert (teacher.recipient, teacher.data["reason"]) == (practising.user, WHY)
    told = Notification.objects.filter(kind="teachers.practice_coming", recipient=user).latest("pk")
    assert (told.data["happening"], told.data["ends_on"]) == ("ended_early", TODAY.isoformat())
    assert WHY not in str(told.data), "why is between the teacher and the centre"
    assert AuditEvent.objects.filter(verb="practice.end_early", reason=WHY).exists()


def test_what_remains_does_not_count_as_coming_any_more(practising):
    practised(practising.teacher, practising.world.partner, date(2024, 6, 1), date(2024, 9, 28))
    practice = practising.approved(**SOON)
    assert months_as_planned(practising).short_from_as_planned > TODAY

    ended(practising, practice, SOON["starts_on"] + timedelta(5))

    assert months_as_planned(practising).short_from_as_planned <= TODAY


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (RUNNING["ends_on"], "earlier day is needed"),
        (RUNNING["starts_on"] - timedelta(1), "cancel the practice instead"),
        (TODAY - timedelta(5), "has an entry of"),
    ],
)
def test_an_early_end_lies_between_the_log_and_the_last_day(practising, last, words):
    practice = practising.under_way(**RUNNING)
    practice_log.write_entry(
        actor=practising.user, pk=practice.pk, happened_on=TODAY - timedelta(2), text="Milled.", now=NOW
    )

    with pytest.raises(UnableToPractise, match=words):
        ended(practising, practice, last)
    practice.refresh_from_db()
    assert (practice.ends_on, practice.changes.count()) == (RUNNING["ends_on"], 0)


@pytest.mark.parametrize("stage", ["plan", "submitted"])
def test_only_what_is_approved_and_not_handed_in_gets_other_days(practising, stage):
    practice = getattr(practising, stage)()

    with pytest.raises(UnableToPractise, match="approved or under way"):
        ended(practising, practice, practice.ends_on - timedelta(1))
    with pytest.raises(UnableToPractise, match="approved or under way"):
        asked(practising, practice, practice.ends_on + timedelta(1))


def test_nobody_else_ends_it(practising):
    practice = practising.under_way(**RUNNING)

    for nobody, refusal in (
        (practising.world.stranger_officer, NotVisible),
        (practising.world.class_teacher, NotVisible),
    ):
        with pytest.raises(refusal):
            ended(practising, practice, TODAY, actor=nobody)
    practice.refresh_from_db()
    assert practice.ends_on == RUNNING["ends_on"]


def test_single_days_are_as_many_as_the_log_has_and_as_fit(practising):
    practice = practising.under_way(counted_as=CountedAs.DAY, planned_days=20, **RUNNING)
    for days in (1, 2):
        day = TODAY - timedelta(days)
        practice_log.write_entry(actor=practising.user, pk=practice.pk, happened_on=day, text="Cut.", now=NOW)

    for planned, words in ((None, "how many single days"), (1, "2 days are in the log"), (12, "11 days")):
        with pytest.raises(UnableToPractise, match=words):
            ended(practising, practice, TODAY, planned_days=planned)
    after = ended(practising, practice, TODAY, planned_days=2)
    assert after.planned_days == 2


def test_the_seat_of_a_post_is_free_after_the_new_last_day(practising):
    opening = an_opening(practising.world)
    practice = practising.approved(
        opening_id=opening.pk, starts_on=opening.starts_on, ends_on=opening.ends_on
    )
    last = opening.starts_on + timedelta(6)
    assert not Opening.objects.with_free_seats().exists()

    ended(practising, practice, last)

    assert Opening.objects.with_free_seats().exists()
    with pytest.raises(UnableToPractise, match="free only after"):
        practising.plan(opening_id=opening.pk, starts_on=last, ends_on=opening.ends_on)
    again = practising.plan(opening_id=opening.pk, starts_on=last + timedelta(1), ends_on=opening.ends_on)
    assert again.opening == opening
    waiting = asked(practising, practice, last + timedelta(2))
    with pytest.raises(UnableToPractise, match="No seat"):
        operations.approve_prolongation(actor=practising.head, pk=waiting.pk, now=NOW)
    practice.refresh_from_db()
    assert practice.ends_on == last


# --- Prolonging -------------------------------------------------------------------------------


def test_a_prolongation_waits_for_approval_and_then_everybody_is_told(practising):
    user = join(practising.world.liaison)
    practice = practising.under_way(**RUNNING)
    last = RUNNING["ends_on"] + timedelta(14)
    change = asked(practising, practice, last)
    practice.refresh_from_db()
    assert practice.ends_on == RUNNING["ends_on"], "nothing has changed yet"
    told = Notification.objects.filter(kind="teachers.practice_prolonging")
    assert practising.head in {one.recipient for one in told}

    operations.approve_prolongation(actor=practising.head, pk=change.pk, now=NOW)

    practice.refresh_from_db()
    assert practice.ends_on == last
    told = Notification.objects.get(kind="teachers.practice_days")
    assert (told.recipient, told.data["happening"]) == (practising.user, "prolonged")
    enterprise = Notification.objects.filter(kind="teachers.practice_coming", recipient=user).latest("pk")
    assert enterprise.data["happening"] == "prolonged"


def test_nobody_approves_their_own_prolongation(practising):
    practice = practising.under_way(**RUNNING)
    change = asked(practising, practice, RUNNING["ends_on"] + timedelta(14))
    with pytest.raises(PermissionDenied):
        operations.approve_prolongation(actor=practising.user, pk=change.pk, now=NOW)

    practising.teacher.user = practising.head
    practising.teacher.save()
    with pytest.raises(UnableToPractise, match="their own"):
        operations.approve_prolongation(actor=practising.head, pk=change.pk, now=NOW)
    change.refresh_from_db()
    assert change.state == PracticeChangeState.ASKED


def test_a_refusal_says_why_and_changes_nothing(practising):
    practice = practising.under_way(**RUNNING)
    change = asked(practising, practice, RUNNING["ends_on"] + timedelta(14))
    with pytest.raises(TransitionRefused, match="reason"):
        operations.refuse_prolongation(actor=practising.head, pk=change.pk, reason=" ", now=NOW)

    operations.refuse_prolongation(actor=practising.head, pk=change.pk, reason="Classes begin.", now=NOW)

    practice.refresh_from_db()
    assert practice.ends_on == RUNNING["ends_on"]
    told = Notification.objects.get(kind="teachers.practice_days")
    assert (told.data["happening"], told.data["reason"]) == ("not_prolonged", "Classes begin.")


def test_one_prolongation_waits_at_a_time_and_is_taken_back(practising):
    practice = practising.under_way(**RUNNING)
    change = asked(practising, practice, RUNNING["ends_on"] + timedelta(14))
    with pytest.raises(UnableToPractise, match="waits for a decision"):
        asked(practising, practice, RUNNING["ends_on"] + timedelta(20))

    operations.withdraw_prolongation(actor=practising.user, pk=change.pk, now=NOW)

    assert asked(practising, practice, RUNNING["ends_on"] + timedelta(20)).is_open


def test_what_ends_is_not_prolonged_any_more(practising):
    practice = practising.under_way(**RUNNING)
    change = asked(practising, practice, RUNNING["ends_on"] + timedelta(14))

    planning.cancel_practice(actor=practising.user, pk=practice.pk, reason=WHY, now=NOW)

    change.refresh_from_db()
    assert change.state == PracticeChangeState.WITHDRAWN


def test_days_that_cannot_be_are_refused_with_the_reason(practising):
    practice = practising.under_way(**RUNNING)
    last = RUNNING["ends_on"] + timedelta(14)
    for day, words in (
        (RUNNING["ends_on"], "later day is needed"),
        (TODAY + timedelta(365 * 6), "less than 5 years"),
    ):
        with pytest.raises(UnableToPractise, match=words):
            asked(practising, practice, day)
    other = practised(
        practising.teacher, practising.world.partner, last, last + timedelta(20), state=PracticeState.APPROVED
    )
    with pytest.raises(UnableToPractise, match="would overlap"):
        asked(practising, practice, last)
    Practice.objects.filter(pk=other.pk).update(state=PracticeState.CANCELLED)
    away = Absence.objects.create(teacher=practising.teacher, reason="sick", starts_on=last)
    with pytest.raises(UnableToPractise, match="absent"):
        asked(practising, practice, last)
    away.delete()
    change = asked(practising, practice, last)

    leave(actor=practising.world.director, pk=practising.teacher.pk, last_day=last - timedelta(1), now=NOW)
    with pytest.raises(UnableToPractise, match="not in the centre’s service"):
        operations.approve_prolongation(actor=practising.head, pk=change.pk, now=NOW)
    practice.refresh_from_db()
    assert practice.ends_on == RUNNING["ends_on"]


def test_the_database_keeps_early_ends_early_and_prolongations_late(practising):
    practice = practising.under_way(**RUNNING)
    row = {"practice": practice, "old_ends_on": TODAY, "reason": WHY, "asked_at": NOW}
    for fields in (
        {"kind": "early_end", "new_ends_on": TODAY + timedelta(1), "state": "made", "decided_at": NOW},
        {"kind": "prolongation", "new_ends_on": TODAY},
        {"kind": "early_end", "new_ends_on": TODAY - timedelta(1), "state": "asked"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            PracticeChange.objects.create(**row, **fields)


# --- Who guides the teacher -------------------------------------------------------------------


@pytest.fixture
def guide(practising: Practising) -> Contact:
    """Somebody of the enterprise with an address and without an account."""
    Contact.objects.filter(pk=practising.world.mentor.pk).update(email="guide@host.example")
    practising.world.mentor.refresh_from_db()
    return practising.world.mentor


def mails_to_the_guide() -> list[str]:
    rows = Notification.objects.filter(email="guide@host.example").order_by("pk")
    return [row.data["happening"] for row in rows]


def test_a_plan_without_a_post_names_a_guide_who_is_told_what_becomes_of_it(practising, guide):
    practice = practising.approved(mentor=guide, **SOON)
    ended(practising, practice, SOON["ends_on"] - timedelta(3))

    planning.cancel_practice(actor=practising.user, pk=practice.pk, reason=WHY, now=NOW)

    assert mails_to_the_guide() == ["coming", "ended_early", "off"]
    mail = Notification.objects.filter(email="guide@host.example").latest("pk")
    assert (mail.recipient, mail.data["url"], mail.name) == (None, "", guide.display_name)


def test_the_guide_is_named_until_the_practice_is_over(practising, guide):
    practice = practising.under_way(**RUNNING)

    operations.name_guide(actor=practising.user, pk=practice.pk, mentor=guide, now=NOW)
    assert mails_to_the_guide() == ["guiding"]
    operations.name_guide(actor=practising.head, pk=practice.pk, mentor=None, now=NOW + timedelta(1))
    assert mails_to_the_guide() == ["guiding", "not_guiding"]

    over = practising.accepted()
    with pytest.raises(UnableToPractise, match="is over"):
        operations.name_guide(actor=practising.user, pk=over.pk, mentor=guide, now=NOW)
    over.refresh_from_db()
    assert over.mentor is None


def test_nobody_of_another_enterprise_guides(practising):
    practice = practising.under_way(**RUNNING)

    with pytest.raises(UnableToPractise, match="another enterprise"):
        operations.name_guide(
            actor=practising.user, pk=practice.pk, mentor=practising.world.stranger_liaison, now=NOW
        )


def test_the_form_of_a_plan_finds_guides_and_refuses_those_of_others(practising, guide):
    client = signed_in(practising.user)
    found = client.get("/practice/guides/", {"q": guide.name}).json()["results"]
    assert [one["value"] for one in found] == [str(guide.pk)]
    plan = {
        "enterprise": practising.world.partner.pk,
        "mentor": practising.world.stranger_liaison.pk,
        "starts_on": SOON["starts_on"].isoformat(),
        "ends_on": SOON["ends_on"].isoformat(),
        "counted_as": "period",
        "form": "post_held",
        "contents": ["process"],
        "objectives": "Milling.",
    }
    address = f"/teachers/{practising.teacher.pk}/practice/"
    assert client.post(address, plan).status_code == 422
    assert not Practice.objects.exists()

    client.post(address, plan | {"mentor": guide.pk})

    assert Practice.objects.get().mentor == guide


# --- Pages ------------------------------------------------------------------------------------


def test_the_page_of_a_practice_shows_what_waits_and_the_head_decides_there(practising):
    practice = practising.under_way(**RUNNING)
    last = RUNNING["ends_on"] + timedelta(14)
    own = signed_in(practising.user)
    own.post(f"/practice/{practice.pk}/prolong/", {"ends_on": last.isoformat(), "reason": WHY})
    change = practice.changes.get()
    head = signed_in(practising.head)
    shown = head.get(practice.get_absolute_url()).content.decode()
    assert WHY in shown
    assert f"/practice/changes/{change.pk}/approve/" in shown
    assert (
        f"/practice/changes/{change.pk}/approve/" not in own.get(practice.get_absolute_url()).content.decode()
    )
    listed = head.get("/practice/", {"prolonging": "on"}).content.decode()
    assert "赵老师" in listed or "Zhao Lei" in listed
    assert "1 prolongation of practice to approve" in head.get("/").content.decode()

    head.post(f"/practice/changes/{change.pk}/approve/", {"confirmed": "1"})

    practice.refresh_from_db()
    assert practice.ends_on == last


def test_a_refused_day_keeps_what_was_typed(practising):
    practice = practising.under_way(**RUNNING)
    client = signed_in(practising.user)
    answer = client.post(
        f"/practice/{practice.pk}/end-early/",
        {"ends_on": RUNNING["ends_on"].isoformat(), "reason": WHY, "confirmed": "1"},
    )

    assert WHY in answer.content.decode()
    assert "an earlier day is needed" in answer.content.decode()
