"""What indicators put into the frame of the site. Called from ``AppConfig.ready``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import register_capabilities
from core.navigation import Entry, PortalEntry, register_entry, register_portal_entry
from core.registry import register_tab, register_verbs
from insights.operations import READ
from insights.views.partnership import PARTNERSHIP


def offer_indicator_pages() -> None:
    register_portal_entry(
        PortalEntry(label=_("Home"), url_name="portal:home", icon="home", order=1),
        PortalEntry(
            label=_("Our partnership"),
            url_name="portal:our_partnership",
            icon="timeline",
            group="together",
            order=35,
        ),
    )
    register_tab("partnerships.Enterprise", PARTNERSHIP)
    register_capabilities(
        "indicator",
        _("Indicator"),
        {
            "read": _("see"),
            "freeze": _("freeze, for reports and inspections"),
            "target": _("set targets"),
        },
    )
    register_verbs(
        {
            "indicator.freeze": _("froze the indicator"),
            "board.freeze": _("froze the dashboard"),
            "target.set": _("set the target"),
            "target.change": _("changed the target"),
        }
    )
    register_entry(
        Entry(
            group="figures",
            label=_("Dashboards"),
            url_name="insights:board_first",
            icon="layout-dashboard",
            order=5,
            capability=READ,
        )
    )
    register_entry(
        Entry(
            group="figures",
            label=pgettext_lazy("of indicators", "Targets"),
            url_name="insights:target_list",
            icon="target",
            order=15,
            capability=READ,
        )
    )
    register_entry(
        Entry(
            group="figures",
            label=_("Indicators"),
            url_name="insights:indicator_list",
            icon="chart-line",
            order=10,
            capability=READ,
        )
    )
    register_entry(
        Entry(
            group="figures",
            label=_("Frozen indicators"),
            url_name="insights:snapshot_list",
            icon="lock",
            order=20,
            capability=READ,
        )
    )
