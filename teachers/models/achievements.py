from __future__ import annotations

import pghistory
from django.db import models
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


class AchievementKind(models.TextChoices):
    """What the standards of dual-qualified teachers (教师厅〔2022〕2号) ask for beside teaching."""

    REFORM_PROJECT = "reform_project", _("Teaching reform project")
    RESEARCH = "research", _("Research project")
    PROGRAMME_BUILDING = "programme_building", _("Building a course or programme")
    TEAM_ROLE = "team_role", _("Part in a teaching team")
    AWARD = "award", _("Award of one’s own")
    COACHED_AWARD = "coached_award", _("Award of students one coached")
    INNOVATION = "innovation", _("Technical innovation")
    TRANSFER = "transfer", _("Transfer of results to enterprises")
    MENTORING = "mentoring", _("Mentoring of teachers")
    PUBLICATION = "publication", _("Publication or textbook")
    INDUSTRY_STANDING = "industry_standing", _("Standing in the industry")
    OUTPUT = "output", _("Representative output")


class AchievementLevel(models.TextChoices):
    SCHOOL = "school", pgettext_lazy("level of an achievement", "School")
    MUNICIPAL = "municipal", pgettext_lazy("level of an achievement", "Municipal")
    PROVINCIAL = "provincial", pgettext_lazy("level of an achievement", "Provincial")
    NATIONAL = "national", pgettext_lazy("level of an achievement", "National")


@pghistory.track()
class Achievement(Evidence):
    """A project, an award or another thing that a teacher achieved."""

    slug = "achievement"
    since_field = "achieved_on"

    teacher = models.ForeignKey(
        Teacher, models.PROTECT, related_name="achievements", db_index=False, verbose_name=_("teacher")
    )
    kind = models.CharField(
        pgettext_lazy("achievement of a teacher", "kind"), max_length=24, choices=AchievementKind
    )
    title = models.CharField(pgettext_lazy("achievement of a teacher", "title"), max_length=200)
    level = models.CharField(
        pgettext_lazy("achievement of a teacher", "level"), max_length=12, choices=AchievementLevel
    )
    role = models.CharField(
        pgettext_lazy("achievement of a teacher", "part in it"),
        max_length=120,
        help_text=_("Such as leader, second of five, or coach."),
    )
    achieved_on = models.DateField(
        pgettext_lazy("achievement of a teacher", "day"),
        help_text=_("When it was finished, given or published."),
    )

    class Meta:
        verbose_name = _("achievement of a teacher")
        verbose_name_plural = _("achievements of teachers")
        ordering = ["-achieved_on", "-pk"]
        constraints = [*evidence_constraints("achievement")]
        indexes = evidence_indexes("achievement")

    def __str__(self) -> str:
        return self.title

    @property
    def summary(self) -> str:
        return in_one_line(self.get_kind_display(), self.get_level_display(), self.role)


class AchievementFile(EvidenceFile):
    parent = models.ForeignKey(
        Achievement, models.CASCADE, related_name="files", verbose_name=_("achievement of a teacher")
    )

    class Meta(EvidenceFile.Meta):
        verbose_name = _("file of an achievement")
        verbose_name_plural = _("files of achievements")
