"""The end of an internship on a student's pages: the report, the result, an appeal, the certificate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import serve
from core.forms import RecordForm
from core.registry import StudentTask
from core.views import act
from core.walls import outside
from internships.me.pupil import Pupil, PupilRequest
from internships.me.views import PupilFormView
from internships.models import Side
from placements.models import (
    Appeal,
    Certificate,
    EvaluationResult,
    InternshipReport,
    Placement,
    ReportFile,
)
from placements.operations import report as operations
from placements.operations.evaluation import JUDGED_STATES, make_appeal
from placements.views.results import certificate_response

# So long before the last day the report is asked for.
REPORT_ASKED = timedelta(days=14)


def reported_placements(pupil: Pupil) -> list[Placement]:
    """The internships a student reports of: all that have begun, the last first. One query."""
    with outside():
        rows = Placement.objects.of_student(pupil.student.pk).filter(state__in=JUDGED_STATES)
        return list(rows.select_related("post", "enterprise", "plan").order_by("-starts_on", "-pk"))


def address_of_report(placement: Placement, name: str = "me:report") -> str:
    return f"{reverse(name)}?internship={placement.pk}"


def _chosen(request: PupilRequest, placements: Sequence[Placement]) -> Placement | None:
    """The one that the address names, else the last.

    Raises NotVisible: it names another.
    """
    key = request.GET.get("internship")
    if key is None:
        return placements[0] if placements else None
    found = next((one for one in placements if str(one.pk) == key), None)
    if found is None:
        raise NotVisible(f"internship {key}")
    return found


def _placement(request: PupilRequest) -> Placement:
    found = _chosen(request, reported_placements(request.pupil))
    if found is None:
        raise NotVisible("no internship has begun")
    return found


def own_report(placement: Placement) -> InternshipReport | None:
    return own_reports([placement]).get(placement.pk)


def own_reports(placements: Sequence[Placement]) -> dict[int, InternshipReport]:
    keys = [placement.pk for placement in placements]
    return {one.placement_id: one for one in InternshipReport.objects.filter(placement__in=keys)}


def tasks_of_the_end(begun: Sequence[Placement], on: date) -> Iterator[StudentTask]:
    """Reports to hand in, or to write again, of internships that have begun. One query."""
    placements = [one for one in begun if on >= one.ends_on - REPORT_ASKED]
    reports = own_reports(placements)
    for placement in placements:
        report = reports.get(placement.pk)
        if report is not None and not report.is_open:
            continue
        is_returned = report is not None and report.state == "returned"
        yield StudentTask(
            title=_("Your report was returned: write it again") if is_returned else _("Hand in your report"),
            text=str(placement.post),
            url=address_of_report(placement),
            icon="file-text",
            due_on=placement.ends_on,
        )


# --- Report -----------------------------------------------------------------------------------


class ReportForm(RecordForm):
    text = forms.CharField(
        label=gettext_lazy("Report"),
        max_length=30_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("What you did, at which tasks of the plan, with what you made and found out."),
    )
    summary = forms.CharField(
        label=gettext_lazy("Summary"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("In your own words: what you have learned, and what you would do otherwise."),
    )
    upload = forms.FileField(
        label=gettext_lazy("Add a file"),
        required=False,
        help_text=gettext_lazy("The report as a file, or pictures of your work."),
    )


@require_safe
def report(request: PupilRequest) -> HttpResponse:
    placements = reported_placements(request.pupil)
    placement = _chosen(request, placements)
    reports = own_reports(placements)
    found = reports.get(placement.pk) if placement else None
    context = {
        "title": _("My report"),
        "chip": found.chip if found else None,
        "subtitle": str(placement.post) if placement else "",
        "placement": placement,
        "report": found,
        "files": list(found.files.all()) if found else [],
        "may_write": placement is not None and (found is None or found.is_open),
        "edit_url": address_of_report(placement, "me:report_edit") if placement else "",
        "submit_url": address_of_report(placement, "me:report_submit") if placement else "",
        "others": [
            (one, address_of_report(one), reports.get(one.pk)) for one in placements if one != placement
        ],
    }
    return render(request, "me/report.html", context)


class ReportEdit(PupilFormView):
    form_class = ReportForm
    title = gettext_lazy("Write my report")
    success_message = gettext_lazy("Saved. Hand it in once it is complete.")

    def authorise(self, **kwargs: Any) -> None:
        self.placement = _placement(self.request)

    def form_kwargs(self) -> dict[str, Any]:
        found = own_report(self.placement)
        return {"initial": {"text": found.text, "summary": found.summary}} if found else {}

    def perform(self, form: Any) -> str:
        pupil = self.request.pupil
        with outside():
            operations.save_report(
                actor=pupil,
                student_id=pupil.student.pk,
                pk=self.placement.pk,
                now=timezone.now(),
                **form.cleaned_data,
            )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return address_of_report(self.placement)

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": [{"label": _("My report"), "url": self.cancel_url()}]}


@act
def report_submit(request: PupilRequest) -> str:
    pupil = request.pupil
    placement = _placement(request)
    with outside():
        operations.submit_report(
            actor=pupil, student_id=pupil.student.pk, pk=placement.pk, now=timezone.now()
        )
    messages.success(request, _("Handed in. Your instructor reads it, and you are told."))
    return address_of_report(placement)


@act
def report_file_remove(request: PupilRequest, pk: int) -> str:
    pupil = request.pupil
    placement = _placement(request)
    with outside():
        operations.remove_file(
            actor=pupil, student_id=pupil.student.pk, pk=placement.pk, file_id=pk, now=timezone.now()
        )
    return address_of_report(placement)


@require_safe
def report_file(request: PupilRequest, pk: int) -> HttpResponseBase:
    own = InternshipReport.objects.filter(placement__in=_own_keys(request.pupil))
    kept = ReportFile.objects.filter(parent__in=own.order_by().values("pk"), pk=pk).first()
    if kept is None:
        raise NotVisible(f"placements.ReportFile {pk}")
    return serve(request, kept)


# --- Result -----------------------------------------------------------------------------------


def _own_keys(pupil: Pupil) -> list[int]:
    with outside():
        rows = Placement.objects.of_student(pupil.student.pk).order_by()
        return list(rows.values_list("pk", flat=True))


@require_safe
def result(request: PupilRequest) -> HttpResponse:
    """Every result of the student, the last internship first, as it counts today."""
    keys = _own_keys(request.pupil)
    with outside():
        rows = Placement.objects.filter(pk__in=keys).select_related("post", "enterprise", "plan")
        placements = {one.pk: one for one in rows.order_by("-starts_on", "-pk")}
    results: dict[int, EvaluationResult] = {
        one.placement_id: one
        for one in EvaluationResult.objects.filter(placement__in=keys).order_by("version")
    }
    appeals = {one.placement_id: one for one in Appeal.objects.filter(placement__in=keys)}
    certificates = {one.result_id: one for one in Certificate.objects.filter(placement__in=keys)}
    context = {
        "title": _("My result"),
        "sides": dict(Side.choices),
        "lines": [
            {
                "placement": placement,
                "result": results[pk],
                "appeal": appeals.get(pk),
                "certificate": certificates.get(results[pk].pk),
            }
            for pk, placement in placements.items()
            if pk in results
        ],
    }
    return render(request, "me/result.html", context)


@act
def appeal(request: PupilRequest, pk: int) -> str:
    pupil = request.pupil
    reason = request.POST.get("reason", "")[:2000]
    with outside():
        make_appeal(actor=pupil, student_id=pupil.student.pk, pk=pk, reason=reason, now=timezone.now())
    messages.success(request, _("Sent. The coordinator looks at it, and you are told."))
    return reverse("me:result")


@require_safe
def certificate(request: PupilRequest, pk: int) -> HttpResponse:
    found = Certificate.objects.filter(placement__in=_own_keys(request.pupil), pk=pk).first()
    if found is None:
        raise NotVisible(f"placements.Certificate {pk}")
    return certificate_response(request, found, back=reverse("me:result"))
