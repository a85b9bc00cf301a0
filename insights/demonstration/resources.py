"""Places and equipment of both sides, four years of what they gave each other, and who used what in the last
two months and will in the next.

Made through the operations once the story has been told, each act at its moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from accounts.models import Department, User
from agreements.models import Agreement
from catalogue.models import Major
from insights.demonstration.people import Staff
from insights.demonstration.stories import at_work, midnight, working_day
from insights.demonstration.tables import document
from partnerships.models import Contact, ContactRole, Enterprise
from partnerships.models.enterprise import Stage
from partnerships.portal.partner import Partner
from resources.models import Booking, BookingState, MaintenanceKind, Resource, Side
from resources.operations import bookings, contributions, maintenance, proposals, statements
from resources.operations import resources as operations

OPEN = {day: (time(8), time(17)) for day in range(1, 6)}
RULES = "进入前穿戴工作服和防护用品；未经培训不得操作设备；离开前断电、清场并登记。"
REFUSED = "发票金额与申报不一致，请核对后重新申报。"
DECLINED = "该时段安排技能等级认定，请另选时间。"
WELCOME = "场地已查看，符合实训要求，感谢支持！具体班次由专业部提前一周预约。"
SIGNED = "企业在捐赠（投入）签收单上盖章确认。"
# How many days ago each was given, by whom, what, and what became of it.
GIVEN: tuple[tuple[int, str, str, str], ...] = (
    *(
        (1380, "enterprise", "equipment0", ""),
        (1300, "centre", "venue", ""),
        (1210, "enterprise", "funds", ""),
    ),
    *(
        (1120, "enterprise", "hours", ""),
        (1030, "centre", "hours", ""),
        (960, "enterprise", "technology", ""),
    ),
    *((880, "enterprise", "equipment1", ""), (810, "centre", "venue", ""), (740, "enterprise", "funds", "")),
    *((690, "enterprise", "venue", ""), (640, "enterprise", "hours", ""), (590, "centre", "technology", "")),
    *((520, "enterprise", "equipment2", ""), (470, "centre", "venue", ""), (430, "enterprise", "funds", "")),
    *((390, "enterprise", "hours", ""), (330, "centre", "hours", ""), (290, "enterprise", "venue", "")),
    *((240, "enterprise", "equipment3", ""), (190, "enterprise", "funds", ""), (150, "centre", "venue", "")),
    *((96, "enterprise", "hours", "refused"), (40, "enterprise", "technology", "")),
    (9, "enterprise", "funds", "told"),
)
# Days from today on which a resource is used, before or after noon, and what becomes of it.
USED: tuple[tuple[int, int, str], ...] = (
    *((-56, 8, "used"), (-49, 13, "used"), (-44, 8, "used"), (-37, 13, "missed"), (-30, 8, "used")),
    *((-23, 13, "used"), (-16, 8, "used"), (-9, 13, "used"), (-2, 8, "over"), (4, 13, "approved")),
    *((8, 8, "approved"), (13, 13, "asked"), (18, 8, "approved"), (22, 13, "asked"), (27, 8, "declined")),
)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A department with its partners, who looks after them, and the day of the demonstration."""

    key: str
    said: dict[str, Any]
    department: Department
    partners: list[Enterprise]
    officer: User
    on: date


def make_resources(staff: Staff, *, on: date) -> None:
    """Everything up to a day. Some hundreds of acts."""
    for key, said in document("resources").items():
        partners = _partners(staff, key)
        if not partners:
            continue
        place = Place(
            key=key,
            said=said,
            department=staff.departments[key],
            partners=partners,
            officer=staff.drafters(key)[0],
            on=on,
        )
        own, theirs = _enter(place)
        _give(place, own)
        _book(place, own, theirs)
        _maintain(place, own)
        if (liaison := _liaison(partners[0])) is not None:
            now = midnight(on) - timedelta(hours=8)
            _propose(place, liaison, now)
            statements.order_own_statement(partner=liaison, year=on.year - 1, now=now)


def _partners(staff: Staff, key: str) -> list[Enterprise]:
    """Four partners of a department, those with a liaison at the portal first."""
    rows = Enterprise.objects.filter(
        department=staff.departments[key], state=Stage.PARTNER, merged_into=None
    ).order_by("pk")
    return sorted(rows, key=lambda one: (_liaison(one) is None, one.pk))[:4]


