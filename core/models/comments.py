from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Comment(models.Model):
    """Something said beside a record. A concrete table per kind of record adds the key ``parent``.

    A deleted comment keeps its place in the conversation and loses its text.
    """

    author_id: int | None
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("author")
    )
    text = models.TextField(_("text"), max_length=5000, blank=True)
    is_internal = models.BooleanField(
        _("only our staff"), default=True, help_text=_("The other side does not see it.")
    )
    created_at = models.DateTimeField(_("written at"))
    edited_at = models.DateTimeField(_("edited at"), null=True)
    deleted_at = models.DateTimeField(_("deleted at"), null=True)

    class Meta:
        abstract = True
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
