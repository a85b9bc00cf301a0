"""Checks that are kept: re-run when facts change, decided by people, lifted by filings."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction
from django.utils import translation

from accounts.models import Position
from compliance.choices import DecidedOutcome, Outcome, Stage
from compliance.engine.errors import InvalidFacts
from compliance.models import Decision, Evaluation, PackVersion, Waiver
from compliance.operations import (
    CheckOf,
    UnableToDecide,
    UnableToWaive,
    blockers,
    current_version,
    decide,
    judged,
    questions,
    record_waiver,
    store,
    store_many,
    withdraw_waiver,
)
from core.access import THE_SYSTEM, NotVisible
from core.models import AuditEvent
from tests.compliance.samples import ON, changed, week, worked
from tests.factories import AppointmentFactory, PositionFactory, UserFactory
from tests.world import ONE_PIXEL, World

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
REST_DAY_2027 = ("attendance", [worked(date(2027, 3, 6))])
HEIGHTS = (("post.hazards", ["height"]), ("student.birth_date", "2007-01-01"))


@pytest.fixture
def version(db) -> PackVersion:
    return current_version("cn-internship-2021", ON)


def check(world: World, version: PackVersion, *changes: tuple[str, Any], **options: Any) -> Evaluation:
    """Check the facts about some record of the mechanics department: here their partner."""
    given = {"stage": Stage.START, "on": ON, "now": NOW, "department_id": world.mechanics.pk} | options
    return store(subject=world.partner, facts=changed(*changes), version=version, **given)


def holder(world: World, *powers: str):
    """Somebody of the mechanics department with some powers over rules."""
    user = UserFactory.create()
    position = PositionFactory.create(department=world.mechanics, capabilities=list(powers))
    AppointmentFactory.create(user=user, position=position)
    return user


# --- Keeping ------------------------------------------------------------------------------------


def test_a_check_is_kept_with_its_facts_version_and_findings(world, version):
    evaluation = check(world, version, ("student.study_year", 1), ("host.staff", ...))

    kept = Evaluation.objects.get(pk=evaluation.pk)
    assert kept.facts["student"]["study_year"] == 1
    assert kept.version == version
    assert kept.failed == kept.blocking == ["INT-15"]
    assert kept.unknown == ["INT-09"]
    assert kept.subject == world.partner


def test_the_same_facts_make_no_second_row(world, version):
    first = check(world, version)

    again = check(world, version, now=LATER, on=date(2026, 3, 3))

    assert again == first
    assert Evaluation.objects.count() == 1


def test_a_rule_that_looks_at_the_day_makes_no_row_a_day(world, version):
    """INT-29 asks a person about the visits: the day passes, and the question stays the same."""
    long_ago = ("visits.last_on", "2026-01-05")
    first = check(world, version, long_ago, stage=Stage.DAY)
    answer(holder(world, "rule.decide"), first, code="INT-29")

    again = check(world, version, long_ago, stage=Stage.DAY, on=date(2026, 3, 9), now=LATER)

    assert again == first
    assert again.asking == []


def test_other_facts_make_a_new_row_and_the_old_one_stands(world, version):
    first = check(world, version, ("student.study_year", 1))

    second = check(world, version, now=LATER)

    first.refresh_from_db()
    assert (first.is_current, second.is_current) == (False, True)
    assert first.blocking == ["INT-15"]
    assert list(Evaluation.objects.current().about(world.partner)) == [second]


def test_another_stage_or_occasion_is_a_check_of_its_own(world, version):
    for occasion in ("2026-W11", "2026-W12"):
        check(world, version, stage=Stage.DAY, occasion=occasion)
    check(world, version)

    assert Evaluation.objects.current().count() == 3


def test_lists_find_who_is_held_up_and_by_which_rule(world, version):
    check(world, version, ("student.study_year", 1))
    store(subject=world.stranger, facts=changed(), version=version, stage=Stage.START, on=ON, now=NOW)

    held_up = Evaluation.objects.current().blocked()
    assert [one.subject for one in held_up] == [world.partner]
    assert list(Evaluation.objects.current().blocked_by("INT-15")) == list(held_up)
    assert not Evaluation.objects.current().blocked_by("INT-16").exists()


def test_many_are_kept_in_few_queries(world, version, django_assert_max_num_queries):
    subjects = [UserFactory.create() for _n in range(30)]
    checks = [
        CheckOf(subject=subject, facts=changed(("student.study_year", n % 3 + 1)))
        for n, subject in enumerate(subjects)
    ]

    with django_assert_max_num_queries(9):
        kept = store_many(checks=checks, version=version, stage=Stage.START, on=ON, now=NOW)
    with django_assert_max_num_queries(9):
        again = store_many(checks=checks, version=version, stage=Stage.START, on=ON, now=LATER)

    assert [one.blocking for one in kept[:3]] == [["INT-15"], [], []]
    assert again == kept


def test_facts_that_are_none_are_not_kept(world, version):
    with pytest.raises(InvalidFacts, match="no fact called"):
        check(world, version, ("student.shoe_size", 38))

    assert not Evaluation.objects.exists()


def test_what_was_checked_cannot_be_altered_in_the_database(world, version):
    evaluation = check(world, version)

    with pytest.raises(DatabaseError), transaction.atomic():
        Evaluation.objects.filter(pk=evaluation.pk).update(failed=["INT-15"])


def test_blockers_name_instrument_and_article_in_the_readers_language(world, version):
    evaluation = check(world, version, ("student.study_year", 1))

    (blocker,) = blockers(evaluation)
    assert blocker.article == "Article 16(1)"
    assert "Provisions on internships" in blocker.instrument
    assert blocker.reasons == ["Year of study: 1; at least 2."]
    with translation.override("zh-hans"):
        (blocker,) = blockers(evaluation)
        assert blocker.title == "不得安排一年级学生岗位实习"
        assert "教职成〔2021〕4号" in blocker.instrument
        assert blocker.article == "第十六条第（一）项"
        assert blocker.reasons == ["年级：1；不得少于 2。"]


# --- Decisions ----------------------------------------------------------------------------------


def ask(world: World, version: PackVersion, *changes: tuple[str, Any], **options: Any) -> Evaluation:
    """Work on a Saturday of a year that has not been announced yet: a person decides."""
    return check(world, version, REST_DAY_2027, *changes, stage=Stage.DAY, **options)


def answer(actor, evaluation: Evaluation, outcome=DecidedOutcome.PASS, **options: Any) -> Decision:
    given = {"code": "INT-23b", "reason": "The notice moves this day.", "now": LATER} | options
    return decide(actor=actor, evaluation_id=evaluation.pk, outcome=outcome, **given)


def test_a_question_stands_in_the_way_until_a_person_decides(world, version):
    evaluation = ask(world, version)
    assert evaluation.blocking == evaluation.asking == ["INT-23b"]
    assert [one.code for one in questions(evaluation)] == ["INT-23b"]

    answer(holder(world, "rule.decide"), evaluation)

    evaluation.refresh_from_db()
    assert evaluation.blocking == evaluation.asking == []
    assert blockers(evaluation) == []
    decided = next(one for one in judged(evaluation) if one.code == "INT-23b")
    assert decided.outcome is Outcome.PASS
    assert decided.finding.outcome is Outcome.NEEDS_PERSON
    assert decided.decision.reason == "The notice moves this day."


def test_a_persons_no_stands_in_the_way(world, version):
    evaluation = ask(world, version)

    answer(holder(world, "rule.decide"), evaluation, DecidedOutcome.FAIL)

    evaluation.refresh_from_db()
    assert (evaluation.blocking, evaluation.asking) == (["INT-23b"], [])


def test_a_persons_no_blocks_even_where_the_rule_is_not_verified(world, version):
    evaluation = check(world, version, ("training.has_protective_gear", False))
    assert (evaluation.blocking, evaluation.asking) == ([], ["INT-35b"])

    answer(holder(world, "rule.decide"), evaluation, DecidedOutcome.FAIL, code="INT-35b")

    evaluation.refresh_from_db()
    assert evaluation.blocking == ["INT-35b"]


def test_a_decision_counts_while_the_facts_it_looked_at_stay(world, version):
    answer(holder(world, "rule.decide"), ask(world, version))

    unrelated = ask(world, version, ("host.staff", 300), now=LATER)

    assert unrelated.asking == unrelated.blocking == []


def test_a_decision_lapses_with_the_facts_it_looked_at(world, version):
    answer(holder(world, "rule.decide"), ask(world, version))

    other_day = check(world, version, ("attendance", [worked(date(2027, 3, 7))]), stage=Stage.DAY, now=LATER)

    assert other_day.blocking == other_day.asking == ["INT-23b"]


def test_a_decision_about_one_record_says_nothing_about_another(world, version):
    answer(holder(world, "rule.decide"), ask(world, version))

    other = store(
        subject=world.stranger,
        facts=changed(REST_DAY_2027),
        version=version,
        stage=Stage.DAY,
        on=ON,
        now=NOW,
    )

    assert other.asking == ["INT-23b"]


def test_a_decision_is_written_down_with_its_reason_and_never_changes(world, version):
    actor = holder(world, "rule.decide")
    decision = answer(actor, ask(world, version))

    event = AuditEvent.objects.get(verb="rule.decide")
    assert (event.actor, event.subject, event.reason) == (actor, world.partner, decision.reason)
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.update(outcome="fail")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"reason": "  "}, "give a reason"),
        ({"code": "INT-24b"}, "does not ask"),
        ({"code": "X"}, "does not ask"),
    ],
)
def test_only_a_question_is_decided_and_with_a_reason(world, version, options, words):
    evaluation = ask(world, version)

    with pytest.raises(UnableToDecide, match=words):
        answer(holder(world, "rule.decide"), evaluation, **options)

    assert not Decision.objects.exists()


def test_nobody_decides_on_facts_that_were_checked_anew(world, version):
    old = ask(world, version)
    ask(world, version, ("attendance", [worked(date(2027, 3, 7))]), now=LATER)

    with pytest.raises(UnableToDecide, match="checked anew"):
        answer(holder(world, "rule.decide"), old)


def test_the_system_does_not_decide_for_people(world, version):
    with pytest.raises(UnableToDecide):
        answer(THE_SYSTEM, ask(world, version))


def test_who_decides_holds_the_power_over_the_department(world, version):
    evaluation = ask(world, version)
    reader = holder(world, "rule.read")
    stranger = UserFactory.create()
    AppointmentFactory.create(
        user=stranger,
        position=PositionFactory.create(
            department=world.tourism, capabilities=["rule.decide"], reach=Position.Reach.DEPARTMENT
        ),
    )

    with pytest.raises(PermissionDenied):
        answer(reader, evaluation)
    with pytest.raises(NotVisible):
        answer(stranger, evaluation)
    assert not Decision.objects.exists()


# --- Filings ------------------------------------------------------------------------------------


def waive(actor, world: World, version: PackVersion, **options: Any) -> Waiver:
    given = {
        "subject": world.partner,
        "department_id": world.mechanics.pk,
        "version": version,
        "codes": ["INT-22"],
        "kind": "high_risk",
        "number": "备2026-7",
        "authority": "教育局",
        "valid_from": date(2026, 3, 1),
        "valid_until": date(2026, 6, 30),
        "scan": ContentFile(ONE_PIXEL, name="scan.png"),
        "now": NOW,
    } | options
    return record_waiver(actor=actor, **given)


def test_a_filing_with_its_scan_lifts_the_rule_that_it_names(world, version):
    assert check(world, version, *HEIGHTS).blocking == ["INT-22"]

    waiver = waive(holder(world, "rule.waive"), world, version)

    assert waiver.files.get().name == "scan.png"
    assert AuditEvent.objects.get(verb="rule.waive").subject == world.partner
    evaluation = check(world, version, *HEIGHTS, now=LATER)
    assert (evaluation.failed, evaluation.blocking) == (["INT-22"], [])
    lifted = next(one for one in judged(evaluation) if one.code == "INT-22")
    assert lifted.finding.waiver == "备2026-7"
    assert evaluation.facts["filings"][0]["number"] == "备2026-7"


@pytest.mark.parametrize(
    ("on", "is_lifted"),
    [
        (date(2026, 2, 28), False),
        (date(2026, 3, 1), True),
        (date(2026, 6, 30), True),
        (date(2026, 7, 1), False),
    ],
)
def test_a_filing_lifts_from_its_first_day_to_its_last(world, version, on, is_lifted):
    waive(holder(world, "rule.waive"), world, version)

    assert (check(world, version, *HEIGHTS, on=on).blocking == []) is is_lifted


def test_a_filing_that_runs_out_makes_a_new_check_although_the_facts_stay(world, version):
    waive(holder(world, "rule.waive"), world, version)
    before = check(world, version, *HEIGHTS)

    after = check(world, version, *HEIGHTS, on=date(2026, 7, 1), now=LATER)

    assert after != before
    assert after.fingerprint == before.fingerprint
    assert after.blocking == ["INT-22"]


def test_a_filing_for_what_covers_the_record_counts_for_it(world, version):
    waive(holder(world, "rule.waive"), world, version, subject=world.mechanics)

    assert check(world, version, *HEIGHTS).blocking == ["INT-22"]
    assert check(world, version, *HEIGHTS, covered_by=[world.mechanics], now=LATER).blocking == []


def test_a_filing_under_the_parent_counts_under_its_child_packs(world, version):
    waive(holder(world, "rule.waive"), world, version)
    ningbo = current_version("cn-ningbo", ON)

    assert check(world, ningbo, *HEIGHTS).blocking == []


def test_a_withdrawn_filing_lifts_nothing(world, version):
    actor = holder(world, "rule.waive")
    waiver = waive(actor, world, version)

    with pytest.raises(UnableToWaive, match="reason"):
        withdraw_waiver(actor=actor, waiver_id=waiver.pk, reason="", now=LATER)
    withdraw_waiver(actor=actor, waiver_id=waiver.pk, reason="Revoked by the authority", now=LATER)

    assert check(world, version, *HEIGHTS).blocking == ["INT-22"]
    with pytest.raises(UnableToWaive, match="already"):
        withdraw_waiver(actor=actor, waiver_id=waiver.pk, reason="Again", now=LATER)


@pytest.mark.parametrize(
    ("options", "refusal", "words"),
    [
        ({"codes": ["INT-15"]}, UnableToWaive, "No filing lifts INT-15"),
        ({"codes": ["INT-99"]}, UnableToWaive, "No filing lifts INT-99"),
        ({"codes": ["INT-23"]}, UnableToWaive, "another kind of filing"),
        ({"codes": []}, UnableToWaive, "at least one rule"),
        ({"valid_until": date(2026, 2, 1)}, ValidationError, "end before it begins"),
        ({"number": " "}, ValidationError, "number|blank"),
    ],
)
def test_a_filing_that_cannot_lift_is_refused(world, version, options, refusal, words):
    with pytest.raises(refusal, match=words):
        waive(holder(world, "rule.waive"), world, version, **options)

    assert not Waiver.objects.exists()


def test_who_records_a_filing_holds_the_power(world, version):
    with pytest.raises(PermissionDenied):
        waive(holder(world, "rule.decide"), world, version)


def test_hours_over_the_cap_are_lifted_by_their_own_kind_of_filing(world, version):
    long_week = ("attendance", week(date(2026, 3, 9), 5, hours=9))
    assert check(world, version, long_week, stage=Stage.DAY).blocking == ["INT-24b"]

    waive(holder(world, "rule.waive"), world, version, codes=["INT-24b"], kind="hours")

    assert check(world, version, long_week, stage=Stage.DAY, now=LATER).blocking == []
