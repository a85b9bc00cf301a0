from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.models import Centre
from core import delivery
from core.background import one_at_a_time
from core.delivery import LEASE, claim, deliver_due
from core.models import MailChoice, Notification
from core.notifications import (
    MAIL_REFUSED,
    NewNotification,
    cancel,
    message_id,
    notify_many,
)
from tests.core.conftest import DATA, NOW, tell, tell_many
from tests.threads import in_threads

State = Notification.State


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
        MailChoice.objects.create(user=officer, kind=name, timing=MailChoice.Timing.OFF)
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
    assert delivery.deliver_one(held, mailer, chosen=None, now=NOW) is None
    assert mail_server.count == 0


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


@pytest.mark.django_db(transaction=True)
def test_senders_at_the_same_time_send_nothing_twice(kind, mail_server):
    tell_many(100)
    in_threads(*[lambda: deliver_due(now=NOW)] * 4)
    assert len(mail_server.copies()) == 100
    assert set(mail_server.copies().values()) == {1}
    assert Notification.objects.filter(state=State.SENT, attempts=1).count() == 100


@pytest.mark.django_db(transaction=True)
def test_the_same_thing_told_at_the_same_time_is_told_once(kind, officer):
    officer_pk = officer.pk
    told: list[int] = []
    row = NewNotification(key="once", kind="tests.deadline", recipient_id=officer_pk)
    in_threads(*[lambda: told.append(notify_many([row], now=NOW))] * 4)
    assert sorted(told) == [0, 0, 0, 1]


@pytest.mark.django_db(transaction=True)
def test_a_row_that_somebody_is_cancelling_holds_up_no_sender(kind, mail_server, officer, director):
    tell(officer)
    tell(director, key="free")
    with transaction.atomic():
        cancel(keys=["a deadline"])
        in_threads(lambda: deliver_due(now=NOW))
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
        in_threads(try_it)
    in_threads(try_it)
    assert answers == [False, True]
