"""Who has a resource when, and when it is out of service.

Two bookings that hold do not overlap, nor does one overlap with maintenance: the database forbids both, the
second by triggers that lock the resource, so that of two at once the later one sees the earlier.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models import Agreement
from core.fields import decider
from core.look import Chip, Meaning
from core.models import ScopedModel
from core.search import search_bigrams_field, search_index, search_text_field
from partnerships.models import Enterprise
from resources.models.resources import MOST_PEOPLE, Resource
from resources.querysets import HOLDING, BookingQuerySet, MaintenanceQuerySet

LONGEST = timedelta(days=31)


def span_of_time() -> Any:
    """From the first instant to the last, that one not included: one may end where the next begins."""
    return Func(
        F("starts_at"), F("ends_at"), Value("[)"), function="tstzrange", output_field=DateTimeRangeField()
    )


def apart(name: str, other: str, standing: str, own: str) -> pgtrigger.Trigger:
    """Refuse a row whose time overlaps with a row of the other table that stands in its way.

    The resource is locked first: whoever writes to the other table at the same time is waited for, and seen.
    """
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF NEW.state IN ({own}) THEN
                PERFORM 1 FROM resources_resource WHERE id = NEW.resource_id FOR NO KEY UPDATE;
                IF EXISTS (
                    SELECT FROM {other}
                    WHERE resource_id = NEW.resource_id AND state IN ({standing})
                      AND tstzrange(starts_at, ends_at, '[)') && tstzrange(NEW.starts_at, NEW.ends_at, '[)')
                ) THEN
                    RAISE EXCEPTION '{name}' USING ERRCODE = 'exclusion_violation';
                END IF;
            END IF;
            RETURN NEW;
        """,
    )


class BookingState(models.TextChoices):
    REQUESTED = "requested", pgettext_lazy("booking", "Requested")
    APPROVED = "approved", pgettext_lazy("booking", "Approved")
    DECLINED = "declined", pgettext_lazy("booking", "Declined")
    CANCELLED = "cancelled", pgettext_lazy("booking", "Cancelled")
    USED = "used", pgettext_lazy("booking", "Used")
    NOT_USED = "not_used", pgettext_lazy("booking", "Not used")


B = BookingState
BOOKING_CHIPS = {
    B.REQUESTED: Chip(B.REQUESTED.label, Meaning.WAITING, "send"),
    B.APPROVED: Chip(B.APPROVED.label, Meaning.GOOD, "circle-check"),
    B.DECLINED: Chip(B.DECLINED.label, Meaning.STOPPED, "circle-x"),
    B.CANCELLED: Chip(B.CANCELLED.label, Meaning.INACTIVE, "ban"),
    B.USED: Chip(B.USED.label, Meaning.GOOD, "checks"),
    B.NOT_USED: Chip(B.NOT_USED.label, Meaning.INACTIVE, "circle-dashed"),
}
_HOLDING_SQL = ", ".join(f"'{state}'" for state in HOLDING)


