"""Addresses of joint projects: those of the staff and of the portal."""

from __future__ import annotations

from django.urls import URLPattern, path

from projects.operations.parts import PARTS
from projects.portal import acts as portal_acts
from projects.portal import pages as portal
from projects.views import acts, papers, projects

app_name = "projects"

MOVES: dict[str, type[acts.ProjectAct]] = {
    "review": acts.Review,
    "return": acts.Return,
    "approve": acts.Approve,
    "resubmit": acts.Resubmit,
    "start": acts.Start,
    "begin_acceptance": acts.BeginAcceptance,
    "resume": acts.Resume,
    "close": acts.Close,
    "withdraw": acts.Withdraw,
    "stop": acts.Stop,
}


def of_parts() -> list[URLPattern]:
    """For each kind of part: add one, change one, take one out."""
    found = []
    for name in PARTS:
        at = f"projects/<int:pk>/{name}/"
        one = f"{at}<int:row_id>/"
        found += [
            path(f"{at}new/", acts.PartNew.as_view(part=name), name=f"{name}_new"),
            path(f"{one}edit/", acts.PartEdit.as_view(part=name), name=f"{name}_edit"),
            path(f"{one}remove/", acts.remover(name), name=f"{name}_remove"),
        ]
    return found


urlpatterns: list[URLPattern] = [
    path("projects/", projects.ProjectList.as_view(), name="project_list"),
    path("projects/new/", projects.ChooseEnterprise.as_view(), name="project_new"),
    path("projects/new/<int:enterprise_id>/", projects.ProjectNew.as_view(), name="project_new_with"),
    path("projects/<int:pk>/", projects.ProjectDetail.as_view(), name="project_detail"),
    path("projects/<int:pk>/edit/", projects.ProjectEdit.as_view(), name="project_edit"),
    path("projects/<int:pk>/take_up/", projects.TakeUp.as_view(), name="project_take_up"),
    *(
        path(f"projects/<int:pk>/{name}/", view.as_view(), name=f"project_{name}")
        for name, view in MOVES.items()
    ),
    path("projects/<int:pk>/judge/", acts.Judge.as_view(), name="project_judge"),
    path("projects/<int:pk>/opinion/", acts.GiveOpinion.as_view(), name="project_opinion"),
    path("projects/<int:pk>/charter/", papers.charter, name="project_charter"),
    path("projects/<int:pk>/report/", papers.report, name="project_report"),
    *of_parts(),
    path("projects/<int:pk>/milestone/<int:row_id>/done/", acts.Tick.as_view(), name="milestone_tick"),
    path("projects/<int:pk>/milestone/<int:row_id>/reopen/", acts.reopen_milestone, name="milestone_reopen"),
    path("projects/<int:pk>/risk/<int:row_id>/close/", acts.close_risk, name="risk_close"),
    path("projects/<int:pk>/panel/<int:row_id>/opinion/", acts.RecordOpinion.as_view(), name="panel_opinion"),
    path(
        "projects/<int:pk>/outcome/<int:row_id>/confirm/",
        acts.RecordConfirmation.as_view(),
        name="outcome_confirm",
    ),
    path("projects/<int:pk>/files/new/", acts.FileNew.as_view(), name="project_file_new"),
    path("projects/<int:pk>/files/<int:file_id>/", acts.file, name="project_file"),
    path("projects/<int:pk>/files/<int:file_id>/remove/", acts.file_remove, name="project_file_remove"),
]

portal_urlpatterns: list[URLPattern] = [
    path("projects/", portal.project_list, name="projects"),
    path("projects/new/", portal_acts.Propose.as_view(), name="project_new"),
    path("projects/<int:pk>/", portal.project_detail, name="project"),
    path("projects/<int:pk>/edit/", portal_acts.Change.as_view(), name="project_edit"),
    path("projects/<int:pk>/resubmit/", portal_acts.resubmit, name="project_resubmit"),
    path("projects/<int:pk>/withdraw/", portal_acts.Withdraw.as_view(), name="project_withdraw"),
    path("projects/<int:pk>/risk/", portal_acts.RaiseRisk.as_view(), name="project_risk"),
    path("projects/<int:pk>/opinion/", portal_acts.GiveOpinion.as_view(), name="project_opinion"),
    path("projects/<int:pk>/milestone/<int:row_id>/", portal_acts.Tick.as_view(), name="project_milestone"),
    path("projects/<int:pk>/outcome/<int:row_id>/", portal_acts.confirm, name="project_outcome"),
    path("projects/<int:pk>/files/<int:file_id>/", portal.file, name="project_file"),
    path("projects/<int:pk>/charter/", portal.charter, name="project_charter"),
    path("projects/<int:pk>/report/", portal.report, name="project_report"),
]
