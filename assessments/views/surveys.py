"""Surveys on the pages of the staff: opened, their results, and instructors' own answers."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from assessments.filters import SurveyFilters
from assessments.forms import MoveEndForm, SurveyForm, SurveysForm
from assessments.models import Group, Invitee, Survey, questions_for
from assessments.operations import surveys as operations
from assessments.survey_results import fewest_of, results_of, words_of
from assessments.tables import SurveyTable
from assessments.transitions import EDIT, READ
from assessments.views.assessments import crumbs, partners_in
from core.access import NotVisible
from core.registry import Tab
from core.views import DetailView, FormView, ListView
from partnerships.views.record_pages import RecordFormView


def survey_crumbs() -> list[dict[str, Any]]:
    return [*crumbs(), {"label": _("Surveys"), "url": reverse("assessments:survey_list")}]


def _number(**conditions: Any) -> Any:
    rows = Invitee.objects.filter(survey=OuterRef("pk"), **conditions).order_by().values("survey")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


class SurveyList(ListView):
    capability = READ
    title = gettext_lazy("Surveys of satisfaction")
    list_name = "assessments:surveys"
    table_class = SurveyTable
    filterset_class = SurveyFilters
    sorts = {"study_year": "study_year", "closes_on": "closes_on"}
    default_sort = "-study_year"
    search_placeholder = gettext_lazy("Enterprise")
    empty_title = gettext_lazy("No surveys yet")
    empty_text = gettext_lazy(
        "Open the survey of a school year: liaisons, mentors, students and instructors are asked."
    )
    empty_icon = "star"

    def get_queryset(self) -> QuerySet[Survey]:
        rows = Survey.objects.visible_to(self.request.user).with_names()
        return rows.annotate(asked=_number(), answered=_number(has_answered=True))

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(EDIT):
            return None
        return {"label": _("Open surveys"), "url": reverse("assessments:survey_open"), "icon": "plus"}

    def extra_context(self) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class OpenSurveys(FormView):
    form_class = SurveysForm
    title = gettext_lazy("Open the surveys of a school year")
    submit_label = gettext_lazy("Open")
    success_message = gettext_lazy("Opened: everybody who is asked hears of it on the first day.")

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.can(EDIT):
            raise PermissionDenied

    def perform(self, form: Any) -> str:
        said = dict(form.cleaned_data)
        operations.open_surveys(
            actor=self.request.user,
            enterprises=partners_in(self.request.user, said.pop("departments")),
            now=timezone.now(),
            **said,
        )
        return reverse("assessments:survey_list")

    def cancel_url(self) -> str:
        return reverse("assessments:survey_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": survey_crumbs()}


def overview(request: Any, survey: Any) -> dict[str, Any]:
    """How many have answered; once it is over what, in sums. Four queries at most."""
    is_over = survey.is_over(timezone.localdate())
    numbers = (
        survey.invitees.order_by()
        .values("group")
        .annotate(asked=Count("pk"), answered=Count("pk", filter=Q(has_answered=True)))
    )
    asked = {row["group"]: row for row in numbers}
    shown = results_of([survey.pk])[survey.pk] if is_over else {}
    groups = []
    for group in Group:
        if group in asked:
            found = shown.get(group)
            questions = questions_for(group).items()
            groups.append(
                {
                    "group": group,
                    "asked": asked[group]["asked"],
                    "answered": asked[group]["answered"],
                    "fewest": fewest_of(group),
                    "result": found,
                    "lines": [(text, found.means[name]) for name, text in questions] if found else [],
                }
            )
    return {
        "survey": survey,
        "is_over": is_over,
        "groups": groups,
        "words": words_of(survey.pk, shown) if shown else [],
    }


class SurveyDetail(DetailView):
    record: Survey
    tabs = [
        Tab(
            name="overview",
            label=gettext_lazy("Overview"),
            template="assessments/survey.html",
            context=overview,
            order=0,
        )
    ]

    def get_queryset(self) -> QuerySet[Survey]:
        return Survey.objects.visible_to(self.request.user).with_names()

    def context(self) -> dict[str, Any]:
        survey, today = self.record, timezone.localdate()
        may_move = survey.permits(self.request.user, EDIT) and not survey.is_over(today)
        address = reverse("assessments:survey_move", args=[survey.pk])
        return {
            "title": str(survey.enterprise),
            "subtitle": f"{_('Survey')} {survey.year}",
            "chip": survey.chip_on(today),
            "breadcrumbs": survey_crumbs(),
            "actions": [{"label": _("Move its end"), "url": address, "icon": "calendar-event"}]
            if may_move
            else [],
            "facts": [
                {
                    "label": _("Enterprise"),
                    "value": survey.enterprise,
                    "url": survey.enterprise.get_absolute_url(),
                },
                {"label": pgettext_lazy("survey", "Opens on"), "value": date_format(survey.opens_on)},
                {"label": pgettext_lazy("survey", "Closes on"), "value": date_format(survey.closes_on)},
            ],
        }


class MoveEnd(RecordFormView):
    capability = EDIT
    form_class = MoveEndForm
    title = gettext_lazy("Move the end of the survey")
    record: Survey

    def records(self) -> QuerySet:
        return Survey.objects.select_related("enterprise")

    def crumbs(self) -> list[dict[str, Any]]:
        return survey_crumbs()

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"closes_on": self.record.closes_on}}

    def perform(self, form: Any) -> Survey:
        return operations.move_end(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


class InstructorAnswer(FormView):
    """A school instructor's own answer; the survey is in the address."""

    form_class = SurveyForm
    title = gettext_lazy("How did the cooperation go?")
    submit_label = gettext_lazy("Send")
    success_message = gettext_lazy("Thank you. Nobody learns who answered what.")
    own: Invitee

    def authorise(self, **kwargs: Any) -> None:
        rows = Invitee.objects.select_related("survey__enterprise")
        own = rows.filter(survey=kwargs["pk"], teacher__user=self.request.user.pk).first()
        if own is None:
            raise NotVisible(f"assessments.Survey {kwargs['pk']}")
        self.own = own

    def form_kwargs(self) -> dict[str, Any]:
        return {"group": self.own.group}

    def perform(self, form: Any) -> str:
        operations.answer(
            user_id=self.request.user.pk,
            invitee_id=self.own.pk,
            answers=form.cleaned_data,
            now=timezone.now(),
        )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return "/"

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"subtitle": str(self.own.survey), "form_help": ANONYMOUS}


ANONYMOUS = gettext_lazy(
    "Nobody learns who answered what: your answer is kept without your name and without the time. Results "
    "are shown once the survey is closed, and from three answers of a group on."
)
