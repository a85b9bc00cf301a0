from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from placements.models.placements import Placement


class RecheckDue(models.Model):
    """A placement of which facts have changed and that is still to be held against the rules.

    Background bookkeeping: a row goes with the check. Whoever checks locks the row before reading facts, so
    that what changes meanwhile marks the placement anew.
    """

    placement = models.OneToOneField(
        Placement, models.CASCADE, related_name="recheck_due", verbose_name=_("placement")
    )
    marked_at = models.DateTimeField(_("marked at"))
    # Otherwise those weeks only in which something was found.
    all_weeks = models.BooleanField(_("all weeks"), default=False)
    failed_at = models.DateTimeField(_("failed at"), null=True)

    class Meta:
        verbose_name = _("check that is due")
        verbose_name_plural = _("checks that are due")
        ordering = ["placement"]

    def __str__(self) -> str:
        return str(self.placement_id)
