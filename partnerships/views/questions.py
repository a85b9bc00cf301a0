"""Questions to people who come once: asked on the enterprise's page, answered on the page of a link."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.access import NotVisible
from core.errors import Refused
from core.http import PersonRequest
from core.registry import Tab
from core.views import FormView, act
from core.walls import outside
from partnerships import operations
from partnerships.forms import AnswerForm, QuestionForm
from partnerships.models import Enterprise, Question
from partnerships.policies import EDIT, seen
from partnerships.questions import NAME, outcome, question_of
from partnerships.views.enterprises import crumbs
from signing.models import TaskLink

SHOWN = 50


def questions_tab(request: Any, enterprise: Any) -> dict[str, Any]:
    links = TaskLink.objects.filter(task=NAME, subject_id=OuterRef("pk"))
    rows = enterprise.questions.select_related("contact", "asked_by").annotate(
        link_opened_at=Subquery(links.values("opened_at")[:1]),
        link_sent_at=Subquery(links.values("sent_at")[:1]),
    )
    return {
        "enterprise": enterprise,
        "questions": rows[:SHOWN],
        "may_edit": enterprise.permits(request.user, EDIT),
        "today": timezone.localdate(),
    }


QUESTIONS = Tab(
    name="questions",
    label=gettext_lazy("Questions by link"),
    template="partnerships/questions_tab.html",
    context=questions_tab,
    order=27,
    count=lambda _request, enterprise: enterprise.questions.open().count() or None,
)


class Ask(FormView):
    """Ask one person of the enterprise; they need no account to answer."""

    form_class = QuestionForm
    title = gettext_lazy("Ask by link")
    submit_label = gettext_lazy("Send the link")
    success_message = gettext_lazy("The link is on its way. You are told when it is answered.")

    def authorise(self, **kwargs: Any) -> None:
        self.enterprise: Enterprise = seen(Enterprise.objects.all(), self.request.user, kwargs["pk"], EDIT)

    def form_kwargs(self) -> dict[str, Any]:
        return {"enterprise": self.enterprise}

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        operations.ask_question(
            actor=self.request.user,
            contact_pk=given["contact"].pk,
            kind=given["kind"],
            text=given["text"],
            due_on=given["due_on"],
            now=timezone.now(),
        )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return f"{self.enterprise.get_absolute_url()}?tab=questions"

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(self.enterprise)}


@act
def ask_again(request: PersonRequest, pk: int) -> Question:
    question = operations.ask_again(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("The link is on its way again; the earlier one opens no more."))
    return question


@act
def take_back(request: PersonRequest, pk: int) -> Question:
    question = operations.take_question_back(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("Taken back: the link says that it is not asked any more."))
    return question


@csrf_exempt  # the address is the key; no cookie is
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The page of the link: the question, and the answer or the buttons to give it."""
    link: TaskLink | None = getattr(request, "link", None)
    question = question_of(link) if link is not None and link.task == NAME else None
    if link is None or question is None:
        raise NotVisible("partnerships.Question")
    form = AnswerForm(request.POST or None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            with outside():
                operations.answer_by_link(
                    link=link,
                    move=form.cleaned_data["move"],
                    text=form.cleaned_data["text"],
                    now=timezone.now(),
                )
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect("link:task", token=token)
    context = {
        "title": question.get_kind_display(),
        "question": question,
        "outcome": outcome(question),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "partnerships/question_answer.html", context)
