"""How long a process takes, and where it is stuck: from the acts noted of the records that somebody sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import FETCH_PEERS, Count, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _

from accounts.holders import Holder, Holders
from core.bilingual import listed
from core.dates import end_of, start_of
from core.models import AuditEvent
from core.transitions import TransitionTable
from signing.models import Approval, ApprovalStep
from signing.policies import with_whom

LOOKED_AT = 2000
"""So many of the oldest open records are looked at for what is stuck: who is stuck is old."""
SHOWN = 10
NAMED = 3


class Median(models.Aggregate):
    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = models.FloatField()


class Days(Func):
    """A duration in days, with fractions."""

    template = "EXTRACT(EPOCH FROM %(expressions)s) / 86400.0"
    output_field = models.FloatField()


def seen_rows(table: TransitionTable, user: Any) -> QuerySet | None:
    """The records that this person sees; ``None`` where their kind has no scope of its own."""
    visible = getattr(table.model._default_manager, "visible_to", None)
    return visible(user).order_by() if visible else None


def events_of(table: TransitionTable) -> QuerySet[AuditEvent]:
    """The moves of all its records."""
    return AuditEvent.objects.filter(
        subject_type=ContentType.objects.get_for_model(table.model),
        verb__in=[f"{table.kind}.{name}" for name in table.moves],
    )


def moves_in(table: TransitionTable, rows: QuerySet, year: int) -> Any:
    """The moves of a calendar year with ``days``: how long the record had been in the state it left.

    It came into that state by the move before, or, where there is none, with the first act noted of it.
    """
    before = Q(at__lt=OuterRef("at")) | Q(at=OuterRef("at"), pk__lt=OuterRef("pk"))
    same = AuditEvent.objects.filter(
        before, subject_type=OuterRef("subject_type"), subject_id=OuterRef("subject_id")
    )
    moved = same.filter(verb__in=[f"{table.kind}.{name}" for name in table.moves])
    since = Coalesce(
        Subquery(moved.order_by("-at", "-pk").values("at")[:1]),
        Subquery(same.order_by("at", "pk").values("at")[:1]),
    )
    first, last = start_of(date(year, 1, 1)), end_of(date(year, 12, 31))
    return (
        events_of(table)
        .filter(at__gte=first, at__lt=last, subject_id__in=rows.values("pk"))
        .order_by()
        .annotate(since=since, left=KeyTextTransform("from", "details"))
        .annotate(days=Days(F("at") - F("since"), output_field=models.FloatField()))
    )


@dataclass(frozen=True, slots=True)
class Measured:
    """How often a move was made from a state in a year, and how many days it had waited, in the middle."""

    name: str
    left: str
    count: int
    days: float | None


def measured(table: TransitionTable, rows: QuerySet, year: int) -> list[Measured]:
    """One query."""
    found = (
        moves_in(table, rows, year).values("verb", "left").annotate(median=Median("days"), made=Count("pk"))
    )
    order = {f"{table.kind}.{name}": place for place, name in enumerate(table.moves)}
    return [
        Measured(line["verb"].rpartition(".")[2], line["left"] or "", line["made"], line["median"])
        for line in sorted(found, key=lambda line: (order[line["verb"]], line["left"] or ""))
    ]


def standing(rows: QuerySet) -> dict[str, int]:
    """How many are in each state now. One query."""
    return {line["state"]: line["there"] for line in rows.values("state").annotate(there=Count("pk"))}


def address_of(record: Any) -> str:
    """The page of a record; "" where its kind has none for the staff."""
    try:
        return record.get_absolute_url()
    except (AttributeError, NotImplementedError, NoReverseMatch):
        return ""


# --- What is stuck ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stuck:
    """A record that has been longest in a state which it can leave, and who can let it go on."""

    record: Any
    since: datetime
    whom: str

    @property
    def url(self) -> str:
        return address_of(self.record)


def stuck(table: TransitionTable, rows: QuerySet, on: date) -> list[Stuck]:
    """The longest first; a number of queries that does not grow with the rows."""
    leaving = {str(state) for move in table.moves.values() for state in move.sources}
    oldest = rows.filter(state__in=leaving).order_by("pk").values("pk")[:LOOKED_AT]
    moved = events_of(table).filter(subject_id=OuterRef("pk")).order_by("-at", "-pk")
    first = AuditEvent.objects.filter(
        subject_type=ContentType.objects.get_for_model(table.model), subject_id=OuterRef("pk")
    ).order_by("at", "pk")
    open_rows: Any = table.model._default_manager.filter(pk__in=oldest)
    found = list(
        open_rows.annotate(since=Coalesce(Subquery(moved.values("at")[:1]), Subquery(first.values("at")[:1])))
        .exclude(since=None)
        .order_by("since", "pk")
        .fetch_mode(FETCH_PEERS)[:SHOWN]
    )
    deciding = _deciders(table, found, on)
    holders = Holders.on(on)
    return [
        Stuck(one, one.since, deciding.get(one.pk) or _named(_movers(table, one, holders))) for one in found
    ]


def _deciders(table: TransitionTable, records: Sequence[Any], on: date) -> dict[int, str]:
    """With whom lies what is being approved."""
    approvals = Approval.objects.filter(
        subject_type=ContentType.objects.get_for_model(table.model),
        subject_id__in=[one.pk for one in records],
    ).open()
    steps = list(ApprovalStep.objects.current().filter(approval__in=approvals).select_related("approval"))
    return {entry.step.approval.subject_id: _named(entry.deciders) for entry in with_whom(steps, on=on)}


def _movers(table: TransitionTable, record: Any, holders: Holders) -> list[Holder]:
    """Who holds the power for the first move out of the state that needs one."""
    needed = [
        move.capability for move in table.moves.values() if record.state in move.sources and move.capability
    ]
    return holders.of(needed[0], getattr(record, "department_id", None)) if needed else []


def _named(holders: Sequence[Holder]) -> str:
    names = list(dict.fromkeys(str(holder.user) for holder in holders))
    if len(names) > NAMED:
        return _("%(names)s and %(count)s more") % {
            "names": listed(names[:NAMED]),
            "count": len(names) - NAMED,
        }
    return listed(names)
