from __future__ import annotations

from datetime import date

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Department
from catalogue.models import Major
from core.fields import PinyinKeyField
from core.models import ScopedModel
from core.search import search_bigrams_field, search_index, search_text_field
from internships.calendar import study_year
from internships.querysets import ClassQuerySet
from teachers.models import Teacher


@pghistory.track(exclude=["pinyin_key", "search_text", "search_bigrams"])
class SchoolClass(ScopedModel):
    """Students who entered in one year for one major, with the teacher who looks after them."""

    name = models.CharField(
        _("name"), max_length=60, unique=True, help_text=_("As the school says it: 数控2301.")
    )
    pinyin_key = PinyinKeyField(source="name")
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="classes", verbose_name=_("department")
    )
    major = models.ForeignKey(Major, models.PROTECT, related_name="classes", verbose_name=_("major"))
    entered_in = models.PositiveSmallIntegerField(
        _("entered in"),
        validators=[MinValueValidator(1990), MaxValueValidator(2100)],
        help_text=_("The year of the first September; study years are counted from it."),
    )
    years = models.PositiveSmallIntegerField(
        _("length in years"), default=3, validators=[MinValueValidator(1), MaxValueValidator(6)]
    )
    class_teacher = models.ForeignKey(
        Teacher,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="classes",
        verbose_name=_("class teacher"),
    )
    graduated_on = models.DateField(_("graduated on"), null=True, blank=True, editable=False)
    search_text = search_text_field("name")
    search_bigrams = search_bigrams_field("name")

    objects = ClassQuerySet.as_manager()

    class Meta:
        verbose_name = _("class")
        verbose_name_plural = _("classes")
        ordering = ["-entered_in", "pinyin_key", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="class_has_a_name")]
        indexes = [
            search_index("class_by_bigram"),
            models.Index(fields=["pinyin_key", "id"], name="class_by_name"),
            models.Index(fields=["entered_in", "pinyin_key", "id"], name="class_by_entry"),
            models.Index(fields=["department", "entered_in", "id"], name="class_by_department"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("internships:class_detail", args=[self.pk])

    def study_year(self, on: date) -> int:
        return study_year(self.entered_in, on)
