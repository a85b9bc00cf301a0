from __future__ import annotations

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from core.look import Chip, Meaning
from core.models import Attachment, ScopedModel
from internships.models import Plan, Verdict
from internships.models.hosts import VERDICT_CHIPS
from internships.models.plans import OfPlan
from internships.querysets import OfPlanQuerySet
from partnerships.models import Enterprise
from placements.models.placements import OfPlacement, Placement
from placements.visit_querysets import VisitQuerySet

# No national frequency is known (INT-29): what we propose until a plan says something else.
PROPOSED_DAYS = 30


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class VisitFrequency(OfPlan):
    """How often the instructors of a plan visit each student."""

    plan = models.OneToOneField(
        Plan, models.CASCADE, related_name="visit_frequency", verbose_name=_("internship plan")
    )
    every_days = models.PositiveSmallIntegerField(
        _("days from one visit to the next"),
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        default=PROPOSED_DAYS,
    )

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("frequency of visits")
        verbose_name_plural = _("frequencies of visits")
        constraints = [
            models.CheckConstraint(
                condition=Q(every_days__gte=1, every_days__lte=365), name="visits_come_round_within_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.every_days}"


class Way(models.TextChoices):
    """How an instructor visits."""

    ON_SITE = "on_site", pgettext_lazy("visit of an instructor", "On site")
    PHONE = "phone", pgettext_lazy("visit of an instructor", "By phone")
    ONLINE = "online", pgettext_lazy("visit of an instructor", "Online")


WAY_ICONS = {Way.ON_SITE: "building-factory-2", Way.PHONE: "phone", Way.ONLINE: "video"}


class Looked(models.TextChoices):
    """What a visit looks at while students work there."""

    TASKS = "tasks", _("Tasks, as the plan has them")
    GUIDANCE = "guidance", _("Guidance by the mentor")
    HOURS = "hours", _("Hours, rest and overtime")
    PAY = "pay", _("Pay and deductions")
    SAFETY = "safety", _("Safety and protective gear")
    LIVING = "living", _("Meals and lodging")
    WELLBEING = "wellbeing", _("Health and mood")
    CONDUCT = "conduct", _("Attendance and conduct")


class Mood(models.TextChoices):
    """How a student is, as whoever visits sees it."""

    WELL = "well", pgettext_lazy("student in a visit", "Doing well")
    UNSETTLED = "unsettled", pgettext_lazy("student in a visit", "To be watched")
    HELP = "help", pgettext_lazy("student in a visit", "Needs help")


MOOD_CHIPS = {
    Mood.WELL: Chip(Mood.WELL.label, Meaning.GOOD, "circle-check"),
    Mood.UNSETTLED: Chip(Mood.UNSETTLED.label, Meaning.SOON, "eye"),
    Mood.HELP: Chip(Mood.HELP.label, Meaning.LATE, "alert-triangle"),
}


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class SupervisionVisit(ScopedModel):
    """A visit of the school to students at one host (INT-29), with what was found."""

    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        related_name="supervision_visits",
        db_index=False,
        editable=False,
        verbose_name=_("enterprise"),
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", db_index=False, editable=False
    )
    way = models.CharField(pgettext_lazy("visit", "how"), max_length=10, choices=Way, default=Way.ON_SITE)
    visited_on = models.DateField(_("visited on"))
    visitors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="supervision_visits", verbose_name=_("who visited")
    )
    others_met = models.CharField(
        _("whom else they saw"),
        max_length=300,
        blank=True,
        help_text=_("The mentor, the head of the workshop, whoever looks after the lodging."),
    )
    summary = models.TextField(_("what was seen"), max_length=4000)
    measures = models.TextField(
        _("measures"), max_length=2000, blank=True, help_text=_("What was agreed, who does it, until when.")
    )
    next_on = models.DateField(
        _("next visit until"),
        null=True,
        blank=True,
        help_text=_("Empty means: as often as the plan says."),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    created_at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit of an instructor")
        verbose_name_plural = _("visits of instructors")
        ordering = ["-visited_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(next_on=None) | Q(next_on__gt=F("visited_on")),
                name="the_next_visit_comes_after_this_one",
                violation_error_message=_("The next visit comes after this one."),
            ),
        ]
        indexes = [
            models.Index(fields=["department", "visited_on", "id"], name="visit_by_department"),
            models.Index(fields=["enterprise", "visited_on", "id"], name="visit_by_enterprise"),
            models.Index(fields=["visited_on", "id"], name="visit_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise}, {self.visited_on:%Y-%m-%d}"

    @property
    def icon(self) -> str:
        return WAY_ICONS[Way(self.way)]

    def get_absolute_url(self) -> str:
        return reverse("placements:visit_detail", args=[self.pk])


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class VisitedStudent(OfPlacement):
    """One student's part in a visit. What is said of one is not shown with the others."""

    visit = models.ForeignKey(SupervisionVisit, models.CASCADE, related_name="lines")
    placement = models.ForeignKey(Placement, models.PROTECT, related_name="visit_lines")
    was_met = models.BooleanField(_("was seen or spoken to"), default=True)
    mood = models.CharField(_("how the student is"), max_length=10, choices=Mood, blank=True)
    note = models.CharField(_("about this student"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("student in a visit")
        verbose_name_plural = _("students in visits")
        ordering = ["visit", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "placement"], name="a_visit_speaks_of_a_student_once"),
            models.CheckConstraint(
                condition=~Q(mood=Mood.HELP) | ~Q(note=""),
                name="who_needs_help_is_said_with_what",
                violation_error_message=_("Say what the student needs help with."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id}: {self.placement_id}"

    @property
    def mood_chip(self) -> Chip | None:
        return MOOD_CHIPS[Mood(self.mood)] if self.mood else None


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class VisitFinding(models.Model):
    """What a visit found in one respect."""

    visit = models.ForeignKey(SupervisionVisit, models.CASCADE, related_name="findings")
    aspect = models.CharField(_("looked at"), max_length=20, choices=Looked)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("finding of a visit")
        verbose_name_plural = _("findings of visits")
        ordering = ["visit", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "aspect"], name="a_visit_judges_each_aspect_once"),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.MET) | ~Q(note=""),
                name="what_a_visit_finds_wanting_says_why",
                violation_error_message=_("Say what is missing."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_aspect_display()}: {self.get_verdict_display()}"

    @property
    def chip(self) -> Chip:
        return VERDICT_CHIPS[Verdict(self.verdict)]


class VisitFile(Attachment):
    """A photograph or a signed record of a visit."""

    parent = models.ForeignKey(SupervisionVisit, models.CASCADE, related_name="files")

    class Meta(Attachment.Meta):
        verbose_name = _("file of a visit")
        verbose_name_plural = _("files of visits")
