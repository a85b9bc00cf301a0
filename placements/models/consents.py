from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.look import Chip, Meaning
from core.models import Attachment
from internships.models import Guardian
from placements.models.placements import OfPlacement, Placement


class ConsentParty(models.TextChoices):
    """Whose consent the law asks for before the start, of age or not (INT-07)."""

    STUDENT = "student", _("Student")
    GUARDIAN = "guardian", _("Guardian")


class ConsentState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("consent", "Asked")
    GIVEN = "given", pgettext_lazy("consent", "Given")
    OBJECTED = "objected", pgettext_lazy("consent", "Objects")
    TAKEN_BACK = "taken_back", pgettext_lazy("consent", "Does not count")


class ConsentMeans(models.TextChoices):
    """By what somebody gave their answer."""

    LINK = "link", pgettext_lazy("consent", "by link")
    ACCOUNT = "account", pgettext_lazy("consent", "on the student's own pages")
    AGREEMENT = "agreement", pgettext_lazy("consent", "by signing the tripartite agreement")
    PAPER = "paper", pgettext_lazy("consent", "on paper")


CONSENT_CHIPS = {
    ConsentState.ASKED: Chip(ConsentState.ASKED.label, Meaning.WAITING, "clock"),
    ConsentState.GIVEN: Chip(ConsentState.GIVEN.label, Meaning.GOOD, "circle-check"),
    ConsentState.OBJECTED: Chip(ConsentState.OBJECTED.label, Meaning.STOPPED, "circle-x"),
    ConsentState.TAKEN_BACK: Chip(ConsentState.TAKEN_BACK.label, Meaning.INACTIVE, "arrow-back-up"),
}
# What somebody said; the latest of a party counts.
ANSWERED = frozenset({ConsentState.GIVEN, ConsentState.OBJECTED})


@pghistory.track()
class Consent(OfPlacement):
    """The consent of a student or a guardian to one placement, asked for, given or refused."""

    placement = models.ForeignKey(
        Placement, models.PROTECT, related_name="consents", verbose_name=_("placement")
    )
    party = models.CharField(_("whose"), max_length=10, choices=ConsentParty)
    guardian = models.ForeignKey(
        Guardian,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("guardian"),
    )
    name = models.CharField(_("name"), max_length=100, help_text=_("As it was on that day."))
    state = models.CharField(_("state"), max_length=12, choices=ConsentState, editable=False)
    means = models.CharField(_("by what means"), max_length=12, choices=ConsentMeans, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    asked_at = models.DateTimeField(pgettext_lazy("of a consent", "asked"), null=True, blank=True)
    due_on = models.DateField(_("until"), null=True, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "party"],
                condition=Q(state="asked"),
                name="a_party_is_asked_for_consent_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["given", "objected"]) | (Q(decided_on__isnull=False) & ~Q(means="")),
                name="an_answer_says_when_and_by_what_means",
            ),
            models.CheckConstraint(
                condition=~Q(state="objected") | ~Q(reason=""),
                name="who_objects_says_why",
                violation_error_message=_("Say why: the school reads it."),
            ),
            models.CheckConstraint(
                condition=~Q(state="asked") | Q(asked_by__isnull=False, due_on__isnull=False),
                name="who_is_asked_knows_by_whom_and_until_when",
            ),
        ]
        indexes = [
            models.Index(fields=["placement", "party", "decided_on"], name="consent_by_placement"),
        ]

    def __str__(self) -> str:
        return f"{self.get_party_display()} {self.name}: {self.get_state_display()}"

    @property
    def chip(self) -> Chip:
        return CONSENT_CHIPS[ConsentState(self.state)]

    @property
    def is_open(self) -> bool:
        return self.state == ConsentState.ASKED


class ConsentScan(Attachment):
    """The consent form that was signed by hand."""

    parent = models.ForeignKey(Consent, models.CASCADE, related_name="scans", verbose_name=_("consent"))

    class Meta(Attachment.Meta):
        verbose_name = _("scan of a consent")
        verbose_name_plural = _("scans of consents")
