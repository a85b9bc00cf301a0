"""Joint projects at the portal: what an enterprise leads or joins, and its papers.

Rows are fetched behind the wall; names of people and sums are read outside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import serve
from core.registry import Direction, PartnerDeadline, PartnerFigure
from core.walls import outside
from partnerships.portal.partner import Partner, PartnerRequest
from projects.models import Milestone, Outcome, Project, ProjectFile, ProjectState, Side
from projects.views.papers import paper
from projects.views.tabs import money
from projects.walls import (
    MEETING_COLUMNS,
    MILESTONE_COLUMNS,
    OUTCOME_COLUMNS,
    PANEL_COLUMNS,
    PROJECT_COLUMNS,
    RISK_COLUMNS,
)

S = ProjectState
SHOWN = 200


def own_projects(partner: Partner) -> QuerySet[Project]:
    return Project.objects.of_enterprise(partner.enterprise.pk).only(*PROJECT_COLUMNS)


def own_project(partner: Partner, pk: int) -> Project:
    """Raises NotVisible."""
    project = own_projects(partner).filter(pk=pk).first()
    if project is None:
        raise NotVisible(f"projects.Project {pk}")
    return project


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Joint projects"), "url": reverse("portal:projects")}]


@require_safe
def project_list(request: PartnerRequest) -> HttpResponse:
    """One query."""
    rows = list(own_projects(request.partner).order_by("-proposed_on", "-pk")[:SHOWN])
    before = {S.PROPOSED, S.RETURNED, S.REVIEWED}
    running = {S.APPROVED, S.RUNNING, S.IN_ACCEPTANCE}
    context = {
        "title": _("Joint projects"),
        "subtitle": _("What your enterprise and the school research, develop and teach together."),
        "groups": [
            (_("Running"), [one for one in rows if one.state in running]),
            (pgettext("joint project", "Proposed"), [one for one in rows if one.state in before]),
            (_("Over"), [one for one in rows if not one.is_open]),
        ],
        "is_empty": not rows,
        "may_propose": request.partner.is_liaison,
    }
    return render(request, "portal/projects.html", context)


@require_safe
def project_detail(request: PartnerRequest, pk: int) -> HttpResponse:
    """Some fifteen queries, whatever the project has."""
    partner, today = request.partner, timezone.localdate()
    project = own_project(partner, pk)
    files: dict[str, Any] = defaultdict(list)
    for kept in ProjectFile.objects.filter(parent=project):
        files[f"m{kept.milestone_id}" if kept.milestone_id else f"o{kept.outcome_id}"].append(kept)
    milestones = list(project.milestones.only(*MILESTONE_COLUMNS))
    outcomes = list(project.outcomes.only(*OUTCOME_COLUMNS))
    panel = list(project.panel.only(*PANEL_COLUMNS))
    own_seat = next((one for one in panel if one.contact_id == partner.contact.pk), None)
    with outside():
        whole = Project.objects.with_names().select_related("agreement__type").get(pk=project.pk)
        members = list(whole.members.select_related("teacher", "contact__enterprise"))
        partners = [one.enterprise for one in whole.partners.select_related("enterprise")]
        sums = money(whole)
        named = list(whole.panel.select_related("user", "contact__enterprise"))
    seen = {one.pk for one in panel}
    liaison = partner.is_liaison
    leads = project.enterprise_id == partner.enterprise.pk
    can_change = project.state == S.RETURNED or (project.state == S.PROPOSED and not whole.leader)
    context = {
        "title": project.title,
        "chip": project.chip,
        "subtitle": f"{project.number} · {project.get_kind_display()}",
        "breadcrumbs": crumbs(),
        "project": project,
        "whole": whole,
        "next_step": next_step(project, whole, milestones),
        "majors": list(project.majors.all()),
        "partners": partners,
        "milestones": [
            (one, one.chip_on(today), files[f"m{one.pk}"], may_tick(project, one) and liaison)
            for one in milestones
        ],
        "teachers": [one for one in members if one.teacher_id],
        "people": [one for one in members if one.contact_id],
        "student_count": sum(1 for one in members if one.student_id),
        **sums,
        "meetings": list(project.meetings.only(*MEETING_COLUMNS)),
        "risks": list(project.risks.only(*RISK_COLUMNS)),
        "criteria": list(project.criteria.all()),
        "panel": [(one, one.pk in seen) for one in named],
        "outcomes": [
            (one, files[f"o{one.pk}"], liaison and may_confirm(partner, project, one)) for one in outcomes
        ],
        "files": files["oNone"],
        "may": {},
        "may_change": liaison and leads and project.by_enterprise and can_change,
        "may_resubmit": liaison and leads and project.by_enterprise and project.state == S.RETURNED,
        "may_withdraw": liaison and leads and project.by_enterprise and project.is_planned,
        "may_raise": liaison and project.is_open,
        "may_say": own_seat is not None and not own_seat.opinion and project.state == S.IN_ACCEPTANCE,
    }
    return render(request, "portal/project.html", context)


def next_step(project: Project, whole: Project, milestones: list[Milestone]) -> dict[str, Any] | None:
    """What comes next, and whose it is."""
    school = _("the school")
    match project.state:
        case S.PROPOSED if not whole.leader:
            return {"text": _("It is taken up: somebody of the school leads it."), "whose": school}
        case S.PROPOSED:
            return {"text": _("It is reviewed, or returned with a reason."), "whose": school}
        case S.RETURNED:
            whose = whole.enterprise if project.by_enterprise and not whole.leader else school
            return {"text": _("It is changed and proposed again."), "whose": whose}
        case S.REVIEWED:
            return {"text": _("It is approved, or returned with a reason."), "whose": school}
        case S.APPROVED:
            return {"text": _("It begins when both sides are ready."), "whose": whole.leader}
        case S.RUNNING:
            coming = next((one for one in milestones if one.done_on is None), None)
            if coming is None:
                return {"text": _("Every milestone is done: the acceptance begins."), "whose": school}
            return {
                "text": _("Next milestone: %(title)s") % {"title": coming.title},
                "whose": coming.get_side_display(),
                "due": coming.due_on,
            }
        case S.IN_ACCEPTANCE:
            return {
                "text": _("The panel gives its opinions, then the acceptance is concluded."),
                "whose": school,
            }
    return None


def may_tick(project: Project, milestone: Milestone) -> bool:
    return project.state == S.RUNNING and milestone.side == Side.ENTERPRISE and milestone.done_on is None


def may_confirm(partner: Partner, project: Project, outcome: Outcome) -> bool:
    owner = outcome.owner_id or project.enterprise_id
    return outcome.confirmed_on is None and owner == partner.enterprise.pk


@require_safe
def file(request: PartnerRequest, pk: int, file_id: int) -> HttpResponseBase:
    project = own_project(request.partner, pk)
    kept = ProjectFile.objects.filter(parent=project, pk=file_id).first()
    if kept is None:
        raise NotVisible(f"projects.ProjectFile {file_id}")
    return serve(request, kept)


def _paper(request: PartnerRequest, pk: int, kind: str) -> HttpResponse:
    project = own_project(request.partner, pk)
    with outside():
        whole = Project.objects.with_names().select_related("agreement__type").get(pk=project.pk)
        found: HttpResponse = paper(request, whole, kind)
    return found


@require_safe
def charter(request: PartnerRequest, pk: int) -> HttpResponse:
    return _paper(request, pk, "charter")


@require_safe
def report(request: PartnerRequest, pk: int) -> HttpResponse:
    return _paper(request, pk, "report")


# --- Home ---------------------------------------------------------------------------------------


def figures(partner: Any, on: date) -> Iterator[PartnerFigure]:
    """How many projects run together, and how many were accepted. One query."""
    states = list(own_projects(partner).order_by().values_list("state", "result"))
    if not states:
        return
    running = sum(state in {S.RUNNING, S.IN_ACCEPTANCE} for state, _result in states)
    accepted = sum(state == S.CLOSED and result != "not_accepted" for state, result in states)
    yield PartnerFigure(
        label=_("Joint projects that run"),
        value=str(running),
        direction=Direction.TOGETHER,
        text=_("%(count)s accepted so far") % {"count": accepted},
        url=reverse("portal:projects"),
    )


def deadlines(partner: Any, first: date, last: date) -> Iterator[PartnerDeadline]:
    """Milestones that the enterprise delivers between two days. One query."""
    projects = own_projects(partner).filter(state=S.RUNNING).order_by()
    rows = Milestone.objects.filter(
        project__in=projects.values("pk"), side=Side.ENTERPRISE, done_on=None, due_on__range=(first, last)
    )
    for one in rows.only(*MILESTONE_COLUMNS).order_by("due_on", "pk")[:SHOWN]:
        yield PartnerDeadline(
            on=one.due_on,
            title=one.title,
            text=_("milestone of a joint project"),
            url=reverse("portal:project", args=[one.project_id]),
        )
