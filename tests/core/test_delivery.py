import socket
import threading
from datetime import date, timedelta
from io import StringIO

import pytest
from celery import current_app
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Centre, User
from core import delivery, tasks
from core.background import one_at_a_time
from core.delivery import LEASE, MAX_ATTEMPTS, claim, deliver_due, pause_after
from core.health import reasons_not_ready
from core.models import AuditEvent, Heartbeat, MutedKind, Notification
from core.notifications import (
    MAIL_REFUSED,
    CannotSendAgain,
    NewNotification,
    cancel,
    message_id,
    notify,
    notify_many,
    on_refused,
    report_refusal,
    send_again,
)
from tests.core.conftest import NOW, smtp_on
from tests.world import give_second_factor

State = Notification.State
DATA = {"title": "Suzhou Precision <& Co>", "ends_on": date(2026, 8, 2)}


def tell(person=None, key="a deadline", **changes) -> Notification:
    notify(**{"key": key, "kind": "tests.deadline", "recipient": person, "data": DATA, "now": NOW} | changes)
    return Notification.objects.get(key=key)


def tell_many(number: int) -> None:
    notify_many(
        [
            NewNotification(
                key=f"k{n}", kind="tests.deadline", email=f"p{n}@partner.example", data=DATA, language="en"
            )
            for n in range(number)
        ],
        now=NOW,
    )


# --- The mail ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_each_reads_it_in_their_own_language_as_text_and_as_html(kind, mail_server, officer, director):
    tell(officer, key="for Li Na")
    tell(director, key="for Grace")
    sweep = deliver_due(now=NOW)
    assert sweep.outcomes == {State.SENT: 2}
    (chinese,) = mail_server.to("li.na@centre.example")
    (english,) = mail_server.to("grace@centre.example")
    assert chinese["Subject"] == "合作协议: Suzhou Precision <& Co>"
    assert english["Subject"] == "Agreements: Suzhou Precision <& Co>"
    assert (chinese["To"], english["To"]) == (
        "李娜 <li.na@centre.example>",
        "Grace Hall <grace@centre.example>",
    )
    text, html = (chinese.get_body([part]).get_content() for part in ("plain", "html"))
    assert "李娜，您好：" in text
    assert "Suzhou Precision <& Co>, 2026年8月2日" in text
    assert "Suzhou Precision &lt;&amp; Co&gt;, <b>2026年8月2日</b>" in html
    assert "Dear Grace Hall," in english.get_body(["plain"]).get_content()
    assert '<html lang="en">' in english.get_body(["html"]).get_content()


@pytest.mark.django_db
def test_the_headers_say_that_a_machine_wrote_it_and_which_effect_it_is(kind, mail_server, officer):
    row = tell(officer)
    deliver_due(now=NOW)
    (letter,) = mail_server.to(officer.email)
    assert letter["Message-ID"] == row.message_id == message_id("a deadline")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == "zh-hans"
    row.refresh_from_db()
    assert (row.state, row.email, row.language, row.attempts) == (State.SENT, officer.email, "zh-hans", 1)
    assert row.sent_at >= NOW


@pytest.mark.django_db
def test_the_button_leads_through_the_readers_inbox(kind, mail_server, officer, settings):
    row = tell(officer, data=DATA | {"url": "/somewhere/"})
    deliver_due(now=NOW)
    (letter,) = mail_server.to(officer.email)
    opened = settings.SITE_URL + reverse("core:open_notification", args=[row.pk])
    assert opened in letter.get_body(["plain"]).get_content()
    assert f'href="{opened}"' in letter.get_body(["html"]).get_content()


@pytest.mark.django_db
def test_the_mail_names_the_centre_in_the_readers_language(kind, mail_server, officer, director):
    Centre.objects.create(pk=1, legal_name_en="Harbour Vocational Centre", legal_name_zh="海港职业教育中心")
    tell(officer, key="for Li Na")
    tell(director, key="for Grace")
    deliver_due(now=NOW)
    for person, name in ((officer, "海港职业教育中心"), (director, "Harbour Vocational Centre")):
        (letter,) = mail_server.to(person.email)
        assert name in letter.get_body(["plain"]).get_content()
        assert name in letter.get_body(["html"]).get_content()


@pytest.mark.django_db
def test_somebody_without_an_account_gets_the_address_itself(kind, mail_server, settings):
    tell(email="wang@partner.example", name="Wang Fang", language="en", data=DATA | {"url": "/link/abc/"})
    deliver_due(now=NOW)
    (letter,) = mail_server.to("wang@partner.example")
    assert letter["To"] == "Wang Fang <wang@partner.example>"
    assert f"{settings.SITE_URL}/link/abc/" in letter.get_body(["plain"]).get_content()


@pytest.mark.django_db
def test_an_address_changed_meanwhile_counts(kind, mail_server, officer):
    tell(officer)
    type(officer).objects.filter(pk=officer.pk).update(email="na.li@centre.example")
    deliver_due(now=NOW)
    assert mail_server.to("na.li@centre.example")


@pytest.mark.django_db
def test_a_whole_batch_takes_one_connection(kind, mail_server):
    tell_many(delivery.BATCH)
    deliver_due(now=NOW)
    assert (mail_server.count, mail_server.connections) == (delivery.BATCH, 1)


# --- What is not sent -------------------------------------------------------------------------


