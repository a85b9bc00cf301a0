"""What one side gives the other: equipment, funds, the use of venues, hours of people, technology."""

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
from agreements.models import Agreement
from core.fields import decider
from core.look import Chip, Meaning
from core.models import Attachment, ScopedModel
from core.search import search_bigrams_field, search_index, search_text_field
from partnerships.models import Enterprise
from resources.models.resources import Resource
from resources.querysets import ContributionQuerySet, StatementQuerySet


class Side(models.TextChoices):
    """By whom something is given; the values are those of :class:`core.metrics.Giver`."""

    ENTERPRISE = "enterprise", pgettext_lazy("contribution", "The enterprise")
    CENTRE = "centre", pgettext_lazy("contribution", "The centre")


class ContributionKind(models.TextChoices):
    EQUIPMENT = "equipment", pgettext_lazy("contribution", "Equipment")
    FUNDS = "funds", pgettext_lazy("contribution", "Funds")
    VENUE = "venue", pgettext_lazy("contribution", "Use of a venue")
    HOURS = "hours", pgettext_lazy("contribution", "Hours of technicians and teachers")
    TECHNOLOGY = "technology", pgettext_lazy("contribution", "Technology")


K = ContributionKind
CONTRIBUTION_ICONS = {
    K.EQUIPMENT: "package",
    K.FUNDS: "coin",
    K.VENUE: "building-community",
    K.HOURS: "clock-hour-4",
    K.TECHNOLOGY: "bulb",
}
# Counted in pieces or hours, beside their worth.
COUNTED = frozenset({K.EQUIPMENT, K.VENUE, K.HOURS})


class Ownership(models.TextChoices):
    """Whose the thing is afterwards."""

    DONATED = "donated", pgettext_lazy("ownership", "Given for good")
    LENT = "lent", pgettext_lazy("ownership", "Lent")
    SHARED = "shared", pgettext_lazy("ownership", "Owned by both")


