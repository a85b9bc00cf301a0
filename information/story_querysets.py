from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from core.access import Actor, ScopedQuerySet
from core.search import search

READ, EDIT, PUBLISH = "story.read", "story.edit", "story.publish"


class StoryQuerySet(ScopedQuerySet):
    """Stories of one's departments, those one wrote, and for everybody of the centre what is published."""

    read_capability: ClassVar[str] = READ

    def own(self, actor: Actor) -> Q:
        return Q(Q(state="published") & ~Exists(self.lacking_consent())) | Q(created_by=actor.pk)

    def matching(self, terms: str) -> Self:
        """Words of the story, or of the names of the enterprises it is about."""
        enterprises: Any = self._partners().model._meta.get_field("enterprise").related_model
        named = search(enterprises._base_manager.order_by(), terms).values("pk")
        about = self._partners().filter(enterprise__in=named).values("story")
        found = search(self.model._base_manager.order_by(), terms).values("pk")
        return self.filter(Q(pk__in=found) | Q(pk__in=about))

    def _partners(self) -> Any:
        partners: Any = self.model._meta.get_field("partners").related_model
        return partners._base_manager.order_by()

    def lacking_consent(self) -> Any:
        """The rows of enterprises that have not agreed to the words and photos as they stand now."""
        waiting = self._partners().filter(story=OuterRef("pk"), enterprise__merged_into=None)
        return waiting.exclude(state="agreed", digest=F("story__digest"))

    def consented(self) -> Self:
        """Those that every enterprise they are about has agreed to as they stand."""
        return self.filter(~Exists(self.lacking_consent()))

    def published(self) -> Self:
        """What may be shown: both sides have agreed to it."""
        return self.consented().filter(state="published")

    def published_for(self, enterprise_id: int) -> Self:
        """The same for people of an enterprise: what others answered is behind the wall."""
        own = self._partners().filter(enterprise=enterprise_id)
        lacking = own.exclude(state="agreed", digest=F("story__digest")).values("story")
        return self.filter(state="published").exclude(pk__in=lacking)

    def public(self) -> Self:
        """What anybody may read."""
        return self.published().filter(audience="public")

    def waiting_for_centre(self) -> Self:
        """Proposed by enterprises, and not taken up yet."""
        return self.filter(state="draft", answer_by=None, proposer__isnull=False)

    def about(self, enterprise_id: int) -> Self:
        return self.filter(pk__in=self._partners().filter(enterprise=enterprise_id).values("story"))

    def with_numbers(self) -> Self:
        """With how many enterprises there are, and how many have agreed, counted row by row."""
        rows = self._partners().filter(story=OuterRef("pk")).values("story")
        agreed = rows.filter(state="agreed")
        return self.annotate(
            partner_count=Subquery(rows.annotate(number=Count("pk")).values("number")),
            agreed_count=Subquery(agreed.annotate(number=Count("pk")).values("number")),
        )


class NamingQuerySet(ScopedQuerySet):
    """Which enterprises may be named in public, for whoever sees stories of the department."""

    read_capability: ClassVar[str] = READ
    department_field: ClassVar[str] = "enterprise__department_id"

    def shown(self) -> Self:
        """Partners of today who have agreed to be named."""
        return self.filter(state="named", enterprise__merged_into=None, enterprise__state="partner")
