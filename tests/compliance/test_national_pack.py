"""Every rule of the national pack: facts that keep it, that break it, and that say too little."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.choices import Evidence, Outcome, Severity, Stage
from compliance.engine.facts import every_path, fingerprint, look, split
from compliance.engine.rules import evaluate
from compliance.facts import SCHEMA
from tests.compliance.samples import GOOD, ON, bundled_pack, changed, week, worked

PACK = bundled_pack("cn-internship-2021")
OBSERVATION = ("placement.type", "observation")
SELF_ARRANGED = ("placement.arranged_by", "student")
OF_AGE = ("student.birth_date", "2007-01-01")
PAYMENT = GOOD["payments"][0]

# number: (what makes it concern these facts, what breaks it, what is then not known)
TABLE: dict[str, tuple[list[tuple[str, Any]], list[tuple[str, Any]], str]] = {
    "INT-01": ([], [("host.is_registered", False)], "host.is_registered"),
    "INT-02": ([OBSERVATION], [SELF_ARRANGED], "placement.arranged_by"),
    "INT-03": ([], [("host.inspected", ["qualification"])], "host.visited_on"),
    "INT-04": ([], [("host.is_dishonest", True)], "host.safe_years"),
    "INT-05": ([], [("plan.documents", [])], "placement.host_mentor"),
    "INT-06": ([], [("post.major_codes", ["530101", "670101"])], "student.major_code"),
    "INT-07": ([], [("consents.guardian_signed_on", "2026-03-10")], "consents.guardian_signed_on"),
    "INT-07b": (
        [("placement.has_objected", True), ("placement.may_choose_host", True)],
        [("placement.may_choose_host", False)],
        "placement.may_choose_host",
    ),
    "INT-08": (
        [
            SELF_ARRANGED,
            ("placement.application_on", "2026-02-01"),
            ("placement.approved_on", "2026-02-10"),
            ("placement.host_supervisor", "吴师傅"),
        ],
        [("placement.approved_on", "2026-03-20")],
        "placement.approved_on",
    ),
    "INT-09": ([], [("host.interns", 21)], "host.staff"),
    "INT-10": ([], [("plan.payment_to_school", 500)], "plan.is_for_profit"),
    "INT-11": ([], [("placement.ends_on", "2026-05-09")], "placement.ends_on"),
    "INT-11b": ([], [("post.is_only_repetitive", True)], "post.is_only_repetitive"),
    "INT-12": ([], [("plan.documents", ["plan", "safety_rules"])], "plan.documents"),
    "INT-13": ([], [("agreement.signed_by", ["school", "host"])], "agreement.signed_on"),
    "INT-14": ([], [("agreement.clauses", ["parties", "pay"])], "agreement.clauses"),
    "INT-15": ([], [("student.study_year", 1)], "student.study_year"),
    "INT-16": ([], [("student.birth_date", "2010-03-10")], "student.birth_date"),
    "INT-17": ([], [("post.hazards", ["vibrating_tools"])], "post.hazards"),
    "INT-18": ([OF_AGE], [("post.hazards", ["heavy_load"])], "student.sex"),
    "INT-19": ([], [("host.venue_type", "ktv")], "host.venue_type"),
    "INT-20": ([], [("placement.channel", "labour_dispatch")], "placement.channel"),
    "INT-21": ([], [("post.labour_grade", 3)], "post.is_harmful"),
    "INT-22": ([OF_AGE], [("post.hazards", ["height"])], "post.hazards"),
    "INT-23": ([], [("post.works_on_rest_days", True)], "post.works_on_rest_days"),
    "INT-23b": ([], [("attendance", [worked(date(2026, 3, 14))])], "calendar"),
    "INT-24": ([], [("post.shift", "night")], "post.hours_per_week"),
    "INT-24b": ([], [("attendance", [worked(date(2026, 3, 9), 8.5)])], "attendance"),
    "INT-25": ([], [("payments", [PAYMENT | {"monthly_amount": 3199.99}])], "payments"),
    "INT-25b": ([], [("agreement.pay", 3000)], "agreement.pay"),
    "INT-26": ([], [("agreement.pay_form", "vouchers")], "agreement.payee"),
    "INT-26b": ([], [("payments", [PAYMENT | {"payee": "school"}])], "payments"),
    "INT-27": ([], [("agreement.fees", ["deposit"])], "agreement.holds_papers"),
    "INT-27b": ([], [("payments", [PAYMENT | {"fees": ["deposit"]}])], "payments"),
    "INT-28": ([], [("logs.entries", 0)], "logs.report_submitted_on"),
    "INT-29": ([], [("visits.last_on", "2026-01-05")], "visits.last_on"),
    "INT-31": ([], [("plan.reports", [])], "plan.reports"),
    "INT-31b": (
        [
            ("placement.destination", "overseas"),
            ("plan.reports", ["before_start", "superior_consent", "provincial_filing"]),
        ],
        [("plan.reports", ["before_start", "superior_consent"])],
        "plan.reports",
    ),
    "INT-32": ([], [("plan.copies_host_standards", True)], "plan.is_assessed_jointly"),
    "INT-33": ([], [("evaluation.counts_for_credit", False)], "evaluation.grade"),
    "INT-34": ([], [("archive.documents", ["agreement", "plan"])], "archive.documents"),
    "INT-35": ([], [("training.has_passed", False)], "training.passed_on"),
    "INT-35b": ([], [("training.has_protective_gear", False)], "training.has_protective_gear"),
    "INT-36": ([], [("insurance.covers_until", "2026-08-31")], "insurance.policy"),
    "INT-36b": ([], [("insurance.paid_by", "student")], "insurance.is_deducted"),
}
BY_PERSON = {"INT-29b": [], "INT-30": [("placement.is_local", False), ("placement.lodging", "own")]}


def outcome(code: str, facts: dict[str, Any], pack=PACK) -> Outcome:
    (finding,) = [one for one in evaluate(facts, pack, ON).findings if one.code == code]
    return finding.outcome


def as_evidence_allows(code: str, wanted: Outcome) -> Outcome:
    """A rule that nobody has verified asks a person instead of saying no."""
    spec = PACK.rule(code).spec
    if spec.evidence is not Evidence.UNVERIFIED:
        return wanted
    asks = wanted is Outcome.FAIL or (wanted is Outcome.NO_DATA and spec.is_gate)
    return Outcome.NEEDS_PERSON if asks else wanted


def test_every_rule_stands_in_the_table_or_asks_a_person():
    assert {rule.code for rule in PACK.rules} == set(TABLE) | set(BY_PERSON)


def test_all_thirty_six_numbers_are_there():
    assert {rule.code[:6] for rule in PACK.rules} == {f"INT-{number:02}" for number in range(1, 37)}


@pytest.mark.parametrize("code", TABLE)
def test_facts_that_keep_the_rule_pass(code):
    concerned, _breaking, _unknown = TABLE[code]
    finding = next(one for one in evaluate(changed(*concerned), PACK, ON).findings if one.code == code)

    assert finding.outcome is Outcome.PASS, finding.details
    assert finding.applies


@pytest.mark.parametrize("code", TABLE)
def test_facts_that_break_the_rule_do_not(code):
    concerned, breaking, _unknown = TABLE[code]

    assert outcome(code, changed(*concerned, *breaking)) is as_evidence_allows(code, Outcome.FAIL)


@pytest.mark.parametrize("code", TABLE)
def test_facts_that_say_too_little_do_not(code):
    concerned, _breaking, unknown = TABLE[code]

    facts = changed(*concerned, (unknown, ...))
    assert outcome(code, facts) is as_evidence_allows(code, Outcome.NO_DATA)


@pytest.mark.parametrize("code", BY_PERSON)
def test_what_no_fact_can_tell_asks_a_person(code):
    assert outcome(code, changed(*BY_PERSON[code])) is Outcome.NEEDS_PERSON


def test_the_rules_that_forbid_stand_in_the_way_of_the_start():
    """So do consent, agreement, training and insurance."""
    first_parts = [rule for rule in PACK.rules if rule.code in {f"INT-{n:02}" for n in range(1, 37)}]
    forbidding = {
        rule.code
        for rule in first_parts
        if rule.spec.severity.weight >= Severity.FORBIDDEN_UNLESS_FILED.weight
    }
    at_the_start = {rule.code for rule in first_parts if rule.gate is Stage.START and rule.may_block}

    assert forbidding | {"INT-07", "INT-13", "INT-35", "INT-36"} <= at_the_start


@pytest.mark.parametrize(
    ("stage", "codes"),
    [
        (Stage.DAY, {"INT-23b", "INT-24b"}),
        (Stage.PAY, {"INT-25", "INT-26b", "INT-27b"}),
        (Stage.ARCHIVE, {"INT-34"}),
    ],
)
def test_other_moments_have_gates_of_their_own(stage, codes):
    assert {rule.code for rule in PACK.rules if rule.gate is stage} == codes


def test_a_stage_looks_at_its_own_rules_only():
    found = evaluate({}, PACK, ON, stage=Stage.PAY)

    assert [one.code for one in found.findings] == ["INT-25", "INT-26b", "INT-27b"]


def test_nothing_known_passes_nothing_that_applies_to_all():
    found = evaluate({}, PACK, ON)

    assert [one.code for one in found.findings if one.outcome is Outcome.PASS] == []
    assert not found.passes


def test_everything_in_order_stands_in_nobodys_way():
    found = evaluate(GOOD, PACK, ON)

    assert found.passes
    assert [one.code for one in found.findings if one.outcome is not Outcome.PASS] == ["INT-29b"]


@pytest.mark.parametrize("code", ["INT-15", "INT-16", "INT-07", "INT-13", "INT-25b", "INT-26"])
def test_post_internships_rules_leave_observation_alone(code):
    finding = next(one for one in evaluate(changed(OBSERVATION), PACK, ON).findings if one.code == code)

    if code == "INT-25b":
        assert finding.outcome is Outcome.PASS
    else:
        assert (finding.outcome, finding.applies) == (Outcome.PASS, False)


def test_sixteen_is_reached_on_the_birthday_not_the_day_before():
    born = ("student.birth_date", "2010-03-09")

    assert outcome("INT-16", changed(born, ("placement.starts_on", "2026-03-09"))) is Outcome.PASS
    assert outcome("INT-16", changed(born, ("placement.starts_on", "2026-03-08"))) is Outcome.FAIL


def test_who_is_eighteen_may_do_what_is_barred_for_juveniles():
    facts = changed(("post.hazards", ["boiler"]), ("student.birth_date", "2008-03-09"))

    assert outcome("INT-17", facts) is Outcome.PASS


def test_male_students_are_no_concern_of_the_rule_on_womens_work():
    facts = changed(OF_AGE, ("student.sex", "male"), ("post.hazards", ["heavy_load"]))

    assert outcome("INT-18", facts) is Outcome.PASS


def test_the_lowest_wage_tier_is_enough_where_eighty_percent_is_more():
    facts = changed(("post.wage", 5000), ("payments", [PAYMENT | {"monthly_amount": 3500}]))

    assert outcome("INT-25", facts) is Outcome.PASS


def test_a_filing_lifts_just_the_rule_it_names_and_only_while_it_is_valid():
    filing = {
        "kind": "high_risk",
        "number": "鲁备2026-7",
        "authority": "教育局",
        "rules": ["INT-22"],
        "valid_from": "2026-03-01",
        "valid_until": "2026-03-31",
    }
    facts = changed(OF_AGE, ("post.hazards", ["height"]), ("post.works_on_rest_days", True))
    facts["filings"] = [filing]

    def blocking(on: date) -> list[str]:
        return [one.code for one in evaluate(facts, PACK, on).blocking]

    assert blocking(date(2026, 3, 2)) == ["INT-23"]
    assert blocking(date(2026, 2, 28)) == blocking(date(2026, 4, 1)) == ["INT-22", "INT-23"]
    (lifted,) = [one for one in evaluate(facts, PACK, ON).findings if one.waiver]
    assert (lifted.code, lifted.outcome, lifted.waiver) == ("INT-22", Outcome.FAIL, "鲁备2026-7")


def test_a_filing_of_another_kind_lifts_nothing():
    facts = changed(OF_AGE, ("post.hazards", ["height"]))
    facts["filings"] = [
        {
            "kind": "hours",
            "number": "1",
            "rules": ["INT-22", "INT-15"],
            "valid_from": "2026-01-01",
            "valid_until": "2026-12-31",
        }
    ]

    assert [one.code for one in evaluate(facts, PACK, ON).blocking] == ["INT-22"]


def test_what_a_rule_forbids_outright_no_filing_lifts():
    facts = changed(("student.study_year", 1))
    facts["filings"] = [
        {
            "kind": "high_risk",
            "number": "1",
            "rules": ["INT-15"],
            "valid_from": "2026-01-01",
            "valid_until": "2026-12-31",
        }
    ]

    assert [one.code for one in evaluate(facts, PACK, ON).blocking] == ["INT-15"]


def test_work_on_a_day_of_rest_in_a_year_not_announced_yet_is_a_persons_question():
    facts = changed(("attendance", [worked(date(2027, 3, 6))]))

    assert outcome("INT-23b", facts) is Outcome.NEEDS_PERSON


def test_a_make_up_saturday_is_a_workday_and_a_holiday_is_not():
    assert outcome("INT-23b", changed(("attendance", [worked(date(2026, 5, 9))]))) is Outcome.PASS
    assert outcome("INT-23b", changed(("attendance", [worked(date(2026, 5, 1))]))) is Outcome.FAIL


def test_a_year_that_the_calendar_does_not_know_says_nothing():
    assert outcome("INT-23b", changed(("attendance", [worked(date(2031, 3, 5))]))) is Outcome.NO_DATA


def test_six_days_of_seven_hours_are_more_than_forty_in_the_week():
    facts = changed(("attendance", week(date(2026, 3, 9), 6, hours=7)))

    assert outcome("INT-24b", facts) is Outcome.FAIL


def test_a_week_across_two_calendar_weeks_is_not_added_up():
    facts = changed(("attendance", week(date(2026, 3, 12), 2) + week(date(2026, 3, 16), 4)))

    assert outcome("INT-24b", facts) is Outcome.PASS


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "is_night"),
    [
        ("08:00", "16:00", False),
        ("14:00", "22:00", False),
        ("14:00", "22:30", True),
        ("06:00", "14:00", False),
        ("05:30", "13:30", True),
        ("23:00", "07:00", True),
        ("18:00", "02:00", True),
        ("00:00", "08:00", True),
        ("12:00", "24:00", True),
    ],
)
def test_the_night_lasts_from_ten_to_six(starts_at, ends_at, is_night):
    facts = changed(("attendance", [worked(date(2026, 3, 9), 8, starts_at, ends_at)]))

    assert (outcome("INT-24b", facts) is Outcome.FAIL) is is_night


def test_a_day_of_leave_needs_no_hours_of_the_day():
    entry = {"date": "2026-03-14", "hours": 0}

    facts = changed(("attendance", [entry]))
    assert outcome("INT-23b", facts) is outcome("INT-24b", facts) is Outcome.PASS


# --- Properties ---------------------------------------------------------------------------------

PATHS = [
    path for path, _fact in every_path(SCHEMA) if "[]" not in path and look(GOOD, split(path)) is not None
]


@given(st.sets(st.sampled_from(PATHS), min_size=1, max_size=12))
def test_taking_facts_out_never_makes_a_rule_pass_that_did_not(taken):
    """Unless it is no longer known whom it concerns, and that says "not known"."""
    facts = changed(*[(path, ...) for path in sorted(taken, reverse=True)])

    for finding in evaluate(facts, PACK, ON).findings:
        if finding.outcome is not Outcome.PASS or not finding.applies:
            continue
        needed = _looked_at_for_sure(finding.rule)
        assert not needed & taken, finding.code


def _looked_at_for_sure(rule) -> set[str]:
    """The facts without which a rule cannot say yes: those outside of ``any_of``."""

    def paths(check):
        if check.predicate == "any_of":
            return set()
        return set(check.reads) if not check.parts else set().union(*map(paths, check.parts))

    return set().union(paths(rule.check), *(paths(one) for one in rule.conditions))


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_facts_decides_nothing(chance):
    def shuffled(value):
        if not isinstance(value, dict):
            return value
        items = list(value.items())
        chance.shuffle(items)
        return {key: shuffled(one) for key, one in items}

    facts = changed(("post.hazards", ["height"]), ("student.study_year", 1), ("placement.lodging", ...))
    other = shuffled(facts)

    assert fingerprint(other) == fingerprint(facts)
    ours, theirs = (evaluate(one, PACK, ON).findings for one in (facts, other))
    assert [(one.code, one.outcome, one.details, one.seen) for one in ours] == [
        (one.code, one.outcome, one.details, one.seen) for one in theirs
    ]


def test_findings_are_plain_json():
    facts = changed(("student.study_year", 1), ("attendance", week(date(2026, 3, 9), 7, hours=9)))

    for finding in evaluate(facts, PACK, ON).findings:
        assert json.loads(json.dumps(finding.details)) == list(finding.details)
