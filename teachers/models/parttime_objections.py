from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from teachers.models.appeals import Answerable
from teachers.models.parttime import Appointment, OfAppointment
from teachers.parttime_querysets import AppointmentObjectionQuerySet


class AppointmentObjection(Answerable, OfAppointment):
    """Said against a part-time teacher in the publicity period (PT-05): by a colleague, or by somebody from
    outside, which a colleague enters. Seen by whoever answers it, never by the enterprise."""

    appointment = models.ForeignKey(
        Appointment,
        models.PROTECT,
        related_name="objections",
        verbose_name=_("appointment of a part-time teacher"),
    )
    from_outside = models.CharField(
        _("from whom, where from outside"),
        max_length=200,
        blank=True,
        help_text=_("Name of whoever wrote to the centre. Empty where you object yourself."),
    )
    objected_on = models.DateField(_("objected on"))

    objects = AppointmentObjectionQuerySet.as_manager()  # type: ignore[misc]  # narrower

    class Meta:
        verbose_name = _("objection to a part-time teacher")
        verbose_name_plural = _("objections to part-time teachers")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="an_objection_to_somebody_says_why"),
            models.CheckConstraint(
                condition=Q(outcome="") | ~Q(answer="") & Q(answered_at__isnull=False),
                name="an_answer_to_an_objection_says_why",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(from_outside="") | ~Q(answered_by=F("made_by")),
                name="nobody_answers_their_own_objection",
            ),
        ]

    def __str__(self) -> str:
        return self.reason[:80]

    @property
    def counts(self) -> bool:
        """Whether it was made in the present publicity period; costs a query where the appointment is not
        fetched along."""
        since = self.appointment.publicised_from
        return since is not None and self.objected_on >= since

    @property
    def answer_url(self) -> str:
        return reverse("teachers:appointment_objection_answer", args=[self.pk])
