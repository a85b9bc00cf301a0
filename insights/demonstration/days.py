"""What students at work have written and worked, what their mentors say to it, and a pay sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from catalogue.calendars import work_calendar
from internships.models import Guardian, PlanTask
from placements.models import (
    Leave,
    LeaveState,
    LogEntry,
    LogState,
    MentorWeek,
    Payment,
    Placement,
    PlacementState,
    Presence,
    Source,
    Voice,
    WorkDay,
)
from placements.operations import leave
from placements.pay import agreed_for
from placements.pay_rules import check_payments
from placements.week_rules import check_days
from placements.weeks import days_between, end_of_month, monday_of, month_of

if TYPE_CHECKING:
    from insights.demonstration.office import Office

# By the category of the plan's majors; the last for whoever else.
WRITTEN = {
    "74": (
        "早班备料：洗切蔬菜二十斤，按规格分装入库并贴好日期标签。",
        "跟师傅学做四喜烤麸和白切鸡，记录用料比例和火候。",
        "负责宴会冷盘装饰，十桌按时出品，厨师长检查通过。",
        "学习和面、调馅，包小笼包六十只，褶子还不够均匀。",
        "清洁灶台和冷柜，记录冷藏温度，参加食品安全晨会。",
        "练习刀工：土豆丝、姜丝各五斤，粗细逐渐一致。",
    ),
    "": (
        "按图纸装夹毛坯，对刀后试切两件，尺寸在公差内。",
        "跟师傅学习设备点检，记录油位、气压和温度。",
        "独立完成一批轴类零件的粗加工，师傅抽检合格。",
        "参加班前安全会，练习急停和断电上锁。",
        "用千分尺和塞规测量三十件，填写检验记录。",
        "整理刀具柜，认识了常用刀片的牌号和用途。",
        "协助排查报警，学会查看报警号和手册。",
        "完成工位5S，受到班组长表扬。",
    ),
}
BEGUN = {PlacementState.IN_PROGRESS, PlacementState.INTERRUPTED, PlacementState.ENDED_EARLY}
RETURNED_BECAUSE = "请写明具体做了什么、做了多少。"
COMMENT = "记录得很具体，下次把数量和结果也写上。"


def days_at_work(office: Office, mine: Sequence[Placement], chance: Random, now: datetime) -> None:
    """From the first day until yesterday, or the last day, for everybody of a plan who has begun."""
    begun = [one for one in mine if one.state in BEGUN and one.mentor_id]
    if not begun:
        return
    until = min(office.on - timedelta(days=1), begun[0].ends_on)
    is_over = until < office.on - timedelta(days=1)
    written = _words(begun[0])
    calendar = work_calendar(min(one.started_on or until for one in begun), until)
    tasks = list(PlanTask.objects.filter(plan=begun[0].plan_id).order_by("order"))
    # What was written since then waits for the mentors, unless everybody is back.
    last_monday = monday_of(office.on) - timedelta(days=0 if is_over else 7)
    entries, days = [], []
    for number, placement in enumerate(begun):
        last = (
            until
            if placement.state == PlacementState.IN_PROGRESS
            else timezone.localdate(placement.updated_at)
        )
        workdays = [
            day for day in days_between(placement.started_on or until, last) if calendar.is_workday(day)
        ]
        is_silent = number % 17 == 5
        for day in workdays:
            vouched = _vouched(placement, day) if day < last_monday else {}
            if day < last_monday or number % 3:
                days.append(_work_day(placement, number, day, chance, vouched))
            if not is_silent and chance.random() < 0.55:
                entries.append(_entry(placement, day, chance, vouched, written))
    kept = LogEntry.objects.bulk_create(entries)
    _tie_to_tasks(kept, tasks, chance)
    WorkDay.objects.bulk_create(days)
    check_days(days, now=_evening(until))
    _weeks(office, begun, min(last_monday, monday_of(until) + timedelta(days=7)))
    if not is_over:
        _leaves(office, [one for one in begun if one.state == PlacementState.IN_PROGRESS])
    _pay(office, begun, until)


def _evening(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(18, 30)))


def _vouched(placement: Placement, day: date) -> dict[str, Any]:
    return {
        "vouched_at": _evening(monday_of(day) + timedelta(days=7)),
        "vouched_as": Voice.MENTOR,
        "vouched_by_contact_id": placement.mentor_id,
    }


def _work_day(
    placement: Placement, number: int, day: date, chance: Random, vouched: dict[str, Any]
) -> WorkDay:
    """Eight hours; here and there somebody stays longer than allowed, or does not come."""
    is_long = number % 29 == 3 and day.isoweekday() == 4
    is_absent = bool(vouched) and chance.random() < 0.01
    hours = Decimal("9.5") if is_long else Decimal(8)
    return WorkDay(
        placement=placement,
        day=day,
        presence=Presence.ABSENT if is_absent else Presence.WORKED,
        hours=Decimal(0) if is_absent else hours,
        begins_at=None if is_absent else time(8, 30),
        ends_at=None if is_absent else time(19) if is_long else time(17, 30),
        source=Source.MENTOR if is_absent else Source.STUDENT,
        said_at=_evening(day),
        **vouched,
    )


def _words(placement: Placement) -> tuple[str, ...]:
    major = placement.plan.majors.order_by("code").first()
    return WRITTEN.get(major.code[:2] if major else "", WRITTEN[""])


def _entry(
    placement: Placement, day: date, chance: Random, vouched: dict[str, Any], written: tuple[str, ...]
) -> LogEntry:
    dice = chance.random()
    said: dict[str, Any] = {}
    if vouched and dice < 0.03:
        said = {"state": LogState.RETURNED, "return_reason": RETURNED_BECAUSE}
    elif vouched:
        said = {"state": LogState.CONFIRMED, **vouched}
        if dice > 0.9 and placement.instructor is not None:
            by = placement.instructor.user_id
            said |= {"comment": COMMENT, "commented_at": vouched["vouched_at"], "commented_by_id": by}
    text = chance.choice(written)
    return LogEntry(placement=placement, happened_on=day, text=text, written_at=_evening(day), **said)


def _tie_to_tasks(entries: Sequence[LogEntry], tasks: Sequence[PlanTask], chance: Random) -> None:
    through: Any = LogEntry.tasks.through
    if tasks:
        through.objects.bulk_create(
            through(logentry_id=entry.pk, plantask_id=chance.choice(tasks).pk) for entry in entries
        )


def _weeks(office: Office, begun: Sequence[Placement], last_monday: date) -> None:
    """The mentors have answered every week but the last; the sweep asks about that one."""
    mentors = sorted({one.mentor_id for one in begun if one.mentor_id is not None})
    first = monday_of(min(one.started_on or last_monday for one in begun))
    MentorWeek.objects.bulk_create(
        MentorWeek(
            contact_id=mentor,
            monday=monday,
            asked_by=office.coordinator,
            created_at=_evening(monday + timedelta(days=7)),
            answered_at=_evening(monday + timedelta(days=8)),
        )
        for monday in _mondays(first, last_monday)
        for mentor in mentors
    )


def _mondays(first: date, before: date) -> Iterator[date]:
    while first < before:
        yield first
        first += timedelta(days=7)


def _leaves(office: Office, begun: Sequence[Placement]) -> None:
    """One is granted, one waits for the school after the family has agreed, one for both."""
    asked = _evening(office.on - timedelta(days=1))
    leaves = Leave.objects.bulk_create(
        Leave(
            placement=placement,
            first_on=office.on + timedelta(days=3),
            last_on=office.on + timedelta(days=4),
            reason="家中有事，需要回去两天。",
            state=LeaveState.ASKED if number else LeaveState.GRANTED,
            asked_at=asked,
            decided_at=None if number else asked,
            decided_by=None if number else office.coordinator,
        )
        for number, placement in enumerate(begun[4:7])
    )
    agreeing = (
        Guardian.objects.filter(student=leaves[1].placement.student_id).order_by("-is_first", "pk").first()
    )
    if agreeing is not None and leave.is_under_age(leaves[1].placement, office.on):
        leave.answer_as_guardian(
            guardian=agreeing, pk=leaves[1].pk, move="agree", now=asked + timedelta(minutes=40)
        )


def _pay(office: Office, begun: Sequence[Placement], until: date) -> None:
    """The sheet of the first month: one short, one with a deduction, one disputed, some missing."""
    month = month_of(begun[0].started_on or office.on)
    at = _evening(min(end_of_month(month) + timedelta(days=10), office.on - timedelta(days=1)))
    payments = []
    for number, placement in enumerate(begun):
        first = placement.started_on or placement.starts_on
        last = min(end_of_month(month), until)
        agreed = agreed_for(placement, first, last)
        if not agreed or number % 13 == 7 or first > last:
            continue
        kept_back = Decimal(200) if number % 19 == 4 else Decimal(0)
        payments.append(
            Payment(
                placement=placement,
                month=month,
                period_from=first,
                period_until=last,
                amount=agreed - kept_back - (Decimal(150) if number % 23 == 6 else 0),
                deducted=kept_back,
                deducted_for="工作服" if kept_back else "",
                paid_on=at.date(),
                recorded_by=office.coordinator,
                recorded_at=at,
                disputed_at=at if number % 31 == 2 else None,
                dispute="至今没有收到。" if number % 31 == 2 else "",
            )
        )
    kept = Payment.objects.bulk_create(payments)
    check_payments([row.pk for row in kept], now=at)
