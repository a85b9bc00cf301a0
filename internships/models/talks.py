from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import ScopedModel
from internships.models.students import Guardian, Student
from internships.querysets import OfStudentQuerySet


@pghistory.track()
class GuardianTalk(ScopedModel):
    """A talk of the class teacher, or of the department, with somebody who answers for a student."""

    class Way(models.TextChoices):
        PHONE = "phone", _("Phone")
        VISIT = "visit", _("Visit at home")
        SCHOOL = "school", _("At the school")
        MESSAGE = "message", _("Message")

    student = models.ForeignKey(Student, models.CASCADE, related_name="talks", verbose_name=_("student"))
    guardian = models.ForeignKey(
        Guardian,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="talks",
        verbose_name=_("guardian"),
        help_text=_("Empty where somebody else of the family was talked to."),
    )
    happened_on = models.DateField(_("when"))
    way = models.CharField(_("how"), max_length=10, choices=Way, default=Way.PHONE)
    about = models.TextField(_("what it was about"), max_length=2000)
    next_step = models.CharField(_("next step"), max_length=300, blank=True)
    next_on = models.DateField(_("until"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded at"), editable=False)

    objects = OfStudentQuerySet.as_manager()

    class Meta:
        verbose_name = _("talk with a guardian")
        verbose_name_plural = _("talks with guardians")
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(next_on=None) | ~Q(next_step=""),
                name="what_has_a_day_says_what_is_to_be_done",
                violation_error_message=_("Say what is to be done until then."),
            )
        ]

    def __str__(self) -> str:
        return self.about[:60]

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs queries where student and class are not fetched along."""
        return self.student.department_id

    def get_absolute_url(self) -> str:
        return f"{self.student.get_absolute_url()}?tab=talks"
