"""Exchanges on the pages of students: public ones and those they are invited to, and their own place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from collaboration.exchange_walls import EXCHANGE_COLUMNS, REGISTRATION_COLUMNS
from collaboration.forms.exchanges import CodeForm, FeedbackForm
from collaboration.models import (
    Audience,
    Exchange,
    ExchangeFile,
    ExchangeState,
    FeedbackGiven,
    Registration,
    RegistrationState,
    Speaker,
)
from collaboration.operations import registrations as operations
from collaboration.views.exchange_acts import count_try
from collaboration.views.exchanges import span
from core.access import NotVisible
from core.attachments import serve
from core.registry import StudentTask
from core.views import act
from core.walls import outside
from internships.me.pupil import Pupil, PupilRequest
from internships.me.views import PupilFormView
from partnerships.models import Enterprise

SHOWN = 100
S, R = ExchangeState, RegistrationState


def seen_exchanges(pupil: Pupil) -> QuerySet[Exchange]:
    """Behind the walls, which show no others."""
    return Exchange.objects.for_student(pupil.student).only(*EXCHANGE_COLUMNS)


def own_registrations(pupil: Pupil) -> QuerySet[Registration]:
    rows = Registration.objects.filter(student=pupil.student.pk)
    return rows.only(*REGISTRATION_COLUMNS)


def seen_exchange(pupil: Pupil, pk: int) -> Exchange:
    """Raises NotVisible."""
    found = seen_exchanges(pupil).filter(pk=pk).first()
    if found is None:
        raise NotVisible(f"collaboration.Exchange {pk}")
    return found


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Exchanges"), "url": reverse("me:exchanges")}]


@require_safe
def exchange_list(request: PupilRequest) -> HttpResponse:
    """Those to come, and those of one's own that are over. Four queries."""
    pupil, now = request.pupil, timezone.now()
    rows = list(seen_exchanges(pupil).order_by("-starts_at", "-pk")[:SHOWN])
    mine = {one.exchange_id: one for one in own_registrations(pupil)}
    with outside():
        names = {
            one.pk: str(one) for one in Enterprise.objects.filter(pk__in={one.enterprise_id for one in rows})
        }

    def lines(found: list[Exchange]) -> list[dict[str, Any]]:
        return [
            {"exchange": one, "enterprise": names.get(one.enterprise_id, ""), "own": mine.get(one.pk)}
            for one in found
        ]

    context = {
        "title": _("Exchanges"),
        "subtitle": _("Lectures, visits and job fairs with enterprises."),
        "groups": [
            (_("To come"), lines([one for one in rows if one.ends_at > now][::-1])),
            (
                _("Where you were registered"),
                lines([one for one in rows if one.pk in mine and one.ends_at <= now]),
            ),
        ],
    }
    return render(request, "me/exchanges.html", context)


@require_safe
def exchange_detail(request: PupilRequest, pk: int) -> HttpResponse:
    pupil, now = request.pupil, timezone.now()
    exchange = seen_exchange(pupil, pk)
    own = own_registrations(pupil).filter(exchange=exchange).first()
    with outside():
        exchange.enterprise = Enterprise.objects.get(pk=exchange.enterprise_id)
        speakers = list(Speaker.objects.filter(exchange=exchange).select_related("contact", "teacher"))
        has_answered = own is not None and FeedbackGiven.objects.filter(registration=own.pk).exists()
        seats = Registration.objects.filter(exchange=exchange).registered().count()
    for_students = Audience.STUDENTS in exchange.audience
    is_open = for_students and exchange.state in {S.ANNOUNCED, S.HELD} and exchange.ends_at > now
    context = {
        "title": exchange.title,
        "chip": exchange.chip if exchange.state == S.CANCELLED else own.chip if own else None,
        "breadcrumbs": crumbs(),
        "exchange": exchange,
        "when": span(exchange.starts_at, exchange.ends_at),
        "speakers": speakers,
        "files": list(ExchangeFile.objects.filter(parent=exchange)),
        "own": own,
        "places_left": max(exchange.capacity - seats, 0) if exchange.capacity else None,
        "may_register": is_open and (own is None or not own.is_alive),
        "may_withdraw": own is not None and own.is_alive and not own.attended and exchange.ends_at > now,
        "may_sign_in": for_students
        and operations.is_hour_of_code(exchange, now)
        and not (own and own.attended),
        "may_answer": own is not None
        and bool(own.attended)
        and not has_answered
        and operations.may_be_answered(exchange, now),
    }
    return render(request, "me/exchange.html", context)


