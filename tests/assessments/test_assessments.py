"""A year of a partnership: counted, judged, sent, objected to, approved, published."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from assessments.admin import copy_of
from assessments.counters import Span, count_all, counters
from assessments.models import Action, Assessment, AssessmentState, Grade, Indicator, Scheme
from assessments.operations import actions
from assessments.operations import assessments as operations
from assessments.operations.assessments import Mark, UnableToAssess, first_day, last_day
from assessments.reading import latest_grade
from assessments.rules import check, facts_of, latest_check
from collaboration.models import ExchangeKind
from compliance.choices import DecidedOutcome, Outcome, Stage
from compliance.engine.rules import evaluate
from compliance.operations import decide
from core.access import NotVisible
from core.models import AuditEvent, Notification
from core.transitions import TransitionRefused
from partnerships.models import Interaction
from tests.assessments.assessing import (
    a_scheme,
    a_small_scheme,
    an_action,
    an_assessment,
    an_office,
    judged,
    this_year,
)
from tests.collaboration.exchanging import an_exchange, partner
from tests.compliance.samples import bundled_pack
from tests.world import join

pytestmark = pytest.mark.django_db
S = AssessmentState
PACK = bundled_pack("cn-cooperation-2022")


@pytest.fixture
def office(world):
    join(world.liaison)
    return an_office(world)


# --- Counting -----------------------------------------------------------------------------------


def test_a_year_is_counted_at_once_for_all_and_begun_once(world, office):
    a_scheme()
    keys = [world.partner.pk, world.stranger.pk]

    made = operations.begin(actor=office, enterprises=keys, study_year=this_year() - 1, now=timezone.now())
    again = operations.begin(actor=office, enterprises=keys, study_year=this_year() - 1, now=timezone.now())

    assert [one.enterprise_id for one in made] == sorted(keys)
    assert again == []
    assert {one.results.count() for one in made} == {11}


def test_a_year_that_has_not_begun_is_not_assessed(world, office):
    a_scheme()
    with pytest.raises(UnableToAssess):
        operations.begin(
            actor=office, enterprises=[world.partner.pk], study_year=this_year() + 1, now=timezone.now()
        )
    assert not Assessment.objects.exists()


def test_somebody_of_another_department_assesses_nothing_of_it(world):
    a_scheme()
    for person in (world.stranger_officer, world.teacher):
        with pytest.raises((PermissionDenied, NotVisible)):
            operations.make(
                actor=person,
                enterprise_id=world.partner.pk,
                study_year=this_year() - 1,
                now=timezone.now(),
            )
    assert not Assessment.objects.exists()


def lectures(world) -> None:
    year = this_year() - 1
    inside, outside = first_day(year) + timedelta(days=30), first_day(year) - timedelta(days=3)
    for day, state in ((inside, "closed"), (inside, "closed"), (inside, "announced"), (outside, "closed")):
        at = timezone.make_aware(timezone.datetime(day.year, day.month, day.day, 10))
        an_exchange(
            world,
            kind=ExchangeKind.LECTURE,
            state=state,
            starts_at=at,
            ends_at=at + timedelta(hours=2),
            hours=Decimal(2) if state == "closed" else None,
            closed_at=at if state == "closed" else None,
        )


def test_what_can_be_promised_is_counted_as_a_hand_made_count_counts_it(world, office):
    lectures(world)
    year = this_year() - 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM collaboration_exchange WHERE enterprise_id = %s AND kind = 'lecture'"
            " AND state = 'closed' AND (starts_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN %s AND %s",
            [world.partner.pk, first_day(year), last_day(year)],
        )
        (by_hand,) = cursor.fetchone()

    one = an_assessment(world.partner, office)
    row = one.results.get(indicator__counter="metric.exchange_lectures")

    assert by_hand == 2
    assert row.value == by_hand
    assert (row.evidence_count, len(row.evidence)) == (2, 2)
    assert row.score == 100


def test_what_was_counted_stays_until_somebody_counts_anew(world, office):
    one = an_assessment(world.partner, office)
    before = one.results.get(indicator__counter="metric.exchange_lectures").value
    lectures(world)

    assert one.results.get(indicator__counter="metric.exchange_lectures").value == before == 0
    operations.recount(actor=office, pk=one.pk, now=timezone.now())
    assert one.results.get(indicator__counter="metric.exchange_lectures").value == 2


def test_no_promise_due_is_no_number_and_adds_nothing(world, office):
    row = an_assessment(world.partner, office).results.get(indicator__counter="promises_kept")

    assert (row.value, row.score) == (None, None)
    assert row.weighed.score is None


def test_days_since_the_last_contact_run_to_the_end_of_what_is_counted(world, office):
    year = this_year() - 1
    met = last_day(year) - timedelta(days=40)
    Interaction.objects.create(
        enterprise=world.partner,
        kind="visit",
        summary="走访",
        happened_at=timezone.make_aware(timezone.datetime(met.year, met.month, met.day, 9)),
    )

    row = an_assessment(world.partner, office).results.get(indicator__counter="days_since_contact")

    assert row.value == 40


def test_every_counter_counts_two_enterprises_at_once_without_more_queries(
    world, django_assert_max_num_queries
):
    year = this_year() - 1
    codes = [one.code for one in counters()]
    with django_assert_max_num_queries(2 * len(codes) + 4):
        found = count_all(
            codes,
            Span(
                enterprises=[world.partner.pk, world.stranger.pk],
                study_year=year,
                first=first_day(year),
                last=last_day(year),
            ),
        )
    assert set(found) == set(codes)


# --- Judging ------------------------------------------------------------------------------------


def test_the_score_follows_from_what_is_judged(world, office):
    a_small_scheme()
    Scheme.objects.filter(number=1).update(is_active=False)
    one = operations.make(
        actor=office, enterprise_id=world.partner.pk, study_year=this_year() - 1, now=timezone.now()
    )
    assert (one.score, one.computed_grade) == (Decimal(50), Grade.PASS)

    operations.judge(actor=office, pk=one.pk, marks=judged(one, 4), now=timezone.now())
    one.refresh_from_db()
    assert (one.score, one.grade) == (Decimal(90), Grade.EXCELLENT)


def test_what_does_not_concern_a_partnership_says_why(world, office):
    one = an_assessment(world.partner, office)
    key = one.results.get(indicator__counter="promises_kept").indicator_id

    with pytest.raises(UnableToAssess):
        operations.judge(actor=office, pk=one.pk, marks={key: Mark(None, "", True)}, now=timezone.now())
    operations.judge(
        actor=office, pk=one.pk, marks={key: Mark(None, "本学年无到期承诺。", True)}, now=timezone.now()
    )
    row = one.results.get(indicator=key)
    assert row.is_left_out
    with pytest.raises(IntegrityError), transaction.atomic():
        one.results.filter(indicator=key).update(remark="")


def test_a_counted_number_is_not_typed_over(world, office):
    one = an_assessment(world.partner, office)
    row = one.results.get(indicator__counter="incidents")

    operations.judge(
        actor=office, pk=one.pk, marks={row.indicator_id: Mark(Decimal(5), "好")}, now=timezone.now()
    )
    row.refresh_from_db()
    assert (row.value, row.remark) == (0, "好")


def test_another_grade_gives_its_reason(world, office):
    one = an_assessment(world.partner, office, state=S.WITH_ENTERPRISE)
    other = Grade.FAIL if one.computed_grade != Grade.FAIL else Grade.GOOD

    with pytest.raises(UnableToAssess):
        operations.give_grade(actor=office, pk=one.pk, grade=other, reason=" ", now=timezone.now())
    operations.give_grade(actor=office, pk=one.pk, grade=other, reason="重大事件。", now=timezone.now())
    one.refresh_from_db()
    assert (one.final_grade, one.grade) == (other, other)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=one.pk).update(given_reason="")


# --- Schemes ------------------------------------------------------------------------------------


def test_a_scheme_that_was_used_stands_even_against_the_database(world, office):
    one = an_assessment(world.partner, office)
    indicators = Indicator.objects.filter(scheme=one.scheme_id)

    for change in (
        lambda: indicators.update(weight=1),
        lambda: indicators.filter(order=1).delete(),
        lambda: Indicator.objects.create(scheme=one.scheme, order=99, weight=1, source="judged", name_en="x"),
        lambda: Scheme.objects.filter(pk=one.scheme_id).update(pass_from=1),
        lambda: indicators.filter(order=1).update(scheme=copy_of(one.scheme)),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    Scheme.objects.filter(pk=one.scheme_id).update(is_active=False)


def test_a_new_version_is_a_copy_that_may_change(world, office):
    one = an_assessment(world.partner, office)

    made = copy_of(one.scheme)
    made.indicators.filter(order=1).update(weight=20)

    assert (made.number, made.indicators.count()) == (2, one.scheme.indicators.count())
    assert not made.is_active


def test_the_bundled_scheme_weighs_a_hundred():
    scheme = a_scheme()

    assert sum(scheme.indicators.values_list("weight", flat=True)) == 100


# --- The way ------------------------------------------------------------------------------------


def test_nothing_is_sent_that_is_not_judged_and_concluded(world, office):
    one = an_assessment(world.partner, office)
    today = timezone.localdate()

    with pytest.raises(TransitionRefused, match="Judge first"):
        operations.send(actor=office, pk=one.pk, word_due_on=today, now=timezone.now())
    operations.judge(actor=office, pk=one.pk, marks=judged(one), now=timezone.now())
    with pytest.raises(TransitionRefused, match="conclusion"):
        operations.send(actor=office, pk=one.pk, word_due_on=today, now=timezone.now())
    one.refresh_from_db()
    assert one.state == S.DRAFT


def test_the_enterprise_is_asked_and_an_objection_is_answered_before_it_is_approved(world, office):
    one = an_assessment(world.partner, office, state=S.WITH_ENTERPRISE)
    told = Notification.objects.filter(kind="assessments.sent")
    assert [note.recipient_id for note in told] == [world.liaison.user_id]
    with pytest.raises(TransitionRefused, match="until the day"):
        operations.approve(actor=office, pk=one.pk, now=timezone.now())

    operations.say_word(
        partner=partner(world.liaison),
        pk=one.pk,
        words="讲座次数不对。",
        is_objection=True,
        now=timezone.now(),
    )
    with pytest.raises(TransitionRefused, match="objection"):
        operations.approve(actor=office, pk=one.pk, now=timezone.now())
    operations.answer(actor=office, pk=one.pk, words="已核对，为两次。", now=timezone.now())
    operations.approve(actor=office, pk=one.pk, now=timezone.now())

    one.refresh_from_db()
    assert (one.state, one.word_by) == (S.APPROVED, world.liaison)
    assert latest_grade(world.partner) == one
    assert Notification.objects.filter(kind="assessments.word", recipient=world.officer).exists()


def test_after_the_day_it_is_approved_without_a_word(world, office):
    one = an_assessment(
        world.partner,
        office,
        state=S.WITH_ENTERPRISE,
        word_due_on=timezone.localdate() - timedelta(days=1),
    )

    operations.approve(actor=office, pk=one.pk, now=timezone.now())
    one.refresh_from_db()
    assert one.state == S.APPROVED


def test_a_stranger_says_no_word_and_a_draft_is_nobodys_at_the_portal(world, office):
    one = an_assessment(world.partner, office, state=S.WITH_ENTERPRISE)
    join(world.stranger_liaison)
    events = AuditEvent.objects.count()

    with pytest.raises(NotVisible):
        operations.say_word(
            partner=partner(world.stranger_liaison),
            pk=one.pk,
            words="x",
            is_objection=False,
            now=timezone.now(),
        )
    operations.take_back(actor=office, pk=one.pk, reason="数字有误", now=timezone.now())
    with pytest.raises(NotVisible):
        operations.say_word(
            partner=partner(world.liaison), pk=one.pk, words="x", is_objection=False, now=timezone.now()
        )
    one.refresh_from_db()
    assert one.word == ""
    assert AuditEvent.objects.count() == events + 1


def test_a_partnership_is_assessed_once_a_year(world, office):
    one = an_assessment(world.partner, office)

    with pytest.raises(UnableToAssess):
        operations.make(
            actor=office, enterprise_id=world.partner.pk, study_year=one.study_year, now=timezone.now()
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.create(
            enterprise=world.partner,
            study_year=one.study_year,
            scheme=one.scheme,
            counted_on=date(2026, 1, 1),
            made_at=timezone.now(),
        )


# --- Actions ------------------------------------------------------------------------------------


def test_an_action_is_told_done_at_the_portal_and_reminded_of_once_a_time(world, office):
    one = an_assessment(world.partner, office, state=S.WITH_ENTERPRISE)
    today = timezone.localdate()
    action = actions.agree(
        actor=office,
        assessment_id=one.pk,
        side="enterprise",
        title="为每名实习生配备导师",
        owner=world.officer,
        due_on=today + timedelta(days=3),
        now=timezone.now(),
    )
    told = set(Notification.objects.filter(kind="assessments.action").values_list("recipient", flat=True))
    assert told == {world.officer.pk, world.liaison.user_id}

    now = timezone.now()
    assert actions.remind(on=today, now=now) == 2
    assert actions.remind(on=today, now=now) == 0
    assert actions.remind(on=today + timedelta(days=3), now=now) == 2

    actions.finish_own(partner=partner(world.liaison), pk=action.pk, result="已配备。", now=now)
    action.refresh_from_db()
    assert action.done_on == today
    assert actions.remind(on=today + timedelta(days=30), now=now) == 0


def test_whoever_looks_after_an_action_finishes_it_and_no_stranger_does(world, office):
    action = an_action(an_assessment(world.partner, office), world.officer, side="centre")

    with pytest.raises(NotVisible):
        actions.finish(actor=world.stranger_officer, pk=action.pk, result="x", now=timezone.now())
    actions.finish(actor=world.officer, pk=action.pk, result="已完成。", now=timezone.now())
    assert Action.objects.get(pk=action.pk).done_on is not None


# --- Rules --------------------------------------------------------------------------------------

GOOD = {
    "income": 0,
    "states_allocation": False,
    "is_certified": True,
    "hears_enterprise": True,
    "is_published": True,
    "is_reviewed": True,
    "contacts": 3,
    "incidents": 0,
}


def outcomes(**changes) -> dict[str, Outcome]:
    facts = {"cooperation_year": GOOD | changes}
    found = evaluate(facts, PACK, date(2026, 4, 1), stage=Stage.COOPERATION_YEAR)
    return {one.code: one.outcome for one in found.findings if one.applies}


def test_a_year_that_has_everything_keeps_every_rule():
    assert outcomes() == dict.fromkeys(("CO-04", "CO-05", "CO-06", "CO-09", "CO-10"), Outcome.PASS)


@pytest.mark.parametrize(
    ("code", "changes", "outcome"),
    [
        ("CO-04", {"income": 5000}, Outcome.FAIL),
        ("CO-04", {"income": 5000, "states_allocation": True}, Outcome.PASS),
        ("CO-04", {"income": None, "states_allocation": None}, Outcome.NO_DATA),
        ("CO-05", {"is_certified": None}, Outcome.NO_DATA),
        ("CO-05", {"is_certified": False}, Outcome.PASS),
        ("CO-06", {"is_published": False}, Outcome.FAIL),
        ("CO-06", {"hears_enterprise": None}, Outcome.NO_DATA),
        ("CO-09", {"contacts": 0}, Outcome.NEEDS_PERSON),
        ("CO-10", {"incidents": 1}, Outcome.NEEDS_PERSON),
    ],
)
def test_a_rule_on_a_year_that_is_not_kept_says_so(code, changes, outcome):
    assert outcomes(**changes)[code] is outcome


def test_rules_are_looked_at_when_a_year_is_published_and_a_person_answers_the_question(world, office):
    one = an_assessment(world.partner, office, state=S.PUBLISHED)
    found = latest_check(one)
    assert found is not None
    assert facts_of(one)["cooperation_year"]["contacts"] == 0
    assert "CO-09" in found.asking
    answer = {
        "evaluation_id": found.pk,
        "code": "CO-09",
        "outcome": DecidedOutcome.PASS,
        "reason": "Meetings are kept in the minutes of the office.",
        "now": timezone.now(),
    }

    with pytest.raises((NotVisible, PermissionDenied)):
        decide(actor=world.officer, **answer)
    decide(actor=office, **answer)

    again = check(one, now=timezone.now())
    assert again is not None
    assert "CO-09" not in again.asking
