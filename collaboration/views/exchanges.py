"""Exchanges on the pages of the staff: the list, one of them, its form and moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from collaboration.exchange_versions import FIELDS, MANY, written
from collaboration.filters.exchanges import ExchangeFilters
from collaboration.forms.exchanges import ChooseEnterpriseForm, ExchangeForm, RecordExchangeForm
from collaboration.models import Exchange, ExchangeState
from collaboration.operations import exchanges as operations
from collaboration.operations.registrations import is_hour_of_code, register_others
from collaboration.tables.exchanges import ExchangeTable
from collaboration.transitions.exchanges import EDIT, EXCHANGE_MOVES, READ
from collaboration.views import exchange_tabs as tabs
from core.bilingual import listed
from core.registry import Tab
from core.versions import ShowsBoth
from core.views import DetailView, FormView, ListView
from partnerships.models import Enterprise
from partnerships.policies import departments_for
from partnerships.views.record_pages import RecordFormView


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Exchanges"), "url": reverse("collaboration:exchange_list")}]


def span(first: datetime, last: datetime) -> str:
    """The day with its hours, or both days."""
    first, last = timezone.localtime(first), timezone.localtime(last)
    begins = f"{date_format(first)} {time_format(first)}"
    if first.date() == last.date():
        return f"{begins} – {time_format(last)}"
    return f"{begins} – {date_format(last)} {time_format(last)}"


class ExchangeList(ListView):
    """Everybody of the centre sees what is public; of the rest what their powers or invitations open."""

    capability = READ
    title = gettext_lazy("Exchanges")
    list_name = "collaboration:exchanges"
    table_class = ExchangeTable
    filterset_class = ExchangeFilters
    sorts = {"starts_at": "starts_at", "proposed_at": "proposed_at"}
    default_sort = "-starts_at"
    search_placeholder = gettext_lazy("Title, enterprise or place")
    empty_title = gettext_lazy("No exchanges yet")
    empty_text = gettext_lazy(
        "Propose a lecture, a training or a visit to an enterprise; enterprises propose theirs at the portal."
    )
    empty_icon = "arrows-exchange"

    def authorise(self) -> None:
        """Whoever belongs to the centre: what is shown is looked at row by row."""

    def get_queryset(self) -> QuerySet[Exchange]:
        rows = Exchange.objects.visible_to(self.request.user).with_names().with_numbers()
        return rows.defer("about", "outcome", "search_text", "search_bigrams")

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(EDIT):
            return None
        return {
            "label": _("Propose an exchange"),
            "url": reverse("collaboration:exchange_new"),
            "icon": "plus",
        }

    def extra_context(self) -> dict[str, Any]:
        address = reverse("collaboration:exchange_list")
        calendar = {
            "label": _("Calendar"),
            "url": reverse("collaboration:exchange_calendar"),
            "icon": "calendar-event",
        }
        if not self.request.user.can(READ):
            return {"actions": [calendar]}
        return {
            "actions": [
                calendar,
                *self.recording(),
                {"label": _("Waiting for our answer"), "url": f"{address}?unanswered=on", "icon": "send"},
                {"label": _("Over and not closed"), "url": f"{address}?unclosed=on", "icon": "clock"},
            ]
        }

    def recording(self) -> list[dict[str, Any]]:
        if not self.request.user.can(EDIT):
            return []
        address = reverse("collaboration:exchange_record")
        return [{"label": _("Record one that was held"), "url": address, "icon": "history"}]


# --- One exchange -------------------------------------------------------------------------------

MOVES = {
    "agree": "circle-check",
    "confirm": "circle-check",
    "decline": "circle-x",
    "announce": "speakerphone",
    "hold": "clock",
    "close": "checks",
    "cancel": "ban",
}


class ExchangeDetail(DetailView):
    record: Exchange
    tabs = [
        Tab(
            name="overview",
            label=gettext_lazy("Overview"),
            template="collaboration/exchange_overview.html",
            context=tabs.overview,
            order=0,
        ),
        Tab(
            name="people",
            label=pgettext_lazy("exchange", "Participants"),
            template="collaboration/exchange_people.html",
            context=tabs.people,
            order=10,
            capability=READ,
        ),
        Tab(
            name="materials",
            label=gettext_lazy("Materials"),
            template="collaboration/exchange_materials.html",
            context=tabs.materials,
            order=20,
            count=lambda _request, exchange: exchange.files.count() or None,
        ),
        Tab(
            name="feedback",
            label=gettext_lazy("Feedback"),
            template="collaboration/exchange_feedback.html",
            context=tabs.feedback,
            order=30,
            capability=READ,
        ),
    ]

    def get_queryset(self) -> QuerySet[Exchange]:
        rows = Exchange.objects.visible_to(self.request.user).with_names().with_numbers()
        return rows.select_related("agreement", "organiser", "repeats", "closed_by", "proposed_by")

    def offered_tabs(self) -> list[Tab]:
        """Who takes part, what they say of it and its history are for those who may read it by power."""
        offered = super().offered_tabs()
        if self.record.permits(self.request.user, READ):
            return offered
        return [tab for tab in offered if tab.name in {"overview", "materials"}]

    def context(self) -> dict[str, Any]:
        exchange = self.record
        agreement = exchange.agreement
        shows_agreement = agreement is not None and exchange.permits(self.request.user, READ)
        return {
            "title": exchange.title,
            "chip": exchange.chip,
            "subtitle": f"{exchange.get_kind_display()} · {exchange.enterprise}",
            "breadcrumbs": crumbs(),
            **self.moves(),
            "next_step": self.next_step(),
            "facts": [
                {"label": _("Enterprise"), "value": exchange.enterprise},
                {
                    "label": pgettext("exchange", "Direction"),
                    "value": exchange.get_direction_display(),
                },
                {"label": pgettext("exchange", "When"), "value": span(exchange.starts_at, exchange.ends_at)},
                {
                    "label": pgettext("exchange", "Where"),
                    "value": " · ".join(filter(None, (exchange.get_place_kind_display(), exchange.place))),
                },
                {"label": _("Places"), "value": exchange.capacity or _("as many as like")},
                {
                    "label": pgettext("exchange", "Registered"),
                    "value": getattr(exchange, "registered_count", 0) or 0,
                },
                {
                    "label": _("Under the agreement"),
                    "value": agreement if shows_agreement else "",
                    "url": agreement.get_absolute_url() if shows_agreement and agreement else "",
                },
                {"label": _("Department"), "value": exchange.department},
                {"label": _("Looked after by"), "value": exchange.organiser},
                {"label": _("Hours credited"), "value": f"{exchange.hours:g}" if exchange.hours else ""},
            ],
        }

    def next_step(self) -> dict[str, Any] | None:
        exchange, now = self.record, timezone.now()
        if exchange.state == ExchangeState.PROPOSED and exchange.was_held:
            return {
                "text": _("It was recorded afterwards: the enterprise confirms it, then it is closed."),
                "whose": str(exchange.enterprise),
            }
        if exchange.state == ExchangeState.PROPOSED and exchange.by_enterprise:
            return {"text": _("The enterprise waits for your answer."), "whose": str(exchange.department)}
        if exchange.state == ExchangeState.PROPOSED:
            return {"text": _("The enterprise answers next."), "whose": str(exchange.enterprise)}
        if exchange.state == ExchangeState.AGREED:
            return {
                "text": _("Announce it: then people can register."),
                "whose": str(exchange.organiser or ""),
            }
        if exchange.state in {ExchangeState.ANNOUNCED, ExchangeState.HELD} and exchange.ends_at <= now:
            return {
                "text": _("It is over: mark who was there, then close it so that its hours count."),
                "whose": str(exchange.organiser or ""),
                "meaning": "late",
            }
        return None

    def moves(self) -> dict[str, Any]:
        exchange, user, now = self.record, self.request.user, timezone.now()
        moves = [
            {
                "name": offer.name,
                "label": capfirst(str(offer.transition.label)),
                "url": reverse(f"collaboration:exchange_{offer.name}", args=[exchange.pk]),
                "icon": MOVES[offer.name],
                "danger": offer.transition.needs_reason,
                "disabled_reason": offer.refusal,
            }
            for offer in EXCHANGE_MOVES.offers(actor=user, record=exchange, now=now)
            if offer.name != ("agree" if exchange.was_held else "confirm")
        ]
        leading = ("agree", "confirm", "announce", "close", "hold")
        primary = next(
            (
                move
                for name in leading
                for move in moves
                if move["name"] == name and not move["disabled_reason"]
            ),
            None,
        )
        menu = [move for move in moves if move is not primary]
        if exchange.permits(user, EDIT):
            menu = [*self.keeping(), *menu]
        if is_hour_of_code(exchange, now) and tabs.sees_code(user, exchange):
            address = reverse("collaboration:exchange_code", args=[exchange.pk])
            menu.insert(0, {"label": _("Code to sign in"), "url": address, "icon": "qrcode"})
        return {"primary_action": primary, "actions": menu}

    def keeping(self) -> list[dict[str, Any]]:
        exchange = self.record
        address = lambda name: reverse(f"collaboration:exchange_{name}", args=[exchange.pk])  # noqa: E731
        found = []
        if exchange.state in operations.CHANGEABLE:
            found.append({"label": _("Edit"), "url": address("edit"), "icon": "edit"})
        if not exchange.is_over:
            found += [
                {"label": _("Who holds it"), "url": address("speakers"), "icon": "user-star"},
                {"label": _("Invite or register people"), "url": address("people"), "icon": "user-plus"},
            ]
        if exchange.was_held:
            return found
        return [*found, {"label": _("Repeat"), "url": address("repeat"), "icon": "copy"}]


class ChooseEnterprise(FormView):
    form_class = ChooseEnterpriseForm
    title = gettext_lazy("Propose an exchange")
    submit_label = gettext_lazy("Go on")
    success_message = ""

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.can(EDIT):
            raise PermissionDenied

    def perform(self, form: Any) -> str:
        return reverse("collaboration:exchange_new_with", args=[form.cleaned_data["enterprise"].pk])

    def cancel_url(self) -> str:
        return reverse("collaboration:exchange_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class ExchangeNew(FormView):
    form_class = ExchangeForm
    title = gettext_lazy("Propose an exchange")
    submit_label = gettext_lazy("Propose")
    success_message = gettext_lazy("Proposed. The enterprise answers at the portal.")

    def authorise(self, **kwargs: Any) -> None:
        rows = Enterprise.objects.visible_to(self.request.user)
        self.enterprise = tabs.one(rows, kwargs["enterprise_id"])
        if not self.request.user.can(EDIT):
            raise PermissionDenied

    def form_kwargs(self) -> dict[str, Any]:
        departments = departments_for(self.request.user, EDIT)
        own = departments.filter(pk=self.enterprise.department_id).first() or departments.first()
        return {
            "enterprise": self.enterprise,
            "initial": {"department": own, "organiser": self.request.user.pk, "audience": ["students"]},
        }

    def perform(self, form: Any) -> Exchange:
        return operations.propose_exchange(
            actor=self.request.user, enterprise_id=self.enterprise.pk, now=timezone.now(), **form.entered()
        )

    def cancel_url(self) -> str:
        return reverse("collaboration:exchange_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(), "subtitle": str(self.enterprise)}


class ChooseRecorded(ChooseEnterprise):
    title = gettext_lazy("Record an exchange that was held")

    def perform(self, form: Any) -> str:
        return reverse("collaboration:exchange_record_with", args=[form.cleaned_data["enterprise"].pk])


class ExchangeRecord(ExchangeNew):
    """One that was held, with who was there."""

    form_class = RecordExchangeForm
    title = gettext_lazy("Record an exchange that was held")
    submit_label = pgettext_lazy("exchange", "Record it")
    success_message = gettext_lazy(
        "Recorded. Once the enterprise has confirmed it, close it: then it counts."
    )

    def perform(self, form: Any) -> Exchange:
        given, now = form.entered(), timezone.now()
        there = given.pop("there")
        with transaction.atomic():
            made = operations.record_exchange(
                actor=self.request.user, enterprise_id=self.enterprise.pk, now=now, **given
            )
            if any(there.values()):
                register_others(actor=self.request.user, pk=made.pk, now=now, **there)
        return made


class OfExchange(RecordFormView):
    capability = EDIT
    record: Exchange

    def records(self) -> QuerySet:
        return Exchange.objects.with_names()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()


class ExchangeEdit(ShowsBoth, OfExchange):
    form_class = ExchangeForm
    title = gettext_lazy("Change the exchange")

    def form_kwargs(self) -> dict[str, Any]:
        enterprise = self.record.enterprise
        return {"instance": self.record, "enterprise": enterprise, "version": written(self.record)}

    def latest(self) -> tuple[Exchange, str]:
        exchange = Exchange.objects.get(pk=self.record.pk)
        return exchange, written(exchange)

    def compared(self) -> Sequence[str]:
        return FIELDS

    def differences(self, form: Any, record: Any) -> Iterator[dict[str, Any]]:
        yield from super().differences(form, record)
        for name in MANY:
            rows = list(getattr(record, name).all())
            if name in form.cleaned_data and set(form.cleaned_data[name]) != set(rows):
                yield {"label": str(form.fields[name].label), "now": listed(rows) or "—"}

    def perform(self, form: Any) -> Exchange:
        return operations.change_exchange(
            actor=self.request.user, pk=self.kwargs["pk"], now=timezone.now(), **form.entered()
        )


def of_enterprise(request: HttpRequest, enterprise: Any) -> dict[str, Any]:
    """Two queries."""
    user: Any = request.user
    rows = Exchange.objects.visible_to(user).filter(enterprise=enterprise.pk).with_numbers()
    return {"exchanges": list(rows[:100]), "enterprise": enterprise, "may_propose": user.can(EDIT)}
