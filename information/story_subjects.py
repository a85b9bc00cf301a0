"""The records a story may come from, fetched through what the reader sees, and what they say already."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from agreements.models import Agreement, Party
from alliances.models import Alliance, Member
from collaboration.models import Exchange, ExchangeKind, ExchangeState
from core.access import Actor, NotVisible
from information.models import Story, StoryKind
from information.story_querysets import EDIT
from information.subjects import code_of
from projects.models import Project, ProjectState
from resources.models import Contribution, ContributionState, Resource

SUBJECTS: tuple[type[models.Model], ...] = (Exchange, Project, Alliance, Agreement, Resource, Contribution)
K, S = ExchangeKind, StoryKind
KINDS = {
    K.LECTURE: S.LECTURE,
    K.TRAINING: S.CLASS,
    K.EMPLOYEE_TRAINING: S.CLASS,
    K.STUDENT_VISIT: S.VISIT,
    K.TEACHER_VISIT: S.VISIT,
}
# Of what has come to something: of the rest there is nothing to tell yet.
TELLABLE: dict[type[models.Model], frozenset[str]] = {
    Exchange: frozenset({ExchangeState.HELD, ExchangeState.CLOSED}),
    Project: frozenset({ProjectState.RUNNING, ProjectState.IN_ACCEPTANCE, ProjectState.CLOSED}),
    Contribution: frozenset({ContributionState.CONFIRMED}),
}


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


def new_story_url(record: Any = None) -> str:
    address = reverse("information:story_new")
    return f"{address}?{urlencode({'about': code_of(record)})}" if record is not None else address


def telling_url(user: Any, record: Any) -> str:
    """Where a story of a record is told, or nothing where there is none to tell, or not by this person."""
    if not user.can(EDIT):
        return ""
    states = TELLABLE.get(type(record))
    if states is not None and record.state not in states:
        return ""
    if isinstance(record, Resource) and record.enterprise_id is None:
        return ""
    return new_story_url(record)


def told_already(record: Any) -> dict[str, Any]:
    """What the form of a story of a record begins with. A query at most."""
    today = timezone.localdate()
    found: dict[str, Any] = {"happened_on": today, "title_zh": str(record)[:160]}
    match record:
        case Exchange():
            day = timezone.localdate(record.starts_at)
            found |= {
                "kind": KINDS.get(K(record.kind), S.OTHER),
                "text_zh": record.outcome or record.about,
                "happened_on": day,
            }
        case Project():
            found |= {"kind": S.PROJECT, "happened_on": min(record.accepted_on or record.ends_on, today)}
        case Resource() | Contribution():
            found |= {"kind": S.PRODUCT}
    return found | {"enterprises": [str(key) for key in _enterprises(record)]}


def _enterprises(record: Any) -> list[int]:
    """Whom the record is with."""
    rows: Any
    if isinstance(record, Agreement):
        rows = record.parties.filter(role=Party.Role.ENTERPRISE)
    elif isinstance(record, Alliance):
        rows = Member.objects.filter(alliance=record, ends_on=None).order_by("pk")
    else:
        return [record.enterprise_id] if record.enterprise_id else []
    return [key for key in rows.values_list("enterprise", flat=True) if key]
