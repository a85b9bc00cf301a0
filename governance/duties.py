"""What waits for people of the rules of the centre and of inspections: to read, to put right, to decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.calendar import MOST as MOST_DEADLINES
from core.calendar import Deadline
from core.duties import Duty, Rows
from governance.models import Acknowledgement, Finding, FindingState
from governance.models.findings import UNDONE


def acknowledgements(user: Any, on: date) -> Rows:
    """Regulations not confirmed yet, the nearest day first. One query."""
    rows = Acknowledgement.objects.filter(user=user.pk).open(on).select_related("version__regulation")
    return Rows(
        rows.order_by("due_on", "pk"),
        lambda one: Duty(
            title=one.version.regulation.name,
            url=one.get_absolute_url(),
            text=f"{one.version.regulation.number} · {one.version.label}",
            due_on=one.due_on,
        ),
    )


def findings(user: Any, on: date) -> Rows:
    """What one has to put right, and the evidence on which one decides, the nearest day first. One query."""
    mine = Q(assignee=user.pk, state__in=UNDONE)
    to_decide = Q(inspection__responsible=user.pk, state=FindingState.HANDED_IN) & ~Q(assignee=user.pk)
    rows = Finding.objects.filter(mine | to_decide).select_related("inspection")
    return Rows(
        rows.order_by("due_on", "pk"),
        lambda one: Duty(
            title=Truncator(one.what).chars(90),
            url=one.get_absolute_url(),
            text=f"{one.inspection} · {one.number}",
            due_on=one.due_on,
            chip=one.chip_on(on),
            act_url=reverse("governance:finding_accept", args=[one.pk])
            if one.state == FindingState.HANDED_IN
            else reverse("governance:finding_hand_in", args=[one.pk]),
            act_label=pgettext("finding", "Decide")
            if one.state == FindingState.HANDED_IN
            else pgettext("finding", "Hand in"),
        ),
    )


def deadlines(user: Any, first: date, last: date) -> Iterator[Deadline]:
    """Days until which one has to put findings right. One query."""
    rows = Finding.objects.filter(assignee=user.pk, state__in=UNDONE, due_on__range=(first, last))
    for one in rows.select_related("inspection").order_by("due_on", "pk")[:MOST_DEADLINES]:
        yield Deadline(
            uid=f"finding-{one.pk}",
            on=one.due_on,
            title=_("Put right: %(finding)s") % {"finding": Truncator(one.what).chars(90)},
            description=str(one.inspection),
            path=one.get_absolute_url(),
        )
