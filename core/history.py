"""What happened to a record: who did what and why, and which fields changed, from what to what.

Acts come from :class:`core.models.AuditEvent`, changes from the rows that the database's own
triggers write (django-pghistory), so that a change by raw SQL is seen as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any, Literal, Protocol
from urllib.parse import urlencode

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.core import signing
from django.db import models
from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from core.bilingual import listed
from core.models import AuditEvent
from core.registry import children_of, verb_label

PER_PAGE = 50
_SALT = "core.history"
BOOKKEEPING = frozenset({"created_at", "updated_at"})


type Place = tuple[datetime, int, int]
"""Where an entry stands: its instant, its source and its key there. No two entries share one, so
that a page may end anywhere, also amid what one transaction wrote."""


def timeline(record: models.Model, *, before: str = "") -> dict[str, Any]:
    """The newest entries, as ``components/timeline.html`` shows them, in a constant number of queries.

    Args:
        before: the end of the page before, as its ``more_url`` says; anything else begins anew.
    """
    until = _read_place(before)
    sources: list[_Source] = [_Acts(record), *_tracked_sources(record)]
    found = [source.entries(number, until) for number, source in enumerate(sources)]
    # Where a source has more than was read, nothing older than what was read may be shown.
    ends = [rows[-1].place for rows, has_more in found if has_more]
    entries = sorted(
        (entry for rows, _more in found for entry in rows if not ends or entry.place >= max(ends)),
        key=lambda entry: entry.place,
        reverse=True,
    )
    shown = entries[:PER_PAGE]
    end = shown[-1].place if len(entries) > PER_PAGE else max(ends, default=None)
    more = f"?{urlencode({'tab': 'history', 'before': _write_place(end)})}" if end else ""
    return {"entries": _as_shown([entry for entry in shown if entry.is_shown]), "more_url": more}


def _write_place(place: Place) -> str:
    return signing.dumps([place[0].isoformat(), *place[1:]], salt=_SALT)


def _read_place(text: str) -> Place | None:
    try:
        at, source, key = signing.loads(text, salt=_SALT)
    except signing.BadSignature:
        return None
    return datetime.fromisoformat(at), source, key


def _before(until: Place | None, source: int, *, at: str, key: str) -> Q:
    """The rows of a source that stand before a place."""
    if until is None:
        return Q()
    instant, other, pk = until
    earlier = Q(**{f"{at}__lt": instant})
    if source > other:
        return earlier
    same = Q(**{at: instant})
    return earlier | (same if source < other else same & Q(**{f"{key}__lt": pk}))


@dataclass(frozen=True)
class _Entry:
    """An act or a change, before it is put into words."""

    place: Place
    act: AuditEvent | None = None
    change: _Change | None = None

    @property
    def is_shown(self) -> bool:
        return self.change is None or self.change.kind != "same"


class _Source(Protocol):
    def entries(self, number: int, until: Place | None) -> tuple[list[_Entry], bool]:
        """A page of entries, newest first, and whether there are more."""


class _Acts:
    def __init__(self, record: models.Model) -> None:
        self.events = AuditEvent.objects.filter(
            subject_type=ContentType.objects.get_for_model(record), subject_id=record.pk
        ).select_related("actor", "on_behalf_of")

    def entries(self, number: int, until: Place | None) -> tuple[list[_Entry], bool]:
        events = self.events.filter(_before(until, number, at="at", key="pk")).order_by("-at", "-pk")
        rows = list(events[: PER_PAGE + 1])
        return [_Entry((event.at, number, event.pk), act=event) for event in rows[:PER_PAGE]], len(
            rows
        ) > PER_PAGE


def _tracked_sources(record: models.Model) -> Iterator[_Source]:
    """The record's own changes, and those of what belongs to it."""
    tracked = [(type(record), Q(pgh_obj_id=record.pk))]
    for child, key in children_of(record._meta.label):
        tracked.append((apps.get_model(child), Q(**{f"{key}_id": record.pk})))
    for model, condition in tracked:
        for event_model in set(getattr(model, "pgh_event_models", {}).values()):
            yield _Changes(model, event_model, condition)


def _as_shown(entries: list[_Entry]) -> list[dict[str, Any]]:
    """In words: one query for the people and one per table that a changed key points to."""
    changes = [entry.change for entry in entries if entry.change]
    people = get_user_model()._default_manager.in_bulk(
        {change.actor_id for change in changes if change.actor_id}
    )
    related = _related_rows(difference for change in changes for difference in change.differences)
    return [
        _act_as_shown(entry.act)
        if entry.act
        else _change_as_shown(entry.place[0], entry.change, people, related)
        for entry in entries
    ]


