"""Visits to hosts, and what they say of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.changes import facts_changed
from core import audit
from core.access import Actor
from core.attachments import store_upload
from core.errors import Refused
from internships.models import Aspect, HostFinding, HostVisit, HostVisitReport, Verdict
from partnerships.models import Enterprise

VET = "host.vet"

type Findings = Mapping[str, tuple[str, str]]
"""Verdict and note by aspect."""


class UnableToVet(Refused):
    """The visit cannot be concluded so; the message says why."""


@transaction.atomic
def record_visit(
    *,
    actor: Actor,
    enterprise_pk: int,
    visitors: Iterable[Any],
    findings: Findings,
    now: datetime,
    report: File[bytes] | None = None,
    **fields: Any,
) -> HostVisit:
    """Record a visit to a host with its report (INT-03, INT-04). The latest one counts.

    Raises:
        NotVisible, PermissionDenied, UnableToVet, ValidationError, UnacceptableFile.
    """
    enterprise: Enterprise = Enterprise.objects.for_write(actor, enterprise_pk, VET)
    visit = HostVisit(enterprise=enterprise, recorded_by_id=actor.pk, created_at=now)
    _write(visit, fields, visitors, findings)
    if report is not None:
        store_upload(actor=actor, model=HostVisitReport, parent=visit, upload=report, now=now)
    _note(actor, visit, "host.visit", now)
    return visit


@transaction.atomic
def correct_visit(
    *,
    actor: Actor,
    pk: int,
    visitors: Iterable[Any],
    findings: Findings,
    now: datetime,
    report: File[bytes] | None = None,
    **fields: Any,
) -> HostVisit:
    """Correct what was recorded of a visit; its history keeps what stood there.

    Raises:
        NotVisible, PermissionDenied, UnableToVet, ValidationError, UnacceptableFile.
    """
    visit: HostVisit = HostVisit.objects.select_related("enterprise").for_write(actor, pk, VET)
    _write(visit, fields, visitors, findings)
    if report is not None:
        store_upload(actor=actor, model=HostVisitReport, parent=visit, upload=report, now=now)
    _note(actor, visit, "host.correct", now)
    return visit


@transaction.atomic
def end_vetting(*, actor: Actor, enterprise_pk: int, reason: str, now: datetime) -> HostVisit:
    """The last visit says nothing good of the host any more: nobody is sent there until it was visited anew.

    The caller has authorised the actor: whoever handles an incident there need not hold the power to vet.

    Args:
        reason: read by everybody who sees the host's visits.

    Raises UnableToVet: there is no visit, it has ended already, or no reason is given.
    """
    if not reason.strip():
        raise UnableToVet(_("Please give a reason: the others will read it."))
    enterprise = Enterprise.objects.select_for_update().get(pk=enterprise_pk)
    today = timezone.localdate(now)
    visit = HostVisit.objects.filter(enterprise=enterprise).most_recent().first()
    if visit is None:
        raise UnableToVet(_("Nobody has visited and vetted the host yet."))
    if visit.is_ended(today):
        raise UnableToVet(_("The host is to be visited anew already."))
    visit.ended_on, visit.ended_because = today, reason.strip()
    visit.save(update_fields=["ended_on", "ended_because"])
    audit.record(actor=actor, subject=visit, verb="host.end_vetting", now=now, reason=reason.strip())
    facts_changed(enterprise, now=now)
    return visit


def _write(visit: HostVisit, fields: Mapping[str, Any], visitors: Iterable[Any], findings: Findings) -> None:
    missing = [aspect.label for aspect in Aspect if aspect not in findings]
    if missing:
        raise UnableToVet(_("Not looked at yet: %(aspects)s.") % {"aspects": ", ".join(map(str, missing))})
    for name, value in fields.items():
        setattr(visit, name, value)
    failed = [aspect for aspect, (verdict, _note) in findings.items() if verdict == Verdict.NOT_MET]
    if failed and visit.conclusion == "suitable":
        raise UnableToVet(
            _("A host that fails in one respect is not suitable: %(aspect)s.")
            % {"aspect": Aspect(failed[0]).label}
        )
    visit.full_clean()
    visit.save()
    visit.visitors.set(visitors)
    known = {finding.aspect: finding for finding in visit.findings.all()}
    for aspect, (verdict, note) in findings.items():
        finding = known.get(aspect) or HostFinding(visit=visit, aspect=aspect)
        finding.verdict, finding.note = verdict, note.strip()
        finding.full_clean(exclude=["visit"])
        finding.save()


def _note(actor: Actor, visit: HostVisit, verb: str, now: datetime) -> None:
    audit.record(
        actor=actor,
        subject=visit,
        verb=verb,
        now=now,
        details={"conclusion": visit.conclusion},
        capability=VET,
    )
    facts_changed(visit.enterprise, now=now)
