"""Conversations beside records. The caller has authorised the actor on the record."""

from __future__ import annotations

from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _

from core.access import Actor
from core.errors import Refused
from core.models.comments import Comment

LONGEST_TEXT = 5000


class UnableToComment(Refused):
    """Nothing to say, or not theirs to change."""


def add_comment[C: Comment](
    *, actor: Actor, model: type[C], parent: models.Model, text: str, now: datetime, is_internal: bool = True
) -> C:
    """Raises UnableToComment for an empty or overlong text."""
    return model._default_manager.create(
        author_id=actor.pk,
        text=_checked(text),
        created_at=now,
        is_internal=is_internal,
        parent=parent,
    )


def edit_comment[C: Comment](*, actor: Actor, model: type[C], pk: int, text: str, now: datetime) -> C:
    """Raises UnableToComment where it is somebody else's, or deleted."""
    with transaction.atomic():
        comment = _own(actor, model, pk)
        comment.text, comment.edited_at = _checked(text), now
        comment.save(update_fields=["text", "edited_at"])
    return comment


def delete_comment[C: Comment](*, actor: Actor, model: type[C], pk: int, now: datetime) -> C:
    """Take the text away and leave the place. Raises UnableToComment as :func:`edit_comment`."""
    with transaction.atomic():
        comment = _own(actor, model, pk)
        comment.text, comment.deleted_at = "", now
        comment.save(update_fields=["text", "deleted_at"])
    return comment


def _own[C: Comment](actor: Actor, model: type[C], pk: int) -> C:
    comment = model._default_manager.select_for_update(of=("self",)).filter(pk=pk, deleted_at=None).first()
    if comment is None:
        raise UnableToComment(_("This comment is not there any more."))
    if comment.author_id != actor.pk:
        raise UnableToComment(_("Only whoever wrote a comment may change it."))
    return comment


def _checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise UnableToComment(_("Please write something."))
    if len(text) > LONGEST_TEXT:
        raise UnableToComment(_("A comment has at most %(count)d characters.") % {"count": LONGEST_TEXT})
    return text
