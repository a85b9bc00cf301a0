from __future__ import annotations

import pytest

from agreements.models import Agreement, ReminderPolicy
from core.models import Notification
from tests.agreements.office import AgreementsOffice


@pytest.fixture
def agreement(office: AgreementsOffice) -> Agreement:
    """Signed, in force to the end of March 2029, with notice until the end of January."""
    agreement = office.signed()
    Notification.objects.all().delete()
    return agreement


@pytest.fixture
def policy(office: AgreementsOffice) -> ReminderPolicy:
    return office.type.reminder_policy
