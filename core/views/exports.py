"""Files that somebody asked for by the calendar: which come when, and those that came."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.attachments import confine
from core.exports import CSV, XLSX_MIME
from core.forms import RecordForm
from core.http import PersonRequest
from core.models import ExportSchedule, KeptExport, SavedView
from core.scheduled_exports import KEPT_FOR, may_open, schedule_export, stop_export
from core.views.forms import FormView
from core.views.saved import opened


class ScheduleForm(RecordForm):
    rhythm = forms.ChoiceField(
        label=gettext_lazy("How often"),
        choices=ExportSchedule.Rhythm.choices,
        initial=ExportSchedule.Rhythm.WEEKLY,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("In the morning, as the list stands then."),
    )
    format = forms.ChoiceField(
        label=gettext_lazy("As"), choices=ExportSchedule.Format.choices, widget=forms.RadioSelect
    )


class Schedule(FormView):
    """Have a saved view of one's own made into a file by the calendar."""

    form_class = ScheduleForm
    success_message = gettext_lazy("The first one comes on the next of these days. You get a link by e-mail.")

    def authorise(self, **kwargs: Any) -> None:
        self.saved = get_object_or_404(
            SavedView.objects.select_related("schedule"), pk=kwargs["pk"], owner=self.request.user
        )
        self.found = opened(self.saved, user=self.request.user)
        if self.found is None:
            raise PermissionDenied

    def get_title(self) -> str:
        return _("Send me “%(view)s”") % {"view": self.saved.name}

    def form_kwargs(self) -> dict[str, Any]:
        schedule = getattr(self.saved, "schedule", None)
        return {"initial": {"rhythm": schedule.rhythm, "format": schedule.format}} if schedule else {}

    def perform(self, form: Any) -> str:
        schedule_export(
            actor=self.request.user,
            view=self.saved.pk,
            rhythm=form.cleaned_data["rhythm"],
            fmt=form.cleaned_data["format"],
            today=timezone.localdate(),
        )
        return reverse("core:exports")

    def cancel_url(self) -> str:
        return self.found.url if self.found else reverse("core:exports")

    def extra_context(self, form: forms.BaseForm) -> dict[str, Any]:
        return {
            "breadcrumbs": [{"label": _("My files"), "url": reverse("core:exports")}],
            "form_help": _(
                "You get an e-mail with a link. The file holds what you may see, with the filters, the order "
                "and the columns of the view, and is kept for %(days)d days."
            )
            % {"days": KEPT_FOR.days},
        }


@require_safe
def exports(request: PersonRequest) -> HttpResponse:
    user = request.user
    return render(
        request,
        "core/exports.html",
        {
            "title": _("My files"),
            "subtitle": _("Saved views that come by the calendar, and what came."),
            "schedules": ExportSchedule.objects.filter(view__owner=user)
            .select_related("view")
            .order_by("view__name", "pk"),
            "files": KeptExport.objects.filter(owner=user)[:100],
            "days": KEPT_FOR.days,
        },
    )


@require_POST
def stop(request: PersonRequest, pk: int) -> HttpResponse:
    try:
        name = stop_export(actor=request.user, schedule=pk)
    except ExportSchedule.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("“%(view)s” is not sent any more.") % {"view": name})
    return redirect("core:exports")


@require_safe
def export_file(request: PersonRequest, pk: int) -> FileResponse:
    kept = get_object_or_404(KeptExport, pk=pk, owner=request.user)
    if not may_open(kept, user=request.user):
        raise PermissionDenied
    return confine(
        FileResponse(
            kept.file.open("rb"),
            as_attachment=True,
            filename=kept.filename,
            content_type="text/csv; charset=utf-8" if kept.format == CSV else XLSX_MIME,
        )
    )
