"""Predicates over lists of records: attendance, payments, hours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from compliance.choices import Outcome
from compliance.engine.facts import ITEM, FactKind, Facts, look
from compliance.engine.parameters import Parameter, ParameterKind, Tighter, fact, number
from compliance.engine.predicates import CHECKS, CODE, DATE, NUMBER, RECORDS, TEXT, Ref, Run, exact, predicate
from compliance.engine.verdicts import PASS, Verdict, fail, missing, together
from core.workdays import DayKind, WorkCalendar

# How many days a finding names; there may be hundreds.
NAMED_DAYS = 10
TIME = FactKind.TIME
# Where the entries of a list have it, as those of attendance.
SHIFT = (ITEM, "shift")
LIST = fact(RECORDS)
VALUE_OF_KEY = Parameter(kind=ParameterKind.WORDS)


def _entries(facts: Facts, records: Ref) -> list[dict[str, Any]] | None:
    """The records as a check of one entry sees them, or ``None`` where nothing is known or listed.

    A list without entries says nothing about what happened: there may be none because nobody wrote any.
    """
    found = look(facts, records.path)
    return [{ITEM: record} for record in found] if found else None


@predicate(
    _("Each entry of a list"),
    records=LIST,
    checks=CHECKS,
    may_be_empty=Parameter(kind=ParameterKind.BOOLEAN, default=False),
)
def each(facts: Facts, *, records: Ref, checks: Sequence[Run], may_be_empty: bool) -> Verdict:
    entries = _entries(facts, records)
    if entries is None:
        return PASS if may_be_empty and look(facts, records.path) == [] else missing(records.name)
    return together([check({**facts, **entry}) for entry in entries for check in checks])


@predicate(
    _("Different entries at most"), records=LIST, field=fact(TEXT, CODE), maximum=number(Tighter.LOWER)
)
def distinct_at_most(facts: Facts, *, records: Ref, field: Ref, maximum: int) -> Verdict:
    entries = _entries(facts, records)
    if entries is None:
        return missing(records.name)
    values = [look(entry, field.path) for entry in entries]
    different = {value for value in values if value is not None}
    if len(different) > maximum:
        return fail("above", fact=_within(records, field), value=len(different), limit=maximum)
    return missing(_within(records, field)) if None in values else PASS


@predicate(_("Sum at least"), records=LIST, field=fact(NUMBER), minimum=number(Tighter.HIGHER))
def sum_at_least(facts: Facts, *, records: Ref, field: Ref, minimum: float) -> Verdict:
    entries = _entries(facts, records)
    if entries is None:
        return missing(records.name)
    values = [look(entry, field.path) for entry in entries]
    if None in values:
        return missing(_within(records, field))
    total = sum(map(exact, values), Decimal())
    if total >= exact(minimum):
        return PASS
    return fail("below", fact=_within(records, field), value=float(total), limit=minimum)


@predicate(
    _("Sum of some entries at most"),
    records=LIST,
    field=fact(NUMBER),
    key=fact(CODE),
    value=VALUE_OF_KEY,
    maximum=number(Tighter.LOWER),
)
def sum_at_most(facts: Facts, *, records: Ref, field: Ref, key: Ref, value: str, maximum: float) -> Verdict:
    sums, gap = _sums(facts, records=records, field=field, key=key)
    if sums[value] > exact(maximum):
        return fail("above", fact=_within(records, field), value=float(sums[value]), limit=maximum)
    return gap or PASS


@predicate(
    _("Share of some entries at most"),
    records=LIST,
    field=fact(NUMBER),
    key=fact(CODE),
    value=VALUE_OF_KEY,
    maximum=number(Tighter.LOWER),
)
def share_at_most(facts: Facts, *, records: Ref, field: Ref, key: Ref, value: str, maximum: float) -> Verdict:
    sums, gap = _sums(facts, records=records, field=field, key=key)
    if gap is not None:  # any amount may be the larger part of the whole
        return gap
    total = sum(sums.values(), Decimal())
    if sums[value] <= exact(maximum) * total:
        return PASS
    name = _within(records, field)
    return fail(
        "share_above", fact=name, value=float(sums[value]), of=name, whole=float(total), limit=maximum
    )


def _sums(facts: Facts, *, records: Ref, field: Ref, key: Ref) -> tuple[dict[str, Decimal], Verdict | None]:
    """What is known, by kind, and the answer where something is not: no sum becomes less by knowing more."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    entries = _entries(facts, records)
    if entries is None:
        return sums, missing(records.name)
    gap = None
    for entry in entries:
        kind, amount = look(entry, key.path), look(entry, field.path)
        if kind is None or amount is None:
            gap = gap or missing(_within(records, key if kind is None else field))
        else:
            sums[kind] += exact(amount)
    return sums, gap


def _within(records: Ref, field: Ref) -> str:
    return f"{records.name}[].{field.path[-1]}"


# --- Working time -----------------------------------------------------------------------------------


@predicate(
    _("Hours a day at most"),
    records=LIST,
    day=fact(DATE),
    hours=fact(NUMBER),
    maximum=number(Tighter.LOWER),
)
def hours_per_day(facts: Facts, *, records: Ref, day: Ref, hours: Ref, maximum: float) -> Verdict:
    sums, gap = _hours(facts, records=records, day=day, hours=hours)
    long = sorted(on for on, total in sums.items() if total > exact(maximum))
    if not long:
        return gap or PASS
    most = float(max(sums[on] for on in long))
    return fail("days_above", fact=records.name, value=most, limit=maximum, days=long[:NAMED_DAYS])


