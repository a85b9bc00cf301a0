from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import ScopedModel
from partnerships.models.contact import Contact
from partnerships.models.enterprise import Enterprise
from partnerships.querysets import InteractionQuerySet


class InteractionKind(models.TextChoices):
    VISIT = "visit", _("Visit")
    MEETING = "meeting", _("Meeting")
    CALL = "call", _("Call")
    EMAIL = "email", _("E-mail")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Interaction(ScopedModel):
    """We met, called or wrote: what was said, and what somebody has to do next."""

    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="interactions", verbose_name=_("enterprise")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=InteractionKind)
    happened_at = models.DateTimeField(_("when"))
    place = models.CharField(_("place"), max_length=150, blank=True)
    summary = models.CharField(_("summary"), max_length=200)
    minutes = models.TextField(_("minutes"), blank=True)
    staff = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="interactions", verbose_name=_("from the centre")
    )
    contacts = models.ManyToManyField(
        Contact, blank=True, related_name="interactions", verbose_name=_("from the enterprise")
    )
    next_action = models.CharField(_("next action"), max_length=200, blank=True)
    next_action_on = models.DateField(_("due on"), null=True, blank=True)
    next_action_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="next_actions",
        verbose_name=_("to be done by"),
    )
    next_action_done_at = models.DateTimeField(_("done"), null=True, blank=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    created_at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)

    objects = InteractionQuerySet.as_manager()

    class Meta:
        verbose_name = _("interaction")
        verbose_name_plural = _("interactions")
        ordering = ["-happened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(next_action="", next_action_on=None, next_action_owner=None)
                | (~Q(next_action="") & Q(next_action_on__isnull=False, next_action_owner__isnull=False)),
                name="next_action_has_a_date_and_somebody_to_do_it",
                violation_error_message=_("Say what is to be done, by when and by whom, or none of it."),
            ),
            models.CheckConstraint(
                condition=Q(next_action_done_at=None) | ~Q(next_action=""),
                name="only_an_action_can_be_done",
            ),
        ]
        indexes = [
            models.Index(fields=["enterprise", "-happened_at"], name="interaction_by_enterprise"),
            models.Index(
                fields=["next_action_owner", "next_action_on"],
                condition=Q(next_action_done_at=None) & ~Q(next_action=""),
                name="interaction_by_open_action",
            ),
            models.Index(
                fields=["next_action_on", "id"],
                condition=Q(next_action_done_at=None) & ~Q(next_action=""),
                name="interaction_by_due_date",
            ),
        ]

    def __str__(self) -> str:
        return self.summary

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs a query where the enterprise is not fetched along."""
        return self.enterprise.department_id

    @property
    def has_open_action(self) -> bool:
        return bool(self.next_action) and self.next_action_done_at is None

    def get_absolute_url(self) -> str:
        return reverse("partnerships:interaction_detail", args=[self.pk])
