"""The returns of the demonstration: last year's ZZJX07, submitted, and this year's, being gathered."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from core.school_years import YearKind
from insights.demonstration.stories import at_work, working_day
from reports.models import Return
from reports.operations import return_answers, returns
from reports.returns.answering import records_asked
from reports.returns.definitions import definitions

if TYPE_CHECKING:
    from insights.demonstration.people import Staff

KIND = "zzjx07"
OWNERSHIP = ("国有企业", "民营企业", "民营企业", "外商投资企业", "港澳台投资企业")
# What was entered last year; the rest follows by letter.
REASON = "个别企业的联系方式与基地类别正在与企业核实，按主管部门要求先行报送，核实后以更正版本补报。"


def make_returns(staff: Staff, on: date) -> None:
    """Last year's is submitted in October, or some days ago where that has not come. Of constant cost."""
    this_year = YearKind.SCHOOL.year_of(on)
    submitted_on = min(date(this_year, 10, 23), on - timedelta(days=4))
    coordinator = staff.one("coordinator", "office")
    last = returns.begin(
        actor=coordinator,
        kind=KIND,
        year=this_year - 1,
        reference_day=min(YearKind.SCHOOL.last_day(this_year - 1), submitted_on - timedelta(days=14)),
        department=None,
        now=_at(submitted_on - timedelta(days=11), "begun"),
    )
    for number, field in enumerate(("category", "ownership")):
        _answer(staff, last, field, now=_at(submitted_on - timedelta(days=9 - number), field))
    now = _at(submitted_on, "submitted")
    returns.submit(actor=staff.office_head, pk=last.pk, reason=REASON, now=now)
    day = working_day(on - timedelta(days=1))
    if day < YearKind.SCHOOL.first_day(this_year):
        return
    this = returns.begin(
        actor=coordinator,
        kind=KIND,
        year=this_year,
        reference_day=day,
        department=None,
        now=_at(day, "begun this year"),
    )
    returns.ask(actor=coordinator, pk=this.pk, now=_at(day, "asked"))


def _answer(staff: Staff, one: Return, field: str, *, now: datetime) -> None:
    """Of nine bases in ten."""
    sheet = definitions()[KIND].sheets[0]
    column = sheet.field(field)
    if column is None:
        return
    actor, luck = staff.one("coordinator", "office"), Random(field)
    _label, keys = records_asked(one, sheet, column, actor)
    answers = {key: luck.choice(column.choices or OWNERSHIP) for key in sorted(keys) if luck.random() < 0.9}
    return_answers.answer(actor=actor, pk=one.pk, sheet=sheet.key, field=field, answers=answers, now=now)


def _at(day: date, what: str) -> datetime:
    return at_work(day, Random(what))
