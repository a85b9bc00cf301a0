"""How many queries a page costs is written down; one that costs more fails and shows what it asked.

``UPDATE_QUERY_COUNTS=1`` writes the numbers anew.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

BASELINE = Path(__file__).with_suffix(".json")
# What a request costs once in the life of a process or a session is no part of the page.
BOOKKEEPING = re.compile(r"SAVEPOINT|django_content_type|django_session|usersessions_|django_site")


def queries_of(client: Client, address: str) -> list[str]:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200, f"{address} answers {response.status_code}"
    return [query["sql"] for query in captured if not BOOKKEEPING.search(query["sql"])]


def assert_query_count(name: str, client: Client, address: str) -> None:
    """The page costs no more queries than the baseline says under this name."""
    queries = queries_of(client, address)
    known = json.loads(BASELINE.read_text()) if BASELINE.exists() else {}
    if os.environ.get("UPDATE_QUERY_COUNTS"):
        known[name] = len(queries)
        BASELINE.write_text(json.dumps(dict(sorted(known.items())), indent=2) + "\n")
        return
    assert name in known, f"{name} is not in {BASELINE.name}: run with UPDATE_QUERY_COUNTS=1"
    listed = "\n".join(f"{number}. {sql[:400]}" for number, sql in enumerate(queries, start=1))
    assert len(queries) <= known[name], f"{name}: {len(queries)} queries, {known[name]} before\n{listed}"
