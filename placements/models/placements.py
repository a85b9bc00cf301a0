from __future__ import annotations

from decimal import Decimal

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from core.look import Chip, Meaning
from core.models import ScopedModel
from internships.models import Outcome, Plan, Post, Student
from partnerships.models import Contact, Enterprise
from placements.querysets import OfPlacementQuerySet, PlacementQuerySet
from teachers.models import Teacher


class PlacementState(models.TextChoices):
    """How far a student's internship has come."""

    OFFERED = "offered", pgettext_lazy("placement", "Offered")
    PREPARED = "prepared", pgettext_lazy("placement", "Ready to start")
    IN_PROGRESS = "in_progress", pgettext_lazy("placement", "Under way")
    INTERRUPTED = "interrupted", pgettext_lazy("placement", "Interrupted")
    FINISHED = "finished", pgettext_lazy("placement", "Finished")
    ENDED_EARLY = "ended_early", pgettext_lazy("placement", "Ended early")
    CANCELLED = "cancelled", pgettext_lazy("placement", "Cancelled")


S = PlacementState
PLACEMENT_CHIPS = {
    S.OFFERED: Chip(S.OFFERED.label, Meaning.WAITING, "clock"),
    S.PREPARED: Chip(S.PREPARED.label, Meaning.GOOD, "checks"),
    S.IN_PROGRESS: Chip(S.IN_PROGRESS.label, Meaning.GOOD, "player-play"),
    S.INTERRUPTED: Chip(S.INTERRUPTED.label, Meaning.LATE, "alert-triangle"),
    S.FINISHED: Chip(S.FINISHED.label, Meaning.INACTIVE, "circle-check"),
    S.ENDED_EARLY: Chip(S.ENDED_EARLY.label, Meaning.STOPPED, "circle-x"),
    S.CANCELLED: Chip(S.CANCELLED.label, Meaning.STOPPED, "circle-x"),
}
# The student has the place, and holds a seat of the post.
LIVE_STATES = frozenset({S.OFFERED, S.PREPARED, S.IN_PROGRESS, S.INTERRUPTED})
# The student is at the host, or will be back there.
OPEN_STATES = frozenset({S.IN_PROGRESS, S.INTERRUPTED})
# Over, with the day on which it was.
OVER_STATES = frozenset({S.FINISHED, S.ENDED_EARLY})


class Arrangement(models.TextChoices):
    """How student and post came together."""

    SELECTION = "selection", _("Two-way selection")
    ASSIGNED = "assigned", _("Assigned by the school")
    ORDER_CLASS = "order_class", _("Order class")
    SELF_ARRANGED = "self_arranged", _("Arranged by the student")


class Lodging(models.TextChoices):
    """Where a student sleeps during the internship (INT-30); the rules' own names."""

    UNIFIED = "unified", pgettext_lazy("lodging of an intern", "Arranged for all")
    HOME = "home", pgettext_lazy("lodging of an intern", "At home")
    OWN = "own", pgettext_lazy("lodging of an intern", "Found by the student")


