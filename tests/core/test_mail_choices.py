"""How people are told things: at once, in one mail a day, or in the inbox only."""

from __future__ import annotations

import re
from datetime import date, timedelta
from email.message import EmailMessage
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.delivery import deliver_due
from core.digests import DAILY_MAIL, gather_daily_mails, pass_on_refusal
from core.models import MailChoice, Notification
from core.notifications import (
    MAIL_REFUSED,
    Kind,
    Readers,
    cancel,
    choose_mails,
    inbox_of,
    kinds_read_by,
    on_refused,
    register_kind,
)
from tests.core.conftest import DATA, NOW, tell
from tests.threads import in_threads

pytestmark = pytest.mark.django_db
State = Notification.State
Timing = MailChoice.Timing
TODAY = date(2026, 5, 4)


def wants(person, timing: Timing, kind: str = "tests.deadline") -> None:
    MailChoice.objects.create(user=person, kind=kind, timing=timing)


def states() -> dict[str, str]:
    return dict(Notification.objects.exclude(kind=DAILY_MAIL.name).values_list("key", "state"))


def words(letter: EmailMessage, part: str = "plain") -> str:
    body = letter.get_body([part])
    assert body is not None
    return body.get_content().replace("\r\n", "\n")


def send_daily_mails(day: date = TODAY, now=NOW) -> int:
    """One round of the clock: sort what is due, gather, send."""
    deliver_due(now=now)
    made = gather_daily_mails(on=day, now=now)
    deliver_due(now=now)
    return made


# --- One mail a day ---------------------------------------------------------------------------


def test_what_is_wanted_once_a_day_waits_and_comes_in_one_mail_with_a_link_each(
    kind, mail_server, officer, settings
):
    wants(officer, Timing.DIGEST)
    rows = [
        tell(officer, key=f"k{n}", data=DATA | {"title": f"绿叶 {n} <&>", "url": f"/somewhere/{n}/"})
        for n in range(3)
    ]
    deliver_due(now=NOW)
    assert mail_server.count == 0
    assert set(states().values()) == {State.DIGEST}

    assert send_daily_mails() == 1

    (letter,) = mail_server.to(officer.email)
    text, html = words(letter), words(letter, "html")
    assert letter["Subject"] == "2026年5月4日的 3 条通知"
    for number, row in enumerate(rows):
        link = settings.SITE_URL + reverse("core:open_notification", args=[row.pk])
        assert f"合作协议: 绿叶 {number} <&>\n  {link}" in text
        assert f'href="{link}"' in html
        assert f"合作协议: 绿叶 {number} &lt;&amp;&gt;" in html
    assert reverse("core:mail_choices") in text


def test_each_gets_their_own_in_their_own_language_grouped_by_kind(kind, mail_server, officer, director):
    register_kind(Kind(name="tests.other", label="Others"))
    for person in (officer, director):
        wants(person, Timing.DIGEST)
        wants(person, Timing.DIGEST, "tests.other")
        tell(person, key=f"deadline of {person.pk}", data=DATA | {"title": f"for {person.name}"})
    Notification.objects.filter(recipient=director).update(kind="tests.deadline")

    assert send_daily_mails() == 2

    (chinese,), (english,) = (mail_server.to(person.email) for person in (officer, director))
    assert english["Subject"] == "1 notification of 05/04/2026"
    body = words(english)
    assert re.search(r"^Deadlines\n- Agreements: for Grace Hall$", body, re.MULTILINE)
    assert "李娜" not in body
    assert "Grace" not in words(chinese)


@pytest.mark.parametrize(
    ("choice", "mails", "state"), [(Timing.OFF, 0, State.KEPT), (Timing.AT_ONCE, 1, State.SENT)]
)
def test_what_waits_for_the_daily_mail_follows_another_choice(
    kind, mail_server, officer, choice, mails, state
):
    wants(officer, Timing.DIGEST)
    tell(officer, key="k")
    deliver_due(now=NOW)
    assert states() == {"k": State.DIGEST}

    choose_mails(actor=officer, timings={"tests.deadline": choice})
    deliver_due(now=NOW)

    assert send_daily_mails() == 0
    assert (mail_server.count, states()) == (mails, {"k": state})


