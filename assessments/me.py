"""The survey on the pages of students: of each enterprise where they were an intern in the year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.forms import SurveyForm
from assessments.models import Invitee, Survey
from assessments.operations import surveys as operations
from assessments.views.surveys import ANONYMOUS
from assessments.walls import INVITEE_COLUMNS, SURVEY_COLUMNS
from core.access import NotVisible
from core.registry import StudentTask
from core.walls import outside
from internships.me.views import PupilFormView
from partnerships.models import Enterprise


def own_invitations(pupil: Any) -> Any:
    rows = Invitee.objects.filter(student=pupil.student.pk).only(*INVITEE_COLUMNS)
    return rows.prefetch_related(Prefetch("survey", Survey.objects.only(*SURVEY_COLUMNS)))


class SurveyAnswer(PupilFormView):
    form_class = SurveyForm
    title = gettext_lazy("How was it there?")
    submit_label = gettext_lazy("Send")
    success_message = gettext_lazy("Thank you. Nobody learns who answered what.")
    own: Invitee
    enterprise: Enterprise

    def authorise(self, **kwargs: Any) -> None:
        own = own_invitations(self.request.pupil).filter(survey=kwargs["pk"]).first()
        if own is None:
            raise NotVisible(f"assessments.Survey {kwargs['pk']}")
        self.own = own
        with outside():  # its name alone
            self.enterprise = Enterprise.objects.only("name", "name_en").get(pk=own.survey.enterprise_id)

    def form_kwargs(self) -> dict[str, Any]:
        return {"group": self.own.group}

    def perform(self, form: Any) -> str:
        said = form.cleaned_data
        with outside():
            operations.answer(
                user_id=self.request.pupil.pk, invitee_id=self.own.pk, answers=said, now=timezone.now()
            )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("me:today")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "subtitle": f"{self.enterprise.display_name} · {self.own.survey.year}",
            "form_help": ANONYMOUS,
        }


def tasks(pupil: Any, on: date) -> Iterator[StudentTask]:
    """Surveys that wait. Two queries."""
    rows = own_invitations(pupil).filter(
        has_answered=False, survey__opens_on__lte=on, survey__closes_on__gte=on
    )
    for one in rows.order_by("pk"):
        yield StudentTask(
            title=_("How was your internship %(year)s?") % {"year": one.survey.year},
            text=_("Six questions, anonymous."),
            url=reverse("me:survey", args=[one.survey_id]),
            icon="star",
            due_on=one.survey.closes_on,
        )
