"""Work on the agreements of a whole plan: making and sending them, and sorting their scans."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.choices import Language
from core.models import Attachment, ScopedModel
from core.models.attachments import random_name
from internships.models import Plan
from internships.querysets import OfPlanQuerySet
from placements.models.placements import Placement
from placements.models.tripartite import Tripartite


class OfPlanWork(ScopedModel):
    """Something done to the placements of a plan, seen by whoever sees the plan."""

    class Meta:
        abstract = True

    plan: models.ForeignKey

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs a query where the plan is not fetched along."""
        return self.plan.department_id


class BatchAct(models.TextChoices):
    """What is done to each placement of an order."""

    MAKE = "make", _("Make the agreements")
    SEND = "send", _("Make the agreements and send them for signature")
    REMIND = "remind", _("Remind everybody who has not signed")


class TripartiteBatch(OfPlanWork):
    """One order about the agreements of many placements, worked through in the background."""

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="tripartite_batches", verbose_name=_("internship plan")
    )
    act = models.CharField(_("what is done"), max_length=10, choices=BatchAct)
    language = models.CharField(_("language"), max_length=10, choices=Language, default=Language.BOTH)
    signatory = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signs for the school"),
    )
    due_on = models.DateField(_("to be signed by"), null=True, blank=True)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ordered by")
    )
    ordered_at = models.DateTimeField(_("ordered at"))

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("order of tripartite agreements")
        verbose_name_plural = _("orders of tripartite agreements")
        ordering = ["-ordered_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(act="send") | Q(signatory__isnull=False, due_on__isnull=False),
                name="what_is_sent_out_has_a_signatory_and_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.ordered_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("placements:tripartite_batch", args=[self.pk])


class OrderState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("order", "Waiting")
    DONE = "done", pgettext_lazy("order", "Done")
    FAILED = "failed", pgettext_lazy("order", "Not done")


class TripartiteOrder(models.Model):
    """The agreement of one placement in an order: claimed by a worker, done or failed for a reason."""

    batch = models.ForeignKey(TripartiteBatch, models.CASCADE, related_name="orders", verbose_name=_("order"))
    placement = models.ForeignKey(Placement, models.CASCADE, related_name="+", verbose_name=_("placement"))
    state = models.CharField(_("state"), max_length=10, choices=OrderState, default=OrderState.WAITING)
    tripartite = models.ForeignKey(
        Tripartite, models.PROTECT, null=True, related_name="+", verbose_name=_("tripartite agreement")
    )
    reason = models.TextField(_("reason"), blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claimed_until = models.DateTimeField(_("claimed until"), null=True)

    class Meta:
        verbose_name = _("agreement to be made")
        verbose_name_plural = _("agreements to be made")
        ordering = ["batch", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "placement"], name="an_order_names_a_placement_once"),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(reason=""), name="what_was_not_done_has_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="waiting"), name="tripartite_order_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.placement_id}"


class PileState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("pile of scans", "Waiting to be sorted")
    SORTED = "sorted", pgettext_lazy("pile of scans", "Sorted")
    FAILED = "failed", pgettext_lazy("pile of scans", "Cannot be read")


class ScanPile(OfPlanWork):
    """A mixed pile of scanned pages; the codes printed on them say where each belongs."""

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="scan_piles", verbose_name=_("internship plan")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=PileState, default=PileState.WAITING, editable=False
    )
    error = models.TextField(_("why it cannot be read"), blank=True)
    pages = models.PositiveIntegerField(_("pages"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    added_at = models.DateTimeField(_("added at"))

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("pile of scans")
        verbose_name_plural = _("piles of scans")
        ordering = ["-added_at", "-pk"]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="waiting"), name="pile_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.added_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("placements:pile_detail", args=[self.pk])


class PileFile(Attachment):
    """One of the files of a pile: a PDF, or a picture of one page."""

    parent = models.ForeignKey(ScanPile, models.CASCADE, related_name="files", verbose_name=_("pile"))

    class Meta(Attachment.Meta):
        verbose_name = _("file of a pile")
        verbose_name_plural = _("files of a pile")


class ScannedPage(models.Model):
    """One page of a pile: of which paper, as its code or a person says; or of none."""

    pile = models.ForeignKey(ScanPile, models.CASCADE, related_name="scanned", verbose_name=_("pile"))
    number = models.PositiveIntegerField(_("number"))
    picture = models.FileField(_("picture"), upload_to=random_name, max_length=100)
    tripartite = models.ForeignKey(
        Tripartite,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="scanned_pages",
        verbose_name=_("tripartite agreement"),
    )
    page = models.PositiveSmallIntegerField(_("page of the agreement"), null=True, blank=True)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assigned by"),
        help_text=_("Empty: by the code on the page."),
    )
    is_set_aside = models.BooleanField(_("set aside"), default=False)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("scanned page")
        verbose_name_plural = _("scanned pages")
        ordering = ["pile", "number"]
        constraints = [
            models.UniqueConstraint(fields=["pile", "number"], name="a_pile_has_a_page_once"),
            models.CheckConstraint(
                condition=Q(tripartite=None, page=None) | Q(tripartite__isnull=False, page__gt=0),
                name="a_scanned_page_belongs_to_a_paper_with_its_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pile_id}: {self.number}"
