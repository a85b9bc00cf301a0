"""What kinds of records go through approval; their apps say so in ``AppConfig.ready``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

if TYPE_CHECKING:
    from accounts.models import User
    from signing.models import Approval

type Snapshot = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Subject:
    """How approvals deal with one kind of record.

    Attributes:
        snapshot: the record as an approver sees it, as plain data that JSON can hold.
        lock: locks the record by its key and answers it; where another row is always locked before
            the record, that one first.
        approved, returned: called inside the transaction of the last, or the returning, decision,
            with the locked record.
        review: what ``review_template`` shows of the record to somebody who decides, given the
            snapshot of their last look, or ``None``, and today's.
        related: what the record needs to say its name.
    """

    snapshot: Callable[[Any], Snapshot]
    lock: Callable[[int], Any]
    approved: Callable[[Any, User, datetime], None]
    returned: Callable[[Any, User, datetime, str], None]
    review: Callable[[Any, Snapshot | None, Snapshot], dict[str, Any]] | None = None
    review_template: str = ""
    related: tuple[str, ...] = ()


_subjects: dict[type[models.Model], Subject] = {}


def register_subject(model: type[models.Model], subject: Subject) -> None:
    _subjects[model] = subject


def has_approvals(model: type[models.Model]) -> bool:
    """Whether records of a kind go through approval."""
    return model in _subjects


def models_with_approvals() -> list[type[models.Model]]:
    return list(_subjects)


def subject_of(record: models.Model) -> Subject:
    return _subjects[type(record)]


def subjects_with_names() -> list[models.QuerySet]:
    """The rows of each kind, with what they need to say their name."""
    return [
        rows.select_related(*subject.related) if subject.related else rows
        for model, subject in _subjects.items()
        for rows in [model._base_manager.all()]
    ]


def snapshot_of(record: models.Model) -> Snapshot:
    """What an approver sees, in the form in which it is stored."""
    return json.loads(json.dumps(subject_of(record).snapshot(record), cls=DjangoJSONEncoder))


def fingerprint(snapshot: Snapshot) -> str:
    """A short name for exactly these contents."""
    canonical = json.dumps(snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def model_of(approval: Approval) -> type[models.Model]:
    kind = ContentType.objects.get_for_id(approval.subject_type_id)
    return apps.get_model(kind.app_label, kind.model)


def locked_subject(approval: Approval) -> Any:
    """The record behind an approval, locked. Always before the approval itself."""
    return _subjects[model_of(approval)].lock(approval.subject_id)
