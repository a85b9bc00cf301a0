"""Taking part: registering within the places there are, the waiting list, signing in, attendance, feedback.

Locks: the exchange, then registrations for it. Whoever registers holds the exchange meanwhile, so that the
last place goes to one; that a seat is taken once the database keeps as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from collaboration import exchange_notices as notices
from collaboration.models import (
    QUESTIONS,
    Audience,
    Exchange,
    ExchangeState,
    Feedback,
    FeedbackGiven,
    Registration,
    RegistrationState,
)
from collaboration.operations.exchanges import UnableToExchange
from collaboration.operations.seats import fill_seats, seats_left
from collaboration.transitions.exchanges import EDIT, EXCHANGE_MOVES, REGISTRATION_MOVES
from core import audit
from core.access import Actor, NotVisible
from core.anonymity import mix, not_mixed, write_anew
from internships.me.pupil import Pupil
from internships.models import Student
from partnerships.portal.partner import Partner
from teachers.models import Teacher

R = RegistrationState
BEFORE, AFTERWARDS = timedelta(minutes=30), timedelta(hours=1)
FEEDBACK_DAYS = 30
FEWEST_ANSWERS = 3
MOST_AT_ONCE = 200


class UnableToRegister(UnableToExchange):
    """There is no registering for it so or now; the message says why."""


class WrongCode(UnableToExchange):
    """It is another code, or not the hour for it."""


# --- Registering --------------------------------------------------------------------------------


@transaction.atomic
def register_student(*, pupil: Pupil, pk: int, now: datetime) -> Registration:
    """Outside the walls. Raises NotVisible, UnableToRegister."""
    exchange = _locked(Exchange.objects.for_student(pupil.student), pk)
    _require_audience(exchange, Audience.STUDENTS)
    return _register(pupil, exchange, now, student_id=pupil.student.pk)


@transaction.atomic
def register_myself(*, actor: User, pk: int, now: datetime) -> Registration:
    """A teacher or somebody else of the staff registers. Raises NotVisible, UnableToRegister."""
    exchange = _locked(Exchange.objects.visible_to(actor), pk)
    _require_audience(exchange, Audience.TEACHERS)
    return _register(actor, exchange, now, **_myself(actor))


@transaction.atomic
def register_employees(
    *, partner: Partner, pk: int, people: Iterable[tuple[str, str]], now: datetime
) -> list[Registration]:
    """A liaison registers employees, each by name and job title; who is in already is passed over.

    Answers who is new. Outside the walls. Raises NotVisible, UnableToRegister.
    """
    exchange = _locked(Exchange.objects.filter(enterprise=partner.enterprise.pk), pk)
    _require_audience(exchange, Audience.EMPLOYEES)
    people = list(people)
    if len(people) > MOST_AT_ONCE:
        raise UnableToRegister(_("At most %(count)d at once.") % {"count": MOST_AT_ONCE})
    _require_open(exchange, now, by_keeper=False)
    there = set(exchange.registrations.alive().order_by().values_list("employee", "job"))
    return [
        _register(partner, exchange, now, employee=name, job=job)
        for name, job in dict.fromkeys(people)
        if (name, job) not in there
    ]


@transaction.atomic
def register_others(
    *,
    actor: Actor,
    pk: int,
    students: Iterable[Student] = (),
    teachers: Iterable[Teacher] = (),
    employees: Iterable[tuple[str, str]] = (),
    invite: bool = False,
    now: datetime,
) -> int:
    """Whoever keeps the exchange registers people, or invites them; who is in already is passed over, and who
    withdrew is asked again. Of what is recorded afterwards they were there, employees by name and job too.

    Answers how many are new. Raises NotVisible, PermissionDenied, UnableToRegister.
    """
    exchange: Exchange = Exchange.objects.for_write(actor, pk, EDIT)
    if not invite:
        _require_open(exchange, now, by_keeper=True)
    elif exchange.is_over or exchange.was_held:
        raise UnableToRegister(_("It is not changed any more."))
    known = exchange.registrations.filter(state__in=_in_already(exchange, now, invite=invite))
    had = set(known.order_by().values_list("student", "teacher", "employee", "job"))
    wanted: list[dict[str, Any]] = [
        *({"student_id": one.pk} for one in students if (one.pk, None, "", "") not in had),
        *({"teacher_id": one.pk} for one in teachers if (None, one.pk, "", "") not in had),
        *(
            {"employee": name, "job": job}
            for name, job in dict.fromkeys(employees)
            if exchange.was_held and (None, None, name, job) not in had
        ),
    ]
    if invite:
        return _invite(actor, exchange, wanted, now)
    for one in wanted:
        row = _register(actor, exchange, now, by_keeper=True, **one)
        if exchange.was_held:
            Registration.objects.filter(pk=row.pk, state=R.REGISTERED).update(attended=True)
    return len(wanted)


def _in_already(exchange: Exchange, now: datetime, *, invite: bool) -> set[RegistrationState]:
    """Who is invited can still be given a place; and who waited, once it is over, if they were there."""
    if invite:
        return {R.INVITED, R.REGISTERED, R.WAITING}
    return {R.REGISTERED} if exchange.ends_at <= now else {R.REGISTERED, R.WAITING}


def _invite(actor: Actor, exchange: Exchange, wanted: list[dict[str, Any]], now: datetime) -> int:
    """The exchange is locked, and none of these is in it; who withdrew is invited again. Answers how many."""
    said = {"registered_by_id": actor.pk, "registered_at": now}
    withdrawn = {
        (one.student_id, one.teacher_id): one for one in exchange.registrations.filter(state=R.WITHDRAWN)
    }
    rows = []
    for who in wanted:
        if before := withdrawn.get((who.get("student_id"), who.get("teacher_id"))):
            rows.append(
                REGISTRATION_MOVES.move(actor=actor, pk=before.pk, name="invite", now=now, changes=said)
            )
        else:
            rows.append(Registration(exchange=exchange, state=R.INVITED, **said, **who))
    Registration.objects.bulk_create([one for one in rows if one.pk is None])
    details = {"count": len(rows)}
    audit.record(
        actor=actor, subject=exchange, verb="exchange.invite", now=now, details=details, capability=EDIT
    )
    if exchange.is_announced:
        notices.tell_invited(exchange, now=now, registrations=rows)
    return len(rows)


def _register(
    actor: Actor, exchange: Exchange, now: datetime, *, by_keeper: bool = False, **who: Any
) -> Registration:
    """The exchange is locked. Whoever comes when all seats are taken waits, and nobody passes who waits; only
    once it is over is a free place for whom the keeper says was there.
    """
    _require_open(exchange, now, by_keeper=by_keeper)
    seat = next(seats_left(exchange, now=now), None)
    before = Registration.objects.filter(exchange=exchange, **who).first()
    kept_waiting = before is not None and before.state == R.WAITING and seat is not None
    if before is not None and before.is_alive and not kept_waiting:
        raise UnableToRegister(_("%(name)s is registered already.") % {"name": before})
    if before is not None:
        changes = {"registered_by_id": actor.pk, "registered_at": now, "seat": seat}
        moved: Registration = REGISTRATION_MOVES.move(
            actor=actor, pk=before.pk, name="seat" if seat else "queue", now=now, changes=changes
        )
        return moved
    made = Registration(
        exchange=exchange,
        state=R.REGISTERED if seat else R.WAITING,
        seat=seat,
        registered_by_id=actor.pk,
        registered_at=now,
        **who,
    )
    made.full_clean(exclude=["exchange", "student", "teacher", "user", "registered_by"])
    made.save(force_insert=True)
    details = {"state": made.state}
    audit.record(actor=actor, subject=made, verb="exchange.register", now=now, details=details)
    return made


def _require_open(exchange: Exchange, now: datetime, *, by_keeper: bool) -> None:
    """Registering is open from the announcement to the end; whoever keeps it may enter people later."""
    if exchange.state == ExchangeState.CANCELLED:
        raise UnableToRegister(_("It was cancelled."))
    if not exchange.takes_entries:
        raise UnableToRegister(_("It is not announced yet."))
    if exchange.state == ExchangeState.CLOSED or (not by_keeper and exchange.ends_at <= now):
        raise UnableToRegister(_("It is over."))


def _require_audience(exchange: Exchange, audience: Audience) -> None:
    if audience not in exchange.audience:
        raise UnableToRegister(_("It is for others."))


def _myself(actor: User) -> dict[str, Any]:
    """As whom somebody of the staff takes part: as the teacher they are, or as themselves. One query."""
    teacher = Teacher.objects.filter(user=actor.pk).values_list("pk", flat=True).first()
    return {"teacher_id": teacher} if teacher else {"user_id": actor.pk}


# --- Withdrawing --------------------------------------------------------------------------------


@transaction.atomic
def withdraw_student(*, pupil: Pupil, pk: int, now: datetime) -> Registration:
    """Outside the walls. Raises NotVisible, UnableToRegister, TransitionRefused."""
    return _withdraw(pupil, Exchange.objects.filter(pk=pk), {"student": pupil.student.pk}, now)


@transaction.atomic
def withdraw_myself(*, actor: User, pk: int, now: datetime) -> Registration:
    """Raises NotVisible, UnableToRegister, TransitionRefused."""
    return _withdraw(actor, Exchange.objects.filter(pk=pk), _myself(actor), now)


@transaction.atomic
def withdraw_employee(*, partner: Partner, pk: int, registration_id: int, now: datetime) -> Registration:
    """Outside the walls. Raises NotVisible, UnableToRegister, TransitionRefused."""
    rows = Exchange.objects.filter(pk=pk, enterprise=partner.enterprise.pk)
    return _withdraw(
        partner, rows, {"pk": registration_id, "student": None, "teacher": None, "user": None}, now
    )


@transaction.atomic
def withdraw_other(*, actor: Actor, pk: int, registration_id: int, now: datetime) -> Registration:
    """Raises NotVisible, PermissionDenied, UnableToRegister, TransitionRefused."""
    Exchange.objects.for_write(actor, pk, EDIT)
    return _withdraw(actor, Exchange.objects.filter(pk=pk), {"pk": registration_id}, now)


def _withdraw(actor: Actor, exchanges: Any, who: dict[str, Any], now: datetime) -> Registration:
    exchange = exchanges.select_for_update(of=("self",)).select_related("enterprise").first()
    found = exchange and Registration.objects.filter(exchange=exchange, **who).first()
    if not found:
        raise NotVisible("collaboration.Registration")
    if exchange.state == ExchangeState.CLOSED or found.attended:
        raise UnableToRegister(_("It is over."))
    moved: Registration = REGISTRATION_MOVES.move(
        actor=actor, pk=found.pk, name="withdraw", now=now, changes={"seat": None, "attended": None}
    )
    fill_seats(exchange, now=now)
    return moved


# --- Being there --------------------------------------------------------------------------------


def is_hour_of_code(exchange: Exchange, now: datetime) -> bool:
    """From half an hour before the beginning to an hour after the end, once it is announced."""
    announced = exchange.state in {ExchangeState.ANNOUNCED, ExchangeState.HELD}
    return announced and exchange.starts_at - BEFORE <= now <= exchange.ends_at + AFTERWARDS


@transaction.atomic
def sign_in_student(*, pupil: Pupil, pk: int, code: str, now: datetime) -> Registration:
    """Outside the walls. Raises NotVisible, UnableToRegister, WrongCode."""
    exchange = _locked(Exchange.objects.for_student(pupil.student), pk)
    return _sign_in(pupil, exchange, code, now, Audience.STUDENTS, student_id=pupil.student.pk)


@transaction.atomic
def sign_in_myself(*, actor: User, pk: int, code: str, now: datetime) -> Registration:
    """Raises NotVisible, UnableToRegister, WrongCode."""
    exchange = _locked(Exchange.objects.visible_to(actor), pk)
    return _sign_in(actor, exchange, code, now, Audience.TEACHERS, **_myself(actor))


def _sign_in(
    actor: Actor, exchange: Exchange, code: str, now: datetime, audience: Audience, **who: Any
) -> Registration:
    """Who comes without having registered is registered, if there is a place."""
    if not is_hour_of_code(exchange, now):
        raise WrongCode(_("The code opens half an hour before it begins, until an hour after its end."))
    if "".join(code.split()) != exchange.code:
        raise WrongCode(_("This is not the code. It stands on the speaker’s screen."))
    found = Registration.objects.filter(exchange=exchange, **who).first()
    if found is None or found.state in {R.INVITED, R.WITHDRAWN}:
        _require_audience(exchange, audience)
        found = _register(actor, exchange, now, by_keeper=True, **who)
    if found.state != R.REGISTERED:
        raise UnableToRegister(_("All places are taken: you are on the waiting list."))
    Registration.objects.filter(pk=found.pk).update(signed_in_at=now, attended=True)
    if exchange.state == ExchangeState.ANNOUNCED and exchange.starts_at <= now:
        EXCHANGE_MOVES.move(actor=actor, pk=exchange.pk, name="hold_by_code", now=now)
    found.refresh_from_db()
    return found


@transaction.atomic
def mark_attendance(*, actor: Actor, pk: int, present: Mapping[int, bool], now: datetime) -> Exchange:
    """Say by hand who was there; registrations of others are passed over.

    Raises NotVisible, PermissionDenied, UnableToRegister.
    """
    exchange: Exchange = Exchange.objects.for_write(actor, pk, EDIT)
    if exchange.is_over or not exchange.takes_entries or exchange.starts_at > now:
        raise UnableToRegister(_("Who was there is marked from the beginning until it is closed."))
    rows = exchange.registrations.registered()
    for was_there in (True, False):
        marked = [key for key, value in present.items() if value is was_there]
        rows.filter(pk__in=marked).update(attended=was_there)
    audit.record(actor=actor, subject=exchange, verb="exchange.attendance", now=now, capability=EDIT)
    if exchange.state == ExchangeState.ANNOUNCED:
        exchange = EXCHANGE_MOVES.move(actor=actor, pk=pk, name="hold", now=now)
    return exchange


# --- Feedback -----------------------------------------------------------------------------------


@transaction.atomic
def give_feedback(*, actor: Actor, registration_id: int, answers: Mapping[str, Any], now: datetime) -> None:
    """Keep what somebody thinks of it, and beside it only that they have answered: nothing leads from one
    to the other, and no act is recorded, whose time would. The caller has found that it is their own.

    Raises UnableToExchange, ValidationError.
    """
    row = Registration.objects.select_related("exchange").get(pk=registration_id)
    # The lock stays to be seen on a row: on the exchange it says nothing, and on all alike neither.
    Exchange.objects.select_for_update().get(pk=row.exchange_id)
    list(Registration.objects.select_for_update().filter(exchange=row.exchange_id).order_by("pk"))
    row.refresh_from_db(fields=["attended"])
    if not row.attended:
        raise UnableToExchange(_("Who was there is asked."))
    if not may_be_answered(row.exchange, now):
        raise UnableToExchange(
            _("It is answered from the end on, for %(days)d days.") % {"days": FEEDBACK_DAYS}
        )
    _given, is_new = FeedbackGiven.objects.get_or_create(registration=row)
    if not is_new:
        raise UnableToExchange(_("You have answered already."))
    said = {name: answers[name] for name in QUESTIONS}
    feedback = Feedback(exchange=row.exchange, words=answers.get("words", "").strip(), **said)
    feedback.full_clean(exclude=["exchange"])
    feedback.save(force_insert=True)
    write_anew(FeedbackGiven.objects.filter(registration__exchange=row.exchange_id), "registration")


def mix_feedback(*, now: datetime) -> int:
    """Mix the answers about exchanges that nobody can give any more, once. Answers how many exchanges.

    One query, and five for each exchange that is mixed.
    """
    over = Feedback.objects.filter(exchange__ends_at__lt=now - timedelta(days=FEEDBACK_DAYS))
    waiting = not_mixed(over, "exchange")
    for pk in waiting:
        with transaction.atomic():
            Exchange.objects.select_for_update().get(pk=pk)
            write_anew(FeedbackGiven.objects.filter(registration__exchange=pk), "registration")
            mix(Feedback.objects.filter(exchange=pk))
    return len(waiting)


def employees_to_answer(partner: Partner, exchange: Exchange, now: datetime) -> list[Registration]:
    """Employees who were there and have not answered: of a liaison all, of anybody else who is here the own
    name. Outside the walls. A query at most."""
    if not may_be_answered(exchange, now):
        return []
    rows = exchange.registrations.filter(attended=True, feedback_given=None).exclude(employee="")
    if not partner.is_liaison:
        rows = rows.filter(employee=partner.contact.name)
    return list(rows.order_by("employee", "pk"))


def may_be_answered(exchange: Exchange, now: datetime) -> bool:
    held = exchange.state in {ExchangeState.ANNOUNCED, ExchangeState.HELD, ExchangeState.CLOSED}
    return held and exchange.ends_at <= now <= exchange.ends_at + timedelta(days=FEEDBACK_DAYS)


def _locked(rows: Any, pk: int) -> Exchange:
    found = rows.filter(pk=pk).values_list("pk", flat=True).first()
    if found is None:
        raise NotVisible(f"collaboration.Exchange {pk}")
    exchange: Exchange = (
        Exchange.objects.select_for_update(of=("self",)).select_related("enterprise").get(pk=pk)
    )
    return exchange
