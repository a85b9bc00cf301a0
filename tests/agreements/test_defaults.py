"""The configuration that comes with the program."""

import pytest
from django.core.management import call_command

from agreements.choices import Language
from agreements.defaults import bundled, load_defaults
from agreements.models import AgreementType, Clause
from agreements.operations import Counterparty, draft_agreement, edit_clause, submit_agreement
from agreements.variables import KINDS, built_in_names, declarations_of, names_in
from core.access import is_capability
from tests.agreements.office import NOW, START, make_office

SAMPLES = {"text": "as agreed", "number": "5", "date": "2026-09-01"}


def test_every_clause_speaks_both_languages_with_the_same_variables():
    known = set(built_in_names(2))
    for clause in bundled()["clause"]:
        declared = {variable["name"] for variable in clause.get("variables", [])}
        english, chinese = set(names_in(clause["text_en"])), set(names_in(clause["text_zh"]))
        assert english == chinese, clause["code"]
        assert english - known == declared, clause["code"]
        assert clause["heading_en"]
        assert clause["heading_zh"]


def test_every_variable_has_a_kind_and_a_label_in_both_languages():
    for clause in bundled()["clause"]:
        for variable in clause.get("variables", []):
            assert variable["kind"] in KINDS
            assert variable["label_en"]
            assert variable["label_zh"]


def test_every_template_names_clauses_routes_and_policies_that_exist():
    data = bundled()
    clauses = {clause["code"] for clause in data["clause"]}
    for kind in data["type"]:
        assert {line.removesuffix("!") for line in kind["template"]} <= clauses
        assert len(set(kind["template"])) == len(kind["template"])
    used = {line.removesuffix("!") for kind in data["type"] for line in kind["template"]}
    assert used == clauses
    for route in data["route"]:
        assert all(is_capability(step["capability"]) for step in route["steps"])


def test_loading_it_twice_adds_nothing_and_keeps_what_the_centre_changed(db, capsys):
    call_command("load_agreement_defaults")
    assert "9 types" in capsys.readouterr().out
    AgreementType.objects.filter(code="donation").update(notice_days=14)
    loaded = load_defaults(now=NOW)
    assert (loaded.clauses, loaded.types, loaded.routes, loaded.reminder_policies) == (0, 0, 0, 0)
    assert AgreementType.objects.get(code="donation").notice_days == 14
    assert Clause.objects.count() == len(bundled()["clause"])


@pytest.mark.parametrize("code", [kind["code"] for kind in bundled()["type"]])
def test_an_agreement_of_each_type_can_be_submitted_once_its_variables_are_filled_in(db, code):
    office = make_office()
    load_defaults(now=NOW)
    world = office.world
    agreement = draft_agreement(
        actor=world.officer,
        type=AgreementType.objects.get(code=code),
        department_id=world.mechanics.pk,
        title_en="Agreement",
        title_zh="协议",
        starts_on=START,
        aims="Learn together.",
        content="Build a robot.",
        value_amount=10_000,
        language=Language.BOTH,
        counterparties=[Counterparty(world.partner)],
        now=NOW,
    )
    world.partner.address = "苏州市工业园区1号"
    for clause in agreement.clauses.select_related("source"):
        values = {declared.name: SAMPLES[declared.kind] for declared in declarations_of(clause)}
        if values:
            edit_clause(actor=world.officer, pk=agreement.pk, clause_id=clause.pk, values=values, now=NOW)
    agreement.parties.filter(role="enterprise").update(address="苏州市工业园区1号")
    if agreement.type.template.filter(clause__code="forms").exists():
        from catalogue.models import Major

        agreement.majors.add(Major.objects.current().first())
    submitted = submit_agreement(actor=world.officer, pk=agreement.pk, now=NOW)
    assert submitted.reference == "AG-2026-0001"
