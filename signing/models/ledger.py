import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from signing.models.envelopes import Envelope, Signatory


class EnvelopeEvent(models.Model):
    """One line of an envelope's ledger. Each carries the hash of the one before it; none is ever altered.

    Written by :func:`signing.ledger.write` only.
    """

    class Kind(models.TextChoices):
        SENT = "sent", _("sent out")
        CARRIED = "carried", _("signature kept from the earlier envelope")
        INVITED = "invited", _("asked to sign")
        REMINDED = "reminded", _("reminded")
        READDRESSED = "readdressed", _("was sent the link again")
        HANDED_OVER = "handed_over", _("was handed the link")
        LINK_REVOKED = "link_revoked", _("had the link taken back")
        OPENED = "opened", _("opened the document")
        READ = "read", _("saw every page")
        CONSENTED = "consented", _("agreed to sign electronically")
        AUTHORISED = "authorised", _("handed in a proof of authority")
        CODE_SENT = "code_sent", _("was sent a code")
        IDENTITY_REFUSED = "identity_refused", _("gave a wrong code")
        IDENTIFIED = "identified", _("was identified")
        SIGNED = "signed", _("signed")
        SIGNED_ON_PAPER = "signed_on_paper", _("signed on paper")
        DECLINED = "declined", _("declined")
        VOIDED = "voided", _("called off")
        EXPIRED = "expired", _("ended with its deadline")
        COMPLETED = "completed", _("signed by all")
        SEALED = "sealed", _("sealed")

    envelope = models.ForeignKey(Envelope, models.PROTECT, related_name="events", verbose_name=_("envelope"))
    sequence = models.PositiveIntegerField(_("number"))
    at = models.DateTimeField(_("at"))
    kind = models.CharField(_("what happened"), max_length=30, choices=Kind)
    signatory = models.ForeignKey(
        Signatory, models.PROTECT, null=True, related_name="events", verbose_name=_("signatory")
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("actor")
    )
    details = models.JSONField(_("details"), default=dict, encoder=DjangoJSONEncoder)
    previous_hash = models.CharField(_("hash before"), max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("event of an envelope")
        verbose_name_plural = _("ledger of envelopes")
        ordering = ["envelope", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["envelope", "sequence"], name="events_of_an_envelope_are_numbered"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="the_ledger_is_never_altered", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.envelope_id}/{self.sequence} {self.kind}"
