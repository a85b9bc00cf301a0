"""Who has to read a version and confirm it: asked, reminded, confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Appointment, Department, Position, User, subtrees
from core import audit
from core.access import NotVisible
from core.errors import Refused
from core.notifications import cancel
from governance import notices
from governance.models import Acknowledgement, ReadingCall, RegulationVersion
from governance.transitions import EDIT
from teachers.models import Teacher

TIME_FOR_NEWCOMERS = timedelta(days=14)
"""Whoever joins later has so long to read what others have read already."""
SOON = timedelta(days=3)
WEEKS_REMINDED = 4
"""So many times, a week apart, are people reminded of what is overdue."""


class UnableToAsk(Refused):
    """Nobody can be asked to acknowledge this now; the message says why."""


class UnableToAcknowledge(Refused):
    """It is not to be acknowledged by this person any more."""


@transaction.atomic
def ask(
    *,
    actor: User,
    pk: int,
    due_on: date,
    for_all: bool = False,
    positions: Iterable[Position] = (),
    departments: Iterable[Department] = (),
    now: datetime,
) -> ReadingCall:
    """Ask people to read an approved version, or ask others, or until another day.

    Who has confirmed stays; who is not concerned any more is not asked any more.

    Raises NotVisible, PermissionDenied, UnableToAsk.
    """
    version = RegulationVersion.objects.select_related("regulation").for_write(actor, pk, EDIT)
    today = timezone.localdate(now)
    positions, departments = list(positions), list(departments)
    if not version.is_decided or (version.effective_until and version.effective_until < today):
        raise UnableToAsk(_("Only what is approved and not over has to be acknowledged."))
    if due_on < today:
        raise UnableToAsk(_("Give people time to read it: the day has passed."))
    if not for_all and not positions and not departments:
        raise UnableToAsk(_("Say who has to acknowledge it."))
    call, _is_new = ReadingCall.objects.update_or_create(
        version=version,
        defaults={"for_all": for_all, "due_on": due_on, "asked_by": actor, "asked_at": now},
    )
    call.positions.set(positions)
    call.departments.set(departments)
    concerned = people_concerned(call, today)
    open_rows = Acknowledgement.objects.filter(version=version, confirmed_at=None)
    for row in open_rows.exclude(user__in=concerned.values("pk")):
        cancel(subject=row)
        row.delete()
    open_rows.update(due_on=due_on)
    _ask_newcomers(call, today, now)
    audit.record(
        actor=actor,
        subject=version,
        verb="regulation.ask",
        now=now,
        details={"until": due_on.isoformat(), "people": concerned.count()},
        capability=EDIT,
    )
    return call


def people_concerned(call: ReadingCall, on: date) -> QuerySet[User]:
    """Everybody of the centre, or who holds one of the positions, or works in one of the departments."""
    staff = User.objects.staff().order_by("pk")
    if call.for_all:
        return staff
    below = subtrees(call.departments.values_list("pk", flat=True))
    departments = frozenset().union(*below.values())
    appointed = Appointment.objects.on(on).filter(
        Q(position__in=call.positions.order_by().values("pk")) | Q(position__department__in=departments)
    )
    teaching = Teacher.objects.filter(left_on=None, department__in=departments).exclude(user=None).order_by()
    return staff.filter(Q(pk__in=appointed.order_by().values("user")) | Q(pk__in=teaching.values("user")))


def _ask_newcomers(call: ReadingCall, on: date, now: datetime) -> int:
    """Everybody concerned who was not asked yet. A handful of queries, whatever the number."""
    asked = Acknowledgement.objects.filter(version=call.version_id).order_by()
    new = people_concerned(call, on).exclude(pk__in=asked.values("user"))
    is_first = not asked.exists()
    due_on = call.due_on if is_first or call.asked_at == now else max(call.due_on, on + TIME_FOR_NEWCOMERS)
    rows = Acknowledgement.objects.bulk_create(
        Acknowledgement(version=call.version, user=user, asked_at=now, due_on=due_on) for user in new
    )
    notices.tell(rows, call.version, notices.ACKNOWLEDGE, stage="asked", now=now)
    return len(rows)


@transaction.atomic
def acknowledge(*, actor: User, version_id: int, now: datetime) -> Acknowledgement:
    """Confirm that one has read it. Doing so again changes nothing.

    Raises NotVisible, UnableToAcknowledge.
    """
    rows = Acknowledgement.objects.select_related("version__regulation").select_for_update(of=("self",))
    row = rows.filter(version=version_id, user=actor.pk).first()
    if row is None:
        raise NotVisible(f"governance.Acknowledgement of {version_id}")
    if row.confirmed_at is not None:
        return row
    version = row.version
    if version.effective_until and version.effective_until < timezone.localdate(now):
        raise UnableToAcknowledge(_("This version is over: nobody has to acknowledge it any more."))
    row.confirmed_at = now
    row.save(update_fields=["confirmed_at"])
    cancel(subject=row)
    audit.record(actor=actor, subject=row, verb="acknowledgement.confirm", now=now)
    return row


# --- The sweep ----------------------------------------------------------------------------------


def sweep(*, on: date, now: datetime) -> None:
    """Ask who joined since, and remind: three days before the day, and once a week after it.

    A second run on the same day tells nobody anything. Some queries for each call that is not over.
    """
    lasting = RegulationVersion.objects.lasting(on).order_by()
    calls = ReadingCall.objects.filter(version__in=lasting.values("pk")).select_related("version__regulation")
    for call in calls.order_by("pk"):
        with transaction.atomic():
            _ask_newcomers(call, on, now)
            _remind(call, on, now)


def _remind(call: ReadingCall, on: date, now: datetime) -> None:
    waiting = Acknowledgement.objects.filter(version=call.version_id).open(on)
    soon = waiting.filter(due_on__range=(on, on + SOON), asked_at__lt=now - SOON)
    notices.tell(soon, call.version, notices.ACKNOWLEDGE_DUE, stage="soon", now=now)
    late = waiting.filter(due_on__lt=on, due_on__gt=on - timedelta(weeks=WEEKS_REMINDED)).order_by(
        "due_on", "pk"
    )
    for day, rows in groupby(late, key=lambda row: row.due_on):
        week, found = (on - day).days // 7, list(rows)
        stage = f"{day.isoformat()}:{week}"
        notices.tell(found, call.version, notices.ACKNOWLEDGE_DUE, stage=stage, now=now)
        notices.tell_missing(call, len(found), week=week, day=day, now=now)


# --- Counting -----------------------------------------------------------------------------------


def counts(version: RegulationVersion, on: date) -> dict[str, int]:
    """How many were asked, have confirmed, have not, and are late. One query."""
    here = Q(user__is_active=True)
    return Acknowledgement.objects.filter(version=version.pk).aggregate(
        asked=Count("pk", filter=here | Q(confirmed_at__isnull=False)),
        done=Count("pk", filter=Q(confirmed_at__isnull=False)),
        waiting=Count("pk", filter=here & Q(confirmed_at=None)),
        late=Count("pk", filter=here & Q(confirmed_at=None, due_on__lt=on)),
    )
