"""The sample of an inspection, and its papers in one file."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from governance.inspection_querysets import OfInspectionQuerySet
from governance.models.inspections import Inspection, OfInspection


class SampleDraw(OfInspection):
    """One draw: the seed, when, by whom. Never altered; another draw has its reason."""

    inspection = models.ForeignKey(
        Inspection, models.PROTECT, related_name="draws", db_index=False, verbose_name=_("inspection")
    )
    number = models.PositiveSmallIntegerField(_("draw"))
    seed = models.CharField(_("seed"), max_length=64)
    by_department = models.BooleanField(_("so many of each department"), default=False)
    reason = models.TextField(_("why it was drawn again"), max_length=1000, blank=True)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drawn by")
    )
    drawn_at = models.DateTimeField(_("drawn at"))

    objects = OfInspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("sample of dossiers")
        verbose_name_plural = _("samples of dossiers")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="a_draw_has_its_own_number"),
            models.CheckConstraint(condition=~Q(seed=""), name="a_draw_has_a_seed"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="a_sample_is_drawn_again_for_a_reason"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="a_draw_never_changes", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.inspection} {self.number}"

    def get_absolute_url(self) -> str:
        return f"{self.inspection.get_absolute_url()}?tab=sample"


class SampleStratum(models.Model):
    """Out of which records was drawn: their keys as they were at that moment."""

    draw = models.ForeignKey(
        SampleDraw, models.PROTECT, related_name="strata", verbose_name=_("sample of dossiers")
    )
    kind = models.CharField(_("kind of dossier"), max_length=30)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", verbose_name=_("department")
    )
    name = models.CharField(_("name in the ticket"), max_length=60)
    size = models.PositiveIntegerField(_("asked for"))
    population = ArrayField(models.BigIntegerField(), verbose_name=_("keys, ascending"))
    fingerprint = models.CharField(_("SHA-256 of the keys"), max_length=64)

    class Meta:
        verbose_name = _("stratum of a sample")
        verbose_name_plural = _("strata of samples")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "name"], name="a_stratum_is_drawn_from_once"),
        ]
        triggers = [
            pgtrigger.Protect(name="a_stratum_never_changes", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return self.name


class SampledDossier(models.Model):
    """One record that was drawn, in the order of the tickets."""

    draw = models.ForeignKey(
        SampleDraw,
        models.PROTECT,
        related_name="dossiers",
        db_index=False,
        verbose_name=_("sample of dossiers"),
    )
    stratum = models.ForeignKey(
        SampleStratum, models.PROTECT, related_name="dossiers", verbose_name=_("stratum of a sample")
    )
    kind = models.CharField(_("kind of dossier"), max_length=30)
    key = models.BigIntegerField(_("record"))
    place = models.PositiveIntegerField(_("place"), validators=[MinValueValidator(1)])
    digest = models.CharField(_("ticket"), max_length=64)

    class Meta:
        verbose_name = _("dossier of a sample")
        verbose_name_plural = _("dossiers of samples")
        ordering = ["stratum", "place"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "kind", "key"], name="a_dossier_is_drawn_once"),
            models.UniqueConstraint(fields=["stratum", "place"], name="a_place_in_a_sample_is_one_dossiers"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="a_drawn_dossier_never_changes", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


# --- Everything in one file -----------------------------------------------------------------------


class BundleStage(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("order of an archive", "Queued")
    PACKING = "packing", pgettext_lazy("order of an archive", "Being packed")
    DONE = "done", pgettext_lazy("order of an archive", "Ready")
    FAILED = "failed", pgettext_lazy("order of an archive", "Failed")


WORKING = (BundleStage.QUEUED, BundleStage.PACKING)


class InspectionBundle(OfInspection):
    """Every paper of a sample in one ZIP, packed by a worker; gone with the access."""

    inspection = models.ForeignKey(
        Inspection, models.PROTECT, related_name="bundles", verbose_name=_("inspection")
    )
    draw = models.ForeignKey(
        SampleDraw, models.PROTECT, related_name="bundles", verbose_name=_("sample of dossiers")
    )
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ordered by")
    )
    ordered_at = models.DateTimeField(_("ordered at"))
    stage = models.CharField(_("stage"), max_length=10, choices=BundleStage, default=BundleStage.QUEUED)
    done = models.PositiveIntegerField(_("dossiers packed"), default=0)
    total = models.PositiveIntegerField(_("dossiers"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("error"), blank=True)
    file = models.CharField(_("file"), max_length=200, blank=True)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    ready_at = models.DateTimeField(_("ready at"), null=True)

    objects = OfInspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("papers of a sample")
        verbose_name_plural = _("papers of samples")
        ordering = ["-ordered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection"],
                condition=Q(stage__in=WORKING),
                name="papers_of_an_inspection_are_packed_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(done__lte=F("total")), name="no_more_dossiers_are_packed_than_there_are"
            ),
            models.CheckConstraint(
                condition=~Q(stage=BundleStage.DONE) | (~Q(file="") & Q(ready_at__isnull=False)),
                name="packed_papers_have_their_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection} {self.ordered_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return f"{self.inspection.get_absolute_url()}?tab=sample"

    @property
    def is_working(self) -> bool:
        return self.stage in WORKING

    @property
    def progress(self) -> int:
        """Percent of the work that is done."""
        if self.stage == BundleStage.DONE:
            return 100
        return self.done * 100 // self.total if self.total else 0
