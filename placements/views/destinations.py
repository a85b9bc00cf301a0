"""What became of graduates: the list, one of them, the rates."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import serve
from core.exports import FORMATS, ExportColumn, rows_response
from core.http import PersonRequest
from core.models import AccessLog
from core.personal import note_export, note_reading
from core.registry import Tab
from core.views import BulkAct, FormView, ListView
from internships.models import SchoolClass, Student
from placements.filters.destinations import GraduateFilters
from placements.forms.destinations import DestinationForm, ProofForm
from placements.graduates import graduates
from placements.models import Destination, DestinationFile, DestinationKind
from placements.operations import destinations as operations
from placements.operations.destinations import CONFIRM, READ
from placements.rates import BY, DEFINITIONS, rates
from placements.tables.destinations import GraduateTable

PARAMETERS = {"class": "school_class", "major": "major", "department": "department", "plan": "plan"}


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Graduates"), "url": reverse("placements:graduate_list")}]


def require_reader(request: PersonRequest) -> None:
    """Class teachers look after their own graduates here, whatever their powers. Raises PermissionDenied."""
    user = request.user
    if not user.scope_for(READ) and not SchoolClass.objects.filter(class_teacher__user=user.pk).exists():
        raise PermissionDenied


def _confirm(*, user: Any, pk: int, proof: str) -> None:
    known = Destination.objects.filter(student=pk).values_list("pk", flat=True).first()
    if known is None:
        raise operations.UnableToReport(_("Nothing was reported yet."))
    operations.confirm_destination(actor=user, pk=known, proof=proof, now=timezone.now())


class GraduateList(ListView):
    capability = READ
    title = gettext_lazy("Graduates")
    list_name = "placements:graduates"
    table_class = GraduateTable
    filterset_class = GraduateFilters
    sorts = {"name": "pinyin_key"}
    default_sort = "name"
    search_placeholder = gettext_lazy("Name or student number")
    empty_title = gettext_lazy("No graduates yet")
    empty_text = gettext_lazy("Students stand here from their last year on, with what becomes of them.")
    empty_icon = "certificate"
    personal_data = AccessLog.Data.RECORD
    bulk_acts = {
        "confirm": BulkAct(
            label=gettext_lazy("Confirm"),
            question=gettext_lazy("Confirm what was reported of %(count)s graduates?"),
            perform=_confirm,
            capability=CONFIRM,
            icon="checks",
            form=ProofForm,
        )
    }

    def authorise(self) -> None:
        require_reader(self.request)

    def get_queryset(self) -> QuerySet[Student]:
        rows = graduates(self.request.user, timezone.localdate()).defer("identity")
        return rows.select_related("school_class__major", "destination")

    def primary_action(self) -> dict[str, Any] | None:
        return {"label": _("Rates"), "url": reverse("placements:rates"), "icon": "chart-bar"}


# --- One graduate -----------------------------------------------------------------------------


def destination(request: HttpRequest, student: Any) -> dict[str, Any]:
    user: Any = request.user
    known = Destination.objects.filter(student=student).select_related("reported_by", "confirmed_by").first()
    return {
        "student": student,
        "destination": known,
        "files": list(known.files.all()) if known else [],
        "may_report": operations.keeps_destination(user, student),
        "may_confirm": known is not None and not known.is_confirmed and known.permits(user, CONFIRM),
    }


DESTINATION = Tab(
    name="destination",
    label=gettext_lazy("Destination"),
    template="placements/destination_tab.html",
    context=destination,
    order=85,
)


def _address(student: Student) -> str:
    return f"{student.get_absolute_url()}?tab=destination"


class Report(FormView):
    form_class = DestinationForm
    title = gettext_lazy("What became of them")
    success_message = gettext_lazy("Noted. It counts once it is confirmed.")

    def authorise(self, **kwargs: Any) -> None:
        self.student = operations.student_to_report(self.request.user, kwargs["pk"])

    def form_kwargs(self) -> dict[str, Any]:
        known = Destination.objects.filter(student=self.student).first()
        names = ("kind", "where", "is_matched", "since_on", "proof")
        return {"initial": {name: getattr(known, name) for name in names}} if known else {}

    def perform(self, form: Any) -> str:
        operations.report_destination(
            actor=self.request.user, pk=self.student.pk, now=timezone.now(), **form.cleaned_data
        )
        return _address(self.student)

    def cancel_url(self) -> str:
        return _address(self.student)

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"subtitle": str(self.student), "breadcrumbs": crumbs()}


class Confirm(FormView):
    form_class = ProofForm
    title = gettext_lazy("Confirm the destination")
    submit_label = gettext_lazy("Confirm")
    success_message = gettext_lazy("Confirmed.")

    def authorise(self, **kwargs: Any) -> None:
        rows = Destination.objects.visible_to(self.request.user).select_related("student__school_class")
        found = rows.filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"placements.Destination {kwargs['pk']}")
        if not found.permits(self.request.user, CONFIRM):
            raise PermissionDenied
        self.destination = found

    def perform(self, form: Any) -> str:
        operations.confirm_destination(
            actor=self.request.user, pk=self.destination.pk, now=timezone.now(), **form.cleaned_data
        )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return _address(self.destination.student)

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"subtitle": f"{self.destination.student}: {self.destination}", "breadcrumbs": crumbs()}


@require_safe
def file(request: PersonRequest, pk: int, file_id: int) -> HttpResponseBase:
    found = Destination.objects.visible_to(request.user).select_related("student").filter(pk=pk).first()
    kept = DestinationFile.objects.filter(parent=found, pk=file_id).first() if found else None
    if found is None or kept is None:
        raise NotVisible(f"placements.DestinationFile {file_id}")
    note_reading(request, [found.student], data=AccessLog.Data.FILE)
    return serve(request, kept)


# --- Rates ------------------------------------------------------------------------------------


@require_safe
def rate_list(request: PersonRequest) -> HttpResponseBase:
    """By class, major, department or plan, of all cohorts or one; each number leads to its rows."""
    require_reader(request)
    by = request.GET.get("by", "class")
    by = by if by in BY else "class"
    cohort = request.GET.get("entered_in", "")
    students = graduates(request.user, timezone.localdate())
    cohorts = sorted(
        set(students.order_by().values_list("school_class__entered_in", flat=True)), reverse=True
    )
    if cohort.isdecimal() and len(cohort) == 4:
        students = students.filter(school_class__entered_in=int(cohort))
    else:
        cohort = ""
    found = rates(students, by)
    if (fmt := request.GET.get("export")) in FORMATS:
        note_export(request, students, data=AccessLog.Data.RECORD)
        return rows_response(
            filename=f"rates-by-{by}", columns=_columns(str(BY[by][0])), rows=found, fmt=str(fmt)
        )
    more = f"&entered_in={cohort}" if cohort else ""
    rows_at = f"{reverse('placements:graduate_list')}?{PARAMETERS[by]}="
    context = {
        "title": _("What becomes of graduates"),
        "breadcrumbs": crumbs(),
        "by": by,
        "choices": [(name, label) for name, (label, _field, _order) in BY.items()],
        "cohort": cohort,
        "cohorts": cohorts,
        "heading": BY[by][0],
        "definitions": DEFINITIONS,
        "kinds": DestinationKind.choices,
        "lines": [
            {
                "rate": rate,
                "url": f"{rows_at}{rate.key}{more}",
                "kinds": [(kind, rate.kinds[kind]) for kind in DestinationKind.values],
            }
            for rate in found
        ],
        "exports": [(fmt, f"?by={by}{more}&export={fmt}") for fmt in FORMATS],
    }
    return render(request, "placements/rates.html", context)


def _columns(heading: str) -> list[ExportColumn]:
    def of_kind(kind: str) -> ExportColumn:
        return ExportColumn(DestinationKind(kind).label, lambda rate: rate.kinds[kind])

    return [
        ExportColumn(heading, "label"),
        ExportColumn(_("Graduates"), "graduates"),
        *(of_kind(kind) for kind in DestinationKind.values),
        ExportColumn(_("Reported, not confirmed"), "unconfirmed"),
        ExportColumn(_("Settled"), "settled"),
        ExportColumn(_("Employment rate"), "employment_rate"),
        ExportColumn(_("At work"), "working"),
        ExportColumn(_("In the field"), "matched"),
        ExportColumn(_("Match rate"), "match_rate"),
    ]
