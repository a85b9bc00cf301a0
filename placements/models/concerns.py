from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from core.encryption import EncryptedTextField
from core.look import Chip, Meaning
from core.models import Attachment, ScopedModel
from internships.models import Guardian
from partnerships.models import Contact, Enterprise
from placements.concern_querysets import ConcernQuerySet, OfConcernQuerySet
from placements.models.placements import Placement


class ConcernKind(models.TextChoices):
    SAFETY = "safety", pgettext_lazy("concern", "Safety")
    OVERWORK = "overwork", pgettext_lazy("concern", "Too much work, nights, no rest")
    PAY = "pay", pgettext_lazy("concern", "Pay and deductions")
    HARASSMENT = "harassment", pgettext_lazy("concern", "Harassment or violence")
    HEALTH = "health", pgettext_lazy("concern", "Health")
    ACCIDENT = "accident", pgettext_lazy("concern", "Accident")
    OTHER = "other", pgettext_lazy("concern", "Something else")


class Severity(models.TextChoices):
    """How bad it is, as whoever raised it says, until somebody who handles it knows better."""

    MINOR = "minor", pgettext_lazy("concern", "Bothers me")
    SERIOUS = "serious", pgettext_lazy("concern", "Serious")
    URGENT = "urgent", pgettext_lazy("concern", "Urgent: somebody is in danger")


SEVERITY_CHIPS = {
    Severity.MINOR: Chip(Severity.MINOR.label, Meaning.WAITING, "message-report"),
    Severity.SERIOUS: Chip(Severity.SERIOUS.label, Meaning.LATE, "alert-triangle"),
    Severity.URGENT: Chip(Severity.URGENT.label, Meaning.STOPPED, "urgent"),
}
# Told at once, whatever people chose for their mails.
GRAVE = frozenset({Severity.SERIOUS, Severity.URGENT})


class RaisedBy(models.TextChoices):
    STUDENT = "student", pgettext_lazy("who raised a concern", "Student")
    GUARDIAN = "guardian", pgettext_lazy("who raised a concern", "Guardian")
    MENTOR = "mentor", pgettext_lazy("who raised a concern", "Mentor")
    STAFF = "staff", pgettext_lazy("who raised a concern", "School")


class ConcernState(models.TextChoices):
    NEW = "new", pgettext_lazy("concern", "New")
    LOOKED_INTO = "looked_into", pgettext_lazy("concern", "Being looked into")
    SETTLED = "settled", pgettext_lazy("concern", "Settled")
    NOT_UPHELD = "not_upheld", pgettext_lazy("concern", "Not upheld")


CONCERN_CHIPS = {
    ConcernState.NEW: Chip(ConcernState.NEW.label, Meaning.SOON, "message-report"),
    ConcernState.LOOKED_INTO: Chip(ConcernState.LOOKED_INTO.label, Meaning.WAITING, "eye"),
    ConcernState.SETTLED: Chip(ConcernState.SETTLED.label, Meaning.GOOD, "circle-check"),
    ConcernState.NOT_UPHELD: Chip(ConcernState.NOT_UPHELD.label, Meaning.INACTIVE, "circle-x"),
}
OPEN_CONCERNS = frozenset({ConcernState.NEW, ConcernState.LOOKED_INTO})
ENDED_CONCERNS = frozenset({ConcernState.SETTLED, ConcernState.NOT_UPHELD})

