"""Days of an approved practice that change, and who guides the teacher there.

An early end is made at once; a prolongation waits for the same approval as the plan did. Locks: the teacher,
the post for a teacher, then the practice.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible
from partnerships.models import Contact
from teachers.models import (
    Absence,
    AbsenceReason,
    CountedAs,
    Practice,
    PracticeChange,
    PracticeChangeKind,
    PracticeChangeState,
    PracticeState,
    Teacher,
)
from teachers.operations.practice import (
    ANNOUNCED,
    UnableToPractise,
    drop_waiting,
    may_plan,
    not_ones_own,
    planned_for_write,
    post_of,
    require_plausible,
    require_seat,
)
from teachers.owed import hold_teacher_of, reckon
from teachers.policies import is_own
from teachers.practice_notices import Happening, tell_enterprise, tell_guide, tell_of_days, tell_prolonging
from teachers.transitions.practice import APPROVE, PRACTICE_CHANGE_MOVES

# Whoever is seconded may be in an enterprise.
KEEPS_AWAY = (AbsenceReason.SICK, AbsenceReason.PARENTAL, AbsenceReason.STUDY)
A_DAY = timedelta(days=1)


# --- Ending early -----------------------------------------------------------------------------


@transaction.atomic
def end_early(
    *, actor: Actor, pk: int, ends_on: date, reason: str, now: datetime, planned_days: int | None = None
) -> Practice:
    """Let a practice end before its last day; its seat of a post is free again from then on.

    The teacher, whoever plans there, or whoever approves.

    Args:
        planned_days: how many single days it has then, where they are counted one by one.

    Raises:
        NotVisible, PermissionDenied, UnableToPractise.
    """
    hold_teacher_of(pk)
    opening = post_of(actor, pk)
    practice = _locked(actor, pk)
    if not (may_plan(actor, practice) or practice.permits(actor, APPROVE)):
        raise PermissionDenied(_("The teacher does this, or whoever plans or approves practice there."))
    _require_running(practice)
    why = _why(reason)
    if ends_on >= practice.ends_on:
        raise UnableToPractise(
            _("It ends on %(day)s already: an earlier day is needed.")
            % {"day": date_format(practice.ends_on)}
        )
    if ends_on < practice.starts_on:
        raise UnableToPractise(_("That is before its first day: cancel the practice instead."))
    last = practice.entries.order_by("-happened_on").values_list("happened_on", flat=True).first()
    if last is not None and last > ends_on:
        raise UnableToPractise(
            _("The log has an entry of %(day)s: it cannot end before that.") % {"day": date_format(last)}
        )
    days = _days_planned(practice, ends_on, planned_days)
    drop_waiting(practice, actor=actor, now=now)
    PracticeChange.objects.create(
        practice=practice,
        kind=PracticeChangeKind.EARLY_END,
        state=PracticeChangeState.MADE,
        old_ends_on=practice.ends_on,
        new_ends_on=ends_on,
        old_planned_days=practice.planned_days,
        new_planned_days=days,
        reason=why,
        asked_by_id=actor.pk,
        asked_at=now,
        decided_by_id=actor.pk,
        decided_at=now,
    )
    practice.ends_on, practice.planned_days = ends_on, days
    practice.gives_seat_back = opening is not None and ends_on < opening.ends_on
    practice.save(update_fields=["ends_on", "planned_days", "gives_seat_back"])
    audit.record(
        actor=actor,
        subject=practice,
        verb="practice.end_early",
        now=now,
        reason=why,
        details={"on": ends_on.isoformat()},
    )
    if not is_own(actor, practice.teacher):
        tell_of_days(practice, Happening.ENDED_EARLY, why, now=now)
    tell_enterprise(practice, Happening.ENDED_EARLY, now=now)
    reckon(on=timezone.localdate(now), teachers=[practice.teacher_id])
    return practice


# --- Prolonging -------------------------------------------------------------------------------


@transaction.atomic
def ask_to_prolong(
    *, actor: Actor, pk: int, ends_on: date, reason: str, now: datetime, planned_days: int | None = None
) -> PracticeChange:
    """Ask for a later last day: the teacher, or whoever plans there. It waits for approval.

    Args:
        planned_days: how many single days it has then, where they are counted one by one.

    Raises:
        NotVisible, PermissionDenied, UnableToPractise.
    """
    hold_teacher_of(pk)
    practice = planned_for_write(actor, pk)
    why = _why(reason)
    _require_free_days(practice, ends_on)
    if practice.changes.filter(state=PracticeChangeState.ASKED).exists():
        raise UnableToPractise(_("A prolongation waits for a decision already."))
    change = PracticeChange.objects.create(
        practice=practice,
        kind=PracticeChangeKind.PROLONGATION,
        old_ends_on=practice.ends_on,
        new_ends_on=ends_on,
        old_planned_days=practice.planned_days,
        new_planned_days=_days_planned(practice, ends_on, planned_days),
        reason=why,
        asked_by_id=actor.pk,
        asked_at=now,
    )
    audit.record(
        actor=actor,
        subject=practice,
        verb="practice.ask_to_prolong",
        now=now,
        reason=why,
        details={"on": ends_on.isoformat()},
    )
    tell_prolonging(practice, ends_on, by=actor.pk, now=now)
    return change


@transaction.atomic
def approve_prolongation(*, actor: Actor, pk: int, now: datetime) -> Practice:
    """The practice lasts longer from then on. Nobody approves their own.

    Raises:
        NotVisible, PermissionDenied, TransitionRefused, UnableToPractise.
    """
    known = _practice_of(actor, pk)
    hold_teacher_of(known)
    opening = post_of(actor, known)
    practice = _locked(actor, known)
    change = _decided(actor, practice, pk=pk, name="approve", now=now)
    _require_free_days(practice, change.new_ends_on)
    if opening is not None and practice.gives_seat_back:
        require_seat(opening, practice.ends_on + A_DAY, but_for=practice.pk)
    practice.ends_on, practice.planned_days = change.new_ends_on, change.new_planned_days
    if opening is None or practice.ends_on >= opening.ends_on:
        practice.gives_seat_back = False
    practice.save(update_fields=["ends_on", "planned_days", "gives_seat_back"])
    audit.record(
        actor=actor,
        subject=practice,
        verb="practice.prolong",
        now=now,
        details={"on": practice.ends_on.isoformat()},
        capability=APPROVE,
    )
    tell_of_days(practice, Happening.PROLONGED, "", now=now)
    tell_enterprise(practice, Happening.PROLONGED, now=now)
    reckon(on=timezone.localdate(now), teachers=[practice.teacher_id])
    return practice


@transaction.atomic
def refuse_prolongation(*, actor: Actor, pk: int, reason: str, now: datetime) -> Practice:
    """It ends when it was to end. Raises NotVisible, PermissionDenied, TransitionRefused,
    UnableToPractise."""
    practice = _locked(actor, _practice_of(actor, pk))
    change = _decided(actor, practice, pk=pk, name="refuse", now=now, reason=reason)
    tell_of_days(practice, Happening.NOT_PROLONGED, change.answer, now=now)
    return practice


@transaction.atomic
def withdraw_prolongation(*, actor: Actor, pk: int, now: datetime) -> Practice:
    """The teacher, or whoever plans there, does not ask any more. Raises NotVisible, PermissionDenied,
    TransitionRefused."""
    practice = planned_for_write(actor, _practice_of(actor, pk))
    PRACTICE_CHANGE_MOVES.move(actor=actor, pk=pk, name="withdraw", now=now)
    return practice


def _decided(
    actor: Actor, practice: Practice, *, pk: int, name: str, now: datetime, reason: str = ""
) -> PracticeChange:
    """In the transaction of the caller, which a refusal undoes."""
    change: PracticeChange = PRACTICE_CHANGE_MOVES.move(
        actor=actor,
        pk=pk,
        name=name,
        reason=reason,
        now=now,
        changes={"answer": reason.strip()[:500], "decided_by_id": actor.pk, "decided_at": now},
    )
    not_ones_own(actor, practice)
    return change


def _practice_of(actor: Actor, pk: int) -> int:
    """The practice whose days a change is about. Raises NotVisible."""
    rows = PracticeChange.objects.visible_to(actor).order_by()
    found = rows.filter(pk=pk).values_list("practice", flat=True).first()
    if found is None:
        raise NotVisible(f"teachers.PracticeChange {pk}")
    return int(found)


# --- Days that can be -------------------------------------------------------------------------


def _require_running(practice: Practice) -> None:
    """Raises UnableToPractise."""
    if not practice.may_get_other_days:
        raise UnableToPractise(_("Its days change only while it is approved or under way."))


def _require_free_days(practice: Practice, ends_on: date) -> None:
    """Whether the teacher can be there on the days that are added: in service, not away, nowhere else. Four
    queries. Raises UnableToPractise."""
    _require_running(practice)
    first = practice.ends_on + A_DAY
    if ends_on < first:
        raise UnableToPractise(
            _("It lasts until %(day)s already: a later day is needed.")
            % {"day": date_format(practice.ends_on)}
        )
    require_plausible(practice.starts_on, ends_on)
    teachers = Teacher.objects.filter(pk=practice.teacher_id)
    if not teachers.serving_on(ends_on).exists():
        raise UnableToPractise(
            _("The teacher is not in the centre’s service on %(day)s.") % {"day": date_format(ends_on)}
        )
    away = Absence.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=first),
        teacher=practice.teacher_id,
        reason__in=KEEPS_AWAY,
        starts_on__lte=ends_on,
    ).first()
    if away is not None:
        raise UnableToPractise(
            _("The teacher is absent on days that would be added: %(reason)s, from %(day)s on.")
            % {"reason": away, "day": date_format(away.starts_on)}
        )
    if other := _elsewhere(practice, first, ends_on):
        raise UnableToPractise(
            _("It would overlap practice in %(enterprise)s, from %(first)s to %(last)s.")
            % {
                "enterprise": other.enterprise,
                "first": date_format(other.starts_on),
                "last": date_format(other.ends_on),
            }
        )


def _elsewhere(practice: Practice, first: date, last: date) -> Practice | None:
    """Other practice on days of a period, whole or by single days; single days fit beside each other."""
    others = Practice.objects.filter(teacher=practice.teacher_id).exclude(pk=practice.pk)
    approved = others.exclude(
        state__in=[PracticeState.PLANNED, PracticeState.RETURNED, PracticeState.CANCELLED]
    )
    overlapping = Q(counted_as=CountedAs.PERIOD, starts_on__lte=last, ends_on__gte=first)
    if practice.is_by_days:
        return None
    overlapping |= Q(days__on__range=(first, last))
    found: Practice | None = (
        approved.filter(overlapping).select_related("enterprise").order_by("starts_on", "pk").first()
    )
    return found


def _days_planned(practice: Practice, ends_on: date, planned_days: int | None) -> int | None:
    """How many single days there are to be, where they are counted. Raises UnableToPractise."""
    if not practice.is_by_days:
        return None
    if planned_days is None:
        raise UnableToPractise(_("Say how many single days are planned then."))
    possible = (ends_on - practice.starts_on).days + 1
    if planned_days > possible:
        raise UnableToPractise(
            _("From the first to the last day there are %(count)d days.") % {"count": possible}
        )
    written = practice.days.count()
    if planned_days < max(written, 1):
        raise UnableToPractise(_("%(count)d days are in the log already.") % {"count": written})
    return planned_days


def _why(reason: str) -> str:
    """Raises UnableToPractise."""
    if not reason.strip():
        raise UnableToPractise(_("Please give a reason: the others will read it."))
    return reason.strip()[:500]


def _locked(actor: Actor, pk: int) -> Practice:
    """Raises NotVisible."""
    rows: Any = Practice.objects.visible_to(actor).select_related("teacher", "enterprise")
    practice: Practice | None = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if practice is None:
        raise NotVisible(f"teachers.Practice {pk}")
    return practice


# --- Who guides the teacher -------------------------------------------------------------------


@transaction.atomic
def name_guide(*, actor: Actor, pk: int, mentor: Contact | None, now: datetime) -> Practice:
    """Say who looks after the teacher in the enterprise, until the practice is accepted: the teacher,
    whoever plans there, or whoever approves. Both are told, where the enterprise knows of the practice.

    Raises:
        NotVisible, PermissionDenied, UnableToPractise.
    """
    practice = _locked(actor, pk)
    if not (may_plan(actor, practice) or practice.permits(actor, APPROVE)):
        raise PermissionDenied(_("The teacher does this, or whoever plans or approves practice there."))
    if not practice.takes_a_guide:
        raise UnableToPractise(_("The practice is over: who guided the teacher stays as it is."))
    if mentor is not None and mentor.enterprise_id != practice.enterprise_id:
        raise UnableToPractise(_("Who guides the teacher works in another enterprise."))
    if mentor is not None and mentor.left_on is not None:
        raise UnableToPractise(_("%(name)s has left the enterprise.") % {"name": mentor})
    before = practice.mentor
    if (mentor and mentor.pk) == practice.mentor_id:
        return practice
    practice.mentor = mentor
    practice.save(update_fields=["mentor"])
    audit.record(actor=actor, subject=practice, verb="practice.name_guide", now=now)
    if practice.state in ANNOUNCED:
        if before is not None:
            tell_guide(practice, before, Happening.NOT_GUIDING, now=now)
        if mentor is not None:
            tell_guide(practice, mentor, Happening.GUIDING, now=now)
    return practice
