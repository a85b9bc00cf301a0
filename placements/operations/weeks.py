"""One mentor, one week, one link: asked on Monday, reminded once, then the school speaks in their place.

The row of a mentor's week is the ledger: however often the sweep runs, each of its steps happens once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.access import NotVisible
from core.notifications import NewNotification, cancel, notify_many
from partnerships.contact_links import channel_to, link_to
from partnerships.models import Contact
from placements.day_notices import WEEK, WEEK_SILENT, looking_after
from placements.instructing import Witness
from placements.models import (
    OPEN_STATES,
    OVER_STATES,
    Concern,
    LogEntry,
    LogState,
    MentorWeek,
    Placement,
    PlacementState,
    RaisedBy,
    Severity,
    WorkDay,
)
from placements.operations.attendance import fill_from_posts
from placements.operations.concerns import raise_concern
from placements.operations.vouching import Answer, Said, vouch
from placements.querysets import PlacementQuerySet
from placements.week_rules import check_weeks
from placements.weeks import monday_of, name_of_week
from signing.links import links_about, spend
from signing.models import TaskLink

TASK = "week"
MENTORS_AT_ONCE = 100
REMINDED_AFTER = timedelta(days=2)
GIVEN_UP_AFTER = timedelta(days=2)
MORNING = time(8)
OPEN_FOR = timedelta(days=21)
NOT_AT_WORK = (PlacementState.INTERRUPTED,)


def placements_in(monday: date) -> PlacementQuerySet:
    """Those whose students were at the host in a week."""
    sunday = monday + timedelta(days=6)
    rows: PlacementQuerySet = Placement.objects.filter(
        Q(state__in=OPEN_STATES, ends_on__gte=monday) | Q(state__in=OVER_STATES, ended_on__gte=monday),
        started_on__lte=sunday,
    )
    return rows


def last_week(now: datetime) -> date:
    """The Monday of the week that is over."""
    return monday_of(timezone.localdate(now)) - timedelta(days=7)


def ask_mentors(*, now: datetime) -> int:
    """Ask every mentor about the week that is over, once; answers how many are asked for the first time.

    Some twenty queries for a hundred mentors.
    """
    monday = last_week(now)
    asked = MentorWeek.objects.filter(monday=monday).values("contact")
    mentors = (
        placements_in(monday)
        .exclude(mentor=None)
        .exclude(mentor__in=asked)
        .order_by("mentor")
        .values_list("mentor", flat=True)
        .distinct()
    )
    return sum(
        _ask(group, monday, now=now) for group in batched(list(mentors), MENTORS_AT_ONCE, strict=False)
    )


@transaction.atomic
def _ask(mentors: Sequence[int], monday: date, *, now: datetime) -> int:
    rows = placements_in(monday).filter(mentor__in=mentors)
    placements = list(
        rows.select_related("post", "plan__owner", "instructor__user", "mentor", "enterprise")
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    at_work = [placement for placement in placements if placement.state not in NOT_AT_WORK]
    fill_from_posts(at_work, monday=monday, now=now)
    check_weeks({(placement.pk, monday) for placement in at_work}, now=now)
    by_mentor = _with_something_waiting(placements, monday)
    weeks = MentorWeek.objects.bulk_create(
        [
            MentorWeek(
                contact_id=mentor,
                monday=monday,
                asked_by=looking_after(own[0])[0],
                created_at=now,
            )
            for mentor, own in sorted(by_mentor.items())
        ]
    )
    mentors_by_key = {row.mentor.pk: row.mentor for row in placements if row.mentor is not None}
    reached: list[tuple[MentorWeek, Contact]] = []
    unreached: list[tuple[MentorWeek, Contact]] = []
    for week in weeks:
        mentor = mentors_by_key[week.contact_id]
        (reached if channel_to(mentor) else unreached).append((week, mentor))
    links = TaskLink.objects.bulk_create([_link(week, mentor, now) for week, mentor in reached])
    notify_many(
        (
            _asking(week, link, by_mentor[week.contact_id], now=now)
            for (week, _mentor), link in zip(reached, links, strict=True)
        ),
        now=now,
    )
    _give_to_instructors([week for week, _mentor in unreached], now=now)
    return len(weeks)


def _with_something_waiting(placements: Sequence[Placement], monday: date) -> dict[int, list[Placement]]:
    sunday = monday + timedelta(days=6)
    keys = [placement.pk for placement in placements]
    busy = set(
        WorkDay.objects.filter(placement__in=keys, vouched_at=None, day__lte=sunday).values_list(
            "placement", flat=True
        )
    ) | set(
        LogEntry.objects.filter(
            placement__in=keys, state=LogState.SUBMITTED, happened_on__lte=sunday
        ).values_list("placement", flat=True)
    )
    found: dict[int, list[Placement]] = defaultdict(list)
    for placement in placements:
        if placement.pk in busy and placement.mentor_id is not None:
            found[placement.mentor_id].append(placement)
    return found


def _link(week: MentorWeek, mentor: Contact, now: datetime) -> TaskLink:
    ends = timezone.make_aware(datetime.combine(week.monday + timedelta(days=7) + OPEN_FOR, time.min))
    return link_to(mentor, task=TASK, subject_id=week.pk, expires_at=ends, now=now)


def _asking(
    week: MentorWeek,
    link: TaskLink,
    own: Sequence[Placement],
    *,
    now: datetime,
    is_reminder: bool = False,
) -> NewNotification:
    is_text_message = link.channel == TaskLink.Channel.SMS
    return NewNotification(
        key=f"{WEEK.name}:{week.pk}:{'reminder' if is_reminder else 'asked'}",
        kind=WEEK.name,
        email="" if is_text_message else link.email,
        phone=link.phone if is_text_message else "",
        name=link.name,
        language=link.language,
        subject=link,
        data={
            "week": name_of_week(week.monday),
            "first_on": week.monday,
            "last_on": week.sunday,
            "students": len(own),
            "is_reminder": is_reminder,
        },
        due_at=_by_day(now),
    )


def _by_day(now: datetime) -> datetime:
    """Nobody's telephone rings at night."""
    local = timezone.localtime(now)
    return max(local, local.replace(hour=MORNING.hour, minute=0, second=0, microsecond=0))


