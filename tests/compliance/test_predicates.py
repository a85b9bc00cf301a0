"""Each predicate: what it says yes to, what it says no to, and what it does not know."""

from __future__ import annotations

from typing import Any

import pytest

from compliance.choices import Outcome
from compliance.engine.binding import bind
from compliance.engine.errors import InvalidFacts, InvalidRule
from compliance.engine.facts import check_facts
from compliance.engine.predicates import PREDICATES
from compliance.facts import SCHEMA

P, F, N, Q = Outcome.PASS, Outcome.FAIL, Outcome.NO_DATA, Outcome.NEEDS_PERSON

YEARS = {"fact": "student.study_year"}
STARTS = {"birth": "student.birth_date", "on": "placement.starts_on"}
BORN_2010 = {"student": {"birth_date": "2010-02-28"}, "placement": {"starts_on": "2026-02-28"}}
PERIOD = {"first": "placement.starts_on", "last": "placement.ends_on"}
COVER = {"covers_from": "insurance.covers_from", "covers_until": "insurance.covers_until", **PERIOD}
WORK = {"records": "attendance", "day": "item.date", "hours": "item.hours"}
NIGHT = {
    **WORK,
    "begins": "item.starts_at",
    "ends": "item.ends_at",
    "night_from": "22:00",
    "night_until": "06:00",
}
SHARE = {"records": "hours", "field": "item.hours", "key": "item.mode", "value": "remote"}
EIGHT_HOURS = {"predicate": "at_most", "parameters": {"fact": "item.hours", "maximum": 8}}
YES = {"predicate": "equals", "parameters": {"fact": "host.is_lawful", "value": True}}
SECOND_YEAR = {"predicate": "at_least", "parameters": {"fact": "student.study_year", "minimum": 2}}


def placement(first: str | None, last: str | None = None) -> dict[str, Any]:
    return {"placement": {"starts_on": first, "ends_on": last}}


def hours(**by_mode: float) -> dict[str, Any]:
    return {"hours": [{"employer": mode, "mode": mode, "hours": n} for mode, n in by_mode.items()]}


def days(*entries: tuple[str, float]) -> dict[str, Any]:
    return {
        "attendance": [{"date": day, "hours": n} for day, n in entries],
        "calendar": {"years": [2026], "holidays": ["2026-05-01"], "make_up_workdays": ["2026-05-09"]},
    }


TWO_MONTHS = {
    "records": "practice_spans",
    "first": "item.first_on",
    "last": "item.last_on",
    "counted_as": "item.counted_as",
    "since": "teacher.since",
    "on": "on",
    "minimum": 2,
    "years": 2,
}
BY_SCHOOL_YEARS = TWO_MONTHS | {"anchor": "2019-09-01"}


def practised(*periods: tuple[str, str], since: str | None = "2018-09-01") -> dict[str, Any]:
    spans = [{"first_on": first, "last_on": last, "counted_as": "period"} for first, last in periods]
    return {"on": "2026-03-01", "teacher": {"since": since}, "practice_spans": spans}


