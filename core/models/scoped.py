from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import reduce
from operator import and_

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import BaseConstraint, CheckConstraint, Q
from django.db.models.functions import Coalesce

from core.access import Actor


class ScopedModel(models.Model):
    """A record that ``core.access.ScopedQuerySet`` guards; knows where it belongs and its page."""

    class Meta:
        abstract = True

    department_id: int | None

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    def permits(self, actor: Actor, capability: str) -> bool:
        """Whether the actor holds the capability on this row, without a query for department rows."""
        return actor.scope_for(capability).covers(self.department_id)

    def get_constraints(self) -> list[tuple[type[models.Model], Sequence[BaseConstraint]]]:
        """Check constraints as one, so that validating a record asks the database once, not for each."""
        found: list[tuple[type[models.Model], Sequence[BaseConstraint]]] = []
        for model, constraints in super().get_constraints():
            checks = [one for one in constraints if isinstance(one, CheckConstraint)]
            others = [one for one in constraints if not isinstance(one, CheckConstraint)]
            found.append((model, [AllChecks(checks), *others] if checks else others))
        return found

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Leaves generated columns out: no constraint speaks of them, and Django would resolve their
        expressions anew for each one, which made most of the cost of saving a record."""
        generated = {field.name for field in self._meta.fields if field.generated}
        super().validate_constraints(exclude=generated.union(exclude or ()))


class AllChecks(BaseConstraint):
    """Check constraints that usually all hold; which one does not is asked only where one does not."""

    def __init__(self, checks: list[CheckConstraint]) -> None:
        super().__init__(name="all_checks")
        self.checks = checks

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: set[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        left_out = exclude or set()
        conditions = [Q(check.condition) for check in self.checks]
        asked = [condition for condition in conditions if not condition.referenced_base_fields & left_out]
        if not asked:
            return
        values = instance._get_field_expression_map(meta=model._meta, exclude=exclude)  # type: ignore[attr-defined]
        # As in the table, what cannot be told for want of a value holds.
        all_hold = Coalesce(reduce(and_, asked), True, output_field=models.BooleanField())
        if Q(all_hold).check(values, using=using):
            return
        broken = []
        for check in self.checks:
            try:
                check.validate(model, instance, exclude=exclude, using=using)
            except ValidationError as error:
                broken.append(error)
        if broken:
            raise ValidationError(broken)