# --- Silence ----------------------------------------------------------------------------------


@transaction.atomic
def remind_mentors(*, now: datetime) -> int:
    """Ask once more whoever has not answered; answers how many."""
    weeks = _held(Q(reminded_at=None, created_at__lte=now - REMINDED_AFTER))
    links = {link.subject_id: link for link in links_about(TASK, [week.pk for week in weeks])}
    by_mentor = _placements_of(weeks)
    rows = [
        _asking(week, links[week.pk], by_mentor[week.pk], now=now, is_reminder=True)
        for week in weeks
        if week.pk in links and links[week.pk].revoked_at is None
    ]
    MentorWeek.objects.filter(pk__in=[week.pk for week in weeks]).update(reminded_at=now)
    return notify_many(rows, now=now)


@transaction.atomic
def give_up_on_mentors(*, now: datetime) -> int:
    """Tell the instructors whose mentors stay silent; answers how many weeks were given to them."""
    weeks = _held(Q(reminded_at__lte=now - GIVEN_UP_AFTER))
    _give_to_instructors(weeks, now=now)
    return len(weeks)


def _held(due: Q) -> list[MentorWeek]:
    """Weeks that nobody has answered or given up on, locked; those in somebody's hands are left out."""
    rows = MentorWeek.objects.waiting().filter(due, given_up_at=None).select_related("contact")
    return list(rows.order_by("pk").select_for_update(of=("self",), skip_locked=True))


def _placements_of(weeks: Sequence[MentorWeek]) -> dict[int, list[Placement]]:
    """By the key of the week. One query for each Monday, of which there are one or two."""
    found: dict[int, list[Placement]] = {week.pk: [] for week in weeks}
    for monday in {week.monday for week in weeks}:
        here = {week.contact_id: week.pk for week in weeks if week.monday == monday}
        rows = placements_in(monday).filter(mentor__in=here)
        for placement in rows.select_related("student", "plan__owner", "instructor__user").order_by("pk"):
            found[here[placement.mentor_id]].append(placement)
    return found


def _give_to_instructors(weeks: Sequence[MentorWeek], *, now: datetime) -> None:
    notify_many(_silences(weeks), now=now)
    MentorWeek.objects.filter(pk__in=[week.pk for week in weeks]).update(given_up_at=now)


def _silences(weeks: Sequence[MentorWeek]) -> Iterator[NewNotification]:
    for pk, own in _placements_of(weeks).items():
        week = next(week for week in weeks if week.pk == pk)
        students: dict[int, list[Placement]] = defaultdict(list)
        people: dict[int, User] = {}
        for placement in own:
            for person in looking_after(placement):
                people[person.pk] = person
                students[person.pk].append(placement)
        for person_id in people:
            yield NewNotification(
                key=f"{WEEK_SILENT.name}:{pk}:u{person_id}",
                kind=WEEK_SILENT.name,
                recipient_id=person_id,
                subject=week,
                data={
                    "mentor": {"zh": week.contact.name, "en": week.contact.name_latin or week.contact.name},
                    "week": name_of_week(week.monday),
                    "students": {
                        "zh": "、".join(one.student.name for one in students[person_id]),
                        "en": ", ".join(
                            one.student.name_latin or one.student.name for one in students[person_id]
                        ),
                    },
                    "url": reverse("placements:mentor_week", args=[pk]),
                },
            )


# --- Answering --------------------------------------------------------------------------------


@transaction.atomic
def answer_week(*, witness: Witness, pk: int, answer: Answer, now: datetime) -> Said:
    """A mentor, or the school in their place, says what was so and what was not.

    Raises:
        NotVisible: it is another mentor's week, or none of the students is the instructor's.
        TransitionRefused, ValidationError: see :func:`placements.operations.vouching.vouch`.
    """
    week = MentorWeek.objects.filter(pk=pk).first()
    keys = list(week_placements(week, witness).values_list("pk", flat=True)) if week else []
    if week is None or not keys:
        raise NotVisible(f"placements.MentorWeek {pk}")
    said = vouch(witness=witness, keys=keys, until=week.sunday, answer=answer, now=now)
    if witness.contact is not None:
        MentorWeek.objects.filter(pk=pk, answered_at=None).update(answered_at=now)
        _close(week, now=now)
    return said


def week_placements(week: MentorWeek, witness: Witness) -> Any:
    """The placements of a mentor's week for which somebody can speak."""
    rows = placements_in(week.monday).filter(mentor=week.contact_id)
    return rows.filter(pk__in=witness.placements().order_by().values("pk"))


@transaction.atomic
def report_problem(*, witness: Witness, placement_pk: int, text: str, now: datetime) -> Concern:
    """A mentor wants something looked into: it becomes a concern, read in confidence.

    Raises:
        NotVisible: it is another mentor's student.
    """
    (placement,) = witness.lock([placement_pk])
    return raise_concern(
        actor=witness.actor,
        placement_id=placement.pk,
        text=text,
        severity=Severity.MINOR,
        raised_by=RaisedBy.MENTOR,
        contact=witness.contact,
        now=now,
    )


def _close(week: MentorWeek, *, now: datetime) -> None:
    links = links_about(TASK, [week.pk])
    for link in links:
        cancel(subject=link)
    spend(links, now=now)
