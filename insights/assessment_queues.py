"""What waits on the home page about partnerships: warnings, words to answer, actions, surveys to answer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import Action, Assessment, EarlyWarning, Invitee
from assessments.transitions import APPROVE, EDIT
from insights.lines import SHOWN, Line, Queue, queue_of

if TYPE_CHECKING:
    from accounts.models import User


def warnings(user: User, on: date) -> Queue:
    """Early warnings about this person's enterprises that nobody has taken up, or whose next step is due."""
    rows = (
        EarlyWarning.objects.visible_to(user)
        .open()
        .filter(Q(acknowledged_at=None) | Q(next_step_on__lte=on), enterprise__owner=user.pk)
        .select_related("enterprise")
        .order_by("since_on", "pk")
    )
    return queue_of(
        "warnings",
        _("Partnerships that need you"),
        "alert-triangle",
        [
            Line(
                title=str(one.enterprise),
                url=one.get_absolute_url(),
                text=one.next_step or one.text,
                due_on=one.next_step_on,
                chip=one.chip,
            )
            for one in rows[: SHOWN + 1]
        ],
        reverse("assessments:warning_list") + "?mine=on",
    )


def words(user: User, on: date) -> Queue:
    """Objections to answer, and what can be approved."""
    objected = Assessment.objects.permitting(user, EDIT).with_objection()
    ready = Assessment.objects.permitting(user, APPROVE).ready_to_approve(on)
    rows = Assessment.objects.filter(Q(pk__in=objected.values("pk")) | Q(pk__in=ready.values("pk")))
    return queue_of(
        "assessments",
        _("Assessments to answer or to approve"),
        "report-analytics",
        [
            Line(
                title=str(one.enterprise),
                url=one.get_absolute_url(),
                text=_("objects: %(words)s") % {"words": one.word[:80]}
                if one.is_objection and not one.answer
                else one.year,
                due_on=one.word_due_on,
            )
            for one in rows.select_related("enterprise").order_by("word_due_on", "pk")[: SHOWN + 1]
        ],
        reverse("assessments:assessment_list") + "?state=with_enterprise",
    )


def actions(user: User) -> Queue:
    """Improvement actions that this person looks after, the nearest day first."""
    rows = Action.objects.open().filter(owner=user.pk, enterprise__merged_into=None)
    return queue_of(
        "improvements",
        _("Improvement actions"),
        "checklist",
        [
            Line(
                title=one.title,
                url=one.get_absolute_url(),
                text=f"{one.get_side_display()} · {one.enterprise}",
                due_on=one.due_on,
            )
            for one in rows.select_related("enterprise").order_by("due_on", "pk")[: SHOWN + 1]
        ],
        reverse("assessments:action_list") + "?mine=on&open=on",
    )


def surveys(user: User, on: date) -> Queue:
    """Surveys in which this person is asked as an instructor, and has not answered."""
    rows = Invitee.objects.filter(
        teacher__user=user.pk, has_answered=False, survey__opens_on__lte=on, survey__closes_on__gte=on
    )
    return queue_of(
        "surveys",
        _("How did the cooperation go?"),
        "star",
        [
            Line(
                title=str(one.survey.enterprise),
                url=reverse("assessments:survey_answer", args=[one.survey_id]),
                text=_("Six questions, anonymous."),
                due_on=one.survey.closes_on,
            )
            for one in rows.select_related("survey__enterprise").order_by("survey__closes_on", "pk")[
                : SHOWN + 1
            ]
        ],
    )
