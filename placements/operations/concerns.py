"""Concerns and incidents: raised in confidence, looked into, settled (INT-20 to 25, 29).

What somebody writes here stands in encrypted fields and nowhere else: acts are noted without it,
notifications say that there is something to read.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible
from core.attachments import store_upload
from core.errors import Refused
from core.photos import without_whereabouts
from internships.models import Guardian
from partnerships.models import Contact
from placements.concern_notices import (
    tell_handlers,
    tell_owner,
    tell_raiser,
    tell_reader,
)
from placements.models import (
    AffectedPlacement,
    Concern,
    ConcernAction,
    ConcernFile,
    ConcernKind,
    ConcernNote,
    ConcernReader,
    Placement,
    RaisedBy,
    Severity,
)
from placements.transitions.concerns import CONCERN_MOVES, HANDLE


class UnableToRaise(Refused):
    """The concern cannot be raised, or added to, so; the message says why."""


class UnableToHandle(Refused):
    """Nothing can be done about the concern so; the message says why."""


# --- Raising ----------------------------------------------------------------------------------


@transaction.atomic
def raise_concern(
    *,
    actor: Actor,
    placement_id: int,
    text: str,
    severity: str,
    raised_by: str,
    now: datetime,
    kind: str = ConcernKind.OTHER,
    is_anonymous: bool = False,
    guardian: Guardian | None = None,
    contact: Contact | None = None,
    uploads: Iterable[File[bytes]] = (),
) -> Concern:
    """Tell those who handle concerns that something is wrong. The caller has made sure that whoever raises
    it has to do with the placement.

    Args:
        raised_by: one of :class:`placements.models.RaisedBy`; a guardian or mentor is named by
            ``guardian`` or ``contact``, with THE_SYSTEM as the actor where they have no account.
        is_anonymous: nobody at the enterprise is told who raised it.

    Raises:
        UnableToRaise: it says nothing. UnacceptableFile: one of the files.
    """
    if not text.strip():
        raise UnableToRaise(_("Please say in a few words what happened."))
    placement = Placement.objects.select_related("student").get(pk=placement_id)
    concern = Concern(
        kind=ConcernKind(kind),
        severity=Severity(severity),
        is_incident=kind == ConcernKind.ACCIDENT,
        text=text.strip(),
        department_id=placement.department_id,
        enterprise_id=placement.enterprise_id,
        placement=placement,
        raised_by=RaisedBy(raised_by),
        raiser_id=_account_of(actor, contact),
        guardian=guardian,
        contact=contact,
        raiser_name=_name_of(actor, placement, raised_by, guardian, contact),
        is_anonymous=is_anonymous,
        raised_at=now,
    )
    concern.save(force_insert=True)
    AffectedPlacement.objects.create(concern=concern, placement=placement)
    for upload in uploads:
        store_upload(
            actor=actor,
            model=ConcernFile,
            parent=concern,
            upload=without_whereabouts(upload),
            now=now,
            from_raiser=True,
        )
    audit.record(
        actor=actor,
        subject=concern,
        verb="concern.raise",
        now=now,
        details={"by": str(raised_by), "severity": concern.severity, "kind": concern.kind},
    )
    tell_handlers(concern, now=now)
    return concern


def raise_by_staff(*, actor: Actor, placement_id: int, now: datetime, **fields: Any) -> Concern:
    """Raised by somebody of the school who sees the placement. Raises NotVisible, UnableToRaise."""
    if not Placement.objects.visible_to(actor).filter(pk=placement_id).exists():
        raise NotVisible(f"placements.Placement {placement_id}")
    return raise_concern(actor=actor, placement_id=placement_id, raised_by=RaisedBy.STAFF, now=now, **fields)


@transaction.atomic
def say_more(
    *, actor: Actor, concern: Concern, text: str, now: datetime, uploads: Iterable[File[bytes]] = ()
) -> ConcernNote:
    """Whoever raised it adds something. The caller has fetched the concern as theirs.

    Raises UnableToRaise, UnacceptableFile.
    """
    held = Concern.objects.select_for_update().get(pk=concern.pk)
    if not text.strip():
        raise UnableToRaise(_("Please say in a few words what happened."))
    if not held.is_open:
        raise UnableToRaise(_("This is closed. Raise it anew if it goes on."))
    note = ConcernNote.objects.create(
        concern=held, text=text.strip(), is_for_raiser=True, from_raiser=True, author_id=actor.pk, at=now
    )
    for upload in uploads:
        store_upload(
            actor=actor,
            model=ConcernFile,
            parent=held,
            upload=without_whereabouts(upload),
            now=now,
            from_raiser=True,
        )
    audit.record(actor=actor, subject=held, verb="concern.say_more", now=now)
    tell_handlers(held, now=now, note=note)
    return note


def _account_of(actor: Actor, contact: Contact | None) -> int | None:
    """Whose progress pages it stands on; a mentor's who came by a link, where they have an account."""
    if actor.pk is not None:
        return int(actor.pk)
    return contact.user_id if contact is not None else None


