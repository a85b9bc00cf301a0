"""A year of exchanges between partners and departments, thirty in all: held and closed, over and not closed,
to come with people registered, waiting for an answer, declined and cancelled.

Made through the operations once the story has been told; participants and feedback are written in bulk.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from accounts.models import User
from agreements.models import Agreement
from collaboration.models import (
    Audience,
    Exchange,
    ExchangeKind,
    Feedback,
    FeedbackGiven,
    Place,
    Registration,
    RegistrationState,
    direction_of,
)
from collaboration.operations import closing, exchanges
from insights.demonstration.people import Staff
from insights.demonstration.stories import midnight, working_day
from insights.demonstration.tables import document
from internships.models import Student, StudentState
from partnerships.models import Contact, ContactRole, Enterprise
from partnerships.models.enterprise import Stage
from partnerships.portal.partner import Partner, partner_of
from teachers.models import Teacher

K = ExchangeKind
# How far each of a department's six has come, and how many days from today it lies.
WAYS: dict[str, str] = {
    "mechatronics": "closed -210, closed -96, closed -61, closed -33, announced 9, proposed 30",
    "it": "closed -250, closed -140, closed -75, announced 16, over -3, announced 35",
    "business": "closed -185, closed -120, declined 24, closed -40, closed -19, agreed 44",
    "tourism": "closed -160, closed -88, asked 27, closed -26, closed -12, announced 6",
    "health": "closed -230, closed -110, cancelled 12, closed -54, asked 38, closed -15",
}
AUDIENCES = {
    K.LECTURE: [Audience.STUDENTS, Audience.TEACHERS],
    K.TRAINING: [Audience.TEACHERS],
    K.CURRICULUM: [Audience.TEACHERS],
    K.JURY: [Audience.STUDENTS, Audience.TEACHERS],
    K.JOB_FAIR: [Audience.STUDENTS],
    K.STUDENT_VISIT: [Audience.STUDENTS],
    K.TEACHER_VISIT: [Audience.TEACHERS],
    K.EMPLOYEE_TRAINING: [Audience.EMPLOYEES],
    K.TECHNICAL_SERVICE: [Audience.EMPLOYEES],
}
INVITED_ONLY = frozenset({K.CURRICULUM, K.TECHNICAL_SERVICE, K.EMPLOYEE_TRAINING})
PLACES = {
    Place.SCHOOL: ("报告厅", "实训楼 301", "图书馆二楼会议室"),
    Place.ENTERPRISE: ("厂区培训室", "会议中心"),
}
EMPLOYEES = (
    "马建军",
    "罗小燕",
    "郭志强",
    "谢雨桐",
    "唐国华",
    "邓丽娟",
    "曹海波",
    "彭雪梅",
    "袁俊杰",
    "蒋文斌",
)
JOBS = ("操作工", "班组长", "技术员", "质检员", "客服专员")
WORDS = (
    *("案例很真实，希望多安排实操。", "讲解清楚，收获很大。", "时间再长一点更好。"),
    *("对岗位有了直观认识。", "希望提供课件。", "互动环节很好。"),
)
OUTCOMES = {
    K.CURRICULUM: "形成修改意见十二条，已纳入新学年人才培养方案。",
    K.TECHNICAL_SERVICE: "提交改进方案一份，企业已采纳。",
    K.JOB_FAIR: "收到简历五十余份，初步达成意向二十余人。",
}
REASONS = {
    "declined": "该时段正值生产旺季，无法抽调技术人员，建议下学期再约。",
    "cancelled": "主讲人临时出差，活动取消，择期另行安排。",
}


def make_exchanges(staff: Staff, *, on: date) -> None:
    """Everything up to a day."""
    for key, ways in WAYS.items():
        enterprises = _partners(staff, key)
        if not enterprises:
            continue
        rows = zip(document("exchanges")[key]["exchanges"], ways.split(", "), strict=True)
        for number, (row, way) in enumerate(rows):
            state, days = way.split()
            day = working_day(on + timedelta(days=int(days)))
            _make(staff, enterprises[number % len(enterprises)], row, key=key, state=state, day=day, on=on)


def _partners(staff: Staff, key: str) -> list[Enterprise]:
    """Three partners of a department, those with a liaison at the portal first."""
    rows = Enterprise.objects.filter(
        department=staff.departments[key], state=Stage.PARTNER, merged_into=None
    ).order_by("pk")
    return sorted(rows, key=lambda one: (_liaison(one) is None, one.pk))[:3]


def _liaison(enterprise: Enterprise) -> Partner | None:
    contacts = Contact.objects.in_portal().with_role(ContactRole.LIAISON).filter(enterprise=enterprise)
    contact = contacts.exclude(user=None).select_related("user").order_by("pk").first()
    return partner_of(contact.user, contact.pk) if contact and contact.user else None


def _make(
    staff: Staff, enterprise: Enterprise, row: list[Any], *, key: str, state: str, day: date, on: date
) -> None:
    kind, title, about, hours, places, coming = row
    chance = Random(title)
    days = (day - on).days
    starts_at = midnight(day) + timedelta(hours=chance.choice((9, 13, 14)), minutes=chance.choice((0, 30)))
    proposed_at = starts_at - timedelta(days=28 if days < 0 else days + 6 + number_of(title))
    place = Place.SCHOOL if direction_of(kind) == "to_school" else Place.ENTERPRISE
    officer = staff.drafters(key)[0]
    partner = _liaison(enterprise)
    fields: dict[str, Any] = {
        "kind": kind,
        "title": title,
        "about": about,
        "audience": [str(one) for one in AUDIENCES[K(kind)]],
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=hours),
        "place_kind": place,
        "place": chance.choice(PLACES[place]),
        "capacity": places or None,
        "is_public": kind not in INVITED_ONLY,
        "now": proposed_at,
    }
    experts = _technicians(enterprise) if place == Place.SCHOOL or kind.endswith("visit") else []
    teachers = _teachers(staff, key, chance)
    if partner is not None and (state == "asked" or chance.random() < 0.3) and state != "proposed":
        exchange = exchanges.propose_at_portal(
            partner=partner, department_id=staff.departments[key].pk, contacts=experts, **fields
        )
    else:
        exchange = exchanges.propose_exchange(
            actor=officer,
            enterprise_id=enterprise.pk,
            department=staff.departments[key],
            contacts=experts,
            teachers=teachers[:1] if not experts else [],
            agreement=_agreement(enterprise, day),
            **fields,
        )
    answered_at = proposed_at + timedelta(days=2, hours=3)
    if state in {"proposed", "asked"}:
        return
    _answer(exchange, officer, partner, state, answered_at)
    if state in {"agreed", "declined"}:
        return
    announced_at = answered_at + timedelta(days=1)
    exchanges.announce(actor=officer, pk=exchange.pk, now=announced_at)
    exchange.refresh_from_db()
    is_past = days < 0
    students = _students(staff, key, coming, chance)
    _come(exchange, students, teachers[1:], chance, announced_at, is_past=is_past)
    if state == "cancelled":
        now = midnight(on) - timedelta(hours=7)
        exchanges.cancel(actor=officer, pk=exchange.pk, reason=REASONS[state], now=now)
    if not is_past:
        return
    exchanges.hold(actor=officer, pk=exchange.pk, now=exchange.ends_at)
    _say(exchange, chance)
    if state == "closed":
        closing.close(
            actor=officer,
            pk=exchange.pk,
            hours=Decimal(str(hours)),
            outcome=OUTCOMES.get(K(kind), ""),
            now=exchange.ends_at + timedelta(days=1),
        )


def number_of(title: str) -> int:
    return Random(title).randrange(5)


def _answer(exchange: Exchange, officer: User, partner: Partner | None, state: str, now: datetime) -> None:
    """The other side does; for an enterprise that has nobody at the portal the centre writes it down."""
    agrees = state != "declined"
    if not exchange.by_enterprise and partner is not None:
        reason = "" if agrees else REASONS["declined"]
        exchanges.answer_at_portal(partner=partner, pk=exchange.pk, agrees=agrees, reason=reason, now=now)
    elif agrees:
        exchanges.agree(actor=officer, pk=exchange.pk, now=now)
    else:
        exchanges.decline(actor=officer, pk=exchange.pk, reason=REASONS["declined"], now=now)


def _technicians(enterprise: Enterprise) -> list[Contact]:
    rows = Contact.objects.filter(enterprise=enterprise, left_on=None).order_by("pk")
    found = sorted(rows, key=lambda one: (ContactRole.TECHNICIAN not in one.roles, one.pk))
    return found[:1]


def _teachers(staff: Staff, key: str, chance: Random) -> list[Teacher]:
    rows = list(Teacher.objects.filter(department=staff.departments[key], left_on=None).order_by("pk")[:24])
    return chance.sample(rows, min(6, len(rows)))


def _agreement(enterprise: Enterprise, day: date) -> Agreement | None:
    return Agreement.objects.binding(day).filter(parties__enterprise=enterprise).order_by("pk").first()


def _students(staff: Staff, key: str, coming: int, chance: Random) -> list[Student]:
    rows = Student.objects.filter(
        school_class__department=staff.departments[key], state=StudentState.ENROLLED
    ).order_by("pk")
    found = list(rows[:120]) if coming else []
    return chance.sample(found, min(coming, len(found)))


def _come(
    exchange: Exchange,
    students: list[Student],
    teachers: list[Teacher],
    chance: Random,
    now: datetime,
    *,
    is_past: bool,
) -> None:
    """Who is registered; of a past one nine in ten were there."""
    people: list[dict[str, Any]] = []
    if Audience.STUDENTS in exchange.audience:
        people += [{"student": one} for one in students]
    if Audience.TEACHERS in exchange.audience:
        people += [{"teacher": one} for one in teachers]
    if Audience.EMPLOYEES in exchange.audience:
        people += [{"employee": name, "job": chance.choice(JOBS)} for name in chance.sample(EMPLOYEES, 8)]
    rows = []
    for number, who in enumerate(people, start=1):
        is_seated = exchange.capacity is None or number <= exchange.capacity
        was_there = is_past and is_seated and chance.random() < 0.9
        signed_in = was_there and "employee" not in who
        rows.append(
            Registration(
                exchange=exchange,
                state=RegistrationState.REGISTERED if is_seated else RegistrationState.WAITING,
                seat=number if is_seated else None,
                registered_at=now + timedelta(hours=number),
                attended=was_there if is_past and is_seated else None,
                signed_in_at=exchange.starts_at + timedelta(minutes=chance.randrange(-15, 10))
                if signed_in
                else None,
                **who,
            )
        )
    Registration.objects.bulk_create(rows)


def _say(exchange: Exchange, chance: Random) -> None:
    """Feedback of two thirds of those who were there and can answer by themselves."""
    rows = exchange.registrations.filter(attended=True, employee="")
    answering = [row for row in rows if chance.random() < 0.66]
    FeedbackGiven.objects.bulk_create(FeedbackGiven(registration=row) for row in answering)
    Feedback.objects.bulk_create(
        Feedback(
            exchange=exchange,
            words=chance.choice(WORDS) if chance.random() < 0.25 else "",
            **{
                name: min(5, max(2, round(chance.gauss(4.3, 0.7))))
                for name in ("content", "speaker", "organisation", "usefulness")
            },
        )
        for _row in answering
    )
