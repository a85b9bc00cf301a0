"""What an enterprise does with its posts. Rows are fetched behind the wall, and written outside it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.walls import outside
from internships.models import Post
from internships.operations.posts import OFFERED_FIELDS, as_offered, build_post, rewrite_post
from internships.portal.reading import offers, own_post
from internships.post_notices import stop_asking, tell_deciders
from internships.transitions.posts import POST_MOVES
from partnerships.portal.partner import Partner


def require_liaison(partner: Partner) -> None:
    """Raises PermissionDenied."""
    if not offers(partner):
        raise PermissionDenied(_("A liaison of your enterprise offers posts."))


def enter_own_post(*, partner: Partner, now: datetime, **fields: Any) -> Post:
    """Enter a post of one's own enterprise, as a draft.

    Raises PermissionDenied, ValidationError.
    """
    require_liaison(partner)
    fields = _fetched(fields)
    with outside(), transaction.atomic():
        post = build_post(enterprise=partner.enterprise, created_by_id=partner.pk, now=now, **fields)
        audit.record(actor=partner, subject=post, verb="post.enter", now=now)
    return post


def change_own_post(*, partner: Partner, pk: int, now: datetime, **fields: Any) -> Post:
    """Change a draft, or what was returned.

    Raises NotVisible, PermissionDenied, NotEditable, ValidationError.
    """
    own_post(partner, pk)
    require_liaison(partner)
    fields = _fetched(fields)
    with outside(), transaction.atomic():
        post = Post.objects.select_for_update(of=("self",)).select_related("enterprise").get(pk=pk)
        rewrite_post(post, now=now, **fields)
        audit.record(actor=partner, subject=post, verb="post.edit", now=now)
    return post


def copy_own_post(*, partner: Partner, pk: int, now: datetime) -> Post:
    """A new draft with the contents of an earlier post, for no plan yet.

    Raises NotVisible, PermissionDenied, ValidationError.
    """
    source = own_post(partner, pk)
    return enter_own_post(
        partner=partner,
        now=now,
        agreement=source.agreement,
        plan=None,
        majors=source.majors.all(),
        plan_tasks=[],
        **{name: getattr(source, name) for name in OFFERED_FIELDS},
    )


def offer_own_post(*, partner: Partner, pk: int, now: datetime) -> Post:
    """Let the centre decide on it; whoever may approve posts there is told.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    own_post(partner, pk)
    require_liaison(partner)
    with outside(), transaction.atomic():
        post = POST_MOVES.move(
            actor=partner, pk=pk, name="offer_by_enterprise", now=now, changes=as_offered(now)
        )
        tell_deciders(post, by=partner, now=now)
    return post


def withdraw_own_post(*, partner: Partner, pk: int, now: datetime) -> Post:
    """Give an offer up before it is approved. Raises NotVisible, PermissionDenied, TransitionRefused."""
    own_post(partner, pk)
    require_liaison(partner)
    with outside(), transaction.atomic():
        post = POST_MOVES.move(
            actor=partner, pk=pk, name="withdraw_by_enterprise", now=now, changes={"updated_at": now}
        )
        stop_asking(post)
    return post


def _fetched(fields: dict[str, Any]) -> dict[str, Any]:
    """Rows that are still to be asked for, asked for behind the wall: outside, it would not hold."""
    return {
        name: list(value) if name in {"majors", "plan_tasks"} else value for name, value in fields.items()
    }
