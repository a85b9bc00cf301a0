"""Where every student of a plan stands: the rows of its board, its columns, and the numbers above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, F, Func, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from compliance.operations import rule_pack
from core.access import Text
from core.look import Chip, Meaning
from internships.models import Answer, Outcome, Plan, Student
from internships.round_progress import cohort_of
from internships.rule_checks import rules_in_force
from placements.models import LIVE_STATES, Placement, PlacementState, RecheckDue
from placements.models.placements import PLACEMENT_CHIPS
from placements.querysets import PlacementQuerySet
from placements.standing import checks_of_placements
from placements.watch import Watched, counted_in_plan

UNPLACED, PROMISED = "unplaced", "promised"
NO_PLACE = Chip(_("Without a place"), Meaning.LATE, "user-question")
PLACE_PROMISED = Chip(_("Got a place in a round"), Meaning.WAITING, "list-numbers")
WHERE: dict[str, Text] = {
    UNPLACED: NO_PLACE.label,
    PROMISED: PLACE_PROMISED.label,
    **{state.value: state.label for state in PlacementState if state != PlacementState.CANCELLED},
}


def board_rows(plan: Plan) -> QuerySet[Student]:
    """The cohort, each with ``placement`` and ``standing`` (its check) as plain values; null without one.

    The values cost nothing in the counts and keys of a page, which leave them out.
    """
    return (
        cohort_of(plan)
        .select_related("school_class")
        .defer("identity", "search_text", "search_bigrams")
        .annotate(
            placement=Subquery(_latest(plan).values(found=_SHOWN)[:1]),
            standing=Subquery(_check_of(plan)),
            is_promised=Exists(promised(plan)),
        )
    )


_SHOWN = JSONObject(
    pk="pk",
    state="state",
    post_en="post__name_en",
    post_zh="post__name_zh",
    enterprise="enterprise__name",
    enterprise_en="enterprise__name_en",
    starts_on="starts_on",
    instructor="instructor__name",
    instructor_latin="instructor__name_latin",
    has_mentor=Case(When(mentor=None, then=Value(False)), default=Value(True)),
)


def _latest(plan: Plan) -> QuerySet[Placement]:
    """The placement that counts for a student: the live one, or else the last that was not cancelled."""
    is_live = Case(When(state__in=sorted(LIVE_STATES), then=Value(0)), default=Value(1))
    return in_plan(plan).exclude(state=PlacementState.CANCELLED).order_by(is_live, "-pk")


def in_plan(plan: Plan) -> PlacementQuerySet:
    """The placements in a plan of the student of the outer query."""
    return Placement.objects.filter(plan=plan, student=OuterRef("pk"))


def _check_of(plan: Plan) -> QuerySet:
    mine = Placement.objects.filter(
        plan=plan, student=OuterRef(OuterRef("pk")), state__in=sorted(LIVE_STATES)
    ).order_by()
    return (
        checks_of_placements()
        .filter(subject_id__in=mine.values("pk"))
        .order_by()
        .values(
            found=JSONObject(
                blocking="blocking",
                asking="asking",
                is_due=Exists(RecheckDue.objects.filter(placement=OuterRef("subject_id"))),
            )
        )[:1]
    )


def promised(plan: Plan) -> QuerySet[Outcome]:
    """The places in rounds of the plan that wait for an answer, or for a placement to be made of them."""
    return Outcome.objects.that_count().filter(
        run__round__plan=plan,
        student=OuterRef("pk"),
        seat__isnull=False,
        answer__in=[Answer.NONE, Answer.CONFIRMED],
        placement=None,
    )


def standing_at(rows: QuerySet[Student], plan: Plan, where: str) -> QuerySet[Student]:
    """The students who stand at one point of the way."""
    placed = Exists(in_plan(plan).exclude(state=PlacementState.CANCELLED))
    if where == UNPLACED:
        return rows.filter(~placed, ~Exists(promised(plan)))
    if where == PROMISED:
        return rows.filter(~placed, Exists(promised(plan)))
    return rows.filter(Exists(in_plan(plan).filter(state=where)))


def chip_of(student: Any) -> Chip:
    """Where a row of the board stands."""
    if student.placement is not None:
        return PLACEMENT_CHIPS[PlacementState(student.placement["state"])]
    return PLACE_PROMISED if student.is_promised else NO_PLACE


# --- The numbers above ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Number:
    """How many students stand somewhere, or how many placements one rule stops."""

    key: str
    label: Text
    count: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """What stands above a board."""

    students: int
    where: Sequence[Number]
    blockers: Sequence[Number]
    watched: Sequence[Watched]


def numbers_of(plan: Plan, *, on: date) -> Numbers:
    """Six queries for any number of students."""
    cohort = cohort_of(plan)
    here = Placement.objects.filter(plan=plan)
    states = dict(
        here.exclude(state=PlacementState.CANCELLED)
        .order_by()
        .values_list("state")
        .annotate(Count("student", distinct=True))
    )
    without = (
        cohort.order_by()
        .filter(~Exists(in_plan(plan).exclude(state=PlacementState.CANCELLED)))
        .values_list(Exists(promised(plan)))
        .annotate(Count("pk"))
    )
    waiting = dict(without)
    numbers = {UNPLACED: waiting.get(False, 0), PROMISED: waiting.get(True, 0), **states}
    return Numbers(
        students=cohort.count(),
        where=[Number(key, label, numbers.get(key, 0)) for key, label in WHERE.items()],
        blockers=_blockers(here, on),
        watched=counted_in_plan(plan.pk, on),
    )


def _blockers(here: QuerySet[Placement], on: date) -> list[Number]:
    """The rules in the way of those who have not started, the most frequent first."""
    waiting = here.filter(state__in=[PlacementState.OFFERED, PlacementState.PREPARED])
    rows = (
        checks_of_placements()
        .blocked()
        .filter(subject_id__in=waiting.order_by().values("pk"))
        .order_by()
        .annotate(code=Func(F("blocking"), function="unnest"))
        .values_list("code")
        .annotate(count=Count("pk"))
    )
    found = sorted(rows, key=lambda row: (-row[1], row[0]))
    if not found:
        return []
    titles = {rule.code: rule.title for rule in rule_pack(rules_in_force(on)).rules}
    return [Number(code, titles.get(code, code), count) for code, count in found]
