"""Exchanges: proposed by either side, answered by the other, announced, cancelled, repeated.

Locks: the exchange.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Department
from agreements.models import Agreement
from collaboration import exchange_notices as notices
from collaboration.exchange_versions import FIELDS, MANY, as_shown, written
from collaboration.models import (
    Exchange,
    ExchangeState,
    RegistrationState,
    Speaker,
    direction_of,
)
from collaboration.operations.seats import fill_seats
from collaboration.transitions.exchanges import EDIT, EXCHANGE_MOVES
from core import audit
from core.access import Actor, NotVisible
from core.errors import Refused
from core.versions import require_unchanged
from partnerships.models import Contact, Enterprise
from partnerships.portal.partner import Partner
from teachers.models import Teacher

MOST_SPEAKERS = 12
MOST_REPETITIONS = 20
LONGEST_AGO = timedelta(days=20 * 366)
CHANGEABLE = frozenset({ExchangeState.PROPOSED, ExchangeState.AGREED, ExchangeState.ANNOUNCED})


class UnableToExchange(Refused):
    """Not so, not now, or not by this person; the message says why."""


def new_code() -> str:
    """Six digits that nobody guesses in the hours in which they are worth something."""
    return f"{secrets.randbelow(10**6):06d}"


# --- Proposing ----------------------------------------------------------------------------------


@transaction.atomic
def propose_exchange(
    *,
    actor: Actor,
    enterprise_id: int,
    department: Department,
    contacts: Iterable[Contact] = (),
    teachers: Iterable[Teacher] = (),
    now: datetime,
    **fields: Any,
) -> Exchange:
    """The centre proposes it to the enterprise, whose liaisons are told and answer at the portal.

    Raises NotVisible, PermissionDenied, UnableToExchange, ValidationError.
    """
    if not actor.scope_for(EDIT).covers(department.pk):
        raise PermissionDenied(_("You do not keep exchanges of this department."))
    enterprise = Enterprise.objects.visible_to(actor).filter(pk=enterprise_id).first()
    if enterprise is None:
        raise NotVisible(f"partnerships.Enterprise {enterprise_id}")
    fields.setdefault("organiser_id", actor.pk)
    exchange = _build(
        actor, enterprise, department, contacts=contacts, teachers=teachers, fields=fields, now=now
    )
    notices.tell_enterprise(exchange, notices.PROPOSED, now=now, by=actor.pk)
    return exchange


@transaction.atomic
def propose_at_portal(
    *,
    partner: Partner,
    department_id: int,
    contacts: Iterable[Contact] = (),
    now: datetime,
    **fields: Any,
) -> Exchange:
    """A liaison proposes it; whoever keeps exchanges of the department is told. Outside the walls.

    Raises UnableToExchange, ValidationError.
    """
    enterprise = Enterprise.objects.get(pk=partner.enterprise.pk)
    department = Department.objects.filter(pk=department_id, is_active=True).first() or enterprise.department
    exchange = _build(
        partner, enterprise, department, contacts=contacts, fields=fields, now=now, by_enterprise=True
    )
    notices.tell_centre(exchange, notices.PROPOSED, now=now)
    return exchange


def _build(
    actor: Actor,
    enterprise: Enterprise,
    department: Department,
    *,
    contacts: Iterable[Contact],
    teachers: Iterable[Teacher] = (),
    fields: dict[str, Any],
    now: datetime,
    by_enterprise: bool = False,
    was_held: bool = False,
    repeats: Exchange | None = None,
) -> Exchange:
    many = {name: fields.pop(name, ()) for name in MANY}
    exchange = Exchange(
        enterprise=enterprise,
        department=department,
        proposed_by_id=actor.pk,
        proposed_at=now,
        by_enterprise=by_enterprise,
        was_held=was_held,
        repeats=repeats,
    )
    write(exchange, fields)
    if exchange.starts_at <= now and not was_held:
        raise UnableToExchange(_("It is proposed before it begins."))
    _check_held(exchange, now)
    _check_agreement(exchange)
    exchange.full_clean(exclude=["proposed_by", "enterprise", "department", "repeats"])
    exchange.save(force_insert=True)
    for name, rows in many.items():
        getattr(exchange, name).set(rows)
    set_speakers(exchange, contacts, teachers)
    capability = None if by_enterprise else EDIT
    verb = "exchange.record" if was_held else "exchange.propose"
    audit.record(actor=actor, subject=exchange, verb=verb, now=now, capability=capability)
    return exchange


@transaction.atomic
def record_exchange(
    *,
    actor: Actor,
    enterprise_id: int,
    department: Department,
    contacts: Iterable[Contact] = (),
    teachers: Iterable[Teacher] = (),
    now: datetime,
    **fields: Any,
) -> Exchange:
    """Record one that was held. The enterprise confirms it at the portal; for one that has nobody there the
    centre writes down how it did. Only then is it closed, and counts.

    Raises NotVisible, PermissionDenied, UnableToExchange, ValidationError.
    """
    if not actor.scope_for(EDIT).covers(department.pk):
        raise PermissionDenied(_("You do not keep exchanges of this department."))
    enterprise = Enterprise.objects.visible_to(actor).filter(pk=enterprise_id).first()
    if enterprise is None:
        raise NotVisible(f"partnerships.Enterprise {enterprise_id}")
    fields = {"organiser_id": actor.pk, "is_public": False} | fields
    exchange = _build(
        actor,
        enterprise,
        department,
        contacts=contacts,
        teachers=teachers,
        fields=fields,
        now=now,
        was_held=True,
    )
    notices.tell_enterprise(exchange, notices.RECORDED, now=now, by=actor.pk)
    return exchange


@transaction.atomic
def change_exchange(
    *, actor: Actor, pk: int, expected: str | None = None, now: datetime, **fields: Any
) -> Exchange:
    """Change what is not held yet; who is registered is told of another time or place.

    What kind it is stays once the other side has agreed. Of what was recorded afterwards the enterprise is
    asked anew, for it confirms what it reads.

    Args:
        expected: what was shown to whoever typed (``written``).

    Raises NotVisible, PermissionDenied, ChangedMeanwhile, UnableToExchange, ValidationError.
    """
    exchange: Exchange = Exchange.objects.for_write(actor, pk, EDIT)
    require_unchanged(written(exchange), expected)
    if exchange.state not in CHANGEABLE:
        raise UnableToExchange(_("It is not changed any more."))
    many = {name: fields.pop(name) for name in MANY if name in fields}
    shown = as_shown(exchange)
    before = (exchange.starts_at, exchange.ends_at, exchange.place_kind, exchange.place)
    if exchange.state != ExchangeState.PROPOSED and fields.get("kind", exchange.kind) != exchange.kind:
        raise UnableToExchange(_("Both sides have agreed on what it is: cancel it and propose another."))
    write(exchange, fields)
    _check_held(exchange, now)
    _check_agreement(exchange)
    taken = exchange.registrations.filter(state=RegistrationState.REGISTERED)
    if exchange.capacity and taken.count() > exchange.capacity:
        raise UnableToExchange(_("More people than that are registered already."))
    exchange.full_clean(exclude=["proposed_by", "enterprise", "department", "repeats"])
    exchange.save()
    for name, rows in many.items():
        getattr(exchange, name).set(rows)
    audit.record(actor=actor, subject=exchange, verb="exchange.change", now=now, capability=EDIT)
    after = (exchange.starts_at, exchange.ends_at, exchange.place_kind, exchange.place)
    if exchange.was_held:
        if shown != as_shown(exchange):
            notices.tell_enterprise(exchange, notices.RECORDED, now=now, by=actor.pk)
    elif before != after:
        notices.tell_participants(exchange, notices.MOVED, now=now)
        if exchange.state != ExchangeState.PROPOSED:
            notices.tell_enterprise(exchange, notices.MOVED, now=now, by=actor.pk)
    fill_seats(exchange, now=now)
    return exchange


@transaction.atomic
def repeat_exchange(*, actor: Actor, pk: int, every_days: int, times: int, now: datetime) -> list[Exchange]:
    """Propose the same again, so many times and so many days apart; each is answered by itself.

    Raises NotVisible, PermissionDenied, UnableToExchange, ValidationError.
    """
    exchange: Exchange = Exchange.objects.for_write(actor, pk, EDIT)
    if not 1 <= times <= MOST_REPETITIONS:
        raise UnableToExchange(_("Between once and %(count)d times.") % {"count": MOST_REPETITIONS})
    contacts = Contact.objects.filter(exchanges_held__exchange=exchange)
    teachers = Teacher.objects.filter(exchanges_held__exchange=exchange)
    made = []
    for number in range(1, times + 1):
        fields = {name: getattr(exchange, name) for name in FIELDS}
        later = timedelta(days=every_days * number)
        fields |= {name: fields[name] + later for name in ("starts_at", "ends_at")}
        fields |= {name: list(getattr(exchange, name).all()) for name in MANY}
        one = _build(
            actor,
            exchange.enterprise,
            exchange.department,
            contacts=contacts,
            teachers=teachers,
            fields=fields,
            now=now,
            repeats=exchange,
        )
        notices.tell_enterprise(one, notices.PROPOSED, now=now, by=actor.pk)
        made.append(one)
    return made


def write(exchange: Exchange, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name.removesuffix("_id") not in FIELDS:
            raise TypeError(f"{name} is not said of an exchange")
        setattr(exchange, name, value)
    exchange.direction = direction_of(exchange.kind)
    if not exchange.audience:
        raise UnableToExchange(_("Say who takes part."))


def _check_held(exchange: Exchange, now: datetime) -> None:
    if exchange.was_held and not now - LONGEST_AGO <= exchange.starts_at < exchange.ends_at <= now:
        raise UnableToExchange(_("What is recorded afterwards is over, and no more than twenty years ago."))


def _check_agreement(exchange: Exchange) -> None:
    """The agreement is one with the enterprise, and binds on the day."""
    if exchange.agreement_id is None:
        return
    on = timezone.localdate(exchange.starts_at)
    rows = Agreement.objects.in_force_on(on).filter(parties__enterprise=exchange.enterprise_id)
    if not rows.filter(pk=exchange.agreement_id).exists():
        raise UnableToExchange(_("This agreement with the enterprise is not in force on the day."))


# --- Answering ----------------------------------------------------------------------------------


@transaction.atomic
def agree(*, actor: Actor, pk: int, now: datetime) -> Exchange:
    """The centre agrees to what the enterprise proposed.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    changes = {"answered_by_id": actor.pk, "answered_at": now}
    seen = Exchange.objects.visible_to(actor).filter(pk=pk).values_list("organiser", flat=True).first()
    if seen is None:
        changes["organiser_id"] = actor.pk
    exchange: Exchange = EXCHANGE_MOVES.move(actor=actor, pk=pk, name="agree", now=now, changes=changes)
    notices.tell_enterprise(exchange, notices.ANSWERED, now=now, by=actor.pk)
    return exchange


