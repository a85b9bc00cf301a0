"""What the rest of the house shows of students and classes: filled in once, when the app is ready."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import register_capabilities
from core.imports.spec import register_import
from core.navigation import Entry, PortalEntry, register_entry, register_portal_entry
from core.notifications import register_kind as register_notification
from core.registry import (
    StudentPage,
    register_children,
    register_student_page,
    register_student_tasks,
    register_tab,
    register_verbs,
)
from core.search import Kind, register_kind
from core.walls import register_wall, register_wall_function
from internships.imports import StudentsImport
from internships.me.views import tasks_of_the_record
from internships.me.walls import FUNCTION, MYSELF, WALLS
from internships.models import Student
from internships.student_notices import STUDENT_INVITATION
from internships.views.care import PROFILE, TALKS

PAGES = (
    StudentPage(label=_("Today"), url_name="me:today", icon="home", order=10),
    StudentPage(
        label=pgettext_lazy("of a student", "My profile"), url_name="me:profile", icon="id-badge-2", order=80
    ),
    StudentPage(label=_("My details"), url_name="me:details", icon="user", order=90),
)


def offer_students() -> None:
    register_portal_entry(
        PortalEntry(
            label=_("Students"), url_name="portal:students", icon="school", group="students", order=22
        ),
    )
    register_import(StudentsImport())
    register_notification(STUDENT_INVITATION)
    register_wall_function(FUNCTION, MYSELF)
    for wall in WALLS:
        register_wall(wall)
    register_student_tasks("students", tasks_of_the_record, order=90)
    for page in PAGES:
        register_student_page(page)
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
    register_entry(
        Entry(
            group="students",
            label=_("My class"),
            url_name="internships:my_class",
            icon="user-heart",
            order=5,
            capability="student.care",
        )
    )
    register_tab("internships.Student", PROFILE)
    register_tab("internships.Student", TALKS)
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
            personal_data="record",
        )
    )
    register_children(
        "internships.Student", ("internships.Guardian", "student"), ("internships.GuardianTalk", "student")
    )
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
            "student.invited": _("gave the student a code to sign in"),
            "student.came_in": _("signed in for the first time"),
            "student.new_password": _("chose a new password with a code"),
            "student.profile_changed": _("changed their profile"),
            "student.entry_added": _("added to their profile"),
            "student.entry_removed": _("took something out of their profile"),
            "student.consent_given": _("allowed enterprises to see a part of their profile"),
            "student.consent_withdrawn": _("no longer allows enterprises to see a part of their profile"),
            "student.correction_asked": _("asked the school to correct the record"),
            "student.correction_answered": _("answered a request to correct the record"),
            "student.talk_recorded": _("recorded a talk with a guardian"),
            "student.talk_step_done": _("did what was to be done after a talk"),
            "class.invited": _("invited the class to sign in"),
            "class.added": _("entered the class"),
            "class.changed": _("changed the class"),
            "class.graduated": _("graduated the class"),
        }
    )
