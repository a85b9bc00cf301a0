"""Tasks that came of visits, talks, projects, agreements and alliances: most done, some late, a few given up.

Made through the operations once the story has been told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import User
from agreements.models import Agreement
from alliances.models import Alliance
from information.models import Assignment
from information.operations import assignments as operations
from insights.demonstration.people import Staff
from insights.demonstration.stories import midnight, working_day
from partnerships.models import Interaction, InteractionKind
from placements.models import SupervisionVisit
from projects.models import Project


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What is to be done, within how many days, and what came of it."""

    title: str
    details: str
    days: int
    word: str


AFTER_TALKS = (
    Wanted(
        title="整理走访纪要并发送企业确认",
        details="纪要写明双方商定的事项、责任人和时间，发送企业联络人确认后归档。",
        days=5,
        word="纪要已整理并经企业联络人确认，归档。",
    ),
    Wanted(
        title="核实企业提出的下半年用人需求",
        details="按专业列出岗位、人数、技能要求和到岗时间，录入“企业需求”。",
        days=14,
        word="需求已与企业人事部门核对，录入系统。",
    ),
    Wanted(
        title="与专业负责人商定工学交替安排",
        details="结合教学计划提出两种排课方案，报系主任。",
        days=21,
        word="采用“3+2”方案，已报系主任同意。",
    ),
    Wanted(
        title="答复企业关于实习津贴发放方式的询问",
        details="参照岗位实习三方协议条款答复，涉及税务的请财务处协助。",
        days=7,
        word="已书面答复，企业同意按月转账发放。",
    ),
    Wanted(
        title="约请企业技术骨干来校开展讲座",
        details="主题围绕新设备、新工艺，时间安排在下月。",
        days=30,
        word="讲座已排入下月交流活动。",
    ),
)
OF_PROJECTS = Wanted(
    title="收集联合项目中期材料",
    details="请双方负责人提交进展说明、经费使用明细和阶段成果。",
    days=20,
    word="材料齐全，已上传项目文档。",
)
OF_AGREEMENTS = Wanted(
    title="征求企业续签意向",
    details="请与企业联络人沟通协议履行情况和续签条件，提出续签、变更或终止的建议。",
    days=30,
    word="企业愿意续签，建议增加兼职教师条款。",
)
OF_ALLIANCES = Wanted(
    title="汇总成员单位年度贡献数据",
    details="按设备、课程、岗位、师资四类汇总，供年度总结会使用。",
    days=25,
    word="已汇总，发送秘书处。",
)
OF_VISITS = Wanted(
    title="跟进实习学生的住宿问题",
    details="走访中学生反映宿舍拥挤，请与企业商定整改时间。",
    days=10,
    word="企业已调整宿舍，四人一间。",
)
OWN = ("准备下周企业走访的资料", "整理合作企业通讯录", "更新校企合作宣传展板内容", "学习新版实习管理规定")
GIVEN_UP = "企业近期停产检修，待恢复生产后再议。"
HANDED_OVER = "原承办人外出参加培训，由同事接手。"
BACK = timedelta(days=240)


type Occasion = tuple[Wanted, Any, User | None, datetime]
"""What is wanted, the record it comes from, who does it, and when it came up."""


def make_tasks(staff: Staff, *, on: date) -> None:
    """Everything up to a day."""
    for number, occasion in enumerate(_occasions(staff, on)):
        _tell(staff, occasion, number, on=on)
    for number, title in enumerate(OWN):
        owner = staff.officers[number % len(staff.officers)]
        now = midnight(working_day(on - timedelta(days=2 + number))) + timedelta(hours=9)
        operations.give(actor=owner, owner=owner, title=title, now=now)


def _occasions(staff: Staff, on: date) -> Iterator[Occasion]:
    """The latest of each kind."""
    evening = midnight(on) - timedelta(hours=7)
    talks = (
        Interaction.objects.filter(
            kind__in=[InteractionKind.VISIT, InteractionKind.MEETING],
            happened_at__range=(evening - BACK, evening),
            enterprise__merged_into=None,
        )
        .select_related("recorded_by")
        .order_by("-happened_at", "pk")
    )
    for number, talk in enumerate(talks[:48:2]):
        yield AFTER_TALKS[number % len(AFTER_TALKS)], talk, talk.recorded_by, talk.happened_at
    for project in Project.objects.running().select_related("lead").order_by("pk")[:4]:
        yield OF_PROJECTS, project, project.lead, evening - timedelta(days=12)
    ending = Agreement.objects.binding(on).order_by("last_day", "pk")
    for number, agreement in enumerate(ending.select_related("owner")[:4]):
        yield OF_AGREEMENTS, agreement, agreement.owner, evening - timedelta(days=6 + number)
    for alliance in Alliance.objects.order_by("pk")[:2]:
        yield OF_ALLIANCES, alliance, staff.officers[0], evening - timedelta(days=5)
    visits = SupervisionVisit.objects.select_related("recorded_by").filter(created_at__lt=evening)
    for visit in visits.order_by("-created_at", "pk")[:4]:
        yield OF_VISITS, visit, visit.recorded_by, visit.created_at


def _tell(staff: Staff, occasion: Occasion, number: int, *, on: date) -> None:
    wanted, subject, owner, came_at = occasion
    evening, giver = midnight(on) - timedelta(hours=7), staff.deputy if number % 3 else staff.office_head
    now = min(came_at + timedelta(hours=20), evening)
    due_on = working_day(now.date() + timedelta(days=wanted.days))
    task = operations.give(
        actor=giver,
        owner=owner or staff.officers[number % len(staff.officers)],
        title=wanted.title,
        details=wanted.details,
        due_on=max(due_on, now.date()),
        subject=subject,
        now=now,
    )
    if number % 9 == 4:
        colleague = next(one for one in staff.officers if one.pk != task.owner_id)
        operations.hand_over(actor=task.owner, pk=task.pk, owner=colleague, reason=HANDED_OVER, now=evening)
    _end(task, wanted, number, evening)


def _end(task: Assignment, wanted: Wanted, number: int, evening: datetime) -> None:
    """What was due is done shortly before its day, but for one in eight, which is late."""
    ended_at = midnight(task.due_on or evening.date()) - timedelta(hours=8)
    if ended_at > evening or number % 8 == 3:
        return
    task.refresh_from_db()
    owner, now = task.owner, max(ended_at, task.given_at + timedelta(hours=2))
    if now > evening:
        return
    if number % 11 == 5:
        operations.give_up(actor=owner, pk=task.pk, word=GIVEN_UP, now=now)
    else:
        operations.finish(actor=owner, pk=task.pk, word=wanted.word, now=now)
