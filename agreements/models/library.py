"""The clause library: texts to start from, kept in versions."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agreements.choices import ClauseCategory
from agreements.models.configuration import AgreementType


class ClauseText(models.Model):
    """A heading and a text in both languages. Texts may hold ``{{ variables }}``."""

    heading_en = models.CharField(_("heading in English"), max_length=200, blank=True)
    heading_zh = models.CharField(_("heading in Chinese"), max_length=200, blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    text_zh = models.TextField(_("text in Chinese"), blank=True)

    class Meta:
        abstract = True

    @property
    def heading(self) -> str:
        if (get_language() or "").startswith("zh"):
            return self.heading_zh or self.heading_en
        return self.heading_en or self.heading_zh


class Clause(models.Model):
    """One subject of the library; its words are in its versions."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    category = models.CharField(_("category"), max_length=20, choices=ClauseCategory)
    is_active = models.BooleanField(_("offered for new agreements"), default=True)

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ["category", "code"]

    def __str__(self) -> str:
        return self.code

    @property
    def current(self) -> ClauseVersion | None:
        """The latest version; uses prefetched versions where there are some."""
        return max(self.versions.all(), key=lambda version: version.number, default=None)


class ClauseVersion(ClauseText):
    """The words of a clause at a time. Never altered: a change is a new version with its reason."""

    clause = models.ForeignKey(Clause, models.CASCADE, related_name="versions", verbose_name=_("clause"))
    number = models.PositiveSmallIntegerField(_("version"))
    variables = models.JSONField(
        _("variables"),
        default=list,
        blank=True,
        help_text=_("What somebody fills in: name, kind (text, number, date), label in both languages."),
    )
    reason = models.CharField(_("reason for the change"), max_length=300)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("author"),
        help_text=_("Empty for the texts that came with the program."),
    )
    created_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("version of a clause")
        verbose_name_plural = _("versions of a clause")
        ordering = ["clause", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["clause", "number"], name="clause_version_number_is_unique"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="a_clause_changes_for_a_reason"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="clause_versions_are_never_altered", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.heading} (v{self.number})"


@pghistory.track()
class TemplateClause(models.Model):
    """A clause in the template of a type."""

    type = models.ForeignKey(
        AgreementType, models.CASCADE, related_name="template", verbose_name=_("type of agreement")
    )
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="templates", verbose_name=_("clause"))
    order = models.PositiveSmallIntegerField(_("order"))
    is_mandatory = models.BooleanField(
        _("mandatory"), default=False, help_text=_("Cannot be taken out of an agreement of this type.")
    )

    class Meta:
        verbose_name = _("clause of a template")
        verbose_name_plural = _("clauses of a template")
        ordering = ["type", "order"]
        constraints = [
            models.UniqueConstraint(fields=["type", "clause"], name="a_template_has_a_clause_once"),
            models.UniqueConstraint(
                fields=["type", "order"],
                name="template_order_is_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.clause}"
