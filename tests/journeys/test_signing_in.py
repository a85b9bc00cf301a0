"""A newcomer's first minutes in a browser."""

import pytest
from playwright.sync_api import expect

from tests.factories import PASSWORD
from tests.world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_somebody_signs_in_searches_changes_the_language_and_signs_out(window):
    world = make_world()
    page = window()
    page.goto("/accounts/login/")
    page.get_by_label("E-mail or student number").fill(world.officer.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Chen Jie")
    page.keyboard.press("/")
    page.keyboard.type("精工")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=world.partner.name_en)).to_be_visible()

    page.get_by_role("button", name="Language").click()
    page.get_by_role("button", name="简体中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    world.officer.refresh_from_db()
    assert world.officer.language == "zh-hans"

    page.get_by_role("button", name="陈专员").click()
    page.get_by_role("button", name="退出").click()
    expect(page).to_have_url(page.url)
    page.goto("/people/me/")
    expect(page.get_by_label("密码")).to_be_visible()
    assert page.complaints == []
