"""What is done with a recognition: applied for, agreed, concluded, reviewed, appealed against."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.access import NotVisible
from core.http import PersonRequest
from core.views import FormView, act
from partnerships.views.record_pages import RecordAct, RecordFormView
from teachers.forms.recognition import (
    AnswerForm,
    ApplicationForm,
    ConcludeForm,
    OutsideDecisionForm,
    ReviewForm,
    SendOutForm,
    WhyForm,
)
from teachers.models import Objection, Recognition, RecognitionAppeal
from teachers.operations import conclusion
from teachers.operations import recognition as operations
from teachers.policies import is_own
from teachers.standards import proposed_review, standard_on
from teachers.transitions.recognition import APPLY, PUBLISH, READ, REVIEW
from teachers.views.recognition import crumbs

# --- Applying ---------------------------------------------------------------------------------


class RecognitionNew(FormView):
    """For a teacher whom one chooses, as the office does; one's own is begun at ``my_recognition_new``."""

    form_class = ApplicationForm
    title = gettext_lazy("Apply for a teacher")
    submit_label = gettext_lazy("Go on")
    success_message = gettext_lazy("Saved as a draft, with its check-list.")

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.can(APPLY):
            raise PermissionDenied

    def perform(self, form: Any) -> Recognition:
        return operations.draft_application(
            actor=self.request.user,
            teacher_id=form.cleaned_data["teacher"].pk,
            now=timezone.now(),
            **form.entered(),
        )

    def cancel_url(self) -> str:
        return reverse("teachers:recognition_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class OfRecognitionPage(RecordFormView):
    record: Recognition

    def records(self) -> QuerySet:
        return Recognition.objects.select_related("teacher__department")

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs() if self.request.user.can(READ) else []


class ByApplicant(OfRecognitionPage):
    """Pages of whoever acts for the teacher: the teacher, or the office."""

    capability = APPLY

    def authorise(self, **kwargs: Any) -> None:
        rows: Any = self.records()
        found = rows.visible_to(self.request.user).filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"teachers.Recognition {kwargs['pk']}")
        if not operations.may_apply(self.request.user, found.teacher):
            raise PermissionDenied
        self.record = found


class Edit(ByApplicant):
    form_class = ApplicationForm
    title = gettext_lazy("Change the application")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record}

    def perform(self, form: Any) -> Recognition:
        return operations.change_application(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.entered()
        )


class Apply(ByApplicant, RecordAct):
    title = submit_label = gettext_lazy("Hand in")
    question = gettext_lazy("Hand this application in?")
    consequences = (gettext_lazy("The department reads it next; you can withdraw it until a panel has it."),)
    success_message = gettext_lazy("Handed in. The department is told.")
    operation = staticmethod(operations.apply)


class Withdraw(ByApplicant, RecordAct):
    title = submit_label = gettext_lazy("Withdraw")
    question = gettext_lazy("Withdraw this application?")
    danger = True
    success_message = gettext_lazy("Withdrawn.")
    operation = staticmethod(operations.withdraw)


class Appeal(ByApplicant, RecordAct):
    form_class = WhyForm
    title = submit_label = gettext_lazy("Appeal")
    question = gettext_lazy("Have the decision looked at again? You can do so once.")
    success_message = gettext_lazy("Your appeal was handed in.")
    operation = staticmethod(conclusion.appeal)


# --- Deciding ---------------------------------------------------------------------------------


class Decision(OfRecognitionPage, RecordAct):
    """A move of a recognition, asked before it is made. Nobody makes one about themselves."""

    def authorise(self, **kwargs: Any) -> None:
        super().authorise(**kwargs)
        if is_own(self.request.user, self.record.teacher):
            raise PermissionDenied


class Return(Decision):
    capability = REVIEW
    form_class = WhyForm
    title = submit_label = gettext_lazy("Return")
    question = gettext_lazy("What is to be changed?")
    success_message = gettext_lazy("Returned. The teacher is told why.")
    operation = staticmethod(operations.return_application)


class Approve(Decision):
    capability = REVIEW
    title = gettext_lazy("Agree for the department")
    submit_label = pgettext_lazy("of a department", "Agree")
    question = gettext_lazy("Does the department agree with this application?")
    success_message = gettext_lazy("Agreed. It waits for a panel.")
    operation = staticmethod(operations.approve_application)


