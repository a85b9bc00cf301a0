from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from agreements.chips import agreement_chip, phase_of
from agreements.choices import FormOfCooperation, State
from agreements.models import Agreement
from agreements.variables import shown_amount
from core.bilingual import listed
from core.look import chip_html, deadline_html, relative_date_html
from core.tables import NumberColumn, RecordTable, RelativeDateColumn, TwoLineColumn


class AgreementStateColumn(tables.Column):
    """The state, and of a signed agreement what its dates say today."""

    def render(self, record: Agreement) -> SafeString:
        return chip_html(agreement_chip(record, on=timezone.localdate()))

    def value(self, record: Agreement) -> str:
        phase = phase_of(record, on=timezone.localdate())
        state = State(record.state).label
        return f"{state} ({phase.label})" if phase else str(state)


class EndColumn(tables.Column):
    """The last day; marked while the agreement runs and its end comes near."""

    def render(self, value: Any, record: Agreement) -> SafeString:
        if record.state == State.SIGNED and not record.renewal_decision:
            return deadline_html(value, soon_days=90)
        return relative_date_html(value)

    def value(self, value: Any) -> Any:
        return value


class AgreementTable(RecordTable):
    default_columns = ("title", "enterprise", "type", "state", "last_day", "owner", "department")

    title = TwoLineColumn(second="number", verbose_name=_("Agreement"), accessor="title")
    reference = tables.Column(verbose_name=_("Reference"), accessor="number")
    enterprise = tables.Column(verbose_name=_("Enterprise"), accessor="counterparty")
    type = tables.Column(verbose_name=_("Type"))
    state = AgreementStateColumn(verbose_name=_("State"))
    starts_on = RelativeDateColumn(verbose_name=_("First day"))
    last_day = EndColumn(verbose_name=_("Ends"))
    notice_on = RelativeDateColumn(verbose_name=_("Notice until"))
    value_amount = NumberColumn(verbose_name=_("Value"))
    forms = tables.Column(verbose_name=_("Forms of cooperation"))
    owner = tables.Column(verbose_name=_("Owner"), attrs={"td": {"class": "text-nowrap"}})
    department = tables.Column(verbose_name=_("Department"))
    updated_at = RelativeDateColumn(verbose_name=_("Changed"))

    class Meta:
        model = Agreement
        fields = ()

    def render_value_amount(self, value: Any, record: Agreement) -> str:
        return shown_amount(value, record.value_currency)

    def value_value_amount(self, value: Any) -> Any:
        return value

    def render_forms(self, value: list[str]) -> SafeString:
        return format_html("{}", self.value_forms(value))

    def value_forms(self, value: list[str]) -> str:
        return capfirst(listed(FormOfCooperation(code).label for code in value))