def test_nobody_gets_a_second_one_on_the_same_day(kind, mail_server, officer):
    wants(officer, Timing.DIGEST)
    tell(officer, key="in the morning")
    assert send_daily_mails() == 1
    tell(officer, key="at noon")
    assert send_daily_mails(now=NOW + timedelta(hours=3)) == 0
    assert mail_server.count == 1

    assert send_daily_mails(TODAY + timedelta(days=1), NOW + timedelta(days=1)) == 1
    assert mail_server.count == 2
    assert set(states().values()) == {State.DIGEST}


def test_what_was_read_meanwhile_is_not_mailed(kind, mail_server, officer):
    wants(officer, Timing.DIGEST)
    tell(officer)
    deliver_due(now=NOW)
    Notification.objects.update(read_at=NOW)
    assert send_daily_mails() == 0
    assert states() == {"a deadline": State.KEPT}


def test_what_is_taken_back_before_the_mail_goes_out_does_not_stand_in_it(kind, mail_server, officer):
    wants(officer, Timing.DIGEST)
    for key in ("before", "after", "stays"):
        tell(officer, key=key, data=DATA | {"title": key})
    deliver_due(now=NOW)
    assert cancel(keys=["before"]) == 1
    gather_daily_mails(on=TODAY, now=NOW)
    assert cancel(keys=["after"]) == 1
    deliver_due(now=NOW)
    (letter,) = mail_server.to(officer.email)
    body = words(letter)
    assert "stays" in body
    assert "before" not in body
    assert "after" not in body
    assert cancel(keys=["stays"]) == 0, "it has gone out"


def test_a_mail_of_which_everything_was_taken_back_is_not_sent(kind, mail_server, officer):
    wants(officer, Timing.DIGEST)
    tell(officer)
    deliver_due(now=NOW)
    gather_daily_mails(on=TODAY, now=NOW)
    cancel(keys=["a deadline"])
    deliver_due(now=NOW)
    assert mail_server.count == 0
    assert Notification.objects.get(kind=DAILY_MAIL.name).state == State.CANCELLED


def test_the_daily_mail_itself_is_no_news_in_the_inbox(kind, mail_server, officer):
    wants(officer, Timing.DIGEST)
    tell(officer)
    send_daily_mails()
    assert [row.key for row in inbox_of(officer, now=NOW)] == ["a deadline"]


def test_whoever_looks_after_it_is_told_when_the_daily_mail_is_refused(kind, mail_server, officer):
    heard: list[tuple[str, str, str]] = []
    on_refused("tests.deadline", lambda row, now: heard.append((row.key, row.email, row.state)))
    wants(officer, Timing.DIGEST)
    tell(officer, key="first")
    tell(officer, key="second")
    mail_server.answers[officer.email] = "550 no such mailbox"
    on_refused(DAILY_MAIL.name, pass_on_refusal)
    send_daily_mails()
    assert heard == [
        ("first", officer.email, State.REFUSED),
        ("second", officer.email, State.REFUSED),
    ]


@pytest.mark.django_db(transaction=True)
def test_gatherers_at_the_same_time_make_one_mail_each_and_lose_nothing(kind, mail_server, officer, director):
    for person in (officer, director):
        wants(person, Timing.DIGEST)
        for number in range(10):
            tell(person, key=f"{person.pk} {number}")
    deliver_due(now=NOW)
    in_threads(*[lambda: gather_daily_mails(on=TODAY, now=NOW)] * 4)
    in_threads(*[lambda: deliver_due(now=NOW)] * 3)
    assert sorted(mail_server.copies().values()) == [1, 1]
    loose = Notification.objects.filter(state=State.DIGEST, digest=None)
    gather_daily_mails(on=TODAY + timedelta(days=1), now=NOW)
    deliver_due(now=NOW)
    assert not loose.exists()
    sent = [
        line
        for _to, letter in mail_server.taken
        for line in words(letter).splitlines()
        if line.startswith("- ")
    ]
    assert len(sent) == 20


def test_gathering_costs_the_same_however_much_waits(kind, officer, director, django_assert_num_queries):
    for person in (officer, director):
        wants(person, Timing.DIGEST)
        for number in range(20):
            tell(person, key=f"{person.pk} {number}")
    Notification.objects.update(state=State.DIGEST)
    with django_assert_num_queries(2):
        assert gather_daily_mails(on=TODAY, now=NOW) == 2


