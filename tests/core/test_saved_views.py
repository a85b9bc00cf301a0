"""Saved views on the first page: their name, their list and how many rows they find."""

from __future__ import annotations

import pytest
from django.urls import reverse

from core.models import SavedView
from core.views.saved import MOST_ON_HOME, lists
from tests.world import signed_in

pytestmark = pytest.mark.django_db


def kept(owner, **fields):
    said = {"list_name": next(name for name in lists() if "enterprise" in name), "name": "Ours", "query": ""}
    return SavedView.objects.create(owner=owner, **said | fields)


def home(person) -> str:
    return signed_in(person).get(reverse("insights:home")).content.decode()


def test_every_list_that_stands_at_one_address_is_known():
    assert len(lists()) > 40
    for address, view in lists().values():
        assert reverse(address)
        assert view.list_name


def test_a_view_stands_on_the_first_page_until_it_is_taken_off(world):
    view = kept(world.officer)
    pin = reverse("core:view_pin", args=[view.pk])
    assert "Ours" not in home(world.officer)

    signed_in(world.officer).post(pin)
    assert "Ours" in home(world.officer)

    signed_in(world.officer).post(pin)
    assert "Ours" not in home(world.officer)


def test_it_counts_what_this_person_may_see_and_what_is_filtered(world):
    kept(world.officer, is_on_home=True)
    kept(world.officer, is_on_home=True, name="Nothing", query="q=不存在的企业")
    page = home(world.officer)

    assert "<strong>1</strong>" in page, "the stranger's enterprise is not counted"
    assert "<strong>0</strong>" in page


def test_nobody_pins_somebody_elses(world):
    view = kept(world.officer)

    answer = signed_in(world.director).post(reverse("core:view_pin", args=[view.pk]))

    view.refresh_from_db()
    assert answer.status_code == 404
    assert not view.is_on_home


def test_at_most_so_many_stand_there(world):
    for number in range(MOST_ON_HOME):
        kept(world.officer, is_on_home=True, name=f"View {number}")
    one_more = kept(world.officer, name="One more")

    signed_in(world.officer).post(reverse("core:view_pin", args=[one_more.pk]))

    one_more.refresh_from_db()
    assert not one_more.is_on_home


def test_a_list_that_is_gone_or_closed_to_one_is_left_out(world):
    kept(world.teacher, is_on_home=True)
    kept(world.teacher, is_on_home=True, list_name="gone", name="Gone")

    page = home(world.teacher)

    assert "Ours" not in page
    assert "Gone" not in page


def test_a_view_whose_filter_cannot_be_read_any_more_is_left_out_instead_of_showing_everything(world):
    kept(world.officer, is_on_home=True, query="department=999999")

    assert "Ours" not in home(world.officer)
