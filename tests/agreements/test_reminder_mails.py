"""What people read about the end of an agreement, in a real mailbox and on the page behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.conf import Settings
from django.core.management import CommandError, call_command
from django.urls import reverse
from icalendar import Calendar

from accounts.models import User
from agreements.choices import RenewalDecision, RenewalRule, State
from agreements.models import Agreement, ReminderPolicy
from agreements.operations import resume_agreement, snooze_deadline, suspend_agreement
from core.calendar import calendar_of
from core.models import Notification
from partnerships.models import Contact
from tests import mailserver
from tests.agreements.office import END
from tests.core.conftest import smtp_on
from tests.mailserver import MailServer
from tests.world import signed_in

NOTICE = END - timedelta(days=60)
DAY = NOTICE - timedelta(days=30)
NOW = datetime(DAY.year, DAY.month, DAY.day, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def agreement(office, time_machine) -> Agreement:
    agreement = office.signed()
    Notification.objects.all().delete()
    time_machine.move_to(NOW)
    return agreement


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[MailServer]:
    with mailserver.running() as server:
        settings.MAILERS = smtp_on(server.port)
        yield server


def remind(*arguments: str) -> list[str]:
    output = StringIO()
    call_command("remind", *arguments, stdout=output)
    return output.getvalue().splitlines()


def subject(letter) -> str:
    return letter["Subject"].strip()  # a long one is folded before its first word


def plain(letter) -> str:
    return letter.get_body(["plain"]).get_content()


def html(letter) -> str:
    return letter.get_body(["html"]).get_content()


# --- Mails ------------------------------------------------------------------------------------


def test_the_owner_reads_what_happens_by_when_and_where_to_answer(agreement, mailbox, settings):
    remind()

    (letter,) = mailbox.to("officer@centre.example")
    assert subject(letter) == "Please decide by Jan. 30, 2029: Framework agreement with Jinggong"
    for words in (
        "Dear Chen Jie,",
        "It ends on March 31, 2029 unless the parties renew it. Notice can be given until Jan. 30, 2029.",
        f"Number: {agreement.reference}",
        "With: Suzhou Jinggong Machinery"
        if "Jinggong Machinery" in agreement.counterparty_name
        else "With: ",
        "Notice until: Jan. 30, 2029 (30 days left)",
        "Without an answer within 7 days, the head of your department is told.",
    ):
        assert words in plain(letter)
    row = Notification.objects.get()
    button = settings.SITE_URL + reverse("core:open_notification", args=[row.pk])
    assert html(letter).count(f'href="{button}"') == 1
    assert button in plain(letter)


def test_somebody_who_reads_chinese_gets_it_in_chinese(agreement, mailbox):
    User.objects.filter(pk=agreement.owner_id).update(language="zh-hans")
    remind()

    (letter,) = mailbox.to("officer@centre.example")
    assert subject(letter) == "请于2029年1月30日前决定是否续签：与精工机械的合作框架协议"
    assert "如双方不续签，协议将于2029年3月31日到期；通知截止日为2029年1月30日。" in plain(letter)
    assert "通知截止: 2029年1月30日 (剩余30天)" in plain(letter)
    assert '<html lang="zh-hans">' in html(letter)
    assert not re.search(r"[A-Za-z]{4,} [a-z]{3,}", re.sub(r"https?://\S+", "", plain(letter)))


def test_the_button_asks_for_a_sign_in_and_then_leads_to_the_answers(agreement, mailbox, client):
    remind()
    (address,) = set(re.findall(r"http://\S+/inbox/\d+/", plain(mailbox.to("officer@centre.example")[0])))
    path = address.partition("8000")[2] or address

    assert client.get(path)["Location"].startswith(reverse("account_login"))
    client.force_login(agreement.owner)
    assert client.get(path)["Location"] == reverse("agreements:agreement_renewal", args=[agreement.pk])


def test_the_enterprises_contact_gets_no_button_but_a_name_and_an_address(agreement, mailbox, office):
    ReminderPolicy.objects.update(tells_enterprise=True)
    remind()

    (letter,) = mailbox.to(office.world.liaison.email)
    assert letter["To"].startswith("孙丽 <")
    assert letter["Content-Language"] == "zh-hans"
    assert "如需商谈后续合作，请联系陈专员：officer@centre.example" in plain(letter)
    assert "http" not in plain(letter)
    assert set(re.findall(r'href="([^"]+)"', html(letter))) == {"mailto:officer@centre.example"}


def test_one_that_renews_itself_says_so(agreement, mailbox):
    Agreement.objects.filter(pk=agreement.pk).update(revised_renewal_rule=RenewalRule.AUTOMATIC)
    remind()

    (letter,) = mailbox.to("officer@centre.example")
    assert "It renews itself after March 31, 2029 unless notice is given by Jan. 30, 2029." in plain(letter)


def test_only_who_asked_to_be_reminded_is_told_so(agreement, mailbox, office, time_machine):
    director = office.world.director
    suspend_agreement(actor=director, pk=agreement.pk, reason="Flood", now=NOW)
    resume_agreement(actor=director, pk=agreement.pk, now=NOW)
    time_machine.move_to(NOW + timedelta(days=1))
    remind()
    snooze_deadline(actor=office.officer, pk=agreement.pk, now=NOW + timedelta(days=1))
    time_machine.move_to(NOW + timedelta(days=8))
    remind()

    resumed, asked = mailbox.to("officer@centre.example")
    assert "You asked to be reminded today." not in plain(resumed)
    assert "You asked to be reminded today." in plain(asked)
    assert "You asked to be reminded today." in html(asked)


def test_the_head_reads_who_has_not_answered(agreement, mailbox, time_machine):
    remind()
    time_machine.move_to(NOW + timedelta(days=7))
    remind()

    (letter,) = mailbox.to("head@centre.example")
    assert subject(letter).startswith("No answer, and notice is possible until Jan. 30, 2029")
    assert "Chen Jie looks after this agreement and has not answered a reminder for 7 days." in plain(letter)
    assert letter["Importance"] == "high"


def test_a_refused_address_becomes_a_task_for_the_owner(agreement, mailbox, office):
    ReminderPolicy.objects.update(tells_enterprise=True)
    mailbox.answers[office.world.liaison.email] = "550 5.1.1 no such mailbox"
    remind()
    task = Notification.objects.get(kind="core.mail_refused")

    assert task.recipient == agreement.owner
    assert task.subject == agreement
    assert "Notice possible until Jan. 30, 2029" in task.data["about"]
    remind()
    assert any("did not arrive" in subject(letter) for letter in mailbox.to("officer@centre.example"))


# --- The command ------------------------------------------------------------------------------


def test_the_command_counts_what_it_made_and_sent_and_does_nothing_the_second_time(agreement, mailbox):
    ReminderPolicy.objects.update(tells_enterprise=True)

    assert remind("--on", DAY.isoformat()) == [
        "30 days before the notice date, to the owner: 1",
        "30 days before the notice date, to the enterprise: 1",
        "decisions asked for: 0",
        "queued 2",
        "sent 2",
    ]
    assert remind("--on", DAY.isoformat()) == ["decisions asked for: 0", "queued 0", "sent 0"]
    assert mailbox.count == 2


def test_the_command_reminds_for_another_day_and_sends_at_once(agreement, mailbox):
    assert "on the last day, to the owner: 1" in remind("--on", END.isoformat())
    assert "Ends on March 31, 2029" in subject(mailbox.to("officer@centre.example")[0])


def test_the_command_says_when_mail_cannot_be_sent(agreement, settings):
    settings.MAILERS = smtp_on(1)
    with pytest.raises(CommandError, match="mail server cannot be used"):
        remind()
    assert Notification.objects.waiting().count() == 1


# --- The page ---------------------------------------------------------------------------------


def page_of(agreement: Agreement) -> str:
    return reverse("agreements:agreement_renewal", args=[agreement.pk])


def test_the_page_shows_what_ends_who_was_told_and_the_answers_one_may_give(agreement, mailbox, office):
    ReminderPolicy.objects.update(tells_enterprise=True)
    remind()
    page = signed_in(office.officer).get(page_of(agreement)).content.decode()

    assert "It ends on March 31, 2029 unless the parties renew it." in page
    assert "officer@centre.example" in page
    assert office.world.liaison.email in page
    assert "Remind me next week" in page
    assert 'name="until" value="2029-01-07"' in page
    assert 'name="reason"' not in page  # the officer may not end agreements
    assert "Letting it lapse needs the power to end agreements" in page


def test_whoever_may_end_it_lets_it_lapse_with_a_reason(agreement, office):
    client = signed_in(office.world.director)
    page = client.get(page_of(agreement)).content.decode()
    (address,) = re.findall(r'action="([^"]+/lapse/)"', page)

    client.post(address, {"reason": " "})
    agreement.refresh_from_db()
    assert agreement.renewal_decision == ""

    client.post(address, {"reason": "They are moving away"})
    agreement.refresh_from_db()
    assert (agreement.renewal_decision, agreement.renewal_reason) == (
        RenewalDecision.LAPSE,
        "They are moving away",
    )
    page = client.get(page_of(agreement)).content.decode()
    assert "is not renewed" in page
    assert "They are moving away" in page
    assert "/lapse/" not in page


@pytest.mark.parametrize(("answer", "until"), [("acknowledge", None), ("snooze", date(2029, 1, 7))])
def test_one_press_acknowledges_or_postpones(agreement, office, answer, until):
    client = signed_in(office.officer)
    page = client.get(page_of(agreement)).content.decode()
    (form,) = re.findall(rf'action="([^"]+/{answer}/)".*?</form>', page, re.DOTALL)
    client.post(form, {"until": until.isoformat()} if until else {})
    agreement.refresh_from_db()

    assert agreement.acknowledged_by == office.officer
    assert agreement.snoozed_until == until


def test_the_page_offers_to_be_reminded_before_the_notice_date_and_no_later(agreement, office, time_machine):
    time_machine.move_to(NOW + timedelta(days=26))
    page = signed_in(office.officer).get(page_of(agreement)).content.decode()

    assert "Remind me before it is too late" in page
    assert 'name="until" value="2029-01-29"' in page
    form = signed_in(office.officer).get(reverse("agreements:agreement_snooze", args=[agreement.pk]))
    assert 'max="2029-01-29"' in form.text


def test_a_reader_without_powers_is_told_why_there_is_nothing_to_press(agreement, office):
    page = signed_in(office.world.coordinator).get(page_of(agreement)).content.decode()

    assert "an answer needs the power to edit or to end it" in page
    assert 'method="post" action="/agreements' not in page


def test_a_stranger_finds_nothing(agreement, office):
    client = signed_in(office.world.stranger_officer)
    before = Agreement.objects.values().get(pk=agreement.pk)

    assert client.get(page_of(agreement)).status_code == 404
    for answer in ("acknowledge", "snooze", "lapse", "renew"):
        address = reverse(f"agreements:agreement_{answer}", args=[agreement.pk])
        assert client.post(address, {"reason": "x", "until": "2029-01-07"}).status_code == 404
    assert Agreement.objects.values().get(pk=agreement.pk) == before


# --- The calendar -----------------------------------------------------------------------------


def events_of(user: User) -> dict[str, str]:
    events = Calendar.from_ical(calendar_of(user, now=NOW)).walk("VEVENT")
    return {
        str(event["UID"]).partition("@")[0]: f"{event.decoded('DTSTART')} {event['SUMMARY']}"
        for event in events
    }


def test_the_calendar_shows_the_deadlines_of_what_one_may_see(agreement, office):
    assert events_of(office.officer) == {
        f"agreement-{agreement.pk}-notice": "2029-01-30 Last day for notice: Framework agreement "
        "with Jinggong",
        f"agreement-{agreement.pk}-end": "2029-03-31 Last day: Framework agreement with Jinggong",
    }
    assert events_of(office.world.stranger_officer) == {}


def test_a_decided_agreement_keeps_only_its_last_day_in_the_calendar(agreement, office):
    Agreement.objects.filter(pk=agreement.pk).update(renewal_decision="lapse", renewal_reason="x")
    assert list(events_of(office.officer)) == [f"agreement-{agreement.pk}-end"]

    Agreement.objects.filter(pk=agreement.pk).update(state=State.RENEWED)
    assert events_of(office.officer) == {}


def test_the_calendar_shows_the_decisions_one_owes(agreement, office):
    waiting = office.submitted(title_en="Another one")
    step = waiting_step(waiting)
    events = Calendar.from_ical(calendar_of(office.world.head, now=NOW.replace(year=2026, month=3))).walk(
        "VEVENT"
    )

    (event,) = [event for event in events if event["UID"].startswith("approval-step")]
    assert (event.decoded("DTSTART"), str(event["UID"])) == (
        step.due_on,
        f"approval-step-{step.pk}@127.0.0.1",
    )


def waiting_step(agreement: Agreement):
    from signing.models import ApprovalStep

    return ApprovalStep.objects.current().get(approval__subject_id=agreement.pk)


def test_contacts_change_their_address_and_the_next_reminder_follows(
    agreement, mailbox, office, time_machine
):
    ReminderPolicy.objects.update(tells_enterprise=True)
    remind()
    Contact.objects.filter(pk=office.world.liaison.pk).update(email="new@enterprise.example", language="en")
    time_machine.move_to(NOW + timedelta(days=23))
    remind()

    (letter,) = mailbox.to("new@enterprise.example")
    assert subject(letter) == "Notice possible until Jan. 30, 2029: Framework agreement with Jinggong"
    assert letter["To"].startswith("Sun Li <")
