from __future__ import annotations

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.look import Chip, Meaning
from core.models import ScopedModel
from internships.models import Plan, Student
from placements.models.placements import Placement
from placements.querysets import PlaceApplicationQuerySet


class ApplicationState(models.TextChoices):
    """What became of a student's wish to go to a host of their own choice."""

    OPEN = "open", pgettext_lazy("application for a place", "Waiting for the school")
    APPROVED = "approved", pgettext_lazy("application for a place", "Approved")
    REFUSED = "refused", pgettext_lazy("application for a place", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("application for a place", "Withdrawn")


APPLICATION_CHIPS = {
    ApplicationState.OPEN: Chip(ApplicationState.OPEN.label, Meaning.WAITING, "clock"),
    ApplicationState.APPROVED: Chip(ApplicationState.APPROVED.label, Meaning.GOOD, "circle-check"),
    ApplicationState.REFUSED: Chip(ApplicationState.REFUSED.label, Meaning.STOPPED, "circle-x"),
    ApplicationState.WITHDRAWN: Chip(ApplicationState.WITHDRAWN.label, Meaning.INACTIVE, "archive"),
}


@pghistory.track()
class PlaceApplication(ScopedModel):
    """A student asks to do the internship at a host they found without the school (INT-08).

    What the student says of the host stands here until the school has looked at it: enterprise and post
    come into being with the approval.
    """

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="applications", verbose_name=_("internship plan")
    )
    student = models.ForeignKey(
        Student, models.PROTECT, related_name="applications", verbose_name=_("student")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ApplicationState, default=ApplicationState.OPEN, editable=False
    )
    enterprise_name = models.CharField(_("name of the enterprise"), max_length=200)
    enterprise_code = models.CharField(
        _("registration code of the enterprise"),
        max_length=40,
        blank=True,
        help_text=_("It stands on the business licence: 18 characters."),
    )
    address = models.CharField(_("place of work"), max_length=300)
    contact_name = models.CharField(_("who looks after you there"), max_length=100)
    contact_phone = models.CharField(_("their phone"), max_length=40)
    work = models.CharField(_("name of the post"), max_length=100)
    duties = models.TextField(_("what you will do"))
    hours_per_day = models.DecimalField(
        _("hours a day"),
        max_digits=3,
        decimal_places=1,
        default=8,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
    )
    days_per_week = models.PositiveSmallIntegerField(
        _("days a week"), default=5, validators=[MinValueValidator(1), MaxValueValidator(7)]
    )
    pay_per_month = models.DecimalField(
        _("pay a month"),
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("In yuan. Empty: unpaid."),
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(pgettext_lazy("of an internship", "last day"))
    reason = models.TextField(_("why there"))
    applied_at = models.DateTimeField(_("applied at"), default=timezone.now, editable=False)
    answer = models.TextField(_("answer of the school"), blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    placement = models.OneToOneField(
        Placement,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="of_application",
        verbose_name=_("placement"),
    )

    objects = PlaceApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application for a place of one’s own")
        verbose_name_plural = _("applications for places of one’s own")
        ordering = ["-applied_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "student"],
                condition=Q(state=ApplicationState.OPEN),
                name="a_student_has_one_open_application_in_a_plan",
                violation_error_message=_("You have applied already: wait for the answer, or withdraw it."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="application_ends_after_it_starts",
                violation_error_message=_("The last day comes after the first."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ApplicationState.REFUSED) | ~Q(answer=""),
                name="a_refused_application_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state=ApplicationState.APPROVED, placement__isnull=False)
                | ~Q(state=ApplicationState.APPROVED) & Q(placement=None),
                name="an_approved_application_leads_to_a_placement",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "applied_at", "id"], name="application_by_state"),
            models.Index(fields=["applied_at", "id"], name="application_by_day"),
        ]

    def __str__(self) -> str:
        """Costs a query where the student is not fetched along."""
        return f"{self.student} – {self.enterprise_name}"

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs a query where the plan is not fetched along."""
        return self.plan.department_id

    @property
    def chip(self) -> Chip:
        return APPLICATION_CHIPS[ApplicationState(self.state)]

    @property
    def is_open(self) -> bool:
        return self.state == ApplicationState.OPEN

    def get_absolute_url(self) -> str:
        return reverse("placements:application_detail", args=[self.pk])
