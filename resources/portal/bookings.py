"""Bookings at the portal: fetched behind the wall, done outside it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from agreements.models import Agreement
from core.access import NotVisible
from core.views import act
from core.walls import outside
from partnerships.portal.pages import PortalFormView
from partnerships.portal.partner import PartnerRequest, require_liaison
from resources.forms.bookings import BookingForm, UsageForm, WhyForm
from resources.models import Booking, BookingState, Resource
from resources.operations import bookings as operations
from resources.portal.reading import (
    crumbs_of_resources,
    own_booking,
    shown_resource,
)
from resources.words import before_booking, span_in_words

B = BookingState


@require_safe
def booking_detail(request: PartnerRequest, pk: int) -> HttpResponse:
    booking, now = own_booking(request.partner, pk), timezone.now()
    liaison = request.partner.is_liaison
    is_own = not booking.resource.is_of_centre
    ahead = booking.starts_at > now
    context = {
        "title": booking.purpose,
        "chip": booking.chip,
        "subtitle": f"{booking.resource} · {span_in_words(booking.starts_at, booking.ends_at)}",
        "breadcrumbs": crumbs_of_resources(),
        "booking": booking,
        "resource": booking.resource,
        "when": span_in_words(booking.starts_at, booking.ends_at),
        "may_answer": liaison and is_own and booking.state == B.REQUESTED and ahead,
        "may_cancel": liaison and booking.state in {B.REQUESTED, B.APPROVED} and ahead,
        "may_record": liaison and is_own and booking.state == B.APPROVED and not ahead,
    }
    return render(request, "portal/booking.html", context)


class BookingNew(PortalFormView):
    """A liaison asks for a resource of the school."""

    form_class = BookingForm
    title = gettext_lazy("Ask for a time")
    submit_label = gettext_lazy("Ask")
    success_message = gettext_lazy("Asked: the time is kept for you until the school has answered.")
    resource: Resource

    def authorise(self, **kwargs: Any) -> None:
        self.resource = shown_resource(kwargs["pk"])
        require_liaison(self.partner)
        if not (self.resource.is_of_centre and self.resource.is_shared and self.resource.is_active):
            raise NotVisible(f"resources.Resource {self.resource.pk}")

    def build(self, *args: Any) -> BookingForm:
        rows = Agreement.objects.filter(parties__enterprise=self.partner.enterprise.pk)
        agreements = rows.binding(timezone.localdate()).distinct()
        return BookingForm(*args, user=self.partner, resource=self.resource, agreements=agreements)

    def perform(self, form: Any) -> str:
        said = dict(form.cleaned_data)
        agreement = said.pop("agreement", None)
        with outside():
            made = operations.book_at_portal(
                partner=self.partner,
                resource_id=self.resource.pk,
                agreement_id=agreement.pk if agreement else None,
                now=timezone.now(),
                **said,
            )
        return reverse("portal:booking", args=[made.pk])

    def cancel_url(self) -> str:
        return reverse("portal:resource", args=[self.resource.pk])

    def extra_context(self, form: Any) -> dict[str, Any]:
        here = {"label": self.resource.name, "url": self.cancel_url()}
        return {
            "breadcrumbs": [*crumbs_of_resources(), here],
            "subtitle": self.resource.name,
            "form_help": before_booking(self.resource),
        }


class OfBooking(PortalFormView):
    form_class: ClassVar[Any] = WhyForm
    record: Booking

    def authorise(self, **kwargs: Any) -> None:
        self.record = own_booking(self.partner, kwargs["pk"])
        require_liaison(self.partner)

    def cancel_url(self) -> str:
        return reverse("portal:booking", args=[self.record.pk])

    def extra_context(self, form: Any) -> dict[str, Any]:
        here = {"label": str(self.record), "url": self.cancel_url()}
        return {"breadcrumbs": [*crumbs_of_resources(), here], "subtitle": str(self.record)}

    def perform(self, form: Any) -> str:
        with outside():
            self.do(form.cleaned_data)
        return self.cancel_url()

    def do(self, given: dict[str, Any]) -> None:
        raise NotImplementedError


@act
def approve(request: PartnerRequest, pk: int) -> str:
    own_booking(request.partner, pk)
    require_liaison(request.partner)
    with outside():
        operations.answer_at_portal(partner=request.partner, pk=pk, agrees=True, now=timezone.now())
    messages.success(request, _("Approved: the school is told."))
    return reverse("portal:booking", args=[pk])


class Decline(OfBooking):
    title = gettext_lazy("Decline the booking")
    submit_label = pgettext_lazy("booking", "Decline")
    success_message = gettext_lazy("Declined: the school is told why.")

    def do(self, given: dict[str, Any]) -> None:
        operations.answer_at_portal(
            partner=self.partner, pk=self.record.pk, agrees=False, now=timezone.now(), **given
        )


class Cancel(OfBooking):
    title = gettext_lazy("Cancel the booking")
    submit_label = gettext_lazy("Cancel the booking")
    success_message = gettext_lazy("Cancelled: the school is told why.")

    def do(self, given: dict[str, Any]) -> None:
        operations.cancel_at_portal(partner=self.partner, pk=self.record.pk, now=timezone.now(), **given)


class Use(OfBooking):
    form_class = UsageForm
    title = gettext_lazy("Record the use")
    submit_label = gettext_lazy("Record")
    success_message = gettext_lazy("Recorded: its hours count from now on.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"used_people": self.record.people, "used_hours": self.record.duration_hours}}

    def build(self, *args: Any) -> Any:
        return UsageForm(*args, user=self.partner, **self.form_kwargs())

    def do(self, given: dict[str, Any]) -> None:
        operations.use_at_portal(partner=self.partner, pk=self.record.pk, now=timezone.now(), **given)
