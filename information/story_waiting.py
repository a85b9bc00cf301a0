"""Stories that wait for somebody of the centre: to be published, looked after, or taken up.

For the first page and the page of what waits for somebody.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import pgettext_lazy

from core.duties import Duty, Rows
from core.look import Chip, Meaning
from information.models import ConsentState, Story, StoryPartner, StoryState
from information.story_querysets import EDIT, PUBLISH, StoryQuerySet

PROPOSED = Chip(pgettext_lazy("story", "Proposed"), Meaning.WAITING, "pencil")
READY = Chip(pgettext_lazy("story", "Everybody agreed: publish it"), Meaning.GOOD, "circle-check")
OBJECTED = Chip(pgettext_lazy("story", "An enterprise does not agree"), Meaning.SOON, "message-circle")
SILENT = Chip(pgettext_lazy("story", "No answer by its day"), Meaning.LATE, "clock")
OBJECTIONS = (ConsentState.CHANGES, ConsentState.REFUSED, ConsentState.TAKEN_BACK)
NOT_LISTED = ("text_en", "text_zh", "search_text", "search_bigrams")


def waiting_for(user: Any, on: date) -> StoryQuerySet:
    """Those that this person can bring on, the nearest day first. One query; none without a power."""
    if not (user.can(EDIT) or user.can(PUBLISH)):
        return Story.objects.none()
    stories: StoryQuerySet = Story.objects.all()
    rows = stories.annotate(
        is_lacking=Exists(stories.lacking_consent()),
        is_objected=Exists(
            StoryPartner.objects.filter(
                story=OuterRef("pk"), state__in=OBJECTIONS, enterprise__merged_into=None
            ).order_by()
        ),
    )
    written = Q(pk__in=Story.objects.permitting(user, EDIT).order_by().values("pk"))
    published = Q(pk__in=Story.objects.permitting(user, PUBLISH).order_by().values("pk"))
    asked = Q(state=StoryState.ASKED)
    proposed = Q(pk__in=Story.objects.waiting_for_centre().order_by().values("pk"))
    stuck = asked & (Q(is_objected=True) | Q(is_lacking=True, answer_by__lt=on))
    ready = asked & Q(is_lacking=False)
    found: StoryQuerySet = rows.filter((written & (proposed | stuck)) | (published & ready))
    return found.select_related("proposer").defer(*NOT_LISTED).order_by("answer_by", "pk")


def chip_of(story: Any) -> Chip:
    """Why it waits."""
    if story.state == StoryState.DRAFT:
        return PROPOSED
    if story.is_objected:
        return OBJECTED
    return SILENT if story.is_lacking else READY


def text_of(story: Story) -> str:
    return str(story.proposer or story.get_kind_display())


def duties(user: Any, on: date) -> Rows:
    """One query at most."""
    return Rows(
        waiting_for(user, on),
        lambda one: Duty(
            title=one.title,
            url=one.get_absolute_url(),
            text=text_of(one),
            due_on=one.answer_by,
            chip=chip_of(one),
        ),
    )
