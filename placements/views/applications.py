"""Hosts that students found: the list of applications, one of them, approving and refusing."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import AccessLog
from core.personal import note_reading
from core.registry import Tab
from core.views import DetailView, ListView
from internships.post_reading import amount
from partnerships.views.record_pages import RecordAct, RecordFormView
from placements.filters.applications import ApplicationFilters
from placements.forms.applications import ApproveForm, RefuseForm
from placements.models import PlaceApplication, Placement
from placements.operations import self_arranged
from placements.tables.applications import ApplicationTable
from placements.views.placements import EDIT, READ


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Places of students’ own"), "url": reverse("placements:application_list")}]


def applications() -> QuerySet[PlaceApplication]:
    return PlaceApplication.objects.select_related("student__school_class__major", "plan", "decided_by")


class ApplicationList(ListView):
    capability = READ
    title = gettext_lazy("Places of students’ own")
    list_name = "placements:applications"
    table_class = ApplicationTable
    filterset_class = ApplicationFilters
    sorts = {"applied_at": "applied_at"}
    default_sort = "-applied_at"
    search_placeholder = gettext_lazy("Student or enterprise")
    empty_title = gettext_lazy("No applications")
    empty_text = gettext_lazy("Students who found a host without the school apply on their own pages.")
    empty_icon = "user-check"

    def get_queryset(self) -> QuerySet[PlaceApplication]:
        return PlaceApplication.objects.visible_to(self.request.user).select_related(
            "student__school_class", "plan"
        )


def said(request: Any, application: PlaceApplication) -> dict[str, Any]:
    return {"application": application, "pay": amount(application.pay_per_month) or _("unpaid")}


class ApplicationDetail(DetailView):
    record: PlaceApplication
    tabs = [
        Tab(
            name="application",
            label=gettext_lazy("Application"),
            template="placements/application.html",
            context=said,
            order=0,
        )
    ]

    def get_queryset(self) -> QuerySet[PlaceApplication]:
        return PlaceApplication.objects.visible_to(self.request.user).select_related(
            "student__school_class__major", "plan", "decided_by", "placement"
        )

    def context(self) -> dict[str, Any]:
        application = self.record
        note_reading(self.request, [application.student], data=AccessLog.Data.RECORD)
        is_mine = application.is_open and application.permits(self.request.user, EDIT)
        refuse = reverse("placements:application_refuse", args=[application.pk])
        return {
            "title": str(application.student),
            "subtitle": application.enterprise_name,
            "chip": application.chip,
            "breadcrumbs": crumbs(),
            "primary_action": {
                "label": _("Approve"),
                "url": reverse("placements:application_approve", args=[application.pk]),
                "icon": "circle-check",
            }
            if is_mine
            else None,
            "actions": [{"label": _("Refuse"), "url": refuse, "icon": "circle-x", "danger": True}]
            if is_mine
            else [],
            "next_step": self.next_step(),
            "facts": [
                {
                    "label": _("Dates"),
                    "value": f"{date_format(application.starts_on)} – {date_format(application.ends_on)}",
                },
                {"label": _("Plan"), "value": application.plan, "url": application.plan.get_absolute_url()},
                {"label": _("Class"), "value": application.student.school_class},
                {"label": _("Decided by"), "value": application.decided_by or ""},
                {
                    "label": _("Placement"),
                    "value": _("Open it") if application.placement else "",
                    "url": application.placement.get_absolute_url() if application.placement else "",
                },
            ],
        }

    def next_step(self) -> dict[str, Any] | None:
        application = self.record
        if application.is_open:
            return {
                "text": _("Look at the host, then approve or refuse."),
                "whose": _("Internship coordinator"),
                "due": application.starts_on,
            }
        return {"text": application.answer} if application.answer else None


class Approve(RecordFormView):
    record: PlaceApplication
    capability = EDIT
    form_class = ApproveForm
    title = gettext_lazy("Approve the host that the student found")
    submit_label = gettext_lazy("Approve")
    success_message = gettext_lazy("Approved. The student is told, and the rules were checked.")

    def records(self) -> QuerySet:
        return applications()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"majors": [self.record.student.school_class.major_id]}}

    def perform(self, form: Any) -> Placement:
        return self_arranged.approve_application(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


class Refuse(RecordAct):
    record: PlaceApplication
    capability = EDIT
    form_class = RefuseForm
    title = submit_label = gettext_lazy("Refuse")
    question = gettext_lazy("Refuse the host that the student found?")
    consequences = (gettext_lazy("The student can apply for another host."),)
    danger = True
    success_message = gettext_lazy("Refused. The student is told why.")
    operation = staticmethod(self_arranged.refuse_application)

    def records(self) -> QuerySet:
        return applications()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()
