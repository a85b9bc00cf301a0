"""Which enterprises agreed to stand on the public page of the centre, and their logos."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.fields import decider
from core.look import Chip, Meaning
from core.models import Attachment, ScopedModel
from information.story_querysets import NamingQuerySet
from partnerships.models import Enterprise


class NamingState(models.TextChoices):
    NAMED = "named", pgettext_lazy("in public", "May be named")
    ENDED = "ended", pgettext_lazy("in public", "Not to be named")


NAMING_CHIPS = {
    NamingState.NAMED: Chip(NamingState.NAMED.label, Meaning.GOOD, "circle-check"),
    NamingState.ENDED: Chip(NamingState.ENDED.label, Meaning.INACTIVE, "ban"),
}


@pghistory.track()
class Naming(ScopedModel):
    """What an enterprise said of being named in public.

    Attributes:
        with_posts: its open posts for interns may be shown as well.
        evidence: by what it agreed, where not its liaison did at the portal.
    """

    enterprise = models.OneToOneField(
        Enterprise, models.PROTECT, related_name="naming", verbose_name=_("enterprise")
    )
    state = models.CharField(
        _("state"), max_length=6, choices=NamingState, default=NamingState.ENDED, editable=False
    )
    with_posts = models.BooleanField(
        _("with its open posts"),
        default=False,
        help_text=_("Their names, places and numbers of seats stand on the public page."),
    )
    evidence = models.CharField(
        _("by what it agreed"),
        max_length=500,
        blank=True,
        help_text=_("A letter, an e-mail, the minutes of a meeting: of which day, by whom."),
    )
    said_by = decider(_("said or entered by"))
    said_at = models.DateTimeField(_("said at"), editable=False)
    by_enterprise = models.BooleanField(_("said at the portal"), default=False, editable=False)

    objects = NamingQuerySet.as_manager()

    class Meta:
        verbose_name = _("naming of a partner")
        verbose_name_plural = _("naming of partners")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=NamingState.NAMED, by_enterprise=False) | ~Q(evidence=""),
                name="who_is_named_agreed_by_something",
                violation_error_message=_("Say by what the enterprise agreed."),
            )
        ]

    def __str__(self) -> str:
        return str(self.enterprise)

    @property
    def chip(self) -> Chip:
        return NAMING_CHIPS[NamingState(self.state)]

    @property
    def is_refused(self) -> bool:
        """Whether the enterprise itself said no: then nobody says yes for it."""
        return self.state == NamingState.ENDED and self.by_enterprise

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs a query where the enterprise is not fetched along."""
        return self.enterprise.department_id

    def get_absolute_url(self) -> str:
        return reverse("partnerships:enterprise_detail", args=[self.enterprise_id]) + "?tab=stories"


class NamingFile(Attachment):
    """The logo to be shown, or the paper by which the enterprise agreed."""

    class Purpose(models.TextChoices):
        LOGO = "logo", _("Logo")
        EVIDENCE = "evidence", _("Evidence")

    department_id = None  # shown to whoever sees its naming

    parent = models.ForeignKey(
        Naming, models.CASCADE, related_name="files", verbose_name=_("naming of a partner")
    )
    purpose = models.CharField(_("purpose"), max_length=8, choices=Purpose)

    class Meta(Attachment.Meta):
        verbose_name = _("file of a naming")
        verbose_name_plural = _("files of namings")
        constraints = [
            models.UniqueConstraint(
                fields=["parent"], condition=Q(purpose="logo"), name="a_partner_has_one_logo"
            )
        ]
