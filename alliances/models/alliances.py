"""Alliances of the centre with enterprises and others, and who belongs to them from when until when.

Kinds after 教职成厅函〔2023〕15号 (市域产教联合体、行业产教融合共同体) and 教职成〔2018〕1号 (职教集团).
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from accounts.models import Department
from alliances.querysets import AllianceQuerySet, OfAllianceQuerySet, SupplyQuerySet
from catalogue.models import Industry, Region
from core.access import Actor
from core.fields import decider
from core.look import Chip, Meaning
from core.models import Attachment, ScopedModel
from core.search import search_bigrams_field, search_index, search_text_field
from partnerships.models import Enterprise


def days_of_term() -> Any:
    """First to last day, both included; without a last day there is no end."""
    return Func(
        F("starts_on"), F("ends_on"), Value("[]"), function="daterange", output_field=DateRangeField()
    )


class AllianceKind(models.TextChoices):
    GROUP = "group", pgettext_lazy("alliance", "Vocational education group")
    COMMUNITY = "community", pgettext_lazy("alliance", "Industry community")
    CONSORTIUM = "consortium", pgettext_lazy("alliance", "Municipal consortium")


class LegalForm(models.TextChoices):
    CONTRACT = "contract", pgettext_lazy("alliance", "By agreement, without an entity")
    SOCIETY = "society", pgettext_lazy("alliance", "Registered society")
    COMPANY = "company", pgettext_lazy("alliance", "Company")
    INSTITUTION = "institution", pgettext_lazy("alliance", "Public institution")


class AllianceState(models.TextChoices):
    PREPARING = "preparing", pgettext_lazy("alliance", "In preparation")
    ACTIVE = "active", pgettext_lazy("alliance", "Active")
    DISSOLVED = "dissolved", pgettext_lazy("alliance", "Dissolved")


S = AllianceState
ALLIANCE_CHIPS = {
    S.PREPARING: Chip(S.PREPARING.label, Meaning.WAITING, "pencil"),
    S.ACTIVE: Chip(S.ACTIVE.label, Meaning.GOOD, "circle-check"),
    S.DISSOLVED: Chip(S.DISSOLVED.label, Meaning.INACTIVE, "archive"),
}


@pghistory.track(exclude=["search_text", "search_bigrams"])
class Alliance(ScopedModel):
    """A vocational education group, an industry community or a municipal consortium."""

    kind = models.CharField(pgettext_lazy("alliance", "kind"), max_length=12, choices=AllianceKind)
    state = models.CharField(
        _("state"), max_length=10, choices=AllianceState, default=AllianceState.PREPARING, editable=False
    )
    name = models.CharField(pgettext_lazy("alliance", "name"), max_length=160)
    aims = models.TextField(pgettext_lazy("alliance", "aims"), max_length=4000, blank=True)
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    legal_form = models.CharField(
        pgettext_lazy("alliance", "legal form"), max_length=12, choices=LegalForm, default=LegalForm.CONTRACT
    )
    entity = models.CharField(
        pgettext_lazy("alliance", "entity"),
        max_length=160,
        blank=True,
        help_text=_("The name under which it is registered, where it is."),
    )
    industry = models.ForeignKey(
        Industry, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("industry")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="alliances", db_index=False, verbose_name=_("department")
    )
    organiser = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked after by"),
        help_text=_("Who is told what became of its tasks."),
    )
    created_by = decider(_("entered by"))
    created_at = models.DateTimeField(_("entered at"), editable=False)
    dissolved_on = models.DateField(_("dissolved on"), null=True, blank=True, editable=False)
    reason = models.CharField(
        _("reason"), max_length=500, blank=True, editable=False, help_text=_("Why it was dissolved.")
    )
    search_text = search_text_field("name", "aims", "entity")
    search_bigrams = search_bigrams_field("name", "aims", "entity")

    objects = AllianceQuerySet.as_manager()

    class Meta:
        verbose_name = _("alliance")
        verbose_name_plural = _("alliances")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=S.ACTIVE) | Q(founded_on__isnull=False),
                name="an_alliance_that_began_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.DISSOLVED) | (Q(dissolved_on__isnull=False) & ~Q(reason="")),
                name="a_dissolved_alliance_says_when_and_why",
            ),
            models.CheckConstraint(
                condition=Q(founded_on=None) | Q(dissolved_on=None) | Q(dissolved_on__gte=F("founded_on")),
                name="an_alliance_is_founded_before_it_is_dissolved",
                violation_error_message=_("It cannot end before it begins."),
            ),
        ]
        indexes = [
            search_index("alliance_by_bigram"),
            models.Index(fields=["created_at", "id"], name="alliance_by_entry"),
            models.Index(fields=["founded_on", "id"], name="alliance_by_founding"),
            models.Index(fields=["department", "state"], name="alliance_by_department"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def chip(self) -> Chip:
        if self.is_over and self.founded_on is None:
            return Chip(pgettext("alliance", "Given up"), Meaning.INACTIVE, "archive")
        return ALLIANCE_CHIPS[AllianceState(self.state)]

    @property
    def is_over(self) -> bool:
        return self.state == S.DISSOLVED

    def get_absolute_url(self) -> str:
        return reverse("alliances:alliance_detail", args=[self.pk])


class OfAlliance(ScopedModel):
    """A part of an alliance, seen by whoever keeps alliances of the department."""

    class Meta:
        abstract = True

    alliance: models.ForeignKey

    objects = OfAllianceQuerySet.as_manager()

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs a query where the alliance is not fetched along."""
        return self.alliance.department_id

    def get_absolute_url(self) -> str:
        return self.alliance.get_absolute_url()


