"""Pages of promises: the list, one of them with its evidence, and the section of an agreement's text."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from agreements import operations
from agreements.choices import CONCLUDED_STATES, EDITABLE_STATES, State
from agreements.forms.promises import PromiseForm, WordForm
from agreements.models import Agreement, Obligation, ObligationPeriod
from agreements.operations.promises import last_words, may_enter
from agreements.policies import EDIT, READ
from agreements.promise_reading import PeriodLine, by_side, evidence_of, promise_lines
from agreements.promise_tables import PromiseFilterSet, PromiseTable
from agreements.views.pages import AgreementAct, AgreementForm, agreement_for, require, trail
from core.access import NotVisible
from core.errors import Refused
from core.http import PersonRequest
from core.registry import Tab
from core.views import FormView, ListView, act
from partnerships.models import Enterprise

SHOWN_OF_ENTERPRISE = 50


class PromiseList(ListView):
    capability = READ
    title = gettext_lazy("Promises")
    list_name = "promises"
    table_class = PromiseTable
    filterset_class = PromiseFilterSet
    sorts = {
        "due_on": "due_on",
        "starts_on": "starts_on",
        "progress": "counted",
        "promised": "promised",
        "standing": "standing",
    }
    default_sort = "standing"  # those behind schedule come first
    search_placeholder = gettext_lazy("Agreement, enterprise or reference")
    empty_title = gettext_lazy("No promises yet")
    empty_text = gettext_lazy(
        "Write into an agreement what each side promises: places, hires, days of practice, hours. From the "
        "signature on it is counted by itself."
    )
    empty_icon = "target-arrow"

    def get_queryset(self) -> QuerySet[ObligationPeriod]:
        return ObligationPeriod.objects.visible_to(self.request.user).with_names()


# --- One period of a promise ------------------------------------------------------------------


def period_for(user: Any, pk: int) -> ObligationPeriod:
    """Raises NotVisible."""
    period = (
        ObligationPeriod.objects.visible_to(user)
        .select_related("obligation", "agreement__owner", "agreement__type", "enterprise")
        .filter(pk=pk)
        .first()
    )
    if period is None:
        raise NotVisible(f"agreements.ObligationPeriod {pk}")
    return period


def crumbs_of(period: ObligationPeriod) -> list[dict[str, Any]]:
    return [
        *trail(period.agreement),
        {"label": _("Promises"), "url": f"{period.agreement.get_absolute_url()}?tab=promises"},
    ]


@require_safe
def promise_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """The number, the records behind it and what both sides say of it."""
    period = period_for(request.user, pk)
    today = timezone.localdate()
    evidence, total = evidence_of(period, reader=request.user, on=today)
    may_confirm = period.agreement.permits(request.user, EDIT) and period.starts_on <= today
    return render(
        request,
        "agreements/promise.html",
        {
            "title": period.label,
            "subtitle": period.obligation.words,
            "chip": period.chip,
            "breadcrumbs": crumbs_of(period),
            "period": period,
            "line": PeriodLine(period, last_words([period]).get(period.pk, {})),
            "evidence": evidence,
            "total": total,
            "said": period.confirmations.select_related("said_by"),
            "others": ObligationPeriod.objects.filter(obligation=period.obligation_id)
            .exclude(pk=period.pk)
            .order_by("starts_on"),
            "confirm_url": reverse("agreements:promise_confirm", args=[pk]) if may_confirm else "",
            "count_url": reverse("agreements:promises_count", args=[period.agreement_id])
            if period.agreement.permits(request.user, EDIT)
            else "",
        },
    )


class Confirm(FormView):
    form_class = WordForm
    title = gettext_lazy("Confirm the number")
    submit_label = gettext_lazy("Save")
    success_message = gettext_lazy("Saved. The enterprise has been told.")
    template_name = "agreements/promise_confirm.html"
    period: ObligationPeriod

    def authorise(self, **kwargs: Any) -> None:
        self.period = period_for(self.request.user, kwargs["pk"])
        require(self.request.user, self.period.agreement, EDIT)

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"seen": self.period.counted, "is_objection": "no"}}

    def perform(self, form: Any) -> ObligationPeriod:
        operations.say_of_promise(
            actor=self.request.user, period_id=self.period.pk, now=timezone.now(), **form.cleaned_data
        )
        return self.period

    def cancel_url(self) -> str:
        return self.period.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        crumb = {"label": self.period.label, "url": self.cancel_url()}
        return {
            "breadcrumbs": [*crumbs_of(self.period), crumb],
            "subtitle": str(self.period),
            "period": self.period,
        }


# --- The tab of an agreement, and of an enterprise --------------------------------------------


def promises_tab(request: Any, agreement: Agreement) -> dict[str, Any]:
    lines = promise_lines(agreement, on=timezone.localdate())
    edits = agreement.permits(request.user, EDIT)
    may_write = edits and (agreement.state in EDITABLE_STATES or may_enter(agreement))
    return {
        "agreement": agreement,
        "groups": by_side(lines),
        "is_concluded": agreement.state in CONCLUDED_STATES,
        "edit_url": reverse("agreements:agreement_promises", args=[agreement.pk]) if may_write else "",
        "count_url": reverse("agreements:promises_count", args=[agreement.pk])
        if edits and lines and agreement.state in CONCLUDED_STATES
        else "",
    }


PROMISES = Tab(
    name="promises",
    label=gettext_lazy("Promises"),
    template="agreements/tabs/promises.html",
    context=promises_tab,
    order=5,
    count=lambda _request, agreement: agreement.obligations.count() or None,
)


def tab_of_enterprise(request: Any, enterprise: Enterprise) -> dict[str, Any]:
    today = timezone.localdate()
    rows = (
        ObligationPeriod.objects.visible_to(request.user)
        .filter(enterprise=enterprise, starts_on__lte=today)
        .with_names()
        .order_by("-due_on", "-pk")
    )
    return {
        "periods": rows[:SHOWN_OF_ENTERPRISE],
        "all_url": f"{reverse('agreements:promise_list')}?enterprise={enterprise.pk}",
    }


PROMISES_OF_ENTERPRISE = Tab(
    name="promises",
    label=gettext_lazy("Promises"),
    template="agreements/tabs/promises_of_enterprise.html",
    context=tab_of_enterprise,
    capability=READ,
    order=35,
)


# --- The section of the text ------------------------------------------------------------------


def promises_url(pk: int) -> str:
    return reverse("agreements:agreement_promises", args=[pk])


@require_safe
def agreement_promises(request: PersonRequest, pk: int) -> HttpResponse:
    """All promises of a text, to be added to, changed, ordered and taken out."""
    agreement = agreement_for(request.user, pk, EDIT)
    is_text = agreement.state in EDITABLE_STATES
    entering = not is_text and may_enter(agreement)
    promises = agreement.obligations.select_related("enterprise", "confirmed_by").order_by("order")
    for promise in promises:
        promise.agreement = agreement
    return render(
        request,
        "agreements/promises.html",
        {
            "title": _("What the parties promise"),
            "subtitle": str(agreement),
            "breadcrumbs": trail(agreement),
            "agreement": agreement,
            "promises": promises,
            "several": sum(party.enterprise_id is not None for party in agreement.parties.all()) > 1,
            "may_order": is_text,
            "entering": entering,
            "is_fixed": not is_text and not entering,
            "is_reviewed_again": is_text and agreement.state != State.DRAFT,
            "back_url": f"{agreement.get_absolute_url()}?tab=promises",
        },
    )


class PromiseNew(AgreementForm):
    capability = EDIT
    form_class = PromiseForm
    title = gettext_lazy("Add a promise")
    submit_label = gettext_lazy("Add")
    success_message = gettext_lazy("Added.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"agreement": self.agreement}

    def perform(self, form: Any) -> str:
        operations.add_promise(
            actor=self.request.user, pk=self.agreement.pk, now=timezone.now(), **form.values()
        )
        return promises_url(self.agreement.pk)

    def cancel_url(self) -> str:
        return promises_url(self.agreement.pk)


def promise_of(agreement: Agreement, promise_id: int) -> Obligation:
    promise = agreement.obligations.select_related("enterprise").filter(pk=promise_id).first()
    if promise is None:
        raise NotVisible(f"agreements.Obligation {promise_id}")
    return promise


class PromiseEdit(PromiseNew):
    title = gettext_lazy("Change a promise")
    submit_label = gettext_lazy("Save")
    success_message = gettext_lazy("Saved.")
    promise: Obligation

    def authorise(self, **kwargs: Any) -> None:
        super().authorise(**kwargs)
        self.promise = promise_of(self.agreement, kwargs["promise_id"])

    def form_kwargs(self) -> dict[str, Any]:
        return {"agreement": self.agreement, "promise": self.promise}

    def perform(self, form: Any) -> str:
        operations.edit_promise(
            actor=self.request.user,
            pk=self.agreement.pk,
            promise_id=self.promise.pk,
            changes=form.values(),
            now=timezone.now(),
        )
        return promises_url(self.agreement.pk)


class PromiseRemove(AgreementAct):
    capability = EDIT
    title = submit_label = gettext_lazy("Take the promise out")
    question = gettext_lazy("Take this promise out of the agreement?")
    success_message = gettext_lazy("Taken out.")
    danger = True
    promise: Obligation

    def authorise(self, **kwargs: Any) -> None:
        super().authorise(**kwargs)
        self.promise = promise_of(self.agreement, kwargs["promise_id"])

    def perform(self, form: Any) -> str:
        operations.remove_promise(
            actor=self.request.user, pk=self.agreement.pk, promise_id=self.promise.pk, now=timezone.now()
        )
        return promises_url(self.agreement.pk)

    def cancel_url(self) -> str:
        return promises_url(self.agreement.pk)

    def extra_context(self, form: Any) -> dict[str, Any]:
        words = f"{self.promise.label}, {self.promise.amount}: {self.promise.words}"
        return super().extra_context(form) | {"subtitle": words}


@require_POST
def promise_move(request: PersonRequest, pk: int, promise_id: int) -> HttpResponse:
    agreement = agreement_for(request.user, pk, EDIT)
    promise_of(agreement, promise_id)
    places = -1 if request.POST.get("to") == "up" else 1
    try:
        operations.move_promise(
            actor=request.user, pk=pk, promise_id=promise_id, places=places, now=timezone.now()
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(promises_url(pk))


@act
def promises_count(request: PersonRequest, pk: int) -> str:
    operations.count_now(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("Counted."))
    return f"{reverse('agreements:agreement_detail', args=[pk])}?tab=promises"
