"""Who is told of joint projects: whoever decides next, whoever leads one, liaisons, panels; and reminders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.holders import Holders
from core.notifications import Importance, Kind, NewNotification, Readers, notify_many
from partnerships.models import Contact
from projects.models import Milestone, Outcome, Project, Side

BOTH = Readers.STAFF | Readers.PARTNERS
WAITING = Kind(
    name="projects.waiting",
    label=_("Joint projects that wait for a decision"),
    icon="gavel",
    importance=Importance.HIGH,
    can_wait=True,
)
MOVED = Kind(
    name="projects.moved",
    label=_("What becomes of joint projects"),
    icon="message-circle",
    importance=Importance.HIGH,
    can_wait=True,
    readers=BOTH,
)
ASKED = Kind(
    name="projects.asked",
    label=_("Joint projects for whose acceptance I am asked"),
    icon="clipboard-check",
    importance=Importance.HIGH,
    readers=BOTH,
)
OUTCOME = Kind(
    name="projects.outcome",
    label=_("Outcomes of joint projects whose ownership is to be confirmed"),
    icon="award",
    readers=Readers.PARTNERS,
)
MILESTONE = Kind(
    name="projects.milestone",
    label=_("Milestones of joint projects that are due soon"),
    icon="flag",
    can_wait=True,
    readers=BOTH,
)
KINDS = (WAITING, MOVED, ASKED, OUTCOME, MILESTONE)
# How long before its day a milestone is reminded of.
BEFORE = timedelta(days=14)
PAGES = {"staff": "projects:project_detail", "portal": "portal:project"}


def facts(project: Project) -> dict[str, Any]:
    """What every mail says of it; the enterprise is fetched along."""
    enterprise = project.enterprise
    return {
        "title": project.title,
        "number": project.number,
        "enterprise": {"zh": enterprise.name, "en": enterprise.name_en or enterprise.name},
        "state": project.state,
        "result": project.result,
        "reason": project.reason,
    }


def _note(project: Project, kind: Kind, user_id: int, where: str, stamp: str, **more: Any) -> NewNotification:
    return NewNotification(
        key=f"{kind.name}:{project.pk}:{stamp}:u{user_id}",
        kind=kind.name,
        recipient_id=user_id,
        subject=project,
        data=facts(project) | more | {"url": reverse(PAGES[where], args=[project.pk])},
    )


def _tell(
    project: Project, kind: Kind, people: Iterable[int], where: str, now: datetime, **more: Any
) -> None:
    stamp = f"{project.state}:{now.isoformat()}"
    notify_many([_note(project, kind, one, where, stamp, **more) for one in sorted(set(people))], now=now)


def enterprises_of(project: Project) -> list[int]:
    """The leading one and its further partners. A query."""
    return [project.enterprise_id, *project.partners.order_by().values_list("enterprise", flat=True)]


def liaisons(enterprises: Iterable[int]) -> set[int]:
    rows = Contact.objects.liaisons_with_account().filter(enterprise__in=list(enterprises))
    return set(rows.order_by().values_list("user", flat=True))


def tell_deciders(project: Project, capability: str, *, now: datetime, by: int | None = None) -> None:
    """Whoever may take the next decision for the department."""
    holders = Holders.on(timezone.localdate(now)).of(capability, project.department_id)
    people = {holder.user.pk for holder in holders} - {by}
    _tell(project, WAITING, {one for one in people if one is not None}, "staff", now)


def tell_lead(project: Project, *, now: datetime, by: int | None = None) -> None:
    user = project.leader_user_id
    if user is not None and user != by:
        _tell(project, MOVED, {user}, "staff", now)


def tell_enterprises(project: Project, *, now: datetime, by: int | None = None) -> None:
    people = liaisons(enterprises_of(project)) - {by}
    _tell(project, MOVED, {one for one in people if one is not None}, "portal", now)


def tell_panel(project: Project, *, now: datetime, by: int | None = None) -> None:
    """Whoever has an account; the others are asked by whoever leads the acceptance."""
    rows = list(project.panel.filter(opinion="").values_list("user", "contact__user"))
    _tell(project, ASKED, {user for user, _contact in rows if user and user != by}, "staff", now)
    _tell(project, ASKED, {contact for _user, contact in rows if contact}, "portal", now)


def tell_owner(project: Project, outcome: Outcome, *, now: datetime) -> None:
    """Whoever can confirm whose it is."""
    people = liaisons([outcome.owner_id or project.enterprise_id])
    _tell(project, OUTCOME, people, "portal", now, outcome=outcome.title)


def remind(*, on: date, now: datetime) -> None:
    """One sweep: milestones that are due within a fortnight, each once for its day."""
    notify_many(list(_due(on)), now=now)


def _due(on: date) -> Iterator[NewNotification]:
    rows = Milestone.objects.open().filter(due_on__range=(on, on + BEFORE))
    rows = rows.select_related("project__enterprise", "project__lead", "project__lead_teacher")
    found = list(rows.order_by("due_on", "pk"))
    theirs = [one.project_id for one in found if one.side == Side.ENTERPRISE]
    # The liaisons of each project for which an enterprise delivers something. One query.
    people = (
        Contact.objects.liaisons_with_account()
        .filter(Q(enterprise__projects__in=theirs))
        .order_by()
        .values_list("enterprise", "user")
    )
    of_enterprise: dict[int, set[int]] = {}
    for enterprise, user in people:
        of_enterprise.setdefault(enterprise, set()).add(user)
    for milestone in found:
        project = milestone.project
        stamp = f"{milestone.pk}:{milestone.due_on.isoformat()}"
        more = {"milestone": milestone.title, "due_on": milestone.due_on, "side": milestone.side}
        if project.leader_user_id is not None:
            yield _note(project, MILESTONE, project.leader_user_id, "staff", stamp, **more)
        if milestone.side == Side.ENTERPRISE:
            for user in sorted(of_enterprise.get(project.enterprise_id, ())):
                yield _note(project, MILESTONE, user, "portal", stamp, **more)
