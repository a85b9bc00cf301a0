"""What happened to a record: who did what and why, and which fields changed, from what to what.

Acts come from :class:`core.models.AuditEvent`, changes from the rows that the database's own
triggers write (django-pghistory), so that a change by raw SQL is seen as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import formats, timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from core.models import AuditEvent
from core.registry import children_of, verb_label

PER_PAGE = 50
BOOKKEEPING = frozenset({"created_at", "updated_at"})


def timeline(record: models.Model, *, before: str = "") -> dict[str, Any]:
    """The newest entries, as ``components/timeline.html`` shows them, in a constant number of queries."""
    until = parse_datetime(before) if before else None
    entries = _acts(record, until) + _changes(record, until)
    entries.sort(key=lambda entry: entry["at"], reverse=True)
    shown = entries[:PER_PAGE]
    more = (
        f"?tab=history&before={shown[-1]['at'].isoformat()}".replace("+", "%2B")
        if len(entries) > PER_PAGE
        else ""
    )
    return {"entries": shown, "more_url": more}


def _acts(record: models.Model, until: datetime | None) -> list[dict[str, Any]]:
    events = AuditEvent.objects.filter(
        subject_type=ContentType.objects.get_for_model(record), subject_id=record.pk
    ).select_related("actor", "on_behalf_of")
    if until:
        events = events.filter(at__lt=until)
    return [
        {
            "at": event.at,
            "actor": event.actor or _("The system"),
            "on_behalf_of": event.on_behalf_of,
            "verb": verb_label(event.verb),
            "reason": event.reason,
            "icon": "player-play",
            "changes": [],
        }
        for event in events[: PER_PAGE + 1]
    ]


def _changes(record: models.Model, until: datetime | None) -> list[dict[str, Any]]:
    tracked = [(apps.get_model(child), key) for child, key in children_of(record._meta.label)]
    changes = _changes_of(type(record), Q(pgh_obj_id=record.pk), until)
    for model, key in tracked:
        changes += _changes_of(model, Q(**{f"{key}_id": record.pk}), until)
    people = get_user_model()._default_manager.in_bulk(
        {change.actor_id for change in changes if change.actor_id}
    )
    related = _related_rows(difference for change in changes for difference in change.differences)
    return [
        {
            "at": change.at,
            "actor": people.get(change.actor_id, _("The system")),
            "verb": (_("%(kind)s: added") if change.is_new else _("%(kind)s: changed"))
            % {"kind": change.model._meta.verbose_name},
            "reason": "",
            "icon": "plus" if change.is_new else "edit",
            "changes": [
                {
                    "label": field.verbose_name,
                    "before": in_words(field, before, related),
                    "after": in_words(field, after, related),
                }
                for field, before, after in change.differences
            ],
        }
        for change in changes
    ]


type Difference = tuple[models.Field, Any, Any]
type RelatedRows = dict[type[models.Model], dict[Any, models.Model]]


@dataclass(frozen=True)
class _Change:
    """One event row beside the one before it."""

    at: datetime
    actor_id: int | None
    model: type[models.Model]
    is_new: bool
    differences: list[Difference]


def _changes_of(model: type[models.Model], condition: Q, until: datetime | None) -> list[_Change]:
    event_models = getattr(model, "pgh_event_models", None)
    if not event_models:
        return []
    (event_model,) = set(event_models.values())
    events = event_model._default_manager.filter(condition).select_related("pgh_context").order_by("-pgh_id")
    if until:
        events = events.filter(pgh_created_at__lt=until)
    rows = list(events[: PER_PAGE + 1])
    if not rows:
        return []
    oldest = {row.pgh_obj_id: row.pgh_id for row in rows}  # newest first, so the last one wins
    before_them = reduce(or_, (Q(pgh_obj_id=obj, pgh_id__lt=pk) for obj, pk in oldest.items()))
    previous = {
        row.pgh_obj_id: row
        for row in event_model._default_manager.filter(before_them)
        .order_by("pgh_obj_id", "-pgh_id")
        .distinct("pgh_obj_id")
    }
    changes = []
    for row in reversed(rows):
        before = previous.get(row.pgh_obj_id)
        previous[row.pgh_obj_id] = row
        differences = _differences(model, before, row)
        if before is None or differences:
            metadata = row.pgh_context.metadata if row.pgh_context else {}
            changes.append(
                _Change(row.pgh_created_at, metadata.get("user"), model, before is None, differences)
            )
    return changes


def _differences(model: type[models.Model], before: Any, after: Any) -> list[Difference]:
    if before is None:
        return []
    fields = [
        field
        for field in model._meta.concrete_fields
        if not field.generated and field.name not in BOOKKEEPING and hasattr(after, field.attname)
    ]
    return [
        (field, getattr(before, field.attname), getattr(after, field.attname))
        for field in fields
        if getattr(before, field.attname) != getattr(after, field.attname)
    ]


def _related_rows(differences: Iterable[Difference]) -> RelatedRows:
    """The rows that changed keys point to: one query per table."""
    wanted: dict[type[models.Model], set[Any]] = {}
    for field, before, after in differences:
        if isinstance(field, models.ForeignKey):
            wanted.setdefault(field.related_model, set()).update({before, after} - {None})
    return {model: model._default_manager.in_bulk(pks) for model, pks in wanted.items()}


def in_words(field: models.Field, value: Any, related: RelatedRows) -> str:
    """A stored value as a person would write it."""
    if value in (None, "", []):
        return "—"
    if isinstance(field, models.ForeignKey):
        return str(related[field.related_model].get(value, f"#{value}"))
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return formats.date_format(value, "DATE_FORMAT")
    if isinstance(value, Decimal):
        return formats.number_format(value)
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(value)
