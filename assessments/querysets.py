from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db.models import Q

from core.access import Actor, ScopedQuerySet
from core.search import search

READ = "assessment.read"
HANDLE_CONCERNS = "concern.handle"
OF_CONCERNS = "concerns"


class OfEnterpriseQuerySet(ScopedQuerySet):
    """Rows about an enterprise, seen with its department; those of a merged record are out of sight."""

    read_capability: ClassVar[str] = READ
    department_field: ClassVar[str] = "enterprise__department_id"

    def permitting(self, actor: Actor, capability: str) -> Self:
        return super().permitting(actor, capability).filter(enterprise__merged_into=None)

    def visible_to(self, actor: Actor) -> Self:
        return super().visible_to(actor).filter(enterprise__merged_into=None)

    def with_names(self) -> Self:
        return self.select_related("enterprise__department", "enterprise__owner")

    def matching(self, terms: str) -> Self:
        """Whose enterprise has every term in its names."""
        found = self
        enterprise: Any = self.model._meta.get_field("enterprise").related_model
        for term in terms.split():
            named = search(enterprise._default_manager.order_by(), term)
            found = found.filter(enterprise__in=named.values("pk"))
        return found


class AssessmentQuerySet(OfEnterpriseQuerySet):
    def of_partnership(self) -> Self:
        """Those of the whole partnership, not of one agreement."""
        return self.filter(agreement=None)

    def decided(self) -> Self:
        """Those whose grade stands."""
        return self.filter(state__in=["approved", "published"])

    def published(self) -> Self:
        return self.filter(state="published")

    def with_objection(self) -> Self:
        """The enterprise objects, and nobody has answered yet."""
        return self.filter(state="with_enterprise", is_objection=True, answer="")

    def ready_to_approve(self, on: date) -> Self:
        """The enterprise has said its word, or the day for it is over, and no objection is open."""
        said = Q(word_at__isnull=False) | Q(word_due_on__lt=on)
        return self.filter(said, state="with_enterprise").exclude(is_objection=True, answer="")


class OfAssessmentQuerySet(ScopedQuerySet):
    """Parts of an assessment, seen by whoever sees it."""

    read_capability: ClassVar[str] = READ
    department_field: ClassVar[str] = "assessment__enterprise__department_id"


class SurveyQuerySet(OfEnterpriseQuerySet):
    def open(self, on: date) -> Self:
        return self.filter(opens_on__lte=on, closes_on__gte=on)

    def closed(self, on: date) -> Self:
        return self.filter(closes_on__lt=on)


class ActionQuerySet(OfEnterpriseQuerySet):
    def own(self, actor: Actor) -> Q | None:
        return Q(owner=actor.pk)

    def open(self) -> Self:
        return self.filter(done_on=None)

    def overdue(self, on: date) -> Self:
        return self.open().filter(due_on__lt=on)


class WarningQuerySet(OfEnterpriseQuerySet):
    """Early warnings. That there are concerns is known only to those who handle concerns."""

    def visible_to(self, actor: Actor) -> Self:
        rows = super().visible_to(actor)
        scope = actor.scope_for(HANDLE_CONCERNS)
        if scope.everywhere:
            return rows
        handled = Q(enterprise__department_id__in=scope.departments)
        return rows.filter(~Q(reason=OF_CONCERNS) | handled)

    def permitting(self, actor: Actor, capability: str) -> Self:
        rows = super().permitting(actor, capability)
        scope = actor.scope_for(HANDLE_CONCERNS)
        if scope.everywhere:
            return rows
        handled = Q(enterprise__department_id__in=scope.departments)
        return rows.filter(~Q(reason=OF_CONCERNS) | handled)

    def open(self) -> Self:
        return self.filter(closed_on=None)

    def without_confidences(self) -> Self:
        """Those that everybody who sees the enterprise may know."""
        return self.exclude(reason=OF_CONCERNS)
