"""What is told about rounds of selection: to students, to enterprises, to those who run them.

Everybody is told in one statement, however many they are. The key of a notification names the round, the
deadline it speaks of and the reader: a sweep may find the same people again, and a new deadline is told anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.holders import Holders
from accounts.models import User
from core.access import Actor
from core.notifications import Importance, Kind, NewNotification, Readers, cancel, notify_found, notify_many
from internships.eligibility import KNOWN, values_of
from internships.models import Answer, Outcome, RoundRun, SelectionRound
from internships.transitions.rounds import RUN
from partnerships.models import ContactRole

# To students.
OPENED = Kind(
    name="internships.round_opened",
    label=_("A round of selection opens: rank posts"),
    icon="list-numbers",
    readers=Readers.STUDENTS,
)
CLOSING = Kind(
    name="internships.round_closing",
    label=_("Your list in a round of selection is still missing"),
    icon="clock",
    importance=Importance.HIGH,
    readers=Readers.STUDENTS,
)
RESULT = Kind(
    name="internships.round_result",
    label=_("Results of rounds of selection"),
    icon="speakerphone",
    importance=Importance.HIGH,
    can_be_off=False,
    readers=Readers.STUDENTS,
)
PLACE_CHANGED = Kind(
    name="internships.round_place_changed",
    label=_("Your place in a round of selection changed"),
    icon="replace",
    importance=Importance.HIGH,
    can_be_off=False,
    readers=Readers.STUDENTS,
)
ANSWER = Kind(
    name="internships.round_answer",
    label=_("Your answer to a place is still missing"),
    icon="clock",
    importance=Importance.HIGH,
    readers=Readers.STUDENTS,
)
RESCHEDULED = Kind(
    name="internships.round_rescheduled",
    label=_("New times of a round of selection"),
    icon="calendar-event",
    importance=Importance.HIGH,
    readers=Readers.STUDENTS,
)
CALLED_OFF = Kind(
    name="internships.round_called_off",
    label=_("A round of selection is called off"),
    icon="circle-x",
    importance=Importance.HIGH,
    can_be_off=False,
    readers=Readers.STUDENTS,
)
# To the liaisons of enterprises.
HOSTS_RESCHEDULED = Kind(
    name="internships.round_hosts_rescheduled",
    label=_("New times of a round of selection with posts of ours"),
    icon="calendar-event",
    readers=Readers.PARTNERS,
)
HOSTS_CALLED_OFF = Kind(
    name="internships.round_hosts_called_off",
    label=_("A round of selection with posts of ours is called off"),
    icon="circle-x",
    importance=Importance.HIGH,
    readers=Readers.PARTNERS,
)
TURN = Kind(
    name="internships.round_turn",
    label=_("Students want to come: rank them"),
    icon="list-numbers",
    readers=Readers.PARTNERS,
)
TURN_ENDS = Kind(
    name="internships.round_turn_ends",
    label=_("Your list in a round of selection is still missing"),
    icon="clock",
    importance=Importance.HIGH,
    readers=Readers.PARTNERS,
)
# To those who run the round.
CLOSED = Kind(
    name="internships.round_closed",
    label=_("Rankings of a round of selection have closed"),
    icon="lock",
    can_wait=True,
)
ANSWERED = Kind(
    name="internships.round_answered",
    label=_("The time for answers in a round of selection is over"),
    icon="circle-check",
    can_wait=True,
)
KINDS = (
    OPENED,
    CLOSING,
    RESULT,
    PLACE_CHANGED,
    ANSWER,
    RESCHEDULED,
    CALLED_OFF,
    HOSTS_RESCHEDULED,
    HOSTS_CALLED_OFF,
    TURN,
    TURN_ENDS,
    CLOSED,
    ANSWERED,
)
# What a new deadline makes moot.
OF_DEADLINES = (CLOSING, ANSWER, TURN, TURN_ENDS)

# Who takes part: not who holds a place by another round of the plan already.
STUDENTS = f"""
{KNOWN}, told AS (
    SELECT concat_ws(':', %(kind)s::text, %(key)s::text, 'u' || student.user_id) AS key,
           student.user_id AS recipient_id
    FROM internships_student student
    WHERE student.user_id IS NOT NULL AND student.state = %(enrolled)s
      AND student.school_class_id IN (SELECT id FROM cohort)
      AND student.id NOT IN (SELECT student_id FROM held)
      AND NOT (%(only_silent)s AND EXISTS (
          SELECT FROM internships_studentranking wish
          JOIN internships_roundseat seat ON seat.id = wish.seat_id
          WHERE wish.student_id = student.id AND seat.round_id = %(round)s))
)
SELECT key, %(kind)s AS kind, %(round)s::bigint AS subject_id, recipient_id, '' AS email, '' AS name,
       '' AS language, %(data)s::jsonb AS data
