"""What the centre and its partners tell of what they did together, once both sides have agreed to it."""

from __future__ import annotations

import hashlib
import json
from datetime import date

import pghistory
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from core.bilingual import in_words
from core.fields import decider
from core.look import Chip, Meaning
from core.models import Attachment, ScopedModel
from core.search import search_bigrams_field, search_index, search_text_field
from information.story_querysets import StoryQuerySet
from partnerships.models import Enterprise


class StoryKind(models.TextChoices):
    AWARD = "award", pgettext_lazy("story", "Award")
    LECTURE = "lecture", pgettext_lazy("story", "Lecture")
    PRODUCT = "product", pgettext_lazy("story", "Product")
    VISIT = "visit", pgettext_lazy("story", "Visit")
    CLASS = "class", pgettext_lazy("story", "Class or training")
    PROJECT = "project", pgettext_lazy("story", "Project")
    OTHER = "other", pgettext_lazy("story", "Other")


class StoryAudience(models.TextChoices):
    PORTAL = "portal", pgettext_lazy("story", "The centre and its partners")
    PUBLIC = "public", pgettext_lazy("story", "Anybody: it may stand on the public page")


class StoryState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("story", "Draft")
    ASKED = "asked", pgettext_lazy("story", "Asked for consent")
    PUBLISHED = "published", pgettext_lazy("story", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("story", "Withdrawn")


class ConsentState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("consent to a story", "Not answered")
    AGREED = "agreed", pgettext_lazy("consent to a story", "Agreed")
    CHANGES = "changes", pgettext_lazy("consent to a story", "Asks for changes")
    REFUSED = "refused", pgettext_lazy("consent to a story", "Refused")
    TAKEN_BACK = "taken_back", pgettext_lazy("consent to a story", "Taken back")


S, C = StoryState, ConsentState
STORY_CHIPS = {
    S.DRAFT: Chip(S.DRAFT.label, Meaning.INACTIVE, "pencil"),
    S.ASKED: Chip(S.ASKED.label, Meaning.WAITING, "send"),
    S.PUBLISHED: Chip(S.PUBLISHED.label, Meaning.GOOD, "speakerphone"),
    S.WITHDRAWN: Chip(S.WITHDRAWN.label, Meaning.STOPPED, "archive"),
}
CONSENT_CHIPS = {
    C.WAITING: Chip(C.WAITING.label, Meaning.WAITING, "clock"),
    C.AGREED: Chip(C.AGREED.label, Meaning.GOOD, "circle-check"),
    C.CHANGES: Chip(C.CHANGES.label, Meaning.SOON, "message-circle"),
    C.REFUSED: Chip(C.REFUSED.label, Meaning.STOPPED, "circle-x"),
    C.TAKEN_BACK: Chip(C.TAKEN_BACK.label, Meaning.STOPPED, "ban"),
}
WORDS = ("title_en", "title_zh", "text_en", "text_zh")


@pghistory.track(exclude=["search_text", "search_bigrams"])
class Story(ScopedModel):
    """An award, a lecture, a product, a visit, told with photos.

    Attributes:
        digest: of the words, the photos, the audience and the enterprises as they stand: what an enterprise
            agrees to.
        subject: the record it comes from. Its name and page are for those alone who see that record.
        stated_name: who stated that everybody recognisable in the photos agreed, the guardian where
            somebody is under 18 (Personal Information Protection Law, art. 13, 31; Civil Code, art. 1019).
    """

    state = models.CharField(_("state"), max_length=10, choices=S, default=S.DRAFT, editable=False)
    kind = models.CharField(pgettext_lazy("story", "kind"), max_length=10, choices=StoryKind)
    title_en = models.CharField(pgettext_lazy("story", "title in English"), max_length=160, blank=True)
    title_zh = models.CharField(pgettext_lazy("story", "title in Chinese"), max_length=160, blank=True)
    text_en = models.TextField(_("text in English"), max_length=8000, blank=True)
    text_zh = models.TextField(_("text in Chinese"), max_length=8000, blank=True)
    happened_on = models.DateField(pgettext_lazy("story", "day"))
    audience = models.CharField(
        pgettext_lazy("story", "for whom"),
        max_length=8,
        choices=StoryAudience,
        default=StoryAudience.PORTAL,
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="stories", db_index=False, verbose_name=_("department")
    )
    proposer = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="stories_proposed",
        verbose_name=_("proposed by"),
    )
    subject_type = models.ForeignKey(
        ContentType,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        db_index=False,
        verbose_name=_("kind of record"),
    )
    subject_id = models.BigIntegerField(_("record"), null=True, blank=True, editable=False)
    subject = GenericForeignKey("subject_type", "subject_id")
    digest = models.CharField(max_length=64, blank=True, editable=False)
    answer_by = models.DateField(_("answer asked for until"), null=True, blank=True, editable=False)
    created_by = decider(_("written by"))
    created_at = models.DateTimeField(_("written at"), editable=False)
    published_by = decider(_("published by"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    stated_name = models.CharField(
        _("states that who is recognisable agreed"), max_length=100, blank=True, editable=False
    )
    reason = models.CharField(
        _("reason"), max_length=500, blank=True, editable=False, help_text=_("Why it was withdrawn.")
    )
    search_text = search_text_field(*WORDS)
    search_bigrams = search_bigrams_field(*WORDS)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of the partnership", "story")
        verbose_name_plural = pgettext_lazy("of the partnership", "stories")
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(~Q(title_en="") & ~Q(text_en="")) | (~Q(title_zh="") & ~Q(text_zh="")),
                name="a_story_is_told_in_a_language",
                violation_error_message=_("Give a title and a text in at least one language."),
            ),
            models.CheckConstraint(
                condition=Q(title_en="", text_en="")
                | Q(title_zh="", text_zh="")
                | (~Q(title_en="") & ~Q(text_en="") & ~Q(title_zh="") & ~Q(text_zh="")),
                name="a_story_is_whole_in_each_language",
                violation_error_message=_("Give both the title and the text, in each language you use."),
            ),
            models.CheckConstraint(
                condition=Q(subject_type=None, subject_id=None)
                | Q(subject_type__isnull=False, subject_id__isnull=False),
                name="a_story_comes_from_one_record_or_none",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.PUBLISHED)
                | (Q(published_at__isnull=False) & ~Q(stated_name="") & ~Q(digest="")),
                name="a_published_story_says_who_vouches_for_its_photos",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.WITHDRAWN) | ~Q(reason=""), name="a_withdrawn_story_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state=S.ASKED) | Q(answer_by__isnull=False),
                name="a_story_is_asked_about_until_a_day",
            ),
        ]
        indexes = [
            search_index("story_by_bigram"),
            models.Index(fields=["happened_on", "id"], name="story_by_day"),
            models.Index(fields=["created_at", "id"], name="story_by_entry"),
            models.Index(fields=["department", "state"], name="story_by_department"),
            models.Index(fields=["state", "happened_on"], name="story_by_state"),
            models.Index(fields=["created_by"], name="story_by_author"),
            models.Index(fields=["subject_type", "subject_id"], name="story_by_subject"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_words(self.title_en, self.title_zh)

    @property
    def text(self) -> str:
        return in_words(self.text_en, self.text_zh)

    @property
    def chip(self) -> Chip:
        return STORY_CHIPS[StoryState(self.state)]

    def is_unanswered(self, on: date) -> bool:
        return self.state == S.ASKED and self.answer_by is not None and self.answer_by < on

    def get_absolute_url(self) -> str:
        return reverse("information:story_detail", args=[self.pk])


class StoryPartner(models.Model):
    """An enterprise that a story is about, and whether it agrees to it.

    Attributes:
        digest: of the story as it was agreed to.
    """

    story = models.ForeignKey(
        Story,
        models.CASCADE,
        related_name="partners",
        db_index=False,
        verbose_name=pgettext_lazy("of the partnership", "story"),
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="stories", verbose_name=_("enterprise")
    )
    state = models.CharField(_("state"), max_length=10, choices=C, default=C.WAITING, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True, editable=False)
    answered_by = decider(_("answered by"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("enterprise of a story")
        verbose_name_plural = _("enterprises of stories")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["story", "enterprise"], name="a_story_names_an_enterprise_once"),
            models.CheckConstraint(
                condition=Q(state=C.AGREED, answered_at__isnull=False) & ~Q(digest="")
                | ~Q(state=C.AGREED) & Q(digest=""),
                name="consent_says_what_was_agreed_to",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[C.CHANGES, C.REFUSED]) | ~Q(reason=""),
                name="a_story_is_refused_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.story_id}: {self.enterprise_id}"

    @property
    def chip(self) -> Chip:
        return CONSENT_CHIPS[ConsentState(self.state)]


class StoryPhoto(Attachment):
    """A photo of a story, drawn anew when it was added, so that it says no place."""

    department_id = None  # shown to whoever sees its story

    parent = models.ForeignKey(
        Story,
        models.CASCADE,
        related_name="photos",
        verbose_name=pgettext_lazy("of the partnership", "story"),
    )
    alt_en = models.CharField(
        _("what it shows, in English"),
        max_length=200,
        blank=True,
        help_text=_("Read aloud to whoever does not see it."),
    )
    alt_zh = models.CharField(_("what it shows, in Chinese"), max_length=200, blank=True)
    taken_by = models.CharField(
        _("taken by"), max_length=100, blank=True, help_text=_("Not shown on the public page.")
    )
    position = models.PositiveSmallIntegerField(_("place in the order"), default=0, editable=False)

    class Meta(Attachment.Meta):
        verbose_name = _("photo of a story")
        verbose_name_plural = _("photos of stories")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(alt_en="", alt_zh=""),
                name="a_photo_of_a_story_says_what_it_shows",
                violation_error_message=_("Say what the photo shows, in at least one language."),
            )
        ]

    @property
    def alt(self) -> str:
        return in_words(self.alt_en, self.alt_zh)


def digest_of(story: Story) -> str:
    """Of everything that an enterprise agrees to, beside whom it is named too. Two queries."""
    photos = story.photos.order_by("position", "pk").values_list("sha256", "alt_en", "alt_zh", "taken_by")
    said = [
        *(getattr(story, name) for name in WORDS),
        *(story.kind, story.happened_on.isoformat(), story.audience),
        [list(photo) for photo in photos],
        sorted(story.partners.filter(enterprise__merged_into=None).values_list("enterprise", flat=True)),
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
