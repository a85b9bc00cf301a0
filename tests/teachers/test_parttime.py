"""The way of a part-time teacher, and what the rules say to it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from compliance.choices import Stage
from core.access import NotVisible
from core.emails import compose
from core.models import Notification
from core.transitions import TransitionRefused
from partnerships.models import ContactRole
from partnerships.operations import end_contact
from teachers.models import Appointment, AppointmentState, NeedState, PartTimeTeacher, Rank
from teachers.operations import appointments, engagements, parttime
from teachers.operations.own_proposals import propose_own
from teachers.operations.parttime import UnableToAppoint
from teachers.parttime_notices import remind
from teachers.parttime_standing import hours_taught, people_on
from teachers.standards import latest_check
from tests.factories import ContactFactory
from tests.teachers.parttiming import a_need, a_technician, serving, taught
from tests.teachers.recognising import a_position
from tests.teachers.samples import NOW, TODAY, scan

pytestmark = pytest.mark.django_db
POWERS = ["teacher.read", "enterprise.read", "parttime.read", "parttime.edit"]


@pytest.fixture
def office(world) -> User:
    return a_position(world, "Part-time office", POWERS)


@pytest.fixture
def vetter(world) -> User:
    return a_position(world, "Personnel", ["parttime.read", "parttime.edit", "parttime.vet"])


def proposed(office: User, world, **fields) -> Appointment:
    person = fields.pop("person", None) or a_technician(world.mechanics, trained_on=date(2026, 6, 1))
    said = {"begins_on": TODAY, "ends_on": date(2027, 6, 30), "fee": Decimal(150), "statement": "良师"}
    return appointments.propose(
        actor=office,
        need_id=a_need(world.mechanics).pk,
        person_id=person.pk,
        now=NOW,
        **{**said, **fields},
    )


def vetted(vetter: User, one: Appointment) -> Appointment:
    return appointments.vet(actor=vetter, pk=one.pk, vetting="证书原件已核验。", now=NOW)


def made_public(vetter: User, one: Appointment) -> Appointment:
    return appointments.publicise(actor=vetter, pk=one.pk, now=NOW)


def after(one: Appointment) -> datetime:
    assert one.publicised_until is not None
    return NOW + (one.publicised_until - TODAY) + timedelta(days=1)


def agreed(office: User, one: Appointment) -> Appointment:
    later = after(one)
    return appointments.agree(actor=office, pk=one.pk, agreed_on=later.date(), scan=scan(), now=later)


def inducted(office: User, one: Appointment) -> Appointment:
    later = after(one)
    return appointments.induct(
        actor=office,
        pk=one.pk,
        inducted_on=later.date(),
        induction="校规、师德、教学流程",
        induction_hours=8,
        now=later,
    )


def test_a_need_is_published_before_anybody_is_proposed(world, office):
    need = parttime.draft_need(
        actor=office,
        department=world.mechanics,
        majors=[],
        title="数控兼职教师",
        courses="数控加工",
        hours_per_term=60,
        sought="高级工以上",
        starts_on=TODAY,
        ends_on=date(2027, 6, 30),
        now=NOW,
    )
    person = a_technician(world.mechanics)
    said = {"begins_on": TODAY, "ends_on": date(2027, 1, 1), "fee": None, "statement": ""}

    with pytest.raises(UnableToAppoint):
        appointments.propose(actor=office, need_id=need.pk, person_id=person.pk, now=NOW, **said)
    parttime.publish_need(actor=office, pk=need.pk, now=NOW)
    appointments.propose(actor=office, need_id=need.pk, person_id=person.pk, now=NOW, **said)

    need.refresh_from_db()
    assert (need.state, need.published_on) == (NeedState.PUBLISHED, TODAY)
    with pytest.raises(UnableToAppoint):
        parttime.change_need(actor=office, pk=need.pk, majors=[], title="别的", now=NOW)


def test_somebody_goes_the_whole_way_and_teaches_from_the_induction_on(world, office, vetter):
    one = made_public(vetter, vetted(vetter, proposed(office, world)))
    assert one.publicised_from == date(2026, 11, 21)
    assert one.publicised_until == date(2026, 11, 27)  # five working days, from Monday on
    assert one.clauses.count() == 7
    assert "150" in one.clauses.get(kind="pay").text_zh

    done = inducted(office, agreed(office, one))

    assert done.state == AppointmentState.INDUCTED
    assert people_on(date(2026, 11, 27)) == []
    assert people_on(date(2026, 11, 28)) == [done.person_id]
    assert people_on(date(2027, 7, 1)) == []


def test_nobody_vets_whom_they_proposed(world, vetter):
    own = proposed(a_position(world, "Both", [*POWERS, "parttime.vet"]), world)
    proposer = own.proposed_by

    with pytest.raises(UnableToAppoint):
        vetted(proposer, own)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(pk=own.pk).update(vetted_by=proposer)
    assert vetted(vetter, own).vetted_by == vetter


def test_who_may_only_keep_part_time_teachers_vets_nobody(world, office):
    one = proposed(office, world)

    with pytest.raises(PermissionDenied):
        vetted(office, one)
    with pytest.raises(NotVisible):
        vetted(world.stranger_officer, one)
    one.refresh_from_db()
    assert one.state == AppointmentState.PROPOSED


def test_whoever_left_the_enterprise_fails_at_the_vetting(world, office, vetter):
    one = proposed(office, world)
    one.person.contact.left_on = TODAY
    one.person.contact.save()

    with pytest.raises(TransitionRefused, match="PT-01"):
        vetted(vetter, one)


def test_without_title_or_skill_a_person_is_asked_and_nobody_is_stopped(world, office, vetter):
    """The instrument's text was not at hand: what is known from memory alone never blocks."""
    person = a_technician(world.mechanics, title="", rank=Rank.NONE)
    one = proposed(office, world, person=person)
    check = latest_check(one, Stage.VETTING)

    assert check is not None
    assert "PT-02" in check.asking
    assert "PT-02" not in check.blocking
    assert vetted(vetter, one).state == AppointmentState.VETTED


