from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A list as somebody likes it: filters, sort order and columns under a name."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    list_name = models.CharField(max_length=100)
    name = models.CharField(_("name"), max_length=80)
    query = models.TextField(help_text=_("The list's address after the question mark."), blank=True)
    is_on_home = models.BooleanField(
        _("on my first page"), default=False, help_text=_("Its name and number stand on the first page.")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "list_name", "name"], name="saved_view_name_is_unique_per_list"
            ),
        ]

    def __str__(self) -> str:
        return self.name
