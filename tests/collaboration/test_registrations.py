"""Taking part: places and the waiting list, races, the code, attendance, feedback that nobody can trace."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from collaboration import exchange_notices as notices
from collaboration.models import Exchange, Feedback, FeedbackGiven, Registration
from collaboration.operations import exchanges, registrations
from collaboration.operations.exchanges import UnableToExchange
from collaboration.operations.registrations import UnableToRegister, WrongCode
from collaboration.views.exchange_tabs import results
from core.access import NotVisible
from core.models import AuditEvent, Notification
from core.transitions import TransitionRefused
from tests.collaboration.exchanging import (
    AFTERWARDS,
    BEGINS,
    ENDS,
    NOW,
    an_exchange,
    partner,
    pupil,
    registered,
)
from tests.factories import StudentFactory, TeacherFactory
from tests.threads import in_threads
from tests.world import come_in, join, make_world, signed_in

pytestmark = pytest.mark.django_db


def state_of(**who: Any) -> str:
    return Registration.objects.get(**who).state


def test_who_comes_when_all_places_are_taken_waits_and_moves_up_in_order(world):
    exchange = an_exchange(world, capacity=1, is_public=True)
    first, second, third = (
        StudentFactory.create(school_class=world.school_class, number=f"2024020{n}") for n in range(3)
    )
    accounts = {student: pupil(student) for student in (first, second, third)}
    for minute, student in enumerate((first, second, third)):
        now = NOW + timedelta(minutes=minute)
        registrations.register_student(pupil=accounts[student], pk=exchange.pk, now=now)
    assert [state_of(student=one) for one in (first, second, third)] == ["registered", "waiting", "waiting"]

    registrations.withdraw_student(pupil=accounts[first], pk=exchange.pk, now=NOW)

    assert [state_of(student=one) for one in (first, second, third)] == ["withdrawn", "registered", "waiting"]
    seated = Notification.objects.filter(kind=notices.SEATED.name)
    assert [one.recipient_id for one in seated] == [accounts[second].pk]

    registrations.register_student(pupil=accounts[first], pk=exchange.pk, now=NOW + timedelta(hours=1))
    assert state_of(student=first) == "waiting"


def test_places_that_are_added_go_to_who_waits_and_nobody_passes_them(world):
    exchange = an_exchange(world, capacity=2, is_public=True)
    students = [
        StudentFactory.create(school_class=world.school_class, number=f"2024021{n}") for n in range(5)
    ]
    for minute, student in enumerate(students[:4]):
        now = NOW + timedelta(minutes=minute)
        registrations.register_student(pupil=pupil(student), pk=exchange.pk, now=now)

    exchanges.change_exchange(actor=world.director, pk=exchange.pk, capacity=3, now=NOW)
    assert [state_of(student=one) for one in students[:4]] == [*["registered"] * 3, "waiting"]
    assert Notification.objects.filter(kind=notices.SEATED.name).count() == 1

    Exchange.objects.filter(pk=exchange.pk).update(capacity=4)  # as rows stood before
    registrations.register_student(pupil=pupil(students[4]), pk=exchange.pk, now=NOW + timedelta(hours=1))
    assert [state_of(student=one) for one in students[3:]] == ["registered", "waiting"]

    exchanges.change_exchange(actor=world.director, pk=exchange.pk, capacity=None, now=NOW)
    assert state_of(student=students[4]) == "registered"


def test_who_waited_and_was_there_gets_a_place_afterwards_from_whoever_keeps_it(world):
    exchange = an_exchange(world, capacity=1)
    away = registered(exchange, employee="甲")
    registered(exchange, student=world.student, state="waiting", seat=None)
    registrations.withdraw_other(
        actor=world.director, pk=exchange.pk, registration_id=away.pk, now=AFTERWARDS
    )
    assert state_of(student=world.student) == "waiting"

    made = registrations.register_others(
        actor=world.director, pk=exchange.pk, students=[world.student], now=AFTERWARDS
    )

    assert (made, state_of(student=world.student)) == (1, "registered")


def test_who_withdrew_is_invited_again_and_told(world):
    exchange = an_exchange(world)
    student = pupil(world.student)

    def invite(now=NOW) -> int:
        return registrations.register_others(
            actor=world.director, pk=exchange.pk, students=[world.student], invite=True, now=now
        )

    assert (invite(), invite()) == (1, 0)
    registrations.register_student(pupil=student, pk=exchange.pk, now=NOW)
    registrations.withdraw_student(pupil=student, pk=exchange.pk, now=NOW)

    assert invite(NOW + timedelta(days=1)) == 1
    assert state_of(student=world.student) == "invited"
    assert Notification.objects.filter(kind=notices.INVITED.name, recipient=student.pk).count() == 2


def test_who_is_invited_is_given_a_place_by_whoever_keeps_it(world):
    exchange = an_exchange(world)
    registered(exchange, student=world.student, state="invited", seat=None)

    made = registrations.register_others(
        actor=world.director, pk=exchange.pk, students=[world.student], now=NOW
    )

    assert (made, state_of(student=world.student)) == (1, "registered")


def test_a_list_of_employees_passes_over_who_is_in_already(world):
    exchange = an_exchange(world, capacity=2)
    us = partner(world.liaison)

    def send(*names: str) -> list[str]:
        people = [(name, "钳工") for name in names]
        rows = registrations.register_employees(partner=us, pk=exchange.pk, people=people, now=NOW)
        return [one.employee for one in rows]

    assert send("甲", "乙", "甲") == ["甲", "乙"]
    assert send("甲", "乙", "丙") == ["丙"]
    assert send("丙") == []
    assert (state_of(employee="丙"), exchange.registrations.count()) == ("waiting", 3)


def test_nobody_registers_twice_for_others_or_for_what_is_not_open(world):
    exchange = an_exchange(world, is_public=True)
    student = pupil(world.student)
    registrations.register_student(pupil=student, pk=exchange.pk, now=NOW)
    with pytest.raises(UnableToRegister, match="already"):
        registrations.register_student(pupil=student, pk=exchange.pk, now=NOW)

    for fields, now, refusal in (
        ({"audience": ["employees"]}, NOW, NotVisible),
        ({}, AFTERWARDS, UnableToRegister),
    ):
        other = an_exchange(world, is_public=True, **fields)
        with pytest.raises(refusal):
            registrations.register_student(pupil=student, pk=other.pk, now=now)
    with pytest.raises(UnableToRegister, match="not announced"):
        registrations.register_employees(
            partner=partner(world.liaison),
            pk=an_exchange(world, state="agreed").pk,
            people=[("马师傅", "钳工")],
            now=NOW,
        )
    assert Registration.objects.count() == 1


def test_by_invitation_only_who_is_invited_comes(world):
    exchange = an_exchange(world)
    with pytest.raises(NotVisible):
        registrations.register_student(pupil=pupil(world.student), pk=exchange.pk, now=NOW)

    exchange.classes.add(world.school_class)
    registrations.register_student(pupil=pupil(world.student), pk=exchange.pk, now=NOW)
    with pytest.raises(NotVisible):
        registrations.register_student(pupil=pupil(world.stranger_student), pk=exchange.pk, now=NOW)

    with pytest.raises(NotVisible):
        registrations.register_myself(actor=world.teacher, pk=exchange.pk, now=NOW)
    teacher = TeacherFactory.create(department=world.mechanics, user=world.teacher)
    registrations.register_others(
        actor=world.director, pk=exchange.pk, teachers=[teacher], invite=True, now=NOW
    )
    assert Notification.objects.filter(kind=notices.INVITED.name, recipient=world.teacher).exists()
    registrations.register_myself(actor=world.teacher, pk=exchange.pk, now=NOW)
    assert state_of(teacher=teacher) == "registered"


def test_a_liaison_registers_only_employees_of_the_own_exchange(world):
    exchange = an_exchange(world)
    people = [("马师傅", "钳工"), ("马师傅", "电工")]
    with pytest.raises(NotVisible):
        registrations.register_employees(
            partner=partner(world.stranger_liaison), pk=exchange.pk, people=people, now=NOW
        )
    us = partner(world.liaison)
    first, _second = registrations.register_employees(partner=us, pk=exchange.pk, people=people, now=NOW)
    other = registered(exchange, user=world.teacher)

    with pytest.raises(NotVisible):
        registrations.withdraw_employee(partner=us, pk=exchange.pk, registration_id=other.pk, now=NOW)
    registrations.withdraw_employee(partner=us, pk=exchange.pk, registration_id=first.pk, now=NOW)

    assert exchange.registrations.registered().count() == 2


# --- Signing in ---------------------------------------------------------------------------------


def test_the_code_signs_in_around_the_hours_only(world):
    exchange = an_exchange(world, is_public=True)
    student = pupil(world.student)

    def sign_in(code: str, now) -> Registration:
        return registrations.sign_in_student(pupil=student, pk=exchange.pk, code=code, now=now)

    for now in (BEGINS - timedelta(minutes=31), ENDS + timedelta(minutes=61)):
        with pytest.raises(WrongCode, match="half an hour"):
            sign_in("482915", now)
    with pytest.raises(WrongCode, match="not the code"):
        sign_in("482916", BEGINS)
    assert not Registration.objects.exists()

    row = sign_in("482 915", BEGINS)

    assert (row.attended, row.signed_in_at, row.state) == (True, BEGINS, "registered")
    exchange.refresh_from_db()
    assert exchange.state == "held"


def test_who_signs_in_before_it_begins_does_not_begin_it(world):
    exchange = an_exchange(world, is_public=True)
    early = BEGINS - timedelta(minutes=10)
    registrations.sign_in_student(pupil=pupil(world.student), pk=exchange.pk, code="482915", now=early)

    exchange.refresh_from_db()
    assert exchange.state == "announced"
    with pytest.raises(TransitionRefused, match="was there"):
        exchanges.cancel(actor=world.director, pk=exchange.pk, reason="停电", now=early)


def test_who_waits_for_a_place_is_not_signed_in(world):
    exchange = an_exchange(world, is_public=True, capacity=1)
    registered(exchange, employee="马师傅")
    with pytest.raises(UnableToRegister, match="waiting list"):
        registrations.sign_in_student(pupil=pupil(world.student), pk=exchange.pk, code="482915", now=BEGINS)


def test_attendance_is_marked_by_hand_from_the_beginning_on_and_starts_it(world):
    exchange = an_exchange(world)
    here, away = registered(exchange, employee="甲"), registered(exchange, employee="乙")
    foreign = registered(an_exchange(world), employee="丙")
    marks = {here.pk: True, away.pk: False, foreign.pk: True}
    with pytest.raises(UnableToRegister, match="from the beginning"):
        registrations.mark_attendance(actor=world.director, pk=exchange.pk, present=marks, now=NOW)
    with pytest.raises(NotVisible):
        registrations.mark_attendance(actor=world.officer, pk=exchange.pk, present=marks, now=AFTERWARDS)

    moved = registrations.mark_attendance(actor=world.director, pk=exchange.pk, present=marks, now=AFTERWARDS)

    marked = dict(Registration.objects.values_list("pk", "attended"))
    assert marked == {here.pk: True, away.pk: False, foreign.pk: None}
    assert moved.state == "held"


# --- Feedback -----------------------------------------------------------------------------------

CLOSED = ENDS + timedelta(days=30, seconds=1)
GOOD = {"content": 5, "speaker": 4, "organisation": 4, "usefulness": 5, "words": "很实用"}


def test_answers_are_shown_from_three_on_and_nothing_leads_to_who_gave_them(world):
    exchange = an_exchange(world)
    rows = [registered(exchange, employee=name, attended=True) for name in "甲乙丙"]
    acts = AuditEvent.objects.count()
    for number, row in enumerate(rows):
        assert results(exchange, CLOSED)["lines"] == []
        registrations.give_feedback(
            actor=world.director,
            registration_id=row.pk,
            answers=GOOD | {"content": 3 + number},
            now=AFTERWARDS,
        )

    assert results(exchange, AFTERWARDS)["lines"] == []  # the next answer could be told from the one before
    shown = results(exchange, CLOSED)
    assert shown["count"] == 3
    assert [round(mean, 1) for _question, mean in shown["lines"]] == [4, 4, 4, 5]
    assert shown["words"] == ["很实用"] * 3
    with pytest.raises(UnableToExchange, match="already"):
        registrations.give_feedback(
            actor=world.director, registration_id=rows[0].pk, answers=GOOD, now=AFTERWARDS
        )
    assert AuditEvent.objects.count() == acts  # whose time would tell
    assert {field.name for field in Feedback._meta.fields} == {
        *("id", "exchange", "content", "speaker", "organisation", "usefulness", "words")
    }
    assert {field.name for field in FeedbackGiven._meta.fields} == {"registration"}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger"
            " WHERE tgrelid = 'collaboration_feedback'::regclass AND NOT tgisinternal"
        )
        assert cursor.fetchone() == (0,)


def test_only_who_was_there_answers_within_a_month_on_a_scale(world):
    exchange = an_exchange(world)
    away = registered(exchange, employee="甲", attended=False)
    here = registered(exchange, employee="乙", attended=True)

    def give(row: Registration, now=AFTERWARDS, **answers: Any) -> None:
        with transaction.atomic():
            registrations.give_feedback(
                actor=world.director, registration_id=row.pk, answers=GOOD | answers, now=now
            )

    with pytest.raises(UnableToExchange, match="was there"):
        give(away)
    for now in (BEGINS, ENDS + timedelta(days=31)):
        with pytest.raises(UnableToExchange, match="30 days"):
            give(here, now=now)
    with pytest.raises(ValidationError):
        give(here, content=6)
    assert not Feedback.objects.exists()
    assert not FeedbackGiven.objects.exists()


def writers(table: str, *columns: str) -> int:
    """How many transactions wrote or locked these rows, as PostgreSQL keeps it."""
    said = " || ' ' || ".join(f"{column}::text" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(DISTINCT {said}) FROM collaboration_{table}")
        return cursor.fetchone()[0]


def test_who_wrote_a_row_does_not_tell_who_gave_which_feedback(world):
    exchange = an_exchange(world)
    rows = [registered(exchange, employee=name, attended=True) for name in "甲乙丙丁"]
    for row in rows[:3]:
        said = GOOD | {"words": row.employee}
        registrations.give_feedback(
            actor=world.director, registration_id=row.pk, answers=said, now=AFTERWARDS
        )
    assert writers("feedback", "xmin") == 3
    assert writers("feedbackgiven", "xmin", "xmax") == 1
    assert writers("registration", "xmax") == 1
    before = set(Feedback.objects.values_list("pk", flat=True))
    assert registrations.mix_feedback(now=AFTERWARDS) == 0

    late = ENDS + timedelta(days=31)
    assert registrations.mix_feedback(now=late) == 1

    assert writers("feedback", "xmin") == 1
    assert sorted(Feedback.objects.values_list("words", flat=True)) == sorted("甲乙丙")
    assert not before & set(Feedback.objects.values_list("pk", flat=True))
    assert registrations.mix_feedback(now=late) == 0


def test_an_employee_who_was_there_answers_at_the_portal_and_a_liaison_for_others(world):
    exchange = an_exchange(world)
    own = registered(exchange, employee=world.mentor.name, attended=True)
    other = registered(exchange, employee="甲", attended=True)
    registered(exchange, employee="乙", attended=False)
    address = reverse("portal:exchange_answer", args=[exchange.pk])
    answers = {name: str(value) for name, value in GOOD.items()}
    with time_machine.travel(AFTERWARDS, tick=False):
        mentor, liaison = (signed_in(join(one)) for one in (world.mentor, world.liaison))
        signatory = signed_in(join(world.signatory))
        assert signatory.get(address).status_code == 403
        forged = mentor.post(address, answers | {"registration": other.pk})
        assert forged.status_code == 422
        assert not Feedback.objects.exists()

        assert mentor.post(address, answers | {"registration": own.pk}).status_code == 302
        assert liaison.post(address, answers | {"registration": other.pk}).status_code == 302
        assert mentor.get(address).status_code == 403

    assert Feedback.objects.count() == 2
    assert set(FeedbackGiven.objects.values_list("registration", flat=True)) == {own.pk, other.pk}


# --- Races and the database ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"employee": "甲", "seat": 1}, "a_seat_is_taken_once"),
        ({"employee": "甲", "seat": None}, "who_is_registered_has_a_seat"),
        ({"employee": ""}, "a_registration_is_of_one_person"),
        (
            {"employee": "甲", "state": "waiting", "seat": None, "attended": True},
            "who_was_there_is_registered",
        ),
    ],
)
def test_the_database_keeps_what_a_registration_is(world, fields, name):
    exchange = an_exchange(world)
    registered(exchange, user=world.teacher)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        registered(exchange, **fields)


@pytest.mark.django_db(transaction=True)
def test_the_last_place_goes_to_one_of_many_who_ask_at_once():
    world = make_world()
    exchange = an_exchange(world, capacity=2, is_public=True)
    students = [
        StudentFactory.create(school_class=world.school_class, number=f"2024030{n}") for n in range(6)
    ]
    for one in students:
        come_in(one)
    pupils = [pupil(one) for one in students]

    in_threads(
        *(
            lambda one=one: registrations.register_student(pupil=one, pk=exchange.pk, now=NOW)
            for one in pupils
        )
    )

    rows = Exchange.objects.get(pk=exchange.pk).registrations
    assert rows.registered().count() == 2
    assert rows.waiting().count() == 4
    assert sorted(rows.registered().values_list("seat", flat=True)) == [1, 2]


def test_a_cancelled_one_takes_nobody_any_more(world):
    exchange = an_exchange(world, is_public=True)
    exchanges.cancel(actor=world.director, pk=exchange.pk, reason="停电", now=NOW)
    with pytest.raises(NotVisible):
        registrations.register_student(pupil=pupil(world.student), pk=exchange.pk, now=NOW)
