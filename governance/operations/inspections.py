"""Inspections: prepared, opened to named people, closed; and how these people come in.

Locks: the inspection, then the inspector.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Department, User
from core import audit
from core.access import Actor, NotVisible, capability_label
from core.errors import Refused
from core.notifications import cancel, notify
from governance import inspection_notices as notices
from governance.dossiers import dossier_kinds
from governance.inspection_transitions import EDIT, INSPECTION_MOVES, OPEN
from governance.models import Inspection, InspectionState, Inspector
from governance.models.inspections import SALT
from internships.models import Plan

IS = InspectionState
INVITATION_OPEN_FOR = timedelta(days=14)
SCOPE = ("kinds", "departments", "plans", "years")
MANY = ("departments", "plans")


class UnableToInspect(Refused):
    """The inspection cannot be changed, or somebody cannot be let in, now; the message says why."""


class UnusableInvitation(Refused):
    """The link is damaged, used, outdated or taken back; the message says so."""


# --- Preparing ----------------------------------------------------------------------------------


@transaction.atomic
def prepare(*, actor: User, now: datetime, **fields: Any) -> Inspection:
    """Begin an inspection. Raises PermissionDenied, UnableToInspect, ValidationError."""
    inspection = Inspection(created_by=actor, created_at=now)
    _write(actor, inspection, fields, now)
    _note(actor, inspection, "prepare", now)
    return inspection


@transaction.atomic
def change(*, actor: Actor, pk: int, now: datetime, **fields: Any) -> Inspection:
    """Change what is being prepared; the scope until a sample was drawn from it.

    Raises NotVisible, PermissionDenied, UnableToInspect, ValidationError.
    """
    inspection: Inspection = Inspection.objects.for_write(actor, pk, EDIT)
    if inspection.state != IS.PREPARED:
        raise UnableToInspect(
            _("The inspection is “%(state)s”: what its people may see stands.")
            % {"state": inspection.get_state_display()}
        )
    if inspection.draws.exists() and _scope(inspection, fields) != _scope(inspection, {}):
        raise UnableToInspect(
            _("A sample was drawn from this scope: prepare another inspection for another.")
        )
    _write(actor, inspection, fields, now)
    _note(actor, inspection, "change", now)
    return inspection


def _scope(inspection: Inspection, fields: Mapping[str, Any]) -> list[Any]:
    """The scope as it is, or as the fields would make it."""
    found: list[Any] = []
    for name in SCOPE:
        if name in MANY:
            rows = fields.get(name, getattr(inspection, name).all())
            found.append({row.pk for row in rows})
        else:
            found.append(sorted(fields.get(name, getattr(inspection, name))))
    return found


def _write(actor: Actor, inspection: Inspection, fields: Mapping[str, Any], now: datetime) -> None:
    many = {name: list(fields[name]) for name in MANY if name in fields}
    for name, value in fields.items():
        if name not in many:
            setattr(inspection, name, value)
    known = {kind.name for kind in dossier_kinds()}
    inspection.kinds = [name for name in dict.fromkeys(inspection.kinds) if name in known]
    inspection.years = sorted(set(inspection.years))
    if not inspection.opens_sensitive:
        inspection.sensitive_reason = ""
    inspection.updated_at = now
    inspection.full_clean()
    require(actor, EDIT, inspection.department_id)
    if not inspection.responsible.scope_for(EDIT).covers(inspection.department_id):
        raise UnableToInspect(
            _("%(name)s cannot answer for it: that needs the power “%(power)s” there.")
            % {"name": inspection.responsible, "power": capability_label(EDIT)}
        )
    check_plans(actor, many.get("plans", ()))
    inspection.save()
    for name, rows in many.items():
        getattr(inspection, name).set(rows)
    check_reach(actor, EDIT, inspection.departments.all())


def require(actor: Actor, capability: str, department_id: int | None) -> None:
    """Raises PermissionDenied."""
    if not actor.scope_for(capability).covers(department_id):
        raise PermissionDenied(
            _("This needs the power “%(power)s”, which your positions do not give you here.")
            % {"power": capability_label(capability)}
        )


def check_reach(actor: Actor, capability: str, departments: Iterable[Department]) -> None:
    """Nobody shows others what they may not decide on themselves. Raises UnableToInspect."""
    scope = actor.scope_for(capability)
    wanted = list(departments)
    if scope.everywhere or (wanted and all(scope.covers(one.pk) for one in wanted)):
        return
    raise UnableToInspect(_("The scope reaches beyond your departments: narrow it to them."))


def check_plans(actor: Actor, plans: Sequence[Plan]) -> None:
    """Nobody chooses plans that they do not see. Raises UnableToInspect."""
    keys = {plan.pk for plan in plans}
    if keys and Plan.objects.visible_to(actor).filter(pk__in=keys).count() < len(keys):
        raise UnableToInspect(_("Choose plans that you see yourself."))


# --- Moves --------------------------------------------------------------------------------------


@transaction.atomic
def open_inspection(*, actor: Actor, pk: int, now: datetime) -> Inspection:
    """Let the inspectors in, from its first day on, and invite those who were not yet.

    Raises NotVisible, PermissionDenied, TransitionRefused, UnableToInspect.
    """
    inspection = _move(actor, pk, "open", now, opened_at=now)
    check_reach(actor, OPEN, inspection.departments.all())
    for inspector in inspection.inspectors.filter(revoked_at=None, times_sent=0):
        _invite(actor, inspection, inspector, now)
    return inspection


@transaction.atomic
def close(*, actor: Actor, pk: int, now: datetime, conclusion: str = "") -> Inspection:
    """End the access at once. What was found goes on being put right.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    inspection = _move(actor, pk, "close", now, closed_at=now, conclusion=conclusion.strip())
    _shut(inspection)
    return inspection


