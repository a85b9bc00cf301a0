"""The director's dashboard over the generated agreements, against the plainest SQL for its numbers.

That the numbers are right is looked at as well.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import override_settings
from django.utils import timezone

from benchmarks import scratch
from benchmarks.lists import signed_in
from benchmarks.measure import Row, in_turn
from benchmarks.pages import EMPTY, getting
from core.school_years import YearKind
from tests.query_counts import queries_of

TITLE = f"Dashboards over {scratch.AGREEMENTS:,} agreements"
WANTED = 3
RUNS = 3
FEW = 20
ADDRESS = "/dashboards/director/"
IN_FORCE = """
agreement.starts_on <= %(on)s AND agreement.last_day >= %(on)s
AND (agreement.state IN ('signed', 'renewed', 'terminated')
     OR agreement.state = 'suspended' AND agreement.suspended_on > %(on)s)
"""
PARTY = f"""
FROM agreements_agreement agreement JOIN agreements_party party ON party.agreement_id = agreement.id
JOIN partnerships_enterprise firm ON firm.id = party.enterprise_id
WHERE {IN_FORCE}
"""
BY_HAND = {
    "agreements_in_force": f"SELECT count(*) FROM agreements_agreement agreement WHERE {IN_FORCE}",
    "partner_enterprises": f"SELECT count(DISTINCT firm.id) {PARTY}",
    "partners_per_major": f"""
        SELECT sum(weight) FROM (
            SELECT DISTINCT firm.id, CASE firm.size_band WHEN 'large' THEN 1.0 ELSE 0.5 END AS weight {PARTY}
        ) firms""",
    "bases_per_major": f"SELECT count(DISTINCT firm.id) {PARTY} AND 'internship_base' = ANY(agreement.forms)",
}


def by_hand() -> dict[str, list[Any]]:
    """Each number on the three days of the page."""
    from insights.boards import years_of

    days = [year.on for year in years_of(timezone.localdate(), YearKind.SCHOOL)]
    found: dict[str, list[Any]] = {}
    with connection.cursor() as cursor:
        for code, text in BY_HAND.items():
            for on in days:
                cursor.execute(text, {"on": on})
                found.setdefault(code, []).append(cursor.fetchone()[0] or 0)
    return found


def run() -> list[Row]:
    from insights.boards import board_named, read_board

    with scratch.generated_database(FEW):
        few = len(queries_of(signed_in("director")[1], ADDRESS))
    with scratch.generated_database():
        _person, client = signed_in("director")
        board: Any = board_named("director")
        read = read_board(board, timezone.localdate(), YearKind.SCHOOL, None)
        for code, numbers in by_hand().items():
            assert [total.numerator for total in read.figures[code].totals] == numbers, code
        many = len(queries_of(client, ADDRESS))
        with override_settings(ROOT_URLCONF="benchmarks.peers"):
            ours, sql, empty = in_turn(getting(client, ADDRESS), by_hand, getting(client, EMPTY), runs=RUNS)
        return [
            Row(
                name="the director's dashboard",
                ours=ours,
                limit=sql + empty,
                against=f"SQL by hand {sql * 1000:,.1f} ms + empty page {empty * 1000:,.1f} ms",
                wanted=WANTED,
            ),
            Row(
                name="the director's dashboard: queries",
                ours=many,
                limit=few,
                against=f"with {FEW} agreements",
                wanted=1,
                counts=True,
            ),
        ]
