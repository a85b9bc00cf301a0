"""What rules are told of placements: one wording, set by set."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from compliance.engine.facts import check_facts, plain
from compliance.facts import SCHEMA
from compliance.operations import record_waiver, withdraw_waiver
from internships.facts import facts_of_post
from internships.models import Student
from internships.operations import plans
from internships.rule_checks import rules_in_force
from placements.crowds import Group, fullest
from placements.facts import facts_of
from placements.models import Placement
from placements.operations.readiness import latest_check, recheck
from tests.placements.placing import ENDS_ON, NOW, STARTS_ON, TODAY, a_student

pytestmark = pytest.mark.django_db


def facts(placement: Placement):
    return facts_of([Placement.objects.get(pk=placement.pk)])[placement.pk]


def test_a_post_is_described_to_a_placement_in_the_words_in_which_it_was_approved(placed):
    alone = facts_of_post(placed.post)
    found = facts(placed.placement)

    assert found["post"] == alone["post"]
    assert found["plan"] == alone["plan"]
    assert found["host"]["inspected"] == alone["host"]["inspected"]


def test_what_placements_say_is_known_to_the_rules(placed):
    for placement in (placed.placement, placed.stranger_placement):
        check_facts(plain(facts(placement)), SCHEMA)


def test_the_people_of_the_placement_count_and_not_those_of_the_post(placed):
    placed.placement.mentor = None
    placed.placement.save()

    found = facts(placed.placement)

    assert placed.post.mentor is not None
    assert "host_mentor" not in found["placement"]
    assert found["placement"]["school_instructor"] == str(placed.instructor)


def test_a_self_arranged_place_is_the_students(placed):
    placed.placement.arrangement, placed.placement.applied_on = "self_arranged", STARTS_ON
    placed.placement.save()

    assert facts(placed.placement)["placement"]["arranged_by"] == "student"


def test_interns_of_a_host_are_counted_on_the_fullest_day(placed):
    placed.another()
    placed.another(ends_on=STARTS_ON.replace(day=20))
    placed.another(starts_on=STARTS_ON.replace(day=21))
    placed.another(state="cancelled", reason="Moved away")

    assert facts(placed.placement)["host"]["interns"] == 3
    assert facts(placed.stranger_placement)["host"]["interns"] == 1


def test_nobody_is_counted_who_has_gone_before_the_others_come():
    first = Group(1, None, STARTS_ON, STARTS_ON.replace(day=10), 4)
    second = Group(1, None, STARTS_ON.replace(day=11), ENDS_ON, 5)

    assert fullest([first, second], STARTS_ON, ENDS_ON) == 5
    assert fullest([first, second], STARTS_ON, STARTS_ON.replace(day=10)) == 4
    assert fullest([], STARTS_ON, ENDS_ON) == 0


def queries_for(placements: list[Placement]) -> int:
    with CaptureQueriesContext(connection) as captured:
        facts_of(Placement.objects.filter(pk__in=[one.pk for one in placements]).for_facts())
    return len(captured)


def test_the_facts_of_many_cost_as_many_queries_as_those_of_a_few(placed):
    few = [placed.placement, placed.another()]
    asked = queries_for(few)
    many = [*few, *(placed.another() for _number in range(10)), placed.stranger_placement]

    assert queries_for(many) == asked


def test_checking_many_costs_as_many_queries_as_checking_a_few(placed):
    few = [placed.placement.pk, placed.another().pk]
    with CaptureQueriesContext(connection) as first:
        recheck(few, now=NOW)
    many = [placed.another(student=a_student(placed.world)).pk for _number in range(12)]
    with CaptureQueriesContext(connection) as second:
        recheck(many, now=NOW)

    assert len(second) <= len(first)


def test_what_is_over_keeps_what_was_found_last(placed):
    checked = placed.check()
    Placement.objects.filter(pk=placed.placement.pk).update(state="cancelled", reason="Moved away")
    placed.post.venue = "bar"
    placed.post.save()

    assert recheck([placed.placement.pk], now=NOW) == 0
    checked.refresh_from_db()
    assert checked.is_current


def test_a_filing_for_the_post_is_taken_into_account_at_once_until_it_is_withdrawn(placed, in_order):
    actor = placed.world.director
    placed.post.hazards = ["height"]
    placed.post.save()
    Student.objects.filter(pk=placed.placement.student_id).update(born_on=date(2005, 1, 1))
    assert placed.check().blocking == ["INT-22"]

    waiver = record_waiver(
        actor=actor,
        subject=placed.post,
        department_id=placed.post.department_id,
        version=rules_in_force(TODAY),
        codes=["INT-22"],
        kind="high_risk",
        number="GX-17",
        authority="Bureau",
        valid_from=TODAY,
        valid_until=ENDS_ON,
        scan=ContentFile(b"%PDF-1.7\n", name="filing.pdf"),
        now=NOW,
    )
    assert latest_check(placed.placement).blocking == []

    withdraw_waiver(actor=actor, waiver_id=waiver.pk, reason="Recorded for another post", now=NOW)
    assert latest_check(placed.placement).blocking == ["INT-22"]


def test_a_plan_that_declares_something_has_its_placements_checked_again(placed, in_order):
    assert placed.check().blocking == []

    plans.declare(
        actor=placed.world.coordinator,
        pk=placed.plan.pk,
        is_for_profit=True,
        payment_to_school=Decimal(0),
        copies_host_standards=False,
        now=NOW,
    )

    assert latest_check(placed.placement).blocking == ["INT-10"]
