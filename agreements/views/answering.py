"""Answering what an enterprise asks for: by doing it, or by saying why not."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy

from agreements import operations
from agreements.forms.acts import AnswerForm
from agreements.models import Agreement, AgreementRequest, Amendment
from agreements.requests import CAPABILITIES
from agreements.views.acts import LetLapse, Renew, Terminate
from agreements.views.amendments import AmendmentNew, proposal
from agreements.views.pages import AgreementAct, AgreementForm, require
from core.access import NotVisible

Kind = AgreementRequest.Kind


class AsAsked(AgreementForm):
    """Mixed into the page of an act: the act answers a request, and is filled in from it."""

    answers: ClassVar[tuple[Kind, ...]]
    asked: AgreementRequest

    def authorise(self, **kwargs: Any) -> None:
        rows = AgreementRequest.objects.visible_to(self.request.user).select_related(
            "agreement__type", "agreement__department", "agreement__owner"
        )
        asked = rows.filter(pk=kwargs["pk"], kind__in=self.answers).first()
        if asked is None:
            raise NotVisible(f"agreements.AgreementRequest {kwargs['pk']}")
        self.asked, self.agreement = asked, asked.agreement
        require(self.request.user, self.agreement, CAPABILITIES[Kind(asked.kind)])

    def cancel_url(self) -> str:
        return self.asked.get_absolute_url()

    def said(self) -> dict[str, Any]:
        """What every operation that answers is told."""
        return {"actor": self.request.user, "request_id": self.asked.pk, "now": timezone.now()}


class AmendAsAsked(AsAsked, AmendmentNew):
    answers = (Kind.CHANGE,)

    def form_kwargs(self) -> dict[str, Any]:
        return super().form_kwargs() | {"initial": {"reason": self.asked.text}}

    def perform(self, form: Any) -> Amendment:
        return operations.amend_as_asked(**self.said(), **proposal(form))


class RenewAsAsked(AsAsked, Renew):
    answers = (Kind.RENEWAL,)

    def form_kwargs(self) -> dict[str, Any]:
        wished = self.asked.new_ends_on
        return super().form_kwargs() | ({"initial": {"ends_on": wished}} if wished else {})

    def perform(self, form: Any) -> Agreement:
        return operations.renew_as_asked(**self.said(), **form.cleaned_data)


class TerminateAsAsked(AsAsked, Terminate):
    answers = (Kind.NOTICE,)

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"terminated_on": self.asked.last_day, "reason": self.asked.text}}

    def perform(self, form: Any) -> Agreement:
        return operations.terminate_as_asked(**self.said(), **form.cleaned_data)


class LapseAsAsked(AsAsked, LetLapse):
    answers = (Kind.NOTICE,)

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"reason": self.asked.text}}

    def perform(self, form: Any) -> Agreement:
        return operations.let_lapse_as_asked(**self.said(), **form.cleaned_data)


class Answer(AsAsked, AgreementAct):
    """Yes or no in words; what a yes promises is done on the agreement's own pages."""

    answers = tuple(Kind)
    form_class = AnswerForm
    title = submit_label = gettext_lazy("Answer")
    question = gettext_lazy("What do you answer?")
    consequences = (gettext_lazy("Whoever asked reads it in the partner portal, and is told."),)
    success_message = gettext_lazy("Answered. Whoever asked is told.")

    def perform(self, form: Any) -> AgreementRequest:
        return operations.answer_request(**self.said(), **form.cleaned_data)
