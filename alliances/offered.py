"""What alliances put into the pages of other apps. Called from ``AppConfig.ready``."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from alliances import in_contact
from alliances.duties import tasks
from alliances.feed import deadlines_of, occasions_of
from alliances.merging import STEP
from alliances.models import Alliance
from alliances.notices import KINDS
from alliances.portal.alliances import deadlines, figures
from alliances.story import STORY
from alliances.transitions import READ
from alliances.views import tabs
from alliances.walls import FUNCTION, MEMBER_OF, WALLS
from core.access import register_capabilities
from core.calendar import register_deadlines, register_occasions
from core.contact import register_contact
from core.duties import register_duty_source
from core.navigation import Entry, PortalEntry, register_entry, register_portal_entry
from core.notifications import register_kind
from core.registry import (
    Tab,
    register_children,
    register_partner_deadlines,
    register_partner_figures,
    register_tab,
    register_verbs,
)
from core.search import Kind as SearchKind
from core.search import register_kind as register_search
from core.story import register_story
from core.walls import register_wall, register_wall_function
from partnerships.merging import register_step


def offer() -> None:
    register_capabilities(
        "alliance",
        _("Alliances"),
        {
            "read": _("see"),
            "edit": _("keep them, their members, supplies, meetings, tasks and documents"),
        },
    )
    register_wall_function(FUNCTION, MEMBER_OF)
    for wall in WALLS:
        register_wall(wall)
    for kind in KINDS:
        register_kind(kind)
    register_story(STORY)
    register_contact("alliance_meetings", in_contact.days)
    register_search(SEARCHED)
    register_step(STEP)
    register_occasions("alliances", occasions_of)
    register_deadlines("alliances", deadlines_of)
    register_duty_source(
        "alliances",
        label=_("Tasks from meetings of alliances"),
        icon="affiliate",
        duties=tasks,
        order=30,
    )
    register_entry(
        Entry(
            group="together",
            label=_("Alliances"),
            url_name="alliances:alliance_list",
            icon="affiliate",
            order=18,
            capability=READ,
        )
    )
    register_portal_entry(
        PortalEntry(
            label=_("Our alliances"),
            url_name="portal:alliances",
            icon="affiliate",
            group="together",
            order=47,
        )
    )
    register_partner_figures("alliances", figures, order=69)
    register_partner_deadlines("alliances", deadlines)
    register_tab("partnerships.Enterprise", OF_ENTERPRISE)
    register_children(
        Alliance._meta.label, ("alliances.Member", "alliance"), ("alliances.Meeting", "alliance")
    )
    register_verbs(VERBS)


SEARCHED = SearchKind(
    name="alliance",
    label=_("Alliances"),
    icon="affiliate",
    rows=Alliance.objects.visible_to,
    line=lambda alliance: (alliance.name, str(alliance.get_kind_display())),
    list_url_name="alliances:alliance_list",
    order=64,
)
OF_ENTERPRISE = Tab(
    name="alliances",
    label=_("Alliances and supplies"),
    template="alliances/of_enterprise.html",
    context=tabs.of_enterprise,
    order=51,
    capability=READ,
)
VERBS: dict[str, Any] = {
    "alliance.prepare": pgettext_lazy("alliance", "entered it"),
    "alliance.change": pgettext_lazy("alliance", "changed it"),
    "alliance.activate": pgettext_lazy("alliance", "recorded that it is at work"),
    "alliance.dissolve": pgettext_lazy("alliance", "dissolved it"),
    "alliance.member": pgettext_lazy("alliance", "added a member"),
    "alliance.role": pgettext_lazy("alliance", "gave a member another role"),
    "alliance.member_left": pgettext_lazy("alliance", "ended a membership"),
    "alliance.share": pgettext_lazy("alliance", "shared a document"),
    "alliance.unshare": pgettext_lazy("alliance", "took a document out"),
    "supply.link": pgettext_lazy("supply link", "recorded a supply"),
    "supply.end": pgettext_lazy("supply link", "ended a supply"),
    "alliance_meeting.call": pgettext_lazy("meeting of an alliance", "called a meeting"),
    "alliance_meeting.change": pgettext_lazy("meeting of an alliance", "changed a meeting"),
    "alliance_meeting.hold": pgettext_lazy("meeting of an alliance", "entered the minutes"),
    "alliance_meeting.minutes": pgettext_lazy("meeting of an alliance", "corrected the minutes"),
    "alliance_meeting.cancel": pgettext_lazy("meeting of an alliance", "cancelled a meeting"),
    "alliance_task.resolve": pgettext_lazy("task of an alliance", "entered a resolution"),
    "alliance_task.finish": pgettext_lazy("task of an alliance", "did a task"),
    "alliance_task.drop": pgettext_lazy("task of an alliance", "dropped a task"),
}
