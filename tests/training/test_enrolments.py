"""Enrolling: places, the waiting list, races for the last seat, lists in files."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from core.models import Notification
from partnerships import merging
from tests.collaboration.exchanging import partner
from tests.factories import EnterpriseFactory
from tests.threads import in_threads
from tests.training.teaching import FIRST, NOW, a_course, enrolled, running
from tests.world import make_world
from training import notices
from training.forms import PeopleForm
from training.merging import obstacle
from training.models import Course, Enrolment, Fee
from training.operations import courses, enrolments, fees
from training.operations.enrolments import Person, UnableToEnrol

pytestmark = pytest.mark.django_db


def send(world, course, *names: str, now=NOW):
    people = [Person(name, "操作工") for name in names]
    return enrolments.enrol_at_portal(partner=partner(world.liaison), pk=course.pk, people=people, now=now)


def states(course) -> dict[str, str]:
    return dict(course.enrolments.values_list("name", "state"))


def test_who_comes_when_all_places_are_taken_waits_and_moves_up_in_order(world):
    course = a_course(world, capacity=1)
    send(world, course, "甲")
    found = send(world, course, "乙", "丙", now=NOW + timedelta(minutes=1))
    assert found.waiting == 2
    assert states(course) == {"甲": "enrolled", "乙": "waiting", "丙": "waiting"}

    first = Enrolment.objects.get(name="甲")
    enrolments.withdraw_at_portal(
        partner=partner(world.liaison), pk=course.pk, enrolment_id=first.pk, now=NOW
    )

    assert states(course) == {"甲": "withdrawn", "乙": "enrolled", "丙": "waiting"}
    assert Notification.objects.filter(kind=notices.SEATED.name).count() == 1


def test_places_that_are_added_go_to_who_waits_and_nobody_passes_them(world):
    course = a_course(world, capacity=1)
    send(world, course, "甲", "乙", "丙")
    courses.change_course(actor=world.director, pk=course.pk, capacity=2, now=NOW)
    assert states(course) == {"甲": "enrolled", "乙": "enrolled", "丙": "waiting"}

    Course.objects.filter(pk=course.pk).update(capacity=3)  # as rows stood before
    send(world, course, "丁", now=NOW + timedelta(hours=1))

    assert states(course) == {"甲": "enrolled", "乙": "enrolled", "丙": "enrolled", "丁": "waiting"}
    assert Notification.objects.filter(kind=notices.SEATED.name).count() == 2


def test_a_place_that_becomes_free_in_a_running_course_goes_to_who_waits(world):
    course = a_course(world, capacity=1)
    send(world, course, "甲")
    send(world, course, "乙", now=NOW + timedelta(minutes=1))
    enrolled(course, world.stranger, "丙", state="waiting", seat=None, enrolled_at=NOW + timedelta(hours=1))
    courses.begin(actor=world.director, pk=course.pk, now=FIRST)

    def take_out(name: str) -> None:
        pk = Enrolment.objects.get(name=name).pk
        enrolments.withdraw(actor=world.director, pk=course.pk, enrolment_id=pk, reason="请假", now=FIRST)

    take_out("甲")
    assert states(course) == {"甲": "withdrawn", "乙": "enrolled", "丙": "waiting"}
    assert Fee.objects.get().enterprise == world.partner
    take_out("乙")
    assert states(course) == {"甲": "withdrawn", "乙": "withdrawn", "丙": "enrolled"}
    assert Fee.objects.get().enterprise == world.stranger


def test_who_comes_once_the_fee_is_paid_is_owed_further(world):
    course = running(world, (world.partner, "甲"), (world.partner, "乙"))
    paid = Fee.objects.get()
    fees.pay(actor=world.director, pk=paid.pk, paid_on=FIRST.date(), receipt="R1", now=FIRST)

    def more(*names: str) -> None:
        enrolments.enrol(
            actor=world.director,
            pk=course.pk,
            enterprise_id=world.partner.pk,
            people=[Person(name) for name in names],
            now=FIRST,
        )

    more("丙")
    more("丁", "戊")
    owed = {one.state: (one.heads, one.amount) for one in Fee.objects.all()}
    assert owed == {"paid": (2, Decimal(600)), "due": (3, Decimal(900))}

    one = Enrolment.objects.get(name="丙")
    enrolments.withdraw(actor=world.director, pk=course.pk, enrolment_id=one.pk, reason="离职", now=FIRST)
    assert Fee.objects.get(state="due").amount == Decimal(600)

    fees.reopen(actor=world.director, pk=paid.pk, reason="误记", now=FIRST)
    fee = Fee.objects.get()
    assert (fee.state, fee.heads, fee.amount) == ("due", 4, Decimal(1200))


def test_who_replaces_somebody_paid_for_costs_nothing_more(world):
    course = running(world, (world.partner, "甲"), (world.partner, "乙"))
    fees.pay(actor=world.director, pk=Fee.objects.get().pk, paid_on=FIRST.date(), receipt="R1", now=FIRST)
    one = Enrolment.objects.get(name="甲")
    enrolments.withdraw(actor=world.director, pk=course.pk, enrolment_id=one.pk, reason="请假", now=FIRST)
    enrolments.enrol(
        actor=world.director, pk=course.pk, enterprise_id=world.partner.pk, people=[Person("丙")], now=FIRST
    )
    assert [(one.state, one.heads) for one in Fee.objects.all()] == [("paid", 2)]


def test_an_enterprise_owes_a_course_in_one_sum(world):
    course = running(world, (world.partner, "甲"))
    with pytest.raises(IntegrityError, match="owes_a_course_in_one_sum"), transaction.atomic():
        Fee.objects.create(
            course=course, enterprise=world.partner, heads=1, amount=300, due_since=FIRST.date()
        )


def test_an_employee_is_in_a_course_once(world):
    course = a_course(world)
    send(world, course, "甲", "甲")
    again = send(world, course, "甲", "乙")

    assert (len(again.made), [one.name for one in again.known]) == (1, ["甲"])
    assert course.enrolments.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        enrolled(course, world.partner, "甲", seat=9)


def test_who_withdrew_comes_back_at_the_end(world):
    course = a_course(world, capacity=1)
    send(world, course, "甲", "乙")
    first = Enrolment.objects.get(name="甲")
    enrolments.withdraw_at_portal(
        partner=partner(world.liaison), pk=course.pk, enrolment_id=first.pk, now=NOW
    )
    send(world, course, "甲", now=NOW + timedelta(hours=1))

    assert states(course) == {"甲": "waiting", "乙": "enrolled"}


def test_one_enrols_until_the_day_that_is_said(world):
    course = a_course(world)
    send(world, course, "甲", now=NOW + timedelta(days=8, hours=14))
    with pytest.raises(UnableToEnrol):
        send(world, course, "乙", now=NOW + timedelta(days=8, hours=15))
    assert course.enrolments.count() == 1


def test_nobody_withdraws_at_the_portal_once_it_has_begun(world):
    course = running(world, (world.partner, "甲"))
    with pytest.raises(UnableToEnrol):
        enrolments.withdraw_at_portal(
            partner=partner(world.liaison), pk=course.pk, enrolment_id=Enrolment.objects.get().pk, now=FIRST
        )
    assert states(course) == {"甲": "enrolled"}


def test_an_enterprise_withdraws_its_own_people_only(world):
    course = a_course(world)
    theirs = enrolled(course, world.stranger, "丙")
    with pytest.raises(enrolments.NotVisible):
        enrolments.withdraw_at_portal(
            partner=partner(world.liaison), pk=course.pk, enrolment_id=theirs.pk, now=NOW
        )
    assert states(course) == {"丙": "enrolled"}


def test_the_staff_take_somebody_out_for_a_reason_that_the_enterprise_reads(world):
    liaison = partner(world.liaison)
    course = running(world, (world.partner, "甲"), (world.partner, "乙"))
    one = Enrolment.objects.get(name="甲")
    with pytest.raises(UnableToEnrol):
        enrolments.withdraw(actor=world.director, pk=course.pk, enrolment_id=one.pk, reason=" ", now=FIRST)

    enrolments.withdraw(actor=world.director, pk=course.pk, enrolment_id=one.pk, reason="未到", now=FIRST)

    note = Notification.objects.get(kind=notices.WITHDRAWN.name)
    assert (note.recipient_id, note.data["reason"]) == (liaison.pk, "未到")
    assert Fee.objects.get().amount == Decimal(300)


@pytest.mark.django_db(transaction=True)
def test_the_last_seat_goes_to_one(transactional_db):
    world = make_world()
    course = a_course(world, capacity=1)
    ours, theirs = partner(world.liaison), partner(world.stranger_liaison)

    in_threads(
        *(
            lambda one=one: enrolments.enrol_at_portal(
                partner=one, pk=course.pk, people=[Person("抢位")], now=NOW
            )
            for one in (ours, theirs)
        )
    )

    assert sorted(course.enrolments.values_list("state", flat=True)) == ["enrolled", "waiting"]


def test_a_seat_is_taken_once(world):
    course = a_course(world)
    enrolled(course, world.partner, "甲")
    with pytest.raises(IntegrityError), transaction.atomic():
        enrolled(course, world.stranger, "乙", seat=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        enrolled(course, world.stranger, "乙", seat=None)


def form(world, people: str = "", upload: bytes | None = None) -> PeopleForm:
    files = {"upload": SimpleUploadedFile("名单.csv", upload)} if upload else {}
    return PeopleForm({"people": people}, files, user=world.director)


def test_people_are_written_down_or_come_from_a_list(world):
    text = "马建军，操作工，13800000000\n罗小燕, 班组长\n\n马建军，操作工，13800000000"
    listed = "姓名,岗位,手机号\n谢雨桐,质检员,\n唐国华,,139\n".encode("gb18030")
    both = form(world, text, listed)

    assert both.is_valid(), both.errors
    assert both.cleaned_data["people"] == [
        Person("马建军", "操作工", "13800000000"),
        Person("罗小燕", "班组长"),
        Person("谢雨桐", "质检员"),
        Person("唐国华", "", "139"),
    ]


@pytest.mark.parametrize(
    ("people", "upload"),
    [("", None), ("甲" * 61, None), ("", "工号,部门\n1,焊接\n".encode()), ("", b"\x00\x01\x02")],
)
def test_a_list_that_says_no_name_is_refused(world, people, upload):
    assert not form(world, people, upload).is_valid()


# --- Two records of an enterprise become one ----------------------------------------------------


def test_two_records_that_both_owe_for_a_course_are_not_merged_until_it_is_settled(world):
    course = running(world, (world.partner, "马建军"), (world.stranger, "罗小燕"), fee=Decimal(300))
    theirs = Fee.objects.get(enterprise=world.stranger)
    assert course.title in (obstacle(world.partner, world.stranger) or "")

    fees.pay(actor=world.director, pk=theirs.pk, paid_on=FIRST.date(), receipt="R1", now=FIRST)
    assert obstacle(world.partner, world.stranger) is not None  # the other is still due
    own = Fee.objects.get(enterprise=world.partner)
    fees.waive(actor=world.director, pk=own.pk, reason="互惠", now=FIRST)

    assert obstacle(world.partner, world.stranger) is None


def test_two_records_that_have_enrolled_the_same_employee_are_not_merged(world):
    course = a_course(world)
    first, second = (enrolled(course, one, "马建军") for one in (world.partner, world.stranger))
    assert "马建军" in (obstacle(world.partner, world.stranger) or "")

    Enrolment.objects.filter(pk=second.pk).update(state="withdrawn", seat=None)

    assert obstacle(world.partner, world.stranger) is None
    assert first.pk != second.pk


def test_a_merge_asks_the_courses(world):
    twin = EnterpriseFactory.create(name="苏州精工机械公司", department=world.mechanics)
    running(world, (world.partner, "马建军"), (twin, "罗小燕"), fee=Decimal(300))

    with pytest.raises(merging.UnableToMerge, match="Both owe"):
        merging.merge(actor=world.officer, kept_pk=world.partner.pk, merged_pk=twin.pk, now=FIRST)
