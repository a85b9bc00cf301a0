"""What placements put into the pages of other apps. Called from ``AppConfig.ready``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from compliance.changes import register_recheck
from compliance.choices import Stage
from compliance.subjects import Subject, register_subject
from compliance.views.cases import WAIVERS
from core.access import register_capabilities
from core.navigation import Entry, register_entry
from core.notifications import register_kind as register_notification
from core.registry import (
    register_student_cards,
    register_student_tasks,
    register_tab,
    register_verbs,
)
from core.walls import register_wall
from internships.class_watch import register_watch as register_class_watch
from internships.models import Plan, Post
from internships.occupancy import register_placements
from internships.rule_checks import rules_in_force
from placements import lapses, weekly_reminders
from placements.class_watch import UNPLACED
from placements.me.own_places import tasks_of_applications
from placements.me.today import cards_of_internships, tasks_of_internships
from placements.me.walls import WALLS
from placements.models import Placement
from placements.operations.readiness import recheck_after
from placements.seats import SeatsAndPlaces
from placements.standing import being_checked
from placements.student_notices import KINDS
from placements.views.board import BOARD_OF_PLAN
from placements.views.elsewhere import PLACEMENTS_OF
from placements.views.placing import PLACEMENTS_OF_ROUND
from placements.watch import Watch, register_watch

SUBJECTS: tuple[tuple[str, type[Placement] | type[Post] | type[Plan]], ...] = (
    ("placement", Placement),
    ("post", Post),
    ("plan", Plan),
)
TABS_OF_CHECKS: dict[str, str] = {
    Stage.START: "readiness",
    Stage.DAY: "days",
    Stage.PAY: "pay",
    Stage.ARCHIVE: "archive",
}


CHECKED_ANEW = Watch(
    name="being_checked",
    label=_("Being checked"),
    icon="refresh",
    advice=_("Facts have changed; what stands there was found before. Nothing to do."),
    placements=being_checked,
    order=90,
)


def offer_placements() -> None:
    register_capabilities(
        "placement",
        _("Placements"),
        {
            "read": _("see"),
            "edit": _("place students and keep their papers"),
            "start": _("declare ready, start and end"),
            "instruct": _("guide one’s own students"),
        },
    )
    register_entry(
        Entry(
            group="students",
            label=_("Placements"),
            url_name="placements:placement_list",
            icon="heart-handshake",
            order=60,
            capability="placement.read",
        )
    )
    register_entry(
        Entry(
            group="students",
            label=_("My students"),
            url_name="placements:mine",
            icon="users",
            order=6,
            capability="placement.instruct",
        )
    )
    register_tab("internships.SelectionRound", PLACEMENTS_OF_ROUND)
    register_tab("internships.Plan", BOARD_OF_PLAN)
    for page, tab in PLACEMENTS_OF.items():
        register_tab(page, tab)
    register_class_watch(UNPLACED)
    register_class_watch(lapses.SILENT)
    for watch in (CHECKED_ANEW, *lapses.WATCHES):
        register_watch(watch)
    register_placements(SeatsAndPlaces())
    register_student_cards("internships", cards_of_internships, order=10)
    register_student_tasks("internships", tasks_of_internships, order=20)
    for wall in WALLS:
        register_wall(wall)
    register_student_tasks("own_places", tasks_of_applications, order=30)
    for kind in (*KINDS.values(), *weekly_reminders.KINDS):
        register_notification(kind)
    register_entry(
        Entry(
            group="students",
            label=_("Places of students’ own"),
            url_name="placements:application_list",
            icon="user-check",
            order=61,
            capability="placement.edit",
        )
    )
    register_recheck(recheck_after)
    for name, model in SUBJECTS:
        register_subject(
            Subject(
                name=name,
                model=model,
                version=rules_in_force,
                rows=model.objects.visible_to,
                tab=WAIVERS.name,
                check_tabs=TABS_OF_CHECKS if model is Placement else {},
            )
        )
        register_tab(model._meta.label, WAIVERS)
    register_verbs(
        {
            "placement.place": _("placed the student"),
            "placement.lodging": _("said where the student sleeps"),
            "placement.guides": _("chose who guides the student"),
            "placement.prepare": _("declared it ready"),
            "placement.reopen": _("took back that it is ready"),
            "placement.start": _("noted that it has begun"),
            "placement.interrupt": _("interrupted it"),
            "placement.resume": _("noted that it goes on"),
            "placement.finish": _("finished it"),
            "placement.end_early": _("ended it early"),
            "placement.cancel": _("cancelled it"),
            "place_application.apply": _("applied for a host of their own"),
            "place_application.approve": _("approved the host"),
            "place_application.refuse": _("refused the host"),
            "place_application.withdraw": _("withdrew the application"),
        }
    )
