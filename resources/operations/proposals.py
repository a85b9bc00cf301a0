"""Resources that an enterprise proposes: taken in by the centre, or answered why not.

What is done at the portal is done outside the walls; the view has made sure who acts. Locks: the resource.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from catalogue.models import Major
from core import audit
from core.access import Actor, NotVisible
from partnerships.models import Enterprise
from partnerships.portal.partner import Partner
from resources import notices
from resources.models import Resource, ResourceState
from resources.operations.resources import NOT_ASKED, Hours, UnableToKeep, add, open_between
from resources.transitions.bookings import RESOURCE_MOVES

R = ResourceState
SAID = ("name", "kind", "place", "capacity", "about", "safety_rules")


def _write(resource: Resource, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name not in SAID:
            raise TypeError(f"{name} is not said at the portal")
        setattr(resource, name, value)


@transaction.atomic
def propose(
    *,
    partner: Partner,
    majors: Iterable[Major] = (),
    hours: Hours | None = None,
    now: datetime,
    **fields: Any,
) -> Resource:
    """A workshop, a device or a venue of the enterprise, with the one who proposes it as its person there.

    Whoever keeps resources of the department is told. Raises ValidationError.
    """
    enterprise = Enterprise.objects.select_related("department").get(pk=partner.enterprise.pk)
    resource = Resource(
        state=R.PROPOSED,
        by_enterprise=True,
        enterprise=enterprise,
        department=enterprise.department,
        contact=partner.contact,
        created_by_id=partner.pk,
        created_at=now,
    )
    _write(resource, fields)
    add(resource, majors, hours)
    audit.record(actor=partner, subject=resource, verb="resource.propose", now=now)
    notices.tell_of_proposal(resource, now=now)
    return resource


def _own(partner: Partner, pk: int) -> Resource:
    """Locked. Raises NotVisible."""
    rows = Resource.objects.select_for_update(of=("self",)).select_related("enterprise")
    resource = rows.filter(pk=pk, enterprise=partner.enterprise.pk, by_enterprise=True).first()
    if resource is None:
        raise NotVisible(f"resources.Resource {pk}")
    return resource


@transaction.atomic
def change_own(
    *,
    partner: Partner,
    pk: int,
    majors: Iterable[Major] = (),
    hours: Hours | None = None,
    now: datetime,
    **fields: Any,
) -> Resource:
    """Until the centre has taken it in; one that was not taken in is proposed again with it.

    Raises NotVisible, UnableToKeep, ValidationError.
    """
    resource = _own(partner, pk)
    if resource.state not in {R.PROPOSED, R.REFUSED}:
        raise UnableToKeep(_("The school has answered already: write to it."))
    again = resource.state == R.REFUSED
    _write(resource, fields)
    resource.full_clean(exclude=NOT_ASKED)
    resource.save()
    resource.majors.set(majors)
    open_between(resource, hours)
    audit.record(actor=partner, subject=resource, verb="resource.change", now=now)
    if again:
        resource = RESOURCE_MOVES.move(
            actor=partner, pk=pk, name="propose_again", now=now, changes={"answer": ""}
        )
        notices.tell_of_proposal(resource, now=now)
    return resource


@transaction.atomic
def withdraw_own(*, partner: Partner, pk: int, now: datetime) -> Resource:
    """As long as it is not taken in. Raises NotVisible, TransitionRefused."""
    _own(partner, pk)
    gone: Resource = RESOURCE_MOVES.move(actor=partner, pk=pk, name="withdraw", now=now)
    return gone


@transaction.atomic
def confirm(
    *, actor: Actor, pk: int, keeper: User | None = None, answer: str = "", now: datetime
) -> Resource:
    """Take it in: from now on the staff books it and the enterprise answers. Its liaisons are told.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    resource: Resource = RESOURCE_MOVES.move(
        actor=actor,
        pk=pk,
        name="confirm",
        reason=answer,
        now=now,
        changes={"keeper": keeper, "answer": answer.strip()},
    )
    notices.tell_answer(resource, now=now)
    return resource


@transaction.atomic
def refuse(*, actor: Actor, pk: int, reason: str, now: datetime) -> Resource:
    """The liaisons read why, and may propose it again. Raises as :func:`confirm`."""
    resource: Resource = RESOURCE_MOVES.move(
        actor=actor, pk=pk, name="refuse", reason=reason, now=now, changes={"answer": reason.strip()}
    )
    notices.tell_answer(resource, now=now)
    return resource
