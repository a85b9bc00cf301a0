from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import ScopedModel
from internships.models import Plan
from internships.querysets import OfPlanQuerySet
from placements.models.placements import OfPlacement, Placement


class ArchiveStage(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("order of an archive", "Queued")
    PACKING = "packing", pgettext_lazy("order of an archive", "Being packed")
    DONE = "done", pgettext_lazy("order of an archive", "Ready")
    FAILED = "failed", pgettext_lazy("order of an archive", "Failed")


WORKING_STAGES = (ArchiveStage.QUEUED, ArchiveStage.PACKING)


class ArchiveOrder(ScopedModel):
    """The records of a plan's students as one archive, packed by a worker (INT-34)."""

    plan = models.ForeignKey(
        Plan,
        models.CASCADE,
        related_name="archive_orders",
        db_index=False,
        verbose_name=_("internship plan"),
    )
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ordered by")
    )
    ordered_at = models.DateTimeField(_("ordered at"))
    stage = models.CharField(_("stage"), max_length=10, choices=ArchiveStage, default=ArchiveStage.QUEUED)
    done = models.PositiveIntegerField(_("students packed"), default=0)
    total = models.PositiveIntegerField(_("students"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("error"), blank=True)
    file = models.CharField(_("file"), max_length=200, blank=True)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    ready_at = models.DateTimeField(_("ready at"), null=True)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("archive of a plan")
        verbose_name_plural = _("archives of plans")
        ordering = ["-ordered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "ordered_by"],
                condition=Q(stage__in=WORKING_STAGES),
                name="a_person_has_a_plan_packed_once_at_a_time",
            ),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="no_more_is_packed_than_there_is"),
            models.CheckConstraint(
                condition=~Q(stage=ArchiveStage.DONE) | (~Q(file="") & Q(ready_at__isnull=False)),
                name="a_packed_archive_has_its_file",
            ),
        ]
        indexes = [models.Index(fields=["plan", "-ordered_at"], name="archive_by_plan")]

    def __str__(self) -> str:
        return f"{self.plan} {self.ordered_at:%Y-%m-%d %H:%M}"

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs a query where the plan is not fetched along."""
        return self.plan.department_id

    @property
    def is_working(self) -> bool:
        return self.stage in WORKING_STAGES

    @property
    def progress(self) -> int:
        """Percent of the work that is done."""
        if self.stage == ArchiveStage.DONE:
            return 100
        return self.done * 100 // self.total if self.total else 0

    def get_absolute_url(self) -> str:
        return f"{self.plan.get_absolute_url()}?tab=ends"


class ArchiveRelease(OfPlacement):
    """Why an internship is archived though a rule stands in its way; for exactly what was found then."""

    placement = models.ForeignKey(
        Placement, models.CASCADE, related_name="archive_releases", verbose_name=_("placement")
    )
    found = ArrayField(models.CharField(max_length=60), verbose_name=_("findings"))
    reason = models.TextField(_("reason"))
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("released by")
    )
    released_at = models.DateTimeField(_("released at"))

    class Meta:
        verbose_name = _("release of an archive")
        verbose_name_plural = _("releases of archives")
        ordering = ["released_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_release_of_an_archive_gives_its_reason"),
        ]
        triggers = [
            pgtrigger.Protect(name="a_release_never_changes", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.placement_id} {self.released_at:%Y-%m-%d}"
