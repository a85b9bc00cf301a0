from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.views import SavedView

EXPORTS = "exports"


def exported_name(instance: models.Model | None = None, filename: str = "") -> str:
    """Where a file lies says nothing about it."""
    return f"{EXPORTS}/{uuid4().hex}"


class ExportSchedule(models.Model):
    """A saved view that its owner is sent as a file by the calendar."""

    class Rhythm(models.TextChoices):
        DAILY = "daily", _("every day")
        WEEKLY = "weekly", _("every Monday")
        MONTHLY = "monthly", _("on the first of every month")

    class Format(models.TextChoices):
        XLSX = "xlsx", _("Excel (XLSX)")
        CSV = "csv", "CSV"

    view = models.OneToOneField(
        SavedView, models.CASCADE, related_name="schedule", verbose_name=_("saved view")
    )
    rhythm = models.CharField(_("how often"), max_length=10, choices=Rhythm, default=Rhythm.WEEKLY)
    format = models.CharField(_("as"), max_length=4, choices=Format, default=Format.XLSX)
    next_on = models.DateField(_("next on"), db_index=True)

    class Meta:
        verbose_name = _("scheduled export")
        verbose_name_plural = _("scheduled exports")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rhythm__in=["daily", "weekly", "monthly"]),
                name="an_export_comes_in_a_known_rhythm",
            ),
            models.CheckConstraint(
                condition=models.Q(format__in=["xlsx", "csv"]), name="an_export_is_a_known_file"
            ),
        ]

    def __str__(self) -> str:
        return str(self.view)


class KeptExport(models.Model):
    """The file of a scheduled export: for its owner alone, and not for long.

    Attributes:
        scopes: where the owner held the powers that opened the rows when it was made: by capability, whether
            everywhere, and else the departments (``core.scheduled_exports.is_covered``).
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="kept_exports")
    schedule = models.ForeignKey(
        ExportSchedule, models.SET_NULL, null=True, related_name="files", verbose_name=_("schedule")
    )
    name = models.CharField(_("name"), max_length=80)
    list_name = models.CharField(max_length=100)
    day = models.DateField(_("of the day"))
    made_at = models.DateTimeField(_("made at"))
    rows = models.PositiveIntegerField(_("rows"))
    file = models.FileField(_("file"), upload_to=exported_name, max_length=100)
    format = models.CharField(_("as"), max_length=4, choices=ExportSchedule.Format)
    scopes = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("exported file")
        verbose_name_plural = _("exported files")
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["owner", "-made_at", "-id"], name="exports_of_a_person"),
            models.Index(fields=["made_at"], name="exports_by_age"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "day"], name="a_scheduled_export_is_made_once_a_day"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def filename(self) -> str:
        return f"{self.name} {self.day}.{self.format}"
