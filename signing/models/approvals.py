from datetime import date

import pghistory
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from signing.models.routes import ApprovalRoute, StepDefinition
from signing.querysets import ApprovalQuerySet, ApprovalStepQuerySet


@pghistory.track()
class Approval(models.Model):
    """One run of a record through its route. What the record is, its own app knows."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("being decided")
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned")
        CANCELLED = "cancelled", _("cancelled")

    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    title = models.CharField(_("title"), max_length=300)
    route = models.ForeignKey(ApprovalRoute, models.PROTECT, related_name="+", verbose_name=_("route"))
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, related_name="+", verbose_name=_("department")
    )
    allows_own_decision = models.BooleanField(_("may decide on one's own request"), default=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    opened_at = models.DateTimeField(_("asked at"))
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, default=Outcome.OPEN)
    closed_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    closing_reason = models.TextField(_("reason"), blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"],
                condition=models.Q(outcome="open"),
                name="a_record_has_one_open_approval",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="open", closed_at=None)
                | (~models.Q(outcome="open") & models.Q(closed_at__isnull=False)),
                name="approval_is_open_until_it_is_closed",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-opened_at"], name="approval_by_subject"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of its record. Costs a query where that is not fetched along."""
        return str(self.subject.get_absolute_url()) if self.subject is not None else reverse("signing:desk")

    @property
    def is_open(self) -> bool:
        return self.outcome == self.Outcome.OPEN


@pghistory.track()
class ApprovalStep(StepDefinition):
    """One decision of one run, as the route stood when it was opened."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("not yet its turn")
        CURRENT = "current", _("to be decided")
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned")
        SKIPPED = "skipped", _("not needed any more")

    approval = models.ForeignKey(Approval, models.CASCADE, related_name="steps", verbose_name=_("approval"))
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.WAITING)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("on behalf of"),
        help_text=_("Whose power was used, where it was lent for an absence."),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    seen = models.JSONField(
        _("what was decided on"), null=True, blank=True, help_text=_("The record as the approver saw it.")
    )
    escalated_at = models.DateTimeField(_("passed to the superior at"), null=True, blank=True)

    objects = ApprovalStepQuerySet.as_manager()

    class Meta(StepDefinition.Meta):
        verbose_name = _("step of an approval")
        verbose_name_plural = _("steps of an approval")
        constraints = [
            *StepDefinition.Meta.constraints,
            models.UniqueConstraint(fields=["approval", "order"], name="approval_step_order_is_unique"),
            models.UniqueConstraint(
                fields=["approval"],
                condition=models.Q(status="current"),
                name="an_approval_waits_at_one_step",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["approved", "returned"])
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="a_decision_has_somebody_who_took_it",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="returned") | ~models.Q(reason=""),
                name="a_return_gives_its_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="current") | models.Q(due_on__isnull=False),
                name="the_current_step_has_a_deadline",
            ),
        ]
        indexes = [
            models.Index(
                fields=["capability", "due_on"],
                condition=models.Q(status="current"),
                name="approval_step_to_decide",
            ),
        ]

    @property
    def deadline(self) -> date:
        """By when the current step is to be decided; the others have none."""
        if self.due_on is None:
            raise ValueError(f"step {self.pk} is not the current one")
        return self.due_on


class Look(models.Model):
    """A record as one approver last saw it, so that the next time shows what changed since."""

    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.BigIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    snapshot = models.JSONField()

    class Meta:
        verbose_name = _("last look")
        verbose_name_plural = _("last looks")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "user"], name="one_last_look_per_person_and_record"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.seen_at:%Y-%m-%d %H:%M}"
