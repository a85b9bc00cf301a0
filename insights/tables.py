from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.tables import LinkColumn, NumberColumn, RecordTable
from insights.models import BoardSnapshot, Snapshot, Target


class TargetTable(RecordTable):
    label = LinkColumn(verbose_name=_("Indicator"), accessor="pk")
    year = tables.Column(verbose_name=_("Year"))
    department = tables.Column(verbose_name=_("Department"), empty_values=())
    value = NumberColumn(verbose_name=pgettext_lazy("of an indicator", "Target"))
    set_at = tables.DateTimeColumn(verbose_name=_("Set at"), short=True)
    set_by = tables.Column(verbose_name=pgettext_lazy("of a target", "Set by"))

    class Meta:
        model = Target
        fields = ("label", "year", "department", "value", "set_at", "set_by")

    def render_label(self, record: Target) -> str:
        return record.label

    def value_label(self, record: Target) -> str:
        return record.label

    def render_year(self, record: Target) -> str:
        return record.year_in_words

    def render_department(self, record: Target) -> str:
        return str(record.department or _("The whole centre"))

    def render_value(self, record: Target) -> str:
        return record.in_words

    def value_value(self, record: Target) -> Any:
        return record.value


class BoardSnapshotTable(RecordTable):
    label = LinkColumn(verbose_name=_("Dashboard"), accessor="pk")
    day = tables.DateColumn(verbose_name=_("As of the day"), short=True)
    department = tables.Column(verbose_name=_("Department"), empty_values=())
    occasion = tables.Column(verbose_name=pgettext_lazy("of a snapshot", "What it is for"))
    frozen_at = tables.DateTimeColumn(verbose_name=_("Frozen at"), short=True)
    frozen_by = tables.Column(verbose_name=pgettext_lazy("of a snapshot", "By"))

    class Meta:
        model = BoardSnapshot
        fields = ("label", "day", "department", "occasion", "frozen_at", "frozen_by")

    def render_label(self, record: BoardSnapshot) -> str:
        return record.said["title"]

    def value_label(self, record: BoardSnapshot) -> str:
        return record.said["title"]

    def render_department(self, record: BoardSnapshot) -> str:
        return str(record.department or _("The whole centre"))


class SnapshotTable(RecordTable):
    label = LinkColumn(verbose_name=_("Indicator"), accessor="pk")
    day = tables.DateColumn(verbose_name=_("As of the day"), short=True)
    number = NumberColumn(verbose_name=_("Number"), accessor="pk")
    counted = NumberColumn(verbose_name=_("Numerator / denominator"), accessor="pk")
    occasion = tables.Column(verbose_name=pgettext_lazy("of a snapshot", "What it is for"))
    frozen_at = tables.DateTimeColumn(verbose_name=_("Frozen at"), short=True)
    frozen_by = tables.Column(verbose_name=pgettext_lazy("of a snapshot", "By"))

    class Meta:
        model = Snapshot
        fields = ("label", "day", "number", "counted", "occasion", "frozen_at", "frozen_by")

    def value_label(self, record: Snapshot) -> str:
        return str(record.said("label"))

    def render_label(self, record: Snapshot) -> str:
        return str(record.said("label"))

    def render_number(self, record: Snapshot) -> str:
        return record.total().in_words

    def value_number(self, record: Snapshot) -> Any:
        return record.total().value

    def render_counted(self, record: Snapshot) -> str:
        total = record.total()
        if not record.nature.has_denominator:
            return "—"
        return f"{total.counted_in_words} / {total.denominator}"
