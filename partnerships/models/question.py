from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.look import Chip, Meaning
from core.models import ScopedModel
from partnerships.models.contact import Contact
from partnerships.models.enterprise import Enterprise
from partnerships.querysets import QuestionQuerySet


class Question(ScopedModel):
    """What the centre asks one person of an enterprise, who answers by a link that opens nothing else."""

    class Kind(models.TextChoices):
        CONFIRM = "confirm", _("Something to confirm")
        ANSWER = "answer", _("A question to answer")

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for an answer")
        CONFIRMED = "confirmed", _("Confirmed")
        DENIED = "denied", _("Not right")
        ANSWERED = "answered", _("Answered")
        TAKEN_BACK = "taken_back", _("Taken back")

    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="questions", verbose_name=_("enterprise")
    )
    contact = models.ForeignKey(
        Contact, models.CASCADE, related_name="questions", verbose_name=_("who is asked")
    )
    kind = models.CharField(_("what it is"), max_length=10, choices=Kind)
    text = models.TextField(_("text"))
    due_on = models.DateField(_("until"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"))
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.OPEN, editable=False)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question by link")
        verbose_name_plural = _("questions by link")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None)
                | (~Q(state="open") & Q(answered_at__isnull=False)),
                name="a_question_is_open_until_it_says_when_it_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["denied", "answered"]) | ~Q(answer=""),
                name="an_answer_or_a_no_has_words",
            ),
            models.CheckConstraint(
                condition=Q(kind="confirm") | ~Q(state__in=["confirmed", "denied"]),
                name="only_what_can_be_confirmed_is",
            ),
        ]
        indexes = [models.Index(fields=["enterprise", "-asked_at"], name="question_by_enterprise")]

    def __str__(self) -> str:
        return self.text

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs a query where the enterprise is not fetched along."""
        return self.enterprise.department_id

    @property
    def chip(self) -> Chip:
        return CHIPS[self.State(self.state)]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    def get_absolute_url(self) -> str:
        return f"{self.enterprise.get_absolute_url()}?tab=questions"


State = Question.State
CHIPS = {
    State.OPEN: Chip(State.OPEN.label, Meaning.WAITING),
    State.CONFIRMED: Chip(State.CONFIRMED.label, Meaning.GOOD),
    State.DENIED: Chip(State.DENIED.label, Meaning.STOPPED),
    State.ANSWERED: Chip(State.ANSWERED.label, Meaning.GOOD, "message"),
    State.TAKEN_BACK: Chip(State.TAKEN_BACK.label, Meaning.INACTIVE, "arrow-back-up"),
}