@transaction.atomic
def end_early(*, actor: Actor, pk: int, reason: str, now: datetime) -> Inspection:
    """End it before its time, for a reason. Raises NotVisible, PermissionDenied, TransitionRefused."""
    inspection = _move(actor, pk, "end_early", now, reason, closed_at=now, end_reason=reason.strip())
    _shut(inspection)
    return inspection


def _move(actor: Actor, pk: int, name: str, now: datetime, reason: str = "", **changes: Any) -> Inspection:
    moved: Inspection = INSPECTION_MOVES.move(
        actor=actor, pk=pk, name=name, now=now, reason=reason, changes=changes | {"updated_at": now}
    )
    return moved


def _shut(inspection: Inspection) -> None:
    """Invitations that nobody has used go nowhere any more."""
    for inspector in inspection.inspectors.all():
        cancel(subject=inspector)


@transaction.atomic
def change_days(*, actor: Actor, pk: int, ends_on: date, reason: str, now: datetime) -> Inspection:
    """Let the access end on another day, today or later.

    Raises NotVisible, PermissionDenied, UnableToInspect.
    """
    inspection: Inspection = Inspection.objects.for_write(actor, pk, OPEN)
    if inspection.state != IS.OPEN:
        raise UnableToInspect(_("Only what is open can be made longer or shorter."))
    if not reason.strip():
        raise UnableToInspect(_("Please give a reason: the others will read it."))
    if ends_on < max(inspection.starts_on, timezone.localdate(now)):
        raise UnableToInspect(_("The last day lies in the past: close the inspection instead."))
    before, inspection.ends_on, inspection.updated_at = inspection.ends_on, ends_on, now
    inspection.save(update_fields=["ends_on", "updated_at"])
    audit.record(
        actor=actor,
        subject=inspection,
        verb="inspection.days",
        now=now,
        reason=reason.strip(),
        details={"from": before.isoformat(), "to": ends_on.isoformat()},
        capability=OPEN,
    )
    return inspection


# --- Inspectors ---------------------------------------------------------------------------------


@transaction.atomic
def name_inspector(*, actor: Actor, pk: int, now: datetime, **fields: Any) -> Inspector:
    """Name somebody who inspects. Raises NotVisible, PermissionDenied, UnableToInspect, ValidationError."""
    inspection = _running(actor, pk, EDIT)
    inspector = Inspector(inspection=inspection, **fields)
    inspector.email = inspector.email.lower()
    _check_address(inspector.email)
    inspector.full_clean()
    inspector.save()
    _note(actor, inspection, "inspector", now, {"inspector": inspector.name, "email": inspector.email})
    return inspector


