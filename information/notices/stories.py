"""Who is told of a story: the liaisons who are asked, and whoever tells stories of the department."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.holders import Holders
from core.notifications import Importance, Kind, NewNotification, Readers, notify_many
from information.models import Naming, Story, StoryPartner
from information.story_querysets import EDIT, PUBLISH
from partnerships.models import Enterprise

ASKED = Kind(
    name="information.story_asked",
    label=_("Stories that ask for my enterprise’s consent"),
    icon="photo",
    importance=Importance.HIGH,
    readers=Readers.PARTNERS,
)
ANSWERED = Kind(
    name="information.story_answered",
    label=_("Answers of enterprises to stories"),
    icon="message-circle",
    can_wait=True,
)
PROPOSED = Kind(
    name="information.story_proposed",
    label=_("Stories that enterprises propose"),
    icon="pencil",
    can_wait=True,
)
DECIDED = Kind(
    name="information.story_decided",
    label=_("Stories about my enterprise that were published or withdrawn"),
    icon="speakerphone",
    can_wait=True,
    readers=Readers.PARTNERS,
)
NAMED = Kind(
    name="information.naming_said",
    label=_("What enterprises say of being named in public"),
    icon="world",
    can_wait=True,
)
NAMED_FOR = Kind(
    name="information.naming_entered",
    label=_("What the school enters about naming my enterprise in public"),
    icon="world",
    importance=Importance.HIGH,
    readers=Readers.PARTNERS,
)
KINDS = (ASKED, ANSWERED, PROPOSED, DECIDED, NAMED, NAMED_FOR)


def _data(story: Story, **more: Any) -> dict[str, Any]:
    return {
        "title": {"zh": story.title_zh or story.title_en, "en": story.title_en or story.title_zh},
        **more,
    }


def _name(enterprise: Enterprise) -> dict[str, str]:
    return {"zh": enterprise.name, "en": enterprise.name_en or enterprise.name}


def _tell(kind: Kind, story: Story, people: Iterable[int], data: dict[str, Any], now: datetime) -> int:
    return notify_many(
        [
            NewNotification(
                key=f"{kind.name}:{story.pk}:{data.get('state', '')}:{now.isoformat()}:u{one}",
                kind=kind.name,
                recipient_id=one,
                subject=story,
                data=data,
            )
            for one in sorted(set(people))
        ],
        now=now,
    )


def _liaisons(enterprise: Enterprise) -> set[int]:
    rows = enterprise.contacts.liaisons_with_account().order_by()
    return {key for key in rows.values_list("user", flat=True) if key is not None}


def _staff(of: Story | Enterprise, now: datetime, *capabilities: str) -> set[int]:
    holders = Holders.on(timezone.localdate(now))
    return {one.user.pk for capability in capabilities for one in holders.of(capability, of.department_id)}


def tell_asked(story: Story, enterprise: Enterprise, *, now: datetime) -> None:
    url = reverse("portal:story", args=[story.pk])
    _tell(ASKED, story, _liaisons(enterprise), _data(story, url=url, answer_by=story.answer_by), now)


def tell_published(story: Story, enterprise: Enterprise, *, now: datetime) -> None:
    url = reverse("portal:story", args=[story.pk])
    _tell(DECIDED, story, _liaisons(enterprise), _data(story, url=url, state=story.state), now)


def tell_withdrawn(story: Story, enterprise: Enterprise, *, now: datetime) -> None:
    data = _data(story, url="", state=story.state, reason=story.reason)
    _tell(DECIDED, story, _liaisons(enterprise), data, now)


def tell_proposed(story: Story, enterprise: Enterprise, *, now: datetime) -> None:
    data = _data(story, url=story.get_absolute_url(), enterprise=_name(enterprise))
    _tell(PROPOSED, story, _staff(story, now, EDIT), data, now)


def tell_answer(story: Story, enterprise: Enterprise, consent: StoryPartner, *, now: datetime) -> None:
    data = _data(
        story,
        url=story.get_absolute_url(),
        enterprise=_name(enterprise),
        state=consent.state,
        reason=consent.reason,
    )
    people = _staff(story, now, EDIT, PUBLISH)
    _tell(ANSWERED, story, people, data, now)


def tell_naming(naming: Naming, enterprise: Enterprise, *, now: datetime) -> None:
    """The centre learns what the enterprise said itself, its liaisons what the centre entered."""
    if naming.by_enterprise:
        kind, people, url = NAMED, _staff(enterprise, now, PUBLISH), naming.get_absolute_url()
    else:
        kind, people, url = NAMED_FOR, _liaisons(enterprise), reverse("portal:naming")
    data = {
        "enterprise": _name(enterprise),
        "state": naming.state,
        "with_posts": naming.with_posts,
        "reason": naming.evidence,
        "url": url,
    }
    notify_many(
        [
            NewNotification(
                key=f"{kind.name}:{naming.pk}:{now.isoformat()}:u{one}",
                kind=kind.name,
                recipient_id=one,
                subject=enterprise,
                data=data,
            )
            for one in sorted(people)
        ],
        now=now,
    )
