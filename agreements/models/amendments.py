import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.choices import AmendmentState
from agreements.models.agreement import Agreement
from agreements.models.seals import sealed_amendment, sealed_with_amendment
from agreements.querysets import AmendmentQuerySet
from core.access import Actor
from core.models import ScopedModel


@pghistory.track()
class Amendment(ScopedModel):
    """A change of a signed agreement, itself approved and signed; the agreement's text stays."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=20, choices=AmendmentState, default=AmendmentState.DRAFT)
    reason = models.TextField(_("reason"))
    effective_on = models.DateField(_("effective from"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    created_at = models.DateTimeField(_("proposed at"))
    signed_on = models.DateField(_("signed on"), null=True, blank=True)

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="amendment_number_is_unique"),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(
                    state__in=[
                        AmendmentState.IN_REVIEW,
                        AmendmentState.APPROVED,
                        AmendmentState.OUT_FOR_SIGNATURE,
                    ]
                ),
                name="one_amendment_is_on_its_way_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="an_amendment_gives_its_reason"),
            models.CheckConstraint(
                condition=Q(state=AmendmentState.SIGNED, signed_on__isnull=False)
                | (~Q(state=AmendmentState.SIGNED) & Q(signed_on=None)),
                name="a_signed_amendment_says_when",
            ),
        ]
        triggers = [sealed_amendment()]

    def __str__(self) -> str:
        return _("Amendment %(number)d to %(agreement)s") % {
            "number": self.number,
            "agreement": self.agreement.number,
        }

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """An amendment belongs where its agreement does. Reads the agreement."""
        return self.agreement.department_id

    def permits(self, actor: Actor, capability: str) -> bool:
        return self.agreement.permits(actor, capability)

    def get_absolute_url(self) -> str:
        return reverse("agreements:amendment_detail", args=[self.pk])


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class AmendmentChange(models.Model):
    """One change, from → to."""

    class Kind(models.TextChoices):
        FIELD = "field", _("term")
        CLAUSE = "clause", _("clause")

    amendment = models.ForeignKey(Amendment, models.CASCADE, related_name="changes")
    order = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    target = models.CharField(
        _("what changes"),
        max_length=40,
        help_text=_("The name of the term, or the key of the clause (see agreements.terms)."),
    )
    before = models.JSONField(_("from"), null=True, blank=True)
    after = models.JSONField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["amendment", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["amendment", "kind", "target"], name="an_amendment_changes_a_term_once"
            ),
            models.UniqueConstraint(fields=["amendment", "order"], name="amendment_change_order_is_unique"),
        ]
        triggers = [sealed_with_amendment()]

    def __str__(self) -> str:
        return f"{self.amendment_id}: {self.target}"
