from __future__ import annotations

import django_tables2 as tables
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.look import chip_html
from core.tables import (
    LinkColumn,
    NumberColumn,
    RecordTable,
    RelativeDateColumn,
    StateColumn,
    TwoLineColumn,
)
from teachers.models import Panel, Recognition


class RecognitionTable(RecordTable):
    default_columns = ("teacher", "department", "level", "stage", "state", "waiting_since", "review_due")

    teacher = TwoLineColumn(
        accessor="teacher__display_name", second="staff_number", verbose_name=_("teacher")
    )
    department = tables.Column(accessor="teacher__department", verbose_name=_("department"))
    level = tables.Column(
        accessor="get_level_display", verbose_name=pgettext_lazy("of a dual-qualified teacher", "level")
    )
    stage = tables.Column(accessor="get_stage_display", verbose_name=_("stage of schooling"))
    state = tables.Column(empty_values=(), verbose_name=_("state"))
    waiting_since = RelativeDateColumn(verbose_name=_("in this state since"))
    applied_on = RelativeDateColumn(verbose_name=_("applied on"))
    recognised_on = RelativeDateColumn(verbose_name=_("recognised on"))
    review_due = RelativeDateColumn(verbose_name=_("review due by"))
    body = tables.Column(accessor="get_body_display", verbose_name=_("who recognises"))
    outside_number = tables.Column(verbose_name=_("number of the outside decision"))

    class Meta:
        model = Recognition
        fields = ()

    def render_state(self, record: Recognition) -> SafeString:
        return chip_html(record.chip_on(timezone.localdate()))

    def value_state(self, record: Recognition) -> str:
        return str(record.chip_on(timezone.localdate()).label)

    def value_teacher(self, record: Recognition) -> str:
        return record.teacher.name


class PanelTable(RecordTable):
    default_columns = ("name", "department", "held_on", "chair", "cases", "state")

    name = LinkColumn(verbose_name=_("panel"))
    department = tables.Column(verbose_name=_("department"), default=_("the whole centre"))
    held_on = RelativeDateColumn(verbose_name=pgettext_lazy("of a panel", "held on"))
    place = tables.Column(verbose_name=_("place"))
    chair = tables.Column(verbose_name=_("chair"))
    cases = NumberColumn(accessor="case_count", verbose_name=_("applications"))
    state = StateColumn(verbose_name=_("state"))

    class Meta:
        model = Panel
        fields = ()
