"""At the portal: what the centre reports of a year, and the enterprise's part for its own annual report."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import THE_SYSTEM, NotVisible
from core.attachments import confine
from core.filetypes import DOCX
from core.kept import content_of
from core.walls import outside
from partnerships.models import Enterprise
from partnerships.portal.partner import PartnerRequest, require_liaison
from reports.enterprise import manuscript_of
from reports.models import AnnualReport, PaperFormat, ReportPaper
from reports.views.enterprise import as_file, shown, spoken, year_asked
from reports.walls.annual import PAPER_COLUMNS, REPORT_COLUMNS

# --- Published reports ----------------------------------------------------------------------------


@require_safe
def report_list(request: PartnerRequest) -> HttpResponse:
    """The wall leaves those that are published and shown to partners. Two queries."""
    reports = AnnualReport.objects.only(*REPORT_COLUMNS).order_by("-year", "pk")
    papers: dict[int, list[ReportPaper]] = {}
    for one in ReportPaper.objects.only(*PAPER_COLUMNS).order_by("format", "-language"):
        papers.setdefault(one.report_id, []).append(one)
    context = {
        "title": _("Annual reports of the school"),
        "subtitle": _("What the school reports of a year of cooperation."),
        "reports": [(one, papers.get(one.pk, [])) for one in reports],
    }
    return render(request, "portal/annual_reports.html", context)


@require_safe
def report_paper(request: PartnerRequest, pk: int, language: str, format: str) -> HttpResponse:
    kept = (
        ReportPaper.objects.only(*PAPER_COLUMNS).filter(report=pk, language=language, format=format).first()
    )
    report = AnnualReport.objects.only(*REPORT_COLUMNS).filter(pk=pk).first()
    if kept is None or report is None:
        raise NotVisible(f"reports.AnnualReport {pk}")
    is_pdf = format == PaperFormat.PDF
    response = HttpResponse(content_of(kept), content_type="application/pdf" if is_pdf else DOCX.mime)
    response["Content-Disposition"] = content_disposition_header(not is_pdf, f"{report.name}.{format}") or ""
    return confine(response, is_shown_pdf=is_pdf)


# --- The enterprise's own part --------------------------------------------------------------------


def _own(request: PartnerRequest) -> Enterprise:
    """Of whoever is here, and no other. The caller is outside."""
    return Enterprise.objects.select_related("industry").get(pk=request.partner.enterprise.pk)


@require_safe
def own_part(request: PartnerRequest) -> HttpResponse:
    require_liaison(request.partner)
    year = year_asked(request)
    with outside():  # numbers and titles of their own cooperation; the records stand on pages of their own
        manuscript = manuscript_of(
            _own(request), year, spoken(), reader=THE_SYSTEM, today=timezone.localdate()
        )
    context = {
        "title": _("For your annual report"),
        "subtitle": _("The part about cooperation with the school, from the records of both sides."),
        **shown(
            manuscript,
            year,
            lambda language, format: reverse("portal:own_part_paper", args=[year, language, format]),
            f"{reverse('portal:own_part')}?",
        ),
    }
    return render(request, "portal/own_part.html", context)


@require_safe
def own_part_paper(request: PartnerRequest, year: int, language: str, format: str) -> HttpResponse:
    require_liaison(request.partner)
    with outside():
        return as_file(_own(request), year, language, format, reader=THE_SYSTEM)
