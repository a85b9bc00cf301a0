"""Regulations: entered, written in versions, approved by their route, in force, repealed.

Locks: the regulation, then its versions by ascending key, then the approval.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible, capability_label
from core.attachments import discard, store_upload
from core.errors import Refused
from core.filetypes import DOCX, PDF
from governance.models import Regulation, RegulationVersion, VersionFile, VersionState
from governance.querysets import DECIDED, IN_WORK
from governance.transitions import EDIT, VERSION_MOVES
from signing.operations import cancel_approval, open_approval

if TYPE_CHECKING:
    from accounts.models import User

S = VersionState
NAMED = ("number", "name_en", "name_zh", "kind")
ATTACHED = (PDF, DOCX)


class UnableToChangeRegulation(Refused):
    """The regulation, or its version, cannot be changed so now; the message says why."""


# --- The regulation -----------------------------------------------------------------------------


@transaction.atomic
def enter(*, actor: Actor, now: datetime, **fields: Any) -> Regulation:
    """Begin a regulation; its words follow in a version. Raises PermissionDenied, ValidationError."""
    regulation = Regulation(created_at=now)
    _write(regulation, fields, now)
    if not regulation.permits(actor, EDIT):
        raise PermissionDenied(
            _("This needs the power “%(power)s”, which your positions do not give you here.")
            % {"power": capability_label(EDIT)}
        )
    _note(actor, regulation, "enter", now)
    return regulation


@transaction.atomic
def change(*, actor: Actor, pk: int, now: datetime, **fields: Any) -> Regulation:
    """Change who keeps it and what it applies to; its number, name and kind until a version is approved.

    Raises NotVisible, PermissionDenied, UnableToChangeRegulation, ValidationError.
    """
    regulation: Regulation = Regulation.objects.for_write(actor, pk, EDIT)
    renamed = any(name in fields and fields[name] != getattr(regulation, name) for name in NAMED)
    if renamed and regulation.versions.decided().exists():
        raise UnableToChangeRegulation(
            _("A version of it was approved under this number and name: another name is another regulation.")
        )
    _write(regulation, fields, now)
    if not regulation.permits(actor, EDIT):  # moved to a department that is not theirs
        raise PermissionDenied
    _note(actor, regulation, "edit", now)
    return regulation


def _write(regulation: Regulation, fields: Mapping[str, Any], now: datetime) -> None:
    for name, value in fields.items():
        setattr(regulation, name, value)
    regulation.applies_to = sorted(set(regulation.applies_to))
    regulation.updated_at = now
    regulation.full_clean()
    regulation.save()


# --- Its versions -------------------------------------------------------------------------------


@transaction.atomic
def draft_version(*, actor: User, regulation_id: int, now: datetime, **fields: Any) -> RegulationVersion:
    """Begin the next version: with these words, or those of the version before it.

    Raises NotVisible, PermissionDenied, UnableToChangeRegulation, ValidationError.
    """
    regulation: Regulation = Regulation.objects.for_write(actor, regulation_id, EDIT)
    if regulation.versions.filter(state__in=IN_WORK).exists():
        raise UnableToChangeRegulation(_("Another version of it is being worked on."))
    before = last_decided(regulation)
    version = RegulationVersion(
        regulation=regulation,
        number=1 + (regulation.versions.aggregate(last=Max("number"))["last"] or 0),
        written_by=actor,
        created_at=now,
        **({"text_zh": before.text_zh, "text_en": before.text_en, "route": before.route} if before else {}),
    )
    return _write_version(actor, version, fields, now, "draft")


@transaction.atomic
def write(*, actor: Actor, pk: int, now: datetime, **fields: Any) -> RegulationVersion:
    """Change a draft. Raises NotVisible, PermissionDenied, UnableToChangeRegulation, ValidationError."""
    return _write_version(actor, _draft_for_write(actor, pk), fields, now, "write")


def _write_version(
    actor: Actor, version: RegulationVersion, fields: Mapping[str, Any], now: datetime, act: str
) -> RegulationVersion:
    for name, value in fields.items():
        setattr(version, name, value)
    version.updated_at = now
    version.full_clean()
    version.save()
    _note(actor, version, act, now, {"version": version.number})
    return version


@transaction.atomic
def attach(*, actor: Actor, pk: int, upload: File[bytes], now: datetime) -> VersionFile:
    """Add the paper or an annex, as PDF or DOCX, to a draft.

    Raises NotVisible, PermissionDenied, UnableToChangeRegulation, UnacceptableFile.
    """
    version = _draft_for_write(actor, pk)
    kept = store_upload(
        actor=actor, model=VersionFile, parent=version, upload=upload, now=now, accepted=ATTACHED
    )
    _note(actor, version, "attach", now, {"file": kept.pk, "name": kept.name, "sha256": kept.sha256})
    return kept


@transaction.atomic
def detach(*, actor: Actor, pk: int, file_id: int, now: datetime) -> RegulationVersion:
    """Take a file from a draft. Raises NotVisible, PermissionDenied, UnableToChangeRegulation."""
    version = _draft_for_write(actor, pk)
    kept = version.files.filter(pk=file_id).first()
    if kept is None:
        raise NotVisible(f"governance.VersionFile {file_id}")
    _note(actor, version, "detach", now, {"file": kept.pk, "name": kept.name, "sha256": kept.sha256})
    discard(kept)
    return version


# --- Moves --------------------------------------------------------------------------------------


@transaction.atomic
def submit(*, actor: User, pk: int, now: datetime) -> RegulationVersion:
    """Send a draft for approval by its route.

    Raises NotVisible, PermissionDenied, TransitionRefused, UnableToDecide.
    """
    version = _move(actor, pk, "submit", now)
    if version.route is None:
        raise UnableToChangeRegulation(_("Choose who decides on it."))
    open_approval(
        actor=actor,
        subject=version,
        route=version.route,
        department_id=version.regulation.department_id,
        title=str(version),
        now=now,
    )
    return version


@transaction.atomic
def recall(*, actor: Actor, pk: int, now: datetime) -> RegulationVersion:
    """Take it back from approval. Raises NotVisible, PermissionDenied, TransitionRefused."""
    version = _move(actor, pk, "recall", now)
    cancel_approval(subject=version, now=now, reason=_("Taken back by its author."))
    return version


@transaction.atomic
def withdraw(*, actor: Actor, pk: int, reason: str, now: datetime) -> RegulationVersion:
    """Give up a version that was never approved. Raises NotVisible, PermissionDenied, TransitionRefused."""
    version = _move(actor, pk, "withdraw", now, reason=reason)
    cancel_approval(subject=version, now=now, reason=reason)
    return version


@transaction.atomic
def repeal(*, actor: Actor, pk: int, last_day: date, reason: str, now: datetime) -> RegulationVersion:
    """Let what is in force end with a day, today or later, without a version in its place.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    changes = {"effective_until": last_day, "repeal_reason": reason.strip()}
    return _move(actor, pk, "repeal", now, reason=reason, **changes)


