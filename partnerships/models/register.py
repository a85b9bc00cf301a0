from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import Actor
from core.codes import scheme_choices
from core.models import ScopedModel
from core.search import search_index
from partnerships.models.enterprise import NAME_LENGTH, Enterprise
from partnerships.querysets import RegisterQuerySet


class RegisterEntry(ScopedModel):
    """A line of a business register, kept for look-up: it feeds search and hints, and is no partner.

    Lines arrive by the hundred thousand through ``COPY``, which writes every column itself: the
    keys and bigrams of the name come from ``partnerships.register``.
    """

    scheme = models.CharField(_("register"), max_length=20, choices=scheme_choices)
    key = models.CharField(
        max_length=NAME_LENGTH,
        editable=False,
        help_text=_("What tells the line from all others of its register: the code, else the folded name."),
    )
    code = models.CharField(_("registration code"), max_length=40, blank=True)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    name_key = models.CharField(max_length=NAME_LENGTH, editable=False)
    country = models.CharField(_("country or region"), max_length=2, blank=True)
    region = models.CharField(_("region"), max_length=100, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    industry = models.CharField(_("industry"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=60, blank=True)
    registered_on = models.DateField(_("registered on"), null=True, blank=True)
    capital_amount = models.DecimalField(
        _("registered capital"), max_digits=20, decimal_places=2, null=True, blank=True
    )
    capital_currency = models.CharField(_("currency"), max_length=3, blank=True)
    extra = models.JSONField(_("further columns"), default=dict, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True, help_text=_("The file it came in."))
    imported_at = models.DateTimeField(_("imported"), editable=False)
    adopted_as = models.ForeignKey(
        Enterprise,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="register_entries",
        verbose_name=_("adopted as"),
    )
    search_text = models.TextField(editable=False)
    search_bigrams = ArrayField(models.TextField(), editable=False)

    department_id = None

    objects = RegisterQuerySet.as_manager()

    class Meta:
        verbose_name = _("register entry")
        verbose_name_plural = _("register entries")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "key"], name="register_entry_is_listed_once"),
        ]
        indexes = [
            search_index("register_by_bigram"),
            models.Index(fields=["code"], name="register_by_code"),
            models.Index(fields=["name_key"], name="register_by_name_key"),
            models.Index(fields=["registered_on", "id"], name="register_by_date"),
            models.Index(
                fields=["adopted_as"], condition=Q(adopted_as__isnull=False), name="register_by_adoption"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def permits(self, actor: Actor, capability: str) -> bool:
        return bool(actor.scope_for(capability))

    def get_absolute_url(self) -> str:
        return reverse("partnerships:register_entry", args=[self.pk])
