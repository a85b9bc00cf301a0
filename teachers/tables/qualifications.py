from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.look import deadline_html
from core.tables import LinkColumn, RecordTable, StateColumn
from teachers.models import Qualification


class QualificationTable(RecordTable):
    default_columns = ("name", "teacher", "kind", "level", "issued_on", "expires_on", "state")

    name = LinkColumn(verbose_name=pgettext_lazy("qualification", "name"))
    teacher = tables.Column(verbose_name=_("teacher"))
    staff_number = tables.Column(accessor="teacher__staff_number", verbose_name=_("staff number"))
    department = tables.Column(accessor="teacher__department", verbose_name=_("department"))
    kind = tables.Column(accessor="get_kind_display", verbose_name=pgettext_lazy("qualification", "kind"))
    level = tables.Column(accessor="get_level_display", verbose_name=pgettext_lazy("qualification", "level"))
    issuer = tables.Column(verbose_name=pgettext_lazy("qualification", "issued by"))
    number = tables.Column(verbose_name=pgettext_lazy("qualification", "number"))
    issued_on = tables.DateColumn(short=False, verbose_name=_("issued on"))
    expires_on = tables.DateColumn(short=False, verbose_name=pgettext_lazy("qualification", "valid until"))
    state = StateColumn(verbose_name=_("state"))

    class Meta:
        model = Qualification
        fields = ()

    def render_teacher(self, record: Qualification) -> SafeString:
        address = f"{record.teacher.get_absolute_url()}?tab=qualifications"
        return format_html('<a href="{}">{}</a>', address, record.teacher)

    def value_teacher(self, record: Qualification) -> str:
        return record.teacher.name

    def value_issued_on(self, value: Any) -> Any:
        return value

    def render_expires_on(self, value: Any) -> SafeString:
        return deadline_html(value)

    def value_expires_on(self, value: Any) -> Any:
        return value
