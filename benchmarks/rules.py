"""The rules of law over 10,000 placements: held against facts in one batch, and kept."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from benchmarks import scratch
from benchmarks.measure import Row, median_seconds
from tests.compliance.samples import changed, week

TITLE = "Rules"

PLACEMENTS = 10_000
ON = date(2026, 3, 2)
LIMIT = 0.001  # seconds for each placement
MONDAY = date(2026, 3, 9)


def run() -> list[Row]:
    with scratch.database():
        return held_against_facts() + kept()


def facts_of(number: int) -> dict[str, Any]:
    """One placement of many, every tenth with something that stands in the way."""
    return changed(
        ("student.birth_date", (date(2007, 1, 1) + timedelta(number % 900)).isoformat()),
        ("student.study_year", 1 if number % 10 == 0 else 3),
        ("agreement.pay", 2000 + number % 2000),
        ("host.interns", number % 25),
        ("insurance.covers_until", "2026-08-31" if number % 50 == 0 else "2026-09-30"),
        ("attendance", week(MONDAY, 5, hours=6 + number % 3)),
    )


def held_against_facts() -> list[Row]:
    from compliance.choices import Stage
    from compliance.operations import current_version, evaluate_many

    placements = [facts_of(number) for number in range(PLACEMENTS)]
    rows = []
    for name, code, stage in (
        ("before the start", "cn-internship-2021", Stage.START),
        ("a week of attendance", "cn-ningbo", Stage.DAY),
        ("every rule", "cn-internship-2021", None),
    ):
        version = current_version(code, ON)
        taken = median_seconds(
            lambda version=version, stage=stage: evaluate_many(placements, version, ON, stage=stage),
            runs=3,
            warm_up=1,
        )
        rows.append(
            Row(
                name=f"{code}, {name}: each of {PLACEMENTS:,}",
                ours=taken / PLACEMENTS,
                limit=LIMIT,
                against="1 ms for each",
                wanted=1,
            )
        )
    return rows


def kept() -> list[Row]:
    """Checked and kept for as many records, and once more when nothing has changed."""
    from compliance.choices import Stage
    from compliance.models import Evaluation
    from compliance.operations import CheckOf, current_version, store_many

    user = get_user_model()
    user.objects.bulk_create(
        user(name=f"学生{number}", email=f"student{number}@centre.example") for number in range(PLACEMENTS)
    )
    version = current_version("cn-internship-2021", ON)
    checks = [
        CheckOf(subject=student, facts=facts_of(number))
        for number, student in enumerate(user.objects.order_by("pk")[:PLACEMENTS])
    ]

    def keep() -> float:
        start = time.perf_counter()
        store_many(checks=checks, version=version, stage=Stage.START, on=ON, now=timezone.now())
        return time.perf_counter() - start

    first, again = keep(), keep()
    copies = list(Evaluation.objects.all())
    for copy in copies:
        copy.pk, copy.occasion = None, "copy"
    start = time.perf_counter()
    Evaluation.objects.bulk_create(copies, batch_size=1000)
    plain = time.perf_counter() - start
    bare = f"a bare bulk_create of the same {PLACEMENTS:,} rows"
    return [
        Row(name=f"{PLACEMENTS:,} checked and kept", ours=first, limit=plain, against=bare),
        Row(name="the same again: nothing has changed", ours=again, limit=plain, against=bare),
    ]
