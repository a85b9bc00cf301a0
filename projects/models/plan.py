"""What is planned in a project, what it costs, and what may go wrong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.fields import decider
from core.look import Chip, Meaning
from partnerships.models import Enterprise
from projects.models.project import OfProject, Project, Side
from projects.querysets import MilestoneQuerySet

MOST_YUAN = Decimal("9999999999.99")


def of_project(name: str) -> models.ForeignKey:
    return models.ForeignKey(
        Project, models.CASCADE, related_name=name, db_index=False, verbose_name=_("joint project")
    )


def yuan(label: Any, **kwargs: Any) -> models.DecimalField:
    """An amount in yuan, more than nothing."""
    return models.DecimalField(
        label,
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(MOST_YUAN)],
        **kwargs,
    )


@pghistory.track()
class Milestone(OfProject):
    """A step of a project, and what is there when it is done."""

    project = of_project("milestones")
    title = models.CharField(pgettext_lazy("milestone", "title"), max_length=160)
    deliverable = models.CharField(
        pgettext_lazy("milestone", "deliverable"),
        max_length=500,
        help_text=_("What is there when it is done: a design, a prototype, a course, a report."),
    )
    side = models.CharField(
        pgettext_lazy("milestone", "delivered by"), max_length=10, choices=Side, default=Side.CENTRE
    )
    due_on = models.DateField(pgettext_lazy("milestone", "due on"))
    done_on = models.DateField(pgettext_lazy("milestone", "done on"), null=True, blank=True, editable=False)
    done_by = decider(_("ticked by"))
    remark = models.CharField(
        pgettext_lazy("milestone", "remark"), max_length=500, blank=True, editable=False
    )

    objects = MilestoneQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("milestone of a project")
        verbose_name_plural = _("milestones of projects")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["project", "due_on"], name="milestone_by_project"),
            models.Index(fields=["due_on"], condition=Q(done_on=None), name="open_milestone_by_day"),
        ]

    def __str__(self) -> str:
        return self.title

    def chip_on(self, on: date) -> Chip:
        if self.done_on is not None:
            return Chip(pgettext_lazy("milestone", "Done"), Meaning.GOOD, "circle-check")
        if self.due_on < on:
            return Chip(pgettext_lazy("milestone", "Overdue"), Meaning.LATE, "alarm")
        return Chip(pgettext_lazy("milestone", "Open"), Meaning.WAITING, "clock")


class Purpose(models.TextChoices):
    """What money is for, as budgets of joint projects are laid out."""

    EQUIPMENT = "equipment", pgettext_lazy("purpose of a budget", "Equipment")
    MATERIAL = "material", pgettext_lazy("purpose of a budget", "Material")
    TESTING = "testing", pgettext_lazy("purpose of a budget", "Testing and processing")
    LABOUR = "labour", pgettext_lazy("purpose of a budget", "Labour and experts")
    TRAVEL = "travel", pgettext_lazy("purpose of a budget", "Travel and meetings")
    TRAINING = "training", pgettext_lazy("purpose of a budget", "Training")
    RIGHTS = "rights", pgettext_lazy("purpose of a budget", "Publication and rights")
    OTHER = "other", pgettext_lazy("purpose of a budget", "Other")


@pghistory.track()
class BudgetLine(OfProject):
    """How much a project may spend on one thing, in yuan."""

    project = of_project("budget_lines")
    purpose = models.CharField(pgettext_lazy("budget", "for"), max_length=12, choices=Purpose)
    title = models.CharField(pgettext_lazy("budget", "what exactly"), max_length=160, blank=True)
    amount = yuan(pgettext_lazy("budget", "amount"), help_text=_("In yuan."))

    class Meta:
        verbose_name = _("budget line of a project")
        verbose_name_plural = _("budget lines of projects")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_budget_line_is_more_than_nothing"),
        ]
        indexes = [models.Index(fields=["project"], name="budget_line_by_project")]

    def __str__(self) -> str:
        return self.title or str(self.get_purpose_display())


@pghistory.track()
class Contribution(OfProject):
    """What one side puts into a project, in yuan: the centre where no enterprise is named."""

    project = of_project("contributions")
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="project_contributions",
        verbose_name=_("enterprise"),
    )
    amount = yuan(pgettext_lazy("contribution", "amount"), help_text=_("In yuan."))
    note = models.CharField(
        pgettext_lazy("contribution", "in what form"),
        max_length=200,
        blank=True,
        help_text=_("Money, devices, material, working time."),
    )

    class Meta:
        verbose_name = _("contribution to a project")
        verbose_name_plural = _("contributions to projects")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_contribution_is_more_than_nothing"),
            models.UniqueConstraint(
                fields=["project", "enterprise"],
                nulls_distinct=False,
                name="a_side_contributes_to_a_project_once",
                violation_error_message=_("This side stands there already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount}"


@pghistory.track()
class Expense(OfProject):
    """Money that was spent, with its voucher: the centre's where no enterprise paid it.

    What goes above the budget line says why; the operation adds up under the lock of the project.
    """

    project = of_project("expenses")
    line = models.ForeignKey(
        BudgetLine, models.PROTECT, related_name="expenses", verbose_name=_("budget line")
    )
    voucher = models.CharField(_("number of the voucher"), max_length=60)
    spent_on = models.DateField(_("spent on"))
    amount = yuan(pgettext_lazy("expense", "amount"), help_text=_("In yuan."))
    payer = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="project_expenses",
        verbose_name=_("paid by the enterprise"),
        help_text=_("Empty: paid by the centre."),
    )
    purpose = models.CharField(pgettext_lazy("expense", "what for"), max_length=200)
    is_above_budget = models.BooleanField(_("above the budget"), default=False, editable=False)
    why_above = models.CharField(
        _("why above the budget"),
        max_length=500,
        blank=True,
        help_text=_("Only where the budget line does not suffice."),
    )
    entered_by = decider(_("entered by"))

    class Meta:
        verbose_name = _("spending of a project")
        verbose_name_plural = _("spending of projects")
        ordering = ["spent_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="an_expense_is_more_than_nothing"),
            models.CheckConstraint(
                condition=Q(is_above_budget=False) | ~Q(why_above=""),
                name="spending_above_the_budget_says_why",
            ),
            models.UniqueConstraint(
                fields=["project", "voucher"],
                name="a_voucher_counts_once_in_a_project",
                violation_error_message=_("This voucher is entered already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voucher} · {self.purpose}"


@pghistory.track()
class Meeting(OfProject):
    """A meeting of a project with its minutes, in short."""

    project = of_project("meetings")
    held_on = models.DateField(pgettext_lazy("meeting", "held on"))
    place = models.CharField(pgettext_lazy("meeting", "place"), max_length=160, blank=True)
    present = models.CharField(pgettext_lazy("meeting", "who was there"), max_length=500, blank=True)
    minutes = models.TextField(
        pgettext_lazy("meeting", "minutes"),
        max_length=4000,
        help_text=_("What was decided, who does what until when. The enterprise reads it as well."),
    )
    written_by = decider(_("written by"))

    class Meta:
        verbose_name = _("meeting of a project")
        verbose_name_plural = _("meetings of projects")
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["project", "held_on"], name="meeting_by_project")]

    def __str__(self) -> str:
        return self.minutes[:60]


class Degree(models.IntegerChoices):
    LOW = 1, pgettext_lazy("degree of a risk", "low")
    MEDIUM = 2, pgettext_lazy("degree of a risk", "medium")
    HIGH = 3, pgettext_lazy("degree of a risk", "high")


@pghistory.track()
class Risk(OfProject):
    """What may go wrong, who watches it and what is done about it; both sides add and read them."""

    project = of_project("risks")
    title = models.CharField(pgettext_lazy("risk", "what may go wrong"), max_length=200)
    side = models.CharField(
        pgettext_lazy("risk", "watched by"), max_length=10, choices=Side, default=Side.CENTRE
    )
    owner = models.CharField(pgettext_lazy("risk", "by whom there"), max_length=100)
    likelihood = models.PositiveSmallIntegerField(
        pgettext_lazy("risk", "likelihood"), choices=Degree, default=Degree.MEDIUM
    )
    impact = models.PositiveSmallIntegerField(
        pgettext_lazy("risk", "impact"), choices=Degree, default=Degree.MEDIUM
    )
    measure = models.CharField(pgettext_lazy("risk", "measure"), max_length=500)
    raised_by = decider(_("raised by"))
    raised_on = models.DateField(_("raised on"), editable=False)
    closed_on = models.DateField(pgettext_lazy("risk", "closed on"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("risk of a project")
        verbose_name_plural = _("risks of projects")
        ordering = ["closed_on", "-raised_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(likelihood__range=(1, 3), impact__range=(1, 3)),
                name="a_risk_has_possible_degrees",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=models.F("raised_on")),
                name="a_risk_is_closed_after_it_is_raised",
            ),
        ]
        indexes = [models.Index(fields=["project", "raised_on"], name="risk_by_project")]

    def __str__(self) -> str:
        return self.title

    @property
    def weight(self) -> int:
        """Likelihood times impact, from 1 to 9."""
        return self.likelihood * self.impact

    @property
    def chip(self) -> Chip:
        if self.closed_on is not None:
            return Chip(pgettext_lazy("risk", "Closed"), Meaning.INACTIVE, "circle-check")
        if self.weight >= Degree.HIGH * Degree.MEDIUM:
            return Chip(pgettext_lazy("risk", "High"), Meaning.LATE, "alert-triangle")
        if self.weight >= Degree.HIGH:
            return Chip(pgettext_lazy("risk", "Medium"), Meaning.SOON, "alert-triangle")
        return Chip(pgettext_lazy("risk", "Low"), Meaning.WAITING, "eye")