@transaction.atomic
def decline(*, actor: Actor, pk: int, reason: str, now: datetime) -> Exchange:
    """Raises NotVisible, PermissionDenied, TransitionRefused."""
    exchange: Exchange = EXCHANGE_MOVES.move(
        actor=actor, pk=pk, name="decline", reason=reason, now=now, changes=_answered(actor, reason, now)
    )
    notices.tell_enterprise(exchange, notices.ANSWERED, now=now, by=actor.pk)
    return exchange


@transaction.atomic
def answer_at_portal(
    *,
    partner: Partner,
    pk: int,
    agrees: bool,
    reason: str = "",
    expected: str | None = None,
    now: datetime,
) -> Exchange:
    """A liaison answers what the centre proposed, or confirms what it recorded afterwards. Outside the walls.

    Args:
        expected: what was read before it was agreed to (``as_shown``).

    Raises NotVisible, TransitionRefused, UnableToExchange (it was changed meanwhile).
    """
    exchange = of_enterprise(partner, pk)
    if agrees and expected is not None and expected != as_shown(exchange):
        raise UnableToExchange(_("It was changed meanwhile: please read it again."))
    if exchange.by_enterprise:
        raise UnableToExchange(_("You have proposed it: the school answers."))
    changes = _answered(partner, reason, now)
    name = "agree_at_portal" if agrees else "decline_at_portal"
    if agrees and exchange.was_held:
        name, changes = "confirm_at_portal", changes | {"code": new_code()}
    moved: Exchange = EXCHANGE_MOVES.move(
        actor=partner, pk=pk, name=name, reason=reason, now=now, changes=changes
    )
    notices.tell_centre(moved, notices.ANSWERED, now=now)
    return moved


