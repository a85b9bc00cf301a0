"""Decisions are asked for until they are taken; whoever waits hears of the outcome."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Position, User
from core.delivery import deliver_due
from core.models import Notification
from core.notifications import refusal_callbacks
from signing import reminders
from signing.models import Approval
from signing.operations import Decision, cancel_approval
from signing.policies import with_whom
from signing.reminders import Notice, Stage, notice_on, sweep_approvals
from tests.signing.conftest import NOW, TODAY

CENTRE = Position.Reach.CENTRE
DUE = TODAY + timedelta(days=3)


@pytest.fixture
def director(office) -> User:
    return office.hire("director", "request.approve", reach=CENTRE, department=office.centre)


@pytest.fixture
def head(office, director) -> User:
    return office.hire("head", "request.review", superior=director.appointments.get().position)


@pytest.fixture
def approval(office, head) -> Approval:
    return office.ask(office.hire("officer", "request.ask"))


def refused(kind: str) -> list[tuple[str, str]]:
    """Let every mail of a kind come back; who hears of it, and which record it leads to."""
    for row in Notification.objects.filter(kind=kind):
        Notification.objects.filter(pk=row.pk).update(state=Notification.State.REFUSED, email="x@y.example")
        row.refresh_from_db()
        for callback in refusal_callbacks(kind):
            callback(row, NOW)
    reports = Notification.objects.filter(kind="core.mail_refused").order_by("recipient__name")
    return [(report.recipient.name, report.data["about"]) for report in reports]


@pytest.mark.parametrize("act", ["decide", "take_back"])
def test_nobody_is_asked_for_a_decision_taken_while_the_sweep_was_at_work(
    office, approval, head, director, monkeypatch, act
):
    def meanwhile(steps, *, on):
        found = with_whom(steps, on=on)
        if act == "decide":
            office.answer(head, approval)
        else:
            cancel_approval(subject=office.record, now=NOW, reason="Not now")
        return found

    monkeypatch.setattr(reminders, "with_whom", meanwhile)
    sweep_approvals(on=TODAY, now=NOW)
    assert not Notification.objects.waiting().filter(kind="signing.decision").exists()


def test_whoever_asked_hears_that_the_decider_was_not_reached(office, approval, head):
    sweep(TODAY)
    assert refused("signing.decision") == [("officer", f"Please decide on {office.record}")]


def test_when_the_asker_cannot_be_reached_their_superior_hears_of_it(office, head):
    officer = office.hire("officer", "request.ask", superior=head.appointments.get().position)
    office.answer(head, office.ask(officer), Decision.RETURN, reason="incomplete")
    assert [name for name, _about in refused("signing.decided")] == ["head"]


def sweep(day: date) -> int:
    return sweep_approvals(on=day, now=NOW + (day - TODAY))


def told(kind: str = "signing.decision") -> list[tuple[str, str]]:
    rows = Notification.objects.filter(kind=kind).order_by("pk").select_related("recipient")
    return [(row.recipient.name, row.data.get("stage", "")) for row in rows]


def test_whoever_can_decide_is_asked_then_reminded_then_urged_every_week(office, approval, head, director):
    for days in range(20):
        sweep(TODAY + timedelta(days))

    assert told() == [
        ("head", "asked"),
        ("head", "due"),
        ("head", "overdue"),
        ("head", "overdue"),
        ("head", "overdue"),
    ]
    days = [row.due_at.date() - TODAY for row in Notification.objects.filter(kind="signing.decision")]
    assert sorted(day.days for day in days) == [0, 2, 4, 11, 18]


def test_the_superior_is_told_once_after_the_deadline(office, approval, director):
    sweep(DUE)
    assert told("signing.overdue") == []

    for days in range(1, 10):
        sweep(DUE + timedelta(days))
    assert told("signing.overdue") == [("director", "")]
    assert approval.steps.get(order=1).escalated_at == NOW + timedelta(days=4)


def test_a_delegate_is_asked_too_and_told_whose_power_it_is(office, approval, head):
    deputy = office.hire("deputy")
    office.lend(head, deputy)
    sweep(TODAY)

    row = Notification.objects.get(recipient=deputy)
    assert row.data["lender"]["zh"] == "head"
    assert Notification.objects.get(recipient=head).data["lender"] is None


def test_after_a_standstill_only_what_holds_now_is_told(office, approval):
    sweep(DUE + timedelta(days=30))

    assert told() == [("head", "overdue")]


def test_a_second_sweep_tells_nobody_anything(office, approval):
    assert sweep(DUE + timedelta(days=1)) == 2
    assert sweep(DUE + timedelta(days=1)) == 0


def test_a_decision_takes_back_what_was_not_sent_and_asks_the_next(office, approval, head, director):
    sweep(TODAY)
    office.answer(head, approval)
    sweep(TODAY)

    states = dict(Notification.objects.values_list("recipient__name", "state"))
    assert states == {"head": "cancelled", "director": "waiting"}


def test_a_request_taken_back_asks_nobody(office, approval):
    sweep(TODAY)
    cancel_approval(subject=office.record, now=NOW, reason="not yet")

    assert sweep(DUE + timedelta(days=5)) == 0
    assert not Notification.objects.waiting().exists()


def test_whoever_asked_hears_that_nobody_can_decide(office):
    office.ask(office.hire("officer", "request.ask"))
    sweep(TODAY)

    assert told("signing.nobody_decides") == [("officer", "")]


def test_whoever_asked_hears_the_outcome_with_its_reason(office, approval, head, mailoutbox):
    office.answer(head, approval, Decision.RETURN, reason="The term is too long")
    deliver_due(now=NOW + timedelta(hours=2))

    (mail,) = [mail for mail in mailoutbox if "officer@centre.test" in mail.to[0]]
    assert mail.subject == "Returned: What is asked for"
    assert "The reason given: The term is too long" in mail.body


def test_the_mail_says_who_asks_and_by_when_in_the_readers_language(office, approval, head, mailoutbox):
    User.objects.filter(pk=head.pk).update(language="zh-hans")
    sweep(DUE - timedelta(days=1))
    deliver_due(now=NOW + timedelta(days=3))

    (mail,) = mailoutbox
    assert mail.subject == "请于2026年3月5日前审批：申请"
    assert "officer请您审批“申请”，当前步骤为“系主任”。" in mail.body


@given(st.integers(-40, 200), st.integers(-40, 200))
def test_notices_never_go_back_and_each_day_has_exactly_one(first, second):
    order = [Stage.ASKED, Stage.DUE, Stage.OVERDUE]

    def rank(notice: Notice) -> tuple[int, int]:
        return order.index(notice.stage), notice.time

    earlier, later = sorted((first, second))
    on = [notice_on(DUE + timedelta(days), due_on=DUE) for days in (earlier, later)]
    assert rank(on[0]) <= rank(on[1])
    assert (on[0].stage is Stage.OVERDUE) == (earlier > 0)
