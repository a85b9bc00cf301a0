from __future__ import annotations

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.tables import LinkColumn, NumberColumn, RecordTable, RelativeDateColumn, StateColumn, TwoLineColumn
from internships.models import Outcome, RoundSeat, SelectionRound


class RoundTable(RecordTable):
    default_columns = ("name", "plan", "kind", "state", "opens_at", "closes_at", "confirm_by")

    name = LinkColumn(verbose_name=_("round of selection"))
    plan = tables.Column(linkify=True, verbose_name=_("internship plan"))
    kind = tables.Column(accessor="get_kind_display", verbose_name=_("kind"))
    state = StateColumn(verbose_name=_("state"))
    opens_at = RelativeDateColumn(verbose_name=_("students rank from"))
    students_until = RelativeDateColumn(verbose_name=_("students rank until"))
    closes_at = RelativeDateColumn(verbose_name=_("enterprises rank until"))
    confirm_by = RelativeDateColumn(verbose_name=_("students confirm until"))

    class Meta:
        model = SelectionRound
        fields = ()


class SeatTable(RecordTable):
    default_columns = ("post", "enterprise", "seats", "lower", "wishes", "ranked")

    post = tables.Column(linkify=True, verbose_name=pgettext_lazy("internship", "post"))
    enterprise = tables.Column(accessor="post__enterprise", linkify=True, verbose_name=_("enterprise"))
    seats = NumberColumn(verbose_name=_("seats"))
    lower = NumberColumn(verbose_name=_("fewest interns"))
    closing_place = NumberColumn(verbose_name=_("place in the closing order"))
    wishes = NumberColumn(accessor="wish_count", verbose_name=_("students who want to come"))
    ranked = NumberColumn(accessor="ranked_count", verbose_name=_("of these ranked by the enterprise"))

    class Meta:
        model = RoundSeat
        fields = ()


class OutcomeTable(RecordTable):
    default_columns = ("student", "school_class", "post", "enterprise", "choice", "answer", "answered_at")

    student = TwoLineColumn(accessor="student__display_name", second="number", verbose_name=_("student"))
    number = tables.Column(accessor="student__number", verbose_name=_("student number"))
    school_class = tables.Column(accessor="student__school_class", linkify=True, verbose_name=_("class"))
    round = tables.Column(accessor="run__round", linkify=True, verbose_name=_("round of selection"))
    post = tables.Column(
        accessor="seat__post", linkify=True, verbose_name=pgettext_lazy("internship", "post")
    )
    enterprise = tables.Column(accessor="seat__post__enterprise", linkify=True, verbose_name=_("enterprise"))
    choice = NumberColumn(verbose_name=_("choice"))
    answer = StateColumn(verbose_name=_("answer"))
    answered_at = RelativeDateColumn(verbose_name=_("answered at"))
    reason = tables.Column(verbose_name=_("reason"))

    class Meta:
        model = Outcome
        fields = ()

    def value_student(self, record: Outcome) -> str:
        return record.student.name