def test_a_craftsman_needs_no_title(world, office):
    person = a_technician(
        world.mechanics, title="", rank=Rank.NONE, exception="craftsman", exception_reason="全国技术能手"
    )
    check = latest_check(proposed(office, world, person=person), Stage.VETTING)

    assert check is not None
    assert "PT-02" not in check.asking


def test_above_thirty_percent_is_asked_about_and_stops_nobody(world, office, vetter):
    for _number in range(5):
        serving(a_technician(world.mechanics), a_need(world.mechanics))
    one = proposed(office, world)
    check = latest_check(one, Stage.VETTING)

    assert check is not None
    assert "PT-03" in check.asking
    assert vetted(vetter, one).state == AppointmentState.VETTED


def test_nobody_is_inducted_without_training_in_teaching(world, office, vetter):
    person = a_technician(world.mechanics)
    one = agreed(office, made_public(vetter, vetted(vetter, proposed(office, world, person=person))))

    with pytest.raises(TransitionRefused, match="PT-01b"):
        inducted(office, one)

    parttime.change_part_timer(
        actor=office,
        pk=person.pk,
        department=world.mechanics,
        training="职教师资培训",
        trained_on=TODAY,
        now=NOW,
    )
    assert inducted(office, one).state == AppointmentState.INDUCTED


def test_a_training_to_come_is_none_yet(world, office, vetter):
    person = a_technician(world.mechanics, trained_on=date(2027, 3, 1))
    one = agreed(office, made_public(vetter, vetted(vetter, proposed(office, world, person=person))))
    check = latest_check(one, Stage.INDUCTION)

    assert check is not None
    assert "PT-01b" in check.blocking
    with pytest.raises(UnableToAppoint, match="before the induction"):
        inducted(office, one)

    held = after(one)
    person.trained_on = held.date() + timedelta(days=1)
    person.save()
    with pytest.raises(UnableToAppoint, match="before the induction"):
        appointments.induct(
            actor=office,
            pk=one.pk,
            inducted_on=held.date(),
            induction="校规",
            induction_hours=None,
            now=held + timedelta(days=2),
        )


