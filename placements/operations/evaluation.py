"""The end of an internship: both sides judge, the coordinator confirms, the student may appeal (INT-32, 33).

Scores are typed by people, for the criteria of the plan. Nothing here reads attendance or an enterprise's own
standards for its staff: the law forbids to copy them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible
from core.errors import Refused
from internships.models import AssessmentCriterion, Side
from placements.evaluation_notices import tell_answered, tell_appealed, tell_confirmed
from placements.models import (
    OPEN_STATES,
    OVER_STATES,
    Appeal,
    CriterionScore,
    EvaluationResult,
    GradeScale,
    Placement,
    SideEvaluation,
)
from placements.operations.archives import check_archives

GRADE, CONFIRM = "evaluation.grade", "evaluation.confirm"
# Judging begins while the student is still there; the result is confirmed when the internship is over.
JUDGED_STATES = OPEN_STATES | OVER_STATES
CENT = Decimal("0.01")


class UnableToEvaluate(Refused):
    """It cannot be judged, confirmed or appealed against now; the message says why."""


@dataclass(frozen=True, slots=True)
class Given:
    """What is said for one criterion: a score from 0 to 100, and a remark."""

    score: int
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion with its score, as a result keeps it."""

    criterion: str
    side: str
    weight: int
    score: int
    remark: str

    def as_json(self) -> dict[str, Any]:
        return {
            "criterion": self.criterion,
            "side": self.side,
            "weight": self.weight,
            "score": self.score,
            "remark": self.remark,
        }


def weighted_total(lines: Sequence[tuple[int, int]]) -> Decimal:
    """Score times weight in percent, added up; with two decimals. Takes (score, weight)."""
    total = sum((Decimal(score * weight) for score, weight in lines), Decimal(0))
    return (total / 100).quantize(CENT, rounding=ROUND_HALF_UP)


def scale_for(plan_id: int) -> GradeScale:
    """The scale of the plan, else the centre's, else 90, 80 and 60. One query."""
    known = {scale.plan_id: scale for scale in GradeScale.objects.filter(plan__in=[plan_id])}
    if plan_id in known:
        return known[plan_id]
    return GradeScale.objects.filter(plan=None).first() or GradeScale()


# --- Judging ----------------------------------------------------------------------------------


def judges_for_school(actor: Actor, placement: Placement) -> bool:
    """Whether somebody judges for the school: the instructor, or whoever holds the power there.

    Costs a query where the instructor is not fetched along.
    """
    instructor = placement.instructor
    is_instructor = instructor is not None and instructor.user_id == actor.pk and actor.pk is not None
    return is_instructor or placement.permits(actor, GRADE)


@transaction.atomic
def evaluate_for_school(
    *, actor: Actor, pk: int, scores: Mapping[int, Given], remark: str, now: datetime
) -> SideEvaluation:
    """Hand in, or change, what the school says of a student.

    Raises NotVisible, PermissionDenied, UnableToEvaluate.
    """
    placement = (
        Placement.objects.visible_to(actor)
        .select_related("instructor")
        .select_for_update(of=("self",))
        .filter(pk=pk)
        .first()
    )
    if placement is None:
        raise NotVisible(f"placements.Placement {pk}")
    if not judges_for_school(actor, placement):
        raise PermissionDenied(_("The instructor of this student judges for the school."))
    name = str(placement.instructor) if placement.instructor else ""
    return hand_in(actor, placement, Side.SCHOOL, scores, remark=remark, name=name, now=now)


@transaction.atomic
def evaluate_for_enterprise(
    *,
    actor: Actor,
    contact_id: int,
    name: str,
    pk: int,
    scores: Mapping[int, Given],
    remark: str,
    now: datetime,
) -> SideEvaluation:
    """Hand in, or change, what the enterprise says: by the mentor of the student, and nobody else.

    Raises NotVisible, UnableToEvaluate.
    """
    placement = Placement.objects.select_for_update(of=("self",)).filter(pk=pk, mentor=contact_id).first()
    if placement is None:
        raise NotVisible(f"placements.Placement {pk}")
    return hand_in(actor, placement, Side.ENTERPRISE, scores, remark=remark, name=name, now=now)


