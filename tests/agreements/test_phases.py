"""What dates say: the pure function, the queryset's filters, and months that differ in length."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.choices import Phase, State
from agreements.models import Agreement, AgreementType, ReminderPolicy
from agreements.phases import (
    DATED_STATES,
    EXPIRING_DAYS,
    add_months,
    extended,
    last_day_of_term,
    lasts_months,
    phase_on,
)
from signing.models import ApprovalRoute
from tests.factories import DepartmentFactory, UserFactory

DAYS = st.dates(date(2000, 1, 1), date(2080, 12, 31))
MONTHS = st.integers(1, 120)


def phase(on: date, state: str = State.SIGNED, notice_days: int = 60) -> Phase | None:
    end = date(2028, 2, 29)
    return phase_on(
        on,
        state=state,
        starts_on=date(2025, 3, 1),
        last_day=end,
        notice_on=end - timedelta(days=notice_days),
    )


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2025, 2, 28), Phase.UPCOMING),
        (date(2025, 3, 1), Phase.IN_FORCE),
        (date(2027, 10, 1), Phase.IN_FORCE),
        (date(2027, 10, 2), Phase.EXPIRING),  # 31 December 2027 is the last day for notice
        (date(2028, 2, 29), Phase.EXPIRING),
        (date(2028, 3, 1), Phase.EXPIRED),
    ],
)
def test_the_first_and_the_last_day_are_in_force(on, expected):
    assert phase(on) == expected


def test_a_renewed_agreement_stays_in_force_to_its_end_and_never_expires_noisily():
    assert phase(date(2028, 2, 29), State.RENEWED) == Phase.IN_FORCE
    assert phase(date(2028, 3, 1), State.RENEWED) == Phase.EXPIRED


@pytest.mark.parametrize("state", sorted(set(State) - DATED_STATES))
def test_dates_mean_nothing_before_signature_or_while_suspended(state):
    assert phase(date(2026, 1, 1), state) is None


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2026, 3, 1), 36, date(2029, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 27)),
        (date(2025, 3, 1), 36, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 27)),
        (date(2026, 9, 1), 6, date(2027, 2, 28)),
    ],
)
def test_a_term_of_whole_months(start, months, last):
    assert last_day_of_term(start, months) == last
    assert lasts_months(start, last, months)
    assert not lasts_months(start, last - timedelta(days=1), months)


def test_the_end_of_a_month_stays_the_end_of_a_month_when_a_term_is_extended():
    assert extended(date(2027, 2, 28), 12) == date(2028, 2, 29)
    assert extended(date(2028, 2, 29), 12) == date(2029, 2, 28)


@given(DAYS, MONTHS)
def test_a_term_covers_its_months_and_not_a_day_more(start, months):
    last = last_day_of_term(start, months)
    assert add_months(start, months) == last + timedelta(days=1)
    assert (last.year * 12 + last.month) - (start.year * 12 + start.month) in {months, months - 1}


@given(DAYS, MONTHS)
def test_an_extension_begins_where_the_term_ended(last, months):
    assert lasts_months(last + timedelta(days=1), extended(last, months), months)


@given(
    start=DAYS,
    length=st.integers(0, 4000),
    notice_days=st.integers(0, 400),
    state=st.sampled_from(sorted(State)),
)
def test_phases_follow_each_other_and_leave_no_day_out(start, length, notice_days, state):
    last = start + timedelta(days=length)
    notice_on = last - timedelta(days=notice_days)
    order = [Phase.UPCOMING, Phase.IN_FORCE, Phase.EXPIRING, Phase.EXPIRED]
    days = {
        day + timedelta(days=shift)
        for day in (start, last, notice_on - timedelta(days=EXPIRING_DAYS))
        for shift in (-1, 0, 1)
    }
    phases = [
        phase_on(day, state=state, starts_on=start, last_day=last, notice_on=notice_on)
        for day in sorted(days)
    ]
    if state not in DATED_STATES:
        assert set(phases) == {None}
    else:
        ranks = [order.index(found) for found in phases if found]
        assert len(ranks) == len(phases)
        assert ranks == sorted(ranks)


@pytest.fixture
def shelf(db):
    """Agreements whose deadlines lie on every side of a day, in several states."""
    common = {
        "type": AgreementType.objects.create(
            code="t",
            name_en="T",
            route=ApprovalRoute.objects.create(name_en="R"),
            reminder_policy=ReminderPolicy.objects.create(name_en="P"),
        ),
        "department": DepartmentFactory.create(),
        "owner": UserFactory.create(),
        "is_imported": True,
    }
    day = date(2028, 2, 29)
    edges = (-1, 0, 1, EXPIRING_DAYS - 1, EXPIRING_DAYS, EXPIRING_DAYS + 1, 500)
    Agreement.objects.bulk_create(
        Agreement(
            title_en=f"{state} {before} {after} {notice}",
            state=state,
            starts_on=day - timedelta(days=before),
            ends_on=day + timedelta(days=after),
            notice_days=notice,
            terminated_on=day + timedelta(days=after) if state == State.TERMINATED else None,
            termination_reason="Over" if state == State.TERMINATED else "",
            suspended_on=day if state == State.SUSPENDED else None,
            **common,
        )
        for state in (State.DRAFT, *DATED_STATES, State.SUSPENDED)
        for before in (-1, 0, 1000)
        for after in edges
        for notice in (0, 60)
        if after >= -before
    )
    return day


@pytest.mark.parametrize("chosen", list(Phase))
def test_the_filter_and_the_function_agree(shelf, chosen):
    expected = {
        agreement.pk
        for agreement in Agreement.objects.all()
        if phase_on(
            shelf,
            state=agreement.state,
            starts_on=agreement.starts_on,
            last_day=agreement.last_day,
            notice_on=agreement.notice_on,
        )
        == chosen
    }
    assert expected
    assert set(Agreement.objects.in_phase(chosen, shelf).values_list("pk", flat=True)) == expected


def test_what_binds_is_what_is_in_force_or_expiring(shelf):
    binding = set(Agreement.objects.binding(shelf))
    assert binding == set(Agreement.objects.in_phase(Phase.IN_FORCE, shelf)) | set(
        Agreement.objects.in_phase(Phase.EXPIRING, shelf)
    )


@settings(max_examples=60, deadline=None)
@given(end=DAYS, notice_days=st.integers(0, 800), revised=st.none() | st.integers(0, 3000))
def test_the_database_counts_days_as_we_do(django_db_blocker, end, notice_days, revised):
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        until = end + timedelta(days=revised) if revised is not None else None
        cursor.execute("SELECT COALESCE(%s::date, %s::date) - %s::int", [until, end, notice_days])
        assert cursor.fetchone()[0] == (until or end) - timedelta(days=notice_days)
