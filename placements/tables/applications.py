from __future__ import annotations

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.tables import RecordTable, RelativeDateColumn, StateColumn
from placements.models import PlaceApplication


class ApplicationTable(RecordTable):
    default_columns = (
        "student",
        "school_class",
        "enterprise_name",
        "work",
        "starts_on",
        "applied_at",
        "state",
    )

    student = tables.Column(verbose_name=_("student"))
    school_class = tables.Column(accessor="student__school_class", verbose_name=_("class"))
    enterprise_name = tables.Column(verbose_name=_("enterprise"))
    work = tables.Column(verbose_name=_("post"))
    plan = tables.Column(verbose_name=_("plan"))
    starts_on = RelativeDateColumn(verbose_name=_("first day"))
    applied_at = RelativeDateColumn(verbose_name=_("applied"))
    state = StateColumn(verbose_name=_("state"))

    class Meta:
        model = PlaceApplication
        fields = ()

    def render_student(self, record: PlaceApplication) -> SafeString:
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), record.student)

    def value_student(self, record: PlaceApplication) -> str:
        return record.student.name
