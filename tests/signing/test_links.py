"""Links to one task: opening shows, only a button decides; each opens its own task and nothing else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement
from core.delivery import deliver_due
from core.models import Notification
from core.roles import LINK_ROLE
from core.walls import inside, walls
from signing.middleware import WRONG_TRIES
from signing.models import Envelope, EnvelopeEvent, IdentityCode, Signatory, TaskLink
from signing.operations import (
    UnableToReach,
    hand_over_link,
    revoke_link,
    send_link_again,
    void_envelope,
)
from signing.sealing.orders import seal_ordered
from signing.statements import STATEMENT
from tests.portal.conftest import client_of
from tests.signing.envelopes import (
    code_sent_to,
    identify,
    kinds_of,
    people_of,
    put_name,
    read,
    sign_all_the_way,
)
from tests.webhook import webhook
from tests.world import join

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_tried_before():
    cache.clear()


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def partner(signing, now) -> Signatory:
    """The partner's signatory, who has no account and was sent a link."""
    agreement = signing.office.sent()
    signing.out(
        agreement,
        signatories=[
            signing.partner_signs(agreement, phone="13812345678", language="en"),
            signing.centre_signs(agreement),
        ],
        deadline_on=timezone.localdate(now) + timedelta(days=9),
        now=now,
    )
    return people_of(Envelope.objects.get())[0]


@pytest.fixture
def link(partner) -> TaskLink:
    return TaskLink.objects.get()


def page(link: TaskLink) -> str:
    return link.get_absolute_url()


def step(link: TaskLink, name: str, **more) -> str:
    return reverse(f"link:sign:{name}", kwargs={"token": link.token, "pk": link.subject_id} | more)


def opened(link: TaskLink) -> Client:
    client = Client()
    client.post(reverse("link:open", args=[link.token]))
    return client


def again(signing, partner, now, **more) -> TaskLink:
    given = {"channel": "email", "email": partner.email, "phone": partner.phone} | more
    return send_link_again(
        actor=signing.office.officer,
        envelope_id=partner.envelope_id,
        signatory_id=partner.pk,
        now=now + timedelta(minutes=1),
        **given,
    )


# --- Sent and opened --------------------------------------------------------------------------


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


# --- Walls ------------------------------------------------------------------------------------


def test_without_any_filter_a_link_sees_its_own_rows_only(signing, partner, link, now):
    signing.out(signing.office.sent(title_en="Second"), now=now, deadline_on=timezone.localdate(now))
    with inside(role=LINK_ROLE, link_id=link.pk):
        assert list(TaskLink.objects.values_list("pk", flat=True)) == [link.pk]
        assert list(Signatory.objects.values_list("pk", flat=True)) == [partner.pk]
        assert list(Envelope.objects.values_list("pk", flat=True)) == [partner.envelope_id]
    with inside(role=LINK_ROLE):
        assert not TaskLink.objects.exists()
        assert not Signatory.objects.exists()
    assert TaskLink.objects.count() == 2


def test_a_ceremony_that_forgets_its_filter_shows_no_stranger(signing, partner, link, now, monkeypatch):
    other = people_of(
        signing.out(signing.office.sent(title_en="Second"), now=now, deadline_on=timezone.localdate(now))
    )[0]
    monkeypatch.setattr("signing.querysets.SignatoryQuerySet.of", lambda rows, actor: rows.all())
    client = opened(link)

    assert client.get(reverse("link:sign:ceremony", args=[link.token, other.pk])).status_code == 404
    assert client.get(step(link, "ceremony")).status_code == 200


@pytest.mark.parametrize(
    "table",
    ["agreements_agreement", "partnerships_contact", "signing_identitycode", "signing_envelopeevent",
     "core_notification", "core_auditevent", "django_session", "accounts_department"],
)  # fmt: skip
def test_everything_else_is_closed_to_links(link, table):
    with (
        inside(role=LINK_ROLE, link_id=link.pk),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        connection.cursor().execute(f"SELECT 1 FROM {table}")


def test_links_change_nothing_by_themselves(link):
    with inside(role=LINK_ROLE, link_id=link.pk):
        for table in [wall.table for wall in walls(LINK_ROLE)]:
            for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id"):
                with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                    connection.cursor().execute(statement)


def test_every_table_that_links_read_has_its_wall(db):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT c.relname, c.relrowsecurity FROM pg_class c
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
              AND (has_any_column_privilege('partnership_link', c.oid, 'SELECT')
                   OR has_any_column_privilege('partnership_link', c.oid, 'INSERT, UPDATE')
                   OR has_table_privilege('partnership_link', c.oid, 'DELETE, TRUNCATE'))
            """
        )
        open_tables = dict(cursor.fetchall())

    assert set(open_tables) == {wall.table for wall in walls(LINK_ROLE)}
    assert all(open_tables.values())


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


def test_the_same_address_again_keeps_what_was_read(signing, partner, link, now):
    read(partner, now)

    again(signing, partner, now)

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

    told = Notification.objects.get(kind="core.mail_refused")
    assert (told.recipient, told.data["address"]) == (signing.office.officer, "000")


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


def test_the_sealed_document_can_be_fetched_by_link(partner, link, now):
    for person in people_of(partner.envelope):
        sign_all_the_way(person, now)
    assert seal_ordered(now=now + timedelta(minutes=5)) == 1

    client = Client()
    assert client.get(step(link, "sealed")).content.startswith(b"%PDF")
    assert "Download the sealed document" in client.get(step(link, "ceremony")).content.decode()
