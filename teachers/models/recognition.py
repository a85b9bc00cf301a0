from __future__ import annotations

from datetime import date, timedelta

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.attachments import Attachment
from core.look import Chip, Meaning
from teachers.models.of_teacher import OfTeacher
from teachers.models.teacher import Teacher
from teachers.recognition_querysets import (
    OfRecognitionQuerySet,
    RecognitionQuerySet,
    RecognitionTermQuerySet,
)

LONGEST_TERM = timedelta(days=1826)
"""Five years hold at most two leap days; the last day counts."""


class Level(models.TextChoices):
    """The levels of a dual-qualified teacher (教师厅〔2022〕2号), the lowest first."""

    JUNIOR = "junior", pgettext_lazy("level of a dual-qualified teacher", "Junior")
    INTERMEDIATE = "intermediate", pgettext_lazy("level of a dual-qualified teacher", "Intermediate")
    SENIOR = "senior", pgettext_lazy("level of a dual-qualified teacher", "Senior")

    @property
    def weight(self) -> int:
        return list(Level).index(self)


class Schooling(models.TextChoices):
    """The stage of schooling, each with a list of its own."""

    SECONDARY = "secondary", pgettext_lazy("stage of schooling", "Secondary vocational")
    HIGHER = "higher", pgettext_lazy("stage of schooling", "Higher vocational")


class Body(models.TextChoices):
    """Who recognises: the province may do so itself, or delegate it."""

    OWN = "own", _("This centre")
    OUTSIDE = "outside", _("An outside body")


