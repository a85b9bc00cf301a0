"""What is proven stays proven: no further entry of a list turns "not met" into "not known"."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.choices import Outcome
from compliance.engine.binding import Check, bind
from compliance.facts import SCHEMA
from tests.compliance.test_predicates import NIGHT, WORK

HOURS = {"records": "hours", "field": "item.hours", "key": "item.mode", "value": "remote"}
CALENDAR = {"years": [2026], "holidays": ["2026-05-01"], "make_up_workdays": ["2026-05-09"]}


def bound(predicate: str, **parameters: Any) -> Check:
    return bind({"predicate": predicate, "parameters": parameters}, schema=SCHEMA)


OF_ATTENDANCE = [
    bound("hours_per_day", **WORK, maximum=8),
    bound("hours_per_week", **WORK, maximum=40),
    bound("no_rest_day_work", **WORK),
    bound("no_night_work", **NIGHT),
]
OF_HOURS = [
    bound("sum_at_most", **HOURS, maximum=20),
    bound("distinct_at_most", records="hours", field="item.employer", maximum=2),
]


def perhaps(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


DAYS = st.fixed_dictionaries(
    {
        "date": perhaps(
            st.sampled_from(["2026-05-01", "2026-05-08", "2026-05-09", "2026-05-10", "2031-05-05"])
        ),
        "hours": perhaps(st.sampled_from([0, 4, 8, 9, 24])),
        "starts_at": perhaps(st.sampled_from(["05:00", "08:00", "22:00"])),
        "ends_at": perhaps(st.sampled_from(["06:00", "17:00", "23:00"])),
        "shift": perhaps(st.sampled_from(["day", "night", "rotating"])),
    }
)
AT_EMPLOYERS = st.fixed_dictionaries(
    {
        "employer": perhaps(st.sampled_from("ABC")),
        "mode": perhaps(st.sampled_from(["remote", "on_site"])),
        "hours": perhaps(st.sampled_from([0, 10, 21])),
    }
)


def name(check: Check) -> str:
    return check.predicate


@pytest.mark.parametrize("check", OF_ATTENDANCE, ids=name)
@given(st.lists(DAYS, max_size=6), DAYS, st.integers(0, 6))
def test_another_day_never_hides_what_was_found(check, days, another, place):
    facts = {"attendance": days, "calendar": CALENDAR}
    more = {"attendance": [*days[:place], another, *days[place:]], "calendar": CALENDAR}
    if check(facts).outcome is Outcome.FAIL:
        assert check(more).outcome is Outcome.FAIL


@pytest.mark.parametrize("check", OF_HOURS, ids=name)
@given(st.lists(AT_EMPLOYERS, max_size=6), AT_EMPLOYERS, st.integers(0, 6))
def test_another_entry_never_hides_a_sum_that_is_too_high(check, entries, another, place):
    more = [*entries[:place], another, *entries[place:]]
    if check({"hours": entries}).outcome is Outcome.FAIL:
        assert check({"hours": more}).outcome is Outcome.FAIL


@pytest.mark.parametrize("check", OF_ATTENDANCE, ids=name)
@given(st.lists(DAYS, min_size=1, max_size=6))
def test_nothing_passes_as_long_as_a_day_lacks_its_hours(check, days):
    lacking = [*days, {"date": "2026-05-08", "hours": None}]
    assert check({"attendance": lacking, "calendar": CALENDAR}).outcome is not Outcome.PASS
