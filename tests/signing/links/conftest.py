"""A link that was sent to the partner's signatory."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from signing.models import Envelope, Signatory, TaskLink
from tests.signing.envelopes import (
    people_of,
)


@pytest.fixture(autouse=True)
def _nobody_tried_before():
    cache.clear()


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def partner(signing, now) -> Signatory:
    """The partner's signatory, who has no account and was sent a link."""
    agreement = signing.office.sent()
    signing.out(
        agreement,
        signatories=[
            signing.partner_signs(agreement, phone="13812345678", language="en"),
            signing.centre_signs(agreement),
        ],
        deadline_on=timezone.localdate(now) + timedelta(days=9),
        now=now,
    )
    return people_of(Envelope.objects.get())[0]


@pytest.fixture
def link(partner) -> TaskLink:
    return TaskLink.objects.get()
