"""Pages for many: what is public now and may be objected to, and the standing of the departments."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.dates import plausible_day
from core.exports import FORMATS, ExportColumn, rows_response
from core.http import PersonRequest
from core.views import FormView
from partnerships.policies import departments_for
from teachers.forms.recognition import ObjectionForm
from teachers.models import Appointment, Level, Recognition
from teachers.operations.conclusion import object_to
from teachers.operations.objections import is_about
from teachers.policies import is_own
from teachers.recognition_standing import Row, standing_of, total_of
from teachers.transitions.recognition import PUBLISH, READ


@require_safe
def publicity(request: PersonRequest) -> HttpResponse:
    """What everybody of the centre may read about: who, department, level or courses, days. Two queries."""
    today = timezone.localdate()
    rows = Recognition.objects.in_publicity(today).with_names()
    shown = rows.order_by("publicised_until", "teacher__pinyin_key", "pk")
    appointments = Appointment.objects.in_publicity(today).with_names().select_related("person__teacher")
    context = {
        "title": _("Recognitions made public"),
        "subtitle": _("Whoever knows a reason against one says so before the period ends."),
        "rows": [(one, is_own(request.user, one.teacher)) for one in shown],
        "appointments": [
            (one, is_about(request.user, one)) for one in appointments.order_by("publicised_until", "pk")
        ],
    }
    return render(request, "teachers/recognition_publicity.html", context)


class ObjectTo(FormView):
    """What is public is objected to by whoever reads of it."""

    form_class: ClassVar[type[Any]] = ObjectionForm
    title = gettext_lazy("Object to a recognition")
    submit_label = gettext_lazy("Object")
    success_message = gettext_lazy("Your objection is with the teacher affairs office.")
    operation: ClassVar[Callable[..., Any]] = staticmethod(object_to)
    record: Any

    def authorise(self, **kwargs: Any) -> None:
        rows = Recognition.objects.in_publicity(timezone.localdate()).with_names()
        found = rows.filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"teachers.Recognition {kwargs['pk']}")
        if is_own(self.request.user, found.teacher):
            raise PermissionDenied
        self.record = found

    def form_kwargs(self) -> dict[str, Any]:
        return {"may_enter": self.record.permits(self.request.user, PUBLISH)}

    def perform(self, form: Any) -> str:
        self.operation(actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data)
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("teachers:recognition_publicity")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "subtitle": str(self.record),
            "breadcrumbs": [{"label": _("Recognitions made public"), "url": self.cancel_url()}],
        }


@require_safe
def standing(request: PersonRequest) -> HttpResponseBase:
    """How each department stands on a day; the same as a file. Constant queries."""
    if not request.user.can(READ):
        raise PermissionDenied
    on = plausible_day(request.GET.get("on", "")) or timezone.localdate()
    rows = standing_of(departments_for(request.user, READ), on)
    if request.GET.get("export") in FORMATS:
        return rows_response(
            filename=_("Recognitions by department"), columns=COLUMNS, rows=rows, fmt=request.GET["export"]
        )
    context = {
        "title": _("Recognitions by department"),
        "subtitle": _("Who teaches specialist courses or instructs, and what they are recognised as."),
        "rows": rows,
        "total": total_of(rows),
        "levels": [level.label for level in Level],
        "on": on,
        "list_url": reverse("teachers:recognition_list"),
        "breadcrumbs": [{"label": _("Recognitions"), "url": reverse("teachers:recognition_list")}],
    }
    return render(request, "teachers/recognition_standing.html", context)


def _held(level: str, row: Row) -> int:
    return row.by_level[level]


COLUMNS = [
    ExportColumn(gettext_lazy("Department"), lambda row: str(row.department)),
    ExportColumn(gettext_lazy("Teachers to be recognised"), "teachers"),
    ExportColumn(gettext_lazy("Recognised"), "recognised"),
    *(ExportColumn(level.label, partial(_held, level.value)) for level in Level),
    ExportColumn(gettext_lazy("Share in percent"), "percent"),
    ExportColumn(gettext_lazy("Review due within a year"), "lapsing"),
    ExportColumn(gettext_lazy("Applications that run"), "open_ones"),
]
