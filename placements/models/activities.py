from __future__ import annotations

from decimal import Decimal

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.look import Chip, Meaning
from core.models import Attachment, ScopedModel
from internships.models import Student
from partnerships.models import Enterprise
from placements.activity_querysets import ActivityQuerySet


class ActivityKind(models.TextChoices):
    """As what the hours of an activity count."""

    INNOVATION = "innovation", pgettext_lazy("activity of a student", "Project or innovation")
    ENTREPRENEURSHIP = "entrepreneurship", pgettext_lazy("activity of a student", "Entrepreneurship")
    ETHICS = "ethics", pgettext_lazy("activity of a student", "Professional ethics")


class ActivityState(models.TextChoices):
    SUBMITTED = "submitted", pgettext_lazy("activity of a student", "To be confirmed")
    RETURNED = "returned", pgettext_lazy("activity of a student", "Returned")
    CONFIRMED = "confirmed", pgettext_lazy("activity of a student", "Confirmed")
    WITHDRAWN = "withdrawn", pgettext_lazy("activity of a student", "Taken back")


ACTIVITY_CHIPS = {
    ActivityState.SUBMITTED: Chip(ActivityState.SUBMITTED.label, Meaning.WAITING, "clock"),
    ActivityState.RETURNED: Chip(ActivityState.RETURNED.label, Meaning.SOON, "arrow-back-up"),
    ActivityState.CONFIRMED: Chip(ActivityState.CONFIRMED.label, Meaning.GOOD, "circle-check"),
    ActivityState.WITHDRAWN: Chip(ActivityState.WITHDRAWN.label, Meaning.INACTIVE, "circle-x"),
}
OPEN_ACTIVITY_STATES = frozenset({ActivityState.SUBMITTED, ActivityState.RETURNED})


@pghistory.track()
class StudentActivity(ScopedModel):
    """What a student took part in beside lessons and internship; its hours count once they are confirmed."""

    student = models.ForeignKey(
        Student, models.PROTECT, related_name="activities", db_index=False, verbose_name=_("student")
    )
    kind = models.CharField(
        pgettext_lazy("activity of a student", "kind"), max_length=20, choices=ActivityKind
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ActivityState, default=ActivityState.SUBMITTED, editable=False
    )
    title = models.CharField(pgettext_lazy("activity of a student", "what it was"), max_length=120)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(pgettext_lazy("of an internship", "last day"))
    hours = models.DecimalField(
        _("hours"),
        max_digits=5,
        decimal_places=1,
        validators=[MinValueValidator(Decimal("0.5")), MaxValueValidator(Decimal(1000))],
        help_text=_("Yours, all days together."),
    )
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="student_activities",
        verbose_name=_("enterprise"),
    )
    place = models.CharField(
        pgettext_lazy("activity of a student", "where, or with whom"), max_length=200, blank=True
    )
    role = models.CharField(pgettext_lazy("activity of a student", "my part in it"), max_length=200)
    outcome = models.TextField(
        pgettext_lazy("activity of a student", "what came of it"), max_length=1000, blank=True
    )
    written_at = models.DateTimeField(_("written at"), editable=False)
    answer = models.CharField(_("answer"), max_length=500, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity of a student")
        verbose_name_plural = _("activities of students")
        ordering = ["-ends_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="activity_ends_after_it_starts",
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=1000), name="activity_has_possible_hours"
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(answer=""), name="a_returned_activity_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(decided_at__isnull=False),
                name="a_confirmed_activity_says_since_when",
            ),
        ]
        indexes = [
            models.Index(fields=["student", "state"], name="activity_by_student"),
            models.Index(fields=["ends_on", "id"], name="activity_by_end"),
            models.Index(fields=["written_at", "id"], name="activity_by_writing"),
            models.Index(fields=["written_at"], condition=Q(state="submitted"), name="activity_to_confirm"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def chip(self) -> Chip:
        return ACTIVITY_CHIPS[ActivityState(self.state)]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_ACTIVITY_STATES

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs queries where student and class are not fetched along."""
        return self.student.department_id

    def get_absolute_url(self) -> str:
        return reverse("placements:activity_detail", args=[self.pk])


class ActivityFile(Attachment):
    """What shows an activity: a photo, a certificate, a report."""

    parent = models.ForeignKey(
        StudentActivity, models.CASCADE, related_name="files", verbose_name=_("activity of a student")
    )

    class Meta(Attachment.Meta):
        verbose_name = _("file of an activity")
        verbose_name_plural = _("files of activities")
