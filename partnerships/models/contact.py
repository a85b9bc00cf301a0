from __future__ import annotations

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.models import ScopedModel
from partnerships.models.enterprise import Enterprise
from partnerships.querysets import PORTAL_ROLES, ContactQuerySet


class ContactRole(models.TextChoices):
    """What a person of the enterprise does in the cooperation; one person may do several."""

    LIAISON = "liaison", _("Liaison")
    SIGNATORY = "signatory", _("Signatory")
    MENTOR = "mentor", _("Mentor")
    TECHNICIAN = "technician", _("Technician")
    OTHER = "other", _("Other")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Contact(ScopedModel):
    """Somebody who works at an enterprise."""

    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="contacts", verbose_name=_("enterprise")
    )
    name = models.CharField(_("name"), max_length=100)
    name_latin = models.CharField(_("name in Latin letters"), max_length=100, blank=True)
    title = models.CharField(_("job title"), max_length=100, blank=True)
    roles = ArrayField(
        models.CharField(max_length=20, choices=ContactRole), verbose_name=_("roles"), default=list
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    wechat = models.CharField(_("WeChat"), max_length=60, blank=True)
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=[("zh-hans", _("Simplified Chinese")), ("en", _("English"))],
        default="zh-hans",
        help_text=_("In which we write to them."),
    )
    is_primary = models.BooleanField(
        _("first to ask"), default=False, help_text=_("The person we turn to when nobody else is named.")
    )
    left_on = models.DateField(_("left on"), null=True, blank=True, editable=False)
    notes = models.TextField(_("notes"), blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="contacts",
        verbose_name=_("signs in as"),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["-is_primary", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(is_primary=True),
                name="enterprise_has_one_primary_contact",
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(is_primary=False),
                name="contact_who_left_is_not_primary",
                violation_error_message=_("Somebody who has left cannot be the first to ask."),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="contact_has_a_name"),
        ]
        indexes = [models.Index(fields=["user"], condition=Q(user__isnull=False), name="contact_by_user")]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name as the page's language writes it."""
        if self.name_latin and not (get_language() or "").startswith("zh"):
            return self.name_latin
        return self.name

    @property
    def may_be_invited(self) -> bool:
        """Whether there are an address and a role, and the person is not in the portal yet."""
        return (
            self.user_id is None
            and self.left_on is None
            and bool(self.email)
            and bool(set(self.roles) & set(PORTAL_ROLES))
        )

    @property
    def role_labels(self) -> list[str]:
        return [str(ContactRole(role).label) for role in self.roles]

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs a query where the enterprise is not fetched along."""
        return self.enterprise.department_id

    def get_absolute_url(self) -> str:
        return reverse("partnerships:enterprise_detail", args=[self.enterprise_id]) + "?tab=contacts"
