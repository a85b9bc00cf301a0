"""Recognition as dual-qualified: from what is missing to a certificate, and what becomes of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from compliance.choices import DecidedOutcome
from compliance.operations import UnableToDecide, decide
from core.access import NotVisible
from core.copies import copy_with_code
from core.models import Notification
from core.transitions import TransitionRefused
from teachers.models import (
    Level,
    Recognition,
    RecognitionCertificate,
    RecognitionTerm,
)
from teachers.operations import conclusion
from teachers.operations.recognition import (
    UnableToRecognise,
    approve_application,
    change_application,
    return_application,
    withdraw,
)
from teachers.operations.recognition_certificates import make_ordered_certificates
from teachers.recognition_facts import rows_behind
from teachers.standards import in_the_way, latest_check
from tests.factories import QualificationFactory, UserFactory
from tests.teachers.recognising import (
    after_publicity,
    agreed,
    another_teacher,
    answer_everything,
    applied,
    concluded,
    draft,
    give_everything,
    voted_through,
)
from tests.teachers.samples import NOW, TODAY
from tests.world import signed_in

pytestmark = pytest.mark.django_db


# --- What is missing ----------------------------------------------------------------------------


def test_an_empty_file_cannot_be_handed_in_and_says_what_is_missing(world, teacher):
    with pytest.raises(TransitionRefused, match="DQ-06 Teaches theory and practice"):
        applied(world.class_teacher, teacher)

    application = Recognition.objects.get()
    assert application.state == "draft"
    assert "DQ-07d" in latest_check(application).blocking


def test_who_has_what_the_standard_asks_hands_in_with_only_questions_open(world, candidate, reviewer):
    application = applied(world.class_teacher, candidate)

    check = latest_check(application)
    assert application.state == "applied"
    assert set(check.asking) == {"DQ-05", "DQ-06c"}
    assert Notification.objects.filter(kind="teachers.recognition_applied", recipient=reviewer).exists()


def test_each_line_of_the_check_list_shows_the_evidence_behind_it(world, candidate):
    check = latest_check(draft(world.class_teacher, candidate))

    (row,) = rows_behind(check.facts, ["recognition.skill_grade"])
    assert (row.title, row.detail) == ("电工", "Level 2, technician")


def test_evidence_that_nobody_confirmed_counts_for_nothing(world, teacher):
    give_everything(teacher)
    teacher.qualifications.filter(kind="skill_certificate").delete()
    QualificationFactory.create(teacher=teacher, state="entered", confirmed_at=None)

    assert "DQ-07c" in latest_check(draft(world.class_teacher, teacher)).failed


def test_a_move_is_a_change_and_brings_the_application_to_the_top(world, candidate):
    application = draft(world.class_teacher, candidate)
    Recognition.objects.update(updated_at=NOW - timedelta(days=900))

    withdraw(actor=world.class_teacher, pk=application.pk, now=NOW)

    application.refresh_from_db()
    assert application.updated_at > NOW - timedelta(days=1)


def test_a_teacher_has_one_open_application_a_stage_of_schooling(world, candidate):
    draft(world.class_teacher, candidate)

    with pytest.raises(ValidationError, match="open application"):
        draft(world.class_teacher, candidate, level=Level.SENIOR)


# --- Department ---------------------------------------------------------------------------------


def test_only_the_teacher_or_the_office_applies(world, candidate, affairs):
    with pytest.raises(NotVisible):
        draft(world.teacher, candidate)
    with pytest.raises(PermissionDenied):
        draft(world.head, candidate)
    assert draft(affairs, candidate).teacher == candidate


def test_what_was_handed_in_is_not_changed_any_more(world, candidate):
    application = applied(world.class_teacher, candidate)

    with pytest.raises(UnableToRecognise, match="not changed"):
        change_application(actor=world.class_teacher, pk=application.pk, now=NOW, level="senior")


def test_the_department_returns_an_application_with_a_reason(world, candidate, reviewer):
    application = applied(world.class_teacher, candidate)

    returned = return_application(actor=reviewer, pk=application.pk, reason="Add your award.", now=NOW)

    assert (returned.state, returned.answer, returned.applied_on) == ("draft", "Add your award.", None)
    assert Notification.objects.filter(
        kind="teachers.recognition_returned", recipient=world.class_teacher
    ).exists()


def test_nobody_decides_about_themselves(world, reviewer, affairs):
    mine = another_teacher(world)
    mine.user = reviewer
    mine.save()
    give_everything(mine)
    application = applied(reviewer, mine)

    with pytest.raises(UnableToRecognise, match="about themselves"):
        approve_application(actor=reviewer, pk=application.pk, now=NOW)


def test_a_teacher_who_judges_others_does_not_answer_questions_about_themselves(world, affairs):
    mine = another_teacher(world)
    mine.user = affairs
    mine.save()
    give_everything(mine)
    application = applied(affairs, mine)

    with pytest.raises(UnableToDecide, match="about themselves"):
        decide(
            actor=affairs,
            evaluation_id=latest_check(application).pk,
            code="DQ-05",
            outcome=DecidedOutcome.PASS,
            reason="I am good.",
            now=NOW,
        )


def test_who_decides_questions_of_internships_decides_nothing_about_teachers(world, candidate):
    application = applied(world.class_teacher, candidate)
    assert world.coordinator.can("rule.decide")

    with pytest.raises((NotVisible, PermissionDenied)):
        decide(
            actor=world.coordinator,
            evaluation_id=latest_check(application).pk,
            code="DQ-05",
            outcome=DecidedOutcome.PASS,
            reason="Why not.",
            now=NOW,
        )


def test_a_no_on_ethics_stands_in_the_way_whatever_else_is_met(world, candidate, affairs, reviewer):
    application = agreed(reviewer, applied(world.class_teacher, candidate))
    answer_everything(affairs, application, DecidedOutcome.FAIL)

    assert "DQ-05" in in_the_way(application)


def test_an_application_can_be_withdrawn_before_a_panel_has_it(world, candidate):
    application = applied(world.class_teacher, candidate)

    assert withdraw(actor=world.class_teacher, pk=application.pk, now=NOW).state == "withdrawn"
    assert draft(world.class_teacher, candidate).state == "draft"


# --- Publicity and conclusion -------------------------------------------------------------------


def test_what_a_panel_carried_is_public_for_five_working_days_from_the_next(public):
    # 20 November 2026 is a Friday.
    assert public.state == "publicised"
    assert (public.publicised_from, public.publicised_until) == (date(2026, 11, 21), date(2026, 11, 27))


def test_nothing_is_concluded_while_it_is_public(public, affairs):
    with pytest.raises(UnableToRecognise, match="after the publicity period"):
        conclusion.recognise(
            actor=affairs,
            pk=public.pk,
            recognised_on=TODAY,
            review_due=TODAY + timedelta(days=365),
            now=NOW,
        )


def test_a_colleague_objects_while_it_is_public_and_nothing_is_concluded_before_the_answer(
    world, public, affairs
):
    within = NOW + timedelta(days=2)
    objection = conclusion.object_to(actor=world.officer, pk=public.pk, reason="Not at work.", now=within)
    with pytest.raises(TransitionRefused, match="waits for an answer"):
        concluded(affairs, public)

    conclusion.answer_objection(
        actor=affairs, pk=objection.pk, outcome="dismissed", answer="It was leave.", now=within
    )

    assert concluded(affairs, public).state == "recognised"


def test_an_upheld_objection_leaves_only_the_refusal(world, public, affairs):
    within = NOW + timedelta(days=2)
    objection = conclusion.object_to(actor=world.officer, pk=public.pk, reason="Copied.", now=within)
    conclusion.answer_objection(
        actor=affairs, pk=objection.pk, outcome="upheld", answer="It is so.", now=within
    )

    with pytest.raises(TransitionRefused, match="upheld"):
        concluded(affairs, public)
    refused = conclusion.refuse(
        actor=affairs, pk=public.pk, reason="Copied work.", now=after_publicity(public)
    )
    assert (refused.state, refused.answer) == ("refused", "Copied work.")


def answered(affairs, objection, outcome: str, now) -> None:
    conclusion.answer_objection(
        actor=affairs, pk=objection.pk, outcome=outcome, answer="Looked into it.", now=now
    )


def test_an_objection_of_before_the_appeal_is_not_in_the_way_of_the_next_vote(
    world, public, affairs, members
):
    within = NOW + timedelta(days=2)
    copied = conclusion.object_to(actor=world.officer, pk=public.pk, reason="Copied.", now=within)
    answered(affairs, copied, "upheld", within)
    conclusion.refuse(actor=affairs, pk=public.pk, reason="Copied work.", now=within)
    made = conclusion.appeal(actor=world.class_teacher, pk=public.pk, reason="It is my own.", now=within)
    conclusion.answer_appeal(actor=affairs, pk=made.pk, outcome="upheld", answer="It is.", now=within)
    others = [UserFactory.create(name=f"专家{n}", email=f"other{n}@centre.example") for n in range(3)]
    again = voted_through(affairs, others, Recognition.objects.get(pk=public.pk), now=NOW + timedelta(days=7))

    later = NOW + timedelta(days=9)
    second = conclusion.object_to(actor=world.officer, pk=public.pk, reason="Not at work.", now=later)
    with pytest.raises(TransitionRefused, match="waits for an answer"):
        concluded(affairs, again)
    answered(affairs, second, "dismissed", later)

    assert concluded(affairs, again).state == "recognised"
    page = signed_in(affairs).get(f"{public.get_absolute_url()}?tab=course")
    assert [one.reason for one in page.context["objections"]] == ["Not at work."]
    assert [one.reason for one in page.context["earlier_objections"]] == ["Copied."]


def test_nobody_objects_before_or_after_the_publicity_period(world, public):
    for day in (NOW, after_publicity(public)):
        with pytest.raises(NotVisible):
            conclusion.object_to(actor=world.officer, pk=public.pk, reason="Late.", now=day)


def test_a_recognition_lasts_five_years_at_most(public, affairs):
    later = after_publicity(public)

    with pytest.raises(UnableToRecognise, match="DQ-04"):
        conclusion.recognise(
            actor=affairs,
            pk=public.pk,
            recognised_on=later.date(),
            review_due=later.date() + timedelta(days=1827),
            now=later,
        )


def test_the_database_lets_no_term_last_longer_than_five_years(public, affairs):
    recognition = concluded(affairs, public)

    with pytest.raises(IntegrityError), transaction.atomic():
        RecognitionTerm.objects.create(
            recognition=recognition, starts_on=TODAY, ends_on=TODAY + timedelta(days=1827)
        )


def test_a_recognition_never_outlives_its_review(public, affairs):
    recognition = concluded(affairs, public)
    first, last = recognition.recognised_on, recognition.review_due

    assert (first, last) == (date(2026, 11, 28), date(2031, 11, 27))
    valid = {day: Recognition.objects.valid_on(day).exists() for day in (
        first - timedelta(days=1), first, last, last + timedelta(days=1)
    )}  # fmt: skip
    assert list(valid.values()) == [False, True, True, False]


# --- Certificate --------------------------------------------------------------------------------


def test_a_recognition_has_a_sealed_certificate_that_anybody_can_check(public, affairs):
    concluded(affairs, public)
    assert make_ordered_certificates(now=NOW + timedelta(days=9)) == 1

    certificate = RecognitionCertificate.objects.get()
    known = copy_with_code(certificate.content_sha256[:20])
    assert certificate.number.endswith("-SS-2026-00001")
    assert known is not None
    assert str(known.chip.label) == "genuine"
    assert (str(known.facts[1][1]), str(known.facts[2][1])) == (public.teacher.name, "Junior")
    assert make_ordered_certificates(now=NOW + timedelta(days=9)) == 0
