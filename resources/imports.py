"""A list of resources, as the register of assets or of training bases brings it: a row is a resource."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Department
from catalogue.cells import majors_in
from core.access import Actor
from core.imports.one_by_one import Intake, Judgement, OneByOneSpec
from core.imports.spec import Field, Reject, Values
from core.models import ImportRow
from core.search import fold
from partnerships.cells import department_in, enterprise_in
from partnerships.models import Enterprise
from resources.models import Resource, ResourceKind
from resources.operations.resources import enter_resource
from resources.transitions.bookings import EDIT
from teachers.imports import clean_day, one_of

Verdict = ImportRow.Verdict
NOT_A_NUMBER = gettext_lazy("“%(cell)s” is no number.")
KINDS: dict[str, tuple[str, ...]] = {
    ResourceKind.BASE: ("实训基地", "实习实训基地", "基地", "training base"),
    ResourceKind.WORKSHOP: ("实训室", "实训车间", "车间", "实验室", "workshop", "laboratory"),
    ResourceKind.EQUIPMENT: ("设备", "仪器", "仪器设备", "equipment"),
    ResourceKind.VENUE: ("场地", "场馆", "会议室", "venue"),
}
YES = frozenset({"是", "可", "可以", "y", "yes", "true", "1", "√"})
NO = frozenset({"否", "不可", "n", "no", "false", "0", "×"})


def clean_count(most: int) -> Callable[[str], int]:
    def clean(cell: str) -> int:
        digits = re.sub(r"[\s,，人名月个]", "", cell)
        if not digits.isascii() or not digits.isdecimal() or not 0 < int(digits[:7] or 0) <= most:
            raise Reject(str(NOT_A_NUMBER) % {"cell": cell[:20]})
        return int(digits)

    return clean


def clean_yes(cell: str) -> bool:
    said = fold(cell.strip())
    if said not in YES | NO:
        raise Reject(_("“%(cell)s” is neither yes nor no.") % {"cell": cell[:20]})
    return said in YES


class ResourcesImport(OneByOneSpec):
    name = "resources.resources"
    label = gettext_lazy("Resources")
    help = gettext_lazy(
        "A resource a row. One with the same number, or the same name and place, in the same department is "
        "there already and stays as it is."
    )
    capability = EDIT
    target = Resource
    key = ("department", "name", "place")
    fields = (
        Field(
            name="name",
            label=pgettext_lazy("resource", "Name"),
            aliases=("名称", "资源名称", "实训室名称", "设备名称", "基地名称", "name"),
            required=True,
            example="数控加工实训车间",
        ),
        Field(
            name="kind",
            label=pgettext_lazy("resource", "Kind"),
            aliases=("类型", "类别", "资源类型", "kind"),
            required=True,
            clean=one_of(KINDS, gettext_lazy("“%(cell)s” is no kind of resource.")),
            help=gettext_lazy("Training base, workshop, equipment or venue."),
            example="实训室",
        ),
        Field(
            name="department",
            label=gettext_lazy("Department"),
            aliases=("部门", "系部", "所属部门", "管理部门", "department"),
            required=True,
            help=gettext_lazy("Its code or name."),
            example="TH-01",
        ),
        Field(
            name="enterprise",
            label=gettext_lazy("Enterprise"),
            aliases=("企业", "所属企业", "企业名称", "enterprise"),
            help=gettext_lazy(
                "Whose it is, by registration code or legal name; empty for the department’s own."
            ),
        ),
        Field(
            name="number",
            label=pgettext_lazy("resource", "Number"),
            aliases=("编号", "资产编号", "设备编号", "number"),
            example="SX-0301",
        ),
        Field(
            name="place",
            label=pgettext_lazy("resource", "Place"),
            aliases=("地点", "位置", "存放地点", "地址", "place"),
            required=True,
            example="实训楼 301",
        ),
        Field(
            name="capacity",
            label=pgettext_lazy("resource", "Capacity"),
            aliases=("容量", "容纳人数", "工位数", "capacity"),
            required=True,
            clean=clean_count(5000),
            example="40",
        ),
        Field(
            name="about",
            label=pgettext_lazy("resource", "Description"),
            aliases=("说明", "简介", "描述", "description"),
        ),
        Field(
            name="safety_rules",
            label=pgettext_lazy("resource", "Safety rules"),
            aliases=("安全规程", "安全要求", "安全须知", "safety"),
        ),
        Field(
            name="majors",
            label=gettext_lazy("Majors"),
            aliases=("专业", "服务专业", "面向专业", "majors"),
            help=gettext_lazy("Codes or names, several apart by commas."),
            example="660103",
        ),
        Field(
            name="is_shared",
            label=pgettext_lazy("resource", "May be booked by enterprises"),
            aliases=("对企业开放", "可预约", "共享", "shared"),
            clean=clean_yes,
            example="是",
        ),
        Field(
            name="check_months",
            label=gettext_lazy("Months between safety checks"),
            aliases=("安全检查周期", "检查周期（月）", "检查周期", "check months"),
            clean=clean_count(120),
            example="6",
        ),
        Field(
            name="next_check_on",
            label=gettext_lazy("Next safety check"),
            aliases=("下次安全检查", "下次检查日期", "next check"),
            clean=clean_day,
            example="2027-03-31",
        ),
    )

    def taken_in(self, *, actor: Actor, now: datetime) -> Intake:
        return ResourceIntake(actor=actor, now=now)


@dataclass
class ResourceIntake(Intake):
    """Takes resources in; each row costs a few indexed queries."""

    actor: Actor
    now: datetime

    def judge(self, values: Values) -> Judgement:
        department = self._department(values)
        rows = Resource.objects.filter(department=department)
        found = rows.filter(number=values["number"]).first() if values["number"] else None
        found = found or rows.filter(name=values["name"], place=values["place"]).first()
        if found is not None:
            return Judgement(verdict=Verdict.UNCHANGED, target_id=found.pk)
        return Judgement(verdict=Verdict.NEW)

    def write(self, values: Values, *, is_rehearsal: bool) -> int:
        fields: dict[str, Any] = {
            name: values[name]
            for name in ("name", "kind", "number", "place", "capacity", "about", "safety_rules")
            if values[name] != ""
        }
        if values["is_shared"] != "":
            fields["is_shared"] = values["is_shared"]
        if values["check_months"] != "":
            fields["check_months"] = values["check_months"]
        if values["next_check_on"]:
            fields["next_check_on"] = date.fromisoformat(values["next_check_on"])
        resource = enter_resource(
            actor=self.actor,
            department=self._department(values),
            enterprise=self._enterprise(values),
            majors=majors_in(values["majors"]),
            now=self.now,
            **fields,
        )
        return resource.pk

    def _department(self, values: Values) -> Department:
        found = department_in(values["department"], self.actor, EDIT)
        if found is None:
            raise Reject(_("There is no such department in which you keep resources."))
        return found

    def _enterprise(self, values: Values) -> Enterprise | None:
        return enterprise_in(values["enterprise"], self.actor) if values["enterprise"] else None
