"""Child packs: they may only be stricter, and never accept what their parent refuses."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from compliance.choices import Evidence, Outcome, Severity, Stage
from compliance.engine.errors import InvalidRule, LooserThanParent
from compliance.engine.facts import FactKind, every_path, look, split
from compliance.engine.rules import RulePack, RuleSpec, compile_rule, evaluate
from compliance.engine.tightening import check_tightening, merged
from compliance.facts import SCHEMA
from tests.compliance.samples import GOOD, ON, bundled_pack, changed, week

NATIONAL = bundled_pack("cn-internship-2021")


def spec(code: str) -> RuleSpec:
    return NATIONAL.rule(code).spec


def with_parameters(code: str, **parameters: Any) -> RuleSpec:
    return replace(spec(code), parameters={**spec(code).parameters, **parameters})


def with_check(code: str, position: int, **parameters: Any) -> RuleSpec:
    """The rule with some parameters of one of its checks changed."""
    checks = deepcopy(spec(code).parameters["checks"])
    checks[position]["parameters"] |= parameters
    return with_parameters(code, checks=checks)


def without_check(code: str, position: int) -> RuleSpec:
    checks = deepcopy(spec(code).parameters["checks"])
    del checks[position]
    return with_parameters(code, checks=checks)


TIGHTER = [
    with_parameters("INT-15", minimum=3),
    with_parameters("INT-16", minimum=18),
    with_parameters("INT-16", maximum=25),
    with_parameters("INT-06", characters=4),
    with_parameters("INT-18", values=["underground", "heavy_labour", "heavy_load", "toxic"]),
    with_check("INT-09", 0, maximum=0.05),
    with_check("INT-24", 0, maximum=7),
    with_check("INT-24b", 2, night_from="20:00", night_until="07:00"),
    with_check("INT-36", 1, margin_days=1),
    replace(spec("INT-36"), severity=Severity.FORBIDDEN),
    replace(spec("INT-14"), is_gate=True, evidence=Evidence.VERIFIED),
    replace(spec("INT-22"), severity=Severity.FORBIDDEN, override=""),
    replace(spec("INT-29"), parameters={**spec("INT-29").parameters, "days": 14}),
    with_parameters("INT-25b", checks=spec("INT-25b").parameters["checks"][:1]),
    replace(
        spec("INT-15"),
        predicate="all_of",
        parameters={
            "checks": [
                {"predicate": "at_least", "parameters": {"fact": "student.study_year", "minimum": 2}},
                {"predicate": "at_most", "parameters": {"fact": "student.study_year", "maximum": 5}},
            ]
        },
    ),
]
LOOSER = [
    (with_parameters("INT-15", minimum=1), "may only become larger than 2"),
    (with_parameters("INT-06", characters=1), "may only become larger"),
    (with_parameters("INT-18", values=["underground"]), "may only be added to"),
    (with_parameters("INT-20", values=["direct", "intermediary"]), "may only lose entries"),
    (with_check("INT-09", 0, maximum=0.2), "may only become smaller than 0.1"),
    (with_check("INT-24", 1, maximum=48), "may only become smaller than 40"),
    (with_check("INT-24b", 2, night_from="23:00"), "may only become smaller than 22:00"),
    (without_check("INT-27", 2), "is missing|has to stay"),
    (without_check("INT-36", 1), "is missing"),
    (replace(spec("INT-15"), predicate="is_given", parameters={"fact": "student.study_year"}), "is missing"),
    (replace(spec("INT-15"), severity=Severity.REQUIRED), "severity may not fall"),
    (replace(spec("INT-15"), evidence=Evidence.UNVERIFIED), "no longer block"),
    (replace(spec("INT-15"), is_gate=False), "has to stay a gate"),
    (replace(spec("INT-15"), stage=Stage.ARCHIVE), "has to be looked at"),
    (replace(spec("INT-22"), override="hours"), "No other filing"),
    (replace(spec("INT-16"), conditions=[]), "conditions have to stay"),
    (
        replace(
            spec("INT-10"),
            conditions=[{"predicate": "equals", "parameters": {"fact": "host.is_lawful", "value": False}}],
        ),
        "conditions have to stay",
    ),
    (
        with_parameters(
            "INT-25b",
            checks=[
                *spec("INT-25b").parameters["checks"],
                {"predicate": "at_least", "parameters": {"fact": "agreement.pay", "minimum": 1}},
            ],
        ),
        "ways out",
    ),
]


@pytest.mark.parametrize("child", TIGHTER, ids=lambda one: one.code)
def test_a_stricter_rule_is_taken(child):
    check_tightening(NATIONAL.rule(child.code), compile_rule(child))


@pytest.mark.parametrize(("child", "words"), LOOSER, ids=lambda one: getattr(one, "code", ""))
def test_a_looser_rule_is_refused_with_the_reason(child, words):
    with pytest.raises(LooserThanParent, match=words):
        check_tightening(NATIONAL.rule(child.code), compile_rule(child))


def test_a_filing_goes_with_what_is_forbidden_unless_filed_and_with_nothing_else():
    with pytest.raises(InvalidRule, match="names the kind of filing"):
        compile_rule(replace(spec("INT-22"), override=""))
    with pytest.raises(InvalidRule, match="Only a rule that is forbidden unless filed"):
        compile_rule(replace(spec("INT-15"), override="hours"))


def test_who_asks_a_person_names_what_the_person_looks_at():
    with pytest.raises(InvalidRule, match="facts that the person looks at"):
        compile_rule(replace(spec("INT-29b"), facts=[]))


def test_a_child_adds_rules_and_puts_its_own_in_the_place_of_the_parents():
    own = [compile_rule(TIGHTER[0]), *bundled_pack("cn-qingdao").rules[-2:]]
    rules = merged(NATIONAL.rules, own)

    assert [rule.code for rule in rules] == [*(one.code for one in NATIONAL.rules), "QD-35", "QD-35b"]
    assert next(rule for rule in rules if rule.code == "INT-15").spec.parameters["minimum"] == 3


# --- The bundled children ---------------------------------------------------------------------


def blocking(code: str, facts: dict[str, Any], stage: Stage, on: date = ON) -> list[str]:
    return [one.code for one in evaluate(facts, bundled_pack(code), on, stage=stage).blocking]


def test_qingdao_wants_at_least_the_minimum_wage():
    payment = GOOD["payments"][0] | {"monthly_amount": 2499}
    facts = changed(("placement.is_independent", False), ("payments", [payment]), ("agreement.pay", 2400))

    assert blocking("cn-internship-2021", facts, Stage.PAY) == []
    assert blocking("cn-qingdao", facts, Stage.PAY) == ["QD-35"]
    assert blocking("cn-qingdao", facts, Stage.START) == ["QD-35b"]


def test_in_ningbo_no_filing_lifts_the_cap_on_hours():
    facts = changed(("attendance", week(date(2026, 3, 9), 5, hours=9)))
    facts["filings"] = [
        {
            "kind": "hours",
            "number": "1",
            "rules": ["INT-24b"],
            "valid_from": "2026-01-01",
            "valid_until": "2026-12-31",
        }
    ]

    assert blocking("cn-internship-2021", facts, Stage.DAY) == []
    assert blocking("cn-ningbo", facts, Stage.DAY) == ["NB-09b"]


def test_everything_in_order_is_so_under_the_children_too():
    for code in ("cn-qingdao", "cn-ningbo"):
        assert evaluate(GOOD, bundled_pack(code), ON).passes


# --- England ------------------------------------------------------------------------------------


def placed(route: str = "other", **hours_by_mode: float) -> dict[str, Any]:
    return {
        "placement": {"route": route, "has_employer_oversight": True},
        "hours": [{"employer": "Acme", "mode": mode, "hours": n} for mode, n in hours_by_mode.items()],
    }


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        (placed(on_site=315), []),
        (placed(on_site=314.5), ["TL-01"]),
        (placed(on_site=252, remote=63), []),
        (placed(on_site=252, remote=64), ["TL-04"]),
        (placed("digital", on_site=160, remote=160), []),
        (placed("digital", on_site=160, remote=161), ["TL-05"]),
        (placed("early_years", on_site=749), ["TL-02"]),
        (placed(on_site=300, taster=36), ["TL-06"]),
        ({"placement": {"route": "other"}, "hours": []}, ["TL-01", "TL-03", "TL-04", "TL-06"]),
    ],
)
def test_a_t_level_placement_is_counted_in_hours(facts, wanted):
    assert blocking("gb-tlevel-2020", facts, Stage.ARCHIVE) == wanted


def test_a_t_level_placement_has_at_most_two_employers():
    facts = {
        "placement": {"route": "other"},
        "hours": [{"employer": name, "mode": "on_site", "hours": 105} for name in ("A", "B", "C")],
    }

    assert blocking("gb-tlevel-2020", facts, Stage.ARCHIVE) == ["TL-03"]


# --- A child never accepts what its parent refuses ----------------------------------------------

VALUES: dict[FactKind, st.SearchStrategy[Any]] = {
    FactKind.BOOLEAN: st.booleans(),
    FactKind.NUMBER: st.integers(0, 60),
    FactKind.DATE: st.dates(date(2007, 1, 1), date(2027, 12, 31)).map(str),
}


def values_of(path: str, fact: Any) -> st.SearchStrategy[Any]:
    if fact.kind is FactKind.CODE:
        return st.sampled_from(list(fact.choices))
    if fact.kind is FactKind.CODES:
        return st.lists(st.sampled_from(list(fact.choices)), unique=True)
    return VALUES.get(fact.kind, st.just(look(GOOD, split(path))))


SCALARS = [
    (path, fact)
    for path, fact in every_path(SCHEMA)
    if "." in path and "[]" not in path and not path.startswith("calendar") and path.split(".")[0] in GOOD
]


@st.composite
def spoilt_facts(draw: st.DrawFn) -> dict[str, Any]:
    chosen = draw(st.lists(st.sampled_from(SCALARS), max_size=6, unique_by=lambda one: one[0]))
    return changed(*((path, draw(st.one_of(st.just(...), values_of(path, fact)))) for path, fact in chosen))


@given(spoilt_facts(), st.sampled_from(TIGHTER))
def test_a_child_never_accepts_what_its_parent_refuses(facts, child):
    strict = RulePack(name="child", number=1, rules=merged(NATIONAL.rules, [compile_rule(child)]))
    for parents, childs in zip(
        evaluate(facts, NATIONAL, ON).findings, evaluate(facts, strict, ON).findings, strict=True
    ):
        if parents.outcome is not Outcome.PASS:
            assert childs.outcome is not Outcome.PASS, parents.code
        if parents.stands_in_the_way:
            assert childs.stands_in_the_way, parents.code


@given(
    st.floats(0, 100, allow_nan=False), st.floats(0, 100, allow_nan=False), st.floats(0, 100, allow_nan=False)
)
def test_whatever_is_taken_as_stricter_is_stricter(parents_limit, childs_limit, hours):
    parent = compile_rule(with_check("INT-24", 0, maximum=parents_limit))
    child = compile_rule(with_check("INT-24", 0, maximum=childs_limit))
    try:
        check_tightening(parent, child)
    except LooserThanParent:
        assume(False)
    facts = changed(("post.hours_per_day", hours))
    outcomes = [
        evaluate(facts, RulePack(name="x", number=1, rules=(rule,)), ON).findings[0].outcome
        for rule in (parent, child)
    ]

    assert outcomes != [Outcome.FAIL, Outcome.PASS]
