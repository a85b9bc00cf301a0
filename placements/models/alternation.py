from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from agreements.models import Agreement
from core.look import Chip, Meaning
from core.models import ScopedModel
from internships.models import SchoolClass, Student
from partnerships.models import Contact, Enterprise
from placements.alternation_querysets import AlternationQuerySet, CreditQuerySet, WeekQuerySet
from teachers.models import Teacher


class AlternationKind(models.TextChoices):
    """As what a class learns at two places."""

    APPRENTICESHIP = "apprenticeship", pgettext_lazy("work–study alternation", "Apprenticeship")
    ORDER_CLASS = "order_class", pgettext_lazy("work–study alternation", "Order class")


class AlternationState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("work–study alternation", "Draft")
    RUNNING = "running", pgettext_lazy("work–study alternation", "In force")
    STOPPED = "stopped", pgettext_lazy("work–study alternation", "Stopped")


class LearningPlace(models.TextChoices):
    """Where a class learns in a week."""

    SCHOOL = "school", pgettext_lazy("where a class is", "School")
    ENTERPRISE = "enterprise", pgettext_lazy("where a class is", "Enterprise")


ALTERNATION_CHIPS = {
    AlternationState.DRAFT: Chip(AlternationState.DRAFT.label, Meaning.INACTIVE, "pencil"),
    AlternationState.RUNNING: Chip(AlternationState.RUNNING.label, Meaning.GOOD, "circle-check"),
    AlternationState.STOPPED: Chip(AlternationState.STOPPED.label, Meaning.STOPPED, "circle-x"),
}
MOST_HOURS = Decimal(60)
MOST_WEEKS = 60


class Period(Func):
    """The days from the first to the last, both included."""

    function = "DATERANGE"
    output_field = DateRangeField()


def _hours(label: Any, default: int, **more: Any) -> models.DecimalField:
    return models.DecimalField(
        label,
        max_digits=4,
        decimal_places=1,
        default=Decimal(default),
        validators=[MinValueValidator(Decimal("0.5")), MaxValueValidator(MOST_HOURS)],
        **more,
    )


