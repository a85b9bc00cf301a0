from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.look import Chip, Meaning
from core.models import ScopedModel
from internships.models.rounds import OfRound, RoundSeat, SelectionRound
from internships.models.students import Student
from internships.querysets import OfRunQuerySet, OutcomeQuerySet, RunQuerySet


class Stage(models.TextChoices):
    """How far the work on a run is."""

    WAITING = "waiting", pgettext_lazy("run of a round", "Waiting to be started")
    QUEUED = "queued", pgettext_lazy("run of a round", "Queued")
    MATCHING = "matching", pgettext_lazy("run of a round", "Giving out seats")
    CHECKING = "checking", pgettext_lazy("run of a round", "Checking the result")
    EXPLAINING = "explaining", pgettext_lazy("run of a round", "Explaining every outcome")
    WRITING = "writing", pgettext_lazy("run of a round", "Writing the result")
    DONE = "done", pgettext_lazy("run of a round", "Done")
    FAILED = "failed", pgettext_lazy("run of a round", "Failed")


WORKING_STAGES = (Stage.QUEUED, Stage.MATCHING, Stage.CHECKING, Stage.EXPLAINING, Stage.WRITING)
STEPS = len(WORKING_STAGES)


@pghistory.track(exclude=["snapshot", "stage", "attempts"])
class RoundRun(OfRound):
    """One way the seats were given out: what went in, what came out, and the fingerprints of both."""

    round = models.ForeignKey(
        SelectionRound,
        models.CASCADE,
        related_name="runs",
        db_index=False,
        verbose_name=_("round of selection"),
    )
    number = models.PositiveSmallIntegerField(_("number"))
    reason = models.TextField(
        _("why it was run again"), blank=True, help_text=_("Students read it, where their place changes.")
    )
    snapshot = models.TextField(_("snapshot"))
    snapshot_sha256 = models.CharField(_("SHA-256 of the snapshot"), max_length=64)
    frozen_at = models.DateTimeField(_("frozen at"))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("error"), blank=True)
    result_sha256 = models.CharField(_("SHA-256 of the result"), max_length=64, blank=True)
    closures = models.JSONField(_("closed posts"), default=list)
    students = models.PositiveIntegerField(_("students"), default=0)
    placed = models.PositiveIntegerField(_("placed"), default=0)
    verified_at = models.DateTimeField(_("verified at"), null=True)
    published_at = models.DateTimeField(_("published at"), null=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run of a round")
        verbose_name_plural = _("runs of rounds")
        ordering = ["round", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="runs_of_a_round_are_numbered"),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(verified_at__isnull=False),
                name="only_a_verified_run_is_published",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="a_run_is_repeated_for_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["stage"], name="run_unfinished", condition=Q(stage__in=WORKING_STAGES))
        ]

    def __str__(self) -> str:
        return f"{self.round} #{self.number}"

    @property
    def is_working(self) -> bool:
        return self.stage in WORKING_STAGES

    @property
    def progress(self) -> int:
        """Percent of the work that is done."""
        if self.stage == Stage.DONE:
            return 100
        return WORKING_STAGES.index(Stage(self.stage)) * 100 // STEPS if self.is_working else 0


class Exclusion(models.TextChoices):
    """Why a student cannot have a post, whatever both rank."""

    NOT_ENROLLED = "not_enrolled", _("You are not enrolled at present.")
    OTHER_PLAN = "other_plan", _("The internship plan is not for your class.")
    PLACED = "placed", _("You have a place already.")
    POST_CLOSED = "post_closed", _("The post is not offered any more.")
    MAJOR = "major", _("The post is for other majors.")
    UNDER_16 = "under_16", _("You are under 16 when it begins (INT-16).")
    FIRST_YEAR = "first_year", _("First-year students do no post internship (INT-15).")
    MINOR = "minor", _("You are under 18 when it begins, and the post has work barred to minors (INT-17).")
    WOMEN = "women", _("The post has work barred to women (INT-18).")
    REGION = "region", _("It is outside the regions that you named as within reach.")


