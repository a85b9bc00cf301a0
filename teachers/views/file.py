"""A teacher's own file: what stands in it, what came back and why, what expires."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.http import PersonRequest
from teachers.evidence_notices import AHEAD
from teachers.file_cards import cards_for
from teachers.models import Teacher
from teachers.reading import sections_of


@require_safe
def my_file(request: PersonRequest) -> HttpResponse:
    teacher = Teacher.objects.select_related("department", "region").filter(user=request.user.pk).first()
    if teacher is None:
        raise NotVisible("a file of one's own")
    today = timezone.localdate()
    sections = sections_of(request.user, teacher, with_files=True)
    qualifications = sections[0].rows
    context = {
        "title": _("My file"),
        "cards": cards_for(request.user, teacher, today),
        "subtitle": f"{teacher.get_kind_display()} · {teacher.department}",
        "teacher": teacher,
        "sections": sections,
        "returned": [row for section in sections for row in section.rows if row.is_returned],
        "expiring": [
            row
            for row in qualifications
            if row.is_confirmed and row.expires_on and today <= row.expires_on <= today + AHEAD
        ],
        "facts": facts_of_teacher(teacher),
    }
    return render(request, "teachers/my_file.html", context)


def facts_of_teacher(teacher: Teacher) -> list[dict[str, Any]]:
    return [
        {"label": _("Staff number"), "value": teacher.staff_number},
        {"label": _("Department"), "value": teacher.department},
        {"label": _("Kind"), "value": teacher.get_kind_display()},
        {"label": _("Professional title"), "value": teacher.title},
        {"label": _("Rank"), "value": "" if teacher.rank == "none" else teacher.get_rank_display()},
        {"label": _("District"), "value": teacher.region},
        {"label": _("Hired on"), "value": teacher.hired_on and date_format(teacher.hired_on)},
        {"label": _("Phone"), "value": teacher.phone},
    ]
