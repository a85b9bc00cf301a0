"""Sending an agreement or an amendment out for electronic signature, and what became of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements import operations
from agreements.choices import AmendmentState, State
from agreements.documents.printing import Paper, agreement_of, amendment_of, languages_of
from agreements.forms.electronic import ElectronicForm
from agreements.models import Agreement, Amendment, PaperSignature
from agreements.policies import EDIT
from agreements.views.pages import AgreementForm, amendment_for, trail
from core.errors import Refused
from core.registry import Tab
from core.rendering import RenderError
from signing.models import Envelope
from signing.views.envelopes import envelopes_of


class SendElectronically(AgreementForm):
    """Who signs, in which order, until when; paper remains possible for each party."""

    capability = EDIT
    form_class = ElectronicForm
    title = _("Send for electronic signature")
    submit_label = _("Send it out")
    success_message = _("It is out. Whoever's turn it is has been asked to sign.")

    @property
    def paper(self) -> Paper:
        return self.agreement

    def form_kwargs(self) -> dict[str, Any]:
        return {
            "paper": self.paper,
            "signatures": signatures_by_hand(self.paper),
            "earlier": operations.last_envelope(self.paper),
        }

    def perform(self, form: Any) -> str:
        try:
            operations.send_electronically(
                actor=self.request.user, paper=self.paper, now=timezone.now(), **form.answers()
            )
        except RenderError as fault:
            raise Refused(str(fault)) from fault
        return f"{self.paper.get_absolute_url()}?tab=signing"

    def cancel_url(self) -> str:
        return f"{self.paper.get_absolute_url()}?tab=signing"

    def extra_context(self, form: forms.BaseForm) -> dict[str, Any]:
        return {
            "breadcrumbs": trail(self.agreement, amendment_of(self.paper)),
            "subtitle": str(self.paper),
            "form_help": _(
                "Everybody reads exactly this document, shows who they are and types their name. A party"
                " can sign on paper instead; record its signature as before."
            ),
        }


class SendAmendmentElectronically(SendElectronically):
    amendment: Amendment

    def authorise(self, **kwargs: Any) -> None:
        self.amendment = amendment_for(self.request.user, kwargs["pk"], EDIT)
        self.agreement = self.amendment.agreement

    @property
    def paper(self) -> Paper:
        return self.amendment


def signatures_by_hand(paper: Paper) -> dict[int, PaperSignature]:
    """By party; one query."""
    return {
        signature.party_id: signature
        for signature in PaperSignature.objects.filter(
            party__agreement=agreement_of(paper), amendment=amendment_of(paper), envelope=None
        )
    }


def signing_tab(request: Any, paper: Paper) -> dict[str, Any]:
    return envelopes_of(request, paper) | {"send_url": send_url(request, paper)}


def send_url(request: Any, paper: Paper) -> str:
    """Where this person can send it out now; nothing where they cannot, or it is out already."""
    if not agreement_of(paper).permits(request.user, EDIT) or not languages_of(paper):
        return ""
    if isinstance(paper, Amendment):
        is_open, name = paper.state == AmendmentState.OUT_FOR_SIGNATURE, "amendment_send_electronically"
    else:
        is_open, name = paper.state == State.OUT_FOR_SIGNATURE, "agreement_send_electronically"
    if not is_open or operations.envelope_out(paper) is not None:
        return ""
    return reverse(f"agreements:{name}", args=[paper.pk])


def how_many(request: HttpRequest, paper: Agreement | Amendment) -> int | None:
    return Envelope.objects.about(paper).count() or None


SIGNING = Tab(
    name="signing",
    label=_("Signing"),
    template="signing/envelopes.html",
    context=signing_tab,
    order=25,
    count=how_many,
)
