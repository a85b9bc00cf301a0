"""What is changed in a curriculum because enterprises need it, and who of both sides advised on it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from catalogue.models import Major
from collaboration.adjustment_querysets import AdjustmentQuerySet, PanelMemberQuerySet
from collaboration.models.needs import Need
from core.fields import decider
from core.look import Chip, Meaning
from core.models import Attachment, ScopedModel
from core.school_years import Term, in_words, term_days
from core.search import search_bigrams_field, search_index, search_text_field
from partnerships.models import Contact


class ChangeKind(models.TextChoices):
    NEW = "new", pgettext_lazy("change of a course", "New course")
    CONTENT = "content", pgettext_lazy("change of a course", "Content changed")
    HOURS = "hours", pgettext_lazy("change of a course", "Hours changed")
    DROPPED = "dropped", pgettext_lazy("change of a course", "Course dropped")


class AdjustmentState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("adjustment of a curriculum", "Proposed")
    BEFORE_PANEL = "before_panel", pgettext_lazy("adjustment of a curriculum", "Before the panel")
    ADOPTED = "adopted", pgettext_lazy("adjustment of a curriculum", "Adopted")
    NOT_ADOPTED = "not_adopted", pgettext_lazy("adjustment of a curriculum", "Not adopted")
    WITHDRAWN = "withdrawn", pgettext_lazy("adjustment of a curriculum", "Withdrawn")


S = AdjustmentState
ADJUSTMENT_CHIPS = {
    S.PROPOSED: Chip(S.PROPOSED.label, Meaning.WAITING, "pencil"),
    S.BEFORE_PANEL: Chip(S.BEFORE_PANEL.label, Meaning.WAITING, "gavel"),
    S.ADOPTED: Chip(S.ADOPTED.label, Meaning.GOOD, "circle-check"),
    S.NOT_ADOPTED: Chip(S.NOT_ADOPTED.label, Meaning.STOPPED, "circle-x"),
    S.WITHDRAWN: Chip(S.WITHDRAWN.label, Meaning.INACTIVE, "archive"),
}
IN_EFFECT = Chip(pgettext_lazy("adjustment of a curriculum", "In effect"), Meaning.GOOD, "checks")
DECIDED = frozenset({S.ADOPTED, S.NOT_ADOPTED})


class Opinion(models.TextChoices):
    FOR = "for", pgettext_lazy("opinion on an adjustment", "For it")
    CHANGED = "changed", pgettext_lazy("opinion on an adjustment", "For it, with changes")
    AGAINST = "against", pgettext_lazy("opinion on an adjustment", "Against it")


def _hours(label: Any) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(1000)]
    )


@pghistory.track(exclude=["search_text", "search_bigrams"])
class CurriculumAdjustment(ScopedModel):
    """A change of one course of a major, from the needs behind it to the term from which it holds.

    The course is known by its name, as in the records of the teachers who teach it. Whether the change is in
    effect on a day is told by the term alone (``in_effect_on``).
    """

    needs = models.ManyToManyField(Need, related_name="adjustments", verbose_name=_("needs behind it"))
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="adjustments", verbose_name=_("department")
    )
    major = models.ForeignKey(Major, models.PROTECT, related_name="adjustments", verbose_name=_("major"))
    course = models.CharField(
        pgettext_lazy("adjustment of a curriculum", "course"),
        max_length=120,
        help_text=_("Its name as it stands in the curriculum."),
    )
    kind = models.CharField(
        pgettext_lazy("change of a course", "kind of change"), max_length=10, choices=ChangeKind
    )
    state = models.CharField(_("state"), max_length=14, choices=S, default=S.PROPOSED, editable=False)
    before = models.TextField(
        pgettext_lazy("adjustment of a curriculum", "as it is"), max_length=4000, blank=True
    )
    after = models.TextField(
        pgettext_lazy("adjustment of a curriculum", "as it shall be"), max_length=4000, blank=True
    )
    hours_before = _hours(pgettext_lazy("adjustment of a curriculum", "hours as it is"))
    hours_after = _hours(pgettext_lazy("adjustment of a curriculum", "hours as it shall be"))
    reason = models.TextField(
        pgettext_lazy("adjustment of a curriculum", "why"),
        max_length=2000,
        help_text=_("How it follows from the needs. The enterprises read it."),
    )
    proposed_on = models.DateField(_("proposed on"), editable=False)
    proposed_by = decider(_("proposed by"))
    panel_on = models.DateField(_("panel on"), null=True, blank=True, editable=False)
    place = models.CharField(_("place"), max_length=200, blank=True, editable=False)
    decided_on = models.DateField(_("decided on"), null=True, blank=True, editable=False)
    decided_by = decider(_("decided by"))
    decision = models.TextField(_("decision in words"), max_length=2000, blank=True, editable=False)
    study_year = models.PositiveSmallIntegerField(_("school year"), null=True, blank=True, editable=False)
    term = models.PositiveSmallIntegerField(_("term"), choices=Term, null=True, blank=True, editable=False)
    effective_on = models.DateField(_("in effect from"), null=True, blank=True, editable=False)
    search_text = search_text_field("course", "reason", "after")
    search_bigrams = search_bigrams_field("course", "reason", "after")

    objects = AdjustmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("adjustment of a curriculum")
        verbose_name_plural = _("adjustments of curricula")
        ordering = ["-proposed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ChangeKind.NEW) | ~Q(before="") | Q(hours_before__isnull=False),
                name="an_adjustment_says_how_it_was",
                violation_error_message=_("Say how the course is now."),
            ),
            models.CheckConstraint(
                condition=Q(kind=ChangeKind.DROPPED) | ~Q(after="") | Q(hours_after__isnull=False),
                name="an_adjustment_says_how_it_shall_be",
                violation_error_message=_("Say how the course shall be."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=ChangeKind.HOURS)
                | Q(hours_before__isnull=False, hours_after__isnull=False),
                name="a_change_of_hours_says_both",
                violation_error_message=_("Say the hours as they are and as they shall be."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.BEFORE_PANEL, *sorted(DECIDED)]) | Q(panel_on__isnull=False),
                name="an_adjustment_before_a_panel_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(DECIDED)) | (Q(decided_on__isnull=False) & ~Q(decision="")),
                name="a_decided_adjustment_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state=S.ADOPTED, study_year__isnull=False, term__in=Term.values)
                & Q(effective_on__isnull=False)
                | ~Q(state=S.ADOPTED) & Q(study_year=None, term=None, effective_on=None),
                name="only_an_adopted_adjustment_has_its_term",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.WITHDRAWN) | ~Q(decision=""),
                name="a_withdrawn_adjustment_says_why",
            ),
        ]
        indexes = [
            search_index("adjustment_by_bigram"),
            models.Index(fields=["proposed_on", "id"], name="adjustment_by_day"),
            models.Index(fields=["effective_on", "id"], name="adjustment_by_effect"),
            models.Index(fields=["state", "proposed_on", "id"], name="adjustment_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.course} · {self.get_kind_display()}"

    @property
    def chip(self) -> Chip:
        return ADJUSTMENT_CHIPS[AdjustmentState(self.state)]

    def chip_on(self, on: date) -> Chip:
        """What its state says on a day: adopted, or in effect already."""
        return IN_EFFECT if self.effective_on is not None and self.effective_on <= on else self.chip

    @property
    def effective_in_words(self) -> str:
        """ "2026–2027, First term"."""
        if self.study_year is None or self.term is None:
            return ""
        return f"{in_words(self.study_year)}, {Term(self.term).label}"

    def get_absolute_url(self) -> str:
        return reverse("collaboration:adjustment_detail", args=[self.pk])


def first_day(study_year: int, term: int) -> date:
    """From which day a change holds that is in effect from a term on."""
    return term_days(study_year, term)[0]


@pghistory.track()
class PanelMember(ScopedModel):
    """Somebody of the centre or of an enterprise who advises on an adjustment, and what they said."""

    adjustment = models.ForeignKey(
        CurriculumAdjustment,
        models.CASCADE,
        related_name="members",
        verbose_name=_("adjustment of a curriculum"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="adjustments_advised",
        verbose_name=_("of the centre"),
    )
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="adjustments_advised",
        verbose_name=_("of an enterprise"),
    )
    opinion = models.CharField(
        pgettext_lazy("opinion on an adjustment", "opinion"), max_length=10, choices=Opinion, blank=True
    )
    words = models.TextField(
        pgettext_lazy("opinion on an adjustment", "in words"), max_length=2000, blank=True
    )
    given_on = models.DateField(_("given on"), null=True, blank=True)

    objects = PanelMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of a panel on curricula")
        verbose_name_plural = _("members of panels on curricula")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None, contact__isnull=False) | Q(user__isnull=False, contact=None),
                name="a_panel_member_is_of_one_side",
            ),
            models.CheckConstraint(
                condition=Q(opinion="", given_on=None) | (~Q(opinion="") & Q(given_on__isnull=False)),
                name="an_opinion_has_its_day",
                violation_error_message=_("Say on which day the opinion was given."),
            ),
            models.UniqueConstraint(fields=["adjustment", "user"], name="a_user_advises_once"),
            models.UniqueConstraint(fields=["adjustment", "contact"], name="a_contact_advises_once"),
        ]

    def __str__(self) -> str:
        """Costs a query where the person is not fetched along."""
        return str(self.user or self.contact)

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs a query where the adjustment is not fetched along."""
        return self.adjustment.department_id

    def get_absolute_url(self) -> str:
        return self.adjustment.get_absolute_url()


class AdjustmentFile(Attachment):
    """Minutes of the panel, the course standard before and after: for whoever sees the adjustment."""

    department_id = None  # shown to whoever sees its adjustment

    parent = models.ForeignKey(
        CurriculumAdjustment,
        models.CASCADE,
        related_name="files",
        verbose_name=_("adjustment of a curriculum"),
    )

    class Meta(Attachment.Meta):
        verbose_name = _("paper of an adjustment")
        verbose_name_plural = _("papers of adjustments")
