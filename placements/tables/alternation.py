from __future__ import annotations

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.tables import LinkColumn, NumberColumn, RecordTable, RelativeDateColumn, StateColumn, TwoLineColumn
from internships.models import Student
from placements.models import AlternationSchedule


class AlternationTable(RecordTable):
    default_columns = (
        "school_class", "enterprise", "kind", "starts_on", "ends_on", "school_weeks", "enterprise_weeks",
        "waiting_weeks", "state",
    )  # fmt: skip

    school_class = LinkColumn(verbose_name=_("class"))
    major = tables.Column(accessor="school_class__major", verbose_name=_("major"))
    enterprise = tables.Column(accessor="enterprise__display_name", verbose_name=_("enterprise"))
    kind = tables.Column(
        accessor="get_kind_display", verbose_name=pgettext_lazy("work–study alternation", "kind")
    )
    starts_on = tables.DateColumn(verbose_name=_("first day"))
    ends_on = tables.DateColumn(verbose_name=pgettext_lazy("of an internship", "last day"))
    school_weeks = NumberColumn(verbose_name=_("weeks at the school"))
    enterprise_weeks = NumberColumn(verbose_name=_("weeks at the enterprise"))
    waiting_weeks = NumberColumn(verbose_name=_("to be confirmed"))
    department = tables.Column(verbose_name=_("department"))
    state = StateColumn(verbose_name=_("state"))
    updated_at = RelativeDateColumn(verbose_name=_("last changed"))

    class Meta:
        model = AlternationSchedule
        fields = ()


class HoursTable(RecordTable):
    """The hours of students at both places, summed over weeks that were confirmed."""

    default_columns = ("name", "school_class", "school_hours", "enterprise_hours", "total", "missed_hours")

    name = TwoLineColumn(accessor="display_name", second="number", verbose_name=_("student"))
    number = tables.Column(verbose_name=_("student number"))
    school_class = tables.Column(verbose_name=_("class"))
    major = tables.Column(accessor="school_class__major", verbose_name=_("major"))
    school_hours = NumberColumn(verbose_name=_("hours at the school"))
    enterprise_hours = NumberColumn(verbose_name=_("hours at the enterprise"))
    total = NumberColumn(empty_values=(), verbose_name=_("hours together"))
    missed_hours = NumberColumn(verbose_name=_("hours missed"))

    class Meta:
        model = Student
        fields = ()

    def value_name(self, record: Student) -> str:
        return record.name

    def render_total(self, record: Student) -> object:
        return record.school_hours + record.enterprise_hours  # type: ignore[attr-defined]

    def value_total(self, record: Student) -> object:
        return self.render_total(record)