def _name_of(
    actor: Actor, placement: Placement, raised_by: str, guardian: Guardian | None, contact: Contact | None
) -> str:
    match RaisedBy(raised_by):
        case RaisedBy.STUDENT:
            return placement.student.name
        case RaisedBy.GUARDIAN if guardian is not None:
            return guardian.name
        case RaisedBy.MENTOR if contact is not None:
            return contact.name
    return str(getattr(actor, "name", "") or _("The system"))


# --- Handling ---------------------------------------------------------------------------------


def look_into(*, actor: Actor, pk: int, now: datetime) -> Concern:
    """Take it on. Raises NotVisible, PermissionDenied, TransitionRefused."""
    with transaction.atomic():
        concern: Concern = CONCERN_MOVES.move(
            actor=actor, pk=pk, name="look_into", now=now, changes={"handler_id": actor.pk}
        )
        tell_raiser(concern, now=now)
    return concern


def settle(*, actor: Actor, pk: int, outcome: str, now: datetime) -> Concern:
    """Close it with what was done, which whoever raised it reads.

    Raises NotVisible, PermissionDenied, TransitionRefused, UnableToHandle.
    """
    return _close(actor, pk, "settle", outcome, now)


def not_uphold(*, actor: Actor, pk: int, outcome: str, now: datetime) -> Concern:
    """Close it because nothing was found. Raises as :func:`settle`."""
    return _close(actor, pk, "not_uphold", outcome, now)


def _close(actor: Actor, pk: int, name: str, outcome: str, now: datetime) -> Concern:
    if not outcome.strip():
        raise UnableToHandle(_("Say what came of it: whoever raised it reads it."))
    with transaction.atomic():
        concern: Concern = CONCERN_MOVES.move(
            actor=actor,
            pk=pk,
            name=name,
            now=now,
            changes={"outcome": outcome.strip(), "ended_at": now},
        )
        tell_raiser(concern, now=now)
    return concern


def take_up_again(*, actor: Actor, pk: int, now: datetime) -> Concern:
    """Raises NotVisible, PermissionDenied, TransitionRefused."""
    with transaction.atomic():
        concern: Concern = CONCERN_MOVES.move(
            actor=actor,
            pk=pk,
            name="take_up_again",
            now=now,
            changes={"ended_at": None, "handler_id": actor.pk},
        )
        tell_raiser(concern, now=now)
    return concern


@transaction.atomic
def add_note(
    *,
    actor: Actor,
    pk: int,
    text: str,
    is_for_raiser: bool,
    now: datetime,
    uploads: Iterable[File[bytes]] = (),
) -> Concern:
    """Write down what was found out; where it says so, whoever raised it reads it. Who reads a concern may.

    Raises NotVisible, UnableToHandle, UnacceptableFile.
    """
    concern = concern_read_by(actor, pk)
    if not text.strip():
        raise UnableToHandle(_("Write something down first."))
    note = ConcernNote.objects.create(
        concern=concern, text=text.strip(), is_for_raiser=is_for_raiser, author_id=actor.pk, at=now
    )
    for upload in uploads:
        store_upload(
            actor=actor, model=ConcernFile, parent=concern, upload=without_whereabouts(upload), now=now
        )
    audit.record(
        actor=actor, subject=concern, verb="concern.note", now=now, details={"for_raiser": is_for_raiser}
    )
    if is_for_raiser:
        tell_raiser(concern, now=now, note=note)
    return concern


