"""The records a story may come from, fetched through what the reader sees."""

from __future__ import annotations

from typing import Any

from django.db import models

from agreements.models import Agreement
from alliances.models import Alliance
from collaboration.models import Exchange
from core.access import Actor, NotVisible
from information.models import Story
from projects.models import Project

SUBJECTS: tuple[type[models.Model], ...] = (Exchange, Project, Alliance, Agreement)


def story_subject(actor: Actor, code: str) -> Any:
    """The record that an address names (``collaboration.exchange:12``). Raises NotVisible."""
    label, _colon, key = code.partition(":")
    model: Any = next((one for one in SUBJECTS if one._meta.label_lower == label), None)
    if model is None or not (key.isascii() and key.isdigit()) or len(key) > 18:
        raise NotVisible(code)
    found = model._default_manager.visible_to(actor).filter(pk=key).first()
    if found is None:
        raise NotVisible(code)
    return found


def subject_seen_by(actor: Actor, story: Story) -> Any:
    """The record the story comes from, or None where the reader does not see it. At most one query."""
    if story.subject_type_id is None:
        return None
    model: Any = story.subject_type.model_class() if story.subject_type else None
    if model not in SUBJECTS:
        return None
    return model._default_manager.visible_to(actor).filter(pk=story.subject_id).first()
