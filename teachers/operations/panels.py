"""Panels: planned with members and an agenda, opened with a quorum, closed with votes and minutes.

Locks: the panel, then its recognitions in the order of their keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Department, User
from core import audit
from core.access import Actor, NotVisible
from core.errors import Refused
from core.transitions import TransitionRefused
from teachers.models import (
    CaseOutcome,
    Choice,
    ConflictOfInterest,
    Panel,
    PanelCase,
    PanelMember,
    PanelState,
    PanelVote,
    Recognition,
    RecognitionState,
)
from teachers.operations.panel_counts import counts_of, note_the_gone
from teachers.panel_counting import Count, Verdict
from teachers.policies import is_own
from teachers.recognition_notices import DECIDED, PUBLIC, tell_members, tell_teacher
from teachers.standards import publicity_ends, recheck, standard_on
from teachers.transitions.recognition import JUDGE, PANEL_MOVES, RECOGNITION_MOVES


class UnableToHear(Refused):
    """The panel cannot do so now; the message says why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ballot:
    """What one member says of one case."""

    case_id: int
    choice: str
    reason: str = ""


# --- Planning ---------------------------------------------------------------------------------


@transaction.atomic
def plan_panel(
    *,
    actor: Actor,
    name: str,
    department: Department | None,
    held_on: date,
    place: str,
    chair: User,
    members: Iterable[User],
    quorum: int,
    majority: str,
    now: datetime,
) -> Panel:
    """Call a panel together. The chair is one of its members.

    Raises PermissionDenied, UnableToHear, ValidationError.
    """
    if not actor.scope_for(JUDGE).covers(department.pk if department else None):
        raise PermissionDenied
    panel = Panel(
        name=name.strip(),
        department=department,
        held_on=held_on,
        place=place.strip(),
        chair=chair,
        quorum=quorum,
        majority=majority,
    )
    panel.full_clean()
    panel.save(force_insert=True)
    _seat(panel, [*members, chair])
    audit.record(actor=actor, subject=panel, verb="panel.plan", now=now, capability=JUDGE)
    tell_members(panel, by=actor.pk, now=now)
    return panel


@transaction.atomic
def change_panel(*, actor: Actor, pk: int, members: Iterable[User], now: datetime, **fields: Any) -> Panel:
    """Change a panel that was not opened yet.

    Raises NotVisible, PermissionDenied, UnableToHear, ValidationError.
    """
    panel: Panel = Panel.objects.for_write(actor, pk, JUDGE)
    _planned(panel)
    for name, value in fields.items():
        setattr(panel, name, value)
    panel.full_clean()
    panel.save()
    _seat(panel, [*members, panel.chair])
    audit.record(actor=actor, subject=panel, verb="panel.change", now=now, capability=JUDGE)
    tell_members(panel, by=actor.pk, now=now)  # those who were told already are not told again
    return panel


def _seat(panel: Panel, people: Iterable[User]) -> None:
    wanted = {person.pk for person in people}
    if panel.quorum > len(wanted):
        raise UnableToHear(_("The quorum is larger than the panel."))
    panel.members.exclude(user__in=wanted).delete()
    known = set(panel.members.values_list("user", flat=True))
    PanelMember.objects.bulk_create(PanelMember(panel=panel, user_id=key) for key in sorted(wanted - known))


def _planned(panel: Panel) -> None:
    if panel.state != PanelState.PLANNED:
        raise UnableToHear(_("The session was opened already."))


def _not_for_oneself(actor: Actor, recognition: Recognition) -> None:
    """Whoever leads a panel decides nothing about themselves. Raises UnableToHear."""
    if is_own(actor, recognition.teacher):
        raise UnableToHear(_("Nobody decides about themselves: a colleague does."))


def _heard_before(recognition: Recognition) -> QuerySet[PanelVote]:
    """What a panel decided by before an appeal against it was upheld."""
    return PanelVote.objects.filter(
        case__recognition=recognition, case__outcome__in=[CaseOutcome.CARRIED, CaseOutcome.LOST]
    )


def _other_members(panel: Panel, recognition: Recognition) -> None:
    """After an appeal others decide than before. Raises UnableToHear."""
    voted = _heard_before(recognition).values("member__user")
    if panel.members.exclude(user__in=voted).count() < panel.quorum:
        raise UnableToHear(
            _("Too few of this panel did not vote on %(name)s before the appeal: call another one.")
            % {"name": recognition.teacher}
        )


