"""A list of destinations: one row a graduate, recognised by the student number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Actor
from core.imports.one_by_one import Intake, Judgement, OneByOneSpec
from core.imports.spec import Field, Reject, Values, fold
from core.models import ImportRow
from internships.imports import clean_day
from internships.models import Student
from placements.models import Destination, DestinationKind
from placements.models.destinations import ALWAYS_MATCHED
from placements.operations.destinations import EDIT, report_destination

Verdict = ImportRow.Verdict
K = DestinationKind
KINDS: dict[str, str] = {
    fold(word): kind.value
    for kind, words in {
        K.HOST: ("实习单位录用", "实习单位就业", "留用", "host", "hired at the host"),
        K.FIELD: ("对口就业", "本专业就业", "协议就业（对口）", "field", "in the field"),
        K.ELSEWHERE: ("非对口就业", "其他就业", "elsewhere", "another field"),
        K.SELF_EMPLOYED: ("自主创业", "灵活就业", "自由职业", "self-employed", "freelance"),
        K.STUDY: ("升学", "专升本", "出国（境）深造", "further study", "study"),
        K.MILITARY: ("应征入伍", "参军", "military", "military service"),
        K.SEEKING: ("待就业", "求职中", "seeking", "looking for work"),
        K.UNKNOWN: ("未知", "不详", "unknown"),
    }.items()
    for word in words
}
YES = {fold(word) for word in ("是", "对口", "yes", "y", "1", "true")}


def clean_kind(cell: str) -> str:
    kind = KINDS.get(fold(cell))
    if kind is None:
        raise Reject(_("“%(cell)s” is no destination we know.") % {"cell": cell[:20]})
    return kind


class DestinationsImport(OneByOneSpec):
    name = "placements.destinations"
    label = gettext_lazy("Destinations of graduates")
    help = gettext_lazy(
        "Recognised by student numbers. What is brought in is reported, and counts once it is confirmed. "
        "Bringing the same list in again changes nothing."
    )
    capability = EDIT
    target = Destination
    key = ("number",)
    fields = (
        Field(
            name="number",
            label=gettext_lazy("Student number"),
            aliases=("学号", "学籍号", "student no", "number"),
            required=True,
            example="20240101",
        ),
        Field(
            name="kind",
            label=gettext_lazy("What became of them"),
            aliases=("毕业去向", "去向", "就业类型", "毕业去向类别", "destination"),
            required=True,
            clean=clean_kind,
            example="对口就业",
        ),
        Field(
            name="where",
            label=gettext_lazy("Employer or school"),
            aliases=("单位名称", "就业单位", "录取院校", "去向单位", "employer"),
            example="苏州精工机械有限公司",
        ),
        Field(
            name="is_matched",
            label=gettext_lazy("In the field of the major"),
            aliases=("是否对口", "专业对口"),
            help=gettext_lazy("Only for who works for themselves."),
        ),
        Field(
            name="since_on",
            label=gettext_lazy("Since"),
            aliases=("就业日期", "入职日期", "报到日期", "since"),
            clean=clean_day,
            example="2027-07-01",
        ),
        Field(
            name="proof",
            label=gettext_lazy("Proof"),
            aliases=("佐证材料", "证明材料", "proof"),
            example="劳动合同",
        ),
    )

    def taken_in(self, *, actor: Actor, now: datetime) -> Intake:
        return DestinationIntake(actor=actor, now=now)


@dataclass
class DestinationIntake(Intake):
    """Each row costs a few indexed queries."""

    actor: Actor
    now: datetime

    def judge(self, values: Values) -> Judgement:
        student = self._student(values)
        known = Destination.objects.filter(student=student).first()
        said = self._said(values)
        if known is None:
            return Judgement(verdict=Verdict.NEW)
        if known.is_confirmed:
            return Judgement(
                verdict=Verdict.UNCHANGED, reason=_("It is confirmed, and stays."), target_id=known.pk
            )
        changes = {
            name: [str(getattr(known, name)), str(value)]
            for name, value in said.items()
            if getattr(known, name) != value
        }
        if not changes:
            return Judgement(verdict=Verdict.UNCHANGED, target_id=known.pk)
        return Judgement(verdict=Verdict.CHANGED, changes=changes, target_id=known.pk)

    def write(self, values: Values, *, is_rehearsal: bool) -> int:
        student = self._student(values)
        made = report_destination(actor=self.actor, pk=student.pk, now=self.now, **self._said(values))
        return made.pk

    def _student(self, values: Values) -> Student:
        rows = Student.objects.visible_to(self.actor).select_related("school_class")
        student = rows.filter(number=values["number"]).first()
        if student is None or not self.actor.scope_for(EDIT).covers(student.department_id):
            raise Reject(_("There is no such student here, or it is another department's."))
        return student

    def _said(self, values: Values) -> dict[str, Any]:
        kind = values["kind"]
        is_matched = kind in ALWAYS_MATCHED or (kind == K.SELF_EMPLOYED and fold(values["is_matched"]) in YES)
        return {
            "kind": kind,
            "where": values["where"],
            "is_matched": is_matched,
            "since_on": date.fromisoformat(values["since_on"]) if values["since_on"] else None,
            "proof": values["proof"],
        }
