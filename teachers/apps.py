from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.access import register_capabilities
from core.navigation import Entry, register_entry
from core.registry import register_verbs


class TeachersConfig(AppConfig):
    name = "teachers"
    verbose_name = _("Teachers")

    def ready(self) -> None:
        from core.search import Kind, register_kind
        from teachers.models import Teacher

        register_capabilities("teacher", _("Teachers"), {"read": _("see"), "edit": _("edit")})
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
        register_verbs(
            {
                "teacher.added": _("entered the teacher"),
                "teacher.changed": _("changed the record of the teacher"),
            }
        )
