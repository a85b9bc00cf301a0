from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.db.models import Exists, OuterRef, Q

from core.access import Actor, ScopedQuerySet
from core.search import fold, is_too_short, search
from teachers.querysets import OfTeacherQuerySet, on_the_day


def _behind(queryset: ScopedQuerySet, field: str) -> Any:
    """All rows of the model that a key leads to, or that leads here, which cannot be imported here."""
    related: Any = queryset.model._meta.get_field(field).related_model
    return related._default_manager.order_by()


class RecognitionQuerySet(OfTeacherQuerySet):
    """Recognitions: one's own, and those that a panel decides which one sits on.

    A member reads them until the session is closed, but for those in which they take no part.
    """

    read_capability: ClassVar[str] = "recognition.read"

    def own(self, actor: Actor) -> Q:
        heard = _behind(self, "cases").filter(
            panel__members__user=actor.pk, panel__state__in=["planned", "in_session"]
        )
        heard = heard.exclude(conflicts__member__user=actor.pk)
        return super().own(actor) | Q(pk__in=heard.values("recognition"))

    def with_names(self) -> Self:
        return self.select_related("teacher__department")

    def open(self) -> Self:
        return self.filter(
            state__in=["draft", "applied", "department_approved", "sent_out", "before_panel", "publicised"]
        )

    def valid_on(self, day: date) -> Self:
        """Those valid on a day, past or coming: told by their terms, so that none outlives its review."""
        covering = _behind(self, "terms").filter(on_the_day(day), recognition=OuterRef("pk"))
        return self.filter(Exists(covering)).filter(Q(ended_on=None) | Q(ended_on__gt=day))

    def lapsing(self, first: date, last: date) -> Self:
        """Those whose last day lies in a span, both ends included, that were not revoked, and that no other
        one of the teacher outlasts."""
        newer = self.model._default_manager.filter(
            teacher=OuterRef("teacher"),
            stage=OuterRef("stage"),
            state="recognised",
            review_due__gt=OuterRef("review_due"),
            ended_on=None,
        )
        return self.filter(state="recognised", ended_on=None, review_due__range=(first, last)).exclude(
            Exists(newer.order_by())
        )

    def lapsed_by(self, day: date) -> Self:
        """Those that lapsed before a day without a review, and that no other one of the teacher replaces."""
        newer = self.model._default_manager.filter(
            teacher=OuterRef("teacher"), stage=OuterRef("stage"), review_due__gte=day, ended_on=None
        )
        return self.filter(state="recognised", ended_on=None, review_due__lt=day).exclude(
            Exists(newer.order_by())
        )

    def with_open(self, what: str) -> Self:
        """Those with an ``objections`` or ``appeals`` that nobody has answered."""
        waiting = _behind(self, what).filter(recognition=OuterRef("pk"), outcome="")
        return self.filter(Exists(waiting))

    def to_conclude_by(self, actor: Actor, day: date) -> Self:
        """Those whose publicity period is over by a day, for this person to conclude: never their own."""
        rows = self.permitting(actor, "recognition.publish").exclude(teacher__user=actor.pk)
        return rows.filter(state="publicised", publicised_until__lt=day)

    def in_publicity(self, day: date) -> Self:
        """Those that everybody of the centre may read about on a day, and object to."""
        return self.filter(state="publicised", publicised_from__lte=day, publicised_until__gte=day)

    def matching(self, terms: str) -> Self:
        """Those of whose teacher the names or number contain every one of the terms."""
        if is_too_short(terms):
            return self.none()
        rows = self
        for term in terms.split():
            if is_too_short(term):  # narrows what a longer term has found
                rows = rows.filter(teacher__search_text__contains=fold(term))
            else:
                named = search(_behind(self, "teacher"), term)
                rows = rows.filter(teacher__in=named.values("pk"))
        return rows


class OfRecognitionQuerySet(ScopedQuerySet):
    """Parts of a recognition, seen by whoever sees the recognition."""

    read_capability: ClassVar[str] = "recognition.read"
    department_field: ClassVar[str] = "recognition__teacher__department_id"

    def own(self, actor: Actor) -> Q:
        recognitions = _behind(self, "recognition")
        return Q(recognition__in=recognitions.filter(recognitions.own(actor)).values("pk"))


class RecognitionTermQuerySet(OfRecognitionQuerySet):
    def covering(self, day: date) -> Self:
        return self.filter(on_the_day(day))


class PanelQuerySet(ScopedQuerySet):
    """Panels: those of one's departments, and those that one sits on. One without a department is the
    centre's."""

    read_capability: ClassVar[str] = "recognition.read"

    def own(self, actor: Actor) -> Q:
        return Q(members__user=actor.pk)

    def visible_to(self, actor: Actor) -> Self:
        return super().visible_to(actor).distinct()

    def coming(self, day: date) -> Self:
        return self.filter(state__in=["planned", "in_session"], held_on__lte=day + timedelta(days=60))
