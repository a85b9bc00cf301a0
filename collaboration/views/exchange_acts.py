"""What is done to an exchange on the pages of the staff, asked before it is done."""

from __future__ import annotations

from typing import Any

from allauth.core.ratelimit import consume
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from collaboration.forms.exchanges import (
    CloseForm,
    CodeForm,
    FeedbackForm,
    MaterialForm,
    PeopleForm,
    RepeatForm,
    SpeakersForm,
)
from collaboration.models import Audience, Exchange, ExchangeFile
from collaboration.operations import closing, exchange_files, exchanges, registrations
from collaboration.transitions.exchanges import CLOSE
from collaboration.views import exchange_tabs as tabs
from collaboration.views.exchanges import OfExchange, crumbs, span
from core.access import NotVisible
from core.attachments import serve
from core.forms import ReasonForm
from core.http import PersonRequest
from core.rendering.qr import qr_svg
from core.views import FormView, act
from partnerships.models import Contact
from partnerships.views.record_pages import RecordAct
from teachers.models import Teacher


class ExchangeAct(OfExchange, RecordAct):
    """A move of an exchange, asked before it is made."""


class Agree(ExchangeAct):
    title = gettext_lazy("Agree to the exchange")
    submit_label = pgettext_lazy("exchange", "Agree")
    question = gettext_lazy("Agree to what the enterprise proposes?")
    success_message = gettext_lazy("Agreed. The enterprise is told; announce it next.")
    operation = staticmethod(exchanges.agree)


class Decline(ExchangeAct):
    form_class = ReasonForm
    title = gettext_lazy("Decline the exchange")
    submit_label = pgettext_lazy("exchange", "Decline")
    question = gettext_lazy("Decline what the enterprise proposes? It reads the reason.")
    danger = True
    success_message = gettext_lazy("Declined. The enterprise is told why.")
    operation = staticmethod(exchanges.decline)


class Confirm(ExchangeAct):
    form_class = ReasonForm
    title = gettext_lazy("Write down that the enterprise confirms it")
    submit_label = pgettext_lazy("exchange", "Write down")
    question = gettext_lazy("Nobody of the enterprise is at the portal. Who confirmed it, when and how?")
    success_message = gettext_lazy("Written down: it can be closed.")
    operation = staticmethod(exchanges.confirm)


class Announce(ExchangeAct):
    title = gettext_lazy("Announce the exchange")
    submit_label = pgettext_lazy("exchange", "Announce")
    question = gettext_lazy("Announce it? From now on people see it and register; who is invited is told.")
    success_message = gettext_lazy("Announced: people can register.")
    operation = staticmethod(exchanges.announce)


class Hold(ExchangeAct):
    title = gettext_lazy("Record that it takes place")
    submit_label = gettext_lazy("It takes place")
    question = gettext_lazy("Record that it takes place?")
    success_message = gettext_lazy("Recorded. Mark who was there, then close it.")
    operation = staticmethod(exchanges.hold)


class Cancel(ExchangeAct):
    form_class = ReasonForm
    title = gettext_lazy("Cancel the exchange")
    submit_label = gettext_lazy("Cancel the exchange")
    question = gettext_lazy("Cancel it? Everybody registered and the enterprise read the reason.")
    danger = True
    success_message = gettext_lazy("Cancelled. Everybody concerned is told why.")
    operation = staticmethod(exchanges.cancel)


class Close(ExchangeAct):
    capability = CLOSE
    form_class = CloseForm
    title = gettext_lazy("Close and credit the hours")
    submit_label = pgettext_lazy("exchange", "Close")
    question = gettext_lazy("Close it? Participants and hours stay as they are from then on.")
    success_message = gettext_lazy("Closed: its hours count.")
    operation = staticmethod(closing.close)

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"hours": self.record.duration_hours}}


class Repeat(OfExchange):
    form_class = RepeatForm
    title = gettext_lazy("Repeat the exchange")
    submit_label = gettext_lazy("Propose them")

    success_message = gettext_lazy("Proposed: the enterprise answers each by itself.")

    def perform(self, form: Any) -> str:
        exchanges.repeat_exchange(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )
        return reverse("collaboration:exchange_list") + "?coming=on"


