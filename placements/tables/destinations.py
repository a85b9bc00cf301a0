from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.look import Chip, Meaning, chip_html
from core.tables import RecordTable, RelativeDateColumn
from internships.models import Student

UNREPORTED = Chip(_("not reported"), Meaning.LATE)
REPORTED = Chip(_("reported"), Meaning.WAITING)
CONFIRMED = Chip(_("confirmed"), Meaning.GOOD)


def confirmed_chip(record: Student) -> Chip | None:
    known = getattr(record, "destination", None)
    if known is None:
        return None
    return CONFIRMED if known.is_confirmed else REPORTED


class GraduateTable(RecordTable):
    default_columns = ("name", "school_class", "destination", "where", "matched", "state")

    name = tables.Column(accessor="display_name", verbose_name=_("graduate"))
    number = tables.Column(verbose_name=_("student number"))
    school_class = tables.Column(linkify=True, verbose_name=_("class"))
    major = tables.Column(accessor="school_class__major", verbose_name=_("major"))
    destination = tables.Column(accessor="pk", verbose_name=_("what became of them"))
    where = tables.Column(accessor="destination__where", verbose_name=_("employer or school"))
    matched = tables.Column(accessor="pk", verbose_name=_("in the field of the major"))
    since_on = RelativeDateColumn(accessor="destination__since_on", verbose_name=_("since"))
    proof = tables.Column(accessor="destination__proof", verbose_name=_("proof"))
    state = tables.Column(accessor="pk", verbose_name=_("state"))

    class Meta:
        model = Student
        fields = ()

    def render_name(self, value: str, record: Student) -> SafeString:
        address = f"{reverse('internships:student_detail', args=[record.pk])}?tab=destination"
        return format_html('<a href="{}">{}</a>', address, value)

    def value_name(self, record: Student) -> str:
        return record.name

    def render_destination(self, record: Any) -> SafeString:
        known = getattr(record, "destination", None)
        return chip_html(known.chip if known else UNREPORTED)

    def value_destination(self, record: Any) -> str:
        known = getattr(record, "destination", None)
        return str((known.chip if known else UNREPORTED).label)

    def render_matched(self, record: Any) -> str:
        known = getattr(record, "destination", None)
        return str(_("yes") if known.is_matched else _("no")) if known else "—"

    def value_matched(self, record: Any) -> str:
        return self.render_matched(record)

    def render_state(self, record: Any) -> SafeString | str:
        chip = confirmed_chip(record)
        return chip_html(chip) if chip else "—"

    def value_state(self, record: Any) -> str:
        chip = confirmed_chip(record)
        return str(chip.label) if chip else ""
