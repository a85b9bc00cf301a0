from __future__ import annotations

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.look import Chip, Meaning
from internships.models import Guardian
from placements.models.decided import Vouched
from placements.models.placements import OfPlacement, Placement


class Presence(models.TextChoices):
    WORKED = "worked", pgettext_lazy("of a day", "Worked")
    ABSENT = "absent", pgettext_lazy("of a day", "Absent")


class Source(models.TextChoices):
    """Who said first how long a day was."""

    STUDENT = "student", pgettext_lazy("source of hours", "the student")
    POST = "post", pgettext_lazy("source of hours", "the hours of the post")
    MENTOR = "mentor", pgettext_lazy("source of hours", "the mentor")


@pghistory.track()
class WorkDay(Vouched):
    """The hours of one day at the host. No phone is followed: the student says, or the post, and the mentor
    confirms."""

    placement = models.ForeignKey(
        Placement, models.CASCADE, related_name="work_days", db_index=False, verbose_name=_("placement")
    )
    day = models.DateField(pgettext_lazy("of work", "day"))
    presence = models.CharField(
        _("presence"), max_length=20, choices=Presence, default=Presence.WORKED, editable=False
    )
    hours = models.DecimalField(
        _("hours"),
        max_digits=4,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(24)],
    )
    begins_at = models.TimeField(_("begin"), null=True, blank=True)
    ends_at = models.TimeField(_("end"), null=True, blank=True)
    source = models.CharField(_("who said so"), max_length=20, choices=Source, editable=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    said_at = models.DateTimeField(_("said at"), editable=False)

    class Meta:
        verbose_name = _("day of work")
        verbose_name_plural = _("days of work")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "day"],
                name="a_day_is_counted_once",
                violation_error_message=_("The hours of this day are there already."),
            ),
            models.CheckConstraint(condition=Q(hours__gte=0, hours__lte=24), name="a_day_has_24_hours"),
            models.CheckConstraint(
                condition=Q(presence=Presence.WORKED, hours__gt=0) | Q(presence=Presence.ABSENT, hours=0),
                name="who_worked_has_hours",
            ),
            models.CheckConstraint(
                condition=Q(begins_at=None, ends_at=None) | Q(begins_at__isnull=False, ends_at__isnull=False),
                name="a_day_with_a_begin_has_an_end",
                violation_error_message=_("Give both the begin and the end."),
            ),
        ]
        indexes = [
            models.Index(fields=["placement"], condition=Q(vouched_at=None), name="day_waiting_for_mentors"),
            models.Index(fields=["day", "id"], name="work_day_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"

    @property
    def chip(self) -> Chip:
        if self.is_vouched:
            return Chip(pgettext_lazy("of a day", "Confirmed"), Meaning.GOOD, "circle-check")
        return Chip(pgettext_lazy("of a day", "With the mentor"), Meaning.WAITING, "clock")

    def get_absolute_url(self) -> str:
        return f"{self.placement.get_absolute_url()}?tab=days"


class LeaveState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("leave", "Asked for")
    GRANTED = "granted", pgettext_lazy("leave", "Granted")
    REFUSED = "refused", pgettext_lazy("leave", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("leave", "Withdrawn")


LEAVE_CHIPS = {
    LeaveState.ASKED: Chip(LeaveState.ASKED.label, Meaning.WAITING, "clock"),
    LeaveState.GRANTED: Chip(LeaveState.GRANTED.label, Meaning.GOOD, "circle-check"),
    LeaveState.REFUSED: Chip(LeaveState.REFUSED.label, Meaning.STOPPED, "circle-x"),
    LeaveState.WITHDRAWN: Chip(LeaveState.WITHDRAWN.label, Meaning.INACTIVE, "arrow-back-up"),
}


@pghistory.track()
class Leave(OfPlacement):
    """Days on which a student does not come, asked for beforehand and decided by the instructor (INT-30)."""

    placement = models.ForeignKey(
        Placement, models.CASCADE, related_name="leaves", db_index=False, verbose_name=_("placement")
    )
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(pgettext_lazy("days off", "last day"))
    reason = models.CharField(_("reason"), max_length=500)
    state = models.CharField(
        _("state"), max_length=20, choices=LeaveState, default=LeaveState.ASKED, editable=False
    )
    asked_at = models.DateTimeField(_("asked at"), editable=False)
    # For a student under age somebody of the family is asked: on their page, or by the school.
    guardian = models.ForeignKey(
        Guardian,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("guardian who answered"),
    )
    guardian_agreed_on = models.DateField(_("guardian agreed on"), null=True, blank=True, editable=False)
    guardian_declined_on = models.DateField(_("guardian declined on"), null=True, blank=True, editable=False)
    guardian_words = models.CharField(_("words of the guardian"), max_length=300, blank=True, editable=False)
    answer = models.CharField(_("answer"), max_length=500, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("days off", "leave")
        verbose_name_plural = pgettext_lazy("days off", "leaves")
        ordering = ["-first_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")),
                name="leave_ends_after_it_begins",
                violation_error_message=_("The last day comes after the first."),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="leave_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(state__in=["granted", "refused"]) | Q(decided_at__isnull=False),
                name="a_decided_leave_says_since_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""), name="leave_is_refused_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(guardian_agreed_on=None) | Q(guardian_declined_on=None),
                name="a_guardian_agrees_to_leave_or_declines_it",
            ),
        ]
        indexes = [models.Index(fields=["placement", "first_on"], name="leave_by_day")]

    def __str__(self) -> str:
        return f"{self.first_on:%Y-%m-%d} – {self.last_on:%Y-%m-%d}"

    @property
    def chip(self) -> Chip:
        return LEAVE_CHIPS[LeaveState(self.state)]

    @property
    def days(self) -> int:
        return (self.last_on - self.first_on).days + 1

    def get_absolute_url(self) -> str:
        return f"{self.placement.get_absolute_url()}?tab=days"