class MemberRole(models.TextChoices):
    CHAIR = "chair", pgettext_lazy("member of an alliance", "Chair")
    VICE_CHAIR = "vice_chair", pgettext_lazy("member of an alliance", "Vice chair")
    COUNCIL = "council", pgettext_lazy("member of an alliance", "Council")
    SECRETARIAT = "secretariat", pgettext_lazy("member of an alliance", "Secretariat")
    MEMBER = "member", pgettext_lazy("member of an alliance", "Member")


ROLE_ORDER = {role: number for number, role in enumerate(MemberRole)}


class OutsideKind(models.TextChoices):
    SCHOOL = "school", pgettext_lazy("member of an alliance", "School")
    AUTHORITY = "authority", pgettext_lazy("member of an alliance", "Authority")
    INSTITUTE = "institute", pgettext_lazy("member of an alliance", "Research institute")
    ASSOCIATION = "association", pgettext_lazy("member of an alliance", "Association")
    COMPANY = "company", pgettext_lazy("member of an alliance", "Company not in our register")


@pghistory.track()
class Member(OfAlliance):
    """An enterprise of ours, or an organisation outside, in a role from a day on.

    Another role is another row.
    """

    alliance = models.ForeignKey(
        Alliance, models.CASCADE, related_name="members", db_index=False, verbose_name=_("alliance")
    )
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("enterprise"),
    )
    organisation = models.CharField(
        pgettext_lazy("member of an alliance", "organisation outside"), max_length=160, blank=True
    )
    outside_kind = models.CharField(
        pgettext_lazy("member of an alliance", "kind of organisation"),
        max_length=12,
        choices=OutsideKind,
        blank=True,
    )
    role = models.CharField(
        pgettext_lazy("member of an alliance", "role"),
        max_length=12,
        choices=MemberRole,
        default=MemberRole.MEMBER,
    )
    leads = models.BooleanField(
        _("leading unit"), default=False, help_text=_("Where no member leads, the centre does.")
    )
    starts_on = models.DateField(pgettext_lazy("member of an alliance", "from"))
    ends_on = models.DateField(pgettext_lazy("member of an alliance", "until"), null=True, blank=True)

    class Meta:
        verbose_name = _("member of an alliance")
        verbose_name_plural = _("members of alliances")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(enterprise__isnull=False, organisation="", outside_kind="")
                | (Q(enterprise=None) & ~Q(organisation="") & ~Q(outside_kind="")),
                name="a_member_is_an_enterprise_or_outside",
                violation_error_message=_(
                    "Choose an enterprise, or name an organisation outside and its kind."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="a_membership_ends_after_it_starts",
                violation_error_message=_("It cannot end before it begins."),
            ),
            ExclusionConstraint(
                name="an_enterprise_has_one_role_at_a_time",
                expressions=[
                    ("alliance", RangeOperators.EQUAL),
                    ("enterprise", RangeOperators.EQUAL),
                    (days_of_term(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This enterprise is a member on these days already."),
            ),
            ExclusionConstraint(
                name="an_organisation_has_one_role_at_a_time",
                expressions=[
                    ("alliance", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    (days_of_term(), RangeOperators.OVERLAPS),
                ],
                condition=~Q(organisation=""),
                violation_error_message=_("This organisation is a member on these days already."),
            ),
            ExclusionConstraint(
                name="one_member_leads_at_a_time",
                expressions=[
                    ("alliance", RangeOperators.EQUAL),
                    (days_of_term(), RangeOperators.OVERLAPS),
                ],
                condition=Q(leads=True),
                violation_error_message=_("Another member leads on these days."),
            ),
        ]
        indexes = [
            models.Index(fields=["enterprise", "starts_on"], name="membership_by_enterprise"),
            models.Index(fields=["alliance", "starts_on"], name="membership_by_alliance"),
        ]

    def __str__(self) -> str:
        """Costs a query where the enterprise is not fetched along."""
        return str(self.enterprise) if self.enterprise_id else self.organisation

    @property
    def kind_label(self) -> str:
        return str(self.get_outside_kind_display()) if self.outside_kind else str(_("Enterprise"))

    def is_there(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or self.ends_on >= on)


@pghistory.track()
class SupplyLink(ScopedModel):
    """One enterprise supplies another with something: upstream and downstream of an industry."""

    supplier = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="supplies", verbose_name=_("supplier")
    )
    customer = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="supplied_by", verbose_name=_("customer")
    )
    goods = models.CharField(
        pgettext_lazy("supply link", "of what"),
        max_length=160,
        help_text=_("What is supplied, such as: precision castings."),
    )
    starts_on = models.DateField(pgettext_lazy("supply link", "since"))
    ends_on = models.DateField(pgettext_lazy("supply link", "until"), null=True, blank=True)

    objects = SupplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("supply link")
        verbose_name_plural = _("supply links")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(supplier=F("customer")),
                name="nobody_supplies_itself",
                violation_error_message=_("An enterprise does not supply itself."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="a_supply_ends_after_it_starts",
                violation_error_message=_("It cannot end before it begins."),
            ),
            ExclusionConstraint(
                name="a_supply_link_lasts_once_at_a_time",
                expressions=[
                    ("supplier", RangeOperators.EQUAL),
                    ("customer", RangeOperators.EQUAL),
                    (days_of_term(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This supply is recorded on these days already."),
            ),
        ]

    def __str__(self) -> str:
        """Costs queries where the enterprises are not fetched along."""
        return f"{self.supplier} → {self.customer}"

    def permits(self, actor: Actor, capability: str) -> bool:
        """On either end. Costs queries where the enterprises are not fetched along."""
        scope = actor.scope_for(capability)
        return scope.covers(self.supplier.department_id) or scope.covers(self.customer.department_id)

    @property
    def department_id(self) -> int | None:  # type: ignore[override]
        return self.supplier.department_id

    def get_absolute_url(self) -> str:
        return self.supplier.get_absolute_url()


class AllianceDocument(Attachment):
    """A file that members share: the charter, a plan, minutes that were signed."""

    department_id = None  # shown to whoever sees its alliance

    parent = models.ForeignKey(Alliance, models.CASCADE, related_name="documents", verbose_name=_("alliance"))
    is_charter = models.BooleanField(_("it is the charter"), default=False)
    for_all = models.BooleanField(
        _("for all members"), default=True, help_text=_("Otherwise for those that are chosen.")
    )
    readers = models.ManyToManyField(
        Member, blank=True, related_name="documents", verbose_name=_("for these members")
    )

    class Meta(Attachment.Meta):
        verbose_name = _("document of an alliance")
        verbose_name_plural = _("documents of alliances")
        constraints = [
            models.UniqueConstraint(
                fields=["parent"], condition=Q(is_charter=True), name="an_alliance_has_one_charter"
            )
        ]