FROM told
WHERE NOT EXISTS (SELECT FROM core_notification known WHERE known.key = told.key)
"""  # noqa: S608 — our own constants
# Posts that somebody wants, by enterprise; for each of its liaisons with an account.
LIAISONS = """
WITH wanted AS (
    SELECT post.enterprise_id, seat.id AS seat_id, count(*) AS students
    FROM internships_roundseat seat
    JOIN internships_post post ON post.id = seat.post_id
    JOIN internships_studentranking wish ON wish.seat_id = seat.id
    WHERE seat.round_id = %(round)s
      AND NOT (%(only_silent)s AND EXISTS (
          SELECT FROM internships_postranking ranked WHERE ranked.seat_id = seat.id))
    GROUP BY post.enterprise_id, seat.id
), asked AS (
    SELECT enterprise_id, count(*) AS posts, sum(students) AS wishes FROM wanted GROUP BY enterprise_id
), told AS (
    SELECT concat_ws(':', %(kind)s::text, %(key)s::text, 'e' || enterprise.id, 'u' || contact.user_id) AS key,
           contact.user_id AS recipient_id, enterprise.name, enterprise.name_en, asked.posts, asked.wishes
    FROM asked
    JOIN partnerships_enterprise enterprise ON enterprise.id = asked.enterprise_id
    JOIN partnerships_contact contact ON contact.enterprise_id = enterprise.id
    WHERE contact.user_id IS NOT NULL AND contact.left_on IS NULL AND enterprise.merged_into_id IS NULL
      AND contact.roles @> ARRAY[%(liaison)s]::varchar[]
)
SELECT key, %(kind)s AS kind, %(round)s::bigint AS subject_id, recipient_id, '' AS email, '' AS name,
       '' AS language, %(data)s::jsonb || jsonb_build_object(
           'enterprise', jsonb_build_object('en', told.name_en, 'zh', told.name),
           'posts', posts, 'wishes', wishes) AS data
FROM told
WHERE NOT EXISTS (SELECT FROM core_notification known WHERE known.key = told.key)
"""
# The liaisons of every enterprise with seats in a round, wanted or not.
HOSTS = """
SELECT DISTINCT concat_ws(':', %(kind)s::text, %(key)s::text, 'u' || contact.user_id) AS key,
       %(kind)s AS kind, %(round)s::bigint AS subject_id, contact.user_id AS recipient_id, '' AS email,
       '' AS name, '' AS language, %(data)s::jsonb AS data
FROM internships_roundseat seat
JOIN internships_post post ON post.id = seat.post_id
JOIN partnerships_enterprise enterprise ON enterprise.id = post.enterprise_id
JOIN partnerships_contact contact ON contact.enterprise_id = enterprise.id
WHERE seat.round_id = %(round)s AND contact.user_id IS NOT NULL AND contact.left_on IS NULL
  AND enterprise.merged_into_id IS NULL AND contact.roles @> ARRAY[%(liaison)s]::varchar[]
"""
# Of a first result everybody; of a later one whose place is another, but not who gave theirs up.
RESULTS = """
SELECT concat_ws(':', told.kind, %(run)s::text, 'u' || student.user_id) AS key, told.kind,
       %(round)s::bigint AS subject_id, student.user_id AS recipient_id, '' AS email, '' AS name,
       '' AS language, %(data)s::jsonb || jsonb_build_object(
           'choice', outcome.choice, 'is_kept', outcome.answer = %(confirmed)s,
           'post', jsonb_build_object('en', coalesce(post.name_en, ''), 'zh', coalesce(post.name_zh, '')),
           'enterprise', jsonb_build_object(
               'en', coalesce(enterprise.name_en, ''), 'zh', coalesce(enterprise.name, ''))) AS data