@predicate(
    _("Hours a week at most"),
    records=LIST,
    day=fact(DATE),
    hours=fact(NUMBER),
    maximum=number(Tighter.LOWER),
)
def hours_per_week(facts: Facts, *, records: Ref, day: Ref, hours: Ref, maximum: float) -> Verdict:
    """By calendar weeks from Monday on: give whole weeks, or the hours of a part look few."""
    sums, gap = _hours(facts, records=records, day=day, hours=hours)
    weeks: dict[str, Decimal] = defaultdict(Decimal)
    for on, total in sums.items():
        year, week, _weekday = date.fromisoformat(on).isocalendar()
        weeks[date.fromisocalendar(year, week, 1).isoformat()] += total
    long = sorted(on for on, total in weeks.items() if total > exact(maximum))
    if not long:
        return gap or PASS
    most = float(max(weeks[on] for on in long))
    return fail("weeks_above", fact=records.name, value=most, limit=maximum, days=long[:NAMED_DAYS])


def _hours(facts: Facts, *, records: Ref, day: Ref, hours: Ref) -> tuple[dict[str, Decimal], Verdict | None]:
    """The hours of each day as :func:`_sums`: by the day, and the answer where something is not known."""
    return _sums(facts, records=records, field=hours, key=day)


@predicate(
    _("No work on days of rest"),
    records=LIST,
    day=fact(DATE),
    hours=fact(NUMBER),
    also_rest=Parameter(kind=ParameterKind.WEEKDAYS, tighter=Tighter.MORE, default=[]),
)
def no_rest_day_work(facts: Facts, *, records: Ref, day: Ref, hours: Ref, also_rest: list[int]) -> Verdict:
    """By the calendar among the facts. Where its year is not confirmed, a breach is a person's question."""
    sums, gap = _hours(facts, records=records, day=day, hours=hours)
    if not sums:
        return gap or PASS
    stated = look(facts, ("calendar",))
    if stated is None:
        return missing("calendar")
    calendar = _calendar(stated)
    found: list[str] = []
    unsure: list[str] = []
    for on in sorted(on for on, worked in sums.items() if worked > 0):
        worked_on = date.fromisoformat(on)
        if not calendar.knows(worked_on):
            gap = gap or missing("calendar.years")
            continue
        if calendar.kind_of(worked_on) is DayKind.WORKDAY and worked_on.isoweekday() not in also_rest:
            continue
        (found if calendar.is_confirmed(worked_on) else unsure).append(on)
    if found:
        return fail("rest_days", fact=records.name, days=found[:NAMED_DAYS])
    if gap is not None:
        return gap
    if unsure:
        detail = {"kind": "rest_days_unconfirmed", "fact": records.name, "days": unsure[:NAMED_DAYS]}
        return Verdict(Outcome.NEEDS_PERSON, (detail,))
    return PASS


def _calendar(stated: Any) -> WorkCalendar:
    """Many checks are given the same calendar: it is read once."""
    lists = ((name, tuple(value)) for name, value in stated.items() if isinstance(value, list))
    return _read_calendar(stated.get("country") or "", *sorted(lists))


@lru_cache(maxsize=256)
def _read_calendar(country: str, *lists: tuple[str, tuple[Any, ...]]) -> WorkCalendar:
    return WorkCalendar.from_facts({"country": country, **dict(lists)})


def _not_around_midnight(values: Mapping[str, Any]) -> str | None:
    """Otherwise "earlier" would not mean a longer night, and a child pack could shorten it."""
    if values["night_from"] < "12:00" or values["night_until"] > "12:00":
        return gettext("A night begins after noon and ends before noon.")
    return None


@predicate(
    _("No work at night"),
    objection=_not_around_midnight,
    records=LIST,
    day=fact(DATE),
    hours=fact(NUMBER),
    begins=fact(TIME),
    ends=fact(TIME),
    night_from=Parameter(kind=ParameterKind.TIME, tighter=Tighter.LOWER),
    night_until=Parameter(kind=ParameterKind.TIME, tighter=Tighter.HIGHER),
)
def no_night_work(
    facts: Facts,
    *,
    records: Ref,
    day: Ref,
    hours: Ref,
    begins: Ref,
    ends: Ref,
    night_from: str,
    night_until: str,
) -> Verdict:
    """Work that ends before or when it began went on over midnight. A day shift is none at night, also where
    nobody has said when it began."""
    entries = _entries(facts, records)
    if entries is None:
        return missing(records.name)
    nights = set()
    gap = None
    for entry in entries:
        on, worked, first, last = (look(entry, ref.path) for ref in (day, hours, begins, ends))
        if worked == 0 or (first is last is None and look(entry, SHIFT) == "day"):
            continue
        known = {day: on, hours: worked, begins: first, ends: last}
        if lacking := [ref for ref, value in known.items() if value is None]:
            gap = gap or missing(_within(records, lacking[0]))
        elif _meets_the_night(minutes(first), minutes(last), minutes(night_from), minutes(night_until)):
            nights.add(on)
    if nights:
        return fail("nights", fact=records.name, days=sorted(nights)[:NAMED_DAYS])
    return gap or PASS


A_DAY = 24 * 60


def minutes(time: str) -> int:
    return int(time[:2]) * 60 + int(time[3:])


def _meets_the_night(first: int, last: int, night_from: int, night_until: int) -> bool:
    if last <= first:
        last += A_DAY
    if night_until <= night_from:
        night_until += A_DAY
    return any(first < night_until + shift and last > night_from + shift for shift in (-A_DAY, 0, A_DAY))
