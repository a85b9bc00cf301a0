"""What is told about posts: to those who decide on them, and to the enterprise that offered them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.holders import Holders
from accounts.models import User
from core.notifications import Importance, Kind, Readers, cancel, notify
from internships.models import Post

if TYPE_CHECKING:
    from partnerships.portal.partner import Partner

# To whoever may approve it.
OFFERED = Kind(
    name="internships.post_offered",
    label=_("Posts that enterprises offer for approval"),
    icon="briefcase",
    can_wait=True,
)
# To the enterprise's liaisons.
APPROVED = Kind(
    name="internships.post_approved",
    label=_("Posts of ours that the centre approved"),
    icon="checks",
    readers=Readers.PARTNERS,
)
RETURNED = Kind(
    name="internships.post_returned",
    label=_("Posts of ours that the centre returned"),
    icon="arrow-back-up",
    importance=Importance.HIGH,
    readers=Readers.PARTNERS,
)
KINDS = (OFFERED, APPROVED, RETURNED)


def tell_deciders(post: Post, *, by: Partner, now: datetime) -> None:
    """An enterprise offers a post: whoever may approve posts there looks at it."""
    holders = Holders.on(timezone.localdate(now)).of("post.approve", post.department_id)
    for person in {holder.user.pk: holder.user for holder in holders}.values():
        _notify(
            post,
            OFFERED,
            person,
            now,
            {"enterprise": by.enterprise.name, "person": by.contact.name, "seats": post.seats},
        )


def stop_asking(post: Post) -> None:
    """It is not waiting for approval any more."""
    cancel(subject=post, kinds=[OFFERED.name])


def tell_enterprise(post: Post, kind: Kind, *, now: datetime, reason: str = "") -> None:
    """What became of an offer, to the liaisons who can open it at the portal."""
    liaisons = post.enterprise.contacts.liaisons_with_account().select_related("user")
    for contact in liaisons:
        if contact.user is not None:
            address = reverse("portal:post", args=[post.pk])
            _notify(post, kind, contact.user, now, {"reason": reason, "seats": post.seats, "url": address})


def _notify(post: Post, kind: Kind, person: User, now: datetime, data: dict[str, Any]) -> None:
    # The same post may be offered, returned and offered again.
    notify(
        key=f"{kind.name}:{post.pk}:{now.isoformat()}:u{person.pk}",
        kind=kind.name,
        recipient=person,
        subject=post,
        data=data,
        now=now,
    )