FROM internships_outcome outcome
JOIN internships_student student ON student.id = outcome.student_id
LEFT JOIN internships_outcome before
     ON before.run_id = %(before)s AND before.student_id = outcome.student_id
LEFT JOIN internships_roundseat seat ON seat.id = outcome.seat_id
LEFT JOIN internships_post post ON post.id = seat.post_id
LEFT JOIN partnerships_enterprise enterprise ON enterprise.id = post.enterprise_id
CROSS JOIN LATERAL (
    SELECT CASE WHEN before.id IS NULL THEN %(result)s::text ELSE %(place_changed)s::text END AS kind
) told
WHERE outcome.run_id = %(run)s AND student.user_id IS NOT NULL
  AND (before.id IS NULL
       OR before.answer <> %(declined)s AND before.seat_id IS DISTINCT FROM outcome.seat_id)
"""
UNANSWERED = """
WITH told AS (
    SELECT concat_ws(':', %(kind)s::text, %(key)s::text, 'u' || student.user_id) AS key,
           student.user_id AS recipient_id, post.name_en, post.name_zh
    FROM internships_outcome outcome
    JOIN internships_student student ON student.id = outcome.student_id
    JOIN internships_roundseat seat ON seat.id = outcome.seat_id
    JOIN internships_post post ON post.id = seat.post_id
    WHERE outcome.run_id = %(run)s AND outcome.answer = '' AND student.user_id IS NOT NULL
)
SELECT key, %(kind)s AS kind, %(round)s::bigint AS subject_id, recipient_id, '' AS email, '' AS name,
       '' AS language, %(data)s::jsonb || jsonb_build_object(
           'post', jsonb_build_object('en', name_en, 'zh', name_zh)) AS data
FROM told
WHERE NOT EXISTS (SELECT FROM core_notification known WHERE known.key = told.key)
"""


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a query finds, with what they are told; not who was told already."""

    found: str
    params: Mapping[str, Any]

    def count(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({self.found}) found", self.params)  # noqa: S608 — our own
            (count,) = cursor.fetchone()
        return count

    def tell(self, *, now: datetime) -> int:
        """Answers how many there were."""
        return notify_found(self.found, self.params, subject=SelectionRound, count_by=[], now=now).total()


def students(round: SelectionRound, kind: Kind, *, only_silent: bool, key: str) -> Audience:
    """Those who may rank in a round, or of them those who have not."""
    data = {"url": reverse("me:round", args=[round.pk]), "until_at": round.students_until}
    params = values_of(round) | {"only_silent": only_silent} | _own(round, kind, key, data)
    return Audience(STUDENTS, params)


def liaisons(round: SelectionRound, kind: Kind, *, only_silent: bool, key: str) -> Audience:
    """Those of enterprises whose posts somebody wants, or only of those with a post that ranked nobody."""
    data = {"url": reverse("portal:rounds"), "until_at": round.closes_at}
    params = {"only_silent": only_silent, "liaison": ContactRole.LIAISON} | _own(round, kind, key, data)
    return Audience(LIAISONS, params)


def tell_rescheduled(round: SelectionRound, *, reason: str, now: datetime) -> int:
    """Tell students and enterprises of the new times, and why they are new."""
    key = f"{round.pk}:{now.isoformat()}"
    times = {"opens_at": round.opens_at, "until_at": round.students_until, "closes_at": round.closes_at}
    data = times | {"reason": reason}
    return _tell_everybody(round, (RESCHEDULED, HOSTS_RESCHEDULED), key=key, data=data, now=now)


def tell_called_off(round: SelectionRound, *, reason: str, now: datetime) -> int:
    """Tell students and enterprises that there is nothing to do any more, and why."""
    kinds = CALLED_OFF, HOSTS_CALLED_OFF
    return _tell_everybody(round, kinds, key=str(round.pk), data={"reason": reason}, now=now)


def _tell_everybody(
    round: SelectionRound, kinds: tuple[Kind, Kind], *, key: str, data: Mapping[str, Any], now: datetime
) -> int:
    """Students and enterprises. Two statements."""
    to_students, to_hosts = kinds
    student_data = {**data, "url": reverse("me:rounds")}
    params = values_of(round) | {"only_silent": False} | _own(round, to_students, key, student_data)
    told = Audience(STUDENTS, params).tell(now=now)
    own = _own(round, to_hosts, key, {**data, "url": reverse("portal:rounds")})
    return told + Audience(HOSTS, {"liaison": ContactRole.LIAISON} | own).tell(now=now)


def tell_results(round: SelectionRound, run: RoundRun, *, before: RoundRun | None, now: datetime) -> int:
    """Tell every student what a run gave them; of one that was made again, those whose place changed."""
    params = {
        "run": run.pk,
        "before": before.pk if before else None,
        "result": RESULT.name,
        "place_changed": PLACE_CHANGED.name,
        "confirmed": Answer.CONFIRMED,
        "declined": Answer.DECLINED,
    }
    data = {
        "url": reverse("me:round", args=[round.pk]),
        "until_at": round.confirm_by,
        "reason": run.reason if before else "",
    }
    return Audience(RESULTS, params | _own(round, RESULT, "", data)).tell(now=now)


def tell_unanswered(round: SelectionRound, run: RoundRun, *, now: datetime) -> int:
    """Remind those who have a place and have not said whether they take it."""
    data = {"url": reverse("me:round", args=[round.pk]), "until_at": round.confirm_by}
    params = {"run": run.pk} | _own(round, ANSWER, answer_key(round), data)
    return Audience(UNANSWERED, params).tell(now=now)


def _own(round: SelectionRound, kind: Kind, key: str, data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "round": round.pk,
        "kind": kind.name,
        "key": key,
        "data": json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False),
    }


