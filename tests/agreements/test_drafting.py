"""Beginning an agreement and changing its text until it is signed."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agreements.choices import RenewalRule, State
from agreements.models import Agreement, Party
from agreements.operations import (
    Counterparty,
    UnableToAssign,
    UnableToEdit,
    add_clause,
    add_party,
    adopt_existing,
    copy_agreement,
    delete_draft,
    draft_agreement,
    edit_agreement,
    edit_clause,
    edit_party,
    hand_over,
    recall_agreement,
    remove_clause,
    remove_party,
    renew_agreement,
    reorder_clauses,
)
from core.access import NotVisible
from partnerships.models import Stage
from tests.agreements.office import END, NOW, START, verbs_of
from tests.factories import ContactFactory, EnterpriseFactory


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
    assert agreement.counterparty_name_en == "Suzhou Jinggong Machinery"
    assert agreement.counterparty_en_key == "suzhou jinggong machinery"
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
    assert agreement.counterparty_name_en == third.name_en
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
    before = verbs_of(agreement)
    edit_agreement(actor=office.officer, pk=agreement.pk, changes={"aims": agreement.aims}, now=NOW)
    assert verbs_of(agreement) == before
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
        hand_over(actor=office.officer, pk=agreement.pk, owner=office.world.director, now=NOW)
    hand_over(actor=office.world.director, pk=agreement.pk, owner=office.world.director, now=NOW)
    assert Agreement.objects.get(pk=agreement.pk).owner == office.world.director


@pytest.mark.parametrize("who", ["stranger_officer", "head", "teacher"])
def test_nobody_owns_an_agreement_on_which_they_cannot_work(office, who):
    person, director = getattr(office.world, who), office.world.director
    agreement = office.draft()
    with pytest.raises(UnableToAssign, match="does not work on the agreements of Mechanics"):
        hand_over(actor=director, pk=agreement.pk, owner=person, now=NOW)
    with pytest.raises(UnableToAssign):
        office.draft(owner=person)
    with pytest.raises(UnableToAssign):
        adopt_existing(
            actor=director,
            old_reference="17",
            type=office.type,
            department_id=office.world.mechanics.pk,
            counterparties=[Counterparty(office.world.partner)],
            title_zh="实习基地协议",
            starts_on=START,
            ends_on=END,
            owner=person,
            now=NOW,
        )
    assert Agreement.objects.get().owner == office.officer


def test_a_renewal_goes_to_whoever_begins_it_where_the_owner_works_elsewhere_now(office):
    agreement = office.signed()
    Agreement.objects.filter(pk=agreement.pk).update(owner=office.world.stranger_officer)
    assert renew_agreement(actor=office.officer, pk=agreement.pk, now=NOW).owner == office.officer
