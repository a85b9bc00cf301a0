"""Signatures of parties, and the documents that were made."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.choices import Language
from agreements.models.agreement import Agreement
from agreements.models.amendments import Amendment
from agreements.models.parts import Party


class PaperSignature(models.Model):
    """Who signed a paper for a party, and when: by hand, as somebody recorded, or in an envelope.

    Name and position are kept as they were on that day, whatever becomes of the person.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="paper_signatures", verbose_name=_("party"))
    amendment = models.ForeignKey(
        Amendment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="paper_signatures",
        verbose_name=_("amendment"),
        help_text=_("Empty: the agreement itself."),
    )
    signatory_name = models.CharField(_("signed by"), max_length=150)
    signatory_title = models.CharField(_("position"), max_length=150, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signed for the centre by"),
    )
    signed_on = models.DateField(_("signed on"))
    envelope = models.ForeignKey(
        "signing.Envelope",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signed electronically in"),
        help_text=_("Empty: by hand."),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("signature of a party")
        verbose_name_plural = _("signatures of parties")
        ordering = ["signed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "amendment"], nulls_distinct=False, name="a_party_signs_a_paper_once"
            ),
            models.CheckConstraint(condition=~Q(signatory_name=""), name="a_signature_has_a_name"),
            models.CheckConstraint(
                condition=Q(envelope__isnull=False) | Q(recorded_by__isnull=False),
                name="a_signature_by_hand_is_recorded_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.signatory_name}"


class AgreementDocument(models.Model):
    """The PDF of approved words, once for each version and language. Never altered; drafts are not kept."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="documents", verbose_name=_("agreement")
    )
    amendment = models.ForeignKey(
        Amendment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("amendment"),
    )
    version = models.PositiveSmallIntegerField(_("version"))
    language = models.CharField(_("language"), max_length=10, choices=Language)
    content_sha256 = models.CharField(
        _("fingerprint of the contents"),
        max_length=64,
        help_text=_("Of the reference and the words: the same words are not printed twice."),
    )
    file = models.FileField(_("file"), upload_to="documents/%Y/", max_length=200)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    size = models.PositiveIntegerField(_("size in bytes"))
    pages = models.PositiveSmallIntegerField(_("pages"))
    created_at = models.DateTimeField(_("made at"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("made by")
    )

    class Meta:
        verbose_name = _("document of an agreement")
        verbose_name_plural = _("documents of an agreement")
        ordering = ["agreement", "amendment", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "amendment", "version", "language"],
                nulls_distinct=False,
                name="a_version_is_stored_once_per_language",
            ),
        ]
        indexes = [
            models.Index(fields=["sha256"], name="agreement_document_by_sha256"),
            models.Index(
                fields=["content_sha256"],
                opclasses=["varchar_pattern_ops"],
                name="agreement_document_by_code",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="documents_are_never_altered", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement} v{self.version} ({self.language})"


class DocumentOrder(models.Model):
    """A document that is to be made in the background; gone when it is."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="document_orders", verbose_name=_("agreement")
    )
    amendment = models.ForeignKey(
        Amendment,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="document_orders",
        verbose_name=_("amendment"),
    )
    ordered_at = models.DateTimeField(_("ordered at"))
    next_attempt_at = models.DateTimeField(_("next attempt"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("why it is not made yet"), blank=True)

    class Meta:
        verbose_name = _("document to be made")
        verbose_name_plural = _("documents to be made")
        ordering = ["ordered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "amendment"], nulls_distinct=False, name="a_paper_is_ordered_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.amendment or self.agreement)
