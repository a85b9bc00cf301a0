"""The monthly lists of insured students and of safety trainings, reconciled person by person with a plan."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Actor
from core.dates import parse_date
from core.forms import RecordForm
from core.imports.one_by_one import Intake, Judgement, OneByOneSpec
from core.imports.operations import UnableToImport
from core.imports.spec import Field, Reject, Values, fold
from core.models import ImportRow, ImportRun
from internships.models import Plan
from placements.models import (
    Insured,
    Payer,
    Placement,
    PlacementState,
    SafetyTraining,
)
from placements.operations.papers import find_or_enter_policy, write_insured, write_training
from placements.operations.readiness import recheck
from placements.transitions.papers import EDIT

Verdict = ImportRow.Verdict
NAMED = 300
PASS_MARK = Decimal(80)

PAYERS: dict[str, str] = {
    fold(word): payer.value
    for payer, words in {
        Payer.SCHOOL: ("school", "the school", "centre", "学校", "校方", "院校"),
        Payer.HOST: ("host", "enterprise", "the enterprise", "company", "企业", "实习单位", "单位", "公司"),
    }.items()
    for word in words
}
STUDENTS = {fold(word) for word in ("student", "students", "the student", "学生", "本人", "个人", "学生本人")}
YES_AND_NO: dict[str, bool] = {
    fold(word): answer
    for answer, words in {
        True: ("yes", "y", "true", "1", "是", "已发", "已发放", "有"),
        False: ("no", "n", "false", "0", "否", "未发", "未发放", "无"),
    }.items()
    for word in words
}


def clean_day(cell: str) -> str:
    day = parse_date(cell)
    if day is None:
        raise Reject(_("“%(cell)s” is no date: write it as 2026-03-31.") % {"cell": cell[:20]})
    return day.isoformat()


def clean_payer(cell: str) -> str:
    if fold(cell) in STUDENTS:
        raise Reject(_("students never pay the insurance (INT-36)"))
    payer = PAYERS.get(fold(cell))
    if payer is None:
        raise Reject(_("“%(cell)s” is neither the school nor the enterprise.") % {"cell": cell[:20]})
    return payer


def clean_score(cell: str) -> str:
    try:
        score = Decimal(unicodedata.normalize("NFKC", cell).strip().removesuffix("分"))
    except InvalidOperation:
        raise Reject(_("“%(cell)s” is no score.") % {"cell": cell[:20]}) from None
    if not score.is_finite() or not 0 <= score <= 100 or score != round(score, 1):
        raise Reject(_("a score lies between 0 and 100, with one decimal"))
    return str(score)


def clean_yes_or_no(cell: str) -> bool:
    answer = YES_AND_NO.get(fold(cell))
    if answer is None:
        raise Reject(_("“%(cell)s” is neither yes nor no.") % {"cell": cell[:20]})
    return answer


class PlanForm(RecordForm):
    """Of which plan a list is."""

    plan = forms.TypedChoiceField(
        label=gettext_lazy("Internship plan"),
        coerce=int,
        help_text=gettext_lazy("Each row is compared with who is placed in it, and the other way round."),
    )

    def narrow(self) -> None:
        field: Any = self.fields["plan"]
        plans = Plan.objects.permitting(self.user, EDIT).filter(placements__isnull=False).distinct()
        field.choices = [(plan.pk, str(plan)) for plan in plans.order_by("-starts_on", "pk")]


NUMBER = Field(
    name="number",
    label=gettext_lazy("Student number"),
    aliases=("学号", "学籍号", "student no", "student id", "number"),
    required=True,
    example="20240101",
)
NAME = Field(
    name="name",
    label=gettext_lazy("Name"),
    aliases=("姓名", "学生姓名", "被保险人", "被保险人姓名", "student name", "full name", "insured"),
    help=gettext_lazy("Compared with the name of the student who has the number."),
    example="李明",
)


class OfPlan(OneByOneSpec):
    """A list about the students placed in one plan."""

    capability = EDIT
    options_form = PlanForm
    reads: ClassVar[type[PlanIntake]]

    def intake(self, *, actor: Actor, run: ImportRun, now: datetime) -> AbstractContextManager[Intake]:
        return self._taking_in(actor, run, now)

    @contextmanager
    def _taking_in(self, actor: Actor, run: ImportRun, now: datetime) -> Iterator[Intake]:
        plan = Plan.objects.permitting(actor, EDIT).filter(pk=run.options["plan"]).first()
        if plan is None:
            raise UnableToImport(_("The plan is not yours to work on any more."))
        rows = Placement.objects.permitting(actor, EDIT).filter(plan=plan).select_related("student")
        if run.state == ImportRun.State.APPLYING:  # inside the transaction that writes
            rows = rows.select_for_update(of=("self",))
        yield self.reads(actor=actor, plan=plan, now=now, placed=list(rows.order_by("pk")))

    def after_apply(self, *, actor: Actor, run: ImportRun, now: datetime) -> None:
        written = run.rows.filter(verdict__in=[Verdict.NEW, Verdict.CHANGED]).values("target_id")
        concerned = self.target._default_manager.filter(pk__in=written).values_list("placement_id", flat=True)
        recheck(concerned, now=now)


@dataclass
class PlanIntake(Intake):
    """Knows who is placed in the plan. Rows about anybody else are refused with the reason."""

    actor: Actor
    plan: Plan
    now: datetime
    placed: list[Placement]
    live: dict[str, Placement] = field(init=False)
    over: dict[str, Placement] = field(init=False)
    seen: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.live = {one.student.number: one for one in self.placed if one.is_live}
        self.over = {one.student.number: one for one in self.placed if not one.is_live}

    def placement(self, values: Values) -> Placement:
        number = values["number"]
        found = self.live.get(number)
        if found is None and number in self.over:
            state = PlacementState(self.over[number].state).label
            raise Reject(_("on the list, but the placement is over: “%(state)s”") % {"state": state})
        if found is None:
            raise Reject(self.nobody)
        self.seen.add(found.pk)
        if values["name"] and fold(values["name"]) not in {
            fold(found.student.name),
            fold(found.student.name_latin),
        }:
            raise Reject(_("the number belongs to another name here"))
        return found

    @property
    def nobody(self) -> str:
        return _("on the list, but nobody with this number is placed in the plan")

    def missing(self) -> list[Placement]:
        """Who is placed, and stands in no row."""
        return [one for one in self.live.values() if one.pk not in self.seen]


def person(placement: Placement) -> str:
    return f"{placement.student} ({placement.student.number})"


def lines(people: list[Placement], headline: str) -> list[str]:
    """A line for each person under what concerns all of them."""
    if not people:
        return []
    named = [f"{headline} {person(one)}" for one in people[:NAMED]]
    if len(people) > NAMED:
        more = _("%(count)d more") % {"count": len(people) - NAMED}
        named.append(f"{headline} {more}")
    return named


# --- Insurance --------------------------------------------------------------------------------


class InsuranceIntake(PlanIntake):
    def __post_init__(self) -> None:
        super().__post_init__()
        rows = Insured.objects.filter(placement__in=[one.pk for one in self.placed]).select_related("policy")
        self.insured = {(one.placement_id, one.policy.insurer, one.policy.number): one for one in rows}
        terms = {one.pk: (one.starts_on, one.ends_on) for one in self.placed}
        self.covered = {one.placement_id for one in rows if one.covers(*terms[one.placement_id])}

    def judge(self, values: Values) -> Judgement:
        placement = self.placement(values)
        known = self.insured.get((placement.pk, values["insurer"], values["policy"]))
        doubt = self._doubt(placement, values)
        if known is None:
            return Judgement(verdict=Verdict.NEW, reason=doubt)
        changes = {
            name: [getattr(known, name).isoformat(), values[name]]
            for name in ("covers_from", "covers_until")
            if getattr(known, name).isoformat() != values[name]
        }
        verdict = Verdict.CHANGED if changes else Verdict.UNCHANGED
        return Judgement(verdict=verdict, reason=doubt, changes=changes or None, target_id=known.pk)

    def _doubt(self, placement: Placement, values: Values) -> str:
        first, last = date.fromisoformat(values["covers_from"]), date.fromisoformat(values["covers_until"])
        if first <= placement.starts_on and placement.ends_on <= last:
            self.covered.add(placement.pk)
            return ""
        return _("does not cover the internship, which lasts from %(first)s to %(last)s") % {
            "first": date_format(placement.starts_on),
            "last": date_format(placement.ends_on),
        }

    def write(self, values: Values, *, is_rehearsal: bool) -> int:
        placement = self.placement(values)
        first, last = date.fromisoformat(values["covers_from"]), date.fromisoformat(values["covers_until"])
        policy = find_or_enter_policy(
            actor=self.actor,
            department=self.plan.department_id,
            insurer=values["insurer"],
            number=values["policy"],
            covers_from=first,
            covers_until=last,
            paid_by=values["paid_by"],
            is_deducted=values["is_deducted"],
            now=self.now,
        )
        insured = write_insured(
            actor=self.actor, placement=placement, policy=policy, first=first, last=last, now=self.now
        )
        return insured.pk

    def remarks(self) -> list[str]:
        missing = self.missing()
        return [
            *lines([one for one in missing if one.pk not in self.covered], _("Placed, but not insured:")),
            *lines(
                [one for one in missing if one.pk in self.covered],
                _("Insured as recorded here, but not on this list:"),
            ),
        ]


class InsuranceImport(OfPlan):
    name = "placements.insurance"
    label = gettext_lazy("Insured students")
    help = gettext_lazy(
        "The insurer's list for a plan, once a month. Every row is compared with the placements: who is "
        "insured but not placed, placed but not insured, or not covered to the last day is named."
    )
    target = Insured
    key = ("number", "policy")
    reads = InsuranceIntake
    fields = (
        NUMBER,
        NAME,
        Field(
            name="insurer",
            label=gettext_lazy("Insurer"),
            aliases=("保险公司", "承保公司", "承保机构", "保险人", "insurance company"),
            required=True,
            repeats=True,
            example="中国人民财产保险",
        ),
        Field(
            name="policy",
            label=gettext_lazy("Policy number"),
            aliases=("保单号", "保险单号", "保单编号", "policy", "policy no"),
            required=True,
            example="PZBX2026320500001",
        ),
        Field(
            name="covers_from",
            label=gettext_lazy("Insured from"),
            aliases=("起保日期", "保险起期", "生效日期", "保险开始日期", "from", "start date"),
            required=True,
            clean=clean_day,
            repeats=True,
            example="2026-09-01",
        ),
        Field(
            name="covers_until",
            label=gettext_lazy("Insured until"),
            aliases=("终保日期", "保险止期", "到期日期", "保险结束日期", "until", "end date"),
            required=True,
            clean=clean_day,
            repeats=True,
            example="2027-02-28",
        ),
        Field(
            name="paid_by",
            label=gettext_lazy("Premium paid by"),
            aliases=("投保人", "缴费方", "保费承担方", "付款方", "payer", "paid by"),
            required=True,
            clean=clean_payer,
            repeats=True,
            help=gettext_lazy("The school or the enterprise, never the student."),
            example=gettext_lazy("The school"),
        ),
        Field(
            name="is_deducted",
            label=gettext_lazy("Premium kept back from pay"),
            aliases=("是否从报酬中抵扣", "是否从报酬中扣除", "保费抵扣报酬", "deducted from pay"),
            clean=clean_yes_or_no,
            repeats=True,
            empty=None,
            help=gettext_lazy("Yes or no."),
            example=gettext_lazy("no"),
        ),
    )

    def complete(self, values: Values, options: Mapping[str, Any]) -> Values:
        said = {one.name: one.empty for one in self.fields} | values
        if said["covers_until"] < said["covers_from"]:
            raise Reject(_("The last day comes after the first."))
        return said


# --- Safety training --------------------------------------------------------------------------


def mark_of(values: Values, known: SafetyTraining | None) -> Decimal:
    """An empty cell says nothing about what is known already."""
    if values["pass_mark"]:
        return Decimal(values["pass_mark"])
    return known.pass_mark if known else PASS_MARK


class TrainingIntake(PlanIntake):
    def __post_init__(self) -> None:
        super().__post_init__()
        rows = SafetyTraining.objects.filter(placement__in=[one.pk for one in self.placed])
        self.trained = {(one.placement_id, one.course, one.held_on.isoformat()): one for one in rows}
        self.passed = {one.placement_id for one in rows if one.is_passed}

    def judge(self, values: Values) -> Judgement:
        placement = self.placement(values)
        known = self.trained.get((placement.pk, values["course"], values["held_on"]))
        score, mark = Decimal(values["score"]), mark_of(values, known)
        doubt = ""
        if score >= mark:
            self.passed.add(placement.pk)
        else:
            doubt = _("failed: %(score)s of the %(mark)s that are needed; does not start before a pass") % {
                "score": score,
                "mark": mark,
            }
        if known is None:
            return Judgement(verdict=Verdict.NEW, reason=doubt)
        changes: dict[str, Any] = {
            name: [str(getattr(known, name)), str(wanted)]
            for name, wanted in (("score", score), ("pass_mark", mark))
            if getattr(known, name) != wanted
        }
        gear = values["has_protective_gear"]
        if gear is not None and gear != known.has_protective_gear:
            changes["has_protective_gear"] = [known.has_protective_gear, gear]
        verdict = Verdict.CHANGED if changes else Verdict.UNCHANGED
        return Judgement(verdict=verdict, reason=doubt, changes=changes or None, target_id=known.pk)

    def write(self, values: Values, *, is_rehearsal: bool) -> int:
        placement = self.placement(values)
        known = self.trained.get((placement.pk, values["course"], values["held_on"]))
        gear = values["has_protective_gear"]
        if gear is None and known is not None:
            gear = known.has_protective_gear
        training = write_training(
            actor=self.actor,
            placement=placement,
            course=values["course"],
            held_on=date.fromisoformat(values["held_on"]),
            score=Decimal(values["score"]),
            pass_mark=mark_of(values, known),
            has_protective_gear=gear,
            now=self.now,
        )
        return training.pk

    def remarks(self) -> list[str]:
        missing = [one for one in self.missing() if one.pk not in self.passed]
        return lines(missing, _("Placed, but without a safety training that was passed:"))


class TrainingImport(OfPlan):
    name = "placements.training"
    label = gettext_lazy("Scores of safety trainings")
    help = gettext_lazy(
        "The results of the safety training before the start. Whoever fails is named and does not start; "
        "whoever is placed and has no result is named as well."
    )
    target = SafetyTraining
    key = ("number", "course", "held_on")
    reads = TrainingIntake
    fields = (
        NUMBER,
        NAME,
        Field(
            name="course",
            label=gettext_lazy("Course"),
            aliases=("课程", "培训课程", "培训名称", "培训内容", "training"),
            required=True,
            repeats=True,
            example="三级安全教育",
        ),
        Field(
            name="held_on",
            label=gettext_lazy("Held on"),
            aliases=("培训日期", "考核日期", "考试日期", "日期", "date"),
            required=True,
            clean=clean_day,
            repeats=True,
            example="2026-08-28",
        ),
        Field(
            name="score",
            label=gettext_lazy("Score"),
            aliases=("成绩", "分数", "得分", "考核成绩", "score"),
            required=True,
            clean=clean_score,
            example="92",
        ),
        Field(
            name="pass_mark",
            label=gettext_lazy("Pass mark"),
            aliases=("合格线", "及格线", "合格分数", "及格分", "pass mark"),
            clean=clean_score,
            repeats=True,
            help=gettext_lazy("80 where nothing is said."),
            example="80",
        ),
        Field(
            name="has_protective_gear",
            label=gettext_lazy("Protective gear handed out"),
            aliases=("劳保用品", "防护用品", "劳动防护用品", "是否发放劳保", "是否发放防护用品", "ppe"),
            clean=clean_yes_or_no,
            repeats=True,
            empty=None,
            help=gettext_lazy("Yes or no."),
            example=gettext_lazy("yes"),
        ),
    )

    def complete(self, values: Values, options: Mapping[str, Any]) -> Values:
        return {one.name: one.empty for one in self.fields} | values
