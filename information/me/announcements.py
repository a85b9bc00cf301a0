"""Announcements on the pages of students: those that the student was told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.attachments import serve
from core.registry import StudentTask
from information.portal.announcements import detail_context, list_context, shown_file
from information.reading import unread_by
from information.walls import ANNOUNCEMENT_COLUMNS
from internships.me.pupil import PupilRequest

WAITING = 3


@require_safe
def announcement_list(request: PupilRequest) -> HttpResponse:
    return render(request, "information/board.html", list_context(request.user.pk, "me"))


@require_safe
def announcement_detail(request: PupilRequest, pk: int) -> HttpResponse:
    return render(request, "information/announcement_page.html", detail_context(request.user.pk, pk, "me"))


@require_safe
def file(request: PupilRequest, pk: int, file_id: int) -> HttpResponseBase:
    return serve(request, shown_file(request.user.pk, pk, file_id))


def tasks(pupil: Any, on: date) -> Iterator[StudentTask]:
    """The first few that wait to be read. One query."""
    for one in unread_by(pupil.pk, on=on).only(*ANNOUNCEMENT_COLUMNS)[:WAITING]:
        yield StudentTask(
            title=one.title,
            url=reverse("me:announcement", args=[one.pk]),
            text=_("announcement of the school"),
            icon="speakerphone",
        )
