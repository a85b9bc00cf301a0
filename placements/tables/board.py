from __future__ import annotations

from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.look import chip_html
from core.tables import RecordTable, RelativeDateColumn
from internships.models import Student
from placements.board import chip_of
from placements.standing import ready_chip

NOBODY = "—"


def _named(shown: dict[str, Any], chinese: str, latin: str) -> str:
    """A name out of the plain values of a row, in the reader's language where it has one."""
    first, second = (chinese, latin) if (get_language() or "").startswith("zh") else (latin, chinese)
    return shown.get(first) or shown.get(second) or ""


class BoardTable(RecordTable):
    default_columns = ("student", "school_class", "where", "post", "in_the_way", "instructor", "starts_on")

    student = tables.Column(accessor="display_name", verbose_name=_("student"))
    number = tables.Column(verbose_name=_("student number"))
    school_class = tables.Column(verbose_name=_("class"))
    where = tables.Column(accessor="pk", verbose_name=_("stands at"))
    post = tables.Column(
        accessor="placement", empty_values=(), verbose_name=pgettext_lazy("internship", "post")
    )
    in_the_way = tables.Column(accessor="standing", empty_values=(), verbose_name=_("in the way"))
    instructor = tables.Column(accessor="placement", empty_values=(), verbose_name=_("instructor"))
    starts_on = RelativeDateColumn(accessor="placement", verbose_name=_("first day"))

    class Meta:
        model = Student
        fields = ()

    def render_student(self, record: Any) -> SafeString:
        address = (
            reverse("placements:placement_detail", args=[record.placement["pk"]])
            if record.placement
            else record.get_absolute_url()
        )
        return format_html(
            '<a href="{}">{}</a><div class="text-secondary">{}</div>', address, record, record.number
        )

    def value_student(self, record: Any) -> str:
        return record.name

    def render_where(self, record: Any) -> SafeString:
        return chip_html(chip_of(record))

    def value_where(self, record: Any) -> str:
        return str(chip_of(record).label)

    def render_post(self, record: Any) -> SafeString | str:
        shown = record.placement
        if shown is None:
            return NOBODY
        return format_html(
            '{}<div class="text-secondary">{}</div>',
            _named(shown, "post_zh", "post_en"),
            _named(shown, "enterprise", "enterprise_en"),
        )

    def value_post(self, record: Any) -> str:
        shown = record.placement
        if shown is None:
            return ""
        return f"{_named(shown, 'post_zh', 'post_en')} · {_named(shown, 'enterprise', 'enterprise_en')}"

    def render_in_the_way(self, record: Any) -> SafeString | str:
        if record.placement is None:
            return NOBODY
        check = record.standing or {"blocking": None, "asking": None, "is_due": False}
        blocking = check["blocking"] or ()
        return format_html(
            '{}<div class="text-secondary">{}</div>',
            chip_html(ready_chip(check["blocking"], check["asking"], is_due=check["is_due"])),
            format_html_join(" ", '<span class="text-nowrap">{}</span>', ((code,) for code in blocking)),
        )

    def value_in_the_way(self, record: Any) -> str:
        return " ".join(record.standing["blocking"]) if record.standing else ""

    def render_instructor(self, record: Any) -> str:
        return self.value_instructor(record) or NOBODY

    def value_instructor(self, record: Any) -> str:
        return _named(record.placement, "instructor", "instructor_latin") if record.placement else ""

    def render_starts_on(self, record: Any) -> Any:
        return RelativeDateColumn().render(self.value_starts_on(record))

    def value_starts_on(self, record: Any) -> date | None:
        return date.fromisoformat(record.placement["starts_on"]) if record.placement else None
