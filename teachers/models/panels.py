from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from core.look import Chip, Meaning
from core.models import ScopedModel
from teachers.models.recognition import OfRecognition, Recognition
from teachers.recognition_querysets import PanelQuerySet


class PanelState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("of a panel", "Planned")
    IN_SESSION = "in_session", pgettext_lazy("of a panel", "In session")
    CLOSED = "closed", pgettext_lazy("of a panel", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("of a panel", "Cancelled")


PANEL_CHIPS = {
    PanelState.PLANNED: Chip(PanelState.PLANNED.label, Meaning.WAITING, "calendar-event"),
    PanelState.IN_SESSION: Chip(PanelState.IN_SESSION.label, Meaning.SOON, "gavel"),
    PanelState.CLOSED: Chip(PanelState.CLOSED.label, Meaning.GOOD, "circle-check"),
    PanelState.CANCELLED: Chip(PanelState.CANCELLED.label, Meaning.INACTIVE, "archive"),
}


class Majority(models.TextChoices):
    """What a case needs to be carried."""

    SIMPLE = "simple", _("more than half of the votes cast")
    TWO_THIRDS = "two_thirds", _("two thirds of the members present")


@pghistory.track()
class Panel(ScopedModel):
    """One session of the people who judge applications: who, when, about whom, and what came of it."""

    name = models.CharField(_("name"), max_length=200)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
        help_text=_("Empty where it is the panel of the whole centre."),
    )
    state = models.CharField(_("state"), max_length=20, choices=PanelState, default=PanelState.PLANNED)
    held_on = models.DateField(pgettext_lazy("of a panel", "held on"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    chair = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("chair")
    )
    quorum = models.PositiveSmallIntegerField(
        _("quorum"), help_text=_("So many members have to be present for the panel to decide anything.")
    )
    majority = models.CharField(_("majority"), max_length=20, choices=Majority, default=Majority.TWO_THIRDS)
    minutes = models.TextField(_("minutes"), max_length=20000, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    objects = PanelQuerySet.as_manager()

    class Meta:
        verbose_name = _("panel")
        verbose_name_plural = _("panels")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(quorum__gte=1), name="a_panel_has_a_quorum"),
            models.CheckConstraint(
                condition=~Q(state=PanelState.CLOSED) | ~Q(minutes="") & Q(closed_at__isnull=False),
                name="a_closed_panel_has_minutes",
            ),
        ]
        indexes = [models.Index(fields=["held_on", "id"], name="panel_by_day")]

    def __str__(self) -> str:
        return self.name

    @property
    def chip(self) -> Chip:
        return PANEL_CHIPS[PanelState(self.state)]

    @property
    def is_in_session(self) -> bool:
        return self.state == PanelState.IN_SESSION

    @property
    def is_planned(self) -> bool:
        return self.state == PanelState.PLANNED

    def get_absolute_url(self) -> str:
        return reverse("teachers:panel_detail", args=[self.pk])


class PanelMember(models.Model):
    """Somebody who sits on a panel."""

    department_id = None  # a part of its panel

    panel = models.ForeignKey(Panel, models.CASCADE, related_name="members", verbose_name=_("panel"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("member")
    )
    is_present = models.BooleanField(_("present"), default=False)

    class Meta:
        verbose_name = _("member of a panel")
        verbose_name_plural = _("members of panels")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "user"], name="a_member_sits_once_on_a_panel")
        ]

    def __str__(self) -> str:
        """Costs a query where the user is not fetched along."""
        return str(self.user)


class CaseOutcome(models.TextChoices):
    CARRIED = "carried", pgettext_lazy("of a case", "Carried")
    LOST = "lost", pgettext_lazy("of a case", "Not carried")
    POSTPONED = "postponed", pgettext_lazy("of a case", "Postponed")


OUTCOME_CHIPS = {
    CaseOutcome.CARRIED: Chip(CaseOutcome.CARRIED.label, Meaning.GOOD, "circle-check"),
    CaseOutcome.LOST: Chip(CaseOutcome.LOST.label, Meaning.STOPPED, "circle-x"),
    CaseOutcome.POSTPONED: Chip(CaseOutcome.POSTPONED.label, Meaning.INACTIVE, "clock"),
}
NOT_DECIDED = Chip(pgettext_lazy("of a case", "Not decided"), Meaning.WAITING, "clock")


class PanelCase(OfRecognition):
    """One application on the agenda of a panel, with the count of votes once it is decided."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="cases", verbose_name=_("panel"))
    recognition = models.ForeignKey(
        Recognition, models.PROTECT, related_name="cases", verbose_name=_("recognition as dual-qualified")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    outcome = models.CharField(_("outcome"), max_length=20, choices=CaseOutcome, blank=True)
    votes_for = models.PositiveSmallIntegerField(_("votes for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("votes against"), null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField(_("abstentions"), null=True, blank=True)
    remark = models.TextField(_("remark of the panel"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("case of a panel")
        verbose_name_plural = _("cases of panels")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "recognition"], name="a_panel_hears_a_case_once"),
            models.UniqueConstraint(
                fields=["recognition"],
                condition=Q(outcome=""),
                name="a_recognition_is_before_one_panel_at_a_time",
                violation_error_message=_("It is on the agenda of another panel."),
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", CaseOutcome.POSTPONED]) | Q(votes_for__isnull=False),
                name="a_decided_case_has_its_count",
            ),
        ]

    def __str__(self) -> str:
        """Costs queries where the recognition is not fetched along."""
        return f"{self.recognition}"

    @property
    def chip(self) -> Chip:
        return OUTCOME_CHIPS[CaseOutcome(self.outcome)] if self.outcome else NOT_DECIDED


class Choice(models.TextChoices):
    FOR = "for", pgettext_lazy("vote", "For")
    AGAINST = "against", pgettext_lazy("vote", "Against")
    ABSTAIN = "abstain", pgettext_lazy("vote", "Abstain")


@pghistory.track()
class PanelVote(models.Model):
    """What one member says of one case. It may change until the session is closed, and the history tells."""

    department_id = None  # a part of its panel

    case = models.ForeignKey(
        PanelCase, models.CASCADE, related_name="votes", verbose_name=_("case of a panel")
    )
    member = models.ForeignKey(
        PanelMember, models.PROTECT, related_name="votes", verbose_name=_("member of a panel")
    )
    choice = models.CharField(_("vote"), max_length=10, choices=Choice)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    cast_at = models.DateTimeField(_("cast at"))

    class Meta:
        verbose_name = _("vote of a panel")
        verbose_name_plural = _("votes of panels")
        ordering = ["cast_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "member"], name="a_member_votes_once_on_a_case"),
            models.CheckConstraint(
                condition=Q(choice=Choice.FOR) | ~Q(reason=""),
                name="who_does_not_vote_for_a_case_says_why",
                violation_error_message=_("Whoever does not vote for it says why."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_choice_display()


class ConflictOfInterest(models.Model):
    """A member who takes no part in one case, and why: colleague in a project, relative, or oneself."""

    department_id = None  # a part of its panel

    case = models.ForeignKey(
        PanelCase, models.CASCADE, related_name="conflicts", verbose_name=_("case of a panel")
    )
    member = models.ForeignKey(
        PanelMember, models.PROTECT, related_name="conflicts", verbose_name=_("member of a panel")
    )
    reason = models.CharField(_("reason"), max_length=500)
    declared_at = models.DateTimeField(_("declared at"))

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        ordering = ["declared_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "member"], name="a_conflict_is_declared_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_conflict_of_interest_says_why"),
        ]
        triggers = [pgtrigger.Protect(name="conflicts_are_never_altered", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.reason
