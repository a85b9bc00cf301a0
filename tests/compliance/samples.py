"""Facts of an internship in which everything is in order, and ways to spoil them."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, timedelta
from functools import cache
from typing import Any

from compliance.choices import Stage
from compliance.engine.facts import split
from compliance.engine.rules import RulePack, compile_rule
from compliance.engine.tightening import merged
from compliance.sources import bundled_versions
from core.workdays import WorkCalendar

ON = date(2026, 3, 2)

GOOD: dict[str, Any] = {
    "student": {"birth_date": "2008-05-01", "sex": "female", "study_year": 3, "major_code": "660103"},
    "host": {
        "is_registered": True,
        "is_lawful": True,
        "is_dishonest": False,
        "safe_years": 3,
        "checked_on": "2026-01-10",
        "venue_type": "ordinary",
        "visited_on": "2026-01-15",
        "inspected": [
            *("qualification", "credit", "management", "posts"),
            *("hours", "environment", "health", "safety"),
        ],
        "is_approved": True,
        "is_published": True,
        "staff": 200,
        "interns": 20,
        "post_staff": 50,
        "post_interns": 10,
    },
    "post": {
        "major_codes": ["660301", "510101"],
        "hazards": [],
        "labour_grade": 2,
        "is_harmful": False,
        "is_only_repetitive": False,
        "hours_per_day": 8,
        "hours_per_week": 40,
        "has_overtime": False,
        "shift": "day",
        "works_on_rest_days": False,
        "wage": 4000,
        "lowest_wage_tier": 3500,
        "local_minimum_wage": 2500,
    },
    "placement": {
        "type": "post",
        "arranged_by": "school",
        "starts_on": "2026-03-09",
        "ends_on": "2026-09-04",
        "channel": "direct",
        "is_host_imposed": False,
        "has_objected": False,
        "school_instructor": "赵老师",
        "host_mentor": "吴师傅",
        "covers_typical_tasks": True,
        "is_independent": True,
        "destination": "local",
        "is_local": True,
        "lodging": "home",
        "route": "other",
        "has_employer_oversight": True,
    },
    "plan": {
        "documents": ["plan", "management_rules", "safety_rules", "emergency_plan"],
        "tasks": ["Turning", "Milling"],
        "has_assessment": True,
        "is_assessed_jointly": True,
        "copies_host_standards": False,
        "is_for_profit": False,
        "payment_to_school": 0,
        "reports": ["before_start"],
    },
    "consents": {"student_signed_on": "2026-02-20", "guardian_signed_on": "2026-02-21"},
    "agreement": {
        "signed_by": ["school", "host", "student", "guardian"],
        "signed_on": "2026-02-25",
        "template": "official",
        "clauses": [
            *("parties", "time_and_place", "board_lodging_hours_leave", "pay", "protection"),
            *("insurance", "assessment", "breach", "other"),
        ],
        "pay": 3300,
        "pay_form": "money",
        "pay_cycle_months": 1,
        "payee": "student",
        "fees": [],
        "holds_papers": False,
        "asks_guarantee": False,
    },
    "insurance": {
        "policy": "PICC-2026-1",
        "covers_from": "2026-03-01",
        "covers_until": "2026-09-30",
        "paid_by": "school",
        "is_deducted": False,
    },
    "training": {"has_passed": True, "passed_on": "2026-02-27", "score": 92, "has_protective_gear": True},
    "logs": {"entries": 40, "report_submitted_on": "2026-09-01"},
    "visits": {"count": 6, "last_on": "2026-02-20"},
    "evaluation": {"grade": "good", "counts_for_credit": True},
    "archive": {
        "documents": ["agreement", "plan", "report", "result", "log", "inspections", "summary", "evidence"]
    },
    "calendar": WorkCalendar(
        country="CN",
        years=frozenset({2026, 2027}),
        holidays=frozenset({date(2026, 4, 6), date(2026, 5, 1)}),
        make_up_workdays=frozenset({date(2026, 5, 9)}),
        unconfirmed=frozenset({2027}),
    ).as_facts(),
    "attendance": [
        {"date": f"2026-03-{day:02}", "hours": 8, "starts_at": "08:00", "ends_at": "17:00"}
        for day in range(9, 14)
    ],
    "payments": [
        {
            "paid_on": "2026-04-05",
            "period_from": "2026-03-01",
            "period_until": "2026-03-31",
            "monthly_amount": 3300,
            "form": "money",
            "payee": "student",
            "deducted": 0,
            "fees": [],
        }
    ],
    "hours": [
        {"employer": "Jinggong", "mode": "on_site", "hours": 250},
        {"employer": "Haitian", "mode": "remote", "hours": 63},
        {"employer": "Haitian", "mode": "taster", "hours": 7},
    ],
}


def changed(*changes: tuple[str, Any]) -> dict[str, Any]:
    """The good facts with others at some paths; ``...`` takes a fact out."""
    facts = deepcopy(GOOD)
    for path, value in changes:
        *groups, name = split(path)
        place = facts
        for group in groups:
            place = place[group]
        if value is ...:
            place.pop(name, None)
        else:
            place[name] = value
    return facts


def worked(day: date, hours: float = 8, starts_at: str = "08:00", ends_at: str = "17:00") -> dict[str, Any]:
    return {"date": day.isoformat(), "hours": hours, "starts_at": starts_at, "ends_at": ends_at}


def week(first: date, days: int, hours: float = 8) -> list[dict[str, Any]]:
    return [worked(first + timedelta(n), hours) for n in range(days)]


@cache
def bundled_pack(code: str) -> RulePack:
    """The latest version of a bundled pack, without a database."""
    version = max((one for one in bundled_versions() if one.code == code), key=lambda one: one.number)
    parent = bundled_pack(version.parent).rules if version.parent else ()
    return RulePack(name=code, number=version.number, rules=merged(parent, map(compile_rule, version.rules)))


STAGES = list(Stage)
