"""What a teacher learned and taught, and where they worked before or beside it."""

from __future__ import annotations

from decimal import Decimal

import pghistory
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalogue.models import Major
from partnerships.models import Enterprise
from teachers.models.evidence import (
    Evidence,
    EvidenceFile,
    evidence_constraints,
    evidence_indexes,
    in_one_line,
)
from teachers.models.teacher import Teacher


class TrainingForm(models.TextChoices):
    TRAINING = "training", pgettext_lazy("training of a teacher", "Training")
    FURTHER_STUDY = "further_study", pgettext_lazy("training of a teacher", "Further study")
    DEGREE = "degree", pgettext_lazy("training of a teacher", "Degree")


class CourseMode(models.TextChoices):
    """How a course is taught: dual-qualified teachers teach both."""

    THEORY = "theory", pgettext_lazy("course of a teacher", "Theory")
    PRACTICE = "practice", pgettext_lazy("course of a teacher", "Practice")
    INTEGRATED = "integrated", pgettext_lazy("course of a teacher", "Theory and practice together")


@pghistory.track()
class Training(Evidence):
    """Training or further study that a teacher took part in."""

    slug = "training"
    since_field = "ends_on"

    teacher = models.ForeignKey(
        Teacher, models.PROTECT, related_name="trainings", db_index=False, verbose_name=_("teacher")
    )
    form = models.CharField(
        pgettext_lazy("training of a teacher", "form"),
        max_length=20,
        choices=TrainingForm,
        default=TrainingForm.TRAINING,
    )
    name = models.CharField(pgettext_lazy("training of a teacher", "name"), max_length=160)
    provider = models.CharField(pgettext_lazy("training of a teacher", "held by"), max_length=160)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    hours = models.DecimalField(
        pgettext_lazy("training of a teacher", "hours"),
        max_digits=6,
        decimal_places=1,
        validators=[MinValueValidator(Decimal("0.5"))],
    )
    result = models.CharField(
        pgettext_lazy("training of a teacher", "result"),
        max_length=160,
        blank=True,
        help_text=_("Such as a mark, a certificate or a degree."),
    )

    class Meta:
        verbose_name = _("training of a teacher")
        verbose_name_plural = _("trainings of teachers")
        ordering = ["-ends_on", "-pk"]
        constraints = [
            *evidence_constraints("training"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="training_ends_after_it_starts",
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(condition=Q(hours__gt=0), name="training_has_hours"),
        ]
        indexes = evidence_indexes("training")

    def __str__(self) -> str:
        return self.name

    @property
    def summary(self) -> str:
        return in_one_line(self.get_form_display(), self.provider, f"{float(self.hours):g} h", self.result)


class TrainingFile(EvidenceFile):
    parent = models.ForeignKey(
        Training, models.CASCADE, related_name="files", verbose_name=_("training of a teacher")
    )

    class Meta(EvidenceFile.Meta):
        verbose_name = _("file of a training")
        verbose_name_plural = _("files of trainings")


@pghistory.track()
class TaughtCourse(Evidence):
    """A course that a teacher teaches or taught."""

    slug = "course"
    since_field = "starts_on"

    teacher = models.ForeignKey(
        Teacher, models.PROTECT, related_name="taught_courses", db_index=False, verbose_name=_("teacher")
    )
    name = models.CharField(pgettext_lazy("course of a teacher", "name"), max_length=120)
    major = models.ForeignKey(
        Major,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("course of a teacher", "major"),
    )
    mode = models.CharField(
        pgettext_lazy("course of a teacher", "how it is taught"),
        max_length=12,
        choices=CourseMode,
        default=CourseMode.INTEGRATED,
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Empty as long as it is taught.")
    )
    hours_per_year = models.PositiveSmallIntegerField(
        _("hours a year"), validators=[MinValueValidator(1)], help_text=_("Lessons of 45 minutes.")
    )

    class Meta:
        verbose_name = _("course of a teacher")
        verbose_name_plural = _("courses of teachers")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            *evidence_constraints("course"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="course_ends_after_it_starts",
                violation_error_message=_("It cannot end before it begins."),
            ),
        ]
        indexes = evidence_indexes("course")

    def __str__(self) -> str:
        return self.name

    @property
    def summary(self) -> str:
        hours = _("%(hours)d hours a year") % {"hours": self.hours_per_year}
        return in_one_line(self.get_mode_display(), hours)


class TaughtCourseFile(EvidenceFile):
    parent = models.ForeignKey(
        TaughtCourse, models.CASCADE, related_name="files", verbose_name=_("course of a teacher")
    )

    class Meta(EvidenceFile.Meta):
        verbose_name = _("file of a course")
        verbose_name_plural = _("files of courses")


@pghistory.track()
class Experience(Evidence):
    """Work in an enterprise, before or beside teaching; no practice sent for by the centre."""

    slug = "experience"
    since_field = "starts_on"

    teacher = models.ForeignKey(
        Teacher, models.PROTECT, related_name="experiences", db_index=False, verbose_name=_("teacher")
    )
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="experiences_of_teachers",
        verbose_name=_("enterprise"),
        help_text=_("Where it is one of our partners."),
    )
    employer = models.CharField(
        _("employer"), max_length=160, blank=True, help_text=_("Where it is no partner of ours.")
    )
    post = models.CharField(pgettext_lazy("experience of a teacher", "post"), max_length=120)
    is_management = models.BooleanField(
        _("led people or a department"),
        default=False,
        help_text=_("Management experience in enterprises is counted by itself."),
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Empty as long as it goes on.")
    )

    class Meta:
        verbose_name = _("experience in an enterprise")
        verbose_name_plural = _("experience in enterprises")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            *evidence_constraints("experience"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="experience_ends_after_it_starts",
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(enterprise__isnull=False) | ~Q(employer=""),
                name="experience_says_where",
                violation_error_message=_("Say which enterprise it was."),
            ),
        ]
        indexes = [
            *evidence_indexes("experience"),
            models.Index(fields=["enterprise"], name="experience_by_enterprise"),
        ]

    def __str__(self) -> str:
        return self.post

    @property
    def where(self) -> str:
        """Costs a query where the enterprise is not fetched along."""
        return str(self.enterprise) if self.enterprise_id else self.employer

    @property
    def summary(self) -> str:
        """Costs a query where the enterprise is not fetched along."""
        return in_one_line(self.where, _("led people or a department") if self.is_management else "")


class ExperienceFile(EvidenceFile):
    parent = models.ForeignKey(
        Experience, models.CASCADE, related_name="files", verbose_name=_("experience in an enterprise")
    )

    class Meta(EvidenceFile.Meta):
        verbose_name = _("file of an experience")
        verbose_name_plural = _("files of experience")
