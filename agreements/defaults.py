"""The configuration that comes with the program: clause library, types, routes, reminder policies."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import transaction

from agreements.models import AgreementType, Clause, ClauseVersion, ReminderPolicy, TemplateClause
from signing.models import ApprovalRoute, RouteStep

WORDS = ("heading_en", "heading_zh", "text_en", "text_zh")
MANDATORY = "!"


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many of each were new."""

    clauses: int
    routes: int
    reminder_policies: int
    types: int


@cache
def bundled() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(files("agreements").joinpath("data", "defaults.toml").read_text(encoding="utf-8"))


@transaction.atomic
def load_defaults(*, now: datetime) -> Loaded:
    """Add what is missing. What the centre made of an entry since stays as it is."""
    data = bundled()
    return Loaded(
        clauses=sum([_clause(entry, now) for entry in data["clause"]]),
        routes=sum([_route(entry) for entry in data["route"]]),
        reminder_policies=sum([_reminder_policy(entry) for entry in data["reminder_policy"]]),
        types=sum([_type(entry) for entry in data["type"]]),
    )


def _clause(entry: dict[str, Any], now: datetime) -> bool:
    clause, is_new = Clause.objects.get_or_create(
        code=entry["code"], defaults={"category": entry["category"]}
    )
    if is_new:
        ClauseVersion.objects.create(
            clause=clause,
            number=1,
            variables=entry.get("variables", []),
            reason="Comes with the program.",
            created_at=now,
            **{name: entry[name].strip() for name in WORDS},
        )
    return is_new


def _route(entry: dict[str, Any]) -> bool:
    route, is_new = ApprovalRoute.objects.get_or_create(
        name_en=entry["name_en"], defaults={"name_zh": entry["name_zh"]}
    )
    if is_new:
        RouteStep.objects.bulk_create(
            RouteStep(route=route, order=order, **step) for order, step in enumerate(entry["steps"], start=1)
        )
    return is_new


def _reminder_policy(entry: dict[str, Any]) -> bool:
    _policy, is_new = ReminderPolicy.objects.get_or_create(name_en=entry["name_en"], defaults=entry)
    return is_new


def _type(entry: dict[str, Any]) -> bool:
    references = {"template", "route", "reminder_policy"}
    kind, is_new = AgreementType.objects.get_or_create(
        code=entry["code"],
        defaults={name: value for name, value in entry.items() if name not in references}
        | {
            "route": ApprovalRoute.objects.get(name_en=entry["route"]),
            "reminder_policy": ReminderPolicy.objects.get(name_en=entry["reminder_policy"]),
        },
    )
    if is_new:
        clauses = {clause.code: clause for clause in Clause.objects.all()}
        TemplateClause.objects.bulk_create(
            TemplateClause(
                type=kind,
                clause=clauses[line.removesuffix(MANDATORY)],
                order=order,
                is_mandatory=line.endswith(MANDATORY),
            )
            for order, line in enumerate(entry["template"], start=1)
        )
    return is_new
