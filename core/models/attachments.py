from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.filetypes import FileType, type_of

ATTACHMENTS = "attachments"


def random_name(instance: models.Model, filename: str) -> str:
    """Where a file lies says nothing about it: neither its name nor its kind."""
    name = uuid4().hex
    return f"{ATTACHMENTS}/{name[:2]}/{name}"


class Attachment(models.Model):
    """A file beside a record. A concrete table per kind of record adds the key ``parent``."""

    file = models.FileField(_("file"), upload_to=random_name, max_length=100)
    name = models.CharField(_("name"), max_length=255, help_text=_("As whoever added it called it."))
    mime = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(pgettext_lazy("of a file", "size"), help_text=_("In bytes."))
    sha256 = models.CharField("SHA-256", max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("added by")
    )
    added_at = models.DateTimeField(_("added at"))

    class Meta:
        abstract = True
        ordering = ["-added_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def type(self) -> FileType:
        return type_of(self.mime)

    @property
    def kind(self) -> str:
        """The type in words."""
        return str(self.type.label)
