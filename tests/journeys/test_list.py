"""Narrowing a list in a browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.agreements.office import furnish
from tests.world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_somebody_filters_a_list_searches_in_it_and_filters_again(window):
    office = furnish(make_world())
    office.signed()
    office.draft(title_en="Order class for welders")
    office.draft(title_en="Order class for painters")
    page = window(office.world.officer)
    page.goto("/agreements/")
    rows = page.locator("table.rows tbody tr")
    expect(rows).to_have_count(3)

    page.get_by_role("button", name="Filter").click()
    panel = page.get_by_role("dialog", name="Filter")
    panel.get_by_label("By its dates").wait_for()
    panel.get_by_role("combobox", name="State").click()
    panel.get_by_role("option", name="draft").click()
    page.keyboard.press("Tab")
    panel.get_by_role("button", name="Show").click()
    expect(rows).to_have_count(2)
    expect(page).to_have_url(re.compile("state=draft"))

    page.reload()
    page.get_by_role("searchbox", name="Title, enterprise or reference").fill("welders")
    expect(rows).to_have_count(1)
    expect(page).to_have_url(re.compile("(?=.*state=draft).*q=welders"))

    page.get_by_role("button", name="Filter").click()
    expect(panel.locator("select[name=state] option:checked")).to_have_text("draft")
    assert page.complaints == []
