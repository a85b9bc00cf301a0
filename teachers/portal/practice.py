"""Teachers who practise with the enterprise, at the portal: who comes when, and what it says of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.models import AccessLog
from core.personal import note_reading
from core.registry import Direction, PartnerDeadline, PartnerFigure
from core.walls import outside
from partnerships.portal.pages import PortalFormView
from partnerships.portal.partner import Partner, PartnerRequest
from teachers.forms.practice import EvaluationForm
from teachers.models import EVALUATED_STATES, Practice
from teachers.operations.practice import evaluate_for_enterprise
from teachers.portal.reading import own_practice, own_practices
from teachers.views.practice import time_in_words


def _line(practice: Practice) -> dict[str, Any]:
    given = next(iter(practice.evaluations.all()), None)
    return {
        "practice": practice,
        "time": time_in_words(practice),
        "given": given,
        "may_evaluate": practice.takes_evaluation(is_given=given is not None),
    }


@require_safe
def practice_list(request: PartnerRequest) -> HttpResponse:
    practices = list(own_practices(request.partner).order_by("-starts_on", "-pk"))
    with outside():
        note_reading(request, [one.teacher for one in practices], data=AccessLog.Data.RECORD)  # type: ignore[arg-type]
    context = {
        "title": _("Teachers who practise with us"),
        "subtitle": _("Say at the end how it went: both sides evaluate."),
        "lines": [_line(practice) for practice in practices],
    }
    return render(request, "portal/practices.html", context)


@require_safe
def practice_detail(request: PartnerRequest, pk: int) -> HttpResponse:
    practice = own_practice(request.partner, pk)
    with outside():
        note_reading(request, [practice.teacher], data=AccessLog.Data.RECORD)  # type: ignore[arg-type]
    context = {
        "title": str(practice.teacher),
        "chip": practice.chip,
        "breadcrumbs": crumbs(),
        **_line(practice),
    }
    return render(request, "portal/practice.html", context)


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Teachers who practise with us"), "url": reverse("portal:practices")}]


class Evaluate(PortalFormView):
    form_class = EvaluationForm
    title = gettext_lazy("Evaluate for the enterprise")
    submit_label = gettext_lazy("Hand in")
    success_message = gettext_lazy("Handed in. You can change it until the centre accepts the practice.")
    practice: Practice

    def authorise(self, **kwargs: Any) -> None:
        self.practice = own_practice(self.partner, kwargs["pk"])
        if not self.practice.takes_evaluation(is_given=bool(self.practice.evaluations.all())):
            raise NotVisible(f"{kwargs['pk']} is not evaluated now")

    def build(self, *args: Any) -> EvaluationForm:
        return EvaluationForm(*args, user=self.partner, **self.form_kwargs())

    def form_kwargs(self) -> dict[str, Any]:
        given = next(iter(self.practice.evaluations.all()), None)
        return {"initial": {"grade": given.grade, "remark": given.remark} if given else {}}

    def perform(self, form: Any) -> str:
        contact = self.partner.contact
        name = f"{contact.name}, {contact.title}" if contact.title else contact.name
        with outside():
            evaluate_for_enterprise(
                actor=self.partner,
                pk=self.practice.pk,
                enterprise_id=self.partner.enterprise.pk,
                name=name,
                now=timezone.now(),
                **form.cleaned_data,
            )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("portal:practice", args=[self.practice.pk])

    def extra_context(self, form: Any) -> dict[str, Any]:
        address = {"label": str(self.practice.teacher), "url": self.cancel_url()}
        return {"subtitle": str(self.practice.teacher), "breadcrumbs": [*crumbs(), address]}


# --- Home -------------------------------------------------------------------------------------


def figures(partner: Any, on: date) -> list[PartnerFigure]:
    """Teachers who practised with the enterprise. One query where there is none, else three."""
    practices = [one for one in own_practices(partner) if one.state in {*EVALUATED_STATES, "accepted"}]
    if not practices:
        return []
    return [
        PartnerFigure(
            label=_("Teachers who practised with you"),
            value=str(len({one.teacher_id for one in practices})),
            direction=Direction.GIVEN,
            url=reverse("portal:practices"),
        )
    ]


def deadlines(partner: Partner, first: date, last: date) -> Iterator[PartnerDeadline]:
    """The end of each practice that the enterprise has not evaluated, past or coming. Three queries."""
    for practice in own_practices(partner).filter(state__in=EVALUATED_STATES, ends_on__lte=last):
        if not practice.evaluations.all():
            yield PartnerDeadline(
                on=practice.ends_on,
                title=_("Evaluate the practice of %(teacher)s") % {"teacher": practice.teacher},
                url=reverse("portal:practice_evaluate", args=[practice.pk]),
            )
