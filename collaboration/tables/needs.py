from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaboration.models import Need
from core.look import deadline_html
from core.tables import LinkColumn, NumberColumn, RecordTable, RelativeDateColumn, StateColumn


class NeedTable(RecordTable):
    default_columns = ("title", "kind", "enterprise", "told_on", "owner", "answer_by", "state")

    title = LinkColumn(verbose_name=pgettext_lazy("need of an enterprise", "what is needed"))
    kind = tables.Column(
        accessor="get_kind_display", verbose_name=pgettext_lazy("need of an enterprise", "kind")
    )
    enterprise = tables.Column(accessor="enterprise__display_name", verbose_name=_("enterprise"))
    industry = tables.Column(accessor="enterprise__industry__name", verbose_name=_("industry"))
    people = NumberColumn(verbose_name=pgettext_lazy("need of an enterprise", "number of people"))
    urgency = tables.Column(
        accessor="get_urgency_display", verbose_name=pgettext_lazy("urgency of a need", "urgency")
    )
    told_on = RelativeDateColumn(verbose_name=pgettext_lazy("need of an enterprise", "told on"))
    until_on = RelativeDateColumn(verbose_name=pgettext_lazy("need of an enterprise", "needed until"))
    department = tables.Column(verbose_name=_("department"))
    owner = tables.Column(verbose_name=pgettext_lazy("need of an enterprise", "looked after by"))
    answer_by = tables.Column(verbose_name=_("to be answered by"))
    answered_on = RelativeDateColumn(verbose_name=_("answered on"))
    met_on = RelativeDateColumn(verbose_name=pgettext_lazy("need of an enterprise", "met on"))
    source = tables.Column(
        accessor="get_source_display", verbose_name=pgettext_lazy("need of an enterprise", "how we know")
    )
    state = StateColumn(verbose_name=_("state"))

    class Meta:
        model = Need
        fields = ()

    def render_answer_by(self, value: Any, record: Need) -> SafeString:
        return deadline_html(value, done=not record.is_open, today=timezone.localdate())

    def value_answer_by(self, value: Any) -> Any:
        return value
