"""What people add beside an agreement: files, and what they say to each other."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.choices import CONCLUDED_STATES, AmendmentState
from agreements.models.agreement import Agreement
from agreements.models.amendments import Amendment
from core.models import Attachment, Comment


class AgreementFile(Attachment):
    """A scan of the signed paper, an annex, a licence."""

    class Purpose(models.TextChoices):
        SCAN = "scan", _("scan of the signed paper")
        ANNEX = "annex", _("annex")
        LICENCE = "licence", _("licence or certificate of a party")
        OTHER = "other", _("other")

    parent = models.ForeignKey(Agreement, models.CASCADE, related_name="files", verbose_name=_("agreement"))
    amendment = models.ForeignKey(
        Amendment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="files",
        verbose_name=_("amendment"),
        help_text=_("Empty: the agreement itself."),
    )
    purpose = models.CharField(_("what it is"), max_length=20, choices=Purpose, default=Purpose.OTHER)

    class Meta(Attachment.Meta):
        verbose_name = _("file of an agreement")
        verbose_name_plural = _("files of an agreement")

    @property
    def is_proof(self) -> bool:
        """Whether it is the scan of a paper that is concluded; reads the agreement or the amendment."""
        if self.purpose != self.Purpose.SCAN:
            return False
        if self.amendment is not None:
            return self.amendment.state == AmendmentState.SIGNED
        return self.parent.state in CONCLUDED_STATES


class AgreementComment(Comment):
    parent = models.ForeignKey(
        Agreement, models.CASCADE, related_name="comments", verbose_name=_("agreement")
    )

    class Meta(Comment.Meta):
        verbose_name = _("comment on an agreement")
        verbose_name_plural = _("comments on an agreement")
