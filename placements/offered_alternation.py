"""What work–study alternation puts into the pages of other apps. Called from ``AppConfig.ready``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.access import register_capabilities
from core.navigation import Entry, PortalEntry, register_entry, register_portal_entry
from core.notifications import register_kind
from core.registry import (
    register_children,
    register_partner_deadlines,
    register_tab,
    register_verbs,
)
from core.walls import register_wall, register_wall_function
from internships.policies import CARE
from placements.alternation_notices import KINDS
from placements.alternation_walls import FUNCTION, OURS_IN_FORCE, WALLS
from placements.portal.alternation import deadlines
from placements.views.alternation import ALTERNATIONS_OF


def offer_alternation() -> None:
    register_portal_entry(
        PortalEntry(
            label=_("Work–study alternation"),
            url_name="portal:alternations",
            icon="calendar-event",
            group="students",
            order=24,
        ),
    )
    register_capabilities(
        "alternation",
        _("Work–study alternation"),
        {"read": _("see"), "edit": _("make timetables, confirm and correct weeks")},
    )
    register_wall_function(FUNCTION, OURS_IN_FORCE)
    for wall in WALLS:
        register_wall(wall)
    for kind in KINDS:
        register_kind(kind)
    for page, tab in ALTERNATIONS_OF.items():
        register_tab(page, tab)
    register_entry(
        Entry(
            group="students",
            label=_("Work–study alternation"),
            url_name="placements:alternation_list",
            icon="calendar-event",
            order=68,
            offered_to=lambda user: user.can("alternation.read") or user.can(CARE),
        )
    )
    register_partner_deadlines("alternation", deadlines)
    register_children(
        "placements.AlternationSchedule",
        ("placements.AlternationWeek", "schedule"),
    )
    register_verbs(
        {
            "alternation.enter": _("entered it"),
            "alternation.edit": _("changed what is agreed"),
            "alternation.weeks": _("marked the weeks"),
            "alternation.publish": _("put it into force"),
            "alternation.take_back": _("made it a draft again"),
            "alternation.stop": _("stopped it"),
            "alternation.confirm_week": _("confirmed a week"),
            "alternation.correct_week": _("corrected a week"),
        }
    )
