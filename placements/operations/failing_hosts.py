"""A host where students cannot stay: all of them moved to other posts or recalled, in one act."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible
from core.errors import Refused, refusal_in_words
from internships.models import Post
from partnerships.models import Enterprise
from placements.models import ChangeKind, Placement
from placements.operations.changes import change_now
from placements.querysets import PlacementQuerySet
from placements.transitions.changes import EDIT


class UnableToLeave(Refused):
    """Nothing was done; the message says why."""


@dataclass(frozen=True, slots=True)
class Left:
    """What became of one student of a host.

    Attributes:
        post: where they go on; nothing where they were recalled.
        successor: the placement that begins there when nothing stands in the way.
        refusal: why nothing was done for them.
    """

    placement: Placement
    post: Post | None = None
    refusal: str = ""
    successor: Placement | None = None


def students_of_host(actor: Actor, enterprise_id: int) -> PlacementQuerySet:
    """The placements at a host that the actor may change, by ascending key."""
    rows = Placement.objects.permitting(actor, EDIT).live().filter(enterprise=enterprise_id)
    return rows.order_by("pk")


def other_posts(actor: Actor, enterprise_id: int) -> list[Post]:
    """Approved posts of the same plans at other hosts. One query; seats are counted when one is taken."""
    plans = students_of_host(actor, enterprise_id).order_by().values("plan")
    rows = Post.objects.approved().filter(plan__in=plans).exclude(enterprise=enterprise_id)
    return list(rows.select_related("enterprise").order_by("enterprise__pinyin_key", "pk"))


@transaction.atomic
def leave_host(
    *,
    actor: Actor,
    enterprise_id: int,
    moves: Mapping[int, int | None],
    expected: Collection[int],
    reason: str,
    now: datetime,
    is_host_imposed: bool | None = None,
) -> list[Left]:
    """Move students to other posts, or recall them, and say of each what became of it.

    Nothing that was signed here speaks for another host: each of those moved has a new placement, which
    starts when nothing stands in the way. A student who cannot be moved (the last seat is gone, nobody has
    vetted the host) stays where they are and is reported; the others go.

    Args:
        moves: the post of each placement's student, or ``None`` to recall them.
        expected: the keys that were shown and agreed to; others by now are refused.
        reason: read by students and instructors.
        is_host_imposed: whether those who are moved had no choice (INT-10).

    Raises:
        NotVisible: a placement is not at this host, or not the actor's to change.
        UnableToLeave: nobody was chosen, the list has changed, or there is no reason.
    """
    if not reason.strip():
        raise UnableToLeave(_("Please give a reason: the others will read it."))
    if not moves:
        raise UnableToLeave(_("Choose what becomes of somebody first."))
    if set(moves) != set(expected):
        raise UnableToLeave(_("The list has changed: please look at the number again."))
    rows = students_of_host(actor, enterprise_id).filter(pk__in=moves).with_names()
    placements = list(rows.select_for_update(of=("self",)))
    if len(placements) != len(moves):
        raise NotVisible("placements.Placement")
    wanted = {post for post in moves.values() if post is not None}
    posts: dict[int | None, Post] = {post.pk: post for post in Post.objects.filter(pk__in=wanted)}
    if len(posts) != len(wanted):
        raise NotVisible("internships.Post")
    done = [
        _leave(actor, one, posts.get(moves[one.pk]), reason, now, is_host_imposed=is_host_imposed)
        for one in placements
    ]
    audit.record(
        actor=actor,
        subject=Enterprise.objects.get(pk=enterprise_id),
        verb="enterprise.students_left",
        now=now,
        reason=reason.strip(),
        details={
            "moved": sum(one.post is not None and not one.refusal for one in done),
            "recalled": sum(one.post is None and not one.refusal for one in done),
            "refused": sum(bool(one.refusal) for one in done),
        },
        capability=EDIT,
    )
    return done


def _leave(
    actor: Actor,
    placement: Placement,
    post: Post | None,
    reason: str,
    now: datetime,
    *,
    is_host_imposed: bool | None,
) -> Left:
    try:
        with transaction.atomic():
            change = change_now(
                actor=actor,
                placement_id=placement.pk,
                kind=ChangeKind.EARLY_END if post is None else ChangeKind.POST,
                reason=reason,
                to={} if post is None else {"post": post, "is_host_imposed": is_host_imposed},
                now=now,
            )
    except (Refused, PermissionDenied, ValidationError) as refusal:
        return Left(placement, post, refusal_in_words(refusal))
    return Left(placement, post, successor=change.new_placement)
