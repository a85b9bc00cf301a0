"""Practice in an enterprise, from the plan to its acceptance.

Locks: the teacher, the post for a teacher, then the practice. How a teacher stands is reckoned anew at the
end of every move that changes it. What changes the days of an approved practice is ``practice_changes``.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible
from core.errors import Refused
from core.models import AuditEvent
from core.windows import years_after
from teachers.models import (
    CountedAs,
    Opening,
    Practice,
    PracticeChangeState,
    PracticeDay,
    PracticeEntry,
    PracticeEvaluation,
    PracticeSide,
    PracticeState,
    Teacher,
)
from teachers.owed import hold_teacher_of, reckon
from teachers.policies import is_own
from teachers.practice_notices import (
    Happening,
    tell_acceptors,
    tell_approvers,
    tell_enterprise,
    tell_teacher,
)
from teachers.transitions.practice import ACCEPT, APPROVE, PRACTICE_CHANGE_MOVES, PRACTICE_MOVES

READ, PLAN = "practice.read", "practice.plan"
# The enterprise was told that somebody comes.
ANNOUNCED = frozenset({PracticeState.APPROVED, PracticeState.UNDER_WAY, PracticeState.SUBMITTED})
# No practice lasts longer than the longest time within which practice counts (TP-01).
LONGEST_YEARS = 5
FIELDS = (
    *("enterprise", "mentor", "form", "contents", "objectives", "place"),
    *("counted_as", "starts_on", "ends_on", "planned_days"),
)


class UnableToPractise(Refused):
    """It cannot be planned or recorded so; the message says why."""


def may_plan(actor: Actor, practice: Practice) -> bool:
    """The teacher, and whoever plans practice for others there."""
    return is_own(actor, practice.teacher) or practice.permits(actor, PLAN)


# --- Planning ---------------------------------------------------------------------------------


@transaction.atomic
def plan_practice(
    *, actor: Actor, teacher_id: int, now: datetime, opening_id: int | None = None, **fields: Any
) -> Practice:
    """Plan practice, one's own or somebody else's; it waits for approval.

    Args:
        opening_id: the post for a teacher that it takes a seat of.

    Raises:
        NotVisible, PermissionDenied, UnableToPractise, ValidationError.
    """
    teacher = _teacher_planned_for(actor, teacher_id)
    opening = _seat_of(opening_id, now) if opening_id else None
    practice = Practice(teacher=teacher, opening=opening, planned_at=now)
    _write(practice, fields)
    if opening is not None and practice.enterprise_id != opening.enterprise_id:
        raise UnableToPractise(_("The post is in another enterprise."))
    if opening is not None:
        require_seat(opening, practice.starts_on)
    practice.save(force_insert=True)
    audit.record(actor=actor, subject=practice, verb="practice.plan", now=now)
    tell_approvers(practice, by=actor.pk, now=now)
    return practice


@transaction.atomic
def replan_practice(*, actor: Actor, pk: int, now: datetime, **fields: Any) -> Practice:
    """Change a plan that is not approved; a returned one waits for approval again, and takes a seat anew.

    Raises:
        NotVisible, PermissionDenied, TransitionRefused, UnableToPractise, ValidationError.
    """
    opening = post_of(actor, pk)
    practice = planned_for_write(actor, pk)
    was_returned = practice.state == PracticeState.RETURNED
    if was_returned and opening is not None:
        _require_free_seat(opening, now)
    _write(practice, fields)
    if practice.opening is not None and practice.enterprise_id != practice.opening.enterprise_id:
        raise UnableToPractise(_("The post is in another enterprise."))
    if opening is not None:
        require_seat(opening, practice.starts_on, but_for=pk)
    moved: Practice = PRACTICE_MOVES.move(
        actor=actor,
        pk=pk,
        name="replan",
        now=now,
        changes={name: getattr(practice, name) for name in FIELDS} | {"answer": "", "planned_at": now},
    )
    if was_returned:
        tell_approvers(moved, by=actor.pk, now=now)
    return moved


@transaction.atomic
def record_practice(*, actor: Actor, teacher_id: int, now: datetime, **fields: Any) -> Practice:
    """Enter practice that is over, from paper: it waits to be accepted at once.

    Args:
        fields: as of a plan, with ``outcome``, the ``log`` in one text, and the ``days`` where single
            days are counted.

    Raises:
        NotVisible, PermissionDenied, UnableToPractise, ValidationError.
    """
    teacher: Teacher = Teacher.objects.for_write(actor, teacher_id, ACCEPT)
    log, outcome, days = fields.pop("log"), fields.pop("outcome"), sorted(set(fields.pop("days", ())))
    if fields["counted_as"] == CountedAs.DAY:
        if not days:
            raise UnableToPractise(_("Name the single days."))
        fields |= {"starts_on": days[0], "ends_on": days[-1], "planned_days": len(days)}
    practice = Practice(
        teacher=teacher, state=PracticeState.SUBMITTED, outcome=outcome, planned_at=now, submitted_at=now
    )
    _write(practice, fields)
    if not practice.is_over(timezone.localdate(now)):
        raise UnableToPractise(_("It is not over yet: plan it instead."))
    practice.save(force_insert=True)
    PracticeDay.objects.bulk_create(PracticeDay(practice=practice, on=day) for day in days)
    PracticeEntry.objects.create(practice=practice, happened_on=practice.ends_on, text=log, written_at=now)
    audit.record(actor=actor, subject=practice, verb="practice.record", now=now, capability=ACCEPT)
    reckon(on=timezone.localdate(now), teachers=[teacher.pk])
    return practice


def _teacher_planned_for(actor: Actor, teacher_id: int) -> Teacher:
    """Raises NotVisible, PermissionDenied."""
    own = Teacher.objects.filter(pk=teacher_id, user=actor.pk).first() if actor.pk is not None else None
    return own or Teacher.objects.for_write(actor, teacher_id, PLAN)


def _seat_of(opening_id: int, now: datetime) -> Opening:
    """The post, locked, with a free seat. Raises NotVisible, UnableToPractise."""
    opening = Opening.objects.select_for_update(of=("self",)).filter(pk=opening_id).first()
    if opening is None:
        raise NotVisible(f"teachers.Opening {opening_id}")
    _require_free_seat(opening, now)
    return opening


def post_of(actor: Actor, pk: int) -> Opening | None:
    """The post that a practice has a seat of, locked before the practice is."""
    practice = Practice.objects.visible_to(actor).filter(pk=pk).order_by()
    rows = Opening.objects.select_for_update(of=("self",))
    return rows.filter(pk__in=practice.values("opening")).first()


def _require_free_seat(opening: Opening, now: datetime) -> None:
    """Raises UnableToPractise."""
    if not opening.is_open(timezone.localdate(now)):
        raise UnableToPractise(_("The post is closed."))
    if not Opening.objects.filter(pk=opening.pk).with_free_seats().exists():
        raise UnableToPractise(_("No seat of the post is free any more."))


def require_seat(opening: Opening, day: date, *, but_for: int | None = None) -> None:
    """Whether a seat of a locked post is free from a day on: who ends early keeps theirs until the last day.

    Args:
        but_for: a practice that is not counted.

    Raises UnableToPractise.
    """
    others = opening.practices.on_seats(day)
    if but_for is not None:
        others = others.exclude(pk=but_for)
    ends = list(others.values_list("gives_seat_back", "ends_on"))
    if len(ends) < opening.seats:
        return
    given_back = sorted(last for is_given_back, last in ends if is_given_back)
    if not given_back:
        raise UnableToPractise(_("No seat of the post is free any more."))
    raise UnableToPractise(
        _("A seat of the post is free only after %(day)s.") % {"day": date_format(given_back[0])}
    )


def require_plausible(starts_on: date, ends_on: date) -> None:
    """Raises UnableToPractise: nobody practises for so long."""
    if ends_on >= years_after(starts_on, LONGEST_YEARS):
        raise UnableToPractise(_("A practice lasts less than %(count)d years.") % {"count": LONGEST_YEARS})


def _write(practice: Practice, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name not in FIELDS:
            raise TypeError(f"{name} is not said of a practice")
        setattr(practice, name, value)
    if practice.counted_as == CountedAs.PERIOD:
        practice.planned_days = None
    practice.full_clean(exclude=["opening", "teacher"])
    require_plausible(practice.starts_on, practice.ends_on)
    if practice.mentor is not None and practice.mentor.enterprise_id != practice.enterprise_id:
        raise UnableToPractise(_("Who guides the teacher works in another enterprise."))


def planned_for_write(actor: Actor, pk: int) -> Practice:
    """The practice, locked, for its teacher or whoever plans there. Raises NotVisible, PermissionDenied."""
    rows = Practice.objects.visible_to(actor).select_related("teacher", "opening")
    practice: Practice | None = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if practice is None:
        raise NotVisible(f"teachers.Practice {pk}")
    if not may_plan(actor, practice):
        raise PermissionDenied(_("The teacher does this, or whoever plans practice there."))
    return practice


# --- Moves ------------------------------------------------------------------------------------


@transaction.atomic
def approve_practice(*, actor: Actor, pk: int, now: datetime) -> Practice:
    """Raises NotVisible, PermissionDenied, TransitionRefused."""
    practice = _decided(actor, pk, "approve", now)
    tell_enterprise(practice, Happening.COMING, now=now)
    return practice


@transaction.atomic
def return_practice(*, actor: Actor, pk: int, reason: str, now: datetime) -> Practice:
    """Raises NotVisible, PermissionDenied, TransitionRefused."""
    return _decided(actor, pk, "return", now, reason)


@transaction.atomic
def begin_practice(*, actor: Actor, pk: int, now: datetime) -> Practice:
    """Raises NotVisible, PermissionDenied, TransitionRefused."""
    planned_for_write(actor, pk)
    return PRACTICE_MOVES.move(actor=actor, pk=pk, name="begin", now=now)


@transaction.atomic
def submit_practice(*, actor: Actor, pk: int, outcome: str, now: datetime) -> Practice:
    """Hand it in with what came of it. Raises NotVisible, PermissionDenied, TransitionRefused."""
    hold_teacher_of(pk)
    drop_waiting(planned_for_write(actor, pk), actor=actor, now=now)
    practice: Practice = PRACTICE_MOVES.move(
        actor=actor,
        pk=pk,
        name="submit",
        now=now,
        changes={"outcome": outcome.strip(), "answer": "", "submitted_at": now},
    )
    tell_acceptors(practice, by=actor.pk, now=now)
    reckon(on=timezone.localdate(now), teachers=[practice.teacher_id])
    return practice


@transaction.atomic
def accept_practice(*, actor: Actor, pk: int, grade: str, remark: str, now: datetime) -> Practice:
    """Evaluate it for the centre and accept it: it counts from then on.

    Raises:
        NotVisible, PermissionDenied, TransitionRefused, UnableToPractise, ValidationError.
    """
    hold_teacher_of(pk)
    practice: Practice = Practice.objects.for_write(actor, pk, ACCEPT)
    if is_own(actor, practice.teacher):
        raise UnableToPractise(_("Nobody accepts their own practice."))
    if practice.is_by_days and not practice.days.exists():
        raise UnableToPractise(_("No day of it is in the log: nothing would count."))
    evaluation = _evaluated(
        practice, side=PracticeSide.CENTRE, grade=grade, remark=remark, name=str(actor), now=now
    )
    if evaluation.grade == "fail":
        raise UnableToPractise(_("A failed practice is not accepted: send it back with a reason."))
    return _decided(actor, pk, "accept", now)


@transaction.atomic
def send_back_practice(*, actor: Actor, pk: int, reason: str, now: datetime) -> Practice:
    """Raises NotVisible, PermissionDenied, TransitionRefused."""
    return _decided(actor, pk, "send_back", now, reason)


@transaction.atomic
def reopen_practice(*, actor: Actor, pk: int, reason: str, now: datetime) -> Practice:
    """It does not count any more until it is accepted anew. Raises NotVisible, PermissionDenied,
    TransitionRefused."""
    return _decided(actor, pk, "reopen", now, reason)


@transaction.atomic
def cancel_practice(*, actor: Actor, pk: int, reason: str, now: datetime) -> Practice:
    """The teacher, whoever plans there, or whoever approves. Raises NotVisible, PermissionDenied,
    TransitionRefused."""
    hold_teacher_of(pk)
    practice = Practice.objects.visible_to(actor).select_related("teacher").filter(pk=pk).first()
    if practice is None:
        raise NotVisible(f"teachers.Practice {pk}")
    if not (may_plan(actor, practice) or practice.permits(actor, APPROVE)):
        raise PermissionDenied(_("The teacher does this, or whoever plans or approves practice there."))
    was_announced = practice.state in ANNOUNCED
    drop_waiting(practice, actor=actor, now=now)
    moved: Practice = PRACTICE_MOVES.move(
        actor=actor,
        pk=pk,
        name="cancel",
        reason=reason,
        now=now,
        changes={"answer": reason.strip()[:500], "decided_by_id": actor.pk, "decided_at": now},
    )
    if not is_own(actor, practice.teacher):
        tell_teacher(moved, now=now)
    if was_announced:
        tell_enterprise(moved, Happening.OFF, now=now)
    reckon(on=timezone.localdate(now), teachers=[moved.teacher_id])
    return moved


def drop_waiting(practice: Practice, *, actor: Actor, now: datetime) -> None:
    """A prolongation that waits is taken back by what makes it pointless. One query where there is none."""
    for pk in practice.changes.filter(state=PracticeChangeState.ASKED).values_list("pk", flat=True):
        PRACTICE_CHANGE_MOVES.move(actor=actor, pk=pk, name="withdraw", now=now)


def not_ones_own(actor: Actor, practice: Practice) -> None:
    """Raises UnableToPractise: nobody decides about themselves."""
    if is_own(actor, practice.teacher):
        raise UnableToPractise(_("Nobody decides about their own practice: a colleague does."))


def _decided(actor: Actor, pk: int, name: str, now: datetime, reason: str = "") -> Practice:
    """In the transaction of the caller, which a refusal undoes."""
    hold_teacher_of(pk)
    practice: Practice = PRACTICE_MOVES.move(
        actor=actor,
        pk=pk,
        name=name,
        reason=reason,
        now=now,
        changes={"answer": reason.strip()[:500], "decided_by_id": actor.pk, "decided_at": now},
    )
    not_ones_own(actor, practice)
    tell_teacher(practice, now=now)
    reckon(on=timezone.localdate(now), teachers=[practice.teacher_id])
    return practice


# --- Evaluation by the enterprise -------------------------------------------------------------


@transaction.atomic
def enter_evaluation(
    *, actor: Actor, pk: int, grade: str, remark: str, name: str, now: datetime
) -> PracticeEvaluation:
    """Enter what the enterprise said on paper; what it gave by itself is not written over.

    Raises:
        NotVisible, PermissionDenied, UnableToPractise, ValidationError.
    """
    practice: Practice = Practice.objects.select_related("teacher").for_write(actor, pk, ACCEPT)
    not_ones_own(actor, practice)
    given = AuditEvent.objects.filter(
        Q(actor=None) | Q(actor__is_partner=True),
        verb="practice.evaluate",
        subject_type=ContentType.objects.get_for_model(Practice),
        subject_id=pk,
    )
    if given.exists():
        raise UnableToPractise(_("The enterprise has evaluated it already."))
    return evaluate_for_enterprise(
        actor=actor,
        pk=pk,
        enterprise_id=practice.enterprise_id,
        grade=grade,
        remark=remark,
        name=name,
        now=now,
    )


@transaction.atomic
def evaluate_for_enterprise(
    *, actor: Actor, pk: int, enterprise_id: int, grade: str, remark: str, name: str, now: datetime
) -> PracticeEvaluation:
    """What the enterprise says of a teacher who practises there; the caller has made sure who says it.

    It can be changed until the practice is accepted; where there is none by then, it is still given once.

    Raises:
        NotVisible, UnableToPractise, ValidationError.
    """
    rows = Practice.objects.select_for_update(of=("self",)).filter(enterprise=enterprise_id)
    practice = rows.select_related("teacher").filter(pk=pk).first()
    if practice is None:
        raise NotVisible(f"teachers.Practice {pk}")
    given = practice.evaluations.filter(side=PracticeSide.ENTERPRISE)
    if not practice.takes_evaluation(is_given=given.exists()):
        raise UnableToPractise(
            _("It is evaluated from its first day on, and not changed once it is accepted.")
        )
    evaluation = _evaluated(
        practice, side=PracticeSide.ENTERPRISE, grade=grade, remark=remark, name=name, now=now
    )
    audit.record(actor=actor, subject=practice, verb="practice.evaluate", now=now, details={"grade": grade})
    return evaluation


def _evaluated(
    practice: Practice, *, side: PracticeSide, grade: str, remark: str, name: str, now: datetime
) -> PracticeEvaluation:
    found = PracticeEvaluation.objects.filter(practice=practice, side=side).first()
    evaluation = found or PracticeEvaluation(practice=practice, side=side)
    evaluation.grade, evaluation.remark = grade, remark.strip()
    evaluation.given_by, evaluation.given_at = name, now
    evaluation.full_clean(exclude=["practice"])
    evaluation.save()
    return evaluation
