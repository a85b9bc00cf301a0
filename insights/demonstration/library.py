"""Twelve documents of the library, some in their second or third version, shared with staff, partners and
alliances, fetched by people of partners.

Made through the operations once the story has been told.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from docx import Document

from alliances.models import Alliance
from information.models import LibraryDocument
from information.notices.library import liaisons
from information.operations import library as operations
from insights.demonstration.people import Staff
from insights.demonstration.stories import midnight, working_day
from partnerships.models import Contact, Enterprise


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """A document entered so many days ago; what changed in each later version; for whom it is.

    Attributes:
        partners: "all", "none", "enterprises" (some with a liaison at the portal) or "alliances" (all).
        lasts: valid for so many days.
    """

    days: int
    title: str
    kind: str
    keywords: str
    description: str
    partners: str = "none"
    changes: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    lasts: int | None = None
    withdrawn: str = ""
    is_draft: bool = False


KEPT = (
    Kept(
        days=420,
        title="校企合作协议范本（通用）",
        kind="template",
        keywords="协议 范本 合作",
        description="学校与企业签订合作协议时使用的通用范本，供洽谈参考，正式文本以系统生成的为准。",
        partners="all",
        changes=("按新修订的职业教育法调整双方权利义务条款。", "增加个人信息保护条款。"),
    ),
    Kept(
        days=400,
        title="岗位实习三方协议填写说明",
        kind="guide",
        keywords="实习 三方协议 填写",
        description="逐条说明三方协议的填写要求，附常见错误。",
        partners="all",
        changes=("补充实习报酬与工作时间的填写示例。",),
    ),
    Kept(
        days=350,
        title="企业导师工作手册",
        kind="guide",
        keywords="导师 带教 实习",
        description="企业导师的职责、带教方法、日志批阅与考核评价要点。",
        partners="all",
        changes=("增加实习安全与心理关怀一章。",),
    ),
    Kept(
        days=300,
        title="实习安全教育资料",
        kind="teaching",
        keywords="安全 教育 实习",
        description="到岗前安全教育使用，企业可结合岗位补充。",
        partners="all",
    ),
    Kept(
        days=260,
        title="产教融合共同体共建实践中心建设标准",
        kind="standard",
        keywords="共同体 实践中心 标准",
        description="联合体、共同体成员共建实践中心时参照的场地、设备与管理标准。",
        partners="alliances",
        changes=("征求成员单位意见后修订设备清单。", "理事会审议通过的正式稿。"),
    ),
    Kept(
        days=200,
        title="联合体年度人才需求调研报告",
        kind="report",
        keywords="联合体 人才需求 调研",
        description="汇总成员企业的岗位需求与专业对接分析，仅供成员单位内部使用。",
        partners="alliances",
    ),
    Kept(
        days=170,
        title="兼职教师聘任办事指南",
        kind="guide",
        keywords="兼职教师 聘任 双师型",
        description="企业技术人员来校兼课的条件、材料与流程。",
        partners="enterprises",
        changes=("更新课酬标准与付款时间。",),
    ),
    Kept(
        days=150,
        title="联合研发项目经费使用说明",
        kind="guide",
        keywords="联合项目 经费",
        description="双方经费的开支范围、票据要求与结题审计。",
        partners="enterprises",
    ),
    Kept(
        days=120,
        title="企业走访记录表",
        kind="template",
        keywords="走访 记录",
        description="走访前打印备用，走访后在系统中录入。",
        changes=("增加学生住宿与饮食情况。",),
    ),
    Kept(
        days=90,
        title="机电类专业实训室开放安排",
        kind="other",
        keywords="实训室 开放",
        description="本学期实训室对外开放的时间与联系人。",
        departments=("mechatronics",),
        lasts=60,
    ),
    Kept(
        days=60,
        title="校企合作宣传册",
        kind="publicity",
        keywords="宣传 简介",
        description="学校专业、实训条件与合作案例介绍。",
        partners="all",
        withdrawn="封面联系电话有误，更正后重新发布。",
    ),
    Kept(
        days=6,
        title="下年度合作计划申报表（征求意见稿）",
        kind="template",
        keywords="计划 申报",
        description="各系填写后由校企合作处汇总。",
        is_draft=True,
    ),
)
FETCHED_BY = 9
BETWEEN_VERSIONS = timedelta(days=45)


def make_library(staff: Staff, *, on: date) -> None:
    """Everything up to a day."""
    for number, said in enumerate(KEPT):
        _keep(staff, said, number, on=on)


def paper(title: str, paragraphs: tuple[str, ...]) -> ContentFile[bytes]:
    """A short Word document."""
    text = Document()
    text.add_heading(title, level=1)
    for paragraph in paragraphs:
        text.add_paragraph(paragraph)
    content = io.BytesIO()
    text.save(content)
    return ContentFile(content.getvalue(), name=f"{title}.docx")


def _keep(staff: Staff, said: Kept, number: int, *, on: date) -> None:
    keeper, day = staff.office_head, working_day(on - timedelta(days=said.days))
    now = midnight(day) + timedelta(hours=10)
    document = operations.enter(
        actor=keeper,
        department=staff.departments["office"],
        upload=paper(said.title, (said.description,)),
        title=said.title,
        kind=said.kind,
        keywords=said.keywords,
        description=said.description,
        valid_until=day + timedelta(days=said.lasts) if said.lasts else None,
        now=now,
        **_readers(staff, said),
    )
    if said.is_draft:
        return
    shared_at = now + timedelta(hours=2)
    operations.share(actor=keeper, pk=document.pk, tell_partners=True, now=shared_at)
    _fetch(document, number, shared_at, day)
    for later, changes in enumerate(said.changes, start=1):
        day = working_day(on - timedelta(days=said.days) + later * BETWEEN_VERSIONS)
        now = midnight(day) + timedelta(hours=15)
        upload = paper(said.title, (said.description, changes))
        operations.add_version(
            actor=keeper, pk=document.pk, upload=upload, changes=changes, tell_partners=True, now=now
        )
        document.refresh_from_db()
        _fetch(document, number + later, now, day)
    if said.withdrawn:
        now = midnight(working_day(day + timedelta(days=12))) + timedelta(hours=11)
        operations.withdraw(actor=keeper, pk=document.pk, reason=said.withdrawn, now=now)


def _readers(staff: Staff, said: Kept) -> dict[str, Any]:
    found: dict[str, Any] = {"partner_reach": said.partners}
    if said.partners in ("enterprises", "alliances"):
        found["partner_reach"] = "chosen"
    if said.partners == "alliances":
        found["alliances"] = list(Alliance.objects.order_by("pk"))
    if said.partners == "enterprises":
        at_portal = Contact.objects.liaisons_with_account().order_by().values("enterprise")
        found["enterprises"] = list(Enterprise.objects.filter(pk__in=at_portal).order_by("pk")[:8])
    if said.departments:
        found["staff_reach"] = "chosen"
        found["departments"] = [staff.departments[key] for key in said.departments]
    return found


def _fetch(document: LibraryDocument, number: int, shared_at: datetime, day: date) -> None:
    """Some of those who see it fetch it in the days after."""
    version = operations.latest_of(document)
    if version is None:
        return
    for index, contact in enumerate(liaisons(document, day).order_by("pk")[: FETCHED_BY + number]):
        if contact.user_id is not None and (index + number) % 3:
            operations.note_download(
                version=version,
                user_id=contact.user_id,
                enterprise_id=contact.enterprise_id,
                now=shared_at + timedelta(hours=3 + 5 * index),
            )
