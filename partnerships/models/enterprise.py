from __future__ import annotations

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Department
from catalogue.countries import country_name
from catalogue.models import Industry, Region
from core.bilingual import Bilingual
from core.codes import get_scheme, scheme_choices
from core.fields import NameKeyField, PinyinInitialsField, PinyinKeyField
from core.look import Chip, Meaning
from core.models import ScopedModel
from core.search import search_bigrams_field, search_index, search_text_field
from partnerships.querysets import EnterpriseQuerySet

# Longer than any legal name in the world's registers of legal entities.
NAME_LENGTH = 300
SEARCHED = ("name", "name_en", "code", "other_names", "pinyin_initials")


def similarity_index(name: str) -> GinIndex:
    """For rows whose name is the same as, or like, a given one, whatever the legal form behind it."""
    return GinIndex(fields=["name_key"], opclasses=["gin_trgm_ops"], name=name)


class Stage(models.TextChoices):
    """How far the relationship with an enterprise has come."""

    PROSPECT = "prospect", _("Prospect")
    IN_TALKS = "in_talks", _("In talks")
    PARTNER = "partner", _("Partner")
    DORMANT = "dormant", _("Dormant")
    ENDED = "ended", _("Ended")
    BARRED = "barred", _("Barred")


STAGE_CHIPS = {
    Stage.PROSPECT: Chip(Stage.PROSPECT.label, Meaning.INACTIVE, "target"),
    Stage.IN_TALKS: Chip(Stage.IN_TALKS.label, Meaning.WAITING, "message"),
    Stage.PARTNER: Chip(Stage.PARTNER.label, Meaning.GOOD, "heart-handshake"),
    Stage.DORMANT: Chip(Stage.DORMANT.label, Meaning.INACTIVE, "moon"),
    Stage.ENDED: Chip(Stage.ENDED.label, Meaning.INACTIVE, "archive"),
    Stage.BARRED: Chip(Stage.BARRED.label, Meaning.STOPPED, "ban"),
}


class SizeBand(models.TextChoices):
    """The four bands of the national standard for small and medium-sized enterprises (2011)."""

    MICRO = "micro", _("Micro")
    SMALL = "small", _("Small")
    MEDIUM = "medium", _("Medium")
    LARGE = "large", _("Large")


class Tag(Bilingual):
    """A word by which the centre groups its enterprises."""

    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(Bilingual.Meta):
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name_en", "name_zh"]
        constraints = [
            *Bilingual.Meta.constraints,
            models.UniqueConstraint(fields=["name_en", "name_zh"], name="tag_is_named_once"),
        ]


