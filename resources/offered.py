"""What resources and contributions put into the pages of other apps. Called from ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import register_capabilities
from core.calendar import MOST, Occasion, register_occasions
from core.contact import register_contact
from core.copies import register_copies
from core.dates import end_of, start_of
from core.imports.spec import register_import
from core.metrics import register_metric
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
from core.walls import register_wall
from resources import in_contact
from resources.imports import ResourcesImport
from resources.metrics import METRICS
from resources.models import Booking, Resource
from resources.notices import KINDS
from resources.portal.resources import deadlines, figures
from resources.statement_copies import COPIES
from resources.story import STORIES
from resources.transitions.bookings import READ
from resources.transitions.contributions import READ as READ_CONTRIBUTIONS
from resources.views import contributions, resources
from resources.walls import WALLS


def offer_resources() -> None:
    register_capabilities(
        "resource",
        _("Resources"),
        {
            "read": _("see"),
            "edit": _("enter and change them, and keep their maintenance"),
            "book": _("book them and record the use"),
            "approve": _("answer bookings"),
        },
    )
    register_capabilities(
        "contribution",
        _("Contributions"),
        {
            "read": _("see"),
            "edit": _("enter and reverse them"),
            "confirm": _("confirm their value, and have statements sealed"),
        },
    )
    for entry in ENTRIES:
        register_entry(entry)
    register_portal_entry(*PORTAL_ENTRIES)
    for wall in WALLS:
        register_wall(wall)
    for kind in KINDS:
        register_kind(kind)
    register_contact("bookings", in_contact.days)
    for metric in METRICS:
        register_metric(metric)
    for story in STORIES:
        register_story(story)
    register_import(ResourcesImport())
    register_copies(COPIES)
    register_search(SEARCHED)
    register_tab("partnerships.Enterprise", RESOURCES_OF_ENTERPRISE)
    register_tab("partnerships.Enterprise", CONTRIBUTIONS_OF_ENTERPRISE)
    register_partner_figures("resources", figures, order=67)
    register_partner_deadlines("resources", deadlines)
    register_occasions("resources", occasions_of)
    register_children(Resource._meta.label, ("resources.Maintenance", "resource"))
    register_verbs(VERBS)


def occasions_of(user: Any, first: date, last: date) -> Iterator[Occasion]:
    """Bookings that somebody asked for, or of what they look after; cancelled ones as such. One query."""
    begin, end = start_of(first), end_of(last)
    mine = Q(booked_by=user.pk) | Q(resource__keeper=user.pk)
    rows = Booking.objects.filter(mine, state__in=["approved", "cancelled"]).between(begin, end)
    for one in rows.select_related("resource", "enterprise").order_by("starts_at", "pk")[:MOST]:
        yield Occasion(
            uid=f"booking-{one.pk}",
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            title=f"{one.resource.name}: {one.purpose}",
            description=str(one.enterprise or ""),
            place=one.resource.place,
            path=reverse("portal:booking", args=[one.pk]) if user.is_partner else one.get_absolute_url(),
            is_cancelled=one.state == "cancelled",
        )


ENTRIES = (
    Entry(
        group="together",
        label=_("Resources"),
        url_name="resources:resource_list",
        icon="tool",
        order=30,
        capability=READ,
    ),
    Entry(
        group="together",
        label=_("Bookings of resources"),
        url_name="resources:booking_list",
        icon="calendar-time",
        order=31,
        capability=READ,
    ),
    Entry(
        group="together",
        label=_("Contributions"),
        url_name="resources:contribution_list",
        icon="package",
        order=32,
        capability=READ_CONTRIBUTIONS,
    ),
)
PORTAL_ENTRIES = (
    PortalEntry(
        label=_("Resources and bookings"),
        url_name="portal:resources",
        icon="tool",
        group="together",
        order=44,
    ),
    PortalEntry(
        label=_("Contributions"), url_name="portal:contributions", icon="package", group="together", order=45
    ),
)
SEARCHED = SearchKind(
    name="resource",
    label=_("Resources"),
    icon="tool",
    rows=lambda actor: Resource.objects.visible_to(actor).select_related("enterprise", "department"),
    line=lambda one: (one.name, f"{one.get_kind_display()} · {one.owner}"),
    list_url_name="resources:resource_list",
    order=62,
)
RESOURCES_OF_ENTERPRISE = Tab(
    name="resources",
    label=_("Resources"),
    template="resources/resources_of_enterprise.html",
    context=resources.of_enterprise,
    order=51,
    capability=READ,
)
CONTRIBUTIONS_OF_ENTERPRISE = Tab(
    name="contributions",
    label=_("Contributions"),
    template="resources/contributions_of_enterprise.html",
    context=contributions.of_enterprise,
    order=52,
    capability=READ_CONTRIBUTIONS,
)
VERBS: dict[str, Any] = {
    "resource.enter": pgettext_lazy("resource", "entered it"),
    "resource.change": pgettext_lazy("resource", "changed it"),
    "resource.propose": pgettext_lazy("resource", "proposed it for the enterprise"),
    "resource.propose_again": pgettext_lazy("resource", "proposed it again for the enterprise"),
    "resource.withdraw": pgettext_lazy("resource", "withdrew it for the enterprise"),
    "resource.confirm": pgettext_lazy("resource", "accepted it"),
    "resource.refuse": pgettext_lazy("resource", "turned it down"),
    "resource.take_out": pgettext_lazy("resource", "took it out of service"),
    "resource.put_back": pgettext_lazy("resource", "put it back into service"),
    "resource.add_photo": pgettext_lazy("resource", "added a photo"),
    "resource.remove_photo": pgettext_lazy("resource", "took a photo out"),
    "resource.plan_maintenance": pgettext_lazy("resource", "planned maintenance"),
    "maintenance.finish": pgettext_lazy("maintenance", "recorded that it is done"),
    "maintenance.call_off": pgettext_lazy("maintenance", "called it off"),
    "booking.book": pgettext_lazy("booking", "asked for the time"),
    "booking.approve": pgettext_lazy("booking", "approved it"),
    "booking.decline": pgettext_lazy("booking", "declined it"),
    "booking.record_approval": pgettext_lazy("booking", "recorded that the enterprise agrees"),
    "booking.cancel": pgettext_lazy("booking", "cancelled it"),
    "booking.use": pgettext_lazy("booking", "recorded the use"),
    "booking.miss": pgettext_lazy("booking", "recorded that nobody came"),
    "booking.approve_at_portal": pgettext_lazy("booking", "approved it for the enterprise"),
    "booking.decline_at_portal": pgettext_lazy("booking", "declined it for the enterprise"),
    "booking.cancel_at_portal": pgettext_lazy("booking", "cancelled it for the enterprise"),
    "booking.use_at_portal": pgettext_lazy("booking", "recorded the use for the enterprise"),
    "booking.lapse": pgettext_lazy("booking", "let it lapse: nobody answered in time"),
    "booking.clear": pgettext_lazy("booking", "cancelled it for maintenance"),
    "contribution.enter": pgettext_lazy("contribution", "entered it"),
    "contribution.tell": pgettext_lazy("contribution", "told it for the enterprise"),
    "contribution.change": pgettext_lazy("contribution", "changed it"),
    "contribution.confirm": pgettext_lazy("contribution", "confirmed it"),
    "contribution.refuse": pgettext_lazy("contribution", "refused it"),
    "contribution.record_confirmation": pgettext_lazy(
        "contribution", "recorded that the enterprise confirms it"
    ),
    "contribution.withdraw": pgettext_lazy("contribution", "withdrew it"),
    "contribution.annul": pgettext_lazy("contribution", "withdrew what was confirmed"),
    "contribution.confirm_at_portal": pgettext_lazy("contribution", "confirmed it for the enterprise"),
    "contribution.refuse_at_portal": pgettext_lazy("contribution", "refused it for the enterprise"),
    "contribution.withdraw_at_portal": pgettext_lazy("contribution", "withdrew it for the enterprise"),
    "contribution.reverse": pgettext_lazy("contribution", "reversed it"),
    "contribution.add_file": pgettext_lazy("contribution", "added evidence"),
    "contribution.remove_file": pgettext_lazy("contribution", "took evidence out"),
    "contribution.statement": pgettext_lazy("contribution", "asked for the statement"),
}
