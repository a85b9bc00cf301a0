from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.tables import LinkColumn, NumberColumn, RecordTable, RelativeDateColumn, StateColumn
from projects.models import Project


class ProjectTable(RecordTable):
    default_columns = ("title", "enterprise", "kind", "leader", "ends_on", "spent", "state")

    title = LinkColumn(verbose_name=_("joint project"))
    number = tables.Column(verbose_name=pgettext_lazy("joint project", "number"))
    enterprise = tables.Column(accessor="enterprise__display_name", verbose_name=_("leading enterprise"))
    kind = tables.Column(accessor="get_kind_display", verbose_name=pgettext_lazy("joint project", "kind"))
    department = tables.Column(verbose_name=_("department"))
    leader = tables.Column(verbose_name=pgettext_lazy("joint project", "led by"))
    agreement = tables.Column(verbose_name=_("under the agreement"))
    proposed_on = RelativeDateColumn(verbose_name=pgettext_lazy("joint project", "proposed on"))
    starts_on = RelativeDateColumn(verbose_name=pgettext_lazy("joint project", "begins on"))
    ends_on = RelativeDateColumn(verbose_name=pgettext_lazy("joint project", "ends on"))
    budget = NumberColumn(verbose_name=pgettext_lazy("joint project", "budget (¥)"), default=0)
    spent = NumberColumn(verbose_name=pgettext_lazy("joint project", "spent (¥)"), default=0)
    outcome_count = NumberColumn(verbose_name=_("outcomes"), default=0)
    result = tables.Column(
        accessor="get_result_display", verbose_name=pgettext_lazy("joint project", "result")
    )
    accepted_on = RelativeDateColumn(verbose_name=_("day of acceptance"))
    state = StateColumn(verbose_name=_("state"))

    class Meta:
        model = Project
        fields = ()

    def render_budget(self, value: Any) -> str:
        return number_format(value, 0, force_grouping=True)

    render_spent = render_budget
