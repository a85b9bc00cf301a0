"""An officer sends an agreement out, its signatories sign, the file is sealed: in a browser."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Page, expect

from agreements.choices import State
from agreements.models import Agreement
from signing.models import Envelope, Signatory
from signing.operations import ask_for_code, consent, identify_by_code, open_document, page_seen, sign
from signing.policies import Bearer
from signing.sealing.orders import seal_ordered
from signing.statements import STATEMENT
from tests.agreements.office import make_office
from tests.signing.envelopes import HERE, code_sent_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def totp() -> str:
    """What the director's app shows; never in the last seconds of its period."""
    if time.time() % 30 > 25:
        time.sleep(5.5)
    (now,) = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value("JBSWY3DPEHPK3PXP", now))


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def sealed_by_a_worker() -> int:
    """In a thread of its own: Playwright's loop runs in this one, and pyHanko starts another."""

    def work() -> int:
        try:
            return seal_ordered(now=timezone.now())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def sign_for_the_enterprise(signatory: Signatory) -> None:
    """By somebody who came by a link: that page is another app's."""
    actor, now = Bearer(signatory.pk), timezone.now()
    own = {"actor": actor, "signatory_id": signatory.pk, "now": now}
    open_document(**own)
    consent(statement=STATEMENT.version, where=HERE, **own)
    for number in range(1, signatory.envelope.pages + 1):
        page_seen(page=number, **own)
    ask_for_code(**own)
    identify_by_code(
        actor=actor, signatory_ids=[signatory.pk], typed=code_sent_to(signatory), where=HERE, now=now
    )
    sign(
        typed_name=signatory.name,
        seen_sha256=signatory.envelope.document_sha256,
        where=HERE,
        **own,
    )


def test_an_agreement_is_sent_out_read_signed_and_sealed(window, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    office = make_office()
    agreement = office.sent()
    address = agreement.get_absolute_url()
    officer = window(office.officer)
    officer.goto(f"{address}?tab=signing")
    officer.get_by_role("link", name="Send for electronic signature").first.click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("Send for electronic signature")
    picture(officer, "send")
    officer.get_by_label("In which order").select_option("enterprises_first")
    officer.get_by_role("button", name="Send it out").click()
    expect(officer.get_by_text("asked to sign").first).to_be_visible()
    picture(officer, "envelope")

    partner, director_row = Envelope.objects.get().signatories.order_by("order")
    sign_for_the_enterprise(partner)

    director = window(office.world.director)
    director.goto("/approvals/")
    director.locator(".desk-entry", has_text="with Jinggong").first.click()
    expect(director.get_by_role("heading", name="Agree to sign electronically")).to_be_visible()
    picture(director, "consent")
    director.get_by_label("I agree to sign electronically").check()
    director.get_by_role("button", name="Go on to the document").click()
    expect(director.get_by_role("heading", name="Read the document")).to_be_visible()
    for figure in director.locator("figure.sheet").all():
        figure.locator("figcaption").scroll_into_view_if_needed()
    expect(director.get_by_role("link", name="Continue")).to_be_visible()
    picture(director, "read")
    director.get_by_role("link", name="Continue").click()
    expect(director.get_by_role("heading", name="Show that it is you")).to_be_visible()
    picture(director, "identify")
    director.locator("#code-totp").fill(totp())
    director.locator("form", has=director.locator("#code-totp")).get_by_role("button").click()
    director.get_by_label("Your name").fill("Somebody Else")
    director.get_by_role("button", name="Sign", exact=True).click()
    expect(director.get_by_text("Please type your name as it stands here").first).to_be_visible()
    director.get_by_label("Your name").fill("lin wei")
    picture(director, "sign")
    director.get_by_role("button", name="Sign", exact=True).click()
    expect(director.get_by_text("You have signed.", exact=True)).to_be_visible()

    assert Agreement.objects.get().state == State.SIGNED
    assert sealed_by_a_worker() == 1
    director.reload()
    expect(director.get_by_role("link", name="Download the sealed document")).to_be_visible()
    picture(director, "signed")
    officer.goto(f"{address}?tab=signing")
    expect(officer.get_by_role("link", name="Sealed document")).to_be_visible()
    picture(officer, "sealed")
    director_row.refresh_from_db()
    assert (director_row.identified_by, director_row.typed_name) == ("totp", "lin wei")
    assert officer.complaints == []
    # The refused name is answered with 422, which Chromium writes to its console.
    assert [line for line in director.complaints if "422" not in line] == []
