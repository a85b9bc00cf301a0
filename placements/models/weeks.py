from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models import Contact
from placements.querysets import MentorWeekQuerySet
from placements.weeks import name_of_week


class MentorWeek(models.Model):
    """One mentor is asked once a week to confirm what their students wrote. The row is the ledger of that."""

    contact = models.ForeignKey(
        Contact, models.CASCADE, related_name="weeks", verbose_name=_("mentor at the enterprise")
    )
    monday = models.DateField(_("week from"))
    # Whom the mentor can ask: an instructor of one of the students, or who looks after the plan.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    created_at = models.DateTimeField(_("made at"))
    reminded_at = models.DateTimeField(_("reminded at"), null=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    # The instructors have heard that nobody answers.
    given_up_at = models.DateTimeField(_("given to the instructors at"), null=True)

    objects = MentorWeekQuerySet.as_manager()

    class Meta:
        verbose_name = _("week of a mentor")
        verbose_name_plural = _("weeks of mentors")
        ordering = ["-monday", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["contact", "monday"], name="a_mentor_is_asked_once_a_week")
        ]
        indexes = [
            models.Index(
                fields=["monday"],
                condition=models.Q(answered_at=None, given_up_at=None),
                name="week_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.contact} {name_of_week(self.monday)}"

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)
