"""Text messages: handed to a real web server, signed, tried again like mails."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from datetime import timedelta

import pytest

from core import sms
from core.delivery import deliver_due
from core.models import Notification
from core.notifications import notify
from tests.core.conftest import DATA, NOW
from tests.webhook import Webhook, webhook

pytestmark = pytest.mark.django_db
State = Notification.State
PHONE = "13812345678"


@pytest.fixture
def service(settings) -> Iterator[Webhook]:
    with webhook() as service:
        settings.SMS_BACKEND = "core.sms.Webhook"
        settings.SMS_WEBHOOK_URL = service.url
        settings.SMS_WEBHOOK_SECRET = "shared"
        yield service


def tell_by_text(kind, **more) -> Notification:
    notify(key="a text", kind=kind.name, phone=PHONE, language="en", data=DATA, now=NOW, **more)
    return Notification.objects.get(key="a text")


def test_a_message_is_posted_with_a_signature_that_the_service_can_check(kind, service, mailoutbox):
    row = tell_by_text(kind)

    assert deliver_due(now=NOW).outcomes == {State.SENT: 1}

    (taken,) = service.taken
    assert taken["to_send"] == {
        "id": row.message_id,
        "to": PHONE,
        "text": "Agreements: Suzhou Precision <& Co>",
    }
    signed = taken["headers"]["X-Timestamp"].encode() + b"." + taken["body"]
    mac = hmac.new(b"shared", signed, hashlib.sha256).hexdigest()
    assert taken["headers"]["X-Signature"] == f"sha256={mac}"
    assert mailoutbox == []
    row.refresh_from_db()
    assert (row.state, row.email, row.attempts) == (State.SENT, "", 1)


@pytest.mark.parametrize("answer", [500, 503, 429, 0], ids=["fault", "busy", "too many", "no answer"])
def test_what_was_not_taken_is_tried_again_under_the_same_name(kind, service, monkeypatch, answer):
    monkeypatch.setattr(sms, "SECONDS", 0.3)
    row = tell_by_text(kind)
    service.answer = answer
    deliver_due(now=NOW)
    row.refresh_from_db()
    assert (row.state, row.attempts) == (State.WAITING, 1)

    service.answer = 200
    assert deliver_due(now=NOW + timedelta(minutes=2)).outcomes == {State.SENT: 1}
    assert {message["to_send"]["id"] for message in service.taken} == {row.message_id}


@pytest.mark.parametrize("answer", [400, 401, 302], ids=["no such number", "wrong secret", "redirected"])
def test_what_the_service_refuses_is_not_tried_again(kind, service, answer):
    row = tell_by_text(kind)
    service.answer = answer

    assert deliver_due(now=NOW).outcomes == {State.REFUSED: 1}

    row.refresh_from_db()
    assert str(answer) in row.error
    assert len(service.taken) == 1


def test_a_service_that_is_away_does_not_hold_up_the_mails(kind, service, settings, mailoutbox):
    settings.SMS_WEBHOOK_URL = "http://127.0.0.1:9/"
    tell_by_text(kind)
    notify(key="a mail", kind=kind.name, email="wang@partner.example", data=DATA, now=NOW)

    sweep = deliver_due(now=NOW)

    assert sweep.outcomes == {State.WAITING: 1, State.SENT: 1}
    assert len(mailoutbox) == 1


def test_without_a_provider_it_is_said_so(kind, settings):
    settings.SMS_BACKEND = ""
    row = tell_by_text(kind)

    deliver_due(now=NOW)

    row.refresh_from_db()
    assert (row.state, row.error) == (State.REFUSED, "no provider of text messages is set up")


def test_in_development_messages_are_shown_where_the_program_runs(kind, settings, capsys):
    settings.SMS_BACKEND = "core.sms.Console"
    tell_by_text(kind)

    deliver_due(now=NOW)

    assert f"Text message to {PHONE}: Agreements: Suzhou Precision <& Co>" in capsys.readouterr().out