CASES: list[tuple[str, dict[str, Any], dict[str, Any], Outcome]] = [
    ("by_person", {"question_en": "Well?", "question_zh": "如何？"}, {}, Q),
    (
        "all_of",
        {"checks": [YES, SECOND_YEAR]},
        {"host": {"is_lawful": True}, "student": {"study_year": 2}},
        P,
    ),
    ("all_of", {"checks": [YES, SECOND_YEAR]}, {"host": {"is_lawful": True}}, N),
    ("all_of", {"checks": [YES, SECOND_YEAR]}, {"host": {"is_lawful": False}}, F),
    ("any_of", {"checks": [YES, SECOND_YEAR]}, {"student": {"study_year": 3}}, P),
    ("any_of", {"checks": [YES, SECOND_YEAR]}, {"host": {"is_lawful": False}}, N),
    (
        "any_of",
        {"checks": [YES, SECOND_YEAR]},
        {"host": {"is_lawful": False}, "student": {"study_year": 1}},
        F,
    ),
    ("is_given", {"fact": "plan.tasks"}, {"plan": {"tasks": ["Turning"]}}, P),
    ("is_given", {"fact": "plan.tasks"}, {"plan": {"tasks": []}}, F),
    ("is_given", {"fact": "placement.host_mentor"}, {"placement": {"host_mentor": ""}}, N),
    ("equals", {"fact": "host.is_lawful", "value": True}, {"host": {"is_lawful": True}}, P),
    ("equals", {"fact": "host.is_lawful", "value": True}, {"host": {"is_lawful": False}}, F),
    ("equals", {"fact": "host.is_lawful", "value": True}, {"host": None}, N),
    ("at_least", YEARS | {"minimum": 2}, {"student": {"study_year": 2}}, P),
    ("at_least", YEARS | {"minimum": 2}, {"student": {"study_year": 1.9}}, F),
    ("at_least", YEARS | {"minimum": 2}, {"student": {}}, N),
    ("at_most", YEARS | {"maximum": 3}, {"student": {"study_year": 3}}, P),
    ("at_most", YEARS | {"maximum": 3}, {"student": {"study_year": 4}}, F),
    ("at_most", YEARS | {"maximum": 3}, {}, N),
    ("one_of", {"fact": "student.sex", "values": ["female"]}, {"student": {"sex": "female"}}, P),
    ("one_of", {"fact": "student.sex", "values": ["female"]}, {"student": {"sex": "male"}}, F),
    ("one_of", {"fact": "student.sex", "values": ["female"]}, {"student": {"sex": ""}}, N),
    ("none_of", {"fact": "post.hazards", "values": ["dust"]}, {"post": {"hazards": ["boiler"]}}, P),
    ("none_of", {"fact": "post.hazards", "values": ["dust"]}, {"post": {"hazards": []}}, P),
    ("none_of", {"fact": "post.hazards", "values": ["dust"]}, {"post": {"hazards": ["boiler", "dust"]}}, F),
    ("none_of", {"fact": "post.hazards", "values": ["dust"]}, {"post": {}}, N),
    ("none_of", {"fact": "host.venue_type", "values": ["bar"]}, {"host": {"venue_type": "bar"}}, F),
    ("all_present", {"fact": "plan.documents", "items": ["plan"]}, {"plan": {"documents": ["plan"]}}, P),
    ("all_present", {"fact": "plan.documents", "items": ["plan"]}, {"plan": {"documents": []}}, F),
    ("all_present", {"fact": "plan.documents", "items": ["plan"]}, {"plan": {}}, N),
    (
        "shares_beginning",
        {"fact": "student.major_code", "among": "post.major_codes", "characters": 2},
        {"student": {"major_code": "660103"}, "post": {"major_codes": ["530101", "669999"]}},
        P,
    ),
    (
        "shares_beginning",
        {"fact": "student.major_code", "among": "post.major_codes", "characters": 4},
        {"student": {"major_code": "660103"}, "post": {"major_codes": ["669999"]}},
        F,
    ),
    (
        "shares_beginning",
        {"fact": "student.major_code", "among": "post.major_codes", "characters": 2},
        {"student": {"major_code": "660103"}, "post": {"major_codes": []}},
        F,
    ),
    (
        "shares_beginning",
        {"fact": "student.major_code", "among": "post.major_codes", "characters": 2},
        {"student": {"major_code": "660103"}},
        N,
    ),
    (
        "ratio_at_least",
        {"fact": "agreement.pay", "of": "post.wage", "minimum": 0.8},
        {"agreement": {"pay": 3456.8}, "post": {"wage": 4321}},
        P,
    ),
    (
        "ratio_at_least",
        {"fact": "agreement.pay", "of": "post.wage", "minimum": 0.8},
        {"agreement": {"pay": 3456.79}, "post": {"wage": 4321}},
        F,
    ),
    (
        "ratio_at_least",
        {"fact": "agreement.pay", "of": "post.wage", "minimum": 0.8},
        {"post": {"wage": 1}},
        N,
    ),
    (
        "ratio_at_most",
        {"fact": "host.interns", "of": "host.staff", "maximum": 0.1},
        {"host": {"interns": 3, "staff": 30}},
        P,
    ),
    (
        "ratio_at_most",
        {"fact": "host.interns", "of": "host.staff", "maximum": 0.1},
        {"host": {"interns": 1, "staff": 0}},
        F,
    ),
    (
        "ratio_at_most",
        {"fact": "host.interns", "of": "host.staff", "maximum": 0.1},
        {"host": {"interns": 1}},
        N,
    ),
    ("age_at", STARTS | {"minimum": 16}, BORN_2010, P),
    ("age_at", STARTS | {"minimum": 17}, BORN_2010, F),
    ("age_at", STARTS | {"maximum": 15}, BORN_2010, F),
    ("age_at", STARTS | {"minimum": 16}, {"student": {"birth_date": "2010-02-28"}}, N),
    (
        "age_at",
        STARTS | {"minimum": 18},
        {"student": {"birth_date": "2008-02-29"}, "placement": {"starts_on": "2026-02-28"}},
        F,
    ),
    (
        "age_at",
        STARTS | {"minimum": 18},
        {"student": {"birth_date": "2008-02-29"}, "placement": {"starts_on": "2026-03-01"}},
        P,
    ),
    (
        "in_order",
        {"earlier": "agreement.signed_on", "later": "placement.starts_on"},
        {"agreement": {"signed_on": "2026-03-09"}, **placement("2026-03-09")},
        P,
    ),
    (
        "in_order",
        {"earlier": "agreement.signed_on", "later": "placement.starts_on", "days": 1},
        {"agreement": {"signed_on": "2026-03-09"}, **placement("2026-03-09")},
        F,
    ),
    (
        "in_order",
        {"earlier": "agreement.signed_on", "later": "placement.starts_on"},
        placement("2026-03-09"),
        N,
    ),
    (
        "is_recent",
        {"fact": "host.checked_on", "on": "placement.starts_on", "days": 30},
        {"host": {"checked_on": "2026-02-07"}, **placement("2026-03-09")},
        P,
    ),
    (
        "is_recent",
        {"fact": "host.checked_on", "on": "placement.starts_on", "days": 30},
        {"host": {"checked_on": "2026-03-10"}, **placement("2026-03-09")},
        F,
    ),
    ("is_recent", {"fact": "host.checked_on", "on": "placement.starts_on", "days": 30}, {}, N),
    ("lasts", PERIOD | {"minimum": 2, "maximum": 3}, placement("2026-03-09", "2026-03-10"), P),
    ("lasts", PERIOD | {"minimum": 2}, placement("2026-03-09", "2026-03-09"), F),
    ("lasts", PERIOD | {"maximum": 3}, placement("2026-03-09", "2026-03-12"), F),
    ("lasts", PERIOD | {"maximum": 3}, placement("2026-03-09"), N),
    (
        "covers",
        COVER,
        {
            "insurance": {"covers_from": "2026-03-09", "covers_until": "2026-09-04"},
            **placement("2026-03-09", "2026-09-04"),
        },
        P,
    ),
    (
        "covers",
        COVER | {"margin_days": 1},
        {
            "insurance": {"covers_from": "2026-03-09", "covers_until": "2026-09-04"},
            **placement("2026-03-09", "2026-09-04"),
        },
        F,
    ),
    ("covers", COVER, placement("2026-03-09", "2026-09-04"), N),
    ("each", {"records": "attendance", "checks": [EIGHT_HOURS]}, days(("2026-03-09", 8)), P),
    (
        "each",
        {"records": "attendance", "checks": [EIGHT_HOURS]},
        days(("2026-03-09", 8), ("2026-03-10", 9)),
        F,
    ),
    ("each", {"records": "attendance", "checks": [EIGHT_HOURS]}, {"attendance": []}, N),
    ("each", {"records": "attendance", "may_be_empty": True, "checks": [EIGHT_HOURS]}, {"attendance": []}, P),
    ("each", {"records": "attendance", "may_be_empty": True, "checks": [EIGHT_HOURS]}, {}, N),
    (
        "distinct_at_most",
        {"records": "hours", "field": "item.employer", "maximum": 2},
        hours(on_site=1, remote=1),
        P,
    ),
    (
        "distinct_at_most",
        {"records": "hours", "field": "item.employer", "maximum": 1},
        hours(on_site=1, remote=1),
        F,
    ),
    (
        "distinct_at_most",
        {"records": "hours", "field": "item.employer", "maximum": 1},
        {"hours": [{"hours": 2}]},
        N,
    ),
    (
        "sum_at_least",
        {"records": "hours", "field": "item.hours", "minimum": 0.3},
        hours(on_site=0.1, remote=0.2),
        P,
    ),
    ("sum_at_least", {"records": "hours", "field": "item.hours", "minimum": 315}, hours(on_site=314), F),
    ("sum_at_least", {"records": "hours", "field": "item.hours", "minimum": 315}, {}, N),
    ("sum_at_most", SHARE | {"maximum": 35}, hours(on_site=100, remote=35), P),
    ("sum_at_most", SHARE | {"maximum": 35}, hours(remote=36), F),
    ("sum_at_most", SHARE | {"maximum": 35}, {"hours": [{"hours": 2}]}, N),
    ("share_at_most", SHARE | {"maximum": 0.2}, hours(on_site=80, remote=20), P),
    ("share_at_most", SHARE | {"maximum": 0.2}, hours(on_site=79, remote=21), F),
    ("share_at_most", SHARE | {"maximum": 0.2}, {"hours": []}, N),
    ("hours_per_day", WORK | {"maximum": 8}, days(("2026-03-09", 4), ("2026-03-09", 4)), P),
    ("hours_per_day", WORK | {"maximum": 8}, days(("2026-03-09", 5), ("2026-03-09", 4)), F),
    ("hours_per_day", WORK | {"maximum": 8}, {"attendance": [{"date": "2026-03-09"}]}, N),
    (
        "hours_per_week",
        WORK | {"maximum": 40},
        days(("2026-03-09", 20), ("2026-03-15", 20), ("2026-03-16", 20)),
        P,
    ),
    ("hours_per_week", WORK | {"maximum": 40}, days(("2026-03-09", 20), ("2026-03-15", 21)), F),
    ("hours_per_week", WORK | {"maximum": 40}, {}, N),
    ("no_rest_day_work", WORK, days(("2026-05-09", 8)), P),
    ("no_rest_day_work", WORK, days(("2026-05-10", 8)), F),
    ("no_rest_day_work", WORK | {"also_rest": [5]}, days(("2026-05-08", 8)), F),
    ("no_rest_day_work", WORK, days(("2027-05-10", 8)), N),
    ("no_rest_day_work", WORK, {"attendance": [{"date": "2026-05-08", "hours": 1}]}, N),
    ("months_in_window", TWO_MONTHS, practised(("2024-03-02", "2024-04-30")), P),
    ("months_in_window", TWO_MONTHS, practised(("2024-03-01", "2024-04-29")), F),
    ("months_in_window", TWO_MONTHS, practised(since="2024-03-02"), P),
    ("months_in_window", TWO_MONTHS, practised(since="2024-03-01"), F),
    ("months_in_window", TWO_MONTHS, practised(since=None), N),
    ("months_in_window", TWO_MONTHS, {"on": "2026-03-01", "teacher": {"since": "2024-03-01"}}, N),
    ("months_in_window", BY_SCHOOL_YEARS, practised(("2024-07-01", "2024-08-29")), P),
    ("months_in_window", BY_SCHOOL_YEARS, practised(("2025-09-01", "2025-12-29")), F),
    (
        "months_in_window",
        TWO_MONTHS | {"overlaps_count_once": False},
        practised(("2025-07-01", "2025-07-30"), ("2025-07-01", "2025-07-30")),
        P,
    ),
    (
        "no_night_work",
        NIGHT,
        {"attendance": [{"date": "2026-03-09", "hours": 8, "starts_at": "08:00", "ends_at": "16:00"}]},
        P,
    ),
    (
        "no_night_work",
        NIGHT,
        {"attendance": [{"date": "2026-03-09", "hours": 8, "starts_at": "15:00", "ends_at": "23:00"}]},
        F,
    ),
    ("no_night_work", NIGHT, {"attendance": [{"date": "2026-03-09", "hours": 8, "starts_at": "15:00"}]}, N),
]