def test_nothing_is_signed_before_the_publicity_period_is_over(world, office, vetter):
    one = made_public(vetter, vetted(vetter, proposed(office, world)))

    with pytest.raises(TransitionRefused):
        appointments.agree(actor=office, pk=one.pk, agreed_on=TODAY, scan=scan(), now=NOW)
    later = after(one)
    with pytest.raises(UnableToAppoint), transaction.atomic():
        appointments.agree(actor=office, pk=one.pk, agreed_on=TODAY, scan=scan(), now=later)
    with pytest.raises(UnableToAppoint):
        appointments.agree(actor=office, pk=one.pk, agreed_on=later.date(), scan=None, now=later)
    one.refresh_from_db()
    assert (one.state, one.files.count()) == (AppointmentState.PUBLICISED, 0)


def test_the_words_of_a_signed_agreement_stay(world, office, vetter):
    one = made_public(vetter, vetted(vetter, proposed(office, world)))
    appointments.write_agreement(actor=office, pk=one.pk, clauses={"duties": ("任教", "Teach")}, now=NOW)

    done = agreed(office, one)

    check = latest_check(one, Stage.INDUCTION)
    assert check is not None
    assert "PT-06" in check.asking
    assert done.files.get().is_agreement
    with pytest.raises(UnableToAppoint):
        appointments.write_agreement(actor=office, pk=one.pk, clauses={}, now=NOW)
    assert [clause.text_zh for clause in done.clauses.all()] == ["任教"]


def test_refusing_withdrawing_and_ending_need_a_reason(world, office, vetter):
    one = proposed(office, world)

    with pytest.raises(TransitionRefused):
        appointments.refuse(actor=vetter, pk=one.pk, reason=" ", now=NOW)
    with pytest.raises(TransitionRefused):
        appointments.withdraw(actor=office, pk=one.pk, reason="", now=NOW)
    refused = appointments.refuse(actor=vetter, pk=one.pk, reason="无相关经历", now=NOW)

    assert (refused.state, refused.answer) == (AppointmentState.REFUSED, "无相关经历")


def test_an_early_end_lies_within_the_appointment_and_what_was_taught_stays(world, office):
    one = serving(a_technician(world.mechanics), a_need(world.mechanics), date(2026, 9, 1), date(2027, 1, 31))
    taught(one, 30)

    with pytest.raises(UnableToAppoint), transaction.atomic():
        appointments.end(actor=office, pk=one.pk, ended_on=date(2027, 3, 1), reason="调离", now=NOW)
    appointments.end(actor=office, pk=one.pk, ended_on=TODAY, reason="调离", now=NOW)

    assert people_on(TODAY) == [one.person_id]
    assert people_on(TODAY + timedelta(days=1)) == []
    assert hours_taught(2026) == 30


def test_a_course_of_a_term_is_recorded_once_for_a_person(world, office):
    person = a_technician(world.mechanics)
    first = serving(person, a_need(world.mechanics))
    second = serving(person, a_need(world.mechanics, title="另一需求"))
    said = {"study_year": 2026, "term": 1, "course": "数控 加工", "hours_planned": 40, "fee": Decimal(120)}

    one = engagements.engage(actor=office, appointment_id=first.pk, now=NOW, **said)
    with pytest.raises(UnableToAppoint):
        engagements.engage(actor=office, appointment_id=second.pk, now=NOW, **said)
    with pytest.raises(UnableToAppoint):
        engagements.engage(actor=office, appointment_id=first.pk, now=NOW, **{**said, "term": 2})
    with pytest.raises(UnableToAppoint):
        engagements.assess(actor=office, pk=one.pk, grade="good", assessment="", now=NOW)
    engagements.confirm_hours(actor=office, pk=one.pk, hours_taught=38, now=NOW)
    engagements.assess(actor=office, pk=one.pk, grade="good", assessment="认真", now=NOW)

    one.refresh_from_db()
    assert (one.hours_taught, one.confirmed_by, one.grade) == (38, office, "good")
    assert one.fee_in_all == Decimal(38 * 120)
    with pytest.raises(UnableToAppoint):
        engagements.change_engagement(actor=office, pk=one.pk, now=NOW, **said)


