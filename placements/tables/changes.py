from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.tables import RecordTable, RelativeDateColumn, StateColumn
from placements.models import PlacementChange


class ChangeTable(RecordTable):
    default_columns = ("student", "kind", "enterprise", "asked_by", "asked_at", "state")

    student = tables.Column(accessor="placement__student__display_name", verbose_name=_("student"))
    number = tables.Column(accessor="placement__student__number", verbose_name=_("student number"))
    kind = tables.Column(
        accessor="get_kind_display", verbose_name=pgettext_lazy("placement", "what is changed")
    )
    enterprise = tables.Column(accessor="placement__enterprise__display_name", verbose_name=_("enterprise"))
    post = tables.Column(accessor="placement__post", verbose_name=pgettext_lazy("internship", "post"))
    plan = tables.Column(accessor="placement__plan", verbose_name=_("plan"))
    asked_by = tables.Column(accessor="get_asked_by_display", verbose_name=_("asked for by"))
    asked_at = RelativeDateColumn(verbose_name=_("asked at"))
    reason = tables.Column(verbose_name=_("reason"))
    state = StateColumn(verbose_name=_("state"))
    decided_by = tables.Column(verbose_name=_("decided by"))
    answer = tables.Column(verbose_name=_("decision"))

    class Meta:
        model = PlacementChange
        fields = ()

    def render_student(self, record: Any) -> SafeString:
        student = record.placement.student
        return format_html(
            '<a href="{}">{}</a><div class="text-secondary">{}</div>',
            record.get_absolute_url(),
            student,
            student.number,
        )

    def value_student(self, record: Any) -> str:
        return record.placement.student.name