@pytest.mark.django_db
def test_nothing_goes_out_before_it_is_due(kind, mail_server, officer):
    tell(officer, due_at=NOW + timedelta(hours=1))
    assert not deliver_due(now=NOW).outcomes
    assert deliver_due(now=NOW + timedelta(hours=1)).outcomes == {State.SENT: 1}


@pytest.mark.django_db
def test_what_is_sent_is_not_sent_again(kind, mail_server, officer):
    tell(officer)
    for days in range(3):
        deliver_due(now=NOW + timedelta(days=days))
    assert mail_server.count == 1


@pytest.mark.django_db
def test_an_unwanted_mail_stays_in_the_inbox_unless_somebody_relies_on_it(kind, mail_server, officer):
    for name in ("tests.deadline", MAIL_REFUSED.name):
        MutedKind.objects.create(user=officer, kind=name)
    unwanted = tell(officer)
    needed = tell(officer, key="needed", kind=MAIL_REFUSED.name, data={"address": "x@y.example"})
    deliver_due(now=NOW)
    unwanted.refresh_from_db()
    needed.refresh_from_db()
    assert (unwanted.state, needed.state) == (State.KEPT, State.SENT)
    assert mail_server.count == 1


@pytest.mark.django_db
def test_somebody_who_left_gets_nothing(kind, mail_server, officer):
    row = tell(officer)
    type(officer).objects.update(is_active=False)
    deliver_due(now=NOW)
    row.refresh_from_db()
    assert row.state == State.CANCELLED
    assert mail_server.count == 0


@pytest.mark.django_db
def test_what_is_taken_back_while_in_hand_is_not_sent(kind, mail_server, officer):
    row = tell(officer)
    (held,) = claim(now=NOW)
    cancel(keys=[row.key])
    mailer = delivery.mail.mailers.default
    assert delivery.deliver_one(held, mailer, is_muted=False, now=NOW) is None
    assert mail_server.count == 0


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
    "address", ["no address", "a@b@c.example", "李娜@partner.example", "@partner.example"]
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
    assert set(pauses[9:]) == {360}
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


# --- Claims -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_a_dead_sender_held_is_sent_when_its_claim_has_run_out(kind, mail_server, officer):
    tell(officer)
    claim(now=NOW)  # and then it dies
    assert not deliver_due(now=NOW + LEASE / 2).outcomes
    assert deliver_due(now=NOW + LEASE * 2).outcomes == {State.SENT: 1}


@pytest.mark.django_db
def test_a_crash_between_sending_and_marking_repeats_the_same_message(
    kind, mail_server, officer, monkeypatch
):
    tell(officer)
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "F", lambda name: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            deliver_due(now=NOW)
    assert deliver_due(now=NOW + LEASE * 2).outcomes == {State.SENT: 1}
    assert list(mail_server.copies().values()) == [2]


@pytest.mark.django_db
def test_a_sweep_stops_when_its_time_is_up_and_gives_back_the_rest(kind, mail_server):
    tell_many(5)
    sweep = deliver_due(now=NOW, seconds=0)
    assert sweep.more
    assert not Notification.objects.exclude(claimed_until=None).exists()


def in_threads(number: int, work) -> None:
    faults: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults


@pytest.mark.django_db(transaction=True)
def test_senders_at_the_same_time_send_nothing_twice(kind, mail_server):
    tell_many(100)
    in_threads(4, lambda: deliver_due(now=NOW))
    assert len(mail_server.copies()) == 100
    assert set(mail_server.copies().values()) == {1}
    assert Notification.objects.filter(state=State.SENT, attempts=1).count() == 100


@pytest.mark.django_db(transaction=True)
def test_the_same_thing_told_at_the_same_time_is_told_once(kind, officer):
    officer_pk = officer.pk
    told: list[int] = []
    row = NewNotification(key="once", kind="tests.deadline", recipient_id=officer_pk)
    in_threads(4, lambda: told.append(notify_many([row], now=NOW)))
    assert sorted(told) == [0, 0, 0, 1]


@pytest.mark.django_db(transaction=True)
def test_a_row_that_somebody_is_cancelling_holds_up_no_sender(kind, mail_server, officer, director):
    tell(officer)
    tell(director, key="free")
    with transaction.atomic():
        cancel(keys=["a deadline"])
        in_threads(1, lambda: deliver_due(now=NOW))
    assert mail_server.to(director.email)
    assert not mail_server.to(officer.email)


@pytest.mark.django_db(transaction=True)
def test_only_one_process_does_the_work_of_a_name():
    answers = []

    def try_it() -> None:
        with one_at_a_time("sweeping") as alone:
            answers.append(alone)

    with one_at_a_time("sweeping") as alone:
        assert alone
        in_threads(1, try_it)
    in_threads(1, try_it)
    assert answers == [False, True]


# --- The command and the watch ----------------------------------------------------------------


@pytest.mark.django_db
def test_the_command_says_what_came_of_each(kind, mail_server, officer):
    mail_server.answers["gone@partner.example"] = "550 no"
    tell(officer)
    tell(key="refused", email="gone@partner.example", language="en")
    out = StringIO()
    call_command("deliver", stdout=out)
    assert out.getvalue() == "waiting 0, sent 1, kept 0, refused 1, failed 0, cancelled 0\n"


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
