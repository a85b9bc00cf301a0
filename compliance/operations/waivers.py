"""Filings with an authority that lift what is forbidden unless filed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import models, transaction
from django.utils.translation import gettext as _

from compliance.changes import facts_changed
from compliance.engine.rules import RulePack
from compliance.models import PackVersion, Waiver, WaiverFile
from compliance.operations.packs import rule_pack
from core import audit
from core.access import Actor
from core.attachments import store_upload
from core.errors import Refused


class UnableToWaive(Refused):
    """A filing of this kind does not lift this rule, or the filing is not complete."""


def record_waiver(
    *,
    actor: Actor,
    subject: models.Model,
    department_id: int | None,
    version: PackVersion,
    codes: Collection[str],
    kind: str,
    number: str,
    authority: str,
    valid_from: date,
    valid_until: date,
    scan: File[bytes],
    now: datetime,
) -> Waiver:
    """Record a filing for a record, with its scan. What it counts for is checked again at once.

    Raises:
        PermissionDenied: the actor does not hold "rule.waive" over the department.
        UnableToWaive: one of the rules cannot be lifted, or not by this kind of filing.
        UnacceptableFile: see ``core.attachments.store_upload``.
        ValidationError: the period or the filing is not possible.
    """
    if not actor.scope_for("rule.waive").covers(department_id):
        raise PermissionDenied
    _check_codes(rule_pack(version), codes, kind)
    waiver = Waiver(
        subject=subject,
        department_id=department_id,
        pack_id=version.pack_id,
        codes=sorted(set(codes)),
        kind=kind,
        number=number.strip(),
        authority=authority.strip(),
        valid_from=valid_from,
        valid_until=valid_until,
        recorded_by_id=actor.pk,
        recorded_at=now,
    )
    waiver.full_clean(exclude=["subject_type", "pack", "recorded_by"])
    with transaction.atomic():
        waiver.save()
        store_upload(actor=actor, model=WaiverFile, parent=waiver, upload=scan, now=now)
        audit.record(
            actor=actor,
            subject=subject,
            verb="rule.waive",
            now=now,
            details={"rules": waiver.codes, "number": waiver.number, "until": valid_until.isoformat()},
            on_behalf_of=actor.on_behalf_of("rule.waive", department_id),
        )
        facts_changed(subject, now=now)
    return waiver


def _check_codes(pack: RulePack, codes: Collection[str], kind: str) -> None:
    if not codes:
        raise UnableToWaive(_("Name at least one rule."))
    overrides = {rule.code: rule.spec.override for rule in pack.rules}
    for code in sorted(codes):
        if not overrides.get(code):
            raise UnableToWaive(_("No filing lifts %(code)s.") % {"code": code})
        if overrides[code] != kind:
            raise UnableToWaive(_("%(code)s is lifted by another kind of filing.") % {"code": code})


def withdraw_waiver(*, actor: Actor, waiver_id: int, reason: str, now: datetime) -> Waiver:
    """Let a filing count no longer. What it counted for is checked again at once.

    Raises:
        NotVisible, PermissionDenied: the actor does not hold "rule.waive" on it.
        UnableToWaive: it is withdrawn already, or a reason is missing.
    """
    if not reason.strip():
        raise UnableToWaive(_("Please give a reason: the others will read it."))
    with transaction.atomic():
        waiver: Waiver = Waiver.objects.for_write(actor, waiver_id, "rule.waive")
        if waiver.withdrawn_at is not None:
            raise UnableToWaive(_("It has been withdrawn already."))
        waiver.withdrawn_at, waiver.withdrawn_by_id = now, actor.pk
        waiver.withdrawal_reason = reason.strip()
        waiver.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
        audit.record(
            actor=actor,
            subject=waiver.subject or waiver,
            verb="rule.withdraw_waiver",
            now=now,
            reason=waiver.withdrawal_reason,
            details={"number": waiver.number},
            on_behalf_of=actor.on_behalf_of("rule.waive", waiver.department_id),
        )
        if waiver.subject is not None:
            facts_changed(waiver.subject, now=now)
    return waiver