@pghistory.track(exclude=["search_text", "search_bigrams"])
class Booking(ScopedModel):
    """One use of a resource from an instant to another, asked for by one side and approved by the other.

    It holds its time from the moment it is asked for, until it is declined or cancelled.
    """

    resource = models.ForeignKey(
        Resource, models.PROTECT, related_name="bookings", db_index=False, verbose_name=_("resource")
    )
    # Who comes, or whose the resource is; none where departments of the centre use their own.
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bookings",
        db_index=False,
        verbose_name=_("enterprise"),
    )
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bookings",
        verbose_name=_("under the agreement"),
    )
    state = models.CharField(_("state"), max_length=10, choices=B, default=B.REQUESTED, editable=False)
    starts_at = models.DateTimeField(pgettext_lazy("booking", "from"))
    ends_at = models.DateTimeField(pgettext_lazy("booking", "until"))
    purpose = models.CharField(
        pgettext_lazy("booking", "purpose"),
        max_length=300,
        help_text=_("What it is used for, and by whom: a class, a training of employees."),
    )
    people = models.PositiveSmallIntegerField(
        pgettext_lazy("booking", "people"), validators=[MinValueValidator(1), MaxValueValidator(MOST_PEOPLE)]
    )
    by_enterprise = models.BooleanField(_("asked for by the enterprise"), default=False, editable=False)
    booked_by = decider(pgettext_lazy("booking", "asked for by"))
    booked_at = models.DateTimeField(pgettext_lazy("booking", "asked for at"), editable=False)
    answered_by = decider(_("answered by"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True, editable=False)
    used_people = models.PositiveSmallIntegerField(_("people who came"), null=True, editable=False)
    used_hours = models.DecimalField(
        _("hours used"), max_digits=6, decimal_places=1, null=True, editable=False
    )
    remark = models.CharField(pgettext_lazy("booking", "remark"), max_length=500, blank=True, editable=False)
    search_text = search_text_field("purpose")
    search_bigrams = search_bigrams_field("purpose")

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="a_booking_ends_after_it_begins",
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__lte=F("starts_at") + LONGEST),
                name="a_booking_lasts_a_month_at_most",
                violation_error_message=_("A booking lasts 31 days at most."),
            ),
            models.CheckConstraint(condition=Q(people__gte=1), name="a_booking_is_for_somebody"),
            models.CheckConstraint(
                condition=~Q(state__in=[B.DECLINED, B.CANCELLED]) | ~Q(reason=""),
                name="a_booking_given_up_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state=B.USED)
                | Q(
                    used_people__isnull=False, used_people__gte=1, used_hours__isnull=False, used_hours__gt=0
                ),
                name="a_used_booking_says_by_how_many_and_how_long",
            ),
            ExclusionConstraint(
                name="bookings_that_hold_do_not_overlap",
                expressions=[
                    ("resource", RangeOperators.EQUAL),
                    (span_of_time(), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=HOLDING),
                violation_error_message=_("Another booking is in the way."),
            ),
        ]
        indexes = [
            search_index("booking_by_bigram"),
            models.Index(fields=["starts_at", "id"], name="booking_by_start"),
            models.Index(fields=["booked_at", "id"], name="booking_by_request"),
            models.Index(fields=["state", "starts_at", "id"], name="booking_by_state"),
            models.Index(fields=["resource", "starts_at"], name="booking_by_resource"),
            models.Index(fields=["enterprise", "starts_at"], name="booking_by_enterprise"),
        ]
        triggers = [
            apart(
                "no_booking_during_maintenance",
                "resources_maintenance",
                "'planned', 'done'",
                "'requested', 'approved'",
            )
        ]

    def __str__(self) -> str:
        return self.purpose

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs a query where the resource is not fetched along."""
        return self.resource.department_id

    @property
    def chip(self) -> Chip:
        return BOOKING_CHIPS[BookingState(self.state)]

    @property
    def duration_hours(self) -> Decimal:
        """From beginning to end, in halves of an hour, at least one half."""
        return Decimal(max(round((self.ends_at - self.starts_at) / timedelta(minutes=30)), 1)) / 2

    @property
    def holds(self) -> bool:
        return self.state in HOLDING

    def is_over_at(self, now: datetime) -> bool:
        return self.ends_at <= now

    def get_absolute_url(self) -> str:
        return reverse("resources:booking_detail", args=[self.pk])


# --- Maintenance ----------------------------------------------------------------------------------


class MaintenanceKind(models.TextChoices):
    CHECK = "check", pgettext_lazy("maintenance", "Safety check")
    SERVICE = "service", pgettext_lazy("maintenance", "Regular service")
    REPAIR = "repair", pgettext_lazy("maintenance", "Repair")


class MaintenanceState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("maintenance", "Planned")
    DONE = "done", pgettext_lazy("maintenance", "Done")
    CANCELLED = "cancelled", pgettext_lazy("maintenance", "Cancelled")


M = MaintenanceState
MAINTENANCE_CHIPS = {
    M.PLANNED: Chip(M.PLANNED.label, Meaning.WAITING, "clock"),
    M.DONE: Chip(M.DONE.label, Meaning.GOOD, "checks"),
    M.CANCELLED: Chip(M.CANCELLED.label, Meaning.INACTIVE, "ban"),
}


@pghistory.track()
class Maintenance(ScopedModel):
    """Work on a resource, which nobody uses from its beginning to its end."""

    resource = models.ForeignKey(
        Resource, models.PROTECT, related_name="maintenance", db_index=False, verbose_name=_("resource")
    )
    kind = models.CharField(pgettext_lazy("maintenance", "kind"), max_length=8, choices=MaintenanceKind)
    state = models.CharField(_("state"), max_length=10, choices=M, default=M.PLANNED, editable=False)
    cause = models.CharField(pgettext_lazy("maintenance", "cause, or what is done"), max_length=300)
    starts_at = models.DateTimeField(pgettext_lazy("maintenance", "out of service from"))
    ends_at = models.DateTimeField(pgettext_lazy("maintenance", "out of service until"))
    cost = models.DecimalField(
        pgettext_lazy("maintenance", "cost"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("In yuan."),
    )
    result = models.TextField(
        pgettext_lazy("maintenance", "what was found and done"), max_length=2000, blank=True, editable=False
    )
    done_on = models.DateField(pgettext_lazy("maintenance", "done on"), null=True, editable=False)
    planned_by = decider(_("planned by"))
    planned_at = models.DateTimeField(_("planned at"), editable=False)

    objects = MaintenanceQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of a resource", "maintenance")
        verbose_name_plural = pgettext_lazy("of resources", "maintenance")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="maintenance_ends_after_it_begins",
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(cost=None) | Q(cost__gte=0), name="maintenance_costs_nothing_less_than_nothing"
            ),
            models.CheckConstraint(
                condition=~Q(state=M.DONE) | Q(done_on__isnull=False), name="maintenance_done_says_when"
            ),
        ]
        indexes = [
            models.Index(fields=["resource", "starts_at"], name="maintenance_by_resource"),
            models.Index(fields=["state", "ends_at"], name="maintenance_by_state"),
        ]
        triggers = [
            apart("no_maintenance_during_bookings", "resources_booking", _HOLDING_SQL, "'planned', 'done'")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.cause}"

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs a query where the resource is not fetched along."""
        return self.resource.department_id

    @property
    def chip(self) -> Chip:
        return MAINTENANCE_CHIPS[MaintenanceState(self.state)]

    def get_absolute_url(self) -> str:
        return f"{reverse('resources:resource_detail', args=[self.resource_id])}?tab=maintenance"
