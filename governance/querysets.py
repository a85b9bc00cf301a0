"""Rows of the rules of the centre, and who sees them."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self, cast

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from accounts.models import User
from core.access import Actor, ScopedQuerySet
from core.search import search

DECIDED = ("approved", "repealed")
"""Versions that were approved: in force on the days they say."""
IN_WORK = ("draft", "in_approval")


def works_here(actor: Actor) -> bool:
    """Whether this is somebody of the centre: neither of an enterprise nor a student nor an inspector."""
    return isinstance(actor, User) and actor.is_active and not actor.is_from_outside


def in_force(on: date, prefix: str = "") -> Q:
    """Versions in force on a day."""
    found = {f"{prefix}state__in": DECIDED, f"{prefix}effective_from__lte": on}
    return Q(**found) & (Q(**{f"{prefix}effective_until": None}) | Q(**{f"{prefix}effective_until__gte": on}))


class RegulationQuerySet(ScopedQuerySet):
    """Regulations. Everybody of the centre reads what is in force, whatever their powers."""

    read_capability: ClassVar[str] = "regulation.read"

    def own(self, actor: Actor) -> Q | None:
        if not works_here(actor):
            return None
        return Q(Exists(self._versions().readable_by(actor)))

    def _versions(self) -> Any:
        return _behind(self, "versions").filter(regulation=OuterRef("pk"))

    def in_force(self, on: date) -> Self:
        return self.filter(Exists(self._versions().filter(in_force(on))))

    def upcoming(self, on: date) -> Self:
        rows = self._versions().filter(state="approved", effective_from__gt=on)
        return self.filter(Exists(rows))

    def in_work(self) -> Self:
        return self.filter(Exists(self._versions().filter(state__in=IN_WORK)))

    def over(self, on: date) -> Self:
        """Those of which a version was in force, and none is any more."""
        versions = self._versions().filter(state__in=DECIDED)
        lasting = versions.filter(Q(effective_until=None) | Q(effective_until__gte=on))
        return self.filter(Exists(versions), ~Exists(lasting))

    def to_page(self, label: str) -> Self:
        """Regulations that say they apply to a kind of record."""
        return self.filter(applies_to__contains=[label])

    def as_listed(self, on: date) -> Self:
        """With what a list says of their versions: the one in force, the next one, the one in work."""
        versions = self._versions()
        now = versions.filter(in_force(on)).order_by("-effective_from")
        following = versions.filter(state="approved", effective_from__gt=on).order_by("effective_from")
        work = versions.filter(state__in=IN_WORK)
        last = versions.filter(state__in=DECIDED).order_by("-effective_from")
        return self.annotate(
            in_force_id=Subquery(now.values("pk")[:1]),
            in_force_number=Subquery(now.values("number")[:1]),
            in_force_since=Subquery(now.values("effective_from")[:1]),
            in_force_until=Subquery(now.values("effective_until")[:1]),
            upcoming_from=Subquery(following.values("effective_from")[:1]),
            work_state=Subquery(work.values("state")[:1]),
            last_until=Subquery(last.values("effective_until")[:1]),
            last_state=Subquery(last.values("state")[:1]),
        )

    def matching(self, text: str) -> Self:
        return cast(Self, search(self, text))


class VersionQuerySet(ScopedQuerySet):
    """Versions of regulations."""

    read_capability: ClassVar[str] = "regulation.read"
    department_field: ClassVar[str] = "regulation__department_id"

    def own(self, actor: Actor) -> Q | None:
        if not works_here(actor):
            return None
        # A person is asked to read what takes effect later.
        asked = _behind(self, "acknowledgements").filter(user=actor.pk)
        return in_force(timezone.localdate()) | Q(state__in=DECIDED, pk__in=asked.values("version"))

    def readable_by(self, actor: Actor) -> Self:
        """What somebody of the centre reads without any power: in force, or to be acknowledged by them."""
        own = self.own(actor)
        return self.none() if own is None else self.filter(own)

    def in_force(self, on: date) -> Self:
        return self.filter(in_force(on))

    def decided(self) -> Self:
        return self.filter(state__in=DECIDED)

    def lasting(self, on: date) -> Self:
        """Approved, and not over: in force on a day or later."""
        return self.decided().filter(Q(effective_until=None) | Q(effective_until__gte=on))


class AcknowledgementQuerySet(ScopedQuerySet):
    """Who has to acknowledge what. Everybody sees their own."""

    read_capability: ClassVar[str] = "regulation.read"
    department_field: ClassVar[str] = "version__regulation__department_id"

    def own(self, actor: Actor) -> Q:
        return Q(user=actor.pk)

    def open(self, on: date) -> Self:
        """Not confirmed yet, of versions that are not over, by people who are still here."""
        return self.filter(
            Q(version__effective_until=None) | Q(version__effective_until__gte=on),
            confirmed_at=None,
            user__is_active=True,
        )

    def done(self) -> Self:
        return self.exclude(confirmed_at=None)

    def overdue(self, on: date) -> Self:
        return self.open(on).filter(due_on__lt=on)


def _behind(rows: Any, relation: str) -> Any:
    """The rows of another table that point here; a model cannot be imported by its own querysets."""
    return rows.model._meta.get_field(relation).related_model._default_manager.order_by()
