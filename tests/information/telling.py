"""Stories of the test world, as rows, and who is told and agrees."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from accounts.models import Centre
from core.models import Notification
from information.models import ConsentState, Naming, NamingState, Story, StoryPartner, StoryState
from information.models.stories import digest_of
from information.operations import own_stories
from information.operations import stories as operations
from partnerships.models import Enterprise
from partnerships.portal.partner import partner_of
from tests.world import World

NOW = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
TODAY = timezone.localdate(NOW)


def a_story(world: World, *enterprises: Enterprise, **fields: Any) -> Story:
    """A draft about the partner, unless something else is said."""
    said: dict[str, Any] = {
        "kind": "award",
        "title_zh": "学生在技能大赛中获奖",
        "text_zh": "校企共同指导的队伍获得一等奖。",
        "happened_on": TODAY - timedelta(days=10),
        "department": world.mechanics,
        "created_at": NOW - timedelta(days=3),
    } | fields
    story = Story.objects.create(**said)
    for one in enterprises or (world.partner,):
        StoryPartner.objects.create(story=story, enterprise=one)
    operations.refresh(story)
    return story


def asked(world: World, *enterprises: Enterprise, **fields: Any) -> Story:
    return a_story(
        world, *enterprises, state=StoryState.ASKED, answer_by=TODAY + timedelta(days=14), **fields
    )


def published(world: World, *enterprises: Enterprise, **fields: Any) -> Story:
    """Agreed to by both sides."""
    said: dict[str, Any] = {"answer_by": TODAY, "published_at": NOW, "stated_name": "陈专员"}
    story = a_story(world, *enterprises, **said, **fields)
    story.partners.update(state=ConsentState.AGREED, digest=digest_of(story), answered_at=NOW)
    Story.objects.filter(pk=story.pk).update(state=StoryState.PUBLISHED)
    story.refresh_from_db()
    return story


def named(enterprise: Enterprise, **fields: Any) -> Naming:
    said: dict[str, Any] = {"state": NamingState.NAMED, "by_enterprise": True, "said_at": NOW} | fields
    return Naming.objects.create(enterprise=enterprise, **said)


def a_picture(name: str = "photo.jpg") -> ContentFile:
    """With a position in it, as phones write."""
    drawn = io.BytesIO()
    taken = Image.new("RGB", (60, 40), "#3366aa")
    exif = Image.Exif()
    exif[0x010F] = "A phone"
    taken.save(drawn, "JPEG", exif=exif)
    return ContentFile(drawn.getvalue(), name=name)


def switch_on() -> None:
    Centre.objects.update(has_public_page=True)


def us(world):
    return partner_of(world.liaison.user, None)


def them(world):
    return partner_of(world.stranger_liaison.user, None)


def told(kind: str) -> set[int]:
    return set(Notification.objects.filter(kind=kind).values_list("recipient_id", flat=True))


def agree(partner, story):
    story.refresh_from_db()
    return own_stories.agree(partner=partner, pk=story.pk, digest=story.digest, now=NOW)
