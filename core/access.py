"""Who may do what: the one route from a person to rows.

A *capability* is a power over one kind of record ("agreement.approve"). A *scope* says where a
person holds it: nowhere, in some departments, or everywhere. People get both from their positions
(``accounts``); this module only knows what they look like.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol, Self

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

type Text = str | Promise


class NotVisible(ObjectDoesNotExist):
    """The row does not exist, as far as this person can tell. A page answers 404."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a capability is held."""

    everywhere: bool = False
    departments: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.departments)

    def __or__(self, other: Scope) -> Scope:
        return Scope(self.everywhere or other.everywhere, self.departments | other.departments)

    def covers(self, department_id: int | None) -> bool:
        return self.everywhere or department_id in self.departments


def scopes_of(actor: Actor, capabilities: Iterable[str]) -> dict[str, Any]:
    """Where they hold each power now, as a file that is kept remembers it."""
    found = {capability: actor.scope_for(capability) for capability in capabilities}
    return {
        capability: {"everywhere": scope.everywhere, "departments": sorted(scope.departments)}
        for capability, scope in found.items()
    }


def still_cover(scopes: Mapping[str, Any], actor: Actor) -> bool:
    """Whether they hold at least what they held when it was kept; not where it does not say."""
    return bool(scopes) and all(
        (now := actor.scope_for(capability)).everywhere
        or (not then["everywhere"] and now.departments.issuperset(then["departments"]))
        for capability, then in scopes.items()
    )


NOWHERE = Scope()
EVERYWHERE = Scope(everywhere=True)


class Actor(Protocol):
    """Whoever acts: a user, or the system itself."""

    @property
    def pk(self) -> Any: ...

    def scope_for(self, capability: str) -> Scope: ...

    def on_behalf_of(self, capability: str, department_id: int | None) -> Any | None:
        """The colleague whose powers are used, where they are not the actor's own."""


@dataclass(frozen=True, slots=True)
class System:
    """Background work that nobody asked for in person: reminders, expiry, imports by command."""

    pk: None = None

    def scope_for(self, capability: str) -> Scope:
        return EVERYWHERE

    def on_behalf_of(self, capability: str, department_id: int | None) -> None:
        return None


THE_SYSTEM = System()


# --- Capabilities -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record, and what can be done to it."""

    name: str
    label: Text
    actions: dict[str, Text] = field(default_factory=dict)


_kinds: dict[str, Kind] = {}


def register_capabilities(kind: str, label: Text, actions: dict[str, Text]) -> None:
    """Declare the powers over one kind of record. Called from ``AppConfig.ready``."""
    _kinds[kind] = Kind(kind, label, actions)


def capability_kinds() -> Iterable[Kind]:
    return _kinds.values()


def capability_choices() -> list[tuple[Text, list[tuple[str, Text]]]]:
    """Every capability, grouped by kind, as a form's choices."""
    return [
        (kind.label, [(f"{kind.name}.{action}", label) for action, label in kind.actions.items()])
        for kind in _kinds.values()
    ]


def is_capability(code: str) -> bool:
    kind, _dot, action = code.partition(".")
    return kind in _kinds and action in _kinds[kind].actions


def capability_label(code: str) -> str:
    kind, _dot, action = code.partition(".")
    return f"{_kinds[kind].label}: {_kinds[kind].actions[action]}"


# --- Rows -------------------------------------------------------------------------------------


class ScopedQuerySet(models.QuerySet):
    """Rows that belong to a department (or, overriding :meth:`within`, to something else).

    Nothing is visible unless a capability says so.
    """

    read_capability: ClassVar[str]
    department_field: ClassVar[str] = "department_id"

    def within(self, scope: Scope) -> Self:
        return self.filter(**{f"{self.department_field}__in": scope.departments})

    def own(self, actor: Actor) -> models.Q | None:
        """Rows a person sees whatever their department; none unless an app says so."""
        return None

    def permitting(self, actor: Actor, capability: str) -> Self:
        """Rows on which the actor holds the capability."""
        scope = actor.scope_for(capability)
        if scope.everywhere:
            return self
        return self.within(scope) if scope else self.none()

    def visible_to(self, actor: Actor) -> Self:
        """Rows the actor may read: the only route from a request to rows."""
        scope = actor.scope_for(self.read_capability)
        if scope.everywhere:
            return self
        own = self.own(actor) if actor.pk is not None else None
        rows = self.within(scope) if scope else self.none()
        return rows if own is None else self.filter(own | models.Q(pk__in=rows.values("pk")))

    def for_write(self, actor: Actor, pk: Any, capability: str) -> Any:
        """Fetch, authorise and lock one row. Call it inside the transaction that changes the row.

        Raises:
            NotVisible: there is no such row for this actor.
            PermissionDenied: they see it, but do not hold the capability on it.
        """
        row = self.permitting(actor, capability).select_for_update(of=("self",)).filter(pk=pk).first()
        if row is not None:
            return row
        if self.visible_to(actor).filter(pk=pk).exists():
            raise PermissionDenied(
                _("This needs the power “%(power)s”, which your positions do not give you here.")
                % {"power": capability_label(capability)}
            )
        raise NotVisible(f"{self.model._meta.label} {pk}")
