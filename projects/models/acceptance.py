"""What a project is measured by, who says so, and what came of it."""

from __future__ import annotations

from decimal import Decimal

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.fields import decider
from core.look import Chip, Meaning
from core.models import Attachment
from partnerships.models import Contact, Enterprise
from projects.models.plan import Expense, Milestone, of_project
from projects.models.project import OfProject, Project, Side

WHOLE = 100


class Verdict(models.TextChoices):
    MET = "met", pgettext_lazy("criterion", "Met")
    IN_PART = "in_part", pgettext_lazy("criterion", "Met in part")
    NOT_MET = "not_met", pgettext_lazy("criterion", "Not met")


VERDICT_CHIPS = {
    Verdict.MET: Chip(Verdict.MET.label, Meaning.GOOD, "circle-check"),
    Verdict.IN_PART: Chip(Verdict.IN_PART.label, Meaning.SOON, "alert-triangle"),
    Verdict.NOT_MET: Chip(Verdict.NOT_MET.label, Meaning.STOPPED, "circle-x"),
}


@pghistory.track()
class Criterion(OfProject):
    """Something by which a project is accepted, and whether it is met."""

    project = of_project("criteria")
    text = models.CharField(
        pgettext_lazy("criterion", "criterion"),
        max_length=500,
        help_text=_("Such that both sides see whether it is met: numbers, documents, a demonstration."),
    )
    verdict = models.CharField(
        pgettext_lazy("criterion", "verdict"), max_length=8, choices=Verdict, blank=True, editable=False
    )
    remark = models.CharField(
        pgettext_lazy("criterion", "remark"), max_length=500, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("criterion of a project")
        verbose_name_plural = _("criteria of projects")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=["", Verdict.MET]) | ~Q(remark=""),
                name="what_is_not_met_has_a_remark",
                violation_error_message=_("Say what is missing where it is not met, or met in part."),
            ),
        ]
        indexes = [models.Index(fields=["project"], name="criterion_by_project")]

    def __str__(self) -> str:
        return self.text

    @property
    def chip(self) -> Chip | None:
        return VERDICT_CHIPS[Verdict(self.verdict)] if self.verdict else None


class Opinion(models.TextChoices):
    ACCEPT = "accept", pgettext_lazy("opinion of a panel", "Accept")
    CONDITIONAL = "conditional", pgettext_lazy("opinion of a panel", "Accept with conditions")
    REFUSE = "refuse", pgettext_lazy("opinion of a panel", "Do not accept")


@pghistory.track()
class PanelMember(OfProject):
    """Who accepts a project: somebody of the centre, or of an enterprise of it."""

    project = of_project("panel")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="project_panels",
        verbose_name=_("somebody of the centre"),
    )
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="project_panels",
        verbose_name=_("person of the enterprise"),
    )
    opinion = models.CharField(
        pgettext_lazy("panel of a project", "opinion"),
        max_length=12,
        choices=Opinion,
        blank=True,
        editable=False,
    )
    words = models.TextField(
        pgettext_lazy("panel of a project", "in words"), max_length=2000, blank=True, editable=False
    )
    given_on = models.DateField(
        pgettext_lazy("panel of a project", "given on"), null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("member of an acceptance panel")
        verbose_name_plural = _("members of acceptance panels")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None, contact__isnull=False) | Q(user__isnull=False, contact=None),
                name="who_accepts_a_project_is_of_one_side",
                violation_error_message=_("Choose one person of either side."),
            ),
            models.CheckConstraint(
                condition=Q(opinion="", given_on=None) | (~Q(opinion="") & Q(given_on__isnull=False)),
                name="an_opinion_on_a_project_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(opinion__in=["", Opinion.ACCEPT]) | ~Q(words=""),
                name="an_objection_to_a_project_says_why",
            ),
            models.UniqueConstraint(fields=["project", "user"], name="a_user_accepts_a_project_once"),
            models.UniqueConstraint(fields=["project", "contact"], name="a_contact_accepts_a_project_once"),
        ]

    def __str__(self) -> str:
        """Costs a query where the person is not fetched along."""
        return str(self.user or self.contact)

    @property
    def side(self) -> Side:
        return Side.CENTRE if self.contact_id is None else Side.ENTERPRISE


class OutcomeKind(models.TextChoices):
    PATENT = "patent", pgettext_lazy("outcome of a project", "Patent")
    PAPER = "paper", pgettext_lazy("outcome of a project", "Paper")
    STANDARD = "standard", pgettext_lazy("outcome of a project", "Standard")
    COURSE = "course", pgettext_lazy("outcome of a project", "Course or teaching material")
    PRODUCT = "product", pgettext_lazy("outcome of a project", "Product")
    PROCESS = "process", pgettext_lazy("outcome of a project", "Process")
    AWARD = "award", pgettext_lazy("outcome of a project", "Award")
    TRANSFER = "transfer", pgettext_lazy("outcome of a project", "Transferred technology")


