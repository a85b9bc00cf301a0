from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Department, User
from catalogue.models import Industry, Region
from compliance.changes import facts_changed
from core import audit
from core.access import Actor, NotVisible
from core.errors import Refused
from partnerships.models import Enterprise, EnterpriseName, NameKind, Tag
from partnerships.policies import EDIT, READ, enterprise_for_write, require
from partnerships.transitions import STAGES

# What rules of law look at of a host.
TOLD_TO_RULES = frozenset({"scheme", "code", "staff_count"})


class UnableToAssign(Refused):
    """This person cannot look after the enterprise; the message says why."""


class EnterpriseFields(TypedDict, total=False):
    """What people enter about an enterprise; a field that is not given stays as it is."""

    name: str
    name_en: str
    scheme: str
    code: str | None
    industry: Industry | None
    country: str
    region: Region | None
    address: str
    size_band: str
    staff_count: int | None
    is_integration_type: bool | None
    website: str
    owner: User | None
    department: Department
    tags: Iterable[Tag]
    notes: str


@transaction.atomic
def add_enterprise(*, actor: Actor, now: datetime, **fields: Unpack[EnterpriseFields]) -> Enterprise:
    """Enter an enterprise as a prospect.

    Raises:
        PermissionDenied: the actor may not edit enterprises of this department.
        ValidationError: a field is not acceptable, or the registration code is taken.
        UnableToAssign: the owner does not see enterprises of this department.
    """
    tags = fields.pop("tags", ())
    require(actor, EDIT, fields["department"])
    enterprise = Enterprise(state_since=now, created_at=now, updated_at=now, **fields)
    check_owner(enterprise)
    enterprise.full_clean()
    enterprise.save(force_insert=True)
    enterprise.tags.set(tags)
    audit.record(actor=actor, subject=enterprise, verb="enterprise.added", now=now, capability=EDIT)
    return enterprise


@transaction.atomic
def change_enterprise(
    *, actor: Actor, pk: Any, now: datetime, **fields: Unpack[EnterpriseFields]
) -> Enterprise:
    """Change what we know about an enterprise. A legal name that is replaced stays as a former name.

    Raises: as :func:`add_enterprise`; NotVisible.
    """
    enterprise = enterprise_for_write(actor, pk)
    tags = fields.pop("tags", None)
    if "department" in fields and fields["department"].pk != enterprise.department_id:
        require(actor, EDIT, fields["department"])
    former = enterprise.name
    changed = [name for name, value in fields.items() if getattr(enterprise, name) != value]
    for name in changed:
        setattr(enterprise, name, fields[name])  # type: ignore[literal-required]
    if {"owner", "department"} & set(changed):
        check_owner(enterprise)
    enterprise.full_clean(exclude=_untouched(changed))
    enterprise.updated_at = now
    enterprise.save()
    if "name" in changed:
        keep_name(enterprise, former, kind=NameKind.FORMER, until=timezone.localdate(now))
    if tags is not None and set(tags) != set(enterprise.tags.all()):
        enterprise.tags.set(tags)
        changed.append("tags")
    if changed:
        audit.record(
            actor=actor,
            subject=enterprise,
            verb="enterprise.changed",
            now=now,
            details={"fields": sorted(changed)},
            capability=EDIT,
        )
    if TOLD_TO_RULES & set(changed):
        facts_changed(enterprise, now=now)
    return enterprise


def _untouched(changed: Iterable[str]) -> set[str]:
    """The fields that a change does not validate again: what was taken over as it was stays so."""
    touched = {*changed, *(("scheme", "code") if {"scheme", "code"} & set(changed) else ())}
    return {field.name for field in Enterprise._meta.fields} - touched


@transaction.atomic
def assign_owner(*, actor: Actor, pk: Any, owner: User | None, now: datetime) -> Enterprise:
    """Raises NotVisible, PermissionDenied, UnableToAssign."""
    return change_enterprise(actor=actor, pk=pk, now=now, owner=owner)


@transaction.atomic
def tag_enterprise(
    *, actor: Actor, pk: Any, now: datetime, add: Iterable[Tag] = (), remove: Iterable[Tag] = ()
) -> Enterprise:
    """Raises NotVisible, PermissionDenied."""
    enterprise = enterprise_for_write(actor, pk)
    tags = (set(enterprise.tags.all()) | set(add)) - set(remove)
    return change_enterprise(actor=actor, pk=pk, now=now, tags=tags)


def move_stage(*, actor: Actor, pk: Any, name: str, now: datetime, reason: str = "") -> Enterprise:
    """Make one of the moves of :data:`partnerships.transitions.STAGES`.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    return STAGES.move(
        actor=actor,
        pk=pk,
        name=name,
        now=now,
        reason=reason,
        changes={"state_since": now, "updated_at": now},
    )


@transaction.atomic
def add_name(
    *, actor: Actor, pk: Any, name: str, kind: str, now: datetime, until: date | None = None
) -> EnterpriseName | None:
    """Add a former name or an alias; ``None`` where the enterprise has the name already.

    Raises NotVisible, PermissionDenied, ValidationError.
    """
    enterprise = enterprise_for_write(actor, pk)
    added = keep_name(enterprise, name, kind=kind, until=until)
    if added:
        audit.record(
            actor=actor,
            subject=enterprise,
            verb="enterprise.name_added",
            now=now,
            details={"name": added.name},
            capability=EDIT,
        )
    return added


@transaction.atomic
def remove_name(*, actor: Actor, pk: Any, name_pk: Any, now: datetime) -> None:
    """Raises NotVisible (the enterprise, or it has no such name), PermissionDenied."""
    enterprise = enterprise_for_write(actor, pk)
    name = enterprise.names.filter(pk=name_pk).first()
    if name is None:
        raise NotVisible(f"partnerships.EnterpriseName {name_pk}")
    name.delete()
    refresh_other_names(enterprise)
    audit.record(
        actor=actor,
        subject=enterprise,
        verb="enterprise.name_removed",
        now=now,
        details={"name": name.name},
        capability=EDIT,
    )


def keep_name(
    enterprise: Enterprise, name: str, *, kind: str, until: date | None = None
) -> EnterpriseName | None:
    """Note another name of a locked enterprise, unless it bears it already."""
    name = " ".join(name.split())
    if name in {enterprise.name, enterprise.name_en} or enterprise.names.filter(name=name).exists():
        return None
    kept = EnterpriseName(enterprise=enterprise, name=name, kind=kind, until=until)
    kept.full_clean()
    kept.save()
    refresh_other_names(enterprise)
    return kept


def refresh_other_names(enterprise: Enterprise) -> None:
    enterprise.other_names = "\n".join(enterprise.names.values_list("name", flat=True))
    enterprise.save(update_fields=["other_names"])


def check_owner(enterprise: Enterprise) -> None:
    """Raises UnableToAssign where the owner could not even see the enterprise."""
    owner = enterprise.owner
    if owner is not None and not owner.scope_for(READ).covers(enterprise.department_id):
        raise UnableToAssign(
            _("%(person)s does not see the enterprises of %(department)s.")
            % {"person": owner, "department": enterprise.department}
        )
