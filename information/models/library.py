"""Documents that the centre keeps for others: in numbered versions, shared with staff and partners."""

from __future__ import annotations

from datetime import date

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from alliances.models import Alliance
from core.fields import decider
from core.look import Chip, Meaning
from core.models import Attachment, ScopedModel
from core.search import search_bigrams_field, search_index, search_text_field
from information.querysets import LibraryQuerySet
from partnerships.models import Enterprise


class LibraryKind(models.TextChoices):
    TEMPLATE = "template", pgettext_lazy("kind of library document", "Template or form")
    GUIDE = "guide", pgettext_lazy("kind of library document", "Guide or manual")
    STANDARD = "standard", pgettext_lazy("kind of library document", "Standard or regulation of others")
    TEACHING = "teaching", pgettext_lazy("kind of library document", "Teaching material")
    REPORT = "report", pgettext_lazy("kind of library document", "Report or statistics")
    PUBLICITY = "publicity", pgettext_lazy("kind of library document", "Publicity")
    OTHER = "other", pgettext_lazy("kind of library document", "Other")


class LibraryState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("library document", "Draft")
    SHARED = "shared", pgettext_lazy("library document", "Shared")
    WITHDRAWN = "withdrawn", pgettext_lazy("library document", "Withdrawn")


class Reach(models.TextChoices):
    NONE = "none", pgettext_lazy("shared with", "Nobody")
    ALL = "all", pgettext_lazy("shared with", "All")
    CHOSEN = "chosen", pgettext_lazy("shared with", "Only those chosen")


S, R = LibraryState, Reach
LIBRARY_CHIPS = {
    S.DRAFT: Chip(S.DRAFT.label, Meaning.WAITING, "pencil"),
    S.SHARED: Chip(S.SHARED.label, Meaning.GOOD, "share"),
    S.WITHDRAWN: Chip(S.WITHDRAWN.label, Meaning.INACTIVE, "archive"),
}
OUT_OF_DATE = Chip(pgettext_lazy("library document", "Out of date"), Meaning.LATE, "alarm")


@pghistory.track(exclude=["search_text", "search_bigrams"])
class LibraryDocument(ScopedModel):
    """One document whatever its version, and with whom it is shared.

    Attributes:
        departments: where only some of the staff read it: they, and what lies below them.
        enterprises, alliances: where only some partners read it: these, and whoever is a member on the day.
        latest: the number of the version that readers get; 0 where there is none yet.
    """

    state = models.CharField(_("state"), max_length=10, choices=S, default=S.DRAFT, editable=False)
    title = models.CharField(pgettext_lazy("library document", "title"), max_length=160)
    description = models.TextField(
        pgettext_lazy("library document", "description"), max_length=4000, blank=True
    )
    kind = models.CharField(
        pgettext_lazy("library document", "kind"),
        max_length=10,
        choices=LibraryKind,
        default=LibraryKind.OTHER,
    )
    keywords = models.CharField(
        pgettext_lazy("library document", "keywords"),
        max_length=200,
        blank=True,
        help_text=_("Words by which it should be found, with blanks between them."),
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="library",
        db_index=False,
        verbose_name=_("kept by"),
    )
    valid_until = models.DateField(
        pgettext_lazy("library document", "valid until"),
        null=True,
        blank=True,
        help_text=_("The last day. Partners do not see it afterwards. Empty: until it is withdrawn."),
    )
    staff_reach = models.CharField(_("staff"), max_length=6, choices=R, default=R.ALL)
    departments = models.ManyToManyField(
        Department,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("shared with", "departments"),
        help_text=_("With everything below them."),
    )
    partner_reach = models.CharField(_("partners"), max_length=6, choices=R, default=R.NONE)
    enterprises = models.ManyToManyField(
        Enterprise,
        blank=True,
        related_name="library",
        verbose_name=pgettext_lazy("shared with", "enterprises"),
    )
    alliances = models.ManyToManyField(
        Alliance,
        blank=True,
        related_name="library",
        verbose_name=pgettext_lazy("shared with", "members of alliances"),
        help_text=_("As long as they are members."),
    )
    latest = models.PositiveSmallIntegerField(_("latest version"), default=0, editable=False)
    created_by = decider(_("entered by"))
    created_at = models.DateTimeField(_("entered at"), editable=False)
    shared_at = models.DateTimeField(
        pgettext_lazy("library document", "shared at"), null=True, blank=True, editable=False
    )
    reason = models.CharField(
        _("reason"), max_length=500, blank=True, editable=False, help_text=_("Why it was withdrawn.")
    )
    search_text = search_text_field("title", "keywords", "description")
    search_bigrams = search_bigrams_field("title", "keywords", "description")

    objects = LibraryQuerySet.as_manager()

    class Meta:
        verbose_name = _("document of the library")
        verbose_name_plural = _("documents of the library")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=S.DRAFT) | Q(latest__gt=0, shared_at__isnull=False),
                name="a_shared_document_has_a_version",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.SHARED) | ~Q(staff_reach=R.NONE, partner_reach=R.NONE),
                name="a_shared_document_is_for_somebody",
                violation_error_message=_("Say with whom it is shared, or withdraw it."),
            ),
            models.CheckConstraint(
                condition=~Q(state=S.WITHDRAWN) | ~Q(reason=""), name="a_withdrawn_document_says_why"
            ),
        ]
        indexes = [
            search_index("library_by_bigram"),
            models.Index(fields=["created_at", "id"], name="library_by_entry"),
            models.Index(fields=["valid_until", "id"], name="library_by_validity"),
            models.Index(fields=["department", "state"], name="library_by_department"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def chip(self) -> Chip:
        return LIBRARY_CHIPS[LibraryState(self.state)]

    @property
    def outdated(self) -> Chip:
        """What is shown beside one whose last day is over."""
        return OUT_OF_DATE

    def is_out_of_date(self, on: date) -> bool:
        return self.valid_until is not None and self.valid_until < on

    def get_absolute_url(self) -> str:
        return reverse("information:library_detail", args=[self.pk])


class LibraryVersion(Attachment):
    """One version: a file with its fingerprint, which never changes, and what is new in it."""

    department_id = None  # shown to whoever sees its document

    parent = models.ForeignKey(
        LibraryDocument,
        models.CASCADE,
        related_name="versions",
        db_index=False,
        verbose_name=_("document of the library"),
    )
    number = models.PositiveSmallIntegerField(
        pgettext_lazy("version of a document", "number"), validators=[MinValueValidator(1)]
    )
    changes = models.CharField(
        pgettext_lazy("version of a document", "what changed"), max_length=500, blank=True
    )

    class Meta(Attachment.Meta):
        verbose_name = _("version of a document of the library")
        verbose_name_plural = _("versions of documents of the library")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "number"], name="versions_of_a_document_are_numbered"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(changes=""),
                name="a_later_version_says_what_changed",
                violation_error_message=_("Say what changed."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="versions_of_the_library_never_change", operation=pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"


class LibraryDownload(models.Model):
    """That somebody fetched a version, and for which enterprise they were there."""

    version = models.ForeignKey(
        LibraryVersion, models.CASCADE, related_name="downloads", db_index=False, verbose_name=_("version")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        related_name="library_downloads",
        verbose_name=_("enterprise"),
    )
    at = models.DateTimeField(_("fetched at"))

    class Meta:
        verbose_name = _("download from the library")
        verbose_name_plural = _("downloads from the library")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["version", "at"], name="download_by_version")]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.user_id}"
