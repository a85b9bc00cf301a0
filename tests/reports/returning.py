"""Returns for the tests, by the operations."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from django.utils import timezone
from python_calamine import CalamineWorkbook

from accounts.models import User
from core.school_years import YearKind
from reports.models import Return
from reports.operations import return_answers, returns
from reports.returns.definitions import definitions
from reports.returns.rows import every_row, values_of
from tests.factories import BindingAgreementFactory, PostFactory
from tests.placements.ending import a_plan, an_ended_placement


def now() -> Any:
    return timezone.now()


def today() -> date:
    return timezone.localdate()


def a_return(world: Any, kind: str = "zzjx07", *, actor: User | None = None, **fields: Any) -> Return:
    """Of the school year that ended last, or of the calendar year that did."""
    given: dict[str, Any] = {"kind": kind, "year": year_of(kind), "department": None, "reference_day": None}
    given |= fields
    if given["reference_day"] is None:
        kind_of_year = YearKind.CALENDAR if kind == "cooperation" else YearKind.SCHOOL
        given["reference_day"] = min(kind_of_year.last_day(given["year"]), today())
    return returns.begin(actor=actor or world.director, now=now(), **given)


def year_of(kind: str) -> int:
    kind_of_year = YearKind.CALENDAR if kind == "cooperation" else YearKind.SCHOOL
    return kind_of_year.year_of(today()) - 1


def submitted(world: Any, kind: str = "zzjx07", **fields: Any) -> Return:
    one = a_return(world, kind, **fields)
    return returns.submit(actor=world.director, pk=one.pk, reason="Told so by the bureau.", now=now())


def a_base(world: Any, **fields: Any) -> Any:
    """An agreement in force through the year that ended last, which makes the partner a base."""
    year = year_of("zzjx07")
    given: dict[str, Any] = {
        "department": world.mechanics,
        "enterprise": world.partner,
        "forms": ["internship_base"],
        "starts_on": date(year - 1, 9, 1),
        "ends_on": date(year + 3, 8, 31),
    }
    return BindingAgreementFactory.create(**given | fields)


def an_internship(world: Any, **fields: Any) -> Any:
    """In the middle of the year that ended last, at the partner, under an agreement that makes it a base."""
    year = year_of("zzjx07")
    days: dict[str, Any] = {
        "starts_on": date(year, 10, 8),
        "ends_on": date(year + 1, 4, 30),
        "started_on": date(year, 10, 8),
        "ended_on": date(year + 1, 4, 28),
    }
    plan = fields.pop("plan", None) or a_plan(
        world, starts_on=date(year, 10, 1), ends_on=date(year + 1, 5, 31)
    )
    post = fields.pop("post", None) or PostFactory.create(
        plan=plan,
        enterprise=world.partner,
        agreement=fields.pop("agreement", None) or a_base(world),
        mentor=world.mentor,
        seats=4,
        pay_per_month=3000,
        name_en="Machine operator",
        name_zh="数控操作员",
    )
    return an_ended_placement(world, **days | {"plan": plan, "post": post} | fields)


def values(one: Return, sheet: str) -> list[dict]:
    definition = definitions()[one.kind]
    table = definition.sheet(sheet)
    assert table is not None
    return [values_of(table, row) for row in every_row(one, table)]


def asked_for(one: Return) -> set[tuple[str, str]]:
    return set(one.gaps.values_list("sheet", "field"))


def answer_category(world, one, base, value="3", **more):
    party = base.parties.get(enterprise__isnull=False)
    given = {"sheet": "zzjx0701", "field": "category", "answers": {party.pk: value}}
    return return_answers.answer(**{"actor": world.director, "pk": one.pk, "now": now()} | given | more)


def sheets_of(content: bytes) -> dict[str, list[list]]:
    """Each sheet of a spreadsheet by its name, as rows of cells."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
