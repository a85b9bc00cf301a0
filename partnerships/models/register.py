from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from core.access import Actor
from core.codes import scheme_choices
from core.models import ScopedModel
from core.search import search_bigrams_field, search_index, search_text_field
from partnerships.models.enterprise import NAME_LENGTH, Enterprise, similarity_index
from partnerships.querysets import RegisterQuerySet

# What a register says besides, under the names that the import gives it.
EXTRA_LABELS = {
    "category": _("legal form"),
    "business": _("scope of business"),
    "capital": _("registered capital, as written"),
}


class RegisterEntry(ScopedModel):
    """A line of a business register, kept for look-up: it feeds search and hints, and is no partner.

    Lines arrive by the hundred thousand through ``COPY``, so ``key`` and ``name_key`` are written by the
    import, not by the fields themselves. The search looks through names only: a code is found by its
    beginning, which spares the larger half of the search's index.
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
    industry = models.CharField(_("industry"), max_length=500, blank=True)
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
    search_text = search_text_field("name")
    search_bigrams = search_bigrams_field("name")

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
            similarity_index("register_by_similar_name"),
            models.Index(fields=["registered_on", "id"], name="register_by_date"),
            models.Index(
                fields=["adopted_as"], condition=Q(adopted_as__isnull=False), name="register_by_adoption"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def extra_in_words(self) -> list[tuple[Any, str]]:
        return [(EXTRA_LABELS.get(name, name), value) for name, value in self.extra.items()]

    @property
    def capital_in_words(self) -> str:
        if self.capital_amount is None:
            return ""
        return f"{number_format(self.capital_amount, 0, force_grouping=True)} {self.capital_currency}".strip()

    def permits(self, actor: Actor, capability: str) -> bool:
        return bool(actor.scope_for(capability))

    def get_absolute_url(self) -> str:
        return reverse("partnerships:register_detail", args=[self.pk])
