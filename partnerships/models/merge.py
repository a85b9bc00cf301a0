from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partnerships.models.enterprise import Enterprise


class Merge(models.Model):
    """Two records of one enterprise became one; with what is needed to take it back."""

    kept = models.ForeignKey(Enterprise, models.PROTECT, related_name="merges", verbose_name=_("kept record"))
    merged = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="merged_by", verbose_name=_("merged record")
    )
    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    reason = models.TextField(_("reason"), blank=True)
    fields = models.JSONField(
        _("fields changed"),
        default=dict,
        help_text=_("Field by field, what the kept record said before and says after."),
    )
    undone_at = models.DateTimeField(_("undone"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("undone by")
    )

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at=None), name="enterprise_is_merged_once_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="merge_joins_two_enterprises"),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.kept_id}"


class MergedRow(models.Model):
    """One row that a merge moved, changed or made, by model and key."""

    class Act(models.TextChoices):
        MOVED = "moved", _("moved")
        ADDED = "added", _("added")
        CHANGED = "changed", _("changed")

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="rows")
    act = models.CharField(max_length=10, choices=Act)
    model = models.CharField(max_length=100, help_text=_("Its label, such as “partnerships.Contact”."))
    field = models.CharField(max_length=60)
    row_id = models.BigIntegerField()
    before = models.JSONField(null=True, help_text=_("Of a changed row: the field's value before."))

    class Meta:
        verbose_name = _("merged row")
        verbose_name_plural = _("merged rows")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["merge", "model", "field", "row_id"], name="merge_notes_each_row_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.model} {self.row_id}"
