"""What joint projects put on the home page: what waits for the reader's decision, and milestones overdue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from insights.lines import SHOWN, Line, Queue, queue_of
from projects.models import Milestone, Project, ProjectState
from projects.transitions import ACCEPT, APPROVE, REVIEW

if TYPE_CHECKING:
    from accounts.models import User

S = ProjectState
# What waits for whom.
WAITING = ((REVIEW, S.PROPOSED), (APPROVE, S.REVIEWED), (ACCEPT, S.IN_ACCEPTANCE))


def to_decide(user: User) -> Queue:
    """Proposed, reviewed or in acceptance where this person decides next, and panels that wait for their
    opinion; the longest first. One query."""
    return queue_of(
        "projects",
        _("Joint projects that wait for you"),
        "affiliate",
        _decisions(user),
        reverse("projects:project_list") + "?state=proposed&state=reviewed&state=in_acceptance",
    )


def _decisions(user: User) -> Iterator[Line]:
    wanted = Q(state=S.IN_ACCEPTANCE, panel__user=user.pk, panel__opinion="")
    for capability, state in WAITING:
        if user.can(capability):
            wanted |= Q(state=state, pk__in=Project.objects.permitting(user, capability).values("pk"))
    rows: Any = Project.objects.filter(pk__in=Project.objects.filter(wanted).order_by().values("pk"))
    for one in rows.select_related("enterprise").order_by("waiting_since", "pk")[: SHOWN + 1]:
        yield Line(title=one.title, url=one.get_absolute_url(), text=str(one.enterprise), chip=one.chip)


def overdue(user: User, on: date) -> Queue:
    """Those of projects that this person leads or keeps, the earliest first. One query."""
    return queue_of(
        "milestones",
        _("Milestones of joint projects overdue"),
        "alarm",
        _milestones(user, on),
        reverse("projects:project_list") + "?late=on",
    )


def _milestones(user: User, on: date) -> Iterator[Line]:
    kept = Project.objects.permitting(user, "project.edit").order_by().values("pk")
    rows = Milestone.objects.overdue(on).filter(project__in=kept).select_related("project")
    for one in rows.order_by("due_on", "pk")[: SHOWN + 1]:
        yield Line(title=one.title, url=one.get_absolute_url(), text=one.project.title, due_on=one.due_on)
