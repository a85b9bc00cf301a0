"""What a joint project is made of: people, plan, money, meetings, risks, criteria, panel, outcomes.

Each kind of part says in which states of the project it is added, changed and taken out, who may, and what
must hold beyond its own constraints. Locks: the project.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible
from core.attachments import discard, store_upload
from internships.models import Student
from projects import notices
from projects.models import (
    OPEN_STATES,
    PLANNED_STATES,
    UNDER_WAY,
    BudgetLine,
    Contribution,
    Criterion,
    Expense,
    Meeting,
    Milestone,
    Outcome,
    PanelMember,
    Project,
    ProjectFile,
    ProjectMember,
    ProjectPartner,
    ProjectState,
    Risk,
)
from projects.operations.proposals import UnableToProceed
from projects.transitions import ACCEPT, EDIT, total

S = ProjectState
SPENDING = frozenset({S.RUNNING, S.IN_ACCEPTANCE})
MOST_PARTS = 200
MOST_FILES = 60

type Check = Callable[[Actor, Project, Any, datetime], None]


# --- What must hold -----------------------------------------------------------------------------


def _of_its_enterprises(project: Project, enterprise_id: int | None) -> None:
    """Raises UnableToProceed. A query where it is not the leading one."""
    if enterprise_id is not None and enterprise_id not in notices.enterprises_of(project):
        raise UnableToProceed(_("This enterprise is not in the project."))


def check_partner(actor: Actor, project: Project, row: ProjectPartner, now: datetime) -> None:
    if row.enterprise_id == project.enterprise_id:
        raise UnableToProceed(_("This enterprise leads the project already."))


def check_member(actor: Actor, project: Project, row: ProjectMember, now: datetime) -> None:
    if row.contact is not None:
        _of_its_enterprises(project, row.contact.enterprise_id)
    if (
        row.student_id is not None
        and not Student.objects.visible_to(actor).filter(pk=row.student_id).exists()
    ):
        raise NotVisible(f"internships.Student {row.student_id}")


def check_milestone(actor: Actor, project: Project, row: Milestone, now: datetime) -> None:
    if row.done_on is not None:
        raise UnableToProceed(_("It is done: open it again first."))
    if not project.starts_on <= row.due_on <= project.ends_on:
        raise UnableToProceed(_("A milestone is due while the project lasts."))


def check_contribution(actor: Actor, project: Project, row: Contribution, now: datetime) -> None:
    _of_its_enterprises(project, row.enterprise_id)


def check_expense(actor: Actor, project: Project, row: Expense, now: datetime) -> None:
    """Within the budget line, or with the reason why not. Two queries."""
    if row.line.project_id != project.pk:
        raise UnableToProceed(_("This budget line is of another project."))
    _of_its_enterprises(project, row.payer_id)
    if row.spent_on > timezone.localdate(now):
        raise UnableToProceed(_("What is spent later is entered then."))
    if project.started_on and row.spent_on < min(project.started_on, project.starts_on):
        raise UnableToProceed(_("It was spent before the project began."))
    left = row.line.amount - total(row.line.expenses.exclude(pk=row.pk).order_by())
    row.is_above_budget = row.amount > left
    if row.is_above_budget and not row.why_above.strip():
        raise UnableToProceed(
            _("¥%(left)s are left in this budget line: say why more is spent.")
            % {"left": number_format(max(left, Decimal(0)), 2, force_grouping=True)}
        )


def check_meeting(actor: Actor, project: Project, row: Meeting, now: datetime) -> None:
    if row.held_on > timezone.localdate(now):
        raise UnableToProceed(_("Minutes are of a meeting that was held."))


def check_panel(actor: Actor, project: Project, row: PanelMember, now: datetime) -> None:
    if row.contact is not None:
        _of_its_enterprises(project, row.contact.enterprise_id)
    if row.opinion:
        raise UnableToProceed(_("The opinion is given: it stays."))


def check_outcome(actor: Actor, project: Project, row: Outcome, now: datetime) -> None:
    _of_its_enterprises(project, row.owner_id)
    if row.confirmed_on is not None:
        raise UnableToProceed(_("Its ownership is confirmed: it stays as it is."))
    if row.achieved_on > timezone.localdate(now):
        raise UnableToProceed(_("What comes later is entered then."))


def unchecked(actor: Actor, project: Project, row: Any, now: datetime) -> None:
    """Its constraints say everything."""


def never(row: Any) -> str:
    """It can always be taken out."""
    return ""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One kind of part.

    Attributes:
        states: of the project, in which one is added, changed or taken out.
        check: what must hold besides; raises UnableToProceed.
        stays: answers why one is not taken out any more, or "".
        by: the field that keeps who entered it.
    """

    name: str
    model: type[Any]
    states: frozenset[str]
    capability: str = EDIT
    check: Check = unchecked
    stays: Callable[[Any], str] = never
    by: str = ""
    on: str = ""
    tells: Callable[..., None] | None = None