# What the database holds of it is encrypted, so there is nothing of it in the row history either.
NOT_IN_HISTORY = ["text", "outcome"]


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), exclude=NOT_IN_HISTORY)
class Concern(ScopedModel):
    """Something that is wrong at an internship, told in confidence, and what became of it.

    Those who handle concerns read it, and those they name on it; whoever raised it sees its progress. The
    enterprise does not, nor the class, nor whoever merely sees the placement.
    """

    kind = models.CharField(pgettext_lazy("concern", "what it is about"), max_length=12, choices=ConcernKind)
    severity = models.CharField(
        pgettext_lazy("concern", "how bad it is"), max_length=10, choices=Severity, default=Severity.MINOR
    )
    is_incident = models.BooleanField(
        _("incident"), default=False, help_text=_("Something has happened, and is investigated.")
    )
    state = models.CharField(
        _("state"), max_length=12, choices=ConcernState, default=ConcernState.NEW, editable=False
    )
    text = EncryptedTextField(_("what happened"))
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", db_index=False, editable=False
    )
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        related_name="concerns",
        db_index=False,
        editable=False,
        verbose_name=_("enterprise"),
    )
    placement = models.ForeignKey(
        Placement,
        models.PROTECT,
        related_name="concerns_raised",
        editable=False,
        verbose_name=_("raised about"),
    )
    affected = models.ManyToManyField(
        Placement, related_name="concerns", through="AffectedPlacement", verbose_name=_("affected")
    )
    raised_by = models.CharField(_("raised by"), max_length=10, choices=RaisedBy, editable=False)
    raiser = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    guardian = models.ForeignKey(
        Guardian, models.SET_NULL, null=True, editable=False, related_name="concerns"
    )
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, editable=False, related_name="+")
    raiser_name = models.CharField(_("raised by"), max_length=150, editable=False)
    is_anonymous = models.BooleanField(
        _("anonymous towards the enterprise"),
        default=False,
        help_text=_("Nobody at the enterprise is told who raised it."),
    )
    raised_at = models.DateTimeField(_("raised"), editable=False)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("looked into by"),
    )
    outcome = EncryptedTextField(_("outcome"), blank=True, editable=False)
    ended_at = models.DateTimeField(_("closed"), null=True, editable=False)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("internship", "concern")
        verbose_name_plural = pgettext_lazy("internship", "concerns")
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=sorted(ENDED_CONCERNS), ended_at__isnull=False)
                | Q(state__in=sorted(OPEN_CONCERNS), ended_at=None),
                name="a_closed_concern_says_since_when",
            ),
        ]
        indexes = [
            models.Index(fields=["department", "raised_at", "id"], name="concern_by_department"),
            models.Index(fields=["state", "raised_at", "id"], name="concern_by_state"),
            models.Index(fields=["enterprise", "raised_at", "id"], name="concern_by_enterprise"),
            models.Index(fields=["raiser", "raised_at"], name="concern_by_raiser"),
            models.Index(fields=["raised_at", "id"], name="concern_by_day"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What it is called where its contents are nobody's business."""
        return f"{self.raised_at:%Y}-C{self.pk}"

    @property
    def chip(self) -> Chip:
        return CONCERN_CHIPS[ConcernState(self.state)]

    @property
    def severity_chip(self) -> Chip:
        return SEVERITY_CHIPS[Severity(self.severity)]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_CONCERNS

    @property
    def is_grave(self) -> bool:
        return self.severity in GRAVE

    def get_absolute_url(self) -> str:
        return reverse("placements:concern_detail", args=[self.pk])


class OfConcern(ScopedModel):
    """A part of a concern, read by whoever reads the concern."""

    class Meta:
        abstract = True

    concern: models.ForeignKey

    objects = OfConcernQuerySet.as_manager()

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs a query where the concern is not fetched along."""
        return self.concern.department_id

    def get_absolute_url(self) -> str:
        return self.concern.get_absolute_url()


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class AffectedPlacement(OfConcern):
    """A student whom a concern or an incident concerns."""

    concern = models.ForeignKey(Concern, models.CASCADE, related_name="affected_rows")
    placement = models.ForeignKey(Placement, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("affected placement")
        verbose_name_plural = _("affected placements")
        ordering = ["concern", "placement"]
        constraints = [
            models.UniqueConstraint(fields=["concern", "placement"], name="a_concern_names_a_placement_once")
        ]

    def __str__(self) -> str:
        return f"{self.concern_id}: {self.placement_id}"


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class ConcernReader(OfConcern):
    """Somebody of the school whom those who handle a concern have named on it: they read it."""

    concern = models.ForeignKey(Concern, models.CASCADE, related_name="readers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who reads it")
    )
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    named_at = models.DateTimeField(_("named"))

    class Meta:
        verbose_name = _("reader of a concern")
        verbose_name_plural = _("readers of concerns")
        ordering = ["concern", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["concern", "user"], name="somebody_is_named_once_on_a_concern")
        ]

    def __str__(self) -> str:
        return str(self.user)


class ConcernNote(OfConcern):
    """What was found out, or what whoever raised it is told. Never changed."""

    concern = models.ForeignKey(Concern, models.CASCADE, related_name="notes")
    text = EncryptedTextField(_("note"))
    is_for_raiser = models.BooleanField(_("whoever raised it reads this"), default=False)
    from_raiser = models.BooleanField(_("said by whoever raised it"), default=False, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    at = models.DateTimeField(_("at"), editable=False)

    class Meta:
        verbose_name = _("note on a concern")
        verbose_name_plural = _("notes on concerns")
        ordering = ["concern", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_raiser=False) | Q(is_for_raiser=True),
                name="whoever_raised_it_reads_their_own_words",
            )
        ]

    def __str__(self) -> str:
        return f"{self.concern_id}, {self.at:%Y-%m-%d}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), exclude=["text", "result"])
class ConcernAction(OfConcern):
    """Something that somebody does about a concern until a day."""

    concern = models.ForeignKey(Concern, models.CASCADE, related_name="actions")
    text = EncryptedTextField(_("what is to be done"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who does it")
    )
    due_on = models.DateField(_("until"))
    done_at = models.DateTimeField(_("done"), null=True, editable=False)
    result = EncryptedTextField(_("what came of it"), blank=True, editable=False)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    set_at = models.DateTimeField(_("set"), editable=False)
    escalated_at = models.DateTimeField(_("told to superiors"), null=True, editable=False)

    class Meta:
        verbose_name = _("action on a concern")
        verbose_name_plural = _("actions on concerns")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["due_on", "id"], name="concern_action_open", condition=Q(done_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.concern_id}, {self.due_on:%Y-%m-%d}"


class ConcernFile(Attachment):
    """A photograph, a message, a medical paper."""

    parent = models.ForeignKey(Concern, models.CASCADE, related_name="files")
    from_raiser = models.BooleanField(_("added by whoever raised it"), default=False)

    class Meta(Attachment.Meta):
        verbose_name = _("file of a concern")
        verbose_name_plural = _("files of concerns")
