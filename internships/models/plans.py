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
from catalogue.models import Major
from core.look import Chip, Meaning
from core.models import Attachment, ScopedModel
from core.search import search_bigrams_field, search_index, search_text_field
from internships.models.classes import SchoolClass
from internships.models.named import SortedBilingual
from internships.querysets import OfPlanQuerySet, PlanQuerySet
from teachers.models import Teacher

SEARCHED = ("name_en", "name_zh")
NOT_IN_HISTORY = ["name_en_key", "name_zh_key", "search_text", "search_bigrams", "updated_at"]


class PlanKind(models.TextChoices):
    """The only two kinds of internship there are (INT-01)."""

    OBSERVATION = "observation", _("Observation internship")
    POST = "post", _("Post internship")


class PlanState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("plan", "Draft")
    IN_REVIEW = "in_review", pgettext_lazy("plan", "In review")
    APPROVED = "approved", pgettext_lazy("plan", "Approved")
    RUNNING = "running", pgettext_lazy("plan", "Running")
    CLOSED = "closed", pgettext_lazy("plan", "Closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("plan", "Withdrawn")


PLAN_CHIPS = {
    PlanState.DRAFT: Chip(PlanState.DRAFT.label, Meaning.INACTIVE, "pencil"),
    PlanState.IN_REVIEW: Chip(PlanState.IN_REVIEW.label, Meaning.WAITING, "eye"),
    PlanState.APPROVED: Chip(PlanState.APPROVED.label, Meaning.GOOD, "circle-check"),
    PlanState.RUNNING: Chip(PlanState.RUNNING.label, Meaning.GOOD, "player-play"),
    PlanState.CLOSED: Chip(PlanState.CLOSED.label, Meaning.INACTIVE, "archive"),
    PlanState.WITHDRAWN: Chip(PlanState.WITHDRAWN.label, Meaning.STOPPED, "circle-x"),
}
# What was approved is what runs: the plan itself changes only before.
EDITABLE_PLAN_STATES = frozenset({PlanState.DRAFT})
# Enterprises may offer posts for it.
OPEN_PLAN_STATES = frozenset({PlanState.APPROVED, PlanState.RUNNING})


@pghistory.track(exclude=NOT_IN_HISTORY)
class Plan(SortedBilingual, ScopedModel):
    """What a cohort does in its internship, when, guided by whom and how it is assessed (INT-05)."""

    kind = models.CharField(
        pgettext_lazy("of an internship", "kind"), max_length=20, choices=PlanKind, default=PlanKind.POST
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="plans", db_index=False, verbose_name=_("department")
    )
    entered_in = models.PositiveSmallIntegerField(
        _("cohort"),
        validators=[MinValueValidator(1990), MaxValueValidator(2100)],
        help_text=_("The year in which these students entered."),
    )
    classes = models.ManyToManyField(SchoolClass, related_name="plans", blank=True, verbose_name=_("classes"))
    majors = models.ManyToManyField(Major, related_name="plans", blank=True, verbose_name=_("majors"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(pgettext_lazy("of an internship", "last day"))
    aims = models.TextField(_("aims"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="plans",
        db_index=False,
        verbose_name=_("owner"),
        help_text=_("Who looks after the plan."),
    )
    responsible = models.ForeignKey(
        Teacher,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plans_answered_for",
        verbose_name=_("responsible teacher"),
        help_text=_("Who answers for the internship."),
    )
    instructors = models.ManyToManyField(
        Teacher, related_name="plans", blank=True, verbose_name=_("school instructors")
    )
    route = models.ForeignKey(
        "signing.ApprovalRoute",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approval route"),
        help_text=_("Who decides on the plan, one after another."),
    )
    state = models.CharField(
        _("state"), max_length=20, choices=PlanState, default=PlanState.DRAFT, editable=False
    )

    # The list of hosts, approved by the school's Party committee and made public (INT-03).
    hosts_decided_on = models.DateField(_("hosts approved on"), null=True, blank=True, editable=False)
    hosts_published_on = models.DateField(_("hosts published on"), null=True, blank=True, editable=False)
    hosts_published_at = models.URLField(
        _("where the hosts are published"), max_length=500, blank=True, editable=False
    )

    # What the school declares; as long as nobody has, nobody starts (INT-10, INT-32).
    is_for_profit = models.BooleanField(_("organised for profit"), null=True, blank=True, editable=False)
    payment_to_school = models.DecimalField(
        _("paid by enterprises to the school for interns"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        editable=False,
        validators=[MinValueValidator(0)],
    )
    copies_host_standards = models.BooleanField(
        _("assessed by the attendance or staff standards of the hosts alone"),
        null=True,
        blank=True,
        editable=False,
    )

    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)
    search_text = search_text_field(*SEARCHED)
    search_bigrams = search_bigrams_field(*SEARCHED)

    objects = PlanQuerySet.as_manager()

    class Meta(SortedBilingual.Meta):
        verbose_name = _("internship plan")
        verbose_name_plural = _("internship plans")
        ordering = ["-starts_on", "pk"]
        constraints = [
            *SortedBilingual.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="plan_ends_after_it_starts",
                violation_error_message=_("The last day comes after the first."),
            ),
            models.CheckConstraint(
                condition=Q(hosts_published_on=None, hosts_published_at="")
                | (Q(hosts_published_on__isnull=False) & ~Q(hosts_published_at="")),
                name="published_hosts_have_a_day_and_an_address",
            ),
            models.CheckConstraint(
                condition=Q(hosts_published_on=None)
                | Q(hosts_decided_on__isnull=False, hosts_published_on__gte=F("hosts_decided_on")),
                name="hosts_are_approved_before_they_are_published",
                violation_error_message=_("Hosts are approved before they are published."),
            ),
            models.CheckConstraint(
                condition=Q(payment_to_school=None) | Q(payment_to_school__gte=0),
                name="payment_to_the_school_is_not_negative",
            ),
        ]
        indexes = [
            search_index("plan_by_bigram"),
            models.Index(fields=["name_en_key", "id"], name="plan_by_name_en"),
            models.Index(fields=["name_zh_key", "id"], name="plan_by_name_zh"),
            models.Index(fields=["starts_on", "id"], name="plan_by_start"),
            models.Index(fields=["ends_on", "id"], name="plan_by_end"),
            models.Index(fields=["state", "starts_on", "id"], name="plan_by_state"),
            models.Index(fields=["department", "starts_on", "id"], name="plan_by_department"),
            models.Index(fields=["entered_in", "starts_on", "id"], name="plan_by_cohort"),
            models.Index(fields=["owner", "starts_on", "id"], name="plan_by_owner"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def chip(self) -> Chip:
        return PLAN_CHIPS[PlanState(self.state)]

    @property
    def is_open_to_posts(self) -> bool:
        return self.state in OPEN_PLAN_STATES

    @property
    def is_declared(self) -> bool:
        """Whether the school has said what only it can say (INT-10, INT-32)."""
        return None not in (self.is_for_profit, self.payment_to_school, self.copies_host_standards)

    def get_absolute_url(self) -> str:
        return reverse("internships:plan_detail", args=[self.pk])


class OfPlan(ScopedModel):
    """A part of a plan, seen and changed by whoever sees and changes the plan."""

    class Meta:
        abstract = True

    plan: models.ForeignKey

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs a query where the plan is not fetched along."""
        return self.plan.department_id

    def get_absolute_url(self) -> str:
        return self.plan.get_absolute_url()


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PlanTask(OfPlan):
    """Something to be learned at work, and what shows that it was."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="tasks", verbose_name=_("internship plan"))
    order = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("task"), max_length=200)
    learning_outcome = models.TextField(
        _("learning outcome"), help_text=_("What the student can do afterwards.")
    )
    typical_task = models.CharField(
        _("typical work task"),
        max_length=200,
        blank=True,
        help_text=_("The typical task of the occupation that it covers."),
    )

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("task of a plan")
        verbose_name_plural = _("tasks of a plan")
        ordering = ["plan", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "order"],
                name="plan_task_order_is_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=~Q(title=""), name="plan_task_has_a_title"),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.title}"


class Side(models.TextChoices):
    """Which side judges (INT-32: joint assessment)."""

    SCHOOL = "school", pgettext_lazy("side of an assessment", "School")
    ENTERPRISE = "enterprise", pgettext_lazy("side of an assessment", "Enterprise")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class AssessmentCriterion(OfPlan):
    """One thing that is judged at the end, by one side, with its share of the result."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="criteria", verbose_name=_("internship plan"))
    order = models.PositiveSmallIntegerField(_("order"))
    name = models.CharField(_("criterion"), max_length=200)
    side = models.CharField(_("judged by"), max_length=20, choices=Side)
    weight = models.PositiveSmallIntegerField(
        _("weight in percent"), validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("criterion of assessment")
        verbose_name_plural = _("criteria of assessment")
        ordering = ["plan", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "order"],
                name="criterion_order_is_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=100), name="criterion_weighs_a_share_of_a_hundred"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.weight} %)"


class PlanDocument(Attachment):
    """A paper that school and host drew up together before the start (INT-12)."""

    class Kind(models.TextChoices):
        MANAGEMENT_RULES = "management_rules", _("Management rules")
        SAFETY_RULES = "safety_rules", _("Safety rules")
        EMERGENCY_PLAN = "emergency_plan", _("Emergency plan")
        HOSTS = "hosts", _("Decision on the hosts")
        OTHER = "other", pgettext_lazy("document of a plan", "Other")

    parent = models.ForeignKey(
        Plan, models.CASCADE, related_name="documents", verbose_name=_("internship plan")
    )
    kind = models.CharField(_("what it is"), max_length=20, choices=Kind)

    class Meta(Attachment.Meta):
        verbose_name = _("document of a plan")
        verbose_name_plural = _("documents of a plan")


REQUIRED_DOCUMENTS = (
    PlanDocument.Kind.MANAGEMENT_RULES,
    PlanDocument.Kind.SAFETY_RULES,
    PlanDocument.Kind.EMERGENCY_PLAN,
)


class FilingKind(models.TextChoices):
    """What is reported to, or consented by, an authority before the start (INT-31)."""

    BEFORE_START = "before_start", _("Report before the start")
    CROSS_PROVINCE = "cross_province", _("Internship in another province")
    OVERSEAS = "overseas", _("Internship abroad")
    CONSENT = "consent", _("Consent of the superior authority")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Filing(OfPlan):
    """A report to an authority, with the number under which it was filed."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="filings", verbose_name=_("internship plan"))
    kind = models.CharField(_("what was filed"), max_length=20, choices=FilingKind)
    number = models.CharField(_("filing number"), max_length=80)
    authority = models.CharField(_("filed with"), max_length=200)
    filed_on = models.DateField(_("filed on"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("with an authority", "filing")
        verbose_name_plural = pgettext_lazy("with an authority", "filings")
        ordering = ["-filed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind", "number"],
                name="filing_is_recorded_once",
                violation_error_message=_("This filing is recorded already."),
            ),
            models.CheckConstraint(condition=~Q(number="") & ~Q(authority=""), name="filing_can_be_found"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


class FilingScan(Attachment):
    """The stamped receipt of a filing."""

    parent = models.ForeignKey(Filing, models.CASCADE, related_name="scans")

    class Meta(Attachment.Meta):
        verbose_name = _("scan of a filing")
        verbose_name_plural = _("scans of filings")
