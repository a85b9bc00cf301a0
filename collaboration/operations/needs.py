"""Needs of enterprises: entered by the staff, taken up, answered, given up with a reason.

Locks: the need.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Department, User
from catalogue.calendars import work_calendar
from catalogue.models import Major
from collaboration import need_notices as notices
from collaboration.models import (
    ANSWER_KEYS,
    AnswerKind,
    Exchange,
    Need,
    NeedAnswer,
    NeedKind,
    NeedSource,
    NeedState,
)
from collaboration.transitions.needs import EDIT, NEED_MOVES, says_enough
from core import audit
from core.access import Actor, NotVisible
from core.errors import Refused
from internships.models import Post
from partnerships.models import Contact, Enterprise, Interaction
from projects.models import OPEN_STATES as OPEN_PROJECTS
from projects.models import Project, ProjectState
from resources.models import Resource
from teachers.models import Opening, PartTimeNeed
from training.models import Course

FIELDS = (
    *("kind", "title", "details", "occupation", "people", "level", "from_on", "hours", "budget", "hoped"),
    *("urgency", "until_on"),
)
# What only some kinds say, and what the others have instead.
ONLY_OF: dict[str, tuple[tuple[str, ...], Any]] = {
    "people": ((NeedKind.TALENT, NeedKind.TRAINING), None),
    "occupation": ((NeedKind.TALENT,), None),
    "level": ((NeedKind.TALENT,), ""),
    "from_on": ((NeedKind.TALENT,), None),
    "hours": ((NeedKind.TRAINING,), None),
    "budget": ((NeedKind.TECHNOLOGY, NeedKind.RESEARCH), None),
}
NOT_ASKED = ["enterprise", "department", "created_by", "owner"]
CHANGEABLE = frozenset({NeedState.TOLD, NeedState.TAKEN_UP})
# How long the centre gives itself for an answer, unless somebody says otherwise.
WORKDAYS_TO_ANSWER = 20
LONGEST_AGO = timedelta(days=10 * 366)


class UnableToAnswer(Refused):
    """Not in this state, or not so; the message says why."""


def answer_expected_by(on: date) -> date:
    """The last of twenty working days after a day."""
    first = on + timedelta(days=1)
    return work_calendar(first, first + timedelta(days=60)).last_of(first, WORKDAYS_TO_ANSWER)


def write(need: Need, fields: dict[str, Any]) -> None:
    """What is said of it; what its kind does not have is emptied. Raises TypeError."""
    for name, value in fields.items():
        if name.removesuffix("_id") not in FIELDS:
            raise TypeError(f"{name} is not said of a need")
        setattr(need, name, value)
    for name, (kinds, nothing) in ONLY_OF.items():
        if need.kind not in kinds:
            setattr(need, name, nothing)


def save(need: Need, majors: Iterable[Major] | None, *, now: datetime, is_new: bool = False) -> None:
    """Raises UnableToAnswer where something is missing that its kind asks for, ValidationError."""
    need.full_clean(exclude=NOT_ASKED)
    need.save(force_insert=is_new)
    if majors is not None:
        need.majors.set(majors)
    if need.state != NeedState.DRAFT and (refusal := says_enough(need, now)):
        raise UnableToAnswer(refusal)


# --- Entering -----------------------------------------------------------------------------------


@transaction.atomic
def enter_need(
    *,
    actor: Actor,
    enterprise_id: int,
    department: Department,
    told_on: date,
    majors: Iterable[Major] = (),
    told_by: Contact | None = None,
    interaction: Interaction | None = None,
    now: datetime,
    **fields: Any,
) -> Need:
    """The staff enters what an enterprise told them, or what they found at a visit.

    Raises NotVisible, PermissionDenied, UnableToAnswer, ValidationError.
    """
    if not actor.scope_for(EDIT).covers(department.pk):
        raise PermissionDenied(_("You do not take up needs for this department."))
    enterprise = Enterprise.objects.visible_to(actor).filter(pk=enterprise_id).first()
    if enterprise is None:
        raise NotVisible(f"partnerships.Enterprise {enterprise_id}")
    today = timezone.localdate(now)
    if not today - LONGEST_AGO <= told_on <= today:
        raise UnableToAnswer(_("It was told today or earlier."))
    for one in (told_by, interaction):
        if one is not None and one.enterprise_id != enterprise.pk:
            raise UnableToAnswer(_("This is of another enterprise."))
    need = Need(
        enterprise=enterprise,
        department=department,
        source=NeedSource.VISIT if interaction else NeedSource.STAFF,
        told_by=told_by,
        interaction=interaction,
        told_on=told_on,
        waiting_since=told_on,
        created_by_id=actor.pk,
        created_at=now,
    )
    write(need, fields)
    save(need, majors, now=now, is_new=True)
    audit.record(actor=actor, subject=need, verb="need.enter", now=now, capability=EDIT)
    notices.tell_centre(need, now=now, by=actor.pk)
    return need


@transaction.atomic
def change_need(
    *, actor: Actor, pk: int, majors: Iterable[Major] | None = None, now: datetime, **fields: Any
) -> Need:
    """Correct what was said of it, until it is answered.

    Raises NotVisible, PermissionDenied, UnableToAnswer, ValidationError.
    """
    need: Need = Need.objects.for_write(actor, pk, EDIT)
    if need.state not in CHANGEABLE:
        raise UnableToAnswer(_("It is not changed any more."))
    write(need, fields)
    save(need, majors, now=now)
    audit.record(actor=actor, subject=need, verb="need.change", now=now, capability=EDIT)
    return need


@transaction.atomic
def pass_on(*, actor: Actor, pk: int, department: Department, reason: str, now: datetime) -> Need:
    """Give it to another department, whose people are told.

    Raises NotVisible, PermissionDenied, UnableToAnswer.
    """
    need: Need = Need.objects.for_write(actor, pk, EDIT)
    if need.state != NeedState.TOLD:
        raise UnableToAnswer(_("Only what nobody has taken up yet is passed on."))
    if need.department_id == department.pk:
        raise UnableToAnswer(_("It is with this department already."))
    audit.record(
        actor=actor,
        subject=need,
        verb="need.pass_on",
        reason=reason,
        details={"from": need.department_id, "to": department.pk},
        now=now,
        capability=EDIT,
    )
    need.department = department
    need.save(update_fields=["department"])
    notices.tell_centre(need, now=now, by=actor.pk)
    return need


# --- Taking up ----------------------------------------------------------------------------------


def may_look_after(owner: User, need: Need) -> None:
    """Raises UnableToAnswer."""
    if not owner.scope_for(EDIT).covers(need.department_id):
        raise UnableToAnswer(_("%(name)s does not take up needs for this department.") % {"name": owner})


@transaction.atomic
def take_up(*, actor: Actor, pk: int, owner: User, answer_by: date, now: datetime) -> Need:
    """Somebody looks after it and answers by a day; owner and enterprise are told.

    Raises NotVisible, PermissionDenied, TransitionRefused, UnableToAnswer.
    """
    today = timezone.localdate(now)
    if answer_by < today:
        raise UnableToAnswer(_("The day of the answer lies before today."))
    changes = {"owner": owner, "answer_by": answer_by, "waiting_since": today}
    need: Need = NEED_MOVES.move(actor=actor, pk=pk, name="take_up", now=now, changes=changes)
    may_look_after(owner, need)
    notices.tell_owner(need, notices.TAKEN_UP, now=now, by=actor.pk)
    notices.tell_enterprise(need, notices.TAKEN_UP, now=now)
    return need


@transaction.atomic
def hand_over(*, actor: Actor, pk: int, owner: User, answer_by: date, now: datetime) -> Need:
    """Another looks after it, or it is answered by another day.

    Raises NotVisible, PermissionDenied, UnableToAnswer.
    """
    need: Need = Need.objects.for_write(actor, pk, EDIT)
    if need.state != NeedState.TAKEN_UP:
        raise UnableToAnswer(_("Nobody has taken it up, or it is answered."))
    if answer_by < timezone.localdate(now):
        raise UnableToAnswer(_("The day of the answer lies before today."))
    may_look_after(owner, need)
    is_another = need.owner_id != owner.pk
    need.owner, need.answer_by = owner, answer_by
    need.save(update_fields=["owner", "answer_by"])
    audit.record(actor=actor, subject=need, verb="need.hand_over", now=now, capability=EDIT)
    if is_another:
        notices.tell_owner(need, notices.TAKEN_UP, now=now, by=actor.pk)
    return need


# --- Answering ----------------------------------------------------------------------------------


def possible_answers(actor: Actor, need: Need) -> dict[str, Any]:
    """What can answer it, as far as the actor sees it: the enterprise's own posts, exchanges and joint
    projects, what the centre looks for part-time teachers for, courses that the enterprise may send people
    to, and what it may book. By the name of the key."""
    enterprise = need.enterprise_id
    return {
        "post": Post.objects.visible_to(actor).filter(
            enterprise=enterprise, state__in=["offered", "approved", "closed"]
        ),
        "opening": Opening.objects.visible_to(actor).filter(enterprise=enterprise),
        "part_time_need": PartTimeNeed.objects.visible_to(actor).filter(state__in=["published", "closed"]),
        "exchange": Exchange.objects.visible_to(actor).filter(
            enterprise=enterprise, state__in=["proposed", "agreed", "announced", "held", "closed"]
        ),
        "project": Project.objects.visible_to(actor)
        .of_enterprise(enterprise)
        .filter(state__in=sorted(OPEN_PROJECTS | {ProjectState.CLOSED})),
        "training_course": Course.objects.visible_to(actor).open_to(enterprise),
        "resource": Resource.objects.visible_to(actor).offered(),
    }


@transaction.atomic
def add_answer(
    *,
    actor: Actor,
    pk: int,
    kind: str,
    record: Any | None = None,
    course: str = "",
    words: str = "",
    now: datetime,
) -> NeedAnswer:
    """Add one of the things with which it is answered; the enterprise reads them once it is answered.

    Args:
        record: of the kind; it is looked up again among what the actor sees.

    Raises NotVisible, PermissionDenied, UnableToAnswer, ValidationError.
    """
    need: Need = Need.objects.for_write(actor, pk, EDIT)
    if need.state not in {NeedState.TAKEN_UP, NeedState.ANSWERED}:
        raise UnableToAnswer(_("Take it up first: answers are added by whoever looks after it."))
    answer = NeedAnswer(
        need=need,
        kind=kind,
        title=course.strip(),
        words=words.strip(),
        added_on=timezone.localdate(now),
        added_by_id=actor.pk,
    )
    if key := ANSWER_KEYS.get(AnswerKind(kind)):
        found = possible_answers(actor, need)[key].filter(pk=getattr(record, "pk", None)).first()
        if found is None:
            raise UnableToAnswer(_("Choose what answers it."))
        setattr(answer, key, found)
        answer.title = str(found)[:200]
    answer.full_clean(exclude=["need", "added_by"])
    answer.save(force_insert=True)
    audit.record(
        actor=actor,
        subject=need,
        verb="need.add_answer",
        details={"kind": kind, "answer": answer.title},
        now=now,
        capability=EDIT,
    )
    return answer


@transaction.atomic
def remove_answer(*, actor: Actor, pk: int, answer_id: int, now: datetime) -> Need:
    """Take one out that was added by mistake, before the enterprise has read it.

    Raises NotVisible, PermissionDenied, UnableToAnswer.
    """
    need: Need = Need.objects.for_write(actor, pk, EDIT)
    if need.state != NeedState.TAKEN_UP:
        raise UnableToAnswer(_("The enterprise has read it: it stays."))
    answer = need.answers.filter(pk=answer_id).first()
    if answer is None:
        raise NotVisible(f"collaboration.NeedAnswer {answer_id}")
    audit.record(
        actor=actor,
        subject=need,
        verb="need.remove_answer",
        details={"kind": answer.kind, "answer": answer.title},
        now=now,
        capability=EDIT,
    )
    answer.delete()
    return need


@transaction.atomic
def answer(*, actor: Actor, pk: int, words: str, now: datetime) -> Need:
    """Tell the enterprise what answers it; it confirms, or says what is missing.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    today = timezone.localdate(now)
    changes = {"answer": words.strip(), "answered_on": today, "waiting_since": today, "missing": ""}
    need: Need = NEED_MOVES.move(actor=actor, pk=pk, name="answer", now=now, changes=changes)
    notices.tell_enterprise(need, notices.DECIDED, now=now)
    return need


