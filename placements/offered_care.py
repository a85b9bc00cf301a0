"""What visits, concerns and guardians' pages put into the rest of the house: filled in once, when ready."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import register_capabilities
from core.calendar import register_deadlines
from core.duties import register_duty_source
from core.navigation import Entry, PortalEntry, register_entry, register_portal_entry
from core.notifications import register_kind
from core.registry import (
    StudentPage,
    register_children,
    register_student_page,
    register_tab,
    register_verbs,
)
from core.roles import LINK_ROLE
from core.walls import register_wall, register_wall_function
from placements import (
    change_notices,
    change_walls,
    concern_notices,
    concern_walls,
    guardian_links,
    guardian_notices,
    reminders,
)
from placements.changes import EARLY_END, asked_for, to_amend
from placements.duties import visits
from placements.facts import register_facts
from placements.guardian_links import register_guardian_section
from placements.views.changes import CHANGES, INTERNS
from placements.views.guardians import GUARDIAN_PAGES
from placements.views.visits import VISITS_OF_PLACEMENT, VISITS_OF_PLAN
from placements.visits import AHEAD, deadlines, due, facts_of_visits, needing_help
from placements.watch import Watch, register_watch
from signing.links import register_link_task


def _due_soon(rows: Any, on: date) -> Any:
    return due(rows, on + AHEAD).filter(visit_due_on__gt=on)


VISIT_DUE = Watch(
    name="visit_due",
    label=_("Visit due"),
    icon="clipboard-check",
    advice=_("Visit, call or meet them online, and record what you saw."),
    placements=due,
    order=40,
)
VISIT_SOON = Watch(
    name="visit_soon",
    label=_("Visit due within a week"),
    icon="calendar-due",
    advice=_("Plan one trip for all students of a host."),
    placements=_due_soon,
    order=45,
)
NEEDING_HELP = Watch(
    name="needing_help",
    label=_("Needs help, says the last visit"),
    icon="alert-triangle",
    advice=_("Do what was agreed at the visit, and visit again."),
    placements=needing_help,
    order=47,
)
CHANGE_ASKED = Watch(
    name="change_asked",
    label=_("A change is asked for"),
    icon="arrows-exchange",
    advice=_("Make the change or refuse it, on the tab of changes."),
    placements=asked_for,
    order=50,
)
TO_AMEND = Watch(
    name="to_amend",
    label=_("Changed, and the agreement not amended"),
    icon="file-certificate",
    advice=_("Make an amendment on the tab of papers, and have it signed."),
    placements=to_amend,
    order=25,
)


def offer_care() -> None:
    register_portal_entry(
        PortalEntry(
            label=_("Report a problem"),
            url_name="portal:concerns",
            icon="message-report",
            group="students",
            order=27,
            role="mentor",
        ),
    )
    offer_visits()
    offer_concerns()
    offer_guardian_pages()
    offer_changes()


def offer_visits() -> None:
    for kind in reminders.KINDS:
        register_kind(kind)
    register_facts(facts_of_visits)
    register_deadlines("visits", deadlines)
    register_duty_source(
        "visits",
        label=_("Visits due"),
        icon="clipboard-check",
        duties=visits,
        order=50,
    )
    register_watch(VISIT_DUE)
    register_watch(VISIT_SOON)
    register_watch(NEEDING_HELP)
    register_tab("placements.Placement", VISITS_OF_PLACEMENT)
    register_tab("internships.Plan", VISITS_OF_PLAN)
    register_children(
        "placements.SupervisionVisit",
        ("placements.VisitFinding", "visit"),
    )
    register_entry(
        Entry(
            group="students",
            label=_("Visits due"),
            url_name="placements:visits_due",
            icon="clipboard-check",
            order=64,
            capability="placement.read",
        )
    )
    register_verbs(
        {
            "visit.record": _("recorded the visit"),
            "visit.correct": _("corrected the record"),
            "placement.visit": _("visited the student"),
            "plan.visit_frequency": _("decided how often students are visited"),
        }
    )


def offer_concerns() -> None:
    register_capabilities("concern", _("Concerns of interns"), {"handle": _("read and handle")})
    for kind in concern_notices.KINDS:
        register_kind(kind)
    for wall in concern_walls.WALLS:
        register_wall(wall)
    register_entry(
        Entry(
            group="students",
            label=pgettext_lazy("of interns", "Concerns"),
            url_name="placements:concern_list",
            icon="message-report",
            order=66,
            capability="concern.handle",
        )
    )
    register_student_page(
        StudentPage(
            label=pgettext_lazy("of interns", "Concerns"),
            url_name="me:concerns",
            icon="message-report",
            order=70,
        )
    )
    register_children(
        "placements.Concern",
        ("placements.AffectedPlacement", "concern"),
        ("placements.ConcernReader", "concern"),
        ("placements.ConcernAction", "concern"),
    )
    register_verbs(
        {
            "concern.raise": _("raised it"),
            "concern.say_more": _("added something"),
            "concern.look_into": _("looks into it"),
            "concern.settle": _("settled it"),
            "concern.not_uphold": _("did not uphold it"),
            "concern.take_up_again": _("took it up again"),
            "concern.note": _("wrote something down"),
            "concern.reader_named": _("let a colleague read it"),
            "concern.reader_dismissed": _("lets a colleague read it no more"),
            "concern.action_set": _("asked for something to be done"),
            "concern.action_done": _("did what was to be done"),
            "concern.action_overdue": _("told the superiors that something is overdue"),
            "concern.affected": _("named whom it concerns"),
            "concern.incident": _("declared it an incident"),
            "concern.vetting": _("asked for the host to be visited anew"),
            "concern.interrupted": _("interrupted the placements of those affected"),
        }
    )


def offer_guardian_pages() -> None:
    for kind in guardian_notices.KINDS:
        register_kind(kind)
    register_link_task(guardian_links.TASK)
    register_wall_function(guardian_links.FUNCTION, guardian_links.WARD, role=LINK_ROLE)
    register_wall_function(guardian_links.LEAVES_FUNCTION, guardian_links.LEAVES, role=LINK_ROLE)
    for wall in guardian_links.WALLS:
        register_wall(wall)
    register_tab("internships.Student", GUARDIAN_PAGES)
    register_verbs(
        {
            "student.guardian_page_given": _("gave a guardian their page"),
            "student.guardian_page_shown": _("had the address of a guardian’s page shown"),
            "student.guardian_page_revoked": _("took a guardian’s page back"),
        }
    )


def offer_changes() -> None:
    for kind in change_notices.KINDS:
        register_kind(kind)
    for wall in change_walls.WALLS:
        register_wall(wall)
    register_watch(CHANGE_ASKED)
    register_watch(TO_AMEND)
    register_guardian_section(EARLY_END)
    register_entry(
        Entry(
            group="students",
            label=_("Changes of placements"),
            url_name="placements:change_list",
            icon="arrows-exchange",
            order=65,
            capability="placement.read",
        )
    )
    register_tab("placements.Placement", CHANGES)
    register_tab("partnerships.Enterprise", INTERNS)
    register_children("placements.Placement", ("placements.PlacementChange", "placement"))
    register_verbs(
        {
            "placement.change_asked": _("noted that a change is asked for"),
            "placement.change_made": _("changed the placement"),
            "placement.change_refused": _("refused a change"),
            "placement_change.apply": _("made the change"),
            "placement_change.refuse": _("refused the change"),
            "placement_change.withdraw": _("took back what was asked for"),
            "enterprise.students_left": _("moved or recalled the students of this host"),
        }
    )
