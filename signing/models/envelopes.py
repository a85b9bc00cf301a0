"""What is sent out to be signed, to whom, and what became of it."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.bilingual import in_words
from core.models import Attachment
from signing.querysets import EnvelopeQuerySet, SignatoryQuerySet


class Means(models.TextChoices):
    """How somebody shows that they are who they say, right before they sign."""

    EMAIL = "email", _("code sent by e-mail")
    SMS = "sms", _("code sent as a text message")
    TOTP = "totp", _("code of an authenticator app")


class CommonText(models.Model):
    """Words that many documents share, kept once: what a person reads once to sign many of them."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=300, blank=True)
    paragraphs = models.JSONField(
        _("paragraphs"), help_text=_("In order: the heading and the text, each in both languages.")
    )

    class Meta:
        verbose_name = _("common text")
        verbose_name_plural = _("common texts")

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_words(self.title_en, self.title_zh)


class Envelope(models.Model):
    """One document, byte for byte, on its way to be signed. What it is about, its own app knows."""

    class State(models.TextChoices):
        OUT = "out", _("out for signature")
        COMPLETED = "completed", _("signed by all")
        DECLINED = "declined", _("declined")
        VOIDED = "voided", _("called off")
        EXPIRED = "expired", _("deadline passed")

    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=300, blank=True)
    reference = models.CharField(_("reference"), max_length=60)

    document = models.FileField(_("document"), max_length=200)
    document_sha256 = models.CharField(_("SHA-256 of the document"), max_length=64)
    pages = models.PositiveSmallIntegerField(_("pages"))
    language = models.CharField(_("language of the document"), max_length=10)
    versions = models.JSONField(
        _("versions"), default=list, help_text=_("Every version of the document, with its fingerprint.")
    )
    common_text = models.ForeignKey(
        CommonText, models.PROTECT, null=True, related_name="envelopes", verbose_name=_("common text")
    )
    differing = models.JSONField(
        _("what differs"), default=list, help_text=_("Labels and values beside the common text.")
    )

    is_ordered = models.BooleanField(_("one after another"), default=False)
    deadline_on = models.DateField(_("to be signed by"))
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.OUT)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by")
    )
    created_at = models.DateTimeField(_("sent at"))
    closed_at = models.DateTimeField(_("closed at"), null=True)
    closing_reason = models.TextField(_("reason"), blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by", verbose_name=_("replaces")
    )

    sealed_file = models.FileField(_("sealed document"), max_length=200, blank=True)
    sealed_sha256 = models.CharField(_("SHA-256 of the sealed document"), max_length=64, blank=True)
    sealed_at = models.DateTimeField(_("sealed at"), null=True)
    sealed_ledger = models.CharField(
        _("end of the ledger in the certificate"), max_length=64, blank=True, editable=False
    )

    events_count = models.PositiveIntegerField(_("events"), default=0, editable=False)
    events_head = models.CharField(_("end of the ledger"), max_length=64, blank=True, editable=False)

    objects = EnvelopeQuerySet.as_manager()

    class Meta:
        verbose_name = _("envelope")
        verbose_name_plural = _("envelopes")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"],
                condition=Q(state="out"),
                name="a_record_has_one_envelope_out",
            ),
            models.CheckConstraint(
                condition=Q(state="out", closed_at=None) | (~Q(state="out") & Q(closed_at__isnull=False)),
                name="an_envelope_is_out_until_it_is_closed",
            ),
            models.CheckConstraint(
                condition=Q(sealed_sha256="", sealed_at=None, sealed_file="")
                | (Q(state="completed", sealed_at__isnull=False) & ~Q(sealed_sha256="") & ~Q(sealed_file="")),
                name="only_what_all_have_signed_is_sealed",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-created_at"], name="envelope_by_subject"),
            models.Index(fields=["deadline_on"], condition=Q(state="out"), name="envelope_out"),
            models.Index(
                fields=["sealed_sha256"], condition=~Q(sealed_sha256=""), name="envelope_by_sealed_sha256"
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="what_is_signed_never_changes",
                fields=[
                    "subject_type",
                    "subject_id",
                    "document",
                    "document_sha256",
                    "pages",
                    "language",
                    "created_by",
                    "created_at",
                    "replaces",
                ],
            ),
            pgtrigger.Protect(
                name="a_sealed_envelope_never_changes",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__sealed_at__isnull=False)
                & (
                    pgtrigger.Q(new__sealed_sha256__df=pgtrigger.F("old__sealed_sha256"))
                    | pgtrigger.Q(new__sealed_file__df=pgtrigger.F("old__sealed_file"))
                    | pgtrigger.Q(new__sealed_at__df=pgtrigger.F("old__sealed_at"))
                ),
            ),
            pgtrigger.Protect(name="envelopes_are_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_words(self.title_en, self.title_zh)

    @property
    def is_out(self) -> bool:
        return self.state == self.State.OUT


class Signatory(models.Model):
    """One person's part in an envelope: asked, read, agreed, identified, signed."""

    class Way(models.TextChoices):
        ELECTRONIC = "electronic", _("electronically")
        PAPER = "paper", _("on paper")

    class Status(models.TextChoices):
        WAITING = "waiting", _("not yet their turn")
        INVITED = "invited", _("asked to sign")
        OPENED = "opened", _("has opened it")
        SIGNED = "signed", _("has signed")
        DECLINED = "declined", _("has declined")

    PENDING = (Status.WAITING, Status.INVITED, Status.OPENED)

    envelope = models.ForeignKey(
        Envelope, models.PROTECT, related_name="signatories", verbose_name=_("envelope")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    party_key = models.CharField(_("party"), max_length=60, help_text=_("As the record's app knows it."))
    party_en = models.CharField(_("party in English"), max_length=300)
    party_zh = models.CharField(_("party in Chinese"), max_length=300)
    name = models.CharField(_("name"), max_length=150)
    name_latin = models.CharField(_("name in Latin letters"), max_length=150, blank=True)
    title = models.CharField(_("position"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signs in as"),
    )
    way = models.CharField(_("signs"), max_length=20, choices=Way, default=Way.ELECTRONIC)
    means_allowed = ArrayField(
        models.CharField(max_length=20, choices=Means),
        verbose_name=_("means of identification"),
        default=list,
    )
    deputises_for = models.CharField(
        _("deputy of"), max_length=150, blank=True, help_text=_("Empty: signs in their own right.")
    )

    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.WAITING)
    invited_at = models.DateTimeField(_("asked at"), null=True)
    opened_at = models.DateTimeField(_("opened at"), null=True)
    pages_seen = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("pages seen"), default=list)
    read_in_batch = models.BooleanField(
        _("read with others of its kind"),
        default=False,
        help_text=_("The common text once, and what differs in a table."),
    )
    consented_at = models.DateTimeField(_("agreed to sign electronically at"), null=True)
    statement = models.CharField(_("statement agreed to"), max_length=20, blank=True)
    identified_at = models.DateTimeField(_("identified at"), null=True)
    identified_by = models.CharField(_("identified by"), max_length=20, choices=Means, blank=True)
    identified_with = models.CharField(_("identified with"), max_length=254, blank=True)
    typed_name = models.CharField(_("name as typed"), max_length=150, blank=True)
    address = models.GenericIPAddressField(_("network address"), null=True)
    user_agent = models.CharField(_("browser"), max_length=300, blank=True)
    signed_at = models.DateTimeField(_("signed at"), null=True)
    signed_on = models.DateField(_("signed on"), null=True)
    declined_at = models.DateTimeField(_("declined at"), null=True)
    decline_reason = models.TextField(_("reason for declining"), blank=True)
    carried_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("signature kept from"),
        help_text=_("The same person's signature under the same bytes, in an envelope called off since."),
    )

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        ordering = ["envelope", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["envelope", "order"], name="signatory_order_is_unique"),
            models.CheckConstraint(
                condition=~Q(status="signed") | Q(signed_on__isnull=False), name="a_signature_has_its_day"
            ),
            models.CheckConstraint(
                condition=~Q(status="signed", way="electronic")
                | (
                    Q(
                        signed_at__isnull=False,
                        consented_at__isnull=False,
                        identified_at__isnull=False,
                    )
                    & ~Q(typed_name="")
                ),
                name="nobody_signs_without_consent_identity_and_name",
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(decline_reason=""),
                name="whoever_declines_gives_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(way="electronic") | Q(user__isnull=False) | ~Q(email="") | ~Q(phone=""),
                name="an_electronic_signatory_can_be_reached",
            ),
        ]
        indexes = [
            models.Index(
                fields=["user", "status"], condition=Q(user__isnull=False), name="signatory_by_user"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="a_signature_is_never_altered",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status="signed"),
            )
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name as the page's language writes it."""
        if self.name_latin and not (translation.get_language() or "").startswith("zh"):
            return self.name_latin
        return self.name

    @property
    def party(self) -> str:
        return in_words(self.party_en, self.party_zh)

    @property
    def is_electronic(self) -> bool:
        return self.way == self.Way.ELECTRONIC

    @property
    def is_pending(self) -> bool:
        return self.status in self.PENDING

    @property
    def has_read_everything(self) -> bool:
        """Reads the envelope."""
        return self.read_in_batch or len(set(self.pages_seen)) >= self.envelope.pages

    def address_for(self, means: str) -> str:
        """Where a code goes: the recorded telephone or mailbox."""
        return self.phone if means == Means.SMS else self.email

    def get_absolute_url(self) -> str:
        """The ceremony, for somebody who signs in."""
        return reverse("signing:ceremony", args=[self.pk])


