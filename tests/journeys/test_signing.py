"""An officer sends an agreement out, its signatories sign, the file is sealed: in a browser."""

from __future__ import annotations

import os
import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Page, expect

from agreements.choices import State
from agreements.documents import kept_documents
from agreements.documents.printing import CODE_LENGTH, verification_address
from agreements.models import Agreement
from core.delivery import deliver_due
from signing.models import Envelope, Signatory
from signing.sealing.orders import seal_ordered
from tests.agreements.office import make_office
from tests.signing.test_sealing import pdfsig
from tests.world import join

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


def agree_and_read(page: Page, name: str) -> None:
    """The first two steps of a ceremony, the same for everybody."""
    expect(page.get_by_role("heading", name="Agree to sign electronically")).to_be_visible()
    picture(page, f"{name}-consent")
    page.get_by_label("I agree to sign electronically").check()
    page.get_by_role("button", name="Go on to the document").click()
    expect(page.get_by_role("heading", name="Read the document")).to_be_visible()
    for _round in range(5):
        for figure in page.locator("figure.sheet").all():
            figure.locator("figcaption").scroll_into_view_if_needed()
            page.wait_for_timeout(250)  # a person looks at a page for longer than a frame of the screen
        if page.get_by_role("link", name="Continue").is_visible():
            break
    expect(page.get_by_role("link", name="Continue")).to_be_visible()
    picture(page, f"{name}-read")
    page.get_by_role("link", name="Continue").click()
    expect(page.get_by_role("heading", name="Show that it is you")).to_be_visible()
    picture(page, f"{name}-identify")


def confirm(page: Page, means: str, code: str) -> None:
    page.locator(f"#code-{means}").fill(code)
    page.locator("form", has=page.locator(f"#code-{means}")).get_by_role("button").click()


def type_name(page: Page, name: str) -> None:
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Sign", exact=True).click()


def sign_at_the_portal(page: Page, name: str) -> None:
    """By somebody of the enterprise who has an account there."""
    page.goto("/portal/")
    page.locator("section", has_text="For you to sign").get_by_role("link").first.click()
    agree_and_read(page, "portal")
    confirm(page, "totp", totp())
    type_name(page, name)
    expect(page.get_by_text("You have signed.", exact=True)).to_be_visible()


def sign_by_link(page: Page, signatory: Signatory, mails: list) -> None:
    """By somebody without an account, with nothing but two mails."""
    deliver_due(now=timezone.now())
    (invitation,) = [mail for mail in mails if signatory.email in mail.to[0]]
    page.goto(re.search(r"/link/\S+", invitation.body)[0])
    picture(page, "link")
    page.get_by_role("button", name="Open it").click()
    agree_and_read(page, "link")
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_text("A code is on its way").first).to_be_visible()
    deliver_due(now=timezone.now())
    code = next(re.search(r"^\d{6}$", mail.body, re.MULTILINE) for mail in reversed(mails))
    confirm(page, "email", code[0])
    type_name(page, signatory.name)
    expect(page.get_by_text("You have signed.", exact=True)).to_be_visible()


def is_genuine(path: Path) -> bool:
    """As the command says, which needs no browser."""
    try:
        call_command("verify_document", str(path))
    except CommandError:
        return False
    return True


def test_an_agreement_is_sent_out_signed_at_the_portal_by_link_and_by_the_director_and_proven(
    window, settings, tmp_path, mailoutbox
):
    settings.MEDIA_ROOT = str(tmp_path)
    office = make_office()
    world = office.world
    at_portal, by_link = world.signatory, world.mentor
    by_link.language = "en"
    by_link.save()
    partner = window(join(at_portal))
    agreement = office.sent()
    address = agreement.get_absolute_url()
    officer = window(office.officer)
    officer.goto(f"{address}?tab=signing")
    officer.get_by_role("link", name="Send for electronic signature").first.click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("Send for electronic signature")
    picture(officer, "send")
    officer.get_by_label("In which order").select_option("enterprises_first")
    of_enterprise = officer.locator(f"select[name='people_{agreement.parties.get(role='enterprise').pk}']")
    of_enterprise.evaluate("(select, key) => select.tomselect.addItem(key)", f"contact-{by_link.pk}")
    officer.get_by_role("button", name="Send it out").click()
    expect(officer.get_by_text("asked to sign").first).to_be_visible()
    picture(officer, "envelope")

    _first, linked, director_row = Envelope.objects.get().signatories.order_by("order")
    sign_at_the_portal(partner, at_portal.name)
    stranger = window()
    sign_by_link(stranger, linked, mailoutbox)

    director = window(world.director)
    director.goto("/approvals/")
    director.locator(".desk-entry", has_text="with Jinggong").first.click()
    agree_and_read(director, "director")
    confirm(director, "totp", totp())
    type_name(director, "Somebody Else")
    expect(director.get_by_text("Please type your name as it stands here").first).to_be_visible()
    picture(director, "sign")
    type_name(director, "lin wei")
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

    partner.goto(f"/portal/agreements/{agreement.pk}/")
    with partner.expect_download() as download:
        partner.get_by_role("link", name="Sealed document").click()
    path = tmp_path / "sealed.pdf"
    download.value.save_as(path)
    assert "Signature is Valid" in pdfsig(path)
    assert "Total document signed" in pdfsig(path)
    assert is_genuine(path)
    changed = bytearray(path.read_bytes())
    changed[len(changed) // 2] ^= 1
    (tmp_path / "changed.pdf").write_bytes(changed)
    assert "Signature is Valid" not in pdfsig(tmp_path / "changed.pdf")
    assert not is_genuine(tmp_path / "changed.pdf")

    anybody = window()
    kept = kept_documents(agreement).get(sha256=Envelope.objects.get().document_sha256)
    anybody.goto(
        urlsplit(verification_address(kept.content_sha256[:CODE_LENGTH])).path
    )  # what the printed QR code says
    expect(anybody.get_by_text("genuine", exact=True).first).to_be_visible()
    picture(anybody, "verified")
    for window_of in (officer, partner, stranger, anybody):
        assert window_of.complaints == []
    # The refused name is answered with 422, which Chromium writes to its console.
    assert [line for line in director.complaints if "422" not in line] == []
