"""Early warnings: the list, one of them, taking one up."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from assessments.filters import WarningFilters
from assessments.forms import AcknowledgeForm
from assessments.models import EarlyWarning
from assessments.operations import warnings as operations
from assessments.tables import WarningTable
from assessments.transitions import EDIT, READ
from core.registry import Tab
from core.views import DetailView, ListView
from partnerships.views.record_pages import RecordFormView


def warning_crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Early warnings"), "url": reverse("assessments:warning_list")}]


class WarningList(ListView):
    """Those that are open; the gone ones where they are asked for."""

    capability = READ
    title = gettext_lazy("Early warnings")
    list_name = "assessments:warnings"
    table_class = WarningTable
    filterset_class = WarningFilters
    sorts = {"since_on": "since_on", "next_step_on": "next_step_on"}
    default_sort = "since_on"
    search_placeholder = gettext_lazy("Enterprise")
    empty_title = gettext_lazy("No early warnings")
    empty_text = gettext_lazy(
        "They come by themselves: no contact for long, promises behind schedule, falling grades, low "
        "satisfaction, an end that nobody decides on, open concerns. They go by themselves, too."
    )
    empty_icon = "alert-triangle"

    def get_queryset(self) -> QuerySet[EarlyWarning]:
        rows = EarlyWarning.objects.visible_to(self.request.user).with_names()
        return rows if "closed" in self.request.GET else rows.open()

    def extra_context(self) -> dict[str, Any]:
        address = reverse("assessments:warning_list")
        return {
            "actions": [
                {"label": _("Taken up by nobody"), "url": f"{address}?new=on", "icon": "alert-triangle"},
                {"label": _("Next step overdue"), "url": f"{address}?late=on", "icon": "alarm"},
                {"label": _("Of my enterprises"), "url": f"{address}?mine=on", "icon": "user-check"},
                {"label": _("Gone ones"), "url": f"{address}?closed=on", "icon": "checks"},
            ]
        }


def overview(request: HttpRequest, warning: Any) -> dict[str, Any]:
    return {"warning": warning}


class WarningDetail(DetailView):
    record: EarlyWarning
    tabs = [
        Tab(
            name="overview",
            label=gettext_lazy("Overview"),
            template="assessments/warning.html",
            context=overview,
            order=0,
        )
    ]

    def get_queryset(self) -> QuerySet[EarlyWarning]:
        rows = EarlyWarning.objects.visible_to(self.request.user).with_names()
        return rows.select_related("acknowledged_by")

    def context(self) -> dict[str, Any]:
        one = self.record
        enterprise = one.enterprise
        may_take_up = one.closed_on is None and one.permits(self.request.user, EDIT)
        take_up = {
            "label": _("Take it up") if one.acknowledged_at is None else _("Another next step"),
            "url": reverse("assessments:warning_acknowledge", args=[one.pk]),
            "icon": "user-check",
        }
        return {
            "title": one.get_reason_display(),
            "chip": one.chip,
            "subtitle": str(enterprise),
            "breadcrumbs": warning_crumbs(),
            "primary_action": take_up if may_take_up else None,
            "actions": [],
            "facts": [
                {"label": _("Enterprise"), "value": enterprise, "url": enterprise.get_absolute_url()},
                {"label": _("Owner"), "value": enterprise.owner or ""},
                {"label": _("Department"), "value": enterprise.department},
                {"label": pgettext("early warning", "Since"), "value": date_format(one.since_on)},
                {
                    "label": pgettext("early warning", "Gone since"),
                    "value": date_format(one.closed_on) if one.closed_on else "",
                },
                {"label": pgettext("early warning", "Taken up by"), "value": one.acknowledged_by or ""},
            ],
        }


class Acknowledge(RecordFormView):
    capability = EDIT
    form_class = AcknowledgeForm
    title = gettext_lazy("Take the warning up")
    submit_label = gettext_lazy("Save")
    success_message = gettext_lazy("Saved. It closes by itself once its reason is gone.")
    record: EarlyWarning

    def records(self) -> QuerySet:
        return EarlyWarning.objects.select_related("enterprise")

    def crumbs(self) -> list[dict[str, Any]]:
        return warning_crumbs()

    def form_kwargs(self) -> dict[str, Any]:
        one = self.record
        return {"initial": {"next_step": one.next_step, "next_step_on": one.next_step_on}}

    def extra_context(self, form: Any) -> dict[str, Any]:
        return super().extra_context(form) | {"form_help": self.record.text}

    def perform(self, form: Any) -> EarlyWarning:
        return operations.acknowledge(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )
