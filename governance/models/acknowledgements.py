"""Who has to read a version of a regulation and confirm it (阅知)."""

from __future__ import annotations

from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department, Position
from core.look import Chip, Meaning
from core.models import ScopedModel
from governance.models.regulations import RegulationVersion
from governance.querysets import AcknowledgementQuerySet

DONE = Chip(pgettext_lazy("acknowledgement", "Acknowledged"), Meaning.GOOD, "checks")
OPEN = Chip(pgettext_lazy("acknowledgement", "Not yet"), Meaning.WAITING, "clock")
LATE = Chip(pgettext_lazy("acknowledgement", "Overdue"), Meaning.LATE, "alarm")


@pghistory.track()
class ReadingCall(models.Model):
    """For whom a version must be acknowledged, and until when. Who joins later is asked as well."""

    version = models.OneToOneField(
        RegulationVersion, models.PROTECT, related_name="call", verbose_name=_("version of a regulation")
    )
    for_all = models.BooleanField(_("everybody of the centre"), default=False)
    positions = models.ManyToManyField(
        Position, related_name="+", blank=True, verbose_name=_("people in these positions")
    )
    departments = models.ManyToManyField(
        Department, related_name="+", blank=True, verbose_name=_("people of these departments")
    )
    due_on = models.DateField(_("until"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"))

    class Meta:
        verbose_name = _("call to acknowledge a regulation")
        verbose_name_plural = _("calls to acknowledge regulations")
        indexes = [models.Index(fields=["due_on"], name="reading_call_by_due_day")]

    def __str__(self) -> str:
        return str(self.version)


class Acknowledgement(ScopedModel):
    """That one person has to read one version, and whether they have confirmed it."""

    version = models.ForeignKey(
        RegulationVersion,
        models.PROTECT,
        related_name="acknowledgements",
        db_index=False,
        verbose_name=_("version of a regulation"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("person"),
    )
    asked_at = models.DateTimeField(_("asked at"))
    due_on = models.DateField(_("until"))
    confirmed_at = models.DateTimeField(pgettext_lazy("acknowledgement", "confirmed at"), null=True)

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "user"], name="a_person_acknowledges_a_version_once"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(confirmed_at__gte=models.F("asked_at")),
                name="what_is_acknowledged_was_asked_for",
            ),
        ]
        indexes = [
            models.Index(
                fields=["user", "due_on"], condition=Q(confirmed_at=None), name="my_acknowledgements"
            ),
            models.Index(
                fields=["due_on", "id"], condition=Q(confirmed_at=None), name="acknowledgement_to_remind"
            ),
            models.Index(fields=["due_on", "id"], name="acknowledgement_by_due_day"),
            models.Index(fields=["confirmed_at", "id"], name="acknowledgement_by_answer"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.version}"

    def get_absolute_url(self) -> str:
        return self.version.get_absolute_url()

    @property
    def department_id(self) -> int | None:  # type: ignore[override]
        return self.version.regulation.department_id

    def chip_on(self, on: date) -> Chip:
        if self.confirmed_at:
            return DONE
        return LATE if self.due_on < on else OPEN
