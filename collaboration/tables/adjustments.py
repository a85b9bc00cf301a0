from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaboration.models import CurriculumAdjustment
from core.look import chip_html
from core.tables import LinkColumn, NumberColumn, RecordTable, RelativeDateColumn


class AdjustmentTable(RecordTable):
    default_columns = ("course", "kind", "major", "need_count", "proposed_on", "effective", "state")

    course = LinkColumn(verbose_name=pgettext_lazy("adjustment of a curriculum", "course"))
    kind = tables.Column(
        accessor="get_kind_display", verbose_name=pgettext_lazy("change of a course", "kind of change")
    )
    major = tables.Column(accessor="major__title", verbose_name=_("major"))
    department = tables.Column(verbose_name=_("department"))
    need_count = NumberColumn(verbose_name=_("needs behind it"))
    proposed_on = RelativeDateColumn(verbose_name=pgettext_lazy("adjustment of a curriculum", "proposed on"))
    panel_on = RelativeDateColumn(verbose_name=_("panel on"))
    decided_on = RelativeDateColumn(verbose_name=_("decided on"))
    effective = tables.Column(accessor="effective_in_words", verbose_name=_("in effect from"))
    state = tables.Column(empty_values=(), verbose_name=_("state"))

    class Meta:
        model = CurriculumAdjustment
        fields = ()

    def render_state(self, record: CurriculumAdjustment) -> SafeString:
        return chip_html(record.chip_on(timezone.localdate()))

    def value_state(self, record: CurriculumAdjustment) -> Any:
        return str(record.chip_on(timezone.localdate()).label)