@transaction.atomic
def put_on_agenda(*, actor: Actor, pk: int, recognitions: Iterable[int], now: datetime) -> Panel:
    """Bring applications before a panel; those of which a rule fails are refused by name.

    Raises NotVisible, PermissionDenied, UnableToHear, TransitionRefused.
    """
    panel: Panel = Panel.objects.for_write(actor, pk, JUDGE)
    _planned(panel)
    rows = Recognition.objects.permitting(actor, JUDGE).filter(
        pk__in=set(recognitions), state=RecognitionState.DEPARTMENT_APPROVED
    )
    wanted = list(rows.select_related("teacher").order_by("pk").select_for_update(of=("self",)))
    if not wanted:
        raise UnableToHear(_("None of these applications waits for a panel."))
    for recognition in wanted:
        _not_for_oneself(actor, recognition)
        _other_members(panel, recognition)
    recheck(wanted, now=now)
    placed = panel.cases.count()
    for number, recognition in enumerate(wanted, start=placed + 1):
        _moved(actor, recognition.pk, "summon", now)
        PanelCase.objects.create(panel=panel, recognition=recognition, order=number)
    audit.record(
        actor=actor,
        subject=panel,
        verb="panel.summon",
        now=now,
        details={"count": len(wanted)},
        capability=JUDGE,
    )
    return panel


@transaction.atomic
def take_off_agenda(*, actor: Actor, pk: int, case_id: int, now: datetime) -> Panel:
    """Take an application off the agenda before the session. Raises as :func:`put_on_agenda`."""
    panel: Panel = Panel.objects.for_write(actor, pk, JUDGE)
    _planned(panel)
    case = panel.cases.select_related("recognition__teacher").filter(pk=case_id).first()
    if case is None:
        raise NotVisible(f"teachers.PanelCase {case_id}")
    _not_for_oneself(actor, case.recognition)
    _moved(actor, case.recognition_id, "take_off", now)
    case.delete()
    return panel


# --- In session -------------------------------------------------------------------------------


def may_chair(actor: Actor, panel: Panel) -> bool:
    return panel.chair_id == actor.pk or panel.permits(actor, JUDGE)


def _chaired(actor: Actor, pk: int) -> Panel:
    """The panel, locked, for its chair or whoever holds the power. Raises NotVisible, PermissionDenied."""
    if not Panel.objects.visible_to(actor).filter(pk=pk).exists():
        raise NotVisible(f"teachers.Panel {pk}")
    panel = Panel.objects.select_for_update(of=("self",)).get(pk=pk)
    if not may_chair(actor, panel):
        raise PermissionDenied
    return panel