@pghistory.track()
class Outcome(OfProject):
    """Something that came of a project, whose it is, and who of the enterprise has said so.

    The shares of both sides make the whole; the enterprise's is its own, or of the one that is named.
    """

    project = of_project("outcomes")
    kind = models.CharField(pgettext_lazy("outcome of a project", "kind"), max_length=10, choices=OutcomeKind)
    title = models.CharField(pgettext_lazy("outcome of a project", "title"), max_length=200)
    number = models.CharField(
        pgettext_lazy("outcome of a project", "number"),
        max_length=80,
        blank=True,
        help_text=_("Of the patent, the standard, the issue, the contract or the certificate."),
    )
    achieved_on = models.DateField(pgettext_lazy("outcome of a project", "date"))
    value = models.DecimalField(
        pgettext_lazy("outcome of a project", "value"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
        help_text=_("In yuan, for what a technology was transferred."),
    )
    centre_share = models.PositiveSmallIntegerField(
        _("share of the centre"),
        validators=[MaxValueValidator(WHOLE)],
        help_text=_("In per cent: 100 where it is the centre’s alone."),
    )
    enterprise_share = models.PositiveSmallIntegerField(
        _("share of the enterprise"),
        validators=[MaxValueValidator(WHOLE)],
        help_text=_("In per cent; both make 100."),
    )
    owner = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="project_outcomes",
        verbose_name=_("enterprise that owns it"),
    )
    entered_by = decider(_("entered by"))
    confirmed_on = models.DateField(_("ownership confirmed on"), null=True, blank=True, editable=False)
    confirmed_by = decider(_("ownership confirmed by"))

    class Meta:
        verbose_name = _("outcome of a project")
        verbose_name_plural = _("outcomes of projects")
        ordering = ["achieved_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(centre_share__gte=0, enterprise_share__gte=0)
                & Q(centre_share=WHOLE - F("enterprise_share")),
                name="shares_of_an_outcome_make_the_whole",
                violation_error_message=_("The shares of both sides make 100."),
            ),
            models.CheckConstraint(
                condition=Q(enterprise_share=0, owner=None) | Q(enterprise_share__gt=0, owner__isnull=False),
                name="a_share_of_an_outcome_is_somebodys",
                violation_error_message=_("Say which enterprise owns its share."),
            ),
            models.CheckConstraint(
                condition=Q(kind=OutcomeKind.TRANSFER, value__isnull=False, value__gt=0)
                | (~Q(kind=OutcomeKind.TRANSFER) & Q(value=None)),
                name="a_transferred_technology_has_a_value",
                violation_error_message=_("A transferred technology has a value, and nothing else has."),
            ),
        ]
        indexes = [models.Index(fields=["project", "achieved_on"], name="outcome_by_project")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_shared(self) -> bool:
        return 0 < self.centre_share < WHOLE

    @property
    def chip(self) -> Chip:
        """Whether the enterprise has confirmed whose it is."""
        if self.confirmed_on is not None:
            return Chip(pgettext_lazy("outcome of a project", "Ownership confirmed"), Meaning.GOOD, "checks")
        return Chip(
            pgettext_lazy("outcome of a project", "To be confirmed by the enterprise"),
            Meaning.WAITING,
            "clock",
        )


class ProjectFile(Attachment):
    """A file of a project: a deliverable, a voucher, the evidence of an outcome, or of the whole."""

    department_id = None  # shown to whoever sees its project

    parent = models.ForeignKey(Project, models.CASCADE, related_name="files", verbose_name=_("joint project"))
    milestone = models.ForeignKey(
        Milestone,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="files",
        verbose_name=_("milestone of a project"),
    )
    expense = models.ForeignKey(
        Expense,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="files",
        verbose_name=_("spending of a project"),
    )
    outcome = models.ForeignKey(
        Outcome,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="files",
        verbose_name=_("outcome of a project"),
    )

    class Meta(Attachment.Meta):
        verbose_name = _("file of a project")
        verbose_name_plural = _("files of projects")
        constraints = [
            models.CheckConstraint(
                condition=Q(milestone=None, expense=None)
                | Q(milestone=None, outcome=None)
                | Q(expense=None, outcome=None),
                name="a_file_of_a_project_belongs_to_one_thing",
            ),
        ]
