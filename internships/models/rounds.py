from __future__ import annotations

import hashlib
import secrets

import pghistory
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalogue.models import Region
from core.look import Chip, Meaning
from core.models import ScopedModel
from internships.models.plans import OfPlan, Plan
from internships.models.posts import Post
from internships.models.students import Student
from internships.querysets import RoundQuerySet, SeatQuerySet


def draw_seed() -> str:
    """A text that nobody can choose or guess: every tie is drawn from it."""
    return secrets.token_hex(16)


class RoundKind(models.TextChoices):
    """A result is stable within its round; a fill-in gives what is left to those who are left."""

    MAIN = "main", pgettext_lazy("round of selection", "Main round")
    FILL_IN = "fill_in", pgettext_lazy("round of selection", "Fill-in round")


class RoundState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("round of selection", "Draft")
    OPEN = "open", pgettext_lazy("round of selection", "Open")
    CLOSED = "closed", pgettext_lazy("round of selection", "Closed")
    FROZEN = "frozen", pgettext_lazy("round of selection", "Frozen")
    RUN = "run", pgettext_lazy("round of selection", "Run")
    PUBLISHED = "published", pgettext_lazy("round of selection", "Published")
    FINISHED = "finished", pgettext_lazy("round of selection", "Finished")
    CANCELLED = "cancelled", pgettext_lazy("round of selection", "Cancelled")


ROUND_CHIPS = {
    RoundState.DRAFT: Chip(RoundState.DRAFT.label, Meaning.INACTIVE, "pencil"),
    RoundState.OPEN: Chip(RoundState.OPEN.label, Meaning.WAITING, "list-numbers"),
    RoundState.CLOSED: Chip(RoundState.CLOSED.label, Meaning.SOON, "lock"),
    RoundState.FROZEN: Chip(RoundState.FROZEN.label, Meaning.SOON, "snowflake"),
    RoundState.RUN: Chip(RoundState.RUN.label, Meaning.SOON, "eye"),
    RoundState.PUBLISHED: Chip(RoundState.PUBLISHED.label, Meaning.GOOD, "speakerphone"),
    RoundState.FINISHED: Chip(RoundState.FINISHED.label, Meaning.INACTIVE, "archive"),
    RoundState.CANCELLED: Chip(RoundState.CANCELLED.label, Meaning.STOPPED, "circle-x"),
}
# From the end of the rankings on nobody gains from knowing the seed.
SEED_SHOWN_IN = frozenset(
    {RoundState.CLOSED, RoundState.FROZEN, RoundState.RUN, RoundState.PUBLISHED, RoundState.FINISHED}
)
# Whoever holds a seat of a round in one of these has it for good.
ANSWERED_STATES = (RoundState.PUBLISHED, RoundState.FINISHED)


