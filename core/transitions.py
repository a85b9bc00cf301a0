"""States move by a table, through one mover.

Nobody else assigns a state: the mover locks the row, checks who may, from where and under which
conditions, saves, and writes down who did it and why, all in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, Text
from core.errors import Refused


class TransitionRefused(Refused):
    """The record cannot make this move now; the message says why, to the person who tried."""


type Guard = Callable[[Any, datetime], str | None]
"""Looks at the locked row and answers why it may not move, or ``None``."""


@dataclass(frozen=True, kw_only=True)
class Transition:
    """One row of a table of transitions.

    Attributes:
        capability: what the actor must hold on the row; ``None`` where another rule has already
            decided who acts (an approval step, a signature).
        needs_reason: the other side will read why.
        is_final: asked twice on the screen.
    """

    label: Text
    sources: frozenset[str]
    target: str
    capability: str | None
    guards: tuple[Guard, ...] = ()
    needs_reason: bool = False
    is_final: bool = False


@dataclass(frozen=True)
class Offer:
    """A transition that is open to somebody, or the reason why it is not."""

    name: str
    transition: Transition
    refusal: str | None = None


_tables: list[TransitionTable] = []


def transition_tables() -> list[TransitionTable]:
    """Every table that there is, by the label of its model: the processes of the centre."""
    return sorted(_tables, key=lambda table: table.model._meta.label)


class TransitionTable:
    """The moves of one kind of record, by name. Every table is known (:func:`transition_tables`)."""

    def __init__(
        self,
        kind: str,
        model: type[Any],
        states: type[models.TextChoices],
        moves: Mapping[str, Transition],
    ) -> None:
        self.kind = kind
        self.model = model
        self.states = states
        self.moves = dict(moves)
        _tables.append(self)

    def offers(self, *, actor: Actor, record: Any, now: datetime) -> list[Offer]:
        """The moves from the record's state that the actor may make, each with what stands in its way."""
        return [
            Offer(name, move, next(filter(None, (guard(record, now) for guard in move.guards)), None))
            for name, move in self.moves.items()
            if record.state in move.sources
            and move.capability is not None
            and record.permits(actor, move.capability)
        ]

    def move(
        self,
        *,
        actor: Actor,
        pk: Any,
        name: str,
        now: datetime,
        reason: str = "",
        changes: Mapping[str, Any] | None = None,
    ) -> Any:
        """Move one record, with the fields that change along with its state.

        Raises:
            NotVisible, PermissionDenied: see :meth:`core.access.ScopedQuerySet.for_write`.
            TransitionRefused: it is in another state by now, a guard objects, or a reason is missing.
        """
        move = self.moves[name]
        with transaction.atomic():
            if move.capability is None:
                record = self.model._default_manager.select_for_update(of=("self",)).get(pk=pk)
            else:
                record = self.model._default_manager.for_write(actor, pk, move.capability)
            if record.state not in move.sources:
                raise TransitionRefused(
                    _("“%(move)s” is not possible any more: the state is now “%(state)s”.")
                    % {"move": move.label, "state": record.get_state_display()}
                )
            if move.needs_reason and not reason.strip():
                raise TransitionRefused(_("Please give a reason: the others will read it."))
            changes = dict(changes or {})
            for field, value in changes.items():
                setattr(record, field, value)
            for guard in move.guards:
                if refusal := guard(record, now):
                    raise TransitionRefused(refusal)
            before, record.state = record.state, move.target
            stamps = [field.name for field in record._meta.fields if getattr(field, "auto_now", False)]
            record.save(update_fields=["state", *changes, *stamps])
            audit.record(
                actor=actor,
                subject=record,
                verb=f"{self.kind}.{name}",
                now=now,
                reason=reason.strip(),
                details={"from": before, "to": move.target},
                capability=move.capability,
            )
        return record
