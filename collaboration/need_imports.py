"""A list of needs, as a survey of enterprises brings it: a row is a need that was told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from catalogue.cells import majors_in
from catalogue.models import Occupation
from collaboration.models import Need, NeedKind, NeedLevel, Urgency
from collaboration.operations.needs import enter_need
from collaboration.transitions.needs import EDIT
from core.access import Actor
from core.imports.one_by_one import Intake, Judgement, OneByOneSpec
from core.imports.spec import Field, Reject, Values
from core.models import ImportRow
from partnerships.cells import enterprise_in
from teachers.imports import clean_amount, clean_day, one_of

Verdict = ImportRow.Verdict
NOT_A_NUMBER = gettext_lazy("“%(cell)s” is no number.")
KINDS: dict[str, tuple[str, ...]] = {
    NeedKind.TALENT: ("人才需求", "人才", "用人需求", "talent"),
    NeedKind.TRAINING: ("职工培训需求", "职工培训", "培训", "员工培训", "training"),
    NeedKind.TECHNOLOGY: ("技术需求", "技术与设备需求", "技术", "设备", "technology", "equipment"),
    NeedKind.RESEARCH: ("课题需求", "课题", "研究课题", "research"),
}
LEVELS: dict[str, tuple[str, ...]] = {
    NeedLevel.SECONDARY: ("中职", "中专", "中职毕业生", "secondary"),
    NeedLevel.COLLEGE: ("高职", "大专", "高职毕业生", "college"),
    NeedLevel.BACHELOR: ("本科", "本科及以上", "bachelor"),
    NeedLevel.SENIOR_WORKER: ("高级工", "senior worker"),
    NeedLevel.TECHNICIAN: ("技师", "技师及以上", "technician"),
}
URGENCIES: dict[str, tuple[str, ...]] = {
    Urgency.NORMAL: ("一般", "普通", "normal"),
    Urgency.HIGH: ("紧急", "急", "urgent", "high"),
}
PLAIN = ("title", "details", "level", "hoped", "urgency")
DAYS = ("from_on", "until_on")
NUMBERS = ("people", "hours")


def clean_number(cell: str) -> int:
    digits = re.sub(r"[\s,，人名课时学时]", "", cell)
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 6:
        raise Reject(str(NOT_A_NUMBER) % {"cell": cell[:20]})
    return int(digits)


class NeedsImport(OneByOneSpec):
    name = "collaboration.needs"
    label = gettext_lazy("Needs of enterprises")
    help = gettext_lazy(
        "A need a row, of enterprises that are here already: found by registration code, else by legal name. "
        "The same need told on the same day is taken in once."
    )
    capability = EDIT
    target = Need
    key = ("enterprise", "title", "told_on")
    fields = (
        Field(
            name="enterprise",
            label=gettext_lazy("Enterprise"),
            aliases=("企业", "企业名称", "单位名称", "统一社会信用代码", "enterprise", "company"),
            required=True,
            help=gettext_lazy("Its registration code or legal name."),
            example="苏州精工机械有限公司",
        ),
        Field(
            name="kind",
            label=pgettext_lazy("need of an enterprise", "Kind"),
            aliases=("需求类型", "需求类别", "类型", "类别", "kind"),
            required=True,
            clean=one_of(KINDS, gettext_lazy("“%(cell)s” is no kind of need.")),
            help=gettext_lazy("Talent, training, technology or research."),
            example="人才需求",
        ),
        Field(
            name="title",
            label=pgettext_lazy("need of an enterprise", "What is needed"),
            aliases=("需求名称", "需求", "名称", "title"),
            required=True,
            example="数控操作工20名",
        ),
        Field(
            name="details",
            label=pgettext_lazy("need of an enterprise", "In detail"),
            aliases=("需求描述", "描述", "详细说明", "说明", "details"),
            required=True,
            example="能独立操作加工中心，会看图编程。",
        ),
        Field(
            name="majors",
            label=gettext_lazy("Majors"),
            aliases=("专业", "对口专业", "需求专业", "majors"),
            help=gettext_lazy("Codes or names, several apart by commas."),
            example="660103",
        ),
        Field(
            name="occupation",
            label=gettext_lazy("Occupation"),
            aliases=("职业", "工种", "职业名称", "occupation"),
            help=gettext_lazy("Its code or name in the classification of 2022."),
        ),
        Field(
            name="people",
            label=pgettext_lazy("need of an enterprise", "Number of people"),
            aliases=("人数", "需求人数", "培训人数", "people", "number"),
            clean=clean_number,
            example="20",
        ),
        Field(
            name="level",
            label=pgettext_lazy("need of an enterprise", "Level"),
            aliases=("层次", "学历", "学历层次", "技能等级", "level"),
            clean=one_of(LEVELS, gettext_lazy("“%(cell)s” is no level of talent.")),
            example="高职",
        ),
        Field(
            name="from_on",
            label=pgettext_lazy("need of an enterprise", "From when"),
            aliases=("到岗时间", "起始日期", "from"),
            clean=clean_day,
        ),
        Field(
            name="hours",
            label=pgettext_lazy("need of an enterprise", "Hours wanted"),
            aliases=("学时", "课时", "培训学时", "hours"),
            clean=clean_number,
        ),
        Field(
            name="budget",
            label=pgettext_lazy("need of an enterprise", "Budget"),
            aliases=("预算", "经费预算", "经费", "budget"),
            clean=clean_amount,
            help=gettext_lazy("In yuan."),
        ),
        Field(
            name="hoped",
            label=pgettext_lazy("need of an enterprise", "Hoped result"),
            aliases=("预期成果", "期望成果", "预期结果", "result"),
        ),
        Field(
            name="urgency",
            label=pgettext_lazy("need of an enterprise", "Urgency"),
            aliases=("紧急程度", "urgency"),
            clean=one_of(URGENCIES, gettext_lazy("“%(cell)s” is no urgency.")),
        ),
        Field(
            name="until_on",
            label=pgettext_lazy("need of an enterprise", "Needed until"),
            aliases=("截止日期", "需求期限", "until"),
            clean=clean_day,
        ),
        Field(
            name="told_on",
            label=pgettext_lazy("need of an enterprise", "Told on"),
            aliases=("提出日期", "登记日期", "调研日期", "told on"),
            required=True,
            clean=clean_day,
            example="2026-03-31",
        ),
    )

    def taken_in(self, *, actor: Actor, now: datetime) -> Intake:
        return NeedIntake(actor=actor, now=now)


@dataclass
class NeedIntake(Intake):
    """Takes needs in; each row costs a few indexed queries."""

    actor: Actor
    now: datetime

    def judge(self, values: Values) -> Judgement:
        enterprise = enterprise_in(values["enterprise"], self.actor)
        known = Need.objects.visible_to(self.actor).filter(
            enterprise=enterprise, title=values["title"], told_on=values["told_on"]
        )
        if (need := known.first()) is not None:
            return Judgement(verdict=Verdict.UNCHANGED, target_id=need.pk)
        return Judgement(verdict=Verdict.NEW)

    def write(self, values: Values, *, is_rehearsal: bool) -> int:
        enterprise = enterprise_in(values["enterprise"], self.actor)
        fields: dict[str, Any] = {name: values[name] for name in PLAIN if values[name]}
        fields |= {name: values[name] for name in NUMBERS if values[name] != ""}
        fields |= {name: date.fromisoformat(values[name]) for name in DAYS if values[name]}
        if values["budget"]:
            fields["budget"] = Decimal(values["budget"])
        if values["occupation"]:
            fields["occupation"] = self._occupation(values["occupation"])
        told_on = date.fromisoformat(values["told_on"])
        if told_on > timezone.localdate(self.now):
            raise Reject(_("It was told today or earlier."))
        need = enter_need(
            actor=self.actor,
            enterprise_id=enterprise.pk,
            department=enterprise.department,
            kind=values["kind"],
            majors=majors_in(values["majors"]),
            told_on=told_on,
            now=self.now,
            **fields,
        )
        return need.pk

    def _occupation(self, name: str) -> Occupation:
        rows = Occupation.objects.filter(code=name) or Occupation.objects.filter(name_zh=name)
        found = rows.order_by("code").first()
        if found is None:
            raise Reject(_("“%(name)s” is no occupation of the classification.") % {"name": name[:40]})
        occupation: Occupation = found
        return occupation
