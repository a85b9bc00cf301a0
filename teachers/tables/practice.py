from __future__ import annotations

from functools import cached_property
from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.look import chip_html
from core.tables import LinkColumn, NumberColumn, RecordTable, RelativeDateColumn, StateColumn, TwoLineColumn
from teachers.models import Opening, Practice, PracticeDue
from teachers.practice_rules import practice_rules


class PracticeTable(RecordTable):
    default_columns = ("teacher", "department", "enterprise", "form", "starts_on", "ends_on", "state")

    teacher = LinkColumn(accessor="teacher__display_name", verbose_name=_("teacher"))
    staff_number = tables.Column(accessor="teacher__staff_number", verbose_name=_("staff number"))
    department = tables.Column(accessor="teacher__department", verbose_name=_("department"))
    enterprise = tables.Column(accessor="enterprise__display_name", verbose_name=_("enterprise"))
    form = tables.Column(
        accessor="get_form_display", verbose_name=pgettext_lazy("practice of a teacher", "form")
    )
    counted_as = tables.Column(
        accessor="get_counted_as_display",
        verbose_name=pgettext_lazy("practice of a teacher", "how it is counted"),
    )
    starts_on = RelativeDateColumn(verbose_name=_("first day"))
    ends_on = RelativeDateColumn(verbose_name=_("last day"))
    place = tables.Column(verbose_name=pgettext_lazy("practice of a teacher", "where"))
    objectives = tables.Column(verbose_name=pgettext_lazy("practice of a teacher", "objectives"))
    outcome = tables.Column(verbose_name=pgettext_lazy("practice of a teacher", "outcome"))
    state = StateColumn(verbose_name=_("state"))

    class Meta:
        model = Practice
        fields = ()


class DueTable(RecordTable):
    default_columns = ("teacher", "department", "rule", "months", "missing", "short_from", "standing")

    teacher = TwoLineColumn(
        accessor="teacher__display_name", second="staff_number", verbose_name=_("teacher")
    )
    staff_number = tables.Column(accessor="teacher__staff_number", verbose_name=_("staff number"))
    department = tables.Column(accessor="teacher__department", verbose_name=_("department"))
    kind = tables.Column(
        accessor="teacher__get_kind_display", verbose_name=pgettext_lazy("of a teacher", "kind")
    )
    rule = tables.Column(verbose_name=pgettext_lazy("rule of law", "rule"))
    months_wanted = NumberColumn(verbose_name=_("months wanted"))
    months = NumberColumn(verbose_name=_("months practised"))
    missing = NumberColumn(verbose_name=_("months missing"))
    since = tables.DateColumn(short=False, verbose_name=_("counts since"))
    short_from = RelativeDateColumn(verbose_name=_("owed from"))
    short_from_as_planned = RelativeDateColumn(verbose_name=_("owed from, with what is planned"))
    standing = tables.Column(
        accessor="short_from", verbose_name=pgettext_lazy("practice of a teacher", "standing")
    )
    reckoned_on = tables.DateColumn(short=False, verbose_name=_("as of"))

    class Meta:
        model = PracticeDue
        fields = ()

    @cached_property
    def titles(self) -> dict[str, str]:
        return {one.code: one.rule.title for one in practice_rules(timezone.localdate())}

    def render_rule(self, value: str) -> str:
        return self.titles.get(value, value)

    def value_rule(self, value: str) -> str:
        return value

    def render_standing(self, record: PracticeDue) -> SafeString:
        return chip_html(record.chip_on(timezone.localdate()))

    def value_standing(self, record: PracticeDue) -> str:
        return str(record.chip_on(timezone.localdate()).label)


class OpeningTable(RecordTable):
    default_columns = ("title", "enterprise", "majors", "place", "period", "free", "state")

    title = LinkColumn(verbose_name=pgettext_lazy("post for a teacher", "post"))
    enterprise = tables.Column(accessor="enterprise__display_name", verbose_name=_("enterprise"))
    majors = tables.Column(accessor="pk", verbose_name=_("majors"))
    region = tables.Column(accessor="region", verbose_name=_("district"))
    place = tables.Column(verbose_name=pgettext_lazy("post for a teacher", "where"))
    period = tables.Column(accessor="starts_on", verbose_name=_("from–until"))
    starts_on = RelativeDateColumn(verbose_name=_("first day"))
    ends_on = RelativeDateColumn(verbose_name=_("last day"))
    seats = NumberColumn(verbose_name=_("seats"))
    free = NumberColumn(accessor="taken", verbose_name=_("free seats"))
    state = StateColumn(verbose_name=_("state"))

    class Meta:
        model = Opening
        fields = ()

    def render_majors(self, record: Opening) -> str:
        return " · ".join(str(major) for major in record.majors.all()) or str(_("every major"))

    def value_majors(self, record: Opening) -> str:
        return self.render_majors(record)

    def render_period(self, record: Opening) -> str:
        return f"{date_format(record.starts_on)} – {date_format(record.ends_on)}"

    def value_period(self, record: Opening) -> str:
        return f"{record.starts_on.isoformat()} – {record.ends_on.isoformat()}"

    def render_free(self, record: Any) -> int:
        return max(record.seats - record.taken, 0)

    def value_free(self, record: Any) -> int:
        return self.render_free(record)
