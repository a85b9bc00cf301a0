"""A year of announcements to staff, partners and students, read by most, and one that was withdrawn.

Made through the operations once the story has been told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from information.models import Announcement
from information.operations import announcements as operations
from insights.demonstration.people import Staff
from insights.demonstration.stories import midnight, working_day

# Every so manieth reader has not opened it yet; the latest are read by fewer.
UNREAD_EACH = 7
LATELY = timedelta(days=5)


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """An announcement, made so many days ago, shown for so many days."""

    days: int
    title: str
    text: str
    audience: tuple[str, ...]
    lasts: int | None = None
    is_important: bool = False
    withdrawn: str = ""


TOLD = (
    Told(
        days=310,
        title="关于规范岗位实习三方协议签订工作的通知",
        text="各系:\n\n根据《职业学校学生实习管理规定》，学生未签订三方协议的，一律不得安排岗位实习。"
        "请各系实习协调员在学生到岗前五个工作日内完成三方协议的签署，并核对实习责任保险的保险期间。",
        audience=("staff",),
        lasts=120,
        is_important=True,
    ),
    Told(
        days=150,
        title="暑期教师企业实践安排",
        text="暑期教师企业实践将于七月上旬开始。请参加实践的教师在放假前完成实践计划的填报，"
        "实践结束后两周内提交实践报告。实践时长计入五年六个月的要求。",
        audience=("staff",),
        lasts=90,
    ),
    Told(
        days=96,
        title="校企合作座谈会暨新学期岗位征集",
        text="各合作企业:\n\n新学期岗位实习岗位征集工作已经开始，请在门户“岗位”中发布岗位需求，"
        "写明人数、工作内容、工作时间与报酬。座谈会的时间与地点另行通知。",
        audience=("partners",),
        lasts=60,
    ),
    Told(
        days=60,
        title="国庆节期间实习安排的提醒",
        text="法定节假日原则上不安排学生实习。确需安排的，请提前在系统中报批，并保证学生的休息与加班待遇。",
        audience=("partners", "staff"),
        lasts=20,
        is_important=True,
    ),
    Told(
        days=33,
        title="实习日志填写要求",
        text="同学们:\n\n请每周日前填写本周实习日志，写明做了什么、学到什么、遇到什么困难。"
        "遇到安全、报酬或加班方面的问题，请随时用“我要反映”告诉学校，学校会保护你的信息。",
        audience=("students",),
    ),
    Told(
        days=21,
        title="实训楼三层停电通知",
        text="本周六上午实训楼三层停电检修，相关预约请改期。",
        audience=("staff",),
        lasts=10,
        withdrawn="检修改期，时间另行通知。",
    ),
    Told(
        days=9,
        title="双师型教师认定申报开始",
        text="本年度双师型教师认定申报已经开始，请符合条件的教师在“我的档案”中核对企业实践、"
        "技能等级证书与培训记录，并于月底前提交申请。",
        audience=("staff",),
        lasts=30,
        is_important=True,
    ),
    Told(
        days=4,
        title="产教融合开放日邀请",
        text="学校将于下月中旬举办产教融合开放日，展示共建实训基地与联合项目成果，"
        "诚邀各合作企业派代表参加。请联络人在“交流活动”中报名。",
        audience=("partners", "students"),
        lasts=40,
    ),
)
DRAFT = Told(
    days=4,
    title="下学期实习动员会（草稿）",
    text="时间与地点确定后发布。",
    audience=("students",),
)


def make_announcements(staff: Staff, *, on: date) -> None:
    """Everything up to a day."""
    for said in TOLD:
        _publish(staff, said, on=on)
    _write(staff, DRAFT, on=on)


def _write(staff: Staff, said: Told, *, on: date) -> Announcement:
    day = working_day(on - timedelta(days=said.days))
    return operations.write(
        actor=staff.office_head,
        department=staff.departments["office"],
        title=said.title,
        text=said.text,
        audience=list(said.audience),
        is_important=said.is_important,
        shown_until=day + timedelta(days=said.lasts) if said.lasts else None,
        now=midnight(day) + timedelta(hours=9),
    )


def _publish(staff: Staff, said: Told, *, on: date) -> None:
    announcement = _write(staff, said, on=on)
    now = announcement.created_at + timedelta(hours=1)
    operations.publish(actor=staff.office_head, pk=announcement.pk, now=now)
    skipped = 2 if now >= midnight(on) - LATELY else UNREAD_EACH
    for number, reader in enumerate(announcement.readers.order_by("user__email", "user__login_name")):
        if number % skipped:
            operations.mark_read(
                user_id=reader.user_id,
                pk=announcement.pk,
                now=now + timedelta(minutes=40 + 25 * number % 1200),
            )
    if said.withdrawn:
        operations.withdraw(
            actor=staff.office_head,
            pk=announcement.pk,
            reason=said.withdrawn,
            now=now + timedelta(hours=20),
        )
