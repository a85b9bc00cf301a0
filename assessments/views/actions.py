"""Improvement actions on the pages of the staff."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from assessments.filters import ActionFilters
from assessments.forms import ActionForm, AgainForm, FinishForm
from assessments.models import Action, Assessment
from assessments.operations import actions as operations
from assessments.tables import ActionTable
from assessments.transitions import EDIT, READ
from assessments.views.assessments import crumbs
from core.access import NotVisible
from core.registry import Tab
from core.views import DetailView, ListView
from partnerships.views.record_pages import RecordFormView


def action_crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Improvement actions"), "url": reverse("assessments:action_list")}]


class ActionList(ListView):
    capability = READ
    title = gettext_lazy("Improvement actions")
    list_name = "assessments:actions"
    table_class = ActionTable
    filterset_class = ActionFilters
    sorts = {"due_on": "due_on", "done_on": "done_on"}
    default_sort = "-due_on"
    search_placeholder = gettext_lazy("Enterprise")
    empty_title = gettext_lazy("No improvement actions yet")
    empty_text = gettext_lazy("They are agreed on with an assessment: who does what, and until when.")
    empty_icon = "checklist"

    def get_queryset(self) -> QuerySet[Action]:
        return Action.objects.visible_to(self.request.user).with_names().select_related("owner")

    def extra_context(self) -> dict[str, Any]:
        address = reverse("assessments:action_list")
        return {
            "breadcrumbs": crumbs(),
            "actions": [
                {"label": _("Overdue"), "url": f"{address}?overdue=on", "icon": "alarm"},
                {"label": _("My own"), "url": f"{address}?mine=on&open=on", "icon": "user-check"},
            ],
        }


def overview(request: HttpRequest, action: Any) -> dict[str, Any]:
    return {"action": action}


class ActionDetail(DetailView):
    record: Action
    tabs = [
        Tab(
            name="overview",
            label=gettext_lazy("Overview"),
            template="assessments/action.html",
            context=overview,
            order=0,
        )
    ]

    def get_queryset(self) -> QuerySet[Action]:
        rows = Action.objects.visible_to(self.request.user).with_names()
        return rows.select_related("owner", "contact", "assessment__enterprise", "made_by")

    def context(self) -> dict[str, Any]:
        one, user = self.record, self.request.user
        may = one.owner_id == user.pk or one.permits(user, EDIT)
        finish = {"label": _("It is done"), "url": reverse("assessments:action_finish", args=[one.pk])}
        again = {
            "label": pgettext("improvement action", "Take it up again")
            if one.done_on
            else _("Give it longer"),
            "url": reverse("assessments:action_again", args=[one.pk]),
            "icon": "clock",
        }
        return {
            "title": one.title,
            "chip": one.chip,
            "subtitle": f"{one.get_side_display()} · {one.enterprise}",
            "breadcrumbs": action_crumbs(),
            "primary_action": finish | {"icon": "checks"} if may and not one.done_on else None,
            "actions": [again] if may else [],
            "facts": [
                {
                    "label": _("Assessment"),
                    "value": one.assessment.year,
                    "url": f"{one.assessment.get_absolute_url()}?tab=actions",
                },
                {
                    "label": _("Enterprise"),
                    "value": one.enterprise,
                    "url": one.enterprise.get_absolute_url(),
                },
                {"label": pgettext("action", "Looked after by"), "value": one.owner},
                {"label": _("Done at the enterprise by"), "value": one.contact or ""},
                {"label": _("Due on"), "value": date_format(one.due_on)},
                {
                    "label": pgettext("action", "Done on"),
                    "value": date_format(one.done_on) if one.done_on else "",
                },
            ],
        }


class ActionNew(RecordFormView):
    """Agreed on with an assessment, which is in the address."""

    capability = EDIT
    form_class = ActionForm
    title = gettext_lazy("Agree on an improvement action")
    success_message = gettext_lazy("Saved: whoever does it is told.")
    record: Assessment

    def records(self) -> QuerySet:
        return Assessment.objects.select_related("enterprise")

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()

    def form_kwargs(self) -> dict[str, Any]:
        return {"assessment": self.record, "initial": {"owner": self.request.user.pk}}

    def perform(self, form: Any) -> str:
        operations.agree(
            actor=self.request.user,
            assessment_id=self.record.pk,
            now=timezone.now(),
            **form.cleaned_data,
        )
        return f"{self.record.get_absolute_url()}?tab=actions"


class OfAction(RecordFormView):
    """For its owner, and for whoever edits assessments."""

    capability = EDIT
    record: Action

    def authorise(self, **kwargs: Any) -> None:
        rows = Action.objects.visible_to(self.request.user).select_related("enterprise")
        found = rows.filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"assessments.Action {kwargs['pk']}")
        if found.owner_id != self.request.user.pk and not found.permits(self.request.user, EDIT):
            raise PermissionDenied
        self.record = found

    def crumbs(self) -> list[dict[str, Any]]:
        return action_crumbs()


class Finish(OfAction):
    form_class = FinishForm
    title = gettext_lazy("The action is done")

    def perform(self, form: Any) -> Action:
        return operations.finish(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


class Again(OfAction):
    form_class = AgainForm
    title = gettext_lazy("Give the action a new day")
    success_message = gettext_lazy("Saved: whoever does it is told.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"due_on": self.record.due_on}}

    def perform(self, form: Any) -> Action:
        return operations.take_up_again(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )
