from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.look import chip_html
from core.school_years import in_words
from core.tables import LinkColumn, NumberColumn, RecordTable, RelativeDateColumn, StateColumn
from teachers.models import Appointment, Engagement, PartTimeNeed, PartTimeTeacher


class NeedTable(RecordTable):
    default_columns = ("title", "department", "courses", "hours_per_term", "proposed", "found", "state")

    title = LinkColumn(verbose_name=pgettext_lazy("need of a part-time teacher", "what is needed"))
    department = tables.Column(verbose_name=_("department"))
    courses = tables.Column(verbose_name=pgettext_lazy("need of a part-time teacher", "courses"))
    sought = tables.Column(verbose_name=_("title or skill sought"))
    hours_per_term = NumberColumn(verbose_name=_("hours a term"))
    seats = NumberColumn(verbose_name=pgettext_lazy("need of a part-time teacher", "people"))
    proposed = NumberColumn(verbose_name=_("proposed"))
    found = NumberColumn(verbose_name=_("found"))
    starts_on = RelativeDateColumn(verbose_name=pgettext_lazy("need of a part-time teacher", "from"))
    ends_on = RelativeDateColumn(verbose_name=pgettext_lazy("need of a part-time teacher", "until"))
    state = StateColumn(verbose_name=_("state"))

    class Meta:
        model = PartTimeNeed
        fields = ()


class PartTimerTable(RecordTable):
    default_columns = ("name", "enterprise", "department", "standing", "trained_on", "serves_until")

    name = LinkColumn(accessor="contact__display_name", verbose_name=_("part-time teacher"))
    enterprise = tables.Column(accessor="contact__enterprise__display_name", verbose_name=_("enterprise"))
    job = tables.Column(accessor="contact__title", verbose_name=_("job title"))
    department = tables.Column(verbose_name=_("department"))
    standing = tables.Column(accessor="standing_in_words", verbose_name=_("title or skill"))
    trained_on = RelativeDateColumn(verbose_name=_("trained in teaching on"))
    serves_until = RelativeDateColumn(verbose_name=_("teaches until"))
    is_manager = tables.BooleanColumn(verbose_name=_("has led something in an enterprise"))
    management = tables.Column(verbose_name=_("management experience"))

    class Meta:
        model = PartTimeTeacher
        fields = ()


class AppointmentTable(RecordTable):
    default_columns = ("person", "enterprise", "need", "department", "begins_on", "ends_on", "state")

    person = LinkColumn(accessor="contact__display_name", verbose_name=_("part-time teacher"))
    enterprise = tables.Column(accessor="contact__enterprise__display_name", verbose_name=_("enterprise"))
    need = tables.Column(verbose_name=pgettext_lazy("need of a part-time teacher", "need"))
    department = tables.Column(accessor="need__department", verbose_name=_("department"))
    begins_on = RelativeDateColumn(
        verbose_name=pgettext_lazy("appointment of a part-time teacher", "first day")
    )
    ends_on = RelativeDateColumn(verbose_name=pgettext_lazy("appointment of a part-time teacher", "last day"))
    waiting_since = RelativeDateColumn(verbose_name=_("in this state since"))
    vetted_on = RelativeDateColumn(verbose_name=_("vetted on"))
    publicised_until = RelativeDateColumn(verbose_name=_("public until"))
    agreed_on = RelativeDateColumn(verbose_name=_("agreement signed on"))
    inducted_on = RelativeDateColumn(verbose_name=_("inducted on"))
    state = tables.Column(empty_values=(), verbose_name=_("state"))

    class Meta:
        model = Appointment
        fields = ()

    def render_state(self, record: Appointment) -> SafeString:
        return chip_html(record.chip_on(timezone.localdate()))

    def value_state(self, record: Appointment) -> str:
        return str(record.chip_on(timezone.localdate()).label)


class EngagementTable(RecordTable):
    default_columns = ("person", "course", "year", "term", "hours_planned", "hours_taught", "grade")

    person = tables.Column(
        accessor="appointment__contact__display_name",
        verbose_name=_("part-time teacher"),
        linkify=lambda record: f"{record.get_absolute_url()}?tab=engagements",
    )
    enterprise = tables.Column(
        accessor="appointment__contact__enterprise__display_name", verbose_name=_("enterprise")
    )
    department = tables.Column(accessor="appointment__need__department", verbose_name=_("department"))
    course = tables.Column(verbose_name=pgettext_lazy("of an engagement", "course"))
    year = tables.Column(accessor="study_year", verbose_name=_("school year"))
    term = tables.Column(accessor="get_term_display", verbose_name=_("term"))
    hours_planned = NumberColumn(verbose_name=_("hours planned"))
    hours_taught = NumberColumn(verbose_name=_("hours taught"))
    fee = NumberColumn(verbose_name=_("fee an hour"))
    fee_in_all = NumberColumn(verbose_name=_("fee in all"))
    grade = tables.Column(
        accessor="get_grade_display", verbose_name=pgettext_lazy("of an engagement", "assessment")
    )

    class Meta:
        model = Engagement
        fields = ()

    def render_year(self, value: Any) -> str:
        return in_words(value)

    def value_year(self, value: Any) -> str:
        return in_words(value)
