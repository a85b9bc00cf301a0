"""Doing something to many enterprises: with the number that was confirmed, and past those that refuse."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core.access import NotVisible
from core.views import lists
from partnerships import operations
from partnerships.models import Enterprise
from tests.factories import EnterpriseFactory
from tests.world import signed_in

pytestmark = pytest.mark.django_db

LIST = reverse("partnerships:enterprise_list")


@pytest.fixture
def officer(world) -> Client:
    return signed_in(world.officer)


def hidden_fields(page) -> dict[str, str]:
    return dict(page.context["hidden"])


def owners() -> dict[str, str | None]:
    return dict(Enterprise.objects.values_list("name", "owner__email"))


def test_what_was_taken_over_with_an_odd_website_gets_an_owner_all_the_same(world, officer):
    Enterprise.objects.filter(pk=world.partner.pk).update(website="https://www.a.com;www.b.com")
    data = {"action": "owner", "selected": [world.partner.pk], "confirmed": "1", "owner": world.director.pk}
    page = officer.post(LIST, data, follow=True).content.decode()
    assert "done for 1" in page
    world.partner.refresh_from_db()
    assert (world.partner.owner, world.partner.website) == (world.director, "https://www.a.com;www.b.com")


@pytest.mark.parametrize("refusal", [PermissionDenied("Not here."), NotVisible("enterprise 7")])
def test_a_row_that_refuses_stops_none_of_the_others_and_is_named(world, officer, monkeypatch, refusal):
    rows = [EnterpriseFactory.create(name=f"无锡华新{n}厂", department=world.mechanics) for n in range(3)]
    assign = operations.assign_owner

    def refusing(*, pk: Any, **rest: Any) -> Enterprise:
        if pk == rows[1].pk:
            raise refusal
        return assign(pk=pk, **rest)

    monkeypatch.setattr("partnerships.views.enterprises.operations.assign_owner", refusing)
    data = {"action": "owner", "selected": [row.pk for row in rows], "confirmed": "1"}
    page = officer.post(LIST, data | {"owner": world.director.pk}, follow=True).content.decode()
    assert "done for 2" in page
    assert "Not done for 1" in page
    assert rows[1].name in page.split("Not done for 1")[1].split("</div>")[0]
    assert owners()[rows[2].name] == "director@centre.example"
    assert owners()[rows[1].name] is None


def test_all_that_match_are_found_again_by_their_query_not_sent_along(world, officer):
    for number in range(30):
        EnterpriseFactory.create(name=f"无锡华新{number}厂", department=world.mechanics)
    asked = officer.post(LIST, {"action": "owner", "all_matching": "1", "query": "q=华新"})
    sent = hidden_fields(asked)
    assert sent == {"action": "owner", "query": "q=华新", "expected": 30, "all_matching": "1"}
    officer.post(LIST, sent | {"confirmed": "1", "owner": world.director.pk})
    assert sum(owner == "director@centre.example" for owner in owners().values()) == 30


def test_a_number_that_has_changed_is_asked_for_again(world, officer):
    EnterpriseFactory.create(name="无锡华新1厂", department=world.mechanics)
    sent = hidden_fields(officer.post(LIST, {"action": "owner", "all_matching": "1", "query": "q=华新"}))
    late = EnterpriseFactory.create(name="无锡华新2厂", department=world.mechanics)
    again = officer.post(LIST, sent | {"confirmed": "1", "owner": world.director.pk})
    assert "The list has changed" in again.content.decode()
    assert hidden_fields(again)["expected"] == 2
    assert owners()[late.name] is None
    assert owners()["无锡华新1厂"] is None


def test_too_many_at_once_are_refused_with_the_limit(world, officer, monkeypatch):
    monkeypatch.setattr(lists, "MOST_AT_ONCE", 2)
    for number in range(3):
        EnterpriseFactory.create(name=f"无锡华新{number}厂", department=world.mechanics)
    page = officer.post(LIST, {"action": "owner", "all_matching": "1", "query": "q=华新"}, follow=True)
    assert "At most 2 at once" in page.content.decode()
