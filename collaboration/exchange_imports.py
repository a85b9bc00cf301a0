"""A list of exchanges that were held, as an office keeps it: a row is one, which the enterprise confirms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from agreements.models import Agreement
from collaboration.models import (
    TO_SCHOOL,
    Audience,
    Exchange,
    ExchangeKind,
    ExchangeState,
    Place,
)
from collaboration.operations.exchanges import record_exchange
from collaboration.transitions.exchanges import EDIT
from core.access import Actor
from core.imports.one_by_one import Intake, Judgement, OneByOneSpec
from core.imports.spec import Field, Reject, Values
from core.models import ImportRow
from partnerships.cells import enterprise_in
from partnerships.models import Contact, Enterprise
from teachers.imports import clean_day, one_of
from teachers.models import Teacher

Verdict = ImportRow.Verdict
K = ExchangeKind
KINDS: dict[str, tuple[str, ...]] = {
    K.LECTURE: ("讲座", "报告", "报告会", "专家讲座", "lecture"),
    K.TRAINING: ("培训", "师资培训", "学生培训", "training"),
    K.CURRICULUM: ("课程咨询", "课程与方案咨询", "人才培养方案论证", "专业建设咨询", "curriculum advice"),
    K.JURY: ("竞赛评委", "大赛评委", "评委", "jury"),
    K.JOB_FAIR: ("招聘会", "双选会", "宣讲会", "job fair"),
    K.STUDENT_VISIT: ("学生参访", "学生参观", "参观", "认识实习", "student visit"),
    K.TEACHER_VISIT: ("教师参访", "教师走访", "教师参观", "teacher visit"),
    K.EMPLOYEE_TRAINING: ("职工培训", "员工培训", "employee training"),
    K.TECHNICAL_SERVICE: ("技术服务", "technical service"),
}
AUDIENCES = {
    K.CURRICULUM: Audience.TEACHERS,
    K.TEACHER_VISIT: Audience.TEACHERS,
    K.EMPLOYEE_TRAINING: Audience.EMPLOYEES,
    K.TECHNICAL_SERVICE: Audience.EMPLOYEES,
}
NINE = "09:00"
GIVEN_UP = (ExchangeState.DECLINED, ExchangeState.CANCELLED)


def clean_time(cell: str) -> str:
    found = re.fullmatch(r"(\d{1,2})[:：时点](\d{2})?分?(?::\d{2})?", cell.strip())
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise Reject(_("“%(cell)s” is no time of the day.") % {"cell": cell[:20]})
    return f"{int(found[1]):02}:{int(found[2] or 0):02}"


def clean_hours(cell: str) -> str:
    try:
        hours = Decimal(re.sub(r"[\s小时学课]", "", cell))
    except InvalidOperation:
        hours = Decimal(0)
    if not hours.is_finite() or not Decimal("0.5") <= hours <= 24:
        raise Reject(_("“%(cell)s” is no number of hours of one day.") % {"cell": cell[:20]})
    return str(hours)


class ExchangesImport(OneByOneSpec):
    name = "collaboration.exchanges"
    label = gettext_lazy("Exchanges that were held")
    help = gettext_lazy(
        "A lecture, visit or other exchange a row, of enterprises that are here already. The enterprise "
        "confirms it; then it is closed, and counts. The same on the same day is taken in once."
    )
    capability = EDIT
    target = Exchange
    key = ("enterprise", "title", "on")
    fields = (
        Field(
            name="enterprise",
            label=gettext_lazy("Enterprise"),
            aliases=("企业", "企业名称", "合作企业", "单位名称", "统一社会信用代码", "enterprise", "company"),
            required=True,
            help=gettext_lazy("Its registration code or legal name."),
            example="苏州精工机械有限公司",
        ),
        Field(
            name="kind",
            label=pgettext_lazy("exchange", "Kind"),
            aliases=("活动类型", "活动类别", "类型", "类别", "kind"),
            required=True,
            clean=one_of(KINDS, gettext_lazy("“%(cell)s” is no kind of exchange.")),
            help=gettext_lazy("A lecture, training, visit, job fair, technical service and so on."),
            example="讲座",
        ),
        Field(
            name="title",
            label=pgettext_lazy("exchange", "Title"),
            aliases=("活动名称", "主题", "名称", "题目", "title"),
            required=True,
            example="数控工艺前沿讲座",
        ),
        Field(
            name="on",
            label=pgettext_lazy("exchange", "Held on"),
            aliases=("日期", "活动日期", "举办日期", "时间", "day", "date", "held on"),
            required=True,
            clean=clean_day,
            example="2026-04-17",
        ),
        Field(
            name="at",
            label=pgettext_lazy("exchange", "Began at"),
            aliases=("开始时间", "时刻", "began at", "time"),
            clean=clean_time,
            help=gettext_lazy("Empty: at nine in the morning."),
            example="14:00",
        ),
        Field(
            name="hours",
            label=pgettext_lazy("exchange", "How many hours"),
            aliases=("时长", "学时", "课时", "小时", "hours"),
            required=True,
            clean=clean_hours,
            help=gettext_lazy("Of sixty minutes: four lessons of 45 minutes are 3."),
            example="2",
        ),
        Field(
            name="place",
            label=pgettext_lazy("exchange", "Place"),
            aliases=("地点", "活动地点", "place"),
            example="报告厅",
        ),
        Field(
            name="contacts",
            label=gettext_lazy("Held by, of the enterprise"),
            aliases=("企业主讲人", "主讲人", "企业人员", "企业专家", "speaker"),
            help=gettext_lazy("Names of contacts, several apart by commas."),
            example="陈春梅",
        ),
        Field(
            name="teachers",
            label=gettext_lazy("Held by teachers"),
            aliases=("主讲教师", "带队教师", "负责教师", "教师", "teachers"),
            help=gettext_lazy("Staff numbers or names, several apart by commas."),
        ),
        Field(
            name="agreement",
            label=gettext_lazy("Under the agreement"),
            aliases=("合作协议", "协议编号", "所属协议", "agreement"),
            help=gettext_lazy("Its number."),
        ),
        Field(
            name="about",
            label=pgettext_lazy("exchange", "What it was about"),
            aliases=("内容", "活动内容", "简介", "备注", "about"),
        ),
    )

    def taken_in(self, *, actor: Actor, now: datetime) -> Intake:
        return ExchangeIntake(actor=actor, now=now)


def _names(cell: str) -> list[str]:
    return [name.strip() for name in re.split(r"[,;，；、/]", cell) if name.strip()]


@dataclass
class ExchangeIntake(Intake):
    """Takes exchanges in; each row costs a few indexed queries."""

    actor: Actor
    now: datetime

    def judge(self, values: Values) -> Judgement:
        enterprise = enterprise_in(values["enterprise"], self.actor)
        known = Exchange.objects.visible_to(self.actor).filter(
            enterprise=enterprise, title=values["title"], starts_at__date=date.fromisoformat(values["on"])
        )
        if (found := known.exclude(state__in=GIVEN_UP).first()) is not None:
            return Judgement(verdict=Verdict.UNCHANGED, target_id=found.pk)
        starts_at, ends_at = self._span(values)
        same = known.filter(kind=values["kind"], starts_at=starts_at, ends_at=ends_at).first()
        if same is not None:
            raise Reject(
                _("The same one is here as “%(state)s”: “%(reason)s” Correct the row, or talk to them first.")
                % {"state": same.get_state_display(), "reason": same.answer[:200]}
            )
        return Judgement(verdict=Verdict.NEW)

    def _span(self, values: Values) -> tuple[datetime, datetime]:
        begun = time.fromisoformat(values["at"] or NINE)
        starts_at = timezone.make_aware(datetime.combine(date.fromisoformat(values["on"]), begun))
        return starts_at, starts_at + timedelta(hours=float(values["hours"]))

    def write(self, values: Values, *, is_rehearsal: bool) -> int:
        enterprise = enterprise_in(values["enterprise"], self.actor)
        starts_at, ends_at = self._span(values)
        kind = ExchangeKind(values["kind"])
        made = record_exchange(
            actor=self.actor,
            enterprise_id=enterprise.pk,
            department=enterprise.department,
            contacts=self._contacts(values, enterprise),
            teachers=self._teachers(values),
            kind=kind,
            title=values["title"],
            about=values["about"],
            agreement=self._agreement(values),
            audience=[AUDIENCES.get(kind, Audience.STUDENTS)],
            starts_at=starts_at,
            ends_at=ends_at,
            place_kind=Place.SCHOOL if kind in TO_SCHOOL else Place.ENTERPRISE,
            place=values["place"],
            now=self.now,
        )
        return made.pk

    def _contacts(self, values: Values, enterprise: Enterprise) -> list[Contact]:
        found = []
        for name in _names(values["contacts"]):
            contact = Contact.objects.filter(enterprise=enterprise, left_on=None, name=name).first()
            if contact is None:
                raise Reject(
                    _("“%(name)s” is no contact of the enterprise: enter them there first.")
                    % {"name": name[:40]}
                )
            found.append(contact)
        return found

    def _teachers(self, values: Values) -> list[Teacher]:
        found = []
        for name in _names(values["teachers"]):
            rows = list(Teacher.objects.filter(staff_number=name)[:2]) or list(
                Teacher.objects.filter(name=name)[:2]
            )
            if len(rows) != 1:
                raise Reject(
                    _("Two teachers are called “%(name)s”: write the staff number.") % {"name": name[:40]}
                    if rows
                    else _("There is no teacher “%(name)s”.") % {"name": name[:40]}
                )
            found.append(rows[0])
        return found

    def _agreement(self, values: Values) -> Agreement | None:
        if not (number := values["agreement"]):
            return None
        found: Agreement | None = Agreement.objects.visible_to(self.actor).numbered(number).first()
        if found is None:
            raise Reject(_("There is no agreement of this number, or you do not see it."))
        return found
