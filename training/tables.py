from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.tables import LinkColumn, NumberColumn, RecordTable, RelativeDateColumn, StateColumn
from training.models import Course, Enrolment, Fee


class CourseTable(RecordTable):
    default_columns = ("title", "department", "first_at", "hours", "enrolled_count", "capacity", "state")

    title = LinkColumn(verbose_name=_("course"))
    department = tables.Column(verbose_name=_("department"))
    first_at = tables.Column(verbose_name=_("first session"))
    enrol_until = RelativeDateColumn(verbose_name=_("enrolment until"))
    hours = NumberColumn(verbose_name=pgettext_lazy("course for employees", "hours"))
    enrolled_count = NumberColumn(verbose_name=pgettext_lazy("course for employees", "enrolled"), default=0)
    waiting_count = NumberColumn(verbose_name=_("waiting"), default=0)
    capacity = NumberColumn(verbose_name=_("places"))
    fee = NumberColumn(verbose_name=_("fee per head"))
    place = tables.Column(verbose_name=pgettext_lazy("course for employees", "place"))
    state = StateColumn(verbose_name=_("state"))

    class Meta:
        model = Course
        fields = ()

    def render_first_at(self, value: Any) -> str:
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")

    def value_first_at(self, value: Any) -> Any:
        return timezone.localtime(value).replace(tzinfo=None)


class EnrolmentTable(RecordTable):
    default_columns = ("name", "job", "enterprise", "course", "hours", "state")

    name = LinkColumn(verbose_name=_("name"))
    job = tables.Column(verbose_name=_("job title"))
    phone = tables.Column(verbose_name=_("phone"))
    enterprise = tables.Column(accessor="enterprise__display_name", verbose_name=_("enterprise"))
    course = tables.Column(verbose_name=_("course"))
    enrolled_at = RelativeDateColumn(verbose_name=_("enrolled at"))
    hours = NumberColumn(verbose_name=_("hours attended"))
    certificate = tables.Column(
        accessor="certificate_number", verbose_name=pgettext_lazy("column", "certificate"), default=""
    )
    state = StateColumn(verbose_name=_("state"))

    class Meta:
        model = Enrolment
        fields = ()


class FeeTable(RecordTable):
    default_columns = ("enterprise", "course", "heads", "amount", "due_since", "paid_on", "state")

    enterprise = LinkColumn(accessor="enterprise__display_name", verbose_name=_("enterprise"))
    course = tables.Column(verbose_name=_("course"))
    heads = NumberColumn(verbose_name=pgettext_lazy("fee for a course", "heads"))
    amount = NumberColumn(verbose_name=pgettext_lazy("fee for a course", "amount"))
    due_since = RelativeDateColumn(verbose_name=_("due since"))
    paid_on = RelativeDateColumn(verbose_name=pgettext_lazy("fee for a course", "paid on"))
    receipt = tables.Column(verbose_name=_("receipt number"))
    reason = tables.Column(verbose_name=_("reason"))
    state = StateColumn(verbose_name=_("state"))

    class Meta:
        model = Fee
        fields = ()
