"""What the records of teachers put into the pages of other apps. Called from ``AppConfig.ready``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.access import register_capabilities
from core.navigation import Entry, register_entry
from core.registry import register_verbs
from core.search import Kind, register_kind
from teachers.facts import of_evidence, of_record, register_teacher_facts
from teachers.models import Teacher


def offer_teachers() -> None:
    register_capabilities(
        "teacher",
        _("Teachers"),
        {
            "read": _("see"),
            "edit": _("edit"),
            "confirm": _("confirm what teachers enter in their files"),
            "import": _("import"),
        },
    )
    register_entry(
        Entry(
            group="teachers",
            label=_("Teachers"),
            url_name="teachers:teacher_list",
            icon="chalkboard",
            order=10,
            capability="teacher.read",
        )
    )
    register_kind(
        Kind(
            name="teacher",
            label=_("Teachers"),
            icon="chalkboard",
            rows=Teacher.objects.visible_to,
            line=lambda row: (str(row), row.staff_number),
            list_url_name="teachers:teacher_list",
            order=40,
            personal_data="record",
        )
    )
    register_teacher_facts("record", of_record)
    register_teacher_facts("evidence", of_evidence)
    register_verbs(
        {
            "teacher.added": _("entered the teacher"),
            "teacher.changed": _("changed the record of the teacher"),
        }
    )
