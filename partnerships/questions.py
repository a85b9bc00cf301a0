"""The task of confirming or answering something, by link: what it shows, and what its walls let it see."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.walls import PERSON_COLUMNS
from core.roles import LINK_ROLE
from core.walls import Wall
from partnerships.models import Question
from signing.links import LinkTask, Shown, links_about
from signing.models import TaskLink

NAME = "question"

WALLS = (
    Wall(
        role=LINK_ROLE,
        table="partnerships_question",
        sees=f"id IN (SELECT subject_id FROM signing_tasklink WHERE task = '{NAME}')",  # noqa: S608 — our own constant
    ),
    Wall(
        role=LINK_ROLE,
        table="accounts_user",
        sees="id IN (SELECT asked_by_id FROM partnerships_question)",
        columns=PERSON_COLUMNS,
    ),
)


def links_to(question: Question) -> QuerySet[TaskLink]:
    return links_about(NAME, [question.pk])


def question_of(link: TaskLink) -> Question | None:
    return Question.objects.with_asker().filter(pk=link.subject_id).first()


def outcome(question: Question) -> str:
    """What became of it, to whoever was asked."""
    return {
        Question.State.OPEN: "",
        Question.State.CONFIRMED: _("You have confirmed it."),
        Question.State.DENIED: _("You have said that it is not right."),
        Question.State.ANSWERED: _("You have answered."),
        Question.State.TAKEN_BACK: _("The centre does not ask this any more."),
    }[Question.State(question.state)]


def _shown(question: Question) -> Shown:
    return Shown(
        title=question.get_kind_display(),
        asked_by=question.asked_by,
        due_on=question.due_on,
        outcome=outcome(question),
    )


TASK = LinkTask(
    name=NAME,
    label=gettext_lazy("A question of the centre"),
    subject=question_of,
    shown=_shown,
    page=lambda link, _question: reverse("question:answer", args=[link.token]),
    ask=lambda question: question.asked_by,
)
