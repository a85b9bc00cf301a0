"""The assessment of one agreement counts what its promises were counted from."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import User
from agreements.counting import count_promises
from agreements.models import Agreement, ObligationPeriod
from assessments.models import Assessment, Result
from assessments.operations import assessments as operations
from assessments.operations.assessments import first_day, last_day
from tests.assessments.assessing import a_scheme, an_office, this_year
from tests.collaboration.exchanging import an_agreement, an_exchange

pytestmark = pytest.mark.django_db
LECTURES = "metric.exchange_lectures"


def lecture(world, days: int, agreement: Agreement | None = None) -> None:
    """Held and closed so many days after the year began."""
    day = first_day(this_year() - 1) + timedelta(days=days)
    at = timezone.make_aware(timezone.datetime(day.year, day.month, day.day, 10))
    an_exchange(
        world,
        state="closed",
        starts_at=at,
        ends_at=at + timedelta(hours=2),
        hours=Decimal(2),
        closed_at=at,
        agreement=agreement,
    )


def of_a_year(world, **fields) -> Agreement:
    year = this_year() - 1
    made = an_agreement(world, world.partner, starts_on=first_day(year), ends_on=last_day(year), **fields)
    return Agreement.objects.get(pk=made.pk)


def promised(world, agreement: Agreement) -> Agreement:
    agreement.obligations.create(
        order=1,
        side="enterprise",
        enterprise=world.partner,
        metric="exchange_lectures",
        quantity=Decimal(4),
        what_en="Lectures",
        is_taken_over=True,
    )
    return agreement


def assessed(world, agreement: Agreement, office: User) -> Assessment:
    a_scheme()
    return operations.make(
        actor=office,
        enterprise_id=world.partner.pk,
        study_year=this_year() - 1,
        agreement=agreement,
        now=timezone.now(),
    )


def result(one: Assessment, counter: str = LECTURES) -> Result:
    return one.results.get(indicator__counter=counter)


def test_what_names_no_agreement_counts_for_the_one_whose_promise_it_was_counted_for(world):
    first, other = promised(world, of_a_year(world)), of_a_year(world)
    for days, agreement in ((10, None), (20, None), (30, first), (40, other)):
        lecture(world, days, agreement)
    count_promises(on=timezone.localdate(), now=timezone.now())
    period = ObligationPeriod.objects.get(agreement=first)

    office = an_office(world)
    of_first, of_other = assessed(world, first, office), assessed(world, other, office)

    assert result(of_first).value == period.counted == 3
    assert result(of_first).evidence_count == period.evidence.count() == 3
    assert not result(of_first).is_left_out
    assert result(of_other).value == 1


def test_what_an_agreement_promises_and_nobody_gave_is_nothing(world):
    agreement = promised(world, of_a_year(world))
    count_promises(on=timezone.localdate(), now=timezone.now())

    row = result(assessed(world, agreement, an_office(world)))

    assert (row.value, row.is_left_out) == (0, False)


def test_what_an_agreement_does_not_promise_is_left_out_with_the_reason_and_may_be_taken_in(world):
    office = an_office(world)
    one = assessed(world, promised(world, of_a_year(world)), office)

    row = result(one, "metric.teacher_practice_days")
    assert (row.value, row.is_left_out) == (None, True)
    assert "promises nothing of the kind" in row.remark

    Result.objects.filter(pk=row.pk).update(is_left_out=False, remark="")
    operations.recount(actor=office, pk=one.pk, now=timezone.now())
    assert not result(one, "metric.teacher_practice_days").is_left_out
