"""Alliances on the pages of the staff: the list, one of them, its form and moves."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from alliances.forms import AllianceForm
from alliances.lists import AllianceFilters, AllianceTable
from alliances.models import Alliance, AllianceState
from alliances.operations import alliances as operations
from alliances.transitions import ALLIANCE_MOVES, EDIT, READ
from alliances.views import tabs
from core.registry import Tab
from core.views import DetailView, FormView, ListView
from partnerships.policies import departments_for
from partnerships.views.record_pages import RecordFormView


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Alliances"), "url": reverse("alliances:alliance_list")}]


class AllianceList(ListView):
    capability = READ
    title = gettext_lazy("Alliances")
    list_name = "alliances:alliances"
    table_class = AllianceTable
    filterset_class = AllianceFilters
    sorts = {"founded_on": "founded_on"}
    default_sort = "-founded_on"
    search_placeholder = gettext_lazy("Name, aims or entity")
    empty_title = gettext_lazy("No alliances yet")
    empty_text = gettext_lazy(
        "Enter a vocational education group, an industry community or a consortium, then its members."
    )
    empty_icon = "affiliate"

    def get_queryset(self) -> QuerySet[Alliance]:
        rows = Alliance.objects.visible_to(self.request.user).with_names()
        return rows.with_numbers(timezone.localdate()).defer("aims", "search_text", "search_bigrams")

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(EDIT):
            return None
        return {"label": _("Enter an alliance"), "url": reverse("alliances:alliance_new"), "icon": "plus"}


MOVES = {"activate": "player-play", "dissolve": "archive"}


class AllianceDetail(DetailView):
    record: Alliance
    tabs = [
        Tab(
            name="overview",
            label=gettext_lazy("Overview"),
            template="alliances/overview.html",
            context=tabs.overview,
            order=0,
        ),
        Tab(
            name="members",
            label=gettext_lazy("Members"),
            template="alliances/members.html",
            context=tabs.members,
            order=10,
        ),
        Tab(
            name="chain",
            label=gettext_lazy("Chain of supplies"),
            template="alliances/chain.html",
            context=tabs.chain,
            order=20,
        ),
        Tab(
            name="meetings",
            label=gettext_lazy("Meetings"),
            template="alliances/meetings.html",
            context=tabs.meetings,
            order=30,
        ),
        Tab(
            name="tasks",
            label=gettext_lazy("Tasks"),
            template="alliances/tasks.html",
            context=tabs.tasks,
            order=40,
        ),
        Tab(
            name="documents",
            label=gettext_lazy("Documents"),
            template="alliances/documents.html",
            context=tabs.documents,
            order=50,
        ),
        Tab(
            name="figures",
            label=gettext_lazy("Joint figures"),
            template="alliances/figures.html",
            context=tabs.figures,
            order=60,
        ),
    ]

    def get_queryset(self) -> QuerySet[Alliance]:
        rows = Alliance.objects.visible_to(self.request.user).with_names()
        return rows.with_numbers(timezone.localdate()).select_related("organiser", "created_by")

    def context(self) -> dict[str, Any]:
        alliance: Any = self.record
        founded = date_format(alliance.founded_on) if alliance.founded_on else "—"
        return {
            "title": alliance.name,
            "chip": alliance.chip,
            "subtitle": alliance.get_kind_display(),
            "breadcrumbs": crumbs(),
            **self.moves(),
            "next_step": self.next_step(),
            "facts": [
                {"label": _("Founded on"), "value": founded},
                {"label": pgettext("alliance", "Legal form"), "value": alliance.get_legal_form_display()},
                {"label": pgettext("alliance", "Entity"), "value": alliance.entity},
                {"label": _("Industry"), "value": alliance.industry},
                {"label": _("Region"), "value": alliance.region},
                {"label": _("Members"), "value": alliance.member_count or 0},
                {"label": _("Department"), "value": alliance.department},
                {"label": _("Looked after by"), "value": alliance.organiser},
            ],
        }

    def next_step(self) -> dict[str, Any] | None:
        alliance = self.record
        if alliance.state != AllianceState.PREPARING:
            return None
        return {
            "text": _("Enter its members and the day of its founding, then say that it is at work."),
            "whose": str(alliance.organiser or alliance.department),
        }

    def moves(self) -> dict[str, Any]:
        alliance, user, now = self.record, self.request.user, timezone.now()
        moves = [
            {
                "name": offer.name,
                "label": capfirst(str(offer.transition.label)),
                "url": reverse(f"alliances:alliance_{offer.name}", args=[alliance.pk]),
                "icon": MOVES[offer.name],
                "danger": offer.transition.needs_reason,
                "disabled_reason": offer.refusal,
            }
            for offer in ALLIANCE_MOVES.offers(actor=user, record=alliance, now=now)
        ]
        menu = list(moves)
        if tabs.may_edit(self.request, alliance):
            address = lambda name: reverse(f"alliances:{name}", args=[alliance.pk])  # noqa: E731
            menu = [
                {"label": _("Edit"), "url": address("alliance_edit"), "icon": "edit"},
                {"label": _("Add a member"), "url": address("member_new"), "icon": "user-plus"},
                {"label": _("Add a supply link"), "url": address("supply_new"), "icon": "link"},
                {"label": _("Call a meeting"), "url": address("meeting_new"), "icon": "calendar-event"},
                {"label": _("Share a document"), "url": address("document_new"), "icon": "upload"},
                *moves,
            ]
        return {"primary_action": None, "actions": menu}


class AllianceNew(FormView):
    form_class = AllianceForm
    title = gettext_lazy("Enter an alliance")

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.can(EDIT):
            raise PermissionDenied

    def form_kwargs(self) -> dict[str, Any]:
        user: Any = self.request.user
        return {"initial": {"department": departments_for(user, EDIT).first(), "organiser": user.pk}}

    def perform(self, form: Any) -> Alliance:
        return operations.prepare(actor=self.request.user, now=timezone.now(), **form.cleaned_data)

    def cancel_url(self) -> str:
        return reverse("alliances:alliance_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class OfAlliance(RecordFormView):
    capability = EDIT
    record: Any

    def records(self) -> QuerySet:
        return Alliance.objects.with_names()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()


class AllianceEdit(OfAlliance):
    form_class = AllianceForm
    title = gettext_lazy("Change the alliance")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record}

    def perform(self, form: Any) -> Alliance:
        return operations.change(
            actor=self.request.user, pk=self.kwargs["pk"], now=timezone.now(), **form.cleaned_data
        )
