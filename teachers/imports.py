"""The centre's list of teachers, as its personnel office keeps it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Department
from catalogue.cells import majors_in
from catalogue.models import Major
from core.access import Actor
from core.bilingual import listed
from core.dates import parse_date
from core.imports.one_by_one import Intake, Judgement, OneByOneSpec
from core.imports.spec import Field, Reject, Values, fold
from core.models import AccessLog, ImportRow
from teachers.models import Rank, Teacher, TeacherKind
from teachers.operations.service import change_service, come_back, leave
from teachers.operations.teachers import add_teacher, change_teacher
from teachers.policies import IMPORT, departments_for

Verdict = ImportRow.Verdict

KINDS: dict[str, tuple[str, ...]] = {
    TeacherKind.SPECIALIST: (
        *("专业课", "专业课教师", "专业教师", "专任专业课教师"),
        *("specialist", "specialist courses"),
    ),
    TeacherKind.INSTRUCTOR: (
        *("实习指导", "实习指导教师", "实训指导教师"),
        *("instructor", "internship instructor"),
    ),
    TeacherKind.GENERAL: (
        *("公共课", "公共基础课", "公共基础课教师", "文化课", "文化课教师"),
        *("general", "general courses"),
    ),
}
RANKS: dict[str, tuple[str, ...]] = {
    Rank.NONE: ("无", "未定级", "未评", "none"),
    Rank.JUNIOR: ("初级", "员级", "助理级", "junior"),
    Rank.INTERMEDIATE: ("中级", "intermediate"),
    Rank.ASSOCIATE_SENIOR: ("副高级", "副高", "associate senior", "associate_senior"),
    Rank.SENIOR: ("正高级", "正高", "高级正", "senior"),
}
PLAIN = ("name", "name_latin", "title", "rank", "phone")
DAYS = ("birth_date", "hired_on")


def one_of(words: Mapping[str, tuple[str, ...]], message: Any) -> Callable[[str], str]:
    known = {fold(word): value for value, names in words.items() for word in names}

    def clean(cell: str) -> str:
        found = known.get(fold(cell))
        if found is None:
            raise Reject(str(message) % {"cell": cell[:20]})
        return str(found)

    return clean


def clean_day(cell: str) -> str:
    day = parse_date(cell)
    if day is None:
        raise Reject(_("“%(cell)s” is no date: write it as 2026-03-31.") % {"cell": cell})
    return day.isoformat()


def clean_amount(cell: str) -> str:
    """An amount in yuan, as text."""
    try:
        amount = Decimal(re.sub(r"[\s,，元¥￥]", "", cell))
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or not 0 <= amount < 10**10:
        raise Reject(_("“%(cell)s” is no number.") % {"cell": cell[:20]})
    return str(amount)


class TeachersImport(OneByOneSpec):
    name = "teachers.teachers"
    label = gettext_lazy("Teachers")
    help = gettext_lazy(
        "The list of the personnel office, recognised by staff numbers. Another department or kind counts "
        "from the day in “Since” on, else from today. Bringing the same list in again changes nothing."
    )
    capability = IMPORT
    personal_data = AccessLog.Data.RECORD
    target = Teacher
    key = ("staff_number",)
    kept_elsewhere = gettext_lazy("A teacher of another department has this staff number.")
    fields = (
        Field(
            name="staff_number",
            label=gettext_lazy("Staff number"),
            aliases=("工号", "教工号", "职工号", "教职工号", "staff no", "staff id"),
            required=True,
            example="T0123",
        ),
        Field(
            name="name",
            label=gettext_lazy("Name"),
            aliases=("姓名", "教师姓名", "teacher name", "full name"),
            required=True,
            example="王芳",
        ),
        Field(
            name="name_latin",
            label=gettext_lazy("Name in Latin letters"),
            aliases=("英文名", "拼音", "姓名拼音", "pinyin", "latin name"),
            example="Wang Fang",
        ),
        Field(
            name="department",
            label=gettext_lazy("Department"),
            aliases=("部门", "系部", "所在部门", "所属系部", "department code"),
            required=True,
            help=gettext_lazy("Its code or name, as it is called here."),
            example="机电工程系",
        ),
        Field(
            name="kind",
            label=gettext_lazy("Kind"),
            aliases=("教师类别", "教师类型", "类别", "任课类别", "teacher kind"),
            required=True,
            clean=one_of(KINDS, gettext_lazy("“%(cell)s” is no kind of teacher.")),
            help=gettext_lazy("Specialist courses, general courses or internship instructor."),
            example=TeacherKind.SPECIALIST.label,
        ),
        Field(
            name="title",
            label=gettext_lazy("Professional title"),
            aliases=("职称", "专业技术职务", "职称名称", "title"),
            example="讲师",
        ),
        Field(
            name="rank",
            label=gettext_lazy("Rank"),
            aliases=("职称级别", "职称等级", "职称层级"),
            clean=one_of(RANKS, gettext_lazy("“%(cell)s” is no rank of a title.")),
            help=gettext_lazy("None, junior, intermediate, associate senior or senior."),
            example=Rank.INTERMEDIATE.label,
        ),
        Field(
            name="majors",
            label=gettext_lazy("Majors taught"),
            aliases=("任教专业", "所教专业", "专业", "majors"),
            help=gettext_lazy("Codes or names, several apart by commas."),
            example="660103",
        ),
        Field(
            name="hired_on",
            label=gettext_lazy("Hired on"),
            aliases=("入职日期", "入校日期", "来校日期", "到校时间", "hire date"),
            clean=clean_day,
            example="2016-09-01",
        ),
        Field(
            name="birth_date",
            label=gettext_lazy("Born on"),
            aliases=("出生日期", "生日", "birth date", "date of birth"),
            clean=clean_day,
            example="1985-03-01",
        ),
        Field(
            name="phone",
            label=gettext_lazy("Phone"),
            aliases=("手机", "手机号", "电话", "联系电话", "mobile"),
            example="13800000000",
        ),
        Field(
            name="since",
            label=gettext_lazy("Since"),
            aliases=("任现职日期", "变动日期", "起始日期", "since"),
            clean=clean_day,
            help=gettext_lazy(
                "From when department and kind are so, where they have changed. Who is new and has no day in "
                "“Hired on” serves from this day on."
            ),
        ),
        Field(
            name="left_on",
            label=gettext_lazy("Left on"),
            aliases=("离职日期", "离校日期", "离岗日期"),
            clean=clean_day,
            help=gettext_lazy("The last day of service."),
        ),
    )

    def taken_in(self, *, actor: Actor, now: datetime) -> Intake:
        return TeacherIntake(actor=actor, now=now)


@dataclass
class TeacherIntake(Intake):
    """Takes teachers in. Departments are looked up once; each row costs a few indexed queries."""

    actor: Actor
    now: datetime
    departments: dict[str, Department] = field(init=False)

    def __post_init__(self) -> None:
        self.departments = {
            fold(name): one
            for one in departments_for(self.actor, IMPORT)
            for name in (one.name_zh, one.name_en, one.code)
        }

    def judge(self, values: Values) -> Judgement:
        department, majors = self._department(values), majors_in(values["majors"])
        known = self._known(values)
        if known is None:
            return Judgement(verdict=Verdict.NEW)
        changes = self._changes(known, values, department, majors)
        if not changes:
            return Judgement(verdict=Verdict.UNCHANGED, target_id=known.pk)
        return Judgement(verdict=Verdict.CHANGED, changes=changes, target_id=known.pk)

    def write(self, values: Values, *, is_rehearsal: bool) -> int:
        department, majors = self._department(values), majors_in(values["majors"])
        known = self._known(values)
        if known is None:
            plain: Any = {name: values[name] for name in PLAIN if values[name]}
            days: Any = {name: date.fromisoformat(values[name]) for name in DAYS if values[name]}
            if not (values["hired_on"] or values["since"]):
                raise Reject(_("Since when does the teacher serve here? Say it in “Hired on” or “Since”."))
            known = add_teacher(
                actor=self.actor,
                now=self.now,
                staff_number=values["staff_number"],
                department=department,
                kind=values["kind"],
                majors=majors,
                serves_from=date.fromisoformat(values["since"]) if values["since"] else None,
                **plain,
                **days,
            )
            self._leave(known, values)
            return known.pk
        changes = self._changes(known, values, department, majors)
        fields: Any = {name: values[name] for name in PLAIN if name in changes}
        fields |= {name: date.fromisoformat(values[name]) for name in DAYS if name in changes}
        if "majors" in changes:
            fields["majors"] = majors
        if fields:
            change_teacher(actor=self.actor, pk=known.pk, now=self.now, **fields)
        if "department" in changes or "kind" in changes:
            since = date.fromisoformat(values["since"]) if values["since"] else timezone.localdate(self.now)
            move = come_back if known.left_on else change_service
            move(
                actor=self.actor,
                pk=known.pk,
                starts_on=since,
                department=department,
                kind=values["kind"],
                now=self.now,
            )
        if "left_on" in changes:
            self._leave(known, values)
        return known.pk

    def _leave(self, teacher: Teacher, values: Values) -> None:
        if values["left_on"]:
            last_day = date.fromisoformat(values["left_on"])
            leave(actor=self.actor, pk=teacher.pk, last_day=last_day, now=self.now)

    # --- What is there ------------------------------------------------------------------------

    def _department(self, values: Values) -> Department:
        found = self.departments.get(fold(values["department"]))
        if found is None:
            raise Reject(_("There is no such department here, or it is not one of yours."))
        return found

    def _known(self, values: Values) -> Teacher | None:
        rows = Teacher.objects.select_related("department").prefetch_related("majors")
        teacher = rows.filter(staff_number=values["staff_number"]).first()
        if teacher is not None and not teacher.permits(self.actor, IMPORT):
            raise Reject(str(TeachersImport.kept_elsewhere))
        return teacher

    def _changes(
        self, known: Teacher, values: Values, department: Department, majors: list[Major]
    ) -> dict[str, Any]:
        """Name → [from, to]. An empty cell says nothing."""
        changes: dict[str, Any] = {
            name: [getattr(known, name), values[name]]
            for name in (*PLAIN, "kind")
            if values[name] and values[name] != getattr(known, name)
        }
        for name in (*DAYS, "left_on"):
            day = getattr(known, name)
            before = day.isoformat() if day else ""
            if values[name] and values[name] != before:
                changes[name] = [before, values[name]]
        if department.pk != known.department_id:
            changes["department"] = [str(known.department), str(department)]
        taught = list(known.majors.all())
        if majors and {one.pk for one in majors} != {one.pk for one in taught}:
            changes["majors"] = [listed(taught), listed(majors)]
        return changes
