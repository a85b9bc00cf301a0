"""A round of selection that is over with its placements, one that is open, and placements in every state.

Rankings and answers come in many at once; rounds, placements and what becomes of them go through the
operations. Each part of the app adds its papers in ``PARTS``, before anybody starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random

from django.contrib.contenttypes.models import ContentType

from accounts.models import User
from core.models import AuditEvent
from insights.demonstration import alternation
from insights.demonstration.care import care_for_interns
from insights.demonstration.days import days_at_work
from insights.demonstration.ends import ended_internships, graduates
from insights.demonstration.office import Office
from insights.demonstration.papers import papers
from insights.demonstration.people import Staff
from insights.demonstration.stories import Story
from internships.models import (
    Answer,
    Outcome,
    Plan,
    PlanState,
    PostRanking,
    RoundSeat,
    SelectionRound,
    StudentRanking,
)
from internships.operations import rounds, runs
from internships.round_progress import cohort_of
from internships.round_work import work_on_all
from placements.models import Placement, PlacementState
from placements.operations import placements, placing
from placements.operations.readiness import recheck
from placements.seats import held_by_post
from placements.standing import free_to_go
from teachers.models import Teacher

MOST_WISHES = 6
# What becomes of the placements of the plan that runs, of a hundred.
BEGUN, DECLARED = 62, 12


type Part = Callable[[Office, Sequence[Placement], Random, datetime], None]
"""Adds what a part of the app has about placements, at one moment, many rows at once."""

# Consents, agreements, insurance and training come before anybody starts; the rest happens afterwards.
BEFORE_THE_START: list[Part] = [papers]
AFTERWARDS: list[Part] = [days_at_work, care_for_interns, alternation.asked_changes]


def stories(staff: Staff, *, on: date) -> Iterator[Story]:
    office = Office(staff, on)
    yield finished_round(office)
    yield open_round(office)
    yield ended_internships(office)
    yield graduates(office)
    yield from alternation.stories(office)


# --- Rounds -----------------------------------------------------------------------------------


def finished_round(office: Office) -> Story:
    """The plan that runs: a round from its beginning to its placements, and those into their first weeks."""
    chance = Random("a finished round")
    yield office.at(36, chance)
    plan = Plan.objects.filter(state=PlanState.RUNNING).order_by("pk").first()
    if plan is None:
        return
    round = _prepare(office, plan, office.at(36, chance), days=(1, 3, 5, 9))
    yield round.opens_at + timedelta(hours=1)
    _students_rank(round, chance)
    yield round.students_until + timedelta(hours=1)
    _enterprises_rank(round, chance)
    now = round.closes_at + timedelta(minutes=5)
    yield now
    rounds.close_round(actor=office.coordinator, pk=round.pk, now=now)
    runs.freeze_round(actor=office.coordinator, pk=round.pk, now=now)
    runs.start_run(actor=office.coordinator, pk=round.pk, now=now)
    work_on_all(now=now)
    runs.publish_round(actor=office.coordinator, pk=round.pk, now=now)
    now += timedelta(days=2)
    yield now
    _students_answer(round, chance, now)
    now = round.confirm_by + timedelta(hours=2)
    yield now
    rounds.finish_round(actor=office.coordinator, pk=round.pk, now=now)
    placing.place_from_round(actor=office.coordinator, round_id=round.pk, now=now)
    _place_some_directly(office, plan, chance, now)
    yield from _life(office, plan, chance)


def open_round(office: Office) -> Story:
    """The plan that comes next: students are ranking."""
    chance = Random("an open round")
    yield office.at(4, chance)
    plan = Plan.objects.filter(state=PlanState.APPROVED).order_by("pk").first()
    if plan is None:
        return
    round = _prepare(office, plan, office.at(4, chance), days=(0, 6, 12, 18))
    yield round.opens_at + timedelta(hours=3)
    _students_rank(round, chance, share=0.6)


def _prepare(office: Office, plan: Plan, now: datetime, *, days: tuple[int, int, int, int]) -> SelectionRound:
    opens, students, closes, confirm = (now + timedelta(days=number, minutes=30) for number in days)
    round = rounds.prepare_round(
        actor=office.coordinator,
        plan=plan,
        name=office.word("Main round", "首轮双选"),
        now=now,
        opens_at=opens,
        students_until=students,
        closes_at=closes,
        confirm_by=confirm,
    )
    rounds.offer_all_seats(actor=office.coordinator, pk=round.pk, now=now)
    return rounds.open_round(actor=office.coordinator, pk=round.pk, now=now)


def _students_rank(round: SelectionRound, chance: Random, *, share: float = 0.95) -> None:
    """Each of most of the cohort lists some of the posts for their major."""
    seats = list(RoundSeat.objects.filter(round=round).prefetch_related("post__majors").order_by("pk"))
    wishes = []
    for student in cohort_of(round.plan).select_related("school_class").order_by("pk"):
        major = student.school_class.major_id
        suiting = [seat for seat in seats if major in {one.pk for one in seat.post.majors.all()}]
        if chance.random() < share and suiting:
            chosen = chance.sample(suiting, min(len(suiting), chance.randint(2, MOST_WISHES)))
            wishes += [
                StudentRanking(seat=seat, student=student, place=place)
                for place, seat in enumerate(chosen, start=1)
            ]
    StudentRanking.objects.bulk_create(wishes)


def _enterprises_rank(round: SelectionRound, chance: Random) -> None:
    """Every post lists whoever wants to come."""
    rankings = []
    for seat in RoundSeat.objects.filter(round=round).order_by("pk"):
        students = list(seat.wishes.order_by("student").values_list("student", flat=True))
        chance.shuffle(students)
        rankings += [
            PostRanking(seat=seat, student_id=student, place=place)
            for place, student in enumerate(students, start=1)
        ]
    PostRanking.objects.bulk_create(rankings)


def _students_answer(round: SelectionRound, chance: Random, now: datetime) -> None:
    """Most take their place, one in twenty gives it up, some say nothing."""
    places = Outcome.objects.that_count().filter(run__round=round, seat__isnull=False).order_by("pk")
    confirmed, declined = [], []
    for outcome in places.values_list("pk", flat=True):
        dice = chance.random()
        if dice < 0.9:
            confirmed.append(outcome)
        elif dice < 0.95:
            declined.append(outcome)
    Outcome.objects.filter(pk__in=confirmed).update(answer=Answer.CONFIRMED, answered_at=now)
    Outcome.objects.filter(pk__in=declined).update(
        answer=Answer.DECLINED, answered_at=now, reason="离家太远，家长不同意。"
    )


# --- Placements -------------------------------------------------------------------------------


def _place_some_directly(office: Office, plan: Plan, chance: Random, now: datetime) -> None:
    """Some of those who got nothing are placed by the coordinator, where a seat is free."""
    posts = list(plan.posts.approved().prefetch_related("majors").order_by("pk"))
    held = held_by_post([post.pk for post in posts], first=plan.starts_on, last=plan.ends_on)
    left = {post.pk: post.seats - held.get(post.pk, 0) for post in posts}
    placed = Placement.objects.live().filter(plan=plan).values("student")
    waiting = cohort_of(plan).exclude(pk__in=placed).select_related("school_class").order_by("pk")
    for student in list(waiting)[::2]:
        major = student.school_class.major_id
        post = next(
            (one for one in posts if left[one.pk] > 0 and major in {it.pk for it in one.majors.all()}), None
        )
        if post is None:
            continue
        left[post.pk] -= 1
        placing.place_student(
            actor=office.coordinator,
            plan=plan,
            student=student,
            post=post,
            arrangement=chance.choice(["assigned", "assigned", "order_class"]),
            is_host_imposed=False,
            now=now,
        )


def _life(office: Office, plan: Plan, chance: Random) -> Story:
    """Instructors are chosen, papers come in, and most begin."""
    now = office.at(24, chance)
    yield now
    mine = list(Placement.objects.filter(plan=plan).order_by("pk"))
    instructors = list(Teacher.objects.filter(plans=plan).order_by("pk"))
    for number, placement in enumerate(mine[:-2]):
        placement.instructor = instructors[number % len(instructors)]
        placement.updated_at = now
    Placement.objects.bulk_update(mine, ["instructor", "updated_at"])
    _note(office.coordinator, mine[:-2], "guides", now)
    for part in BEFORE_THE_START:
        part(office, mine, chance, now)
    recheck((placement.pk for placement in mine), now=now)
    now = office.at(20, chance)
    yield now
    _begin(office, mine, chance, now)
    begun = list(Placement.objects.filter(plan=plan).order_by("pk"))
    for part in AFTERWARDS:
        part(office, begun, chance, now)
    now = office.at(5, chance)
    yield now
    _break_off(office, plan, now)


def _begin(office: Office, mine: Sequence[Placement], chance: Random, now: datetime) -> None:
    """Whoever has nothing in the way is declared ready, and most of them begin."""
    actor = office.coordinator
    ready = set(
        free_to_go(Placement.objects.filter(pk__in=[one.pk for one in mine])).values_list("pk", flat=True)
    )
    for placement in mine:
        dice = chance.randrange(100)
        is_guided = placement.instructor_id is not None and placement.mentor_id is not None
        if placement.pk not in ready or not is_guided or dice >= BEGUN + DECLARED:
            continue
        placements.prepare_placement(actor=actor, pk=placement.pk, now=now)
        if dice < BEGUN:
            placements.start_placement(actor=actor, pk=placement.pk, now=now)


def _break_off(office: Office, plan: Plan, now: datetime) -> None:
    """One is ill for a while, one has gone, one has finished, and one never came."""
    actor = office.coordinator
    under_way = list(Placement.objects.filter(plan=plan, state=PlacementState.IN_PROGRESS).order_by("pk")[:3])
    offered = Placement.objects.filter(plan=plan, state=PlacementState.OFFERED).order_by("-pk").first()
    if offered is not None:
        placements.cancel_placement(
            actor=actor,
            pk=offered.pk,
            reason=office.word("Has begun to study for the entrance examination.", "改为备考升学。"),
            now=now,
        )
    if len(under_way) < 3:
        return
    placements.interrupt_placement(
        actor=actor,
        pk=under_way[0].pk,
        reason=office.word("Ill for two weeks.", "病假两周。"),
        now=now,
    )
    placements.end_placement_early(
        actor=actor,
        pk=under_way[1].pk,
        reason=office.word("The family has moved to another city.", "全家迁往外地。"),
        now=now,
    )
    last = under_way[2]
    Placement.objects.filter(pk=last.pk).update(ends_on=now.date())
    placements.finish_placement(actor=actor, pk=last.pk, now=now)


def _note(actor: User, mine: Sequence[Placement], act: str, now: datetime) -> None:
    subject_type = ContentType.objects.get_for_model(Placement)
    AuditEvent.objects.bulk_create(
        AuditEvent(
            at=now,
            actor_id=actor.pk,
            verb=f"placement.{act}",
            subject_type=subject_type,
            subject_id=placement.pk,
        )
        for placement in mine
    )