def test_nobody_teaches_before_the_induction(world, office):
    one = proposed(office, world)

    with pytest.raises(UnableToAppoint):
        engagements.engage(
            actor=office,
            appointment_id=one.pk,
            study_year=2026,
            term=1,
            course="数控加工",
            hours_planned=40,
            fee=Decimal(120),
            now=NOW,
        )


def test_a_contact_is_taken_in_once_and_becomes_a_technician(world, office):
    contact = ContactFactory.create(roles=[ContactRole.MENTOR])
    said = {"contact_id": contact.pk, "department": world.mechanics, "now": NOW}

    person = parttime.enter_part_timer(actor=office, title="技师", rank=Rank.NONE, **said)

    contact.refresh_from_db()
    assert contact.roles == [ContactRole.MENTOR, ContactRole.TECHNICIAN]
    assert contact.part_time_teacher == person
    with pytest.raises(UnableToAppoint):
        parttime.enter_part_timer(actor=office, **said)


def test_an_exception_says_why(world):
    with pytest.raises(ValidationError):
        PartTimeTeacher(
            contact=ContactFactory.create(), department=world.mechanics, exception="craftsman", created_at=NOW
        ).full_clean()


def test_an_enterprise_proposes_its_own_people_only(world, vetter):
    need = a_need(world.mechanics)
    own = ContactFactory.create(enterprise=world.partner)
    said = {
        "actor": vetter,
        "enterprise_id": world.partner.pk,
        "need_id": need.pk,
        "title": "工程师",
        "skill": "",
        "skill_level": "",
        "begins_on": TODAY,
        "ends_on": date(2027, 1, 31),
        "statement": "",
        "now": NOW,
    }

    with pytest.raises(NotVisible):
        propose_own(contact_id=ContactFactory.create().pk, **said)
    one = propose_own(contact_id=own.pk, **said)

    assert one.by_enterprise
    assert (one.person.contact, one.person.department) == (own, world.mechanics)


def test_the_office_hears_once_a_month_of_appointments_that_end(world, office):
    person = a_technician(world.mechanics)
    serving(person, a_need(world.mechanics), date(2026, 9, 1), TODAY + timedelta(days=20))
    follows = a_technician(world.mechanics)
    serving(follows, a_need(world.mechanics), date(2026, 9, 1), TODAY + timedelta(days=10))
    serving(follows, a_need(world.mechanics), TODAY + timedelta(days=11), date(2027, 6, 1))

    remind(on=TODAY, now=NOW)
    remind(on=TODAY, now=NOW)

    told = Notification.objects.get(kind="teachers.part_timers_ending", recipient=office)
    assert told.data["count"] == 1


def test_the_office_hears_once_of_who_has_left_the_enterprise(world, office):
    person = a_technician(world.mechanics)
    running = serving(person, a_need(world.mechanics), date(2026, 9, 1), date(2027, 6, 30))
    serving(person, a_need(world.mechanics), date(2025, 9, 1), date(2026, 8, 31))
    end_contact(actor=world.director, pk=person.contact_id, left_on=TODAY, now=NOW)

    for day in (TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1)):
        remind(on=day, now=NOW)

    told = Notification.objects.get(kind="teachers.part_timer_left", recipient=office)
    assert told.subject == running
    assert "has left the enterprise" in compose(told).subject
