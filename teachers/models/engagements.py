from __future__ import annotations

from decimal import Decimal

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.school_years import Term
from teachers.models.parttime import Appointment, OfAppointment
from teachers.parttime_querysets import EngagementQuerySet


class EngagementGrade(models.TextChoices):
    EXCELLENT = "excellent", pgettext_lazy("assessment of a part-time teacher", "Excellent")
    GOOD = "good", pgettext_lazy("assessment of a part-time teacher", "Good")
    PASS = "pass", pgettext_lazy("assessment of a part-time teacher", "Pass")
    FAIL = "fail", pgettext_lazy("assessment of a part-time teacher", "Fail")


@pghistory.track()
class Engagement(OfAppointment):
    """What somebody teaches in a term: one course, its hours, the fee, and how it was."""

    appointment = models.ForeignKey(
        Appointment,
        models.PROTECT,
        related_name="engagements",
        db_index=False,
        verbose_name=_("appointment of a part-time teacher"),
    )
    study_year = models.PositiveSmallIntegerField(
        _("school year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    term = models.PositiveSmallIntegerField(_("term"), choices=Term)
    course = models.CharField(pgettext_lazy("of an engagement", "course"), max_length=100)
    hours_planned = models.PositiveSmallIntegerField(
        _("hours planned"), validators=[MinValueValidator(1), MaxValueValidator(800)]
    )
    hours_taught = models.PositiveSmallIntegerField(
        _("hours taught"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(1000)],
        help_text=_("Confirmed by the department."),
    )
    fee = models.DecimalField(
        _("fee an hour"),
        max_digits=8,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("In yuan, before tax."),
    )
    confirmed_on = models.DateField(_("hours confirmed on"), null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("hours confirmed by"),
    )
    grade = models.CharField(
        pgettext_lazy("of an engagement", "assessment"), max_length=12, choices=EngagementGrade, blank=True
    )
    assessment = models.TextField(
        pgettext_lazy("of an engagement", "assessment in words"), max_length=2000, blank=True
    )
    assessed_on = models.DateField(_("assessed on"), null=True, blank=True, editable=False)
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("assessed by"),
    )

    objects = EngagementQuerySet.as_manager()  # type: ignore[misc]  # narrower

    class Meta:
        verbose_name = _("engagement of a part-time teacher")
        verbose_name_plural = _("engagements of part-time teachers")
        ordering = ["-study_year", "-term", "course", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "study_year", "term", "course"],
                name="a_course_is_engaged_once_a_term",
                violation_error_message=_("This course of the term is recorded already."),
            ),
            models.CheckConstraint(
                condition=Q(hours_taught=None, confirmed_on=None)
                | Q(hours_taught__isnull=False, confirmed_on__isnull=False),
                name="hours_taught_are_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(grade="", assessed_on=None) | (~Q(grade="") & Q(assessed_on__isnull=False)),
                name="an_assessment_has_its_day",
            ),
            models.CheckConstraint(condition=Q(fee__gte=0), name="a_fee_is_not_negative"),
        ]
        indexes = [models.Index(fields=["study_year", "term", "id"], name="engagement_by_term")]

    def __str__(self) -> str:
        return f"{self.course} · {self.study_year}–{self.study_year + 1} · {self.get_term_display()}"

    @property
    def fee_in_all(self) -> Decimal:
        """For the hours taught; as long as they are not confirmed, for those planned."""
        return self.fee * (self.hours_planned if self.hours_taught is None else self.hours_taught)
