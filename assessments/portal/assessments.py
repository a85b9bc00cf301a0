"""Assessments at the portal: the figures, the word of the enterprise, its own actions, the surveys.

Rows are fetched behind the wall, and written outside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from assessments.forms import FinishForm, SurveyForm, WordForm
from assessments.lines import Line
from assessments.models import (
    Action,
    ActionSide,
    Assessment,
    AssessmentState,
    Group,
    Invitee,
    Result,
    Survey,
)
from assessments.operations import actions as acting
from assessments.operations import assessments as operations
from assessments.operations import surveys as surveying
from assessments.papers import pdf
from assessments.querysets import ActionQuerySet, AssessmentQuerySet
from assessments.views.papers import as_file, paper_of_year, summary_context
from assessments.views.surveys import ANONYMOUS
from assessments.walls import (
    ACTION_COLUMNS,
    ASSESSMENT_COLUMNS,
    INVITEE_COLUMNS,
    RESULT_COLUMNS,
    SURVEY_COLUMNS,
)
from core.access import NotVisible
from core.registry import Direction, PartnerDeadline, PartnerFigure
from core.walls import outside
from partnerships.portal.pages import PortalFormView
from partnerships.portal.partner import Partner, PartnerRequest

S = AssessmentState


def speaks(partner: Partner) -> bool:
    return partner.is_liaison


def require_liaison(partner: Partner) -> None:
    """Raises PermissionDenied."""
    if not speaks(partner):
        raise PermissionDenied(_("A liaison of your enterprise speaks for it."))


def own_assessments(partner: Partner) -> AssessmentQuerySet:
    rows: Any = Assessment.objects.filter(enterprise=partner.enterprise)
    return rows.only(*ASSESSMENT_COLUMNS)


def own_assessment(partner: Partner, pk: int) -> Assessment:
    """One query. Raises NotVisible."""
    one = own_assessments(partner).select_related("scheme").filter(pk=pk).first()
    if one is None:
        raise NotVisible(f"assessments.Assessment {pk}")
    one.enterprise = partner.enterprise
    return one


def own_actions(partner: Partner) -> ActionQuerySet:
    rows: Any = Action.objects.filter(enterprise=partner.enterprise, side=ActionSide.ENTERPRISE)
    return rows.only(*ACTION_COLUMNS)


def own_invitations(partner: Partner) -> QuerySet[Invitee]:
    """As what somebody is asked here and now."""
    rows = Invitee.objects.filter(contact=partner.contact.pk).only(*INVITEE_COLUMNS)
    return rows.prefetch_related(Prefetch("survey", Survey.objects.only(*SURVEY_COLUMNS)))


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Assessments"), "url": reverse("portal:assessments")}]


@require_safe
def assessment_list(request: PartnerRequest) -> HttpResponse:
    today = timezone.localdate()
    partner = request.partner
    actions = list(own_actions(partner).order_by("due_on", "pk"))
    context = {
        "title": _("Assessments"),
        "subtitle": _(
            "How the school judges the cooperation of a school year, and what both sides make better."
        ),
        "assessments": list(own_assessments(partner).order_by("-study_year", "-pk")),
        "surveys": [one for one in own_invitations(partner).order_by("-pk") if one.survey.is_open(today)],
        "actions": [one for one in actions if not one.done_on],
        "done": [one for one in actions if one.done_on],
    }
    return render(request, "portal/assessments.html", context)


@require_safe
def assessment_detail(request: PartnerRequest, pk: int) -> HttpResponse:
    one = own_assessment(request.partner, pk)
    rows = Result.objects.filter(assessment=one.pk).only(*RESULT_COLUMNS).select_related("indicator")
    context = {
        "title": one.year,
        "chip": one.chip,
        "subtitle": _("Assessment of the partnership"),
        "breadcrumbs": crumbs(),
        "assessment": one,
        "lines": [Line(row) for row in rows.order_by("indicator__order")],
        "actions": list(own_actions(request.partner).filter(assessment=one.pk).order_by("due_on", "pk")),
        "may_speak": one.state == S.WITH_ENTERPRISE and speaks(request.partner),
    }
    return render(request, "portal/assessment.html", context)


@require_safe
def assessment_paper(request: PartnerRequest, pk: int) -> HttpResponse:
    own_assessment(request.partner, pk)
    with outside():
        one = Assessment.objects.select_related("enterprise", "scheme", "agreement").get(pk=pk)
        return as_file(pdf(one, for_enterprise=True), f"assessment-{one.study_year}-{one.pk}")


class SayWord(PortalFormView):
    form_class = WordForm
    title = gettext_lazy("Word of our enterprise")
    submit_label = gettext_lazy("Send")
    success_message = gettext_lazy("Thank you: the school reads it before the grade stands.")
    record: Assessment

    def authorise(self, **kwargs: Any) -> None:
        self.record = own_assessment(self.partner, kwargs["pk"])
        require_liaison(self.partner)

    def build(self, *args: Any) -> WordForm:
        initial = {"words": self.record.word, "is_objection": self.record.is_objection}
        return WordForm(*args, user=self.partner, initial=initial)

    def perform(self, form: Any) -> str:
        said = form.cleaned_data
        with outside():
            operations.say_word(partner=self.partner, pk=self.record.pk, now=timezone.now(), **said)
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("portal:assessment", args=[self.record.pk])

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": [*crumbs(), {"label": self.record.year, "url": self.cancel_url()}]}


# --- Actions ------------------------------------------------------------------------------------


def own_action(partner: Partner, pk: int) -> Action:
    """Raises NotVisible."""
    found = own_actions(partner).filter(pk=pk).first()
    if found is None:
        raise NotVisible(f"assessments.Action {pk}")
    return found


@require_safe
def action_detail(request: PartnerRequest, pk: int) -> HttpResponse:
    action = own_action(request.partner, pk)
    context = {"title": action.title, "chip": action.chip, "breadcrumbs": crumbs(), "action": action}
    context["may_finish"] = not action.done_on and acting.may_finish(request.partner, action)
    return render(request, "portal/action.html", context)


class ActionDone(PortalFormView):
    form_class = FinishForm
    title = gettext_lazy("The action is done")
    submit_label = gettext_lazy("Tell the school")
    success_message = gettext_lazy("Thank you: the school is told.")
    record: Action

    def authorise(self, **kwargs: Any) -> None:
        self.record = own_action(self.partner, kwargs["pk"])
        if not acting.may_finish(self.partner, self.record):
            raise PermissionDenied(_("A liaison of your enterprise says so, or whoever does it."))

    def build(self, *args: Any) -> FinishForm:
        return FinishForm(*args, user=self.partner)

    def perform(self, form: Any) -> str:
        result = form.cleaned_data["result"]
        with outside():
            acting.finish_own(partner=self.partner, pk=self.record.pk, result=result, now=timezone.now())
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("portal:action", args=[self.record.pk])

    def extra_context(self, form: Any) -> dict[str, Any]:
        here = {"label": self.record.title, "url": self.cancel_url()}
        return {"breadcrumbs": [*crumbs(), here], "subtitle": self.record.title}


# --- Surveys ------------------------------------------------------------------------------------

BY_NAME = gettext_lazy(
    "You answer for your enterprise: the school knows that this answer is yours. Mentors, students and "
    "instructors answer anonymously."
)


class SurveyAnswer(PortalFormView):
    form_class = SurveyForm
    title = gettext_lazy("How did the cooperation go?")
    submit_label = gettext_lazy("Send")
    success_message = gettext_lazy("Thank you for your answer.")
    own: Invitee

    def authorise(self, **kwargs: Any) -> None:
        own = own_invitations(self.partner).filter(survey=kwargs["pk"]).first()
        if own is None:
            raise NotVisible(f"assessments.Survey {kwargs['pk']}")
        self.own = own

    def build(self, *args: Any) -> SurveyForm:
        return SurveyForm(*args, user=self.partner, group=self.own.group)

    def perform(self, form: Any) -> str:
        said = form.cleaned_data
        with outside():
            surveying.answer(
                user_id=self.partner.pk, invitee_id=self.own.pk, answers=said, now=timezone.now()
            )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("portal:assessments")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "breadcrumbs": crumbs(),
            "subtitle": self.own.survey.year,
            "form_help": ANONYMOUS if Group(self.own.group).is_anonymous else BY_NAME,
        }


# --- What is published --------------------------------------------------------------------------


@require_safe
def summary(request: PartnerRequest) -> HttpResponse:
    """The grades of all enterprises that are published: public knowledge, which the wall keeps no row of."""
    address = reverse("portal:assessment_summary")
    with outside():
        found = summary_context(request, address, "portal:assessment_summary_paper")
    context = {
        "title": _("Published assessments"),
        "subtitle": found["year"],
        "breadcrumbs": crumbs(),
        **found,
    }
    return render(request, "portal/assessment_summary.html", context)


@require_safe
def summary_paper(request: PartnerRequest, year: int) -> HttpResponse:
    with outside():
        return paper_of_year(year)


# --- Home ---------------------------------------------------------------------------------------


def figures(partner: Partner, on: date) -> Iterator[PartnerFigure]:
    """The latest grade. One query."""
    rows = own_assessments(partner).decided().of_partnership().order_by("-study_year")
    one = rows.first()
    if one is not None and one.final_grade is not None:
        yield PartnerFigure(
            label=_("Grade of the partnership"),
            value=str(one.final_grade.label),
            direction=Direction.TOGETHER,
            text=f"{one.year} · {number_format(one.score, 1)}",
            url=reverse("portal:assessment", args=[one.pk]),
        )


def deadlines(partner: Partner, first: date, last: date) -> Iterator[PartnerDeadline]:
    """Words to say, surveys to answer, actions to do. Four queries."""
    asked = own_assessments(partner).filter(
        state=S.WITH_ENTERPRISE, word_at=None, word_due_on__range=(first, last)
    )
    for one in asked:
        yield PartnerDeadline(
            on=one.word_due_on,
            title=_("Word on the assessment %(year)s") % {"year": one.year},
            url=reverse("portal:assessment", args=[one.pk]),
        )
    for invitation in own_invitations(partner).filter(
        has_answered=False, survey__opens_on__lte=first, survey__closes_on__range=(first, last)
    ):
        yield PartnerDeadline(
            on=invitation.survey.closes_on,
            title=_("Survey: how did the cooperation go?"),
            url=reverse("portal:survey", args=[invitation.survey_id]),
        )
    for action in own_actions(partner).open().filter(due_on__range=(first, last)):
        yield PartnerDeadline(
            on=action.due_on,
            title=action.title,
            text=_("Improvement action"),
            url=reverse("portal:action", args=[action.pk]),
        )
