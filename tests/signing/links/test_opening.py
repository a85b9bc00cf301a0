"""Opening shows, only a button decides; a link opens its own task and nothing else."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.delivery import deliver_due
from core.models import Notification
from signing.middleware import WRONG_TRIES
from signing.models import Envelope, EnvelopeEvent, TaskLink
from signing.operations import (
    revoke_link,
    void_envelope,
)
from signing.statements import STATEMENT
from tests.portal.conftest import client_of
from tests.signing.envelopes import (
    code_sent_to,
    kinds_of,
    people_of,
    sign_all_the_way,
)
from tests.signing.links.following import again, opened, page, step
from tests.world import join

pytestmark = pytest.mark.django_db


def test_the_mail_carries_the_link_and_the_database_does_not(partner, link, mailoutbox):
    deliver_due(now=timezone.now())

    (mail,) = [mail for mail in mailoutbox if partner.email in mail.to[0]]
    (address,) = set(re.findall(r"/link/[^/\s]+/", mail.body))
    assert address == page(link)
    assert Client().get(address).status_code == 200
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{link.token}%"])
            assert cursor.fetchone() == (0,), table


def test_opening_shows_what_is_asked_and_changes_nothing(partner, link):
    for _time in range(2):
        shown = Client().get(page(link))
        assert "Framework agreement with Jinggong" in shown.content.decode()
        assert "officer@centre.example" in shown.content.decode()
    for name in ("ceremony", "document"):  # a scanner that follows what it can guess
        assert Client().get(step(link, name))["Location"] == page(link)

    link.refresh_from_db()
    partner.refresh_from_db()
    assert (link.opened_at, partner.status) == (None, "invited")
    assert "opened" not in kinds_of(partner.envelope)


def test_nobody_else_is_told_the_address(link):
    for response in (Client().get(page(link)), opened(link).get(step(link, "page", page=1))):
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["Cache-Control"] == "no-store"
        assert response["X-Robots-Tag"] == "noindex"


def test_a_signatory_goes_all_the_way_by_link_without_a_token_against_forgery(partner, link):
    """As a browser does that names neither origin nor referrer."""
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse("link:open", args=[link.token]), headers={"origin": "null"}, follow=True)
    assert "Agree to sign electronically" in answer.content.decode()

    client.post(step(link, "consent"), {"statement": STATEMENT.version, "agree": "on"})
    for number in range(1, partner.envelope.pages + 1):
        client.post(step(link, "page_seen", page=number))
    client.post(step(link, "ask_for_code"), {"means": "email"})
    client.post(step(link, "identify"), {"means": "email", "code": code_sent_to(partner)})
    done = client.post(
        step(link, "sign"), {"name": partner.name, "seen": partner.envelope.document_sha256}, follow=True
    )

    assert "You have signed." in done.content.decode()
    partner.refresh_from_db()
    link.refresh_from_db()
    assert (partner.status, partner.identified_with) == ("signed", partner.email)
    assert link.used_at is not None
    assert "You have signed." in Client().get(page(link)).content.decode()


def test_history_and_ledger_name_no_address(partner, link):
    client = opened(link)
    client.post(step(link, "decline"), {"reason": "Clause 4"})

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pghistory_context WHERE metadata::text LIKE %s", [f"%{link.token}%"]
        )
        assert cursor.fetchone() == (0,)
    assert Envelope.objects.get().closing_reason == "Clause 4"


def test_a_link_is_read_in_its_own_language_until_another_is_chosen(partner, link):
    TaskLink.objects.update(language="zh-hans")
    client = Client()
    assert "请" in client.get(page(link)).content.decode()

    client.post(reverse("link:language", args=[link.token]), {"language": "en", "next": page(link)})

    assert "Sign a document" in client.get(page(link)).content.decode()


def test_whoever_is_signed_in_beside_is_not_taken_for_the_bearer(signing, partner, link):
    for user in (signing.world.director, join(signing.world.liaison)):
        client = client_of(user)
        client.post(reverse("link:open", args=[link.token]))
        assert client.get(step(link, "ceremony")).status_code == 200
    assert set(EnvelopeEvent.objects.filter(kind="opened").values_list("actor", flat=True)) == {None}


# --- Links that do not open -------------------------------------------------------------------


def refused(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 410
    return response.content.decode()


def test_an_earlier_address_says_that_there_is_a_newer_one_and_whom_to_ask(signing, partner, link, now):
    newer = again(signing, partner, now)

    words = refused(page(link))

    assert "A newer link was given out" in words
    assert "officer@centre.example" in words
    assert Client().post(reverse("link:open", args=[link.token])).status_code == 410
    assert Client().get(page(newer)).status_code == 200


def test_an_outdated_link_says_so(link, now):
    TaskLink.objects.update(expires_at=now)

    assert "This link has expired." in refused(page(link))
    assert "officer@centre.example" in refused(page(link))


def test_a_used_link_says_when_it_was_used_once_its_time_is_over(partner, link, now):
    sign_all_the_way(partner, now)
    TaskLink.objects.update(expires_at=now)

    assert "was done on" in refused(page(link))


def test_a_link_that_was_taken_back_says_so(signing, partner, link, now):
    revoke_link(
        actor=signing.office.officer, envelope_id=partner.envelope_id, signatory_id=partner.pk, now=now
    )

    assert "This link was taken back." in refused(page(link))
    assert "link_revoked" in kinds_of(partner.envelope)
    assert not Notification.objects.filter(kind="signing.sign", email=partner.email, state="waiting").exists()


def test_a_document_that_was_called_off_cannot_be_signed_by_link(signing, partner, link, now):
    void_envelope(actor=signing.office.officer, envelope_id=partner.envelope_id, reason="A mistake", now=now)

    assert "It cannot be signed any more" in Client().get(page(link)).content.decode()
    assert "A mistake" in opened(link).get(step(link, "ceremony")).content.decode()


@pytest.mark.parametrize("spoilt", ["x", "WzEsMV0:made-up", "{token}x"])
def test_a_damaged_address_opens_nothing_and_names_nobody(link, spoilt):
    words = refused(f"/link/{spoilt.format(token=link.token)}/")

    assert "This link is not complete." in words
    assert "officer@centre.example" not in words
    assert "Jinggong" not in words


def test_somebody_who_tries_many_addresses_is_slowed_down_and_a_right_one_still_opens(link):
    answers = {Client().get(f"/link/guess-{n}/").status_code for n in range(WRONG_TRIES + 2)}

    assert answers == {410, 429}
    assert Client().get(page(link)).status_code == 200


def test_a_link_leads_to_its_own_task_only(signing, partner, link, now):
    second = signing.office.sent(title_en="Second")
    other = people_of(signing.out(second, now=now, deadline_on=timezone.localdate(now)))[0]
    client = opened(link)

    for name in ("ceremony", "document"):
        address = reverse(f"link:sign:{name}", args=[link.token, other.pk])
        assert client.get(address).status_code == 404
    assert (
        client.post(reverse("link:sign:decline", args=[link.token, other.pk]), {"reason": "no"}).status_code
        == 404
    )
    other.refresh_from_db()
    assert other.status == "invited"