@transaction.atomic
def confirm(*, actor: Actor, pk: int, reason: str, now: datetime) -> Exchange:
    """Write down how an enterprise that has nobody at the portal confirmed what was recorded afterwards.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    changes = {"answered_by_id": actor.pk, "answered_at": now, "code": new_code()}
    moved: Exchange = EXCHANGE_MOVES.move(
        actor=actor, pk=pk, name="confirm", reason=reason, now=now, changes=changes
    )
    return moved


@transaction.atomic
def announce(*, actor: Actor, pk: int, now: datetime) -> Exchange:
    """Open it for registration; who is invited is told.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    exchange: Exchange = EXCHANGE_MOVES.move(
        actor=actor, pk=pk, name="announce", now=now, changes={"code": new_code()}
    )
    notices.tell_invited(exchange, now=now)
    return exchange


@transaction.atomic
def hold(*, actor: Actor, pk: int, now: datetime) -> Exchange:
    """Say that it takes place. Raises NotVisible, PermissionDenied, TransitionRefused."""
    moved: Exchange = EXCHANGE_MOVES.move(actor=actor, pk=pk, name="hold", now=now)
    return moved


@transaction.atomic
def cancel(*, actor: Actor, pk: int, reason: str, now: datetime) -> Exchange:
    """Call it off; everybody registered and the enterprise read why.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    exchange: Exchange = EXCHANGE_MOVES.move(
        actor=actor, pk=pk, name="cancel", reason=reason, now=now, changes={"answer": reason.strip()[:500]}
    )
    notices.tell_participants(exchange, notices.CANCELLED, now=now)
    notices.tell_enterprise(exchange, notices.CANCELLED, now=now, by=actor.pk)
    return exchange


@transaction.atomic
def cancel_at_portal(*, partner: Partner, pk: int, reason: str, now: datetime) -> Exchange:
    """A liaison calls it off. Outside the walls. Raises NotVisible, TransitionRefused."""
    of_enterprise(partner, pk)
    exchange: Exchange = EXCHANGE_MOVES.move(
        actor=partner,
        pk=pk,
        name="cancel_at_portal",
        reason=reason,
        now=now,
        changes={"answer": reason.strip()[:500]},
    )
    notices.tell_participants(exchange, notices.CANCELLED, now=now)
    notices.tell_centre(exchange, notices.CANCELLED, now=now)
    return exchange


def _answered(actor: Actor, reason: str, now: datetime) -> dict[str, Any]:
    return {"answered_by_id": actor.pk, "answered_at": now, "answer": reason.strip()[:500]}


def of_enterprise(partner: Partner, pk: int) -> Exchange:
    """The enterprise's own, locked. Raises NotVisible."""
    rows = Exchange.objects.filter(enterprise=partner.enterprise.pk)
    exchange = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if exchange is None:
        raise NotVisible(f"collaboration.Exchange {pk}")
    return exchange


