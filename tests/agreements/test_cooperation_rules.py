"""The law on cooperation (CO-01 to CO-08), held against agreements."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Centre
from agreements.cooperation_rules import check, facts_of, findings_on, latest_check
from agreements.models import Agreement, AgreementClause, AgreementType
from agreements.operations import edit_agreement
from agreements.phases import last_day_of_term, months_of
from catalogue.models import Region
from compliance.choices import DecidedOutcome, Outcome, Stage
from compliance.engine.rules import evaluate
from compliance.operations import decide
from core.access import NotVisible
from core.models import AuditEvent
from tests.agreements.office import NOW, TODAY
from tests.compliance.samples import bundled_pack

PACK = bundled_pack("cn-cooperation-2022")
GOOD: dict[str, Any] = {
    "forms": ["internship_base", "apprenticeship", "industry_college", "order_class"],
    "contracts": ["apprenticeship", "industry_college", "order_class"],
    "clauses": ["duties", "parties"],
    "has_aims": True,
    "receives_students": True,
    "starts_on": "2026-04-01",
    "ends_on": "2029-03-31",
    "term_months": 36,
}


def outcomes(**changes: Any) -> dict[str, Outcome]:
    found = evaluate({"cooperation": GOOD | changes}, PACK, TODAY, stage=Stage.AGREEMENT)
    return {one.code: one.outcome for one in found.findings if one.applies}


def test_an_agreement_that_has_everything_keeps_every_rule():
    assert set(outcomes().values()) == {Outcome.PASS}
    assert len(outcomes()) == 7


@pytest.mark.parametrize(
    ("code", "changes", "outcome"),
    [
        ("CO-01", {"clauses": ["parties"]}, Outcome.NEEDS_PERSON),
        ("CO-01", {"clauses": None}, Outcome.NO_DATA),
        ("CO-02", {"contracts": ["order_class"]}, Outcome.FAIL),
        ("CO-03", {"contracts": ["order_class"]}, Outcome.FAIL),
        ("CO-03b", {"contracts": ["apprenticeship"]}, Outcome.NEEDS_PERSON),
        ("CO-07", {"forms": []}, Outcome.FAIL),
        ("CO-08", {"has_aims": False}, Outcome.NEEDS_PERSON),
        ("CO-08b", {"term_months": 35}, Outcome.NEEDS_PERSON),
    ],
)
def test_a_rule_that_is_not_kept_says_so_and_one_that_is_not_verified_asks(code, changes, outcome):
    assert outcomes(**changes)[code] is outcome


def test_rules_on_forms_that_nobody_chose_do_not_apply():
    found = outcomes(forms=["donation"], contracts=[], receives_students=False, term_months=12)

    assert set(found) == {"CO-01", "CO-07", "CO-08"}


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 120))
def test_the_months_of_a_term_are_those_it_was_made_of(starts_on, months):
    last_day = last_day_of_term(starts_on, months)

    assert months_of(starts_on, last_day) == months


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 4000))
def test_the_months_of_any_term_fit_into_it_and_one_more_does_not(starts_on, days):
    last_day = date.fromordinal(starts_on.toordinal() + days)
    months = months_of(starts_on, last_day)

    assert months == 0 or last_day_of_term(starts_on, months) <= last_day
    assert last_day_of_term(starts_on, months + 1) > last_day


def codes(agreement: Agreement, outcome: Outcome) -> set[str]:
    return {one.code for one in findings_on(agreement, on=TODAY) if one.outcome is outcome and one.applies}


def test_a_form_has_its_contract_in_an_agreement_of_its_own_type_with_the_enterprise(office):
    agreement = office.draft(forms=["apprenticeship"])
    assert codes(agreement, Outcome.FAIL) == {"CO-02"}

    office.type.forms = ["apprenticeship"]
    office.type.save()
    other = office.signed(title_en="Apprentices", title_zh="学徒")
    AgreementType.objects.update(forms=[])
    assert codes(agreement, Outcome.FAIL) == {"CO-02"}, "it is the type that says what an agreement is about"
    AgreementType.objects.filter(pk=other.type_id).update(forms=["apprenticeship"])

    agreement.refresh_from_db()
    assert codes(Agreement.objects.get(pk=agreement.pk), Outcome.FAIL) == set()


def test_what_was_taken_over_from_paper_has_clauses_that_nobody_knows(office):
    agreement = office.draft()
    AgreementClause.objects.filter(agreement=agreement).delete()

    assert facts_of(agreement)["cooperation"]["clauses"] is None
    assert codes(agreement, Outcome.NO_DATA) == {"CO-01"}


def test_a_submission_is_checked_and_what_was_found_is_kept(office):
    agreement = office.submitted()

    found = latest_check(agreement)
    assert found is not None
    assert (found.stage, found.department_id) == (Stage.AGREEMENT, agreement.department_id)
    assert found.failed == []


def test_the_lawyer_answers_what_nobody_has_verified_and_the_officer_does_not(office):
    short = office.draft()
    edit_agreement(actor=office.officer, pk=short.pk, changes={"ends_on": date(2028, 3, 31)}, now=NOW)
    short.refresh_from_db()
    kept = check(short, now=NOW)
    assert kept is not None
    answer = {
        "evaluation_id": kept.pk,
        "code": "CO-08b",
        "outcome": DecidedOutcome.PASS,
        "reason": "The base is being built anew.",
        "now": NOW,
    }
    before = AuditEvent.objects.count()

    with pytest.raises(NotVisible):
        decide(actor=office.officer, **answer)
    assert AuditEvent.objects.count() == before

    decide(actor=office.world.lawyer, **answer)
    again = check(short, now=NOW)
    assert again is not None
    assert "CO-08b" not in again.asking


def test_a_centre_in_another_country_has_other_rules(office):
    centre = Centre.current()
    centre.region = Region.objects.create(country="GB", code="E08", name_en="Manchester", name_zh="曼彻斯特")
    centre.save()

    assert findings_on(office.draft(), on=TODAY) == []


def test_the_tab_shows_each_rule_with_its_article(office):
    agreement = office.submitted()
    client = Client()
    client.force_login(office.officer)

    shown = client.get(f"{agreement.get_absolute_url()}?tab=rules").content.decode()

    assert "Rights and duties are stated" in shown
    assert "Vocational Education Law (2022) Article 40" in shown


def test_whoever_sees_an_agreement_has_it_checked_again(office):
    agreement = office.draft()
    client = Client()
    client.force_login(office.officer)

    response = client.post(f"{agreement.get_absolute_url()}check/")

    assert response.url == f"{agreement.get_absolute_url()}?tab=rules"
    assert latest_check(agreement) is not None
