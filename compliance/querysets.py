from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Max, Q

from core.access import Actor, Scope, ScopedQuerySet

if TYPE_CHECKING:
    from compliance.models import PackVersion


class OfEverybodyQuerySet(ScopedQuerySet):
    """What belongs to no department: whoever holds the power anywhere holds it here."""

    read_capability: ClassVar[str] = "rule.read"

    def within(self, scope: Scope) -> Self:
        return self


class PackQuerySet(OfEverybodyQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        return super().visible_to(actor).filter(versions__published_at__isnull=False).distinct()


class PackVersionQuerySet(OfEverybodyQuerySet):
    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def in_force(self, on: date) -> Self:
        """The newest version of each pack that is in force on a day; costs one query."""
        effective = self.published().filter(
            Q(effective_until=None) | Q(effective_until__gte=on), effective_from__lte=on
        )
        newest = effective.order_by().values("pack").annotate(newest=Max("number"))
        wanted = Q(pk__in=[])
        for row in newest:
            wanted |= Q(pack=row["pack"], number=row["newest"])
        return self.filter(wanted)


class RuleQuerySet(OfEverybodyQuerySet):
    """Rules of published versions; drafts are the administrators'."""

    def visible_to(self, actor: Actor) -> Self:
        return super().visible_to(actor).filter(version__published_at__isnull=False)

    def of_versions(self, versions: Iterable[PackVersion]) -> Self:
        return self.filter(version__in=versions)


class AboutQuerySet(ScopedQuerySet):
    """Rows about any record, which they name by its kind and key."""

    read_capability: ClassVar[str] = "rule.read"

    def about(self, subject: models.Model) -> Self:
        return self.filter(subject_type=ContentType.objects.get_for_model(subject), subject_id=subject.pk)

    def about_any(self, subjects: Iterable[models.Model]) -> Self:
        """Rows about any of several records, of one kind or of several."""
        wanted = Q(pk__in=[])
        by_type: dict[int, list[int]] = {}
        for subject in subjects:
            by_type.setdefault(ContentType.objects.get_for_model(subject).pk, []).append(subject.pk)
        for subject_type, keys in by_type.items():
            wanted |= Q(subject_type=subject_type, subject_id__in=keys)
        return self.filter(wanted)


class EvaluationQuerySet(AboutQuerySet):
    def current(self) -> Self:
        return self.filter(is_current=True)

    def blocked(self) -> Self:
        return self.exclude(blocking=[])

    def blocked_by(self, code: str) -> Self:
        return self.filter(blocking__contains=[code])

    def with_questions(self) -> Self:
        return self.exclude(asking=[])


class WaiverQuerySet(AboutQuerySet):
    def valid(self, on: date) -> Self:
        return self.filter(withdrawn_at=None, valid_from__lte=on, valid_until__gte=on)
