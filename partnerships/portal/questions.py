"""Questions of the centre to somebody who signs in: they need no link to answer."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.access import NotVisible
from core.errors import Refused
from core.walls import outside
from partnerships.forms import AnswerForm
from partnerships.models import Question
from partnerships.operations import answer_question
from partnerships.portal.partner import Partner, PartnerRequest
from partnerships.querysets import QuestionQuerySet
from partnerships.questions import outcome


def questions_to(partner: Partner) -> QuestionQuerySet:
    """What this person was asked for the enterprise they are here for; the walls show nobody else's."""
    return Question.objects.filter(contact=partner.contact).order_by("due_on", "pk")


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: PartnerRequest, pk: int) -> HttpResponse:
    asked = questions_to(request.partner).filter(pk=pk).first()
    if asked is None:
        raise NotVisible(f"partnerships.Question {pk}")
    form = AnswerForm(request.POST or None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            with outside():
                answer_question(
                    actor=request.partner,
                    pk=asked.pk,
                    move=form.cleaned_data["move"],
                    text=form.cleaned_data["text"],
                    now=timezone.now(),
                )
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect("portal:question", asked.pk)
    context = {
        "title": asked.get_kind_display(),
        "question": asked,
        "outcome": outcome(asked),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "portal/question.html", context)