def hand_in(
    actor: Actor,
    placement: Placement,
    side: Side,
    scores: Mapping[int, Given],
    *,
    remark: str,
    name: str,
    now: datetime,
    judged_on: date | None = None,
) -> SideEvaluation:
    """The caller holds the placement's lock, and has seen that the actor judges, or enters what was judged.

    Args:
        judged_on: the day on the sheet, where the actor enters what somebody judged on paper.

    Raises UnableToEvaluate.
    """
    _require_judgeable(placement)
    criteria = list(AssessmentCriterion.objects.filter(plan=placement.plan_id, side=side))
    if not criteria:
        raise UnableToEvaluate(_("The plan names nothing that this side judges."))
    missing = [criterion.name for criterion in criteria if criterion.pk not in scores]
    if missing:
        raise UnableToEvaluate(_("Give a score for: %(names)s.") % {"names": ", ".join(missing)})
    if any(not 0 <= given.score <= 100 for given in scores.values()):
        raise UnableToEvaluate(_("Scores go from 0 to 100."))
    evaluation, is_new = SideEvaluation.objects.update_or_create(
        placement=placement,
        side=side,
        defaults={
            "remark": remark.strip(),
            "given_by_id": actor.pk if judged_on is None else None,
            "given_as": name,
            "given_at": now,
            "judged_on": judged_on,
            "recorded_by_id": None if judged_on is None else actor.pk,
        },
    )
    evaluation.scores.all().delete()
    CriterionScore.objects.bulk_create(
        CriterionScore(
            evaluation=evaluation,
            criterion=criterion,
            score=scores[criterion.pk].score,
            remark=scores[criterion.pk].remark.strip()[:500],
        )
        for criterion in criteria
    )
    audit.record(
        actor=actor,
        subject=placement,
        verb=f"evaluation.{side.value}" if judged_on is None else "evaluation.on_paper",
        now=now,
        details={"again": not is_new},
    )
    return evaluation


def _require_judgeable(placement: Placement) -> None:
    if placement.state not in JUDGED_STATES:
        raise UnableToEvaluate(_("It is judged once the internship has begun."))
    if EvaluationResult.objects.filter(placement=placement).exists():
        raise UnableToEvaluate(_("The result is confirmed. It is corrected with a reason, not judged again."))


# --- Confirming -------------------------------------------------------------------------------


def lines_of(placement: Placement) -> list[Line]:
    """What both sides said, in the order of the plan. Two queries."""
    evaluations = SideEvaluation.objects.filter(placement=placement).prefetch_related("scores__criterion")
    found = [
        (score.criterion.order, _line(score.criterion, score.score, score.remark))
        for evaluation in evaluations
        for score in evaluation.scores.all()
    ]
    return [line for _order, line in sorted(found, key=lambda pair: pair[0])]


def _line(criterion: AssessmentCriterion, score: int, remark: str) -> Line:
    return Line(criterion.name, criterion.side, criterion.weight, score, remark)


def in_the_way(placement: Placement) -> str:
    """Why the result cannot be confirmed yet; empty where it can. A few queries."""
    if placement.state not in OVER_STATES:
        return _("The internship is not over yet.")
    criteria = list(AssessmentCriterion.objects.filter(plan=placement.plan_id))
    if sum(criterion.weight for criterion in criteria) != 100:
        return _("The weights of the plan do not add up to 100 percent.")
    if {criterion.side for criterion in criteria} != set(Side):
        return _("The plan does not let both sides judge.")
    given = {evaluation.side for evaluation in SideEvaluation.objects.filter(placement=placement)}
    if Side.ENTERPRISE not in given:
        return _("The enterprise has not judged yet.")
    if Side.SCHOOL not in given:
        return _("The school has not judged yet.")
    scored = CriterionScore.objects.filter(evaluation__placement=placement).values_list(
        "criterion", flat=True
    )
    if set(scored) != {criterion.pk for criterion in criteria}:
        return _("Not everything that the plan assesses has a score.")
    return ""


@transaction.atomic
def confirm_result(*, actor: Actor, pk: int, now: datetime) -> EvaluationResult:
    """Make what both sides said the result. From then on it stands.

    Raises:
        NotVisible, PermissionDenied.
        UnableToEvaluate: one side is missing, it is not over, or it was confirmed before.
    """
    placement: Placement = Placement.objects.for_write(actor, pk, CONFIRM)
    if EvaluationResult.objects.filter(placement=placement).exists():
        raise UnableToEvaluate(_("The result is confirmed already."))
    if reason := in_the_way(placement):
        raise UnableToEvaluate(reason)
    remarks = dict(SideEvaluation.objects.filter(placement=placement).values_list("side", "remark"))
    result = _keep(
        actor,
        placement,
        lines_of(placement),
        version=1,
        remarks=(remarks[Side.SCHOOL], remarks[Side.ENTERPRISE]),
        reason="",
        now=now,
    )
    tell_confirmed(result, now=now)
    return result


