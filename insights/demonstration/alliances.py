"""Three alliances with their members, supplies among them, two years of meetings and what was resolved.

Made through the operations once the story has been told.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import User
from alliances.models import Alliance, SupplyLink
from alliances.operations import alliances, meetings
from catalogue.models import Region
from insights.demonstration.people import Staff
from insights.demonstration.stories import midnight, working_day
from partnerships.models import Contact, ContactRole, Enterprise
from partnerships.models.enterprise import Stage

# Kind, name, legal form and entity, department, days since the founding, aims, organisations outside.
ALLIANCES: list[dict[str, Any]] = [
    {
        "key": "mechatronics",
        "kind": "community",
        "name": "苏州智能装备行业产教融合共同体",
        "legal_form": "contract",
        "entity": "",
        "days": 900,
        "aims": "围绕智能装备产业链，共建实践中心，共享设备与师资，协同开展技术攻关与人才培养。",
        "outside": [
            ("苏州大学机电工程学院", "school", "vice_chair"),
            ("苏州市智能装备行业协会", "association", "secretariat"),
            ("苏州市工业和信息化局", "authority", "council"),
        ],
        "ours": 11,
        "goods": ("精密铸件", "伺服电机", "数控刀具", "钣金件", "控制柜", "工装夹具", "机加工件"),
    },
    {
        "key": "it",
        "kind": "consortium",
        "name": "吴中经开区市域产教联合体",
        "legal_form": "society",
        "entity": "吴中经开区产教融合促进会",
        "days": 760,
        "aims": "以园区为依托，聚集政府、学校、企业、科研机构资源，服务园区产业发展。",
        "outside": [
            ("吴中经济技术开发区管理委员会", "authority", "chair"),
            ("苏州职业大学", "school", "vice_chair"),
            ("长三角先进材料研究院", "institute", "council"),
        ],
        "ours": 9,
        "goods": ("软件外包服务", "云服务器租用", "网络设备"),
    },
    {
        "key": "business",
        "kind": "group",
        "name": "太湖现代服务职业教育集团",
        "legal_form": "contract",
        "entity": "",
        "days": 1400,
        "aims": "联合商贸、旅游与健康服务企业，开展订单培养、职工培训与师资互聘。",
        "outside": [("苏州旅游与财经高等职业技术学校", "school", "vice_chair")],
        "ours": 8,
        "goods": ("酒店布草", "食品原料", "仓储配送"),
    },
]
MEETINGS = (
    (-640, "成立大会暨第一次理事会", "审议章程，选举理事长、副理事长与秘书处。"),
    (-420, "年度理事会", "听取年度工作报告，讨论共建实践中心方案。"),
    (-190, "专题工作会", "研究岗位需求与专业对接，部署职工培训。"),
    (-40, "理事会", "通报联合项目进展，确定下一年度重点任务。"),
    (26, "年度总结会", "总结全年工作，交流典型案例。"),
)
MINUTES = "会议由秘书处主持，到会单位逐项审议议程，形成决议并明确责任人与完成时限。"
# What was resolved, and how many days after the meeting it is due.
TASKS = (
    ("提交本单位下一年度岗位与用人需求清单", 30),
    ("牵头编制共建实践中心建设方案", 60),
    ("推荐两名技术骨干担任兼职教师", 45),
)
WORDS = ("已按时提交，秘书处已汇总。", "方案已通过专家论证。", "人选已推荐，进入聘任程序。")
DONE_UNTIL = timedelta(days=100)


def make_alliances(staff: Staff, *, on: date) -> None:
    """Everything up to a day."""
    for said in ALLIANCES:
        _make(staff, said, on=on)


def _make(staff: Staff, said: dict[str, Any], *, on: date) -> None:
    key, keeper = said["key"], staff.officers[0]
    founded = working_day(on - timedelta(days=said["days"]))
    now = midnight(founded) + timedelta(hours=10)
    alliance = alliances.prepare(
        actor=keeper,
        department=staff.departments[key],
        founded_on=founded,
        region=Region.objects.filter(code="320500").first(),
        now=now,
        **{name: said[name] for name in ("kind", "name", "legal_form", "entity", "aims")},
    )
    for name, kind, role in said["outside"]:
        alliances.add_member(
            actor=keeper,
            pk=alliance.pk,
            organisation=name,
            outside_kind=kind,
            role=role,
            leads=role == "chair",
            starts_on=founded,
            now=now,
        )
    ours = _members(staff, key, said["ours"])
    for number, enterprise in enumerate(ours):
        alliances.add_member(
            actor=keeper,
            pk=alliance.pk,
            enterprise=enterprise,
            role="council" if number < 2 else "member",
            starts_on=founded + timedelta(days=90 * (number // 4)),
            now=now,
        )
    alliances.activate(actor=keeper, pk=alliance.pk, now=now + timedelta(hours=1))
    _supplies(keeper, ours, said["goods"], founded, now)
    _meet(keeper, alliance, ours, founded, on=on)


def _members(staff: Staff, key: str, count: int) -> list[Enterprise]:
    """Partners of the department, those with somebody at the portal first; filled up from others."""
    rows = list(Enterprise.objects.filter(state=Stage.PARTNER, merged_into=None).order_by("pk"))
    at_portal = set(
        Contact.objects.in_portal().exclude(user=None).order_by().values_list("enterprise", flat=True)
    )
    own = staff.departments[key].pk
    rows.sort(key=lambda one: (one.department_id != own, one.pk not in at_portal, one.pk))
    return rows[:count]


def _supplies(
    keeper: User, ours: list[Enterprise], goods: tuple[str, ...], founded: date, now: datetime
) -> None:
    """A chain with a few branches: each supplies one further down. What is recorded already stays."""
    for number, what in enumerate(goods):
        supplier, customer = ours[number + 1], ours[number // 2]
        if SupplyLink.objects.filter(supplier=supplier, customer=customer).exists():
            continue
        alliances.link_supply(
            actor=keeper,
            supplier=supplier,
            customer=customer,
            goods=what,
            starts_on=founded - timedelta(days=300 - 20 * number),
            now=now,
        )


def _meet(keeper: User, alliance: Alliance, ours: list[Enterprise], founded: date, *, on: date) -> None:
    liaisons = list(
        Contact.objects.in_portal()
        .with_role(ContactRole.LIAISON)
        .filter(enterprise__in=ours[:4])
        .exclude(user=None)
        .order_by("pk")[:3]
    )
    for days, title, agenda in MEETINGS:
        day = working_day(on + timedelta(days=days))
        if day <= founded:
            continue
        starts_at = midnight(day) + timedelta(hours=14)
        meeting = meetings.call_meeting(
            actor=keeper,
            pk=alliance.pk,
            title=title,
            agenda=agenda,
            place="太湖职业教育中心 报告厅",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2, minutes=30),
            now=midnight(min(day - timedelta(days=20), on)) - timedelta(hours=7),
        )
        if days > 0:
            continue
        there = [one for one in alliance.members.lasting(day).order_by("pk") if one.pk % 5]
        after = starts_at + timedelta(days=1)
        meetings.hold_meeting(actor=keeper, pk=meeting.pk, minutes=MINUTES, attended=there, now=after)
        for number, (text, due_in) in enumerate(TASKS):
            theirs = liaisons[number] if number != 1 and number < len(liaisons) else None
            task = meetings.resolve(
                actor=keeper,
                meeting_id=meeting.pk,
                text=text,
                due_on=day + timedelta(days=due_in),
                contact=theirs,
                owner=None if theirs else keeper,
                now=after,
            )
            if timedelta(days=-days) > DONE_UNTIL:
                done = after + timedelta(days=due_in - 3)
                meetings.finish(actor=keeper, pk=task.pk, word=WORDS[number], now=done)