def _act_as_shown(event: AuditEvent) -> dict[str, Any]:
    return {
        "at": event.at,
        "actor": event.actor or _("The system"),
        "on_behalf_of": event.on_behalf_of,
        "verb": verb_label(event.verb),
        "reason": event.reason,
        "icon": "player-play",
        "changes": [],
    }


def _change_as_shown(
    at: datetime, change: Any, people: dict[int, Any], related: RelatedRows
) -> dict[str, Any]:
    words = {"kind": change.model._meta.verbose_name, "heading": change.heading}
    verb, icon = {
        "new": (_("%(kind)s: added"), "plus"),
        "changed": (_("%(kind)s: changed"), "edit"),
        "removed": (_("%(kind)s: removed: %(heading)s"), "trash"),
    }[change.kind]
    return {
        "at": at,
        "actor": people.get(change.actor_id, _("The system")),
        "verb": verb % words,
        "reason": "",
        "icon": icon,
        "changes": [
            {
                "label": field.verbose_name,
                "before": in_words(field, before, related),
                "after": in_words(field, after, related),
            }
            for field, before, after in change.differences
        ],
    }


type Difference = tuple[models.Field, Any, Any]
type RelatedRows = dict[type[models.Model], dict[Any, models.Model]]


@dataclass(frozen=True)
class _Change:
    """One event row beside the one before it."""

    actor_id: int | None
    model: type[models.Model]
    kind: Literal["new", "changed", "removed", "same"]
    differences: list[Difference]
    heading: str = ""


class _Changes:
    """The event rows of one model."""

    def __init__(self, model: type[models.Model], event_model: type[models.Model], condition: Q) -> None:
        self.model, self.condition = model, condition
        self.events: models.QuerySet[Any] = event_model._default_manager.all()

    def entries(self, number: int, until: Place | None) -> tuple[list[_Entry], bool]:
        events = self.events.filter(self.condition).select_related("pgh_context")
        events = events.filter(_before(until, number, at="pgh_created_at", key="pgh_id"))
        rows = list(events.order_by("-pgh_created_at", "-pgh_id")[: PER_PAGE + 1])
        page = rows[:PER_PAGE]
        earlier = self._rows_before(page)
        changes: dict[int, _Change] = {}
        for row in sorted(page, key=lambda row: row.pgh_id):
            changes[row.pgh_id] = self._change(earlier.get(row.pgh_obj_id), row)
            earlier[row.pgh_obj_id] = row
        entries = [
            _Entry((row.pgh_created_at, number, row.pgh_id), change=changes[row.pgh_id]) for row in page
        ]
        return entries, len(rows) > PER_PAGE

    def _rows_before(self, page: list[Any]) -> dict[int, Any]:
        """For each record on the page, the event before its first one there."""
        first = {row.pgh_obj_id: row.pgh_id for row in sorted(page, key=lambda row: -row.pgh_id)}
        if not first:
            return {}
        before_them = reduce(or_, (Q(pgh_obj_id=obj, pgh_id__lt=pk) for obj, pk in first.items()))
        rows = self.events.filter(before_them).order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
        return {row.pgh_obj_id: row for row in rows}

    def _change(self, before: Any, row: Any) -> _Change:
        actor_id = row.pgh_context.metadata.get("user") if row.pgh_context else None
        if row.pgh_label == "delete":
            return _Change(actor_id, self.model, "removed", [], _heading(self.model, row))
        if before is None:
            return _Change(actor_id, self.model, "new", [])
        differences = _differences(self.model, before, row)
        return _Change(actor_id, self.model, "changed" if differences else "same", differences)


def _heading(model: type[models.Model], row: Any) -> str:
    """What the record was called, from the last that was seen of it."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    known = {field.attname: getattr(row, field.attname) for field in fields if hasattr(row, field.attname)}
    return str(model(**known))


def _differences(model: type[models.Model], before: Any, after: Any) -> list[Difference]:
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
    if value in (None, "", [], {}):
        return "—"
    if isinstance(field, models.ForeignKey):
        return str(related[field.related_model].get(value, f"#{value}"))
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return formats.date_format(value, "DATE_FORMAT")
    if isinstance(value, Decimal):
        return formats.number_format(value)
    if isinstance(field, ArrayField):
        labels = dict(field.base_field.flatchoices)
        return listed(labels.get(item, item) for item in value)
    return _plain(value)


def _plain(value: Any) -> str:
    """What a column of JSON holds, without its marks and brackets."""
    if isinstance(value, dict):
        named = ((str(name).replace("_", " "), _plain(said)) for name, said in value.items())
        return "; ".join(f"{name}: {said}" for name, said in named)
    if isinstance(value, list):
        return listed(_plain(item) for item in value)
    return "—" if value in (None, "") else str(value)
