"""The predicate that counts months within years (``core.windows``)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from compliance.engine.facts import ITEM, Facts, is_date, look
from compliance.engine.parameters import Parameter, ParameterKind, Tighter, fact, number
from compliance.engine.predicates import CODE, DATE, RECORDS, Ref, exact, predicate
from compliance.engine.verdicts import PASS, Verdict, fail, missing
from core.windows import ONE_DAY, Requirement, Span

# What an entry says of itself that is counted by single days.
SINGLE_DAY = "day"
MOST_YEARS = 50


def _possible(values: Mapping[str, Any]) -> str | None:
    if values["minimum"] <= 0:
        return gettext("The months have to be more than none.")
    if not 1 <= values["years"] <= MOST_YEARS or int(values["years"]) != values["years"]:
        return gettext("The window is 1 to %(most)s whole years long.") % {"most": MOST_YEARS}
    if values["days_per_month"] <= 0 or values["single_days_per_month"] <= 0:
        return gettext("A month has some days.")
    if values["anchor"] is not None and not is_date(values["anchor"]):
        return gettext("The anchor is a date such as 2021-09-01; without one the window rolls.")
    return None


def requirement_of(parameters: Mapping[str, Any]) -> Requirement:
    """What the parameters of the predicate ask for."""
    return Requirement(
        months=Fraction(exact(parameters["minimum"])),
        years=int(parameters["years"]),
        anchor=date.fromisoformat(parameters["anchor"]) if parameters["anchor"] else None,
        days_per_month=Fraction(exact(parameters["days_per_month"])),
        single_days_per_month=Fraction(exact(parameters["single_days_per_month"])),
        counts_overlaps_once=parameters["overlaps_count_once"],
    )


@predicate(
    _("Months within years"),
    objection=_possible,
    records=fact(RECORDS),
    first=fact(DATE),
    last=fact(DATE),
    counted_as=fact(CODE),
    since=fact(DATE),
    on=fact(DATE),
    minimum=number(Tighter.HIGHER),
    years=number(Tighter.LOWER),
    anchor=Parameter(kind=ParameterKind.WORDS, default=None),
    days_per_month=number(Tighter.HIGHER, default=30),
    single_days_per_month=number(Tighter.HIGHER, default=22),
    overlaps_count_once=Parameter(kind=ParameterKind.BOOLEAN, default=True),
)
def months_in_window(
    facts: Facts,
    *,
    records: Ref,
    first: Ref,
    last: Ref,
    counted_as: Ref,
    since: Ref,
    on: Ref,
    **parameters: Any,
) -> Verdict:
    """So many months in the years before a day, or in each window of years from an anchor.

    Nobody falls short before a whole window has passed since they began.
    """
    entries, began, day = (look(facts, ref.path) for ref in (records, since, on))
    if entries is None or began is None or day is None:
        asked = ((records, entries), (since, began), (on, day))
        return missing(*(ref.name for ref, value in asked if value is None))
    spans = []
    for entry in entries:
        begins, ends = (look({ITEM: entry}, ref.path) for ref in (first, last))
        if begins is None or ends is None:
            return missing(f"{records.name}[].{(first if begins is None else last).path[-1]}")
        is_single = look({ITEM: entry}, counted_as.path) == SINGLE_DAY
        spans.append(Span(date.fromisoformat(begins), date.fromisoformat(ends), is_single))
    requirement, today = requirement_of(parameters), date.fromisoformat(day)
    standing = requirement.standing(spans, since=date.fromisoformat(began), on=today)
    if standing.short_from > today:
        return PASS
    judged = today if requirement.anchor is None else standing.short_from - ONE_DAY
    begins, ends = requirement.window(judged)
    return fail(
        "months_below",
        fact=records.name,
        value=float(round(requirement.in_months(requirement.count(spans, begins, ends)), 1)),
        limit=parameters["minimum"],
        first=begins.isoformat(),
        last=ends.isoformat(),
    )
