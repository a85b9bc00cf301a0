from __future__ import annotations

from datetime import date

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from teachers.models.evidence import (
    Evidence,
    EvidenceFile,
    evidence_constraints,
    evidence_indexes,
    in_one_line,
)
from teachers.models.teacher import Teacher
from teachers.querysets import QualificationQuerySet


class QualificationKind(models.TextChoices):
    TEACHING_CERTIFICATE = "teaching_certificate", _("Teaching certificate")
    PROFESSIONAL_TITLE = "professional_title", _("Professional title")
    SKILL_CERTIFICATE = "skill_certificate", _("Skill certificate")
    ASSESSOR = "assessor", _("Assessor of skills")
    OTHER = "other", pgettext_lazy("qualification", "Another")


class QualificationLevel(models.TextChoices):
    """The rank of a title, or the level of a skill certificate, five to one as the state counts them."""

    JUNIOR = "junior", pgettext_lazy("level of a qualification", "Junior")
    INTERMEDIATE = "intermediate", pgettext_lazy("level of a qualification", "Intermediate")
    ASSOCIATE_SENIOR = "associate_senior", pgettext_lazy("level of a qualification", "Associate senior")
    SENIOR = "senior", pgettext_lazy("level of a qualification", "Senior")
    SKILL_5 = "skill_5", _("Level 5, elementary worker")
    SKILL_4 = "skill_4", _("Level 4, intermediate worker")
    SKILL_3 = "skill_3", _("Level 3, advanced worker")
    SKILL_2 = "skill_2", _("Level 2, technician")
    SKILL_1 = "skill_1", _("Level 1, senior technician")


TITLE_LEVELS = (
    QualificationLevel.JUNIOR,
    QualificationLevel.INTERMEDIATE,
    QualificationLevel.ASSOCIATE_SENIOR,
    QualificationLevel.SENIOR,
)
SKILL_LEVELS = (
    QualificationLevel.SKILL_5,
    QualificationLevel.SKILL_4,
    QualificationLevel.SKILL_3,
    QualificationLevel.SKILL_2,
    QualificationLevel.SKILL_1,
)


@pghistory.track()
class Qualification(Evidence):
    """A certificate, title or licence that a teacher holds."""

    slug = "qualification"
    since_field = "issued_on"

    teacher = models.ForeignKey(
        Teacher, models.PROTECT, related_name="qualifications", db_index=False, verbose_name=_("teacher")
    )
    kind = models.CharField(pgettext_lazy("qualification", "kind"), max_length=24, choices=QualificationKind)
    name = models.CharField(pgettext_lazy("qualification", "name"), max_length=120)
    level = models.CharField(
        pgettext_lazy("qualification", "level"), max_length=20, choices=QualificationLevel, blank=True
    )
    is_teaching_series = models.BooleanField(
        _("of the teaching series"),
        null=True,
        blank=True,
        help_text=_(
            "Titles of teachers and lecturers are; those of engineers, accountants and others are not."
        ),
    )
    issuer = models.CharField(pgettext_lazy("qualification", "issued by"), max_length=160)
    number = models.CharField(pgettext_lazy("qualification", "number"), max_length=80, blank=True)
    issued_on = models.DateField(_("issued on"))
    expires_on = models.DateField(
        pgettext_lazy("qualification", "valid until"),
        null=True,
        blank=True,
        help_text=_("Its last day. Empty where it does not expire."),
    )

    objects = QualificationQuerySet.as_manager()  # type: ignore[misc]  # narrower

    class Meta:
        verbose_name = _("qualification")
        verbose_name_plural = _("qualifications")
        ordering = ["-issued_on", "-pk"]
        constraints = [
            *evidence_constraints("qualification"),
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("issued_on")),
                name="qualification_expires_after_it_is_issued",
                violation_error_message=_("It cannot end before it is issued."),
            ),
            models.CheckConstraint(
                condition=Q(kind="professional_title", is_teaching_series__isnull=False)
                | (~Q(kind="professional_title") & Q(is_teaching_series=None)),
                name="a_title_and_nothing_else_is_of_a_series",
                violation_error_message=_(
                    "Say of a professional title, and only of one, which series it is of."
                ),
            ),
        ]
        indexes = [
            *evidence_indexes("qualification"),
            models.Index(fields=["issued_on", "id"], name="qualification_by_issue"),
            models.Index(fields=["name", "id"], name="qualification_by_name"),
            models.Index(
                fields=["expires_on"], condition=Q(state="confirmed"), name="qualification_by_expiry"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.get_level_display()}" if self.level else self.name

    @property
    def until(self) -> date | None:
        return self.expires_on

    @property
    def summary(self) -> str:
        return in_one_line(self.get_kind_display(), self.issuer, self.number)


class QualificationFile(EvidenceFile):
    parent = models.ForeignKey(
        Qualification, models.CASCADE, related_name="files", verbose_name=_("qualification")
    )

    class Meta(EvidenceFile.Meta):
        verbose_name = _("scan of a qualification")
        verbose_name_plural = _("scans of qualifications")
