"""From the draft to the closing: what is refused, who is told, what counts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from core.access import NotVisible
from core.metrics import OCCURRENCE, metric_of
from core.models import Notification
from core.transitions import TransitionRefused
from tests.collaboration.exchanging import partner
from tests.training.teaching import (
    AFTERWARDS,
    FIRST,
    NOW,
    a_course,
    a_teacher,
    closed,
    enrolled,
    marked,
    running,
)
from training import notices
from training.models import CertificateOrder, Course, Enrolment, Fee, Session, Trainer
from training.operations import closing, courses, enrolments, fees
from training.operations.courses import UnableToTrain
from training.operations.enrolments import Person
from training.operations.fees import UnableToSettle

pytestmark = pytest.mark.django_db


def plan(world, **fields) -> Course:
    said = {
        "title": "焊接机器人操作",
        "aims": "会示教，会排故。",
        "place": "焊接实训室",
        "capacity": 10,
        "minimum": 2,
        "enrol_until": date(2026, 11, 24),
        "teachers": [a_teacher(world)],
    }
    return courses.plan_course(actor=world.director, department=world.mechanics, now=NOW, **said | fields)


def with_session(world, course) -> Course:
    courses.add_sessions(
        actor=world.director, pk=course.pk, starts_at=FIRST, hours=Decimal(4), times=2, now=NOW
    )
    return Course.objects.get(pk=course.pk)


def told(kind) -> set[int]:
    return set(Notification.objects.filter(kind=kind.name).values_list("recipient_id", flat=True))


def test_a_course_is_offered_once_it_has_sessions_and_liaisons_are_told(world):
    liaison = partner(world.liaison)
    course = plan(world)
    with pytest.raises(TransitionRefused, match="sessions"):
        courses.offer(actor=world.director, pk=course.pk, now=NOW)

    course = with_session(world, course)
    offered = courses.offer(actor=world.director, pk=course.pk, now=NOW)

    assert (offered.state, offered.hours) == ("offered", Decimal(8))
    assert (offered.first_at, offered.last_at) == (FIRST, FIRST + timedelta(days=7, hours=4))
    assert liaison.pk in told(notices.OFFERED)


def test_only_the_chosen_are_told_and_may_enrol(world):
    liaison, stranger = partner(world.liaison), partner(world.stranger_liaison)
    course = with_session(world, plan(world, is_for_all=False, partners=[world.partner]))
    courses.offer(actor=world.director, pk=course.pk, now=NOW)

    assert told(notices.OFFERED) == {liaison.pk}
    with pytest.raises(enrolments.NotVisible):
        enrolments.enrol_at_portal(partner=stranger, pk=course.pk, people=[Person("甲")], now=NOW)
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"enrol_until": date(2026, 12, 24)}, "first day"),
        ({"enrol_until": date(2026, 11, 1)}, "is over"),
        ({"teachers": []}, "who gives it"),
        ({"is_for_all": False}, "Choose the partners"),
    ],
)
def test_what_is_not_planned_through_is_not_offered(world, fields, says):
    course = with_session(world, plan(world, **fields))
    with pytest.raises(TransitionRefused, match=says):
        courses.offer(actor=world.director, pk=course.pk, now=NOW)
    assert Course.objects.get().state == "draft"


def test_it_begins_with_its_fewest_and_fees_are_owed_from_then_on(world):
    course = a_course(world, minimum=2)
    enrolled(course, world.partner, "甲")
    with pytest.raises(TransitionRefused, match="begins with 2"):
        courses.begin(actor=world.director, pk=course.pk, now=FIRST)
    assert not Fee.objects.exists()

    enrolled(course, world.partner, "乙")
    enrolled(course, world.stranger, "丙")
    enrolled(course, world.stranger, "丁", state="withdrawn", seat=None)
    courses.begin(actor=world.director, pk=course.pk, now=FIRST)

    owed = {one.enterprise_id: (one.heads, one.amount) for one in Fee.objects.all()}
    assert owed == {world.partner.pk: (2, Decimal(600)), world.stranger.pk: (1, Decimal(300))}


def test_a_course_without_a_fee_owes_nothing(world):
    running(world, (world.partner, "甲"), fee=Decimal(0))
    assert not Fee.objects.exists()


def test_who_comes_or_goes_while_it_runs_changes_what_is_owed_but_not_what_was_paid(world):
    course = running(world, (world.partner, "甲"), (world.stranger, "丙"))
    ours, theirs = Fee.objects.get(enterprise=world.partner), Fee.objects.get(enterprise=world.stranger)
    fees.pay(actor=world.director, pk=theirs.pk, paid_on=date(2026, 11, 26), receipt="SJ-1", now=FIRST)

    for enterprise in (world.partner, world.stranger):
        people = [Person("新来", "学徒")]
        enrolments.enrol(
            actor=world.director, pk=course.pk, enterprise_id=enterprise.pk, people=people, now=FIRST
        )

    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert (ours.heads, ours.amount) == (2, Decimal(600))
    assert (theirs.heads, theirs.amount, theirs.state) == (1, Decimal(300), "paid")


def test_a_fee_is_waived_with_a_reason_that_the_enterprise_reads(world):
    liaison = partner(world.liaison)
    running(world, (world.partner, "甲"))
    fee = Fee.objects.get()
    with pytest.raises(TransitionRefused):
        fees.waive(actor=world.director, pk=fee.pk, reason=" ", now=FIRST)
    with pytest.raises(PermissionDenied):
        fees.waive(actor=reader(world), pk=fee.pk, reason="赠予", now=FIRST)
    assert Fee.objects.get().state == "due"

    fees.waive(actor=world.director, pk=fee.pk, reason="协议约定免费", now=FIRST)

    assert (Fee.objects.get().state, Fee.objects.get().reason) == ("waived", "协议约定免费")
    assert told(notices.FEE) == {liaison.pk}
    fees.reopen(actor=world.director, pk=fee.pk, reason="误操作", now=FIRST)
    assert Fee.objects.get().state == "due"


def reader(world):
    """Somebody of the department who sees courses and no more."""
    from tests.factories import AppointmentFactory, PositionFactory

    position = PositionFactory.create(department=world.mechanics, capabilities=["training.read"])
    AppointmentFactory.create(user=world.teacher, position=position)
    return world.teacher


def test_a_payment_is_not_of_tomorrow(world):
    running(world, (world.partner, "甲"))
    with pytest.raises(UnableToSettle):
        fees.pay(
            actor=world.director, pk=Fee.objects.get().pk, paid_on=date(2026, 11, 27), receipt="x", now=FIRST
        )
    assert Fee.objects.get().state == "due"


def test_what_is_cancelled_says_why_and_is_owed_no_more(world):
    liaison = partner(world.liaison)
    course = running(world, (world.partner, "甲"))
    with pytest.raises(TransitionRefused):
        courses.cancel(actor=world.director, pk=course.pk, reason="", now=FIRST)

    courses.cancel(actor=world.director, pk=course.pk, reason="设备检修", now=FIRST)

    assert Course.objects.get().reason == "设备检修"
    assert Fee.objects.get().state == "waived"
    assert told(notices.CANCELLED) == {liaison.pk}


def test_the_sheet_passes_over_others_and_sessions_to_come(world):
    course = running(world, (world.partner, "甲"))
    other = enrolled(a_course(world, title="另一门"), world.partner, "乙")
    person = course.enrolments.get()
    first, second = course.sessions.values_list("pk", flat=True)
    present = {(first, person.pk): True, (second, person.pk): True, (first, other.pk): True}

    closing.fill_sheet(
        actor=world.director,
        pk=course.pk,
        present=present,
        results={other.pk: "passed"},
        now=FIRST + timedelta(hours=1),
    )

    assert list(person.attendance.values_list("session", flat=True)) == [first]
    assert not other.attendance.exists()
    other.refresh_from_db()
    assert other.result == ""


def test_nobody_passes_who_was_never_there(world):
    course = running(world, (world.partner, "甲"))
    with pytest.raises(UnableToTrain, match="no session"):
        closing.fill_sheet(
            actor=world.director,
            pk=course.pk,
            present={},
            results={course.enrolments.get().pk: "passed"},
            now=AFTERWARDS,
        )
    assert course.enrolments.get().result == ""


def test_it_is_closed_when_it_is_over_and_everybody_has_a_result(world):
    course = running(world, (world.partner, "甲"), (world.partner, "乙"))
    with pytest.raises(TransitionRefused, match="not over"):
        closing.close(actor=world.director, pk=course.pk, now=FIRST)
    marked(world, course, {"甲": "passed"})
    with pytest.raises(TransitionRefused, match="no result"):
        closing.close(actor=world.director, pk=course.pk, now=AFTERWARDS)
    assert Course.objects.get().state == "running"

    marked(world, course, {"甲": "passed", "乙": "not_passed"}, missed=("乙",))
    closing.close(actor=world.director, pk=course.pk, now=AFTERWARDS)

    assert dict(course.enrolments.values_list("name", "hours")) == {"甲": Decimal(8), "乙": Decimal(4)}
    assert Trainer.objects.get().hours == Decimal(8)
    assert [one.enrolment.name for one in CertificateOrder.objects.all()] == ["甲"]


def test_a_trainer_is_credited_no_more_than_it_had(world):
    course = running(world, (world.partner, "甲"))
    marked(world, course, {"甲": "attended"})
    with pytest.raises(UnableToTrain, match="8 hours"):
        closing.close(
            actor=world.director, pk=course.pk, hours={a_teacher(world).pk: Decimal(9)}, now=AFTERWARDS
        )
    assert Course.objects.get().state == "running"
    assert Trainer.objects.get().hours is None


@pytest.mark.parametrize(
    ("code", "sql"),
    [
        (
            "training_employees",
            "SELECT e.enterprise_id, count(*) FROM training_enrolment e JOIN training_course c"
            " ON c.id = e.course_id WHERE c.state = 'closed' AND e.hours > 0 GROUP BY 1",
        ),
        (
            "training_hours",
            "SELECT a.enterprise_id, sum(s.hours) FROM training_attendance t"
            " JOIN training_session s ON s.id = t.session_id JOIN training_enrolment a"
            " ON a.id = t.enrolment_id JOIN training_course c ON c.id = a.course_id"
            " WHERE t.was_there AND c.state = 'closed' GROUP BY 1",
        ),
    ],
)
def test_what_is_promised_is_counted_as_by_hand(world, code, sql):
    closed(world)
    closed(world, title="第二期")
    running(world, (world.partner, "未结业"), title="第三期")
    with connection.cursor() as cursor:
        cursor.execute(sql)
        by_hand = {key: Decimal(number) for key, number in cursor.fetchall()}
    metric = metric_of(code)
    assert metric is not None
    found: dict[int, Decimal] = {}
    for row in metric.occurrences().values(*OCCURRENCE):
        found[row["enterprise"]] = found.get(row["enterprise"], Decimal(0)) + row["quantity"]
        assert (row["giver"], row["agreement"]) == ("centre", None)
        assert row["occurred_on"] == date(2026, 12, 3)
    assert found == by_hand
    assert len(by_hand) == 2
    with connection.cursor() as cursor:
        cursor.execute(*metric.statement())
        assert cursor.fetchall()


def test_evidence_names_the_course_and_nobody(world):
    closed(world)
    metric = metric_of("training_hours")
    assert metric is not None
    said = metric.rows([one.pk for one in Enrolment.objects.all()])
    assert {one.title for one in said.values()} == {"数控编程技能提升班"}


def test_who_has_to_close_it_is_reminded_once(world):
    running(world, (world.partner, "甲"))
    now = AFTERWARDS + timedelta(days=2)
    assert notices.remind(on=now.date(), now=now) == 1
    assert notices.remind(on=now.date(), now=now + timedelta(hours=1)) == 0


def test_phone_numbers_go_a_year_after(world):
    enrolled(a_course(world), world.partner, phone="13800000000")
    last = FIRST + timedelta(days=7, hours=4)
    assert enrolments.forget_phones(now=last + timedelta(days=364)) == 0
    assert enrolments.forget_phones(now=last + timedelta(days=366)) == 1
    assert Enrolment.objects.get().phone == ""


@pytest.mark.parametrize(
    "broken",
    [
        {"capacity": 5, "minimum": 6},
        {"fee": Decimal(-1)},
        {"state": "cancelled"},
        {"first_at": None, "last_at": None},
        {"state": "closed"},
    ],
)
def test_the_database_keeps_a_course_whole(world, broken):
    course = a_course(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Course.objects.filter(pk=course.pk).update(**broken)


@pytest.mark.parametrize(
    "broken", [{"state": "paid"}, {"state": "waived"}, {"amount": 0}, {"receipt": "SJ"}, {"heads": 0}]
)
def test_the_database_keeps_a_fee_whole(world, broken):
    running(world, (world.partner, "甲"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Fee.objects.update(**broken)


def test_an_offered_course_stays_one_that_could_be_offered_and_another_last_day_is_told(world):
    course = a_course(world)
    enrolled(course, world.partner)
    partner(world.liaison)

    def change(**fields):
        with transaction.atomic():
            courses.change_course(actor=world.director, pk=course.pk, now=NOW, **fields)

    with pytest.raises(UnableToTrain, match="first day at the latest"):
        change(enrol_until=date(2026, 11, 27))
    with pytest.raises(UnableToTrain, match="Choose the partners"):
        change(is_for_all=False)
    early = FIRST - timedelta(days=4)
    with pytest.raises(UnableToTrain, match="first day at the latest"), transaction.atomic():
        courses.add_sessions(actor=world.director, pk=course.pk, starts_at=early, hours=Decimal(2), now=NOW)
    course.refresh_from_db()
    assert (course.enrol_until, course.is_for_all, course.first_at) == (date(2026, 11, 24), True, FIRST)
    assert not Notification.objects.filter(kind=notices.CHANGED.name).exists()

    change(enrol_until=date(2026, 11, 26))
    assert Notification.objects.filter(kind=notices.CHANGED.name).count() == 1


def test_a_course_that_was_held_is_recorded_and_counts_once_it_is_closed(world):
    course = plan(world, enrol_until=date(2026, 3, 2))
    begun = NOW - timedelta(days=200)
    with pytest.raises(TransitionRefused, match="sessions first"):
        courses.record(actor=world.director, pk=course.pk, now=NOW)
    with pytest.raises(UnableToTrain, match="twenty years"):
        courses.add_sessions(
            actor=world.director,
            pk=course.pk,
            starts_at=NOW - timedelta(days=8000),
            hours=Decimal(4),
            now=NOW,
        )
    courses.add_sessions(
        actor=world.director, pk=course.pk, starts_at=begun, hours=Decimal(4), times=2, now=NOW
    )
    with pytest.raises(TransitionRefused):
        courses.offer(actor=world.director, pk=course.pk, now=NOW)
    with pytest.raises(NotVisible):
        courses.record(actor=world.officer, pk=course.pk, now=NOW)

    courses.record(actor=world.director, pk=course.pk, now=NOW)
    enrolments.enrol(
        actor=world.director, pk=course.pk, enterprise_id=world.partner.pk, people=[Person("甲")], now=NOW
    )
    marked(world, course, {"甲": "passed"})
    closing.close(actor=world.director, pk=course.pk, now=NOW)

    metric = metric_of("training_employees")
    assert metric is not None
    on = (begun + timedelta(days=7)).date()
    assert [one["occurred_on"] for one in metric.occurrences().values(*OCCURRENCE)] == [on]


def test_what_is_still_to_come_is_not_recorded_as_held_and_nothing_past_is_added_to_an_offer(world):
    course = with_session(world, plan(world))
    with pytest.raises(TransitionRefused, match="not over"):
        courses.record(actor=world.director, pk=course.pk, now=NOW)
    offered = a_course(world)
    with pytest.raises(UnableToTrain, match="before it begins"):
        courses.add_sessions(
            actor=world.director, pk=offered.pk, starts_at=NOW - timedelta(days=1), hours=Decimal(4), now=NOW
        )
    assert set(Course.objects.values_list("state", flat=True)) == {"draft", "offered"}


def test_a_session_begins_once(world):
    course = a_course(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.create(course=course, starts_at=FIRST, hours=2)
    draft = plan(world, title="草稿")
    with_session(world, draft)
    with pytest.raises(ValidationError):
        courses.add_sessions(actor=world.director, pk=draft.pk, starts_at=FIRST, hours=Decimal(1), now=NOW)
