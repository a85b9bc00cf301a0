import socket
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core import delivery
from core.background import pause_after
from core.delivery import MAX_ATTEMPTS, deliver_due
from core.models import AuditEvent, Notification
from core.notifications import (
    MAIL_REFUSED,
    CannotSendAgain,
    on_refused,
    report_refusal,
    send_again,
)
from tests.core.conftest import NOW, smtp_on, tell
from tests.world import give_second_factor

State = Notification.State


# --- Refusals and failures --------------------------------------------------------------------


@pytest.mark.django_db
def test_a_refused_mailbox_is_not_tried_again_and_its_owner_hears_of_it(kind, mail_server, director):
    mail_server.answers["gone@partner.example"] = "550 5.1.1 no such mailbox"
    on_refused(kind.name, lambda row, now: report_refusal(row, about="Renewal", owner=director, now=now))
    row = tell(email="gone@partner.example", name="Gone", language="en")
    tell(director, key="the one behind it")
    assert deliver_due(now=NOW).outcomes == {State.REFUSED: 1, State.SENT: 2}
    row.refresh_from_db()
    assert (row.state, row.attempts, row.error) == (State.REFUSED, 1, "550 5.1.1 no such mailbox")
    subjects = [letter["Subject"] for letter in mail_server.to(director.email)]
    assert "The mail to gone@partner.example did not arrive" in subjects
    assert not deliver_due(now=NOW + timedelta(days=2)).outcomes


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["no address", "a@b@c.example", "李娜@partner.example", "@partner.example", "li@" + "苏州" * 40 + ".cn"],
)
def test_what_is_no_address_is_refused_without_asking_a_server(kind, mail_server, address):
    row = tell(email=address, language="en")
    deliver_due(now=NOW)
    row.refresh_from_db()
    assert row.state == State.REFUSED
    assert "not an e-mail address" in row.error
    assert mail_server.connections <= 1


@pytest.mark.django_db
def test_a_message_that_the_server_will_not_take_is_refused(kind, mail_server, officer):
    mail_server.message_answer = "554 looks like spam"
    row = tell(officer)
    deliver_due(now=NOW)
    row.refresh_from_db()
    assert (row.state, row.error) == (State.REFUSED, "554 looks like spam")


@pytest.mark.django_db
def test_a_refusal_that_could_not_be_passed_on_is_tried_again(kind, mail_server, officer, caplog):
    mail_server.answers[officer.email] = "550 no"

    def stumbling(row, now):
        raise RuntimeError("the owner cannot be found")

    on_refused(kind.name, stumbling)
    row = tell(officer)
    assert deliver_due(now=NOW).outcomes == {State.WAITING: 1}
    row.refresh_from_db()
    assert (row.state, row.attempts) == (State.WAITING, 1)
    assert "could not be passed on" in caplog.text


@pytest.mark.django_db
def test_a_busy_mailbox_is_tried_again_after_longer_and_longer_pauses(kind, mail_server, officer):
    mail_server.answers[officer.email] = "451 4.7.1 greylisted"
    row = tell(officer)
    now, pauses = NOW, []
    for _attempt in range(MAX_ATTEMPTS):
        deliver_due(now=now)
        row.refresh_from_db()
        pauses.append(round((row.next_attempt_at - now).total_seconds() / 60))
        now = row.next_attempt_at
    assert pauses[:9] == [1, 2, 4, 8, 16, 32, 64, 128, 256]
    assert set(pauses[9:-1]) == {360}  # after the last attempt there is none
    assert (row.state, row.attempts, row.error) == (State.FAILED, MAX_ATTEMPTS, "451 4.7.1 greylisted")
    assert list(Notification.objects.undelivered()) == [row]


@pytest.mark.django_db
def test_a_mailbox_that_opens_again_gets_its_mail_once(kind, mail_server, officer):
    mail_server.answers[officer.email] = "451 later"
    row = tell(officer)
    deliver_due(now=NOW)
    mail_server.answers.clear()
    deliver_due(now=NOW + pause_after(1) + timedelta(seconds=5))
    row.refresh_from_db()
    assert (row.state, row.attempts, row.error) == (State.SENT, 2, "")
    assert mail_server.count == 1


@pytest.mark.django_db
def test_a_faulty_template_holds_up_nobody_else(kind, mail_server, officer, director):
    faulty = tell(officer, data={"title": "x", "ends_on": "not a date"})
    tell(director, key="the one behind it")
    assert deliver_due(now=NOW).outcomes == {State.WAITING: 1, State.SENT: 1}
    faulty.refresh_from_db()
    assert "not a date" in faulty.error


@pytest.mark.django_db
def test_while_the_mail_server_is_away_everything_waits_and_no_attempt_counts(kind, settings, officer):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.MAILERS = smtp_on(closed.getsockname()[1])
        row = tell(officer)
        sweep = deliver_due(now=NOW)
    assert "refused" in sweep.unreachable
    row.refresh_from_db()
    assert (row.state, row.attempts, row.claimed_until) == (State.WAITING, 0, None)


