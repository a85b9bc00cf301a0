"""The way of a story, of the consent of an enterprise to it, and of its being named in public."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from core.transitions import Transition, TransitionTable
from information.models import ConsentState, Naming, NamingState, Story, StoryPartner, StoryState
from information.story_querysets import EDIT, PUBLISH, READ

__all__ = ["CONSENT_MOVES", "EDIT", "NAMING_MOVES", "PUBLISH", "READ", "STORY_MOVES"]

S, C, N = StoryState, ConsentState, NamingState


def _is_about_somebody(story: Story, now: datetime) -> str | None:
    """A story of the partnership has a partner. One query."""
    if story.partners.filter(enterprise__merged_into=None).exists():
        return None
    return _("Say first which enterprise it is about.")


def _everybody_agreed(story: Story, now: datetime) -> str | None:
    """Each enterprise has agreed to the words and photos as they stand. One query."""
    if not Story.objects.filter(pk=story.pk).consented().exists():
        return _("Not every enterprise has agreed to it as it stands now.")
    return None


STORY_MOVES = TransitionTable(
    "story",
    Story,
    StoryState,
    {
        "ask": Transition(
            label=pgettext_lazy("story", "Ask for consent"),
            sources=frozenset({S.DRAFT}),
            target=S.ASKED,
            capability=EDIT,
            guards=(_is_about_somebody,),
        ),
        "publish": Transition(
            label=pgettext_lazy("story", "Publish"),
            sources=frozenset({S.ASKED}),
            target=S.PUBLISHED,
            capability=PUBLISH,
            guards=(_is_about_somebody, _everybody_agreed),
        ),
        # After a change everybody is asked anew.
        "reopen": Transition(
            label=pgettext_lazy("story", "Change it"),
            sources=frozenset({S.ASKED, S.PUBLISHED}),
            target=S.DRAFT,
            capability=EDIT,
        ),
        # An enterprise has taken its consent back; it decides that itself.
        "lose_consent": Transition(
            label=pgettext_lazy("story", "Hide, for want of a consent"),
            sources=frozenset({S.PUBLISHED}),
            target=S.ASKED,
            capability=None,
        ),
        "withdraw": Transition(
            label=pgettext_lazy("story", "Withdraw"),
            sources=frozenset({S.DRAFT, S.ASKED, S.PUBLISHED}),
            target=S.WITHDRAWN,
            capability=EDIT,
            needs_reason=True,
            is_final=True,
        ),
    },
)

# An enterprise answers for itself: who may is asked before.
CONSENT_MOVES = TransitionTable(
    "story_consent",
    StoryPartner,
    ConsentState,
    {
        "agree": Transition(
            label=pgettext_lazy("consent to a story", "Agree"),
            sources=frozenset({C.WAITING, C.CHANGES, C.REFUSED, C.TAKEN_BACK}),
            target=C.AGREED,
            capability=None,
        ),
        "ask_changes": Transition(
            label=pgettext_lazy("consent to a story", "Ask for changes"),
            sources=frozenset({C.WAITING}),
            target=C.CHANGES,
            capability=None,
            needs_reason=True,
        ),
        "refuse": Transition(
            label=pgettext_lazy("consent to a story", "Refuse"),
            sources=frozenset({C.WAITING, C.CHANGES}),
            target=C.REFUSED,
            capability=None,
            needs_reason=True,
        ),
        "take_back": Transition(
            label=pgettext_lazy("consent to a story", "Take the consent back"),
            sources=frozenset({C.AGREED}),
            target=C.TAKEN_BACK,
            capability=None,
        ),
        "ask_anew": Transition(
            label=pgettext_lazy("consent to a story", "Ask anew"),
            sources=frozenset({C.AGREED, C.CHANGES, C.REFUSED, C.TAKEN_BACK}),
            target=C.WAITING,
            capability=None,
        ),
    },
)

NAMING_MOVES = TransitionTable(
    "naming",
    Naming,
    NamingState,
    {
        "agree": Transition(
            label=pgettext_lazy("in public", "May be named"),
            sources=frozenset({N.ENDED, N.NAMED}),
            target=N.NAMED,
            capability=None,
        ),
        "end": Transition(
            label=pgettext_lazy("in public", "Not to be named any more"),
            sources=frozenset({N.NAMED, N.ENDED}),
            target=N.ENDED,
            capability=None,
        ),
    },
)
