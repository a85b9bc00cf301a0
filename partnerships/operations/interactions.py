from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.access import Actor
from core.errors import Refused
from partnerships.models import Contact, Interaction
from partnerships.policies import EDIT, READ, enterprise_for_write, interaction_for_write


class UnableToRecord(Refused):
    """The interaction cannot be recorded like this; the message says why."""


class InteractionFields(TypedDict, total=False):
    kind: str
    happened_at: datetime
    place: str
    summary: str
    minutes: str
    staff: Iterable[User]
    contacts: Iterable[Contact]
    next_action: str
    next_action_on: date | None
    next_action_owner: User | None


@transaction.atomic
def record_interaction(
    *, actor: Actor, enterprise_pk: Any, now: datetime, **fields: Unpack[InteractionFields]
) -> Interaction:
    """Write down a visit, meeting, call or mail that has taken place.

    Raises NotVisible, PermissionDenied, ValidationError, UnableToRecord.
    """
    enterprise = enterprise_for_write(actor, enterprise_pk)
    interaction = Interaction(enterprise=enterprise, recorded_by_id=actor.pk, created_at=now)
    _fill(interaction, fields, now)
    _record(actor, interaction, "interaction.recorded", now)
    return interaction


@transaction.atomic
def change_interaction(
    *, actor: Actor, pk: Any, now: datetime, **fields: Unpack[InteractionFields]
) -> Interaction:
    """Raises NotVisible, PermissionDenied, ValidationError, UnableToRecord."""
    interaction = interaction_for_write(actor, pk)
    _fill(interaction, fields, now)
    _record(actor, interaction, "interaction.changed", now)
    return interaction


@transaction.atomic
def complete_action(*, actor: Actor, pk: Any, now: datetime) -> Interaction:
    """Note that the next action is done: by whoever was to do it, or whoever edits the enterprise.

    Raises NotVisible, PermissionDenied, UnableToRecord.
    """
    seen = Interaction.objects.visible_to(actor).filter(pk=pk).first()
    is_theirs = seen is not None and actor.pk is not None and seen.next_action_owner_id == actor.pk
    power = READ if is_theirs else EDIT
    interaction = interaction_for_write(actor, pk, power)
    if is_theirs and interaction.next_action_owner_id != actor.pk:
        raise PermissionDenied(_("Somebody else has been asked to do this in the meantime."))
    if not interaction.has_open_action:
        raise UnableToRecord(_("Nothing is waiting to be done here any more."))
    interaction.next_action_done_at = now
    interaction.save(update_fields=["next_action_done_at"])
    _record(actor, interaction, "interaction.action_done", now, capability=power)
    return interaction


def _fill(interaction: Interaction, fields: InteractionFields, now: datetime) -> None:
    staff, contacts = fields.pop("staff", None), fields.pop("contacts", None)
    action_before = interaction.next_action
    for name, value in fields.items():
        setattr(interaction, name, value)
    if interaction.happened_at > now:
        raise UnableToRecord(
            _("This lies in the future. Record what has happened, and plan the rest as the next action.")
        )
    if interaction.next_action != action_before:
        interaction.next_action_done_at = None
    if contacts is not None and any(c.enterprise_id != interaction.enterprise_id for c in contacts):
        raise UnableToRecord(_("One of the people does not work for this enterprise."))
    owner = interaction.next_action_owner
    if owner is not None and not owner.scope_for(READ).covers(interaction.enterprise.department_id):
        raise UnableToRecord(
            _("%(person)s does not see this enterprise, so cannot be asked to act.") % {"person": owner}
        )
    interaction.full_clean()
    interaction.save()
    if staff is not None:
        interaction.staff.set(staff)
    if contacts is not None:
        interaction.contacts.set(contacts)


def _record(
    actor: Actor, interaction: Interaction, verb: str, now: datetime, *, capability: str = EDIT
) -> None:
    audit.record(
        actor=actor,
        subject=interaction.enterprise,
        verb=verb,
        now=now,
        details={"interaction": interaction.pk, "summary": interaction.summary},
        capability=capability,
    )
