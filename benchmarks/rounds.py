"""A whole round of selection in the database: frozen, run, verified, explained, written, published."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest.mock import patch

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from benchmarks import scratch
from benchmarks.measure import Row
from core.access import THE_SYSTEM
from core.copying import copied_into
from tests.internships.selection.large import large_market

TITLE = "A whole round of selection"
LARGE, SMALL = int(os.environ.get("BENCH_STUDENTS", "100000")), 1_000
STUDENTS_TO_A_POST = 5
LIMIT_SECONDS = 30.0
RANKED = ("seat_id", "student_id", "place")
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def run() -> list[Row]:
    with scratch.database():
        few = one_round(SMALL)
        many = one_round(LARGE)
    steps = ", ".join(f"{name} {seconds:.1f} s" for name, (seconds, _queries) in many.items())
    return [
        Row(
            name=f"{LARGE:,} students, {LARGE // STUDENTS_TO_A_POST:,} posts, from lists to outcomes",
            ours=sum(seconds for seconds, _queries in many.values()),
            limit=LIMIT_SECONDS,
            against="the limit",
            wanted=1,
            note=steps,
        ),
        Row(
            name="its queries",
            ours=sum(queries for _seconds, queries in many.values()),
            limit=sum(queries for _seconds, queries in few.values()),
            against=f"with {SMALL:,} students",
            wanted=1,
            counts=True,
        ),
    ]


def one_round(students: int) -> dict[str, tuple[float, int]]:
    """Seconds and queries of each step."""
    from internships.models import Outcome, RoundRun, SelectionRound
    from internships.operations import rounds, runs
    from internships.round_work import work_on

    pk = make_round(students)
    later = NOW + timedelta(days=16)
    rounds.open_round(actor=THE_SYSTEM, pk=pk, now=NOW)
    rounds.close_round(actor=THE_SYSTEM, pk=pk, now=later)
    found: dict[str, tuple[float, int]] = {}

    def step(name: str, act: Callable[[], Any]) -> None:
        with CaptureQueriesContext(connection) as queries:
            start = time.perf_counter()
            act()
            found[name] = time.perf_counter() - start, len(queries)

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '60s'")
    step("freeze", lambda: runs.freeze_round(actor=THE_SYSTEM, pk=pk, now=later))
    with patch("internships.operations.runs.nudge"):  # no worker listens here
        run = runs.start_run(actor=THE_SYSTEM, pk=pk, now=later)
    step("run", lambda: work_on(run.pk, now=later))
    step("publish", lambda: runs.publish_round(actor=THE_SYSTEM, pk=pk, now=later))
    run = RoundRun.objects.defer("snapshot").get(pk=run.pk)
    assert run.error == ""
    assert Outcome.objects.that_count().filter(run=run).count() == students
    assert SelectionRound.objects.get(pk=pk).state == "published"
    return found


# --- A round to run ---------------------------------------------------------------------------


def make_round(students: int) -> int:
    """A round with as many students, whose lists are in and whose posts have ranked them."""
    from catalogue.models import Major
    from internships.models import Post, RoundSeat, Student
    from internships.operations.rounds import prepare_round
    from tests.factories import (
        BindingAgreementFactory,
        EnterpriseFactory,
        PlanFactory,
        PostFactory,
        SchoolClassFactory,
        StudentFactory,
    )

    market = large_market(students=students, posts=students // STUDENTS_TO_A_POST, contested=True, ties=True)
    enterprise = EnterpriseFactory.create()
    agreement = BindingAgreementFactory.create(department=enterprise.department, enterprise=enterprise)
    plan = PlanFactory.create(
        department=enterprise.department,
        state="approved",
        starts_on=date(2027, 3, 1),
        ends_on=date(2027, 8, 31),
    )
    classes = SchoolClassFactory.create_batch(max(1, students // 1000), department=enterprise.department)
    plan.classes.set(classes)
    round = prepare_round(
        actor=THE_SYSTEM,
        plan=plan,
        name="Large",
        now=NOW,
        opens_at=NOW + timedelta(days=1),
        students_until=NOW + timedelta(days=8),
        closes_at=NOW + timedelta(days=15),
        confirm_by=NOW + timedelta(days=22),
    )
    people = Student.objects.bulk_create(
        (
            StudentFactory.build(school_class=classes[number % len(classes)])
            for number in range(len(market.students))
        ),
        batch_size=5_000,
    )
    posts = Post.objects.bulk_create(
        (
            PostFactory.build(
                plan=plan,
                department=plan.department,
                enterprise=enterprise,
                agreement=agreement,
                seats=side.capacity,
                majors=None,
            )
            for side in market.posts.values()
        ),
        batch_size=5_000,
    )
    major = Major.objects.get(pk=classes[0].major_id)
    Post.majors.through.objects.bulk_create(
        (Post.majors.through(post=post, major=major) for post in posts), batch_size=5_000
    )
    seats = RoundSeat.objects.bulk_create(
        (RoundSeat(round=round, post=post, seats=post.seats) for post in posts), batch_size=5_000
    )
    student_key = {name: person.pk for name, person in zip(market.students, people, strict=True)}
    seat_key = {name: seat.pk for name, seat in zip(market.posts, seats, strict=True)}
    with transaction.atomic(), copied_into("internships_studentranking", RANKED) as write:
        for name, ranking in market.students.items():
            for place, group in enumerate(ranking, 1):
                for post in group:
                    write((seat_key[post], student_key[name], place))
    with transaction.atomic(), copied_into("internships_postranking", RANKED) as write:
        for name, side in market.posts.items():
            for place, group in enumerate(side.ranking, 1):
                for student in group:
                    write((seat_key[name], student_key[student], place))
    return round.pk
