from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.look import Chip, Meaning
from core.models import ScopedModel
from teachers.models.recognition import OfRecognition, Recognition, RecognitionReview


class Answered(models.TextChoices):
    """What became of an objection or of an appeal."""

    UPHELD = "upheld", pgettext_lazy("of an objection", "Upheld")
    DISMISSED = "dismissed", pgettext_lazy("of an objection", "Dismissed")


WAITS = Chip(pgettext_lazy("of an objection", "Waits for an answer"), Meaning.WAITING, "clock")
ANSWER_CHIPS = {
    Answered.UPHELD: Chip(Answered.UPHELD.label, Meaning.LATE, "alert-triangle"),
    Answered.DISMISSED: Chip(Answered.DISMISSED.label, Meaning.INACTIVE, "circle-check"),
}


class Answerable(ScopedModel):
    """Something said against what was decided, which is answered with a reason."""

    reason = models.TextField(_("reason"), max_length=4000)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    outcome = models.CharField(_("outcome"), max_length=20, choices=Answered, blank=True)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return self.outcome == ""

    @property
    def chip(self) -> Chip:
        return WAITS if self.is_open else ANSWER_CHIPS[Answered(self.outcome)]


class Objection(Answerable, OfRecognition):
    """Said in the publicity period, by a colleague, or by somebody from outside through the office."""

    recognition = models.ForeignKey(
        Recognition,
        models.PROTECT,
        related_name="objections",
        verbose_name=_("recognition as dual-qualified"),
    )
    from_outside = models.CharField(
        _("from whom, where from outside"),
        max_length=200,
        blank=True,
        help_text=_("Name of whoever wrote to the centre. Empty where you object yourself."),
    )

    class Meta:
        verbose_name = _("objection to a recognition")
        verbose_name_plural = _("objections to recognitions")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="an_objection_says_why"),
            models.CheckConstraint(
                condition=Q(outcome="") | ~Q(answer="") & Q(answered_at__isnull=False),
                name="an_answered_objection_has_its_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.reason[:80]

    @property
    def answer_url(self) -> str:
        return reverse("teachers:objection_answer", args=[self.pk])


class RecognitionAppeal(Answerable, OfRecognition):
    """A teacher asks to have a refusal, or a revocation, looked at again: once each.

    Upheld, what was refused goes before another panel, and what was revoked is valid as if it had not been.
    """

    recognition = models.ForeignKey(
        Recognition, models.PROTECT, related_name="appeals", verbose_name=_("recognition as dual-qualified")
    )
    review = models.OneToOneField(
        RecognitionReview,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appeal",
        verbose_name=_("against the revocation"),
    )

    class Meta:
        verbose_name = _("appeal about a recognition")
        verbose_name_plural = _("appeals about recognitions")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recognition"],
                condition=Q(review=None),
                name="a_refusal_is_appealed_against_once",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="an_appeal_against_a_refusal_says_why"),
            models.CheckConstraint(
                condition=Q(outcome="") | ~Q(answer="") & Q(answered_at__isnull=False),
                name="an_answered_appeal_has_its_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.reason[:80]

    @property
    def is_against_revocation(self) -> bool:
        return self.review_id is not None