def _liaison(enterprise: Enterprise) -> Partner | None:
    rows = Contact.objects.in_portal().with_role(ContactRole.LIAISON).filter(enterprise=enterprise)
    contact = rows.exclude(user=None).select_related("user", "enterprise").order_by("pk").first()
    return Partner(contact.user, contact, (contact,)) if contact and contact.user else None


def _enter(place: Place) -> tuple[list[Resource], Resource]:
    said, officer, on = place.said, place.officer, place.on
    now = midnight(on - timedelta(days=4 * 365)) + timedelta(hours=10)
    common: dict[str, Any] = {
        "actor": officer,
        "department": place.department,
        "majors": list(Major.objects.filter(code__in=said["majors"])),
        "hours": OPEN,
        "safety_rules": RULES,
        "now": now,
    }
    own = [
        operations.enter_resource(
            **common,
            kind=kind,
            name=name,
            number=number,
            place=room,
            capacity=capacity,
            is_shared=is_shared,
            keeper=officer,
            check_months=6,
            next_check_on=on + timedelta(days=(-3, 10, 70, 150)[position % 4]),
        )
        for position, (kind, name, number, room, capacity, is_shared) in enumerate(said["resources"])
    ]
    kind, name, room, capacity = said["theirs"]
    theirs = operations.enter_resource(
        **common, enterprise=place.partners[0], kind=kind, name=name, place=room, capacity=capacity
    )
    return own, theirs


def _propose(place: Place, liaison: Partner, now: datetime) -> None:
    """One that was taken in with a word, and one that still waits for an answer."""
    for number, (kind, name, room, capacity, about) in enumerate(place.said.get("proposed", ())):
        asked = now - timedelta(days=40 - 38 * number)
        made = proposals.propose(
            partner=liaison,
            kind=kind,
            name=name,
            place=room,
            capacity=capacity,
            about=about,
            safety_rules=RULES,
            hours=OPEN,
            now=asked,
        )
        if number == 0:
            proposals.confirm(
                actor=place.officer,
                pk=made.pk,
                keeper=place.officer,
                answer=WELCOME,
                now=asked + timedelta(days=2),
            )


def _what(said: dict[str, Any], kind: str, chance: Random, own: list[Resource]) -> dict[str, Any]:
    if kind.startswith("equipment"):
        title, pieces, value = said["equipment"][int(kind[-1])]
        lent = kind == "equipment2"
        return {
            "kind": "equipment",
            "title": title,
            "extent": Decimal(pieces),
            "value": Decimal(value),
            "ownership": "lent" if lent else "donated",
            "resource": own[0],
        }
    if kind == "technology":
        title, value = said["technology"]
        return {"kind": kind, "title": title, "value": Decimal(value)}
    if kind == "funds":
        amount = chance.choice((20000, 30000, 50000, 80000))
        return {"kind": kind, "title": chance.choice(("企业奖学金", "技能大赛赞助", "订单班经费"))} | {
            "value": Decimal(amount)
        }
    hours = chance.choice((16, 24, 32, 40))
    if kind == "venue":
        return {
            "kind": kind,
            "title": "实训场地使用",
            "extent": Decimal(hours),
            "value": Decimal(hours * 200),
        }
    title = chance.choice(("技术人员来校指导", "教师技术服务", "专家参与课程开发"))
    return {"kind": kind, "title": title, "extent": Decimal(hours), "value": Decimal(hours * 150)}


def _give(place: Place, own: list[Resource]) -> None:
    partners, officer, on = place.partners, place.officer, place.on
    for number, (days, giver, kind, became) in enumerate(GIVEN):
        enterprise = partners[number % len(partners)]
        chance = Random(f"{place.key} {number}")
        given_on = working_day(on - timedelta(days=days + chance.randrange(9)))
        fields = _what(place.said, kind, chance, own)
        if fields.get("ownership") == "lent":
            fields["lent_until"] = given_on + timedelta(days=1000)
        fields |= {"giver": Side(giver), "given_on": given_on, "agreement": _agreement(enterprise, given_on)}
        liaison, now = _liaison(enterprise), at_work(given_on, chance)
        by_enterprise = liaison is not None and (bool(became) or number % 3 == 0)
        later = now + timedelta(days=min(2, max(days - 1, 0)), minutes=5)
        if by_enterprise and liaison is not None:
            one = contributions.tell(partner=liaison, now=now, **fields)
            if became == "refused":
                contributions.refuse(actor=officer, pk=one.pk, reason=REFUSED, now=later)
            elif not became:
                contributions.confirm(actor=officer, pk=one.pk, now=later)
            continue
        one = contributions.enter(
            actor=officer, enterprise_id=enterprise.pk, department=place.department, now=now, **fields
        )
        if became == "told":
            continue
        if liaison is not None:
            contributions.decide_own(partner=liaison, pk=one.pk, agrees=True, now=later)
        else:
            contributions.record_confirmation(actor=officer, pk=one.pk, reason=SIGNED, now=later)


