"""Beginning an agreement: from a type, or from an older one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from agreements import operations
from agreements.forms.acts import CopyForm
from agreements.forms.drafting import DraftForm
from agreements.models import Agreement, AgreementType
from agreements.operations import Counterparty
from agreements.phases import last_day_of_term
from agreements.policies import EDIT
from agreements.views.pages import number_in, trail
from core.dates import plausible_day
from core.http import PersonRequest
from core.views import FormView
from partnerships.models import Enterprise

HINTS_SHOWN = 5


class AgreementNew(FormView):
    form_class = DraftForm
    template_name = "agreements/new.html"
    title = _("Draft an agreement")
    submit_label = _("Make the draft")
    success_message = _("The draft is made. Complete its terms and clauses, then submit it for review.")

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.can(EDIT):
            raise PermissionDenied

    def form_kwargs(self) -> dict[str, Any]:
        wanted = number_in(self.request.GET.get("enterprise"))
        enterprise = Enterprise.objects.visible_to(self.request.user).filter(pk=wanted).first()
        return {
            "hints_url": reverse("agreements:draft_hints"),
            "initial": {"enterprises": [enterprise.pk], "department": enterprise.department_id}
            if enterprise
            else {},
        }

    def perform(self, form: forms.BaseForm) -> Agreement:
        given = dict(form.cleaned_data)
        department = given.pop("department")
        if given["ends_on"] is None:
            del given["ends_on"]
        return operations.draft_agreement(
            actor=self.request.user,
            department_id=department.pk,
            counterparties=[Counterparty(enterprise) for enterprise in given.pop("enterprises")],
            now=timezone.now(),
            **given,
        )

    def cancel_url(self) -> str:
        return reverse("agreements:agreement_list")

    def extra_context(self, form: forms.BaseForm) -> dict[str, Any]:
        return {
            "breadcrumbs": trail(),
            "actions": [
                {
                    "label": _("Start from an older agreement"),
                    "url": reverse("agreements:agreement_copy"),
                    "icon": "copy",
                }
            ],
        }


@require_safe
def draft_hints(request: PersonRequest) -> HttpResponse:
    """Until when it would run, and which agreements these enterprises have already."""
    if not request.user.can(EDIT):
        raise PermissionDenied
    chosen = [key for key in request.GET.getlist("enterprises") if key.isdecimal()]
    kind = AgreementType.objects.filter(pk=number_in(request.GET.get("type"))).first()
    starts_on = plausible_day(request.GET.get("starts_on", ""))
    given_end = plausible_day(request.GET.get("ends_on", ""))
    running = Agreement.objects.visible_to(request.user).binding(timezone.localdate())
    enterprises = Enterprise.objects.visible_to(request.user).filter(pk__in=chosen)
    return render(
        request,
        "agreements/new.html#hints",
        {
            "kind": kind,
            "ends_on": last_day_of_term(starts_on, kind.term_months)
            if kind and starts_on and not given_end
            else None,
            "running": running.filter(parties__enterprise__in=enterprises)
            .select_related("type")
            .distinct()
            .order_by("-last_day", "-pk")[:HINTS_SHOWN]
            if chosen
            else [],
        },
    )


class AgreementCopy(FormView):
    form_class = CopyForm
    title = _("Start from an older agreement")
    submit_label = _("Copy into a new draft")
    success_message = _("The draft is made. Give it its dates, then submit it for review.")

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.can(EDIT):
            raise PermissionDenied

    def form_kwargs(self) -> dict[str, Any]:
        visible = Agreement.objects.visible_to(self.request.user)
        source = visible.filter(pk=number_in(self.request.GET.get("from"))).first()
        return {"initial": {"source": source, "department": source and source.department_id}}

    def perform(self, form: forms.BaseForm) -> Agreement:
        return operations.copy_agreement(
            actor=self.request.user,
            pk=form.cleaned_data["source"].pk,
            department_id=form.cleaned_data["department"].pk,
            now=timezone.now(),
        )

    def cancel_url(self) -> str:
        return reverse("agreements:agreement_new")

    def extra_context(self, form: forms.BaseForm) -> dict[str, Any]:
        return {"breadcrumbs": trail()}