class SignatoryFile(Attachment):
    """A deputy's proof of authority, or the scan of what was signed on paper."""

    class Purpose(models.TextChoices):
        AUTHORITY = "authority", _("proof of authority")
        SCAN = "scan", _("scan of the signed paper")

    parent = models.ForeignKey(Signatory, models.PROTECT, related_name="files", verbose_name=_("signatory"))
    purpose = models.CharField(_("what it is"), max_length=20, choices=Purpose)

    class Meta(Attachment.Meta):
        verbose_name = _("file of a signatory")
        verbose_name_plural = _("files of signatories")


class IdentityCode(models.Model):
    """A code that was sent to a signatory's recorded mailbox or telephone.

    The code itself is nowhere in the database: it follows from the salt and the site's secret key, so
    that neither a copy of the database nor of the mails still to be sent is enough to sign.
    """

    signatory = models.ForeignKey(
        Signatory, models.PROTECT, related_name="identity_codes", verbose_name=_("signatory")
    )
    salt = models.CharField(max_length=64, editable=False)
    means = models.CharField(_("means"), max_length=20, choices=Means, default=Means.EMAIL)
    sent_to = models.CharField(_("sent to"), max_length=254)
    created_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("expires at"))
    tries = models.PositiveSmallIntegerField(_("wrong tries"), default=0)
    used_at = models.DateTimeField(_("used at"), null=True)

    class Meta:
        verbose_name = _("code to identify")
        verbose_name_plural = _("codes to identify")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["signatory", "-created_at"], name="identity_code_by_signatory")]

    def __str__(self) -> str:
        return f"{self.sent_to}, {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def code(self) -> str:
        """The six digits, worked out anew; see :mod:`signing.codes`."""
        from signing.codes import digits_of

        return digits_of(self.salt)
