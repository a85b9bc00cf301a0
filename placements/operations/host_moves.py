"""A student goes on at another enterprise: the placement so far is over, and another one begins.

What was signed, consented to and trained for speaks for one enterprise. So nothing of it goes along: the new
placement is offered, and starts when everything is there that the law asks for there.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor
from core.errors import Refused
from internships.models import Post
from partnerships.models import Contact
from placements.models import Arrangement, Placement
from placements.operations.placements import cancel_placement, end_placement_early
from placements.operations.readiness import recheck
from placements.transitions.placements import EDIT


class UnableToMove(Refused):
    """The student cannot go on there; the message says why."""


def move_to_host(
    *,
    actor: Actor,
    placement: Placement,
    post: Post,
    mentor: Contact | None,
    is_host_imposed: bool | None,
    reason: str,
    now: datetime,
) -> Placement:
    """End a placement today, or cancel it before its start, and offer the rest of its days at another host.

    The caller holds the locks of placement and post, and has looked at the post and its seats.

    Args:
        is_host_imposed: whether the student had no choice of the new host (INT-10).

    Raises:
        UnableToMove: nobody says whether the student had a choice, or no day is left.
        PermissionDenied, TransitionRefused: see the moves of placements.
    """
    today = timezone.localdate(now)
    first = max(placement.starts_on, today)
    if is_host_imposed is None:
        raise UnableToMove(_("Say whether the student could have chosen another host (INT-10)."))
    if placement.ends_on <= first:
        raise UnableToMove(_("No day is left that the student could work at another enterprise."))
    if placement.is_under_way:
        end_placement_early(actor=actor, pk=placement.pk, reason=reason, now=now, ended_on=today)
    else:
        cancel_placement(actor=actor, pk=placement.pk, reason=reason, now=now)
    successor = Placement(
        plan_id=placement.plan_id,
        student_id=placement.student_id,
        post=post,
        enterprise_id=post.enterprise_id,
        department_id=placement.department_id,
        arrangement=Arrangement.ASSIGNED,
        starts_on=first,
        ends_on=placement.ends_on,
        instructor_id=placement.instructor_id,
        mentor=mentor,
        is_host_imposed=is_host_imposed,
        created_by_id=actor.pk,
        created_at=now,
        updated_at=now,
    )
    successor.full_clean()
    successor.save(force_insert=True)
    audit.record(
        actor=actor,
        subject=successor,
        verb="placement.place",
        now=now,
        reason=reason,
        details={"post": post.pk, "arrangement": str(Arrangement.ASSIGNED), "before": placement.pk},
        capability=EDIT,
    )
    recheck([successor.pk], now=now)
    return successor