@transaction.atomic
def name_reader(*, actor: Actor, pk: int, user: Any, now: datetime) -> Concern:
    """Let a colleague read it. Raises NotVisible, PermissionDenied, UnableToHandle."""
    concern: Concern = Concern.objects.for_write(actor, pk, HANDLE)
    if user.is_from_outside or not user.is_active:
        raise UnableToHandle(_("Only people of the school read concerns."))
    _let_read(concern, user, actor, now)
    return concern


@transaction.atomic
def dismiss_reader(*, actor: Actor, pk: int, reader_id: int, now: datetime) -> Concern:
    """A colleague reads it no more. Raises NotVisible, PermissionDenied, UnableToHandle."""
    concern: Concern = Concern.objects.for_write(actor, pk, HANDLE)
    reader = concern.readers.select_related("user").filter(pk=reader_id).first()
    if reader is None:
        raise NotVisible(f"placements.ConcernReader {reader_id}")
    if concern.actions.filter(owner=reader.user, done_at=None).exists():
        raise UnableToHandle(_("%(person)s still has something to do about it.") % {"person": reader.user})
    audit.record(
        actor=actor,
        subject=concern,
        verb="concern.reader_dismissed",
        now=now,
        details={"user": reader.user_id, "name": reader.user.name},
        capability=HANDLE,
    )
    reader.delete()
    return concern


@transaction.atomic
def set_action(*, actor: Actor, pk: int, text: str, owner: Any, due_on: date, now: datetime) -> ConcernAction:
    """Ask somebody of the school to do something until a day; they can read the concern from then on.

    Raises NotVisible, PermissionDenied, UnableToHandle.
    """
    concern: Concern = Concern.objects.for_write(actor, pk, HANDLE)
    if not concern.is_open:
        raise UnableToHandle(_("This is closed: take it up again first."))
    if not text.strip():
        raise UnableToHandle(_("Say what is to be done."))
    if due_on < timezone.localdate(now):
        raise UnableToHandle(_("This day is past."))
    if owner.is_from_outside or not owner.is_active:
        raise UnableToHandle(_("Only people of the school read concerns."))
    action = ConcernAction.objects.create(
        concern=concern, text=text.strip(), owner=owner, due_on=due_on, set_by_id=actor.pk, set_at=now
    )
    if not owner.scope_for(HANDLE).covers(concern.department_id):
        _let_read(concern, owner, actor, now)
    audit.record(
        actor=actor,
        subject=concern,
        verb="concern.action_set",
        now=now,
        details={"owner": owner.name, "due_on": due_on.isoformat()},
        capability=HANDLE,
    )
    tell_owner(action, now=now)
    return action


@transaction.atomic
def finish_action(*, actor: Actor, action_id: int, result: str, now: datetime) -> Concern:
    """Say what came of it: whoever does it may, and whoever handles the concern.

    Raises NotVisible, UnableToHandle.
    """
    concern_id = (
        ConcernAction.objects.visible_to(actor).filter(pk=action_id).values_list("concern", flat=True).first()
    )
    concern = concern_read_by(actor, concern_id)
    action = concern.actions.select_for_update().get(pk=action_id)
    if action.owner_id != actor.pk and not concern.permits(actor, HANDLE):
        raise UnableToHandle(_("Somebody else does this."))
    if action.done_at is not None:
        raise UnableToHandle(_("This is done already."))
    action.done_at, action.result = now, result.strip()
    action.save(update_fields=["done_at", "result"])
    audit.record(actor=actor, subject=concern, verb="concern.action_done", now=now)
    return concern


def concern_read_by(actor: Actor, pk: Any) -> Concern:
    """The concern, locked, for an act of whoever reads it. Raises NotVisible."""
    concern = Concern.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=pk).first()
    if concern is None:
        raise NotVisible(f"placements.Concern {pk}")
    return concern


def _let_read(concern: Concern, user: Any, actor: Actor, now: datetime) -> None:
    reader, is_new = ConcernReader.objects.get_or_create(
        concern=concern, user=user, defaults={"named_by_id": actor.pk, "named_at": now}
    )
    if is_new:
        audit.record(
            actor=actor,
            subject=concern,
            verb="concern.reader_named",
            now=now,
            details={"user": user.pk, "name": user.name},
            capability=HANDLE,
        )
        tell_reader(reader, now=now)
