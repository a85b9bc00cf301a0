"""The commands a newcomer types first."""

from urllib.parse import parse_qs, urlsplit

from django.core.management import call_command
from django.urls import reverse


def test_models_and_migrations_agree(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_a_visitor_is_sent_to_sign_in_and_comes_back(client, db):
    response = client.get(reverse("core:search") + "?q=abc")

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))
    assert parse_qs(urlsplit(response["Location"]).query) == {"next": [reverse("core:search") + "?q=abc"]}


def test_every_page_carries_the_content_security_policy(client, db):
    policy = client.get(reverse("account_login"))["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "'strict-dynamic'" in policy
    assert "unsafe" not in policy