@transaction.atomic
def open_session(*, actor: Actor, pk: int, present: Iterable[int], now: datetime) -> Panel:
    """Open the session with those who are there. Who has applied takes no part in their own case.

    Args:
        present: keys of the members who are there.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    panel = _chaired(actor, pk)
    there = set(present)
    panel.members.update(is_present=False)
    panel.members.filter(pk__in=there).update(is_present=True)
    opened: Panel = PANEL_MOVES.move(actor=actor, pk=pk, name="open", now=now)
    _oneself_is_out(opened, now)
    _voters_before_are_out(opened, now)
    return opened


def _oneself_is_out(panel: Panel, now: datetime) -> None:
    """Whoever has applied takes no part in their own case."""
    seats = {member.user_id: member for member in panel.members.all()}
    applicants = panel.cases.filter(recognition__teacher__user__in=seats)
    for case, user in applicants.values_list("pk", "recognition__teacher__user"):
        ConflictOfInterest.objects.get_or_create(
            case_id=case,
            member=seats[user],
            defaults={"reason": _("The member’s own application."), "declared_at": now},
        )


def _voters_before_are_out(panel: Panel, now: datetime) -> None:
    """Whoever voted on a case before the appeal takes no part in it again."""
    for case in panel.cases.select_related("recognition"):
        for member in panel.members.filter(user__in=_heard_before(case.recognition).values("member__user")):
            ConflictOfInterest.objects.get_or_create(
                case=case,
                member=member,
                defaults={"reason": _("Voted on it before the appeal."), "declared_at": now},
            )


def seat_of(actor: Actor, panel: Panel) -> PanelMember | None:
    return panel.members.filter(user=actor.pk).first() if actor.pk else None


def _in_session(actor: Actor, pk: int) -> tuple[Panel, PanelMember]:
    """The panel in session, locked, with the seat of a member who is present.

    Raises NotVisible, PermissionDenied, UnableToHear.
    """
    if not Panel.objects.visible_to(actor).filter(pk=pk).exists():
        raise NotVisible(f"teachers.Panel {pk}")
    panel = Panel.objects.select_for_update(of=("self",)).get(pk=pk)
    seat = seat_of(actor, panel)
    if seat is None:
        raise PermissionDenied
    if panel.state != PanelState.IN_SESSION:
        raise UnableToHear(_("The panel is not in session."))
    if not seat.is_present:
        raise UnableToHear(_("You were not noted as present."))
    return panel, seat


@transaction.atomic
def declare_conflict(*, actor: Actor, pk: int, case_id: int, reason: str, now: datetime) -> Panel:
    """Take no part in a case, and say why; a vote that was cast on it is taken back.

    Raises NotVisible, PermissionDenied, UnableToHear.
    """
    panel, seat = _in_session(actor, pk)
    case = panel.cases.filter(pk=case_id).first()
    if case is None:
        raise NotVisible(f"teachers.PanelCase {case_id}")
    if not reason.strip():
        raise UnableToHear(_("Please give a reason: the others will read it."))
    PanelVote.objects.filter(case=case, member=seat).delete()
    conflict, is_new = ConflictOfInterest.objects.get_or_create(
        case=case, member=seat, defaults={"reason": reason.strip(), "declared_at": now}
    )
    if is_new:
        # Not of the recognition, nor of the panel: the teacher reads the one, and may sit on the other.
        audit.record(actor=actor, subject=conflict, verb="panel.conflict", now=now, reason=conflict.reason)
    return panel


@transaction.atomic
def cast_votes(*, actor: Actor, pk: int, ballots: Iterable[Ballot], now: datetime) -> int:
    """Cast, or change, one's votes on several cases at once; answers how many.

    Raises:
        NotVisible, PermissionDenied.
        UnableToHear: no session, no part in the case, or no reason where one is needed. Nothing is kept then.
    """
    panel, seat = _in_session(actor, pk)
    cases = {case.pk: case for case in panel.cases.select_related("recognition__teacher")}
    out = set(seat.conflicts.values_list("case", flat=True))
    kept = 0
    for ballot in ballots:
        case = cases.get(ballot.case_id)
        if case is None:
            raise NotVisible(f"teachers.PanelCase {ballot.case_id}")
        if case.pk in out or is_own(actor, case.recognition.teacher):
            raise UnableToHear(
                _("You take no part in the case of %(name)s.") % {"name": case.recognition.teacher}
            )
        if ballot.choice not in Choice.values:
            raise UnableToHear(_("Vote for, against, or abstain."))
        if ballot.choice != Choice.FOR and not ballot.reason.strip():
            raise UnableToHear(
                _("Say why you do not vote for %(name)s.") % {"name": case.recognition.teacher}
            )
        PanelVote.objects.update_or_create(
            case=case,
            member=seat,
            defaults={"choice": ballot.choice, "reason": ballot.reason.strip(), "cast_at": now},
        )
        kept += 1
    audit.record(actor=actor, subject=panel, verb="panel.vote", now=now, details={"count": kept})
    return kept


# --- Counting and closing -----------------------------------------------------------------------


@transaction.atomic
def close_session(
    *,
    actor: Actor,
    pk: int,
    minutes: str,
    remarks: Mapping[int, str],
    postponed: Iterable[int] = (),
    now: datetime,
) -> Panel:
    """Decide every case by its votes, write the minutes, and make public what was carried.

    Who has left the centre since the session was opened is absent: their votes are none, and the quorum is
    counted without them.

    Args:
        remarks: case → what the panel says of it; a case that is lost needs one, the teacher reads it.
        postponed: cases that wait for another session.

    Raises NotVisible, PermissionDenied, UnableToHear: somebody has not voted, a question of the check-list is
    open, or the minutes or a reason are missing. Nothing is decided then.
    """
    panel = _chaired(actor, pk)
    if panel.state != PanelState.IN_SESSION:
        raise UnableToHear(_("The panel is not in session."))
    if not minutes.strip():
        raise UnableToHear(_("Write the minutes of the session."))
    today = timezone.localdate(now)
    if gone := note_the_gone(panel, on=today):
        audit.record(
            actor=actor, subject=panel, verb="panel.absent", now=now, details={"members": ", ".join(gone)}
        )
    later, counts = set(postponed), counts_of(panel, on=today)
    cases = panel.cases.select_related("recognition__teacher").order_by("recognition")
    wanted = list(cases.select_for_update(of=("self", "recognition")))
    recheck([case.recognition for case in wanted if case.pk not in later], now=now)
    for case in wanted:
        if case.pk in later:
            _postpone(actor, case, remarks.get(case.pk, ""), now)
        else:
            _decide(actor, case, counts[case.pk], remarks.get(case.pk, ""), now)
    closed: Panel = PANEL_MOVES.move(
        actor=actor,
        pk=pk,
        name="close",
        now=now,
        changes={"minutes": minutes.strip(), "closed_at": now},
    )
    return closed


def _postpone(actor: Actor, case: PanelCase, remark: str, now: datetime) -> None:
    _not_for_oneself(actor, case.recognition)
    case.outcome, case.remark = CaseOutcome.POSTPONED, remark.strip()
    case.save(update_fields=["outcome", "remark"])
    moved = _moved(actor, case.recognition_id, "take_off", now)
    tell_teacher(DECIDED, moved, now=now, reason=remark.strip())


def _decide(actor: Actor, case: PanelCase, count: Count, remark: str, now: datetime) -> None:
    name = {"name": case.recognition.teacher}
    if count.verdict is Verdict.NO_QUORUM:
        raise UnableToHear(_("Nobody may vote on %(name)s, or too few are present: postpone it.") % name)
    if count.verdict is Verdict.NOT_ALL_VOTED:
        raise UnableToHear(
            _("On %(name)s %(count)s members have not voted yet.") % {**name, "count": count.missing}
        )
    is_carried = count.verdict is Verdict.CARRIED
    if not is_carried or remark.strip():
        _not_for_oneself(actor, case.recognition)
    if not is_carried and not remark.strip():
        raise UnableToHear(_("Say why %(name)s was not carried: the teacher reads it.") % name)
    case.outcome = CaseOutcome.CARRIED if is_carried else CaseOutcome.LOST
    case.votes_for, case.votes_against = count.votes_for, count.votes_against
    case.abstentions, case.remark = count.abstentions, remark.strip()
    case.save(update_fields=["outcome", "votes_for", "votes_against", "abstentions", "remark"])
    if is_carried:
        try:
            _publicise(actor, case.recognition_id, now)
        except TransitionRefused as refusal:
            words = _(
                "%(name)s cannot be made public yet: see to it on the check-list, or postpone it. %(why)s"
            )
            raise UnableToHear(words % {**name, "why": refusal}) from refusal
    else:
        moved = _moved(actor, case.recognition_id, "turn_down", now, answer=remark.strip())
        tell_teacher(DECIDED, moved, now=now, reason=remark.strip())


def _publicise(actor: Actor, pk: int, now: datetime) -> None:
    """Public from tomorrow on, for as many working days as the standard asks for."""
    first = timezone.localdate(now) + timedelta(days=1)
    moved = _moved(
        actor,
        pk,
        "publicise",
        now,
        publicised_from=first,
        publicised_until=publicity_ends(first, standard_on(timezone.localdate(now))),
        answer="",
    )
    tell_teacher(PUBLIC, moved, now=now)


@transaction.atomic
def cancel_panel(*, actor: Actor, pk: int, reason: str, now: datetime) -> Panel:
    """Call a session off: its applications wait for another panel.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    panel: Panel = Panel.objects.for_write(actor, pk, JUDGE)
    cases = panel.cases.select_related("recognition__teacher").order_by("recognition")
    for case in cases.select_for_update(of=("self",)):
        _postpone(actor, case, reason, now)
    cancelled: Panel = PANEL_MOVES.move(actor=actor, pk=panel.pk, name="cancel", now=now, reason=reason)
    tell_members(cancelled, by=actor.pk, now=now, cancelled_for=reason.strip())
    return cancelled


def _moved(actor: Actor, pk: int, name: str, now: datetime, **changes: Any) -> Recognition:
    moved: Recognition = RECOGNITION_MOVES.move(
        actor=actor,
        pk=pk,
        name=name,
        now=now,
        reason=changes.get("answer", ""),
        changes={**changes, "waiting_since": timezone.localdate(now)},
    )
    return moved
