from django.db import models
from django.utils.translation import gettext_lazy as _

from signing.models.envelopes import Envelope


class SealOrder(models.Model):
    """An envelope that everybody has signed and that is to be sealed; gone when it is."""

    envelope = models.OneToOneField(
        Envelope, models.CASCADE, related_name="seal_order", verbose_name=_("envelope")
    )
    ordered_at = models.DateTimeField(_("ordered at"))
    next_attempt_at = models.DateTimeField(_("next attempt"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("why it is not sealed yet"), blank=True)

    class Meta:
        verbose_name = _("document to be sealed")
        verbose_name_plural = _("documents to be sealed")
        ordering = ["ordered_at", "pk"]

    def __str__(self) -> str:
        return str(self.envelope)
