"""When somebody is reminded of the end of an agreement, and who."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Position, User
from agreements.choices import RenewalRule, State
from agreements.models import Agreement
from agreements.operations import (
    hand_over,
)
from agreements.reminders import Reminder, sweep_renewals
from core.models import Notification
from core.notifications import message_id
from partnerships.models import Contact
from tests.agreements.office import END, START
from tests.agreements.reminders.sweeping import (
    A_WEEK,
    HEAD,
    NOTICE,
    OWNER,
    PARTNER,
    at,
    change,
    days_of,
    sweep,
    told,
    waiting,
)
from tests.factories import UserFactory
from tests.world import appoint


def test_the_owner_hears_of_it_before_the_notice_date_on_the_last_day_and_then_every_week(agreement, policy):
    change(policy, escalate_after_days=0)
    for day in days_of(NOTICE - timedelta(days=100), END + timedelta(days=20)):
        sweep(day)

    assert told() == [
        (NOTICE - timedelta(days=90), "notice", 90),
        (NOTICE - timedelta(days=60), "notice", 60),
        (NOTICE - timedelta(days=30), "notice", 30),
        (NOTICE - timedelta(days=7), "notice", 7),
        (END, "end", 0),
        (END + A_WEEK, "end", -7),
        (END + 2 * A_WEEK, "end", -14),
    ]
    row = Notification.objects.earliest("due_at")
    assert row.recipient == agreement.owner
    assert row.key == ":".join(
        (OWNER, f"{agreement.pk}:{agreement.terms_version}", f"notice:{NOTICE}:90", f"u{agreement.owner_id}")
    )
    assert row.message_id == message_id(row.key)
    assert row.subject == agreement
    assert row.data["url"] == reverse("agreements:agreement_renewal", args=[agreement.pk])


def test_after_a_standstill_of_a_month_only_the_latest_is_told(agreement):
    sweep(NOTICE - timedelta(days=60))
    assert sweep(NOTICE - timedelta(days=30)) == [(OWNER, "notice", 30), (HEAD, "notice", 60)]

    Notification.objects.all().delete()
    assert sweep(NOTICE - timedelta(days=1)) == [(OWNER, "notice", 7)]
    assert sweep(NOTICE) == []


def test_a_second_sweep_tells_nobody_anything(agreement):
    day = NOTICE - timedelta(days=60)
    assert sweep(day) == [(OWNER, "notice", 60)]
    assert sweep(day) == []


def test_a_notice_date_that_is_past_when_the_agreement_is_signed_is_told_once(office):
    office.signed(starts_on=date(2026, 3, 2), ends_on=date(2026, 4, 1))
    Notification.objects.all().delete()
    for day in days_of(date(2026, 3, 2), date(2026, 3, 31)):
        sweep(day)

    assert [line for line in told() if line[1] == "notice"] == [(date(2026, 3, 2), "notice", 7)]
    assert Notification.objects.get(kind=OWNER).data["stage"] == "ending"


def test_an_agreement_that_was_taken_over_is_not_reminded_of_what_lies_before(agreement):
    Agreement.objects.filter(pk=agreement.pk).update(reminders_from=NOTICE - timedelta(days=29))
    for day in days_of(NOTICE - timedelta(days=29), NOTICE):
        sweep(day)

    assert told() == [(NOTICE - timedelta(days=7), "notice", 7)]


def test_an_agreement_that_renews_itself_is_not_said_to_end(agreement):
    Agreement.objects.filter(pk=agreement.pk).update(revised_renewal_rule=RenewalRule.AUTOMATIC)
    for day in days_of(NOTICE - timedelta(days=10), END + timedelta(days=10)):
        sweep(day)

    assert {deadline for _day, deadline, _days in told()} == {"notice"}
    assert Notification.objects.filter(kind=OWNER).latest("due_at").data["is_automatic"] is True


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.OUT_FOR_SIGNATURE, State.RENEWED])
def test_only_signed_agreements_are_reminded_of(office, state):
    dates: dict[str, Any] = {"starts_on": START, "ends_on": END, "reference": "AG-1", "signed_on": START}
    Agreement.objects.create(
        title_en="X",
        type=office.type,
        department=office.world.mechanics,
        owner=office.officer,
        state=state,
        **dates,
    )
    assert sweep(END) == []


def test_the_head_of_department_hears_of_it_when_nobody_answers_within_a_week(agreement, office):
    first = NOTICE - timedelta(days=90)
    for day in days_of(first, NOTICE - timedelta(days=61)):
        sweep(day)

    assert told(HEAD) == [(first + A_WEEK, "notice", 90)]
    row = Notification.objects.get(kind=HEAD)
    assert row.recipient == office.world.head  # the director reviews too, from further away
    assert row.data["owner"] == {"en": "Chen Jie", "zh": "陈专员"}


def test_an_owner_who_is_the_head_has_the_next_one_up_told(agreement, office):
    Agreement.objects.filter(pk=agreement.pk).update(owner=office.world.head)
    sweep(NOTICE - timedelta(days=90))
    sweep(NOTICE - timedelta(days=83))

    assert Notification.objects.get(kind=HEAD).recipient == office.world.director


def test_when_the_owner_has_left_the_head_is_told_at_once(agreement, office):
    User.objects.filter(pk=agreement.owner_id).update(is_active=False)
    assert sweep(NOTICE - timedelta(days=90)) == [(HEAD, "notice", 90)]
    assert Notification.objects.get().data["owner_is_active"] is False


def test_the_enterprise_is_told_where_the_policy_says_so_and_is_not_pestered_afterwards(
    agreement, policy, office
):
    change(policy, tells_enterprise=True, escalate_after_days=0)
    Contact.objects.filter(pk=office.world.liaison.pk).update(language="en")
    for day in days_of(NOTICE - timedelta(days=10), END + timedelta(days=30)):
        sweep(day)

    assert told(PARTNER) == [
        (NOTICE - timedelta(days=10), "notice", 30),
        (NOTICE - A_WEEK, "notice", 7),
        (END, "end", 0),
    ]
    row = Notification.objects.filter(kind=PARTNER).earliest("due_at")
    assert (row.recipient, row.email, row.name, row.language) == (
        None,
        office.world.liaison.email,
        "Sun Li",
        "en",
    )
    assert (row.data["url"], row.data["owner_email"]) == ("", "officer@centre.example")


@pytest.mark.parametrize("change_of_contact", [{"left_on": START}, {"email": ""}])
def test_a_contact_who_left_or_has_no_address_is_not_written_to(agreement, policy, office, change_of_contact):
    change(policy, tells_enterprise=True)
    Contact.objects.filter(pk=office.world.liaison.pk).update(is_primary=False, **change_of_contact)

    assert sweep(NOTICE - timedelta(days=90)) == [(OWNER, "notice", 90)]


def test_a_new_owner_hears_what_the_old_one_heard(agreement, office):
    sweep(NOTICE - timedelta(days=30))
    colleague = appoint(UserFactory.create(), Position.objects.get(appointments__user=office.officer))
    hand_over(
        actor=office.world.director, pk=agreement.pk, owner=colleague, now=at(NOTICE - timedelta(days=28))
    )
    sweep(NOTICE - timedelta(days=28))

    assert waiting() == [OWNER]
    assert Notification.objects.waiting().get().recipient == colleague
    assert (
        sweep(NOTICE - timedelta(days=22)) == []
    )  # the week counts from the day on which the new one was told
    assert sweep(NOTICE - timedelta(days=21)) == [(HEAD, "notice", 30)]


def test_the_report_counts_by_reader_and_offset(agreement, policy):
    change(policy, tells_enterprise=True)
    report = sweep_renewals(on=NOTICE - timedelta(days=60), now=at(NOTICE - timedelta(days=60)))

    assert report.queued == {
        Reminder(kind=OWNER, deadline="notice", days=60): 1,
        Reminder(kind=PARTNER, deadline="notice", days=60): 1,
    }
