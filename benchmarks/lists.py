"""Pages of the list of agreements against their bare SQL and an empty page, and against Django's admin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from benchmarks import scratch
from benchmarks.measure import Row, in_turn
from core.paging import COUNT_LIMIT, PER_PAGE
from core.search import bigrams, fold
from tests.query_counts import queries_of

TITLE = f"Lists of {scratch.AGREEMENTS:,} agreements"
WANTED = 3
FEW = 20

# What the page shows of each row, by the quickest way there: the keys first, the joins for them alone.
PAGE = """
WITH page AS (
    SELECT id FROM agreements_agreement a WHERE {where} ORDER BY {column} {way}, id {way} LIMIT %s OFFSET %s
)
SELECT a.id, a.title_en, a.title_zh, a.reference, a.old_reference, a.counterparty_name,
       a.counterparty_name_en, type.name_en, type.name_zh, a.state, a.starts_on, a.notice_on,
       a.renewal_decision, a.last_day, owner.name, owner.name_latin, department.name_en, department.name_zh
FROM page
JOIN agreements_agreement a USING (id)
JOIN agreements_agreementtype type ON type.id = a.type_id
JOIN accounts_user owner ON owner.id = a.owner_id
JOIN accounts_department department ON department.id = a.department_id
ORDER BY a.{column} {way}, id {way}
"""
COUNT = "SELECT count(*) FROM (SELECT FROM agreements_agreement a WHERE {where} LIMIT %s) found"


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One view of the list, in the three ways it is asked for.

    Attributes:
        ours, admins: the parameters of the addresses; the admin has no peer of some, or is left out.
        where, values: the condition in SQL.
        sort: the column in the database, with ``-`` for descending.
    """

    name: str
    ours: dict[str, Any]
    admins: dict[str, Any] | None
    where: str = "TRUE"
    values: tuple[Any, ...] = ()
    sort: str = "-updated_at"
    page: int = 1


def variants(person: Any, today: date) -> list[Variant]:
    """First, filtered, searched, page 1,000; sorted by every column where everything is seen."""
    from agreements.models import Agreement
    from agreements.views.lists import AgreementList

    some = Agreement.objects.visible_to(person).filter(state="signed").order_by("pk")[123]
    in_spring = (date(today.year, 3, 1), date(today.year, 5, 31))
    found = [
        Variant(name="first page", ours={}, admins={}),
        Variant(
            name="filtered by state",
            ours={"state": "in_review"},
            admins={"state__exact": "in_review"},
            where="state = 'in_review'",
        ),
        Variant(
            name="filtered by type, state and end",
            ours={
                "type": some.type_id,
                "state": "signed",
                "ends_after": in_spring[0],
                "ends_before": in_spring[1],
            },
            admins={
                "type__id__exact": some.type_id,
                "state__exact": "signed",
                "last_day__gte": in_spring[0],
                "last_day__lte": in_spring[1],
            },
            where="type_id = %s AND state = 'signed' AND last_day BETWEEN %s AND %s",
            values=(some.type_id, *in_spring),
        ),
        Variant(
            name="filtered by owner",
            ours={"owner": some.owner_id},
            admins={"owner__id__exact": some.owner_id},
            where="owner_id = %s",
            values=(some.owner_id,),
        ),
        Variant(
            name="filtered by phase: expiring",
            ours={"phase": "expiring", "sort": "last_day"},
            admins=None,
            where="state IN ('signed', 'suspended') AND starts_on <= %s AND last_day >= %s"
            " AND state = 'signed' AND notice_on <= %s",
            values=(today, today, today + timedelta(days=90)),
            sort="last_day",
        ),
        searched("searched, two characters of every second name", "苏州"),
        searched("searched, two characters of few names", some.counterparty_name[2:4]),
        searched("searched, a whole name", some.counterparty_name),
        searched("searched, a reference", some.reference),
        Variant(name="page 1,000", ours={"page": 1000}, admins={"p": 1000}, page=1000),
        Variant(
            name="page 1,000 by name of enterprise",
            ours={"page": 1000, "sort": "enterprise"},
            admins={"p": 1000},
            sort="counterparty_en_key",
            page=1000,
        ),
    ]
    found += [
        Variant(
            name=f"sorted by {column.replace('_', ' ')}{', descending' if sign else ''}",
            ours={"sort": f"{sign}{column}"},
            admins=None if sign else {},
            sort=f"{sign}{field}",
        )
        for column, field in AgreementList.sorts.items()
        for sign in ("", "-")
    ]
    return found