def _done(row: Milestone) -> str:
    return _("It is done: open it again first.") if row.done_on else ""


def _spent(row: BudgetLine) -> str:
    return _("Something was spent of it already.") if row.expenses.exists() else ""


def _given(row: PanelMember) -> str:
    return _("The opinion is given: it stays.") if row.opinion else ""


def _confirmed(row: Outcome) -> str:
    return _("Its ownership is confirmed: it stays as it is.") if row.confirmed_on else ""


PARTS = {
    one.name: one
    for one in (
        Part(name="partner", model=ProjectPartner, states=PLANNED_STATES, check=check_partner),
        Part(name="member", model=ProjectMember, states=PLANNED_STATES | UNDER_WAY, check=check_member),
        Part(
            name="milestone",
            model=Milestone,
            states=PLANNED_STATES | UNDER_WAY,
            check=check_milestone,
            stays=_done,
        ),
        Part(name="budget_line", model=BudgetLine, states=PLANNED_STATES, stays=_spent),
        Part(name="contribution", model=Contribution, states=PLANNED_STATES, check=check_contribution),
        Part(name="criterion", model=Criterion, states=PLANNED_STATES),
        Part(name="expense", model=Expense, states=SPENDING, check=check_expense, by="entered_by_id"),
        Part(name="meeting", model=Meeting, states=OPEN_STATES, check=check_meeting, by="written_by_id"),
        Part(name="risk", model=Risk, states=OPEN_STATES, by="raised_by_id", on="raised_on"),
        Part(
            name="panel",
            model=PanelMember,
            states=UNDER_WAY | {S.IN_ACCEPTANCE},
            capability=ACCEPT,
            check=check_panel,
            stays=_given,
        ),
        Part(
            name="outcome",
            model=Outcome,
            states=SPENDING | {S.CLOSED},
            check=check_outcome,
            stays=_confirmed,
            by="entered_by_id",
            tells=notices.tell_owner,
        ),
    )
}


# --- Adding, changing, taking out ---------------------------------------------------------------


def project_for(actor: Actor, pk: int, part: Part) -> Project:
    """Locked. Raises NotVisible, PermissionDenied, UnableToProceed."""
    project: Project = Project.objects.for_write(actor, pk, part.capability)
    if project.state not in part.states:
        raise UnableToProceed(
            _("Not any more, or not yet: the project is now “%(state)s”.")
            % {"state": project.get_state_display()}
        )
    return project


def row_of(project: Project, part: Part, row_id: int) -> Any:
    """Raises NotVisible."""
    row = part.model._base_manager.filter(project=project.pk, pk=row_id).first()
    if row is None:
        raise NotVisible(f"{part.model._meta.label} {row_id}")
    row.project = project
    return row


def write(part: Part, row: Any, fields: dict[str, Any]) -> None:
    """Raises TypeError where something is not said of it."""
    for name, value in fields.items():
        if not part.model._meta.get_field(name).editable or name == "project":
            raise TypeError(f"{name} is not said of {part.name}")
        setattr(row, name, value)


@transaction.atomic
def add_part(
    *,
    actor: Actor,
    pk: int,
    part: Part,
    upload: File[bytes] | None = None,
    now: datetime,
    **fields: Any,
) -> Any:
    """Add one to a project.

    Raises NotVisible, PermissionDenied, UnableToProceed, ValidationError, UnacceptableFile.
    """
    project = project_for(actor, pk, part)
    if part.model._base_manager.filter(project=project).count() >= MOST_PARTS:
        raise UnableToProceed(_("There are too many already."))
    row = part.model(project=project)
    if part.by:
        setattr(row, part.by, actor.pk)
    if part.on:
        setattr(row, part.on, timezone.localdate(now))
    write(part, row, fields)
    part.check(actor, project, row, now)
    row.full_clean()
    row.save(force_insert=True)
    _recorded(actor, row, part, "add", now)
    keep_file(actor, project, upload, now=now, **({part.name: row} if upload else {}))
    if part.tells is not None:
        part.tells(project, row, now=now)
    return row


