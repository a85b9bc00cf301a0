"""Visits to interns, what some have told in confidence, a change that is asked for, guardians’ pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from core.access import THE_SYSTEM
from internships.models import Guardian
from placements.models import (
    AskedBy,
    ChangeKind,
    ConcernKind,
    Mood,
    Placement,
    PlacementState,
    RaisedBy,
    Severity,
)
from placements.operations import concerns, incidents
from placements.operations.changes import ask_change
from placements.operations.guardians import give_page
from placements.operations.visits import Seen, record_visit, set_frequency
from signing.models import TaskLink

if TYPE_CHECKING:
    from insights.demonstration.office import Office

VISITED_HOSTS = 8
PAGES = 6
EVERY_DAYS = 14


def care_for_interns(office: Office, mine: Sequence[Placement], chance: Random, now: datetime) -> None:
    """After the first days at the hosts."""
    keys = [one.pk for one in mine]
    working = list(
        Placement.objects.filter(pk__in=keys, state=PlacementState.IN_PROGRESS)
        .select_related("instructor__user", "student__user", "enterprise", "plan")
        .order_by("pk")
    )
    if len(working) < VISITED_HOSTS:
        return
    set_frequency(actor=office.coordinator, plan_pk=working[0].plan_id, every_days=EVERY_DAYS, now=now)
    _visits(office, working, chance)
    _concerns(office, working, chance)
    _incident(office, working, chance)
    _change(office, working, chance)
    _guardians(office, working, chance)


def _visits(office: Office, working: Sequence[Placement], chance: Random) -> None:
    hosts: dict[tuple[int | None, int], list[Placement]] = defaultdict(list)
    for placement in working:
        hosts[placement.instructor_id, placement.enterprise_id].append(placement)
    for students in list(hosts.values())[:VISITED_HOSTS]:
        instructor = students[0].instructor
        actor = instructor.user if instructor is not None and instructor.user else office.coordinator
        wanting = chance.random() < 0.3
        at = office.at(chance.randrange(7, 12), chance)
        record_visit(
            actor=actor,
            students={one.pk: _seen(office, number, wanting) for number, one in enumerate(students)},
            visitors=[actor],
            findings={
                "tasks": ("met", ""),
                "guidance": ("met", ""),
                "hours": ("partly", "多排了一个晚班。") if wanting else ("met", ""),
                "safety": ("met", ""),
            },
            way=chance.choice(["on_site", "on_site", "phone", "online"]),
            visited_on=at.date(),
            others_met="企业导师、车间主任",
            summary="查看了车间，并与学生逐一单独交谈。实习任务与方案一致。",
            measures="自下周一起只排白班。" if wanting else "",
            now=at,
        )


def _seen(office: Office, number: int, wanting: bool) -> Seen:
    """Of the first there is something good to say, of the second less where the host is wanting."""
    if not number:
        return Seen(mood=Mood.WELL, note="已适应岗位。")
    if wanting and number == 1:
        tired = "晚班后较疲惫，近期再谈一次。"
        return Seen(mood=Mood.UNSETTLED, note=tired)
    return Seen(mood=Mood.WELL if number % 2 else "")


def _concerns(office: Office, working: Sequence[Placement], chance: Random) -> None:
    """One that is settled, and one of a parent that is open."""
    first, second = working[0], working[1]
    at = office.at(14, chance)
    settled = concerns.raise_concern(
        actor=first.student.user or THE_SYSTEM,
        placement_id=first.pk,
        raised_by=RaisedBy.STUDENT,
        kind=ConcernKind.OVERWORK,
        severity=Severity.SERIOUS,
        is_anonymous=True,
        text="这周有三天加班到晚上十一点，周日也上班。",
        now=at,
    )
    handler = office.coordinator
    concerns.look_into(actor=handler, pk=settled.pk, now=at + timedelta(hours=2))
    concerns.add_note(
        actor=handler,
        pk=settled.pk,
        text="我们今天就联系企业，不会提到您。",
        is_for_raiser=True,
        now=at + timedelta(hours=3),
    )
    concerns.settle(
        actor=handler,
        pk=settled.pk,
        outcome="自周一起不再安排晚班，已加的班安排补休。",
        now=at + timedelta(days=3),
    )
    guardian = Guardian.objects.filter(student=second.student_id).order_by("-is_first", "pk").first()
    at = office.at(4, chance)
    waiting = concerns.raise_concern(
        actor=THE_SYSTEM,
        placement_id=second.pk,
        raised_by=RaisedBy.GUARDIAN if guardian else RaisedBy.STAFF,
        guardian=guardian,
        kind=ConcernKind.PAY,
        severity=Severity.MINOR,
        text="开头几周的实习报酬还没有发。",
        now=at,
    )
    concerns.look_into(actor=handler, pk=waiting.pk, now=at + timedelta(hours=4))
    concerns.set_action(
        actor=handler,
        pk=waiting.pk,
        text="向企业索取报酬发放表。",
        owner=handler,
        due_on=office.on + timedelta(days=2),
        now=at + timedelta(hours=4),
    )


def _incident(office: Office, working: Sequence[Placement], chance: Random) -> None:
    """A small accident, with everybody who works beside the machine named."""
    about = working[2]
    beside = [one.pk for one in working if one.enterprise_id == about.enterprise_id][:3]
    at = office.at(3, chance)
    accident = concerns.raise_concern(
        actor=office.coordinator,
        placement_id=about.pk,
        raised_by=RaisedBy.STAFF,
        kind=ConcernKind.ACCIDENT,
        severity=Severity.SERIOUS,
        text="操作砂轮机时划伤手部，已就医，休息两天。",
        now=at,
    )
    incidents.name_affected(actor=office.coordinator, pk=accident.pk, placement_ids=beside, now=at)
    concerns.look_into(actor=office.coordinator, pk=accident.pk, now=at + timedelta(minutes=20))
    concerns.set_action(
        actor=office.coordinator,
        pk=accident.pk,
        text="检查设备防护装置。",
        owner=office.coordinator,
        due_on=at.date() + timedelta(days=1),
        now=at + timedelta(minutes=30),
    )


def _change(office: Office, working: Sequence[Placement], chance: Random) -> None:
    about = working[3]
    ask_change(
        actor=about.student.user or THE_SYSTEM,
        placement_id=about.pk,
        kind=ChangeKind.MENTOR,
        asked_by=AskedBy.STUDENT,
        reason="我的企业导师调到夜班了。",
        now=office.at(2, chance),
    )


def _guardians(office: Office, working: Sequence[Placement], chance: Random) -> None:
    students = [one.student_id for one in working[:PAGES]]
    for guardian in Guardian.objects.filter(student__in=students, is_first=True).order_by("pk"):
        give_page(
            actor=office.coordinator,
            guardian_pk=guardian.pk,
            channel=TaskLink.Channel.EMAIL if guardian.email else TaskLink.Channel.BY_HAND,
            email=guardian.email,
            phone=guardian.phone,
            now=office.at(18, chance),
        )
