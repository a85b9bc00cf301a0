"""What is to be better, by whom and until when.

Locks: the assessment, the action.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assessments import notices
from assessments.models import Action, ActionSide, Assessment, AssessmentState
from assessments.transitions import EDIT
from core import audit
from core.access import Actor, NotVisible
from core.errors import Refused
from core.notifications import Kind, NewNotification, notify_many
from partnerships.models import Contact, ContactRole
from partnerships.portal.partner import Partner

EVERY = timedelta(days=7)
DUE_SOON = timedelta(days=7)


class UnableToAct(Refused):
    """Not in this state, or not so; the message says why."""


@transaction.atomic
def agree(
    *,
    actor: Actor,
    assessment_id: int,
    side: str,
    title: str,
    owner: User,
    due_on: date,
    details: str = "",
    contact: Contact | None = None,
    now: datetime,
) -> Action:
    """Put an action down; whoever does it is told. Raises NotVisible, PermissionDenied, UnableToAct,
    ValidationError."""
    one: Assessment = Assessment.objects.for_write(actor, assessment_id, EDIT)
    if due_on < timezone.localdate(now):
        raise UnableToAct(_("The day lies before today."))
    if contact is not None and contact.enterprise_id != one.enterprise_id:
        raise UnableToAct(_("This is of another enterprise."))
    if side == ActionSide.ENTERPRISE and one.state == AssessmentState.DRAFT:
        raise UnableToAct(_("The enterprise reads the assessment first: send it."))
    action = Action(
        assessment=one,
        enterprise_id=one.enterprise_id,
        side=side,
        title=title.strip(),
        details=details.strip(),
        owner=owner,
        contact=contact if side == ActionSide.ENTERPRISE else None,
        due_on=due_on,
        made_by_id=actor.pk,
        made_at=now,
    )
    action.full_clean(exclude=["made_by", "enterprise"])
    action.save(force_insert=True)
    audit.record(actor=actor, subject=action, verb="action.agree", now=now, capability=EDIT)
    by = {actor.pk}
    notify_many(
        [_note(action, notices.ACTION, user, "") for user in people_of(action) if user not in by], now=now
    )
    return action


def _own(actor: Actor, pk: int) -> Action:
    """Locked; for its owner, or whoever edits assessments. Raises NotVisible, PermissionDenied."""
    action = Action.objects.visible_to(actor).select_related("enterprise").filter(pk=pk).first()
    if action is None:
        raise NotVisible(f"assessments.Action {pk}")
    if action.owner_id != actor.pk and not action.permits(actor, EDIT):
        raise PermissionDenied
    locked: Action = Action.objects.select_for_update(of=("self",)).select_related("enterprise").get(pk=pk)
    return locked


@transaction.atomic
def finish(*, actor: Actor, pk: int, result: str, now: datetime) -> Action:
    """Raises NotVisible, PermissionDenied, UnableToAct."""
    action = _own(actor, pk)
    _finish(action, result, now)
    audit.record(actor=actor, subject=action, verb="action.finish", reason=result, now=now)
    return action


def may_finish(partner: Partner, action: Action) -> bool:
    """Whether they say for their enterprise that it is done: a liaison, or whoever is named as doing it."""
    return partner.is_liaison or action.contact_id == partner.contact.pk


@transaction.atomic
def finish_own(*, partner: Partner, pk: int, result: str, now: datetime) -> Action:
    """An action of the enterprise is done, said at the portal; whoever looks after it is told. Outside the
    walls. Raises NotVisible, PermissionDenied, UnableToAct."""
    action = (
        Action.objects.select_for_update(of=("self",))
        .select_related("enterprise")
        .filter(pk=pk, enterprise=partner.enterprise.pk, side=ActionSide.ENTERPRISE)
        .first()
    )
    if action is None:
        raise NotVisible(f"assessments.Action {pk}")
    if not may_finish(partner, action):
        raise PermissionDenied(_("A liaison of your enterprise says so, or whoever does it."))
    _finish(action, result, now)
    audit.record(actor=partner, subject=action, verb="action.finish_at_portal", reason=result, now=now)
    notify_many([_note(action, notices.ACTION_DONE, action.owner_id, now.isoformat())], now=now)
    return action


def _finish(action: Action, result: str, now: datetime) -> None:
    """Raises UnableToAct."""
    if action.done_on is not None:
        raise UnableToAct(_("It is done already."))
    if not result.strip():
        raise UnableToAct(_("Say what came of it."))
    action.done_on, action.result = timezone.localdate(now), result.strip()
    action.save(update_fields=["done_on", "result"])


@transaction.atomic
def take_up_again(*, actor: Actor, pk: int, reason: str, due_on: date, now: datetime) -> Action:
    """It is not done after all, or needs longer. Raises NotVisible, PermissionDenied, UnableToAct."""
    action = _own(actor, pk)
    if due_on < timezone.localdate(now):
        raise UnableToAct(_("The day lies before today."))
    action.done_on, action.result, action.due_on = None, "", due_on
    action.save(update_fields=["done_on", "result", "due_on"])
    audit.record(actor=actor, subject=action, verb="action.take_up_again", reason=reason, now=now)
    notify_many([_note(action, notices.ACTION, user, now.isoformat()) for user in people_of(action)], now=now)
    return action


# --- Telling ------------------------------------------------------------------------------------


def people_of(action: Action) -> list[int]:
    """Who is told: of an action of the enterprise whoever does it there, or its liaisons, and always who
    looks after it at the centre. A query or two."""
    found = {action.owner_id}
    if action.side == ActionSide.ENTERPRISE:
        rows = action.enterprise.contacts.in_portal().exclude(user=None)
        named = rows.filter(pk=action.contact_id) if action.contact_id else None
        told = named if named is not None and named.exists() else rows.with_role(ContactRole.LIAISON)
        found |= set(told.order_by().values_list("user", flat=True))
    return sorted(one for one in found if one is not None)


def _note(action: Action, kind: Kind, user: int, stamp: str) -> NewNotification:
    at_centre = user == action.owner_id
    url = action.get_absolute_url() if at_centre else reverse("portal:action", args=[action.pk])
    data: dict[str, Any] = {
        "title": action.title,
        "enterprise": notices.name_of(action.enterprise),
        "due_on": action.due_on,
        "words": action.result or action.details,
        "url": url,
    }
    return NewNotification(
        key=f"{kind.name}:{action.pk}:{action.due_on.isoformat()}:{stamp}:u{user}",
        kind=kind.name,
        recipient_id=user,
        subject=action,
        data=data,
    )


def _due(on: date) -> Iterator[NewNotification]:
    """A week before the day, on it, and every week after it. Somebody hears of one action once a time."""
    rows = Action.objects.open().filter(Q(due_on__lte=on + DUE_SOON)).select_related("enterprise")
    for action in rows.order_by("pk"):
        late = (on - action.due_on).days
        stamp = "soon" if late < 0 else f"late{late // EVERY.days}"
        for user in people_of(action):
            yield _note(action, notices.ACTION_DUE, user, stamp)


@transaction.atomic
def remind(*, on: date, now: datetime) -> int:
    """Answers how many notifications were new."""
    return notify_many(list(_due(on)), now=now)
