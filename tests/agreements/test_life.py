"""The life of an agreement, from the first draft to its end."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agreements.choices import Phase, RenewalRule, State
from agreements.models import Agreement, AgreementClause, Party, ReferenceCounter
from agreements.operations import (
    Counterparty,
    Incomplete,
    UnableToEdit,
    UnableToSign,
    add_clause,
    add_party,
    call_back,
    copy_agreement,
    delete_draft,
    draft_agreement,
    edit_agreement,
    edit_clause,
    edit_party,
    extend_automatic_renewals,
    hand_over,
    recall_agreement,
    record_paper_signature,
    remove_clause,
    remove_paper_signature,
    remove_party,
    reorder_clauses,
    resume_agreement,
    send_for_signature,
    submit_agreement,
    suspend_agreement,
    terminate_agreement,
    withdraw_agreement,
)
from agreements.phases import phase_on
from core.access import NotVisible
from core.models import AuditEvent
from core.transitions import TransitionRefused
from partnerships.models import Enterprise, Stage
from signing.models import Approval
from signing.operations import Decision
from tests.agreements.office import END, NOW, START, TODAY
from tests.factories import ContactFactory, EnterpriseFactory


def verbs(agreement: Agreement) -> list[str]:
    return list(
        AuditEvent.objects.filter(subject_type__model="agreement", subject_id=agreement.pk)
        .order_by("pk")
        .values_list("verb", flat=True)
    )


# --- Drafting ---------------------------------------------------------------------------------


def test_a_draft_starts_from_its_types_template(office):
    agreement = office.draft()
    assert agreement.reference is None
    assert (agreement.state, agreement.owner) == (State.DRAFT, office.officer)
    assert (agreement.starts_on, agreement.ends_on) == (START, END)
    assert (agreement.forms, agreement.renewal_rule, agreement.notice_days) == (
        ["internship_base"],
        RenewalRule.BY_DECISION,
        60,
    )
    assert [(c.order, c.heading, c.is_mandatory) for c in agreement.clauses.all()] == [
        (1, "Purpose", True),
        (2, "Places", False),
        (3, "Disputes", True),
    ]
    assert not any(clause.differs_from_library for clause in agreement.clauses.all())


def test_the_centre_is_a_party_like_any_other(office):
    centre, enterprise = office.draft().parties.all()
    assert (centre.letter, centre.legal_name, centre.signatory_name) == (
        "A",
        "苏州现代职业教育中心",
        "林主任",
    )
    assert (enterprise.letter, enterprise.enterprise, enterprise.signatory_name) == (
        "B",
        office.world.partner,
        "周强",
    )
    assert enterprise.registration_code == office.world.partner.code


def test_without_a_choice_the_first_liaison_and_signatory_stand_for_an_enterprise(office):
    agreement = office.draft(counterparties=[Counterparty(office.world.partner)])
    party = agreement.parties.get(role=Party.Role.ENTERPRISE)
    assert (party.contact, party.signatory) == (office.world.liaison, office.world.signatory)


def test_the_list_sorts_by_the_first_enterprise(office):
    agreement = office.draft()
    assert agreement.counterparty_name == "苏州精工机械有限公司"
    assert agreement.counterparty_key.startswith("su zhou jing gong")
    assert list(Agreement.objects.matching("精工")) == [agreement]


def test_nobody_drafts_for_a_department_that_is_not_theirs(office):
    with pytest.raises(PermissionDenied):
        draft_agreement(
            actor=office.officer,
            type=office.type,
            department_id=office.world.tourism.pk,
            title_en="Elsewhere",
            now=NOW,
        )
    assert not Agreement.objects.exists()


def test_nobody_drafts_with_an_enterprise_they_cannot_see(office):
    with pytest.raises(NotVisible):
        office.draft(counterparties=[Counterparty(office.world.stranger)])
    assert not Agreement.objects.exists()


def test_a_barred_enterprise_becomes_no_party(office):
    barred = EnterpriseFactory.create(department=office.world.mechanics, state=Stage.BARRED)
    agreement = office.draft()
    with pytest.raises(UnableToEdit, match="barred"):
        add_party(actor=office.officer, pk=agreement.pk, counterparty=Counterparty(barred), now=NOW)
    assert agreement.parties.count() == 2


def test_a_signatory_works_for_the_enterprise(office):
    agreement = office.draft()
    somebody_else = ContactFactory.create(
        enterprise=EnterpriseFactory.create(department=office.world.mechanics)
    )
    party = agreement.parties.get(role=Party.Role.ENTERPRISE)
    with pytest.raises(UnableToEdit, match="does not work there"):
        edit_party(actor=office.officer, pk=agreement.pk, party_id=party.pk, signatory=somebody_else, now=NOW)


def test_parties_come_and_go_but_the_centre_stays(office):
    agreement = office.draft()
    third = EnterpriseFactory.create(department=office.world.mechanics)
    party = add_party(actor=office.officer, pk=agreement.pk, counterparty=Counterparty(third), now=NOW)
    assert party.letter == "C"
    with pytest.raises(UnableToEdit, match="already"):
        add_party(actor=office.officer, pk=agreement.pk, counterparty=Counterparty(third), now=NOW)
    first = agreement.parties.get(order=2)
    remove_party(actor=office.officer, pk=agreement.pk, party_id=first.pk, now=NOW)
    party.refresh_from_db()
    agreement.refresh_from_db()
    assert (party.letter, agreement.counterparty_name) == ("B", third.name)
    with pytest.raises(UnableToEdit, match="centre"):
        remove_party(
            actor=office.officer, pk=agreement.pk, party_id=agreement.parties.get(order=1).pk, now=NOW
        )


def test_a_mandatory_clause_cannot_be_removed_and_another_can(office):
    agreement = office.draft()
    purpose, places, disputes = agreement.clauses.all()
    with pytest.raises(UnableToEdit, match="mandatory"):
        remove_clause(actor=office.officer, pk=agreement.pk, clause_id=purpose.pk, now=NOW)
    remove_clause(actor=office.officer, pk=agreement.pk, clause_id=places.pk, now=NOW)
    assert list(agreement.clauses.values_list("pk", "order")) == [(purpose.pk, 1), (disputes.pk, 2)]


def test_clauses_are_added_in_between_and_put_into_another_order(office):
    agreement = office.draft()
    own = add_clause(
        actor=office.officer,
        pk=agreement.pk,
        words={"heading_en": "Visits", "text_en": "Twice a year."},
        position=2,
        now=NOW,
    )
    keys = list(agreement.clauses.values_list("pk", flat=True))
    assert keys[1] == own.pk
    assert own.differs_from_library
    reorder_clauses(actor=office.officer, pk=agreement.pk, order=keys[::-1], now=NOW)
    assert list(agreement.clauses.values_list("pk", flat=True)) == keys[::-1]
    with pytest.raises(UnableToEdit, match="in the meantime"):
        reorder_clauses(actor=office.officer, pk=agreement.pk, order=keys[1:], now=NOW)


def test_a_value_must_be_of_its_variables_kind(office):
    agreement = office.draft()
    places = agreement.clauses.get(order=2)
    with pytest.raises(UnableToEdit, match="many"):
        edit_clause(
            actor=office.officer, pk=agreement.pk, clause_id=places.pk, values={"places": "many"}, now=NOW
        )
    with pytest.raises(UnableToEdit, match="not known"):
        edit_clause(actor=office.officer, pk=agreement.pk, clause_id=places.pk, values={"pay": "1"}, now=NOW)
    assert agreement.clauses.get(order=2).values == {"places": "20"}


def test_two_officers_do_not_overwrite_each_other(office):
    agreement = office.draft()
    shown = agreement.terms_version
    edit_agreement(actor=office.officer, pk=agreement.pk, changes={"aims": "First"}, expected=shown, now=NOW)
    with pytest.raises(UnableToEdit, match="Somebody else"):
        edit_agreement(
            actor=office.officer, pk=agreement.pk, changes={"aims": "Second"}, expected=shown, now=NOW
        )
    agreement.refresh_from_db()
    assert (agreement.aims, agreement.terms_version) == ("First", shown + 1)


def test_a_save_that_changes_nothing_leaves_no_trace(office):
    agreement = office.draft()
    before = verbs(agreement)
    edit_agreement(actor=office.officer, pk=agreement.pk, changes={"aims": agreement.aims}, now=NOW)
    assert verbs(agreement) == before
    assert Agreement.objects.get(pk=agreement.pk).terms_version == agreement.terms_version


@pytest.mark.parametrize(
    "changes",
    [
        {"ends_on": date(2020, 1, 1)},
        {"title_en": "", "title_zh": ""},
        {"renewal_rule": "automatic", "automatic_term_months": None},
        {"renewal_rule": "sometimes"},
        {"forms": ["singing"]},
    ],
)
def test_terms_that_contradict_themselves_are_refused(office, changes):
    agreement = office.draft()
    with pytest.raises(ValidationError):
        edit_agreement(actor=office.officer, pk=agreement.pk, changes=changes, now=NOW)
    unchanged = Agreement.objects.get(pk=agreement.pk)
    assert unchanged.terms_version == agreement.terms_version


def test_a_field_that_is_no_term_cannot_be_edited(office):
    agreement = office.draft()
    with pytest.raises(UnableToEdit, match="state"):
        edit_agreement(actor=office.officer, pk=agreement.pk, changes={"state": "signed"}, now=NOW)


def test_a_reader_changes_nothing_and_a_stranger_sees_nothing(office):
    agreement = office.draft()
    with pytest.raises(PermissionDenied):
        edit_agreement(actor=office.world.coordinator, pk=agreement.pk, changes={"aims": "Mine"}, now=NOW)
    with pytest.raises(NotVisible):
        edit_agreement(actor=office.world.teacher, pk=agreement.pk, changes={"aims": "Mine"}, now=NOW)
    assert Agreement.objects.get(pk=agreement.pk).aims == agreement.aims


def test_a_copy_takes_words_and_partners_but_no_dates_and_no_number(office):
    source = office.signed(value_amount=1000)
    copy = copy_agreement(actor=office.officer, pk=source.pk, now=NOW)
    assert (copy.state, copy.reference, copy.starts_on, copy.signed_on) == (State.DRAFT, None, None, None)
    assert (copy.title_zh, copy.value_amount) == (source.title_zh, 1000)
    assert [p.legal_name for p in copy.parties.all()] == [p.legal_name for p in source.parties.all()]
    assert copy.clauses.get(order=2).values == {"places": "20"}
    assert copy.clauses.get(order=1).sent_text_en == ""


def test_a_draft_that_was_never_submitted_can_be_deleted_and_nothing_else(office):
    draft, submitted = office.draft(), office.submitted()
    delete_draft(actor=office.officer, pk=draft.pk, now=NOW)
    assert not Agreement.objects.filter(pk=draft.pk).exists()
    recall_agreement(actor=office.officer, pk=submitted.pk, now=NOW)
    with pytest.raises(UnableToEdit, match="Withdraw"):
        delete_draft(actor=office.officer, pk=submitted.pk, now=NOW)


def test_only_administration_hands_an_agreement_over(office):
    agreement = office.draft()
    with pytest.raises(PermissionDenied):
        hand_over(actor=office.officer, pk=agreement.pk, owner=office.world.head, now=NOW)
    hand_over(actor=office.world.director, pk=agreement.pk, owner=office.world.head, now=NOW)
    assert Agreement.objects.get(pk=agreement.pk).owner == office.world.head


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
    assert verbs(agreement)[-5:] == [
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
        signatory_name="林主任",
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
    assert verbs(agreement)[-1] == "agreement.extend"


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
    from django.db.models import ProtectedError

    with pytest.raises(ProtectedError):
        Enterprise.objects.get(pk=office.world.partner.pk).delete()
