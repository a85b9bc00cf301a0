"""Objections to a part-time teacher in the publicity period: who makes, reads and answers them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.access import NotVisible
from core.emails import compose
from core.models import AuditEvent, Notification
from core.transitions import TransitionRefused
from teachers.models import Appointment, AppointmentObjection, AppointmentState
from teachers.operations import appointments, objections
from teachers.operations.parttime import UnableToAppoint
from tests.factories import ContactFactory
from tests.teachers.parttiming import a_need, a_technician, also_in_the_record, serving
from tests.teachers.recognising import a_position
from tests.teachers.samples import NOW, TODAY, scan
from tests.world import join, signed_in

pytestmark = pytest.mark.django_db
S = AppointmentState
WITHIN = NOW + timedelta(days=4)  # a Tuesday
FIRST, LAST = date(2026, 11, 21), date(2026, 11, 27)
AFTER = NOW + timedelta(days=8)


@pytest.fixture
def office(world) -> User:
    return a_position(world, "Part-time office", ["parttime.read", "parttime.edit"])


@pytest.fixture
def vetter(world) -> User:
    return a_position(world, "Personnel", ["parttime.read", "parttime.vet"])


def made_public(world, person: Any = None, **fields: Any) -> Appointment:
    contact = ContactFactory.create(enterprise=world.partner, name="陆师傅")
    said = {
        "state": S.PUBLICISED,
        "publicised_from": FIRST,
        "publicised_until": LAST,
        "agreed_on": None,
        "inducted_on": None,
    }
    who = person or a_technician(world.mechanics, contact, trained_on=date(2026, 6, 1))
    need = a_need(world.mechanics)
    return serving(who, need, TODAY, date(2027, 6, 30), **{**said, **fields})


@pytest.fixture
def public(world) -> Appointment:
    return made_public(world)


def objected(by: User, one: Appointment, now: datetime = WITHIN, **said: Any) -> AppointmentObjection:
    return objections.object_to(actor=by, pk=one.pk, now=now, **{"reason": "试讲未通过。", **said})


def answered(
    by: User, objection: AppointmentObjection, outcome: str, consequence: str = "", now: datetime = WITHIN
) -> AppointmentObjection:
    return objections.answer_objection(
        actor=by, pk=objection.pk, outcome=outcome, answer="已核实。", consequence=consequence, now=now
    )


def signed(office: User, one: Appointment, now: datetime = AFTER) -> Appointment:
    return appointments.agree(actor=office, pk=one.pk, agreed_on=now.date(), scan=scan(), now=now)


def test_nothing_is_signed_before_the_objection_of_a_colleague_is_answered(world, office, vetter, public):
    objection = objected(world.teacher, public)

    with pytest.raises(TransitionRefused, match="waits for an answer"):
        signed(office, public)
    answered(vetter, objection, "dismissed")

    assert signed(office, public).state == S.AGREED
    objection.refresh_from_db()
    assert (objection.outcome, objection.answered_by, objection.objected_on) == (
        "dismissed",
        vetter,
        WITHIN.date(),
    )


def test_what_came_in_from_outside_is_entered_with_who_and_when(world, public):
    objection = objected(world.teacher, public, from_outside="李女士，来信", objected_on=FIRST)

    assert (objection.from_outside, objection.objected_on) == ("李女士，来信", FIRST)


def test_a_letter_of_the_last_day_is_entered_by_the_office_until_the_induction(world, office, vetter, public):
    with pytest.raises(NotVisible):
        objected(world.teacher, public, AFTER, from_outside="李女士", objected_on=LAST)
    one = signed(office, public)

    letter = objected(office, one, AFTER, from_outside="李女士", objected_on=LAST)

    with pytest.raises(TransitionRefused, match="waits for an answer"):
        appointments.induct(
            actor=office,
            pk=one.pk,
            inducted_on=AFTER.date(),
            induction="校规",
            induction_hours=8,
            now=AFTER,
        )
    with pytest.raises(UnableToAppoint, match="what follows"):
        answered(vetter, letter, "upheld", "send_back", AFTER)  # it is signed: only refused
    answered(vetter, letter, "upheld", "reject", AFTER)
    one.refresh_from_db()
    assert (one.state, one.answer) == (S.REFUSED, "已核实。")


@pytest.mark.parametrize("day", [FIRST - timedelta(days=1), WITHIN.date() + timedelta(days=1)])
def test_an_objection_of_another_time_is_refused(world, office, public, day):
    with pytest.raises(UnableToAppoint):
        objected(office, public, from_outside="李女士", objected_on=day)
    with pytest.raises(UnableToAppoint):
        objected(office, public, AFTER)  # one's own counts on the day it is made
    assert not AppointmentObjection.objects.exists()


def test_nobody_objects_before_it_is_public_nor_without_a_reason_nor_to_themselves(world, public, teacher):
    with pytest.raises(NotVisible):
        objected(world.teacher, public, NOW)
    with pytest.raises(UnableToAppoint, match="reason"):
        objected(world.teacher, public, reason=" ")
    also_in_the_record(public.person, teacher)
    with pytest.raises(UnableToAppoint, match="themselves"):
        objected(world.class_teacher, public)
    assert not AppointmentObjection.objects.exists()


def test_an_upheld_objection_refuses_the_appointment_and_tells_whom_it_concerns(world, vetter):
    liaison = join(world.liaison)
    one = made_public(world, by_enterprise=True)
    objection = objected(world.teacher, one)

    with pytest.raises(UnableToAppoint, match="what follows"):
        answered(vetter, objection, "upheld")
    objection.refresh_from_db()
    assert objection.is_open
    answered(vetter, objection, "upheld", "reject")

    one.refresh_from_db()
    assert (one.state, one.answer) == (S.REFUSED, "已核实。")
    mails = {
        row.recipient: compose(row) for row in Notification.objects.filter(kind__startswith="teachers.part_")
    }
    assert "upheld" in mails[world.teacher].subject
    assert "已核实。" in mails[world.teacher].body
    assert "已核实。" in mails[liaison].body
    assert world.teacher.name not in mails[liaison].body
    assert "试讲未通过。" not in mails[liaison].body


def test_sent_back_it_is_vetted_and_made_public_anew_and_the_earlier_objections_count_no_more(
    world, office, vetter, public
):
    first, other = objected(world.teacher, public), objected(world.officer, public)

    answered(vetter, first, "upheld", "send_back")

    public.refresh_from_db()
    assert (public.state, public.vetted_on, public.publicised_from) == (S.PROPOSED, None, None)
    appointments.vet(actor=vetter, pk=public.pk, vetting="重新试讲合格。", now=WITHIN)
    again = appointments.publicise(actor=vetter, pk=public.pk, now=WITHIN)
    assert (again.answer, again.publicised_from) == ("", WITHIN.date() + timedelta(days=1))
    later = timezone.make_aware(datetime.combine(again.publicised_until, datetime.min.time()))
    later += timedelta(days=1, hours=9)
    assert signed(office, again, later).state == S.AGREED
    answered(vetter, other, "upheld", now=later)  # of the earlier period: nothing follows
    again.refresh_from_db()
    assert again.state == S.AGREED


def test_nobody_answers_their_own_nor_one_to_somebody_whom_they_proposed(world, vetter, public):
    own = objected(vetter, public)
    with pytest.raises(UnableToAppoint, match="their own"):
        answered(vetter, own, "dismissed")
    with pytest.raises(IntegrityError), transaction.atomic():
        AppointmentObjection.objects.filter(pk=own.pk).update(
            outcome="dismissed", answer="否", answered_at=NOW, answered_by=vetter
        )

    both = a_position(world, "Both", ["parttime.read", "parttime.vet"])
    Appointment.objects.filter(pk=public.pk).update(proposed_by=both)
    with pytest.raises(UnableToAppoint, match="whom they proposed"):
        answered(both, own, "dismissed")
    assert AppointmentObjection.objects.get().is_open


def test_who_only_keeps_part_time_teachers_neither_reads_nor_answers_objections(
    world, office, vetter, public
):
    objection = objected(world.teacher, public)

    assert not AppointmentObjection.objects.visible_to(office).exists()
    with pytest.raises(NotVisible):
        answered(office, objection, "dismissed")
    answered(vetter, objection, "dismissed")
    with pytest.raises(UnableToAppoint, match="already"):
        answered(vetter, objection, "dismissed")


def test_the_refusal_for_an_objection_is_not_made_without_one(world, office, public):
    with pytest.raises(PermissionDenied):
        appointments.make_move(office, public.pk, "reject", WITHIN, reason="x", answer="x")


# --- Pages ------------------------------------------------------------------------------------


@pytest.fixture
def today_public(world) -> Appointment:
    today = timezone.localdate()
    return made_public(world, publicised_from=today, publicised_until=today)


def test_a_colleague_objects_from_the_notice_and_the_office_answers(world, office, vetter, today_public):
    colleague, address = (
        signed_in(world.teacher),
        reverse("teachers:appointment_object", args=[today_public.pk]),
    )

    assert address in colleague.get(reverse("teachers:recognition_publicity")).content.decode()
    assert colleague.get(address).status_code == 200
    back = colleague.post(address, {"reason": "试讲未通过。"})
    assert back.url == reverse("teachers:recognition_publicity")

    objection = AppointmentObjection.objects.get()
    shown = signed_in(vetter).get(today_public.get_absolute_url(), {"tab": "steps"}).content.decode()
    assert "试讲未通过。" in shown
    answer = reverse("teachers:appointment_objection_answer", args=[objection.pk])
    assert answer in shown
    missing = signed_in(vetter).post(answer, {"outcome": "upheld", "answer": "属实"})
    assert missing.status_code == 422
    assert "what follows" in missing.content.decode()
    signed_in(vetter).post(answer, {"outcome": "dismissed", "answer": "不属实"})
    objection.refresh_from_db()
    assert objection.outcome == "dismissed"


def test_who_objected_stands_on_no_page_that_others_read(world, office, vetter, today_public):
    objection = objected(world.teacher, today_public, timezone.now())
    answered(vetter, objection, "upheld", "reject", timezone.now())
    liaison = join(world.liaison)

    for tab in ("steps", "history"):
        shown = signed_in(office).get(today_public.get_absolute_url(), {"tab": tab}).content.decode()
        assert "已核实。" in shown
        assert world.teacher.name not in shown
        assert "试讲未通过。" not in shown
    portal = signed_in(liaison).get(reverse("portal:part_timers")).content.decode()
    assert world.teacher.name not in portal
    assert "已核实。" not in portal
    acts = AuditEvent.objects.filter(verb="part_time.object")
    assert [act.subject_id for act in acts] == [objection.pk]


def test_the_office_reaches_the_form_from_the_appointment(office, today_public):
    address = reverse("teachers:appointment_object", args=[today_public.pk])

    assert address in signed_in(office).get(today_public.get_absolute_url()).content.decode()
