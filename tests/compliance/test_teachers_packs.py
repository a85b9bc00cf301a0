"""What the law asks of teachers' practice in enterprises, at large and in Ningbo."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from compliance.choices import Outcome, Stage
from compliance.engine.rules import evaluate
from compliance.operations import current_version, version_where
from compliance.wording import in_sentences
from tests.compliance.samples import bundled_pack

ON = date(2026, 11, 20)
SPAN = {
    "first_on": "2023-01-01",
    "last_on": "2023-06-29",
    "counted_as": "period",
    "form": "post_held",
    "contents": ["process", "technology"],
    "entries": 12,
    "has_outcome": True,
    "is_evaluated_jointly": True,
}
IN_ORDER: dict[str, Any] = {
    "teacher": {"kind": "specialist", "since": "2015-09-01", "years_served": 11, "had_experience": True},
    "practice": {"comes_first": True, "last_on": "2023-06-29"},
    "practice_spans": [SPAN],
}
NEW = {"kind": "instructor", "since": "2026-09-01", "years_served": 0, "had_experience": False}


def told(**changes: Any) -> dict[str, Any]:
    facts = deepcopy(IN_ORDER)
    for name, value in changes.items():
        facts[name] = value
    return facts


def found(pack: str, facts: dict[str, Any], stage: Stage = Stage.TEACHER) -> dict[str, Outcome]:
    findings = evaluate(facts, bundled_pack(pack), ON, stage=stage).findings
    return {one.code: one.outcome for one in findings if one.outcome is not Outcome.PASS}


def test_who_has_practised_six_months_in_five_years_keeps_the_national_rules():
    assert found("cn-teachers-2016", told()) == {}


def test_one_day_less_than_six_months_is_not_enough():
    a_day_less = told(practice_spans=[SPAN | {"last_on": "2023-06-28"}])

    assert found("cn-teachers-2016", a_day_less) == {"TP-01": Outcome.FAIL}


def test_ningbo_asks_two_months_in_two_years_beside_the_six_in_five():
    assert found("cn-teachers-ningbo", told()) == {"NB-TP-01": Outcome.FAIL}


def test_a_new_teacher_without_experience_practises_before_teaching():
    facts = told(teacher=NEW, practice={"comes_first": False}, practice_spans=[])

    assert found("cn-teachers-2016", facts) == {"TP-02": Outcome.FAIL}
    assert found("cn-teachers-2016", facts | {"teacher": NEW | {"had_experience": True}}) == {}
    assert found("cn-teachers-2016", facts | {"teacher": NEW | {"years_served": 1}}) == {
        "TP-02": Outcome.FAIL
    }
    assert found("cn-teachers-2016", facts | {"teacher": NEW | {"years_served": 2}}) == {}


def test_a_person_decides_whether_visits_of_a_general_teacher_are_regular():
    facts = told(teacher={"kind": "general", "since": "2015-09-01"}, practice_spans=[])

    assert found("cn-teachers-2016", facts) == {"TP-03": Outcome.NEEDS_PERSON}
    assert found("cn-teachers-2016", facts | {"practice": {"last_on": "2025-12-01"}}) == {}


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"contents": []}, "TP-04"),
        ({"entries": 0}, "TP-05"),
        ({"has_outcome": False}, "TP-05"),
        ({"is_evaluated_jointly": False}, "TP-05"),
    ],
)
def test_practice_without_content_log_outcome_or_evaluation_is_found(change, rule):
    assert found("cn-teachers-2016", told(practice_spans=[SPAN | change])) == {rule: Outcome.FAIL}


def test_large_enterprises_reserve_posts_for_teachers():
    facts: dict[str, Any] = {
        "enterprise": {"is_above_scale": True, "is_integration_type": False, "posts_for_teachers": 0}
    }

    assert found("cn-teachers-2016", facts, Stage.ENTERPRISE) == {"TP-06": Outcome.FAIL}
    facts["enterprise"]["posts_for_teachers"] = 1
    assert found("cn-teachers-2016", facts, Stage.ENTERPRISE) == {}
    facts["enterprise"] = {"is_above_scale": False, "is_integration_type": False}
    assert found("cn-teachers-2016", facts, Stage.ENTERPRISE) == {}


def test_what_is_missing_is_said_with_the_window():
    facts = told(practice_spans=[SPAN | {"last_on": "2023-03-31"}])
    [finding] = [
        one for one in evaluate(facts, bundled_pack("cn-teachers-2016"), ON).findings if one.code == "TP-01"
    ]

    assert in_sentences(finding) == [
        "Practice in enterprises: 3 months from Nov. 21, 2021 to Nov. 20, 2026; at least 6."
    ]
    with translation.override("zh-hans"):
        assert in_sentences(finding) == ["企业实践：2021年11月21日至2026年11月20日共3个月；至少6个月。"]


@pytest.mark.django_db
def test_the_rules_of_a_place_are_those_of_its_city():
    assert version_where("cn-teachers-2016", ON, place="CN-330203").pack.code == "cn-teachers-ningbo"
    assert version_where("cn-teachers-2016", ON, place="CN-3302").pack.code == "cn-teachers-ningbo"
    assert version_where("cn-teachers-2016", ON, place="CN-330100").pack.code == "cn-teachers-2016"
    assert version_where("cn-teachers-2016", ON, place="") == current_version("cn-teachers-2016", ON)