class ContributionState(models.TextChoices):
    TOLD = "told", pgettext_lazy("contribution", "Told")
    CONFIRMED = "confirmed", pgettext_lazy("contribution", "Confirmed")
    REFUSED = "refused", pgettext_lazy("contribution", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("contribution", "Withdrawn")
    REVERSED = "reversed", pgettext_lazy("contribution", "Reversed")


C = ContributionState
CONTRIBUTION_CHIPS = {
    C.TOLD: Chip(C.TOLD.label, Meaning.WAITING, "send"),
    C.CONFIRMED: Chip(C.CONFIRMED.label, Meaning.GOOD, "circle-check"),
    C.REFUSED: Chip(C.REFUSED.label, Meaning.STOPPED, "circle-x"),
    C.WITHDRAWN: Chip(C.WITHDRAWN.label, Meaning.INACTIVE, "archive"),
    C.REVERSED: Chip(C.REVERSED.label, Meaning.INACTIVE, "arrow-back-up"),
}
# What both sides have agreed to, and nobody changes any more.
AGREED_COLUMNS = (
    *("giver", "kind", "title", "given_on", "value", "extent", "ownership", "lent_until", "agreement_id"),
    "reverses_id",
)


@pghistory.track(exclude=["search_text", "search_bigrams"])
class Contribution(ScopedModel):
    """One thing given, told by one side and confirmed by the other.

    What is confirmed does not change. A reversing record takes it back with the same amount below nothing;
    once the other side has confirmed that, neither of the two counts.
    """

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="contributions", db_index=False, verbose_name=_("enterprise")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="contributions", db_index=False, verbose_name=_("department")
    )
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("under the agreement"),
        help_text=_("What it promises is then counted from here. It has to be in force on the day."),
    )
    giver = models.CharField(pgettext_lazy("contribution", "given by"), max_length=10, choices=Side)
    kind = models.CharField(pgettext_lazy("contribution", "kind"), max_length=12, choices=K)
    state = models.CharField(_("state"), max_length=10, choices=C, default=C.TOLD, editable=False)
    title = models.CharField(
        pgettext_lazy("contribution", "what is given"),
        max_length=200,
        help_text=_("Such as: two machining centres VMC850."),
    )
    details = models.TextField(pgettext_lazy("contribution", "in detail"), max_length=4000, blank=True)
    given_on = models.DateField(pgettext_lazy("contribution", "given on"))
    value = models.DecimalField(
        pgettext_lazy("contribution", "value"),
        max_digits=14,
        decimal_places=2,
        help_text=_("In yuan, by invoice, receipt or a usual price."),
    )
    extent = models.DecimalField(
        pgettext_lazy("contribution", "quantity"),
        max_digits=10,
        decimal_places=1,
        null=True,
        blank=True,
        help_text=_("Pieces of equipment; hours of a venue or of people."),
    )
    ownership = models.CharField(
        pgettext_lazy("contribution", "whose it is afterwards"), max_length=8, choices=Ownership, blank=True
    )
    lent_until = models.DateField(pgettext_lazy("contribution", "lent until"), null=True, blank=True)
    resource = models.ForeignKey(
        Resource,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("resource"),
        help_text=_("Where it stands in the list of resources."),
    )
    reverses = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="reversals",
        verbose_name=pgettext_lazy("contribution", "reverses"),
    )
    by_enterprise = models.BooleanField(_("told by the enterprise"), default=False, editable=False)
    told_by = decider(pgettext_lazy("contribution", "told by"))
    told_at = models.DateTimeField(pgettext_lazy("contribution", "told at"), editable=False)
    decided_by = decider(pgettext_lazy("contribution", "decided by"))
    decided_at = models.DateTimeField(
        pgettext_lazy("contribution", "decided at"), null=True, blank=True, editable=False
    )
    reason = models.TextField(_("reason"), max_length=2000, blank=True, editable=False)
    search_text = search_text_field("title", "details")
    search_bigrams = search_bigrams_field("title", "details")

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses=None, value__gt=0) | Q(reverses__isnull=False, value__lt=0),
                name="a_contribution_is_worth_something",
                violation_error_message=_("Say what it is worth."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(COUNTED), extent__isnull=False)
                | (~Q(kind__in=sorted(COUNTED)) & Q(extent=None)),
                name="what_is_counted_has_a_quantity",
                violation_error_message=_("Say how many pieces, or how many hours."),
            ),
            models.CheckConstraint(
                condition=Q(extent=None)
                | Q(reverses=None, extent__gt=0)
                | Q(reverses__isnull=False, extent__lt=0),
                name="a_quantity_is_more_than_nothing",
                violation_error_message=_("Say how many pieces, or how many hours."),
            ),
            models.CheckConstraint(
                condition=Q(kind=K.EQUIPMENT) & ~Q(ownership="") | (~Q(kind=K.EQUIPMENT) & Q(ownership="")),
                name="equipment_says_whose_it_is",
                violation_error_message=_("Say whose the equipment is afterwards."),
            ),
            models.CheckConstraint(
                condition=Q(ownership=Ownership.LENT, lent_until__isnull=False)
                | (~Q(ownership=Ownership.LENT) & Q(lent_until=None)),
                name="what_is_lent_says_until_when",
                violation_error_message=_("Say until when it is lent."),
            ),
            models.CheckConstraint(
                condition=Q(lent_until=None) | Q(lent_until__gte=models.F("given_on")),
                name="what_is_lent_is_given_before",
                violation_error_message=_("It is lent until a day after it was given."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[C.REFUSED, C.WITHDRAWN]) | ~Q(reason=""),
                name="a_contribution_that_does_not_count_says_why",
            ),
            models.UniqueConstraint(
                fields=["reverses"],
                condition=Q(state__in=[C.TOLD, C.CONFIRMED]),
                name="a_contribution_is_reversed_once",
                violation_error_message=_("It is being reversed already."),
            ),
        ]
        indexes = [
            search_index("contribution_by_bigram"),
            models.Index(fields=["given_on", "id"], name="contribution_by_day"),
            models.Index(fields=["value", "id"], name="contribution_by_value"),
            models.Index(fields=["told_at", "id"], name="contribution_by_telling"),
            models.Index(fields=["state", "given_on", "id"], name="contribution_by_state"),
            models.Index(fields=["kind", "given_on", "id"], name="contribution_by_kind"),
            models.Index(fields=["enterprise", "given_on"], name="contribution_by_enterprise"),
            models.Index(fields=["department", "given_on"], name="contribution_by_department"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="confirmed_contributions_are_not_changed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="IF OLD.state NOT IN ('told') AND ({changed}) THEN"
                " RAISE EXCEPTION 'confirmed_contributions_are_not_changed: %', OLD.id; END IF;"
                " RETURN NEW;".format(
                    changed=" OR ".join(f"NEW.{one} IS DISTINCT FROM OLD.{one}" for one in AGREED_COLUMNS)
                ),
            ),
            pgtrigger.Protect(
                name="decided_contributions_are_not_deleted",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__state__in=["confirmed", "reversed", "withdrawn", "refused"]),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def chip(self) -> Chip:
        return CONTRIBUTION_CHIPS[ContributionState(self.state)]

    @property
    def icon(self) -> str:
        return CONTRIBUTION_ICONS[ContributionKind(self.kind)]

    @property
    def is_given_by_enterprise(self) -> bool:
        return self.giver == Side.ENTERPRISE

    def get_absolute_url(self) -> str:
        return reverse("resources:contribution_detail", args=[self.pk])


class ContributionFile(Attachment):
    """Evidence: invoice, receipt, deed of gift, photo."""

    department_id = None  # shown to whoever sees its contribution

    parent = models.ForeignKey(
        Contribution, models.CASCADE, related_name="files", verbose_name=_("contribution")
    )

    class Meta(Attachment.Meta):
        verbose_name = _("evidence of a contribution")
        verbose_name_plural = _("evidence of contributions")


# --- The statement of a year ----------------------------------------------------------------------


class StatementCounter(models.Model):
    """The last number of a statement given in a year. Its row is locked until the order is through."""

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True)
    last = models.PositiveIntegerField(_("last number given"), default=0)

    class Meta:
        verbose_name = _("counter of statements of contributions")
        verbose_name_plural = _("counters of statements of contributions")
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class ContributionStatement(ScopedModel):
    """What an enterprise and the centre gave each other in a year, sealed.

    It is a row with its number and all it says from the moment it is asked for; a worker paints, seals and
    keeps the file. Where the facts change later a new version is made, which names the one it replaces.
    """

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="contribution_statements", verbose_name=_("enterprise")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="contribution_statements", verbose_name=_("department")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    version = models.PositiveSmallIntegerField(_("version"))
    number = models.CharField(_("number"), max_length=40, unique=True)
    holder = models.CharField(_("name"), max_length=300)
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=pgettext_lazy("statement", "replaces"),
    )
    # All that stands on the paper, so that it can be painted again as it was.
    contents = models.JSONField(_("contents"))
    facts_sha256 = models.CharField(_("fingerprint of the facts"), max_length=64)
    content_sha256 = models.CharField(_("fingerprint of the contents"), max_length=64)
    ordered_at = models.DateTimeField(_("ordered at"))
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ordered by")
    )
    file = models.FileField(_("file"), max_length=200, blank=True)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"), default=0)
    pages = models.PositiveSmallIntegerField(_("pages"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("why it is not made yet"), blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement of contributions")
        verbose_name_plural = _("statements of contributions")
        ordering = ["-year", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "year", "version"], name="a_statement_has_a_version_once"
            ),
            models.CheckConstraint(
                condition=Q(version=1, replaces=None) | Q(version__gt=1, replaces__isnull=False),
                name="a_later_statement_names_the_one_it_replaces",
            ),
        ]
        indexes = [
            models.Index(fields=["sha256"], name="statement_by_sha256"),
            models.Index(
                fields=["content_sha256"], opclasses=["varchar_pattern_ops"], name="statement_by_code"
            ),
            models.Index(fields=["next_attempt_at", "id"], name="statement_due", condition=Q(file="")),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="statements_are_never_altered",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="IF NEW.contents IS DISTINCT FROM OLD.contents OR NEW.number <> OLD.number"
                " OR NEW.year <> OLD.year OR NEW.version <> OLD.version OR NEW.content_sha256 <>"
                " OLD.content_sha256 OR (OLD.file <> '' AND (NEW.file <> OLD.file OR NEW.sha256 <>"
                " OLD.sha256)) THEN"
                " RAISE EXCEPTION 'statements_are_never_altered: %', OLD.number; END IF; RETURN NEW;",
            ),
            pgtrigger.Protect(name="statements_are_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_made(self) -> bool:
        return bool(self.file)

    def get_absolute_url(self) -> str:
        return reverse("resources:statement_list")
