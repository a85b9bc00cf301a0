"""What the staff does with an assessment."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from assessments import rules
from assessments.forms import (
    AnswerForm,
    ConclusionForm,
    GradeForm,
    JudgeForm,
    SendForm,
    WhyForm,
    WordForm,
)
from assessments.models import Assessment
from assessments.operations import assessments as operations
from assessments.transitions import APPROVE, EDIT, PUBLISH
from assessments.views.assessments import crumbs
from core.http import PersonRequest
from core.views import act
from partnerships.views.record_pages import RecordAct, RecordFormView


class OfAssessment(RecordFormView):
    capability = EDIT
    record: Assessment

    def records(self) -> QuerySet:
        return Assessment.objects.select_related("enterprise")

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()


class ActOnAssessment(RecordAct):
    capability = EDIT
    form_class: ClassVar[Any] = WhyForm
    record: Assessment

    def records(self) -> QuerySet:
        return Assessment.objects.select_related("enterprise")

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()


class Judge(OfAssessment):
    form_class = JudgeForm
    title = gettext_lazy("Judge")
    success_message = gettext_lazy("Saved: the score follows.")

    def form_kwargs(self) -> dict[str, Any]:
        rows = self.record.results.select_related("indicator").order_by("indicator__order")
        return {"results": sorted(rows, key=lambda row: not row.indicator.is_judged)}

    def perform(self, form: Any) -> Assessment:
        return operations.judge(
            actor=self.request.user, pk=self.record.pk, marks=form.marks(), now=timezone.now()
        )


class Conclude(OfAssessment):
    form_class = ConclusionForm
    title = gettext_lazy("Write the conclusion")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record}

    def perform(self, form: Any) -> Assessment:
        return operations.write(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


class GiveGrade(OfAssessment):
    capability = APPROVE
    form_class = GradeForm
    title = gettext_lazy("Give another grade")

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"grade": self.record.given_grade, "reason": self.record.given_reason}}

    def perform(self, form: Any) -> Assessment:
        return operations.give_grade(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


class Send(ActOnAssessment):
    form_class = SendForm
    title = pgettext_lazy("assessment of a partnership", "Send to the enterprise")
    submit_label = gettext_lazy("Send")
    question = gettext_lazy("Ask the enterprise for its word?")
    consequences = (
        gettext_lazy("Its liaisons read the figures, the score and the conclusion at the portal."),
        gettext_lazy("They may object; the objection is answered before it is approved."),
    )
    success_message = gettext_lazy("Sent: the liaisons are told.")
    operation = staticmethod(operations.send)


class TakeBack(ActOnAssessment):
    title = gettext_lazy("Take the assessment back")
    submit_label = gettext_lazy("Take back")
    question = gettext_lazy("Take it back and work on it anew? The liaisons read the reason.")
    success_message = gettext_lazy("It is a draft again.")
    operation = staticmethod(operations.take_back)


class RecordWord(OfAssessment):
    form_class = WordForm
    title = gettext_lazy("Write down the word of the enterprise")

    def perform(self, form: Any) -> Assessment:
        return operations.record_word(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


class Answer(OfAssessment):
    form_class = AnswerForm
    title = gettext_lazy("Answer the objection")
    submit_label = gettext_lazy("Answer")
    success_message = gettext_lazy("Answered: the liaisons are told.")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return super().extra_context(form) | {"form_help": self.record.word}

    def perform(self, form: Any) -> Assessment:
        return operations.answer(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


class Plain(ActOnAssessment):
    """Asks, and needs no reason."""

    form_class = RecordAct.form_class


class Approve(Plain):
    capability = APPROVE
    title = gettext_lazy("Approve the assessment")
    submit_label = gettext_lazy("Approve")
    question = gettext_lazy("Approve this assessment?")
    consequences = (gettext_lazy("The grade stands, and the liaisons of the enterprise are told."),)
    success_message = gettext_lazy("Approved: the enterprise is told.")
    operation = staticmethod(operations.approve)


class Reopen(ActOnAssessment):
    capability = APPROVE
    title = gettext_lazy("Open the assessment again")
    submit_label = gettext_lazy("Open again")
    question = gettext_lazy("Open it again? The grade does not stand any more, and the liaisons read why.")
    success_message = gettext_lazy("It is a draft again.")
    operation = staticmethod(operations.reopen)


class Publish(Plain):
    capability = PUBLISH
    title = gettext_lazy("Publish the assessment")
    submit_label = gettext_lazy("Publish")
    question = gettext_lazy("Publish this assessment?")
    consequences = (
        gettext_lazy("Staff and partners read the grade in the summary of the school year."),
        gettext_lazy("Figures, words and surveys stay between the school and the enterprise."),
    )
    success_message = gettext_lazy("Published.")
    operation = staticmethod(operations.publish)


class Unpublish(ActOnAssessment):
    capability = PUBLISH
    title = gettext_lazy("Withdraw the assessment from the publication")
    submit_label = gettext_lazy("Withdraw")
    question = gettext_lazy("Take it out of the summary? The reason is kept.")
    danger = True
    success_message = gettext_lazy("It is not published any more.")
    operation = staticmethod(operations.unpublish)


@act
def recount(request: PersonRequest, pk: int) -> Assessment:
    one = operations.recount(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("Counted anew."))
    return one


@act
def discard(request: PersonRequest, pk: int) -> str:
    operations.discard(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("The draft is deleted."))
    return reverse("assessments:assessment_list")


@act
def check(request: PersonRequest, pk: int) -> str:
    one = rules.check_again(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("Checked again."))
    return f"{one.get_absolute_url()}?tab=rules"