@pytest.mark.parametrize(("name", "parameters", "facts", "wanted"), CASES)
def test_a_predicate_answers(name, parameters, facts, wanted):
    check_facts(facts, SCHEMA)
    check = bind({"predicate": name, "parameters": parameters}, schema=SCHEMA)

    assert check(facts).outcome is wanted


def test_every_predicate_is_tried():
    assert {name for name, *_rest in CASES} == set(PREDICATES)


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ("at_least", "A check is an object"),
        ({"predicate": "execute"}, "no predicate “execute”"),
        (
            {"predicate": "at_least", "parameters": {"fact": "student.study_year"}},
            "needs the parameter “minimum”",
        ),
        (
            {"predicate": "at_least", "parameters": {"fact": "student.study_year", "minimum": "two"}},
            "has to be a number",
        ),
        (
            {"predicate": "at_least", "parameters": {"fact": "student.study_year", "minimum": True}},
            "has to be a number",
        ),
        (
            {"predicate": "at_least", "parameters": {"fact": "student.year", "minimum": 2}},
            "names no fact: student.year",
        ),
        (
            {"predicate": "at_least", "parameters": {"fact": "student.sex", "minimum": 2}},
            "needs a fact of the kind number",
        ),
        (
            {"predicate": "at_least", "parameters": {"fact": "student.study_year", "minimum": 2, "max": 3}},
            "takes no parameter “max”",
        ),
        ({"predicate": "at_least", "parameters": ["student.study_year"]}, "are one object"),
        (
            {"predicate": "none_of", "parameters": {"fact": "post.hazards", "values": ["hight"]}},
            "is never hight",
        ),
        ({"predicate": "none_of", "parameters": {"fact": "post.hazards", "values": []}}, "a list of texts"),
        (
            {"predicate": "equals", "parameters": {"fact": "student.study_year", "value": True}},
            "does not fit",
        ),
        ({"predicate": "equals", "parameters": {"fact": "host.is_lawful", "value": 1}}, "does not fit"),
        (
            {"predicate": "share_at_most", "parameters": SHARE | {"value": "afar", "maximum": 0.2}},
            "is never afar",
        ),
        ({"predicate": "all_of", "parameters": {"checks": []}}, "has to be a list of checks"),
        (
            {
                "predicate": "each",
                "parameters": {
                    "records": "attendance",
                    "checks": [
                        {"predicate": "at_most", "parameters": {"fact": "attendance.hours", "maximum": 8}}
                    ],
                },
            },
            "Fields of the list begin with “item.”",
        ),
        (
            {"predicate": "no_night_work", "parameters": NIGHT | {"night_from": "01:00"}},
            "begins after noon",
        ),
        ({"predicate": "no_night_work", "parameters": NIGHT | {"night_from": "25:00"}}, "a time such as"),
        ({"predicate": "months_in_window", "parameters": TWO_MONTHS | {"minimum": 0}}, "more than none"),
        ({"predicate": "months_in_window", "parameters": TWO_MONTHS | {"years": 2.5}}, "whole years"),
        (
            {"predicate": "months_in_window", "parameters": TWO_MONTHS | {"anchor": "1 September"}},
            "anchor is a date",
        ),
        (
            {"predicate": "months_in_window", "parameters": TWO_MONTHS | {"single_days_per_month": 0}},
            "has some days",
        ),
    ],
)
def test_what_an_administrator_gets_wrong_is_said_plainly(spec, words):
    with pytest.raises(InvalidRule, match=words):
        bind(spec, schema=SCHEMA)


