"""The PDFs of agreements and amendments."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from agreements.choices import Language
from agreements.documents import (
    document_of,
    is_draft,
    kept_documents,
    languages_of,
)
from agreements.documents.printing import (
    LANGUAGES,
    PAPER_LANGUAGES,
    Paper,
    agreement_of,
    amendment_of,
    file_name,
)
from agreements.models import Agreement, AgreementDocument, Amendment
from core.access import NotVisible
from core.attachments import confine
from core.errors import Refused
from core.http import PersonRequest
from core.kept import content_of
from core.rendering import RenderError
from core.views.acts import safe_next


@require_safe
def agreement_document(request: PersonRequest, pk: int, language: str) -> HttpResponse:
    return _printed(request, _visible(request, Agreement, pk), language)


@require_safe
def amendment_document(request: PersonRequest, pk: int, language: str) -> HttpResponse:
    return _printed(request, _visible(request, Amendment, pk), language)


@require_safe
def kept_document(request: PersonRequest, pk: int, document_id: int) -> HttpResponse:
    """An earlier version, as it was kept."""
    agreement = _visible(request, Agreement, pk)
    kept = (
        AgreementDocument.objects.filter(agreement=agreement)
        .select_related("amendment__agreement")
        .filter(pk=document_id)
        .first()
    )
    if kept is None:
        raise NotVisible(f"agreements.AgreementDocument {document_id}")
    try:
        content = content_of(kept)
    except Refused as refusal:
        return sorry(request, refusal)
    name = file_name(kept.amendment or agreement, Language(kept.language), f"v{kept.version}")
    return pdf_response(request, content, name)


def _visible[P: (Agreement, Amendment)](request: PersonRequest, model: type[P], pk: int) -> P:
    paper = model.objects.visible_to(request.user).filter(pk=pk).first()
    if paper is None:
        raise NotVisible(f"{model._meta.label} {pk}")
    return paper


def _printed(request: PersonRequest, paper: Paper, language: str) -> HttpResponse:
    if LANGUAGES.get(language) not in languages_of(paper):
        raise Http404
    try:
        printed = document_of(
            actor=request.user, paper=paper, language=LANGUAGES[language], now=timezone.now()
        )
    except (Refused, RenderError) as fault:
        return sorry(request, fault)
    return pdf_response(request, printed.content, printed.name)


def pdf_response(request: HttpRequest, content: bytes, name: str) -> HttpResponse:
    is_download = "download" in request.GET
    response = HttpResponse(content, content_type="application/pdf")
    # An old reference may hold Chinese and quotation marks.
    response["Content-Disposition"] = str(content_disposition_header(is_download, name))
    return confine(response, is_shown_pdf=not is_download)


def sorry(request: HttpRequest, fault: Exception) -> HttpResponse:
    messages.error(request, str(fault))
    return HttpResponseRedirect(safe_next(request))


# --- The documents of a paper, for its page ---------------------------------------------------


def documents_of(paper: Paper) -> dict[str, Any]:
    """What the tab shows: a link for each language, then what is kept, newest first.

    Included by ``agreements/documents.html``.
    """
    kind = "amendment" if isinstance(paper, Amendment) else "agreement"
    kept = kept_documents(paper).select_related("created_by").order_by("-version", "language")
    return {
        "is_draft": is_draft(paper),
        "links": [
            {
                "label": language.label,
                "url": reverse(f"agreements:{kind}_document", args=[paper.pk, PAPER_LANGUAGES[language]]),
            }
            for language in languages_of(paper)
        ],
        "kept": [
            {
                "document": document,
                "url": reverse("agreements:kept_document", args=[agreement_of(paper).pk, document.pk]),
            }
            for document in kept
        ],
        "order": paper.document_orders.filter(amendment=amendment_of(paper)).exclude(error="").first(),
    }
