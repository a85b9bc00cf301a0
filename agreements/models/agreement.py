from datetime import date

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Least
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agreements.choices import (
    FormOfCooperation,
    Language,
    RenewalDecision,
    RenewalRule,
    State,
)
from agreements.models.configuration import AgreementType
from agreements.models.seals import kept_reference, sealed_terms
from agreements.querysets import AgreementQuerySet
from core.fields import PinyinKeyField
from core.models import ScopedModel
from core.search import search_bigrams_field, search_index, search_text_field

SEARCHED = (
    "title_en",
    "title_zh",
    "counterparty_name",
    "counterparty_name_en",
    "reference",
    "old_reference",
)
# LEAST passes over NULL: a termination cuts the term short, whatever it was.
LAST_DAY = Least("terminated_on", Coalesce("revised_ends_on", "ends_on"))
# Carried along by the indexes that lists are sorted by, so that a list which leaves most rows out (those
# of other departments, above all) goes through the index and never looks at them.
FILTERED = ("department", "state", "type")
NOTICE_DAYS = Coalesce("revised_notice_days", "notice_days")


@pghistory.track(
    exclude=[
        "search_text",
        "search_bigrams",
        "last_day",
        "notice_on",
        "title_en_key",
        "title_zh_key",
        "counterparty_key",
        "counterparty_en_key",
        "updated_at",
    ]
)
class Agreement(ScopedModel):
    """What the centre and one or more enterprises promise each other."""

    reference = models.CharField(
        _("reference"),
        max_length=40,
        unique=True,
        null=True,
        blank=True,
        editable=False,
        help_text=_("Given at the first submission, never reused."),
    )
    old_reference = models.CharField(_("old reference"), max_length=80, blank=True)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=200, blank=True)
    type = models.ForeignKey(
        AgreementType, models.PROTECT, related_name="agreements", db_index=False, verbose_name=_("type")
    )
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT)
    language = models.CharField(_("written in"), max_length=10, choices=Language, default=Language.BOTH)
    department = models.ForeignKey(
        "accounts.Department",
        models.PROTECT,
        related_name="agreements",
        db_index=False,
        verbose_name=_("department"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="agreements",
        db_index=False,
        verbose_name=_("owner"),
    )

    forms = ArrayField(
        models.CharField(max_length=40, choices=FormOfCooperation),
        verbose_name=_("forms of cooperation"),
        default=list,
        blank=True,
    )
    aims = models.TextField(_("aims"), blank=True)
    content = models.TextField(_("content"), blank=True)
    majors = models.ManyToManyField(
        "catalogue.Major", related_name="agreements", verbose_name=_("majors concerned"), blank=True
    )
    value_amount = models.DecimalField(
        _("value"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    value_currency = models.CharField(_("currency"), max_length=3, default="CNY")

    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    renewal_rule = models.CharField(
        _("renewal"), max_length=20, choices=RenewalRule, default=RenewalRule.BY_DECISION
    )
    automatic_term_months = models.PositiveSmallIntegerField(
        _("months added by each automatic renewal"), null=True, blank=True
    )
    notice_days = models.PositiveSmallIntegerField(_("days of notice"), default=60)
    # What amendments and automatic renewals made of the signed terms; the terms themselves stay.
    revised_ends_on = models.DateField(_("last day as it is now"), null=True, blank=True, editable=False)
    revised_notice_days = models.PositiveSmallIntegerField(
        _("days of notice as they are now"), null=True, blank=True, editable=False
    )
    revised_renewal_rule = models.CharField(
        _("renewal as it is now"), max_length=20, choices=RenewalRule, blank=True, editable=False
    )
    terms_version = models.PositiveIntegerField(_("version of the terms"), default=1, editable=False)

    predecessor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("renews"),
        editable=False,
    )
    is_imported = models.BooleanField(_("taken over from before"), default=False, editable=False)
    submitted_at = models.DateTimeField(_("first submitted"), null=True, blank=True, editable=False)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    suspended_on = models.DateField(_("suspended on"), null=True, blank=True)
    terminated_on = models.DateField(_("terminated on"), null=True, blank=True)
    termination_reason = models.TextField(_("reason for termination"), blank=True)

    reminders_from = models.DateField(
        _("reminded from"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Nothing that was due before is made up for; set when an agreement is taken over."),
    )
    acknowledged_at = models.DateTimeField(_("deadline acknowledged at"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    snoozed_until = models.DateField(_("reminded again on"), null=True, blank=True)
    renewal_decision = models.CharField(
        _("decision on renewal"), max_length=10, choices=RenewalDecision, blank=True
    )
    renewal_reason = models.TextField(_("reason"), blank=True)
    renewal_decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    renewal_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    counterparty_name = models.CharField(_("enterprise"), max_length=300, blank=True, editable=False)
    counterparty_name_en = models.CharField(
        _("enterprise in English"), max_length=300, blank=True, editable=False
    )
    counterparty_key = PinyinKeyField(source="counterparty_name")
    counterparty_en_key = PinyinKeyField(source="counterparty_as_sorted_in_english")
    title_en_key = PinyinKeyField(source="title_as_sorted_in_english")
    title_zh_key = PinyinKeyField(source="title_as_sorted_in_chinese")
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)

    last_day = models.GeneratedField(
        expression=LAST_DAY, output_field=models.DateField(_("last day")), db_persist=True
    )
    notice_on = models.GeneratedField(
        expression=models.ExpressionWrapper(LAST_DAY - NOTICE_DAYS, output_field=models.DateField()),
        output_field=models.DateField(_("notice possible until")),
        db_persist=True,
    )
    search_text = search_text_field(*SEARCHED)
    search_bigrams = search_bigrams_field(*SEARCHED)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title_en="", title_zh=""),
                name="agreement_has_a_title",
                violation_error_message=_("Give a title in at least one language."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="agreement_ends_after_it_starts",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(revised_ends_on__isnull=True) | Q(revised_ends_on__gte=F("starts_on")),
                name="amended_agreement_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.WITHDRAWN])
                | Q(is_imported=True)
                | Q(reference__isnull=False),
                name="a_submitted_agreement_has_a_reference",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.WITHDRAWN])
                | Q(starts_on__isnull=False, ends_on__isnull=False),
                name="a_submitted_agreement_has_its_dates",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.SIGNED, State.SUSPENDED, State.TERMINATED, State.RENEWED])
                | Q(is_imported=True)
                | Q(signed_on__isnull=False),
                name="a_signed_agreement_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state=State.TERMINATED, terminated_on__isnull=False)
                | (~Q(state=State.TERMINATED) & Q(terminated_on=None)),
                name="a_terminated_agreement_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.TERMINATED) | ~Q(termination_reason=""),
                name="a_termination_gives_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=State.SUSPENDED, suspended_on__isnull=False)
                | (~Q(state=State.SUSPENDED) & Q(suspended_on=None)),
                name="a_suspended_agreement_says_since_when",
            ),
            models.CheckConstraint(
                condition=~Q(renewal_rule=RenewalRule.AUTOMATIC)
                | Q(automatic_term_months__isnull=False, automatic_term_months__gt=0),
                name="an_automatic_renewal_adds_months",
                violation_error_message=_("Say by how many months it renews itself."),
            ),
            models.CheckConstraint(
                condition=Q(value_amount=None) | Q(value_amount__gte=0),
                name="agreement_value_is_not_negative",
                violation_error_message=_("A value cannot be negative."),
            ),
            models.CheckConstraint(
                condition=~Q(renewal_decision=RenewalDecision.LAPSE) | ~Q(renewal_reason=""),
                name="letting_lapse_gives_its_reason",
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("id")), name="an_agreement_does_not_renew_itself"
            ),
            models.UniqueConstraint(
                fields=["predecessor"],
                condition=~Q(state=State.WITHDRAWN),
                name="an_agreement_is_renewed_once",
            ),
            models.UniqueConstraint(
                fields=["old_reference"],
                condition=~Q(old_reference=""),
                name="an_old_reference_is_taken_over_once",
            ),
        ]
        indexes = [
            search_index("agreement_search"),
            GinIndex(fields=["forms"], name="agreement_forms"),
            *(
                models.Index(fields=[column, "id"], include=included, name=f"agreement_by_{label}")
                for column, label, included in (
                    ("reference", "reference", FILTERED),
                    ("title_en_key", "title_en", FILTERED),
                    ("title_zh_key", "title_zh", FILTERED),
                    ("counterparty_key", "counterparty", FILTERED),
                    ("counterparty_en_key", "counterparty_en", FILTERED),
                    ("starts_on", "start", FILTERED),
                    ("last_day", "last_day", (*FILTERED, "owner", "starts_on", "notice_on")),
                    ("notice_on", "notice", FILTERED),
                    ("value_amount", "value", FILTERED),
                    ("state", "state", ("department", "type")),
                    ("updated_at", "change", (*FILTERED, "owner", "starts_on", "last_day", "notice_on")),
                )
            ),
            models.Index(fields=["type", "last_day", "id"], name="agreement_by_type"),
            models.Index(fields=["department", "last_day", "id"], name="agreement_by_department"),
            models.Index(fields=["department", "state"], name="agreement_by_department_state"),
            models.Index(fields=["owner", "last_day", "id"], name="agreement_by_owner"),
            models.Index(
                fields=["notice_on", "id"],
                condition=Q(state=State.SIGNED, renewal_decision=""),
                name="agreement_deadline_open",
            ),
        ]
        triggers = [sealed_terms(), kept_reference()]

    def __str__(self) -> str:
        return f"{self.number} {self.title}" if self.number else self.title

    def get_absolute_url(self) -> str:
        return reverse("agreements:agreement_detail", args=[self.pk])

    @property
    def title(self) -> str:
        if (get_language() or "").startswith("zh"):
            return self.title_as_sorted_in_chinese
        return self.title_as_sorted_in_english

    @property
    def title_as_sorted_in_english(self) -> str:
        return self.title_en or self.title_zh

    @property
    def title_as_sorted_in_chinese(self) -> str:
        return self.title_zh or self.title_en

    @property
    def counterparty(self) -> str:
        """The first enterprise, in the reader's language where it has a name in it."""
        if (get_language() or "").startswith("zh"):
            return self.counterparty_name
        return self.counterparty_as_sorted_in_english

    @property
    def counterparty_as_sorted_in_english(self) -> str:
        return self.counterparty_name_en or self.counterparty_name

    @property
    def number(self) -> str:
        """The reference it is known by: ours, or the one it was taken over with."""
        return self.reference or self.old_reference

    @property
    def term(self) -> tuple[date, date]:
        """The first and the last day of an agreement that has both, as every submitted one does."""
        if self.starts_on is None or self.last_day is None:
            raise ValueError(f"agreement {self.pk} has no dates")
        return self.starts_on, self.last_day


class ReferenceCounter(models.Model):
    """The last number given in a year. Its row is locked until the submission that took it is through."""

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True)
    last = models.PositiveIntegerField(_("last number given"), default=0)

    class Meta:
        verbose_name = _("reference counter")
        verbose_name_plural = _("reference counters")
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