@transaction.atomic
def invite(*, actor: Actor, pk: int, inspector_id: int, now: datetime) -> Inspector:
    """Send an inspector the way in, or send it again: only the last link opens.

    Raises NotVisible, PermissionDenied, UnableToInspect.
    """
    inspection = _running(actor, pk, OPEN)
    check_reach(actor, OPEN, inspection.departments.all())
    inspector = _inspector(inspection, inspector_id)
    if inspector.revoked_at is not None:
        raise UnableToInspect(_("Their access was taken back."))
    if inspector.joined_at is not None:
        raise UnableToInspect(_("This person has come in already."))
    _check_last_day(inspection, now)
    return _invite(actor, inspection, inspector, now)


def _invite(actor: Actor, inspection: Inspection, inspector: Inspector, now: datetime) -> Inspector:
    _check_address(inspector.email)
    inspector.invited_by_id = actor.pk
    inspector.invited_at = now
    inspector.times_sent += 1
    inspector.save(update_fields=["invited_by", "invited_at", "times_sent"])
    cancel(subject=inspector)
    notify(
        key=f"{notices.INVITED.name}:{inspector.pk}:{inspector.times_sent}",
        kind=notices.INVITED.name,
        email=inspector.email,
        name=inspector.name,
        language=inspector.language,
        subject=inspector,
        data={
            "inspection": inspection.title,
            "starts_on": inspection.starts_on,
            "ends_on": inspection.ends_on,
            "expires_on": open_until(inspector),
        },
        now=now,
    )
    _note(actor, inspection, "invite", now, {"inspector": inspector.name, "email": inspector.email})
    return inspector


@transaction.atomic
def revoke(*, actor: Actor, pk: int, inspector_id: int, now: datetime) -> Inspector:
    """Take one person's access back, at once. Raises NotVisible, PermissionDenied, UnableToInspect."""
    inspection: Inspection = Inspection.objects.for_write(actor, pk, OPEN)
    inspector = _inspector(inspection, inspector_id)
    if inspector.revoked_at is not None:
        raise UnableToInspect(_("Their access was taken back."))
    inspector.revoked_at = now
    inspector.save(update_fields=["revoked_at"])
    cancel(subject=inspector)
    _note(actor, inspection, "revoke", now, {"inspector": inspector.name, "email": inspector.email})
    return inspector


@transaction.atomic
def give_back(*, actor: Actor, pk: int, inspector_id: int, now: datetime) -> Inspector:
    """Let somebody in again whose access was taken back: by a new invitation, which they accept anew.

    Raises NotVisible, PermissionDenied, UnableToInspect.
    """
    inspection = _running(actor, pk, OPEN)
    check_reach(actor, OPEN, inspection.departments.all())
    inspector = _inspector(inspection, inspector_id)
    if inspector.revoked_at is None:
        raise UnableToInspect(_("They have their access."))
    _check_last_day(inspection, now)
    inspector.revoked_at = inspector.joined_at = inspector.user = None
    inspector.save(update_fields=["revoked_at", "joined_at", "user"])
    _note(actor, inspection, "give_back", now, {"inspector": inspector.name, "email": inspector.email})
    return _invite(actor, inspection, inspector, now)


@transaction.atomic
def correct_inspector(*, actor: Actor, pk: int, inspector_id: int, now: datetime, **fields: Any) -> Inspector:
    """Put name, position, address or language right, until they have come in.

    Another address than the invitation went to gets an invitation of its own, which takes the power to let
    people in; the link that was sent opens no more.

    Raises NotVisible, PermissionDenied, UnableToInspect, ValidationError.
    """
    inspection = _running(actor, pk, EDIT)
    inspector = _inspector(inspection, inspector_id)
    if inspector.joined_at is not None:
        raise UnableToInspect(_("This person has come in already."))
    before = inspector.email
    for name in ("name", "position", "email", "language"):
        if name in fields:
            setattr(inspector, name, fields[name])
    inspector.email = inspector.email.lower()
    _check_address(inspector.email)
    inspector.full_clean()
    inspector.save()
    _note(actor, inspection, "correct", now, {"inspector": inspector.name, "email": inspector.email})
    if inspector.email != before and inspector.times_sent and inspector.revoked_at is None:
        require(actor, OPEN, inspection.department_id)
        check_reach(actor, OPEN, inspection.departments.all())
        _check_last_day(inspection, now)
        _invite(actor, inspection, inspector, now)
    return inspector


