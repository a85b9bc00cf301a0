"""The library: entered, given versions, shared, withdrawn, fetched.

Locks: the document.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Department
from alliances.models import Alliance
from core import audit
from core.access import Actor, NotVisible
from core.attachments import discard, store_upload
from core.errors import Refused
from information.models import LibraryDocument, LibraryDownload, LibraryState, LibraryVersion, Reach
from information.notices import library as notices
from information.transitions.library import EDIT, LIBRARY_MOVES
from partnerships.models import Enterprise

FIELDS = ("title", "description", "kind", "keywords", "valid_until", "staff_reach", "partner_reach")
CHOSEN = ("departments", "enterprises", "alliances")


class UnableToShare(Refused):
    """Not in this state, or with nobody; the message says why."""


@transaction.atomic
def enter(
    *, actor: Actor, department: Department, upload: File[bytes], now: datetime, **fields: Any
) -> LibraryDocument:
    """A draft with its first version, which nobody but its keepers sees yet.

    Raises NotVisible, PermissionDenied, UnableToShare, UnacceptableFile, ValidationError.
    """
    if not actor.scope_for(EDIT).covers(department.pk):
        raise PermissionDenied(_("You do not keep the documents of this department."))
    document = LibraryDocument(department=department, created_by_id=actor.pk, created_at=now)
    _fill(document, fields)
    document.save(force_insert=True)
    _choose(actor, document, fields)
    audit.record(actor=actor, subject=document, verb="library.enter", now=now, capability=EDIT)
    _add(actor, document, upload, "", now)
    return document


@transaction.atomic
def change(
    *, actor: Actor, pk: int, now: datetime, tell_partners: bool = False, **fields: Any
) -> LibraryDocument:
    """What is said of it, and with whom it is shared; from now on, for what is shared already.

    ``tell_partners``: liaisons who see it and were not told of this version are told now.

    Raises NotVisible, PermissionDenied, UnableToShare, ValidationError.
    """
    document = _locked(actor, pk)
    _fill(document, fields)
    document.save()
    _choose(actor, document, fields)
    audit.record(actor=actor, subject=document, verb="library.change", now=now, capability=EDIT)
    if tell_partners:
        notices.tell_partners(document, changes="", now=now)
    return document


def _fill(document: LibraryDocument, fields: dict[str, Any]) -> None:
    for name in FIELDS:
        if name in fields:
            setattr(document, name, fields[name])
    document.full_clean(exclude=["department", "created_by"])


def _choose(actor: Actor, document: LibraryDocument, fields: dict[str, Any]) -> None:
    """Enterprises and alliances are those that the actor sees, or that were chosen before.

    Raises NotVisible, UnableToShare.
    """
    for name, model in (("enterprises", Enterprise), ("alliances", Alliance)):
        if name in fields:
            before = set(getattr(document, name).values_list("pk", flat=True))
            new = {one.pk for one in fields[name]} - before
            if model.objects.visible_to(actor).filter(pk__in=new).count() != len(new):
                raise NotVisible(model._meta.label)
    for name in CHOSEN:
        if name in fields:
            getattr(document, name).set(fields[name])
    if document.staff_reach == Reach.CHOSEN and not document.departments.exists():
        raise UnableToShare(_("Choose the departments whose staff read it."))
    if document.partner_reach == Reach.CHOSEN and not (
        document.enterprises.exists() or document.alliances.exists()
    ):
        raise UnableToShare(_("Choose the enterprises or alliances that read it."))


@transaction.atomic
def add_version(
    *,
    actor: Actor,
    pk: int,
    upload: File[bytes],
    changes: str,
    tell_partners: bool = False,
    now: datetime,
) -> LibraryVersion:
    """The next version, which readers get from now on. What was there before stays as it was.

    Raises NotVisible, PermissionDenied, UnableToShare, UnacceptableFile.
    """
    document = _locked(actor, pk)
    if not changes.strip():
        raise UnableToShare(_("Say what changed."))
    version = _add(actor, document, upload, changes.strip(), now)
    if tell_partners:
        notices.tell_partners(document, changes=version.changes, now=now)
    return version


def _add(
    actor: Actor, document: LibraryDocument, upload: File[bytes], changes: str, now: datetime
) -> LibraryVersion:
    number = document.latest + 1
    version = store_upload(
        actor=actor,
        model=LibraryVersion,
        parent=document,
        upload=upload,
        now=now,
        number=number,
        changes=changes,
    )
    document.latest = number
    document.save(update_fields=["latest"])
    audit.record(
        actor=actor,
        subject=document,
        verb="library.version",
        now=now,
        details={"number": number, "name": version.name, "sha256": version.sha256},
        capability=EDIT,
    )
    return version


@transaction.atomic
def share(*, actor: Actor, pk: int, tell_partners: bool = False, now: datetime) -> LibraryDocument:
    """Whom it is for sees it from now on. Raises NotVisible, PermissionDenied, TransitionRefused."""
    document: LibraryDocument = LIBRARY_MOVES.move(
        actor=actor, pk=pk, name="share", now=now, changes={"shared_at": now}
    )
    if tell_partners:
        notices.tell_partners(document, changes="", now=now)
    return document


@transaction.atomic
def withdraw(*, actor: Actor, pk: int, reason: str, now: datetime) -> LibraryDocument:
    """Nobody is shown it any more; whoever fetched it is told why.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    document: LibraryDocument = LIBRARY_MOVES.move(
        actor=actor,
        pk=pk,
        name="withdraw",
        reason=reason,
        now=now,
        changes={"reason": reason.strip()[:500]},
    )
    notices.tell_of_withdrawal(document, now=now, by=actor.pk)
    return document


@transaction.atomic
def discard_draft(*, actor: Actor, pk: int, now: datetime) -> None:
    """Raises NotVisible, PermissionDenied, UnableToShare."""
    document: LibraryDocument = LibraryDocument.objects.for_write(actor, pk, EDIT)
    if document.state != LibraryState.DRAFT:
        raise UnableToShare(_("Others have seen it already: withdraw it instead."))
    audit.record(
        actor=actor,
        subject=document,
        verb="library.discard",
        now=now,
        details={"title": document.title},
        capability=EDIT,
    )
    for version in document.versions.all():
        discard(version)
    document.delete()


def note_download(*, version: LibraryVersion, user_id: int, enterprise_id: int | None, now: datetime) -> None:
    """That a person fetched it, as whose. The caller has fetched the version through what they see."""
    LibraryDownload.objects.create(version=version, user_id=user_id, enterprise_id=enterprise_id, at=now)


def latest_of(document: LibraryDocument) -> LibraryVersion | None:
    """What readers get. One query."""
    return document.versions.filter(number=document.latest).first()


def _locked(actor: Actor, pk: int) -> LibraryDocument:
    document: LibraryDocument = LibraryDocument.objects.for_write(actor, pk, EDIT)
    if document.state == LibraryState.WITHDRAWN:
        raise UnableToShare(_("It was withdrawn: enter a new document."))
    return document
