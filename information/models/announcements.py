"""What the centre tells its staff, its partners and its students, and who of them has read it."""

from __future__ import annotations

from datetime import date

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from core.fields import decider
from core.look import Chip, Meaning
from core.models import Attachment, ScopedModel
from core.search import search_bigrams_field, search_index, search_text_field
from information.querysets import AnnouncementQuerySet
from internships.models import Plan
from partnerships.models import Enterprise


class Audience(models.TextChoices):
    STAFF = "staff", pgettext_lazy("readers of an announcement", "Staff")
    PARTNERS = "partners", pgettext_lazy("readers of an announcement", "People of partners")
    STUDENTS = "students", pgettext_lazy("readers of an announcement", "Students")


class AnnouncementState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("announcement", "Draft")
    PUBLISHED = "published", pgettext_lazy("announcement", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("announcement", "Withdrawn")


S = AnnouncementState
ANNOUNCEMENT_CHIPS = {
    S.DRAFT: Chip(S.DRAFT.label, Meaning.WAITING, "pencil"),
    S.PUBLISHED: Chip(S.PUBLISHED.label, Meaning.GOOD, "speakerphone"),
    S.WITHDRAWN: Chip(S.WITHDRAWN.label, Meaning.INACTIVE, "archive"),
}


IMPORTANT = Chip(pgettext_lazy("announcement", "Important"), Meaning.SOON, "alert-circle")


@pghistory.track(exclude=["search_text", "search_bigrams"])
class Announcement(ScopedModel):
    """A text for many: whom it is for is said by kind of person, and can be narrowed.

    Attributes:
        departments: nobody but who belongs to them or to what lies below; all where it is empty.
        enterprises: of partners only the people of these; all where it is empty.
        plans: of students only those in a class of these internship plans; all where it is empty.
    """

    state = models.CharField(_("state"), max_length=10, choices=S, default=S.DRAFT, editable=False)
    title = models.CharField(pgettext_lazy("announcement", "title"), max_length=160)
    text = models.TextField(pgettext_lazy("announcement", "text"), max_length=10_000)
    is_important = models.BooleanField(
        _("important"), default=False, help_text=_("It stands first and is marked until it was read.")
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="announcements",
        db_index=False,
        verbose_name=_("announced by"),
    )
    audience = ArrayField(models.CharField(max_length=10, choices=Audience), verbose_name=_("for whom"))
    departments = models.ManyToManyField(
        Department,
        blank=True,
        related_name="+",
        verbose_name=_("only in these departments"),
        help_text=_("With everything below them. Choose none to reach all."),
    )
    enterprises = models.ManyToManyField(
        Enterprise,
        blank=True,
        related_name="announcements",
        verbose_name=_("only these enterprises"),
        help_text=_("Of the partners. Choose none to reach all."),
    )
    plans = models.ManyToManyField(
        Plan,
        blank=True,
        related_name="announcements",
        verbose_name=_("only students of these internship plans"),
        help_text=_("Choose none to reach all."),
    )
    shown_until = models.DateField(
        _("shown until"), null=True, blank=True, help_text=_("The last day. Empty: until it is withdrawn.")
    )
    created_by = decider(_("written by"))
    created_at = models.DateTimeField(_("written at"), editable=False)
    published_by = decider(_("published by"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    reason = models.CharField(
        _("reason"), max_length=500, blank=True, editable=False, help_text=_("Why it was withdrawn.")
    )
    search_text = search_text_field("title", "text")
    search_bigrams = search_bigrams_field("title", "text")

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(audience__len__gt=0),
                name="an_announcement_is_for_somebody",
                violation_error_message=_("Say whom it is for."),
            ),
            models.CheckConstraint(
                condition=Q(state=S.DRAFT, published_at=None)
                | (~Q(state=S.DRAFT) & Q(published_at__isnull=False)),
                name="a_published_announcement_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.WITHDRAWN) | ~Q(reason=""), name="a_withdrawn_announcement_says_why"
            ),
        ]
        indexes = [
            search_index("announcement_by_bigram"),
            models.Index(fields=["created_at", "id"], name="announcement_by_entry"),
            models.Index(fields=["department", "state"], name="announcement_by_department"),
            models.Index(fields=["shown_until"], name="announcement_shown", condition=Q(state="published")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def chip(self) -> Chip:
        return ANNOUNCEMENT_CHIPS[AnnouncementState(self.state)]

    @property
    def importance(self) -> Chip:
        """What is shown beside one that is important."""
        return IMPORTANT

    @property
    def audience_label(self) -> str:
        return ", ".join(str(Audience(one).label) for one in self.audience)

    def is_shown(self, on: date) -> bool:
        return self.state == S.PUBLISHED and (self.shown_until is None or self.shown_until >= on)

    def get_absolute_url(self) -> str:
        return reverse("information:announcement_detail", args=[self.pk])


class AnnouncementReader(models.Model):
    """One whom it was for on a day on which it was shown, and when they first opened it."""

    announcement = models.ForeignKey(
        Announcement, models.CASCADE, related_name="readers", db_index=False, verbose_name=_("announcement")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    told_at = models.DateTimeField(_("told at"))
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    class Meta:
        verbose_name = _("reader of an announcement")
        verbose_name_plural = _("readers of announcements")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["announcement", "user"], name="somebody_is_told_once"),
            models.CheckConstraint(
                condition=Q(read_at=None) | Q(read_at__gte=F("told_at")), name="read_after_it_was_told"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.announcement_id}: {self.user_id}"


class AnnouncementFile(Attachment):
    """What is attached to an announcement, for whoever reads it."""

    department_id = None  # shown to whoever sees its announcement

    parent = models.ForeignKey(
        Announcement, models.CASCADE, related_name="files", verbose_name=_("announcement")
    )

    class Meta(Attachment.Meta):
        verbose_name = _("file of an announcement")
        verbose_name_plural = _("files of announcements")
