"""Inspections (督导检查, 专项检查): who may look at which dossiers, until when, and what was drawn."""

from __future__ import annotations

from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core import signing
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from core.look import Chip, Meaning
from core.models import ScopedModel
from governance.inspection_querysets import InspectionQuerySet, InspectorQuerySet, OfInspectionQuerySet
from internships.models import Plan


class InspectionState(models.TextChoices):
    PREPARED = "prepared", pgettext_lazy("inspection", "Being prepared")
    OPEN = "open", pgettext_lazy("inspection", "Open")
    CLOSED = "closed", pgettext_lazy("inspection", "Closed")
    ENDED_EARLY = "ended_early", pgettext_lazy("inspection", "Ended early")


IS = InspectionState
SALT = "governance.inspector"
INSPECTION_CHIPS = {
    IS.PREPARED: Chip(IS.PREPARED.label, Meaning.INACTIVE, "pencil"),
    IS.OPEN: Chip(IS.OPEN.label, Meaning.GOOD, "eye"),
    IS.CLOSED: Chip(IS.CLOSED.label, Meaning.INACTIVE, "lock"),
    IS.ENDED_EARLY: Chip(IS.ENDED_EARLY.label, Meaning.STOPPED, "ban"),
}
OVER = Chip(pgettext_lazy("inspection", "Access is over"), Meaning.SOON, "hourglass-high")
TO_COME = Chip(pgettext_lazy("inspection", "Opens on its day"), Meaning.WAITING, "clock")
SETTLED = (IS.CLOSED, IS.ENDED_EARLY)


class InspectionKind(models.TextChoices):
    ROUTINE = "routine", pgettext_lazy("kind of inspection", "Supervision")
    SPECIAL = "special", pgettext_lazy("kind of inspection", "Special inspection")
    SELF = "self", pgettext_lazy("kind of inspection", "Own review")


