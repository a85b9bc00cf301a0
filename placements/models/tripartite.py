"""The agreement of school, enterprise and student: its template, its papers, who signed them."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from agreements.choices import Language
from agreements.models.library import ClauseText
from core.look import Chip, Meaning
from core.models import Attachment
from placements.models.placements import OfPlacement, Placement


class Basis(models.TextChoices):
    """Whether a text follows the model text of the ministry (INT-13); codes of ``compliance.facts``."""

    OFFICIAL = "official", _("The official model text")
    OWN = "own", _("Another text")


class Point(models.TextChoices):
    """What the agreement has to speak of (INT-14); codes of ``compliance.facts``."""

    PARTIES = "parties", pgettext_lazy("clause", "The parties")
    TIME_AND_PLACE = "time_and_place", pgettext_lazy("clause", "Time, place, content and conditions")
    LIVING = "board_lodging_hours_leave", pgettext_lazy("clause", "Board, lodging, hours, rest and leave")
    PAY = "pay", pgettext_lazy("clause", "Pay and how it is paid")
    PROTECTION = "protection", pgettext_lazy("clause", "Labour protection and occupational hazards")
    INSURANCE = "insurance", pgettext_lazy("clause", "Insurance and liability for accidents")
    ASSESSMENT = "assessment", pgettext_lazy("clause", "Assessment")
    BREACH = "breach", pgettext_lazy("clause", "Liability for breach")
    OTHER = "other", pgettext_lazy("clause", "Other matters")


@pghistory.track()
class TripartiteTemplate(models.Model):
    """One version of the whole text. A draft is edited; what is published never changes.

    The version is of the whole, because the law asks of each agreement on which text it stands.
    """

    number = models.PositiveSmallIntegerField(_("version"), unique=True, editable=False)
    basis = models.CharField(
        _("follows"),
        max_length=10,
        choices=Basis,
        default=Basis.OFFICIAL,
        help_text=_("Without the official model text there is no internship."),
    )
    consent_en = models.TextField(
        _("informed consent in English"),
        blank=True,
        help_text=_(
            "Printed as an annex: student and guardian give their consent with their signatures. "
            "Empty: they are asked separately."
        ),
    )
    consent_zh = models.TextField(_("informed consent in Chinese"), blank=True)
    reason = models.CharField(
        _("reason for the change"), max_length=300, help_text=_("What is new, and why.")
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("author"),
        help_text=_("Empty for the texts that came with the program."),
    )
    created_at = models.DateTimeField(_("written at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("text of the tripartite agreement")
        verbose_name_plural = _("texts of the tripartite agreement")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["published_at"],
                condition=Q(published_at=None),
                nulls_distinct=False,
                name="one_text_is_drafted_at_a_time",
                violation_error_message=_("There is a draft already: publish it, or go on writing it."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="a_published_text_never_changes",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(_("Version %(number)d")) % {"number": self.number}

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def asks_consent(self) -> bool:
        """Whether a signature of student or guardian is their consent as well."""
        return bool(self.consent_en.strip() or self.consent_zh.strip())


class TripartiteClause(ClauseText):
    """One clause of a text, and the point of the law it speaks of."""

    template = models.ForeignKey(
        TripartiteTemplate,
        models.CASCADE,
        related_name="clauses",
        verbose_name=_("text of the tripartite agreement"),
    )
    order = models.PositiveSmallIntegerField(_("order"))
    point = models.CharField(_("speaks of"), max_length=30, choices=Point)

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ["template", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "order"],
                name="tripartite_order_is_unique",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.heading}"


class TripartiteState(models.TextChoices):
    MADE = "made", pgettext_lazy("tripartite agreement", "Made, not sent yet")
    OUT = "out", pgettext_lazy("tripartite agreement", "Out for signature")
    SIGNED = "signed", pgettext_lazy("tripartite agreement", "Signed by all")
    REPLACED = "replaced", pgettext_lazy("tripartite agreement", "Replaced before it was signed")
    CANCELLED = "cancelled", pgettext_lazy("tripartite agreement", "Cancelled")


TRIPARTITE_CHIPS = {
    TripartiteState.MADE: Chip(TripartiteState.MADE.label, Meaning.INACTIVE, "file-text"),
    TripartiteState.OUT: Chip(TripartiteState.OUT.label, Meaning.WAITING, "send"),
    TripartiteState.SIGNED: Chip(TripartiteState.SIGNED.label, Meaning.GOOD, "circle-check"),
    TripartiteState.REPLACED: Chip(TripartiteState.REPLACED.label, Meaning.INACTIVE, "archive"),
    TripartiteState.CANCELLED: Chip(TripartiteState.CANCELLED.label, Meaning.STOPPED, "circle-x"),
}
# The paper that counts, of which a placement has one.
STANDING = frozenset({TripartiteState.MADE, TripartiteState.OUT, TripartiteState.SIGNED})


class TripartiteParty(models.TextChoices):
    """Who signs; codes of ``compliance.facts``."""

    SCHOOL = "school", pgettext_lazy("party of a tripartite agreement", "School")
    HOST = "host", pgettext_lazy("party of a tripartite agreement", "Enterprise")
    STUDENT = "student", pgettext_lazy("party of a tripartite agreement", "Student")
    GUARDIAN = "guardian", pgettext_lazy("party of a tripartite agreement", "Guardian")


class TripartiteNumber(models.Model):
    """The reference of a placement's agreement, given out once: before it is printed, and for good."""

    placement = models.OneToOneField(
        Placement, models.PROTECT, related_name="tripartite_number", verbose_name=_("placement")
    )
    number = models.CharField(_("reference"), max_length=40, unique=True)

    class Meta:
        verbose_name = _("reference of a tripartite agreement")
        verbose_name_plural = _("references of tripartite agreements")

    def __str__(self) -> str:
        return self.number


