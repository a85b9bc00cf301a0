"""What the rest of the house shows of students and classes: filled in once, when the app is ready."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.access import register_capabilities
from core.imports.spec import register_import
from core.navigation import Entry, register_entry
from core.registry import register_children, register_verbs
from core.search import Kind, register_kind
from internships.imports import StudentsImport
from internships.models import Student


def offer_students() -> None:
    register_import(StudentsImport())
    register_capabilities(
        "student",
        _("Students"),
        {
            "read": _("see"),
            "edit": _("edit"),
            "import": _("import"),
            "identity": _("see identity numbers"),
            "care": _("look after one's own class"),
        },
    )
    for order, (label, name, icon) in enumerate(
        (
            (_("Students"), "student_list", "school"),
            (_("Classes"), "class_list", "users-group"),
        )
    ):
        register_entry(
            Entry(
                group="students",
                label=label,
                url_name=f"internships:{name}",
                icon=icon,
                order=10 + order,
                capability="student.read",
            )
        )
    register_kind(
        Kind(
            name="student",
            label=_("Students"),
            icon="school",
            rows=lambda actor: (
                Student.objects.visible_to(actor).select_related("school_class").defer("identity")
            ),
            line=lambda row: (str(row), f"{row.number} · {row.school_class}"),
            list_url_name="internships:student_list",
            order=30,
        )
    )
    register_children("internships.Student", ("internships.Guardian", "student"))
    register_verbs(
        {
            "student.added": _("entered the student"),
            "student.changed": _("changed the record of the student"),
            "student.identity_shown": _("looked at the whole identity number"),
            "student.take_leave": _("noted a leave of absence"),
            "student.come_back": _("noted that the student is back"),
            "student.graduate": _("graduated the student"),
            "student.leave": _("noted that the student has left the school"),
            "student.guardian_added": _("added a guardian"),
            "student.guardian_changed": _("changed a guardian"),
            "student.guardian_removed": _("removed a guardian"),
            "class.added": _("entered the class"),
            "class.changed": _("changed the class"),
            "class.graduated": _("graduated the class"),
        }
    )
