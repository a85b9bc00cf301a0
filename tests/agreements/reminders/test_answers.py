"""What an answer, a decision or a change of terms makes of the reminders."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from agreements.choices import State
from agreements.models import Agreement
from agreements.operations import (
    ProposedChange,
    acknowledge_deadline,
    reconsider_lapse,
    renew_agreement,
    resume_agreement,
    snooze_deadline,
    suspend_agreement,
    terminate_agreement,
    withdraw_agreement,
)
from core.models import Notification
from tests.agreements.office import END, AgreementsOffice
from tests.agreements.reminders.sweeping import (
    A_WEEK,
    HEAD,
    NOTICE,
    OWNER,
    PARTNER,
    at,
    change,
    days_of,
    let_it_lapse,
    sweep,
    told,
    waiting,
)


def test_acknowledging_keeps_the_head_out_until_a_later_reminder_stays_unanswered(agreement, office):
    first = NOTICE - timedelta(days=90)
    sweep(first)
    acknowledge_deadline(actor=office.officer, pk=agreement.pk, now=at(first + timedelta(days=3)))
    assert waiting() == []

    for day in days_of(first, NOTICE - timedelta(days=31)):
        sweep(day)
    assert told(OWNER)[1:] == [(NOTICE - timedelta(days=60), "notice", 60)]
    assert told(HEAD) == [(NOTICE - timedelta(days=53), "notice", 60)]


def test_remind_me_next_week_is_kept_to_the_day_and_nothing_comes_before(agreement, office):
    day = NOTICE - timedelta(days=35)
    sweep(day)
    snooze_deadline(actor=office.officer, pk=agreement.pk, now=at(day))  # past the reminder of 30 days
    for later in days_of(day, NOTICE - timedelta(days=8)):
        sweep(later)

    assert told(OWNER) == [(day, "notice", 60), (day + A_WEEK, "again", 0)]
    assert told(HEAD) == [(day + 2 * A_WEEK, "again", 0)]


def test_asking_again_for_another_week_works_every_time(agreement, office):
    day = END
    for _week in range(3):
        sweep(day)
        snooze_deadline(actor=office.officer, pk=agreement.pk, now=at(day), until=day + timedelta(days=5))
        day += timedelta(days=5)

    assert [line for line in told(OWNER) if line[1] == "again"] == [
        (END + timedelta(days=5), "again", 0),
        (END + timedelta(days=10), "again", 0),
    ]


def test_the_enterprises_reminder_goes_out_whatever_the_owner_answers(agreement, policy, office):
    change(policy, tells_enterprise=True)
    sweep(NOTICE - timedelta(days=30))
    acknowledge_deadline(actor=office.officer, pk=agreement.pk, now=at(NOTICE - timedelta(days=30)))

    assert waiting() == [PARTNER]


def renew(office: AgreementsOffice, agreement: Agreement, now: datetime) -> None:
    renew_agreement(actor=office.officer, pk=agreement.pk, now=now)


def terminate(office: AgreementsOffice, agreement: Agreement, now: datetime) -> None:
    terminate_agreement(
        actor=office.world.director, pk=agreement.pk, terminated_on=END, reason="Bankrupt", now=now
    )


def suspend(office: AgreementsOffice, agreement: Agreement, now: datetime) -> None:
    suspend_agreement(actor=office.world.director, pk=agreement.pk, reason="Fire", now=now)


@pytest.mark.parametrize("decide", [let_it_lapse, renew, terminate, suspend])
def test_a_decision_stops_everything_and_takes_back_what_waits(agreement, policy, office, decide):
    change(policy, tells_enterprise=True)
    day = NOTICE - timedelta(days=30)
    sweep(day)
    assert waiting() == [OWNER, PARTNER]

    decide(office, agreement, at(day))
    assert waiting() == []
    for later in days_of(day, END + timedelta(days=30)):
        assert sweep(later) == []


def test_a_resumed_agreement_is_reminded_of_again(agreement, office):
    suspend(office, agreement, at(NOTICE - timedelta(days=40)))
    resume_agreement(actor=office.world.director, pk=agreement.pk, now=at(NOTICE - timedelta(days=20)))

    assert sweep(NOTICE - timedelta(days=20)) == [(OWNER, "again", 0)]


def test_a_reminder_that_a_suspension_took_back_goes_out_after_all(agreement, office):
    day = NOTICE - timedelta(days=30)
    sweep(day)
    suspend(office, agreement, at(day))
    assert waiting() == []
    resume_agreement(actor=office.world.director, pk=agreement.pk, now=at(day, 3))

    assert sweep(day) == [(OWNER, "notice", 30)]
    assert waiting() == [OWNER]


def test_an_early_reminder_that_a_suspension_took_back_is_made_up_for(agreement, office, policy):
    change(policy, offsets=[365, 30])
    sweep(NOTICE - timedelta(days=365))
    suspend(office, agreement, at(NOTICE - timedelta(days=365)))
    resume_agreement(actor=office.world.director, pk=agreement.pk, now=at(NOTICE - timedelta(days=300)))

    assert sweep(NOTICE - timedelta(days=300)) == [(OWNER, "again", 0)]


def test_the_head_is_not_told_of_a_reminder_that_nobody_got(agreement, office):
    day = NOTICE - timedelta(days=30)
    sweep(day)
    suspend(office, agreement, at(day))
    Agreement.objects.filter(pk=agreement.pk).update(state=State.SIGNED, suspended_on=None)

    assert sweep(day + A_WEEK) == []


def test_a_decision_taken_back_near_the_end_reminds_the_owner_the_same_day(agreement, office):
    day = NOTICE - timedelta(days=20)
    sweep(day - timedelta(days=10))
    let_it_lapse(office, agreement, at(day))
    reconsider_lapse(actor=office.world.director, pk=agreement.pk, reason="They stay", now=at(day))

    assert sweep(day) == [(OWNER, "again", 0)]
    assert (
        sweep(day + timedelta(days=6)) == []
    )  # the reminder from before the decision is not held against anybody


def test_a_withdrawn_renewal_reminds_of_the_end_again(agreement, office):
    day = NOTICE - timedelta(days=5)
    sweep(day)
    successor = renew_agreement(actor=office.officer, pk=agreement.pk, now=at(day))
    withdraw_agreement(actor=office.officer, pk=successor.pk, reason="No agreement on money", now=at(END))

    assert sweep(END) == [(OWNER, "end", 0)]


def test_changed_terms_are_reminded_of_anew(agreement, policy, office):
    change(policy, escalate_after_days=0)
    sweep(NOTICE - timedelta(days=7))
    later = END + timedelta(days=365)
    office.amend(agreement, date(2026, 5, 1), ProposedChange("field", "ends_on", later))
    assert Notification.objects.filter(kind=OWNER).get().state == Notification.State.CANCELLED

    notice = later - timedelta(days=60)
    for day in days_of(NOTICE, notice - timedelta(days=60)):
        sweep(day)
    assert told(OWNER)[1:] == [
        (notice - timedelta(days=90), "notice", 90),
        (notice - timedelta(days=60), "notice", 60),
    ]
    assert (
        Notification.objects.filter(kind=OWNER).latest("due_at").data["version"]
        == agreement.terms_version + 1
    )
