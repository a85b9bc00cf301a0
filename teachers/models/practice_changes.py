"""What becomes of the days of a practice once they are approved: it ends early, or it is prolonged."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.look import Chip, Meaning
from teachers.models.practice import OfPractice, Practice


class PracticeChangeKind(models.TextChoices):
    EARLY_END = "early_end", pgettext_lazy("change of practice", "Ended early")
    PROLONGATION = "prolongation", pgettext_lazy("change of practice", "Prolongation")


class PracticeChangeState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("change of practice", "Asked for")
    MADE = "made", pgettext_lazy("change of practice", "Made")
    REFUSED = "refused", pgettext_lazy("change of practice", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("change of practice", "Taken back")


S = PracticeChangeState
PRACTICE_CHANGE_CHIPS = {
    S.ASKED: Chip(S.ASKED.label, Meaning.WAITING, "clock"),
    S.MADE: Chip(S.MADE.label, Meaning.GOOD, "circle-check"),
    S.REFUSED: Chip(S.REFUSED.label, Meaning.STOPPED, "circle-x"),
    S.WITHDRAWN: Chip(S.WITHDRAWN.label, Meaning.INACTIVE, "arrow-back-up"),
}


@pghistory.track()
class PracticeChange(OfPractice):
    """Another last day: an early end is made at once, a prolongation waits for approval as the plan did."""

    practice = models.ForeignKey(
        Practice, models.CASCADE, related_name="changes", db_index=False, verbose_name=_("practice")
    )
    kind = models.CharField(
        pgettext_lazy("change of practice", "what is changed"), max_length=12, choices=PracticeChangeKind
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=PracticeChangeState,
        default=PracticeChangeState.ASKED,
        editable=False,
    )
    old_ends_on = models.DateField(_("last day before"))
    new_ends_on = models.DateField(_("new last day"))
    old_planned_days = models.PositiveSmallIntegerField(_("planned days before"), null=True)
    new_planned_days = models.PositiveSmallIntegerField(_("planned days from now on"), null=True)
    reason = models.CharField(_("reason"), max_length=500)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("asked for by")
    )
    asked_at = models.DateTimeField(_("asked at"))
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)

    class Meta:
        verbose_name = _("change of the days of practice")
        verbose_name_plural = _("changes of the days of practice")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="early_end", new_ends_on__lt=F("old_ends_on"))
                | Q(kind="prolongation", new_ends_on__gt=F("old_ends_on")),
                name="practice_ends_early_or_is_prolonged",
            ),
            models.CheckConstraint(
                condition=~Q(kind="early_end") | Q(state="made"), name="an_early_end_waits_for_nobody"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "withdrawn"]) | Q(decided_at__isnull=False),
                name="a_decided_change_of_practice_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""), name="a_refused_prolongation_says_why"
            ),
            models.UniqueConstraint(
                fields=["practice"],
                condition=Q(state="asked"),
                name="practice_is_prolonged_once_at_a_time",
                violation_error_message=_("A prolongation waits for a decision already."),
            ),
        ]
        indexes = [models.Index(fields=["practice", "asked_at"], name="practice_change_by_day")]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def chip(self) -> Chip:
        return PRACTICE_CHANGE_CHIPS[PracticeChangeState(self.state)]

    @property
    def is_open(self) -> bool:
        return self.state == PracticeChangeState.ASKED
