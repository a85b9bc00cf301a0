"""Bookings and maintenance: hours, capacity, what is in the way, two at once, and how they end."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from core.access import NotVisible
from core.models import AuditEvent, Notification
from core.transitions import TransitionRefused
from resources import notices
from resources.hours import Span, is_open, next_free
from resources.models import Booking, BookingState, Maintenance, MaintenanceKind, Resource
from resources.operations import bookings, maintenance
from resources.operations import resources as operations
from resources.operations.bookings import UnableToBook
from resources.operations.maintenance import UnableToMaintain, months_after
from tests.collaboration.exchanging import an_agreement
from tests.resources.resourcing import (
    AFTERWARDS,
    BEGINS,
    ENDS,
    NOW,
    a_booker,
    a_booking,
    a_maintenance,
    a_resource,
    an_office,
    opening,
    partner,
)
from tests.threads import in_threads
from tests.world import make_world

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
MONDAY = datetime(2026, 11, 16, 0, 0, tzinfo=UTC)
OPEN = {day: (time(8), time(17)) for day in range(1, 6)}


def asked(**fields):
    return {
        "starts_at": BEGINS,
        "ends_at": ENDS,
        "purpose": "职工培训",
        "people": 20,
        "now": NOW,
    } | fields


# --- Free times, as plain values ------------------------------------------------------------------

hours = st.integers(min_value=0, max_value=24 * 20)


@given(
    taken=st.lists(st.tuples(hours, st.integers(min_value=1, max_value=30)), max_size=12),
    after=hours,
    lasting=st.integers(min_value=1, max_value=9),
    is_always_open=st.booleans(),
)
def test_the_next_free_time_is_free_and_open_and_none_before_it_is(taken, after, lasting, is_always_open):
    busy = [Span(MONDAY + start * HOUR, MONDAY + (start + length) * HOUR) for start, length in taken]
    opened = {} if is_always_open else OPEN
    begin, length = MONDAY + after * HOUR, lasting * HOUR

    found = next_free(opened, busy, after=begin, lasting=length)

    assert found is not None
    assert found >= begin
    possible = (begin + step * HOUR for step in range(24 * 60))
    first = next(
        at
        for at in possible
        if is_open(opened, Span(at, at + length))
        and not any(Span(at, at + length).overlaps(one) for one in busy)
    )
    assert found == first


def test_nothing_is_free_that_is_longer_than_the_opening_hours():
    assert next_free(OPEN, [], after=MONDAY, lasting=10 * HOUR) is None


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 1, 1)), st.integers(1, 120))
def test_months_later_is_the_same_day_or_the_last_of_the_month(day, months):
    later = months_after(day, months)

    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


# --- Asking -------------------------------------------------------------------------------------


def test_whoever_may_approve_books_at_once_and_others_wait(world):
    office, booker, resource = an_office(world), a_booker(world), a_resource(world, keeper=world.teacher)

    mine = bookings.book(actor=office, resource_id=resource.pk, **asked())
    other = bookings.book(actor=booker, resource_id=resource.pk, **asked(starts_at=ENDS, ends_at=ENDS + HOUR))

    assert (mine.state, other.state) == (BookingState.APPROVED, BookingState.REQUESTED)
    told = Notification.objects.filter(kind=notices.REQUESTED.name, subject_id=other.pk)
    assert {office.pk, world.teacher.pk} <= set(told.values_list("recipient", flat=True))
    verbs = AuditEvent.objects.filter(subject_id=mine.pk, verb__startswith="booking.").order_by("pk")
    assert [one.verb for one in verbs] == ["booking.book", "booking.approve"]


def test_a_taken_time_is_refused_with_what_is_in_the_way_and_the_next_free_time(world):
    resource = a_resource(world)
    opening(resource)
    a_booking(resource, purpose="钳工考核")

    with pytest.raises(UnableToBook) as refused:
        bookings.book(
            actor=an_office(world), resource_id=resource.pk, **asked(starts_at=BEGINS + HOUR, ends_at=ENDS)
        )

    said = str(refused.value)
    assert "钳工考核" in said
    assert "The next free time" in said
    assert "noon" in said or "12" in said
    assert Booking.objects.count() == 1


def test_an_enterprise_is_not_told_what_others_do_there(world):
    resource = a_resource(world)
    a_booking(resource, purpose="机密项目")

    with pytest.raises(UnableToBook) as refused:
        bookings.book_at_portal(partner=partner(world.liaison), resource_id=resource.pk, **asked())

    assert "机密项目" not in str(refused.value)
    assert "The next free time" in str(refused.value)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"people": 41}, "room for 40"),
        ({"starts_at": NOW - HOUR}, "before it begins"),
        ({"starts_at": ENDS, "ends_at": BEGINS}, "cannot end before"),
        ({"starts_at": BEGINS - 3 * HOUR}, "closed at this time"),
        ({"starts_at": BEGINS + 3 * timedelta(days=1), "ends_at": ENDS + 3 * timedelta(days=1)}, "closed"),
        ({"ends_at": ENDS + timedelta(days=1)}, "closed"),
    ],
)
def test_what_does_not_fit_is_refused(world, fields, words):
    resource = a_resource(world)
    opening(resource)

    with pytest.raises(UnableToBook, match=words):
        bookings.book(actor=an_office(world), resource_id=resource.pk, **asked(**fields))

    assert not Booking.objects.exists()


def test_what_is_out_of_service_or_maintained_is_not_booked(world):
    office, resource = an_office(world), a_resource(world)
    a_maintenance(resource, cause="主轴维修")
    with pytest.raises(UnableToBook, match="maintained"):
        bookings.book(actor=office, resource_id=resource.pk, **asked())

    operations.take_out(actor=office, pk=resource.pk, reason="漏电", now=NOW)
    with pytest.raises(UnableToBook, match="漏电"):
        bookings.book(
            actor=office, resource_id=resource.pk, **asked(starts_at=AFTERWARDS, ends_at=AFTERWARDS + HOUR)
        )


def test_an_agreement_has_to_be_with_the_enterprise_and_in_force(world):
    resource = a_resource(world, enterprise=world.partner)
    agreement = an_agreement(world, world.stranger)

    with pytest.raises(UnableToBook, match="agreement"):
        bookings.book(actor=an_office(world), resource_id=resource.pk, agreement=agreement, **asked())


def test_who_has_no_power_or_does_not_see_it_books_nothing(world):
    resource = a_resource(world)
    with pytest.raises(NotVisible):
        bookings.book(actor=world.officer, resource_id=resource.pk, **asked())
    resource.keeper = world.officer
    resource.save()
    with pytest.raises(PermissionDenied):
        bookings.book(actor=world.officer, resource_id=resource.pk, **asked())
    assert not Booking.objects.exists()


def test_an_enterprise_asks_only_for_what_is_offered(world):
    liaison = partner(world.liaison)
    for resource in (
        a_resource(world, is_shared=False),
        a_resource(world, enterprise=world.stranger),
        a_resource(world, state="out", out_reason="停用"),
    ):
        with pytest.raises(NotVisible):
            bookings.book_at_portal(partner=liaison, resource_id=resource.pk, **asked())

    booking = bookings.book_at_portal(partner=liaison, resource_id=a_resource(world).pk, **asked())
    assert (booking.state, booking.enterprise, booking.by_enterprise) == ("requested", world.partner, True)


# --- The database -------------------------------------------------------------------------------


def test_the_database_lets_no_two_that_hold_overlap(world):
    resource, other = a_resource(world), a_resource(world, name="另一车间")
    for state in ("requested", "approved", "used"):
        first = a_booking(resource, state=state)
        with pytest.raises(IntegrityError, match="bookings_that_hold_do_not_overlap"), transaction.atomic():
            a_booking(resource, starts_at=ENDS - HOUR, ends_at=ENDS + HOUR)
        a_booking(resource, starts_at=BEGINS, ends_at=ENDS, state="declined")
        a_booking(resource, starts_at=ENDS, ends_at=ENDS + HOUR, state="not_used")
        a_booking(other).delete()
        first.delete()


def test_the_database_lets_nothing_overlap_with_maintenance(world):
    resource = a_resource(world)
    work = a_maintenance(resource)
    with pytest.raises(IntegrityError, match="no_booking_during_maintenance"), transaction.atomic():
        a_booking(resource)
    a_booking(resource, starts_at=ENDS, ends_at=ENDS + HOUR)
    with pytest.raises(IntegrityError, match="no_maintenance_during_bookings"), transaction.atomic():
        Maintenance.objects.filter(pk=work.pk).update(ends_at=ENDS + HOUR)
    maintenance.call_off_maintenance(actor=an_office(world), pk=work.pk, reason="备件未到", now=NOW)
    assert a_booking(resource).pk


@pytest.mark.django_db(transaction=True)
def test_of_two_who_book_the_same_hour_at_once_the_database_refuses_one():
    world = make_world()
    office, resource = an_office(world), a_resource(world)
    answers: list[object] = []

    def booking() -> None:
        try:
            with transaction.atomic():
                found = bookings.book(actor=office, resource_id=resource.pk, **asked())
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_sleep(0.2)")
            answers.append(found)
        except UnableToBook as refusal:
            answers.append(refusal)

    in_threads(booking, booking)

    assert Booking.objects.count() == 1
    (refusal,) = [one for one in answers if isinstance(one, UnableToBook)]
    assert "职工培训" in str(refusal)
    assert "The next free time" in str(refusal)


@pytest.mark.django_db(transaction=True)
def test_of_a_booking_and_maintenance_at_once_one_is_refused():
    world = make_world()
    office, resource = an_office(world), a_resource(world)
    refused: list[Exception] = []

    def booking() -> None:
        try:
            bookings.book(actor=office, resource_id=resource.pk, **asked())
        except UnableToBook as refusal:
            refused.append(refusal)

    def planning() -> None:
        try:
            maintenance.plan_maintenance(
                actor=office,
                resource_id=resource.pk,
                kind=MaintenanceKind.REPAIR,
                cause="漏油",
                starts_at=BEGINS,
                ends_at=ENDS,
                now=NOW,
            )
        except UnableToMaintain as refusal:
            refused.append(refusal)

    in_threads(booking, planning)

    assert len(refused) == 1
    assert Booking.objects.count() + Maintenance.objects.count() == 1


# --- Answering and using ------------------------------------------------------------------------


def test_a_declined_or_cancelled_time_is_free_again_and_the_asker_is_told_why(world):
    office, resource, liaison = an_office(world), a_resource(world), partner(world.liaison)
    first = bookings.book_at_portal(partner=liaison, resource_id=resource.pk, **asked())
    bookings.decline(actor=office, pk=first.pk, reason="技能考核占用", now=NOW)
    second = bookings.book_at_portal(partner=liaison, resource_id=resource.pk, **asked())
    bookings.approve(actor=office, pk=second.pk, now=NOW)
    bookings.cancel(actor=office, pk=second.pk, reason="停电检修", now=NOW)

    told = Notification.objects.filter(recipient=liaison.user).order_by("pk")
    assert [(one.kind.partition(".")[2], one.data["reason"]) for one in told] == [
        ("booking_answered", "技能考核占用"),
        ("booking_answered", ""),
        ("booking_cancelled", "停电检修"),
    ]
    assert all(one.data["url"].startswith("/portal/") for one in told)
    bookings.book_at_portal(partner=liaison, resource_id=resource.pk, **asked())


def test_the_enterprise_answers_for_what_is_its_own(world):
    office, liaison = an_office(world), partner(world.liaison)
    resource = a_resource(world, enterprise=world.partner, is_shared=False)
    booking = bookings.book(actor=office, resource_id=resource.pk, **asked())
    assert booking.state == BookingState.REQUESTED
    with pytest.raises(TransitionRefused):
        bookings.approve(actor=office, pk=booking.pk, now=NOW)
    with pytest.raises(NotVisible):
        bookings.answer_at_portal(
            partner=partner(world.stranger_liaison), pk=booking.pk, agrees=True, now=NOW
        )

    bookings.answer_at_portal(partner=liaison, pk=booking.pk, agrees=True, now=NOW)

    used = bookings.use_at_portal(
        partner=liaison, pk=booking.pk, used_people=18, used_hours=Decimal(3), now=AFTERWARDS
    )
    assert (used.state, used.used_hours) == (BookingState.USED, Decimal(3))


def test_no_more_hours_count_than_were_booked_and_none_before_it_begins(world):
    office, resource = an_office(world), a_resource(world)
    booking = bookings.book(actor=office, resource_id=resource.pk, **asked())
    with pytest.raises(TransitionRefused):
        bookings.use(actor=office, pk=booking.pk, used_people=5, used_hours=Decimal(1), now=NOW)
    with pytest.raises(UnableToBook, match="3 hours"):
        bookings.use(actor=office, pk=booking.pk, used_people=5, used_hours=Decimal("3.5"), now=AFTERWARDS)
    bookings.miss(actor=office, pk=booking.pk, remark="班级调课", now=AFTERWARDS)
    assert Booking.objects.get().state == BookingState.NOT_USED


def test_one_that_was_answered_meanwhile_does_not_keep_the_others_from_lapsing(world, monkeypatch):
    first = a_booking(a_resource(world), enterprise=world.partner, state="requested")
    a_booking(a_resource(world), enterprise=world.partner, state="requested")
    real = bookings.BOOKING_MOVES.move

    def answered_first(**said):
        Booking.objects.filter(pk=first.pk, state="requested").update(state="approved")
        return real(**said)

    monkeypatch.setattr(bookings, "BOOKING_MOVES", SimpleNamespace(move=answered_first))
    assert bookings.lapse(now=BEGINS) == 1
    assert sorted(Booking.objects.values_list("state", flat=True)) == ["approved", "declined"]


def test_what_nobody_answers_lapses_when_it_begins(world):
    liaison = partner(world.liaison)
    booking = bookings.book_at_portal(partner=liaison, resource_id=a_resource(world).pk, **asked())

    assert bookings.lapse(now=NOW) == 0
    assert bookings.lapse(now=BEGINS) == 1

    booking.refresh_from_db()
    assert booking.state == BookingState.DECLINED
    assert booking.reason
    assert Notification.objects.filter(recipient=liaison.user, kind=notices.ANSWERED.name).count() == 1


# --- Maintenance --------------------------------------------------------------------------------


def test_maintenance_names_the_bookings_in_the_way_or_cancels_them_and_tells_why(world):
    office, liaison, resource = an_office(world), partner(world.liaison), a_resource(world)
    booking = bookings.book_at_portal(partner=liaison, resource_id=resource.pk, **asked())
    said = {
        "actor": office,
        "resource_id": resource.pk,
        "kind": MaintenanceKind.CHECK,
        "cause": "年度安全检查",
        "starts_at": BEGINS,
        "ends_at": ENDS,
        "now": NOW,
    }
    with pytest.raises(UnableToMaintain, match="职工培训"):
        maintenance.plan_maintenance(**said)
    assert not Maintenance.objects.exists()

    maintenance.plan_maintenance(**said, cancels=True)

    booking.refresh_from_db()
    assert booking.state == BookingState.CANCELLED
    told = Notification.objects.get(recipient=liaison.user, kind=notices.CANCELLED.name)
    assert "年度安全检查" in told.data["reason"]


def test_a_safety_check_that_is_done_says_when_the_next_is_due(world):
    office = an_office(world)
    resource = a_resource(world, check_months=6, next_check_on=date(2026, 11, 20))
    work = a_maintenance(resource, kind=MaintenanceKind.CHECK)

    maintenance.finish_maintenance(
        actor=office,
        pk=work.pk,
        done_on=date(2026, 11, 18),
        result="合格",
        cost=Decimal(800),
        now=AFTERWARDS,
    )

    assert Resource.objects.get().next_check_on == date(2027, 5, 18)


def test_who_looks_after_it_is_reminded_of_a_check_once(world):
    a_resource(world, keeper=world.teacher, next_check_on=date(2026, 11, 30))
    a_resource(world, name="以后", keeper=world.teacher, next_check_on=date(2026, 12, 20))
    a_resource(world, name="停用", state="out", out_reason="坏", next_check_on=date(2026, 11, 1))

    assert notices.remind(on=date(2026, 11, 16), now=NOW) == 1
    assert notices.remind(on=date(2026, 11, 17), now=NOW) == 0
    assert Notification.objects.get(kind=notices.CHECK_DUE.name).recipient == world.teacher
