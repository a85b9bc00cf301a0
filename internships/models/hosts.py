from __future__ import annotations

from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.look import Chip, Meaning
from core.models import Attachment, ScopedModel
from internships.querysets import HostVisitQuerySet
from partnerships.models import Enterprise


class Conclusion(models.TextChoices):
    """Whether students may be sent there."""

    SUITABLE = "suitable", pgettext_lazy("host", "Suitable")
    CONDITIONAL = "conditional", pgettext_lazy("host", "Suitable once conditions are met")
    UNSUITABLE = "unsuitable", pgettext_lazy("host", "Unsuitable")


class Aspect(models.TextChoices):
    """What a visit looks at (INT-03)."""

    QUALIFICATION = "qualification", _("Qualification")
    CREDIT = "credit", _("Credit standing")
    MANAGEMENT = "management", _("Management")
    POST = "post", _("Posts")
    HOURS = "hours", _("Working hours")
    ENVIRONMENT = "environment", _("Working and living environment")
    HEALTH = "health", _("Health protection")
    SAFETY = "safety", _("Safety")


class Verdict(models.TextChoices):
    MET = "met", pgettext_lazy("aspect of a host", "Met")
    PARTLY = "partly", pgettext_lazy("aspect of a host", "Partly met")
    NOT_MET = "not_met", pgettext_lazy("aspect of a host", "Not met")


CONCLUSION_CHIPS = {
    Conclusion.SUITABLE: Chip(Conclusion.SUITABLE.label, Meaning.GOOD, "circle-check"),
    Conclusion.CONDITIONAL: Chip(Conclusion.CONDITIONAL.label, Meaning.SOON, "alert-triangle"),
    Conclusion.UNSUITABLE: Chip(Conclusion.UNSUITABLE.label, Meaning.STOPPED, "circle-x"),
}
EXPIRED_CHIP = Chip(pgettext_lazy("vetting of a host", "Out of date"), Meaning.LATE, "alarm")
ENDED_CHIP = Chip(pgettext_lazy("vetting of a host", "To be visited anew"), Meaning.STOPPED, "eye")
UNVISITED_CHIP = Chip(
    pgettext_lazy("vetting of a host", "Not visited yet"), Meaning.INACTIVE, "circle-dashed"
)
VERDICT_CHIPS = {
    Verdict.MET: Chip(Verdict.MET.label, Meaning.GOOD, "circle-check"),
    Verdict.PARTLY: Chip(Verdict.PARTLY.label, Meaning.SOON, "alert-triangle"),
    Verdict.NOT_MET: Chip(Verdict.NOT_MET.label, Meaning.STOPPED, "circle-x"),
}


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class HostVisit(ScopedModel):
    """A visit to a host before students go there, with its written report (INT-03, INT-04)."""

    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        related_name="host_visits",
        db_index=False,
        verbose_name=_("enterprise"),
    )
    visited_on = models.DateField(_("visited on"))
    visitors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="host_visits", verbose_name=_("who went")
    )
    summary = models.TextField(_("report"), help_text=_("What was seen, and what was agreed."))
    record_checked_on = models.DateField(
        _("public records checked on"),
        null=True,
        blank=True,
        help_text=_("Lists of dishonest persons and of accidents at work."),
    )
    has_clean_credit = models.BooleanField(
        _("on no list of dishonest persons"), null=True, help_text=_("As public records say.")
    )
    has_clean_safety = models.BooleanField(
        _("three years without an accident to answer for"),
        null=True,
        help_text=_("As public records say."),
    )
    conclusion = models.CharField(_("conclusion"), max_length=20, choices=Conclusion)
    conditions = models.TextField(_("conditions"), blank=True)
    valid_until = models.DateField(_("valid until"), help_text=_("When the host is visited again."))
    ended_on = models.DateField(
        _("vets no more since"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("After an incident, until somebody has visited the host anew."),
    )
    ended_because = models.TextField(_("why it vets no more"), blank=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    created_at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)

    objects = HostVisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("host visit")
        verbose_name_plural = _("host visits")
        ordering = ["-visited_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("visited_on")),
                name="host_visit_is_valid_for_some_time",
                violation_error_message=_("It is valid until a day after the visit."),
            ),
            models.CheckConstraint(
                condition=Q(conclusion=Conclusion.CONDITIONAL) ^ Q(conditions=""),
                name="conditions_belong_to_a_conditional_conclusion",
                violation_error_message=_("Name the conditions where, and only where, there are any."),
            ),
            models.CheckConstraint(
                condition=Q(record_checked_on__isnull=False)
                | Q(has_clean_credit=None, has_clean_safety=None),
                name="what_records_say_has_the_day_they_were_read",
                violation_error_message=_("Say when the public records were checked."),
            ),
            models.CheckConstraint(
                condition=~Q(conclusion=Conclusion.SUITABLE)
                | Q(has_clean_credit=True, has_clean_safety=True),
                name="a_suitable_host_has_clean_records",
                violation_error_message=_(
                    "A host is suitable only with clean records of honesty and of three years’ safety."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_because="")
                | (Q(ended_on__isnull=False) & ~Q(ended_because="")),
                name="a_visit_that_vets_no_more_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["enterprise", "-visited_on", "-id"], name="host_visit_by_enterprise"),
            models.Index(fields=["visited_on", "id"], name="host_visit_by_day"),
            models.Index(fields=["valid_until", "id"], name="host_visit_by_validity"),
            models.Index(fields=["conclusion", "visited_on", "id"], name="host_visit_by_conclusion"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise}, {self.visited_on:%Y-%m-%d}"

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs a query where the enterprise is not fetched along."""
        return self.enterprise.department_id

    @property
    def chip(self) -> Chip:
        return CONCLUSION_CHIPS[Conclusion(self.conclusion)]

    def vets(self, on: date) -> bool:
        """Whether, being the latest of its host, it allows students to go there on a day."""
        is_in_time = self.visited_on <= on <= self.valid_until
        return self.conclusion == Conclusion.SUITABLE and is_in_time and not self.is_ended(on)

    def is_ended(self, on: date) -> bool:
        """Whether an incident has taken away by then what it said of the host."""
        return self.ended_on is not None and self.ended_on <= on

    def standing_chip(self, on: date) -> Chip:
        """What it says of the host on a day."""
        if self.is_ended(on):
            return ENDED_CHIP
        return EXPIRED_CHIP if self.valid_until < on else self.chip

    def get_absolute_url(self) -> str:
        return reverse("internships:host_visit_detail", args=[self.pk])


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class HostFinding(models.Model):
    """What a visit found in one respect."""

    visit = models.ForeignKey(HostVisit, models.CASCADE, related_name="findings")
    aspect = models.CharField(_("looked at"), max_length=20, choices=Aspect)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("finding at a host")
        verbose_name_plural = _("findings at hosts")
        ordering = ["visit", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "aspect"], name="host_visit_judges_each_aspect_once"),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.MET) | ~Q(note=""),
                name="what_is_not_met_says_why",
                violation_error_message=_("Say what is missing."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_aspect_display()}: {self.get_verdict_display()}"

    @property
    def chip(self) -> Chip:
        return VERDICT_CHIPS[Verdict(self.verdict)]


class HostVisitReport(Attachment):
    """The signed report of a visit, or pictures of what was seen."""

    parent = models.ForeignKey(HostVisit, models.CASCADE, related_name="reports")

    class Meta(Attachment.Meta):
        verbose_name = _("file of a host visit")
        verbose_name_plural = _("files of host visits")