class Conclude(Decision):
    capability = PUBLISH
    form_class = ConcludeForm
    title = submit_label = gettext_lazy("Recognise")
    question = gettext_lazy("Conclude the recognition?")
    consequences = (gettext_lazy("The certificate is made and sealed."),)
    success_message = gettext_lazy("Recognised. The certificate is being made.")
    operation = staticmethod(conclusion.recognise)

    def form_kwargs(self) -> dict[str, Any]:
        today = timezone.localdate()
        due = proposed_review(today, standard_on(today))
        return {"initial": {"recognised_on": today, "review_due": due}}


class Refuse(Decision):
    capability = PUBLISH
    form_class = WhyForm
    title = submit_label = gettext_lazy("Refuse")
    question = gettext_lazy("Refuse the recognition?")
    danger = True
    success_message = gettext_lazy("Refused. The teacher is told why.")
    operation = staticmethod(conclusion.refuse)


class Review(Decision):
    capability = PUBLISH
    form_class = ReviewForm
    title = gettext_lazy("Review the recognition")
    submit_label = gettext_lazy("Record the review")
    question = gettext_lazy("Keep the recognition for another term, or revoke it?")
    success_message = gettext_lazy("The review is recorded; the teacher is told.")

    def form_kwargs(self) -> dict[str, Any]:
        if self.record.is_outside:
            return {"is_outside": True}
        today = timezone.localdate()
        proposed = {"valid_until": proposed_review(today, standard_on(today))}
        return {"is_outside": False, "initial": proposed}

    def extra_context(self, form: Any) -> dict[str, Any]:
        context = super().extra_context(form)
        if self.record.is_outside:
            context["question"] = _("Revoke the recognition?")
            context["consequences"] = [
                _("An outside body recognised it: it is prolonged by a new application to that body.")
            ]
        return context

    def perform(self, form: Any) -> Recognition:
        done = conclusion.review(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )
        return done.recognition


class SendOut(Decision):
    capability = PUBLISH
    form_class = SendOutForm
    title = submit_label = gettext_lazy("Sent to the outside body")
    question = gettext_lazy("Has the dossier gone to the body that recognises?")
    success_message = gettext_lazy("Noted. Record its decision here once it is there.")
    operation = staticmethod(operations.send_out)


class OutsideDecision(Decision):
    capability = PUBLISH
    template_name = "components/form_page.html"
    form_class = OutsideDecisionForm
    title = gettext_lazy("Record the decision of the outside body")
    question = ""
    success_message = gettext_lazy("The decision is recorded; the teacher is told.")
    operation = staticmethod(operations.record_outside_decision)


class Answer(FormView):
    """To something said against a decision: with a reason."""

    form_class: ClassVar[type[Any]] = AnswerForm
    template_name = "components/confirm.html"
    title = submit_label = gettext_lazy("Answer the objection")
    success_message = gettext_lazy("Answered.")
    operation: ClassVar[Callable[..., Any]]
    record: Any

    def about(self) -> Any:
        """What it was said against."""
        raise NotImplementedError

    def crumbs(self) -> list[dict[str, Any]]:
        raise NotImplementedError

    def perform(self, form: Any) -> str:
        self.operation(actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data)
        return self.cancel_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        about = str(self.about())
        return {
            "subtitle": about,
            "breadcrumbs": [*self.crumbs(), {"label": about, "url": self.cancel_url()}],
            "question": self.record.reason,
        }


class AnswerObjection(Answer):
    """Of an objection, or of an appeal."""

    model: ClassVar[type[Any]] = Objection
    operation: ClassVar[Callable[..., Any]] = staticmethod(conclusion.answer_objection)

    def authorise(self, **kwargs: Any) -> None:
        rows = self.model.objects.visible_to(self.request.user)
        found = rows.select_related("recognition__teacher", "made_by").filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"{self.model._meta.label} {kwargs['pk']}")
        is_mine = is_own(self.request.user, found.recognition.teacher)
        if is_mine or not found.permits(self.request.user, PUBLISH):
            raise PermissionDenied
        self.record = found

    def about(self) -> Recognition:
        recognition: Recognition = self.record.recognition
        return recognition

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()

    def cancel_url(self) -> str:
        return f"{self.about().get_absolute_url()}?tab=course"


class AnswerAppeal(AnswerObjection):
    title = submit_label = gettext_lazy("Answer the appeal")
    model = RecognitionAppeal
    operation = staticmethod(conclusion.answer_appeal)


@act
def check(request: PersonRequest, pk: int) -> Recognition:
    found = operations.check_again(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("Checked against the standard."))
    return found
