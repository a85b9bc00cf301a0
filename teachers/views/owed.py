"""Who owes how much practice by when: the list, and each department at a glance."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.bilingual import in_words
from core.http import PersonRequest
from core.models import AccessLog
from core.views import ListView
from teachers.facts_of_practice import new_without_experience
from teachers.filters.practice import A_YEAR, DueFilters
from teachers.models import PracticeDue, Teacher
from teachers.operations.practice import READ
from teachers.practice_rules import practice_rules
from teachers.tables.practice import DueTable


class OwedList(ListView):
    capability = READ
    title = gettext_lazy("Practice owed")
    list_name = "teachers:owed"
    table_class = DueTable
    filterset_class = DueFilters
    sorts = {"short_from": "short_from"}
    default_sort = "short_from"
    search_placeholder = gettext_lazy("Teacher")
    empty_title = gettext_lazy("Nobody stands before a rule on practice")
    empty_text = gettext_lazy("Whoever teaches specialist courses or instructs internships stands here.")
    empty_icon = "building-factory-2"
    personal_data = AccessLog.Data.RECORD

    def get_queryset(self) -> QuerySet[PracticeDue]:
        rows = PracticeDue.objects.visible_to(self.request.user)
        return rows.select_related("teacher__department")

    def primary_action(self) -> dict[str, Any]:
        return {
            "label": _("By department"),
            "url": reverse("teachers:practice_departments"),
            "icon": "sitemap",
        }


@require_safe
def departments(request: PersonRequest) -> HttpResponse:
    """Each department with its numbers, and the new teachers who practise before they teach (TP-02)."""
    if not request.user.scope_for(READ):
        raise PermissionDenied
    today = timezone.localdate()
    rules = practice_rules(today)
    due = Q(short_from__lte=today)
    soon = Q(short_from__gt=today, short_from__lte=today + A_YEAR)
    rows = (
        PracticeDue.objects.visible_to(request.user)
        .order_by()
        .values(
            "rule",
            department=F("teacher__department"),
            name_en=F("teacher__department__name_en"),
            name_zh=F("teacher__department__name_zh"),
        )
        .annotate(
            concerned=Count("pk"),
            late=Count("pk", filter=due),
            planned=Count("pk", filter=due & Q(short_from_as_planned__gt=today)),
            soon=Count("pk", filter=soon),
        )
    )
    found: dict[str, list[dict[str, Any]]] = {rule.code: [] for rule in rules}
    for row in rows:
        if row["rule"] in found:
            met = row["concerned"] - row["late"]
            found[row["rule"]].append(
                {
                    **row,
                    "name": in_words(row["name_en"], row["name_zh"]),
                    "met": met,
                    "percent": round(100 * met / row["concerned"]),
                }
            )
    teachers = Teacher.objects.visible_to(request.user)
    context = {
        "title": _("Practice by department"),
        "breadcrumbs": [{"label": _("Practice owed"), "url": reverse("teachers:practice_owed")}],
        "sections": [
            {
                "rule": rule.rule,
                "code": rule.code,
                "lines": sorted(found[rule.code], key=lambda line: (line["percent"], line["department"])),
            }
            for rule in rules
        ],
        "new_teachers": new_without_experience(teachers, today),
    }
    return render(request, "teachers/practice_departments.html", context)