@transaction.atomic
def decline(*, actor: Actor, pk: int, reason: str, now: datetime) -> Need:
    """Raises NotVisible, PermissionDenied, TransitionRefused."""
    return _give_up(actor, pk, "decline", reason, now)


@transaction.atomic
def withdraw(*, actor: Actor, pk: int, reason: str, now: datetime) -> Need:
    """Entered by mistake, or the enterprise needs it no more. Raises as :func:`decline`."""
    return _give_up(actor, pk, "withdraw", reason, now)


def _give_up(actor: Actor, pk: int, name: str, reason: str, now: datetime) -> Need:
    changes = {"reason": reason.strip(), "waiting_since": timezone.localdate(now)}
    need: Need = NEED_MOVES.move(actor=actor, pk=pk, name=name, reason=reason, now=now, changes=changes)
    notices.tell_enterprise(need, notices.DECIDED, now=now)
    notices.tell_owner(need, notices.CONFIRMED, now=now, by=actor.pk)
    return need


@transaction.atomic
def confirm(*, actor: Actor, pk: int, reason: str, now: datetime) -> Need:
    """Record that the enterprise has said, and how, that it is met; its liaisons are told.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    today = timezone.localdate(now)
    need: Need = NEED_MOVES.move(
        actor=actor,
        pk=pk,
        name="confirm",
        reason=reason,
        now=now,
        changes={"met_on": today, "waiting_since": today},
    )
    notices.tell_enterprise(need, notices.DECIDED, now=now)
    return need


@transaction.atomic
def reopen(*, actor: Actor, pk: int, reason: str, now: datetime) -> Need:
    """It is needed after all, or again: it waits to be taken up anew.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    need: Need = NEED_MOVES.move(
        actor=actor, pk=pk, name="reopen", reason=reason, now=now, changes=as_told_again(reason, now)
    )
    notices.tell_enterprise(need, notices.DECIDED, now=now)
    notices.tell_centre(need, now=now, by=actor.pk)
    return need


def as_told_again(reason: str, now: datetime) -> dict[str, Any]:
    """What a need has no more once it is open again; the day on which it was first told stays."""
    return {
        "waiting_since": timezone.localdate(now),
        "owner": None,
        "answer_by": None,
        "answered_on": None,
        "met_on": None,
        "reason": "",
        "missing": reason.strip(),
    }
