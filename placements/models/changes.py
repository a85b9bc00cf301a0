from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.look import Chip, Meaning
from internships.models import Post
from partnerships.models import Contact
from placements.models.placements import OfPlacement, Placement
from teachers.models import Teacher


class ChangeKind(models.TextChoices):
    """What of a placement is changed."""

    POST = "post", pgettext_lazy("change of a placement", "Another post")
    MENTOR = "mentor", pgettext_lazy("change of a placement", "Another mentor")
    INSTRUCTOR = "instructor", pgettext_lazy("change of a placement", "Another instructor")
    DATES = "dates", pgettext_lazy("change of a placement", "Other dates")
    WORKPLACE = "workplace", pgettext_lazy("change of a placement", "Another place of work")
    HOURS = "hours", pgettext_lazy("change of a placement", "Other hours")
    EARLY_END = "early_end", pgettext_lazy("change of a placement", "Ending early")


class AskedBy(models.TextChoices):
    STUDENT = "student", pgettext_lazy("who asks for a change", "Student")
    ENTERPRISE = "enterprise", pgettext_lazy("who asks for a change", "Enterprise")
    STAFF = "staff", pgettext_lazy("who asks for a change", "School")


class ChangeState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("change of a placement", "Asked for")
    APPLIED = "applied", pgettext_lazy("change of a placement", "Made")
    REFUSED = "refused", pgettext_lazy("change of a placement", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("change of a placement", "Taken back")


CHANGE_CHIPS = {
    ChangeState.ASKED: Chip(ChangeState.ASKED.label, Meaning.WAITING, "clock"),
    ChangeState.APPLIED: Chip(ChangeState.APPLIED.label, Meaning.GOOD, "circle-check"),
    ChangeState.REFUSED: Chip(ChangeState.REFUSED.label, Meaning.STOPPED, "circle-x"),
    ChangeState.WITHDRAWN: Chip(ChangeState.WITHDRAWN.label, Meaning.INACTIVE, "arrow-back-up"),
}
# What a tripartite agreement names (INT-13), so that changing it takes an amendment of the agreement.
AMENDING = frozenset(ChangeKind) - {ChangeKind.EARLY_END}


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class PlacementChange(OfPlacement):
    """An amendment of a placement: who asked for it and why, what was decided, from what to what."""

    placement = models.ForeignKey(
        Placement, models.PROTECT, related_name="changes", verbose_name=_("placement")
    )
    kind = models.CharField(pgettext_lazy("placement", "what is changed"), max_length=12, choices=ChangeKind)
    state = models.CharField(
        _("state"), max_length=10, choices=ChangeState, default=ChangeState.ASKED, editable=False
    )
    asked_by = models.CharField(_("asked for by"), max_length=10, choices=AskedBy)
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    reason = models.TextField(_("reason"), max_length=2000)
    asked_at = models.DateTimeField(_("asked at"), editable=False)
    old_post = models.ForeignKey(Post, models.PROTECT, null=True, editable=False, related_name="+")
    new_post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("new post")
    )
    old_mentor = models.ForeignKey(Contact, models.PROTECT, null=True, editable=False, related_name="+")
    new_mentor = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("new mentor")
    )
    old_instructor = models.ForeignKey(Teacher, models.PROTECT, null=True, editable=False, related_name="+")
    new_instructor = models.ForeignKey(
        Teacher, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("new instructor")
    )
    old_starts_on = models.DateField(null=True, editable=False)
    new_starts_on = models.DateField(_("new first day"), null=True, blank=True)
    old_ends_on = models.DateField(null=True, editable=False)
    new_ends_on = models.DateField(_("new last day"), null=True, blank=True)
    old_workplace = models.CharField(max_length=300, blank=True, editable=False)
    new_workplace = models.CharField(_("new place of work"), max_length=300, blank=True)
    old_hours_per_day = models.DecimalField(max_digits=3, decimal_places=1, null=True, editable=False)
    new_hours_per_day = models.DecimalField(
        _("new hours a day"),
        max_digits=3,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
    )
    # Another enterprise: what was agreed speaks for the one before, so another placement begins there.
    new_placement = models.OneToOneField(
        Placement,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="moved_by",
        verbose_name=_("placement at the other enterprise"),
    )
    answer = models.TextField(_("decision"), blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    # Whoever keeps the tripartite agreements settles it (placements.changes.amendments_due).
    amendment_due = models.BooleanField(
        _("the tripartite agreement is to be amended"), default=False, editable=False
    )

    class Meta:
        verbose_name = _("change of a placement")
        verbose_name_plural = _("changes of placements")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "kind"],
                condition=Q(state="asked"),
                name="a_change_is_asked_for_once_at_a_time",
                violation_error_message=_("This was asked for already, and waits for a decision."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "withdrawn"]) | Q(decided_at__isnull=False),
                name="a_decided_change_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""), name="a_refused_change_says_why"
            ),
            models.CheckConstraint(
                condition=Q(amendment_due=False) | Q(state="applied"),
                name="only_a_change_that_was_made_amends_an_agreement",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at", "id"], name="placement_change_by_day"),
            models.Index(
                fields=["asked_at", "id"], name="placement_change_waiting", condition=Q(state="asked")
            ),
            models.Index(
                fields=["placement"], name="placement_change_to_amend", condition=Q(amendment_due=True)
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def chip(self) -> Chip:
        return CHANGE_CHIPS[ChangeState(self.state)]

    @property
    def is_open(self) -> bool:
        return self.state == ChangeState.ASKED

    @property
    def differences(self) -> list[tuple[str, str, str]]:
        """What was changed: label, from, to. Costs queries unless the rows are fetched along."""
        names: list[tuple[Any, str]] = [
            (_("Post"), "post"),
            (_("Mentor"), "mentor"),
            (_("Instructor"), "instructor"),
            (_("First day"), "starts_on"),
            (pgettext_lazy("of an internship", "Last day"), "ends_on"),
            (_("Place of work"), "workplace"),
            (_("Hours a day"), "hours_per_day"),
        ]
        found = []
        for label, name in names:
            old, new = getattr(self, f"old_{name}"), getattr(self, f"new_{name}")
            if new not in (None, "", old):
                found.append((str(label), _in_words(old), _in_words(new)))
        return found

    def get_absolute_url(self) -> str:
        return f"{self.placement.get_absolute_url()}?tab=changes"


def _in_words(value: Any) -> str:
    if value in (None, ""):
        return "—"
    if isinstance(value, Post):
        return f"{value} · {value.enterprise}"
    if isinstance(value, Decimal):
        return number_format(value.normalize())
    return date_format(value) if isinstance(value, date) else str(value)
