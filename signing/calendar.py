"""The decisions somebody owes, in their calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.calendar import MOST, Deadline
from signing.models import ApprovalStep

if TYPE_CHECKING:
    from accounts.models import User


def deadlines(user: User, first: date, last: date) -> Iterator[Deadline]:
    """When what waits for them has to be decided."""
    steps = ApprovalStep.objects.waiting_for(user).filter(due_on__range=(first, last))
    for step in steps.prefetch_related("approval__subject")[:MOST]:
        page = getattr(step.approval.subject, "get_absolute_url", None)
        yield Deadline(
            uid=f"approval-step-{step.pk}",
            on=step.deadline,
            title=_("Decide: %(title)s") % {"title": step.approval.title},
            description=f"{step.name} – {step.approval.opened_by}",
            path=page() if page else "",
        )
