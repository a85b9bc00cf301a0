"""What waits on the home page about the rules of the centre: what somebody has to read and confirm."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from governance.models import Acknowledgement, Finding, FindingState
from governance.models.findings import UNDONE
from insights.lines import SHOWN, Line, Queue, queue_of

if TYPE_CHECKING:
    from accounts.models import User


def findings(user: User, on: date) -> Queue:
    """What this person has to put right, and evidence that waits for who answers for the inspection. One
    query."""
    mine = Q(assignee=user.pk, state__in=UNDONE) | (
        Q(inspection__responsible=user.pk, state=FindingState.HANDED_IN) & ~Q(assignee=user.pk)
    )
    rows = Finding.objects.filter(mine).select_related("inspection")
    return queue_of(
        "findings",
        _("Findings of inspections"),
        "list-check",
        [
            Line(
                title=Truncator(one.what).chars(90),
                url=one.get_absolute_url(),
                text=f"{one.inspection} · {one.number}",
                due_on=one.due_on,
                chip=one.chip_on(on),
            )
            for one in rows.order_by("due_on", "pk")[: SHOWN + 1]
        ],
        reverse("governance:finding_list") + "?unsettled=on",
    )


def acknowledgements(user: User, on: date) -> Queue:
    """Regulations that this person has not confirmed, the nearest day first. One query."""
    rows = Acknowledgement.objects.filter(user=user.pk).open(on).select_related("version__regulation")
    return queue_of(
        "acknowledgements",
        _("Regulations to read and acknowledge"),
        "books",
        [
            Line(
                title=one.version.regulation.name,
                url=one.get_absolute_url(),
                text=f"{one.version.regulation.number} · {one.version.label}",
                due_on=one.due_on,
                chip=one.chip_on(on),
            )
            for one in rows.order_by("due_on", "pk")[: SHOWN + 1]
        ],
        reverse("governance:regulation_list") + "?mine=on",
    )
