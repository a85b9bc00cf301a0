from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.look import Chip, Meaning
from core.models import Attachment
from internships.models import PlanTask
from placements.models.decided import Vouched
from placements.models.placements import Placement


class LogState(models.TextChoices):
    SUBMITTED = "submitted", pgettext_lazy("entry of a log", "With the mentor")
    RETURNED = "returned", pgettext_lazy("entry of a log", "Returned")
    CONFIRMED = "confirmed", pgettext_lazy("entry of a log", "Confirmed")


LOG_CHIPS = {
    LogState.SUBMITTED: Chip(LogState.SUBMITTED.label, Meaning.WAITING, "clock"),
    LogState.RETURNED: Chip(LogState.RETURNED.label, Meaning.SOON, "arrow-back-up"),
    LogState.CONFIRMED: Chip(LogState.CONFIRMED.label, Meaning.GOOD, "circle-check"),
}


@pghistory.track()
class LogEntry(Vouched):
    """What a student did at work on a day, in a few sentences (INT-28). Where they were is not asked."""

    placement = models.ForeignKey(
        Placement, models.CASCADE, related_name="log", db_index=False, verbose_name=_("placement")
    )
    happened_on = models.DateField(pgettext_lazy("of work", "day"))
    tasks = models.ManyToManyField(
        PlanTask, related_name="+", blank=True, verbose_name=_("tasks of the plan")
    )
    text = models.TextField(_("what I did"), max_length=2000)
    state = models.CharField(
        _("state"), max_length=20, choices=LogState, default=LogState.SUBMITTED, editable=False
    )
    return_reason = models.CharField(_("why it was returned"), max_length=500, blank=True, editable=False)
    comment = models.CharField(_("comment of the instructor"), max_length=1000, blank=True, editable=False)
    commented_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("commented by"),
    )
    commented_at = models.DateTimeField(_("commented at"), null=True, blank=True, editable=False)
    written_at = models.DateTimeField(_("written at"), editable=False)

    class Meta:
        verbose_name = _("entry of a log")
        verbose_name_plural = _("entries of logs")
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="log_entry_says_something"),
            models.CheckConstraint(
                condition=~Q(state=LogState.RETURNED) | ~Q(return_reason=""),
                name="a_returned_entry_gives_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=LogState.CONFIRMED, vouched_at__isnull=False)
                | (~Q(state=LogState.CONFIRMED) & Q(vouched_at=None)),
                name="a_confirmed_entry_says_since_when",
            ),
        ]
        indexes = [
            models.Index(fields=["placement", "happened_on"], name="log_by_day"),
            models.Index(
                fields=["placement"], condition=Q(state=LogState.SUBMITTED), name="log_waiting_for_mentors"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def chip(self) -> Chip:
        return LOG_CHIPS[LogState(self.state)]

    @property
    def is_editable(self) -> bool:
        return self.state != LogState.CONFIRMED

    def get_absolute_url(self) -> str:
        return f"{self.placement.get_absolute_url()}?tab=log"


class LogFile(Attachment):
    """What shows the work: a photo, a drawing, a program."""

    parent = models.ForeignKey(
        LogEntry, models.CASCADE, related_name="files", verbose_name=_("entry of a log")
    )

    class Meta(Attachment.Meta):
        verbose_name = _("file of a log")
        verbose_name_plural = _("files of logs")
