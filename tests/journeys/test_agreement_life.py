"""One agreement's whole life, in the windows of the people who live it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from agreements.choices import State
from agreements.models import Agreement, Party
from core.models import AuditEvent
from tests.agreements.office import furnish
from tests.world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def draft(page: Page, enterprise: str) -> None:
    page.goto("/agreements/new/")
    page.get_by_text("Framework agreement").first.click()
    search = page.get_by_role("combobox", name="Enterprises")
    search.click()
    search.press_sequentially("精工")
    page.get_by_role("option", name=enterprise).click()
    page.get_by_label("First day").fill((timezone.localdate() + timedelta(days=10)).isoformat())
    page.get_by_label("Title in Chinese").fill("与精工机械的合作框架协议")
    page.get_by_label("Title in English").fill("Framework with Jinggong")
    page.get_by_role("button", name="Draft", exact=False).click()


def decide(page: Page, title: str, decision: str, reason: str = "") -> None:
    page.goto("/approvals/")
    page.get_by_role("link", name=title).first.click()
    if reason:
        page.get_by_label("Reason").fill(reason)
    page.get_by_role("button", name=decision).click()
    expect(page.get_by_role("button", name=decision)).to_have_count(0)


def test_an_agreement_is_drafted_returned_mended_approved_and_signed(window):
    office = furnish(make_world())
    world = office.world
    officer, head, lawyer, director = (
        window(person) for person in (world.officer, world.head, world.lawyer, world.director)
    )

    draft(officer, "Jinggong")
    title = "Framework with Jinggong"
    expect(officer.get_by_role("heading", level=1)).to_contain_text(title)
    agreement = Agreement.objects.get()
    address = agreement.get_absolute_url()

    # What is missing is listed, and each line leads to where it is mended.
    officer.goto(f"{address}submit/")
    expect(officer.get_by_text("before it can be submitted")).to_be_visible()
    officer.get_by_role("link", name="The aims of the cooperation are missing.").click()
    officer.get_by_label("Aims").fill("Train mechanics together.")
    with officer.expect_navigation():  # going elsewhere at once would take it back
        officer.get_by_role("button", name="Save").click()
    officer.goto(f"{address}submit/")
    officer.get_by_role("link", name="places").first.click()
    officer.get_by_role("link", name="Edit").nth(1).click()
    places = officer.get_by_role("spinbutton", name="Places")
    places.fill("20")
    officer.get_by_role("button", name="Save").first.click()
    expect(places).to_have_count(0)  # the preview says it too, before it is kept
    expect(officer.get_by_text("20 places").first).to_be_visible()
    officer.goto(f"{address}submit/")
    officer.get_by_role("button", name="Submit").click()
    expect(officer.get_by_text("in review").first).to_be_visible()
    agreement.refresh_from_db()
    assert agreement.reference == f"AG-{timezone.localdate().year}-0001"

    decide(head, title, "Return", reason="Please name the second year as well.")
    officer.goto(address)
    officer.goto(f"{address}?tab=approval")
    expect(officer.get_by_text("Please name the second year as well.").first).to_be_visible()
    officer.goto(f"{address}submit/")
    officer.get_by_role("button", name="Submit").click()

    for page in (head, lawyer, director):
        decide(page, title, "Approve")
    officer.goto(address)
    expect(officer.get_by_text("approved").first).to_be_visible()
    officer.goto(f"{address}send/")
    officer.locator("form.confirm button[type=submit], .save-bar button[type=submit]").first.click()
    expect(officer.get_by_text("out for signature").first).to_be_visible()

    for party in agreement.parties.all():
        officer.goto(f"{address}parties/{party.pk}/sign/")
        if party.role == Party.Role.CENTRE:
            # Only who may sign for the centre is offered, and there is one.
            who = officer.locator("#id_signatory")
            expect(who.locator("option:checked")).to_have_text("Lin Wei")
        else:
            officer.get_by_label("Signed by").fill(f"For {party}")
        officer.locator(".save-bar button[type=submit]").click()
        expect(officer.get_by_label("Signed on")).to_have_count(0)

    agreement.refresh_from_db()
    assert agreement.state == State.SIGNED
    officer.goto(f"{address}?tab=history")
    expect(officer.get_by_text("Please name the second year as well.").first).to_be_visible()
    assert AuditEvent.objects.filter(verb="agreement.sign").count() == 1
    for page in (officer, head, lawyer, director):
        assert page.complaints == []
