"""What follows when an agreement ends."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from agreements.choices import RenewalDecision, State
from agreements.models import Agreement
from agreements.operations import (
    ProposedChange,
    UnableToRenew,
    acknowledge_deadline,
    extend_automatic_renewals,
    let_lapse,
    reconsider_lapse,
    renew_agreement,
    resume_agreement,
    send_for_signature,
    snooze_deadline,
    submit_agreement,
    suspend_agreement,
    terminate_agreement,
    withdraw_agreement,
)
from core.models import AuditEvent
from tests.agreements.office import END, NOW, START, TODAY, verbs_of

NOTICE = END - timedelta(days=60)


def test_a_renewal_starts_where_the_old_agreement_ends_with_its_effective_terms(office):
    old = office.signed()
    disputes = old.clauses.get(order=3)
    office.amend(
        old,
        START,
        ProposedChange("field", "aims", "Train mechanics and welders together."),
        ProposedChange("clause", str(disputes.pk), {"text_en": "Arbitration in Suzhou."}),
        ProposedChange("clause", "", {"heading_en": "Visits", "text_en": "Twice a year."}),
    )
    new = renew_agreement(actor=office.officer, pk=old.pk, now=NOW)
    assert (new.predecessor, new.state, new.reference) == (old, State.DRAFT, None)
    assert (new.starts_on, new.ends_on) == (END + timedelta(days=1), date(2032, 3, 31))
    assert new.aims == "Train mechanics and welders together."
    purpose, places, disputes_again, visits = new.clauses.all()
    assert purpose.text_en == old.clauses.get(order=1).text_en
    assert "{{ term.start }}" in purpose.text_en
    assert (places.values, places.is_mandatory) == ({"places": "20"}, False)
    assert (disputes_again.text_en, disputes_again.is_mandatory) == ("Arbitration in Suzhou.", True)
    assert (visits.heading, visits.source) == ("Visits", None)


def test_the_old_agreement_waits_for_its_successors_signatures(office):
    old = office.signed()
    new = renew_agreement(actor=office.officer, pk=old.pk, now=NOW)
    old.refresh_from_db()
    assert (old.state, old.renewal_decision) == (State.SIGNED, RenewalDecision.RENEW)
    assert not Agreement.objects.awaiting_decision(END).filter(pk=old.pk).exists()

    submit_agreement(actor=office.officer, pk=new.pk, now=NOW)
    office.approve(new)
    send_for_signature(actor=office.officer, pk=new.pk, now=NOW)
    office.sign(new)
    old.refresh_from_db()
    assert old.state == State.RENEWED
    assert Agreement.objects.binding(END).get() == old
    assert Agreement.objects.binding(END + timedelta(days=1)).get() == new


def test_an_agreement_is_renewed_once(office):
    old = office.signed()
    renew_agreement(actor=office.officer, pk=old.pk, now=NOW)
    with pytest.raises(UnableToRenew, match="decided"):
        renew_agreement(actor=office.officer, pk=old.pk, now=NOW)


def test_a_withdrawn_renewal_opens_the_question_again(office):
    old = office.signed()
    new = renew_agreement(actor=office.officer, pk=old.pk, now=NOW)
    withdraw_agreement(actor=office.officer, pk=new.pk, reason="Too early", now=NOW)
    old.refresh_from_db()
    assert (old.state, old.renewal_decision) == (State.SIGNED, "")
    again = renew_agreement(actor=office.officer, pk=old.pk, now=NOW)
    assert again.predecessor == old


def test_a_renewal_withdrawn_while_the_old_one_rests_opens_the_question_again(office):
    old = office.signed()
    new = renew_agreement(actor=office.officer, pk=old.pk, now=NOW)
    suspend_agreement(actor=office.world.director, pk=old.pk, reason="Flood", now=NOW)
    withdraw_agreement(actor=office.officer, pk=new.pk, reason="Too early", now=NOW)
    old.refresh_from_db()
    assert (old.state, old.renewal_decision) == (State.SUSPENDED, "")
    resumed = resume_agreement(actor=office.world.director, pk=old.pk, now=NOW)
    assert (resumed.state, resumed.renewal_decision) == (State.SIGNED, "")
    assert Agreement.objects.awaiting_decision(END).get() == old
    assert renew_agreement(actor=office.officer, pk=old.pk, now=NOW).predecessor == old


def test_an_agreement_that_rested_while_its_successor_was_signed_is_renewed_when_it_resumes(office):
    old = office.signed()
    new = renew_agreement(actor=office.officer, pk=old.pk, now=NOW)
    suspend_agreement(actor=office.world.director, pk=old.pk, reason="Flood", now=NOW)
    submit_agreement(actor=office.officer, pk=new.pk, now=NOW)
    office.approve(new)
    send_for_signature(actor=office.officer, pk=new.pk, now=NOW)
    office.sign(new)
    old.refresh_from_db()
    assert old.state == State.SUSPENDED
    resume_agreement(actor=office.world.director, pk=old.pk, now=NOW)
    old.refresh_from_db()
    assert (old.state, old.suspended_on) == (State.RENEWED, None)
    assert verbs_of(old)[-2:] == ["agreement.resume", "agreement.succeed"]


def test_resuming_leaves_decisions_that_still_hold(office):
    renewed, lapsing = office.signed(), office.signed()
    renew_agreement(actor=office.officer, pk=renewed.pk, now=NOW)
    let_lapse(actor=office.world.director, pk=lapsing.pk, reason="Too far away", now=NOW)
    for agreement in (renewed, lapsing):
        suspend_agreement(actor=office.world.director, pk=agreement.pk, reason="Flood", now=NOW)
        resume_agreement(actor=office.world.director, pk=agreement.pk, now=NOW)
    renewed.refresh_from_db()
    lapsing.refresh_from_db()
    assert renewed.renewal_decision == RenewalDecision.RENEW
    assert (lapsing.renewal_decision, lapsing.renewal_reason) == (RenewalDecision.LAPSE, "Too far away")


def test_a_deadline_moved_while_a_renewal_is_on_its_way_does_not_undo_the_decision(office):
    old = office.signed()
    successor = renew_agreement(actor=office.officer, pk=old.pk, now=NOW)
    office.amend(old, START, ProposedChange("field", "notice_days", 30))
    old.refresh_from_db()
    assert (old.revised_notice_days, old.renewal_decision) == (30, RenewalDecision.RENEW)
    with pytest.raises(UnableToRenew, match="decided"):
        renew_agreement(actor=office.officer, pk=old.pk, now=NOW)
    assert old.successors.get() == successor


def test_an_expired_agreement_is_renewed_from_today(office):
    old = office.signed()
    later = NOW.replace(year=2030)
    new = renew_agreement(actor=office.officer, pk=old.pk, now=later)
    assert (new.starts_on, new.ends_on) == (date(2030, 3, 2), date(2033, 3, 1))


def test_only_what_is_signed_can_be_renewed(office):
    with pytest.raises(UnableToRenew, match="draft"):
        renew_agreement(actor=office.officer, pk=office.draft().pk, now=NOW)
    terminated = office.signed()
    terminate_agreement(
        actor=office.world.director, pk=terminated.pk, terminated_on=START, reason="Closing", now=NOW
    )
    with pytest.raises(UnableToRenew, match="terminated"):
        renew_agreement(actor=office.officer, pk=terminated.pk, now=NOW)


def test_the_owner_acknowledges_and_asks_to_be_reminded_in_a_week(office):
    agreement = office.signed()
    acknowledge_deadline(actor=office.officer, pk=agreement.pk, now=NOW)
    agreement.refresh_from_db()
    assert (agreement.acknowledged_at, agreement.acknowledged_by) == (NOW, office.officer)
    snooze_deadline(actor=office.officer, pk=agreement.pk, now=NOW)
    agreement.refresh_from_db()
    assert agreement.snoozed_until == TODAY + timedelta(days=7)
    with pytest.raises(UnableToRenew, match="ahead"):
        snooze_deadline(actor=office.officer, pk=agreement.pk, now=NOW, until=TODAY)


@pytest.mark.parametrize(
    ("today", "latest"),
    [
        (NOTICE - timedelta(days=300), NOTICE - timedelta(days=1)),
        (NOTICE - timedelta(days=2), NOTICE - timedelta(days=1)),
        (NOTICE - timedelta(days=1), NOTICE),
        (NOTICE, END - timedelta(days=1)),
        (END - timedelta(days=1), END),
        (END, END + timedelta(days=30)),
    ],
)
def test_the_question_is_put_off_to_the_day_before_the_next_deadline_at_the_latest(office, today, latest):
    agreement = office.signed()
    now = datetime.combine(today, time(9), tzinfo=UTC)
    with pytest.raises(UnableToRenew, match="at the latest"):
        snooze_deadline(actor=office.officer, pk=agreement.pk, now=now, until=latest + timedelta(days=1))
    snooze_deadline(actor=office.officer, pk=agreement.pk, now=now)
    agreement.refresh_from_db()
    assert agreement.snoozed_until == min(today + timedelta(days=7), latest)
    snooze_deadline(actor=office.officer, pk=agreement.pk, now=now, until=latest)
    agreement.refresh_from_db()
    assert agreement.snoozed_until == latest


def test_letting_lapse_is_decided_above_with_a_reason_and_can_be_reconsidered(office):
    agreement = office.signed()
    with pytest.raises(PermissionDenied):
        let_lapse(actor=office.officer, pk=agreement.pk, reason="Too far away", now=NOW)
    with pytest.raises(UnableToRenew, match="reason"):
        let_lapse(actor=office.world.director, pk=agreement.pk, reason=" ", now=NOW)
    let_lapse(actor=office.world.director, pk=agreement.pk, reason="Too far away", now=NOW)
    with pytest.raises(UnableToRenew, match="let lapse"):
        renew_agreement(actor=office.officer, pk=agreement.pk, now=NOW)
    assert not Agreement.objects.awaiting_decision(END).exists()
    reconsider_lapse(actor=office.world.director, pk=agreement.pk, reason="They moved", now=NOW)
    assert Agreement.objects.awaiting_decision(END).get() == agreement
    assert list(
        AuditEvent.objects.filter(verb__in=["agreement.lapse", "agreement.reconsider"])
        .order_by("pk")
        .values_list("reason", flat=True)
    ) == ["Too far away", "They moved"]


def test_one_that_renews_itself_does_not_do_so_after_notice(office):
    agreement = office.signed(renewal_rule="automatic", automatic_term_months=12)
    let_lapse(actor=office.world.director, pk=agreement.pk, reason="Notice given", now=NOW)
    assert extend_automatic_renewals(now=NOW.replace(year=2031)) == []