FIXED = [
    "placement", "number", "amendment_no", "version", "template", "language", "contents", "content_sha256",
    "file", "sha256", "size", "pages", "created_at", "created_by",
]  # fmt: skip


class Tripartite(OfPlacement):
    """One paper: its words as they were on the day it was made, and the PDF that is signed.

    Neither ever changes. Where the placement changes before everybody has signed, another version takes its
    place; afterwards an amendment stands beside it.
    """

    placement = models.ForeignKey(
        Placement, models.PROTECT, related_name="tripartites", verbose_name=_("placement")
    )
    number = models.CharField(_("reference"), max_length=40)
    amendment_no = models.PositiveSmallIntegerField(_("amendment"), default=0)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(
        _("state"), max_length=12, choices=TripartiteState, default=TripartiteState.MADE, editable=False
    )
    template = models.ForeignKey(
        TripartiteTemplate,
        models.PROTECT,
        related_name="agreements",
        verbose_name=_("text of the tripartite agreement"),
    )
    language = models.CharField(_("language"), max_length=10, choices=Language, default=Language.BOTH)
    contents = models.JSONField(_("contents"), help_text=_("Every word of the paper, in both languages."))
    content_sha256 = models.CharField(_("fingerprint of the contents"), max_length=64)
    file = models.FileField(_("file"), upload_to="documents/%Y/", max_length=200)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    size = models.PositiveIntegerField(_("size in bytes"))
    pages = models.PositiveSmallIntegerField(_("pages"))
    due_on = models.DateField(_("to be signed by"), null=True, blank=True, editable=False)
    signed_on = models.DateField(_("signed on"), null=True, blank=True, editable=False)
    reason = models.TextField(
        _("reason"), blank=True, editable=False, help_text=_("Why it was amended, or cancelled.")
    )
    created_at = models.DateTimeField(_("made at"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("made by")
    )

    class Meta:
        verbose_name = _("tripartite agreement")
        verbose_name_plural = _("tripartite agreements")
        ordering = ["number", "amendment_no", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "amendment_no"],
                condition=Q(state__in=sorted(STANDING)),
                name="a_placement_has_one_tripartite_agreement",
            ),
            models.UniqueConstraint(
                fields=["number", "amendment_no", "version"], name="a_tripartite_version_is_made_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_on__isnull=False),
                name="a_signed_tripartite_agreement_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") & Q(amendment_no=0) | ~Q(reason=""),
                name="an_amendment_or_a_cancellation_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["sha256"], name="tripartite_by_sha256"),
            models.Index(
                fields=["content_sha256"], opclasses=["varchar_pattern_ops"], name="tripartite_by_code"
            ),
            models.Index(fields=["due_on"], condition=Q(state="out"), name="tripartite_out"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="a_tripartite_paper_never_changes", fields=FIXED),
            pgtrigger.Protect(name="tripartite_papers_are_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("placements:tripartite_detail", args=[self.pk])

    @property
    def reference(self) -> str:
        return f"{self.number}/{self.amendment_no}" if self.amendment_no else self.number

    @property
    def chip(self) -> Chip:
        return TRIPARTITE_CHIPS[TripartiteState(self.state)]

    @property
    def is_standing(self) -> bool:
        return self.state in STANDING

    @property
    def title(self) -> str:
        """As the page's language writes it."""
        title = self.contents["title"]
        return title["zh"] if (get_language() or "").startswith("zh") else title["en"]


class TripartiteSignature(models.Model):
    """Who signed a paper for a party, electronically or by hand; name and title as they were on that day."""

    tripartite = models.ForeignKey(
        Tripartite, models.PROTECT, related_name="signatures", verbose_name=_("tripartite agreement")
    )
    party = models.CharField(_("party"), max_length=10, choices=TripartiteParty)
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
        verbose_name = _("signature under a tripartite agreement")
        verbose_name_plural = _("signatures under tripartite agreements")
        ordering = ["signed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tripartite", "party"], name="a_party_signs_a_tripartite_agreement_once"
            ),
            models.CheckConstraint(condition=~Q(signatory_name=""), name="a_tripartite_signature_has_a_name"),
            models.CheckConstraint(
                condition=Q(envelope__isnull=False) | Q(recorded_by__isnull=False),
                name="a_tripartite_signature_by_hand_is_recorded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_party_display()}: {self.signatory_name}"


class TripartiteScan(Attachment):
    """The whole paper as it was signed and stamped by hand."""

    parent = models.ForeignKey(
        Tripartite, models.PROTECT, related_name="scans", verbose_name=_("tripartite agreement")
    )

    class Meta(Attachment.Meta):
        verbose_name = _("scan of a tripartite agreement")
        verbose_name_plural = _("scans of tripartite agreements")
