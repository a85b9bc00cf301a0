"""The standard of dual-qualified teachers: who meets it at which level, and what only people decide."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from compliance.choices import Evidence, Outcome, Stage
from compliance.engine.rules import evaluate
from compliance.operations import current_version
from compliance.operations.packs import rule_pack
from tests.compliance.samples import bundled_pack

ON = date(2026, 3, 2)
PACK = bundled_pack("cn-dual-qualified-2022")
QUESTIONS_OF_ALL = {"DQ-05", "DQ-06c"}
SENIOR: dict[str, Any] = {
    "kind": "specialist",
    "level": "senior",
    "stage": "secondary",
    "body": "own",
    "applied_on": "2026-02-20",
    "has_teaching_certificate": True,
    "theory_courses": 1,
    "practice_courses": 2,
    "practice_days": 180,
    "experience_days": 0,
    "skill_grade": 4,
    "title_grade": 0,
    "projects": 2,
    "major_projects": 1,
    "programme_work": 1,
    "outputs": 1,
    "cooperation_outputs": 1,
    "awards": 1,
    "team_roles": 1,
    "innovations": 1,
    "mentoring": 1,
    "industry_standing": 1,
}


def outcomes(**changes: Any) -> dict[str, Outcome]:
    found = evaluate({"recognition": SENIOR | changes}, PACK, ON, stage=Stage.RECOGNITION)
    return {one.code: one.outcome for one in found.findings if one.applies}


def of(outcome: Outcome, **changes: Any) -> set[str]:
    return {code for code, found in outcomes(**changes).items() if found is outcome}


@pytest.mark.parametrize(
    ("level", "also_asked"),
    [("junior", set()), ("intermediate", {"DQ-08"}), ("senior", {"DQ-09", "DQ-09c"})],
)
def test_who_has_everything_is_left_with_the_questions_that_people_decide(level, also_asked):
    assert of(Outcome.FAIL, level=level) == set()
    assert of(Outcome.NO_DATA, level=level) == set()
    assert of(Outcome.NEEDS_PERSON, level=level) == QUESTIONS_OF_ALL | also_asked


def test_each_level_has_its_own_list():
    lists = {
        level: {code[:5] for code in outcomes(level=level)} for level in ("junior", "intermediate", "senior")
    }

    assert "DQ-07" in lists["junior"]
    assert not {"DQ-08", "DQ-09"} & lists["junior"]
    assert "DQ-08" in lists["intermediate"]
    assert not {"DQ-07", "DQ-09"} & lists["intermediate"]
    assert "DQ-09" in lists["senior"]
    assert not {"DQ-07", "DQ-08"} & lists["senior"]


@pytest.mark.parametrize(
    ("level", "broken", "rule"),
    [
        ("junior", {"has_teaching_certificate": False}, "DQ-07"),
        ("junior", {"projects": 0}, "DQ-07b"),
        ("junior", {"skill_grade": 1, "title_grade": 0}, "DQ-07c"),
        ("junior", {"outputs": 0}, "DQ-07d"),
        ("intermediate", {"programme_work": 0}, "DQ-08b"),
        ("intermediate", {"cooperation_outputs": 0}, "DQ-08c"),
        ("intermediate", {"skill_grade": 2, "title_grade": 1}, "DQ-08d"),
        ("intermediate", {"awards": 0}, "DQ-08e"),
        ("senior", {"team_roles": 0}, "DQ-09b"),
        ("senior", {"major_projects": 0}, "DQ-09c"),
        ("senior", {"innovations": 0}, "DQ-09d"),
        ("senior", {"skill_grade": 3, "title_grade": 2}, "DQ-09e"),
        ("senior", {"mentoring": 0}, "DQ-09f"),
        ("senior", {"industry_standing": 0}, "DQ-09g"),
        ("senior", {"theory_courses": 0}, "DQ-06"),
        ("senior", {"practice_courses": 0}, "DQ-06"),
        ("senior", {"practice_days": 179}, "DQ-06b"),
    ],
)
def test_one_thing_that_is_missing_fails_just_its_line(level, broken, rule):
    assert of(Outcome.FAIL, level=level, **broken) == {rule}


def test_two_years_of_work_at_enterprises_stand_for_practice():
    assert "DQ-06b" not in of(Outcome.FAIL, practice_days=0, experience_days=730)


def test_a_title_outside_teaching_stands_for_a_skill_certificate():
    assert "DQ-09e" not in of(Outcome.FAIL, skill_grade=0, title_grade=3)


def test_who_teaches_general_courses_is_recognised_by_reference_where_a_person_says_so():
    assert "DQ-01" in of(Outcome.NEEDS_PERSON, kind="general")


def test_what_is_not_known_never_passes():
    assert "DQ-06b" in of(Outcome.NO_DATA, practice_days=None)


def test_ethics_are_asked_about_this_application_alone():
    first = evaluate({"recognition": SENIOR}, PACK, ON, stage=Stage.RECOGNITION)
    later = evaluate(
        {"recognition": SENIOR | {"applied_on": "2026-03-01"}}, PACK, ON, stage=Stage.RECOGNITION
    )
    seen = [next(one.seen for one in found.findings if one.code == "DQ-05") for found in (first, later)]

    assert seen[0] != seen[1]


@pytest.mark.parametrize(
    ("review_due", "workdays", "blocking"),
    [
        ("2031-03-01", 5, []),
        ("2031-03-03", 5, ["DQ-04"]),
        ("2031-03-01", 4, ["DQ-10"]),
        (None, 5, ["DQ-04"]),
    ],
)
def test_a_recognition_is_concluded_after_publicity_and_for_five_years_at_most(
    review_due, workdays, blocking
):
    facts = {
        "recognition": {
            "recognised_on": "2026-03-02",
            "review_due": review_due,
            "publicity_workdays": workdays,
        }
    }

    found = evaluate(facts, PACK, ON, stage=Stage.CONCLUSION)

    assert [one.code for one in found.blocking] == blocking


def test_every_number_of_the_standard_is_said_to_be_the_programs_default():
    """A number in a rule that says nothing of it would pass for the text of the law."""
    for rule in PACK.rules:
        numbers = [value for value in _leaves(rule.spec.parameters) if isinstance(value, int)]
        if any(number is not True for number in numbers) and rule.code != "DQ-04":
            assert "default" in rule.spec.text_en, rule.code
            assert "默认值" in rule.spec.text_zh, rule.code


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for one in value.values() for leaf in _leaves(one)]
    if isinstance(value, list):
        return [leaf for one in value for leaf in _leaves(one)]
    return [value]


def test_nothing_of_the_standard_is_said_to_be_read_in_its_text():
    assert {rule.spec.evidence for rule in PACK.rules} <= {Evidence.SECONDARY, Evidence.UNVERIFIED}


# --- Shanxi -------------------------------------------------------------------------------------


def test_the_provinces_standard_asks_for_more_and_never_for_less():
    shanxi = bundled_pack("cn-shanxi-dual-qualified-2025")

    assert {rule.code for rule in shanxi.rules} - {rule.code for rule in PACK.rules} == {"SX-01"}


@pytest.mark.django_db
def test_the_provinces_standard_lapses_by_itself():
    version = current_version("cn-shanxi-dual-qualified-2025", date(2027, 10, 14))

    assert version.effective_until == date(2027, 10, 14)
    assert "DQ-05" in {rule.code for rule in rule_pack(version).rules}
    with pytest.raises(Exception, match="in force"):
        current_version("cn-shanxi-dual-qualified-2025", date(2027, 10, 15))
