from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Prefetch, Q

from accounts.models import User
from accounts.walls import PERSON_COLUMNS
from core.access import Actor, Scope
from signing.subjects import models_with_approvals


class ApprovalQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those of records that the actor sees."""
        seen = Q(pk__in=[])
        for model in models_with_approvals():
            rows: Any = model._default_manager
            keys = rows.visible_to(actor).order_by().values("pk")
            seen |= Q(subject_type=ContentType.objects.get_for_model(model), subject_id__in=keys)
        return self.filter(seen)

    def about(self, subject: models.Model) -> Self:
        return self.filter(subject_type=ContentType.objects.get_for_model(subject), subject_id=subject.pk)

    def open(self) -> Self:
        return self.filter(outcome="open")


class ApprovalStepQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(status="current")

    def overdue(self, on: date) -> Self:
        return self.current().filter(due_on__lt=on)

    def waiting_for(self, user: User) -> Self:
        """Steps that this person can decide now: their queue and its badge, in one indexed query.

        The same rule as :func:`signing.policies.power_for`, set-based.
        """
        open_to_user = Q(pk__in=[])
        for power in user.powers:
            here = Q(capability=power.capability) & _held(power.scope)
            if power.lender is not None:
                here &= ~Q(approval__opened_by=power.lender) | Q(approval__allows_own_decision=True)
            open_to_user |= here
        return (
            self.current()
            .filter(open_to_user)
            .filter(Q(approval__allows_own_decision=True) | ~Q(approval__opened_by=user))
            .select_related("approval", "approval__opened_by")
            .order_by("due_on", "pk")
        )


class EnvelopeQuerySet(models.QuerySet):
    def about(self, subject: models.Model) -> Self:
        return self.filter(subject_type=ContentType.objects.get_for_model(subject), subject_id=subject.pk)

    def out(self) -> Self:
        return self.filter(state="out")


class SignatoryQuerySet(models.QuerySet):
    def of(self, actor: Actor) -> Self:
        """Whoever this actor is: the only route from a request to somebody's own ceremony."""
        held = getattr(actor, "signatory_id", None)
        if held is not None:
            return self.filter(pk=held)
        return self.none() if actor.pk is None else self.filter(user_id=actor.pk)

    def with_envelope(self) -> Self:
        """With what was sent, and as much of whoever sent it as anybody may know. Two queries."""
        sender = Prefetch("envelope__created_by", User.objects.only(*PERSON_COLUMNS))
        return self.select_related("envelope").prefetch_related(sender)

    def pending(self) -> Self:
        return self.filter(status__in=["waiting", "invited", "opened"])

    def asked(self) -> Self:
        """Those whose turn it is."""
        return self.filter(envelope__state="out", status__in=["invited", "opened"])


def _held(scope: Scope) -> Q:
    if scope.everywhere:
        return Q()
    return Q(reach="department", approval__department_id__in=scope.departments)
