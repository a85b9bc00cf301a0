"""Contributions: told by one side, confirmed by the other, taken back by a reversing record or a reason.

Locks: the contribution, and the one that it reverses.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Department
from agreements.models import Agreement
from core import audit
from core.access import Actor, NotVisible
from core.attachments import discard, store_upload
from core.errors import Refused
from partnerships.models import Enterprise
from partnerships.policies import require
from partnerships.portal.partner import Partner
from resources import notices
from resources.models import (
    COUNTED,
    Contribution,
    ContributionFile,
    ContributionKind,
    ContributionState,
    Ownership,
)
from resources.transitions.contributions import CONTRIBUTION_MOVES, EDIT

C = ContributionState
FIELDS = (
    *("giver", "kind", "title", "details", "given_on", "value", "extent", "ownership", "lent_until"),
    *("agreement", "resource"),
)
NOT_ASKED = ["enterprise", "department", "told_by", "decided_by"]
MOST_FILES = 20
LONGEST_AGO = timedelta(days=20 * 366)


class UnableToGive(Refused):
    """Not so, or not now; the message says why."""


# --- Telling ------------------------------------------------------------------------------------


@transaction.atomic
def enter(
    *, actor: Actor, enterprise_id: int, department: Department, now: datetime, **fields: Any
) -> Contribution:
    """The staff enters it; the liaisons are told, and confirm or refuse it.

    Raises NotVisible, PermissionDenied, UnableToGive, ValidationError.
    """
    require(actor, EDIT, department)
    enterprise = Enterprise.objects.visible_to(actor).filter(pk=enterprise_id).first()
    if enterprise is None:
        raise NotVisible(f"partnerships.Enterprise {enterprise_id}")
    contribution = _made(actor, enterprise, department, fields, now, by_enterprise=False)
    audit.record(actor=actor, subject=contribution, verb="contribution.enter", now=now, capability=EDIT)
    notices.tell_other_side(contribution, notices.TOLD, to_enterprise=True, now=now)
    return contribution


@transaction.atomic
def tell(*, partner: Partner, now: datetime, **fields: Any) -> Contribution:
    """A liaison tells it; whoever confirms contributions is told. Outside the walls.

    Raises UnableToGive, ValidationError.
    """
    enterprise = Enterprise.objects.select_related("department").get(pk=partner.enterprise.pk)
    contribution = _made(partner, enterprise, enterprise.department, fields, now, by_enterprise=True)
    audit.record(actor=partner, subject=contribution, verb="contribution.tell", now=now)
    notices.tell_other_side(contribution, notices.TOLD, to_enterprise=False, now=now)
    return contribution


def _made(
    actor: Actor,
    enterprise: Enterprise,
    department: Department,
    fields: dict[str, Any],
    now: datetime,
    *,
    by_enterprise: bool,
) -> Contribution:
    contribution = Contribution(
        enterprise=enterprise,
        department=department,
        by_enterprise=by_enterprise,
        told_by_id=actor.pk,
        told_at=now,
    )
    _write(contribution, fields, now)
    contribution.full_clean(exclude=NOT_ASKED)
    contribution.save(force_insert=True)
    return contribution


def _write(contribution: Contribution, fields: dict[str, Any], now: datetime) -> None:
    """What its kind does not have is emptied. Raises TypeError, UnableToGive."""
    for name, value in fields.items():
        if name not in FIELDS:
            raise TypeError(f"{name} is not said of a contribution")
        setattr(contribution, name, value)
    if contribution.kind not in COUNTED:
        contribution.extent = None
    if contribution.kind != ContributionKind.EQUIPMENT:
        contribution.ownership = ""
    if contribution.ownership != Ownership.LENT:
        contribution.lent_until = None
    today = timezone.localdate(now)
    given_on: date | None = contribution.given_on
    if given_on is not None and not today - LONGEST_AGO <= given_on <= today:
        raise UnableToGive(_("It was given today or earlier."))
    if contribution.agreement_id is not None and given_on is not None:
        rows = Agreement.objects.in_force_on(given_on).filter(
            pk=contribution.agreement_id, parties__enterprise=contribution.enterprise_id
        )
        if not rows.exists():
            raise UnableToGive(_("This agreement is not with the enterprise, or not in force on that day."))


@transaction.atomic
def change(*, actor: Actor, pk: int, now: datetime, **fields: Any) -> Contribution:
    """As long as the other side has not decided. Raises NotVisible, PermissionDenied, UnableToGive,
    ValidationError."""
    contribution: Contribution = Contribution.objects.for_write(actor, pk, EDIT)
    if contribution.by_enterprise:
        raise UnableToGive(_("The enterprise has told this: confirm it, or refuse it with a reason."))
    _change(actor, contribution, fields, now)
    return contribution


@transaction.atomic
def change_own(*, partner: Partner, pk: int, now: datetime, **fields: Any) -> Contribution:
    """Raises NotVisible, UnableToGive, ValidationError."""
    contribution = of_enterprise(partner, pk)
    if not contribution.by_enterprise:
        raise UnableToGive(_("The school has entered this: confirm it, or refuse it with a reason."))
    _change(partner, contribution, fields, now)
    return contribution


def _change(actor: Actor, contribution: Contribution, fields: dict[str, Any], now: datetime) -> None:
    if contribution.state != C.TOLD or contribution.reverses_id is not None:
        raise UnableToGive(_("It is not changed any more: what was confirmed is reversed or withdrawn."))
    _write(contribution, fields, now)
    contribution.full_clean(exclude=NOT_ASKED)
    contribution.save()
    audit.record(actor=actor, subject=contribution, verb="contribution.change", now=now)


# --- Deciding -----------------------------------------------------------------------------------


def _decided(actor: Actor, now: datetime, reason: str = "") -> dict[str, Any]:
    return {"decided_by_id": actor.pk, "decided_at": now, "reason": reason.strip()}


def _move(actor: Actor, pk: int, name: str, now: datetime, *, reason: str = "") -> Contribution:
    """Moves it; a confirmed reversing record takes back what it reverses."""
    contribution: Contribution = CONTRIBUTION_MOVES.move(
        actor=actor, pk=pk, name=name, reason=reason, now=now, changes=_decided(actor, now, reason)
    )
    if contribution.state == C.CONFIRMED and contribution.reverses_id is not None:
        CONTRIBUTION_MOVES.move(
            actor=actor, pk=contribution.reverses_id, name="reverse", reason=contribution.details, now=now
        )
    return contribution


@transaction.atomic
def confirm(*, actor: Actor, pk: int, now: datetime) -> Contribution:
    """What the enterprise told is right. Raises NotVisible, PermissionDenied, TransitionRefused."""
    contribution = _move(actor, pk, "confirm", now)
    notices.tell_other_side(contribution, notices.DECIDED, to_enterprise=True, now=now)
    return contribution


@transaction.atomic
def refuse(*, actor: Actor, pk: int, reason: str, now: datetime) -> Contribution:
    """Raises as :func:`confirm`."""
    contribution = _move(actor, pk, "refuse", now, reason=reason)
    notices.tell_other_side(contribution, notices.DECIDED, to_enterprise=True, now=now)
    return contribution


@transaction.atomic
def record_confirmation(*, actor: Actor, pk: int, reason: str, now: datetime) -> Contribution:
    """An enterprise that has nobody at the portal has said, and how, that it is right. Raises as
    :func:`confirm`."""
    return _move(actor, pk, "record_confirmation", now, reason=reason)


@transaction.atomic
def withdraw(*, actor: Actor, pk: int, reason: str, now: datetime) -> Contribution:
    """What the centre told and nobody confirmed. Raises as :func:`confirm`."""
    contribution = _move(actor, pk, "withdraw", now, reason=reason)
    notices.tell_other_side(contribution, notices.DECIDED, to_enterprise=True, now=now)
    return contribution


@transaction.atomic
def annul(*, actor: Actor, pk: int, reason: str, now: datetime) -> Contribution:
    """What was confirmed does not count any more; the enterprise is told why. Raises as :func:`confirm`."""
    contribution = _move(actor, pk, "annul", now, reason=reason)
    notices.tell_other_side(contribution, notices.DECIDED, to_enterprise=True, now=now)
    return contribution


@transaction.atomic
def reverse(*, actor: Actor, pk: int, reason: str, now: datetime) -> Contribution:
    """Enter the record that takes a confirmed one back; it counts until the enterprise confirms that.

    Raises NotVisible, PermissionDenied, UnableToGive, ValidationError.
    """
    original: Contribution = Contribution.objects.for_write(actor, pk, EDIT)
    found = _reversal(original, actor, reason, now, by_enterprise=False)
    audit.record(actor=actor, subject=found, verb="contribution.enter", now=now, capability=EDIT)
    notices.tell_other_side(found, notices.TOLD, to_enterprise=True, now=now)
    return found


def _reversal(
    original: Contribution, actor: Actor, reason: str, now: datetime, *, by_enterprise: bool
) -> Contribution:
    if original.state != C.CONFIRMED or original.reverses_id is not None:
        raise UnableToGive(_("Only what was confirmed is reversed."))
    if not reason.strip():
        raise UnableToGive(_("Please give a reason: the others will read it."))
    if original.reversals.filter(state=C.TOLD).exists():
        raise UnableToGive(_("It is being reversed already."))
    reversal = Contribution(
        **{name: getattr(original, name) for name in FIELDS if name not in {"value", "extent", "details"}},
        enterprise_id=original.enterprise_id,
        department_id=original.department_id,
        value=-original.value,
        extent=-original.extent if original.extent is not None else None,
        details=reason.strip(),
        reverses=original,
        by_enterprise=by_enterprise,
        told_by_id=actor.pk,
        told_at=now,
    )
    reversal.full_clean(exclude=NOT_ASKED)
    reversal.save(force_insert=True)
    return reversal


# --- At the portal: outside the walls, for a row that was found behind them ------------------------


def of_enterprise(partner: Partner, pk: int) -> Contribution:
    """Locked. Raises NotVisible."""
    rows = Contribution.objects.select_for_update(of=("self",)).select_related("enterprise")
    contribution = rows.filter(pk=pk, enterprise=partner.enterprise.pk).first()
    if contribution is None:
        raise NotVisible(f"resources.Contribution {pk}")
    found: Contribution = contribution
    return found


@transaction.atomic
def decide_own(*, partner: Partner, pk: int, agrees: bool, reason: str = "", now: datetime) -> Contribution:
    """A liaison confirms or refuses what the centre told. Raises NotVisible, TransitionRefused."""
    of_enterprise(partner, pk)
    name = "confirm_at_portal" if agrees else "refuse_at_portal"
    contribution = _move(partner, pk, name, now, reason=reason)
    notices.tell_other_side(contribution, notices.DECIDED, to_enterprise=False, now=now)
    return contribution


@transaction.atomic
def withdraw_own(*, partner: Partner, pk: int, reason: str, now: datetime) -> Contribution:
    """Raises NotVisible, TransitionRefused."""
    of_enterprise(partner, pk)
    contribution = _move(partner, pk, "withdraw_at_portal", now, reason=reason)
    notices.tell_other_side(contribution, notices.DECIDED, to_enterprise=False, now=now)
    return contribution


@transaction.atomic
def reverse_own(*, partner: Partner, pk: int, reason: str, now: datetime) -> Contribution:
    """Raises NotVisible, UnableToGive, ValidationError."""
    found = _reversal(of_enterprise(partner, pk), partner, reason, now, by_enterprise=True)
    audit.record(actor=partner, subject=found, verb="contribution.tell", now=now)
    notices.tell_other_side(found, notices.TOLD, to_enterprise=False, now=now)
    return found


# --- Evidence -----------------------------------------------------------------------------------


@transaction.atomic
def add_file(*, actor: Actor, pk: int, upload: File[bytes], now: datetime) -> Contribution:
    """Raises NotVisible, PermissionDenied, UnableToGive, UnacceptableFile."""
    contribution: Contribution = Contribution.objects.for_write(actor, pk, EDIT)
    _add(actor, contribution, upload, now)
    return contribution


@transaction.atomic
def add_own_file(*, partner: Partner, pk: int, upload: File[bytes], now: datetime) -> Contribution:
    """Raises NotVisible, UnableToGive, UnacceptableFile."""
    contribution = of_enterprise(partner, pk)
    _add(partner, contribution, upload, now)
    return contribution


def _add(actor: Actor, contribution: Contribution, upload: File[bytes], now: datetime) -> None:
    if contribution.files.count() >= MOST_FILES:
        raise UnableToGive(_("It has %(count)d files already.") % {"count": MOST_FILES})
    kept = store_upload(actor=actor, model=ContributionFile, parent=contribution, upload=upload, now=now)
    audit.record(
        actor=actor,
        subject=contribution,
        verb="contribution.add_file",
        details={"file": kept.name},
        now=now,
    )


@transaction.atomic
def remove_file(*, actor: Actor, pk: int, file_id: int, now: datetime) -> Contribution:
    """What lies beside a confirmed one stays. Raises NotVisible, PermissionDenied, UnableToGive."""
    contribution: Contribution = Contribution.objects.for_write(actor, pk, EDIT)
    kept = contribution.files.filter(pk=file_id).first()
    if kept is None:
        raise NotVisible(f"resources.ContributionFile {file_id}")
    if contribution.state != C.TOLD or contribution.by_enterprise:
        raise UnableToGive(_("What both sides have read stays."))
    audit.record(
        actor=actor,
        subject=contribution,
        verb="contribution.remove_file",
        details={"file": kept.name},
        now=now,
        capability=EDIT,
    )
    discard(kept)
    return contribution
