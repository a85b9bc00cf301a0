from __future__ import annotations

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import ScopedModel
from partnerships.models import Contact
from teachers.models.parttime import PartTimeTeacher
from teachers.models.service import days_of_period
from teachers.parttime_querysets import EmploymentQuerySet


@pghistory.track()
class Employment(ScopedModel):
    """From when until when a part-time teacher works for which enterprise: one person, however many
    contacts they have been."""

    person = models.ForeignKey(
        PartTimeTeacher,
        models.CASCADE,
        related_name="employments",
        db_index=False,
        verbose_name=_("part-time teacher"),
    )
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        related_name="employments",
        db_index=False,
        verbose_name=_("contact"),
    )
    starts_on = models.DateField(
        _("first day"), null=True, blank=True, help_text=_("Empty where nobody asked since when.")
    )
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    objects = EmploymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("employment of a part-time teacher")
        verbose_name_plural = _("employments of part-time teachers")
        ordering = [F("starts_on").desc(nulls_last=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="an_employment_ends_after_it_starts",
                violation_error_message=_("It cannot end before it begins."),
            ),
            ExclusionConstraint(
                name="a_part_time_teacher_has_one_employer_at_a_time",
                expressions=[("person", RangeOperators.EQUAL), (days_of_period(), RangeOperators.OVERLAPS)],
                violation_error_message=_("Where they work on these days is recorded already."),
            ),
            ExclusionConstraint(
                name="a_contact_is_one_part_time_teacher",
                expressions=[("contact", RangeOperators.EQUAL), ("person", RangeOperators.NOT_EQUAL)],
                violation_error_message=_("This contact is another part-time teacher."),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "starts_on"], name="employment_by_person"),
            models.Index(fields=["contact"], name="employment_by_contact"),
        ]

    def __str__(self) -> str:
        """Costs queries where contact and enterprise are not fetched along."""
        return f"{self.contact} · {self.contact.enterprise}"

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs a query where the person is not fetched along."""
        return self.person.department_id

    def get_absolute_url(self) -> str:
        return self.person.get_absolute_url()
