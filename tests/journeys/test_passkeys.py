"""People of an enterprise come into the portal with passkeys; the browser has an authenticator of its own."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from partnerships.models import Contact
from partnerships.operations.invitations import invite_contact
from tests.world import World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(settings) -> World:
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # the live server speaks no TLS
    return make_world()


def invitation(world: World, contact: Contact) -> str:
    Contact.objects.filter(pk=contact.pk).update(email="newcomer@jinggong.example", language="en")
    sent = invite_contact(actor=world.officer, pk=contact.pk, now=timezone.now())
    return sent.get_absolute_url()


def plug_in_authenticator(page: Page) -> None:
    """One built into the device, whose owner always shows a finger."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def sign_out_and_in_with_the_passkey(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/portal/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def test_somebody_joins_with_a_passkey_alone_and_signs_in_with_it(window, world):
    page = window()
    plug_in_authenticator(page)
    page.goto(invitation(world, world.signatory))
    page.get_by_role("link", name="Use a passkey instead of a password").click()
    page.get_by_role("button", name="Make the passkey and accept the invitation").click()

    expect(page.get_by_role("heading", name="Recovery Codes")).to_be_visible()
    user = User.objects.get(email="newcomer@jinggong.example")
    assert not user.has_usable_password()
    assert set(user.authenticator_set.values_list("type", flat=True)) == {"webauthn", "recovery_codes"}
    world.signatory.refresh_from_db()
    assert world.signatory.user == user
    page.goto("/portal/")  # a signatory needs a second factor, which a passkey is
    expect(page.get_by_role("heading", level=1)).to_contain_text("Zhou Qiang")
    sign_out_and_in_with_the_passkey(page, "Zhou Qiang")
    assert page.complaints == []


def test_somebody_who_joined_with_a_password_adds_a_passkey_next(window, world):
    page = window()
    plug_in_authenticator(page)
    page.goto(invitation(world, world.liaison))
    page.get_by_label("Choose a password").fill("a long and quiet evening")
    page.get_by_label("The same password again").fill("a long and quiet evening")
    page.get_by_role("button", name="Accept the invitation").click()
    page.get_by_role("link", name="Add a passkey").click()
    expect(page.get_by_label("Passwordless")).to_be_checked()
    page.get_by_role("button", name="Add").click()

    expect(page.get_by_role("heading", name="Recovery Codes")).to_be_visible()
    assert Authenticator.objects.filter(user__email="newcomer@jinggong.example", type="webauthn").exists()
    sign_out_and_in_with_the_passkey(page, "Sun Li")
    assert page.complaints == []


def test_an_invitation_that_is_opened_but_not_finished_makes_no_account(window, world):
    page = window()
    address = invitation(world, world.liaison)
    page.goto(f"{address}passkey/")
    expect(page.get_by_role("button", name="Make the passkey and accept the invitation")).to_be_visible()
    assert not User.objects.filter(email="newcomer@jinggong.example").exists()
    page.get_by_role("link", name="Use a password").click()
    expect(page.get_by_label("Choose a password")).to_be_visible()
