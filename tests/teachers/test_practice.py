"""Practice from the plan to its acceptance: who may do what when, and what counts in the end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from core.access import NotVisible
from core.models import AuditEvent, Notification
from core.transitions import TransitionRefused
from teachers.facts_of_practice import rule_facts
from teachers.models import CountedAs, Practice, PracticeDue, PracticeEntry, PracticeState
from teachers.operations import openings, practice_log
from teachers.operations import practice as operations
from teachers.operations.practice import UnableToPractise
from tests.teachers.practising import NOW, PLAN, TODAY, an_opening
from tests.world import join

pytestmark = pytest.mark.django_db
REASON = "The workshop is closed in July."


def test_a_teacher_plans_and_the_head_hears_of_it(practising):
    practice = practising.plan()

    assert practice.state == PracticeState.PLANNED
    told = Notification.objects.get(kind="teachers.practice_planned", recipient=practising.head)
    assert told.data["teacher"] == {"zh": "赵老师", "en": "Zhao Lei"}


def test_nobody_plans_for_a_teacher_without_the_power(practising):
    for nobody, refusal in (
        (practising.world.class_teacher, NotVisible),
        (practising.head, PermissionDenied),
        (practising.world.stranger_officer, NotVisible),
    ):
        with pytest.raises(refusal):
            operations.plan_practice(
                actor=nobody,
                teacher_id=practising.teacher.pk,
                now=NOW,
                enterprise=practising.world.partner,
                **PLAN,
            )
    assert not Practice.objects.exists()


def test_the_office_plans_for_any_teacher(practising):
    practice = operations.plan_practice(
        actor=practising.office,
        teacher_id=practising.teacher.pk,
        now=NOW,
        enterprise=practising.world.partner,
        **PLAN,
    )

    assert practice.teacher == practising.teacher


def test_a_returned_plan_says_why_and_waits_again_once_it_is_changed(practising):
    practice = practising.plan()
    operations.return_practice(actor=practising.head, pk=practice.pk, reason=REASON, now=NOW)
    told = Notification.objects.get(kind="teachers.practice_decided")
    assert (told.recipient, told.data["answer"]) == (practising.user, REASON)

    later = PLAN | {"starts_on": date(2026, 8, 1)}
    again = operations.replan_practice(actor=practising.user, pk=practice.pk, now=NOW + timedelta(1), **later)

    assert (again.state, again.answer) == (PracticeState.PLANNED, "")
    told = Notification.objects.filter(kind="teachers.practice_planned", recipient=practising.head)
    assert told.count() == 2


def test_a_return_needs_a_reason(practising):
    practice = practising.plan()

    with pytest.raises(TransitionRefused, match="reason"):
        operations.return_practice(actor=practising.head, pk=practice.pk, reason=" ", now=NOW)


def test_teachers_do_not_approve_their_own_plan(practising):
    practice = practising.plan()

    with pytest.raises(PermissionDenied):
        operations.approve_practice(actor=practising.user, pk=practice.pk, now=NOW)
    practice.refresh_from_db()
    assert practice.state == PracticeState.PLANNED


def test_an_approved_plan_is_not_changed_any_more(practising):
    practice = practising.approved()

    with pytest.raises(TransitionRefused):
        operations.replan_practice(actor=practising.user, pk=practice.pk, now=NOW, **PLAN)


def test_the_liaison_hears_of_a_teacher_who_comes(practising):
    user = join(practising.world.liaison)
    practice = practising.approved()

    told = Notification.objects.get(kind="teachers.practice_coming")
    assert told.recipient == user
    assert told.data["url"] == f"/portal/teachers/{practice.pk}/"


def test_practice_does_not_begin_before_its_first_day(practising):
    practice = practising.approved(starts_on=TODAY + timedelta(1), ends_on=TODAY + timedelta(30))

    with pytest.raises(TransitionRefused, match="not begun"):
        operations.begin_practice(actor=practising.user, pk=practice.pk, now=NOW)


def test_the_first_entry_of_the_log_begins_the_practice(practising):
    practice = practising.approved()
    upload = SimpleUploadedFile("log.pdf", b"%PDF-1.7\n%%EOF\n", content_type="application/pdf")

    entry = practice_log.write_entry(
        actor=practising.user,
        pk=practice.pk,
        happened_on=date(2026, 7, 1),
        text="Met the team.",
        uploads=[upload],
        now=NOW,
    )

    practice.refresh_from_db()
    assert practice.state == PracticeState.UNDER_WAY
    assert [kept.name for kept in entry.files.all()] == ["log.pdf"]


@pytest.mark.parametrize("day", [date(2026, 6, 30), date(2026, 8, 30)])
def test_an_entry_lies_within_the_practice(practising, day):
    practice = practising.under_way()

    with pytest.raises(UnableToPractise, match="outside"):
        practice_log.write_entry(actor=practising.user, pk=practice.pk, happened_on=day, text="?", now=NOW)


def test_where_single_days_count_they_are_those_with_an_entry(practising):
    practice = practising.under_way(counted_as=CountedAs.DAY, planned_days=10)
    for day, text in ((3, "Set up"), (3, "Measured"), (8, "Milled")):
        practice_log.write_entry(
            actor=practising.user, pk=practice.pk, happened_on=date(2026, 7, day), text=text, now=NOW
        )
    assert [one.on.day for one in practice.days.all()] == [3, 8]

    practice_log.remove_entry(actor=practising.user, pk=PracticeEntry.objects.get(text="Milled").pk, now=NOW)

    assert [one.on.day for one in practice.days.all()] == [3]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Nothing is written"),
        ({"ends_on": TODAY + timedelta(5)}, "not over"),
    ],
)
def test_practice_is_submitted_once_it_is_complete(practising, fields, words):
    practice = practising.under_way(**fields)

    with pytest.raises(TransitionRefused, match=words):
        operations.submit_practice(actor=practising.user, pk=practice.pk, outcome="Much.", now=NOW)


def test_accepted_practice_counts_and_submitted_does_not(practising):
    practice = practising.submitted()
    before = PracticeDue.objects.get(teacher=practising.teacher, rule="TP-01")
    assert before.months == 0
    assert before.short_from_as_planned == before.short_from  # two months are not six

    operations.accept_practice(actor=practising.office, pk=practice.pk, grade="good", remark="", now=NOW)

    after = PracticeDue.objects.get(teacher=practising.teacher, rule="TP-01")
    assert (after.months, after.missing) == (2, 4)
    assert practice.evaluations.get().get_side_display() == "The centre"


def test_acceptance_is_taken_back_with_a_reason_and_does_not_count_then(practising):
    practice = practising.accepted()

    operations.reopen_practice(actor=practising.office, pk=practice.pk, reason="Wrong person.", now=NOW)

    assert PracticeDue.objects.get(teacher=practising.teacher, rule="TP-01").months == 0
    assert AuditEvent.objects.filter(verb="practice.reopen", reason="Wrong person.").exists()


def test_a_failed_practice_is_not_accepted_and_nothing_is_kept_of_it(practising):
    practice = practising.submitted()

    with pytest.raises(UnableToPractise, match="not accepted"):
        operations.accept_practice(
            actor=practising.office, pk=practice.pk, grade="fail", remark="Never came.", now=NOW
        )
    assert not practice.evaluations.exists()


def test_nobody_accepts_their_own_practice(practising):
    practising.teacher.user = practising.office
    practising.teacher.save()
    practice = practising.teacher.practices.first()
    assert practice is None
    own = operations.plan_practice(
        actor=practising.office,
        teacher_id=practising.teacher.pk,
        now=NOW,
        enterprise=practising.world.partner,
        **PLAN,
    )
    operations.approve_practice(actor=practising.head, pk=own.pk, now=NOW)
    practice_log.write_entry(
        actor=practising.office, pk=own.pk, happened_on=date(2026, 7, 1), text="There.", now=NOW
    )
    operations.submit_practice(actor=practising.office, pk=own.pk, outcome="Much.", now=NOW)

    with pytest.raises(UnableToPractise, match="their own"):
        operations.accept_practice(actor=practising.office, pk=own.pk, grade="good", remark="", now=NOW)


def test_the_enterprise_evaluates_from_the_first_day_on_and_changes_it_until_the_acceptance(practising):
    practice = practising.under_way()
    given = operations.evaluate_for_enterprise(
        actor=practising.office,
        pk=practice.pk,
        enterprise_id=practising.world.partner.pk,
        grade="excellent",
        remark="",
        name="吴师傅",
        now=NOW,
    )
    assert given.given_by == "吴师傅"

    accepted = practising.accepted()
    given_late = {
        "actor": practising.office,
        "pk": accepted.pk,
        "enterprise_id": practising.world.partner.pk,
        "grade": "good",
        "remark": "",
        "name": "吴师傅",
        "now": NOW,
    }
    operations.evaluate_for_enterprise(**given_late)
    [told] = rule_facts([practising.teacher], TODAY)[practising.teacher.pk]["practice_spans"]
    assert told["is_evaluated_jointly"]
    with pytest.raises(UnableToPractise, match="not changed"):
        operations.evaluate_for_enterprise(**given_late)
    with pytest.raises(NotVisible):
        operations.evaluate_for_enterprise(
            actor=practising.office,
            pk=practice.pk,
            enterprise_id=practising.world.stranger.pk,
            grade="good",
            remark="",
            name="?",
            now=NOW,
        )


def test_past_practice_comes_in_from_paper_and_waits_to_be_accepted(practising):
    days = [date(2025, 3, 4), date(2025, 3, 11)]
    practice = operations.record_practice(
        actor=practising.office,
        teacher_id=practising.teacher.pk,
        now=NOW,
        enterprise=practising.world.partner,
        log="Two days at the machine.",
        outcome="An exercise.",
        days=days,
        **PLAN | {"counted_as": CountedAs.DAY, "starts_on": None, "ends_on": None},
    )

    assert practice.state == PracticeState.SUBMITTED
    assert (practice.starts_on, practice.ends_on, practice.planned_days) == (*days, 2)
    operations.accept_practice(actor=practising.office, pk=practice.pk, grade="pass", remark="", now=NOW)
    assert str(PracticeDue.objects.get(rule="TP-01").months) == "0.09"


def test_a_plan_that_ends_before_it_begins_is_refused(practising):
    with pytest.raises(ValidationError, match="cannot end before"):
        practising.plan(ends_on=date(2026, 6, 1))


# --- Posts for teachers -----------------------------------------------------------------------


def test_a_post_is_asked_for_until_its_seats_are_taken(practising):
    opening = an_opening(practising.world)
    practice = practising.plan(opening_id=opening.pk)
    assert practice.opening == opening

    with pytest.raises(UnableToPractise, match="No seat"):
        practising.plan(opening_id=opening.pk)

    operations.cancel_practice(actor=practising.user, pk=practice.pk, reason="Ill.", now=NOW)
    assert practising.plan(opening_id=opening.pk).opening == opening


def test_a_returned_plan_takes_its_seat_anew_and_only_where_one_is_free(practising):
    opening = an_opening(practising.world)
    times = {"starts_on": opening.starts_on, "ends_on": opening.ends_on}
    first = practising.plan(opening_id=opening.pk, **times)
    operations.return_practice(actor=practising.head, pk=first.pk, reason=REASON, now=NOW)
    second = practising.plan(opening_id=opening.pk, **times)
    again = {"actor": practising.user, "pk": first.pk, "now": NOW, **PLAN, **times}

    with pytest.raises(UnableToPractise, match="No seat"):
        operations.replan_practice(**again)
    first.refresh_from_db()
    assert first.state == PracticeState.RETURNED

    operations.cancel_practice(actor=practising.user, pk=second.pk, reason="Ill.", now=NOW)
    openings.close_opening(actor=practising.world.director, pk=opening.pk, now=NOW)
    with pytest.raises(UnableToPractise, match="closed"):
        operations.replan_practice(**again)


def test_a_plan_that_has_its_seat_is_changed_though_the_post_is_full(practising):
    opening = an_opening(practising.world)
    practice = practising.plan(opening_id=opening.pk)

    later = PLAN | {"objectives": "Measuring as well."}
    operations.replan_practice(actor=practising.user, pk=practice.pk, now=NOW, **later)

    practice.refresh_from_db()
    assert practice.objectives == "Measuring as well."


def test_a_closed_post_is_not_asked_for(practising):
    opening = an_opening(practising.world)
    openings.close_opening(actor=practising.world.director, pk=opening.pk, now=NOW)

    with pytest.raises(UnableToPractise, match="closed"):
        practising.plan(opening_id=opening.pk)


def test_a_post_keeps_as_many_seats_as_are_taken(practising):
    opening = an_opening(practising.world, seats=2)
    for _time in range(2):
        practising.plan(opening_id=opening.pk)

    with pytest.raises(UnableToPractise, match="2 seats are taken"):
        openings.change_opening(actor=practising.world.director, pk=opening.pk, now=NOW, majors=[], seats=1)
