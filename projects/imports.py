"""A list of joint projects that were begun before this program, as an office keeps it: a row is a project."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Department, User
from agreements.models import Agreement
from catalogue.cells import majors_in
from core.access import Actor
from core.imports.one_by_one import Intake, Judgement, OneByOneSpec
from core.imports.spec import Field, Reject, Values
from core.models import ImportRow
from partnerships.cells import department_in, enterprise_in
from partnerships.models import Enterprise
from projects.models import Project, ProjectKind, ProjectResult, ProjectState
from projects.operations.adoption import IMPORT, adopt
from teachers.imports import clean_amount, clean_day, one_of
from teachers.models import Teacher

Verdict = ImportRow.Verdict
KINDS: dict[str, tuple[str, ...]] = {
    ProjectKind.TECHNOLOGY: ("技术研发", "技术开发", "研发", "横向课题", "technology", "r&d"),
    ProjectKind.TRAINING: ("技能培训", "培训", "人才培养", "training"),
    ProjectKind.RESEARCH: ("科学研究", "科研", "课题研究", "研究课题", "research"),
    ProjectKind.CURRICULUM: ("课程与标准", "课程开发", "课程建设", "标准开发", "教材开发", "curriculum"),
    ProjectKind.SERVICE: ("技术服务", "社会服务", "服务", "service"),
}
STATES: dict[str, tuple[str, ...]] = {
    ProjectState.RUNNING: ("在研", "进行中", "实施中", "执行中", "running"),
    ProjectState.CLOSED: ("已结题", "结题", "已验收", "已结项", "结项", "已完成", "closed", "accepted"),
    ProjectState.STOPPED: ("已终止", "终止", "中止", "撤项", "stopped"),
}
RESULTS: dict[str, tuple[str, ...]] = {
    ProjectResult.ACCEPTED: ("通过", "通过验收", "合格", "优秀", "良好", "accepted"),
    ProjectResult.CONDITIONAL: ("有条件通过", "基本通过", "整改后通过", "conditional"),
    ProjectResult.NOT_ACCEPTED: ("不通过", "未通过", "不合格", "not accepted"),
}
MONEY = ("budget", "centre_amount", "enterprise_amount")


class ProjectsImport(OneByOneSpec):
    name = "projects.projects"
    label = gettext_lazy("Existing joint projects")
    help = gettext_lazy(
        "A project a row that was begun before: it runs, was accepted, or was stopped. One with the same "
        "number, or with the same enterprise, title and first day, is there already and stays as it is. What "
        "is only planned is proposed, reviewed and approved here instead."
    )
    capability = IMPORT
    target = Project
    key = ("enterprise", "title", "starts_on")
    fields = (
        Field(
            name="title",
            label=pgettext_lazy("joint project", "Title"),
            aliases=("项目名称", "课题名称", "名称", "title", "project"),
            required=True,
            example="刀具磨损在线监测装置",
        ),
        Field(
            name="number",
            label=pgettext_lazy("joint project", "Number"),
            aliases=("项目编号", "立项编号", "编号", "number"),
            help=gettext_lazy("The one it has had so far; without one it gets a new one."),
            example="XM-2025-014",
        ),
        Field(
            name="kind",
            label=pgettext_lazy("joint project", "Kind"),
            aliases=("项目类型", "项目类别", "类型", "类别", "kind"),
            required=True,
            clean=one_of(KINDS, gettext_lazy("“%(cell)s” is no kind of joint project.")),
            help=gettext_lazy("Technology R&D, training, research, curriculum or service."),
            example="技术研发",
        ),
        Field(
            name="enterprise",
            label=gettext_lazy("Leading enterprise"),
            aliases=("合作企业", "企业", "企业名称", "牵头企业", "统一社会信用代码", "enterprise", "company"),
            required=True,
            help=gettext_lazy("Its registration code or legal name."),
            example="苏州精工机械有限公司",
        ),
        Field(
            name="department",
            label=gettext_lazy("Department"),
            aliases=("部门", "系部", "承担部门", "所属部门", "department"),
            help=gettext_lazy("Its code or name; empty for the one that looks after the enterprise."),
        ),
        Field(
            name="lead",
            label=pgettext_lazy("joint project", "Led by"),
            aliases=("项目负责人", "负责人", "校方负责人", "主持人", "lead", "leader"),
            required=True,
            help=gettext_lazy(
                "A teacher’s staff number, a colleague’s e-mail address, or the name of either."
            ),
            example="王建国",
        ),
        Field(
            name="agreement",
            label=gettext_lazy("Under the agreement"),
            aliases=("合作协议", "协议编号", "所属协议", "agreement"),
            help=gettext_lazy("Its number. Needed unless the project was stopped."),
            example="TH-2025-0012",
        ),
        Field(
            name="starts_on",
            label=pgettext_lazy("joint project", "Begins on"),
            aliases=("开始日期", "起始日期", "开始时间", "起始时间", "begins on", "start"),
            required=True,
            clean=clean_day,
            example="2025-03-01",
        ),
        Field(
            name="ends_on",
            label=pgettext_lazy("joint project", "Ends on"),
            aliases=("结束日期", "截止日期", "结束时间", "完成时间", "ends on", "end"),
            required=True,
            clean=clean_day,
            example="2027-02-28",
        ),
        Field(
            name="aims",
            label=pgettext_lazy("joint project", "Aims"),
            aliases=("项目目标", "目标", "研究内容", "主要内容", "项目简介", "aims"),
            required=True,
            example="研制可装在加工中心上的监测装置，误报率低于5%。",
        ),
        Field(
            name="majors",
            label=gettext_lazy("Majors"),
            aliases=("专业", "面向专业", "相关专业", "majors"),
            help=gettext_lazy("Codes or names, several apart by commas."),
            example="660103",
        ),
        Field(
            name="approved_on",
            label=pgettext_lazy("joint project", "Approved on"),
            aliases=("立项日期", "立项时间", "批准日期", "approved on"),
            clean=clean_day,
            help=gettext_lazy("Without one, the day on which it began."),
            example="2025-02-20",
        ),
        Field(
            name="state",
            label=gettext_lazy("State"),
            aliases=("状态", "项目状态", "进展", "state"),
            required=True,
            clean=one_of(STATES, gettext_lazy("“%(cell)s” is no state of a project that was begun.")),
            help=gettext_lazy("Running, closed or stopped."),
            example="在研",
        ),
        Field(
            name="result",
            label=pgettext_lazy("joint project", "Result"),
            aliases=("验收结论", "验收结果", "结题结论", "result"),
            clean=one_of(RESULTS, gettext_lazy("“%(cell)s” is no result of an acceptance.")),
            help=gettext_lazy("Of a closed one: accepted, accepted with conditions, or not accepted."),
        ),
        Field(
            name="over_on",
            label=gettext_lazy("Closed or stopped on"),
            aliases=("验收日期", "结题日期", "结项日期", "终止日期", "closed on", "stopped on"),
            clean=clean_day,
        ),
        Field(
            name="words",
            label=gettext_lazy("Conclusion, or why it was stopped"),
            aliases=("验收意见", "结题意见", "终止原因", "备注", "conclusion", "reason"),
        ),
        Field(
            name="budget",
            label=pgettext_lazy("joint project", "Budget"),
            aliases=("经费预算", "预算", "总经费", "项目经费", "budget"),
            clean=clean_amount,
            help=gettext_lazy("In yuan."),
            example="120000",
        ),
        Field(
            name="centre_amount",
            label=gettext_lazy("Put in by the centre"),
            aliases=("学校投入", "校方投入", "学校经费", "centre"),
            clean=clean_amount,
            help=gettext_lazy("In yuan."),
            example="30000",
        ),
        Field(
            name="enterprise_amount",
            label=gettext_lazy("Put in by the enterprise"),
            aliases=("企业投入", "企业经费", "到账经费", "enterprise amount"),
            clean=clean_amount,
            help=gettext_lazy("In yuan."),
            example="90000",
        ),
    )

    def taken_in(self, *, actor: Actor, now: datetime) -> Intake:
        return ProjectIntake(actor=actor, now=now)


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


@dataclass
class ProjectIntake(Intake):
    """Takes projects in; each row costs a few indexed queries."""

    actor: Actor
    now: datetime

    def judge(self, values: Values) -> Judgement:
        enterprise, number = enterprise_in(values["enterprise"], self.actor), values["number"]
        seen = Project.objects.visible_to(self.actor)
        known = seen.filter(number=number).first() if number else None
        if known is not None and known.enterprise_id != enterprise.pk:
            raise Reject(_("This number is a project with another enterprise."))
        known = (
            known
            or seen.filter(
                enterprise=enterprise, title=values["title"], starts_on=values["starts_on"]
            ).first()
        )
        if known is not None:
            return Judgement(verdict=Verdict.UNCHANGED, target_id=known.pk)
        return Judgement(verdict=Verdict.NEW)

    def write(self, values: Values, *, is_rehearsal: bool) -> int:
        enterprise = enterprise_in(values["enterprise"], self.actor)
        project = adopt(
            actor=self.actor,
            enterprise_id=enterprise.pk,
            department=self._department(values, enterprise),
            state=ProjectState(values["state"]),
            number=values["number"],
            approved_on=_day(values["approved_on"]),
            over_on=_day(values["over_on"]),
            result=values["result"],
            words=values["words"],
            majors=majors_in(values["majors"]),
            now=self.now,
            kind=values["kind"],
            title=values["title"],
            aims=values["aims"],
            starts_on=date.fromisoformat(values["starts_on"]),
            ends_on=date.fromisoformat(values["ends_on"]),
            agreement=self._agreement(values),
            **{name: Decimal(values[name] or 0) for name in MONEY},
            **self._lead(values["lead"]),
        )
        return project.pk

    def _department(self, values: Values, enterprise: Enterprise) -> Department:
        name = values["department"]
        if not name:
            return enterprise.department
        found = department_in(name, self.actor, IMPORT)
        if found is None:
            raise Reject(_("There is no such department whose projects you take over."))
        return found

    def _agreement(self, values: Values) -> Agreement | None:
        if not (number := values["agreement"]):
            return None
        found = Agreement.objects.visible_to(self.actor).numbered(number).first()
        if found is None:
            raise Reject(_("There is no agreement of this number, or you do not see it."))
        return found

    def _lead(self, said: str) -> dict[str, Any]:
        """A teacher by staff number or name; else somebody of the staff by address or name."""
        teachers = Teacher.objects.filter(left_on=None)
        users = User.objects.staff()
        found: list[dict[str, Any]] = []
        for name, rows in (
            ("lead_teacher", teachers.filter(staff_number=said)),
            ("lead", users.filter(email__iexact=said)),
            ("lead_teacher", teachers.filter(name=said)),
            ("lead", users.filter(name=said)),
        ):
            found = [{name: one} for one in rows.order_by("pk")[:2]]
            if found:
                break
        if len(found) != 1:
            raise Reject(
                _("Two people have this name: write the staff number or the e-mail address.")
                if found
                else _("There is no such teacher or colleague here.")
            )
        return found[0]
