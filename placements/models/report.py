from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.look import Chip, Meaning
from core.models import Attachment
from placements.models.placements import OfPlacement, Placement


class ReportState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("report of an internship", "Being written")
    SUBMITTED = "submitted", pgettext_lazy("report of an internship", "Handed in")
    RETURNED = "returned", pgettext_lazy("report of an internship", "Returned")
    ACCEPTED = "accepted", pgettext_lazy("report of an internship", "Accepted")


REPORT_CHIPS = {
    ReportState.DRAFT: Chip(ReportState.DRAFT.label, Meaning.INACTIVE, "pencil"),
    ReportState.SUBMITTED: Chip(ReportState.SUBMITTED.label, Meaning.WAITING, "send"),
    ReportState.RETURNED: Chip(ReportState.RETURNED.label, Meaning.LATE, "arrow-back-up"),
    ReportState.ACCEPTED: Chip(ReportState.ACCEPTED.label, Meaning.GOOD, "circle-check"),
}
# The student still writes.
OPEN_REPORT_STATES = frozenset({ReportState.DRAFT, ReportState.RETURNED})


@pghistory.track(exclude=["text", "summary"])
class InternshipReport(OfPlacement):
    """What a student reports of the internship (INT-28), and what they sum up of themselves (INT-34)."""

    placement = models.OneToOneField(
        Placement, models.PROTECT, related_name="report", verbose_name=_("placement")
    )
    text = models.TextField(_("report"), max_length=30_000, blank=True)
    summary = models.TextField(_("summary"), max_length=5_000, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ReportState, default=ReportState.DRAFT, editable=False
    )
    saved_at = models.DateTimeField(_("last saved"))
    submitted_at = models.DateTimeField(_("handed in at"), null=True, editable=False)
    answer = models.TextField(
        _("answer"), blank=True, editable=False, help_text=_("Why it was returned, or what was good.")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)

    class Meta:
        verbose_name = _("report of an internship")
        verbose_name_plural = _("reports of internships")
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT) | Q(submitted_at__isnull=False),
                name="a_report_says_when_it_was_handed_in",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.RETURNED) | ~Q(answer=""),
                name="a_returned_report_gives_its_reason",
            ),
        ]
        indexes = [models.Index(fields=["state", "submitted_at", "id"], name="report_by_state")]

    def __str__(self) -> str:
        return str(_("Report of an internship"))

    @property
    def chip(self) -> Chip:
        return REPORT_CHIPS[ReportState(self.state)]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_REPORT_STATES


class ReportFile(Attachment):
    """A file beside a report: the whole of it as written elsewhere, or pictures of the work."""

    parent = models.ForeignKey(
        InternshipReport, models.CASCADE, related_name="files", verbose_name=_("report of an internship")
    )

    class Meta(Attachment.Meta):
        verbose_name = _("file of a report")
        verbose_name_plural = _("files of reports")
