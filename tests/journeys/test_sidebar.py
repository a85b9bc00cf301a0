"""A group of the sidebar that somebody unfolds is so on the next page."""

import pytest
from playwright.sync_api import expect

from tests.world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_group_that_was_unfolded_stays_so_on_the_next_page(looking):
    page = looking(make_world().director)
    page.goto("/")
    agreements = page.get_by_role("link", name="Deadlines", exact=True)
    expect(agreements).to_be_hidden()

    page.locator("summary", has_text="Agreements").click()
    expect(agreements).to_be_visible()
    page.goto("/enterprises/")

    expect(page.get_by_role("link", name="Deadlines", exact=True)).to_be_visible()
