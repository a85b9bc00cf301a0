"""Changes of placements: asked for, decided with a reason, made, and kept from what to what.

Another enterprise takes another placement (:mod:`placements.operations.host_moves`).
Locks: the placement, the change, the new post.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible
from core.errors import Refused
from internships.models import Post, PostState
from internships.post_problems import vetting_objection
from partnerships.models import Contact
from placements.change_notices import tell_decided, tell_deciders, tell_guardians, tell_host_of_end
from placements.changes import is_agreed, may_change
from placements.models import AskedBy, ChangeKind, ChangeState, Placement, PlacementChange, PlacementState
from placements.models.changes import AMENDING
from placements.operations.host_moves import move_to_host
from placements.operations.placements import (
    UnableToChange,
    cancel_placement,
    choose_guides,
    end_placement_early,
    require_mentor,
    write_guides,
)
from placements.operations.readiness import in_words, recheck, what_blocks
from placements.seats import free_seats
from placements.transitions.changes import CHANGE_MOVES, EDIT
from teachers.models import Teacher

# A rule in the way of the new place keeps these from being changed; others are checked when they start.
GOING_ON = frozenset({PlacementState.PREPARED, PlacementState.IN_PROGRESS})
TARGETS = {
    ChangeKind.POST: ("post", "mentor"),
    ChangeKind.MENTOR: ("mentor",),
    ChangeKind.INSTRUCTOR: ("instructor",),
    ChangeKind.DATES: ("starts_on", "ends_on"),
    ChangeKind.WORKPLACE: ("workplace",),
    ChangeKind.HOURS: ("hours_per_day",),
    ChangeKind.EARLY_END: ("ends_on",),
}

A_DAY = timedelta(days=1)
# What holds for a placement, where its own field may be empty.
EFFECTIVE = {"workplace": "place_of_work", "hours_per_day": "daily_hours"}

type Targets = Mapping[str, Post | Contact | Teacher | date | Decimal | str | bool | None]
"""To what: ``post``, ``mentor``, ``instructor``, ``starts_on``, ``ends_on``, ``workplace``,
``hours_per_day``; of a kind those in TARGETS. With the post of another enterprise ``is_host_imposed``:
whether the student had no choice of it."""


class UnableToAsk(Refused):
    """The change cannot be asked for so; the message says why."""


class UnableToApply(Refused):
    """The change cannot be made so; the message says why, and nothing has changed."""


@transaction.atomic
def ask_change(
    *,
    actor: Actor,
    placement_id: int,
    kind: str,
    asked_by: str,
    reason: str,
    now: datetime,
    to: Targets | None = None,
) -> PlacementChange:
    """Ask for a change. The caller has made sure that whoever asks has to do with the placement.

    Raises:
        UnableToAsk: the placement is over, no reason is given, or the same is asked for already. Of one that
            is over only the mentor is changed, as long as there is no result.
    """
    placement = Placement.objects.select_for_update(of=("self",)).get(pk=placement_id)
    if not may_change(placement, kind):
        raise UnableToAsk(_("The placement is “%(state)s”.") % {"state": placement.get_state_display()})
    if not reason.strip():
        raise UnableToAsk(_("Please give a reason: the others will read it."))
    kind = ChangeKind(kind)
    if placement.changes.filter(kind=kind, state=ChangeState.ASKED).exists():
        raise UnableToAsk(_("This was asked for already, and waits for a decision."))
    change = PlacementChange(
        placement=placement,
        kind=kind,
        asked_by=AskedBy(asked_by),
        asker_id=actor.pk,
        reason=reason.strip(),
        asked_at=now,
    )
    for name in TARGETS[kind]:
        if (value := (to or {}).get(name)) is not None:
            setattr(change, f"new_{name}", value)
    change.save(force_insert=True)
    audit.record(
        actor=actor,
        subject=placement,
        verb="placement.change_asked",
        now=now,
        reason=change.reason,
        details={"change": change.pk, "kind": str(kind), "by": str(change.asked_by)},
    )
    if change.asked_by != AskedBy.STAFF:
        tell_deciders(change, now=now)
        if kind == ChangeKind.EARLY_END and change.asked_by == AskedBy.STUDENT:
            tell_guardians(change, now=now)
    return change


@transaction.atomic
def apply_change(
    *, actor: Actor, pk: int, answer: str, now: datetime, to: Targets | None = None
) -> PlacementChange:
    """Make a change that was asked for, with what it is changed to; all of it, or none.

    Raises:
        NotVisible, PermissionDenied: the placement is not the actor's to change.
        UnableToApply: it was decided meanwhile, there is no such place, or a rule stands in the way of it.
        UnableToChange: whoever is to guide the student cannot.
    """
    change = _change_for_write(actor, pk)
    placement = change.placement
    kind = ChangeKind(change.kind)
    wanted = {name: (to or {}).get(name) or getattr(change, f"new_{name}") for name in TARGETS[kind]}
    before = {name: getattr(placement, EFFECTIVE.get(name, name)) for name in TARGETS[kind]}
    has_begun = placement.is_under_way
    if kind == ChangeKind.POST:
        wanted["is_host_imposed"] = (to or {}).get("is_host_imposed")
    successor = _MAKE[kind](actor, change, wanted, now)
    placement.refresh_from_db()
    changes: dict[str, Any] = {
        "answer": answer.strip(),
        "decided_by_id": actor.pk,
        "decided_at": now,
        "amendment_due": kind in AMENDING and placement.is_live and is_agreed(placement),
        "new_placement": successor,
    }
    for name in TARGETS[kind]:
        changes[f"old_{name}"], changes[f"new_{name}"] = before[name], wanted[name]
    made: PlacementChange = CHANGE_MOVES.move(
        actor=actor, pk=change.pk, name="apply", now=now, reason=answer, changes=changes
    )
    audit.record(
        actor=actor,
        subject=placement,
        verb="placement.change_made",
        now=now,
        reason=answer.strip() or change.reason,
        details={"change": made.pk, "kind": str(kind)},
        capability=EDIT,
    )
    tell_decided(made, now=now)
    if kind == ChangeKind.EARLY_END:
        tell_guardians(made, now=now)
    if kind == ChangeKind.EARLY_END or (successor is not None and has_begun):
        tell_host_of_end(made, now=now)
    return made


@transaction.atomic
def refuse_change(*, actor: Actor, pk: int, answer: str, now: datetime) -> PlacementChange:
    """Raises NotVisible, PermissionDenied, UnableToApply, TransitionRefused."""
    change = _change_for_write(actor, pk)
    refused: PlacementChange = CHANGE_MOVES.move(
        actor=actor,
        pk=change.pk,
        name="refuse",
        now=now,
        reason=answer,
        changes={"answer": answer.strip(), "decided_by_id": actor.pk, "decided_at": now},
    )
    audit.record(
        actor=actor,
        subject=change.placement,
        verb="placement.change_refused",
        now=now,
        reason=answer.strip(),
        details={"change": change.pk, "kind": change.kind},
        capability=EDIT,
    )
    refused.placement = change.placement
    tell_decided(refused, now=now)
    if refused.kind == ChangeKind.EARLY_END and refused.asked_by == AskedBy.STUDENT:
        tell_guardians(refused, now=now)
    return refused


@transaction.atomic
def withdraw_change(*, actor: Actor, change: PlacementChange, now: datetime) -> PlacementChange:
    """Whoever asked takes it back. The caller has fetched it as theirs. Raises TransitionRefused."""
    withdrawn: PlacementChange = CHANGE_MOVES.move(actor=actor, pk=change.pk, name="withdraw", now=now)
    return withdrawn


@transaction.atomic
def change_now(
    *, actor: Actor, placement_id: int, kind: str, reason: str, to: Targets, now: datetime
) -> PlacementChange:
    """Change a placement at once, for a reason that is kept. Raises as :func:`apply_change`, UnableToAsk."""
    Placement.objects.for_write(actor, placement_id, EDIT)
    change = ask_change(
        actor=actor,
        placement_id=placement_id,
        kind=kind,
        asked_by=AskedBy.STAFF,
        reason=reason,
        now=now,
        to=to,
    )
    return apply_change(actor=actor, pk=change.pk, answer="", now=now, to=to)


@transaction.atomic
def change_guides(
    *,
    actor: Actor,
    pk: int,
    now: datetime,
    instructor: Teacher | None = None,
    mentor: Contact | None = None,
    reason: str = "",
) -> Placement:
    """Choose who guides a student; once an agreement names them, as a change that is kept with its reason.

    Raises as :func:`placements.operations.placements.choose_guides`, and:
        UnableToAsk: the agreement names them, and no reason is given.
    """
    placement: Placement = Placement.objects.for_write(actor, pk, EDIT)
    if not is_agreed(placement):
        return choose_guides(actor=actor, pk=pk, now=now, instructor=instructor, mentor=mentor)
    wanted = {ChangeKind.INSTRUCTOR: instructor, ChangeKind.MENTOR: mentor}
    others = {
        kind: person
        for kind, person in wanted.items()
        if person is not None and person != getattr(placement, str(kind))
    }
    if not others:
        raise UnableToChange(_("Choose another instructor or mentor."))
    for kind, person in others.items():
        change_now(actor=actor, placement_id=pk, kind=kind, reason=reason, to={str(kind): person}, now=now)
    return Placement.objects.get(pk=pk)


def _change_for_write(actor: Actor, pk: int) -> PlacementChange:
    """The change, behind the lock of its placement."""
    placement_id = (
        PlacementChange.objects.visible_to(actor).filter(pk=pk).values_list("placement", flat=True).first()
    )
    if placement_id is None:
        raise NotVisible(f"placements.PlacementChange {pk}")
    placement = Placement.objects.with_names().for_write(actor, placement_id, EDIT)
    change = placement.changes.select_for_update().get(pk=pk)
    change.placement = placement
    if not change.is_open:
        raise UnableToApply(_("This was decided meanwhile: “%(state)s”.") % {"state": change.chip.label})
    return change


# --- Making it --------------------------------------------------------------------------------


def _to_another_post(
    actor: Actor, change: PlacementChange, to: dict[str, Any], now: datetime
) -> Placement | None:
    """The placement at the new host, where it is another one."""
    placement, post, mentor = change.placement, to["post"], to["mentor"]
    if post is None:
        raise UnableToApply(_("Choose the new post."))
    post = Post.objects.select_related("enterprise", "mentor").select_for_update(of=("self",)).get(pk=post.pk)
    today = timezone.localdate(now)
    first = max(placement.starts_on, today)
    if post.pk == placement.post_id:
        raise UnableToApply(_("The student has this post already."))
    if post.state != PostState.APPROVED or post.plan_id != placement.plan_id:
        raise UnableToApply(_("%(post)s is no approved post of this plan.") % {"post": post})
    if post.enterprise_id != placement.enterprise_id and (
        objection := vetting_objection(post.enterprise_id, on=today)
    ):
        raise UnableToApply(objection)
    if free_seats(post, first=first, last=placement.ends_on) < 1:
        raise UnableToApply(_("%(post)s has no free seat.") % {"post": post})
    is_elsewhere = post.enterprise_id != placement.enterprise_id
    mentor = mentor or post.mentor or (None if is_elsewhere else placement.mentor)
    if mentor is not None:
        require_mentor(mentor, enterprise_id=post.enterprise_id)
    to["mentor"] = mentor
    if is_elsewhere:
        return move_to_host(
            actor=actor,
            placement=placement,
            post=post,
            mentor=mentor,
            is_host_imposed=to["is_host_imposed"],
            reason=change.reason,
            now=now,
        )
    # What was agreed for the student alone was agreed for the post before.
    _write(placement, now, post=post, mentor=mentor, workplace="", hours_per_day=None)
    return None


def _to_other_dates(actor: Actor, change: PlacementChange, to: dict[str, Any], now: datetime) -> None:
    placement = change.placement
    first, last = to["starts_on"] or placement.starts_on, to["ends_on"] or placement.ends_on
    if placement.started_on is not None and first != placement.starts_on:
        raise UnableToApply(_("The student has begun: only the last day can be changed."))
    if last <= first:
        raise UnableToApply(_("The last day comes after the first."))
    if last < timezone.localdate(now):
        raise UnableToApply(_("The new last day is past: end the placement early instead."))
    if (first, last) == (placement.starts_on, placement.ends_on):
        raise UnableToApply(_("These are the dates that it has."))
    _require_room(placement, first, last)
    to["starts_on"], to["ends_on"] = first, last
    _write(placement, now, starts_on=first, ends_on=last)


def _require_room(placement: Placement, first: date, last: date) -> None:
    """Days that are added lie within the plan, and the post has a free seat on them."""
    plan = placement.plan
    if first < min(plan.starts_on, placement.starts_on) or last > max(plan.ends_on, placement.ends_on):
        raise UnableToApply(_("The days are outside those of the plan."))
    # Whoever places somebody in the same post waits here, and sees the seat taken.
    post = Post.objects.select_for_update(of=("self",)).get(pk=placement.post_id)
    added = ((first, placement.starts_on - A_DAY), (placement.ends_on + A_DAY, last))
    if any(begin <= end and free_seats(post, first=begin, last=end) < 1 for begin, end in added):
        raise UnableToApply(_("%(post)s has no free seat on these days.") % {"post": post})


def _to_another_workplace(actor: Actor, change: PlacementChange, to: dict[str, Any], now: datetime) -> None:
    to["workplace"] = (to["workplace"] or "").strip()
    if to["workplace"] in ("", change.placement.place_of_work):
        raise UnableToApply(_("Say where the student works from now on."))
    _write(change.placement, now, workplace=to["workplace"])


def _to_other_hours(actor: Actor, change: PlacementChange, to: dict[str, Any], now: datetime) -> None:
    if to["hours_per_day"] in (None, change.placement.daily_hours):
        raise UnableToApply(_("Say how many hours a day the student works from now on."))
    if not 0 < to["hours_per_day"] <= 24:
        raise UnableToApply(_("This is no number of hours of a day."))
    _write(change.placement, now, hours_per_day=to["hours_per_day"])


def _write(placement: Placement, now: datetime, **fields: Any) -> None:
    """Raises UnableToApply: a rule stands in the way of it."""
    _keep(placement, now, **fields)
    if placement.state in GOING_ON and (found := what_blocks(placement)):
        raise UnableToApply(" ".join(in_words(one) for one in found))


def _keep(placement: Placement, now: datetime, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(placement, name, value)
    placement.updated_at = now
    placement.save(update_fields=[*fields, "updated_at"])
    recheck([placement.pk], now=now)


def _to_another_mentor(actor: Actor, change: PlacementChange, to: dict[str, Any], now: datetime) -> None:
    if to["mentor"] is None or to["mentor"].pk == change.placement.mentor_id:
        raise UnableToApply(_("Choose another mentor."))
    write_guides(actor=actor, placement=change.placement, mentor=to["mentor"], now=now)


def _to_another_instructor(actor: Actor, change: PlacementChange, to: dict[str, Any], now: datetime) -> None:
    if to["instructor"] is None or to["instructor"].pk == change.placement.instructor_id:
        raise UnableToApply(_("Choose another instructor."))
    write_guides(actor=actor, placement=change.placement, instructor=to["instructor"], now=now)


def _to_its_end(actor: Actor, change: PlacementChange, to: dict[str, Any], now: datetime) -> None:
    """Today or before, it ends; notice for a day ahead makes that the last day, on which it is finished."""
    placement, today = change.placement, timezone.localdate(now)
    to["ends_on"] = last = to["ends_on"] or today
    given: dict[str, Any] = {"actor": actor, "pk": placement.pk, "reason": change.reason, "now": now}
    if not placement.is_under_way:
        cancel_placement(**given)
    elif last <= today:
        end_placement_early(**given, ended_on=last)
    elif placement.starts_on < last < placement.ends_on:
        _keep(placement, now, ends_on=last)  # nobody is kept from leaving by a rule
    else:
        raise UnableToApply(
            _("The last day is %(day)s: an early end comes before it.")
            % {"day": date_format(placement.ends_on)}
        )


_MAKE = {
    ChangeKind.POST: _to_another_post,
    ChangeKind.MENTOR: _to_another_mentor,
    ChangeKind.INSTRUCTOR: _to_another_instructor,
    ChangeKind.DATES: _to_other_dates,
    ChangeKind.WORKPLACE: _to_another_workplace,
    ChangeKind.HOURS: _to_other_hours,
    ChangeKind.EARLY_END: _to_its_end,
}
