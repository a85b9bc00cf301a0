"""Qualifications of all teachers: who holds what, and what expires when."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from core.models import AccessLog
from core.views import ListView
from teachers.filters.qualifications import QualificationFilters
from teachers.models import Qualification
from teachers.policies import READ
from teachers.tables.qualifications import QualificationTable


class QualificationList(ListView):
    title = gettext_lazy("Qualifications")
    capability = READ
    list_name = "teachers:qualifications"
    personal_data = AccessLog.Data.RECORD
    table_class = QualificationTable
    filterset_class = QualificationFilters
    sorts = {"issued_on": "issued_on", "name": "name"}
    default_sort = "-issued_on"
    search_placeholder = gettext_lazy("Teacher, qualification or number")
    empty_title = gettext_lazy("No qualifications yet")
    empty_text = gettext_lazy("Teachers enter them in their files, or the teacher affairs office does.")
    empty_icon = "certificate"

    def get_queryset(self) -> QuerySet[Any]:
        rows = Qualification.objects.visible_to(self.request.user).standing()
        return rows.select_related("teacher__department")
