"""What the tabs of a joint project show; each a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone

from core.models import AccessLog
from core.personal import note_reading
from projects.models import Project, ProjectFile, ProjectState
from projects.operations.parts import PARTS
from projects.transitions import EDIT

S = ProjectState


def may(request: HttpRequest, project: Any) -> dict[str, bool]:
    """Which parts this person may add now, by name."""
    user: Any = request.user
    return {
        name: project.state in part.states and project.permits(user, part.capability)
        for name, part in PARTS.items()
    }


def files_by(project: Project, key: str) -> dict[int, list[ProjectFile]]:
    """A query."""
    found: dict[int, list[ProjectFile]] = defaultdict(list)
    for kept in project.files.exclude(**{key: None}):
        found[getattr(kept, f"{key}_id")].append(kept)
    return found


def overview(request: HttpRequest, project: Any) -> dict[str, Any]:
    today, files = timezone.localdate(), files_by(project, "milestone")
    return {
        "project": project,
        "majors": list(project.majors.all()),
        "partners": list(project.partners.select_related("enterprise")),
        "milestones": [(one, one.chip_on(today), files.get(one.pk, [])) for one in project.milestones.all()],
        "criteria": list(project.criteria.all()),
        "files": list(project.files.filter(milestone=None, expense=None, outcome=None)),
        "may": may(request, project),
        "may_tick": project.state == S.RUNNING and project.permits(request.user, EDIT),
        "may_add_file": project.permits(request.user, EDIT),
    }


def people(request: HttpRequest, project: Any) -> dict[str, Any]:
    """Two queries; who reads the names of students is noted."""
    rows = list(project.members.select_related("teacher", "contact__enterprise", "student__school_class"))
    note_reading(
        request,  # type: ignore[arg-type]
        [row.student for row in rows if row.student],
        data=AccessLog.Data.RECORD,
    )
    hours = sum((row.hours for row in rows), Decimal(0))
    return {"project": project, "members": rows, "hours": hours, "may": may(request, project)}


def money(project: Project) -> dict[str, Any]:
    """Budget, contributions and spending, in yuan. Four queries."""
    spent = dict(
        project.expenses.order_by().values_list("line").annotate(sum=Sum("amount")).values_list("line", "sum")
    )
    by_payer: dict[int | None, Decimal] = dict(
        project.expenses.order_by()
        .values_list("payer")
        .annotate(sum=Sum("amount"))
        .values_list("payer", "sum")
    )
    lines: list[dict[str, Any]] = [
        {
            "line": line,
            "spent": spent.get(line.pk, Decimal(0)),
            "left": line.amount - spent.get(line.pk, Decimal(0)),
        }
        for line in project.budget_lines.all()
    ]
    sides: list[dict[str, Any]] = [
        {"row": row, "spent": by_payer.get(row.enterprise_id, Decimal(0))}
        for row in project.contributions.select_related("enterprise")
    ]
    return {
        "lines": lines,
        "sides": sides,
        "budget_total": sum((one["line"].amount for one in lines), Decimal(0)),
        "spent_total": sum(spent.values(), Decimal(0)),
        "given_total": sum((one["row"].amount for one in sides), Decimal(0)),
    }


def money_tab(request: HttpRequest, project: Any) -> dict[str, Any]:
    files = files_by(project, "expense")
    expenses = project.expenses.select_related("line", "payer")
    return {
        "project": project,
        **money(project),
        "expenses": [(one, files.get(one.pk, [])) for one in expenses],
        "may": may(request, project),
    }


def together(request: HttpRequest, project: Any) -> dict[str, Any]:
    """Meetings and risks."""
    return {
        "project": project,
        "meetings": list(project.meetings.select_related("written_by")),
        "risks": list(project.risks.select_related("raised_by")),
        "may": may(request, project),
    }


def acceptance(request: HttpRequest, project: Any) -> dict[str, Any]:
    user: Any = request.user
    files = files_by(project, "outcome")
    panel = list(project.panel.select_related("user", "contact__enterprise"))
    own = next((one for one in panel if one.user_id == user.pk), None)
    in_acceptance = project.state == S.IN_ACCEPTANCE
    accepts = project.permits(user, PARTS["panel"].capability)
    return {
        "project": project,
        "criteria": list(project.criteria.all()),
        "panel": panel,
        "outcomes": [(one, files.get(one.pk, [])) for one in project.outcomes.select_related("owner")],
        "may": may(request, project),
        "may_judge": in_acceptance and accepts,
        "may_record": in_acceptance and accepts,
        "may_say": in_acceptance and own is not None and not own.opinion,
        "may_confirm": project.permits(user, EDIT),
    }
