"""The papers of a joint project as PDF, for the staff and the portal."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from agreements.choices import Language
from agreements.documents.printing import LANGUAGES, NotPrintable
from agreements.views.documents import pdf_response, sorry
from core.access import NotVisible
from core.http import PersonRequest
from core.rendering import RenderError
from projects.models import Project
from projects.papers import NoSuchPaper, paper_pdf


def paper(request: HttpRequest, project: Project, kind: str) -> HttpResponse:
    """In the language at ``?language=``: en, zh-hans or both; else in that of the page."""
    asked = request.GET.get("language", translation.get_language() or "en")
    if asked not in LANGUAGES:
        raise Http404
    language: Language = LANGUAGES[asked]
    try:
        content = paper_pdf(project, kind, language=language, on=timezone.localdate())
    except (NoSuchPaper, NotPrintable, RenderError) as fault:
        return sorry(request, fault)
    return pdf_response(request, content, f"{project.number}-{kind}-{asked}.pdf")


def _of_staff(request: PersonRequest, pk: int, kind: str) -> HttpResponse:
    rows = Project.objects.visible_to(request.user).with_names().select_related("agreement__type")
    project = rows.filter(pk=pk).first()
    if project is None:
        raise NotVisible(f"projects.Project {pk}")
    return paper(request, project, kind)


@require_safe
def charter(request: PersonRequest, pk: int) -> HttpResponse:
    return _of_staff(request, pk, "charter")


@require_safe
def report(request: PersonRequest, pk: int) -> HttpResponse:
    return _of_staff(request, pk, "report")
