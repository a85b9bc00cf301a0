from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Attachment, Comment
from partnerships.models.enterprise import Enterprise
from partnerships.models.interaction import Interaction


class EnterpriseFile(Attachment):
    """A paper about an enterprise: what shows that it may do what we send people there for."""

    class Purpose(models.TextChoices):
        LICENCE = "licence", _("business licence")
        PERMIT = "permit", _("industry permit")
        PHOTOGRAPH = "photograph", _("photograph")
        PRESENTATION = "presentation", _("presentation")
        OTHER = "other", _("other")

    parent = models.ForeignKey(Enterprise, models.CASCADE, related_name="files", verbose_name=_("enterprise"))
    purpose = models.CharField(_("what it is"), max_length=20, choices=Purpose, default=Purpose.OTHER)

    class Meta(Attachment.Meta):
        verbose_name = _("file of an enterprise")
        verbose_name_plural = _("files of enterprises")


class EnterpriseComment(Comment):
    """Something a colleague said about an enterprise."""

    parent = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="comments", verbose_name=_("enterprise")
    )

    class Meta(Comment.Meta):
        verbose_name = _("comment on an enterprise")
        verbose_name_plural = _("comments on enterprises")


class InteractionFile(Attachment):
    """What was shown or handed over at a visit or meeting, or a picture of it."""

    parent = models.ForeignKey(
        Interaction, models.CASCADE, related_name="files", verbose_name=_("interaction")
    )

    class Meta(Attachment.Meta):
        verbose_name = _("file of an interaction")
        verbose_name_plural = _("files of interactions")
