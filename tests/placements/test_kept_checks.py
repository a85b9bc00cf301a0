"""What was found of a week is found anew when something becomes known that concerns it."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from catalogue.models import CalendarDay, CalendarYear
from compliance.choices import DecidedOutcome, Outcome, Stage
from compliance.models import Evaluation
from compliance.operations import decide, judged, record_waiver, withdraw_waiver
from internships.operations.classes import change_class
from internships.operations.students import change_student
from internships.rule_checks import rules_in_force
from partnerships.operations import change_enterprise
from placements import day_watches
from placements.models import Placement, RecheckDue
from placements.operations import readiness
from placements.operations.attendance import Hours, hand_in_days
from placements.operations.visits import Seen, record_visit
from placements.weeks import monday_of, name_of_week
from tests.placements.daily import MONDAY, NOW, TODAY, Daily, make_daily
from tests.placements.placing import Placed
from tests.world import signed_in

pytestmark = pytest.mark.django_db

SATURDAY_2027 = date(2027, 3, 6)


@pytest.fixture
def daily(world) -> Daily:
    return make_daily(world)


def week_of(placement: Placement, day: date = MONDAY) -> Evaluation:
    occasion = name_of_week(monday_of(day))
    return Evaluation.objects.current().about(placement).get(stage=Stage.DAY, occasion=occasion)


def outcome(placement: Placement, code: str, day: date = MONDAY) -> str:
    return next(one.outcome for one in judged(week_of(placement, day)) if one.code == code)


def watched(on: date = TODAY) -> list[Placement]:
    return list(day_watches.with_hours_against_the_rules(Placement.objects.all(), on))


def file_hours(daily: Daily) -> Any:
    """The school has filed longer hours for the plan."""
    plan = daily.placement.plan
    return record_waiver(
        actor=daily.world.director,
        subject=plan,
        department_id=plan.department_id,
        version=rules_in_force(TODAY),
        codes=["INT-24b"],
        kind="hours",
        number="2026-8",
        authority="Bureau",
        valid_from=date(2026, 11, 1),
        valid_until=date(2026, 12, 31),
        scan=ContentFile(b"%PDF-1.7\n", name="filing.pdf"),
        now=NOW,
    )


def on_saturday(daily: Daily) -> None:
    """Work on what will be a day of rest, in a year whose calendar nobody has confirmed."""
    hand_in_days(
        pupil=daily.pupil,
        placement_pk=daily.placement.pk,
        days={SATURDAY_2027: Hours(hours=Decimal(4), begins_at=time(8), ends_at=time(12))},
        now=NOW + timedelta(days=120),
    )


def test_a_filing_recorded_afterwards_takes_the_week_off_the_list_and_its_end_brings_it_back(daily):
    daily.work(MONDAY, hours="9", begins_at=time(8), ends_at=time(18))
    assert watched() == [daily.placement]

    filing = file_hours(daily)
    assert watched() == []
    assert "INT-24b" not in week_of(daily.placement).blocking

    withdraw_waiver(actor=daily.world.director, waiver_id=filing.pk, reason="Refused", now=NOW)
    assert watched() == [daily.placement]


def test_a_filing_counts_for_the_weeks_of_an_internship_that_is_over(daily):
    daily.work(MONDAY, hours="9", begins_at=time(8), ends_at=time(18))
    Placement.objects.filter(pk=daily.placement.pk).update(state="finished", ended_on=TODAY)

    file_hours(daily)

    assert "INT-24b" not in week_of(daily.placement).blocking


def test_where_many_are_concerned_their_weeks_are_checked_by_the_worker(daily, monkeypatch):
    monkeypatch.setattr(readiness, "AT_ONCE", 0)
    daily.work(MONDAY, hours="9", begins_at=time(8), ends_at=time(18))

    file_hours(daily)
    assert watched() == [daily.placement]
    readiness.recheck_marked(now=NOW)

    assert watched() == []
    assert not RecheckDue.objects.exists()


def confirm_2027(daily: Daily, *, make_up: bool) -> None:
    """The administrator enters the State Council's notice."""
    year = CalendarYear.objects.get(country="CN", year=2027)
    if make_up:
        CalendarDay.objects.create(
            year=year,
            date=SATURDAY_2027,
            kind="make_up_workday",
            name_en="Make-up workday",
            name_zh="调休上班",
        )
    days = list(year.days.order_by("date"))
    form: dict[str, Any] = {"is_confirmed": "on", "source": "Notice"}
    form |= {"days-TOTAL_FORMS": len(days), "days-INITIAL_FORMS": len(days)}
    for number, day in enumerate(days):
        form |= {
            f"days-{number}-id": day.pk,
            f"days-{number}-year": year.pk,
            f"days-{number}-date": f"{day.date}",
            f"days-{number}-kind": day.kind,
            f"days-{number}-name_en": day.name_en,
            f"days-{number}-name_zh": day.name_zh,
        }
    client = signed_in(daily.world.administrator)
    answer = client.post(reverse("admin:catalogue_calendaryear_change", args=[year.pk]), form)
    assert answer.status_code == 302, answer.content.decode()[:2000]


