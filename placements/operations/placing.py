"""How students come to their placements: out of a round of selection, or directly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible, capability_label
from core.errors import Refused
from core.models import AuditEvent
from internships.models import Outcome, Plan, Post, PostState, SelectionRound, Student, StudentState
from internships.models.rounds import ANSWERED_STATES
from internships.round_progress import cohort_of
from partnerships.models import Contact
from placements.models import Arrangement, Placement
from placements.operations.placements import require_mentor
from placements.operations.readiness import recheck
from placements.seats import free_seats
from placements.transitions.placements import EDIT
from teachers.models import Teacher

BATCH = 1000


class UnableToPlace(Refused):
    """The student cannot have this place, or no longer; the message says why."""


# --- Out of a round ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Placeable:
    """The confirmed places of a round.

    Attributes:
        outcomes: those of which placements can be made now, by key in ascending order.
        made: how many have one already.
        placed_otherwise: how many belong to students who got another place in the plan meanwhile.
    """

    outcomes: list[int]
    made: int
    placed_otherwise: int

    @property
    def count(self) -> int:
        return len(self.outcomes)


def placeable_in(round: SelectionRound) -> Placeable:
    """Three queries."""
    confirmed = Outcome.objects.confirmed().filter(run__round=round)
    elsewhere = Placement.objects.live().filter(plan=round.plan_id).values("student")
    open_ones = confirmed.filter(placement=None)
    return Placeable(
        outcomes=list(open_ones.exclude(student__in=elsewhere).order_by("pk").values_list("pk", flat=True)),
        made=confirmed.exclude(placement=None).count(),
        placed_otherwise=open_ones.filter(student__in=elsewhere).count(),
    )


@transaction.atomic
def place_from_round(*, actor: Actor, round_id: int, now: datetime, expected: int | None = None) -> int:
    """Make a placement of every confirmed place of a round; answers how many were made.

    Asking again makes those that were confirmed since. All of them, or none.

    Args:
        expected: the number that somebody has agreed to; another one refuses.

    Raises:
        NotVisible: the actor does not see the round.
        PermissionDenied: the actor may not place students of its plan.
        UnableToPlace: nothing was published, or there are more or fewer places than expected.
    """
    round = _round_for_placing(actor, round_id)
    found = placeable_in(round)
    if expected is not None and expected != found.count:
        raise UnableToPlace(
            _("The number has changed: there are %(count)d places now.") % {"count": found.count}
        )
    outcomes = (
        Outcome.objects.filter(pk__in=found.outcomes)
        .select_related("seat__post")
        .defer("wishes", "seat__post__duties")
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    plan = round.plan
    placements = Placement.objects.bulk_create(
        (
            Placement(
                plan=plan,
                student_id=outcome.student_id,
                post_id=post.pk,
                enterprise_id=post.enterprise_id,
                department_id=plan.department_id,
                outcome=outcome,
                arrangement=Arrangement.SELECTION,
                starts_on=plan.starts_on,
                ends_on=plan.ends_on,
                mentor_id=post.mentor_id,
                is_host_imposed=False,  # who has confirmed a place was not sent there
                created_by_id=actor.pk,
                created_at=now,
                updated_at=now,
            )
            for outcome in outcomes
            if (post := _post_of(outcome)) is not None
        ),
        batch_size=BATCH,
    )
    _note(actor, placements, now, {"round": round.pk})
    recheck((placement.pk for placement in placements), now=now)
    return len(placements)


def _round_for_placing(actor: Actor, pk: int) -> SelectionRound:
    """The round, locked: two who make placements of it wait for each other."""
    rows = SelectionRound.objects.select_related("plan").filter(
        pk=pk, plan__in=Plan.objects.visible_to(actor).values("pk")
    )
    round = rows.select_for_update(of=("self",)).first()
    if round is None:
        raise NotVisible(f"internships.SelectionRound {pk}")
    _require(actor, round.plan.department_id)
    if round.state not in ANSWERED_STATES:
        raise UnableToPlace(_("No result of this round was published yet."))
    return round


def _post_of(outcome: Outcome) -> Post | None:
    return outcome.seat.post if outcome.seat else None


def _note(actor: Actor, placements: Iterable[Placement], now: datetime, details: dict[str, int]) -> None:
    """An event for each placement, as ``core.audit.record`` writes them, in a few inserts."""
    subject_type = ContentType.objects.get_for_model(Placement)
    lenders: dict[int, object] = {}
    events = []
    for placement in placements:
        if placement.department_id not in lenders:
            lenders[placement.department_id] = actor.on_behalf_of(EDIT, placement.department_id)
        lender = lenders[placement.department_id]
        events.append(
            AuditEvent(
                at=now,
                actor_id=actor.pk,
                on_behalf_of_id=getattr(lender, "pk", None),
                verb="placement.place",
                subject_type=subject_type,
                subject_id=placement.pk,
                details=details,
            )
        )
    AuditEvent.objects.bulk_create(events, batch_size=BATCH)


# --- Directly ---------------------------------------------------------------------------------


@transaction.atomic
def place_student(
    *,
    actor: Actor,
    plan: Plan,
    student: Student,
    post: Post,
    now: datetime,
    arrangement: str = Arrangement.ASSIGNED,
    is_host_imposed: bool | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    instructor: Teacher | None = None,
    mentor: Contact | None = None,
) -> Placement:
    """Place a student without a round: assigned by the school, or as one of an order class.

    Args:
        is_host_imposed: whether the student had no choice (INT-10). As long as nobody says, nobody starts.
        starts_on, ends_on: those of the plan where they are not given.
        mentor: that of the post where it is not given.

    Raises:
        NotVisible, PermissionDenied: the actor may not place students of the plan, or does not see the post.
        UnableToPlace: the student is not of the plan's cohort or has a place already, the post is not open
            to the plan, or no seat is free.
        ValidationError: the days contradict each other.
    """
    _require(actor, plan.department_id)
    for row in (plan, student, post):
        if not type(row).objects.visible_to(actor).filter(pk=row.pk).exists():
            raise NotVisible(f"{row._meta.label} {row.pk}")
    first, last = starts_on or plan.starts_on, ends_on or plan.ends_on
    # Whoever places somebody in the same post waits here, and sees the seat taken.
    post = Post.objects.select_related("enterprise", "mentor").select_for_update(of=("self",)).get(pk=post.pk)
    _require_place(plan, student, post, first, last)
    placement = Placement(
        plan=plan,
        student=student,
        post=post,
        enterprise_id=post.enterprise_id,
        department_id=plan.department_id,
        arrangement=arrangement,
        starts_on=first,
        ends_on=last,
        instructor=instructor,
        mentor=mentor or post.mentor,
        is_host_imposed=is_host_imposed,
        created_by_id=actor.pk,
        created_at=now,
        updated_at=now,
    )
    if mentor is not None:
        require_mentor(mentor, enterprise_id=post.enterprise_id)
    placement.full_clean()
    placement.save()
    audit.record(
        actor=actor,
        subject=placement,
        verb="placement.place",
        now=now,
        details={"post": post.pk, "arrangement": arrangement},
        capability=EDIT,
    )
    recheck([placement.pk], now=now)
    return placement


def _require(actor: Actor, department_id: int) -> None:
    if not actor.scope_for(EDIT).covers(department_id):
        raise PermissionDenied(
            _("This needs the power “%(power)s”, which your positions do not give you here.")
            % {"power": capability_label(EDIT)}
        )


def _require_place(plan: Plan, student: Student, post: Post, first: date, last: date) -> None:
    if not plan.is_open_to_posts:
        raise UnableToPlace(_("The internship plan is “%(state)s”.") % {"state": plan.get_state_display()})
    if student.state != StudentState.ENROLLED:
        raise UnableToPlace(_("The student is “%(state)s”.") % {"state": student.get_state_display()})
    if not cohort_of(plan).filter(pk=student.pk).exists():
        raise UnableToPlace(_("The plan is not for the class of the student."))
    if Placement.objects.live().filter(plan=plan, student=student).exists():
        raise UnableToPlace(_("The student has a place in this plan already."))
    if post.state != PostState.APPROVED:
        raise UnableToPlace(_("The post is “%(state)s”.") % {"state": post.get_state_display()})
    if post.plan_id not in {None, plan.pk}:
        raise UnableToPlace(_("The post is offered for another plan."))
    if first < plan.starts_on or last > plan.ends_on:
        raise UnableToPlace(_("The days are outside those of the plan."))
    if not free_seats(post, first=first, last=last):
        raise UnableToPlace(
            _("No seat is free: all %(seats)d of “%(post)s” are taken.") % {"seats": post.seats, "post": post}
        )