@act
def register(request: PupilRequest, pk: int) -> str:
    seen_exchange(request.pupil, pk)
    with outside():
        row = operations.register_student(pupil=request.pupil, pk=pk, now=timezone.now())
    if row.seat:
        messages.success(request, _("You are registered."))
    else:
        messages.warning(request, _("All places are taken: you are told when one becomes free."))
    return reverse("me:exchange", args=[pk])


@act
def withdraw(request: PupilRequest, pk: int) -> str:
    seen_exchange(request.pupil, pk)
    with outside():
        operations.withdraw_student(pupil=request.pupil, pk=pk, now=timezone.now())
    messages.success(request, _("You are not registered any more."))
    return reverse("me:exchange", args=[pk])


class OfExchange(PupilFormView):
    record: Exchange

    def authorise(self, **kwargs: Any) -> None:
        self.record = seen_exchange(self.request.pupil, kwargs["pk"])

    def cancel_url(self) -> str:
        return reverse("me:exchange", args=[self.record.pk])

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": [*crumbs(), {"label": str(self.record), "url": self.cancel_url()}]}


class SignIn(OfExchange):
    form_class = CodeForm
    title = gettext_lazy("Sign in with the code")
    submit_label = gettext_lazy("Sign in")
    success_message = gettext_lazy("You are signed in.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"code": self.request.GET.get("code", "")[:12]}}

    def perform(self, form: Any) -> str:
        with outside():
            count_try(self.request)
            operations.sign_in_student(
                pupil=self.request.pupil,
                pk=self.record.pk,
                code=form.cleaned_data["code"],
                now=timezone.now(),
            )
        return self.cancel_url()


class GiveFeedback(OfExchange):
    form_class = FeedbackForm
    title = gettext_lazy("Feedback")
    submit_label = gettext_lazy("Send")
    success_message = gettext_lazy("Thank you. Nobody learns who answered what.")

    def authorise(self, **kwargs: Any) -> None:
        super().authorise(**kwargs)
        own = own_registrations(self.request.pupil).filter(exchange=self.record).first()
        if own is None or not own.attended:
            raise PermissionDenied(_("Who was there is asked."))
        self.own = own

    def perform(self, form: Any) -> str:
        with outside():
            operations.give_feedback(
                actor=self.request.pupil,
                registration_id=self.own.pk,
                answers=form.cleaned_data,
                now=timezone.now(),
            )
        return self.cancel_url()


@require_safe
def material_file(request: PupilRequest, pk: int, file_id: int) -> HttpResponseBase:
    exchange = seen_exchange(request.pupil, pk)
    kept = ExchangeFile.objects.filter(parent=exchange, pk=file_id).first()
    if kept is None:
        raise NotVisible(f"collaboration.ExchangeFile {file_id}")
    return serve(request, kept)


def tasks_of_exchanges(pupil: Any, on: date) -> Iterator[StudentTask]:
    """Where somebody has a place in the next days. One query."""
    rows = own_registrations(pupil).filter(
        state=R.REGISTERED, exchange__state__in=[S.ANNOUNCED, S.HELD], exchange__ends_at__gt=timezone.now()
    )
    for row in (
        rows.select_related(None)
        .order_by("exchange__starts_at")
        .values("exchange", "exchange__title", "exchange__starts_at")[:3]
    ):
        yield StudentTask(
            title=row["exchange__title"],
            text=_("You have a place."),
            url=reverse("me:exchange", args=[row["exchange"]]),
            icon="calendar-event",
            due_on=timezone.localdate(row["exchange__starts_at"]),
        )
