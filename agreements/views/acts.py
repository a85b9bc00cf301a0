"""Acts on one agreement, each asked for with what it needs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements import operations
from agreements.forms.acts import (
    HandOverForm,
    OptionalReasonForm,
    ReasonForm,
    RenewForm,
    SnoozeForm,
    TerminateForm,
)
from agreements.policies import ADMINISTER, EDIT, END
from agreements.problems import Problem, problems_before_submission
from agreements.views.pages import AgreementAct
from core.http import PersonRequest
from core.views import act


class Submit(AgreementAct):
    """Shows everything that is still missing, each with the way to mend it, before it asks."""

    template_name = "agreements/submit.html"
    capability = EDIT
    title = submit_label = _("Submit for review")
    question = _("Submit this agreement for review?")
    success_message = _("Submitted. Whoever decides first has been asked.")
    operation = staticmethod(operations.submit_agreement)

    def extra_context(self, form: forms.BaseForm) -> dict[str, Any]:
        problems = problems_before_submission(self.agreement, on=timezone.localdate())
        steps = self.agreement.type.route.steps.all()
        return super().extra_context(form) | {
            "blocking": [(problem, self.mended_at(problem)) for problem in problems if problem.blocks],
            "advice": [(problem, self.mended_at(problem)) for problem in problems if not problem.blocks],
            "steps": [{"label": step.name, "state": "waiting"} for step in steps],
        }

    def mended_at(self, problem: Problem) -> str:
        name = {
            "terms": "agreement_edit",
            "parties": "agreement_detail",
            "clauses": "agreement_clauses",
            "promises": "agreement_promises",
        }
        address = reverse(f"agreements:{name[problem.section]}", args=[self.agreement.pk])
        if problem.section == "parties":
            return f"{address}?tab=parties"
        return f"{address}#clause-{problem.clause}" if problem.clause else address


class Recall(AgreementAct):
    capability = EDIT
    form_class = OptionalReasonForm
    title = submit_label = _("Take back from review")
    question = _("Take this agreement back to work on it?")
    consequences = (
        _("Decisions already taken on it are void; its review begins again from the first step."),
    )
    success_message = _("Taken back: it is a draft again.")
    operation = staticmethod(operations.recall_agreement)


class Withdraw(AgreementAct):
    capability = EDIT
    form_class = ReasonForm
    title = submit_label = _("Withdraw")
    question = _("Give this agreement up?")
    consequences = (_("This cannot be undone. Its number stays its own; you can copy it into a new draft."),)
    danger = True
    success_message = _("The agreement is given up.")
    operation = staticmethod(operations.withdraw_agreement)


class DeleteDraft(AgreementAct):
    capability = EDIT
    title = submit_label = _("Delete the draft")
    question = _("Delete this draft?")
    consequences = (
        _("It was never submitted and has no number: nothing of it is kept but that it existed."),
    )
    danger = True
    success_message = _("The draft is deleted.")

    def perform(self, form: forms.BaseForm) -> str:
        operations.delete_draft(actor=self.request.user, pk=self.agreement.pk, now=timezone.now())
        return reverse("agreements:agreement_list")


class Send(AgreementAct):
    capability = EDIT
    title = submit_label = _("Send for signature")
    question = _("Fix the text and let the parties sign it?")
    consequences = (
        _("The text is fixed from now on. It can be called back while nobody has signed."),
        _("Print the document, have each party sign it, then record here who signed and when."),
    )
    success_message = _("The text is fixed. Record each signature here as it comes in.")
    operation = staticmethod(operations.send_for_signature)


class CallBack(AgreementAct):
    capability = EDIT
    form_class = ReasonForm
    title = submit_label = _("Call back from signature")
    question = _("Call this agreement back? Nobody has signed it yet.")
    consequences = (_("A change of its text then means a new review."),)
    success_message = _("Called back from signature. A change of the text means a new review.")
    operation = staticmethod(operations.call_back)


class Suspend(AgreementAct):
    capability = END
    form_class = ReasonForm
    title = submit_label = _("Suspend")
    question = _("Let this agreement rest from today?")
    consequences = (_("Its term goes on. It can be resumed at any time."),)
    success_message = _("The agreement rests from today.")
    operation = staticmethod(operations.suspend_agreement)


class Resume(AgreementAct):
    capability = END
    form_class = OptionalReasonForm
    title = submit_label = _("Resume")
    question = _("Go on with this agreement?")
    success_message = _("The agreement goes on.")
    operation = staticmethod(operations.resume_agreement)


class Terminate(AgreementAct):
    capability = END
    form_class = TerminateForm
    title = submit_label = _("Terminate")
    question = _("End this agreement before its time?")
    consequences = (_("This cannot be undone. It stays in force until the day you give."),)
    danger = True
    success_message = _("The agreement is terminated.")
    operation = staticmethod(operations.terminate_agreement)


class Renew(AgreementAct):
    capability = EDIT
    form_class = RenewForm
    title = submit_label = _("Renew")
    question = _("Begin the agreement that follows this one?")
    consequences = (
        _("A draft is made from the terms as they are in force, amendments included."),
        _("Nobody is reminded of the old one's end any more, unless you withdraw the draft."),
    )
    success_message = _("This is the draft of the renewal. Complete it and submit it for review.")
    operation = staticmethod(operations.renew_agreement)

    def form_kwargs(self) -> dict[str, Any]:
        return {"agreement": self.agreement}


class LetLapse(AgreementAct):
    capability = END
    form_class = ReasonForm
    title = submit_label = _("Let it lapse")
    question = _("Let this agreement end with its term?")
    consequences = (_("Nobody is reminded of its end any more. You can take the decision back."),)
    danger = True
    success_message = _("It ends with its last day, and nobody is reminded any more.")
    operation = staticmethod(operations.let_lapse)


class Reconsider(AgreementAct):
    capability = END
    form_class = ReasonForm
    title = submit_label = _("Take the decision to let it lapse back")
    question = _("Open the question again what follows this agreement?")
    consequences = (_("Its owner is reminded of its end again."),)
    success_message = _("The question is open again, and the owner is reminded.")
    operation = staticmethod(operations.reconsider_lapse)


class Snooze(AgreementAct):
    capability = EDIT
    form_class = SnoozeForm
    title = submit_label = _("Remind me later")
    question = _("When shall you be reminded of its end again?")
    consequences = (_("Nothing is passed on to the head of department until then."),)
    success_message = _("You are reminded again on the day you chose, and not before.")
    operation = staticmethod(operations.snooze_deadline)

    def form_kwargs(self) -> dict[str, Any]:
        return {"agreement": self.agreement}


class HandOver(AgreementAct):
    capability = ADMINISTER
    form_class = HandOverForm
    title = submit_label = _("Change the owner")
    question = _("Hand this agreement over to a colleague?")
    success_message = _("The agreement is handed over.")
    operation = staticmethod(operations.hand_over)


@act
def acknowledge(request: PersonRequest, pk: int) -> Any:
    agreement = operations.acknowledge_deadline(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("Noted. Nothing is passed on to the head of department."))
    return agreement
