"""What an inspection found: given to somebody, put right, shown, accepted.

Locks: the inspection where a finding is added, else the finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files import File
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from core import audit
from core.access import Actor, NotVisible
from core.attachments import discard, store_upload
from core.errors import Refused
from core.filetypes import DOCUMENTS
from core.notifications import cancel
from governance import inspection_notices as notices
from governance.dossiers import dossier_kind, dossiers_of
from governance.inspection_transitions import EDIT, FINDING_MOVES
from governance.models import Finding, FindingFile, FindingState, Inspection, InspectionState
from governance.models.findings import UNDONE
from governance.operations.samples import may_be_seen

FS = FindingState
SOON = timedelta(days=3)
WEEKS_REMINDED = 8
CHANGED_BY_STAFF = ("what", "article", "regulation", "severity", "assignee", "due_on", "found_on")


class UnableToRectify(Refused):
    """The finding cannot be entered, changed or settled so now; the message says why."""


@transaction.atomic
def enter(
    *, actor: User, pk: int, now: datetime, kind: str = "", key: int | None = None, **fields: Any
) -> Finding:
    """Write down what was found, about a dossier of the scope or about the whole, and give it to somebody.

    Raises NotVisible, PermissionDenied, UnableToRectify, ValidationError.
    """
    inspection: Inspection = Inspection.objects.for_write(actor, pk, EDIT)
    if inspection.opened_at is None:
        raise UnableToRectify(_("Nothing was inspected yet: let the inspectors in first."))
    number = inspection.findings.aggregate(last=Max("number"))["last"] or 0
    finding = Finding(
        inspection=inspection,
        number=number + 1,
        kind=kind,
        key=key,
        dossier=_dossier(inspection, kind, key, timezone.localdate(now)),
        created_by=actor,
        created_at=now,
    )
    _write(finding, fields, now)
    if finding.found_on > timezone.localdate(now):
        raise UnableToRectify(_("Nothing can be found before its day."))
    _note(actor, finding, "enter", now)
    _assign(finding, now)
    return finding


def _dossier(inspection: Inspection, kind: str, key: int | None, on: date) -> str:
    """How the dossier is called today, in the names' own characters: findings are read long after."""
    if not kind or key is None:
        return ""
    if not may_be_seen(inspection, kind, key):
        raise UnableToRectify(_("The dossier does not lie in the scope of the inspection."))
    with override("zh-hans"):
        found = dossiers_of(dossier_kind(kind), [key], on)
        return found[0].title[:300] if found else ""


@transaction.atomic
def change(*, actor: Actor, pk: int, now: datetime, **fields: Any) -> Finding:
    """Change what is not settled; a new assignee hears of it.

    Raises NotVisible, PermissionDenied, UnableToRectify, ValidationError.
    """
    finding = _for_write(actor, pk)
    if finding.state == FS.HANDED_IN:
        raise UnableToRectify(_("What was handed in is accepted or returned first."))
    before = finding.assignee_id, finding.due_on
    _write(finding, fields, now)
    _note(actor, finding, "change", now)
    if before != (finding.assignee_id, finding.due_on):
        cancel(subject=finding)
        _assign(finding, now)
    return finding


def _write(finding: Finding, fields: Mapping[str, Any], now: datetime) -> None:
    for name in CHANGED_BY_STAFF:
        if name in fields:
            setattr(finding, name, fields[name])
    if finding.assignee.is_from_outside or not finding.assignee.is_active:
        raise UnableToRectify(_("Choose somebody of the staff."))
    if finding.due_on < finding.found_on:
        raise UnableToRectify(_("Nothing can be put right before it was found."))
    finding.updated_at = now
    finding.full_clean()
    finding.save()


def _assign(finding: Finding, now: datetime) -> None:
    """Told each time it is given to somebody, to the same person again as well."""
    stage = f"{now.isoformat()}:{finding.assignee_id}"
    notices.tell(finding, notices.ASSIGNED, [finding.assignee_id], stage=stage, now=now)


# --- Putting right ------------------------------------------------------------------------------


@transaction.atomic
def take_up(*, actor: Actor, pk: int, now: datetime) -> Finding:
    """Say that one is at it. Raises NotVisible, UnableToRectify, TransitionRefused."""
    _of_assignee(actor, pk)
    return _move(actor, pk, "take_up", now)


@transaction.atomic
def hand_in(*, actor: Actor, pk: int, answer: str, now: datetime) -> Finding:
    """Say what was done, and hand in the evidence that was added.

    Raises NotVisible, UnableToRectify, TransitionRefused.
    """
    _of_assignee(actor, pk)
    finding = _move(actor, pk, "hand_in", now, answer=answer.strip(), handed_in_at=now, remark="")
    cancel(subject=finding)
    asked = [finding.inspection.responsible_id, finding.created_by_id]
    readers = [reader for reader in asked if reader != actor.pk]
    notices.tell(finding, notices.HANDED_IN, readers, stage=now.isoformat(), now=now)
    return finding


@transaction.atomic
def attach(*, actor: Actor, pk: int, upload: File[bytes], now: datetime) -> FindingFile:
    """Add evidence while it is being put right. Raises NotVisible, UnableToRectify, UnacceptableFile."""
    finding = _of_assignee(actor, pk)
    _require_undone(finding)
    kept = store_upload(
        actor=actor, model=FindingFile, parent=finding, upload=upload, now=now, accepted=DOCUMENTS
    )
    _note(actor, finding, "attach", now, {"name": kept.name, "sha256": kept.sha256})
    return kept


