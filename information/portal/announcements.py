"""Announcements at the portal: those that the person who is here was told. Fetched behind the wall."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import serve
from core.registry import PartnerFigure
from core.walls import outside
from information.models import Announcement, AnnouncementFile
from information.operations import announcements as operations
from information.reading import SHOWN, told_to, unread_by
from information.walls import ANNOUNCEMENT_COLUMNS
from partnerships.portal.partner import PartnerRequest


def shown_to(user_id: int) -> QuerySet[Announcement]:
    return told_to(user_id, on=timezone.localdate()).only(*ANNOUNCEMENT_COLUMNS)


def shown(user_id: int, pk: int) -> Any:
    """Raises NotVisible."""
    found = shown_to(user_id).filter(pk=pk).first()
    if found is None:
        raise NotVisible(f"information.Announcement {pk}")
    return found


def list_context(user_id: int, space: str) -> dict[str, Any]:
    """One query behind the wall."""
    return {
        "title": _("Announcements"),
        "subtitle": _("What the school tells you, unread first."),
        "lines": [
            (one, reverse(f"{space}:announcement", args=[one.pk])) for one in shown_to(user_id)[:SHOWN]
        ],
    }


def detail_context(user_id: int, pk: int, space: str) -> dict[str, Any]:
    """Two queries behind the wall, two outside: by whom, and that it was read."""
    announcement = shown(user_id, pk)
    files = list(AnnouncementFile.objects.filter(parent=pk))
    with outside():
        by = str(Announcement.objects.select_related("department").get(pk=pk).department)
        operations.mark_read(user_id=user_id, pk=pk, now=timezone.now())
    return {
        "title": announcement.title,
        "subtitle": by,
        "breadcrumbs": [{"label": _("Announcements"), "url": reverse(f"{space}:announcements")}],
        "announcement": announcement,
        "files": [(one, reverse(f"{space}:announcement_file", args=[pk, one.pk])) for one in files],
    }


def shown_file(user_id: int, pk: int, file_id: int) -> AnnouncementFile:
    """Raises NotVisible."""
    found = AnnouncementFile.objects.filter(parent=shown(user_id, pk).pk, pk=file_id).first()
    if found is None:
        raise NotVisible(f"information.AnnouncementFile {file_id}")
    return found


@require_safe
def announcement_list(request: PartnerRequest) -> HttpResponse:
    return render(request, "information/board.html", list_context(request.user.pk, "portal"))


@require_safe
def announcement_detail(request: PartnerRequest, pk: int) -> HttpResponse:
    context = detail_context(request.user.pk, pk, "portal")
    return render(request, "information/announcement_page.html", context)


@require_safe
def file(request: PartnerRequest, pk: int, file_id: int) -> HttpResponseBase:
    return serve(request, shown_file(request.user.pk, pk, file_id))


def figures(partner: Any, on: date) -> Iterator[PartnerFigure]:
    """How much the person has not read yet. One query."""
    if number := unread_by(partner.pk, on=on).count():
        yield PartnerFigure(
            label=_("Announcements to read"), value=str(number), url=reverse("portal:announcements")
        )
