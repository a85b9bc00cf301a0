from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Department
from catalogue.models import Major, Region
from core.fields import PinyinInitialsField, PinyinKeyField
from core.models import ScopedModel
from core.search import search_bigrams_field, search_index, search_text_field
from teachers.querysets import TeacherQuerySet

SEARCHED = ("name", "name_latin", "staff_number", "pinyin_initials")


class TeacherKind(models.TextChoices):
    """What somebody teaches: who can be recognised as dual-qualified (教师厅〔2022〕2号) and how much
    enterprise practice they owe (教师〔2016〕3号, Article 4) depend on it."""

    SPECIALIST = "specialist", _("Specialist courses")
    INSTRUCTOR = "instructor", _("Internship instructor")
    GENERAL = "general", _("General courses")


class Rank(models.TextChoices):
    """The rank of a professional title (职称层级)."""

    NONE = "none", pgettext_lazy("rank of a teacher", "None")
    JUNIOR = "junior", pgettext_lazy("rank of a teacher", "Junior")
    INTERMEDIATE = "intermediate", pgettext_lazy("rank of a teacher", "Intermediate")
    ASSOCIATE_SENIOR = "associate_senior", pgettext_lazy("rank of a teacher", "Associate senior")
    SENIOR = "senior", pgettext_lazy("rank of a teacher", "Senior")


@pghistory.track(exclude=["pinyin_key", "pinyin_initials", "search_text", "search_bigrams"])
class Teacher(ScopedModel):
    """Somebody who teaches at the centre, and accompanies internships.

    Department, kind and the day of leaving are those of the service of today; what they were on
    another day, :class:`teachers.models.ServicePeriod` tells.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="teacher",
        verbose_name=_("signs in as"),
    )
    staff_number = models.CharField(_("staff number"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=100)
    name_latin = models.CharField(_("name in Latin letters"), max_length=100, blank=True)
    pinyin_key = PinyinKeyField(source="name")
    pinyin_initials = PinyinInitialsField(source="name")
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="teachers", verbose_name=_("department")
    )
    kind = models.CharField(
        pgettext_lazy("of a teacher", "kind"),
        max_length=20,
        choices=TeacherKind,
        default=TeacherKind.SPECIALIST,
    )
    title = models.CharField(
        pgettext_lazy("of a teacher", "professional title"),
        max_length=60,
        blank=True,
        help_text=_("As it reads on the certificate, such as 高级讲师."),
    )
    rank = models.CharField(
        pgettext_lazy("of a teacher", "rank"), max_length=20, choices=Rank, default=Rank.NONE
    )
    majors = models.ManyToManyField(
        Major,
        blank=True,
        related_name="teachers",
        verbose_name=pgettext_lazy("of a teacher", "majors taught"),
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("district"),
        help_text=_("Where they live or teach: posts for teachers near by suit them. Empty: the centre’s."),
    )
    birth_date = models.DateField(_("born on"), null=True, blank=True)
    hired_on = models.DateField(_("hired on"), null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    search_text = search_text_field(*SEARCHED)
    search_bigrams = search_bigrams_field(*SEARCHED)

    objects = TeacherQuerySet.as_manager()

    class Meta:
        verbose_name = _("teacher")
        verbose_name_plural = _("teachers")
        ordering = ["pinyin_key", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="teacher_has_a_name"),
            models.CheckConstraint(
                condition=Q(left_on__gte=models.F("hired_on")),
                name="teacher_leaves_after_being_hired",
                violation_error_message=_("Nobody leaves before being hired."),
            ),
        ]
        indexes = [
            search_index("teacher_by_bigram"),
            models.Index(fields=["pinyin_key", "id"], name="teacher_by_name"),
            models.Index(fields=["department", "pinyin_key", "id"], name="teacher_by_department"),
            models.Index(fields=["staff_number", "id"], name="teacher_by_number"),
            models.Index(fields=["hired_on", "id"], name="teacher_by_hiring"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name as the page's language writes it."""
        if self.name_latin and not (get_language() or "").startswith("zh"):
            return self.name_latin
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("teachers:teacher_detail", args=[self.pk])