@pytest.mark.django_db
def test_a_connection_that_breaks_amid_a_mail_costs_that_mail_one_attempt(
    kind, mail_server, officer, director
):
    mail_server.answers[officer.email] = "421 closing"
    broken, fine = tell(officer), tell(director, key="the one behind it", due_at=NOW + timedelta(seconds=1))
    deliver_due(now=NOW + timedelta(seconds=2))
    broken.refresh_from_db()
    fine.refresh_from_db()
    assert (broken.state, broken.attempts, fine.state) == (State.WAITING, 1, State.SENT)
    assert mail_server.connections == 2


# --- Sending again ----------------------------------------------------------------------------


@pytest.fixture
def bounced(kind, mail_server) -> Notification:
    mail_server.answers["gnoe@partner.example"] = "550 no such mailbox"
    row = tell(email="gnoe@partner.example", name="Gone", language="en")
    deliver_due(now=NOW)
    row.refresh_from_db()
    return row


@pytest.mark.django_db
def test_what_came_back_goes_to_the_corrected_address_as_the_same_message(bounced, mail_server, director):
    send_again(actor=director, pk=bounced.pk, email="gone@partner.example", now=NOW)
    deliver_due(now=NOW)
    (letter,) = mail_server.to("gone@partner.example")
    assert letter["Message-ID"] == bounced.message_id
    event = AuditEvent.objects.get()
    assert (event.actor, event.verb, event.subject) == (director, "notification.send_again", bounced)
    assert event.details == {"from": "gnoe@partner.example", "to": "gone@partner.example"}


@pytest.mark.django_db
def test_what_has_arrived_is_not_sent_again(kind, mail_server, officer, director):
    row = tell(officer)
    deliver_due(now=NOW)
    with pytest.raises(CannotSendAgain):
        send_again(actor=director, pk=row.pk, email="elsewhere@centre.example", now=NOW)
    row.refresh_from_db()
    assert (row.state, row.email) == (State.SENT, officer.email)
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
def test_an_administrator_corrects_the_address_in_the_administration(bounced, mail_server, client):
    administrator = User.objects.create_superuser("root@centre.example", name="Root")
    give_second_factor(administrator)
    client.force_login(administrator)
    address = reverse("admin:core_notification_changelist")
    chosen = {"action": "send_again", "_selected_action": [bounced.pk]}
    page = client.post(address, chosen).content.decode()
    assert "550 no such mailbox" in page
    assert "gnoe@partner.example" in page
    client.post(address, chosen | {"confirmed": "1", f"email_{bounced.pk}": "not an address"})
    assert not AuditEvent.objects.exists()
    client.post(address, chosen | {"confirmed": "1", f"email_{bounced.pk}": "gone@partner.example"})
    deliver_due(now=timezone.now())
    assert mail_server.to("gone@partner.example")


# --- Given up ---------------------------------------------------------------------------------


def give_up(row: Notification) -> Notification:
    """Bring a mail to its last attempt, and make that."""
    Notification.objects.filter(pk=row.pk).update(attempts=MAX_ATTEMPTS - 1)
    deliver_due(now=NOW)
    row.refresh_from_db()
    return row


@pytest.mark.django_db
def test_of_a_mail_that_is_given_up_its_owner_hears_as_well(kind, mail_server, director):
    mail_server.answers["full@partner.example"] = "452 4.2.2 mailbox full"
    on_refused(kind.name, lambda row, now: report_refusal(row, about="Renewal", owner=director, now=now))
    row = give_up(tell(email="full@partner.example", name="Full", language="en"))
    assert (row.state, row.email) == (State.FAILED, "full@partner.example")
    report = Notification.objects.get(kind=MAIL_REFUSED.name)
    assert (report.recipient, report.data["is_given_up"]) == (director, True)
    deliver_due(now=NOW + timedelta(minutes=1))
    (letter,) = mail_server.to(director.email)
    text = letter.get_body(["plain"]).get_content()
    assert "The mail to full@partner.example was given up after a day of attempts." in text
    assert "452 4.2.2 mailbox full" in text


@pytest.mark.django_db
def test_a_mail_is_given_up_even_where_that_cannot_be_passed_on(kind, mail_server, officer, caplog):
    mail_server.answers[officer.email] = "451 later"

    def stumbling(row, now):
        raise RuntimeError("the owner cannot be found")

    on_refused(kind.name, stumbling)
    assert give_up(tell(officer)).state == State.FAILED
    assert "could not be passed on" in caplog.text


@pytest.mark.django_db
def test_a_mail_over_which_the_library_stumbles_holds_up_nobody_else(
    kind, mail_server, officer, director, monkeypatch, caplog
):
    stumbled, fine = tell(officer), tell(director, key="the one behind it", due_at=NOW + timedelta(seconds=1))
    backend = type(delivery.mail.mailers.default)
    send = backend.send_messages

    def stumbling(self, messages):
        if officer.email in messages[0].to[0]:
            raise ValueError("a header that cannot be written")
        return send(self, messages)

    monkeypatch.setattr(backend, "send_messages", stumbling)
    deliver_due(now=NOW + timedelta(seconds=2))
    stumbled.refresh_from_db()
    fine.refresh_from_db()
    assert (stumbled.state, stumbled.attempts, stumbled.claimed_until) == (State.WAITING, 1, None)
    assert fine.state == State.SENT
    assert "cannot be sent" in caplog.text
