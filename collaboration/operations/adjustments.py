"""Adjustments of curricula: proposed from needs, advised on by both sides, decided.

Locks: the adjustment.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Department, User
from collaboration import adjustment_notices as notices
from collaboration.models import (
    AdjustmentFile,
    AdjustmentState,
    ChangeKind,
    CurriculumAdjustment,
    Need,
    Opinion,
    PanelMember,
)
from collaboration.models.adjustments import first_day
from collaboration.transitions.adjustments import ADJUSTMENT_MOVES, EDIT
from core import audit
from core.access import Actor, NotVisible
from core.attachments import store_upload
from core.errors import Refused
from core.school_years import school_year, term_of
from partnerships.models import Contact
from partnerships.portal.partner import Partner

FIELDS = ("major", "course", "kind", "before", "after", "hours_before", "hours_after", "reason")
NOT_ASKED = ["department", "proposed_by", "decided_by"]
OPEN = frozenset({AdjustmentState.PROPOSED, AdjustmentState.BEFORE_PANEL})
MOST_FILES = 20


class UnableToAdjust(Refused):
    """Not in this state, or not so; the message says why."""


@transaction.atomic
def propose(
    *, actor: Actor, department: Department, needs: Iterable[Need], now: datetime, **fields: Any
) -> CurriculumAdjustment:
    """Raises PermissionDenied, UnableToAdjust, ValidationError."""
    if not actor.scope_for(EDIT).covers(department.pk):
        raise PermissionDenied(_("You do not propose adjustments for this department."))
    adjustment = CurriculumAdjustment(
        department=department, proposed_on=timezone.localdate(now), proposed_by_id=actor.pk
    )
    _write(adjustment, fields)
    adjustment.full_clean(exclude=NOT_ASKED)
    adjustment.save(force_insert=True)
    _set_needs(actor, adjustment, needs)
    audit.record(actor=actor, subject=adjustment, verb="adjustment.propose", now=now, capability=EDIT)
    return adjustment


@transaction.atomic
def change(
    *, actor: Actor, pk: int, needs: Iterable[Need], now: datetime, **fields: Any
) -> CurriculumAdjustment:
    """Until it is brought before a panel. Raises NotVisible, PermissionDenied, UnableToAdjust,
    ValidationError."""
    adjustment: CurriculumAdjustment = CurriculumAdjustment.objects.for_write(actor, pk, EDIT)
    if adjustment.state != AdjustmentState.PROPOSED:
        raise UnableToAdjust(_("The panel has read it: withdraw it and propose another."))
    _write(adjustment, fields)
    adjustment.full_clean(exclude=NOT_ASKED)
    adjustment.save()
    _set_needs(actor, adjustment, needs)
    audit.record(actor=actor, subject=adjustment, verb="adjustment.change", now=now, capability=EDIT)
    return adjustment


def _write(adjustment: CurriculumAdjustment, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name not in FIELDS:
            raise TypeError(f"{name} is not said of an adjustment")
        setattr(adjustment, name, value)
    adjustment.course = adjustment.course.strip()
    if adjustment.kind == ChangeKind.NEW:
        adjustment.before, adjustment.hours_before = "", None
    if adjustment.kind == ChangeKind.DROPPED:
        adjustment.after, adjustment.hours_after = "", None


def _set_needs(actor: Actor, adjustment: CurriculumAdjustment, needs: Iterable[Need]) -> None:
    """At least one, each of which the actor sees. What was linked before and is hidden to the actor stays."""
    chosen = {one.pk for one in needs}
    seen = set(Need.objects.visible_to(actor).filter(pk__in=chosen).values_list("pk", flat=True))
    if chosen - seen:
        raise UnableToAdjust(_("One of these needs is not yours to see."))
    linked = adjustment.needs.order_by()
    mine = Need.objects.visible_to(actor).order_by().values("pk")
    hidden = set(linked.exclude(pk__in=mine).values_list("pk", flat=True))
    if not seen | hidden:
        raise UnableToAdjust(_("An adjustment follows from at least one need."))
    adjustment.needs.set(seen | hidden)


# --- The panel ----------------------------------------------------------------------------------


@transaction.atomic
def name_panel(
    *,
    actor: Actor,
    pk: int,
    users: Iterable[User],
    contacts: Iterable[Contact],
    now: datetime,
) -> CurriculumAdjustment:
    """Who advises on it; whoever has given an opinion stays. Raises NotVisible, PermissionDenied,
    UnableToAdjust."""
    adjustment: CurriculumAdjustment = CurriculumAdjustment.objects.for_write(actor, pk, EDIT)
    if adjustment.state not in OPEN:
        raise UnableToAdjust(_("It is decided."))
    people = {("user_id", one.pk) for one in users} | {("contact_id", one.pk) for one in contacts}
    for member in adjustment.members.all():
        key = ("user_id", member.user_id) if member.user_id else ("contact_id", member.contact_id)
        if key in people:
            people.discard(key)
        elif member.opinion:
            raise UnableToAdjust(_("Somebody who has given an opinion stays on the panel."))
        else:
            member.delete()
    for field, person in sorted(people):
        PanelMember.objects.create(adjustment=adjustment, **{field: person})
    audit.record(actor=actor, subject=adjustment, verb="adjustment.panel", now=now, capability=EDIT)
    if adjustment.state == AdjustmentState.BEFORE_PANEL:
        notices.tell_panel(adjustment, by=actor.pk, now=now)
    return adjustment


@transaction.atomic
def bring(*, actor: Actor, pk: int, panel_on: date, place: str, now: datetime) -> CurriculumAdjustment:
    """The panel meets on a day; its members are told.

    Raises NotVisible, PermissionDenied, TransitionRefused, UnableToAdjust.
    """
    changes = {"panel_on": panel_on, "place": place.strip()}
    adjustment: CurriculumAdjustment = ADJUSTMENT_MOVES.move(
        actor=actor, pk=pk, name="bring", now=now, changes=changes
    )
    if panel_on < adjustment.proposed_on:
        raise UnableToAdjust(_("The panel meets on the day of the proposal or later."))
    notices.tell_panel(adjustment, by=actor.pk, now=now)
    return adjustment


@transaction.atomic
def record_opinion(
    *, actor: Actor, pk: int, member_id: int, opinion: str, words: str, given_on: date, now: datetime
) -> PanelMember:
    """Whoever keeps it records what a member said; a member of the centre says it themselves.

    Raises NotVisible, PermissionDenied, UnableToAdjust.
    """
    rows = CurriculumAdjustment.objects.visible_to(actor).select_for_update(of=("self",))
    adjustment = rows.filter(pk=pk).first()
    if adjustment is None:
        raise NotVisible(f"collaboration.CurriculumAdjustment {pk}")
    member = adjustment.members.filter(pk=member_id).first()
    if member is None:
        raise NotVisible(f"collaboration.PanelMember {member_id}")
    if member.user_id != actor.pk and not adjustment.permits(actor, EDIT):
        raise PermissionDenied(_("Each member gives their own opinion."))
    return _keep_opinion(actor, adjustment, member, (opinion, words, given_on), now)


@transaction.atomic
def say_opinion(*, partner: Partner, pk: int, opinion: str, words: str, now: datetime) -> PanelMember:
    """Whoever of an enterprise sits on the panel says it at the portal, outside the walls; until the decision
    they may say it anew.

    Raises NotVisible, UnableToAdjust.
    """
    adjustment = CurriculumAdjustment.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if adjustment is None:
        raise NotVisible(f"collaboration.CurriculumAdjustment {pk}")
    member = adjustment.members.filter(contact=partner.contact.pk).first()
    if member is None:
        raise NotVisible(f"collaboration.PanelMember of {pk}")
    return _keep_opinion(partner, adjustment, member, (opinion, words, timezone.localdate(now)), now)


def _keep_opinion(
    actor: Actor,
    adjustment: CurriculumAdjustment,
    member: PanelMember,
    said: tuple[str, str, date],
    now: datetime,
) -> PanelMember:
    """Opinion, words and day. Raises UnableToAdjust."""
    opinion, words, given_on = said
    if adjustment.state != AdjustmentState.BEFORE_PANEL:
        raise UnableToAdjust(_("Opinions are given while it is before the panel."))
    if not adjustment.proposed_on <= given_on <= timezone.localdate(now):
        raise UnableToAdjust(_("An opinion is given between the proposal and today."))
    if opinion != Opinion.FOR and not words.strip():
        raise UnableToAdjust(_("Say in words what should be different."))
    member.opinion, member.words, member.given_on = opinion, words.strip(), given_on
    member.full_clean(exclude=["adjustment", "user", "contact"])
    member.save()
    audit.record(
        actor=actor,
        subject=adjustment,
        verb="adjustment.opinion",
        details={"member": member.pk, "opinion": opinion},
        now=now,
    )
    return member


# --- The decision -------------------------------------------------------------------------------


@transaction.atomic
def adopt(
    *, actor: Actor, pk: int, reason: str, study_year: int, term: int, now: datetime
) -> CurriculumAdjustment:
    """In effect from a term on. The enterprises behind it and who teaches the course are told.

    Raises NotVisible, PermissionDenied, TransitionRefused, UnableToAdjust.
    """
    effective_on = first_day(study_year, term)
    changes = _decided(actor, reason, now) | {
        "study_year": study_year,
        "term": term,
        "effective_on": effective_on,
    }
    adjustment: CurriculumAdjustment = ADJUSTMENT_MOVES.move(
        actor=actor, pk=pk, name="adopt", reason=reason, now=now, changes=changes
    )
    if adjustment.panel_on is not None and effective_on < first_day_of_term_of(adjustment.panel_on):
        raise UnableToAdjust(_("It cannot hold from a term before the one of the panel."))
    notices.tell_decision(adjustment, by=actor.pk, now=now)
    return adjustment


def first_day_of_term_of(on: date) -> date:
    return first_day(school_year(on), term_of(on))


@transaction.atomic
def reject(*, actor: Actor, pk: int, reason: str, now: datetime) -> CurriculumAdjustment:
    """Raises NotVisible, PermissionDenied, TransitionRefused."""
    adjustment: CurriculumAdjustment = ADJUSTMENT_MOVES.move(
        actor=actor, pk=pk, name="reject", reason=reason, now=now, changes=_decided(actor, reason, now)
    )
    notices.tell_decision(adjustment, by=actor.pk, now=now)
    return adjustment


def _decided(actor: Actor, reason: str, now: datetime) -> dict[str, Any]:
    return {
        "decision": reason.strip(),
        "decided_on": timezone.localdate(now),
        "decided_by_id": actor.pk,
    }


@transaction.atomic
def withdraw(*, actor: Actor, pk: int, reason: str, now: datetime) -> CurriculumAdjustment:
    """Raises NotVisible, PermissionDenied, TransitionRefused."""
    adjustment: CurriculumAdjustment = ADJUSTMENT_MOVES.move(
        actor=actor, pk=pk, name="withdraw", reason=reason, now=now, changes={"decision": reason.strip()}
    )
    notices.tell_decision(adjustment, by=actor.pk, now=now)
    return adjustment


@transaction.atomic
def add_file(*, actor: Actor, pk: int, upload: File[bytes], now: datetime) -> AdjustmentFile:
    """Minutes or standards. Raises NotVisible, PermissionDenied, UnableToAdjust, UnacceptableFile."""
    adjustment: CurriculumAdjustment = CurriculumAdjustment.objects.for_write(actor, pk, EDIT)
    if adjustment.files.count() >= MOST_FILES:
        raise UnableToAdjust(_("At most %(count)d files.") % {"count": MOST_FILES})
    kept = store_upload(actor=actor, model=AdjustmentFile, parent=adjustment, upload=upload, now=now)
    audit.record(actor=actor, subject=adjustment, verb="adjustment.add_file", now=now, capability=EDIT)
    return kept
