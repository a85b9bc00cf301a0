"""The library at the portal: what is shared with the enterprise, or with an alliance of which it is a member.

Rows are fetched behind the wall; a download is noted outside it.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import serve
from core.walls import outside
from information.models import LibraryDocument, LibraryKind, LibraryVersion
from information.operations.library import note_download
from information.walls import LIBRARY_COLUMNS, LIBRARY_VERSION_COLUMNS
from partnerships.portal.partner import PartnerRequest

SHOWN = 200


def shown() -> QuerySet[LibraryDocument]:
    """The wall leaves what is shared with the enterprise; its day may have ended in our time zone."""
    today = timezone.localdate()
    rows = LibraryDocument.objects.filter(Q(valid_until=None) | Q(valid_until__gte=today))
    return rows.only(*LIBRARY_COLUMNS).order_by("-shared_at", "-pk")


def document_shown(pk: int) -> LibraryDocument:
    """Raises NotVisible."""
    found = shown().filter(pk=pk).first()
    if found is None:
        raise NotVisible(f"information.LibraryDocument {pk}")
    return found


def version_shown(pk: int) -> LibraryVersion:
    """The latest of a document. Raises NotVisible."""
    document = document_shown(pk)
    rows = LibraryVersion.objects.only(*LIBRARY_VERSION_COLUMNS)
    found = rows.filter(parent=document.pk, number=document.latest).first()
    if found is None:
        raise NotVisible(f"information.LibraryVersion of {pk}")
    return found


@require_safe
def library(request: PartnerRequest) -> HttpResponse:
    """One query behind the wall."""
    term, kind = request.GET.get("q", "").strip()[:80], request.GET.get("kind", "")
    rows = shown()
    if kind in LibraryKind.values:
        rows = rows.filter(kind=kind)
    for word in term.split():
        rows = rows.filter(
            Q(title__icontains=word) | Q(keywords__icontains=word) | Q(description__icontains=word)
        )
    context = {
        "title": _("Library"),
        "subtitle": _("Templates, guides and reports that the school shares with you."),
        "documents": list(rows[:SHOWN]),
        "search_term": term,
        "kinds": [
            {"value": value, "label": label, "chosen": value == kind} for value, label in LibraryKind.choices
        ],
        "is_narrowed": bool(term or kind in LibraryKind.values),
    }
    return render(request, "portal/library.html", context)


@require_safe
def document(request: PartnerRequest, pk: int) -> HttpResponse:
    """Three queries behind the wall."""
    one = document_shown(pk)
    context: dict[str, Any] = {
        "title": one.title,
        "subtitle": one.get_kind_display(),
        "breadcrumbs": [{"label": _("Library"), "url": reverse("portal:library")}],
        "document": one,
        "version": version_shown(pk),
    }
    return render(request, "portal/library_document.html", context)


@require_safe
def file(request: PartnerRequest, pk: int) -> HttpResponseBase:
    """The latest version; that it was fetched, and for which enterprise, is noted."""
    version = version_shown(pk)
    with outside():
        note_download(
            version=version,
            user_id=request.user.pk,
            enterprise_id=request.partner.enterprise.pk,
            now=timezone.now(),
        )
    return serve(request, version)
