from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.bilingual import listed
from core.look import Chip, Meaning, chip_html
from core.tables import RecordTable, TwoLineColumn
from teachers.models import Teacher

TEACHES = Chip(_("Teaches here"), Meaning.GOOD, "chalkboard")
LEAVES = Chip(_("Leaves"), Meaning.SOON, "logout")
HAS_LEFT = Chip(_("Has left"), Meaning.INACTIVE, "logout")


def presence_chip(teacher: Teacher) -> Chip:
    if teacher.left_on is None:
        return TEACHES
    return HAS_LEFT if teacher.left_on < timezone.localdate() else LEAVES


class TeacherTable(RecordTable):
    default_columns = ("name", "department", "kind", "title", "majors", "presence")

    name = TwoLineColumn(accessor="display_name", second="staff_number", verbose_name=_("teacher"))
    staff_number = tables.Column(verbose_name=_("staff number"))
    department = tables.Column(verbose_name=_("department"))
    kind = tables.Column(accessor="get_kind_display", verbose_name=pgettext_lazy("of a teacher", "kind"))
    title = tables.Column(verbose_name=pgettext_lazy("of a teacher", "professional title"))
    rank = tables.Column(accessor="get_rank_display", verbose_name=pgettext_lazy("of a teacher", "rank"))
    majors = tables.Column(accessor="majors", verbose_name=pgettext_lazy("of a teacher", "majors taught"))
    hired_on = tables.DateColumn(short=False, verbose_name=_("hired on"))
    birth_date = tables.DateColumn(short=False, verbose_name=_("born on"))
    phone = tables.Column(verbose_name=_("phone"))
    user = tables.Column(verbose_name=_("signs in as"))
    presence = tables.Column(accessor="left_on", empty_values=(), verbose_name=_("at the centre"))
    left_on = tables.DateColumn(short=False, verbose_name=_("left on"))

    class Meta:
        model = Teacher
        fields = ()

    def value_name(self, record: Teacher) -> str:
        return record.name

    def render_majors(self, record: Teacher) -> str:
        return listed(record.majors.all()) or "—"

    def value_majors(self, record: Teacher) -> str:
        return listed(record.majors.all())

    def value_hired_on(self, value: Any) -> Any:
        return value

    def value_birth_date(self, value: Any) -> Any:
        return value

    def render_presence(self, record: Teacher) -> SafeString:
        return chip_html(presence_chip(record))

    def value_presence(self, record: Teacher) -> str:
        return str(presence_chip(record).label)

    def value_left_on(self, value: Any) -> Any:
        return value