def test_the_command_makes_the_mails_of_a_day_and_a_second_run_does_nothing(kind, mail_server, officer):
    wants(officer, Timing.DIGEST)
    tell(officer)
    said = StringIO()
    call_command("send_daily_mails", "--on", "2026-05-31", stdout=said)
    call_command("send_daily_mails", "--on", "2026-05-31", stdout=said)
    assert said.getvalue().splitlines() == ["queued 1", "sent 1", "queued 0", "sent 0"]
    assert mail_server.count == 1


# --- Choosing ---------------------------------------------------------------------------------


@pytest.fixture
def visitor(officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def test_what_somebody_relies_on_is_never_off(kind, mail_server, officer):
    wants(officer, Timing.OFF, MAIL_REFUSED.name)
    tell(officer, key="needed", kind=MAIL_REFUSED.name, data={"address": "x@y.example"})
    deliver_due(now=NOW)
    assert states() == {"needed": State.SENT}


def test_a_kind_says_how_it_may_come():
    assert Kind(name="a.b", label="").timings == (Timing.AT_ONCE, Timing.DIGEST, Timing.OFF)
    assert Kind(name="a.b", label="", can_be_off=False).timings == (Timing.AT_ONCE,)
    assert Kind(name="a.b", label="", can_be_off=False, can_wait=True).timings == (
        Timing.AT_ONCE,
        Timing.DIGEST,
    )


def choices_of(visitor: Client) -> dict[str, list[str]]:
    form = visitor.get(reverse("core:mail_choices")).context["form"]
    return {
        line["kind"].name: [value for value, _label in line["field"].field.choices] for line in form.lines
    }


def test_people_choose_a_language_and_how_each_kind_comes(kind, officer, visitor):
    sent = {f"mail-{name}": timings[-1] for name, timings in choices_of(visitor).items()}
    answer = visitor.post(reverse("core:mail_choices"), sent | {"language": "en"}, follow=True)
    assert "Saved." in answer.content.decode()
    officer.refresh_from_db()
    assert officer.language == "en"
    chosen = dict(MailChoice.objects.filter(user=officer).values_list("kind", "timing"))
    assert chosen["tests.deadline"] == Timing.OFF
    assert chosen["agreements.deadline"] == Timing.DIGEST
    assert MAIL_REFUSED.name not in chosen

    at_once = dict.fromkeys(sent, "at_once")
    visitor.post(reverse("core:mail_choices"), at_once | {"language": "en"})
    assert not MailChoice.objects.exists()


def test_a_duty_cannot_be_switched_off_by_a_forged_form(kind, officer, visitor):
    honest = dict.fromkeys((f"mail-{name}" for name in choices_of(visitor)), "at_once")
    forged = honest | {"language": "en", "mail-agreements.deadline": "off", "mail-core.mail_refused": "off"}
    answer = visitor.post(reverse("core:mail_choices"), forged)
    assert answer.status_code == 422
    assert not MailChoice.objects.exists()
    with pytest.raises(ValueError, match="does not offer"):
        choose_mails(actor=officer, timings={MAIL_REFUSED.name: "off"})


def test_choices_are_offered_to_those_who_get_such_mails(kind, officer):
    register_kind(Kind(name="tests.partner", label="", readers=Readers.PARTNERS))
    register_kind(Kind(name="tests.both", label="", readers=Readers.EVERYBODY))
    names = {kind.name for kind in kinds_read_by(officer)}
    assert {"tests.deadline", "tests.both"} < names
    assert "tests.partner" not in names
    officer.is_partner = True
    names = {kind.name for kind in kinds_read_by(officer)}
    assert {"tests.partner", "tests.both"} <= names
    assert "tests.deadline" not in names
    assert DAILY_MAIL.name not in names


def test_the_page_costs_the_same_however_many_kinds_there_are(kind, visitor, django_assert_num_queries):
    visitor.get(reverse("core:mail_choices"))
    with CaptureQueriesContext(connection) as few:
        visitor.get(reverse("core:mail_choices"))
    for number in range(10):
        register_kind(Kind(name=f"tests.k{number}", label=""))
    with django_assert_num_queries(len(few)):
        visitor.get(reverse("core:mail_choices"))
