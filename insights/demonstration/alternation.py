"""Classes that learn at an enterprise by turns, changes that are asked for, activities of students."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from catalogue.calendars import work_calendar
from core.access import THE_SYSTEM
from insights.demonstration.stories import Story
from internships.models import Post, SchoolClass
from partnerships.models import Contact, Enterprise
from placements.alternation_weeks import pattern, weeks_between
from placements.models import (
    ActivityKind,
    ActivityState,
    AlternationKind,
    AlternationSchedule,
    AskedBy,
    ChangeKind,
    LearningPlace,
    Placement,
    PlacementState,
    StudentActivity,
)
from placements.operations.alternation import enter_alternation, mark_weeks, publish_alternation
from placements.operations.alternation_credits import Absence, confirm_week, confirm_week_as_host
from placements.operations.changes import ask_change
from placements.weeks import monday_of

if TYPE_CHECKING:
    from insights.demonstration.office import Office

WEEKS_BEFORE, WEEKS_AFTER = 8, 10
CAPACITY = 60
MISSED_BECAUSE = ("病假", "事假", "迟到")
ACTIVITIES: dict[ActivityKind, tuple[tuple[str, str, str], ...]] = {
    ActivityKind.INNOVATION: (
        ("小零件自动夹爪", "机械设计与装配", "样机一台，参加校科技节展示"),
        ("车间能耗监测小程序", "数据采集与界面", "在实训车间试用两周"),
        ("省赛备赛项目组", "队员", "获校内选拔赛二等奖"),
    ),
    ActivityKind.ENTREPRENEURSHIP: (
        ("校园文创摊位", "账目与采购", "三天盈利四百元，全部捐入班费"),
        ("创业计划书大赛", "市场调研", "计划书入围决赛"),
    ),
    ActivityKind.ETHICS: (
        ("劳模进校园讲座与讨论", "记录与发言", "写出学习心得一篇"),
        ("社区家电义务维修", "检修与登记", "修好小家电九件"),
        ("安全生产月宣传", "讲解员", ""),
    ),
}
RETURNED_BECAUSE = "请写清具体日期和本人承担的工作。"


def stories(office: Office) -> Iterator[Story]:
    yield alternation(office)
    yield activities(office)


def alternation(office: Office) -> Story:
    """An apprenticeship that is half over, an order class, and a draft that clashes with the first.

    The liaisons have joined the portal only this week: all of it is told on one day, each with its time.
    """
    chance = Random("work–study alternation")
    yield office.at(1, chance)
    classes = list(
        SchoolClass.objects.current()
        .exclude(class_teacher__user=None)
        .select_related("class_teacher__user", "department")
        .order_by("-entered_in", "pk")
    )
    wanted = [(one, hosts) for one in classes if len(hosts := _hosts(one)) > 1][:2]
    if len(wanted) < 2:
        return
    (first, first_hosts), (second, second_hosts) = wanted
    apprentices = _in_force(
        office, first, first_hosts[0], chance, kind=AlternationKind.APPRENTICESHIP, turns=(2, 1)
    )
    _confirm_what_is_over(office, apprentices, first, chance)
    ordered = _in_force(
        office, second, second_hosts[0], chance, kind=AlternationKind.ORDER_CLASS, turns=(1, 1)
    )
    _confirm_what_is_over(office, ordered, second, chance)
    _draft(office, first, first_hosts[1], chance)


def _hosts(school_class: SchoolClass) -> list[Enterprise]:
    """Enterprises with posts for the major, those whose liaisons come to the portal first."""
    suiting = Post.objects.filter(majors=school_class.major_id, found_by=None)
    rows = Enterprise.objects.filter(country="CN", pk__in=suiting.order_by().values("enterprise"))
    joined = Contact.objects.liaisons_with_account()
    at_portal = set(joined.values_list("enterprise", flat=True))
    return sorted(rows, key=lambda one: (one.pk not in at_portal, one.pk))


def _in_force(
    office: Office,
    school_class: SchoolClass,
    host: Enterprise,
    chance: Random,
    *,
    kind: AlternationKind,
    turns: tuple[int, int],
) -> AlternationSchedule:
    begins = monday_of(office.on) - timedelta(days=7 * WEEKS_BEFORE)
    now = office.at((office.on - begins).days + 10, chance)
    schedule = enter_alternation(
        actor=office.coordinator,
        school_class=school_class,
        enterprise=host,
        kind=kind,
        starts_on=begins,
        ends_on=begins + timedelta(days=7 * (WEEKS_BEFORE + WEEKS_AFTER) - 1),
        school_hours=Decimal(28),
        enterprise_hours=Decimal(35),
        capacity=CAPACITY,
        host_contact=host.contacts.filter(left_on=None).order_by("-is_primary", "pk").first(),
        now=now,
    )
    at_school, at_enterprise = turns
    _mark(office, schedule, now, at_school=at_school, at_enterprise=at_enterprise)
    return publish_alternation(actor=office.coordinator, pk=schedule.pk, now=now + timedelta(hours=2))


def _mark(office: Office, schedule: AlternationSchedule, now: datetime, **turns: int) -> None:
    calendar = work_calendar(schedule.starts_on, schedule.ends_on)
    weeks = weeks_between(schedule.starts_on, schedule.ends_on, calendar)
    places = pattern(weeks, begins=LearningPlace.SCHOOL, **turns)
    mark_weeks(actor=office.coordinator, pk=schedule.pk, weeks=places, now=now)


def _confirm_what_is_over(
    office: Office, schedule: AlternationSchedule, school_class: SchoolClass, chance: Random
) -> None:
    """Every week but the last one at the enterprise, which waits for somebody there."""
    teacher = school_class.class_teacher
    liaison = Contact.objects.in_portal().filter(enterprise=schedule.enterprise_id).exclude(user=None).first()
    students = list(school_class.students.enrolled().order_by("pk"))
    over = [week for week in schedule.weeks.all() if week.sunday < office.on]
    waiting = max((week.monday for week in over if week.is_at_host), default=date.max)
    for week in over:
        if week.monday == waiting or teacher is None or teacher.user is None:
            continue
        absences = {
            student.pk: Absence(Decimal(chance.choice((2, 4, 7))), chance.choice(MISSED_BECAUSE))
            for student in chance.sample(students, min(2, len(students)))
            if week.hours >= 7
        }
        now = office.at(max((office.on - week.sunday).days - 1, 1), chance)
        if week.is_at_host and liaison is not None and liaison.user is not None:
            confirm_week_as_host(
                actor=liaison.user,
                enterprise_id=schedule.enterprise_id,
                pk=week.pk,
                absences=absences,
                now=now,
            )
        else:
            confirm_week(actor=teacher.user, pk=week.pk, absences=absences, now=now)


def _draft(office: Office, school_class: SchoolClass, host: Enterprise, chance: Random) -> None:
    """Somebody plans the coming weeks of the class anew, and has forgotten that it is elsewhere."""
    begins = monday_of(office.on) + timedelta(days=14)
    now = office.at(1, chance)
    schedule = enter_alternation(
        actor=office.coordinator,
        school_class=school_class,
        enterprise=host,
        kind=AlternationKind.ORDER_CLASS,
        starts_on=begins,
        ends_on=begins + timedelta(days=41),
        school_hours=Decimal(28),
        enterprise_hours=Decimal(35),
        now=now,
    )
    _mark(office, schedule, now, at_school=1, at_enterprise=1)


# --- Changes ----------------------------------------------------------------------------------


def asked_changes(office: Office, mine: Sequence[Placement], chance: Random, now: datetime) -> None:
    """An enterprise asks for other hours, and a student for an early end; both wait for a decision."""
    keys = [one.pk for one in mine]
    working = (
        Placement.objects.filter(pk__in=keys, state=PlacementState.IN_PROGRESS)
        .select_related("student__user", "mentor__user")
        .order_by("-pk")
    )
    found = list(working[:2])
    if len(found) < 2:
        return
    at_hours, at_end = found
    ask_change(
        actor=at_hours.mentor.user if at_hours.mentor and at_hours.mentor.user else THE_SYSTEM,
        placement_id=at_hours.pk,
        kind=ChangeKind.HOURS,
        asked_by=AskedBy.ENTERPRISE,
        reason="产线开春前缩短班次。",
        to={"hours_per_day": Decimal(7)},
        now=office.at(2, chance),
    )
    ask_change(
        actor=at_end.student.user or THE_SYSTEM,
        placement_id=at_end.pk,
        kind=ChangeKind.EARLY_END,
        asked_by=AskedBy.STUDENT,
        reason="我准备参加升学考试。",
        to={"ends_on": office.on + timedelta(days=14)},
        now=office.at(2, chance),
    )


# --- Activities -------------------------------------------------------------------------------


def activities(office: Office) -> Story:
    """What students of the older classes took part in: most of it confirmed, some returned or waiting."""
    chance = Random("activities of students")
    now = office.at(3, chance)
    yield now
    classes = SchoolClass.objects.current().select_related("class_teacher").order_by("entered_in", "pk")[:3]
    rows = []
    for school_class in classes:
        teacher = school_class.class_teacher
        for student in school_class.students.enrolled().order_by("pk")[:12]:
            kind = chance.choice(list(ACTIVITIES))
            title, role, outcome = chance.choice(ACTIVITIES[kind])
            ends_on = office.on - timedelta(days=chance.randrange(10, 90))
            state = chance.choices(
                [ActivityState.CONFIRMED, ActivityState.SUBMITTED, ActivityState.RETURNED], [7, 2, 1]
            )[0]
            is_decided = state != ActivityState.SUBMITTED
            rows.append(
                StudentActivity(
                    student=student,
                    kind=kind,
                    state=state,
                    title=title,
                    role=role,
                    outcome=outcome,
                    starts_on=ends_on - timedelta(days=chance.randrange(0, 12)),
                    ends_on=ends_on,
                    hours=Decimal(chance.choice((2, 3, 4, 6, 8))),
                    place="校内",
                    written_at=now - timedelta(days=5),
                    answer=RETURNED_BECAUSE if state == ActivityState.RETURNED else "",
                    decided_by_id=teacher.user_id if is_decided and teacher else None,
                    decided_at=now if is_decided else None,
                )
            )
    StudentActivity.objects.bulk_create(rows)
