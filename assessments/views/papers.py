"""The published summary, and papers."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.models import Assessment
from assessments.papers import pdf, summary_pdf
from assessments.publication import grades_of, published_in, published_years
from assessments.views.assessments import crumbs
from core.access import NotVisible
from core.http import PersonRequest
from core.school_years import in_words


def as_file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.pdf")
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def assessment_paper(request: PersonRequest, pk: int) -> HttpResponse:
    rows = Assessment.objects.visible_to(request.user).select_related("enterprise", "scheme", "agreement")
    one = rows.filter(pk=pk).first()
    if one is None:
        raise NotVisible(f"assessments.Assessment {pk}")
    return as_file(pdf(one), f"assessment-{one.study_year}-{one.pk}")


def summary_context(request: HttpRequest, address: str, paper_name: str) -> dict[str, Any]:
    """What both summaries show: the year that is asked for, else the latest. Two queries."""
    years = published_years()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else (years[0] if years else None)
    if year is not None and year not in years and asked:
        raise Http404
    lines = published_in(year) if year is not None else []
    return {
        "year": in_words(year) if year is not None else "",
        "years": [
            {"label": in_words(one), "url": f"{address}?year={one}", "active": one == year} for one in years
        ],
        "lines": lines,
        "grades": grades_of(lines),
        "paper_url": reverse(paper_name, args=[year]) if lines else "",
    }


@require_safe
def summary(request: PersonRequest) -> HttpResponse:
    """For everybody of the centre."""
    if request.user.is_from_outside:
        raise PermissionDenied
    found = summary_context(request, reverse("assessments:summary"), "assessments:summary_paper")
    context = {
        "title": _("Published assessments"),
        "subtitle": found["year"],
        "breadcrumbs": crumbs(),
        "actions": [{"label": _("PDF in both languages"), "url": found["paper_url"], "icon": "file-type-pdf"}]
        if found["paper_url"]
        else [],
        **found,
    }
    return render(request, "assessments/summary.html", context)


@require_safe
def summary_paper(request: PersonRequest, year: int) -> HttpResponse:
    return paper_of_year(year)


def paper_of_year(year: int) -> HttpResponse:
    """Raises Http404 where nothing of the year is published."""
    lines = published_in(year)
    if not lines:
        raise Http404
    return as_file(summary_pdf(year, lines), f"assessments-{year}")
