"""What days at work put into the pages of other apps: log, hours, leave, weeks of mentors, pay."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalogue.changes import on_calendar_changed
from core.imports.spec import register_import
from core.navigation import Entry, PortalEntry, register_entry, register_portal_entry
from core.notifications import on_refused, register_kind
from core.registry import (
    StudentPage,
    register_children,
    register_partner_deadlines,
    register_student_page,
    register_student_tasks,
    register_tab,
    register_verbs,
)
from core.roles import LINK_ROLE
from core.walls import register_wall, register_wall_function
from placements.day_facts import facts_of_logs
from placements.day_notices import KINDS, WEEK, tell_of_refusal
from placements.day_walls import (
    LINKED,
    LINKED_PLACEMENTS,
    MYSELF_THERE,
    OWN,
    OWN_CONTACTS,
    OWN_PLACEMENTS,
    WALLS,
)
from placements.day_watches import WATCHES
from placements.facts import register_facts
from placements.guardian_links import register_guardian_section
from placements.guardian_sections import LEAVE as LEAVE_SECTION
from placements.link_week import WEEK as WEEK_BY_LINK
from placements.me.pay import tasks_of_pay
from placements.operations.readiness import recheck_year
from placements.pay_import import PayImport
from placements.portal.days import deadlines
from placements.views.days import DAYS, LOG, PAY
from placements.watch import register_watch
from signing.links import register_link_task


def offer_days() -> None:
    register_portal_entry(
        PortalEntry(
            label=_("Interns"), url_name="portal:interns", icon="notebook", group="students", order=23
        ),
    )
    register_wall_function(OWN, OWN_PLACEMENTS)
    register_wall_function(MYSELF_THERE, OWN_CONTACTS)
    register_wall_function(LINKED, LINKED_PLACEMENTS, role=LINK_ROLE)
    for wall in WALLS:
        register_wall(wall)
    for kind in KINDS:
        register_kind(kind)
    on_refused(WEEK.name, tell_of_refusal)
    register_link_task(WEEK_BY_LINK)
    register_import(PayImport())
    register_facts(facts_of_logs)
    on_calendar_changed(recheck_year)
    for watch in WATCHES:
        register_watch(watch)
    for tab in (LOG, DAYS, PAY):
        register_tab("placements.Placement", tab)
    register_student_tasks("pay", tasks_of_pay, order=22)
    for page in (
        StudentPage(label=_("My log"), url_name="me:log", icon="notebook", order=20),
        StudentPage(label=_("My hours"), url_name="me:days", icon="clock-hour-4", order=21),
        StudentPage(label=_("My pay"), url_name="me:pay", icon="report-money", order=22),
    ):
        register_student_page(page)
    register_partner_deadlines("weeks", deadlines)
    register_entry(
        Entry(
            group="students",
            label=_("Pay of a month"),
            url_name="placements:pay_month",
            icon="report-money",
            order=75,
            capability="placement.read",
        )
    )
    register_entry(
        Entry(
            group="students",
            label=_("Hours by week"),
            url_name="placements:week_list",
            icon="clock-hour-4",
            order=74,
            capability="placement.read",
        )
    )
    register_guardian_section(LEAVE_SECTION)
    register_children(
        "placements.Placement",
        ("placements.LogEntry", "placement"),
        ("placements.WorkDay", "placement"),
        ("placements.Leave", "placement"),
        ("placements.Payment", "placement"),
    )
    register_verbs(
        {
            "log.write": _("wrote an entry of the log"),
            "log.rewrite": _("changed an entry of the log"),
            "log.remove_file": _("took a file out of the log"),
            "log.confirm": _("confirmed an entry of the log"),
            "log.return": _("returned an entry of the log"),
            "log.comment": _("commented an entry of the log"),
            "leave.ask": _("asked for leave"),
            "leave.guardian_agreed": _("a guardian agreed to the leave"),
            "leave.guardian_declined": _("a guardian declined the leave"),
            "leave.grant": _("granted leave"),
            "leave.refuse": _("refused leave"),
            "leave.withdraw": _("withdrew the leave"),
            "placement.days_handed_in": _("handed in hours"),
            "placement.vouched_by_mentor": pgettext_lazy("a mentor", "confirmed days and entries"),
            "placement.vouched_by_instructor": _("confirmed days and entries in the mentor's place"),
            "placement.pay_recorded": _("recorded pay"),
            "placement.pay_corrected": _("corrected pay"),
            "placement.pay_received": _("said that the pay has come"),
            "placement.pay_disputed": _("said that the pay has not come"),
        }
    )
