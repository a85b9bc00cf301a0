"""Visits of instructors: those that are due, those that were made, one of them, and the tabs."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Prefetch, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import serve
from core.http import PersonRequest
from core.models import AccessLog
from core.personal import note_reading
from core.registry import Tab
from core.views import DetailView, FormView, ListView
from internships.models import Plan
from partnerships.views.record_pages import RecordFormView
from placements.filters.visits import VisitFilters
from placements.forms.visits import FrequencyForm, VisitForm
from placements.models import (
    OPEN_STATES,
    Placement,
    SupervisionVisit,
    VisitedStudent,
    VisitFile,
    VisitFrequency,
)
from placements.models.visits import PROPOSED_DAYS
from placements.operations import visits as operations
from placements.operations.visits import PLAN_EDIT
from placements.tables.visits import VisitTable
from placements.visits import AHEAD, due, may_visit, placements_visited_by, with_due

READ = "placement.read"
SHOWN = 200
# What a line of the form says of a placement.
NAMED = ("student__school_class", "post", "instructor")


def crumbs() -> list[dict[str, Any]]:
    return [{"label": pgettext("to interns", "Visits"), "url": reverse("placements:visits_due")}]


@require_safe
def visits_due(request: PersonRequest) -> HttpResponse:
    """Whom to visit next, host by host, the longest overdue first. Constant queries."""
    today = timezone.localdate()
    rows = due(placements_visited_by(request.user), today + AHEAD)
    waiting = list(rows.select_related("enterprise", "student", "instructor", "plan")[:SHOWN])
    note_reading(request, [one.student for one in waiting], data=AccessLog.Data.RECORD)
    hosts: dict[int, dict[str, Any]] = {}
    for placement in waiting:
        host = hosts.setdefault(
            placement.enterprise_id,
            {"enterprise": placement.enterprise, "due_on": placement.visit_due_on, "placements": []},
        )
        host["placements"].append(placement)
    own = SupervisionVisit.objects.visible_to(request.user).select_related("enterprise")
    context = {
        "title": _("Visits due"),
        "subtitle": _("Students at their hosts, as often as each plan asks for or as the last visit agreed."),
        "hosts": list(hosts.values()),
        "recent": own.annotate(student_count=Count("lines"))[:10],
        "actions": [{"label": _("All visits"), "url": reverse("placements:visit_list"), "icon": "list"}]
        if request.user.can(READ)
        else [],
    }
    return render(request, "placements/visits_due.html", context)


class VisitList(ListView):
    capability = READ
    title = gettext_lazy("Visits of instructors")
    list_name = "placements:visits"
    table_class = VisitTable
    filterset_class = VisitFilters
    sorts = {"visited_on": "visited_on"}
    default_sort = "-visited_on"
    search_placeholder = gettext_lazy("Name or code of the enterprise")
    empty_title = gettext_lazy("No visit recorded yet")
    empty_text = gettext_lazy("Open a placement, or the visits due, and record what you saw.")
    empty_icon = "clipboard-check"

    def get_queryset(self) -> QuerySet[SupervisionVisit]:
        return (
            SupervisionVisit.objects.visible_to(self.request.user)
            .select_related("enterprise", "department", "recorded_by")
            .annotate(student_count=Count("lines"))
            .defer("summary", "measures")
        )

    def extra_context(self) -> dict[str, Any]:
        return {
            "actions": [{"label": _("Visits due"), "url": reverse("placements:visits_due"), "icon": "alarm"}]
        }


# --- One visit --------------------------------------------------------------------------------


def report(request: Any, visit: SupervisionVisit) -> dict[str, Any]:
    """What was found; of students, those whom the reader sees."""
    lines = (
        VisitedStudent.objects.visible_to(request.user)
        .filter(visit=visit)
        .select_related("placement__student__school_class", "placement__post")
    )
    note_reading(request, [line.placement.student for line in lines], data=AccessLog.Data.RECORD)
    return {
        "visit": visit,
        "lines": lines,
        "findings": visit.findings.all(),
        "attachments": [
            {
                "name": kept.name,
                "url": reverse("placements:visit_file", args=[visit.pk, kept.pk]),
                "size": kept.size,
                "kind": kept.kind,
                "added_by": kept.added_by,
                "added_at": kept.added_at,
            }
            for kept in visit.files.select_related("added_by")
        ],
    }


class VisitDetail(DetailView):
    record: SupervisionVisit
    tabs = [
        Tab(
            name="report",
            label=gettext_lazy("Report"),
            template="placements/visit.html",
            context=report,
            order=0,
        )
    ]

    def get_queryset(self) -> QuerySet[SupervisionVisit]:
        return (
            SupervisionVisit.objects.visible_to(self.request.user)
            .select_related("enterprise", "recorded_by", "department")
            .prefetch_related("visitors")
        )

    def context(self) -> dict[str, Any]:
        visit = self.record
        edit = reverse("placements:visit_edit", args=[visit.pk])
        return {
            "title": str(visit.enterprise),
            "subtitle": f"{visit.get_way_display()} · {date_format(visit.visited_on)}",
            "breadcrumbs": crumbs(),
            "primary_action": {"label": _("Correct the record"), "url": edit, "icon": "edit"}
            if operations.may_correct(self.request.user, visit)
            else None,
            "facts": [
                {"label": _("Enterprise"), "value": visit.enterprise},
                {"label": _("Department"), "value": visit.department},
                {"label": _("Whom else they saw"), "value": visit.others_met},
                {
                    "label": _("Next visit until"),
                    "value": date_format(visit.next_on) if visit.next_on else "",
                },
                {"label": _("Recorded by"), "value": visit.recorded_by or ""},
            ],
            "people": [
                {"name": str(person), "role": pgettext("to interns", "visited")}
                for person in visit.visitors.all()
            ],
        }


def _to_visit(user: Any, **host: Any) -> list[Placement]:
    """Whom somebody may record at one host, those in their post first."""
    rows = placements_visited_by(user).filter(state__in=OPEN_STATES, **host)
    return list(rows.select_related(*NAMED).order_by("student__pinyin_key", "pk"))


class VisitNew(FormView):
    """Begun from one placement; the others at the same host stand in the form as well."""

    form_class = VisitForm
    template_name = "placements/visit_form.html"
    title = pgettext_lazy("to interns", "Record a visit")
    success_message = gettext_lazy("The visit is recorded.")
    placement: Placement

    def authorise(self, **kwargs: Any) -> None:
        rows = Placement.objects.visible_to(self.request.user).with_names().select_related("instructor")
        found = rows.filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"placements.Placement {kwargs['pk']}")
        if not may_visit(self.request.user, found):
            raise PermissionDenied
        self.placement = found
        note_reading(self.request, [found.student], data=AccessLog.Data.RECORD)

    def form_kwargs(self) -> dict[str, Any]:
        same = _to_visit(
            self.request.user,
            enterprise=self.placement.enterprise_id,
            department=self.placement.department_id,
        )
        same.sort(key=lambda one: one.pk != self.placement.pk)
        return {"placements": same, "chosen": self.placement.pk}

    def perform(self, form: Any) -> SupervisionVisit:
        return operations.record_visit(actor=self.request.user, now=timezone.now(), **form.as_operation())

    def cancel_url(self) -> str:
        return f"{self.placement.get_absolute_url()}?tab=visits"

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "subtitle": str(self.placement.enterprise),
            "breadcrumbs": [*crumbs(), {"label": str(self.placement.student), "url": self.cancel_url()}],
        }


class VisitEdit(FormView):
    form_class = VisitForm
    template_name = "placements/visit_form.html"
    title = gettext_lazy("Correct the record")
    success_message = gettext_lazy("Corrected. The history keeps what stood there.")
    visit: SupervisionVisit

    def authorise(self, **kwargs: Any) -> None:
        rows = SupervisionVisit.objects.visible_to(self.request.user).select_related("enterprise")
        found = rows.filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"placements.SupervisionVisit {kwargs['pk']}")
        if not operations.may_correct(self.request.user, found):
            raise PermissionDenied
        self.visit = found

    def form_kwargs(self) -> dict[str, Any]:
        visit = self.visit
        host = {"enterprise": visit.enterprise_id, "department": visit.department_id}
        covered = placements_visited_by(self.request.user).filter(visit_lines__visit=visit)
        others = _to_visit(self.request.user, **host)
        own = list(covered.select_related(*NAMED).order_by("student__pinyin_key", "pk"))
        known = {one.pk for one in own}
        return {"placements": [*own, *(one for one in others if one.pk not in known)], "instance": visit}

    def perform(self, form: Any) -> SupervisionVisit:
        return operations.correct_visit(
            actor=self.request.user, pk=self.visit.pk, now=timezone.now(), **form.as_operation()
        )

    def cancel_url(self) -> str:
        return self.visit.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": [*crumbs(), {"label": str(self.visit), "url": self.cancel_url()}]}


@require_safe
def visit_file(request: PersonRequest, pk: int, file_id: int) -> HttpResponseBase:
    visits = SupervisionVisit.objects.visible_to(request.user).filter(pk=pk)
    kept = VisitFile.objects.filter(pk=file_id, parent__in=visits).first()
    if kept is None:
        raise NotVisible(f"placements.VisitFile {file_id}")
    return serve(request, kept)


# --- Tabs -------------------------------------------------------------------------------------


def visits_of(request: Any, placement: Placement) -> dict[str, Any]:
    """The visits to one student; what was said of others there is not shown."""
    lines = (
        placement.visit_lines.select_related("visit__recorded_by")
        .prefetch_related(Prefetch("visit__visitors"), "visit__findings")
        .order_by("-visit__visited_on", "-visit__pk")
    )
    waiting = with_due(Placement.objects.filter(pk=placement.pk)).get()
    return {
        "lines": lines[:SHOWN],
        "due_on": waiting.visit_due_on if placement.state == "in_progress" else None,
        "new_url": reverse("placements:visit_new", args=[placement.pk])
        if placement.state in OPEN_STATES and may_visit(request.user, placement)
        else "",
    }


VISITS_OF_PLACEMENT = Tab(
    name="visits",
    label=pgettext_lazy("to interns", "Visits"),
    template="placements/visits_tab.html",
    context=visits_of,
    order=55,
    count=lambda _request, placement: placement.visit_lines.count() or None,
)


def frequency_of(request: Any, plan: Plan) -> dict[str, Any]:
    frequency = VisitFrequency.objects.filter(plan=plan).first()
    working = placements_visited_by(request.user).filter(plan=plan)
    return {
        "every_days": frequency.every_days if frequency else PROPOSED_DAYS,
        "is_decided": frequency is not None,
        "overdue": due(working, timezone.localdate()).count(),
        "edit_url": reverse("placements:visit_frequency", args=[plan.pk])
        if plan.permits(request.user, PLAN_EDIT)
        else "",
    }


VISITS_OF_PLAN = Tab(
    name="visits",
    label=pgettext_lazy("to interns", "Visits"),
    template="placements/plan_visits.html",
    context=frequency_of,
    order=70,
)


class Frequency(RecordFormView):
    capability = PLAN_EDIT
    form_class = FrequencyForm
    title = gettext_lazy("How often students are visited")

    def records(self) -> QuerySet:
        return Plan.objects.all()

    def crumbs(self) -> list[dict[str, Any]]:
        return [{"label": _("Internship plans"), "url": reverse("internships:plan_list")}]

    def form_kwargs(self) -> dict[str, Any]:
        frequency = VisitFrequency.objects.filter(plan=self.record).first()
        return {"initial": {"every_days": frequency.every_days if frequency else PROPOSED_DAYS}}

    def perform(self, form: Any) -> str:
        operations.set_frequency(
            actor=self.request.user,
            plan_pk=self.record.pk,
            now=timezone.now(),
            every_days=form.cleaned_data["every_days"],
        )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return f"{self.record.get_absolute_url()}?tab=visits"
