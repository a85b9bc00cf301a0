"""Editing the terms and the parties of an agreement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from agreements import operations
from agreements.choices import EDITABLE_STATES, State
from agreements.forms.drafting import PartyEditForm, PartyForm, TermsForm
from agreements.models import Agreement, Party
from agreements.operations import Counterparty
from agreements.policies import EDIT
from agreements.reading import in_words
from agreements.views.pages import AgreementAct, AgreementForm, agreement_for, number_in
from core.access import NotVisible
from core.bilingual import listed
from core.http import PersonRequest
from core.views import act
from partnerships.models import Enterprise


class TermsEdit(AgreementForm):
    """The terms. Where somebody else changed them meanwhile, both versions are shown; nothing is lost."""

    capability = EDIT
    form_class = TermsForm
    template_name = "agreements/terms_edit.html"
    title = _("Edit the terms")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.agreement}

    def perform(self, form: Any) -> Agreement:
        return operations.edit_agreement(
            actor=self.request.user,
            pk=self.agreement.pk,
            changes=form.terms(),
            majors=form.cleaned_data["majors"],
            expected=form.cleaned_data["expected"],
            now=timezone.now(),
        )

    def extra_context(self, form: Any) -> dict[str, Any]:
        return super().extra_context(form) | {
            "is_reviewed_again": self.agreement.state != State.DRAFT,
            "is_fixed": self.agreement.state not in EDITABLE_STATES,
            "conflict": self.conflict(form) if form.is_bound else [],
        }

    def conflict(self, form: Any) -> list[dict[str, str]]:
        """What the agreement says by now where it differs from what was typed. Sent again, the form wins."""
        current = agreement_for(self.request.user, self.agreement.pk, EDIT)
        if form.data.get("expected") == str(current.terms_version):
            return []
        form.data = form.data.copy()
        form.data["expected"] = current.terms_version
        now = {name: getattr(current, name) for name in form.fields if name not in {"expected", "majors"}}
        now["majors"] = list(current.majors.all())
        return [
            {"label": str(form.fields[name].label), "now": self.said(name, value)}
            for name, value in now.items()
            if form.fields[name].has_changed(form.fields[name].prepare_value(value), form[name].data)
        ]

    @staticmethod
    def said(name: str, value: Any) -> str:
        if name == "majors":
            return listed(value) or "—"
        return in_words(name, value)


class PartyNew(AgreementForm):
    capability = EDIT
    form_class = PartyForm
    template_name = "agreements/party_new.html"
    title = _("Add an enterprise")
    submit_label = _("Add as a party")
    success_message = _("Added.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"people_url": reverse("agreements:party_people", args=[self.agreement.pk])}

    def perform(self, form: forms.BaseForm) -> str:
        operations.add_party(
            actor=self.request.user,
            pk=self.agreement.pk,
            counterparty=Counterparty(**form.cleaned_data),
            now=timezone.now(),
        )
        return parties_url(self.agreement.pk)

    def cancel_url(self) -> str:
        return parties_url(self.agreement.pk)


@require_safe
def party_people(request: PersonRequest, pk: int) -> HttpResponse:
    """The people of the enterprise that was just chosen, as the two fields of the form."""
    agreement = agreement_for(request.user, pk, EDIT)
    key = number_in(request.GET.get("enterprise"))
    enterprise = Enterprise.objects.visible_to(request.user).filter(pk=key).first()
    people_url = reverse("agreements:party_people", args=[agreement.pk])
    form = PartyForm(user=request.user, enterprise=enterprise, people_url=people_url)
    return render(request, "agreements/party_new.html#people", {"form": form, "enterprise": enterprise})


class PartyEdit(AgreementForm):
    capability = EDIT
    form_class = PartyEditForm
    title = _("Edit a party")
    party: Party

    def authorise(self, **kwargs: Any) -> None:
        super().authorise(**kwargs)
        self.party = party_of(self.agreement, kwargs["party_id"])

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.party}

    def perform(self, form: Any) -> str:
        operations.edit_party(
            actor=self.request.user,
            pk=self.agreement.pk,
            party_id=self.party.pk,
            contact=form.newly("contact"),
            signatory=form.newly("signatory"),
            particulars=form.particulars(),
            now=timezone.now(),
        )
        return parties_url(self.agreement.pk)

    def cancel_url(self) -> str:
        return parties_url(self.agreement.pk)

    def extra_context(self, form: forms.BaseForm) -> dict[str, Any]:
        actions = []
        if self.party.enterprise is not None:
            actions.append(
                {
                    "label": _("Add a contact to the enterprise"),
                    "url": reverse("partnerships:contact_new", args=[self.party.enterprise.pk]),
                    "icon": "user-plus",
                }
            )
        return super().extra_context(form) | {"subtitle": self.party.name, "actions": actions}


class PartyRemove(AgreementAct):
    capability = EDIT
    title = submit_label = _("Take the party out")
    question = _("Take this enterprise out of the agreement?")
    danger = True
    success_message = _("The party is taken out.")
    party: Party

    def authorise(self, **kwargs: Any) -> None:
        super().authorise(**kwargs)
        self.party = party_of(self.agreement, kwargs["party_id"])

    def perform(self, form: forms.BaseForm) -> str:
        operations.remove_party(
            actor=self.request.user, pk=self.agreement.pk, party_id=self.party.pk, now=timezone.now()
        )
        return parties_url(self.agreement.pk)

    def cancel_url(self) -> str:
        return parties_url(self.agreement.pk)

    def extra_context(self, form: forms.BaseForm) -> dict[str, Any]:
        return super().extra_context(form) | {"sample": [self.party.name]}


@act
def party_refresh(request: PersonRequest, pk: int, party_id: int) -> str:
    party_of(agreement_for(request.user, pk, EDIT), party_id)
    operations.refresh_party(actor=request.user, pk=pk, party_id=party_id, now=timezone.now())
    return parties_url(pk)


def party_of(agreement: Agreement, party_id: int) -> Party:
    party = agreement.parties.select_related("enterprise").filter(pk=party_id).first()
    if party is None:
        raise NotVisible(f"agreements.Party {party_id}")
    return party


def parties_url(pk: int) -> str:
    return reverse("agreements:agreement_detail", args=[pk]) + "?tab=parties"
