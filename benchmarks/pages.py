"""A page against its own queries and the frame around it, and how many it asks with little to show."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.measure import Row, in_turn

EMPTY = "/empty/"  # of benchmarks.peers


def asked(client: Client, address: str) -> list[str]:
    """The statements of a page that was opened before."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [
        query["sql"]
        for query in captured
        if query["sql"].startswith(("SELECT", "WITH", "\nSELECT", "\nWITH"))
    ]


def measured(
    client: Client,
    name: str,
    address: str,
    *,
    before: int,
    against: str,
    wanted: float,
    runs: int,
    bare_page: str = EMPTY,
) -> list[Row]:
    """How long it takes against its bare SQL and a page with nothing on it, and that it asks no more."""
    statements = asked(client, address)
    frame = asked(client, bare_page)
    own = [statement for statement in statements if statement not in frame]

    def bare() -> None:
        with connection.cursor() as cursor:
            for statement in own:
                cursor.execute(statement)
                cursor.fetchall()

    ours, sql, empty = in_turn(getting(client, address), bare, getting(client, bare_page), runs=runs)
    return [
        Row(
            name=name,
            ours=ours,
            limit=sql + empty,
            against=f"bare SQL {sql * 1000:,.1f} ms + empty page {empty * 1000:,.1f} ms",
            wanted=wanted,
        ),
        Row(
            name=f"{name}: queries",
            ours=len(statements),
            limit=before,
            against=against,
            wanted=1,
            counts=True,
        ),
    ]


def getting(client: Client, address: str) -> Callable[[], None]:
    def get() -> None:
        assert client.get(address).status_code == 200

    return get
