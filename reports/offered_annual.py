"""What annual reports put into the pages of other apps."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import register_capabilities
from core.duties import register_duty_source
from core.navigation import Entry, PortalEntry, register_entry, register_portal_entry
from core.notifications import register_kind
from core.registry import register_children, register_tab, register_verbs
from core.search import Kind as SearchKind
from core.search import register_kind as register_search
from core.walls import register_wall
from insights.demonstration.further import register_teller
from reports.demonstration import make_annual_reports
from reports.duties import chapters, decisions
from reports.models import AnnualReport
from reports.notices.annual import KINDS
from reports.transitions.annual import READ
from reports.views.enterprise import FOR_ITS_REPORT
from reports.walls.annual import WALLS


def offer_annual_reports() -> None:
    register_capabilities(
        "annual_report",
        _("Annual reports"),
        {
            "read": _("see"),
            "edit": _("begin, write and submit them"),
            "approve": _("return or publish them"),
        },
    )
    register_duty_source(
        "chapters", label=_("Chapters of annual reports"), icon="pencil", duties=chapters, order=65
    )
    register_duty_source(
        "annual_reports", label=_("Annual reports"), icon="report-analytics", duties=decisions, order=66
    )
    for kind in KINDS:
        register_kind(kind)
    register_search(SEARCHED)
    register_entry(ENTRY)
    register_children(AnnualReport._meta.label, ("reports.Chapter", "report"))
    register_verbs(VERBS)
    register_tab("partnerships.Enterprise", FOR_ITS_REPORT)
    for wall in WALLS:
        register_wall(wall)
    register_portal_entry(*PORTAL_ENTRIES)
    register_teller("annual_reports", make_annual_reports)


SEARCHED = SearchKind(
    name="annual_report",
    label=_("Annual reports"),
    icon="report-analytics",
    rows=lambda actor: AnnualReport.objects.visible_to(actor).order_by("-year"),
    line=lambda report: (report.name, report.year_in_words),
    list_url_name="reports:annual_report_list",
    order=85,
)
ENTRY = Entry(
    group="figures",
    label=_("Annual reports"),
    url_name="reports:annual_report_list",
    icon="report-analytics",
    order=30,
    capability=READ,
)
PORTAL_ENTRIES = (
    PortalEntry(
        label=_("For your annual report"),
        url_name="portal:own_part",
        icon="report-analytics",
        group="together",
        order=96,
        role="liaison",
    ),
    PortalEntry(
        label=_("Annual reports of the school"),
        url_name="portal:annual_reports",
        icon="books",
        group="together",
        order=97,
    ),
)
VERBS: dict[str, Any] = {
    "annual_report.begin": pgettext_lazy("annual report", "began it"),
    "annual_report.edit": pgettext_lazy("annual report", "changed it"),
    "annual_report.write": pgettext_lazy("annual report", "wrote a chapter"),
    "annual_report.assign": pgettext_lazy("annual report", "said who answers for a chapter"),
    "annual_report.freeze": pgettext_lazy("annual report", "froze its numbers"),
    "annual_report.submit": pgettext_lazy("annual report", "submitted it for review"),
    "annual_report.recall": pgettext_lazy("annual report", "took it back from review"),
    "annual_report.return": pgettext_lazy("annual report", "returned it with a reason"),
    "annual_report.publish": pgettext_lazy("annual report", "ordered its publication"),
    "annual_report.complete": pgettext_lazy("annual report", "published it"),
    "annual_report.break_off": pgettext_lazy("annual report", "could not publish it"),
    "annual_report.show": pgettext_lazy("annual report", "opened it to partners"),
    "annual_report.hide": pgettext_lazy("annual report", "closed it to partners"),
}
