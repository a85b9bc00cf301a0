"""The board of a plan with 5,000 students, and the rules over 10,000 placements in the database.

A page of the board is held against its own queries, asked once more without Django: what it costs beside
them is ours. Facts and rules are timed apart: facts are queries, rules are not.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from benchmarks import scratch
from benchmarks.measure import Row, in_turn

TITLE = "Placements"

STUDENTS, POSTS, CLASSES = 5_000, 500, 125
CHECKED = 10_000
WANTED = 3
LIMIT = 0.001  # seconds for each placement: the rules alone
SMALL = 200


def run() -> list[Row]:
    with scratch.database():
        from tests.placements.placing import make_placed
        from tests.world import make_world

        placed = make_placed(make_world())
        posts = many_posts(placed)
        rows = [queries_at(placed, posts, SMALL)]
        rows.append(queries_at(placed, posts, STUDENTS, against=rows[0].ours))
        rows += pages(placed)
        rows += checks(placed, posts)
        return rows


# --- What there is ----------------------------------------------------------------------------


def many_posts(placed: Any) -> list[Any]:
    from internships.models import Post
    from tests.factories import EnterpriseFactory

    hosts = [EnterpriseFactory.create(department=placed.world.mechanics, staff_count=900) for _ in range(60)]
    model = placed.post
    made = Post.objects.bulk_create(
        Post(
            plan=placed.plan,
            department=placed.plan.department,
            enterprise=hosts[number % len(hosts)],
            agreement=model.agreement,
            state=model.state,
            name_en=f"Post {number}",
            name_zh=f"岗位{number}",
            duties=model.duties,
            seats=20,
            similar_staff=200,
            address=model.address,
            mentor=placed.world.mentor,
            offered_at=model.offered_at,
        )
        for number in range(POSTS)
    )
    for post in made:
        post.majors.add(placed.world.school_class.major)
    return made


def grow(placed: Any, posts: list[Any], students: int) -> None:
    """Students of the plan up to a number, four fifths of them placed, and checked."""
    from internships.models import SchoolClass, Student
    from placements.models import Placement
    from placements.operations.readiness import recheck

    there = Student.objects.filter(school_class__plans=placed.plan).count()
    major = placed.world.school_class.major
    classes = SchoolClass.objects.bulk_create(
        SchoolClass(
            name=f"班{there}-{number}", department=placed.world.mechanics, major=major, entered_in=2024
        )
        for number in range(max(1, CLASSES * (students - there) // STUDENTS))
    )
    placed.plan.classes.add(*classes)
    made = Student.objects.bulk_create(
        Student(
            number=f"B{there + number:06}",
            name=f"学生{there + number}",
            school_class=classes[number % len(classes)],
            sex="male",
            born_on=date(2008, 1, 1) + timedelta(days=number % 300),
        )
        for number in range(students - there)
    )
    placements = Placement.objects.bulk_create(
        Placement(
            plan=placed.plan,
            student=student,
            post=posts[number % len(posts)],
            enterprise_id=posts[number % len(posts)].enterprise_id,
            department_id=placed.plan.department_id,
            starts_on=placed.plan.starts_on,
            ends_on=placed.plan.ends_on,
            instructor=placed.instructor,
            mentor=placed.world.mentor,
            is_host_imposed=False,
        )
        for number, student in enumerate(made)
        if number % 5
    )
    recheck((one.pk for one in placements), now=timezone.now())
    analyse()


def analyse() -> None:
    from conftest import as_owner

    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE")


# --- The board --------------------------------------------------------------------------------


def addresses(placed: Any) -> list[tuple[str, str]]:
    board = reverse("placements:board", args=[placed.plan.pk])
    return [
        ("the board", board),
        ("whom a rule stops", f"{board}?blocker=INT-13"),
        ("without a place", f"{board}?where=unplaced"),
        ("page 100", f"{board}?page=100"),
    ]


def coordinator(placed: Any) -> Client:
    client = Client()
    client.force_login(placed.world.coordinator)
    return client


def asked(client: Client, address: str) -> list[str]:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured if query["sql"].startswith(("SELECT", "WITH"))]


def queries_at(placed: Any, posts: list[Any], students: int, against: float | None = None) -> Row:
    grow(placed, posts, students)
    count = len(asked(coordinator(placed), addresses(placed)[0][1]))
    return Row(
        name=f"queries of the board, {students:,} students",
        ours=count,
        limit=against or count,
        against=f"the same with {SMALL:,}",
        wanted=1,
        counts=True,
    )


def pages(placed: Any) -> list[Row]:
    client = coordinator(placed)
    rows = []
    for name, address in addresses(placed):
        statements = asked(client, address)

        def page(address: str = address) -> None:
            assert client.get(address).status_code == 200

        def bare(statements: list[str] = statements) -> None:
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
                    cursor.fetchall()

        ours, sql = in_turn(page, bare)
        rows.append(
            Row(
                name=f"{name}, {STUDENTS:,} students",
                ours=ours,
                limit=sql,
                against=f"its {len(statements)} queries without Django",
                wanted=WANTED,
            )
        )
    return rows


# --- The rules --------------------------------------------------------------------------------


def checks(placed: Any, posts: list[Any]) -> list[Row]:
    """Facts, rules and keeping of 10,000 placements, each apart."""
    from compliance.choices import Stage
    from compliance.operations import evaluate_many
    from internships.rule_checks import rules_in_force
    from placements.facts import facts_of
    from placements.models import Placement
    from placements.operations.readiness import recheck

    grow(placed, posts, CHECKED * 5 // 4 + 10)
    keys = list(Placement.objects.live().order_by("pk").values_list("pk", flat=True)[:CHECKED])
    on = timezone.localdate()
    version = rules_in_force(on)
    gathered: list[Any] = []

    def gather() -> None:
        gathered[:] = facts_of(Placement.objects.filter(pk__in=keys).for_facts().order_by("pk")).values()

    facts = once(gather)
    rules = once(lambda: evaluate_many(gathered, version, on, stage=Stage.START))
    again = once(lambda: recheck(keys, now=timezone.now()))
    return [
        Row(
            name=f"rules before the start: each of {CHECKED:,}",
            ours=rules / CHECKED,
            limit=LIMIT,
            against="1 ms for each",
            wanted=1,
        ),
        Row(name=f"their facts: each of {CHECKED:,}", ours=facts / CHECKED, limit=LIMIT, against="1 ms"),
        Row(
            name=f"checked again, nothing changed: each of {CHECKED:,}",
            ours=again / CHECKED,
            limit=LIMIT,
            against="1 ms",
            note="facts, rules, and comparing with what was kept",
        ),
    ]


def once(work: Callable[[], Any]) -> float:
    """The second time counts: the first fills what is kept of packs and types."""
    work()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