@pghistory.track(exclude=["updated_at"])
class Inspection(ScopedModel):
    """One visit of an authority, on the spot or from afar: a scope, a span of days, and named people.

    What the scope holds is worked out when it is asked for: departments with all below them, plans, and
    school years; what is left empty narrows nothing.
    """

    title = models.CharField(
        _("title"),
        max_length=200,
        help_text=_("As the notice calls it, with the year: inspectors and staff find it by that."),
    )
    kind = models.CharField(
        pgettext_lazy("inspection", "kind"),
        max_length=10,
        choices=InspectionKind,
        default=InspectionKind.ROUTINE,
    )
    body = models.CharField(
        _("who inspects"),
        max_length=200,
        help_text=_("The authority, such as the city’s bureau of education."),
    )
    basis = models.CharField(
        _("basis"), max_length=300, help_text=_("The notice or rule it rests on, with its number.")
    )
    aim = models.TextField(_("what is looked at"), max_length=2000, blank=True)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="inspections",
        db_index=False,
        verbose_name=_("department"),
        help_text=_("Which prepares it at the centre."),
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("inspection", "who answers for it"),
        help_text=_("Decides on what is handed in, and hears of what is overdue."),
    )
    state = models.CharField(
        _("state"), max_length=12, choices=InspectionState, default=InspectionState.PREPARED, editable=False
    )
    starts_on = models.DateField(_("access from"))
    ends_on = models.DateField(
        _("access until"),
        help_text=_("The last day. From then on nobody comes in, whoever forgets to close it."),
    )

    kinds = ArrayField(models.CharField(max_length=30), verbose_name=_("kinds of dossiers"), default=list)
    departments = models.ManyToManyField(
        Department,
        related_name="+",
        blank=True,
        verbose_name=_("departments"),
        help_text=_("With all below them. None: the whole centre."),
    )
    plans = models.ManyToManyField(
        Plan,
        related_name="+",
        blank=True,
        verbose_name=_("internship plans"),
        help_text=_("Narrows internships only. None: all internship plans."),
    )
    years = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=_("school years"),
        default=list,
        blank=True,
        help_text=_("By the year in which they begin. None: all years."),
    )
    only_sample = models.BooleanField(
        _("only the sample"),
        default=False,
        help_text=_("Inspectors open what was drawn, and nothing else of the scope."),
    )
    opens_sensitive = models.BooleanField(
        _("sensitive data are shown"),
        default=False,
        help_text=_(
            "Identity numbers, telephones, pay, guardians and their consents, pictures of students: from the "
            "day on which whoever may let the inspectors in opens it."
        ),
    )
    sensitive_reason = models.TextField(_("why sensitive data are needed"), max_length=1000, blank=True)

    opened_at = models.DateTimeField(_("opened at"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)
    end_reason = models.TextField(_("why it ended early"), blank=True, editable=False)
    conclusion = models.TextField(_("conclusion"), max_length=4000, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="an_inspection_ends_after_it_starts",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(condition=~Q(kinds=[]), name="an_inspection_looks_at_something"),
            models.CheckConstraint(
                condition=Q(opens_sensitive=False) | ~Q(sensitive_reason=""),
                name="sensitive_data_are_shown_for_a_reason",
                violation_error_message=_("Say why sensitive data are needed."),
            ),
            models.CheckConstraint(
                condition=~Q(state=IS.ENDED_EARLY) | ~Q(end_reason=""),
                name="an_inspection_ends_early_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=SETTLED) | Q(closed_at__isnull=False),
                name="an_inspection_that_is_over_says_since_when",
            ),
        ]
        indexes = [
            models.Index(fields=["starts_on", "id"], name="inspection_by_start"),
            models.Index(fields=["ends_on", "id"], name="inspection_by_end"),
            models.Index(fields=["updated_at", "id"], name="inspection_by_change"),
            models.Index(fields=["department", "id"], name="inspection_by_department"),
            models.Index(fields=["state", "id"], name="inspection_by_state"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("governance:inspection_detail", args=[self.pk])

    @property
    def chip(self) -> Chip:
        """Its state, and what the day says of an open one."""
        if self.state == IS.OPEN:
            today = timezone.localdate()
            if self.ends_on < today:
                return OVER
            if self.starts_on > today:
                return TO_COME
        return INSPECTION_CHIPS[InspectionState(self.state)]

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED

    @property
    def shows_sensitive(self) -> bool:
        """Only while it is open: whoever prepares it may ask for sensitive data, and whoever holds
        ``inspection.open`` lets them be seen."""
        return self.opens_sensitive and self.state == IS.OPEN

    def admits_on(self, day: Any) -> bool:
        """Whether its inspectors may come in on a day."""
        return bool(self.state == IS.OPEN and self.starts_on <= day <= self.ends_on)


class OfInspection(ScopedModel):
    """A part of an inspection; its department costs a query unless the inspection is fetched along."""

    inspection: models.ForeignKey

    class Meta:
        abstract = True

    @property
    def department_id(self) -> int:  # type: ignore[override]
        department: int = self.inspection.department_id
        return department

    def get_absolute_url(self) -> str:
        return f"{self.inspection.get_absolute_url()}?tab=inspectors"


@pghistory.track()
class Inspector(OfInspection):
    """A named person who inspects. Their powers come from here and from nowhere else."""

    inspection = models.ForeignKey(
        Inspection, models.PROTECT, related_name="inspectors", db_index=False, verbose_name=_("inspection")
    )
    name = models.CharField(_("name"), max_length=100)
    position = models.CharField(_("position"), max_length=150, blank=True)
    email = models.EmailField(
        _("e-mail"), help_text=_("Where the invitation goes, and what they sign in with.")
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=[("zh-hans", _("Simplified Chinese")), ("en", _("English"))],
        default="zh-hans",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="inspects_as",
        verbose_name=_("signs in as"),
    )
    times_sent = models.PositiveSmallIntegerField(_("times sent"), default=0, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("invited by"),
    )
    invited_at = models.DateTimeField(_("invited at"), null=True, editable=False)
    joined_at = models.DateTimeField(_("came in at"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("taken back at"), null=True, editable=False)

    objects = InspectorQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspector")
        verbose_name_plural = _("inspectors")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "inspection",
                Lower("email"),
                name="an_inspector_is_named_once",
                violation_error_message=_(
                    "Somebody with this address is named here already: correct them, or give them access "
                    "again."
                ),
            ),
            models.CheckConstraint(
                condition=Q(joined_at=None) | Q(user__isnull=False), name="who_came_in_has_an_account"
            ),
        ]
        indexes = [models.Index(fields=["inspection", "name"], name="inspector_by_inspection")]

    def __str__(self) -> str:
        return self.name

    @property
    def token(self) -> str:
        """Signed, and naming how often it was sent, so that only the last one opens."""
        return signing.dumps([self.pk, self.times_sent], salt=SALT)

    def get_absolute_url(self) -> str:
        """Where whoever got the mail comes in: made anew for each mail, and kept nowhere."""
        return reverse("governance:join_inspection", args=[self.token])

    @property
    def chip(self) -> Chip:
        if self.revoked_at:
            return Chip(pgettext_lazy("inspector", "Access taken back"), Meaning.STOPPED, "ban")
        if self.joined_at:
            return Chip(pgettext_lazy("inspector", "Came in"), Meaning.GOOD, "user-check")
        if self.times_sent:
            return Chip(pgettext_lazy("inspector", "Invited"), Meaning.WAITING, "mail")
        return Chip(pgettext_lazy("inspector", "Not invited yet"), Meaning.INACTIVE, "user")


# --- What was seen ------------------------------------------------------------------------------


class SeenAct(models.TextChoices):
    OPENED = "opened", pgettext_lazy("inspection", "Opened")
    DOWNLOADED = "downloaded", pgettext_lazy("inspection", "Downloaded")


class SeenPage(models.TextChoices):
    SAMPLE = "sample", _("The sample and its completeness")
    LIST = "list", _("List of dossiers")
    DOSSIER = "dossier", pgettext_lazy("inspection", "Dossier")
    PART = "part", _("Papers of a dossier")
    MATRIX = "matrix", _("Completeness as a table")
    POPULATION = "population", _("What the sample was drawn from")
    BUNDLE = "bundle", _("All papers of the sample")


class InspectionAccess(OfInspection):
    """What an inspector opened or took away. Written once, never altered; forgotten as the log of access is.

    It keeps keys and no names: a dossier is named when the log is read, in the reader's language.
    """

    inspection = models.ForeignKey(
        Inspection, models.PROTECT, related_name="accesses", db_index=False, verbose_name=_("inspection")
    )
    inspector = models.ForeignKey(
        Inspector, models.PROTECT, related_name="accesses", verbose_name=_("inspector")
    )
    at = models.DateTimeField(_("at"))
    act = models.CharField(_("act"), max_length=12, choices=SeenAct)
    page = models.CharField(pgettext_lazy("inspection", "page"), max_length=12, choices=SeenPage)
    kind = models.CharField(_("kind of dossier"), max_length=30, blank=True)
    key = models.BigIntegerField(_("record"), null=True)
    part = models.CharField(
        _("part of a dossier"),
        max_length=40,
        blank=True,
        help_text=_("Of a list, its page."),
    )
    standings = models.JSONField(
        _("how papers stood"),
        default=dict,
        blank=True,
        help_text=_("How many papers were shown as present, not in order, missing and not required."),
    )
    address = models.GenericIPAddressField(_("from the address"), null=True)

    objects = OfInspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("access of an inspector")
        verbose_name_plural = _("accesses of inspectors")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(page__in=["dossier", "part"]) | (~Q(kind="") & Q(key__isnull=False)),
                name="who_looks_at_a_dossier_looks_at_a_certain_one",
            ),
        ]
        indexes = [
            models.Index(fields=["inspection", "-at", "-id"], name="inspection_access_by_instant"),
            models.Index(fields=["at", "id"], name="inspection_access_by_at"),
        ]
        triggers = [
            pgtrigger.Protect(name="an_access_is_never_altered", operation=pgtrigger.Update),
            pgtrigger.Protect(
                name="an_access_is_kept_for_half_a_year",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.at > now() - interval '6 months'"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_page_display()}"

    def get_absolute_url(self) -> str:
        return f"{self.inspection.get_absolute_url()}?tab=log"
