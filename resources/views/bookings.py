"""Bookings on the pages of the staff."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from core.forms import RecordForm
from core.registry import Tab
from core.views import DetailView, ListView
from partnerships.views.record_pages import RecordAct, RecordFormView
from resources.filters import BookingFilters
from resources.forms.bookings import BookingForm, RemarkForm, UsageForm, WhyForm
from resources.models import Booking, BookingState, Resource
from resources.operations import bookings as operations
from resources.tables import BookingTable
from resources.transitions.bookings import APPROVE, BOOK, BOOKING_MOVES, READ
from resources.words import before_booking, span_in_words

B = BookingState


def crumbs() -> list[dict[str, Any]]:
    return [
        {"label": _("Resources"), "url": reverse("resources:resource_list")},
        {"label": _("Bookings"), "url": reverse("resources:booking_list")},
    ]


class BookingList(ListView):
    capability = READ
    title = gettext_lazy("Bookings of resources")
    list_name = "resources:bookings"
    table_class = BookingTable
    filterset_class = BookingFilters
    sorts = {"starts_at": "starts_at", "booked_at": "booked_at"}
    default_sort = "-starts_at"
    search_placeholder = gettext_lazy("Purpose, resource or enterprise")
    empty_title = gettext_lazy("No bookings yet")
    empty_text = gettext_lazy("Open a resource to book it; enterprises ask for theirs at the portal.")
    empty_icon = "calendar-event"

    def get_queryset(self) -> QuerySet[Booking]:
        rows = Booking.objects.visible_to(self.request.user).with_names()
        return rows.defer("search_text", "search_bigrams")

    def extra_context(self) -> dict[str, Any]:
        address = reverse("resources:booking_list")
        return {
            "breadcrumbs": crumbs()[:1],
            "actions": [
                {"label": _("Waiting for our answer"), "url": f"{address}?unanswered=on", "icon": "send"},
                {"label": _("Use not recorded"), "url": f"{address}?unrecorded=on", "icon": "clock"},
            ],
        }


ICONS = {
    "approve": "circle-check",
    "decline": "circle-x",
    "record_approval": "circle-check",
    "cancel": "ban",
    "use": "checks",
    "miss": "circle-dashed",
}


def overview(request: HttpRequest, booking: Any) -> dict[str, Any]:
    return {"booking": booking, "resource": booking.resource}


class BookingDetail(DetailView):
    record: Booking
    tabs = [
        Tab(
            name="overview",
            label=gettext_lazy("Overview"),
            template="resources/booking_overview.html",
            context=overview,
            order=0,
        )
    ]

    def get_queryset(self) -> QuerySet[Booking]:
        rows = Booking.objects.visible_to(self.request.user).with_names()
        return rows.select_related("agreement", "answered_by", "resource__enterprise")

    def context(self) -> dict[str, Any]:
        booking = self.record
        resource = booking.resource
        return {
            "title": booking.purpose,
            "chip": booking.chip,
            "subtitle": f"{resource} · {span_in_words(booking.starts_at, booking.ends_at)}",
            "breadcrumbs": crumbs(),
            **self.moves(),
            "next_step": self.next_step(),
            "facts": [
                {"label": _("Resource"), "value": resource, "url": resource.get_absolute_url()},
                {
                    "label": pgettext("booking", "When"),
                    "value": span_in_words(booking.starts_at, booking.ends_at),
                },
                {"label": pgettext("booking", "People"), "value": booking.people},
                {"label": _("Enterprise"), "value": booking.enterprise or ""},
                {"label": _("Under the agreement"), "value": booking.agreement or ""},
                {"label": pgettext("booking", "Asked for by"), "value": booking.booked_by or ""},
                {"label": _("Answered by"), "value": booking.answered_by or ""},
                {"label": _("People who came"), "value": booking.used_people or ""},
                {
                    "label": _("Hours used"),
                    "value": f"{booking.used_hours.normalize():f}" if booking.used_hours else "",
                },
            ],
        }

    def next_step(self) -> dict[str, Any] | None:
        booking, resource = self.record, self.record.resource
        if booking.state == B.REQUESTED and resource.is_of_centre:
            return {"text": _("Approve it, or decline with a reason."), "whose": str(resource.department)}
        if booking.state == B.REQUESTED:
            return {"text": _("The enterprise answers next."), "whose": str(resource.enterprise)}
        if booking.state == B.APPROVED and booking.is_over_at(timezone.now()):
            return {
                "text": _("It is over: record how it was used, so that its hours count."),
                "whose": str(resource.department),
                "meaning": "late",
            }
        return None

    def moves(self) -> dict[str, Any]:
        booking, user = self.record, self.request.user
        found = [
            {
                "name": offer.name,
                "label": capfirst(str(offer.transition.label)),
                "url": reverse(f"resources:booking_{offer.name}", args=[booking.pk]),
                "icon": ICONS[offer.name],
                "danger": offer.name in {"decline", "cancel"},
                "disabled_reason": offer.refusal or "",
            }
            for offer in BOOKING_MOVES.offers(actor=user, record=booking, now=timezone.now())
        ]
        leading = ("approve", "record_approval", "use")
        primary = next((one for one in found if one["name"] in leading and not one["disabled_reason"]), None)
        return {"primary_action": primary, "actions": [one for one in found if one is not primary]}


class BookingNew(RecordFormView):
    """The resource is in the address; a time may stand in ``?starts_at=``."""

    capability = BOOK
    form_class = BookingForm
    title = gettext_lazy("Book the resource")
    submit_label = pgettext_lazy("resource", "Book")
    success_message = gettext_lazy("Booked.")
    record: Resource

    def records(self) -> QuerySet:
        return Resource.objects.with_names()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()[:1]

    def form_kwargs(self) -> dict[str, Any]:
        return {"resource": self.record}

    def perform(self, form: Any) -> Booking:
        return operations.book(
            actor=self.request.user,
            resource_id=self.record.pk,
            now=timezone.now(),
            **form.cleaned_data,
        )

    def extra_context(self, form: Any) -> dict[str, Any]:
        return super().extra_context(form) | {
            "subtitle": self.record.place,
            "form_help": before_booking(self.record),
        }


class ActOnBooking(RecordAct):
    capability = APPROVE
    form_class: ClassVar[Any] = WhyForm
    record: Booking

    def records(self) -> QuerySet:
        return Booking.objects.with_names()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()


class Approve(ActOnBooking):
    form_class = RecordForm

    title = gettext_lazy("Approve the booking")
    submit_label = pgettext_lazy("booking", "Approve")
    question = gettext_lazy("Approve this booking? Whoever asked for it is told.")
    success_message = gettext_lazy("Approved.")
    operation = staticmethod(operations.approve)


class Decline(ActOnBooking):
    title = gettext_lazy("Decline the booking")
    submit_label = pgettext_lazy("booking", "Decline")
    question = gettext_lazy("Decline this booking? Whoever asked for it reads the reason.")
    success_message = gettext_lazy("Declined. The time is free again.")
    danger = True
    operation = staticmethod(operations.decline)


class RecordApproval(ActOnBooking):
    title = gettext_lazy("Record that the enterprise agrees")
    submit_label = gettext_lazy("Record")
    question = gettext_lazy("Did the enterprise agree? Write who said so, and how.")
    success_message = gettext_lazy("Recorded: its liaisons are told.")
    operation = staticmethod(operations.record_approval)


class Cancel(ActOnBooking):
    capability = BOOK
    title = gettext_lazy("Cancel the booking")
    submit_label = gettext_lazy("Cancel the booking")
    question = gettext_lazy("Cancel this booking? The other side is told why.")
    success_message = gettext_lazy("Cancelled. The time is free again.")
    danger = True
    operation = staticmethod(operations.cancel)


class Use(RecordFormView):
    capability = BOOK
    form_class = UsageForm
    title = gettext_lazy("Record the use")
    submit_label = gettext_lazy("Record")
    success_message = gettext_lazy("Recorded: its hours count from now on.")
    record: Booking

    def records(self) -> QuerySet:
        return Booking.objects.with_names()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"used_people": self.record.people, "used_hours": self.record.duration_hours}}

    def perform(self, form: Any) -> Booking:
        return operations.use(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


class Miss(ActOnBooking):
    capability = BOOK
    form_class = RemarkForm
    title = gettext_lazy("Record that nobody came")
    submit_label = gettext_lazy("Record")
    question = gettext_lazy("Did nobody come? The hours do not count then.")
    success_message = gettext_lazy("Recorded.")
    operation = staticmethod(operations.miss)
