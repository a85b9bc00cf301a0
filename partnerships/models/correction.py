from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.look import Chip, Meaning
from core.models import Attachment, ScopedModel
from partnerships.models.contact import Contact
from partnerships.models.enterprise import Enterprise
from partnerships.querysets import CorrectionQuerySet

# Beside fields of the enterprise and of a contact, by their own names.
LEFT, NEW_CONTACT, LICENCE = "left_on", "new_contact", "licence"


class Correction(ScopedModel):
    """One thing that an enterprise says is different from what we have on record.

    What is proposed together stands in several rows, because each is decided by itself. ``before`` is
    what we had on that day: where it has changed since, whoever decides is told.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        REJECTED = "rejected", _("Rejected")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="corrections", verbose_name=_("enterprise")
    )
    contact = models.ForeignKey(
        Contact,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("contact"),
        help_text=_("Empty: the enterprise itself, or somebody new."),
    )
    field = models.CharField(_("what"), max_length=30)
    before = models.JSONField(_("on record"), null=True, blank=True)
    after = models.JSONField(_("proposed value"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING, editable=False)
    reason = models.TextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed correction")
        verbose_name_plural = _("proposed corrections")
        ordering = ["-proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "contact", "field"],
                condition=Q(state="waiting") & ~Q(field=NEW_CONTACT),
                nulls_distinct=False,
                name="one_correction_of_a_thing_waits",
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(reason=""), name="a_rejected_correction_gives_its_reason"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None)
                | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="a_decided_correction_says_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["enterprise", "proposed_at"],
                condition=Q(state="waiting"),
                name="correction_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise}: {self.field}"

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs a query where the enterprise is not fetched along."""
        return self.enterprise.department_id

    @property
    def chip(self) -> Chip:
        return CHIPS[self.State(self.state)]

    @property
    def kept_file(self) -> CorrectionFile | None:
        """The paper that is proposed; costs a query where files are not fetched along."""
        return next(iter(self.files.all()), None)

    def get_absolute_url(self) -> str:
        return reverse("partnerships:corrections", args=[self.enterprise_id])

    def current(self) -> Any:
        """What we have on record today, as ``before`` would keep it."""
        if self.field in (NEW_CONTACT, LICENCE):
            return None
        value = getattr(self.contact or self.enterprise, self.field)
        return value.isoformat() if value is not None and self.field == LEFT else value


CHIPS = {
    Correction.State.WAITING: Chip(Correction.State.WAITING.label, Meaning.WAITING),
    Correction.State.ACCEPTED: Chip(Correction.State.ACCEPTED.label, Meaning.GOOD),
    Correction.State.REJECTED: Chip(Correction.State.REJECTED.label, Meaning.STOPPED),
    Correction.State.WITHDRAWN: Chip(Correction.State.WITHDRAWN.label, Meaning.INACTIVE, "arrow-back-up"),
}


class CorrectionFile(Attachment):
    """A paper that an enterprise sends along; it joins the enterprise's own when it is accepted."""

    parent = models.ForeignKey(Correction, models.CASCADE, related_name="files", verbose_name=_("correction"))

    class Meta(Attachment.Meta):
        verbose_name = _("file of a proposed correction")
        verbose_name_plural = _("files of proposed corrections")
