"""What says early that a partnership cools."""

from __future__ import annotations

from typing import Any

import pghistory
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models.assessments import OfEnterprise
from assessments.querysets import WarningQuerySet
from assessments.saying import warning_in_words
from core.fields import decider
from core.look import Chip, Meaning
from partnerships.models import Enterprise


class Reason(models.TextChoices):
    QUIET = "quiet", pgettext_lazy("early warning", "No contact")
    PROMISES = "promises", pgettext_lazy("early warning", "Promises behind schedule")
    GRADE = "grade", pgettext_lazy("early warning", "Grade falling")
    SURVEY = "survey", pgettext_lazy("early warning", "Low satisfaction")
    ENDING = "ending", pgettext_lazy("early warning", "Agreement ends, undecided")
    CONCERNS = "concerns", pgettext_lazy("early warning", "Open concerns")


REASON_ICONS = {
    Reason.QUIET: "moon",
    Reason.PROMISES: "target-arrow",
    Reason.GRADE: "report-analytics",
    Reason.SURVEY: "star",
    Reason.ENDING: "hourglass-high",
    Reason.CONCERNS: "alert-triangle",
}


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class EarlyWarning(OfEnterprise):
    """One reason to look after a partnership now, with its numbers; closed by itself when it is gone.

    Made, kept up to date and closed by :mod:`assessments.sweeps` alone.
    """

    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        related_name="early_warnings",
        db_index=False,
        verbose_name=_("enterprise"),
    )
    reason = models.CharField(pgettext_lazy("early warning", "why"), max_length=12, choices=Reason)
    since_on = models.DateField(pgettext_lazy("early warning", "since"))
    numbers = models.JSONField(_("numbers"), default=dict)
    closed_on = models.DateField(pgettext_lazy("early warning", "gone since"), null=True, blank=True)
    acknowledged_by = decider(pgettext_lazy("early warning", "taken up by"))
    acknowledged_at = models.DateTimeField(
        pgettext_lazy("early warning", "taken up at"), null=True, editable=False
    )
    next_step = models.CharField(pgettext_lazy("early warning", "next step"), max_length=300, blank=True)
    next_step_on = models.DateField(_("until"), null=True, blank=True)

    objects = WarningQuerySet.as_manager()

    class Meta:
        verbose_name = _("early warning")
        verbose_name_plural = _("early warnings")
        ordering = ["since_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "reason"],
                condition=Q(closed_on=None),
                name="a_reason_warns_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("since_on")),
                name="a_warning_is_gone_after_it_came",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, next_step="", next_step_on=None)
                | (Q(acknowledged_at__isnull=False, next_step_on__isnull=False) & ~Q(next_step="")),
                name="who_takes_a_warning_up_says_what_comes_next",
            ),
        ]
        indexes = [
            models.Index(fields=["enterprise", "since_on"], name="warning_by_enterprise"),
            models.Index(fields=["since_on", "id"], name="warning_by_first_day"),
            models.Index(fields=["next_step_on", "id"], name="warning_by_next_step"),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()

    @property
    def chip(self) -> Chip:
        if self.closed_on:
            return Chip(pgettext_lazy("early warning", "Gone"), Meaning.INACTIVE, "checks")
        if self.acknowledged_at:
            return Chip(pgettext_lazy("early warning", "Taken up"), Meaning.WAITING, "user-check")
        return Chip(pgettext_lazy("early warning", "New"), Meaning.LATE, "alert-triangle")

    @property
    def icon(self) -> str:
        return REASON_ICONS[Reason(self.reason)]

    @property
    def text(self) -> str:
        """Why, with its numbers."""
        return warning_in_words(self.reason, self.numbers)

    def get_absolute_url(self) -> Any:
        return reverse("assessments:warning_detail", args=[self.pk])
