"""Regulations that concern partners, at the portal: what is in force today, to read and to keep.

Rows are fetched behind the wall.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.views.papers import as_file
from core.access import NotVisible
from core.attachments import serve
from core.walls import outside
from governance.models import Regulation, RegulationVersion, VersionFile
from governance.papers import pdf
from governance.texts import sections
from governance.walls import REGULATION_COLUMNS, VERSION_COLUMNS
from partnerships.portal.partner import PartnerRequest


def shown() -> QuerySet[RegulationVersion]:
    """The versions in force of what concerns partners: the wall leaves no others. Two queries."""
    regulations = Prefetch("regulation", Regulation.objects.only(*REGULATION_COLUMNS))
    return RegulationVersion.objects.only(*VERSION_COLUMNS).prefetch_related(regulations)


def version_shown(pk: int) -> RegulationVersion:
    """Raises NotVisible."""
    version = shown().filter(pk=pk).first()
    if version is None:
        raise NotVisible(f"governance.RegulationVersion {pk}")
    return version


@require_safe
def regulation_list(request: PartnerRequest) -> HttpResponse:
    versions = sorted(shown().order_by(), key=lambda one: one.regulation.number)
    context = {
        "title": _("Rules of the school"),
        "subtitle": _("What is in force at the school and concerns its partners."),
        "versions": versions,
    }
    return render(request, "portal/regulations.html", context)


@require_safe
def regulation_detail(request: PartnerRequest, pk: int) -> HttpResponse:
    version = version_shown(pk)
    context: dict[str, Any] = {
        "title": version.regulation.name,
        "subtitle": f"{version.regulation.number} · {version.label}",
        "breadcrumbs": [{"label": _("Rules of the school"), "url": reverse("portal:regulations")}],
        "version": version,
        "sections": sections(version.text),
        "files": list(VersionFile.objects.filter(parent=version.pk).only("id", "name", "size", "parent")),
    }
    return render(request, "portal/regulation.html", context)


@require_safe
def regulation_paper(request: PartnerRequest, pk: int) -> HttpResponse:
    version_shown(pk)
    with outside():
        rows = RegulationVersion.objects.select_related(
            "regulation__department", "regulation__responsible__department"
        )
        version = rows.get(pk=pk)
        return as_file(pdf(version), f"{version.regulation.number}-v{version.number}")


@require_safe
def regulation_file(request: PartnerRequest, pk: int, file_id: int) -> HttpResponseBase:
    kept = VersionFile.objects.filter(pk=file_id, parent=version_shown(pk).pk).first()
    if kept is None:
        raise NotVisible(f"governance.VersionFile {file_id}")
    return serve(request, kept)
