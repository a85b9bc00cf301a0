"""A joint project made of a need, and the needs that a project answers, on the pages of the staff."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from collaboration.models import AnswerKind, Need, NeedAnswer, NeedKind
from collaboration.operations.needs import add_answer
from collaboration.transitions.needs import EDIT, READ
from collaboration.views.needs import crumbs
from core.registry import Tab
from partnerships.policies import departments_for
from partnerships.views.record_pages import RecordFormView
from projects.forms import ProjectForm
from projects.models import Project, ProjectKind
from projects.operations.proposals import propose
from projects.transitions import EDIT as EDIT_PROJECTS

# As what a need is usually answered by a project.
USUAL = {
    NeedKind.TALENT: ProjectKind.CURRICULUM,
    NeedKind.TRAINING: ProjectKind.TRAINING,
    NeedKind.TECHNOLOGY: ProjectKind.TECHNOLOGY,
    NeedKind.RESEARCH: ProjectKind.RESEARCH,
}
USUAL_LENGTH = timedelta(days=365)


class ProjectOfNeed(RecordFormView):
    """Propose a project that answers the need; what the need says stands in the form."""

    capability = EDIT
    form_class = ProjectForm
    title = gettext_lazy("Propose a project that answers the need")
    submit_label = gettext_lazy("Propose")
    success_message = gettext_lazy(
        "Proposed, and added to the answers: tell the enterprise when everything stands there."
    )
    record: Need

    def authorise(self, **kwargs: Any) -> None:
        super().authorise(**kwargs)
        if not self.request.user.can(EDIT_PROJECTS):
            raise PermissionDenied

    def records(self) -> QuerySet:
        return Need.objects.select_related("enterprise")

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()

    def form_kwargs(self) -> dict[str, Any]:
        need, user = self.record, self.request.user
        today = timezone.localdate()
        departments = departments_for(user, EDIT_PROJECTS)
        aims = "\n\n".join(filter(None, (need.details, need.hoped)))
        return {
            "enterprise": need.enterprise,
            "initial": {
                "kind": USUAL[NeedKind(need.kind)],
                "title": need.title,
                "aims": aims[:4000],
                "majors": list(need.majors.values_list("pk", flat=True)),
                "department": departments.filter(pk=need.department_id).first() or departments.first(),
                "lead": user.pk,
                "starts_on": today,
                "ends_on": today + USUAL_LENGTH,
            },
        }

    def perform(self, form: Any) -> Project:
        """Both or neither."""
        now, user = timezone.now(), self.request.user
        with transaction.atomic():
            project = propose(actor=user, enterprise_id=self.record.enterprise_id, now=now, **form.entered())
            add_answer(actor=user, pk=self.record.pk, kind=AnswerKind.PROJECT, record=project, now=now)
        return project


def needs_of_project(request: HttpRequest, project: Any) -> dict[str, Any]:
    """One query."""
    user: Any = request.user
    answers = NeedAnswer.objects.filter(project=project.pk).order_by().values("need")
    rows = Need.objects.visible_to(user).filter(pk__in=answers).with_names()
    return {"needs": list(rows[:100])}


OF_PROJECT = Tab(
    name="needs",
    label=pgettext_lazy("joint project", "Needs it answers"),
    template="collaboration/needs_of_project.html",
    context=needs_of_project,
    order=60,
    capability=READ,
)
