from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.look import chip_html
from core.tables import RecordTable, RelativeDateColumn, StateColumn
from placements.models import Placement
from placements.standing import ready_chip


class PlacementTable(RecordTable):
    default_columns = ("student", "post", "school_class", "starts_on", "instructor", "readiness", "state")

    student = tables.Column(accessor="student__display_name", verbose_name=_("student"))
    number = tables.Column(accessor="student__number", verbose_name=_("student number"))
    school_class = tables.Column(accessor="student__school_class", verbose_name=_("class"))
    post = tables.Column(verbose_name=pgettext_lazy("internship", "post"))
    enterprise = tables.Column(accessor="enterprise__display_name", verbose_name=_("enterprise"))
    plan = tables.Column(verbose_name=_("plan"))
    arrangement = tables.Column(accessor="get_arrangement_display", verbose_name=_("how it came about"))
    starts_on = RelativeDateColumn(verbose_name=_("first day"))
    ends_on = RelativeDateColumn(verbose_name=pgettext_lazy("of an internship", "last day"))
    instructor = tables.Column(verbose_name=_("instructor"))
    mentor = tables.Column(verbose_name=_("mentor"))
    readiness = tables.Column(accessor="blocking", empty_values=(), verbose_name=_("rules"))
    state = StateColumn(verbose_name=_("state"))

    class Meta:
        model = Placement
        fields = ()

    def render_student(self, record: Placement) -> SafeString:
        return format_html(
            '<a href="{}">{}</a><div class="text-secondary">{}</div>',
            record.get_absolute_url(),
            record.student,
            record.student.number,
        )

    def value_student(self, record: Placement) -> str:
        return record.student.name

    def render_post(self, record: Placement) -> SafeString:
        return format_html('{}<div class="text-secondary">{}</div>', record.post, record.enterprise)

    def value_post(self, record: Placement) -> str:
        return str(record.post)

    def render_readiness(self, record: Any) -> SafeString:
        return chip_html(ready_chip(record.blocking, record.asking, is_due=record.is_due))

    def value_readiness(self, record: Any) -> str:
        return " ".join(record.blocking or ())
