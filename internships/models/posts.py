from __future__ import annotations

from datetime import date

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from agreements.models import Agreement
from catalogue.models import Major, Occupation, Region
from core.look import Chip, Meaning
from core.models import ScopedModel
from core.search import search_bigrams_field, search_index, search_text_field
from internships.conditions import Channel, Fee, Hazard, LabourGrade, PayMethod, Provision, Shift, Venue
from internships.models.named import SortedBilingual
from internships.models.plans import Plan, PlanTask
from internships.models.students import Student
from internships.querysets import PostQuerySet
from partnerships.models import Contact, Enterprise

SEARCHED = ("name_en", "name_zh", "duties", "address")
NOT_IN_HISTORY = ["name_en_key", "name_zh_key", "search_text", "search_bigrams", "updated_at"]


class PostState(models.TextChoices):
    """How far an enterprise's offer has come."""

    DRAFT = "draft", pgettext_lazy("post", "Draft")
    OFFERED = "offered", pgettext_lazy("post", "Offered")
    RETURNED = "returned", pgettext_lazy("post", "Returned")
    APPROVED = "approved", pgettext_lazy("post", "Approved")
    CLOSED = "closed", pgettext_lazy("post", "Closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("post", "Withdrawn")
    FOUND = "found", pgettext_lazy("post", "Found by a student")


POST_CHIPS = {
    PostState.DRAFT: Chip(PostState.DRAFT.label, Meaning.INACTIVE, "pencil"),
    PostState.OFFERED: Chip(PostState.OFFERED.label, Meaning.WAITING, "send"),
    PostState.RETURNED: Chip(PostState.RETURNED.label, Meaning.SOON, "alert-triangle"),
    PostState.APPROVED: Chip(PostState.APPROVED.label, Meaning.GOOD, "circle-check"),
    PostState.CLOSED: Chip(PostState.CLOSED.label, Meaning.INACTIVE, "archive"),
    PostState.WITHDRAWN: Chip(PostState.WITHDRAWN.label, Meaning.STOPPED, "circle-x"),
    PostState.FOUND: Chip(PostState.FOUND.label, Meaning.INACTIVE, "user-check"),
}
EDITABLE_POST_STATES = frozenset({PostState.DRAFT, PostState.RETURNED})
# These seats count against the limits of a host (INT-09).
COUNTED_POST_STATES = frozenset({PostState.OFFERED, PostState.APPROVED})


def _money(label: object, **options: object) -> models.DecimalField:
    return models.DecimalField(
        label,  # type: ignore[arg-type]
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        **options,  # type: ignore[arg-type]
    )


@pghistory.track(exclude=NOT_IN_HISTORY)
class Post(SortedBilingual, ScopedModel):
    """Seats for interns that an enterprise offers, with everything a rule of law asks about them."""

    plan = models.ForeignKey(
        Plan,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        db_index=False,
        verbose_name=_("internship plan"),
        help_text=_("Empty: an offer that stands all year."),
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="posts",
        db_index=False,
        editable=False,
        verbose_name=_("department"),
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="posts", db_index=False, verbose_name=_("enterprise")
    )
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        related_name="posts",
        verbose_name=_("agreement"),
        help_text=_("Under which the interns come."),
    )
    # Somebody who found a host without the school (INT-08): the post is for nobody else, and no agreement
    # of ours stands behind it.
    found_by = models.ForeignKey(
        Student,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="posts_found",
        verbose_name=_("found by"),
    )
    state = models.CharField(
        _("state"), max_length=20, choices=PostState, default=PostState.DRAFT, editable=False
    )

    majors = models.ManyToManyField(Major, related_name="posts", verbose_name=_("majors"))
    occupation = models.ForeignKey(
        Occupation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("occupation"),
    )
    duties = models.TextField(_("what interns do"))
    plan_tasks = models.ManyToManyField(
        PlanTask, related_name="posts", blank=True, verbose_name=_("tasks of the plan it covers")
    )
    is_simple_repetition = models.BooleanField(
        _("simple repetitive labour only"),
        default=False,
        help_text=_("Work from which nothing of the occupation is learned."),
    )

    seats = models.PositiveSmallIntegerField(_("seats"), validators=[MinValueValidator(1)])
    lower = models.PositiveSmallIntegerField(
        _("fewest interns"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("With fewer it is not worth opening. Empty: one is welcome."),
    )
    similar_staff = models.PositiveIntegerField(
        _("staff in similar posts"),
        null=True,
        blank=True,
        help_text=_("Interns are at most a fifth of them."),
    )
    approval_reason = models.TextField(
        _("why it was approved all the same"),
        blank=True,
        editable=False,
        help_text=_("Where the host takes more interns than the limits, or is not vetted."),
    )
    # An offer of a plan has the plan's dates.
    open_from = models.DateField(_("open from"), null=True, blank=True)
    open_until = models.DateField(_("open until"), null=True, blank=True)

    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("region"),
    )
    address = models.CharField(_("place of work"), max_length=300)
    venue = models.CharField(_("kind of place"), max_length=20, choices=Venue, default=Venue.ORDINARY)

    hours_per_day = models.DecimalField(
        _("hours a day"),
        max_digits=3,
        decimal_places=1,
        default=8,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
    )
    days_per_week = models.PositiveSmallIntegerField(
        _("days a week"), default=5, validators=[MinValueValidator(1), MaxValueValidator(7)]
    )
    shift = models.CharField(_("shifts"), max_length=20, choices=Shift, default=Shift.DAY)
    works_on_holidays = models.BooleanField(_("work on rest days or public holidays"), default=False)

    pay_per_month = _money(_("pay a month"))
    pay_method = models.CharField(
        _("how it is paid"), max_length=20, choices=PayMethod, default=PayMethod.DIRECT
    )
    pay_cycle_months = models.PositiveSmallIntegerField(
        _("paid every … months"), default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    works_independently = models.BooleanField(
        _("interns work relatively independently"),
        default=False,
        help_text=_("Then pay is in principle at least 80 percent of the wage of the same post."),
    )
    same_post_wage = _money(_("monthly wage of staff in the same post"))
    lowest_tier_wage = _money(_("lowest wage tier of the post"))
    board = models.CharField(_("meals"), max_length=20, choices=Provision, default=Provision.NONE)
    lodging = models.CharField(_("lodging"), max_length=20, choices=Provision, default=Provision.NONE)
    living_notes = models.CharField(_("notes on meals and lodging"), max_length=300, blank=True)

    hazards = ArrayField(
        models.CharField(max_length=20, choices=Hazard), verbose_name=_("hazards"), default=list, blank=True
    )
    labour_grade = models.PositiveSmallIntegerField(
        _("grade of physical labour"), choices=LabourGrade, default=LabourGrade.LIGHT
    )
    is_harmful = models.BooleanField(_("the work harms body or mind"), default=False)
    channel = models.CharField(
        _("how interns come to it"), max_length=20, choices=Channel, default=Channel.DIRECT
    )
    intermediary = models.CharField(_("intermediary"), max_length=200, blank=True)
    intermediary_code = models.CharField(
        _("registration code of the intermediary"), max_length=40, blank=True
    )
    fees = ArrayField(
        models.CharField(max_length=20, choices=Fee),
        verbose_name=_("asked of the intern"),
        default=list,
        blank=True,
    )
    mentor = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts_mentored",
        verbose_name=_("mentor"),
    )

    return_reason = models.TextField(_("why it was returned"), blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)
    offered_at = models.DateTimeField(_("offered at"), null=True, blank=True, editable=False)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True, editable=False)
    search_text = search_text_field(*SEARCHED)
    search_bigrams = search_bigrams_field(*SEARCHED)

    objects = PostQuerySet.as_manager()

    class Meta(SortedBilingual.Meta):
        verbose_name = pgettext_lazy("internship", "post")
        verbose_name_plural = pgettext_lazy("internship", "posts")
        ordering = ["-created_at", "-pk"]
        constraints = [
            *SortedBilingual.Meta.constraints,
            models.CheckConstraint(
                condition=Q(agreement__isnull=False, found_by=None)
                | Q(agreement=None, found_by__isnull=False),
                name="a_post_stands_under_an_agreement_or_a_student_found_it",
            ),
            models.CheckConstraint(
                condition=Q(found_by=None) & ~Q(state=PostState.FOUND)
                | Q(found_by__isnull=False, state=PostState.FOUND, seats=1),
                name="what_a_student_found_is_for_nobody_else",
            ),
            models.CheckConstraint(
                condition=Q(seats__gt=0),
                name="post_has_seats",
                violation_error_message=_("Offer at least one seat."),
            ),
            models.CheckConstraint(
                condition=Q(lower=None) | Q(lower__gt=0, lower__lte=F("seats")),
                name="post_opens_with_no_more_than_its_seats",
                violation_error_message=_("The fewest interns cannot be more than the seats."),
            ),
            models.CheckConstraint(
                condition=Q(hours_per_day__gt=0, hours_per_day__lte=24)
                & Q(days_per_week__gte=1, days_per_week__lte=7),
                name="post_has_possible_hours",
            ),
            models.CheckConstraint(
                condition=Q(pay_per_month=None) | Q(pay_per_month__gte=0), name="post_pay_is_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(open_from=None) | Q(open_until=None) | Q(open_until__gt=F("open_from")),
                name="offer_ends_after_it_starts",
                violation_error_message=_("The last day comes after the first."),
            ),
            models.CheckConstraint(
                condition=~Q(state=PostState.RETURNED) | ~Q(return_reason=""),
                name="a_returned_post_gives_its_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[PostState.OFFERED, PostState.APPROVED]) | Q(offered_at__isnull=False),
                name="an_offered_post_says_since_when",
            ),
        ]
        indexes = [
            search_index("post_by_bigram"),
            *(
                models.Index(fields=[column, "id"], name=f"post_by_{label}")
                for column, label in (
                    ("name_en_key", "name_en"),
                    ("name_zh_key", "name_zh"),
                    ("seats", "seats"),
                    ("pay_per_month", "pay"),
                    ("offered_at", "offer"),
                    ("updated_at", "change"),
                )
            ),
            models.Index(fields=["plan", "state", "id"], name="post_by_plan"),
            models.Index(fields=["enterprise", "state", "id"], name="post_by_enterprise"),
            models.Index(fields=["department", "offered_at", "id"], name="post_by_department"),
            models.Index(fields=["state", "offered_at", "id"], name="post_by_state"),
            models.Index(fields=["region", "offered_at", "id"], name="post_by_region"),
            models.Index(fields=["lodging", "offered_at", "id"], name="post_by_lodging"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def chip(self) -> Chip:
        return POST_CHIPS[PostState(self.state)]

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE_POST_STATES

    @property
    def term(self) -> tuple[date | None, date | None]:
        """The first and the last day: those of its plan, or of an offer that stands by itself."""
        if self.plan is not None:
            return self.plan.starts_on, self.plan.ends_on
        return self.open_from, self.open_until

    @property
    def hours_per_week(self) -> float:
        return float(self.hours_per_day) * self.days_per_week

    @property
    def hazard_labels(self) -> list[str]:
        return [str(Hazard(code).label) for code in self.hazards]

    @property
    def fee_labels(self) -> list[str]:
        return [str(Fee(code).label) for code in self.fees]

    def get_absolute_url(self) -> str:
        return reverse("internships:post_detail", args=[self.pk])
