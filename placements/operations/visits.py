"""Visits of instructors to students at their hosts (INT-29)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible
from core.attachments import store_upload
from core.errors import Refused
from core.photos import without_whereabouts
from internships.models import Plan, Verdict
from placements.models import (
    OPEN_STATES,
    OVER_STATES,
    Looked,
    Placement,
    SupervisionVisit,
    VisitedStudent,
    VisitFile,
    VisitFinding,
    VisitFrequency,
)
from placements.operations.kept_checks import recheck_weeks_since
from placements.visits import EDIT, placements_visited_by

VISITED_STATES = OPEN_STATES | OVER_STATES
PLAN_EDIT = "plan.edit"


class UnableToVisit(Refused):
    """The visit cannot be recorded so; the message says why."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is said of one student in a visit."""

    was_met: bool = True
    mood: str = ""
    note: str = ""


type Findings = Mapping[str, tuple[str, str]]
"""Verdict and note by aspect; what was not looked at is left out."""


class VisitFields(TypedDict, total=False):
    way: str
    visited_on: date
    others_met: str
    summary: str
    measures: str
    next_on: date | None


@transaction.atomic
def record_visit(
    *,
    actor: Actor,
    students: Mapping[int, Seen],
    visitors: Iterable[Any],
    findings: Findings,
    now: datetime,
    files: Iterable[File[bytes]] = (),
    **fields: Unpack[VisitFields],
) -> SupervisionVisit:
    """Record one visit to students of one host; ``students`` are keys of their placements.

    Raises:
        NotVisible: somebody is not the actor's to visit.
        UnableToVisit, ValidationError, UnacceptableFile.
    """
    placements = list(
        placements_visited_by(actor)
        .filter(pk__in=students)
        .select_related("enterprise")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    if len(placements) != len(students):
        raise NotVisible("placements.Placement")
    if not placements:
        raise UnableToVisit(_("Name the students whom the visit was about."))
    if len({(one.enterprise_id, one.department_id) for one in placements}) > 1:
        raise UnableToVisit(_("Record a visit for each host and department by itself."))
    visit = SupervisionVisit(
        enterprise=placements[0].enterprise,
        department_id=placements[0].department_id,
        recorded_by_id=actor.pk,
        created_at=now,
    )
    _set(visit, fields, visitors, now)
    _write_lines(visit, placements, students)
    _write_findings(visit, findings)
    _keep_files(actor, visit, files, now)
    for placement in placements:
        audit.record(
            actor=actor, subject=placement, verb="placement.visit", now=now, details={"visit": visit.pk}
        )
    audit.record(actor=actor, subject=visit, verb="visit.record", now=now)
    recheck_weeks_since(students, since=visit.visited_on, now=now)
    return visit


@transaction.atomic
def correct_visit(
    *,
    actor: Actor,
    pk: int,
    students: Mapping[int, Seen],
    visitors: Iterable[Any],
    findings: Findings,
    now: datetime,
    files: Iterable[File[bytes]] = (),
    **fields: Unpack[VisitFields],
) -> SupervisionVisit:
    """Correct what was recorded; the history keeps what stood there. Whoever recorded it may, and whoever
    keeps its placements. Students whom the actor does not visit stay as they are.

    Raises:
        NotVisible, PermissionDenied, UnableToVisit, ValidationError, UnacceptableFile.
    """
    visit = visit_to_correct(actor, pk)
    own = placements_visited_by(actor).filter(enterprise=visit.enterprise_id, department=visit.department_id)
    placements = list(own.filter(pk__in=students).select_for_update(of=("self",)).order_by("pk"))
    if len(placements) != len(students):
        raise NotVisible("placements.Placement")
    gone = visit.lines.exclude(placement__in=students).filter(placement__in=own.values("pk"))
    touched = [*students, *gone.values_list("placement", flat=True)]
    gone.delete()
    before = visit.visited_on
    _set(visit, fields, visitors, now)
    _write_lines(visit, placements, students)
    _write_findings(visit, findings)
    if not visit.lines.exists():
        raise UnableToVisit(_("Name the students whom the visit was about."))
    _keep_files(actor, visit, files, now)
    audit.record(actor=actor, subject=visit, verb="visit.correct", now=now)
    recheck_weeks_since(touched, since=min(before, visit.visited_on), now=now)
    return visit


def visit_to_correct(actor: Actor, pk: Any) -> SupervisionVisit:
    """Raises NotVisible, PermissionDenied. Locks the visit."""
    visit = SupervisionVisit.objects.visible_to(actor).filter(pk=pk).first()
    if visit is None:
        raise NotVisible(f"placements.SupervisionVisit {pk}")
    if not may_correct(actor, visit):
        raise PermissionDenied
    return SupervisionVisit.objects.select_related("enterprise").select_for_update(of=("self",)).get(pk=pk)


def may_correct(actor: Actor, visit: SupervisionVisit) -> bool:
    return (actor.pk is not None and visit.recorded_by_id == actor.pk) or visit.permits(actor, EDIT)


@transaction.atomic
def set_frequency(*, actor: Actor, plan_pk: int, every_days: int, now: datetime) -> VisitFrequency:
    """Say how often the students of a plan are visited.

    Raises NotVisible, PermissionDenied, ValidationError.
    """
    plan: Plan = Plan.objects.for_write(actor, plan_pk, PLAN_EDIT)
    frequency = VisitFrequency.objects.filter(plan=plan).first() or VisitFrequency(plan=plan)
    frequency.every_days = every_days
    frequency.full_clean()
    frequency.save()
    audit.record(
        actor=actor,
        subject=plan,
        verb="plan.visit_frequency",
        now=now,
        details={"every_days": every_days},
        capability=PLAN_EDIT,
    )
    return frequency


def _set(visit: SupervisionVisit, fields: Mapping[str, Any], visitors: Iterable[Any], now: datetime) -> None:
    for name, value in fields.items():
        setattr(visit, name, value)
    if visit.visited_on > timezone.localdate(now):
        raise ValidationError({"visited_on": _("This day has not come yet.")})
    visit.full_clean()
    visit.save()
    visit.visitors.set(visitors)


def _write_lines(
    visit: SupervisionVisit, placements: Iterable[Placement], students: Mapping[int, Seen]
) -> None:
    known = {line.placement_id: line for line in visit.lines.all()}
    for placement in placements:
        if placement.state not in VISITED_STATES:
            raise UnableToVisit(_("%(student)s is not at the host yet.") % {"student": placement.student})
        if visit.visited_on < (placement.started_on or placement.starts_on):
            raise UnableToVisit(
                _("%(student)s was not at the host yet on that day.") % {"student": placement.student}
            )
        said = students[placement.pk]
        line = known.get(placement.pk) or VisitedStudent(visit=visit, placement=placement)
        line.was_met, line.mood, line.note = said.was_met, said.mood, said.note.strip()
        line.full_clean(exclude=["visit", "placement"])
        line.save()


def _write_findings(visit: SupervisionVisit, findings: Findings) -> None:
    known = {finding.aspect: finding for finding in visit.findings.all()}
    for aspect, (verdict, note) in findings.items():
        finding = known.pop(aspect, None) or VisitFinding(visit=visit, aspect=aspect)
        finding.verdict, finding.note = verdict, note.strip()
        finding.full_clean(exclude=["visit"])
        finding.save()
    for finding in known.values():
        finding.delete()
    if any(verdict == Verdict.NOT_MET for verdict, _note in findings.values()) and not visit.measures.strip():
        wanting = [Looked(aspect).label for aspect, said in findings.items() if said[0] == Verdict.NOT_MET]
        raise ValidationError(
            {"measures": _("Say what is to be done about: %(aspect)s.") % {"aspect": wanting[0]}}
        )


def _keep_files(actor: Actor, visit: SupervisionVisit, files: Iterable[File[bytes]], now: datetime) -> None:
    for upload in files:
        store_upload(actor=actor, model=VisitFile, parent=visit, upload=without_whereabouts(upload), now=now)
