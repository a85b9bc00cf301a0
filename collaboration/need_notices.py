"""Who is told of needs: the department that can take one up, whoever looks after it, the liaisons."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.holders import Holders
from collaboration.models import Need
from collaboration.transitions.needs import EDIT
from core.notifications import Importance, Kind, NewNotification, Readers, notify_many

TOLD = Kind(
    name="collaboration.need_told",
    label=_("Needs of enterprises that wait to be taken up"),
    icon="send",
    can_wait=True,
)
TAKEN_UP = Kind(
    name="collaboration.need_taken_up",
    label=_("Needs that somebody looks after from now on"),
    icon="user-check",
    readers=Readers.STAFF | Readers.PARTNERS,
)
DECIDED = Kind(
    name="collaboration.need_decided",
    label=_("What becomes of the needs of our enterprise"),
    icon="message-circle",
    importance=Importance.HIGH,
    readers=Readers.PARTNERS,
)
CONFIRMED = Kind(
    name="collaboration.need_confirmed",
    label=_("What enterprises say to our answers to their needs"),
    icon="checks",
    importance=Importance.HIGH,
)
KINDS = (TOLD, TAKEN_UP, DECIDED, CONFIRMED)


def facts(need: Need) -> dict[str, Any]:
    """What every mail says of it."""
    enterprise, owner = need.enterprise, need.owner
    return {
        "title": need.title,
        "enterprise": {"zh": enterprise.name, "en": enterprise.name_en or enterprise.name},
        "state": need.state,
        "owner": {"zh": owner.name, "en": owner.name_latin or owner.name} if owner else "",
        "answer_by": need.answer_by,
        "words": need.reason or need.missing or need.answer,
    }


def _tell(need: Need, kind: Kind, people: set[int], url: str, now: datetime) -> None:
    notify_many(
        [
            NewNotification(
                key=f"{kind.name}:{need.pk}:{need.state}:{now.isoformat()}:u{one}",
                kind=kind.name,
                recipient_id=one,
                subject=need,
                data=facts(need) | {"url": url},
            )
            for one in sorted(people)
        ],
        now=now,
    )


def tell_centre(need: Need, *, now: datetime, by: int | None = None) -> None:
    """Whoever takes up needs for the department."""
    holders = Holders.on(timezone.localdate(now)).of(EDIT, need.department_id)
    people = {holder.user.pk for holder in holders} - {by}
    _tell(need, TOLD, {one for one in people if one is not None}, need.get_absolute_url(), now)


def tell_owner(need: Need, kind: Kind, *, now: datetime, by: int | None = None) -> None:
    if need.owner_id is not None and need.owner_id != by:
        _tell(need, kind, {need.owner_id}, need.get_absolute_url(), now)


def tell_enterprise(need: Need, kind: Kind, *, now: datetime) -> None:
    """The liaisons of the enterprise who have an account."""
    rows = need.enterprise.contacts.liaisons_with_account()
    people = set(rows.order_by().values_list("user", flat=True))
    _tell(need, kind, people, reverse("portal:enterprise_need", args=[need.pk]), now)
