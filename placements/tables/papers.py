from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.bilingual import listed
from core.look import Chip, Meaning, chip_html
from core.tables import RecordTable, RelativeDateColumn
from placements.models import Placement, TripartiteParty, TripartiteState
from placements.models.tripartite import TRIPARTITE_CHIPS

NOBODY = "—"
NOT_MADE = Chip(pgettext_lazy("tripartite agreement", "Not made yet"), Meaning.SOON, "circle-dashed")


class TrackingTable(RecordTable):
    default_columns = ("student", "enterprise", "agreement", "signed_by", "waits_for", "due_on")

    student = tables.Column(accessor="student__display_name", verbose_name=_("student"))
    number = tables.Column(accessor="student__number", verbose_name=_("student number"))
    school_class = tables.Column(accessor="student__school_class", verbose_name=_("class"))
    enterprise = tables.Column(accessor="enterprise__display_name", verbose_name=_("enterprise"))
    plan = tables.Column(verbose_name=_("plan"))
    reference = tables.Column(accessor="paper_number", verbose_name=_("reference"))
    agreement = tables.Column(accessor="paper_state", empty_values=(), verbose_name=_("tripartite agreement"))
    signed_by = tables.Column(accessor="paper_signed_by", empty_values=(), verbose_name=_("signed by"))
    waits_for = tables.Column(accessor="paper_signed_by", empty_values=(), verbose_name=_("waits for"))
    due_on = RelativeDateColumn(accessor="paper_due_on", verbose_name=_("to be signed by"))
    starts_on = RelativeDateColumn(verbose_name=_("first day"))

    class Meta:
        model = Placement
        fields = ()

    def render_student(self, record: Placement) -> SafeString:
        return format_html(
            '<a href="{}?tab=papers">{}</a><div class="text-secondary">{}</div>',
            record.get_absolute_url(),
            record.student,
            record.student.number,
        )

    def value_student(self, record: Placement) -> str:
        return record.student.name

    def render_agreement(self, record: Any) -> SafeString:
        chip = TRIPARTITE_CHIPS[TripartiteState(record.paper_state)] if record.paper_state else NOT_MADE
        if record.paper_id is None:
            return chip_html(chip)
        address = reverse("placements:tripartite_detail", args=[record.paper_id])
        return format_html('<a href="{}">{}</a>', address, chip_html(chip))

    def value_agreement(self, record: Any) -> str:
        return str(TripartiteState(record.paper_state).label if record.paper_state else NOT_MADE.label)

    def render_signed_by(self, record: Any) -> str:
        return self.value_signed_by(record) or NOBODY

    def value_signed_by(self, record: Any) -> str:
        return listed(TripartiteParty(party).label for party in record.paper_signed_by)

    def render_waits_for(self, record: Any) -> str:
        return self.value_waits_for(record) or NOBODY

    def value_waits_for(self, record: Any) -> str:
        if record.paper_state != TripartiteState.OUT:
            return ""
        return listed(party.label for party in TripartiteParty if party not in record.paper_signed_by)
