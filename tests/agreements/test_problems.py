"""What is missing before submission, and what an approver is shown as changed."""

from datetime import date

import pytest

from agreements.models import AgreementClause, Party
from agreements.operations import Counterparty, edit_agreement, edit_clause
from agreements.problems import problems_before_submission
from agreements.snapshots import differences
from signing.models import Approval
from signing.operations import last_look, look_at
from signing.subjects import snapshot_of
from tests.agreements.office import NOW, TODAY
from tests.factories import EnterpriseFactory


def codes(agreement, *, blocks: bool) -> set[str]:
    return {
        problem.code
        for problem in problems_before_submission(agreement, on=TODAY)
        if problem.blocks is blocks
    }


def test_a_complete_draft_has_no_problem(office):
    assert codes(office.draft(), blocks=True) == set()


def test_everything_that_is_missing_is_said_at_once(office):
    bare = EnterpriseFactory.create(department=office.world.mechanics)
    agreement = office.draft(
        title_zh="", aims="", starts_on=None, forms=[], counterparties=[Counterparty(bare)]
    )
    assert codes(agreement, blocks=True) == {
        "title_zh",
        "aims",
        "term",
        "forms",
        "signatory",
        "variable",
    }


def test_an_agreement_needs_an_enterprise_and_the_centre(office):
    agreement = office.draft(counterparties=[])
    assert "enterprise" in codes(agreement, blocks=True)
    Party.objects.filter(agreement=agreement).delete()
    assert "centre" in codes(agreement, blocks=True)


def test_the_clauses_are_written_in_the_languages_of_the_paper(office):
    agreement = office.draft()
    clause = agreement.clauses.get(order=3)
    edit_clause(actor=office.officer, pk=agreement.pk, clause_id=clause.pk, words={"text_zh": ""}, now=NOW)
    assert codes(agreement, blocks=True) == {"text_zh"}
    edit_agreement(actor=office.officer, pk=agreement.pk, changes={"language": "en"}, now=NOW)
    agreement.refresh_from_db()
    assert codes(agreement, blocks=True) == set()


def test_a_mandatory_clause_that_vanished_is_missed(office):
    agreement = office.draft()
    AgreementClause.objects.filter(agreement=agreement, order=1).delete()
    (problem,) = [p for p in problems_before_submission(agreement, on=TODAY) if p.blocks]
    assert (problem.code, problem.section) == ("mandatory", "clauses")


def test_where_interns_are_received_three_years_are_advised(office):
    agreement = office.draft()
    assert "CO-08b" not in codes(agreement, blocks=False)
    edit_agreement(actor=office.officer, pk=agreement.pk, changes={"ends_on": date(2029, 3, 30)}, now=NOW)
    agreement.refresh_from_db()
    assert "CO-08b" in codes(agreement, blocks=False)
    assert codes(agreement, blocks=True) == set()
    edit_agreement(actor=office.officer, pk=agreement.pk, changes={"forms": ["donation"]}, now=NOW)
    agreement.refresh_from_db()
    assert "CO-08b" not in codes(agreement, blocks=False)


@pytest.mark.parametrize("clauses", [3, 30])
def test_looking_for_problems_costs_the_same_for_few_clauses_and_for_many(
    office, clauses, django_assert_num_queries
):
    agreement = office.draft()
    AgreementClause.objects.bulk_create(
        AgreementClause(agreement=agreement, order=order, heading_en="More", text_en="x", text_zh="x")
        for order in range(4, clauses + 1)
    )
    with django_assert_num_queries(13):
        problems_before_submission(agreement, on=TODAY)


def test_an_approver_sees_clause_by_clause_what_changed_since_the_last_look(office):
    agreement = office.submitted()
    approval = Approval.objects.about(agreement).get()
    look_at(actor=office.world.head, approval=approval, now=NOW)
    clause = agreement.clauses.get(order=3)
    edit_clause(
        actor=office.officer,
        pk=agreement.pk,
        clause_id=clause.pk,
        words={"text_en": "Courts of Wuxi decide."},
        now=NOW,
    )
    edit_agreement(actor=office.officer, pk=agreement.pk, changes={"value_amount": 5000}, now=NOW)
    agreement.refresh_from_db()
    seen = last_look(actor=office.world.head, subject=agreement).snapshot
    found = differences(seen, snapshot_of(agreement))
    assert [(d.section, d.name, d.before, d.after) for d in found] == [
        ("terms", "value_amount", None, "5000.00"),
        ("clauses", "text_en", "Courts of Suzhou decide.", "Courts of Wuxi decide."),
    ]
    assert found[1].key == str(clause.pk)


def test_characters_that_no_font_has_are_named_before_anybody_approves(office):
    agreement = office.draft(content="王\ue123 㼆")

    problem = next(p for p in problems_before_submission(agreement, on=TODAY) if p.code == "characters")

    assert problem.blocks
    assert problem.message == "No font can print these characters: \ue123."


def test_what_a_clause_lacks_is_called_as_the_forms_call_it(office):
    agreement = office.draft()
    places = agreement.clauses.get(source__clause=office.places)
    AgreementClause.objects.filter(pk=places.pk).update(
        values={}, text_en="{{ places }} places for {{ agreement.content }}, {{ nonsense.here }}"
    )
    found = {
        problem.message: (problem.section, problem.clause)
        for problem in problems_before_submission(agreement, on=TODAY)
        if problem.code == "variable"
    }
    assert found == {
        "Clause 2 “Places”: “Places” is not filled in yet.": ("clauses", places.pk),
        "Clause 2 “Places” mentions “content”, which is empty.": ("terms", None),
        "Clause 2 “Places” mentions “nonsense.here”, which is not known.": ("clauses", places.pk),
    }