# --- Who holds it -------------------------------------------------------------------------------


@transaction.atomic
def name_speakers(
    *, actor: Actor, pk: int, contacts: Iterable[Contact], teachers: Iterable[Teacher], now: datetime
) -> Exchange:
    """Say who holds it. Raises NotVisible, PermissionDenied, UnableToExchange."""
    exchange: Exchange = Exchange.objects.for_write(actor, pk, EDIT)
    if exchange.is_over:
        raise UnableToExchange(_("It is not changed any more."))
    set_speakers(exchange, contacts, teachers)
    audit.record(actor=actor, subject=exchange, verb="exchange.speakers", now=now, capability=EDIT)
    return exchange


@transaction.atomic
def name_own_speakers(*, partner: Partner, pk: int, contact_ids: Iterable[int], now: datetime) -> Exchange:
    """A liaison says who of the enterprise holds it. Outside the walls.

    Raises NotVisible, UnableToExchange.
    """
    exchange = of_enterprise(partner, pk)
    if exchange.state not in CHANGEABLE:
        raise UnableToExchange(_("It is not changed any more."))
    contacts = Contact.objects.filter(enterprise=exchange.enterprise_id, pk__in=list(contact_ids))
    held = Teacher.objects.filter(exchanges_held__exchange=exchange)
    set_speakers(exchange, contacts, held)
    audit.record(actor=partner, subject=exchange, verb="exchange.speakers", now=now)
    return exchange


def set_speakers(exchange: Exchange, contacts: Iterable[Contact], teachers: Iterable[Teacher]) -> None:
    contacts, teachers = list(contacts), list(teachers)
    if len(contacts) + len(teachers) > MOST_SPEAKERS:
        raise UnableToExchange(_("At most %(count)d people hold it.") % {"count": MOST_SPEAKERS})
    known = {one.pk for one in exchange.speakers.all() if one.contact_id} if exchange.pk else set()
    for contact in contacts:
        if contact.enterprise_id != exchange.enterprise_id:
            raise UnableToExchange(_("%(name)s is of another enterprise.") % {"name": contact})
        if contact.left_on is not None and contact.pk not in known:
            raise UnableToExchange(_("%(name)s has left the enterprise.") % {"name": contact})
    kept = exchange.speakers.all()
    kept.exclude(contact__in=contacts).exclude(teacher__in=teachers).delete()
    there = set(kept.values_list("contact", "teacher"))
    people = [(one.pk, None) for one in contacts] + [(None, one.pk) for one in teachers]
    Speaker.objects.bulk_create(
        Speaker(exchange=exchange, contact_id=contact, teacher_id=teacher)
        for contact, teacher in people
        if (contact, teacher) not in there
    )
