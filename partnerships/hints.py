"""What looks like the enterprise that somebody is about to enter.

A hint is a question, never a refusal: the same name under two codes may be two branches, and two names
one enterprise. Only the same code is proof.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.access import Actor, Text
from core.codes import UnknownScheme, get_scheme
from core.names import name_key
from partnerships.models import Enterprise, EnterpriseName, RegisterEntry

SHOWN = 6
KEPT_ELSEWHERE = _("Another department keeps an enterprise with this code.")


@dataclass(frozen=True, kw_only=True)
class Hint:
    """One record that may be the same enterprise.

    ``record`` is missing where the enterprise belongs to a department that the actor does not see: then
    only that its code is taken is said, not whose it is.
    """

    reason: Text
    record: Enterprise | RegisterEntry | None
    is_proof: bool = False

    @property
    def is_register(self) -> bool:
        return isinstance(self.record, RegisterEntry)


def duplicate_hints(
    *, actor: Actor, name: str = "", scheme: str = "uscc", code: str = "", exclude_pk: Any = None
) -> list[Hint]:
    """Enterprises first, then the register; the surest first. Five queries at most."""
    hints: list[Hint] = []
    seen: set[tuple[type, Any]] = set()
    enterprises = Enterprise.objects.visible_to(actor).exclude(pk=exclude_pk)
    for hint in _hints(actor, enterprises, name.strip(), _normalised(scheme, code), scheme):
        key = (type(hint.record), getattr(hint.record, "pk", None))
        if key not in seen:
            seen.add(key)
            hints.append(hint)
    return hints[: 2 * SHOWN]


def _hints(
    actor: Actor, enterprises: QuerySet[Enterprise], name: str, code: str, scheme: str
) -> Iterator[Hint]:
    register = RegisterEntry.objects.visible_to(actor).filter(adopted_as=None)
    held = holder_of(actor=actor, scheme=scheme, code=code) if code else None
    if held and (held.record is None or enterprises.contains(held.record)):
        yield held
    if key := name_key(name):
        for enterprise in enterprises.filter(name_key=key)[:SHOWN]:
            yield Hint(reason=_("Same name"), record=enterprise)
        bearing = EnterpriseName.objects.filter(name_key=key, enterprise__in=enterprises)
        for other in bearing.select_related("enterprise")[:SHOWN]:
            yield Hint(reason=_("Same former or other name"), record=other.enterprise)
        for enterprise in _similar(enterprises, key):
            yield Hint(reason=_("Similar name"), record=enterprise)
    if code:
        for entry in register.filter(scheme=scheme, key=code)[:1]:
            yield Hint(reason=_("Same code"), record=entry, is_proof=True)
    if key:
        for entry in register.filter(name_key=key)[:SHOWN]:
            yield Hint(reason=_("Same name"), record=entry)
        for entry in _similar(register, key):
            yield Hint(reason=_("Similar name"), record=entry)


def holder_of(*, actor: Actor, scheme: str, code: str, exclude_pk: Any = None) -> Hint | None:
    """Who has this code already; for a merged record it is the one that stands for it."""
    holders = Enterprise.objects.exclude(pk=exclude_pk).filter(scheme=scheme, code=_normalised(scheme, code))
    holder = holders.only("pk", "merged_into").first()
    if holder is None:
        return None
    is_merged = holder.merged_into_id is not None
    standing = Enterprise.objects.survivors()[holder.pk] if is_merged else holder.pk
    record = Enterprise.objects.visible_to(actor).filter(pk=standing).first()
    if record is None:
        return Hint(reason=KEPT_ELSEWHERE, record=None, is_proof=True)
    reason = _("Same code, of a record that was merged into it") if is_merged else _("Same code")
    return Hint(reason=reason, record=record, is_proof=True)


def _similar(rows: Any, key: str) -> QuerySet:
    """Rows whose name shares enough groups of three characters with the key: the closest first."""
    return (
        rows.filter(name_key__trigram_similar=key)
        .annotate(likeness=TrigramSimilarity("name_key", key))
        .order_by("-likeness")[:SHOWN]
    )


def _normalised(scheme: str, code: str) -> str:
    try:
        return get_scheme(scheme).normalise(code)
    except UnknownScheme:
        return ""
