"""Meetings of an alliance, who was there, and what was resolved: each resolution a task of somebody."""

from __future__ import annotations

from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from alliances.models.alliances import Alliance, Member, OfAlliance
from alliances.querysets import TaskQuerySet
from core.fields import decider
from core.look import Chip, Meaning
from core.models import ScopedModel
from partnerships.models import Contact


class MeetingState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("meeting of an alliance", "Planned")
    HELD = "held", pgettext_lazy("meeting of an alliance", "Held")
    CANCELLED = "cancelled", pgettext_lazy("meeting of an alliance", "Cancelled")


M = MeetingState
MEETING_CHIPS = {
    M.PLANNED: Chip(M.PLANNED.label, Meaning.WAITING, "calendar-event"),
    M.HELD: Chip(M.HELD.label, Meaning.GOOD, "checks"),
    M.CANCELLED: Chip(M.CANCELLED.label, Meaning.STOPPED, "ban"),
}


@pghistory.track()
class Meeting(OfAlliance):
    """One meeting: called with an agenda, held with minutes, or cancelled."""

    alliance = models.ForeignKey(
        Alliance, models.CASCADE, related_name="meetings", db_index=False, verbose_name=_("alliance")
    )
    state = models.CharField(_("state"), max_length=10, choices=M, default=M.PLANNED, editable=False)
    title = models.CharField(pgettext_lazy("meeting of an alliance", "title"), max_length=160)
    starts_at = models.DateTimeField(pgettext_lazy("meeting of an alliance", "begins"))
    ends_at = models.DateTimeField(pgettext_lazy("meeting of an alliance", "ends"))
    place = models.CharField(pgettext_lazy("meeting of an alliance", "place"), max_length=300)
    agenda = models.TextField(_("agenda"), max_length=4000, blank=True)
    minutes = models.TextField(
        pgettext_lazy("meeting of an alliance", "minutes"), max_length=20_000, blank=True, editable=False
    )
    attended = models.ManyToManyField(
        Member, blank=True, editable=False, related_name="meetings", verbose_name=_("members who were there")
    )
    reason = models.CharField(
        _("reason"), max_length=500, blank=True, editable=False, help_text=_("Why it was cancelled.")
    )

    class Meta:
        verbose_name = _("meeting of an alliance")
        verbose_name_plural = _("meetings of alliances")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="a_meeting_ends_after_it_begins",
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(condition=~Q(state=M.HELD) | ~Q(minutes=""), name="a_meeting_has_minutes"),
            models.CheckConstraint(
                condition=~Q(state=M.CANCELLED) | ~Q(reason=""), name="a_cancelled_meeting_says_why"
            ),
        ]
        indexes = [models.Index(fields=["alliance", "starts_at"], name="meeting_by_alliance")]

    def __str__(self) -> str:
        return self.title

    @property
    def chip(self) -> Chip:
        return MEETING_CHIPS[MeetingState(self.state)]

    def get_absolute_url(self) -> str:
        return f"{self.alliance.get_absolute_url()}?tab=meetings"


class TaskState(models.TextChoices):
    OPEN = "open", pgettext_lazy("task of an alliance", "Open")
    DONE = "done", pgettext_lazy("task of an alliance", "Done")
    DROPPED = "dropped", pgettext_lazy("task of an alliance", "Dropped")


T = TaskState
TASK_CHIPS = {
    T.OPEN: Chip(T.OPEN.label, Meaning.WAITING, "clock"),
    T.DONE: Chip(T.DONE.label, Meaning.GOOD, "checks"),
    T.DROPPED: Chip(T.DROPPED.label, Meaning.INACTIVE, "ban"),
}


@pghistory.track()
class AllianceTask(ScopedModel):
    """What a meeting resolved, whose it is, until when; done with a word."""

    meeting = models.ForeignKey(
        Meeting,
        models.CASCADE,
        related_name="tasks",
        db_index=False,
        verbose_name=_("meeting of an alliance"),
    )
    state = models.CharField(_("state"), max_length=8, choices=T, default=T.OPEN, editable=False)
    text = models.CharField(pgettext_lazy("task of an alliance", "what was resolved"), max_length=500)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("somebody of the staff"),
    )
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks_of_alliances",
        verbose_name=_("somebody of a member"),
    )
    due_on = models.DateField(pgettext_lazy("task of an alliance", "due on"))
    word = models.CharField(
        pgettext_lazy("task of an alliance", "what became of it"),
        max_length=1000,
        blank=True,
        editable=False,
    )
    ended_by = decider(pgettext_lazy("task of an alliance", "done by"))
    ended_at = models.DateTimeField(
        pgettext_lazy("task of an alliance", "done at"), null=True, blank=True, editable=False
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task of an alliance")
        verbose_name_plural = _("tasks of alliances")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False, contact=None) | Q(owner=None, contact__isnull=False),
                name="a_task_is_one_persons",
                violation_error_message=_("Choose one person: of the staff, or of a member."),
            ),
            models.CheckConstraint(
                condition=Q(state=T.OPEN, ended_at=None)
                | (~Q(state=T.OPEN) & Q(ended_at__isnull=False) & ~Q(word="")),
                name="a_task_ends_with_a_word",
            ),
        ]
        indexes = [
            models.Index(fields=["meeting", "due_on"], name="task_by_meeting"),
            models.Index(fields=["owner", "due_on"], name="task_by_owner", condition=Q(state="open")),
            models.Index(fields=["due_on", "id"], name="task_by_day", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def chip(self) -> Chip:
        return TASK_CHIPS[TaskState(self.state)]

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs queries where the meeting and its alliance are not fetched along."""
        return self.meeting.alliance.department_id

    @property
    def whose(self) -> str:
        """Costs a query where the person is not fetched along."""
        return str(self.owner or self.contact)

    def is_late(self, on: date) -> bool:
        return self.state == T.OPEN and self.due_on < on

    def get_absolute_url(self) -> str:
        return f"{self.meeting.alliance.get_absolute_url()}?tab=tasks"