@pghistory.track()
class Placement(ScopedModel):
    """One student in one post of a plan, from the offer to the last day."""

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="placements", db_index=False, verbose_name=_("internship plan")
    )
    student = models.ForeignKey(Student, models.PROTECT, related_name="placements", verbose_name=_("student"))
    post = models.ForeignKey(
        Post,
        models.PROTECT,
        related_name="placements",
        db_index=False,
        verbose_name=pgettext_lazy("internship", "post"),
    )
    # Those of post and plan, kept here because everything is looked up by them.
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        related_name="placements",
        db_index=False,
        editable=False,
        verbose_name=_("enterprise"),
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="placements",
        db_index=False,
        editable=False,
        verbose_name=_("department"),
    )
    outcome = models.OneToOneField(
        Outcome,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="placement",
        verbose_name=_("outcome of a round"),
    )
    arrangement = models.CharField(
        _("how it came about"), max_length=20, choices=Arrangement, default=Arrangement.ASSIGNED
    )
    state = models.CharField(
        _("state"), max_length=20, choices=PlacementState, default=PlacementState.OFFERED, editable=False
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(pgettext_lazy("of an internship", "last day"))
    started_on = models.DateField(_("began on"), null=True, blank=True, editable=False)
    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)
    instructor = models.ForeignKey(
        Teacher,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="placements",
        db_index=False,
        verbose_name=_("school instructor"),
    )
    mentor = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="placements",
        db_index=False,
        verbose_name=_("mentor at the enterprise"),
    )
    # What was agreed for this student alone, by a change; else what the post says holds.
    workplace = models.CharField(_("own place of work"), max_length=300, blank=True, editable=False)
    hours_per_day = models.DecimalField(
        _("own hours a day"), max_digits=3, decimal_places=1, null=True, blank=True, editable=False
    )
    is_host_imposed = models.BooleanField(
        _("the host was imposed on the student"),
        null=True,
        blank=True,
        help_text=_("Nobody is made to go to a certain host (INT-10)."),
    )
    lodging = models.CharField(
        _("lodging"),
        max_length=10,
        choices=Lodging,
        blank=True,
        help_text=_("Empty: as the post offers it. Whoever lives elsewhere has a guardian’s signature."),
    )
    # What a student asks for who found a host without the school (INT-08).
    applied_on = models.DateField(_("applied on"), null=True, blank=True)
    application = models.TextField(_("application"), blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("approved by"),
    )
    reason = models.TextField(
        _("reason"),
        blank=True,
        editable=False,
        help_text=_("Why it was interrupted, cancelled, or ended before its last day."),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "student"],
                condition=Q(state__in=sorted(LIVE_STATES)),
                name="a_student_has_one_place_in_a_plan",
                violation_error_message=_("The student has a place in this plan already."),
            ),
            models.UniqueConstraint(
                fields=["student"],
                condition=Q(state__in=sorted(OPEN_STATES)),
                name="a_student_is_at_one_host_at_a_time",
                violation_error_message=_("The student is at another host at present."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="placement_ends_after_it_starts",
                violation_error_message=_("The last day comes after the first."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(OVER_STATES)) | Q(ended_on__isnull=False),
                name="a_placement_that_is_over_says_since_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted({S.INTERRUPTED, S.ENDED_EARLY, S.CANCELLED})) | ~Q(reason=""),
                name="a_placement_is_broken_off_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(hours_per_day=None) | Q(hours_per_day__gt=0, hours_per_day__lte=24),
                name="placement_has_possible_hours",
            ),
            models.CheckConstraint(
                condition=~Q(arrangement=Arrangement.SELF_ARRANGED) | Q(applied_on__isnull=False),
                name="who_arranges_a_place_applies_for_it",
                violation_error_message=_("Say when the student applied for it."),
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "state", "id"], name="placement_by_plan"),
            models.Index(fields=["post", "state"], name="placement_by_post"),
            models.Index(fields=["enterprise", "state", "id"], name="placement_by_enterprise"),
            models.Index(fields=["department", "starts_on", "id"], name="placement_by_department"),
            models.Index(fields=["instructor", "state", "id"], name="placement_by_instructor"),
            models.Index(fields=["mentor", "state", "id"], name="placement_by_mentor"),
            models.Index(fields=["state", "starts_on", "id"], name="placement_by_state"),
            models.Index(fields=["starts_on", "id"], name="placement_by_start"),
            models.Index(fields=["ends_on", "id"], name="placement_by_end"),
            models.Index(fields=["updated_at", "id"], name="placement_by_change"),
        ]

    def __str__(self) -> str:
        """Costs queries where student and post are not fetched along."""
        return f"{self.student} – {self.post}"

    @property
    def chip(self) -> Chip:
        return PLACEMENT_CHIPS[PlacementState(self.state)]

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_STATES

    @property
    def is_under_way(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def place_of_work(self) -> str:
        """Costs a query where the post is not fetched along, as the two below do."""
        return self.workplace or self.post.address

    @property
    def daily_hours(self) -> Decimal:
        return self.hours_per_day or self.post.hours_per_day

    @property
    def weekly_hours(self) -> float:
        return float(self.daily_hours) * self.post.days_per_week

    def get_absolute_url(self) -> str:
        return reverse("placements:placement_detail", args=[self.pk])


class OfPlacement(ScopedModel):
    """A part of a placement, seen and changed by whoever sees and changes the placement."""

    class Meta:
        abstract = True

    placement: models.ForeignKey

    objects = OfPlacementQuerySet.as_manager()

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs a query where the placement is not fetched along."""
        return self.placement.department_id

    def get_absolute_url(self) -> str:
        return self.placement.get_absolute_url()
