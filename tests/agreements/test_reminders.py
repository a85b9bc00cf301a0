"""Who is reminded of the end of an agreement, when, and what an answer changes."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.models import Position, User
from agreements.choices import RenewalRule, State
from agreements.models import Agreement, ReminderPolicy
from agreements.operations import (
    ProposedChange,
    acknowledge_deadline,
    hand_over,
    let_lapse,
    reconsider_lapse,
    renew_agreement,
    resume_agreement,
    snooze_deadline,
    suspend_agreement,
    terminate_agreement,
    withdraw_agreement,
)
from agreements.reminders import Reminder, sweep_renewals
from core.models import Notification
from core.notifications import message_id
from partnerships.models import Contact
from tests.agreements.office import END, START, AgreementsOffice
from tests.factories import UserFactory
from tests.world import appoint

NOTICE = END - timedelta(days=60)
OWNER, HEAD, PARTNER = (
    "agreements.deadline",
    "agreements.deadline_unanswered",
    "agreements.partner_deadline",
)
A_WEEK = timedelta(days=7)


def at(day: date, hour: int = 2) -> datetime:
    """An instant of that day, at the centre: its zone is eight hours ahead."""
    return datetime.combine(day, time(hour), tzinfo=UTC)


def sweep(day: date) -> list[tuple[str, str, int]]:
    """What one sweep tells: whom, for which deadline, how many days before it."""
    report = sweep_renewals(on=day, now=at(day))
    return sorted((r.kind, r.deadline, r.days) for r in report.queued.elements())


def days_of(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def signed(office: AgreementsOffice, number: int = 1, **fields: Any) -> Agreement:
    """An agreement as the database holds it, for where its way there does not matter."""
    terms: dict[str, Any] = {
        "title_en": "X",
        "type": office.type,
        "department": office.world.mechanics,
        "owner": office.officer,
        "state": State.SIGNED,
        "reference": f"AG-{number}",
        "starts_on": date(2020, 1, 1),
        "ends_on": END,
        "signed_on": date(2020, 1, 1),
        "automatic_term_months": 12,
    }
    return Agreement(**terms | fields)


def told(kind: str = OWNER) -> list[tuple[date, str, int]]:
    """By day: which deadline, and how many days before."""
    rows = Notification.objects.filter(kind=kind).order_by("due_at", "pk")
    return [(row.due_at.date(), row.data["deadline"], row.data["days"]) for row in rows]


def waiting() -> list[str]:
    return sorted(Notification.objects.waiting().values_list("kind", flat=True))


@pytest.fixture
def agreement(office: AgreementsOffice) -> Agreement:
    """Signed, in force to the end of March 2029, with notice until the end of January."""
    agreement = office.signed()
    Notification.objects.all().delete()
    return agreement


@pytest.fixture
def policy(office: AgreementsOffice) -> ReminderPolicy:
    return office.type.reminder_policy


def change(policy: ReminderPolicy, **fields: Any) -> None:
    ReminderPolicy.objects.filter(pk=policy.pk).update(**fields)


# --- When -------------------------------------------------------------------------------------


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


# --- Whom -------------------------------------------------------------------------------------


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


# --- Answers ----------------------------------------------------------------------------------


def test_acknowledging_keeps_the_head_out_until_a_later_reminder_stays_unanswered(agreement, office):
    first = NOTICE - timedelta(days=90)
    sweep(first)
    acknowledge_deadline(actor=office.officer, pk=agreement.pk, now=at(first + timedelta(days=3)))
    assert waiting() == []

    for day in days_of(first, NOTICE - timedelta(days=31)):
        sweep(day)
    assert told(OWNER)[1:] == [(NOTICE - timedelta(days=60), "notice", 60)]
    assert told(HEAD) == [(NOTICE - timedelta(days=53), "notice", 60)]


def test_remind_me_next_week_is_kept_to_the_day_and_nothing_comes_before(agreement, office):
    day = NOTICE - timedelta(days=35)
    sweep(day)
    snooze_deadline(actor=office.officer, pk=agreement.pk, now=at(day))  # past the reminder of 30 days
    for later in days_of(day, NOTICE - timedelta(days=8)):
        sweep(later)

    assert told(OWNER) == [(day, "notice", 60), (day + A_WEEK, "again", 0)]
    assert told(HEAD) == [(day + 2 * A_WEEK, "again", 0)]


def test_asking_again_for_another_week_works_every_time(agreement, office):
    day = END
    for _week in range(3):
        sweep(day)
        snooze_deadline(actor=office.officer, pk=agreement.pk, now=at(day), until=day + timedelta(days=5))
        day += timedelta(days=5)

    assert [line for line in told(OWNER) if line[1] == "again"] == [
        (END + timedelta(days=5), "again", 0),
        (END + timedelta(days=10), "again", 0),
    ]


def test_the_enterprises_reminder_goes_out_whatever_the_owner_answers(agreement, policy, office):
    change(policy, tells_enterprise=True)
    sweep(NOTICE - timedelta(days=30))
    acknowledge_deadline(actor=office.officer, pk=agreement.pk, now=at(NOTICE - timedelta(days=30)))

    assert waiting() == [PARTNER]


def let_it_lapse(office: AgreementsOffice, agreement: Agreement, now: datetime) -> None:
    let_lapse(actor=office.world.director, pk=agreement.pk, reason="They are moving away", now=now)


def renew(office: AgreementsOffice, agreement: Agreement, now: datetime) -> None:
    renew_agreement(actor=office.officer, pk=agreement.pk, now=now)


def terminate(office: AgreementsOffice, agreement: Agreement, now: datetime) -> None:
    terminate_agreement(
        actor=office.world.director, pk=agreement.pk, terminated_on=END, reason="Bankrupt", now=now
    )


def suspend(office: AgreementsOffice, agreement: Agreement, now: datetime) -> None:
    suspend_agreement(actor=office.world.director, pk=agreement.pk, reason="Fire", now=now)


@pytest.mark.parametrize("decide", [let_it_lapse, renew, terminate, suspend])
def test_a_decision_stops_everything_and_takes_back_what_waits(agreement, policy, office, decide):
    change(policy, tells_enterprise=True)
    day = NOTICE - timedelta(days=30)
    sweep(day)
    assert waiting() == [OWNER, PARTNER]

    decide(office, agreement, at(day))
    assert waiting() == []
    for later in days_of(day, END + timedelta(days=30)):
        assert sweep(later) == []


def test_a_resumed_agreement_is_reminded_of_again(agreement, office):
    suspend(office, agreement, at(NOTICE - timedelta(days=40)))
    resume_agreement(actor=office.world.director, pk=agreement.pk, now=at(NOTICE - timedelta(days=20)))

    assert sweep(NOTICE - timedelta(days=20)) == [(OWNER, "again", 0)]


def test_a_reminder_that_a_suspension_took_back_goes_out_after_all(agreement, office):
    day = NOTICE - timedelta(days=30)
    sweep(day)
    suspend(office, agreement, at(day))
    assert waiting() == []
    resume_agreement(actor=office.world.director, pk=agreement.pk, now=at(day, 3))

    assert sweep(day) == [(OWNER, "notice", 30)]
    assert waiting() == [OWNER]


def test_an_early_reminder_that_a_suspension_took_back_is_made_up_for(agreement, office, policy):
    change(policy, offsets=[365, 30])
    sweep(NOTICE - timedelta(days=365))
    suspend(office, agreement, at(NOTICE - timedelta(days=365)))
    resume_agreement(actor=office.world.director, pk=agreement.pk, now=at(NOTICE - timedelta(days=300)))

    assert sweep(NOTICE - timedelta(days=300)) == [(OWNER, "again", 0)]


def test_the_head_is_not_told_of_a_reminder_that_nobody_got(agreement, office):
    day = NOTICE - timedelta(days=30)
    sweep(day)
    suspend(office, agreement, at(day))
    Agreement.objects.filter(pk=agreement.pk).update(state=State.SIGNED, suspended_on=None)

    assert sweep(day + A_WEEK) == []


def test_a_decision_taken_back_near_the_end_reminds_the_owner_the_same_day(agreement, office):
    day = NOTICE - timedelta(days=20)
    sweep(day - timedelta(days=10))
    let_it_lapse(office, agreement, at(day))
    reconsider_lapse(actor=office.world.director, pk=agreement.pk, reason="They stay", now=at(day))

    assert sweep(day) == [(OWNER, "again", 0)]
    assert (
        sweep(day + timedelta(days=6)) == []
    )  # the reminder from before the decision is not held against anybody


def test_a_withdrawn_renewal_reminds_of_the_end_again(agreement, office):
    day = NOTICE - timedelta(days=5)
    sweep(day)
    successor = renew_agreement(actor=office.officer, pk=agreement.pk, now=at(day))
    withdraw_agreement(actor=office.officer, pk=successor.pk, reason="No agreement on money", now=at(END))

    assert sweep(END) == [(OWNER, "end", 0)]


def test_changed_terms_are_reminded_of_anew(agreement, policy, office):
    change(policy, escalate_after_days=0)
    sweep(NOTICE - timedelta(days=7))
    later = END + timedelta(days=365)
    office.amend(agreement, date(2026, 5, 1), ProposedChange("field", "ends_on", later))
    assert Notification.objects.filter(kind=OWNER).get().state == Notification.State.CANCELLED

    notice = later - timedelta(days=60)
    for day in days_of(NOTICE, notice - timedelta(days=60)):
        sweep(day)
    assert told(OWNER)[1:] == [
        (notice - timedelta(days=90), "notice", 90),
        (notice - timedelta(days=60), "notice", 60),
    ]
    assert (
        Notification.objects.filter(kind=OWNER).latest("due_at").data["version"]
        == agreement.terms_version + 1
    )


# --- Against a slow and simple telling --------------------------------------------------------


def told_by_walking(terms: dict[str, Any], policy: dict[str, Any], on: date) -> tuple[str, date, int] | None:
    """The latest notice due, found by going through the days one by one."""
    notice_on, last_day = terms["ends_on"] - timedelta(days=terms["notice_days"]), terms["ends_on"]
    is_automatic = terms["renewal_rule"] == RenewalRule.AUTOMATIC
    latest = None
    for day in days_of(min(notice_on, terms["snoozed_until"] or notice_on) - timedelta(days=400), on):
        if day < (terms["reminders_from"] or day) or day < (terms["snoozed_until"] or day):
            continue
        if day == terms["snoozed_until"]:
            latest = ("again", day, 0)
        for offset in policy["offsets"]:
            if day + timedelta(days=offset) == notice_on:
                latest = ("notice", notice_on, offset)
        if day == last_day and policy["at_expiry"] and not is_automatic:
            latest = ("end", last_day, 0)
        after = (day - last_day).days
        if after > 0 and policy["repeat_days"] and after % policy["repeat_days"] == 0 and not is_automatic:
            latest = ("end", last_day, -after)
    return latest


AROUND = st.dates(date(2027, 11, 1), date(2028, 4, 30))  # the 29th of February 2028 among them
TERMS = st.fixed_dictionaries(
    {
        "ends_on": AROUND,
        "notice_days": st.sampled_from([0, 1, 30, 60, 90]),
        "renewal_rule": st.sampled_from(list(RenewalRule)),
        "snoozed_until": st.none() | AROUND,
        "reminders_from": st.none() | AROUND,
    }
)
POLICY = st.fixed_dictionaries(
    {
        "offsets": st.lists(st.integers(0, 120), unique=True, max_size=4),
        "at_expiry": st.booleans(),
        "repeat_days": st.sampled_from([0, 1, 7, 30]),
    }
)
LEAP = {
    "ends_on": date(2028, 2, 29),
    "notice_days": 0,
    "renewal_rule": RenewalRule.NONE,
    "snoozed_until": None,
    "reminders_from": None,
}


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TERMS, min_size=1, max_size=5), POLICY, AROUND)
@example([LEAP], {"offsets": [0, 366], "at_expiry": False, "repeat_days": 0}, date(2027, 2, 28))
@example([LEAP], {"offsets": [0], "at_expiry": True, "repeat_days": 7}, date(2028, 3, 7))
def test_what_is_told_on_any_day_is_what_walking_through_the_days_finds(office, terms, policy, on):
    with transaction.atomic():
        ReminderPolicy.objects.update(escalate_after_days=0, **policy)
        rows = Agreement.objects.bulk_create(
            signed(office, number, **one) for number, one in enumerate(terms)
        )
        sweep_renewals(on=on, now=at(on))
        made = {
            n.subject_id: (n.data["deadline"], date.fromisoformat(n.data["deadline_on"]), n.data["days"])
            for n in Notification.objects.all()
        }
        reach = max(policy["offsets"], default=0)
        wanted = {
            row.pk: notice
            for row, one in zip(rows, terms, strict=True)
            if one["ends_on"] - timedelta(days=one["notice_days"]) <= on + timedelta(days=reach)
            and (notice := told_by_walking(one, policy, on))
        }
        transaction.set_rollback(True)
    assert made == wanted


# --- Several at a time ------------------------------------------------------------------------


def in_threads(*functions: Any) -> None:
    def run(function: Any) -> None:
        try:
            function()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[function]) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_tell_nobody_twice(agreement, office):
    Agreement.objects.bulk_create(signed(office, number) for number in range(200))
    reports: list[int] = []
    day = NOTICE - timedelta(days=30)
    in_threads(*[lambda: reports.append(len(sweep(day)))] * 4)

    assert len(reports) == 4
    assert sum(reports) == Notification.objects.count() == 201


@pytest.mark.django_db(transaction=True)
def test_a_decision_and_a_reminder_do_not_miss_each_other(agreement, office):
    day = NOTICE - timedelta(days=30)
    with transaction.atomic():
        let_it_lapse(office, agreement, at(day))
        in_threads(lambda: sweep(day))  # it neither waits for the decision nor tells of what is being decided
        assert not Notification.objects.exists()
    assert sweep(day) == []


def test_the_report_counts_by_reader_and_offset(agreement, policy):
    change(policy, tells_enterprise=True)
    report = sweep_renewals(on=NOTICE - timedelta(days=60), now=at(NOTICE - timedelta(days=60)))

    assert report.queued == {
        Reminder(kind=OWNER, deadline="notice", days=60): 1,
        Reminder(kind=PARTNER, deadline="notice", days=60): 1,
    }
