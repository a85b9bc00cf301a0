"""What the walls of the portal cost: every query of its pages behind them, against the same outside.

A page is opened once, as one of its readers opens it, and its queries are kept. Each is then asked by
turns as the portal's role, under its policies, and as the application, which sees everything. The pages
narrow their queries by themselves, so both find the same rows.
"""

from __future__ import annotations

import re
import statistics
import time
from collections import Counter
from contextlib import AbstractContextManager
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Centre, User
from agreements.models import Party
from agreements.portal.walls import SHOWN_STATES
from benchmarks import scratch
from benchmarks.measure import Row, in_turn
from core.walls import inside, reads_few
from partnerships.models import Contact, ContactRole, Enterprise

TITLE = "Walls"
WANTED = 1.15
TURNS, RUNS = 5, 9
READING = re.compile(r"^SELECT (?!set_config|current_setting)")


def run() -> list[Row]:
    with scratch.generated_database():
        rows = []
        for size, enterprise in enterprises():
            user = liaison_of(enterprise)
            rows.append(entering(f"entering, {size}", user))
            rows += measured(size, user, pages(enterprise))
            user.contacts.all().delete()
            user.delete()
        return rows


def enterprises() -> list[tuple[str, Enterprise]]:
    """One with as many agreements as most have, and the one with the most."""
    shown = Party.objects.filter(agreement__state__in=SHOWN_STATES, enterprise__isnull=False)
    counts = Counter(shown.values_list("enterprise", flat=True))
    in_order = [pk for pk, _count in sorted(counts.items(), key=lambda item: item[1])]
    chosen = {"usual": in_order[len(in_order) // 2], "largest": in_order[-1]}
    return [
        (f"{size} ({counts[pk]:,} agreements)", Enterprise.objects.get(pk=pk)) for size, pk in chosen.items()
    ]


def liaison_of(enterprise: Enterprise) -> User:
    Centre.objects.get_or_create(pk=1)
    user = User.objects.create_user("bench.liaison@enterprise.example", name="Bench", is_partner=True)
    Contact.objects.create(enterprise=enterprise, name="Bench", roles=[ContactRole.LIAISON], user=user)
    return user


def pages(enterprise: Enterprise) -> list[tuple[str, str]]:
    shown = Party.objects.filter(enterprise=enterprise, agreement__state__in=SHOWN_STATES)
    agreement = shown.order_by("-agreement").values_list("agreement", flat=True)[0]
    return [
        ("home", reverse("portal:home")),
        ("agreements", reverse("portal:agreements")),
        ("an agreement", reverse("portal:agreement", args=[agreement])),
        ("our enterprise", reverse("portal:enterprise")),
    ]


def measured(size: str, user: User, addresses: list[tuple[str, str]]) -> list[Row]:
    """What a query of these pages costs, and each page by itself with the query that costs most."""
    rows, ratios = [], []
    for page, address in addresses:
        ours, limit, worst = 0.0, 0.0, (0.0, "")
        for query in (queries := queries_of(address, user)):
            behind, plain = both_sides(query, user, few=reads_few(address))
            ours, limit = ours + behind, limit + plain
            ratios.append(behind / plain)
            table = re.search(r'FROM "?(\w+)', query)
            worst = max(worst, (behind / plain, table[1] if table else query[:40]))
        rows.append(
            Row(
                name=f"{page}, {size}",
                ours=ours,
                limit=limit,
                against=f"its {len(queries)} queries outside the walls",
                wanted=WANTED,
                note=f"dearest: {worst[1]}, {worst[0]:.2f} ×",
            )
        )
    total = Row(
        name=f"a query, {size}",
        ours=sum(row.ours for row in rows) / len(ratios),
        limit=sum(row.limit for row in rows) / len(ratios),
        against=f"the same outside the walls, of {len(ratios)}",
        wanted=WANTED,
        note=f"each by itself in the middle {statistics.median(ratios):.2f} ×",
    )
    return [total, *rows]


def both_sides(query: str, user: User, *, few: bool) -> tuple[float, float]:
    """The quickest of many within open transactions, by turns: a difference so small drowns in medians."""
    behind: list[float] = []
    plain: list[float] = []
    for _turn in range(TURNS):
        with entered(user, few=few):
            behind += timed(query)
        with transaction.atomic():
            plain += timed(query)
    return min(behind), min(plain)


def timed(query: str) -> list[float]:
    ask(query)
    taken = []
    for _run in range(RUNS):
        start = time.perf_counter()
        ask(query)
        taken.append(time.perf_counter() - start)
    return taken


def entered(user: User, *, few: bool) -> AbstractContextManager[None]:
    contact = user.contacts.get()
    return inside(enterprise_id=contact.enterprise_id, person_id=user.pk, few=few)


def entering(name: str, user: User) -> Row:
    """What a request pays once, whatever it asks."""
    contact = user.contacts.get()

    def behind() -> None:
        with inside(enterprise_id=contact.enterprise_id, person_id=user.pk):
            pass

    def plain() -> None:
        with transaction.atomic():
            ask("SELECT 1")

    ours, limit = in_turn(behind, plain, runs=RUNS * TURNS)
    return Row(
        name=name, ours=ours, limit=limit, against="a transaction with one query", note="once a request"
    )


def ask(query: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def queries_of(address: str, user: User) -> list[str]:
    """Those that a page asks behind the walls: what it reads, once it has entered."""
    client = Client()
    client.force_login(user)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    statements = [query["sql"] for query in captured]
    asked, is_inside = [], False
    for sql in statements:
        if "set_config('role'" in sql:  # a page steps out for what is not its reader's, and back in
            is_inside = "set_config('role', 'part" in sql
        elif is_inside and READING.match(sql):
            asked.append(sql)
    return asked
