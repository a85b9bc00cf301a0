"""What a sweep tells, against a slow and simple telling."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from agreements.choices import RenewalRule
from agreements.models import Agreement, ReminderPolicy
from agreements.reminders import sweep_renewals
from core.models import Notification
from tests.agreements.reminders.sweeping import (
    at,
    days_of,
    signed,
)


def told_by_walking(terms: dict[str, Any], policy: dict[str, Any], on: date) -> tuple[str, date, int] | None:
    """The latest notice due, found by going through the days one by one."""
    notice_on, last_day = terms["ends_on"] - timedelta(days=terms["notice_days"]), terms["ends_on"]
    is_automatic = terms["renewal_rule"] == RenewalRule.AUTOMATIC
    latest = None
    for day in days_of(min(notice_on, terms["snoozed_until"] or notice_on) - timedelta(days=400), on):
        if day < (terms["reminders_from"] or day) or day < (terms["snoozed_until"] or day):
            continue
        if day == terms["snoozed_until"]:
            latest = ("again", day, 0)
        for offset in policy["offsets"]:
            if day + timedelta(days=offset) == notice_on:
                latest = ("notice", notice_on, offset)
        if day == last_day and policy["at_expiry"] and not is_automatic:
            latest = ("end", last_day, 0)
        after = (day - last_day).days
        if after > 0 and policy["repeat_days"] and after % policy["repeat_days"] == 0 and not is_automatic:
            latest = ("end", last_day, -after)
    return latest


AROUND = st.dates(date(2027, 11, 1), date(2028, 4, 30))  # the 29th of February 2028 among them
TERMS = st.fixed_dictionaries(
    {
        "ends_on": AROUND,
        "notice_days": st.sampled_from([0, 1, 30, 60, 90]),
        "renewal_rule": st.sampled_from(list(RenewalRule)),
        "snoozed_until": st.none() | AROUND,
        "reminders_from": st.none() | AROUND,
    }
)
POLICY = st.fixed_dictionaries(
    {
        "offsets": st.lists(st.integers(0, 120), unique=True, max_size=4),
        "at_expiry": st.booleans(),
        "repeat_days": st.sampled_from([0, 1, 7, 30]),
    }
)
LEAP = {
    "ends_on": date(2028, 2, 29),
    "notice_days": 0,
    "renewal_rule": RenewalRule.NONE,
    "snoozed_until": None,
    "reminders_from": None,
}


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TERMS, min_size=1, max_size=5), POLICY, AROUND)
@example([LEAP], {"offsets": [0, 366], "at_expiry": False, "repeat_days": 0}, date(2027, 2, 28))
@example([LEAP], {"offsets": [0], "at_expiry": True, "repeat_days": 7}, date(2028, 3, 7))
def test_what_is_told_on_any_day_is_what_walking_through_the_days_finds(office, terms, policy, on):
    with transaction.atomic():
        ReminderPolicy.objects.update(escalate_after_days=0, **policy)
        rows = Agreement.objects.bulk_create(
            signed(office, number, **one) for number, one in enumerate(terms)
        )
        sweep_renewals(on=on, now=at(on))
        made = {
            n.subject_id: (n.data["deadline"], date.fromisoformat(n.data["deadline_on"]), n.data["days"])
            for n in Notification.objects.all()
        }
        reach = max(policy["offsets"], default=0)
        wanted = {
            row.pk: notice
            for row, one in zip(rows, terms, strict=True)
            if one["ends_on"] - timedelta(days=one["notice_days"]) <= on + timedelta(days=reach)
            and (notice := told_by_walking(one, policy, on))
        }
        transaction.set_rollback(True)
    assert made == wanted
