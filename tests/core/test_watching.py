import socket
from datetime import timedelta
from io import StringIO

import pytest
from celery import current_app
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core import tasks
from core.delivery import deliver_due
from core.health import reasons_not_ready
from core.models import Heartbeat, Notification
from tests.core.conftest import smtp_on, tell


@pytest.mark.django_db
def test_the_command_says_what_came_of_each(kind, mail_server, officer):
    mail_server.answers["gone@partner.example"] = "550 no"
    tell(officer)
    tell(key="refused", email="gone@partner.example", language="en")
    out = StringIO()
    call_command("deliver", stdout=out)
    assert out.getvalue() == "waiting 0, sent 1, digest 0, kept 0, refused 1, failed 0, cancelled 0\n"


@pytest.mark.django_db
def test_the_command_fails_where_the_mail_server_cannot_be_used(kind, settings, officer):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.MAILERS = smtp_on(closed.getsockname()[1])
        tell(officer)
        with pytest.raises(CommandError, match="cannot be used"):
            call_command("deliver", stdout=StringIO())


@pytest.mark.django_db
def test_the_heartbeat_is_one_row_that_moves(django_assert_num_queries):
    tasks.heartbeat()
    first = Heartbeat.objects.get().at
    tasks.heartbeat()
    assert Heartbeat.objects.get().at > first


@pytest.mark.django_db
def test_the_site_is_ready_while_background_work_runs_and_nothing_is_stuck(kind, client):
    tasks.heartbeat()
    answer = client.get(reverse("core:health_ready"))
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "reasons": []})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("silent", "overdue", "expected"),
    [
        (None, None, ["background work has never run"]),
        (timedelta(minutes=2, seconds=50), None, []),
        (timedelta(minutes=3, seconds=10), None, ["background work was last seen"]),
        (timedelta(0), timedelta(minutes=14), []),
        (timedelta(0), timedelta(minutes=16), ["notifications overdue by more than 15 minutes: 1"]),
    ],
)
def test_the_site_is_not_ready_when_its_background_work_is_stuck(
    kind, client, officer, silent, overdue, expected
):
    now = timezone.now()
    if silent is not None:
        Heartbeat.objects.create(name="beat", at=now - silent)
    if overdue is not None:
        tell(officer, now=now - overdue)
    answer = client.get(reverse("core:health_ready"))
    assert answer.status_code == (503 if expected else 200)
    reasons = answer.json()["reasons"]
    assert len(reasons) == len(expected)
    assert all(reason.startswith(words) for reason, words in zip(reasons, expected, strict=True))


@pytest.mark.django_db
def test_a_greylisted_mailbox_does_not_make_the_site_unready(kind, mail_server, officer):
    now = timezone.now()
    Heartbeat.objects.create(name="beat", at=now)
    mail_server.answers[officer.email] = "451 later"
    tell(officer, now=now - timedelta(minutes=20))
    deliver_due(now=now)
    assert reasons_not_ready(now=now) == []


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_costs_a_line_in_the_log_and_nothing_else(kind, officer, monkeypatch, caplog):
    def unreachable(*args, **kwargs):
        raise ConnectionError("no broker")

    monkeypatch.setattr(current_app, "send_task", unreachable)
    with transaction.atomic():
        tell(officer)
    assert Notification.objects.count() == 1
    assert "no broker" in caplog.text
