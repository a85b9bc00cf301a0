"""What joint projects put into the pages of other apps. Called from ``AppConfig.ready``."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import register_capabilities
from core.contact import register_contact
from core.duties import register_duty_source
from core.imports.spec import register_import
from core.metrics import register_metric
from core.navigation import Entry, PortalEntry, register_entry, register_portal_entry
from core.notifications import register_kind
from core.registry import (
    Tab,
    register_children,
    register_partner_deadlines,
    register_partner_figures,
    register_tab,
    register_verbs,
)
from core.search import Kind as SearchKind
from core.search import register_kind as register_search
from core.story import register_story
from core.walls import register_wall
from projects import in_contact
from projects.duties import milestones
from projects.imports import ProjectsImport
from projects.metrics import METRICS
from projects.models import Project
from projects.notices import KINDS
from projects.portal.pages import deadlines, figures
from projects.story import STORY
from projects.transitions import READ
from projects.views.projects import of_enterprise
from projects.walls import WALLS


def offer_projects() -> None:
    register_capabilities(
        "project",
        _("Joint projects"),
        {
            "read": _("see"),
            "edit": _("propose, take up and keep"),
            "review": _("review or return"),
            "approve": _("approve or stop"),
            "accept": _("lead the acceptance"),
            "import": _("take over existing ones from a list"),
        },
    )
    register_entry(
        Entry(
            group="together",
            label=_("Joint projects"),
            url_name="projects:project_list",
            icon="affiliate",
            order=5,
        )
    )
    register_portal_entry(
        PortalEntry(
            label=_("Joint projects"),
            url_name="portal:projects",
            icon="affiliate",
            group="together",
            order=43,
        )
    )
    register_duty_source(
        "milestones",
        label=_("Milestones of joint projects"),
        icon="flag",
        duties=milestones,
        order=35,
    )
    for kind in KINDS:
        register_kind(kind)
    for wall in WALLS:
        register_wall(wall)
    for metric in METRICS:
        register_metric(metric)
    register_story(STORY)
    register_contact("project_meetings", in_contact.meetings)
    register_contact("project_meetings_of_partners", in_contact.meetings_of_partners)
    register_contact("milestones", in_contact.milestones)
    register_import(ProjectsImport())
    register_search(SEARCHED)
    register_tab("partnerships.Enterprise", OF_ENTERPRISE)
    register_tab("agreements.Agreement", OF_AGREEMENT)
    register_tab("teachers.Teacher", OF_TEACHER)
    register_partner_figures("projects", figures, order=61)
    register_partner_deadlines("projects", deadlines)
    register_children(
        Project._meta.label,
        *(
            (f"projects.{name}", "project")
            for name in (
                *("ProjectPartner", "ProjectMember", "Milestone", "BudgetLine", "Contribution", "Expense"),
                *("Meeting", "Risk", "Criterion", "PanelMember", "Outcome"),
            )
        ),
    )
    register_verbs(VERBS)


def of_agreement(request: HttpRequest, agreement: Any) -> dict[str, Any]:
    """Under it. One query."""
    user: Any = request.user
    rows = Project.objects.visible_to(user).filter(agreement=agreement.pk).with_names()
    return {"projects": list(rows[:100])}


def of_teacher(request: HttpRequest, teacher: Any) -> dict[str, Any]:
    """Those they lead or work in. One query."""
    user: Any = request.user
    seen = Project.objects.visible_to(user).with_names()
    rows = seen.filter(lead_teacher=teacher.pk) | seen.filter(members__teacher=teacher.pk)
    return {"projects": list(rows.distinct()[:100])}


def line(project: Any) -> tuple[str, str]:
    return project.title, f"{project.number} · {project.get_kind_display()} · {project.enterprise}"


SEARCHED = SearchKind(
    name="project",
    label=_("Joint projects"),
    icon="affiliate",
    rows=lambda actor: Project.objects.visible_to(actor).select_related("enterprise"),
    line=line,
    list_url_name="projects:project_list",
    order=58,
)
OF_ENTERPRISE = Tab(
    name="projects",
    label=_("Joint projects"),
    template="projects/projects_of.html",
    context=of_enterprise,
    order=47,
    capability=READ,
)
OF_AGREEMENT = Tab(
    name="projects",
    label=_("Joint projects"),
    template="projects/projects_of.html",
    context=of_agreement,
    order=58,
    capability=READ,
)
OF_TEACHER = Tab(
    name="projects",
    label=_("Joint projects"),
    template="projects/projects_of.html",
    context=of_teacher,
    order=56,
    capability=READ,
)
VERBS: dict[str, Any] = {
    "project.propose": pgettext_lazy("joint project", "proposed it"),
    "project.change": pgettext_lazy("joint project", "changed it"),
    "project.take_up": pgettext_lazy("joint project", "said who leads it"),
    "project.review": pgettext_lazy("joint project", "reviewed it"),
    "project.return": pgettext_lazy("joint project", "returned it"),
    "project.send_back": pgettext_lazy("joint project", "returned it"),
    "project.approve": pgettext_lazy("joint project", "approved it"),
    "project.resubmit": pgettext_lazy("joint project", "proposed it again"),
    "project.resubmit_at_portal": pgettext_lazy("joint project", "proposed it again for the enterprise"),
    "project.start": pgettext_lazy("joint project", "started it"),
    "project.begin_acceptance": pgettext_lazy("joint project", "began the acceptance"),
    "project.resume": pgettext_lazy("joint project", "let it run on"),
    "project.close": pgettext_lazy("joint project", "concluded the acceptance"),
    "project.withdraw": pgettext_lazy("joint project", "withdrew it"),
    "project.withdraw_at_portal": pgettext_lazy("joint project", "withdrew it for the enterprise"),
    "project.stop": pgettext_lazy("joint project", "stopped it"),
    "project.adopt_running": pgettext_lazy("joint project", "took it over from a list"),
    "project.adopt_closed": pgettext_lazy("joint project", "took it over from a list"),
    "project.adopt_stopped": pgettext_lazy("joint project", "took it over from a list"),
    "project.add_file": pgettext_lazy("joint project", "added a file"),
    "project.remove_file": pgettext_lazy("joint project", "took a file out"),
    "project.tick_milestone": pgettext_lazy("joint project", "ticked a milestone"),
    "project.reopen_milestone": pgettext_lazy("joint project", "opened a milestone again"),
    "project.close_risk": pgettext_lazy("joint project", "closed a risk"),
    "project.judge": pgettext_lazy("joint project", "judged the criteria"),
    "project.give_opinion": pgettext_lazy("joint project", "gave an opinion"),
    "project.confirm_outcome": pgettext_lazy("joint project", "confirmed whose an outcome is"),
    "project.add_partner": pgettext_lazy("joint project", "added a further partner"),
    "project.change_partner": pgettext_lazy("joint project", "changed a further partner"),
    "project.remove_partner": pgettext_lazy("joint project", "took a further partner out"),
    "project.add_member": pgettext_lazy("joint project", "added a person"),
    "project.change_member": pgettext_lazy("joint project", "changed the part of a person"),
    "project.remove_member": pgettext_lazy("joint project", "took a person out"),
    "project.add_milestone": pgettext_lazy("joint project", "added a milestone"),
    "project.change_milestone": pgettext_lazy("joint project", "changed a milestone"),
    "project.remove_milestone": pgettext_lazy("joint project", "took a milestone out"),
    "project.add_budget_line": pgettext_lazy("joint project", "added a budget line"),
    "project.change_budget_line": pgettext_lazy("joint project", "changed a budget line"),
    "project.remove_budget_line": pgettext_lazy("joint project", "took a budget line out"),
    "project.add_contribution": pgettext_lazy("joint project", "added a contribution"),
    "project.change_contribution": pgettext_lazy("joint project", "changed a contribution"),
    "project.remove_contribution": pgettext_lazy("joint project", "took a contribution out"),
    "project.add_criterion": pgettext_lazy("joint project", "added a criterion"),
    "project.change_criterion": pgettext_lazy("joint project", "changed a criterion"),
    "project.remove_criterion": pgettext_lazy("joint project", "took a criterion out"),
    "project.add_expense": pgettext_lazy("joint project", "entered a voucher"),
    "project.change_expense": pgettext_lazy("joint project", "corrected a voucher"),
    "project.remove_expense": pgettext_lazy("joint project", "took a voucher out"),
    "project.add_meeting": pgettext_lazy("joint project", "entered a meeting"),
    "project.change_meeting": pgettext_lazy("joint project", "corrected the minutes"),
    "project.remove_meeting": pgettext_lazy("joint project", "took a meeting out"),
    "project.add_risk": pgettext_lazy("joint project", "added a risk"),
    "project.change_risk": pgettext_lazy("joint project", "changed a risk"),
    "project.remove_risk": pgettext_lazy("joint project", "took a risk out"),
    "project.add_panel": pgettext_lazy("joint project", "named a member of the panel"),
    "project.change_panel": pgettext_lazy("joint project", "changed a member of the panel"),
    "project.remove_panel": pgettext_lazy("joint project", "took a member out of the panel"),
    "project.add_outcome": pgettext_lazy("joint project", "entered an outcome"),
    "project.change_outcome": pgettext_lazy("joint project", "corrected an outcome"),
    "project.remove_outcome": pgettext_lazy("joint project", "took an outcome out"),
}