@pghistory.track()
class AlternationSchedule(ScopedModel):
    """A class that learns at the school and at one enterprise by turns (工学交替), over a term."""

    school_class = models.ForeignKey(
        SchoolClass, models.PROTECT, related_name="alternations", db_index=False, verbose_name=_("class")
    )
    # That of the class, kept here because lists are looked up by it.
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="+",
        editable=False,
        db_index=False,
        verbose_name=_("department"),
    )
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        related_name="alternations",
        db_index=False,
        verbose_name=_("enterprise"),
    )
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("agreement"),
        help_text=_("Under which the class goes there."),
    )
    kind = models.CharField(
        pgettext_lazy("work–study alternation", "kind"),
        max_length=20,
        choices=AlternationKind,
        default=AlternationKind.APPRENTICESHIP,
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=AlternationState,
        default=AlternationState.DRAFT,
        editable=False,
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(pgettext_lazy("of an internship", "last day"))
    school_hours = _hours(_("hours of a week at the school"), 28)
    enterprise_hours = _hours(_("hours of a week at the enterprise"), 40)
    school_contact = models.ForeignKey(
        Teacher,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact at the school"),
        help_text=_("Empty: the class teacher."),
    )
    host_contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact at the enterprise"),
        help_text=_("Confirms the weeks there, as the liaisons of the enterprise do."),
    )
    capacity = models.PositiveSmallIntegerField(
        _("places at the enterprise"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("How many it can take in one week, of all classes. Empty: not said."),
    )
    reason = models.TextField(_("why it was stopped"), blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    created_at = models.DateTimeField(_("created"), editable=False)
    updated_at = models.DateTimeField(_("last changed"), editable=False)

    objects = AlternationQuerySet.as_manager()

    class Meta:
        verbose_name = _("work–study alternation")
        verbose_name_plural = _("work–study alternations")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="alternation_ends_after_it_starts",
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(school_hours__gt=0, enterprise_hours__gt=0)
                & Q(school_hours__lte=MOST_HOURS, enterprise_hours__lte=MOST_HOURS),
                name="alternation_has_possible_hours",
            ),
            models.CheckConstraint(
                condition=~Q(state="stopped") | ~Q(reason=""),
                name="an_alternation_is_stopped_for_a_reason",
            ),
            ExclusionConstraint(
                name="a_class_alternates_once_at_a_time_with_an_enterprise",
                expressions=[
                    ("school_class", RangeOperators.EQUAL),
                    ("enterprise", RangeOperators.EQUAL),
                    (
                        Period(F("starts_on"), F("ends_on"), RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("The class has a timetable with this enterprise in these days."),
            ),
        ]
        indexes = [
            models.Index(fields=["school_class", "starts_on"], name="alternation_by_class"),
            models.Index(fields=["enterprise", "starts_on"], name="alternation_by_enterprise"),
            models.Index(fields=["department", "starts_on", "id"], name="alternation_by_department"),
            models.Index(fields=["starts_on", "id"], name="alternation_by_start"),
            models.Index(fields=["ends_on", "id"], name="alternation_by_end"),
        ]

    def __str__(self) -> str:
        """Costs queries where class and enterprise are not fetched along."""
        return f"{self.school_class} · {self.enterprise}"

    @property
    def chip(self) -> Chip:
        return ALTERNATION_CHIPS[AlternationState(self.state)]

    @property
    def is_editable(self) -> bool:
        return self.state != AlternationState.STOPPED

    def hours_at(self, place: str) -> Decimal:
        return self.school_hours if place == LearningPlace.SCHOOL else self.enterprise_hours

    def get_absolute_url(self) -> str:
        return reverse("placements:alternation_detail", args=[self.pk])


@pghistory.track()
class AlternationWeek(ScopedModel):
    """One week of a timetable: where the class is, for how many hours, and who said that it was so."""

    schedule = models.ForeignKey(
        AlternationSchedule,
        models.CASCADE,
        related_name="weeks",
        db_index=False,
        verbose_name=_("work–study alternation"),
    )
    monday = models.DateField(_("Monday"))
    place = models.CharField(_("place"), max_length=10, choices=LearningPlace)
    hours = models.DecimalField(_("hours"), max_digits=4, decimal_places=1)
    vouched_at = models.DateTimeField(_("confirmed at"), null=True, editable=False)
    vouched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    is_vouched_by_host = models.BooleanField(_("confirmed by the enterprise"), default=False, editable=False)

    objects = WeekQuerySet.as_manager()

    class Meta:
        verbose_name = _("week of a work–study alternation")
        verbose_name_plural = _("weeks of work–study alternations")
        ordering = ["monday", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "monday"], name="a_timetable_names_a_week_once"),
            models.CheckConstraint(
                condition=Q(monday__iso_week_day=1), name="a_week_of_a_timetable_begins_on_monday"
            ),
            models.CheckConstraint(
                condition=Q(hours__gte=0, hours__lte=MOST_HOURS), name="a_week_has_possible_hours"
            ),
            models.CheckConstraint(
                condition=Q(is_vouched_by_host=False) | Q(vouched_at__isnull=False, place="enterprise"),
                name="an_enterprise_confirms_weeks_of_its_own",
            ),
        ]
        indexes = [models.Index(fields=["monday", "place"], name="alternation_week_by_monday")]

    def __str__(self) -> str:
        return date_format(self.monday)

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def is_vouched(self) -> bool:
        return self.vouched_at is not None

    @property
    def is_at_host(self) -> bool:
        return self.place == LearningPlace.ENTERPRISE

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs a query where the timetable is not fetched along."""
        return self.schedule.department_id

    def get_absolute_url(self) -> str:
        return reverse("placements:alternation_week", args=[self.pk])


@pghistory.track()
class WeekCredit(ScopedModel):
    """The hours of one student in one week that was confirmed: those of the week, less what was missed."""

    week = models.ForeignKey(
        AlternationWeek, models.CASCADE, related_name="credits", db_index=False, verbose_name=_("week")
    )
    student = models.ForeignKey(
        Student, models.PROTECT, related_name="alternation_credits", verbose_name=_("student")
    )
    planned = models.DecimalField(_("hours of the week"), max_digits=4, decimal_places=1)
    missed = models.DecimalField(_("hours missed"), max_digits=4, decimal_places=1, default=Decimal(0))
    reason = models.CharField(pgettext_lazy("absence", "why"), max_length=200, blank=True)

    objects = CreditQuerySet.as_manager()

    class Meta:
        verbose_name = _("hours credited for a week")
        verbose_name_plural = _("hours credited for weeks")
        ordering = ["week", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["week", "student"], name="a_week_is_credited_once"),
            models.CheckConstraint(
                condition=Q(missed__gte=0, missed__lte=F("planned")),
                name="nobody_misses_more_than_the_week_had",
                violation_error_message=_("Nobody can miss more hours than the week had."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.credited:g}"

    @property
    def credited(self) -> Decimal:
        return self.planned - self.missed

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs queries where week and timetable are not fetched along."""
        return self.week.schedule.department_id

    def get_absolute_url(self) -> str:
        return self.week.get_absolute_url()
