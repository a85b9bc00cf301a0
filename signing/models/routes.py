import pghistory
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.access import is_capability
from core.bilingual import Bilingual


class Reach(models.TextChoices):
    """Whose power counts for a step."""

    DEPARTMENT = "department", _("the record's own department, or anybody above it")
    CENTRE = "centre", _("the whole centre")


@pghistory.track()
class ApprovalRoute(Bilingual):
    """Who decides on a record, one after another."""

    allows_own_decision = models.BooleanField(
        _("may decide on one's own request"),
        default=False,
        help_text=_("Normally two pairs of eyes are needed: whoever asks cannot approve."),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta(Bilingual.Meta):
        verbose_name = _("approval route")
        verbose_name_plural = _("approval routes")
        ordering = ["name_en", "name_zh"]


class StepDefinition(Bilingual):
    """What one step asks for, in a route and in every run of it."""

    order = models.PositiveSmallIntegerField(_("order"))
    capability = models.CharField(_("power needed"), max_length=60)
    reach = models.CharField(_("held over"), max_length=20, choices=Reach, default=Reach.DEPARTMENT)
    days_allowed = models.PositiveSmallIntegerField(
        _("days allowed"), default=5, help_text=_("Calendar days until the decision is overdue.")
    )

    class Meta(Bilingual.Meta):
        abstract = True
        ordering = ["order"]


@pghistory.track()
class RouteStep(StepDefinition):
    """One decision of a route. A change concerns later runs only."""

    route = models.ForeignKey(
        ApprovalRoute, models.CASCADE, related_name="steps", verbose_name=_("approval route")
    )

    class Meta(StepDefinition.Meta):
        verbose_name = _("step of a route")
        verbose_name_plural = _("steps of a route")
        constraints = [
            *StepDefinition.Meta.constraints,
            models.UniqueConstraint(
                fields=["route", "order"],
                name="route_step_order_is_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def clean(self) -> None:
        if not is_capability(self.capability):
            raise ValidationError({"capability": _("Unknown power: %(code)s") % {"code": self.capability}})
