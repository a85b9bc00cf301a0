"""What a liaison does with the needs of the enterprise at the portal. Outside the walls; the view has made
sure that a liaison acts.

Locks: the need.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import Major
from collaboration import need_notices as notices
from collaboration.models import Need, NeedSource, NeedState
from collaboration.operations.needs import UnableToAnswer, as_told_again, save, write
from collaboration.transitions.needs import NEED_MOVES
from core import audit
from core.access import NotVisible
from partnerships.models import Enterprise
from partnerships.portal.partner import Partner


def of_enterprise(partner: Partner, pk: int) -> Need:
    """Locked. Raises NotVisible."""
    rows = Need.objects.select_for_update(of=("self",)).select_related("enterprise")
    need = rows.filter(pk=pk, enterprise=partner.enterprise.pk).first()
    if need is None:
        raise NotVisible(f"collaboration.Need {pk}")
    found: Need = need
    return found


@transaction.atomic
def draft_own(*, partner: Partner, majors: Iterable[Major], now: datetime, **fields: Any) -> Need:
    """Raises ValidationError."""
    enterprise = Enterprise.objects.get(pk=partner.enterprise.pk)
    need = Need(
        enterprise=enterprise,
        department_id=enterprise.department_id,
        state=NeedState.DRAFT,
        source=NeedSource.PORTAL,
        told_by_id=partner.contact.pk,
        waiting_since=timezone.localdate(now),
        created_by_id=partner.pk,
        created_at=now,
    )
    write(need, fields)
    save(need, majors, now=now, is_new=True)
    audit.record(actor=partner, subject=need, verb="need.draft", now=now)
    return need


@transaction.atomic
def change_own(*, partner: Partner, pk: int, majors: Iterable[Major], now: datetime, **fields: Any) -> Need:
    """A draft, or what nobody has taken up yet. Raises NotVisible, UnableToAnswer, ValidationError."""
    need = of_enterprise(partner, pk)
    if need.state not in {NeedState.DRAFT, NeedState.TOLD}:
        raise UnableToAnswer(_("The school has taken it up: write to whoever looks after it."))
    write(need, fields)
    save(need, majors, now=now)
    audit.record(actor=partner, subject=need, verb="need.change", now=now)
    return need


@transaction.atomic
def discard_own(*, partner: Partner, pk: int, now: datetime) -> None:
    """Delete a draft. Raises NotVisible, UnableToAnswer."""
    need = of_enterprise(partner, pk)
    if need.state != NeedState.DRAFT:
        raise UnableToAnswer(_("What was told is withdrawn, with a reason."))
    audit.record(actor=partner, subject=need, verb="need.discard", now=now)
    need.delete()


@transaction.atomic
def tell_own(*, partner: Partner, pk: int, now: datetime) -> Need:
    """Whoever takes up needs for the department is told. Raises NotVisible, TransitionRefused."""
    of_enterprise(partner, pk)
    today = timezone.localdate(now)
    changes = {"told_on": today, "waiting_since": today, "told_by_id": partner.contact.pk}
    need: Need = NEED_MOVES.move(actor=partner, pk=pk, name="tell", now=now, changes=changes)
    notices.tell_centre(need, now=now)
    return need


@transaction.atomic
def confirm_own(*, partner: Partner, pk: int, now: datetime) -> Need:
    """It is met. Raises NotVisible, TransitionRefused."""
    of_enterprise(partner, pk)
    today = timezone.localdate(now)
    changes = {"met_on": today, "waiting_since": today, "missing": ""}
    need: Need = NEED_MOVES.move(actor=partner, pk=pk, name="confirm_at_portal", now=now, changes=changes)
    notices.tell_owner(need, notices.CONFIRMED, now=now)
    return need


@transaction.atomic
def miss_own(*, partner: Partner, pk: int, reason: str, now: datetime) -> Need:
    """Something is missing: whoever looks after it goes on. Raises NotVisible, TransitionRefused."""
    of_enterprise(partner, pk)
    changes = {"missing": reason.strip(), "waiting_since": timezone.localdate(now), "met_on": None}
    need: Need = NEED_MOVES.move(
        actor=partner, pk=pk, name="miss_at_portal", reason=reason, now=now, changes=changes
    )
    notices.tell_owner(need, notices.CONFIRMED, now=now)
    return need


@transaction.atomic
def withdraw_own(*, partner: Partner, pk: int, reason: str, now: datetime) -> Need:
    """Raises NotVisible, TransitionRefused."""
    of_enterprise(partner, pk)
    changes = {"reason": reason.strip(), "waiting_since": timezone.localdate(now)}
    need: Need = NEED_MOVES.move(
        actor=partner, pk=pk, name="withdraw_at_portal", reason=reason, now=now, changes=changes
    )
    notices.tell_owner(need, notices.CONFIRMED, now=now)
    return need


@transaction.atomic
def reopen_own(*, partner: Partner, pk: int, reason: str, now: datetime) -> Need:
    """Raises NotVisible, TransitionRefused."""
    of_enterprise(partner, pk)
    need: Need = NEED_MOVES.move(
        actor=partner,
        pk=pk,
        name="reopen_at_portal",
        reason=reason,
        now=now,
        changes=as_told_again(reason, now),
    )
    notices.tell_centre(need, now=now)
    return need
