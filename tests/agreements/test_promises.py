"""Promises: their periods, counted, forecast, confirmed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError, ProgrammingError

from agreements.models import (
    Agreement,
    ObligationConfirmation,
    ObligationEvidence,
    ObligationPeriod,
)
from agreements.operations import (
    UnableToConfirm,
    say_of_promise,
    terminate_agreement,
)
from core.access import NotVisible
from tests.agreements.office import NOW, AgreementsOffice
from tests.agreements.promising import FIRST, adopted, count, periods, promise, visit

SEALED = (IntegrityError, InternalError, ProgrammingError)


# --- Periods ----------------------------------------------------------------------------------


def test_a_yearly_promise_has_a_period_for_each_year_of_the_agreement(office: AgreementsOffice) -> None:
    written = promise(office, adopted(office))
    assert [(one.starts_on, one.due_on) for one in periods(written)] == [
        (date(2025, 9, 1), date(2026, 8, 31)),
        (date(2026, 9, 1), date(2027, 8, 31)),
        (date(2027, 9, 1), date(2028, 8, 31)),
    ]


def test_the_last_year_may_be_shorter(office: AgreementsOffice) -> None:
    written = promise(office, adopted(office, ends_on=date(2026, 12, 31)))
    assert [one.due_on for one in periods(written)] == [date(2026, 8, 31), date(2026, 12, 31)]


def test_a_rest_of_a_few_days_belongs_to_the_year_before(office: AgreementsOffice) -> None:
    written = promise(office, adopted(office, ends_on=date(2026, 9, 30)))
    assert [one.due_on for one in periods(written)] == [date(2026, 9, 30)]


def test_a_rest_that_a_side_has_spoken_about_stays_when_the_term_becomes_shorter(
    office: AgreementsOffice,
) -> None:
    agreement = adopted(office, starts_on=date(2024, 9, 1), ends_on=date(2026, 8, 31))
    written = promise(office, agreement)
    say_of_promise(
        actor=office.world.director,
        period_id=periods(written)[1].pk,
        is_objection=False,
        comment="",
        seen=Decimal(0),
        now=NOW,
    )
    Agreement.objects.filter(pk=agreement.pk).update(revised_ends_on=date(2025, 9, 10))
    count()
    assert [(one.starts_on, one.due_on) for one in periods(written)] == [
        (date(2024, 9, 1), date(2025, 8, 31)),
        (date(2025, 9, 1), date(2025, 9, 10)),
    ]


def test_years_from_a_leap_day_follow_each_other(office: AgreementsOffice) -> None:
    agreement = adopted(office, starts_on=date(2024, 2, 29), ends_on=date(2026, 2, 28))
    found = periods(promise(office, agreement))
    assert found[0].starts_on == date(2024, 2, 29)
    assert all(one.due_on + timedelta(days=1) == later.starts_on for one, later in pairwise(found))
    assert found[-1].due_on == date(2026, 2, 28)


def test_a_promise_made_once_has_one_period(office: AgreementsOffice) -> None:
    written = promise(office, adopted(office), rhythm="once", ends_on=date(2027, 1, 31))
    assert [(one.starts_on, one.due_on) for one in periods(written)] == [(FIRST, date(2027, 1, 31))]


def test_a_termination_takes_later_years_away(office: AgreementsOffice) -> None:
    agreement = adopted(office)
    written = promise(office, agreement)
    terminate_agreement(
        actor=office.world.director,
        pk=agreement.pk,
        terminated_on=date(2026, 6, 30),
        reason="Moved.",
        now=NOW,
    )
    count()
    assert [(one.starts_on, one.due_on) for one in periods(written)] == [(FIRST, date(2026, 6, 30))]


def test_periods_do_not_overlap(office: AgreementsOffice) -> None:
    written = promise(office, adopted(office))
    one = periods(written)[0]
    again = ObligationPeriod(
        obligation=written,
        number=9,
        agreement=written.agreement,
        enterprise=written.enterprise,
        side="centre",
        metric="visits",
        starts_on=one.due_on,
        due_on=one.due_on,
        promised=1,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        _save_and_check(again)


def _save_and_check(period: ObligationPeriod) -> None:
    period.save()
    connection.check_constraints()


# --- Counting ---------------------------------------------------------------------------------


def test_what_happened_counts_on_its_day_and_keeps_its_evidence(office: AgreementsOffice) -> None:
    written = promise(office, adopted(office))
    inside = [visit(office.world.partner, day) for day in (FIRST, date(2026, 1, 5))]
    visit(office.world.partner, FIRST - timedelta(days=1))
    visit(office.world.stranger, date(2026, 1, 5))
    count()
    first, *later = periods(written)
    assert (first.counted, first.planned) == (2, 0)
    assert {one.counted for one in later} == {0}
    assert set(first.evidence.values_list("record", "record_id")) == {
        ("partnerships.Interaction", one.pk) for one in inside
    }


def test_what_is_agreed_for_a_later_day_is_planned(office: AgreementsOffice) -> None:
    written = promise(office, adopted(office))
    visit(office.world.partner, date(2026, 5, 5))
    count()
    first = periods(written)[0]
    assert (first.counted, first.planned, first.forecast) == (0, 1, 1)
    count(on=date(2026, 5, 5))
    first.refresh_from_db()
    assert (first.counted, first.planned) == (1, 0)


def test_a_second_sweep_writes_nothing(office: AgreementsOffice) -> None:
    promise(office, adopted(office))
    visit(office.world.partner, date(2026, 1, 5))
    assert count().changed == 1
    again = count()
    assert (again.laid_out, again.changed, again.evidence["visits"]) == (0, 0, 0)


def test_what_is_taken_back_does_not_count_any_more(office: AgreementsOffice) -> None:
    written = promise(office, adopted(office))
    met = visit(office.world.partner, date(2026, 1, 5))
    count()
    met.delete()
    count()
    assert periods(written)[0].counted == 0
    assert not ObligationEvidence.objects.exists()


def test_what_names_no_agreement_counts_once_for_the_one_that_began_first(office: AgreementsOffice) -> None:
    later = promise(office, adopted(office, old_reference="B", starts_on=date(2025, 10, 1)))
    earlier = promise(office, adopted(office))
    visit(office.world.partner, date(2026, 1, 5))
    count()
    assert (periods(earlier)[0].counted, periods(later)[0].counted) == (1, 0)


def test_of_two_promises_of_one_agreement_the_first_counts(office: AgreementsOffice) -> None:
    agreement = adopted(office)
    first, second = promise(office, agreement), promise(office, agreement)
    visit(office.world.partner, date(2026, 1, 5))
    count()
    assert (periods(first)[0].counted, periods(second)[0].counted) == (1, 0)


def test_nothing_counts_while_an_agreement_is_suspended(office: AgreementsOffice) -> None:
    agreement = adopted(office)
    written = promise(office, agreement)
    Agreement.objects.filter(pk=agreement.pk).update(state="suspended", suspended_on=date(2026, 1, 1))
    visit(office.world.partner, date(2025, 12, 31))
    visit(office.world.partner, date(2026, 1, 1))
    count()
    assert periods(written)[0].counted == 1


def test_a_period_is_counted_for_ninety_days_after_it_was_due_and_then_stays(
    office: AgreementsOffice,
) -> None:
    written = promise(office, adopted(office))
    due = date(2026, 8, 31)
    visit(office.world.partner, date(2026, 8, 1))
    count(on=due + timedelta(days=90))
    assert periods(written)[0].counted == 1
    visit(office.world.partner, date(2026, 8, 2))
    count(on=due + timedelta(days=91))
    first = periods(written)[0]
    assert (first.counted, first.evidence.count()) == (1, 1)


def test_one_agreement_is_counted_alone(office: AgreementsOffice) -> None:
    one = promise(office, adopted(office))
    visit(office.world.partner, date(2026, 1, 5))
    count(agreements=[one.agreement_id])
    assert periods(one)[0].counted == 1


# --- How it stands ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "visits", "standing"),
    [
        (date(2025, 9, 30), 0, "on_course"),  # nobody is late in the first month
        (date(2025, 11, 30), 0, "on_course"),
        (date(2025, 12, 1), 0, "behind"),  # a quarter of the year is over
        (date(2026, 3, 2), 2, "behind"),  # one day later than half: 3.97
        (date(2026, 2, 28), 2, "on_course"),
        (date(2026, 3, 2), 4, "met"),
        (date(2026, 9, 1), 3, "missed"),
    ],
)
def test_a_promise_stands_by_its_number_and_the_day(
    office: AgreementsOffice, on: date, visits: int, standing: str
) -> None:
    written = promise(office, adopted(office))
    for number in range(visits):
        visit(office.world.partner, FIRST + timedelta(days=number))
    count(on=on)
    first, second, _third = periods(written)
    assert first.standing == standing
    assert second.standing == ("upcoming" if on < second.starts_on else "on_course")


def test_nothing_is_forecast_for_the_past(office: AgreementsOffice) -> None:
    written = promise(office, adopted(office))
    count(on=date(2026, 9, 1))
    assert periods(written)[0].forecast is None


# --- Confirming -------------------------------------------------------------------------------


def test_the_centre_confirms_the_number_it_was_shown(office: AgreementsOffice) -> None:
    written = promise(office, adopted(office))
    period = periods(written)[0]
    said = say_of_promise(
        actor=office.officer,
        period_id=period.pk,
        is_objection=False,
        comment="",
        seen=Decimal(0),
        now=NOW,
    )
    assert (said.side, said.counted) == ("centre", 0)


def test_a_number_that_has_changed_is_not_confirmed(office: AgreementsOffice) -> None:
    written = promise(office, adopted(office))
    period = periods(written)[0]
    visit(office.world.partner, date(2026, 1, 5))
    count()
    with pytest.raises(UnableToConfirm):
        say_of_promise(
            actor=office.officer,
            period_id=period.pk,
            is_objection=False,
            comment="",
            seen=Decimal(0),
            now=NOW,
        )
    assert not ObligationConfirmation.objects.exists()


def test_an_objection_says_why(office: AgreementsOffice) -> None:
    period = periods(promise(office, adopted(office)))[0]
    with pytest.raises(UnableToConfirm):
        say_of_promise(
            actor=office.officer,
            period_id=period.pk,
            is_objection=True,
            comment=" ",
            seen=Decimal(0),
            now=NOW,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        ObligationConfirmation.objects.create(
            period=period,
            side="centre",
            is_objection=True,
            counted=0,
            said_by=office.officer,
            said_at=NOW,
        )


def test_what_has_not_begun_is_not_confirmed(office: AgreementsOffice) -> None:
    period = periods(promise(office, adopted(office)))[2]
    with pytest.raises(UnableToConfirm):
        say_of_promise(
            actor=office.officer,
            period_id=period.pk,
            is_objection=False,
            comment="",
            seen=Decimal(0),
            now=NOW,
        )


def test_whoever_sees_no_agreement_sees_no_promise_of_it(office: AgreementsOffice) -> None:
    period = periods(promise(office, adopted(office)))[0]
    with pytest.raises(NotVisible):
        say_of_promise(
            actor=office.world.teacher,
            period_id=period.pk,
            is_objection=False,
            comment="",
            seen=Decimal(0),
            now=NOW,
        )
