"""A teacher's own practice: how they stand, what is planned and under way, which posts suit them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.http import PersonRequest
from teachers.due_reading import standing_before
from teachers.models import Opening, Practice
from teachers.openings_reading import suiting
from teachers.practice_people import require_teacher
from teachers.practice_rules import practice_rules

SHOWN_OPENINGS = 6


@require_safe
def my_practice(request: PersonRequest) -> HttpResponse:
    teacher = require_teacher(request.user)
    today = timezone.localdate()
    practices = list(
        Practice.objects.visible_to(request.user).filter(teacher=teacher.pk).select_related("enterprise")
    )
    openings = suiting(Opening.objects.visible_to(request.user), teacher, today)
    context = {
        "title": _("My practice"),
        "subtitle": f"{teacher.get_kind_display()} · {teacher.department}",
        "teacher": teacher,
        "today": today,
        "standings": standing_before(list(teacher.practice_dues.all()), practice_rules(today), today),
        "open": [one for one in practices if one.state not in {"accepted", "cancelled"}],
        "past": [one for one in practices if one.state in {"accepted", "cancelled"}],
        "openings": list(openings[:SHOWN_OPENINGS]),
        "primary_action": {
            "label": _("Plan practice"),
            "url": reverse("teachers:practice_new", args=[teacher.pk]),
            "icon": "plus",
        },
    }
    return render(request, "teachers/my_practice.html", context)