@pghistory.track(exclude=["seed"])
class SelectionRound(OfPlan):
    """Students rank posts, enterprises rank students, and the seats are given out once."""

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="rounds", db_index=False, verbose_name=_("internship plan")
    )
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(
        pgettext_lazy("round of selection", "kind"), max_length=10, choices=RoundKind, default=RoundKind.MAIN
    )
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="followers",
        verbose_name=_("fills in after"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=RoundState, default=RoundState.DRAFT, editable=False
    )
    opens_at = models.DateTimeField(_("students rank from"))
    students_until = models.DateTimeField(
        _("students rank until"), help_text=_("Then every enterprise sees all who want to come.")
    )
    closes_at = models.DateTimeField(_("enterprises rank until"))
    confirm_by = models.DateTimeField(_("students confirm until"))
    seed = models.CharField(_("seed of the lottery"), max_length=64, default=draw_seed, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round of selection")
        verbose_name_plural = _("rounds of selection")
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "name"],
                name="round_name_is_unique_in_its_plan",
                violation_error_message=_("The plan has a round of this name already."),
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(seed=""), name="round_has_a_name_and_a_seed"),
            models.CheckConstraint(
                condition=Q(students_until__gt=F("opens_at"), closes_at__gte=F("students_until")),
                name="round_closes_after_it_opens",
                violation_error_message=_("Enterprises rank as long as students do, or longer."),
            ),
            models.CheckConstraint(
                condition=Q(confirm_by__gt=F("closes_at")),
                name="round_is_confirmed_after_it_closes",
                violation_error_message=_("Students confirm after the rankings have closed."),
            ),
            models.CheckConstraint(
                condition=Q(kind=RoundKind.MAIN, follows=None)
                | Q(kind=RoundKind.FILL_IN, follows__isnull=False),
                name="a_fill_in_round_follows_another",
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "opens_at", "id"], name="round_by_plan"),
            models.Index(fields=["opens_at", "id"], name="round_by_opening"),
            models.Index(fields=["state", "closes_at", "id"], name="round_by_state"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def chip(self) -> Chip:
        return ROUND_CHIPS[RoundState(self.state)]

    @property
    def seed_sha256(self) -> str:
        """Shown from the beginning, so that the seed cannot be changed afterwards."""
        return hashlib.sha256(self.seed.encode()).hexdigest()

    @property
    def shown_seed(self) -> str:
        """The seed once the rankings have closed; empty before."""
        return self.seed if self.state in SEED_SHOWN_IN else ""

    def get_absolute_url(self) -> str:
        return reverse("internships:round_detail", args=[self.pk])


class OfRound(ScopedModel):
    """A part of a round, seen and changed by whoever sees and changes the round."""

    class Meta:
        abstract = True

    round: models.ForeignKey

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs queries where round and plan are not fetched along."""
        return self.round.plan.department_id

    def get_absolute_url(self) -> str:
        return self.round.get_absolute_url()


@pghistory.track()
class RoundSeat(OfRound):
    """The seats of one post that a round gives out."""

    round = models.ForeignKey(
        SelectionRound,
        models.CASCADE,
        related_name="seats",
        db_index=False,
        verbose_name=_("round of selection"),
    )
    post = models.ForeignKey(
        Post, models.PROTECT, related_name="round_seats", verbose_name=pgettext_lazy("internship", "post")
    )
    seats = models.PositiveSmallIntegerField(_("seats"), validators=[MinValueValidator(1)])
    lower = models.PositiveSmallIntegerField(
        _("fewest interns"), default=0, help_text=_("With fewer the post is closed. 0: one is welcome.")
    )
    closing_place = models.PositiveIntegerField(
        _("place in the closing order"),
        null=True,
        blank=True,
        help_text=_("Of two posts that fill equally little the smaller number closes first. Empty: drawn."),
    )

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seats of a round")
        verbose_name_plural = _("seats of a round")
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "post"],
                name="a_round_has_a_post_once",
                violation_error_message=_("The round has this post already."),
            ),
            models.UniqueConstraint(
                fields=["round", "closing_place"], name="closing_order_has_each_place_once"
            ),
            models.CheckConstraint(
                condition=Q(seats__gt=0, lower__lte=F("seats")),
                name="round_seats_can_be_filled",
                violation_error_message=_("The fewest interns cannot be more than the seats."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.post)


class StudentRanking(models.Model):
    """A post on a student's list: those of the same place are equally good."""

    seat = models.ForeignKey(
        RoundSeat, models.CASCADE, related_name="wishes", verbose_name=_("seats of a round")
    )
    student = models.ForeignKey(
        Student, models.CASCADE, related_name="wishes", db_index=False, verbose_name=_("student")
    )
    place = models.PositiveSmallIntegerField(_("place"))

    class Meta:
        verbose_name = _("wish of a student")
        verbose_name_plural = _("wishes of students")
        ordering = ["student", "place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["student", "seat"], name="a_student_ranks_a_post_once"),
            models.CheckConstraint(condition=Q(place__gt=0), name="wishes_are_counted_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.place}. {self.seat_id}"


class PostRanking(models.Model):
    """A student on the list of an enterprise for one post: those of the same place are equally good."""

    seat = models.ForeignKey(
        RoundSeat, models.CASCADE, related_name="rankings", db_index=False, verbose_name=_("seats of a round")
    )
    student = models.ForeignKey(Student, models.CASCADE, related_name="rankings", verbose_name=_("student"))
    place = models.PositiveIntegerField(_("place"))

    class Meta:
        verbose_name = _("student on a post's list")
        verbose_name_plural = _("students on posts' lists")
        ordering = ["seat", "place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "student"], name="a_post_ranks_a_student_once"),
            models.CheckConstraint(condition=Q(place__gt=0), name="ranks_are_counted_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.place}. {self.student_id}"


class ReachableRegion(models.Model):
    """Where a student can go in a round; whoever names no place can go anywhere."""

    round = models.ForeignKey(
        SelectionRound,
        models.CASCADE,
        related_name="reachable_regions",
        db_index=False,
        verbose_name=_("round of selection"),
    )
    student = models.ForeignKey(
        Student, models.CASCADE, related_name="reachable_regions", verbose_name=_("student")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("region"))

    class Meta:
        verbose_name = _("region within reach")
        verbose_name_plural = _("regions within reach")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "student", "region"], name="a_region_is_within_reach_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.student_id}: {self.region_id}"
