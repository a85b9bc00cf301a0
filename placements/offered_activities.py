"""What activities of students put into the pages of other apps. Called from ``AppConfig.ready``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.navigation import Entry, register_entry
from core.notifications import register_kind
from core.registry import (
    StudentPage,
    register_student_page,
    register_student_tasks,
    register_tab,
    register_verbs,
)
from core.walls import Wall, register_wall
from internships.class_watch import Watch, register_watch
from internships.me.walls import FUNCTION as MYSELF
from internships.policies import CARE
from placements.activity_notices import KINDS
from placements.activity_querysets import with_something_to_confirm
from placements.me.activities import tasks_of_activities
from placements.models import StudentActivity
from placements.views.activities import ACTIVITIES

WALLS = (
    # Between students and the school: no enterprise reads them.
    Wall(table="placements_studentactivity", sees=f"student_id IN (SELECT {MYSELF}())"),
    Wall(table="placements_activityfile", sees="parent_id IN (SELECT id FROM placements_studentactivity)"),
)
TO_CONFIRM = Watch(
    name="activities",
    label=_("With activities to confirm"),
    icon="trophy",
    advice=_("Open the activities of each, and confirm them or return them with a reason."),
    students=lambda rows, _on: with_something_to_confirm(rows, StudentActivity.objects.all()),
    order=60,
)


def offer_activities() -> None:
    for wall in WALLS:
        register_wall(wall)
    for kind in KINDS:
        register_kind(kind)
    register_tab("internships.Student", ACTIVITIES)
    register_watch(TO_CONFIRM)
    register_entry(
        Entry(
            group="students",
            label=_("Activities of students"),
            url_name="placements:activity_list",
            icon="trophy",
            order=69,
            offered_to=lambda user: user.can("student.read") or user.can(CARE),
        )
    )
    register_student_page(
        StudentPage(
            label=pgettext_lazy("of a student", "My activities"),
            url_name="me:activities",
            icon="trophy",
            order=58,
        )
    )
    register_student_tasks("activities", tasks_of_activities, order=45)
    register_verbs(
        {
            "activity.enter": _("entered the activity"),
            "activity.rewrite": _("changed the activity"),
            "activity.remove_file": _("took a file out of the activity"),
            "activity.withdraw": _("took the activity back"),
            "activity.confirm": _("confirmed the activity"),
            "activity.return": _("returned the activity"),
            "activity.reopen": _("took the confirmation back"),
        }
    )
