"""What adjustments of curricula put into the pages of other apps. Called from ``AppConfig.ready``."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from collaboration.adjustment_notices import KINDS
from collaboration.adjustment_walls import WALLS
from collaboration.models import CurriculumAdjustment
from collaboration.portal.adjustments import deadlines
from collaboration.transitions.adjustments import EDIT, READ
from core.access import register_capabilities
from core.navigation import Entry, PortalEntry, register_entry, register_portal_entry
from core.notifications import register_kind
from core.registry import (
    Tab,
    register_children,
    register_partner_deadlines,
    register_tab,
    register_verbs,
)
from core.walls import register_wall


def offer_adjustments() -> None:
    register_partner_deadlines("adjustments", deadlines)
    register_portal_entry(
        PortalEntry(
            label=gettext_lazy("Courses changed by our needs"),
            url_name="portal:adjustments",
            icon="edit",
            group="together",
            order=43,
        ),
    )
    register_capabilities(
        "curriculum",
        gettext_lazy("Adjustments of curricula"),
        {
            "read": gettext_lazy("see"),
            "edit": gettext_lazy("propose, name panels and record opinions"),
            "decide": gettext_lazy("adopt or reject"),
        },
    )
    register_entry(
        Entry(
            group="together",
            label=gettext_lazy("Adjustments of curricula"),
            url_name="collaboration:adjustment_list",
            icon="books",
            order=12,
            capability=READ,
        )
    )
    for kind in KINDS:
        register_kind(kind)
    for wall in WALLS:
        register_wall(wall)
    register_tab("collaboration.Need", OF_NEED)
    register_children(
        CurriculumAdjustment._meta.label,
        ("collaboration.PanelMember", "adjustment"),
    )
    register_verbs(VERBS)


def of_need(request: HttpRequest, need: Any) -> dict[str, Any]:
    """One query."""
    user: Any = request.user
    rows = CurriculumAdjustment.objects.visible_to(user).filter(needs=need.pk).with_names()
    today = timezone.localdate()
    return {
        "rows": [(one, one.chip_on(today)) for one in rows],
        "need": need,
        "may_propose": user.can(EDIT),
    }


OF_NEED = Tab(
    name="adjustments",
    label=gettext_lazy("Courses that it changed"),
    template="collaboration/adjustments_of_need.html",
    context=of_need,
    order=20,
    capability=READ,
    count=lambda _request, need: need.adjustments.count() or None,
)
VERBS: dict[str, Any] = {
    "adjustment.propose": pgettext_lazy("adjustment of a curriculum", "proposed it"),
    "adjustment.change": pgettext_lazy("adjustment of a curriculum", "changed the proposal"),
    "adjustment.panel": pgettext_lazy("adjustment of a curriculum", "named the panel"),
    "adjustment.bring": pgettext_lazy("adjustment of a curriculum", "brought it before the panel"),
    "adjustment.opinion": pgettext_lazy("adjustment of a curriculum", "recorded an opinion"),
    "adjustment.add_file": pgettext_lazy("adjustment of a curriculum", "added a paper"),
    "adjustment.adopt": pgettext_lazy("adjustment of a curriculum", "adopted it"),
    "adjustment.reject": pgettext_lazy("adjustment of a curriculum", "did not adopt it"),
    "adjustment.withdraw": pgettext_lazy("adjustment of a curriculum", "withdrew it"),
}