def _agreement(enterprise: Enterprise, day: date) -> Agreement | None:
    """One in force on the day. A query."""
    rows = Agreement.objects.filter(parties__enterprise=enterprise, starts_on__lte=day, last_day__gte=day)
    return rows.order_by("pk").first()


def _book(place: Place, own: list[Resource], theirs: Resource) -> None:
    partners, officer, on = place.partners, place.officer, place.on
    uses = place.said["uses"]
    shared = [one for one in own if one.is_shared]
    for number, (days, hour, became) in enumerate(USED):
        is_theirs = number % 5 == 2
        resource = theirs if is_theirs else shared[number % len(shared)]
        enterprise = partners[0] if is_theirs else partners[number % len(partners)]
        day = working_day(on + timedelta(days=days))
        starts_at = midnight(day) + timedelta(hours=hour, minutes=30)
        asked = starts_at if days < 0 else midnight(on) + timedelta(hours=10)
        now = asked - timedelta(days=7)
        fields: dict[str, Any] = {
            "resource_id": resource.pk,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=3),
            "purpose": uses[number % len(uses)],
            "people": min(resource.capacity, 12 + number),
            "now": now,
        }
        liaison = _liaison(enterprise)
        asks = liaison is not None and not is_theirs and (number % 2 == 0 or became in {"asked", "declined"})
        if asks and liaison is not None:
            booking = bookings.book_at_portal(partner=liaison, **fields)
        else:
            booking = bookings.book(actor=officer, enterprise=None if is_theirs else enterprise, **fields)
        _become(booking, became, officer, liaison if is_theirs else None, now + timedelta(hours=3))


def _become(booking: Booking, became: str, officer: User, owner: Partner | None, now: datetime) -> None:
    """The owner answers; whoever looks after it records what became of it."""
    if booking.state == BookingState.REQUESTED and became == "declined" and owner is None:
        if booking.resource.is_of_centre:
            bookings.decline(actor=officer, pk=booking.pk, reason=DECLINED, now=now)
        return
    if booking.state == BookingState.REQUESTED:
        if became in {"asked", "declined"}:
            return
        if owner is not None:
            bookings.answer_at_portal(partner=owner, pk=booking.pk, agrees=True, now=now)
        elif booking.resource.is_of_centre:
            bookings.approve(actor=officer, pk=booking.pk, now=now)
        else:
            bookings.record_approval(actor=officer, pk=booking.pk, reason="电话确认同意。", now=now)
    after = booking.ends_at + timedelta(minutes=20)
    if became == "used":
        bookings.use(
            actor=officer, pk=booking.pk, used_people=booking.people - 1, used_hours=Decimal(3), now=after
        )
    elif became == "missed":
        bookings.miss(actor=officer, pk=booking.pk, remark="班级临时调课。", now=after)


def _maintain(place: Place, own: list[Resource]) -> None:
    """A repair and a service that were done, and a check that is planned, on Saturdays."""
    officer, on = place.officer, place.on
    saturday = on + timedelta(days=(5 - on.weekday()) % 7)
    for resource, weeks, kind, cause, cost in (
        (own[0], -14, MaintenanceKind.REPAIR, "更换主要易损件并调试", 3200),
        (own[1], -10, MaintenanceKind.SERVICE, "季度保养", 860),
        (own[1], 2, MaintenanceKind.CHECK, "半年安全检查", 500),
    ):
        starts_at = midnight(saturday + timedelta(weeks=weeks)) + timedelta(hours=9)
        planned_at = min(starts_at, midnight(on)) - timedelta(days=7)
        work = maintenance.plan_maintenance(
            actor=officer,
            resource_id=resource.pk,
            kind=kind,
            cause=cause,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=6),
            cost=Decimal(cost),
            now=planned_at,
        )
        if weeks < 0:
            done = starts_at + timedelta(hours=6)
            maintenance.finish_maintenance(
                actor=officer, pk=work.pk, done_on=done.date(), result="已完成，运行正常。", now=done
            )
