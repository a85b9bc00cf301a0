"""The life of an agreement, from its first submission to its end."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError

from accounts.models import Delegation, User
from agreements.choices import Phase, State
from agreements.models import Agreement, AgreementClause, ReferenceCounter
from agreements.operations import (
    Incomplete,
    UnableToEdit,
    UnableToSign,
    call_back,
    edit_agreement,
    edit_clause,
    extend_automatic_renewals,
    life,
    recall_agreement,
    record_paper_signature,
    remove_paper_signature,
    resume_agreement,
    send_for_signature,
    submit_agreement,
    suspend_agreement,
    terminate_agreement,
    withdraw_agreement,
)
from agreements.phases import phase_on
from core.models import AuditEvent
from core.transitions import TransitionRefused
from partnerships.models import Enterprise
from signing.models import Approval
from signing.operations import Decision
from tests.agreements.office import END, NOW, START, TODAY, verbs_of

# --- Review -----------------------------------------------------------------------------------


def test_the_first_submission_gives_the_number(office):
    agreement = office.submitted()
    assert (agreement.reference, agreement.state) == ("AG-2026-0001", State.IN_REVIEW)
    assert agreement.submitted_at == NOW
    recall_agreement(actor=office.officer, pk=agreement.pk, now=NOW)
    again = submit_agreement(actor=office.officer, pk=agreement.pk, now=NOW)
    assert again.reference == "AG-2026-0001"
    assert office.submitted().reference == "AG-2026-0002"


def test_a_refused_submission_takes_no_number(office):
    incomplete = office.draft(aims="")
    with pytest.raises(Incomplete, match="aims"):
        submit_agreement(actor=office.officer, pk=incomplete.pk, now=NOW)
    assert not ReferenceCounter.objects.exists()
    assert office.submitted().reference == "AG-2026-0001"


def test_the_year_of_the_number_is_that_of_the_centres_clock(office):
    new_year_in_suzhou = NOW.replace(year=2026, month=12, day=31, hour=17)
    agreement = submit_agreement(actor=office.officer, pk=office.draft().pk, now=new_year_in_suzhou)
    assert agreement.reference == "AG-2027-0001"


def test_head_lawyer_and_director_approve_in_turn(office):
    agreement = office.approved()
    assert agreement.state == State.APPROVED
    assert verbs_of(agreement)[-5:] == [
        "agreement.submit",
        "approval.approve",
        "approval.approve",
        "approval.approve",
        "agreement.approve",
    ]


def test_a_return_makes_it_a_draft_again_with_the_reason(office):
    agreement = office.submitted()
    office.answer(office.world.head, agreement, Decision.RETURN, reason="Who insures the students?")
    agreement.refresh_from_db()
    assert agreement.state == State.DRAFT
    event = AuditEvent.objects.get(verb="agreement.return", subject_id=agreement.pk)
    assert (event.actor, event.reason) == (office.world.head, "Who insures the students?")


def test_a_change_after_approval_is_reviewed_again_from_the_start(office):
    agreement = office.approved()
    clause = agreement.clauses.get(order=3)
    edit_clause(
        actor=office.officer,
        pk=agreement.pk,
        clause_id=clause.pk,
        words={"text_en": "Courts of Wuxi decide."},
        now=NOW,
    )
    agreement.refresh_from_db()
    assert agreement.state == State.IN_REVIEW
    approval = Approval.objects.about(agreement).open().get()
    assert approval.steps.get(status="current").order == 1
    with pytest.raises(TransitionRefused):
        send_for_signature(actor=office.officer, pk=agreement.pk, now=NOW)


def test_a_change_in_review_voids_what_was_decided(office):
    agreement = office.submitted()
    office.answer(office.world.head, agreement)
    edit_agreement(actor=office.officer, pk=agreement.pk, changes={"aims": "Something else"}, now=NOW)
    first, second = Approval.objects.about(agreement).order_by("pk")
    assert (first.outcome, second.outcome) == ("cancelled", "open")
    assert second.steps.get(status="current").order == 1


def test_a_change_by_its_author_before_anybody_decided_goes_on_in_the_same_review(office):
    agreement = office.submitted()
    edit_agreement(actor=office.officer, pk=agreement.pk, changes={"aims": "Better words"}, now=NOW)
    assert Approval.objects.about(agreement).get().is_open


def test_whoever_changes_a_text_in_review_does_not_approve_it(office):
    agreement = office.submitted()
    edit_agreement(
        actor=office.world.director, pk=agreement.pk, changes={"aims": "The director's words"}, now=NOW
    )
    office.answer(office.world.head, agreement)
    office.answer(office.world.lawyer, agreement)
    with pytest.raises(PermissionDenied, match="somebody else"):
        office.answer(office.world.director, agreement)


def test_a_text_in_review_stays_complete(office):
    agreement = office.submitted()
    with pytest.raises(Incomplete):
        edit_agreement(actor=office.officer, pk=agreement.pk, changes={"aims": ""}, now=NOW)
    assert Agreement.objects.get(pk=agreement.pk).aims == "Train mechanics together."


def test_a_withdrawn_agreement_keeps_its_number_and_closes_its_review(office):
    agreement = office.submitted()
    withdraw_agreement(actor=office.officer, pk=agreement.pk, reason="They changed their mind", now=NOW)
    agreement.refresh_from_db()
    assert (agreement.state, agreement.reference) == (State.WITHDRAWN, "AG-2026-0001")
    assert Approval.objects.about(agreement).get().outcome == "cancelled"
    assert office.submitted().reference == "AG-2026-0002"


# --- Signing ----------------------------------------------------------------------------------


def test_what_is_sent_has_every_variable_filled_in(office):
    agreement = office.sent()
    purpose, places, _ = agreement.clauses.all()
    assert purpose.sent_text_en == (
        "Suzhou Modern Vocational Centre and Suzhou Jinggong Machinery cooperate from 1 April 2026."
    )
    assert purpose.sent_text_zh == "苏州现代职业教育中心与苏州精工机械有限公司自2026年4月1日起合作。"
    assert places.sent_text_zh == "乙方每年提供20个岗位。"


def test_with_the_last_signature_it_is_concluded(office):
    agreement = office.sent()
    centre, enterprise = agreement.parties.all()
    record_paper_signature(
        actor=office.officer,
        pk=agreement.pk,
        party_id=enterprise.pk,
        signatory_name="周强",
        signatory_title="总经理",
        signed_on=TODAY - timedelta(days=1),
        now=NOW,
    )
    agreement.refresh_from_db()
    assert (agreement.state, agreement.signed_on) == (State.OUT_FOR_SIGNATURE, None)
    record_paper_signature(
        actor=office.officer,
        pk=agreement.pk,
        party_id=centre.pk,
        signatory=office.world.director,
        signed_on=TODAY,
        now=NOW,
    )
    agreement.refresh_from_db()
    assert (agreement.state, agreement.signed_on) == (State.SIGNED, TODAY)


def test_a_party_signs_once_with_a_name_and_not_in_the_future(office):
    agreement = office.sent()
    party = agreement.parties.get(order=2)

    def sign(name="周强", day=TODAY):
        record_paper_signature(
            actor=office.officer,
            pk=agreement.pk,
            party_id=party.pk,
            signatory_name=name,
            signed_on=day,
            now=NOW,
        )

    with pytest.raises(UnableToSign, match="who signed"):
        sign(name=" ")
    with pytest.raises(UnableToSign, match="future"):
        sign(day=TODAY + timedelta(days=1))
    sign()
    with pytest.raises(UnableToSign, match="already"):
        sign()
    assert party.paper_signatures.count() == 1


def test_for_the_centre_signs_who_held_the_power_on_that_day_whoever_writes_it_down(office):
    agreement = office.sent()
    centre, enterprise = agreement.parties.all()
    director, since = office.world.director, TODAY - timedelta(days=10)

    def sign(on=TODAY, party=centre, **who):
        return record_paper_signature(
            actor=office.officer, pk=agreement.pk, party_id=party.pk, signed_on=on, now=NOW, **who
        )

    for who in ({}, {"signatory_name": "林主任"}):
        with pytest.raises(UnableToSign, match="Say who signed for the centre"):
            sign(**who)
    for person in (office.officer, office.world.head, office.world.stranger_officer):
        with pytest.raises(UnableToSign, match="could not sign for the centre"):
            sign(signatory=person)
    with pytest.raises(UnableToSign, match="Say who signed"):
        sign(party=enterprise, signatory=director)
    director.appointments.update(starts_on=since)
    with pytest.raises(UnableToSign, match=r"could not sign for the centre on Feb\. 19, 2026"):
        sign(on=since - timedelta(days=1), signatory=director)
    director.appointments.update(ends_on=since)
    User.objects.filter(pk=director.pk).update(is_active=False)
    signature = sign(on=since, signatory=director)
    assert (signature.signed_by, signature.recorded_by) == (director, office.officer)
    assert (signature.signatory_name, signature.signatory_title) == ("林主任", "主任")


def test_whoever_the_directors_powers_were_lent_to_signs_for_the_centre_too(office):
    agreement = office.sent()
    Delegation.objects.create(
        delegator=office.world.director,
        delegate=office.world.head,
        starts_on=TODAY - timedelta(days=3),
        ends_on=TODAY - timedelta(days=2),
        reason="Away",
    )
    centre = agreement.parties.get(role="centre")
    signature = record_paper_signature(
        actor=office.officer,
        pk=agreement.pk,
        party_id=centre.pk,
        signatory=office.world.head,
        signed_on=TODAY - timedelta(days=2),
        now=NOW,
    )
    assert signature.signatory_name == "何主任"
    event = AuditEvent.objects.get(verb="agreement.signature")
    assert event.details["lender"] == office.world.director.pk


def test_it_is_called_back_only_while_nobody_has_signed(office):
    agreement = office.sent()
    party = agreement.parties.get(order=2)
    signature = record_paper_signature(
        actor=office.officer,
        pk=agreement.pk,
        party_id=party.pk,
        signatory_name="周强",
        signed_on=TODAY,
        now=NOW,
    )
    with pytest.raises(TransitionRefused, match="signed already"):
        call_back(actor=office.officer, pk=agreement.pk, reason="A typing slip", now=NOW)
    remove_paper_signature(
        actor=office.officer, pk=agreement.pk, signature_id=signature.pk, reason="Wrong paper", now=NOW
    )
    back = call_back(actor=office.officer, pk=agreement.pk, reason="A typing slip", now=NOW)
    assert back.state == State.APPROVED


def test_nothing_of_the_text_can_be_edited_while_it_is_out_for_signature(office):
    agreement = office.sent()
    with pytest.raises(UnableToEdit, match="fixed"):
        edit_agreement(actor=office.officer, pk=agreement.pk, changes={"aims": "Other"}, now=NOW)
    with pytest.raises(UnableToEdit, match="fixed"):
        edit_clause(
            actor=office.officer,
            pk=agreement.pk,
            clause_id=agreement.clauses.get(order=1).pk,
            words={"text_en": "Other"},
            now=NOW,
        )


def test_a_new_version_in_the_library_does_not_touch_an_agreement_in_flight(office):
    agreement = office.draft()
    version = agreement.clauses.get(order=3).source
    office.disputes.versions.create(
        number=2, heading_en="Disputes", text_en="Arbitration.", reason="New practice", created_at=NOW
    )
    assert agreement.clauses.get(order=3).source == version
    assert office.draft().clauses.get(order=3).text_en == "Arbitration."


# --- In force and after -----------------------------------------------------------------------


def phase(agreement: Agreement, on: date) -> Phase | None:
    return phase_on(
        on,
        state=agreement.state,
        starts_on=agreement.starts_on,
        last_day=agreement.last_day,
        notice_on=agreement.notice_on,
    )


def test_a_suspended_agreement_binds_nobody_until_it_is_resumed(office):
    agreement = office.signed()
    suspend_agreement(actor=office.world.director, pk=agreement.pk, reason="Flood", now=NOW)
    assert not Agreement.objects.binding(START).exists()
    with pytest.raises(PermissionDenied):
        resume_agreement(actor=office.officer, pk=agreement.pk, now=NOW)
    resume_agreement(actor=office.world.director, pk=agreement.pk, now=NOW)
    assert Agreement.objects.binding(START).get().suspended_on is None


def test_a_termination_cuts_the_term_short_from_a_day_that_may_lie_ahead(office):
    agreement = office.signed()
    last = date(2027, 6, 30)
    with pytest.raises(TransitionRefused, match="reason"):
        terminate_agreement(
            actor=office.world.director, pk=agreement.pk, terminated_on=last, reason=" ", now=NOW
        )
    with pytest.raises(TransitionRefused, match="in between"):
        terminate_agreement(
            actor=office.world.director,
            pk=agreement.pk,
            terminated_on=END + timedelta(days=1),
            reason="Closing down",
            now=NOW,
        )
    terminate_agreement(
        actor=office.world.director, pk=agreement.pk, terminated_on=last, reason="Closing down", now=NOW
    )
    agreement.refresh_from_db()
    assert (agreement.state, agreement.last_day) == (State.TERMINATED, last)
    assert agreement.ends_on == END
    assert phase(agreement, last) == Phase.IN_FORCE
    assert phase(agreement, last + timedelta(days=1)) == Phase.EXPIRED


def test_an_automatic_renewal_extends_the_term_and_catches_up_after_downtime(office):
    agreement = office.signed(renewal_rule="automatic", automatic_term_months=12)
    other = office.signed()
    assert extend_automatic_renewals(now=NOW) == []
    much_later = NOW.replace(year=2031)
    (extended,) = extend_automatic_renewals(now=much_later)
    assert extended == agreement
    agreement.refresh_from_db()
    other.refresh_from_db()
    assert (agreement.last_day, agreement.ends_on) == (date(2031, 3, 31), END)
    assert agreement.terms_version == extended.terms_version
    assert other.last_day == END
    assert extend_automatic_renewals(now=much_later) == []
    assert verbs_of(agreement)[-1] == "agreement.extend"


def test_an_agreement_that_cannot_be_prolonged_holds_up_no_other(office, monkeypatch, caplog):
    faulty, other = (office.signed(renewal_rule="automatic", automatic_term_months=12) for _ in range(2))
    terms_of = life.effective_terms

    def fails_for_one(agreement, *, on):
        if agreement == faulty:
            raise ZeroDivisionError("a fault")
        return terms_of(agreement, on=on)

    monkeypatch.setattr(life, "effective_terms", fails_for_one)
    assert extend_automatic_renewals(now=NOW.replace(year=2030)) == [other]
    assert f"Agreement {faulty.pk} could not be prolonged" in caplog.text
    monkeypatch.undo()
    assert extend_automatic_renewals(now=NOW.replace(year=2030)) == [faulty]


def test_the_clauses_follow_the_agreement_into_history(office):
    agreement = office.draft()
    clause = AgreementClause.objects.filter(agreement=agreement).first()
    edit_clause(
        actor=office.officer,
        pk=agreement.pk,
        clause_id=clause.pk,
        words={"text_en": "Plain words."},
        now=NOW,
    )
    texts = list(clause.events.order_by("pgh_id").values_list("text_en", flat=True))
    assert texts[-1] == "Plain words."
    assert len(texts) == 2


def test_an_enterprise_with_an_agreement_cannot_vanish(office):
    office.draft()
    with pytest.raises(ProtectedError):
        Enterprise.objects.get(pk=office.world.partner.pk).delete()
