"""Pages of the portal about promises: ours and theirs, one with its evidence, and what we say of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.walls import PERSON_COLUMNS
from agreements.forms.promises import CheckForm, WordForm
from agreements.models import Obligation, ObligationPeriod, Side
from agreements.operations.promises import last_words
from agreements.portal.promises import (
    check_entered,
    entered_for,
    own_periods,
    period_of,
    say,
    why_not_said,
)
from agreements.promise_reading import PeriodLine, evidence_of
from core.access import NotVisible
from core.walls import outside
from partnerships.portal.pages import PortalFormView
from partnerships.portal.partner import PartnerRequest


@require_safe
def promise_list(request: PartnerRequest) -> HttpResponse:
    """What we promised and what they promised: what runs now, then what is over, then what is to come."""
    today = timezone.localdate()
    periods = list(own_periods(request.partner).filter(starts_on__lte=today).order_by("-due_on", "pk"))
    words = last_words(periods)
    lines = [PeriodLine(period, words.get(period.pk, {})) for period in periods]
    today = timezone.localdate()
    groups = [
        (
            heading,
            [line for line in own if line.period.due_on >= today],
            [line for line in own if line.period.due_on < today],
        )
        for heading, own in (
            (_("What we promised"), [line for line in lines if line.period.side == Side.ENTERPRISE]),
            (_("What they promised"), [line for line in lines if line.period.side == Side.CENTRE]),
        )
    ]
    return render(
        request,
        "portal/promises.html",
        {
            "title": _("Our promises and theirs"),
            "subtitle": _("Counted from what really happened. Both sides confirm the number."),
            "groups": [group for group in groups if group[1] or group[2]],
            "entered": entered_for(request.partner).order_by("agreement", "order"),
            "may_speak": why_not_said(request.partner) is None,
        },
    )


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Our promises and theirs"), "url": reverse("portal:promises")}]


@require_safe
def promise_detail(request: PartnerRequest, pk: int) -> HttpResponse:
    period = period_of(request.partner, pk)
    today = timezone.localdate()
    # What the rows say is the centre's records; only what has a page at the portal is named there.
    with outside():
        evidence, total = evidence_of(period, reader=request.partner, on=today, at_portal=True)
    return render(
        request,
        "portal/promise.html",
        {
            "title": period.label,
            "subtitle": period.obligation.words,
            "chip": period.chip,
            "breadcrumbs": crumbs(),
            "period": period,
            "line": PeriodLine(period, last_words([period]).get(period.pk, {})),
            "evidence": evidence,
            "total": total,
            "said": _said(period),
            "why_not": why_not_said(request.partner),
        },
    )


def _said(period: ObligationPeriod) -> list[Any]:
    words = list(period.confirmations.all())
    people = User.objects.only(*PERSON_COLUMNS).in_bulk({one.said_by_id for one in words})
    return [
        {"word": one, "by": people.get(one.said_by_id) if one.side == Side.ENTERPRISE else None}
        for one in words
    ]


class Confirm(PortalFormView):
    form_class = WordForm
    title = gettext_lazy("Confirm the number")
    submit_label = gettext_lazy("Send to the centre")
    success_message = gettext_lazy("Saved. The centre has been told.")
    template_name = "portal/promise_confirm.html"
    period: ObligationPeriod

    def authorise(self, **kwargs: Any) -> None:
        self.period = period_of(self.partner, kwargs["pk"])

    def build(self, *args: Any) -> WordForm:
        initial = {"seen": self.period.counted, "is_objection": "no"}
        return WordForm(*args, user=self.partner, initial=initial)

    def perform(self, form: Any) -> str:
        say(partner=self.partner, period=self.period, now=timezone.now(), **form.cleaned_data)
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("portal:promise", args=[self.period.pk])

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "breadcrumbs": [*crumbs(), {"label": self.period.label, "url": self.cancel_url()}],
            "subtitle": self.period.obligation.words,
            "period": self.period,
        }


class Check(PortalFormView):
    form_class = CheckForm
    title = gettext_lazy("Is this what the paper says?")
    submit_label = gettext_lazy("Send to the centre")
    success_message = gettext_lazy("Thank you. The centre has been told.")
    template_name = "portal/promise_check.html"
    promise: Obligation

    def authorise(self, **kwargs: Any) -> None:
        promise = entered_for(self.partner).filter(pk=kwargs["pk"]).first()
        if promise is None:
            raise NotVisible(f"agreements.Obligation {kwargs['pk']}")
        self.promise = promise

    def build(self, *args: Any) -> CheckForm:
        return CheckForm(*args, user=self.partner)

    def perform(self, form: Any) -> str:
        check_entered(
            partner=self.partner,
            promise_id=self.promise.pk,
            objection=form.cleaned_data["objection"] if form.cleaned_data["is_wrong"] else "",
            now=timezone.now(),
        )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("portal:promises")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "breadcrumbs": crumbs(),
            "subtitle": str(self.promise.agreement),
            "promise": self.promise,
        }