def searched(name: str, term: str) -> Variant:
    return Variant(
        name=name,
        ours={"q": term},
        admins={"q": term},
        where="search_bigrams @> %s::text[] AND search_text LIKE %s",
        values=(bigrams(term), f"%{fold(term)}%"),
    )


def run() -> list[Row]:
    with override_settings(ROOT_URLCONF="benchmarks.peers"):
        with scratch.generated_database(FEW):
            few = query_counts()
        with scratch.generated_database():
            many = query_counts()
            rows = [
                Row(
                    name=f"queries of {page}",
                    ours=count,
                    limit=few[page],
                    against=f"with {FEW} agreements",
                    wanted=1,
                    counts=True,
                )
                for page, count in many.items()
            ]
            for role, name in (("director", "director"), ("department_officer", "officer of a department")):
                rows += measured_for(name, *signed_in(role))
    return rows


def signed_in(role: str) -> tuple[Any, Client]:
    """Somebody of the demonstration's staff, in the position of that name."""
    from accounts.models import User
    from insights.demonstration.people import DOMAIN
    from insights.demonstration.tables import rows

    row = next(row for row in rows("people") if row["position"] == role)
    family, given = row["name_latin"].lower().split()
    person = User.objects.get(email=f"{given}.{family}@{DOMAIN}")
    client = Client()
    client.force_login(person)
    return person, client


def query_counts() -> dict[str, int]:
    """What pages ask the database, whoever looks."""
    from agreements.models import Agreement

    counts = {}
    for role in ("director", "department_officer"):
        person, client = signed_in(role)
        some = Agreement.objects.visible_to(person).order_by("pk").first()
        pages = {
            "the first page": "/agreements/",
            "a filtered page": "/agreements/?state=signed&state=draft&sort=last_day",
            "a searched page": f"/agreements/?q={some.counterparty_name[:2]}",
            "an agreement": some.get_absolute_url(),
        }
        for page, address in pages.items():
            counts[f"{page} ({role.replace('_', ' ')})"] = len(queries_of(client, address))
    return counts


def measured_for(who: str, person: Any, client: Client) -> list[Row]:
    found = variants(person, timezone.localdate())
    if not person.scope_for("agreement.read").everywhere:
        found = [variant for variant in found if not variant.name.startswith("sorted")]
    return [row for variant in found for row in measured(variant, who, person, client)]


def measured(variant: Variant, who: str, person: Any, client: Client) -> list[Row]:
    ours, sql, empty = in_turn(
        getting(client, "/agreements/", variant.ours),
        bare_sql(variant, person),
        getting(client, "/empty/", {}),
    )
    name = f"{who}: {variant.name}"
    against = f"bare SQL {sql * 1000:,.1f} ms + empty page {empty * 1000:,.1f} ms"
    rows = [Row(name=name, ours=ours, limit=sql + empty, against=against, wanted=WANTED)]
    if variant.admins is not None:
        sort = {"Sort": variant.sort}
        admins, again = in_turn(
            getting(client, "/plain/agreements/agreement/", variant.admins, sort),
            getting(client, "/agreements/", variant.ours),
            runs=3,
        )
        rows.append(
            Row(name=name, ours=again, limit=admins, against="Django's admin, same columns", wanted=1)
        )
    return rows


def getting(
    client: Client, address: str, parameters: dict[str, Any], headers: dict[str, str] | None = None
) -> Callable[[], None]:
    whole = f"{address}?{urlencode(parameters)}" if parameters else address

    def get() -> None:
        response = client.get(whole, headers=headers)
        assert response.status_code == 200, f"{whole} answers {response.status_code}"

    return get


def bare_sql(variant: Variant, person: Any) -> Callable[[], None]:
    where, values = variant.where, variant.values
    scope = person.scope_for("agreement.read")
    if not scope.everywhere:
        where += f" AND department_id IN ({', '.join(map(str, scope.departments))})"
    column, way = variant.sort.lstrip("-"), "DESC" if variant.sort.startswith("-") else "ASC"
    page = PAGE.format(where=where, column=column, way=way)
    count = COUNT.format(where=where)

    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute(page, [*values, PER_PAGE + 1, (variant.page - 1) * PER_PAGE])
            cursor.fetchall()
            cursor.execute(count, [*values, COUNT_LIMIT + 1])
            cursor.fetchall()

    return ask
