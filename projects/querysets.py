from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db.models import Count, Exists, OuterRef, Q, Sum

from core.access import Actor, ScopedQuerySet
from core.search import search

READ, EDIT = "project.read", "project.edit"


class ProjectQuerySet(ScopedQuerySet):
    """Joint projects of one's departments, and those one leads, works in or helps to accept.

    Whoever leads one keeps its plan and its work without a power of their own.
    """

    read_capability: ClassVar[str] = READ

    def own(self, actor: Actor) -> Q | None:
        members: Any = self.model._meta.get_field("members").related_model
        panel: Any = self.model._meta.get_field("panel").related_model
        works = members._base_manager.filter(teacher__user=actor.pk)
        accepts = panel._base_manager.filter(user=actor.pk)
        return self.led_by(actor) | Q(pk__in=works.values("project")) | Q(pk__in=accepts.values("project"))

    @staticmethod
    def led_by(actor: Actor) -> Q:
        return Q(lead=actor.pk) | Q(lead_teacher__user=actor.pk)

    def permitting(self, actor: Actor, capability: str) -> Self:
        rows = super().permitting(actor, capability)
        if capability != EDIT or actor.pk is None or actor.scope_for(capability).everywhere:
            return rows
        led = self.model._base_manager.filter(self.led_by(actor))
        return self.filter(Q(pk__in=rows.order_by().values("pk")) | Q(pk__in=led.values("pk")))

    def matching(self, terms: str) -> Self:
        """Its own words or its leading enterprise have every term in them."""
        found = self
        enterprise: Any = self.model._meta.get_field("enterprise").related_model
        for term in terms.split():
            enterprises = search(enterprise._default_manager.order_by(), term)
            titled = search(self.model._default_manager.order_by(), term)
            found = found.filter(Q(pk__in=titled.values("pk")) | Q(enterprise__in=enterprises.values("pk")))
        return found

    def with_names(self) -> Self:
        return self.select_related("enterprise", "department", "lead", "lead_teacher__user")

    def of_enterprise(self, enterprise: Any) -> Self:
        """Those it leads or is a further partner of."""
        partners: Any = self.model._meta.get_field("partners").related_model
        among = partners._base_manager.filter(enterprise=enterprise).values("project")
        return self.filter(Q(enterprise=enterprise) | Q(pk__in=among))

    def with_numbers(self) -> Self:
        """With the ``budget`` in yuan, what was ``spent`` of it, and the ``outcome_count``."""

        def number(name: str, value: Any) -> Any:
            rows: Any = self.model._meta.get_field(name).related_model
            of_this = rows._base_manager.filter(project=OuterRef("pk")).order_by().values("project")
            return of_this.annotate(number=value).values("number")

        return self.annotate(
            budget=number("budget_lines", Sum("amount")),
            spent=number("expenses", Sum("amount")),
            outcome_count=number("outcomes", Count("pk")),
        )

    def running(self) -> Self:
        return self.filter(state__in=["approved", "running", "in_acceptance"])

    def with_late_milestones(self, on: date) -> Self:
        """Running, with a milestone whose day is over and which is not done."""
        milestones: Any = self.model._meta.get_field("milestones").related_model
        late = milestones._base_manager.filter(project=OuterRef("pk"), done_on=None, due_on__lt=on)
        return self.filter(Exists(late), state="running")


class OfProjectQuerySet(ScopedQuerySet):
    """Parts of a joint project, for whoever sees projects of its department or leads it."""

    read_capability: ClassVar[str] = READ
    department_field: ClassVar[str] = "project__department_id"

    def own(self, actor: Actor) -> Q | None:
        return Q(project__lead=actor.pk) | Q(project__lead_teacher__user=actor.pk)


class MilestoneQuerySet(OfProjectQuerySet):
    def open(self) -> Self:
        """Not done, of projects that run."""
        return self.filter(done_on=None, project__state="running")

    def overdue(self, on: date) -> Self:
        return self.open().filter(due_on__lt=on)
