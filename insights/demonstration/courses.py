"""Three years of courses for employees of partners: closed with results and fees, one running, two on offer,
one cancelled for want of people.

Made through the operations once the story has been told.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from accounts.models import User
from insights.demonstration.people import Staff
from insights.demonstration.stories import midnight, working_day
from insights.demonstration.tables import document
from partnerships.models import Contact, ContactRole, Enterprise
from partnerships.models.enterprise import Stage
from partnerships.portal.partner import Partner, partner_of
from teachers.models import Teacher
from training.models import CertificateOrder, Course, FeeState, Result
from training.operations import closing, courses, enrolments, fees
from training.operations.enrolments import Person

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
GIVEN = (
    "建军",
    "小燕",
    "志强",
    "雨桐",
    "国华",
    "丽娟",
    "海波",
    "雪梅",
    "俊杰",
    "文斌",
    "晓东",
    "玉兰",
    "立新",
)
JOBS = {
    "mechatronics": ("数控操作工", "设备维修工", "班组长", "工艺员"),
    "it": ("信息专员", "运维工程师", "人事专员", "生产统计员"),
    "business": ("客服专员", "运营专员", "销售代表"),
    "tourism": ("厨师", "前厅接待", "餐饮领班"),
    "health": ("护理员", "班组长", "安全员"),
}
PLACES = {"mechatronics": "实训楼 201", "it": "信息楼机房 3", "business": "商贸楼 105"}
REASON = "报名人数不足最低开班人数，并入下一期。"
WAIVED = "按校企合作协议，本年度首期培训免费。"
RECENT = timedelta(days=120)


def make_courses(staff: Staff, *, on: date) -> None:
    """Everything up to a day."""
    for number, row in enumerate(document("training")["courses"]):
        _make(staff, row, number=number, on=on)
    # The papers of what was closed long ago are made when somebody asks for them.
    CertificateOrder.objects.filter(ordered_at__lt=midnight(on) - RECENT).delete()


def _make(staff: Staff, row: list[Any], *, number: int, on: date) -> None:
    key, way, title, aims, topics, hours, fee, places, fewest, coming = row
    state, days = way.split()
    first = working_day(on + timedelta(days=int(days)))
    chance = Random(title)
    planned = midnight(min(first, on) - timedelta(days=45)) + timedelta(hours=10)
    officer = staff.drafters(key)[0]
    teachers = list(
        Teacher.objects.filter(department=staff.departments[key], left_on=None).order_by("pk")[:12]
    )
    course = courses.plan_course(
        actor=officer,
        department=staff.departments[key],
        teachers=chance.sample(teachers, 2),
        title=title,
        aims=aims,
        place=PLACES.get(key, "实训楼 报告厅"),
        fee=Decimal(fee),
        capacity=places,
        minimum=fewest,
        enrol_until=first - timedelta(days=4),
        now=planned,
    )
    for week, topic in enumerate(topics):
        begins = midnight(first + timedelta(days=7 * week)) + timedelta(hours=9)
        courses.add_sessions(
            actor=officer, pk=course.pk, starts_at=begins, hours=Decimal(hours), topic=topic, now=planned
        )
    courses.offer(actor=officer, pk=course.pk, now=planned + timedelta(days=1))
    _enrol(officer, course, key, coming, chance, planned=planned)
    if state == "offered":
        return
    begun = midnight(first) + timedelta(hours=8, minutes=30)
    if state == "cancelled":
        courses.cancel(actor=officer, pk=course.pk, reason=REASON, now=begun - timedelta(days=3))
        return
    courses.begin(actor=officer, pk=course.pk, now=begun)
    course.refresh_from_db()
    _fill(officer, course, chance, on=on, is_over=state == "closed")
    if state == "closed" and course.last_at is not None:
        closing.close(actor=officer, pk=course.pk, now=course.last_at + timedelta(days=3))
    _settle(officer, course, chance, number=number, on=on)


def _partners(course: Course) -> list[tuple[Enterprise, Partner | None]]:
    """Four partners of its department, those with a liaison at the portal first."""
    rows = Enterprise.objects.filter(department=course.department, state=Stage.PARTNER, merged_into=None)
    found = [(one, _liaison(one)) for one in rows.order_by("pk")[:40]]
    return sorted(found, key=lambda one: (one[1] is None, one[0].pk))[:4]


def _liaison(enterprise: Enterprise) -> Partner | None:
    contacts = Contact.objects.in_portal().with_role(ContactRole.LIAISON).filter(enterprise=enterprise)
    contact = contacts.exclude(user=None).select_related("user").order_by("pk").first()
    return partner_of(contact.user, contact.pk) if contact and contact.user else None


def _enrol(officer: User, course: Course, key: str, coming: int, chance: Random, *, planned: Any) -> None:
    """At the portal where the enterprise is there, else by the officer."""
    partners = _partners(course)
    names = [f"{surname}{given}" for surname in SURNAMES for given in GIVEN]
    people = [Person(name, chance.choice(JOBS[key])) for name in chance.sample(names, coming)]
    for number, (enterprise, partner) in enumerate(partners):
        ours = people[number :: len(partners)]
        now = planned + timedelta(days=4 + number, hours=2)
        if not ours:
            continue
        if partner is not None:
            enrolments.enrol_at_portal(partner=partner, pk=course.pk, people=ours, now=now)
        else:
            enrolments.enrol(actor=officer, pk=course.pk, enterprise_id=enterprise.pk, people=ours, now=now)


def _fill(officer: User, course: Course, chance: Random, *, on: date, is_over: bool) -> None:
    """Nine in ten are at each session; most of those pass."""
    now = (
        course.last_at + timedelta(hours=2)
        if is_over and course.last_at
        else midnight(on) - timedelta(hours=6)
    )
    people = list(course.enrolments.enrolled().values_list("pk", flat=True))
    sessions = [one.pk for one in course.sessions.all() if one.starts_at < now]
    present = {(session, pk): chance.random() < 0.92 for session in sessions for pk in people}
    there = {pk for (_session, pk), was_there in present.items() if was_there}
    results = {}
    if is_over:
        for pk in people:
            passed = Result.PASSED if chance.random() < 0.9 else Result.ATTENDED
            results[pk] = passed if pk in there else Result.NOT_PASSED
    closing.fill_sheet(actor=officer, pk=course.pk, present=present, results=results, now=now)


def _settle(officer: User, course: Course, chance: Random, *, number: int, on: date) -> None:
    """Most have paid within two months; one was let off."""
    for position, fee in enumerate(course.fees.order_by("pk")):
        paid_on = fee.due_since + timedelta(days=chance.randrange(5, 60))
        now = midnight(min(paid_on, on - timedelta(days=1))) + timedelta(hours=15)
        if number == 0 and position == 0:
            fees.waive(actor=officer, pk=fee.pk, reason=WAIVED, now=now)
        elif fee.state == FeeState.DUE and paid_on < on and chance.random() > 0.08:
            receipt = f"SJ{paid_on:%Y%m}{fee.pk:04d}"
            fees.pay(actor=officer, pk=fee.pk, paid_on=paid_on, receipt=receipt, now=now)
