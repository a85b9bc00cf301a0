"""Sent anew, by text message or by hand: what staff do so that somebody can be reached."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement
from core.delivery import deliver_due
from core.models import Notification
from signing.inviting import sweep_signatories
from signing.models import EnvelopeEvent, IdentityCode, Signatory
from signing.operations import (
    UnableToReach,
    UnableToSign,
    hand_over_link,
    remind_signatory,
    revoke_link,
    send_link_again,
)
from signing.sealing.orders import seal_ordered
from signing.statements import STATEMENT
from tests.portal.conftest import client_of
from tests.signing.envelopes import (
    identify,
    people_of,
    put_name,
    read,
    sign_all_the_way,
)
from tests.signing.links.following import again, opened, page, step
from tests.webhook import webhook

pytestmark = pytest.mark.django_db


# --- Sending it anew --------------------------------------------------------------------------


def test_a_corrected_address_gets_the_link_and_begins_anew(signing, partner, link, now, mailoutbox):
    deliver_due(now=timezone.now())
    read(partner, now)
    identify(partner, now)
    late = IdentityCode.objects.get()

    newer = again(signing, partner, now, email="zhou.right@jinggong.example")
    deliver_due(now=timezone.now() + timedelta(minutes=2))

    (mail,) = [mail for mail in mailoutbox if "zhou.right@jinggong.example" in mail.to[0]]
    assert page(newer) in mail.body
    partner.refresh_from_db()
    assert (partner.email, partner.status) == ("zhou.right@jinggong.example", "invited")
    assert (partner.pages_seen, partner.consented_at, partner.identified_at) == ([], None, None)
    event = EnvelopeEvent.objects.get(kind="readdressed")
    assert (event.actor, event.details["to"]["email"]) == (
        signing.office.officer,
        "zhou.right@jinggong.example",
    )
    assert late.used_at is not None


def test_the_earlier_mailbox_and_the_owner_hear_that_the_link_goes_elsewhere(
    signing, partner, link, now, mailoutbox
):
    earlier = partner.email

    send_link_again(
        actor=signing.world.director,
        envelope_id=partner.envelope_id,
        signatory_id=partner.pk,
        channel="email",
        email="mine@elsewhere.example",
        phone=partner.phone,
        now=now,
    )
    deliver_due(now=timezone.now() + timedelta(minutes=2))

    (warning,) = [mail for mail in mailoutbox if earlier in mail.to[0]]
    assert signing.world.director.name_latin in warning.body
    assert "/link/" not in warning.body
    kind = Notification.objects.filter(kind="signing.readdressed")
    assert set(kind.values_list("recipient", flat=True)) == {None, signing.office.officer.pk}


def test_the_same_address_again_keeps_what_was_read(signing, partner, link, now):
    read(partner, now)

    again(signing, partner, now)

    assert not Notification.objects.filter(kind="signing.readdressed").exists()
    partner.refresh_from_db()
    assert partner.status == "opened"
    assert partner.consented_at is not None


def test_only_who_may_act_on_the_envelope_sends_it_again(signing, partner, link, now):
    for actor, refusal in (
        (signing.world.coordinator, PermissionDenied),
        (signing.world.stranger_officer, Exception),
    ):
        with pytest.raises(refusal):
            send_link_again(
                actor=actor,
                envelope_id=partner.envelope_id,
                signatory_id=partner.pk,
                channel="email",
                email="mine@elsewhere.example",
                phone="",
                now=now,
            )
    partner.refresh_from_db()
    assert partner.email != "mine@elsewhere.example"


def test_nobody_is_sent_a_link_who_has_signed_or_signs_in(signing, partner, link, now):
    director = people_of(partner.envelope)[1]
    with pytest.raises(UnableToReach):
        again(signing, director, now, email="director@elsewhere.example")
    sign_all_the_way(partner, now)
    with pytest.raises(UnableToReach):
        again(signing, partner, now)


def test_an_address_is_needed_for_the_code_whichever_way_the_link_goes(signing, partner, link, now):
    with pytest.raises(UnableToReach, match="show who they are"):
        again(signing, partner, now, channel="by_hand", email="", phone="")


# --- Telephones -------------------------------------------------------------------------------


@pytest.fixture
def service(settings):
    with webhook() as service:
        settings.SMS_BACKEND = "core.sms.Webhook"
        settings.SMS_WEBHOOK_URL = service.url
        settings.SMS_WEBHOOK_SECRET = "shared"
        yield service


def test_link_and_code_go_to_a_telephone(signing, partner, link, now, service):
    newer = again(signing, partner, now, channel="sms", email="", phone="13900001111")
    deliver_due(now=timezone.now() + timedelta(minutes=2))

    (text,) = service.texts_to("13900001111")
    assert page(newer) in text
    client = opened(newer)
    client.post(step(newer, "consent"), {"statement": STATEMENT.version, "agree": "on"})
    for number in range(1, partner.envelope.pages + 1):
        client.post(step(newer, "page_seen", page=number))
    assert "139…1111" in client.get(step(newer, "ceremony")).content.decode()
    client.post(step(newer, "ask_for_code"), {"means": "sms"})
    deliver_due(now=timezone.now() + timedelta(minutes=2))
    code = service.texts_to("13900001111")[-1].split()[0]
    client.post(step(newer, "identify"), {"means": "sms", "code": code})

    partner.refresh_from_db()
    assert (partner.identified_by, partner.identified_with) == ("sms", "13900001111")
    put_name(partner, timezone.now())
    assert people_of(partner.envelope)[0].status == "signed"


def test_a_telephone_that_is_refused_is_told_to_whoever_sent_it(signing, partner, link, now, service):
    again(signing, partner, now, channel="sms", phone="000")
    service.answer = 400

    deliver_due(now=timezone.now() + timedelta(minutes=2))

    told = Notification.objects.filter(kind="core.mail_refused")
    assert "000" in {one.data["address"] for one in told}
    assert {one.recipient for one in told} == {signing.office.officer}


def test_a_code_by_mail_where_none_is_recorded_is_refused(signing, partner, link, now, service):
    newer = again(signing, partner, now, channel="sms", email="", phone="13900001111")
    answer = opened(newer).post(step(newer, "ask_for_code"), {"means": "email"}, follow=True)

    assert "This way of identifying yourself is not admitted here." in answer.content.decode()
    assert not IdentityCode.objects.exists()


# --- Staff's page -----------------------------------------------------------------------------


def reach(partner: Signatory, name: str = "signatory_reach") -> str:
    return reverse(f"signing:{name}", args=[partner.envelope_id, partner.pk])


def test_staff_see_how_each_is_reached(signing, partner, link):
    officer = client_of(signing.office.officer)
    tab = f"{Agreement.objects.get().get_absolute_url()}?tab=signing"
    assert "link not opened yet" in officer.get(tab).content.decode()
    assert reach(partner) in officer.get(tab).content.decode()
    opened(link)
    assert "link opened" in officer.get(tab).content.decode()
    assert "Waits to be signed electronically" in officer.get(tab).content.decode()


def test_the_address_and_its_code_are_shown_to_who_hands_them_over_and_that_is_noted(signing, partner, link):
    officer = client_of(signing.office.officer)
    assert link.token not in officer.get(reach(partner)).content.decode()

    shown = officer.post(reach(partner, "signatory_link")).content.decode()

    assert page(link) in shown
    assert "data:image/svg+xml" in shown
    event = EnvelopeEvent.objects.get(kind="handed_over")
    assert event.actor == signing.office.officer


def test_staff_send_it_again_from_the_page(signing, partner, link):
    officer = client_of(signing.office.officer)
    wrong = officer.post(reach(partner), {"channel": "email", "email": "", "phone": "1"})
    assert wrong.status_code == 422
    answer = officer.post(
        reach(partner), {"channel": "email", "email": "zhou@right.example", "phone": ""}, follow=True
    )

    assert "zhou@right.example" in answer.content.decode()
    link.refresh_from_db()
    assert (link.version, link.email) == (2, "zhou@right.example")


def test_handing_over_a_link_that_was_taken_back_is_refused(signing, partner, link, now):
    given = {"actor": signing.office.officer, "envelope_id": partner.envelope_id, "signatory_id": partner.pk}
    revoke_link(**given, now=now)

    with pytest.raises(UnableToReach):
        hand_over_link(**given, now=now)


def test_nobody_is_reminded_of_a_link_that_was_taken_back_until_a_new_one_is_sent(
    signing, partner, link, now
):
    given = {"actor": signing.office.officer, "envelope_id": partner.envelope_id, "signatory_id": partner.pk}
    last_day = partner.envelope.deadline_on
    officer = client_of(signing.office.officer)
    tab = f"{Agreement.objects.get().get_absolute_url()}?tab=signing"
    remind = reverse("signing:signatory_remind", args=[partner.envelope_id, partner.pk])
    assert remind in officer.get(tab).content.decode()

    revoke_link(**given, now=now)

    assert sweep_signatories(on=last_day, now=now) == 1  # the director
    with pytest.raises(UnableToSign, match="taken back"):
        remind_signatory(**given, now=now)
    assert remind not in officer.get(tab).content.decode()
    assert reach(partner) in officer.get(tab).content.decode()

    again(signing, partner, now)
    assert remind in officer.get(tab).content.decode()
    assert sweep_signatories(on=last_day, now=now) == 1


def test_the_sealed_document_can_be_fetched_by_link(partner, link, now):
    for person in people_of(partner.envelope):
        sign_all_the_way(person, now)
    assert seal_ordered(now=now + timedelta(minutes=5)) == 1

    client = Client()
    assert client.get(step(link, "sealed")).content.startswith(b"%PDF")
    assert "Download the sealed document" in client.get(step(link, "ceremony")).content.decode()
