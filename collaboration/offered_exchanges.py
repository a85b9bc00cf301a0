"""What exchanges put into the pages of other apps. Called from ``AppConfig.ready``."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaboration.exchange_duties import to_close
from collaboration.exchange_feed import occasions_of
from collaboration.exchange_imports import ExchangesImport
from collaboration.exchange_metrics import METRICS
from collaboration.exchange_notices import KINDS
from collaboration.exchange_walls import FUNCTION, REGISTERED_FOR, WALLS
from collaboration.me.exchanges import tasks_of_exchanges
from collaboration.models import Credit, Exchange
from collaboration.portal.exchanges import deadlines, figures
from collaboration.transitions.exchanges import READ
from collaboration.views.exchanges import of_enterprise
from core.access import register_capabilities
from core.calendar import register_occasions
from core.duties import register_duty_source
from core.imports.spec import register_import
from core.metrics import register_metric
from core.navigation import Entry, PortalEntry, register_entry, register_portal_entry
from core.notifications import register_kind
from core.registry import (
    StudentPage,
    Tab,
    register_children,
    register_partner_deadlines,
    register_partner_figures,
    register_student_page,
    register_student_tasks,
    register_tab,
    register_verbs,
)
from core.search import Kind as SearchKind
from core.search import register_kind as register_search
from core.walls import register_wall, register_wall_function


def offer_exchanges() -> None:
    register_portal_entry(
        PortalEntry(
            label=_("Exchanges"),
            url_name="portal:exchanges",
            icon="arrows-exchange",
            group="together",
            order=41,
        ),
    )
    register_capabilities(
        "exchange",
        _("Exchanges with enterprises"),
        {
            "read": _("see"),
            "edit": _("propose, answer, announce, register people and mark who was there"),
            "close": _("close them and credit the hours"),
        },
    )
    register_wall_function(FUNCTION, REGISTERED_FOR)
    register_import(ExchangesImport())
    for wall in WALLS:
        register_wall(wall)
    for kind in KINDS:
        register_kind(kind)
    for entry in ENTRIES:
        register_entry(entry)
    for metric in METRICS:
        register_metric(metric)
    register_tab("partnerships.Enterprise", OF_ENTERPRISE)
    register_tab("teachers.Teacher", OF_TEACHER)
    register_search(SEARCHED)
    register_occasions("exchanges", occasions_of)
    register_partner_figures("exchanges", figures, order=65)
    register_partner_deadlines("exchanges", deadlines)
    register_student_page(
        StudentPage(
            label=pgettext_lazy("of a student", "Exchanges"),
            url_name="me:exchanges",
            icon="calendar-event",
            order=56,
        )
    )
    register_student_tasks("exchanges", tasks_of_exchanges, order=55)
    register_children(
        Exchange._meta.label,
        ("collaboration.Speaker", "exchange"),
        ("collaboration.Registration", "exchange"),
        ("collaboration.Credit", "exchange"),
    )
    register_duty_source("exchanges", label=_("Exchanges to close"), icon="checks", duties=to_close, order=45)
    register_verbs(VERBS)


def of_teacher(request: HttpRequest, teacher: Any) -> dict[str, Any]:
    """What was credited to a teacher. One query."""
    rows = Credit.objects.filter(teacher=teacher.pk).select_related("exchange__enterprise")
    return {"credits": list(rows[:200])}


def line(exchange: Any) -> tuple[str, str]:
    return exchange.title, f"{exchange.get_kind_display()} · {exchange.enterprise}"


SEARCHED = SearchKind(
    name="exchange",
    label=_("Exchanges"),
    icon="arrows-exchange",
    rows=lambda actor: Exchange.objects.visible_to(actor).select_related("enterprise"),
    line=line,
    list_url_name="collaboration:exchange_list",
    order=60,
)
OF_ENTERPRISE = Tab(
    name="exchanges",
    label=_("Exchanges"),
    template="collaboration/exchanges_of.html",
    context=of_enterprise,
    order=48,
    capability=READ,
)
OF_TEACHER = Tab(
    name="exchanges",
    label=_("Exchanges"),
    template="collaboration/credits_of.html",
    context=of_teacher,
    order=55,
)
ENTRIES = (
    Entry(
        group="together",
        label=_("Exchanges"),
        url_name="collaboration:exchange_list",
        icon="arrows-exchange",
        order=10,
    ),
    Entry(
        group="together",
        label=_("Calendar of exchanges"),
        url_name="collaboration:exchange_calendar",
        icon="calendar-event",
        order=11,
    ),
)
VERBS: dict[str, Any] = {
    "exchange.propose": pgettext_lazy("exchange", "proposed it"),
    "exchange.record": pgettext_lazy("exchange", "recorded that it was held"),
    "exchange.confirm": pgettext_lazy("exchange", "wrote down that the enterprise confirms it"),
    "exchange.confirm_at_portal": pgettext_lazy("exchange", "confirmed it for the enterprise"),
    "exchange.hold_by_code": pgettext_lazy("exchange", "signed in: it takes place"),
    "exchange.change": pgettext_lazy("exchange", "changed it"),
    "exchange.agree": pgettext_lazy("exchange", "agreed"),
    "exchange.agree_at_portal": pgettext_lazy("exchange", "agreed for the enterprise"),
    "exchange.decline": pgettext_lazy("exchange", "declined"),
    "exchange.decline_at_portal": pgettext_lazy("exchange", "declined for the enterprise"),
    "exchange.cancel_at_portal": pgettext_lazy("exchange", "cancelled it for the enterprise"),
    "exchange.announce": pgettext_lazy("exchange", "announced it"),
    "exchange.hold": pgettext_lazy("exchange", "recorded that it takes place"),
    "exchange.close": pgettext_lazy("exchange", "closed it and credited the hours"),
    "exchange.cancel": pgettext_lazy("exchange", "cancelled it"),
    "exchange.speakers": pgettext_lazy("exchange", "named who holds it"),
    "exchange.add_file": pgettext_lazy("exchange", "added material"),
    "exchange.remove_file": pgettext_lazy("exchange", "took material out"),
    "exchange.register": pgettext_lazy("exchange", "registered somebody"),
    "exchange.invite": pgettext_lazy("exchange", "invited people"),
    "exchange.attendance": pgettext_lazy("exchange", "marked who was there"),
    "exchange_registration.seat": pgettext_lazy("registration for an exchange", "gave a place"),
    "exchange_registration.queue": pgettext_lazy("registration for an exchange", "put on the waiting list"),
    "exchange_registration.invite": pgettext_lazy("registration for an exchange", "invited again"),
    "exchange_registration.withdraw": pgettext_lazy("registration for an exchange", "withdrew"),
}
