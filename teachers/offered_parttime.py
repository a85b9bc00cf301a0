"""What part-time teachers put into the pages of other apps. Called from ``AppConfig.ready``."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from compliance.subjects import Subject, register_subject
from core.access import Actor, register_capabilities
from core.navigation import Entry, PortalEntry, register_entry, register_portal_entry
from core.notifications import register_kind
from core.registry import (
    Tab,
    register_children,
    register_partner_figures,
    register_tab,
    register_verbs,
)
from core.search import Kind as SearchKind
from core.search import register_kind as register_search
from core.walls import register_wall
from teachers.models import Appointment, PartTimeTeacher
from teachers.operations.appointments import objection_to_vetting
from teachers.parttime_checks import STAGES
from teachers.parttime_notices import KINDS
from teachers.parttime_rules import rules_on
from teachers.parttime_walls import WALLS
from teachers.portal.parttime import figures
from teachers.transitions.parttime import EDIT, READ, VET


def offer_part_time() -> None:
    register_portal_entry(
        PortalEntry(
            label=gettext_lazy("Our technicians who teach"),
            url_name="portal:part_timers",
            icon="user-star",
            group="teachers",
            order=32,
        ),
    )
    register_capabilities(
        "parttime",
        gettext_lazy("Part-time teachers from enterprises"),
        {
            "read": gettext_lazy("see"),
            "edit": gettext_lazy("keep needs, people, agreements and hours"),
            "vet": gettext_lazy("vet who is proposed, make it public, and answer objections"),
        },
    )
    register_subject(
        Subject(
            name="part_time",
            model=Appointment,
            version=rules_on,
            rows=Appointment.objects.visible_to,
            tab="checklist",
            power=VET,
            objection=objection_to_vetting,
            check_tabs=dict.fromkeys(STAGES, "checklist"),
        )
    )
    for entry in ENTRIES:
        register_entry(entry)
    for kind in KINDS:
        register_kind(kind)
    register_search(
        SearchKind(
            name="part_timer",
            label=gettext_lazy("Part-time teachers"),
            icon="user-star",
            rows=part_timers,
            line=lambda row: (str(row), str(row.contact.enterprise)),
            list_url_name="teachers:part_timer_list",
            order=41,
            find=lambda rows, terms: rows.named(terms),
            personal_data="record",
        )
    )
    for wall in WALLS:
        register_wall(wall)
    register_tab("partnerships.Enterprise", OF_ENTERPRISE)
    register_partner_figures("part_time", figures, order=61)
    register_children(
        Appointment._meta.label,
        ("teachers.AppointmentClause", "appointment"),
        ("teachers.Engagement", "appointment"),
    )
    register_verbs(VERBS)


def part_timers(actor: Actor) -> Any:
    return PartTimeTeacher.objects.visible_to(actor).with_names().order_by("contact__name", "pk")


def of_enterprise(request: HttpRequest, enterprise: Any) -> dict[str, Any]:
    """One query."""
    user: Any = request.user
    rows = Appointment.objects.visible_to(user).filter(contact__enterprise=enterprise.pk)
    today = timezone.localdate()
    return {"rows": [(one, one.chip_on(today)) for one in rows.with_names()]}


OF_ENTERPRISE = Tab(
    name="part-time",
    label=gettext_lazy("Part-time teachers"),
    template="teachers/part_time_appointments.html",
    context=of_enterprise,
    order=47,
    capability=READ,
)
ENTRIES = (
    Entry(
        group="teachers",
        label=gettext_lazy("Part-time teachers"),
        url_name="teachers:part_timer_list",
        icon="user-star",
        order=50,
        capability=READ,
    ),
    Entry(
        group="teachers",
        label=gettext_lazy("Part-time needs"),
        url_name="teachers:need_list",
        icon="user-search",
        order=51,
        capability=READ,
    ),
    Entry(
        group="teachers",
        label=pgettext_lazy("part-time teachers", "Appointments"),
        url_name="teachers:appointment_list",
        icon="user-check",
        order=52,
        capability=READ,
    ),
    Entry(
        group="teachers",
        label=gettext_lazy("Part-time hours"),
        url_name="teachers:engagement_list",
        icon="clock-hour-4",
        order=53,
        capability=EDIT,
    ),
)
VERBS: dict[str, Any] = {
    "part_time_need.draft": gettext_lazy("entered the need"),
    "part_time_need.change": gettext_lazy("changed the need"),
    "part_time_need.publish": gettext_lazy("published the need"),
    "part_time_need.close": gettext_lazy("closed the need"),
    "part_timer.enter": gettext_lazy("took the part-time teacher in"),
    "part_timer.change": gettext_lazy("changed what is known of the part-time teacher"),
    "part_timer.works_elsewhere": gettext_lazy("noted that they work for another enterprise"),
    "part_time.propose": pgettext_lazy("appointment of a part-time teacher", "proposed it"),
    "part_time.change": pgettext_lazy("appointment of a part-time teacher", "changed days or fee"),
    "part_time.vet": pgettext_lazy("appointment of a part-time teacher", "vetted it"),
    "part_time.publicise": pgettext_lazy("appointment of a part-time teacher", "made it public"),
    "part_time.object": pgettext_lazy("appointment of a part-time teacher", "objected to it"),
    "part_time.answer_objection": gettext_lazy("answered the objection"),
    "part_time.reject": pgettext_lazy("appointment of a part-time teacher", "refused it for an objection"),
    "part_time.send_back": pgettext_lazy(
        "appointment of a part-time teacher", "sent it back to the vetting for an objection"
    ),
    "part_time.write": pgettext_lazy("appointment of a part-time teacher", "wrote the agreement"),
    "part_time.agree": pgettext_lazy("appointment of a part-time teacher", "recorded the signed agreement"),
    "part_time.induct": pgettext_lazy("appointment of a part-time teacher", "recorded the induction"),
    "part_time.end": pgettext_lazy("appointment of a part-time teacher", "ended it early"),
    "part_time.refuse": pgettext_lazy("appointment of a part-time teacher", "refused it"),
    "part_time.withdraw": pgettext_lazy("appointment of a part-time teacher", "withdrew it"),
    "part_time.engage": pgettext_lazy("appointment of a part-time teacher", "entered a course"),
    "part_time.change_engagement": pgettext_lazy("appointment of a part-time teacher", "changed a course"),
    "part_time.remove_engagement": pgettext_lazy("appointment of a part-time teacher", "took a course out"),
    "part_time.confirm_hours": pgettext_lazy("appointment of a part-time teacher", "confirmed hours"),
    "part_time.assess": pgettext_lazy("appointment of a part-time teacher", "assessed the teaching"),
}