@transaction.atomic
def correct_result(
    *,
    actor: Actor,
    pk: int,
    scores: Mapping[int, int],
    reason: str,
    now: datetime,
) -> EvaluationResult:
    """Record a corrected result as the next version; the earlier ones stay as they were.

    Args:
        scores: place of the line in the result → score; those left out stay.

    Raises NotVisible, PermissionDenied, UnableToEvaluate.
    """
    placement: Placement = Placement.objects.for_write(actor, pk, CONFIRM)
    last = placement.results.first()
    if last is None:
        raise UnableToEvaluate(_("There is no result yet that could be corrected."))
    if not reason.strip():
        raise UnableToEvaluate(_("Please give a reason: the others will read it."))
    lines = [Line(**line) for line in last.lines]
    corrected = [
        Line(line.criterion, line.side, line.weight, scores.get(place, line.score), line.remark)
        for place, line in enumerate(lines)
    ]
    if any(not 0 <= line.score <= 100 for line in corrected):
        raise UnableToEvaluate(_("Scores go from 0 to 100."))
    if corrected == lines:
        raise UnableToEvaluate(_("Nothing is corrected: every score stays as it was."))
    result = _keep(
        actor,
        placement,
        corrected,
        version=last.version + 1,
        remarks=(last.school_remark, last.enterprise_remark),
        reason=reason.strip(),
        now=now,
    )
    tell_confirmed(result, now=now)
    return result


def _keep(
    actor: Actor,
    placement: Placement,
    lines: list[Line],
    *,
    version: int,
    remarks: tuple[str, str],
    reason: str,
    now: datetime,
) -> EvaluationResult:
    total = weighted_total([(line.score, line.weight) for line in lines])
    scale = scale_for(placement.plan_id)
    result = EvaluationResult.objects.create(
        placement=placement,
        version=version,
        lines=[line.as_json() for line in lines],
        school_remark=remarks[0],
        enterprise_remark=remarks[1],
        total=total,
        grade=scale.grade_of(total),
        excellent_from=scale.excellent_from,
        good_from=scale.good_from,
        pass_from=scale.pass_from,
        reason=reason,
        confirmed_by_id=actor.pk,
        confirmed_at=now,
    )
    audit.record(
        actor=actor,
        subject=placement,
        verb="evaluation.corrected" if version > 1 else "evaluation.confirmed",
        now=now,
        reason=reason,
        details={"version": version, "total": str(total), "grade": result.grade},
        capability=CONFIRM,
    )
    check_archives([placement.pk], now=now)
    return result


# --- Appealing --------------------------------------------------------------------------------


@transaction.atomic
def make_appeal(*, actor: Actor, student_id: int, pk: int, reason: str, now: datetime) -> Appeal:
    """A student asks to have the result looked at again: once.

    Raises NotVisible, UnableToEvaluate.
    """
    placement = (
        Placement.objects.select_for_update(of=("self",))
        .select_related("student", "plan")
        .filter(pk=pk, student=student_id)
        .first()
    )
    if placement is None:
        raise NotVisible(f"placements.Placement {pk}")
    result = placement.results.first()
    if result is None:
        raise UnableToEvaluate(_("There is no result yet."))
    if Appeal.objects.filter(placement=placement).exists():
        raise UnableToEvaluate(_("You have appealed already. One appeal is open to you."))
    if not reason.strip():
        raise UnableToEvaluate(_("Please say why: the coordinator reads it."))
    appeal = Appeal.objects.create(placement=placement, result=result, reason=reason.strip(), made_at=now)
    audit.record(actor=actor, subject=placement, verb="evaluation.appealed", now=now, reason=appeal.reason)
    tell_appealed(appeal, now=now)
    return appeal


@transaction.atomic
def answer_appeal(*, actor: Actor, pk: int, answer: str, now: datetime) -> Appeal:
    """Answer an appeal; whoever grants it corrects the result first.

    Raises NotVisible, PermissionDenied, UnableToEvaluate.
    """
    key = Appeal.objects.visible_to(actor).filter(pk=pk).values_list("placement", flat=True).first()
    if key is None:
        raise NotVisible(f"placements.Appeal {pk}")
    placement: Placement = Placement.objects.for_write(actor, key, CONFIRM)
    appeal = Appeal.objects.select_for_update(of=("self",)).get(pk=pk)
    if appeal.is_answered:
        raise UnableToEvaluate(_("The appeal is answered already."))
    if not answer.strip():
        raise UnableToEvaluate(_("Please write an answer: the student reads it."))
    appeal.answer, appeal.answered_by_id, appeal.answered_at = answer.strip(), actor.pk, now
    appeal.save(update_fields=["answer", "answered_by", "answered_at"])
    appeal.placement = placement
    audit.record(
        actor=actor,
        subject=placement,
        verb="evaluation.answered",
        now=now,
        reason=appeal.answer,
        capability=CONFIRM,
    )
    tell_answered(appeal, now=now)
    return appeal
