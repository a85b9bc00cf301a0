from __future__ import annotations

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.tables import LinkColumn, NumberColumn, RecordTable, RelativeDateColumn
from placements.models import SupervisionVisit


class VisitTable(RecordTable):
    default_columns = ("enterprise", "visited_on", "way", "student_count", "recorded_by", "next_on")

    enterprise = LinkColumn(accessor="enterprise__display_name", verbose_name=_("enterprise"))
    visited_on = RelativeDateColumn(verbose_name=_("visited on"))
    way = tables.Column(accessor="get_way_display", verbose_name=pgettext_lazy("visit", "how"))
    student_count = NumberColumn(verbose_name=_("students"))
    department = tables.Column(verbose_name=_("department"))
    recorded_by = tables.Column(verbose_name=_("recorded by"))
    next_on = RelativeDateColumn(verbose_name=_("next visit until"))

    class Meta:
        model = SupervisionVisit
        fields = ()
