from __future__ import annotations

from datetime import date

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalogue.models import Major, Region
from core.look import Chip, Meaning
from core.models import ScopedModel
from partnerships.models import Contact, Enterprise
from teachers.practice_querysets import OpeningQuerySet


class OpeningState(models.TextChoices):
    OPEN = "open", pgettext_lazy("post for a teacher", "Open")
    CLOSED = "closed", pgettext_lazy("post for a teacher", "Closed")


OPENING_CHIPS = {
    OpeningState.OPEN: Chip(OpeningState.OPEN.label, Meaning.GOOD, "door-enter"),
    OpeningState.CLOSED: Chip(OpeningState.CLOSED.label, Meaning.INACTIVE, "archive"),
}


@pghistory.track()
class Opening(ScopedModel):
    """A post for a teacher: an enterprise offers to take teachers of some majors for a time (TP-06)."""

    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        related_name="teacher_openings",
        db_index=False,
        editable=False,
        verbose_name=_("enterprise"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=OpeningState, default=OpeningState.OPEN, editable=False
    )
    title = models.CharField(pgettext_lazy("post for a teacher", "name of the post"), max_length=120)
    majors = models.ManyToManyField(
        Major,
        blank=True,
        related_name="teacher_openings",
        verbose_name=_("majors"),
        help_text=_("Leave empty where it suits teachers of every major."),
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("district")
    )
    place = models.CharField(pgettext_lazy("post for a teacher", "where"), max_length=200, blank=True)
    seats = models.PositiveSmallIntegerField(
        _("seats"), default=1, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    tasks = models.TextField(
        pgettext_lazy("post for a teacher", "tasks"),
        max_length=2000,
        help_text=_("What the teacher does and learns there."),
    )
    asked_for = models.TextField(
        pgettext_lazy("post for a teacher", "what is asked for"), max_length=1000, blank=True
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("contact")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    created_at = models.DateTimeField(_("entered at"), editable=False)
    updated_at = models.DateTimeField(_("changed at"), editable=False)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("post for a teacher")
        verbose_name_plural = _("posts for teachers")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="opening_ends_after_it_starts",
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(condition=Q(seats__gte=1, seats__lte=200), name="opening_has_seats"),
        ]
        indexes = [
            models.Index(fields=["enterprise", "state", "id"], name="opening_by_enterprise"),
            models.Index(fields=["state", "ends_on", "id"], name="opening_by_state"),
            models.Index(fields=["starts_on", "id"], name="opening_by_start"),
            models.Index(fields=["ends_on", "id"], name="opening_by_end"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def chip(self) -> Chip:
        return OPENING_CHIPS[OpeningState(self.state)]

    @property
    def department_id(self) -> int | None:  # type: ignore[override]
        """That of the enterprise; costs a query where it is not fetched along."""
        return self.enterprise.department_id

    def is_open(self, on: date) -> bool:
        return self.state == OpeningState.OPEN and self.ends_on >= on

    def get_absolute_url(self) -> str:
        return reverse("teachers:opening_detail", args=[self.pk])