def _move(
    actor: Actor, pk: int, name: str, now: datetime, *, reason: str = "", **changes: Any
) -> RegulationVersion:
    _lock_regulation_of(pk)
    return VERSION_MOVES.move(
        actor=actor, pk=pk, name=name, now=now, reason=reason, changes=changes | {"updated_at": now}
    )


# --- What the approval's outcome does -----------------------------------------------------------


def locked_version(pk: int) -> RegulationVersion:
    _lock_regulation_of(pk)
    return RegulationVersion.objects.select_for_update(of=("self",)).select_related("regulation").get(pk=pk)


def version_approved(version: RegulationVersion, actor: User, now: datetime) -> None:
    """It takes effect on its day, or today where that has passed; the version before ends the day before."""
    today = timezone.localdate(now)
    begins = max(version.effective_from or today, today)
    before = last_decided(version.regulation)
    if before is not None and before.state == S.APPROVED:
        before.effective_until = begins - timedelta(days=1)
        before.updated_at = now
        before.save(update_fields=["effective_until", "updated_at"])
        _note(actor, before, "supersede", now, {"by": version.number, "until": before.effective_until})
    changes = {"effective_from": begins, "approved_at": now, "updated_at": now}
    VERSION_MOVES.move(actor=actor, pk=version.pk, name="approve", now=now, changes=changes)


def version_returned(version: RegulationVersion, actor: User, now: datetime, reason: str) -> None:
    VERSION_MOVES.move(
        actor=actor, pk=version.pk, name="return", now=now, reason=reason, changes={"updated_at": now}
    )


# --- Shared -------------------------------------------------------------------------------------


def last_decided(regulation: Regulation) -> RegulationVersion | None:
    """The version that was approved last. One query."""
    return regulation.versions.filter(state__in=DECIDED).order_by("-effective_from").first()


def _lock_regulation_of(pk: int) -> None:
    owning = RegulationVersion.objects.filter(pk=pk).values("regulation")
    Regulation.objects.select_for_update(of=("self",)).filter(pk__in=owning).first()


def _draft_for_write(actor: Actor, pk: int) -> RegulationVersion:
    version: RegulationVersion = RegulationVersion.objects.select_related("regulation").for_write(
        actor, pk, EDIT
    )
    if version.state != S.DRAFT:
        raise UnableToChangeRegulation(
            _("The version is “%(state)s”: only a draft can be changed.")
            % {"state": version.get_state_display()}
        )
    return version


def _note(
    actor: Actor,
    subject: Regulation | RegulationVersion,
    act: str,
    now: datetime,
    details: Mapping[str, Any] | None = None,
) -> None:
    said = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in (details or {}).items()
    }
    audit.record(
        actor=actor, subject=subject, verb=f"regulation.{act}", now=now, details=said, capability=EDIT
    )