@transaction.atomic
def detach(*, actor: Actor, pk: int, file_id: int, now: datetime) -> Finding:
    """Take evidence away again, before it is handed in. Raises NotVisible, UnableToRectify."""
    finding = _of_assignee(actor, pk)
    _require_undone(finding)
    kept = finding.files.filter(pk=file_id).first()
    if kept is None:
        raise NotVisible(f"governance.FindingFile {file_id}")
    _note(actor, finding, "detach", now, {"name": kept.name, "sha256": kept.sha256})
    discard(kept)
    return finding


def _require_undone(finding: Finding) -> None:
    if finding.state not in UNDONE:
        raise UnableToRectify(
            _("It is “%(state)s”: its evidence stands.") % {"state": finding.get_state_display()}
        )


# --- Deciding -----------------------------------------------------------------------------------


@transaction.atomic
def accept(*, actor: Actor, pk: int, now: datetime) -> Finding:
    """Take it as put right. Nobody accepts their own work.

    Raises NotVisible, PermissionDenied, UnableToRectify, TransitionRefused.
    """
    _require_other(actor, pk)
    finding = _move(actor, pk, "accept", now, closed_at=now)
    notices.tell(
        finding,
        notices.DECIDED,
        [finding.assignee_id],
        stage=now.isoformat(),
        now=now,
        is_accepted=True,
        reason="",
    )
    return finding


@transaction.atomic
def return_(*, actor: Actor, pk: int, reason: str, now: datetime) -> Finding:
    """Ask for more, for a reason. Raises NotVisible, PermissionDenied, UnableToRectify, TransitionRefused."""
    _require_other(actor, pk)
    finding = _move(actor, pk, "return", now, reason, remark=reason.strip())
    notices.tell(
        finding,
        notices.DECIDED,
        [finding.assignee_id],
        stage=now.isoformat(),
        now=now,
        is_accepted=False,
        reason=reason.strip(),
    )
    return finding


@transaction.atomic
def withdraw(*, actor: Actor, pk: int, reason: str, now: datetime) -> Finding:
    """Take back what was no finding. Raises NotVisible, PermissionDenied, TransitionRefused."""
    finding = _move(actor, pk, "withdraw", now, reason, closed_at=now)
    cancel(subject=finding)
    return finding


def _require_other(actor: Actor, pk: int) -> None:
    finding = _for_write(actor, pk)
    if finding.assignee_id == actor.pk:
        raise UnableToRectify(_("Somebody else decides whether you have put it right."))


def _move(actor: Actor, pk: int, name: str, now: datetime, reason: str = "", **changes: Any) -> Finding:
    moved: Finding = FINDING_MOVES.move(
        actor=actor, pk=pk, name=name, now=now, reason=reason, changes=changes | {"updated_at": now}
    )
    return moved


def _for_write(actor: Actor, pk: int) -> Finding:
    finding: Finding = Finding.objects.select_related("inspection").for_write(actor, pk, EDIT)
    if finding.is_settled:
        raise UnableToRectify(_("It is “%(state)s” and stays so.") % {"state": finding.get_state_display()})
    return finding


def _of_assignee(actor: Actor, pk: int) -> Finding:
    """Locked, for whoever has to put it right. Raises NotVisible, UnableToRectify."""
    rows = Finding.objects.visible_to(actor).filter(pk=pk)
    finding = (
        Finding.objects.select_related("inspection")
        .select_for_update(of=("self",))
        .filter(pk__in=rows.values("pk"))
        .first()
    )
    if finding is None:
        raise NotVisible(f"governance.Finding {pk}")
    if finding.assignee_id != actor.pk:
        raise UnableToRectify(_("%(name)s puts this right.") % {"name": finding.assignee})
    return finding


# --- The sweep ----------------------------------------------------------------------------------


def remind(*, on: date, now: datetime) -> None:
    """Three days before the day, on it, and once a week after; then whoever answers hears as well.

    A second run on the same day tells nobody anything. One query, and one for each finding that is due.
    """
    rows = Finding.objects.filter(state__in=UNDONE, due_on__lte=on + SOON).select_related("inspection")
    for finding in rows.order_by("due_on", "pk"):
        days = (on - finding.due_on).days
        if days > WEEKS_REMINDED * 7:
            continue
        if days < 0:
            stage, readers = "soon", [finding.assignee_id]
        elif days == 0:
            stage, readers = "today", [finding.assignee_id]
        else:
            stage = f"late:{(days - 1) // 7}"
            readers = [finding.assignee_id, finding.inspection.responsible_id]
        stage = f"{finding.due_on.isoformat()}:{stage}"
        notices.tell(finding, notices.DUE, readers, stage=stage, now=now, is_late=days > 0)
    over = Inspection.objects.filter(
        state=InspectionState.OPEN, ends_on__lt=on, ends_on__gte=on - timedelta(weeks=WEEKS_REMINDED)
    )
    for inspection in over:
        notices.tell_over(inspection, day=inspection.ends_on, now=now)


def _note(
    actor: Actor, finding: Finding, act: str, now: datetime, details: Mapping[str, Any] | None = None
) -> None:
    audit.record(actor=actor, subject=finding, verb=f"finding.{act}", now=now, details=details)
