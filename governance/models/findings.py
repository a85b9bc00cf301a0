"""What an inspection found, and how it is put right (整改)."""

from __future__ import annotations

from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.look import Chip, Meaning
from core.models import Attachment
from governance.inspection_querysets import FindingQuerySet
from governance.models.inspections import Inspection, OfInspection
from governance.models.regulations import Regulation


class FindingState(models.TextChoices):
    OPEN = "open", pgettext_lazy("finding", "Open")
    BEING_RECTIFIED = "being_rectified", pgettext_lazy("finding", "Being put right")
    HANDED_IN = "handed_in", pgettext_lazy("finding", "Evidence handed in")
    RETURNED = "returned", pgettext_lazy("finding", "Returned")
    ACCEPTED = "accepted", pgettext_lazy("finding", "Put right")
    WITHDRAWN = "withdrawn", pgettext_lazy("finding", "Withdrawn")


FS = FindingState
UNDONE = (FS.OPEN, FS.BEING_RECTIFIED, FS.RETURNED)
"""Somebody still has to do something and show it."""
DONE = (FS.ACCEPTED, FS.WITHDRAWN)
FINDING_CHIPS = {
    FS.OPEN: Chip(FS.OPEN.label, Meaning.WAITING, "alert-circle"),
    FS.BEING_RECTIFIED: Chip(FS.BEING_RECTIFIED.label, Meaning.WAITING, "tools"),
    FS.HANDED_IN: Chip(FS.HANDED_IN.label, Meaning.WAITING, "eye"),
    FS.RETURNED: Chip(FS.RETURNED.label, Meaning.SOON, "arrow-back-up"),
    FS.ACCEPTED: Chip(FS.ACCEPTED.label, Meaning.GOOD, "circle-check"),
    FS.WITHDRAWN: Chip(FS.WITHDRAWN.label, Meaning.INACTIVE, "circle-x"),
}
LATE = Chip(pgettext_lazy("finding", "Overdue"), Meaning.LATE, "alarm")


class FindingSeverity(models.TextChoices):
    MINOR = "minor", pgettext_lazy("severity of a finding", "Minor")
    SERIOUS = "serious", pgettext_lazy("severity of a finding", "Serious")
    GRAVE = "grave", pgettext_lazy("severity of a finding", "Grave")


@pghistory.track(exclude=["updated_at"])
class Finding(OfInspection):
    """One thing that is not in order: about a dossier or about the whole, to somebody, until a day."""

    inspection = models.ForeignKey(
        Inspection, models.PROTECT, related_name="findings", db_index=False, verbose_name=_("inspection")
    )
    number = models.PositiveSmallIntegerField(_("number"), editable=False)
    kind = models.CharField(_("kind of dossier"), max_length=30, blank=True, editable=False)
    key = models.BigIntegerField(_("record"), null=True, editable=False)
    dossier = models.CharField(_("dossier"), max_length=300, blank=True, editable=False)
    what = models.TextField(_("what was found"), max_length=2000)
    article = models.CharField(
        _("rule and article"), max_length=200, blank=True, help_text=_("What it is held against.")
    )
    regulation = models.ForeignKey(
        Regulation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("of the centre", "regulation"),
        help_text=_("Where a regulation of the centre was not kept."),
    )
    severity = models.CharField(
        _("severity"), max_length=10, choices=FindingSeverity, default=FindingSeverity.MINOR
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=pgettext_lazy("finding", "to be put right by"),
    )
    due_on = models.DateField(_("until"))
    state = models.CharField(
        _("state"), max_length=16, choices=FindingState, default=FindingState.OPEN, editable=False
    )
    found_on = models.DateField(_("found on"))
    answer = models.TextField(_("what was done"), max_length=4000, blank=True, editable=False)
    handed_in_at = models.DateTimeField(_("handed in at"), null=True, editable=False)
    remark = models.TextField(_("why it was returned"), blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding of an inspection")
        verbose_name_plural = _("findings of inspections")
        ordering = ["inspection", "number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="a_finding_has_its_own_number"),
            models.CheckConstraint(condition=~Q(what=""), name="a_finding_says_what_was_found"),
            models.CheckConstraint(
                condition=~Q(state__in=[FS.HANDED_IN, FS.ACCEPTED]) | ~Q(answer=""),
                name="what_was_put_right_says_how",
            ),
            models.CheckConstraint(
                condition=~Q(state=FS.RETURNED) | ~Q(remark=""), name="a_finding_is_returned_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(kind="", key=None) | (~Q(kind="") & Q(key__isnull=False)),
                name="a_dossier_has_a_kind_and_a_key",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], name="finding_by_due_day"),
            models.Index(fields=["found_on", "id"], name="finding_by_day"),
            models.Index(fields=["assignee", "due_on"], name="finding_by_assignee"),
            models.Index(fields=["state", "due_on"], name="finding_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.inspection} · {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("governance:finding_detail", args=[self.pk])

    @property
    def chip(self) -> Chip:
        return self.chip_on(timezone.localdate())

    def chip_on(self, on: date) -> Chip:
        if self.state in UNDONE and self.due_on < on:
            return LATE
        return FINDING_CHIPS[FindingState(self.state)]

    @property
    def is_settled(self) -> bool:
        return self.state in DONE


class FindingFile(Attachment):
    """Evidence that something was put right."""

    department_id = None  # shown to whoever sees its finding

    parent = models.ForeignKey(
        Finding, models.CASCADE, related_name="files", verbose_name=_("finding of an inspection")
    )

    class Meta(Attachment.Meta):
        verbose_name = _("evidence of a finding")
        verbose_name_plural = _("evidence of findings")