@pghistory.track(
    exclude=[
        "name_key",
        "pinyin_key",
        "pinyin_initials",
        "other_names",
        "search_text",
        "search_bigrams",
        "updated_at",
    ]
)
class Enterprise(ScopedModel):
    """An enterprise the centre has, wants or had a relationship with."""

    name = models.CharField(_("legal name"), max_length=NAME_LENGTH, help_text=_("As registered."))
    name_en = models.CharField(_("English name"), max_length=NAME_LENGTH, blank=True)
    scheme = models.CharField(_("register"), max_length=20, choices=scheme_choices, default="uscc")
    code = models.CharField(_("registration code"), max_length=40, null=True, blank=True)  # noqa: DJ001 - unique where present
    industry = models.ForeignKey(
        Industry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("industry"),
    )
    country = models.CharField(_("country or region"), max_length=2, default="CN")
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("region"),
    )
    address = models.CharField(_("address"), max_length=300, blank=True)
    size_band = models.CharField(_("size"), max_length=10, choices=SizeBand, blank=True)
    staff_count = models.PositiveIntegerField(_("number of staff"), null=True, blank=True)
    is_integration_type = models.BooleanField(
        _("of the integration type"),
        null=True,
        blank=True,
        help_text=_(
            "Whether it is listed as an enterprise that integrates production and education: the law then "
            "asks it to reserve posts for teachers."
        ),
    )
    website = models.URLField(_("website"), blank=True)

    state = models.CharField(_("stage"), max_length=20, choices=Stage, default=Stage.PROSPECT, editable=False)
    state_since = models.DateTimeField(_("in this stage since"), default=timezone.now, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="enterprises_owned",
        db_index=False,
        verbose_name=_("owner"),
        help_text=_("Who looks after the relationship."),
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="enterprises",
        db_index=False,
        verbose_name=_("department"),
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="enterprises", verbose_name=_("tags"))
    notes = models.TextField(_("notes"), blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_from",
        db_index=False,
        verbose_name=_("merged into"),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)

    name_key = NameKeyField(source="name")
    pinyin_key = PinyinKeyField(source="name")
    pinyin_initials = PinyinInitialsField(source="name")
    other_names = models.TextField(
        editable=False, blank=True, help_text=_("Former names and aliases, one a line, for the search.")
    )
    search_text = search_text_field(*SEARCHED)
    search_bigrams = search_bigrams_field(*SEARCHED)

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        ordering = ["pinyin_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "code"],
                name="enterprise_code_is_used_once",
                violation_error_message=_("Another enterprise has this registration code."),
            ),
            models.CheckConstraint(
                condition=Q(code__isnull=True) | ~Q(code=""), name="enterprise_code_is_absent_or_something"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="enterprise_has_a_name"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="enterprise_is_not_merged_into_itself",
            ),
        ]
        indexes = [
            search_index("enterprise_by_bigram"),
            similarity_index("enterprise_by_similar_name"),
            models.Index(fields=["name_key"], name="enterprise_by_folded_name"),
            models.Index(fields=["pinyin_key", "id"], name="enterprise_by_name"),
            models.Index(fields=["state", "pinyin_key", "id"], name="enterprise_by_stage"),
            models.Index(fields=["department", "pinyin_key", "id"], name="enterprise_by_department"),
            models.Index(fields=["owner", "pinyin_key", "id"], name="enterprise_by_owner"),
            models.Index(fields=["region", "pinyin_key", "id"], name="enterprise_by_region"),
            models.Index(fields=["industry", "pinyin_key", "id"], name="enterprise_by_industry"),
            models.Index(fields=["size_band", "pinyin_key", "id"], name="enterprise_by_size"),
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="enterprise_by_merge"
            ),
            models.Index(fields=["staff_count", "id"], name="enterprise_by_staff_count"),
            models.Index(fields=["state_since", "id"], name="enterprise_by_state_since"),
            models.Index(fields=["updated_at", "id"], name="enterprise_by_change"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name as the page's language writes it; the legal name stands on papers."""
        if self.name_en and not (get_language() or "").startswith("zh"):
            return self.name_en
        return self.name

    @property
    def chip(self) -> Chip:
        return STAGE_CHIPS[Stage(self.state)]

    @property
    def country_name(self) -> str:
        return country_name(self.country)

    @property
    def is_barred(self) -> bool:
        return self.state == Stage.BARRED

    def get_absolute_url(self) -> str:
        return reverse("partnerships:enterprise_detail", args=[self.pk])

    def clean(self) -> None:
        """Brings the code into its register's form, and refuses one that cannot be right."""
        scheme = get_scheme(self.scheme)
        self.code = scheme.normalise(self.code or "") or None
        if self.code and (problem := scheme.problem(self.code)):
            raise ValidationError({"code": problem.label})


class NameKind(models.TextChoices):
    FORMER = "former", _("Former name")
    ALIAS = "alias", _("Also called")
    MERGED = "merged", _("Name of a merged record")


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["name_key"]
)
class EnterpriseName(models.Model):
    """A name beside the legal and the English one, under which people still look for the enterprise."""

    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="names", verbose_name=_("enterprise")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=NameKind, default=NameKind.ALIAS)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("For a former name."))
    name_key = NameKeyField(source="name")

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["kind", "-until", "name"]
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "name"], name="enterprise_has_each_name_once"),
        ]
        indexes = [similarity_index("other_name_by_similar_name")]

    def __str__(self) -> str:
        return self.name
