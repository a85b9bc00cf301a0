"""Visits to hosts: the list, one visit, its form, and the tab on an enterprise's page."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import serve
from core.http import PersonRequest
from core.registry import Tab
from core.views import DetailView, FormView, ListView
from internships.filters.plans import HostVisitFilters
from internships.forms.hosts import HostVisitForm
from internships.models import HostVisit, HostVisitReport
from internships.models.hosts import UNVISITED_CHIP
from internships.operations import hosts as operations
from internships.tables.plans import HostVisitTable
from partnerships.models import Enterprise
from partnerships.policies import READ, seen
from partnerships.views.record_pages import RecordFormView

VET = operations.VET


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Host visits"), "url": reverse("internships:host_visit_list")}]


class HostVisitList(ListView):
    capability = READ
    title = gettext_lazy("Host visits")
    list_name = "internships:host_visits"
    table_class = HostVisitTable
    filterset_class = HostVisitFilters
    sorts = {"visited_on": "visited_on", "valid_until": "valid_until"}
    default_sort = "-visited_on"
    search_placeholder = gettext_lazy("Name or code of the enterprise")
    empty_title = gettext_lazy("No host visited yet")
    empty_text = gettext_lazy(
        "Open an enterprise and record a visit: students go only to hosts found suitable."
    )
    empty_icon = "clipboard-check"

    def get_queryset(self) -> QuerySet[HostVisit]:
        return (
            HostVisit.objects.visible_to(self.request.user)
            .select_related("enterprise", "recorded_by")
            .defer("summary", "conditions")
        )

    def extra_context(self) -> dict[str, Any]:
        address = f"{reverse('internships:host_visit_list')}?latest=on&over=on&sort=valid_until"
        return {"actions": [{"label": _("Due for another visit"), "url": address, "icon": "alarm"}]}


def in_words(answer: bool | None) -> str:
    if answer is None:
        return _("not known")
    return _("yes") if answer else _("no")


def report(request: Any, visit: HostVisit) -> dict[str, Any]:
    return {
        "visit": visit,
        "findings": visit.findings.all(),
        "clean_credit": in_words(visit.has_clean_credit),
        "clean_safety": in_words(visit.has_clean_safety),
        "attachments": [
            {
                "name": kept.name,
                "url": reverse("internships:host_visit_file", args=[visit.pk, kept.pk]),
                "size": kept.size,
                "kind": kept.kind,
                "added_by": kept.added_by,
                "added_at": kept.added_at,
            }
            for kept in visit.reports.select_related("added_by")
        ],
    }


class HostVisitDetail(DetailView):
    record: HostVisit
    tabs = [
        Tab(
            name="report",
            label=gettext_lazy("Report"),
            template="internships/host_visit.html",
            context=report,
            order=0,
        )
    ]

    def get_queryset(self) -> QuerySet[HostVisit]:
        return (
            HostVisit.objects.visible_to(self.request.user)
            .select_related("enterprise", "recorded_by")
            .prefetch_related("visitors")
        )

    def context(self) -> dict[str, Any]:
        visit = self.record
        edit = reverse("internships:host_visit_edit", args=[visit.pk])
        return {
            "title": str(visit.enterprise),
            "subtitle": _("Visited on %(day)s") % {"day": date_format(visit.visited_on)},
            "chip": visit.standing_chip(timezone.localdate()),
            "breadcrumbs": crumbs(),
            "primary_action": {"label": _("Correct the record"), "url": edit, "icon": "edit"}
            if visit.permits(self.request.user, VET)
            else None,
            "facts": [
                {
                    "label": _("Enterprise"),
                    "value": visit.enterprise,
                    "url": f"{visit.enterprise.get_absolute_url()}?tab=visits",
                },
                {"label": _("Conclusion"), "value": visit.get_conclusion_display()},
                {"label": _("Conditions"), "value": visit.conditions},
                {"label": _("Valid until"), "value": date_format(visit.valid_until)},
                {"label": _("Recorded by"), "value": visit.recorded_by or ""},
            ],
            "people": [{"name": str(person), "role": _("went there")} for person in visit.visitors.all()],
        }


class HostVisitNew(FormView):
    form_class = HostVisitForm
    title = gettext_lazy("Record a visit of the host")
    success_message = gettext_lazy("The visit is recorded. The latest one counts.")
    enterprise: Enterprise

    def authorise(self, **kwargs: Any) -> None:
        self.enterprise = seen(Enterprise.objects.all(), self.request.user, kwargs["enterprise_id"], VET)

    def perform(self, form: Any) -> HostVisit:
        return operations.record_visit(
            actor=self.request.user,
            enterprise_pk=self.enterprise.pk,
            now=timezone.now(),
            **form.as_operation(),
        )

    def cancel_url(self) -> str:
        return f"{self.enterprise.get_absolute_url()}?tab=visits"

    def extra_context(self, form: Any) -> dict[str, Any]:
        trail = [*crumbs(), {"label": str(self.enterprise), "url": self.cancel_url()}]
        return {"breadcrumbs": trail, "subtitle": str(self.enterprise)}


class HostVisitEdit(RecordFormView):
    capability = VET
    form_class = HostVisitForm
    title = gettext_lazy("Correct the record")

    def records(self) -> QuerySet:
        return HostVisit.objects.select_related("enterprise")

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record}

    def perform(self, form: Any) -> HostVisit:
        return operations.correct_visit(
            actor=self.request.user, pk=self.kwargs["pk"], now=timezone.now(), **form.as_operation()
        )


@require_safe
def file(request: PersonRequest, pk: int, file_id: int) -> HttpResponseBase:
    visits = HostVisit.objects.visible_to(request.user).filter(pk=pk)
    kept = HostVisitReport.objects.filter(pk=file_id, parent__in=visits).first()
    if kept is None:
        raise NotVisible(f"internships.HostVisitReport {file_id}")
    return serve(request, kept)


def visits_of(request: Any, enterprise: Enterprise) -> dict[str, Any]:
    today = timezone.localdate()
    visits = list(
        HostVisit.objects.visible_to(request.user).filter(enterprise=enterprise).select_related("recorded_by")
    )
    return {
        "visits": [(visit, visit.chip) for visit in visits],
        "standing": visits[0].standing_chip(today) if visits else UNVISITED_CHIP,
        "new_url": reverse("internships:host_visit_new", args=[enterprise.pk])
        if enterprise.permits(request.user, VET)
        else "",
    }


VISITS_OF_ENTERPRISE = Tab(
    name="visits",
    label=gettext_lazy("Host visits"),
    template="internships/host_visits_tab.html",
    context=visits_of,
    order=45,
    count=lambda _request, enterprise: enterprise.host_visits.count() or None,
)
