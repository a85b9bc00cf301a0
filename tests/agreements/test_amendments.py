"""Amendments: proposed, approved and signed beside a text that stays as it was signed."""

from datetime import date, timedelta

import pytest

from agreements.choices import AmendmentState, RenewalRule
from agreements.models import Agreement, Amendment
from agreements.operations import (
    ProposedChange,
    UnableToAmend,
    UnableToSign,
    acknowledge_deadline,
    edit_amendment,
    extend_automatic_renewals,
    propose_amendment,
    recall_amendment,
    record_amendment_signature,
    send_amendment,
    submit_amendment,
    withdraw_amendment,
)
from agreements.terms import effective_terms
from core.access import NotVisible
from core.transitions import TransitionRefused
from signing.models import Approval
from signing.operations import Decision
from tests.agreements.office import END, NOW, START, TODAY

NEXT_YEAR = date(2027, 4, 1)
LATER_END = date(2031, 3, 31)


def propose(office, agreement: Agreement, *changes: ProposedChange, **kwargs) -> Amendment:
    return propose_amendment(
        **{
            "actor": office.officer,
            "pk": agreement.pk,
            "reason": "Both sides want it",
            "effective_on": NEXT_YEAR,
            "changes": changes,
            "now": NOW,
        }
        | kwargs
    )


def test_only_signed_and_effective_amendments_count_and_each_term_says_where_it_comes_from(office):
    agreement = office.signed()
    amendment = office.amend(
        agreement, NEXT_YEAR, ProposedChange("field", "aims", "Train welders too."), more_places(agreement)
    )
    draft = propose(office, agreement, ProposedChange("field", "content", "Only proposed"))
    before = effective_terms(agreement, on=NEXT_YEAR - timedelta(days=1))
    assert before.value("aims") == "Train mechanics together."
    assert before.fields["aims"].is_original

    terms = effective_terms(agreement, on=NEXT_YEAR)
    assert (terms.value("aims"), terms.fields["aims"].amendment) == ("Train welders too.", amendment.number)
    assert terms.value("content") == ""
    places = terms.clauses[1]
    assert (places.words["text_en"], places.amendment) == ("Party B offers 30 places a year.", 1)
    assert terms.clauses[0].amendment is None
    assert draft.state == AmendmentState.DRAFT
    assert Agreement.objects.get(pk=agreement.pk).aims == "Train mechanics together."


def more_places(agreement: Agreement) -> ProposedChange:
    key = str(agreement.clauses.get(order=2).pk)
    return ProposedChange("clause", key, {"text_en": "Party B offers 30 places a year."})


def test_from_is_what_was_signed_with_its_variables_filled_in(office):
    agreement = office.signed()
    amendment = propose(office, agreement, more_places(agreement))
    change = amendment.changes.get()
    assert change.before["text_en"] == "Party B offers 20 places a year."
    assert change.after["text_en"] == "Party B offers 30 places a year."
    assert change.after["text_zh"] == change.before["text_zh"]


def test_a_later_end_moves_the_deadline_at_once_and_nobody_has_answered_it(office):
    agreement = office.signed()
    acknowledge_deadline(actor=office.officer, pk=agreement.pk, now=NOW)
    version = Agreement.objects.get(pk=agreement.pk).terms_version
    office.amend(
        agreement,
        NEXT_YEAR,
        ProposedChange("field", "ends_on", LATER_END),
        ProposedChange("field", "notice_days", 90),
    )
    agreement.refresh_from_db()
    assert (agreement.ends_on, agreement.last_day) == (END, LATER_END)
    assert agreement.notice_on == LATER_END - timedelta(days=90)
    assert agreement.terms_version == version + 1
    assert agreement.acknowledged_at is None
    assert effective_terms(agreement, on=START).value("ends_on") == END
    assert effective_terms(agreement, on=NEXT_YEAR).value("ends_on") == LATER_END


def test_an_amended_renewal_rule_is_followed(office):
    agreement = office.signed()
    office.amend(
        agreement,
        START,
        ProposedChange("field", "renewal_rule", RenewalRule.AUTOMATIC),
        ProposedChange("field", "automatic_term_months", 6),
    )
    after_the_end = NOW.replace(year=2029, month=5)
    (extended,) = extend_automatic_renewals(now=after_the_end)
    assert extended.last_day == date(2029, 9, 30)
    end = effective_terms(extended, on=after_the_end.date()).fields["ends_on"]
    assert (end.value, end.is_extended, end.is_original) == (date(2029, 9, 30), True, False)


def test_a_renewal_that_would_begin_after_a_shortened_term_does_not_begin(office):
    agreement = office.signed()
    office.amend(
        agreement,
        NEXT_YEAR + timedelta(days=60),
        ProposedChange("field", "renewal_rule", RenewalRule.AUTOMATIC),
        ProposedChange("field", "automatic_term_months", 6),
        ProposedChange("field", "notice_days", 30),
    )
    agreement.refresh_from_db()
    assert (agreement.revised_renewal_rule, agreement.revised_notice_days) == (RenewalRule.AUTOMATIC, 30)
    office.amend(agreement, NEXT_YEAR, ProposedChange("field", "ends_on", date(2027, 4, 30)))
    agreement.refresh_from_db()
    assert (agreement.revised_renewal_rule, agreement.revised_notice_days) == ("", None)
    assert extend_automatic_renewals(now=NOW.replace(year=2028)) == []
    agreement.refresh_from_db()
    assert agreement.last_day == date(2027, 4, 30)


def test_what_a_later_amendment_has_changed_is_not_changed_from_an_earlier_day(office):
    agreement = office.signed(renewal_rule="automatic", automatic_term_months=12)
    office.amend(
        agreement,
        NEXT_YEAR,
        ProposedChange("field", "ends_on", date(2027, 12, 31)),
        more_places(agreement),
    )
    (extended,) = extend_automatic_renewals(now=NOW.replace(year=2028))
    assert extended.last_day == date(2028, 12, 31)
    for change in (ProposedChange("field", "ends_on", LATER_END), more_places(agreement)):
        with pytest.raises(UnableToAmend, match="Amendment 1 changes the same from 2027-04-01 on"):
            propose(office, agreement, change, effective_on=START)
    propose(office, agreement, ProposedChange("field", "ends_on", LATER_END), effective_on=NEXT_YEAR)


def test_an_amendment_of_something_else_leaves_a_term_that_renewed_itself(office):
    agreement = office.signed(renewal_rule="automatic", automatic_term_months=12)
    office.amend(agreement, NEXT_YEAR, ProposedChange("field", "ends_on", date(2027, 12, 31)))
    extend_automatic_renewals(now=NOW.replace(year=2028))
    office.amend(agreement, START, ProposedChange("field", "notice_days", 30))
    agreement.refresh_from_db()
    assert (agreement.last_day, agreement.revised_notice_days) == (date(2028, 12, 31), 30)


def test_terms_that_would_not_fit_a_later_amendment_are_refused(office):
    agreement = office.signed(automatic_term_months=12)
    office.amend(agreement, NEXT_YEAR, ProposedChange("field", "renewal_rule", RenewalRule.AUTOMATIC))
    with pytest.raises(UnableToAmend, match="by how many months"):
        propose(office, agreement, ProposedChange("field", "automatic_term_months", None), effective_on=START)


def test_amendments_build_on_each_other(office):
    agreement = office.signed()
    office.amend(
        agreement, START, ProposedChange("clause", "", {"heading_en": "Visits", "text_en": "Twice a year."})
    )
    second = office.amend(
        agreement, NEXT_YEAR, ProposedChange("clause", "1.1", {"text_en": "Three times a year."})
    )
    assert second.changes.get().before["text_en"] == "Twice a year."
    assert effective_terms(agreement, on=START).clause("1.1").words["text_en"] == "Twice a year."
    added = effective_terms(agreement, on=NEXT_YEAR).clause("1.1")
    assert (added.words["text_en"], added.amendment) == ("Three times a year.", 2)


def test_one_amendment_is_on_its_way_at_a_time_and_from_is_brought_up_to_date(office):
    agreement = office.signed()
    first = propose(office, agreement, ProposedChange("field", "notice_days", 30), effective_on=START)
    second = propose(office, agreement, ProposedChange("field", "notice_days", 10))
    assert second.changes.get().before == 60
    submit_amendment(actor=office.officer, amendment_id=first.pk, now=NOW)
    with pytest.raises(UnableToAmend, match="on its way"):
        submit_amendment(actor=office.officer, amendment_id=second.pk, now=NOW)
    office.approve(first)
    send_amendment(actor=office.officer, amendment_id=first.pk, now=NOW)
    for party in agreement.parties.all():
        record_amendment_signature(
            actor=office.officer,
            amendment_id=first.pk,
            party_id=party.pk,
            signed_on=TODAY,
            now=NOW,
            **office.signatory_of(party),
        )
    submit_amendment(actor=office.officer, amendment_id=second.pk, now=NOW)
    assert second.changes.get().before == 30


def test_a_return_goes_back_to_the_author_and_a_recall_closes_the_review(office):
    agreement = office.signed()
    amendment = propose(office, agreement, ProposedChange("field", "notice_days", 30))
    submit_amendment(actor=office.officer, amendment_id=amendment.pk, now=NOW)
    office.answer(office.world.head, amendment, Decision.RETURN, reason="Too short")
    amendment.refresh_from_db()
    assert amendment.state == AmendmentState.DRAFT
    edit_amendment(
        actor=office.officer,
        amendment_id=amendment.pk,
        reason="Less short",
        effective_on=NEXT_YEAR,
        changes=[ProposedChange("field", "notice_days", 45)],
        now=NOW,
    )
    submit_amendment(actor=office.officer, amendment_id=amendment.pk, now=NOW)
    with pytest.raises(UnableToAmend, match="Only a draft"):
        edit_amendment(
            actor=office.officer,
            amendment_id=amendment.pk,
            reason="Again",
            effective_on=NEXT_YEAR,
            changes=[],
            now=NOW,
        )
    recall_amendment(actor=office.officer, amendment_id=amendment.pk, now=NOW)
    assert not Approval.objects.about(amendment).open().exists()
    withdraw_amendment(actor=office.officer, amendment_id=amendment.pk, reason="Enough", now=NOW)
    assert propose(office, agreement, ProposedChange("field", "notice_days", 30)).number == 2


def test_an_amendment_without_a_change_is_not_submitted(office):
    agreement = office.signed()
    amendment = propose(office, agreement)
    with pytest.raises(TransitionRefused, match="does not change anything"):
        submit_amendment(actor=office.officer, amendment_id=amendment.pk, now=NOW)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (ProposedChange("field", "aims", "Train mechanics together."), "does not change"),
        (ProposedChange("field", "title_en", "Other"), "cannot be amended"),
        (ProposedChange("field", "ends_on", date(2020, 1, 1)), "before the first"),
        (ProposedChange("field", "ends_on", None), "before the first"),
        (ProposedChange("field", "renewal_rule", "automatic"), "by how many months"),
        (ProposedChange("clause", "0", {"text_en": "x"}), "no such clause"),
        (ProposedChange("clause", "", {"text_en": "x"}), "heading"),
        (ProposedChange("clause", "", {"heading_en": "x", "values": {}}), "nothing else"),
    ],
)
def test_impossible_changes_are_refused(office, change, complaint):
    agreement = office.signed()
    with pytest.raises(UnableToAmend, match=complaint):
        propose(office, agreement, change)
    assert not Amendment.objects.exists()


def test_a_mandatory_clause_is_not_struck_out_and_another_is(office):
    agreement = office.signed()
    purpose, places, _ = agreement.clauses.all()
    with pytest.raises(UnableToAmend, match="mandatory"):
        propose(office, agreement, ProposedChange("clause", str(purpose.pk), None))
    office.amend(agreement, START, ProposedChange("clause", str(places.pk), None))
    assert [clause.heading for clause in effective_terms(agreement, on=START).clauses] == [
        "Purpose",
        "Disputes",
    ]


def test_an_amendment_takes_effect_within_the_term(office):
    agreement = office.signed()
    with pytest.raises(UnableToAmend, match="in between"):
        propose(
            office,
            agreement,
            ProposedChange("field", "notice_days", 30),
            effective_on=END + timedelta(days=1),
        )


def test_a_draft_cannot_be_amended_and_a_stranger_finds_nothing_to_amend(office):
    with pytest.raises(UnableToAmend, match="draft"):
        propose(office, office.draft(), ProposedChange("field", "notice_days", 30))
    with pytest.raises(NotVisible):
        propose(
            office,
            office.signed(),
            ProposedChange("field", "notice_days", 30),
            actor=office.world.teacher,
        )


def test_signatures_come_only_while_it_is_out_for_signature(office):
    agreement = office.signed()
    amendment = propose(office, agreement, ProposedChange("field", "notice_days", 30))
    with pytest.raises(UnableToSign, match="draft"):
        record_amendment_signature(
            actor=office.officer,
            amendment_id=amendment.pk,
            party_id=agreement.parties.first().pk,
            signatory_name="Somebody",
            signed_on=TODAY,
            now=NOW,
        )
