"""Joint projects on the pages of the staff: the list, one of them, its form."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from core.access import NotVisible
from core.registry import Tab
from core.views import DetailView, FormView, ListView
from partnerships.models import Enterprise
from partnerships.policies import departments_for
from partnerships.views.record_pages import RecordFormView
from projects.filters import ProjectFilters
from projects.forms import ChooseEnterpriseForm, ProjectForm, TakeUpForm
from projects.models import Project, ProjectState
from projects.operations import proposals as operations
from projects.tables import ProjectTable
from projects.transitions import EDIT, IMPORT, PROJECT_MOVES, READ
from projects.views import tabs

S = ProjectState


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Joint projects"), "url": reverse("projects:project_list")}]


def span(project: Project) -> str:
    return f"{date_format(project.starts_on)} – {date_format(project.ends_on)}"


class ProjectList(ListView):
    """Everybody of the centre sees those they work in; the others what their powers open."""

    capability = READ
    title = gettext_lazy("Joint projects")
    list_name = "projects:projects"
    table_class = ProjectTable
    filterset_class = ProjectFilters
    sorts = {
        "proposed_on": "proposed_on",
        "starts_on": "starts_on",
        "ends_on": "ends_on",
        "accepted_on": "accepted_on",
        "number": "number",
    }
    default_sort = "-proposed_on"
    search_placeholder = gettext_lazy("Title, number, aims or the leading enterprise")
    empty_title = gettext_lazy("No joint projects yet")
    empty_text = gettext_lazy(
        "Propose one under an agreement, or make one of what an enterprise needs; enterprises propose theirs "
        "at the portal."
    )
    empty_icon = "affiliate"

    def authorise(self) -> None:
        """Whoever belongs to the centre: what is shown is looked at row by row."""

    def get_queryset(self) -> QuerySet[Project]:
        rows = Project.objects.visible_to(self.request.user).with_names().with_numbers()
        return rows.select_related("agreement__type").defer(
            "aims", "reason", "conclusion", "search_text", "search_bigrams"
        )

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(EDIT):
            return None
        return {"label": _("Propose a project"), "url": reverse("projects:project_new"), "icon": "plus"}

    def extra_context(self) -> dict[str, Any]:
        address = reverse("projects:project_list")
        actions = [
            {"label": _("That I lead"), "url": f"{address}?mine=on", "icon": "user-star"},
            {"label": _("Milestones overdue"), "url": f"{address}?late=on", "icon": "alarm"},
            {"label": _("To be taken up"), "url": f"{address}?untaken=on", "icon": "send"},
        ]
        if self.request.user.can(IMPORT):
            importing = reverse("core:import_upload", args=["projects.projects"])
            actions.append({"label": _("Import a list"), "url": importing, "icon": "upload"})
        return {"actions": actions}


# --- One project --------------------------------------------------------------------------------

ICONS = {
    "review": "eye",
    "return": "arrow-back-up",
    "approve": "circle-check",
    "send_back": "arrow-back-up",
    "resubmit": "send",
    "start": "player-play",
    "begin_acceptance": "clipboard-check",
    "close": "checks",
    "resume": "refresh",
    "withdraw": "archive",
    "stop": "ban",
}
ADDRESSES = {"send_back": "return"}
LEADING = ("review", "approve", "resubmit", "start", "begin_acceptance", "close")


class ProjectDetail(DetailView):
    record: Project
    tabs = [
        Tab(
            name="overview",
            label=gettext_lazy("Overview"),
            template="projects/overview.html",
            context=tabs.overview,
            order=0,
        ),
        Tab(
            name="people",
            label=pgettext_lazy("joint project", "People"),
            template="projects/people.html",
            context=tabs.people,
            order=10,
        ),
        Tab(
            name="money",
            label=pgettext_lazy("joint project", "Money"),
            template="projects/money.html",
            context=tabs.money_tab,
            order=20,
        ),
        Tab(
            name="together",
            label=gettext_lazy("Meetings and risks"),
            template="projects/together.html",
            context=tabs.together,
            order=30,
        ),
        Tab(
            name="acceptance",
            label=gettext_lazy("Acceptance and outcomes"),
            template="projects/acceptance.html",
            context=tabs.acceptance,
            order=40,
        ),
    ]

    def get_queryset(self) -> QuerySet[Project]:
        rows = Project.objects.visible_to(self.request.user).with_names()
        return rows.select_related(
            "agreement__type", "proposed_by", "reviewed_by", "approved_by", "accepted_by"
        )

    def context(self) -> dict[str, Any]:
        project, agreement = self.record, self.record.agreement
        enterprise = project.enterprise
        reads = project.permits(self.request.user, READ)
        return {
            "title": project.title,
            "chip": project.chip,
            "subtitle": f"{project.number} · {project.get_kind_display()} · {enterprise}",
            "breadcrumbs": crumbs(),
            **self.moves(),
            "next_step": self.next_step(),
            "facts": [
                {
                    "label": _("Leading enterprise"),
                    "value": enterprise,
                    "url": enterprise.get_absolute_url() if reads else "",
                },
                {
                    "label": _("Under the agreement"),
                    "value": agreement or "",
                    "url": agreement.get_absolute_url() if agreement and reads else "",
                },
                {"label": pgettext("joint project", "Led by"), "value": project.leader or ""},
                {"label": pgettext("joint project", "Lasts"), "value": span(project)},
                {"label": _("Department"), "value": project.department},
                {
                    "label": pgettext("step of a project", "Proposed"),
                    "value": "" if project.taken_over_on else said(project.proposed_on, project.proposed_by),
                    "help": _("by the enterprise") if project.by_enterprise else "",
                },
                {
                    "label": _("Taken over"),
                    "value": date_format(project.taken_over_on) if project.taken_over_on else "",
                    "help": _("from a list: it was begun before this program"),
                },
                {
                    "label": pgettext("step of a project", "Reviewed"),
                    "value": said(project.reviewed_on, project.reviewed_by),
                },
                {
                    "label": pgettext("step of a project", "Approved"),
                    "value": said(project.approved_on, project.approved_by),
                },
                {"label": pgettext("joint project", "Result"), "value": project.get_result_display()},
                {
                    "label": pgettext("step of a project", "Accepted"),
                    "value": said(project.accepted_on, project.accepted_by),
                },
            ],
        }

    def next_step(self) -> dict[str, Any] | None:
        project, department = self.record, str(self.record.department)
        leader = str(project.leader or "")
        if project.waits_to_be_taken_up:
            return {"text": _("The enterprise proposed it: say who leads it."), "whose": department}
        match project.state:
            case S.PROPOSED:
                return {"text": _("Somebody reviews it, or returns it."), "whose": department}
            case S.RETURNED:
                whose = str(project.enterprise) if project.by_enterprise and not leader else leader
                return {"text": _("It is changed and proposed again."), "whose": whose, "meaning": "soon"}
            case S.REVIEWED:
                return {"text": _("Somebody approves it, or returns it."), "whose": department}
            case S.APPROVED:
                return {"text": _("Start it when both sides are ready."), "whose": leader}
            case S.RUNNING:
                return self.next_milestone(leader)
            case S.IN_ACCEPTANCE:
                return {
                    "text": _("Judge the criteria, gather the opinions, conclude the acceptance."),
                    "whose": department,
                }
        return None

    def next_milestone(self, leader: str) -> dict[str, Any]:
        """A query."""
        coming = self.record.milestones.filter(done_on=None).first()
        if coming is None:
            return {"text": _("Every milestone is done: begin the acceptance."), "whose": leader}
        late = coming.due_on < timezone.localdate()
        return {
            "text": _("Next milestone: %(title)s") % {"title": coming.title},
            "whose": coming.get_side_display(),
            "due": coming.due_on,
            "meaning": "late" if late else "waiting",
        }

    def moves(self) -> dict[str, Any]:
        project, user = self.record, self.request.user

        def address(name: str) -> str:
            return reverse(f"projects:project_{name}", args=[project.pk])

        found: list[dict[str, Any]] = [
            {
                "name": offer.name,
                "label": capfirst(str(offer.transition.label)),
                "url": address(ADDRESSES.get(offer.name, offer.name)),
                "icon": ICONS[offer.name],
                "danger": offer.transition.needs_reason and offer.transition.is_final,
                "disabled_reason": offer.refusal or "",
            }
            for offer in PROJECT_MOVES.offers(actor=user, record=project, now=timezone.now())
        ]
        edits = project.permits(user, EDIT)
        take_up: dict[str, Any] = {"label": _("Take it up"), "url": address("take_up"), "icon": "user-check"}
        primary: dict[str, Any] | None = next(
            (one for one in found if one["name"] in LEADING and not one["disabled_reason"]), None
        )
        menu: list[dict[str, Any]] = [one for one in found if one is not primary]
        if edits and project.is_open:
            if project.waits_to_be_taken_up:
                primary = take_up
            else:
                menu.insert(0, take_up | {"label": _("Another leads it")})
        if edits and project.is_planned:
            menu.insert(0, {"label": _("Edit"), "url": address("edit"), "icon": "edit"})
        menu += self.papers(address)
        return {"primary_action": primary, "actions": menu}

    def papers(self, address: Any) -> list[dict[str, Any]]:
        found = []
        if self.record.has_charter:
            found.append({"label": _("Charter (PDF)"), "url": address("charter"), "icon": "file-type-pdf"})
        if self.record.has_report:
            report = {"label": _("Acceptance report (PDF)"), "url": address("report")}
            found.append(report | {"icon": "file-type-pdf"})
        return found


def said(day: Any, by: Any) -> str:
    return " · ".join(filter(None, (date_format(day) if day else "", str(by) if by else "")))


# --- Entering -----------------------------------------------------------------------------------


class ChooseEnterprise(FormView):
    form_class = ChooseEnterpriseForm
    title = gettext_lazy("Propose a project: with which enterprise?")
    submit_label = gettext_lazy("Go on")
    success_message = ""

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.can(EDIT):
            raise PermissionDenied

    def perform(self, form: Any) -> str:
        return reverse("projects:project_new_with", args=[form.cleaned_data["enterprise"].pk])

    def cancel_url(self) -> str:
        return reverse("projects:project_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class ProjectNew(FormView):
    form_class = ProjectForm
    title = gettext_lazy("Propose a project")
    submit_label = pgettext_lazy("joint project", "Propose")
    success_message = gettext_lazy(
        "Proposed. Add milestones, criteria, budget and people, then somebody reviews it."
    )
    enterprise: Enterprise

    def authorise(self, **kwargs: Any) -> None:
        rows = Enterprise.objects.visible_to(self.request.user)
        found = rows.filter(pk=kwargs["enterprise_id"]).first()
        if found is None:
            raise NotVisible(f"partnerships.Enterprise {kwargs['enterprise_id']}")
        self.enterprise = found
        if not self.request.user.can(EDIT):
            raise PermissionDenied

    def form_kwargs(self) -> dict[str, Any]:
        departments = departments_for(self.request.user, EDIT)
        own = departments.filter(pk=self.enterprise.department_id).first() or departments.first()
        initial = {"department": own, "lead": self.request.user.pk}
        return {"enterprise": self.enterprise, "initial": initial}

    def perform(self, form: Any) -> Project:
        return operations.propose(
            actor=self.request.user, enterprise_id=self.enterprise.pk, now=timezone.now(), **form.entered()
        )

    def cancel_url(self) -> str:
        return reverse("projects:project_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(), "subtitle": str(self.enterprise)}


class OfProject(RecordFormView):
    capability = EDIT
    record: Project

    def records(self) -> QuerySet:
        return Project.objects.with_names()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()


class ProjectEdit(OfProject):
    form_class = ProjectForm
    title = gettext_lazy("Change the project")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record, "enterprise": self.record.enterprise}

    def perform(self, form: Any) -> Project:
        return operations.change(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.entered()
        )


class TakeUp(OfProject):
    form_class = TakeUpForm
    title = gettext_lazy("Who leads the project")

    def form_kwargs(self) -> dict[str, Any]:
        project = self.record
        initial = {
            "lead": project.lead_id or (None if project.lead_teacher_id else self.request.user.pk),
            "lead_teacher": project.lead_teacher_id,
            "agreement": project.agreement_id,
        }
        return {"project": project, "initial": initial}

    def perform(self, form: Any) -> Project:
        return operations.take_up(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


def of_enterprise(request: HttpRequest, enterprise: Any) -> dict[str, Any]:
    """One query."""
    user: Any = request.user
    rows = Project.objects.visible_to(user).of_enterprise(enterprise.pk).with_names()
    return {"projects": list(rows[:100]), "enterprise": enterprise, "may_propose": user.can(EDIT)}
