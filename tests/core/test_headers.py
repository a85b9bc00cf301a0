"""What every answer tells the browser about itself."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.urls import reverse

pytestmark = pytest.mark.django_db
PAGES = ("insights:home", "accounts:profile", "core:inbox", "admin:index")


@pytest.fixture
def at_desk(client, world):
    client.force_login(world.administrator)
    return client


@pytest.mark.parametrize("name", PAGES)
def test_nothing_inline_runs_and_nothing_comes_from_elsewhere(at_desk, name):
    answer = at_desk.get(reverse(name))
    policy = answer["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "*" not in policy
    assert "http" not in policy
    assert "default-src 'none'" in policy
    assert re.search(r"script-src 'nonce-[\w+/=-]+' 'strict-dynamic'", policy)
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy


def test_every_page_has_a_nonce_of_its_own(at_desk):
    nonces = {
        re.search(r"'nonce-([^']+)'", at_desk.get("/")["Content-Security-Policy"])[1] for _time in range(3)
    }
    assert len(nonces) == 3


@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/no/such/page/", "/health/live/"])
def test_every_answer_closes_what_no_page_of_ours_needs(at_desk, address):
    answer = at_desk.get(address)

    assert answer["Content-Security-Policy-Report-Only"] == "require-trusted-types-for 'script'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    permissions = dict(part.split("=") for part in answer["Permissions-Policy"].split(", "))
    assert {name for name, who in permissions.items() if who == "(self)"} == {
        "clipboard-write",
        "publickey-credentials-create",
        "publickey-credentials-get",
    }
    assert set(permissions.values()) == {"()", "(self)"}
    assert {"camera", "microphone", "geolocation", "payment", "usb"} <= set(permissions)


def test_the_icon_is_found_where_browsers_look_for_it(client):
    answer = client.get("/favicon.ico")
    assert answer["Location"] == "/static/img/favicon.ico"
    icon = (settings.BASE_DIR / "static" / "img" / "favicon.ico").read_bytes()
    assert icon.startswith(b"\0\0\1\0")
