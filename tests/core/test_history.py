"""What happened to a record: nothing is left out, wherever a page ends."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.db import models
from django.urls import reverse
from django.utils import timezone

from core import audit
from core.access import THE_SYSTEM
from core.history import PER_PAGE, in_words, timeline
from partnerships.models import Contact
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db


def pages(record: Any) -> list[list[dict[str, Any]]]:
    found, before = [], ""
    while True:
        page = timeline(record, before=before)
        found.append(page["entries"])
        if not page["more_url"]:
            return found
        (before,) = parse_qs(page["more_url"])["before"]


def test_what_was_removed_is_said_with_its_name(world, client):
    ContactFactory.create(enterprise=world.partner, name="郑工", name_latin="Zheng").delete()
    client.force_login(world.officer)
    page = client.get(world.partner.get_absolute_url(), {"tab": "history"}).content.decode()
    assert "contact: removed: Zheng" in page


def test_a_page_that_ends_amid_one_transaction_loses_and_repeats_nothing(world):
    # All of it has one instant: what the database writes down is dated by the transaction.
    now = timezone.now()
    for _number in range(PER_PAGE):
        ContactFactory.create(enterprise=world.partner).delete()
        audit.record(actor=THE_SYSTEM, subject=world.partner, verb="enterprise.changed", now=now)
    found = pages(world.partner)
    assert len(found) > 2
    assert all(len(page) <= PER_PAGE for page in found)
    counts = Counter(entry["icon"] for page in found for entry in page)
    # The world's partner has three contacts and was entered itself.
    assert counts == {"trash": PER_PAGE, "plus": PER_PAGE + 4, "player-play": PER_PAGE}
    instants = [entry["at"] for page in found for entry in page]
    assert instants == sorted(instants, reverse=True)


def test_changes_beyond_one_page_are_all_reached(world):
    for number in range(PER_PAGE + 1):
        world.mentor.title = f"Master {number}"
        world.mentor.save()
    assert sum(entry["icon"] == "edit" for page in pages(world.partner) for entry in page) == PER_PAGE + 1


@pytest.mark.parametrize("before", ["2026-13-40", "2026-03-02T09:00:00", "x", "\0"])
def test_an_address_that_leads_nowhere_shows_the_newest(world, client, before):
    client.force_login(world.officer)
    address = reverse("partnerships:enterprise_detail", args=[world.partner.pk])
    page = client.get(address, {"tab": "history", "before": before})
    assert page.status_code == 200
    assert "enterprise: added" in page.content.decode()


def test_values_are_shown_as_people_write_them(world):
    instant = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    fields = {field.name: field for field in Contact._meta.concrete_fields}
    assert in_words(fields["roles"], ["liaison", "signatory"], {}) == "Liaison, Signatory"
    assert in_words(fields["created_at"], instant, {}) == "March 2, 2026, 9:30 a.m."
    values = models.JSONField()
    assert in_words(values, {}, {}) == "—"
    shown = in_words(values, {"places_per_year": "20", "insurer": None, "days": [1, 2]}, {})
    assert shown == "places per year: 20; insurer: —; days: 1, 2"
