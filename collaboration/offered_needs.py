"""What needs of enterprises put into the pages of other apps. Called from ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from collaboration.models import Need, NeedState
from collaboration.need_imports import NeedsImport
from collaboration.need_notices import KINDS
from collaboration.need_projects import OF_PROJECT
from collaboration.need_walls import WALLS
from collaboration.transitions.needs import EDIT, READ
from core.access import register_capabilities
from core.imports.spec import register_import
from core.navigation import Entry, PortalEntry, register_entry, register_portal_entry
from core.notifications import register_kind
from core.registry import (
    Direction,
    PartnerFigure,
    Tab,
    register_children,
    register_partner_figures,
    register_tab,
    register_verbs,
)
from core.walls import register_wall


def offer_needs() -> None:
    register_portal_entry(
        PortalEntry(
            label=gettext_lazy("Our needs"),
            url_name="portal:enterprise_needs",
            icon="bulb",
            group="together",
            order=42,
        ),
    )
    register_capabilities(
        "need",
        gettext_lazy("Needs of enterprises"),
        {"read": gettext_lazy("see"), "edit": gettext_lazy("enter, take up and answer")},
    )
    register_entry(
        Entry(
            group="together",
            label=gettext_lazy("Needs of enterprises"),
            url_name="collaboration:need_list",
            icon="bulb",
            order=10,
            capability=READ,
        )
    )
    for kind in KINDS:
        register_kind(kind)
    for wall in WALLS:
        register_wall(wall)
    register_import(NeedsImport())
    register_tab("partnerships.Enterprise", OF_ENTERPRISE)
    register_tab("projects.Project", OF_PROJECT)
    register_partner_figures("needs", figures, order=63)
    register_children(Need._meta.label, ("collaboration.NeedAnswer", "need"))
    register_verbs(VERBS)


def of_enterprise(request: HttpRequest, enterprise: Any) -> dict[str, Any]:
    """One query."""
    user: Any = request.user
    rows = Need.objects.visible_to(user).filter(enterprise=enterprise.pk).with_names()
    return {"needs": list(rows), "enterprise": enterprise, "may_enter": user.can(EDIT)}


OF_ENTERPRISE = Tab(
    name="needs",
    label=gettext_lazy("Needs"),
    template="collaboration/needs_of_enterprise.html",
    context=of_enterprise,
    order=49,
    capability=READ,
)


def figures(partner: Any, on: date) -> Iterator[PartnerFigure]:
    """How many of the enterprise's needs are met, and how many wait. One query."""
    states = list(
        Need.objects.filter(enterprise=partner.enterprise).order_by().values_list("state", flat=True)
    )
    told = [state for state in states if state not in {NeedState.DRAFT, NeedState.WITHDRAWN}]
    if told:
        met = sum(state in {NeedState.ANSWERED, NeedState.MET} for state in told)
        yield PartnerFigure(
            label=_("Your needs that the school answered"),
            value=f"{met} / {len(told)}",
            direction=Direction.RECEIVED,
            url=reverse("portal:enterprise_needs"),
        )


VERBS: dict[str, Any] = {
    "need.draft": pgettext_lazy("need of an enterprise", "began to write it"),
    "need.discard": pgettext_lazy("need of an enterprise", "deleted the draft"),
    "need.enter": pgettext_lazy("need of an enterprise", "entered it"),
    "need.change": pgettext_lazy("need of an enterprise", "changed it"),
    "need.tell": pgettext_lazy("need of an enterprise", "told it"),
    "need.pass_on": pgettext_lazy("need of an enterprise", "passed it on"),
    "need.take_up": pgettext_lazy("need of an enterprise", "took it up"),
    "need.hand_over": pgettext_lazy("need of an enterprise", "handed it over"),
    "need.add_answer": pgettext_lazy("need of an enterprise", "added an answer"),
    "need.remove_answer": pgettext_lazy("need of an enterprise", "took an answer out"),
    "need.answer": pgettext_lazy("need of an enterprise", "answered it"),
    "need.decline": pgettext_lazy("need of an enterprise", "declined it"),
    "need.confirm": pgettext_lazy("need of an enterprise", "recorded that it is met"),
    "need.withdraw": pgettext_lazy("need of an enterprise", "withdrew it"),
    "need.reopen": pgettext_lazy("need of an enterprise", "opened it again"),
    "need.confirm_at_portal": pgettext_lazy("need of an enterprise", "confirmed that it is met"),
    "need.miss_at_portal": pgettext_lazy("need of an enterprise", "said what is missing"),
    "need.withdraw_at_portal": pgettext_lazy("need of an enterprise", "withdrew it for the enterprise"),
    "need.reopen_at_portal": pgettext_lazy("need of an enterprise", "told it again"),
}