@pytest.mark.parametrize(("make_up", "found"), [(True, Outcome.PASS), (False, Outcome.FAIL)])
def test_a_confirmed_year_answers_the_question_of_a_rest_day(daily, make_up, found):
    on_saturday(daily)
    assert outcome(daily.placement, "INT-23b", SATURDAY_2027) == Outcome.NEEDS_PERSON

    confirm_2027(daily, make_up=make_up)
    readiness.recheck_marked(now=NOW)

    assert outcome(daily.placement, "INT-23b", SATURDAY_2027) == found
    assert bool(watched(SATURDAY_2027)) is (found == Outcome.FAIL)


def test_a_mark_for_all_weeks_outlives_a_mark_for_some_and_a_check_before_the_start(daily):
    on_saturday(daily)
    readiness.mark([daily.placement.pk], now=NOW, all_weeks=True)
    readiness.mark([daily.placement.pk], now=NOW)
    CalendarYear.objects.filter(country="CN", year=2027).update(is_confirmed=True)

    readiness.recheck([daily.placement.pk], now=NOW)

    assert outcome(daily.placement, "INT-23b", SATURDAY_2027) == Outcome.FAIL
    assert not RecheckDue.objects.exists()


def test_whoever_decides_that_it_was_no_day_of_rest_has_the_last_word(daily):
    on_saturday(daily)
    assert watched(SATURDAY_2027) == []

    for said, found in ((DecidedOutcome.FAIL, [daily.placement]), (DecidedOutcome.PASS, [])):
        # A decision is on the facts: the question stays open to another answer.
        decide(
            actor=daily.world.director,
            evaluation_id=week_of(daily.placement, SATURDAY_2027).pk,
            code="INT-23b",
            outcome=said,
            reason="As the notice says",
            now=NOW,
        )
        assert watched(SATURDAY_2027) == found


def test_a_visit_is_told_to_the_weeks_from_its_day_on_and_to_no_week_before(daily):
    before = MONDAY - timedelta(days=7)
    daily.work(before, MONDAY)
    assert outcome(daily.placement, "INT-29") == Outcome.NO_DATA

    record_visit(
        actor=daily.world.class_teacher,
        students={daily.placement.pk: Seen()},
        visitors=[daily.world.class_teacher],
        findings={},
        way="on_site",
        visited_on=MONDAY,
        others_met="",
        summary="Clean.",
        now=NOW,
    )

    assert outcome(daily.placement, "INT-29") == Outcome.PASS
    assert outcome(daily.placement, "INT-29", before) == Outcome.NO_DATA
    daily.work(before, hours="7")
    assert outcome(daily.placement, "INT-29", before) == Outcome.NO_DATA


# --- Students, classes, enterprises ------------------------------------------------------------


def failed(placed: Placed) -> set[str]:
    return set(Evaluation.objects.current().about(placed.placement).get(stage=Stage.START).failed)


def test_another_birth_date_is_told_to_the_rules_at_once(placed, in_order):
    placed.check()
    student = placed.world.student
    change_student(actor=placed.world.coordinator, pk=student.pk, born_on=date(2011, 6, 1), now=NOW)

    assert "INT-16" in failed(placed)


def test_another_year_of_entry_of_the_class_is_told_to_the_rules_at_once(placed, in_order):
    placed.check()
    change_class(actor=placed.world.coordinator, pk=placed.world.school_class.pk, entered_in=2026, now=NOW)

    assert "INT-15" in failed(placed)


def test_fewer_staff_of_the_enterprise_are_told_to_the_rules_at_once(placed, in_order):
    placed.check()
    change_enterprise(actor=placed.world.director, pk=placed.world.partner.pk, staff_count=2, now=NOW)

    assert "INT-09" in failed(placed)


def test_another_name_has_nothing_checked(placed, in_order, django_assert_max_num_queries):
    placed.check()
    checked = Evaluation.objects.count()
    student = placed.world.student
    change_student(actor=placed.world.coordinator, pk=student.pk, name="李大明", now=NOW)

    assert Evaluation.objects.count() == checked
