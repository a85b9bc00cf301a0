"""One person is one record: technicians who change the enterprise, and records that turn out to be one."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from core.access import NotVisible
from core.walls import inside
from partnerships.models import ContactRole
from teachers.models import Appointment, AppointmentState, Employment, Engagement, PartTimeTeacher
from teachers.operations import appointments, parttime
from teachers.operations.employers import works_elsewhere
from teachers.operations.parttime import UnableToAppoint
from teachers.parttime_agreement import agreement_sheet
from teachers.parttime_namesakes import _digits, namesakes
from teachers.parttime_standing import full_time_equivalents, hours_taught, people_on, share_on
from teachers.parttime_walls import APPOINTMENT_COLUMNS, ENGAGEMENT_COLUMNS, PERSON_COLUMNS
from tests.factories import ContactFactory, EnterpriseFactory
from tests.teachers.parttiming import YEAR, a_need, a_technician, also_in_the_record, serving, taught
from tests.teachers.recognising import a_position
from tests.teachers.samples import NOW, TODAY
from tests.world import join, signed_in

pytestmark = pytest.mark.django_db
POWERS = ["enterprise.read", "parttime.read", "parttime.edit"]
MOVED = date(2026, 11, 2)


@pytest.fixture
def office(world) -> User:
    return a_position(world, "Part-time office", POWERS)


@pytest.fixture
def here(world):
    return ContactFactory.create(
        enterprise=world.partner, name="陆师傅", phone="+86 138 0000 1111", roles=[ContactRole.TECHNICIAN]
    )


@pytest.fixture
def there(world):
    """The same person, at another enterprise."""
    return ContactFactory.create(
        enterprise=world.stranger, name="陆师傅", phone="13800001111", roles=[ContactRole.MENTOR]
    )


def moves(office: User, person: PartTimeTeacher, contact: Any, since: date = MOVED) -> PartTimeTeacher:
    return works_elsewhere(actor=office, pk=person.pk, contact_id=contact.pk, since=since, now=NOW)


def test_who_changes_the_enterprise_stays_one_person_and_what_was_signed_stays_where_it_was(
    world, office, here, there
):
    person = a_technician(world.mechanics, here)
    old = serving(
        person, a_need(world.mechanics), ended_on=MOVED - timedelta(days=1), state="ended", answer="走"
    )

    moves(office, person, there)
    new = serving(PartTimeTeacher.objects.get(), a_need(world.mechanics), MOVED, date(2027, 1, 31))

    old.refresh_from_db()
    assert (old.contact, new.contact, old.person, new.person) == (here, there, person, person)
    here.refresh_from_db()
    there.refresh_from_db()
    assert (here.left_on, there.roles) == (MOVED, [ContactRole.MENTOR, ContactRole.TECHNICIAN])
    assert [(row.contact, row.starts_on, row.ends_on) for row in person.employments.all()] == [
        (there, MOVED, None),
        (here, None, MOVED - timedelta(days=1)),
    ]
    parties = [party.name.zh for party in agreement_sheet(old).parties]
    assert world.partner.name in parties
    assert world.stranger.name not in parties


def test_two_records_of_one_person_become_one_that_counts_once_on_every_day(world, office, here, there):
    person, other = (
        a_technician(world.mechanics, here, title="", rank="none"),
        a_technician(world.mechanics, there, trained_on=date(2026, 3, 1), training="省级培训"),
    )
    first = serving(person, a_need(world.mechanics))
    second = serving(other, a_need(world.tourism), date(2026, 10, 1), date(2027, 1, 31))
    taught(first, 40)
    taught(second, 40, course="另一门课")
    before = share_on(TODAY)

    moves(office, person, there)

    person.refresh_from_db()
    assert not PartTimeTeacher.objects.filter(pk=other.pk).exists()
    assert (person.title, person.trained_on, person.contact) == ("工程师", date(2026, 3, 1), there)
    assert (before.part_time, share_on(TODAY).part_time) == (2, 1)
    assert people_on(TODAY) == [person.pk]
    assert hours_taught(YEAR) == 80
    assert full_time_equivalents(YEAR) == Fraction(80, 160)
    second.refresh_from_db()
    assert (second.person, second.contact) == (person, there)


def test_an_hour_that_both_records_have_counts_once(world, office, here, there):
    person, other = a_technician(world.mechanics, here), a_technician(world.mechanics, there)
    taught(serving(person, a_need(world.mechanics)), 40)
    taught(serving(other, a_need(world.mechanics)), 36)

    moves(office, person, there)

    assert hours_taught(YEAR) == 40


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.integers(0, 60), min_size=1, max_size=4))
def test_on_every_day_there_is_one_employer_or_a_refusal(world, days):
    with transaction.atomic():
        office = a_position(world, "Part-time office", POWERS)
        person = a_technician(world.mechanics, ContactFactory.create(enterprise=world.partner))
        for day in days:
            to = ContactFactory.create(enterprise=EnterpriseFactory.create())
            try:
                moves(office, person, to, TODAY - timedelta(days=day))
            except UnableToAppoint:
                continue
        person.refresh_from_db()
        rows = list(Employment.objects.filter(person=person))
        for day in range(-1, 62):
            on = TODAY - timedelta(days=day)
            there = [
                row
                for row in rows
                if (row.starts_on or on) <= on and (row.ends_on is None or row.ends_on >= on)
            ]
            assert len(there) == 1
        assert next(row for row in rows if row.ends_on is None).contact_id == person.contact_id
        transaction.set_rollback(True)


def test_what_contradicts_itself_is_refused_and_nothing_changes(world, office, here, there, teacher):
    person, other = a_technician(world.mechanics, here), a_technician(world.mechanics, there)
    need = a_need(world.mechanics)
    gone = ContactFactory.create(enterprise=world.stranger, left_on=TODAY)
    for contact, since in ((here, MOVED), (gone, MOVED), (there, TODAY + timedelta(days=1))):
        with pytest.raises(UnableToAppoint):
            moves(office, person, contact, since)
    PartTimeTeacher.objects.filter(pk=person.pk).update(birth_date=date(1980, 1, 1))
    PartTimeTeacher.objects.filter(pk=other.pk).update(birth_date=date(1981, 1, 1))
    with pytest.raises(UnableToAppoint, match="different days"):
        moves(office, person, there)
    PartTimeTeacher.objects.update(birth_date=None)
    said = {"inducted_on": None, "state": AppointmentState.PROPOSED}
    for one in (person, other):
        serving(one, need, **said)
    with pytest.raises(UnableToAppoint, match="withdraw one"):
        moves(office, person, there)

    person.refresh_from_db()
    here.refresh_from_db()
    assert (person.contact, here.left_on, PartTimeTeacher.objects.count()) == (here, None, 2)
    assert Employment.objects.filter(ends_on__isnull=False).count() == 0


def test_who_is_a_teacher_of_the_centre_stays_linked(world, office, here, there, teacher):
    person, other = a_technician(world.mechanics, here), a_technician(world.mechanics, there)
    also_in_the_record(other, teacher)

    moves(office, person, there)

    person.refresh_from_db()
    assert person.teacher == teacher


def test_nobody_moves_people_whom_they_do_not_keep(world, office, here, there):
    person = a_technician(world.mechanics, here)
    reader = a_position(world, "Reader", ["enterprise.read", "parttime.read"])

    with pytest.raises(PermissionDenied):
        moves(reader, person, there)
    with pytest.raises(NotVisible):
        moves(world.stranger_officer, person, there)
    with pytest.raises(NotVisible):
        works_elsewhere(actor=office, pk=person.pk, contact_id=0, since=MOVED, now=NOW)
    person.refresh_from_db()
    assert person.contact == here


def test_a_record_of_a_department_that_one_does_not_keep_is_not_taken(world, here, there):
    a_technician(world.tourism, there)
    person = a_technician(world.mechanics, here)
    own = a_position(world, "Own", POWERS, reach="centre")
    position = own.appointments.get().position
    position.department, position.reach = world.mechanics, "department"
    position.save()
    there.enterprise.department = world.mechanics
    there.enterprise.save()

    with pytest.raises(UnableToAppoint, match="do not keep"):
        moves(User.objects.get(pk=own.pk), person, there)
    assert PartTimeTeacher.objects.count() == 2


def test_the_database_keeps_one_employer_at_a_time_and_one_person_a_contact(world, here, there):
    person, other = a_technician(world.mechanics, here), a_technician(world.mechanics, there)

    with pytest.raises(IntegrityError, match="one_employer_at_a_time"), transaction.atomic():
        Employment.objects.create(person=person, contact=ContactFactory.create(), starts_on=MOVED)
    Employment.objects.filter(person=person).update(ends_on=MOVED)
    with pytest.raises(IntegrityError, match="one_part_time_teacher"), transaction.atomic():
        Employment.objects.create(person=person, contact=there, starts_on=MOVED + timedelta(days=1))
    assert other.employments.count() == 1


def test_an_earlier_contact_is_not_taken_in_as_somebody_else(world, office, here, there):
    person = a_technician(world.mechanics, here)
    moves(office, person, there)
    here.left_on = None
    here.save()

    with pytest.raises(UnableToAppoint, match="works elsewhere now"):
        parttime.enter_part_timer(actor=office, contact_id=here.pk, department=world.mechanics, now=NOW)
    moves(office, person, here, TODAY)  # back again
    person.refresh_from_db()
    assert person.contact == here


def test_the_walls_show_each_enterprise_what_is_of_its_own_time(world, office, here, there):
    liaison, stranger = join(world.liaison), join(world.stranger_liaison)
    person = a_technician(world.mechanics, here)
    old = serving(person, a_need(world.mechanics))
    taught(old, 30)
    moves(office, person, there)
    new = serving(PartTimeTeacher.objects.get(), a_need(world.mechanics, title="新需求"), MOVED)
    taught(new, 20, course="另一门课")

    for enterprise, who, one, hours, people in (
        (world.partner, liaison, old, 30, 0),
        (world.stranger, stranger, new, 20, 1),
    ):
        with inside(enterprise_id=enterprise.pk, person_id=who.pk):
            assert Appointment.objects.only(*APPOINTMENT_COLUMNS).order_by("pk").get() == one
            assert Engagement.objects.only(*ENGAGEMENT_COLUMNS).order_by("pk").get().hours_taught == hours
            assert PartTimeTeacher.objects.only(*PERSON_COLUMNS).count() == people
        shown = signed_in(who).get(reverse("portal:part_timers")).content.decode()
        assert "陆师傅" in shown
        assert (("新需求" in shown), ("另一门课" in shown)) == (
            one == new,
            one == new,
        ) or enterprise == world.partner
    assert "另一门课" not in signed_in(liaison).get(reverse("portal:part_timers")).content.decode()


def test_what_was_proposed_for_the_earlier_enterprise_does_not_go_on(world, office, here, there):
    person = a_technician(world.mechanics, here, trained_on=date(2026, 6, 1))
    need = a_need(world.mechanics)
    one = appointments.propose(
        actor=office,
        need_id=need.pk,
        person_id=person.pk,
        begins_on=TODAY,
        ends_on=date(2027, 6, 30),
        fee=None,
        statement="",
        now=NOW,
    )

    moves(office, person, there)

    appointments.withdraw(actor=office, pk=one.pk, reason="换了单位", now=NOW)
    again = appointments.propose(
        actor=office,
        need_id=need.pk,
        person_id=person.pk,
        begins_on=TODAY,
        ends_on=date(2027, 6, 30),
        fee=None,
        statement="",
        now=NOW,
    )
    one.refresh_from_db()
    assert (one.contact, again.contact) == (here, there)


# --- Namesakes --------------------------------------------------------------------------------


def test_the_same_name_and_phone_or_mail_at_another_enterprise_is_noticed(world, office, here, there):
    assert namesakes(office, here) == [there]
    assert namesakes(world.stranger_officer, here) in ([], [there])  # only whom one sees

    there.phone, there.email, here.email = "", "LU@x.example", "lu@x.example"
    there.save()
    here.save()
    assert namesakes(office, here) == [there]
    there.email = ""
    there.save()
    assert namesakes(office, here) == []


@given(number=st.integers(10**10, 2 * 10**10 - 1))
def test_phones_are_compared_by_their_digits(number):
    written = str(number)
    assert _digits(f"+86 {written[:3]}-{written[3:]}") == written


def test_taking_somebody_in_asks_whether_it_is_the_same_person(world, office, here, there):
    earlier = a_technician(world.mechanics, here)
    client = signed_in(office)
    address = reverse("teachers:part_timer_new_of", args=[world.stranger.pk])
    said = {
        "contact": there.pk,
        "department": world.mechanics.pk,
        "title": "工程师",
        "rank": "intermediate",
        "exception": "",
    }

    asked = client.post(address, said)

    assert asked.status_code == 422
    assert str(world.partner) in asked.content.decode()
    assert PartTimeTeacher.objects.count() == 1
    client.post(address, said | {"is_somebody_else": "on"})
    second = PartTimeTeacher.objects.get(contact=there)
    notice = client.get(second.get_absolute_url()).content.decode()
    same = reverse("teachers:part_timer_employer_of", args=[earlier.pk, world.stranger.pk])
    assert same in notice
    assert same in client.get(earlier.get_absolute_url()).content.decode()


def test_the_office_notes_on_two_pages_where_somebody_works_now(world, office, here, there):
    person = a_technician(world.mechanics, here)
    client = signed_in(office)

    chosen = client.post(
        reverse("teachers:part_timer_employer", args=[person.pk]), {"enterprise": world.stranger.pk}
    )
    form = client.get(chosen.url)
    assert form.context["form"].fields["contact"].initial == there
    done = client.post(chosen.url, {"contact": there.pk, "since": MOVED.isoformat()})

    assert done.url == person.get_absolute_url()
    shown = client.get(done.url).content.decode()
    assert str(world.partner) in shown
    assert str(world.stranger) in shown
    again = client.post(chosen.url, {"contact": here.pk, "since": MOVED.isoformat()})
    assert again.status_code == 422  # no contact of that enterprise