def test_checks_do_not_lie_in_each_other_without_end():
    spec: dict[str, Any] = YES
    for _n in range(10):
        spec = {"predicate": "all_of", "parameters": {"checks": [spec]}}

    with pytest.raises(InvalidRule, match="too deep"):
        bind(spec, schema=SCHEMA)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ([], "one object"),
        ({"pupil": {}}, "no facts called “pupil”"),
        ({"student": {"birthdate": "2010-01-01"}}, "no fact called “student.birthdate”"),
        ({"student": []}, "“student” has to be an object"),
        ({"student": {"birth_date": "1 May 2010"}}, "“student.birth_date” is .* not a date"),
        ({"student": {"birth_date": "20100501"}}, "not a date"),
        ({"student": {"birth_date": "2010-W01-1"}}, "not a date"),
        ({"student": {"study_year": "2"}}, "not a number"),
        ({"student": {"study_year": True}}, "not a number"),
        ({"student": {"study_year": -1}}, "not a number from 0 on"),
        ({"student": {"study_year": float("nan")}}, "not a number"),
        ({"student": {"sex": "woman"}}, "not one of female, male"),
        ({"post": {"hazards": "dust"}}, "not a list out of"),
        ({"post": {"hazards": ["dust", ""]}}, "not a list out of"),
        ({"attendance": {}}, "“attendance” has to be a list"),
        ({"attendance": [8]}, r"“attendance\[1\]” has to be an object"),
        ({"attendance": [{"starts_at": "8:00"}]}, "not a time"),
        ({"host": {"is_lawful": 1}}, "not true or false"),
    ],
)
def test_facts_that_are_no_facts_are_refused_with_their_place(facts, words):
    with pytest.raises(InvalidFacts, match=words):
        check_facts(facts, SCHEMA)
