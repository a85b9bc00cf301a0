"""What stories of the partnership tell of an enterprise (``core.story``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from core.story import Happening, StorySource
from information.models import Story
from information.story_walls import STORY_COLUMNS


def _told(rows: Any, until: date, limit: int, name: str) -> Iterator[Happening]:
    for one in rows.filter(happened_on__lte=until).order_by("-happened_on", "-pk")[:limit]:
        yield Happening(
            on=one.happened_on,
            title=one.title,
            text=str(one.get_kind_display()),
            url=reverse(name, args=[one.pk]),
        )


def told(actor: Any, enterprise: Any, until: date, limit: int) -> Iterable[Happening]:
    rows = Story.objects.visible_to(actor).about(enterprise.pk).published()
    return _told(rows.only(*STORY_COLUMNS), until, limit, "information:story_detail")


def told_to_partner(partner: Any, until: date, limit: int) -> Iterable[Happening]:
    about = Story.objects.about(partner.enterprise.pk).published_for(partner.enterprise.pk)
    return _told(about.only(*STORY_COLUMNS), until, limit, "portal:story")


STORIES = StorySource(
    name="stories",
    label=pgettext_lazy("of the partnership", "Stories"),
    icon="photo",
    told=told,
    told_to_partner=told_to_partner,
    order=75,
)