def _check_last_day(inspection: Inspection, now: datetime) -> None:
    if inspection.ends_on < timezone.localdate(now):
        raise UnableToInspect(_("The last day of access has passed: change the days first."))


def _running(actor: Actor, pk: int, capability: str) -> Inspection:
    inspection: Inspection = Inspection.objects.for_write(actor, pk, capability)
    if inspection.is_settled:
        raise UnableToInspect(_("The inspection is over."))
    return inspection


def _inspector(inspection: Inspection, inspector_id: int) -> Inspector:
    rows = Inspector.objects.filter(inspection=inspection).select_for_update(of=("self",))
    inspector = rows.filter(pk=inspector_id).first()
    if inspector is None:
        raise NotVisible(f"governance.Inspector {inspector_id}")
    return inspector


def _check_address(email: str) -> None:
    """Whoever inspects is nobody else here: their pages show nothing but the inspection."""
    holder = User.objects.known_by(email)
    if holder is not None and not holder.is_inspector:
        raise UnableToInspect(_("This address has other pages here: an inspector needs one of their own."))


# --- Coming in ----------------------------------------------------------------------------------


def open_until(inspector: Inspector) -> date:
    """The last day on which an invitation can be used."""
    sent = timezone.localdate(inspector.invited_at)
    return min(sent + INVITATION_OPEN_FOR, inspector.inspection.ends_on)


def invitation_for(token: str, *, now: datetime, lock: bool = False) -> Inspector:
    """The inspector that a link stands for. Raises UnusableInvitation."""
    try:
        pk, times_sent = signing.loads(token, salt=SALT)
    except (signing.BadSignature, TypeError, ValueError):
        raise UnusableInvitation(
            _("This link is not complete. Copy the whole of it from the mail into the address line.")
        ) from None
    rows = Inspector.objects.select_related("inspection")
    if lock:
        rows = rows.select_for_update(of=("self",))
    inspector = rows.filter(pk=pk).first()
    if inspector is None or inspector.revoked_at is not None or inspector.inspection.is_settled:
        raise UnusableInvitation(_("This invitation was taken back."))
    if inspector.joined_at is not None:
        raise UnusableInvitation(
            _("This invitation was used already. Sign in with your e-mail and password.")
        )
    if inspector.times_sent != times_sent:
        raise UnusableInvitation(_("A newer invitation was sent to you: use the link in the last mail."))
    if open_until(inspector) < timezone.localdate(now):
        raise UnusableInvitation(_("This invitation has expired. Ask for a new one."))
    return inspector


@transaction.atomic
def accept_invitation(
    *, token: str, user: User | None, password: str | None, now: datetime, new_id: int | None = None
) -> User:
    """Come in: as oneself where one has inspected here before (``user``), otherwise with a new account.

    Whoever joins with a passkey has no password, and the key ``new_id`` that the passkey carries.

    Raises:
        UnusableInvitation: the link, or somebody else is signed in, or the address has an account.
    """
    inspector = invitation_for(token, now=now, lock=True)
    holder = User.objects.known_by(inspector.email)
    if holder is not None and holder != user:
        raise UnusableInvitation(
            _("%(email)s has an account here. Sign in with it, and open the link again.")
            % {"email": inspector.email}
        )
    if holder is None:
        holder = User.objects.create_user(
            inspector.email,
            password,
            name=inspector.name,
            language=inspector.language,
            is_inspector=True,
            pk=new_id,
        )
    elif not holder.is_inspector:
        raise UnusableInvitation(_("This address belongs to somebody of the centre."))
    inspector.user = holder
    inspector.joined_at = now
    inspector.save(update_fields=["user", "joined_at"])
    _note(holder, inspector.inspection, "joined", now, {"inspector": inspector.name})
    return holder


def _note(
    actor: Actor, inspection: Inspection, act: str, now: datetime, details: Mapping[str, Any] | None = None
) -> None:
    audit.record(
        actor=actor, subject=inspection, verb=f"inspection.{act}", now=now, details=details, capability=None
    )
