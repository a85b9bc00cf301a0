"""Early warnings: each reason comes with its numbers, goes by itself, and comes again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.models import Agreement, ObligationPeriod
from assessments.merging import close_double
from assessments.models import Assessment, EarlyWarning, Group, Reason, WarningLimits
from assessments.operations import warnings as operations
from assessments.operations.warnings import UnableToAcknowledge
from assessments.reading import warnings_of
from assessments.sweeps import sweep
from core.access import NotVisible
from core.models import Notification
from partnerships.models import Enterprise, Interaction
from placements.models import Concern
from tests.assessments.assessing import (
    a_survey,
    a_warning,
    an_assessment,
    an_office,
    answered,
    closed,
    this_year,
)
from tests.collaboration.exchanging import an_agreement
from tests.factories import EnterpriseFactory, PlacementFactory

pytestmark = pytest.mark.django_db


def swept(on: date | None = None) -> dict[str, EarlyWarning]:
    """What is open after a sweep, by reason, of our partner's and the stranger's alike."""
    sweep(on=on or timezone.localdate(), now=timezone.now())
    return {one.reason: one for one in EarlyWarning.objects.open().order_by("pk")}


def met(enterprise: Enterprise, days_ago: int) -> Interaction:
    at = timezone.now() - timedelta(days=days_ago)
    return Interaction.objects.create(enterprise=enterprise, kind="call", summary="电话", happened_at=at)


@pytest.fixture
def partner(world) -> Enterprise:
    """The only one there is contact with, and nothing to be warned of."""
    Enterprise.objects.filter(pk=world.stranger.pk).update(state="ended")
    met(world.partner, 3)
    return world.partner


def test_a_partner_in_good_order_is_warned_of_nothing(partner):
    assert swept() == {}


def test_silence_warns_with_the_last_day_and_a_talk_ends_it(partner):
    Interaction.objects.all().delete()
    last = met(partner, 200)

    warning = swept()[Reason.QUIET]
    day = timezone.localdate(last.happened_at)
    assert warning.numbers == {"last_on": day.isoformat(), "limit": 180}
    assert warning.since_on == day + timedelta(days=180)
    assert "200" in warning.text

    met(partner, 0)
    assert swept() == {}
    warning.refresh_from_db()
    assert warning.closed_on == timezone.localdate()


def test_how_long_silence_may_last_is_the_centres_to_say(partner):
    Interaction.objects.all().delete()
    met(partner, 60)
    assert Reason.QUIET not in swept()

    WarningLimits.objects.create(pk=1, quiet_days=30)
    assert Reason.QUIET in swept()


def a_period(world, standing: str, due_in: int) -> ObligationPeriod:
    """Of a promise that was entered from a signed paper."""
    today = timezone.localdate()
    agreement = an_agreement(world, world.partner, ends_on=today + timedelta(days=900))
    obligation = agreement.obligations.create(
        order=1,
        side="enterprise",
        enterprise=world.partner,
        metric="exchange_lectures",
        quantity=Decimal(4),
        what_en="Lectures",
        is_taken_over=True,
    )
    return ObligationPeriod.objects.create(
        obligation=obligation,
        number=1,
        agreement=agreement,
        enterprise=world.partner,
        side="enterprise",
        metric="exchange_lectures",
        starts_on=today - timedelta(days=200),
        due_on=today + timedelta(days=due_in),
        promised=Decimal(4),
        standing=standing,
    )


def test_a_promise_behind_warns_until_it_is_met(world, partner):
    period = a_period(world, "behind", 60)

    warning = swept()[Reason.PROMISES]
    assert warning.numbers == {"behind": 1, "missed": 0}

    ObligationPeriod.objects.filter(pk=period.pk).update(standing="met")
    assert swept() == {}


def test_a_falling_grade_warns_and_a_rising_one_does_not(world, partner):
    office = an_office(world)
    for year, grade in ((this_year() - 2, "good"), (this_year() - 1, "pass")):
        one = an_assessment(partner, office, state="approved", study_year=year)
        Assessment.objects.filter(pk=one.pk).update(computed_grade=grade)

    warning = swept()[Reason.GRADE]
    assert warning.numbers == {
        "year_before": this_year() - 2,
        "before": "good",
        "year": this_year() - 1,
        "after": "pass",
    }
    Assessment.objects.filter(study_year=this_year() - 1).update(computed_grade="excellent")
    assert swept() == {}


def test_low_satisfaction_warns_from_three_answers_on(partner):
    survey = closed(a_survey(partner))
    answered(survey, Group.STUDENT, 1, 2)
    assert swept() == {}

    answered(survey, Group.STUDENT, 2)
    warning = swept()[Reason.SURVEY]
    assert (warning.numbers["mean"], warning.numbers["year"]) == (1.7, survey.study_year)
    assert "1.7" in warning.text


def test_an_end_that_nobody_decided_on_warns_until_somebody_does(world, partner):
    last = timezone.localdate() + timedelta(days=20)
    agreement = an_agreement(world, partner, ends_on=last)

    warning = swept()[Reason.ENDING]
    assert warning.numbers == {"last_day": last.isoformat(), "count": 1}

    Agreement.objects.filter(pk=agreement.pk).update(renewal_decision="renew")
    assert swept() == {}


def a_concern(world) -> Concern:
    placement = PlacementFactory.create(student=world.student, post__enterprise=world.partner)
    return Concern.objects.create(
        kind="safety",
        severity="serious",
        text="没有护目镜",
        department=world.mechanics,
        enterprise=world.partner,
        placement=placement,
        raised_by="student",
        raiser_name="李明",
        raised_at=timezone.now(),
    )


def test_an_open_concern_warns_those_who_handle_concerns_and_nobody_else(world, partner):
    a_concern(world)
    warning = swept()[Reason.CONCERNS]
    assert warning.numbers == {"count": 1}

    seen = {
        who: EarlyWarning.objects.visible_to(getattr(world, who)).filter(pk=warning.pk).exists()
        for who in ("director", "officer", "stranger_officer", "teacher")
    }
    assert seen == {"director": True, "officer": False, "stranger_officer": False, "teacher": False}
    assert warnings_of(partner, timezone.localdate()) == []
    assert warnings_of(partner, timezone.localdate(), actor=world.director) == [warning]
    assert not Notification.objects.filter(kind="assessments.warning").exists()


def test_a_second_sweep_changes_nothing_and_the_owner_is_told_once(world, partner):
    Interaction.objects.all().delete()
    met(partner, 300)
    today, now = timezone.localdate(), timezone.now()

    first = sweep(on=today, now=now)
    again = sweep(on=today, now=now)
    later = sweep(on=today + timedelta(days=1), now=now)

    assert len(first.come) == 1
    for one in (again, later):
        assert (one.come, one.changed, one.gone) == ([], [], [])
    (note,) = Notification.objects.filter(kind="assessments.warning")
    assert note.recipient_id == world.officer.pk


def test_a_reason_that_comes_back_warns_anew(partner):
    Interaction.objects.all().delete()
    met(partner, 300)
    first = swept()[Reason.QUIET]
    talk = met(partner, 1)
    assert swept() == {}
    talk.delete()

    second = swept()[Reason.QUIET]
    assert second.pk != first.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        a_warning(partner)


def test_who_is_no_partner_any_more_is_warned_of_nothing(partner):
    a_warning(partner)
    Enterprise.objects.filter(pk=partner.pk).update(state="ended")

    assert swept() == {}


def test_a_sweep_over_many_costs_as_many_queries_as_over_one(world, partner):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            sweep(on=timezone.localdate(), now=timezone.now())
        return len(captured)

    one = cost()
    for _number in range(5):
        EnterpriseFactory.create(
            department=world.mechanics,
            state="partner",
            state_since=timezone.make_aware(datetime(2024, 1, 1)),
            owner=world.officer,
        )
    many = cost()
    assert EarlyWarning.objects.open().count() == 5
    assert many <= one + 3, "the notifications of the new ones in one statement"
    assert cost() == one


# --- Taking up ----------------------------------------------------------------------------------


def test_a_warning_is_taken_up_with_a_next_step_by_whoever_may(world, partner):
    office = an_office(world)
    warning = a_warning(partner)
    soon = timezone.localdate() + timedelta(days=7)

    with pytest.raises((NotVisible, PermissionDenied)):
        operations.acknowledge(
            actor=world.stranger_officer, pk=warning.pk, next_step="x", next_step_on=soon, now=timezone.now()
        )
    with pytest.raises(UnableToAcknowledge):
        operations.acknowledge(
            actor=office, pk=warning.pk, next_step=" ", next_step_on=soon, now=timezone.now()
        )
    operations.acknowledge(
        actor=office, pk=warning.pk, next_step="与系主任走访", next_step_on=soon, now=timezone.now()
    )
    warning.refresh_from_db()
    assert (warning.acknowledged_by, warning.next_step_on) == (office, soon)
    with pytest.raises(IntegrityError), transaction.atomic():
        EarlyWarning.objects.filter(pk=warning.pk).update(next_step="")


def test_warnings_of_a_record_that_is_merged_are_closed_where_both_have_them(world):
    a_warning(world.partner)
    double, single = a_warning(world.stranger), a_warning(world.stranger, Reason.ENDING)

    moved = list(close_double(world.partner, world.stranger))

    assert [(row.pk, field, before) for row, field, before in moved] == [(double.pk, "closed_on", None)]
    single.refresh_from_db()
    assert single.closed_on is None
