from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.tables import LinkColumn, NumberColumn, RecordTable
from insights.models import Snapshot
from insights.models.snapshots import total_of


class SnapshotTable(RecordTable):
    label = LinkColumn(verbose_name=_("Indicator"), accessor="pk")
    day = tables.DateColumn(verbose_name=_("As of the day"), short=True)
    share = NumberColumn(verbose_name=_("Share"), accessor="pk")
    counted = NumberColumn(verbose_name=_("Numerator / denominator"), accessor="pk")
    occasion = tables.Column(verbose_name=pgettext_lazy("of a snapshot", "What it is for"))
    frozen_at = tables.DateTimeColumn(verbose_name=_("Frozen at"), short=True)
    frozen_by = tables.Column(verbose_name=pgettext_lazy("of a snapshot", "By"))

    class Meta:
        model = Snapshot
        fields = ("label", "day", "share", "counted", "occasion", "frozen_at", "frozen_by")

    def value_label(self, record: Snapshot) -> str:
        return str(record.said("label"))

    def render_label(self, record: Snapshot) -> str:
        return str(record.said("label"))

    def render_share(self, record: Snapshot) -> str:
        percent = total_of(record.groups.all()).percent
        return "—" if percent is None else f"{percent:.1f} %"

    def value_share(self, record: Snapshot) -> Any:
        return total_of(record.groups.all()).percent

    def render_counted(self, record: Snapshot) -> str:
        total = total_of(record.groups.all())
        return f"{total.numerator} / {total.denominator}"
