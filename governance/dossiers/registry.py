"""Dossiers: records that an inspection looks at, each with what must lie in it and the papers that do.

An app's kind of record becomes a dossier by registering what is asked of it here. All of it is read only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import pgettext_lazy

from accounts.models import subtrees
from core.access import Actor, NotVisible, Text
from core.look import Chip, Meaning
from core.school_years import YearKind
from governance.models import Inspection


class Standing(StrEnum):
    """How something that belongs into a dossier stands."""

    PRESENT = "present"
    FAULTY = "faulty"
    MISSING = "missing"
    NOT_REQUIRED = "not_required"

    @property
    def chip(self) -> Chip:
        return CHIPS[self]

    @property
    def is_lacking(self) -> bool:
        return self in {Standing.MISSING, Standing.FAULTY}


CHIPS = {
    Standing.PRESENT: Chip(pgettext_lazy("in a dossier", "Present"), Meaning.GOOD, "circle-check"),
    Standing.FAULTY: Chip(
        pgettext_lazy("in a dossier", "There, not in order"), Meaning.LATE, "alert-triangle"
    ),
    Standing.MISSING: Chip(pgettext_lazy("in a dossier", "Missing"), Meaning.STOPPED, "circle-x"),
    Standing.NOT_REQUIRED: Chip(
        pgettext_lazy("in a dossier", "Not required"), Meaning.INACTIVE, "circle-dashed"
    ),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class DossierScope:
    """What an inspection may look at; ``None`` narrows nothing.

    Attributes:
        departments: their keys, with all below them.
        plans: keys of internship plans, for those kinds that have one.
        years: school years, by the calendar year in which they begin.
    """

    departments: frozenset[int] | None = None
    plans: frozenset[int] | None = None
    years: tuple[int, ...] = ()

    def within_departments(self, lookup: str) -> Q:
        return Q() if self.departments is None else Q(**{f"{lookup}__in": self.departments})

    def days(self) -> list[tuple[date, date]]:
        """The first and the last day of each year."""
        return [(YearKind.SCHOOL.first_day(year), YearKind.SCHOOL.last_day(year)) for year in self.years]

    def within_years(self, lookup: str) -> Q:
        """Those of which a day lies in one of the years."""
        found = Q()
        for first, last in self.days():
            found |= Q(**{f"{lookup}__range": (first, last)})
        return found


def scope_of(inspection: Inspection) -> DossierScope:
    """What an inspection's scope is today. Three queries."""
    departments = list(inspection.departments.values_list("pk", flat=True))
    plans = frozenset(inspection.plans.values_list("pk", flat=True))
    return DossierScope(
        departments=frozenset().union(*subtrees(departments).values()) if departments else None,
        plans=plans or None,
        years=tuple(inspection.years),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """Something that the head of a dossier says.

    Attributes:
        hidden: what is shown instead, where the inspection does not open sensitive data.
    """

    label: Text
    value: Any
    is_sensitive: bool = False
    hidden: str = "＊＊＊"

    def shown(self, is_open: bool) -> Any:
        return self.hidden if self.is_sensitive and self.value and not is_open else self.value


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One paper or fact that belongs into a dossier.

    Attributes:
        detail: why it is not in order or not required, in plain words.
        source: instrument and article that ask for it, or where it comes from.
        part: the part of the dossier where the paper itself lies.
    """

    name: str
    label: Text
    standing: Standing
    detail: str = ""
    source: str = ""
    part: str = ""


type Files = Callable[[Any], Iterable[tuple[str, bytes]]]
"""The files of one record: a name, which may stand in folders, and what is in it; read one by one."""
type Held = Callable[[Sequence[Any]], set[int]]
"""The keys of those records of which there is something, in constant queries."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A folder of a dossier. ``is_sensitive``: given to inspectors only where sensitive data are opened."""

    name: str
    label: Text
    files: Files
    held: Held
    is_sensitive: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class DossierKind:
    """One kind of dossier.

    Attributes:
        readable: the records that somebody of the staff may read, by the pages of their own app.
        may_take: whether somebody of the staff may take the papers of a record with them.
        rows: every record that can be a dossier, with what ``title`` and ``facts`` read.
        population: narrows rows to a scope.
        department: the look-up of a record's department.
        completeness: for records the list of what must be there on a day, in constant queries.
        person: whom the dossier is about, for the log of access; None where it is about nobody.
    """

    name: str
    label: Text
    icon: str
    readable: Callable[[Actor], QuerySet]
    may_take: Callable[[Actor, Any], bool]
    rows: Callable[[], QuerySet]
    population: Callable[[QuerySet, DossierScope], QuerySet]
    department: str
    title: Callable[[Any], str]
    line: Callable[[Any], str]
    facts: Callable[[Any], list[Fact]]
    completeness: Callable[[Sequence[Any], date], dict[int, list[Item]]]
    parts: Callable[[], list[Part]]
    person: Callable[[Any], Model | None] = lambda _record: None
    order: int = 50

    def in_scope(self, scope: DossierScope) -> QuerySet:
        return self.population(self.rows(), scope)

    def titles(self, keys: Iterable[int]) -> dict[int, str]:
        """How records are called, in the reader's language. One query."""
        return {record.pk: self.title(record) for record in self.rows().filter(pk__in=set(keys))}


_kinds: dict[str, DossierKind] = {}


def register_dossier(kind: DossierKind) -> None:
    """Let inspections look at a kind of record. Called from ``AppConfig.ready``."""
    _kinds[kind.name] = kind


def dossier_kinds() -> list[DossierKind]:
    return sorted(_kinds.values(), key=lambda kind: kind.order)


def dossier_kind(name: str) -> DossierKind:
    """Raises NotVisible."""
    if name not in _kinds:
        raise NotVisible(f"kind of dossier {name}")
    return _kinds[name]


def kind_choices() -> list[tuple[str, Text]]:
    return [(kind.name, kind.label) for kind in dossier_kinds()]


@dataclass(frozen=True, kw_only=True, slots=True)
class Dossier:
    """One record as an inspection sees it."""

    kind: DossierKind
    record: Any
    items: list[Item] = field(default_factory=list)

    @property
    def key(self) -> int:
        key: int = self.record.pk
        return key

    @property
    def title(self) -> str:
        return self.kind.title(self.record)

    @property
    def line(self) -> str:
        return self.kind.line(self.record)

    @property
    def lacking(self) -> list[Item]:
        return [item for item in self.items if item.standing.is_lacking]

    @property
    def item_of(self) -> dict[str, Item]:
        return {item.name: item for item in self.items}


def dossiers_of(
    kind: DossierKind,
    keys: Sequence[int],
    on: date,
    *,
    reader: Actor | None = None,
    has_items: bool = True,
) -> list[Dossier]:
    """The dossiers of records, in the order of the keys; those that are gone are left out.

    Args:
        reader: what they may not read by the pages of its own app is left out as well.
        has_items: with what must be there.
    """
    rows = kind.rows().filter(pk__in=keys)
    if reader is not None:
        rows = rows.filter(pk__in=kind.readable(reader).order_by().values("pk"))
    records = {record.pk: record for record in rows}
    found = [records[key] for key in keys if key in records]
    items = kind.completeness(found, on) if found and has_items else {}
    return [Dossier(kind=kind, record=record, items=items.get(record.pk, [])) for record in found]