# --- Those who run it -------------------------------------------------------------------------


def coordinators_of(round: SelectionRound, *, now: datetime) -> list[User]:
    """The plan's owner and whoever prepared the round; where neither runs rounds there, all who do."""
    holders = Holders.on(timezone.localdate(now)).of(RUN, round.plan.department_id)
    people = {holder.user.pk: holder.user for holder in holders}
    own = [people[pk] for pk in people if pk in {round.plan.owner_id, round.created_by_id}]
    return own or list(people.values())


def tell_closed(round: SelectionRound, *, by: Actor, now: datetime) -> None:
    """The rankings are over; whoever closed them knows."""
    _tell_coordinators(round, CLOSED, round.closes_at.isoformat(), besides=by.pk, data={}, now=now)


def tell_answered(round: SelectionRound, *, now: datetime) -> None:
    """Every student has answered, or has no time left to."""
    counts = (
        Outcome.objects.that_count()
        .filter(run__round=round, seat__isnull=False)
        .aggregate(
            confirmed=Count("pk", filter=Q(answer=Answer.CONFIRMED)),
            declined=Count("pk", filter=Q(answer=Answer.DECLINED)),
            silent=Count("pk", filter=Q(answer=Answer.NONE)),
        )
    )
    _tell_coordinators(round, ANSWERED, round.confirm_by.isoformat(), besides=None, data=counts, now=now)


def _tell_coordinators(
    round: SelectionRound,
    kind: Kind,
    key: str,
    *,
    besides: int | None,
    data: Mapping[str, Any],
    now: datetime,
) -> None:
    notify_many(
        [
            NewNotification(
                key=f"{kind.name}:{round.pk}:{key}:u{person.pk}",
                kind=kind.name,
                recipient_id=person.pk,
                subject=round,
                data=data,
            )
            for person in coordinators_of(round, now=now)
            if person.pk != besides
        ],
        now=now,
    )


# --- Taking back ------------------------------------------------------------------------------


def list_key(round: SelectionRound) -> str:
    return f"{round.pk}:{round.students_until.isoformat()}"


def turn_key(round: SelectionRound) -> str:
    return f"{round.pk}:{round.closes_at.isoformat()}"


def answer_key(round: SelectionRound) -> str:
    return f"{round.pk}:{round.confirm_by.isoformat()}"


def stop_asking_for_list(round: SelectionRound, user_id: int | None) -> None:
    """The list is there."""
    cancel(keys=[f"{CLOSING.name}:{list_key(round)}:u{user_id}"])


def stop_asking_for_answer(round: SelectionRound, user_id: int | None) -> None:
    """The answer is there."""
    cancel(keys=[f"{ANSWER.name}:{answer_key(round)}:u{user_id}"])


def stop_asking(round: SelectionRound, kinds: Iterable[Kind] = KINDS) -> None:
    """The round is called off: nothing about it matters any more."""
    cancel(subject=round, kinds=[kind.name for kind in kinds])
