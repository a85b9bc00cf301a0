from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import ScopedModel
from internships.models import Guardian
from placements.guardian_querysets import GuardianPageQuerySet


class GuardianPage(ScopedModel):
    """A guardian's own page about the internship of their child, without an account, by a link that lasts.

    Where the link went, when it was opened and taken back, its :class:`signing.models.TaskLink` says.
    """

    guardian = models.OneToOneField(Guardian, models.CASCADE, related_name="page", verbose_name=_("guardian"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("given by")
    )
    given_at = models.DateTimeField(_("given"))

    objects = GuardianPageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page of a guardian")
        verbose_name_plural = _("pages of guardians")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.guardian)

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs queries where guardian, student and class are not fetched along."""
        return self.guardian.department_id

    def get_absolute_url(self) -> str:
        return f"{self.guardian.get_absolute_url()}?tab=guardian_pages"
