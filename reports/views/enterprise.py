"""The enterprise's part for its own annual report, on its page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.access import Actor, NotVisible
from core.attachments import confine
from core.filetypes import DOCX
from core.http import PersonRequest
from core.registry import Tab
from core.rendering.context import Language
from partnerships.models import Enterprise
from reports.annual.papers import LANGUAGES
from reports.enterprise import manuscript_of, years_of
from reports.manuscript import Manuscript
from reports.models import PaperFormat, PaperLanguage
from reports.printing import pdf
from reports.word import docx


def year_asked(request: HttpRequest) -> int:
    """One of those that are offered; last year unless another is asked for."""
    years = years_of(timezone.localdate())
    asked = request.GET.get("year", "")
    return int(asked) if asked in map(str, years) else years[1]


def spoken() -> Language:
    return "zh-hans" if (get_language() or "").startswith("zh") else "en"


def shown(manuscript: Manuscript, year: int, address: Any, page: str) -> dict[str, Any]:
    """What the page shows.

    Args:
        address: where a paper stands, by language and format.
        page: the address of the page, ending in its query.
    """
    return {
        "part": manuscript,
        "year": year,
        "years": [
            {"label": str(one), "url": f"{page}year={one}", "active": one == year, "count": None}
            for one in years_of(timezone.localdate())
        ],
        "papers": [
            {
                "label": f"{format.label} · {language.label}",
                "icon": "file-type-pdf" if format == PaperFormat.PDF else "file-text",
                "url": address(language.value, format.value),
            }
            for language in PaperLanguage
            for format in PaperFormat
        ],
    }


def of_enterprise(request: Any, enterprise: Enterprise) -> dict[str, Any]:
    year, today = year_asked(request), timezone.localdate()
    return shown(
        manuscript_of(enterprise, year, spoken(), reader=request.user, today=today),
        year,
        lambda language, format: reverse(
            "reports:enterprise_part_paper", args=[enterprise.pk, year, language, format]
        ),
        f"{enterprise.get_absolute_url()}?tab=annual-part&",
    )


FOR_ITS_REPORT = Tab(
    name="annual-part",
    label=_("For its annual report"),
    template="reports/enterprise_tab.html",
    context=of_enterprise,
    order=16,
)


@require_safe
def paper(request: PersonRequest, pk: int, year: int, language: str, format: str) -> HttpResponse:
    rows = Enterprise.objects.visible_to(request.user).select_related("industry")
    enterprise = rows.filter(pk=pk).first()
    if enterprise is None:
        raise NotVisible(f"partnerships.Enterprise {pk}")
    return as_file(enterprise, year, language, format, reader=request.user)


def as_file(enterprise: Enterprise, year: int, language: str, format: str, *, reader: Actor) -> HttpResponse:
    """Raises Http404 for what is not offered, RenderError."""
    today = timezone.localdate()
    if (
        language not in PaperLanguage.values
        or format not in PaperFormat.values
        or year not in years_of(today)
    ):
        raise Http404
    manuscript = manuscript_of(enterprise, year, LANGUAGES[language], reader=reader, today=today)
    is_pdf = format == PaperFormat.PDF
    content = pdf(manuscript).content if is_pdf else docx(manuscript)
    name = f"{gettext('Cooperation with the school')} {enterprise} {year}.{format}"
    response = HttpResponse(content, content_type="application/pdf" if is_pdf else DOCX.mime)
    response["Content-Disposition"] = content_disposition_header(not is_pdf, name) or ""
    return confine(response, is_shown_pdf=is_pdf)
