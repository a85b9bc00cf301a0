from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.look import Chip, Meaning, chip_html
from core.tables import NumberColumn, RecordTable
from placements.hours import BREACH_CHIPS, HourRules, hour_rules
from placements.models import WorkDay
from placements.weeks import name_of_week

CONFIRMED = Chip(_("Confirmed"), Meaning.GOOD, "circle-check")


def _plain(hours: Decimal) -> str:
    return f"{hours.normalize():f}"


def confirmed_chip(waiting: int) -> Chip:
    if not waiting:
        return CONFIRMED
    words = ngettext("%(count)d day to confirm", "%(count)d days to confirm", waiting)
    return Chip(words % {"count": waiting}, Meaning.WAITING, "clock")


class WeekTable(RecordTable):
    default_columns = ("student", "week", "enterprise", "school_class", "total", "confirmed", "rules")

    student = tables.Column(accessor="placement__student__display_name", verbose_name=_("student"))
    number = tables.Column(accessor="placement__student__number", verbose_name=_("student number"))
    school_class = tables.Column(accessor="placement__student__school_class", verbose_name=_("class"))
    enterprise = tables.Column(accessor="placement__enterprise__display_name", verbose_name=_("enterprise"))
    plan = tables.Column(accessor="placement__plan", verbose_name=_("plan"))
    week = tables.Column(accessor="monday", verbose_name=_("week"))
    total = NumberColumn(verbose_name=_("hours"))
    limit = NumberColumn(accessor="pk", verbose_name=_("limit of the week"))
    worked = NumberColumn(verbose_name=_("days worked"))
    longest = NumberColumn(verbose_name=_("longest day"))
    waiting = NumberColumn(verbose_name=_("days not confirmed"))
    confirmed = tables.Column(accessor="waiting", verbose_name=_("confirmation"))
    rules = tables.Column(accessor="failed", empty_values=(), verbose_name=_("rules"))

    class Meta:
        model = WorkDay
        fields = ()

    @cached_property
    def said(self) -> HourRules:
        return hour_rules(timezone.localdate())

    def render_student(self, record: Any) -> SafeString:
        student = record.placement.student
        return format_html(
            '<a href="{}">{}</a><div class="text-secondary">{}</div>',
            f"{record.placement.get_absolute_url()}?tab=days",
            student,
            student.number,
        )

    def value_student(self, record: Any) -> str:
        return record.placement.student.name

    def render_week(self, record: Any) -> SafeString:
        return format_html(
            '{}<div class="text-secondary">{}</div>', date_format(record.monday), name_of_week(record.monday)
        )

    def value_week(self, record: Any) -> str:
        return name_of_week(record.monday)

    def render_total(self, record: Any) -> str:
        worked = _plain(record.total)
        return f"{worked} / {self.said.week_limit:g}" if self.said.week_limit else worked

    def value_total(self, record: Any) -> Any:
        return record.total

    def render_limit(self) -> str:
        return f"{self.said.week_limit:g}" if self.said.week_limit else "—"

    def value_limit(self) -> float | None:
        return self.said.week_limit

    def render_confirmed(self, record: Any) -> SafeString:
        return chip_html(confirmed_chip(record.waiting))

    def value_confirmed(self, record: Any) -> str:
        return str(confirmed_chip(record.waiting).label)

    def render_rules(self, record: Any) -> SafeString | str:
        chips = ((chip_html(BREACH_CHIPS[name]),) for name in self.said.broken(record.failed))
        return format_html_join(" ", "{}", chips) or "—"

    def value_rules(self, record: Any) -> str:
        return " ".join(record.failed or ())