class RecognitionState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("of a recognition", "Draft")
    APPLIED = "applied", pgettext_lazy("of a recognition", "Applied for")
    DEPARTMENT_APPROVED = "department_approved", pgettext_lazy("of a recognition", "Department agrees")
    SENT_OUT = "sent_out", pgettext_lazy("of a recognition", "With the outside body")
    BEFORE_PANEL = "before_panel", pgettext_lazy("of a recognition", "Before the panel")
    PUBLICISED = "publicised", pgettext_lazy("of a recognition", "Made public")
    RECOGNISED = "recognised", pgettext_lazy("of a recognition", "Recognised")
    REFUSED = "refused", pgettext_lazy("of a recognition", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("of a recognition", "Withdrawn")


S = RecognitionState
OPEN_RECOGNITIONS = frozenset(
    {S.DRAFT, S.APPLIED, S.DEPARTMENT_APPROVED, S.SENT_OUT, S.BEFORE_PANEL, S.PUBLICISED}
)
CHIPS = {
    S.DRAFT: Chip(S.DRAFT.label, Meaning.INACTIVE, "pencil"),
    S.APPLIED: Chip(S.APPLIED.label, Meaning.WAITING, "send"),
    S.DEPARTMENT_APPROVED: Chip(S.DEPARTMENT_APPROVED.label, Meaning.WAITING, "eye"),
    S.SENT_OUT: Chip(S.SENT_OUT.label, Meaning.WAITING, "send"),
    S.BEFORE_PANEL: Chip(S.BEFORE_PANEL.label, Meaning.WAITING, "gavel"),
    S.PUBLICISED: Chip(S.PUBLICISED.label, Meaning.WAITING, "speakerphone"),
    S.RECOGNISED: Chip(S.RECOGNISED.label, Meaning.GOOD, "certificate"),
    S.REFUSED: Chip(S.REFUSED.label, Meaning.STOPPED, "circle-x"),
    S.WITHDRAWN: Chip(S.WITHDRAWN.label, Meaning.INACTIVE, "archive"),
}
LAPSED = Chip(pgettext_lazy("of a recognition", "Lapsed"), Meaning.LATE, "alarm")
REVOKED = Chip(pgettext_lazy("of a recognition", "Revoked"), Meaning.STOPPED, "ban")
SOON = timedelta(days=180)
DUE_SOON = Chip(pgettext_lazy("of a recognition", "Review due soon"), Meaning.SOON, "hourglass-high")


@pghistory.track()
class Recognition(OfTeacher):
    """One application of a teacher to be recognised at a level, and what came of it.

    Whether it is valid on a day is told by its terms alone (``Recognition.objects.valid_on``):
    none outlives the day of its review by itself.
    """

    teacher = models.ForeignKey(
        Teacher, models.PROTECT, related_name="recognitions", verbose_name=_("teacher")
    )
    level = models.CharField(
        pgettext_lazy("of a dual-qualified teacher", "level"), max_length=20, choices=Level
    )
    stage = models.CharField(_("stage of schooling"), max_length=20, choices=Schooling)
    state = models.CharField(_("state"), max_length=20, choices=S, default=S.DRAFT)
    body = models.CharField(_("who recognises"), max_length=20, choices=Body, default=Body.OWN)
    statement = models.TextField(
        _("what the teacher says for it"),
        max_length=2000,
        blank=True,
        help_text=_("How practice and teaching go together in your work; the panel reads it."),
    )
    applied_on = models.DateField(_("applied on"), null=True, blank=True)
    waiting_since = models.DateField(_("in this state since"))
    answer = models.TextField(_("last answer"), blank=True)
    publicised_from = models.DateField(_("public from"), null=True, blank=True)
    publicised_until = models.DateField(_("public until"), null=True, blank=True)
    recognised_on = models.DateField(_("recognised on"), null=True, blank=True)
    review_due = models.DateField(
        _("review due by"), null=True, blank=True, help_text=_("It lapses with this day.")
    )
    ended_on = models.DateField(_("revoked on"), null=True, blank=True)
    end_reason = models.TextField(_("why it was revoked"), blank=True)
    outside_body = models.CharField(_("outside body"), max_length=200, blank=True)
    outside_number = models.CharField(_("number of the outside decision"), max_length=100, blank=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    objects = RecognitionQuerySet.as_manager()  # type: ignore[misc]  # narrower

    class Meta:
        verbose_name = _("recognition as dual-qualified")
        verbose_name_plural = _("recognitions as dual-qualified")
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["teacher", "stage"],
                condition=Q(state__in=sorted(OPEN_RECOGNITIONS)),
                name="a_teacher_has_one_open_application_a_stage",
                violation_error_message=_("There is an open application of this teacher already."),
            ),
            models.CheckConstraint(
                condition=~Q(state=S.RECOGNISED) | Q(recognised_on__isnull=False, review_due__isnull=False),
                name="who_is_recognised_is_so_from_a_day_to_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.REFUSED) | ~Q(answer=""), name="a_refused_recognition_says_why"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | ~Q(end_reason=""), name="a_revoked_recognition_says_why"
            ),
            models.CheckConstraint(
                condition=Q(publicised_until=None) | Q(publicised_until__gte=F("publicised_from")),
                name="a_publicity_period_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=["teacher", "level"], name="recognition_by_teacher"),
            models.Index(fields=["state", "waiting_since", "id"], name="recognition_by_state"),
            models.Index(fields=["review_due", "id"], name="recognition_by_review"),
            models.Index(fields=["waiting_since", "id"], name="recognition_by_waiting"),
        ]

    def __str__(self) -> str:
        """Costs a query where the teacher is not fetched along."""
        return f"{self.teacher} · {self.get_level_display()}"

    @property
    def chip(self) -> Chip:
        """Its state; what was recognised says whether it still is, today."""
        return CHIPS[RecognitionState(self.state)]

    def chip_on(self, day: date) -> Chip:
        if self.state != S.RECOGNISED:
            return self.chip
        if self.ended_on is not None and self.ended_on <= day:
            return REVOKED
        if self.review_due is not None and self.review_due < day:
            return LAPSED
        if self.review_due is not None and self.review_due <= day + SOON:
            return DUE_SOON
        return self.chip

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_RECOGNITIONS

    @property
    def staff_number(self) -> str:
        """Costs a query where the teacher is not fetched along."""
        return self.teacher.staff_number

    @property
    def is_outside(self) -> bool:
        return self.body == Body.OUTSIDE

    def get_absolute_url(self) -> str:
        return reverse("teachers:recognition_detail", args=[self.pk])


class OfRecognition(OfTeacher):
    """A part of a recognition, seen by whoever sees the recognition."""

    class Meta:
        abstract = True

    recognition: models.ForeignKey

    objects = OfRecognitionQuerySet.as_manager()  # type: ignore[assignment, misc]  # narrower

    @property
    def teacher(self) -> Teacher:
        """Costs queries where recognition and teacher are not fetched along."""
        return self.recognition.teacher

    def get_absolute_url(self) -> str:
        return self.recognition.get_absolute_url()


class ReviewOutcome(models.TextChoices):
    KEPT = "kept", pgettext_lazy("of a review", "Kept")
    REVOKED = "revoked", pgettext_lazy("of a review", "Revoked")


class RecognitionReview(OfRecognition):
    """The review of a recognition: it is kept for another term, or revoked. Never altered."""

    recognition = models.ForeignKey(
        Recognition, models.PROTECT, related_name="reviews", verbose_name=_("recognition as dual-qualified")
    )
    outcome = models.CharField(_("outcome"), max_length=20, choices=ReviewOutcome)
    reviewed_on = models.DateField(_("reviewed on"))
    reason = models.TextField(_("reason"), max_length=2000)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reviewed by")
    )

    class Meta:
        verbose_name = _("review of a recognition")
        verbose_name_plural = _("reviews of recognitions")
        ordering = ["-reviewed_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_review_of_a_recognition_says_why")
        ]
        triggers = [
            pgtrigger.Protect(name="reviews_are_never_altered", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.reviewed_on}"


class RecognitionTerm(OfRecognition):
    """Days on which a recognition is valid, first and last included: five years at most."""

    recognition = models.ForeignKey(
        Recognition, models.PROTECT, related_name="terms", verbose_name=_("recognition as dual-qualified")
    )
    starts_on = models.DateField(_("valid from"))
    ends_on = models.DateField(_("valid until"))
    review = models.OneToOneField(
        RecognitionReview,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="term",
        verbose_name=_("review of a recognition"),
    )

    objects = RecognitionTermQuerySet.as_manager()  # type: ignore[misc]  # narrower

    class Meta:
        verbose_name = _("term of a recognition")
        verbose_name_plural = _("terms of recognitions")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="a_term_of_recognition_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__lte=F("starts_on") + LONGEST_TERM),
                name="a_term_of_recognition_lasts_five_years_at_most",
                violation_error_message=_("A recognition is reviewed after five years at most."),
            ),
        ]
        indexes = [models.Index(fields=["recognition", "starts_on", "ends_on"], name="term_by_recognition")]
        triggers = [
            pgtrigger.Protect(
                name="terms_of_recognition_are_never_altered",
                operation=pgtrigger.Update | pgtrigger.Delete,
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.ends_on}"


class RecognitionFile(Attachment):
    """The decision of an outside body, or a paper that came with the application."""

    department_id = None  # shown to whoever sees its recognition

    parent = models.ForeignKey(Recognition, models.CASCADE, related_name="files")

    class Meta(Attachment.Meta):
        verbose_name = _("file of a recognition")
        verbose_name_plural = _("files of recognitions")
