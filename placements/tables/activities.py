from __future__ import annotations

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.tables import LinkColumn, NumberColumn, RecordTable, RelativeDateColumn, StateColumn
from placements.models import StudentActivity


class ActivityTable(RecordTable):
    default_columns = ("title", "student", "school_class", "kind", "ends_on", "hours", "state")

    title = LinkColumn(verbose_name=_("activity"))
    student = tables.Column(accessor="student__display_name", verbose_name=_("student"))
    number = tables.Column(accessor="student__number", verbose_name=_("student number"))
    school_class = tables.Column(accessor="student__school_class", verbose_name=_("class"))
    kind = tables.Column(
        accessor="get_kind_display", verbose_name=pgettext_lazy("activity of a student", "kind")
    )
    starts_on = RelativeDateColumn(verbose_name=_("first day"))
    ends_on = RelativeDateColumn(verbose_name=pgettext_lazy("of an internship", "last day"))
    hours = NumberColumn(verbose_name=_("hours"))
    enterprise = tables.Column(accessor="enterprise__display_name", verbose_name=_("enterprise"))
    place = tables.Column(verbose_name=pgettext_lazy("activity of a student", "where, or with whom"))
    role = tables.Column(verbose_name=pgettext_lazy("activity of a student", "part"))
    outcome = tables.Column(verbose_name=pgettext_lazy("activity of a student", "what came of it"))
    state = StateColumn(verbose_name=_("state"))
    written_at = RelativeDateColumn(verbose_name=_("handed in"))

    class Meta:
        model = StudentActivity
        fields = ()
