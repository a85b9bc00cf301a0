from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models import Contact
from placements.models.placements import Placement
from placements.querysets import MentorWeekQuerySet


class MentorEvaluation(models.Model):
    """A mentor without an account is asked by link to judge one student. The row is the ledger of that."""

    contact = models.ForeignKey(
        Contact, models.CASCADE, related_name="evaluations", verbose_name=_("mentor at the enterprise")
    )
    placement = models.ForeignKey(
        Placement, models.CASCADE, related_name="asked_evaluations", verbose_name=_("placement")
    )
    # Whom the mentor can ask: the instructor, or who looks after the plan.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    created_at = models.DateTimeField(_("made at"))
    reminded_at = models.DateTimeField(_("reminded at"), null=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)

    objects = MentorWeekQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation asked of a mentor")
        verbose_name_plural = _("evaluations asked of mentors")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "contact"], name="a_mentor_is_asked_once_to_judge_a_student"
            )
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(answered_at=None, reminded_at=None),
                name="evaluation_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.contact} {self.placement_id}"