class ExcludedPair(models.Model):
    """A wish that did not take part in a run, and why: the student reads it."""

    run = models.ForeignKey(
        RoundRun, models.CASCADE, related_name="excluded", db_index=False, verbose_name=_("run of a round")
    )
    seat = models.ForeignKey(RoundSeat, models.CASCADE, related_name="+", verbose_name=_("seats of a round"))
    student = models.ForeignKey(Student, models.CASCADE, related_name="+", verbose_name=_("student"))
    reason = models.CharField(_("reason"), max_length=20, choices=Exclusion)

    objects = OfRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("excluded wish")
        verbose_name_plural = _("excluded wishes")
        ordering = ["run", "student", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "student", "seat"], name="a_wish_is_excluded_once")
        ]

    def __str__(self) -> str:
        return f"{self.student_id} – {self.seat_id}: {self.reason}"


class Answer(models.TextChoices):
    """What a student says to the place they got."""

    NONE = "", pgettext_lazy("answer to a place", "Waiting for an answer")
    CONFIRMED = "confirmed", pgettext_lazy("answer to a place", "Confirmed")
    DECLINED = "declined", pgettext_lazy("answer to a place", "Declined")
    LAPSED = "lapsed", pgettext_lazy("answer to a place", "Not answered in time")


ANSWER_CHIPS = {
    Answer.NONE: Chip(Answer.NONE.label, Meaning.WAITING, "clock"),
    Answer.CONFIRMED: Chip(Answer.CONFIRMED.label, Meaning.GOOD, "circle-check"),
    Answer.DECLINED: Chip(Answer.DECLINED.label, Meaning.STOPPED, "circle-x"),
    Answer.LAPSED: Chip(Answer.LAPSED.label, Meaning.LATE, "alert-triangle"),
}


NO_PLACE = Chip(_("No place"), Meaning.SOON, "alert-triangle")


@pghistory.track(pghistory.UpdateEvent(), exclude=["wishes"])
class Outcome(ScopedModel):
    """Where one run sends a student, and why not elsewhere."""

    run = models.ForeignKey(
        RoundRun, models.CASCADE, related_name="outcomes", db_index=False, verbose_name=_("run of a round")
    )
    student = models.ForeignKey(Student, models.PROTECT, related_name="outcomes", verbose_name=_("student"))
    seat = models.ForeignKey(
        RoundSeat,
        models.PROTECT,
        null=True,
        related_name="outcomes",
        verbose_name=_("seats of a round"),
    )
    choice = models.PositiveSmallIntegerField(
        _("choice"), null=True, help_text=_("1 for the best of the student's list.")
    )
    wishes = models.JSONField(
        _("what became of each wish"), default=list, help_text=_("Kept as data, put into words when shown.")
    )
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, default=Answer.NONE, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("outcome of a round")
        verbose_name_plural = _("outcomes of rounds")
        ordering = ["run", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "student"], name="a_run_has_one_outcome_a_student"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | (~Q(answer="") & Q(answered_at__isnull=False, seat__isnull=False)),
                name="only_a_place_is_answered",
            ),
            models.CheckConstraint(
                condition=~Q(answer="declined") | ~Q(reason=""), name="who_declines_says_why"
            ),
            models.CheckConstraint(
                condition=Q(seat=None, choice=None) | Q(seat__isnull=False, choice__isnull=False),
                name="a_place_was_some_choice",
            ),
        ]
        indexes = [
            models.Index(fields=["seat", "answer"], name="outcome_by_seat"),
            models.Index(fields=["choice", "id"], name="outcome_by_choice"),
        ]

    def __str__(self) -> str:
        return f"{self.student_id}: {self.seat_id or '–'}"

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs queries where run, round and plan are not fetched along."""
        return self.run.department_id

    @property
    def chip(self) -> Chip:
        """What was said to the place; that there is none where there is none."""
        return ANSWER_CHIPS[Answer(self.answer)] if self.seat_id else NO_PLACE

    @property
    def number(self) -> str:
        return self.student.number

    def get_absolute_url(self) -> str:
        return reverse("internships:outcome_detail", args=[self.pk])
