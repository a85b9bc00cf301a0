from __future__ import annotations

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from core.bilingual import listed
from core.tables import LinkColumn, NumberColumn, RecordTable, RelativeDateColumn, StateColumn
from placements.models import Vacancy


class VacancyTable(RecordTable):
    default_columns = ("name", "enterprise", "majors", "seats", "applications", "open_until", "state")

    name = LinkColumn(verbose_name=_("vacancy"))
    enterprise = tables.Column(accessor="enterprise__display_name", verbose_name=_("enterprise"))
    majors = tables.ManyToManyColumn(verbose_name=_("majors"), transform=str, default=_("every major"))
    region = tables.Column(accessor="region__name", verbose_name=_("district"))
    pay_from = NumberColumn(verbose_name=_("pay a month from"))
    pay_to = NumberColumn(verbose_name=_("pay a month up to"))
    seats = NumberColumn(verbose_name=_("seats"))
    applications = NumberColumn(accessor="application_count", verbose_name=_("applications"))
    department = tables.Column(verbose_name=_("department"))
    open_until = RelativeDateColumn(verbose_name=_("open until"))
    state = StateColumn(verbose_name=_("state"))
    updated_at = RelativeDateColumn(verbose_name=_("last changed"))

    class Meta:
        model = Vacancy
        fields = ()

    def value_majors(self, record: Vacancy) -> str:
        return listed(record.majors.all())
