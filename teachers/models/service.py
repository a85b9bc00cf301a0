from __future__ import annotations

from typing import Any

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from teachers.models.of_teacher import OfTeacher
from teachers.models.teacher import Teacher, TeacherKind
from teachers.querysets import ServicePeriodQuerySet


class AbsenceReason(models.TextChoices):
    SICK = "sick", pgettext_lazy("absence of a teacher", "Illness")
    PARENTAL = "parental", pgettext_lazy("absence of a teacher", "Parental leave")
    STUDY = "study", pgettext_lazy("absence of a teacher", "Full-time study")
    SECONDED = "seconded", pgettext_lazy("absence of a teacher", "Seconded elsewhere")
    OTHER = "other", pgettext_lazy("absence of a teacher", "Another reason")


def days_of_period() -> Any:
    """First to last day, both included; without a last day there is no end."""
    return Func(
        F("starts_on"), F("ends_on"), Value("[]"), function="daterange", output_field=DateRangeField()
    )


@pghistory.track()
class ServicePeriod(OfTeacher):
    """From when until when somebody taught what in which department: true for any day, also a past one."""

    teacher = models.ForeignKey(
        Teacher, models.CASCADE, related_name="service_periods", db_index=False, verbose_name=_("teacher")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="service_periods", verbose_name=_("department")
    )
    kind = models.CharField(pgettext_lazy("of a teacher", "kind"), max_length=20, choices=TeacherKind)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    objects = ServicePeriodQuerySet.as_manager()  # type: ignore[misc]  # narrower

    class Meta:
        verbose_name = _("period of service")
        verbose_name_plural = _("periods of service")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="service_ends_after_it_starts",
                violation_error_message=_("It cannot end before it begins."),
            ),
            ExclusionConstraint(
                name="a_teacher_serves_in_one_way_at_a_time",
                expressions=[("teacher", RangeOperators.EQUAL), (days_of_period(), RangeOperators.OVERLAPS)],
                violation_error_message=_("The teacher’s service of these days is recorded already."),
            ),
        ]
        indexes = [
            models.Index(fields=["teacher", "starts_on"], name="service_by_teacher"),
            models.Index(fields=["starts_on", "ends_on"], name="service_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.department}"


@pghistory.track()
class Absence(OfTeacher):
    """Somebody belongs to the centre, and does not teach for some time."""

    teacher = models.ForeignKey(
        Teacher, models.CASCADE, related_name="absences", db_index=False, verbose_name=_("teacher")
    )
    reason = models.CharField(
        pgettext_lazy("absence of a teacher", "reason"), max_length=20, choices=AbsenceReason
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Empty until it is known when they are back.")
    )

    class Meta:
        verbose_name = _("absence of a teacher")
        verbose_name_plural = _("absences of teachers")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="absence_ends_after_it_starts",
                violation_error_message=_("It cannot end before it begins."),
            ),
            ExclusionConstraint(
                name="a_teacher_is_absent_once_at_a_time",
                expressions=[("teacher", RangeOperators.EQUAL), (days_of_period(), RangeOperators.OVERLAPS)],
                violation_error_message=_("An absence of these days is recorded already."),
            ),
        ]
        indexes = [models.Index(fields=["teacher", "starts_on"], name="absence_by_teacher")]

    def __str__(self) -> str:
        return self.get_reason_display()
