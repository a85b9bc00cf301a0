from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalogue.categories import category_name
from catalogue.codes import (
    IndustryLevel,
    OccupationLevel,
    Place,
    RegionLevel,
    Stage,
    place_of_industry,
    place_of_occupation,
    place_of_region,
)
from catalogue.querysets import MajorQuerySet, RegionQuerySet, TreeQuerySet
from core.bilingual import Bilingual
from core.fields import PinyinInitialsField, PinyinKeyField


class Entry(Bilingual):
    """One code of a national catalogue, with its names."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    pinyin_key = PinyinKeyField(source="name_zh")
    pinyin_initials = PinyinInitialsField(source="name_zh")

    class Meta(Bilingual.Meta):
        abstract = True
        ordering = ["code"]

    @property
    def title(self) -> str:
        """Code and name, as pickers show them."""
        return f"{self.code} {self.name}"


class TreeEntry(Entry):
    """An entry below others; its code says where."""

    levels: ClassVar[type[models.TextChoices]]

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )

    class Meta(Entry.Meta):
        abstract = True

    @classmethod
    def place_of(cls, code: str) -> Place:
        """Level and parent. Raises InvalidCode."""
        raise NotImplementedError


class Industry(TreeEntry):
    """National classification of industries, GB/T 4754-2017."""

    levels = IndustryLevel

    level = models.CharField(_("level"), max_length=20, choices=IndustryLevel)

    objects = TreeQuerySet.as_manager()

    class Meta(TreeEntry.Meta):
        verbose_name = _("industry")
        verbose_name_plural = _("industries")

    @classmethod
    def place_of(cls, code: str) -> Place:
        return place_of_industry(code)


class Region(TreeEntry):
    """Administrative divisions: GB/T 2260 in China, ISO 3166-2 elsewhere."""

    levels = RegionLevel

    code = models.CharField(_("code"), max_length=12)
    country = models.CharField(_("country or region"), max_length=2, default="CN")
    level = models.CharField(_("level"), max_length=20, choices=RegionLevel)

    objects = RegionQuerySet.as_manager()

    class Meta(TreeEntry.Meta):
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["country", "code"]
        constraints = [
            *TreeEntry.Meta.constraints,
            models.UniqueConstraint(fields=["country", "code"], name="region_code_is_unique_in_its_country"),
        ]

    @classmethod
    def place_of(cls, code: str) -> Place:
        return place_of_region(code)

    @property
    def full_name(self) -> str:
        """Province, prefecture and county; costs a query per level unless `parent__parent` is selected."""
        names = []
        region: TreeEntry | None = self
        while region is not None:
            names.append(region.name)
            region = region.parent
        return " · ".join(reversed(names))


class Occupation(TreeEntry):
    """Classification of occupations, edition of 2022."""

    levels = OccupationLevel

    level = models.CharField(_("level"), max_length=20, choices=OccupationLevel)

    objects = TreeQuerySet.as_manager()

    class Meta(TreeEntry.Meta):
        verbose_name = _("occupation")
        verbose_name_plural = _("occupations")

    @classmethod
    def place_of(cls, code: str) -> Place:
        return place_of_occupation(code)


class Major(Entry):
    """Catalogue of vocational majors, edition of 2021 with its yearly supplements."""

    class Status(models.TextChoices):
        CURRENT = "current", pgettext_lazy("major", "Current")
        WITHDRAWN = "withdrawn", pgettext_lazy("major", "Withdrawn")

    code = models.CharField(
        _("code"),
        max_length=6,
        unique=True,
        validators=[RegexValidator(r"^\d{6}$", _("A major has six digits."))],
    )
    stage = models.CharField(pgettext_lazy("major", "stage"), max_length=20, choices=Stage)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.CURRENT)

    objects = MajorQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("major")
        verbose_name_plural = _("majors")
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=(
                    models.Q(stage=Stage.BACHELOR, code__gte="21", code__lt="40")
                    | models.Q(stage=Stage.COLLEGE, code__gte="41", code__lt="60")
                    | models.Q(stage=Stage.SECONDARY, code__gte="61", code__lt="80")
                ),
                name="major_code_belongs_to_its_stage",
                violation_error_message=_(
                    "The code says another stage: 21–39 is bachelor, 41–59 college, 61–79 secondary."
                ),
            ),
        ]
        indexes = [models.Index(fields=["stage", "status"], name="major_by_stage")]

    @property
    def category_code(self) -> str:
        return self.code[:2]

    @property
    def class_code(self) -> str:
        return self.code[:4]

    @property
    def category_name(self) -> str | Promise:
        return category_name(self.code)


class CalendarYear(models.Model):
    """A year of a country's working calendar, and whether its notice has been published."""

    country = models.CharField(_("country or region"), max_length=2, default="CN")
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(2000), MaxValueValidator(2200)]
    )
    is_confirmed = models.BooleanField(
        _("confirmed"),
        default=False,
        help_text=_("Once the notice with the moved days is published and entered here."),
    )
    source = models.CharField(_("source"), max_length=200, blank=True, help_text=_("The notice of the year."))

    class Meta:
        verbose_name = _("year of the working calendar")
        verbose_name_plural = _("working calendar")
        ordering = ["country", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["country", "year"], name="a_year_stands_once_in_the_calendar"),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.year}"


class CalendarDay(Bilingual):
    """A day that differs from its weekday: a day off, or a day of rest on which one works."""

    class Kind(models.TextChoices):
        STATUTORY = "statutory", _("statutory holiday")
        DAY_OFF = "day_off", _("day off moved next to a holiday")
        MAKE_UP_WORKDAY = "make_up_workday", _("make-up workday")

    year = models.ForeignKey(
        CalendarYear, models.CASCADE, related_name="days", verbose_name=_("year of the working calendar")
    )
    date = models.DateField(_("day"))
    kind = models.CharField(pgettext_lazy("of a day", "kind"), max_length=20, choices=Kind)

    class Meta(Bilingual.Meta):
        verbose_name = _("day of the working calendar")
        verbose_name_plural = _("days of the working calendar")
        ordering = ["date"]
        constraints = [
            *Bilingual.Meta.constraints,
            models.UniqueConstraint(
                fields=["year", "date"],
                name="a_day_stands_once_in_the_calendar",
                violation_error_message=_("The day stands in the calendar already."),
            ),
        ]

    def clean(self) -> None:
        if self.date and self.year_id and self.date.year != self.year.year:
            raise ValidationError({"date": _("The day lies in another year.")})


class MinimumWage(models.Model):
    """What a month of full work is paid at least, in a region and all that lies in it, from a day on."""

    region = models.ForeignKey(
        Region,
        models.PROTECT,
        related_name="minimum_wages",
        verbose_name=_("region"),
        help_text=_("Province, city or district: the nearest one with an entry counts for a post."),
    )
    monthly = models.DecimalField(
        _("minimum wage a month"), max_digits=10, decimal_places=2, validators=[MinValueValidator(1)]
    )
    effective_from = models.DateField(_("in force from"))
    source = models.CharField(
        _("source"), max_length=200, help_text=_("The notice that sets it, so that others find it.")
    )

    class Meta:
        verbose_name = _("local minimum wage")
        verbose_name_plural = _("local minimum wages")
        ordering = ["region", "-effective_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "effective_from"], name="a_region_has_one_minimum_wage_from_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.effective_from}: {self.monthly}"
