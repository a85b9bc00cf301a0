"""What the staff does with a need: takes it up, passes it on, answers it, gives it up."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.forms.needs import AnswerForm, PassOnForm, TakeUpForm, WhyForm, WordsForm
from collaboration.models import Need
from collaboration.operations import needs as operations
from collaboration.transitions.needs import EDIT
from collaboration.views.needs import crumbs
from core.http import PersonRequest
from core.views import act
from partnerships.views.record_pages import RecordAct, RecordFormView


class OfNeed(RecordFormView):
    capability = EDIT
    record: Need

    def records(self) -> QuerySet:
        return Need.objects.select_related("enterprise", "department", "owner")

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()


class ActOnNeed(RecordAct):
    capability = EDIT
    form_class: ClassVar[Any] = WhyForm
    record: Need

    def records(self) -> QuerySet:
        return Need.objects.select_related("enterprise")

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()


class TakeUp(OfNeed):
    form_class = TakeUpForm
    title = gettext_lazy("Take the need up")
    submit_label = gettext_lazy("Take it up")
    success_message = gettext_lazy("Taken up: the enterprise is told by when it gets an answer.")

    def form_kwargs(self) -> dict[str, Any]:
        by: date = operations.answer_expected_by(timezone.localdate())
        return {"need": self.record, "initial": {"owner": self.request.user.pk, "answer_by": by}}

    def perform(self, form: Any) -> Need:
        return operations.take_up(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


class HandOver(TakeUp):
    title = gettext_lazy("Hand the need over")
    submit_label = gettext_lazy("Save")
    success_message = gettext_lazy("Saved.")

    def form_kwargs(self) -> dict[str, Any]:
        need = self.record
        return {"need": need, "initial": {"owner": need.owner_id, "answer_by": need.answer_by}}

    def perform(self, form: Any) -> Need:
        return operations.hand_over(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


class PassOn(OfNeed):
    form_class = PassOnForm
    title = gettext_lazy("Pass the need on")
    submit_label = gettext_lazy("Pass on")
    success_message = gettext_lazy("Passed on: the people of the department are told.")

    def perform(self, form: Any) -> Any:
        need = operations.pass_on(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )
        seen = Need.objects.visible_to(self.request.user).filter(pk=need.pk).exists()
        return need if seen else crumbs()[0]["url"]


class Answer(OfNeed):
    """One of the things that answer it."""

    form_class = AnswerForm
    title = gettext_lazy("Add an answer")
    submit_label = gettext_lazy("Add")
    success_message = gettext_lazy("Added. Tell the enterprise when everything stands here.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"need": self.record}

    def perform(self, form: Any) -> Need:
        operations.add_answer(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.entered()
        )
        return self.record


@act
def remove_answer(request: PersonRequest, pk: int, answer_id: int) -> Need:
    need = operations.remove_answer(actor=request.user, pk=pk, answer_id=answer_id, now=timezone.now())
    messages.success(request, _("Taken out."))
    return need


class TellAnswer(ActOnNeed):
    form_class = WordsForm
    title = gettext_lazy("Answer the enterprise")
    submit_label = gettext_lazy("Answer")
    question = gettext_lazy("Tell the enterprise what answers its need?")
    consequences = (
        gettext_lazy("Its liaisons read your words and the answers below them at the portal."),
        gettext_lazy("They confirm that it is met, or say what is missing."),
    )
    success_message = gettext_lazy("Answered: the enterprise is told.")
    operation = staticmethod(operations.answer)


class Decline(ActOnNeed):
    title = gettext_lazy("Decline the need")
    submit_label = gettext_lazy("Decline")
    question = gettext_lazy("Decline what the enterprise needs?")
    consequences = (gettext_lazy("Its liaisons read the reason, and can tell the need again."),)
    success_message = gettext_lazy("Declined: the enterprise is told why.")
    danger = True
    operation = staticmethod(operations.decline)


class Confirm(ActOnNeed):
    title = gettext_lazy("Record that it is met")
    submit_label = gettext_lazy("It is met")
    question = gettext_lazy("Did the enterprise say that its need is met? Write who said so, and how.")
    success_message = gettext_lazy("Recorded: its liaisons are told.")
    operation = staticmethod(operations.confirm)


class Withdraw(ActOnNeed):
    title = gettext_lazy("Withdraw the need")
    submit_label = gettext_lazy("Withdraw")
    question = gettext_lazy("Withdraw this need? It was entered by mistake, or is needed no more.")
    consequences = (gettext_lazy("The liaisons of the enterprise read the reason."),)
    success_message = gettext_lazy("Withdrawn.")
    danger = True
    operation = staticmethod(operations.withdraw)


class Reopen(ActOnNeed):
    title = gettext_lazy("Open the need again")
    submit_label = gettext_lazy("Open again")
    question = gettext_lazy("Open this need again? It waits to be taken up anew.")
    success_message = gettext_lazy("Open again.")
    operation = staticmethod(operations.reopen)
