"""What an agreement is made of: its parties and its clauses."""

import pghistory
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agreements.choices import SEALED_STATES
from agreements.models.agreement import Agreement
from agreements.models.library import ClauseText, ClauseVersion
from agreements.models.seals import sealed_with_agreement


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Party(models.Model):
    """The centre or an enterprise in an agreement, with its particulars as they stand on the paper."""

    class Role(models.TextChoices):
        CENTRE = "centre", _("the centre")
        ENTERPRISE = "enterprise", _("enterprise")

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    order = models.PositiveSmallIntegerField(_("order"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    enterprise = models.ForeignKey(
        "partnerships.Enterprise",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agreement_parties",
        verbose_name=_("enterprise"),
    )
    contact = models.ForeignKey(
        "partnerships.Contact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact"),
        help_text=_("Who is written to about this agreement."),
    )
    signatory = models.ForeignKey(
        "partnerships.Contact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signatory"),
    )
    legal_name = models.CharField(_("legal name"), max_length=300)
    legal_name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    registration_code = models.CharField(_("registration code"), max_length=60, blank=True)
    address = models.CharField(_("address"), max_length=400, blank=True)
    address_en = models.CharField(_("address in English"), max_length=400, blank=True)
    representative = models.CharField(_("legal representative"), max_length=150, blank=True)
    signatory_name = models.CharField(_("signs"), max_length=150, blank=True)
    signatory_title = models.CharField(_("position of the signatory"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["agreement", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "order"],
                name="party_order_is_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(fields=["agreement", "enterprise"], name="an_enterprise_is_party_once"),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=models.Q(role="centre"),
                name="the_centre_is_party_once",
            ),
            models.CheckConstraint(
                condition=models.Q(role="centre", enterprise=None)
                | models.Q(role="enterprise", enterprise__isnull=False),
                name="only_an_enterprise_party_names_its_enterprise",
            ),
        ]
        indexes = [models.Index(fields=["enterprise", "agreement"], name="party_by_enterprise")]
        triggers = [
            sealed_with_agreement(
                "signed_parties_never_change",
                may_change=("enterprise_id", "contact_id", "signatory_id"),
            )
        ]

    def __str__(self) -> str:
        return self.legal_name

    @property
    def name(self) -> str:
        if (get_language() or "").startswith("zh"):
            return self.legal_name
        return self.legal_name_en or self.legal_name

    @property
    def shown_address(self) -> str:
        if (get_language() or "").startswith("zh"):
            return self.address
        return self.address_en or self.address

    @property
    def letter(self) -> str:
        """A for the first party, B for the second: how clauses call them."""
        return chr(ord("A") + self.order - 1)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class AgreementClause(ClauseText):
    """A clause of one agreement: copied from the library, then its own."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="clauses")
    order = models.PositiveSmallIntegerField(_("order"))
    source = models.ForeignKey(
        ClauseVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="uses",
        verbose_name=_("from the library"),
    )
    is_mandatory = models.BooleanField(_("mandatory"), default=False)
    values = models.JSONField(_("values of the variables"), default=dict, blank=True)
    # What was printed, with every variable filled in: signed words do not depend on later code or data.
    sent_text_en = models.TextField(_("English text as sent for signature"), blank=True, editable=False)
    sent_text_zh = models.TextField(_("Chinese text as sent for signature"), blank=True, editable=False)

    class Meta:
        verbose_name = _("clause of an agreement")
        verbose_name_plural = _("clauses of an agreement")
        ordering = ["agreement", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "order"],
                name="clause_order_is_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]
        triggers = [sealed_with_agreement("signed_clauses_never_change")]

    def __str__(self) -> str:
        return f"{self.order}. {self.heading}"

    def sent_text(self, language: str) -> str:
        """The words that went out for signature ("en" or "zh"); empty while the text can change."""
        return getattr(self, f"sent_text_{language}") if self.agreement.state in SEALED_STATES else ""

    @property
    def differs_from_library(self) -> bool:
        """Whether somebody changed the library's words; reads the source version."""
        source = self.source
        return source is None or (self.text_en, self.text_zh, self.heading_en, self.heading_zh) != (
            source.text_en,
            source.text_zh,
            source.heading_en,
            source.heading_zh,
        )
