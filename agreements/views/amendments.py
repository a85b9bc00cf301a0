"""Amendments: proposed from the terms as they bind, with a page of their own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements import operations
from agreements.chips import amendment_chip
from agreements.choices import AmendmentState
from agreements.forms.acts import OptionalReasonForm, ReasonForm
from agreements.forms.amendments import AmendmentForm
from agreements.models import Amendment, PaperSignature
from agreements.next_steps import next_step_of_amendment
from agreements.policies import EDIT
from agreements.proposals import read_changes, stored_changes
from agreements.reading import in_words
from agreements.terms import effective_terms
from agreements.views.actions import actions_on_amendment
from agreements.views.detail import unsigned_parties
from agreements.views.documents import documents_of
from agreements.views.electronic import SIGNING
from agreements.views.pages import AgreementAct, AgreementForm, amendment_for, trail
from core.registry import Tab
from core.views import DetailView
from signing.desk import current_step, way_of


class AmendmentNew(AgreementForm):
    """The terms as they are, to be overwritten."""

    capability = EDIT
    form_class = AmendmentForm
    template_name = "agreements/amendment_edit.html"
    title = gettext_lazy("Propose an amendment")
    submit_label = gettext_lazy("Save the proposal")
    success_message = gettext_lazy("The amendment is saved as a draft. Check it, then submit it for review.")

    def form_kwargs(self) -> dict[str, Any]:
        return {
            "agreement": self.agreement,
            "terms": effective_terms(self.agreement, on=timezone.localdate()),
        }

    def perform(self, form: Any) -> Amendment:
        return operations.propose_amendment(
            actor=self.request.user, pk=self.agreement.pk, now=timezone.now(), **proposal(form)
        )

    def extra_context(self, form: forms.BaseForm) -> dict[str, Any]:
        return super().extra_context(form) | {"subtitle": str(self.agreement)}


class AmendmentEdit(AmendmentNew):
    title = gettext_lazy("Edit the amendment")
    amendment: Amendment

    def authorise(self, **kwargs: Any) -> None:
        self.amendment = amendment_for(self.request.user, kwargs["pk"], EDIT)
        self.agreement = self.amendment.agreement

    def form_kwargs(self) -> dict[str, Any]:
        return {
            "agreement": self.agreement,
            "terms": effective_terms(self.agreement, on=self.amendment.effective_on),
            "proposed": stored_changes(self.amendment),
            "initial": {"reason": self.amendment.reason, "effective_on": self.amendment.effective_on},
        }

    def perform(self, form: Any) -> Amendment:
        return operations.edit_amendment(
            actor=self.request.user, amendment_id=self.amendment.pk, now=timezone.now(), **proposal(form)
        )

    def cancel_url(self) -> str:
        return self.amendment.get_absolute_url()


def proposal(form: Any) -> dict[str, Any]:
    return {
        "reason": form.cleaned_data["reason"],
        "effective_on": form.cleaned_data["effective_on"],
        "changes": form.changes(),
    }


# --- The page ---------------------------------------------------------------------------------


def changes_tab(request: Any, amendment: Amendment) -> dict[str, Any]:
    return {"amendment": amendment, "changes": read_changes(amendment)}


def signatures_tab(request: Any, amendment: Amendment) -> dict[str, Any]:
    signatures = {
        signature.party_id: signature
        for signature in PaperSignature.objects.filter(amendment=amendment).select_related("recorded_by")
    }
    return {
        "amendment": amendment,
        "parties": [(party, signatures.get(party.pk)) for party in amendment.agreement.parties.all()],
        "can_sign": amendment.state == AmendmentState.OUT_FOR_SIGNATURE
        and amendment.permits(request.user, EDIT),
    }


def approval_tab(request: Any, amendment: Amendment) -> dict[str, Any]:
    return way_of(amendment, user=request.user, on=timezone.localdate())


class AmendmentDetail(DetailView):
    record: Amendment
    tabs = [
        Tab(
            name="changes",
            label=gettext_lazy("Changes"),
            template="agreements/tabs/changes.html",
            context=changes_tab,
            order=0,
        ),
        Tab(
            name="document",
            label=gettext_lazy("Document"),
            template="agreements/documents.html",
            context=lambda _request, amendment: {"documents": documents_of(amendment)},
            order=30,
        ),
        Tab(
            name="approval",
            label=gettext_lazy("Approval"),
            template="signing/way.html",
            context=approval_tab,
            order=10,
        ),
        Tab(
            name="signatures",
            label=gettext_lazy("Signatures"),
            template="agreements/tabs/signatures.html",
            context=signatures_tab,
            order=20,
        ),
        SIGNING,
    ]

    def get_queryset(self) -> QuerySet[Amendment]:
        return (
            Amendment.objects.visible_to(self.request.user)
            .select_related("agreement__type", "agreement__owner", "agreement__department", "proposed_by")
            .prefetch_related("agreement__parties", "changes")
        )

    def context(self) -> dict[str, Any]:
        amendment, user, now = self.record, self.request.user, timezone.now()
        agreement = amendment.agreement
        primary, actions = actions_on_amendment(amendment, user=user, now=now)
        reviewed = amendment.state == AmendmentState.IN_REVIEW
        sent = amendment.state == AmendmentState.OUT_FOR_SIGNATURE
        return {
            "title": _("Amendment %(number)d") % {"number": amendment.number},
            "subtitle": str(agreement),
            "chip": amendment_chip(amendment),
            "breadcrumbs": trail(agreement),
            "primary_action": primary,
            "actions": actions,
            "next_step": next_step_of_amendment(
                amendment,
                user=user,
                on=timezone.localdate(now),
                step=current_step(amendment) if reviewed else None,
                unsigned=unsigned_parties(agreement, amendment) if sent else [],
            ),
            "facts": [
                {
                    "label": _("Agreement"),
                    "value": str(agreement),
                    "url": f"{agreement.get_absolute_url()}?tab=amendments",
                },
                {"label": _("Effective from"), "value": in_words("ends_on", amendment.effective_on)},
                {"label": _("Proposed by"), "value": str(amendment.proposed_by)},
                {"label": _("Why it is amended"), "value": amendment.reason},
                {
                    "label": _("Signed on"),
                    "value": amendment.signed_on and in_words("ends_on", amendment.signed_on),
                },
            ],
        }


# --- Acts -------------------------------------------------------------------------------------


class AmendmentAct(AgreementAct):
    capability = EDIT
    amendment: Amendment

    def authorise(self, **kwargs: Any) -> None:
        self.amendment = amendment_for(self.request.user, kwargs["pk"], self.capability)
        self.agreement = self.amendment.agreement

    def perform(self, form: forms.BaseForm) -> Amendment:
        return self.operation(
            actor=self.request.user,
            amendment_id=self.amendment.pk,
            now=timezone.now(),
            **form.cleaned_data,
        )

    def cancel_url(self) -> str:
        return self.amendment.get_absolute_url()

    def extra_context(self, form: forms.BaseForm) -> dict[str, Any]:
        return super().extra_context(form) | {
            "breadcrumbs": trail(self.agreement, self.amendment),
            "subtitle": str(self.amendment),
        }


class AmendmentSubmit(AmendmentAct):
    title = submit_label = gettext_lazy("Submit for review")
    question = gettext_lazy("Submit this amendment for review?")
    success_message = gettext_lazy("Submitted. Whoever decides first has been asked.")
    operation = staticmethod(operations.submit_amendment)


class AmendmentRecall(AmendmentAct):
    form_class = OptionalReasonForm
    title = submit_label = gettext_lazy("Take back from review")
    question = gettext_lazy("Take this amendment back to work on it?")
    consequences = (gettext_lazy("Decisions already taken on it are void."),)
    success_message = gettext_lazy("Taken back: it is a draft again.")
    operation = staticmethod(operations.recall_amendment)


class AmendmentSend(AmendmentAct):
    title = submit_label = gettext_lazy("Send for signature")
    question = gettext_lazy("Fix the words of this amendment and let the parties sign it?")
    success_message = gettext_lazy("The text is fixed. Record each signature here as it comes in.")
    operation = staticmethod(operations.send_amendment)


class AmendmentCallBack(AmendmentAct):
    form_class = ReasonForm
    title = submit_label = gettext_lazy("Call back from signature")
    question = gettext_lazy("Call this amendment back? Nobody has signed it yet.")
    success_message = gettext_lazy("Called back from signature. A change of the text means a new review.")
    operation = staticmethod(operations.call_back_amendment)


class AmendmentWithdraw(AmendmentAct):
    form_class = ReasonForm
    title = submit_label = gettext_lazy("Withdraw")
    question = gettext_lazy("Give this amendment up?")
    consequences = (gettext_lazy("This cannot be undone. The agreement stays as it is."),)
    danger = True
    success_message = gettext_lazy("The amendment is given up.")
    operation = staticmethod(operations.withdraw_amendment)
