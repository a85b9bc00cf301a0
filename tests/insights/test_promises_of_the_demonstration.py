"""The promises of the demonstration, made on the small world."""

from __future__ import annotations

from datetime import date

import pytest

from agreements.models import Obligation, ObligationConfirmation, ObligationPeriod
from agreements.problems import problems_before_submission
from insights.demonstration import promises
from tests.agreements.office import TODAY, make_office
from tests.agreements.promising import adopted, visit
from tests.world import join


@pytest.mark.django_db
def test_papers_from_before_promise_and_both_sides_say_what_they_think() -> None:
    office = make_office()
    join(office.world.liaison)
    agreement = adopted(office)
    visit(office.world.partner, date(2026, 1, 5))
    promises.make_promises(on=TODAY)
    assert agreement.obligations.exists()
    assert ObligationPeriod.objects.filter(counted=1).exists()
    assert set(ObligationConfirmation.objects.values_list("side", flat=True)) == {"centre", "enterprise"}


@pytest.mark.django_db
def test_what_is_written_into_a_text_stands_in_nobodys_way() -> None:
    office = make_office()
    agreement = office.draft()
    for kind in promises.BY_TYPE:
        rows = promises.written(agreement, kind, promises.Random(kind))
        assert len(rows) >= 2
        Obligation.objects.bulk_create(rows)
        assert not [one for one in problems_before_submission(agreement, on=TODAY) if "promise" in one.code]
        agreement.obligations.all().delete()