@transaction.atomic
def change_part(
    *,
    actor: Actor,
    pk: int,
    part: Part,
    row_id: int,
    upload: File[bytes] | None = None,
    now: datetime,
    **fields: Any,
) -> Any:
    """Correct one. Raises as :func:`add_part`."""
    project = project_for(actor, pk, part)
    row = row_of(project, part, row_id)
    part.check(actor, project, row, now)
    write(part, row, fields)
    part.check(actor, project, row, now)
    row.full_clean()
    row.save()
    _recorded(actor, row, part, "change", now)
    keep_file(actor, project, upload, now=now, **({part.name: row} if upload else {}))
    return row


@transaction.atomic
def remove_part(*, actor: Actor, pk: int, part: Part, row_id: int, now: datetime) -> Project:
    """Take one out that was entered by mistake. Raises NotVisible, PermissionDenied, UnableToProceed."""
    project = project_for(actor, pk, part)
    row = row_of(project, part, row_id)
    if refusal := part.stays(row):
        raise UnableToProceed(refusal)
    if part.name == "partner" and is_involved(project, row.enterprise_id):
        raise UnableToProceed(_("Its people or its contribution stand in the project: take those out first."))
    _recorded(actor, row, part, "remove", now)
    for kept in files_of(part.name, row):
        discard(kept)
    row.delete()
    return project


def is_involved(project: Project, enterprise_id: int) -> bool:
    """Whether a further partner stands somewhere else in the project. Two queries."""
    people = project.members.filter(contact__enterprise=enterprise_id)
    return people.exists() or project.contributions.filter(enterprise=enterprise_id).exists()


def _recorded(actor: Actor, row: Any, part: Part, what: str, now: datetime) -> None:
    audit.record(
        actor=actor,
        subject=row.project,
        verb=f"project.{what}_{part.name}",
        details={part.name: str(row)[:200]},
        now=now,
        capability=part.capability,
    )


# --- Files --------------------------------------------------------------------------------------

WITH_FILES = ("milestone", "expense", "outcome")


def files_of(name: str, row: Any) -> list[ProjectFile]:
    return list(ProjectFile.objects.filter(**{name: row})) if name in WITH_FILES else []


def keep_file(
    actor: Actor, project: Project, upload: File[bytes] | None, *, now: datetime, **of: Any
) -> None:
    """Raises UnableToProceed, UnacceptableFile."""
    if upload is None:
        return
    if project.files.count() >= MOST_FILES:
        raise UnableToProceed(_("There are too many files already."))
    store_upload(actor=actor, model=ProjectFile, parent=project, upload=upload, now=now, **of)


@transaction.atomic
def add_file(*, actor: Actor, pk: int, upload: File[bytes], now: datetime) -> Project:
    """A file of the whole project. Raises NotVisible, PermissionDenied, UnableToProceed, UnacceptableFile."""
    project: Project = Project.objects.for_write(actor, pk, EDIT)
    keep_file(actor, project, upload, now=now)
    audit.record(actor=actor, subject=project, verb="project.add_file", now=now, capability=EDIT)
    return project


@transaction.atomic
def remove_file(*, actor: Actor, pk: int, file_id: int, now: datetime) -> Project:
    """Raises NotVisible, PermissionDenied, UnableToProceed."""
    project: Project = Project.objects.for_write(actor, pk, EDIT)
    if not project.is_open:
        raise UnableToProceed(_("The project is over: its files stay."))
    kept = project.files.filter(pk=file_id).first()
    if kept is None:
        raise NotVisible(f"projects.ProjectFile {file_id}")
    details = {"file": kept.name}
    audit.record(
        actor=actor, subject=project, verb="project.remove_file", details=details, now=now, capability=EDIT
    )
    discard(kept)
    return project