class Speakers(OfExchange):
    form_class = SpeakersForm
    title = gettext_lazy("Who holds it")

    def form_kwargs(self) -> dict[str, Any]:
        speakers = self.record.speakers.all()
        contacts = [one.contact_id for one in speakers if one.contact_id]
        people = Contact.objects.filter(enterprise=self.record.enterprise_id, left_on=None)
        return {
            "people": people | Contact.objects.filter(pk__in=contacts),
            "initial": {
                "contacts": contacts,
                "teachers": Teacher.objects.filter(exchanges_held__exchange=self.record),
            },
        }

    def perform(self, form: Any) -> Exchange:
        return exchanges.name_speakers(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


class People(OfExchange):
    form_class = PeopleForm
    title = gettext_lazy("Invite or register people")
    success_message = gettext_lazy("Done.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"was_held": self.record.was_held}

    def perform(self, form: Any) -> str:
        registrations.register_others(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )
        return f"{self.record.get_absolute_url()}?tab=people"


class Material(OfExchange):
    form_class = MaterialForm
    title = gettext_lazy("Add material")

    def perform(self, form: Any) -> str:
        exchange_files.add_material(
            actor=self.request.user,
            pk=self.record.pk,
            upload=form.cleaned_data["upload"],
            now=timezone.now(),
        )
        return f"{self.record.get_absolute_url()}?tab=materials"


@require_safe
def material_file(request: PersonRequest, pk: int, file_id: int) -> HttpResponseBase:
    rows = Exchange.objects.visible_to(request.user).filter(pk=pk)
    kept = ExchangeFile.objects.filter(parent__in=rows, pk=file_id).first()
    if kept is None:
        raise NotVisible(f"collaboration.ExchangeFile {file_id}")
    return serve(request, kept)


@act
def material_remove(request: PersonRequest, pk: int, file_id: int) -> str:
    exchange = exchange_files.remove_material(actor=request.user, pk=pk, file_id=file_id, now=timezone.now())
    messages.success(request, _("The file is gone."))
    return f"{exchange.get_absolute_url()}?tab=materials"


@act
def attendance(request: PersonRequest, pk: int) -> str:
    """Who was there: each registration says yes, no or nothing."""
    present = {
        int(name.removeprefix("present-")): value == "yes"
        for name, value in request.POST.items()
        if name.startswith("present-") and name[8:].isdecimal() and value in {"yes", "no"}
    }
    exchange = registrations.mark_attendance(actor=request.user, pk=pk, present=present, now=timezone.now())
    messages.success(request, _("Who was there is kept."))
    return f"{exchange.get_absolute_url()}?tab=people"


@act
def take_out(request: PersonRequest, pk: int, registration_id: int) -> str:
    registrations.withdraw_other(
        actor=request.user, pk=pk, registration_id=registration_id, now=timezone.now()
    )
    return reverse("collaboration:exchange_detail", args=[pk]) + "?tab=people"


# --- Of everybody at the centre -----------------------------------------------------------------


@act
def register(request: PersonRequest, pk: int) -> str:
    row = registrations.register_myself(actor=request.user, pk=pk, now=timezone.now())
    if row.seat:
        messages.success(request, _("You are registered."))
    else:
        messages.warning(request, _("All places are taken: you are told when one becomes free."))
    return reverse("collaboration:exchange_detail", args=[pk])


@act
def withdraw(request: PersonRequest, pk: int) -> str:
    registrations.withdraw_myself(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("You are not registered any more."))
    return reverse("collaboration:exchange_detail", args=[pk])


class OfParticipant(FormView):
    """A form about an exchange that one sees."""

    record: Exchange

    def authorise(self, **kwargs: Any) -> None:
        self.record = tabs.one(Exchange.objects.visible_to(self.request.user), kwargs["pk"])

    def cancel_url(self) -> str:
        return self.record.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        here = {"label": str(self.record), "url": self.cancel_url()}
        return {"breadcrumbs": [*crumbs(), here], "subtitle": str(self.record)}


def count_try(request: Any) -> None:
    """Six digits can be guessed by whoever may try for two hours. Raises WrongCode."""
    if not consume(request, action="exchange_code", user=request.user):
        raise registrations.WrongCode(_("Too many tries. Wait five minutes, then try again."))


class SignIn(OfParticipant):
    form_class = CodeForm
    title = gettext_lazy("Sign in with the code")
    submit_label = gettext_lazy("Sign in")
    success_message = gettext_lazy("You are signed in.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"code": self.request.GET.get("code", "")[:12]}}

    def perform(self, form: Any) -> Exchange:
        count_try(self.request)
        registrations.sign_in_myself(
            actor=self.request.user, pk=self.record.pk, code=form.cleaned_data["code"], now=timezone.now()
        )
        return self.record


class GiveFeedback(OfParticipant):
    form_class = FeedbackForm
    title = gettext_lazy("Feedback")
    submit_label = gettext_lazy("Send")
    success_message = gettext_lazy("Thank you. Nobody learns who answered what.")

    def authorise(self, **kwargs: Any) -> None:
        super().authorise(**kwargs)
        own = tabs.own_registration(self.request.user, self.record)
        if own is None or not own.attended:
            raise PermissionDenied(_("Who was there is asked."))
        self.own = own

    def perform(self, form: Any) -> Exchange:
        registrations.give_feedback(
            actor=self.request.user,
            registration_id=self.own.pk,
            answers=form.cleaned_data,
            now=timezone.now(),
        )
        return self.record


@require_safe
def code(request: PersonRequest, pk: int) -> HttpResponse:
    """The code, large, with a QR code that leads to where it is entered; for the screen in the room."""
    exchange = tabs.one(Exchange.objects.visible_to(request.user).with_names(), pk)
    if not tabs.sees_code(request.user, exchange):
        raise PermissionDenied(_("Whoever holds or keeps it shows the code."))
    context = {
        "title": str(exchange),
        "subtitle": span(exchange.starts_at, exchange.ends_at),
        "breadcrumbs": [*crumbs(), {"label": str(exchange), "url": exchange.get_absolute_url()}],
        **code_context(exchange),
    }
    return render(request, "collaboration/exchange_code.html", context)


def code_context(exchange: Exchange) -> dict[str, Any]:
    """The code in its hours, and a QR code of the address where it is entered: of the students' pages where
    it is for students, else of the staff's."""
    is_open = registrations.is_hour_of_code(exchange, timezone.now())
    page = (
        "me:exchange_sign_in" if Audience.STUDENTS in exchange.audience else "collaboration:exchange_sign_in"
    )
    address = f"{settings.SITE_URL}{reverse(page, args=[exchange.pk])}?code={exchange.code}"
    return {
        "exchange": exchange,
        "code": exchange.code if is_open else "",
        "qr": qr_svg(address) if is_open else "",
        "attended_count": exchange.registrations.filter(attended=True).count(),
        "registered_count": exchange.registrations.registered().count(),
    }
