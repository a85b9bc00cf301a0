"""What the database itself refuses, whoever asks and by whatever way."""

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction

from agreements.models import Agreement, AgreementClause, Amendment, AmendmentChange, ClauseVersion, Party
from agreements.operations import ProposedChange
from tests.agreements.office import END, START, TODAY


@contextmanager
def refused(name: str):
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        yield


@pytest.mark.parametrize("stage", ["sent", "signed"])
def test_the_text_does_not_change_once_it_is_out_for_signature(office, stage):
    agreement = getattr(office, stage)()
    clause = agreement.clauses.get(order=1)
    with refused("signed_clauses_never_change"):
        AgreementClause.objects.filter(pk=clause.pk).update(text_en="Other words")
    with refused("signed_clauses_never_change"):
        AgreementClause.objects.filter(pk=clause.pk).update(sent_text_zh="别的")
    with refused("signed_clauses_never_change"):
        AgreementClause.objects.filter(pk=clause.pk).delete()
    with refused("signed_clauses_never_change"):
        AgreementClause.objects.create(agreement=agreement, order=9, heading_en="Small print")
    with refused("signed_parties_never_change"):
        Party.objects.filter(agreement=agreement).update(legal_name="Somebody else")
    with refused("signed_terms_never_change"):
        Agreement.objects.filter(pk=agreement.pk).update(ends_on=END.replace(year=2040))
    with refused("signed_terms_never_change"), connection.cursor() as cursor:
        cursor.execute("UPDATE agreements_agreement SET aims = 'x' WHERE id = %s", [agreement.pk])
    assert AgreementClause.objects.get(pk=clause.pk).text_en == clause.text_en


def test_a_signed_agreement_never_becomes_a_draft_again(office):
    agreement = office.signed()
    for state in ("draft", "approved", "out_for_signature", "withdrawn"):
        with refused("a_signed_agreement_stays_signed"):
            Agreement.objects.filter(pk=agreement.pk).update(state=state)


def test_a_merge_of_enterprises_may_still_repoint_a_signed_party(office):
    agreement = office.signed()
    party = agreement.parties.get(order=2)
    Party.objects.filter(pk=party.pk).update(signatory=None, contact=office.world.mentor)
    party.refresh_from_db()
    assert (party.contact, party.legal_name) == (office.world.mentor, "苏州精工机械有限公司")


def test_a_number_once_given_is_kept(office):
    agreement = office.submitted()
    with refused("a_reference_is_kept"):
        Agreement.objects.filter(pk=agreement.pk).update(reference="AG-2026-0009")
    with refused("a_reference_is_kept"):
        Agreement.objects.filter(pk=agreement.pk).update(reference=None, state="draft")
    with refused("a_reference_is_kept"):
        Agreement.objects.filter(pk=agreement.pk)._raw_delete("default")


def test_a_version_of_a_clause_is_never_altered(office):
    version = ClauseVersion.objects.first()
    with refused("Cannot update or delete"):
        ClauseVersion.objects.filter(pk=version.pk).update(text_en="Other words")
    with refused("Cannot update or delete"):
        ClauseVersion.objects.filter(pk=version.pk).delete()


def test_a_signed_amendment_is_never_altered(office):
    agreement = office.signed()
    amendment = office.amend(agreement, START, ProposedChange("field", "notice_days", 30))
    with refused("signed_changes_never_change"):
        AmendmentChange.objects.filter(amendment=amendment).update(after=10)
    with refused("signed_changes_never_change"):
        AmendmentChange.objects.create(
            amendment=amendment, order=2, kind="field", target="aims", before="", after="x"
        )
    with refused("signed_amendments_never_change"):
        Amendment.objects.filter(pk=amendment.pk).update(effective_on=END)
    with refused("signed_amendments_never_change"):
        Amendment.objects.filter(pk=amendment.pk).update(state="draft", signed_on=None)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"title_en": "", "title_zh": ""}, "agreement_has_a_title"),
        ({"ends_on": START.replace(year=2020)}, "agreement_ends_after_it_starts"),
        ({"value_amount": -1}, "agreement_value_is_not_negative"),
        ({"renewal_rule": "automatic", "automatic_term_months": None}, "an_automatic_renewal_adds_months"),
        ({"terminated_on": TODAY}, "a_terminated_agreement_says_when"),
        ({"suspended_on": TODAY}, "a_suspended_agreement_says_since_when"),
        ({"state": "in_review"}, "a_submitted_agreement_has_a_reference"),
        ({"renewal_decision": "lapse"}, "letting_lapse_gives_its_reason"),
    ],
)
def test_contradictions_are_refused_by_name(office, values, name):
    draft = office.draft()
    with refused(name):
        Agreement.objects.filter(pk=draft.pk).update(**values)


def test_a_party_is_the_centre_or_an_enterprise_and_each_once(office):
    draft = office.draft()
    with refused("only_an_enterprise_party_names_its_enterprise"):
        draft.parties.create(order=3, role="enterprise", legal_name="Nobody")
    with refused("the_centre_is_party_once"):
        draft.parties.create(order=3, role="centre", legal_name="Us again")
    with refused("an_enterprise_is_party_once"):
        draft.parties.create(order=3, role="enterprise", enterprise=office.world.partner, legal_name="Twice")
