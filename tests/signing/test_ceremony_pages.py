"""What the pages of the ceremony say when something came in between."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from signing.models import Signatory
from signing.operations import void_envelope
from tests.signing.envelopes import identify, people_of, read, sign_all_the_way
from tests.world import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(signing) -> Signatory:
    """The director's turn, with everything read, in a signing that is open for another while."""
    envelope = signing.out(deadline_on=timezone.localdate() + timedelta(days=9))
    partner, director = people_of(envelope)
    sign_all_the_way(partner)
    director.refresh_from_db()
    read(director)
    return director


@pytest.fixture
def client(director) -> Client:
    return signed_in(director.user)


def test_whoever_waits_too_long_to_sign_is_told_to_show_again_who_they_are(director, client):
    identify(director)
    address = reverse("signing:sign", args=[director.pk])
    name = {"name": director.name, "seen": director.envelope.document_sha256}

    page = client.post(address, name, follow=True)

    assert page.redirect_chain == [(director.get_absolute_url(), 302)]
    assert "Please show once more that it is you." in page.content.decode()
    director.refresh_from_db()
    assert director.status == "opened"


def test_a_page_that_is_read_after_the_end_leads_to_the_whole_page_and_says_why(signing, director, client):
    void_envelope(
        actor=signing.world.officer, envelope_id=director.envelope_id, reason="Typo", now=timezone.now()
    )
    address = reverse("signing:page_seen", args=[director.pk, 1])

    answer = client.post(address, headers={"HX-Request": "true"})

    assert (answer.headers["HX-Redirect"], answer.content) == (director.get_absolute_url(), b"")
    assert "It cannot be signed any more" in client.get(director.get_absolute_url()).content.decode()
