"""Several sweeps and decisions at a time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from agreements.models import Agreement
from core.models import Notification
from tests.agreements.reminders.sweeping import NOTICE, at, let_it_lapse, signed, sweep
from tests.threads import in_threads


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_tell_nobody_twice(agreement, office):
    Agreement.objects.bulk_create(signed(office, number) for number in range(200))
    reports: list[int] = []
    day = NOTICE - timedelta(days=30)
    in_threads(*[lambda: reports.append(len(sweep(day)))] * 4)

    assert len(reports) == 4
    assert sum(reports) == Notification.objects.count() == 201


@pytest.mark.django_db(transaction=True)
def test_a_decision_and_a_reminder_do_not_miss_each_other(agreement, office):
    day = NOTICE - timedelta(days=30)
    with transaction.atomic():
        let_it_lapse(office, agreement, at(day))
        in_threads(lambda: sweep(day))  # it neither waits for the decision nor tells of what is being decided
        assert not Notification.objects.exists()
    assert sweep(day) == []
