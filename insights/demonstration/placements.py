"""A round of selection that is over with its placements, one that is open, and placements in every state.

Rankings and answers come in many at once; rounds, placements and what becomes of them go through the
operations. What a part of the app has about them is told in a module of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from accounts.models import User
from core.models import AuditEvent
from insights.demonstration import alternation
from insights.demonstration.care import care_for_interns
from insights.demonstration.days import days_at_work
from insights.demonstration.ends import ended_internships, graduates
from insights.demonstration.office import Office
from insights.demonstration.papers import papers, papers_under_way
from insights.demonstration.people import Staff
from insights.demonstration.portal import mentor_joins
from insights.demonstration.stories import Story, at_work
from insights.demonstration.tables import document
from internships.models import (
    Answer,
    Outcome,
    Plan,
    PlanState,
    PostRanking,
    RoundSeat,
    SelectionRound,
    StudentRanking,
    StudentState,
)
from internships.operations import rounds, runs
from internships.round_progress import cohort_of
from internships.round_work import work_on_all
from placements.models import Arrangement, Placement, PlacementState
from placements.operations import placements, placing
from placements.operations.readiness import recheck
from placements.seats import held_by_post
from placements.standing import free_to_go
from teachers.models import Teacher

MOST_WISHES = 6
# Hosts whose line is free only after a while: their students begin so many weeks from now.
LATER_HOSTS, LATER_WEEKS = 2, 2
# Days before the first one: placed directly, papers, checked and declared ready.
PLACED, PAPERS, DECLARED = 24, 16, 6
# Of the classes at work so many are still looked after.
UNPLACED = 12
# Of a hundred who were declared ready, so many come on the first day.
BEGUN = 96


ORDER_CLASS = "tourism"


def stories(staff: Staff, *, on: date) -> Iterator[Story]:
    office = Office(staff, on)
    yield order_class(office)
    yield finished_round(office)
    yield open_round(office)
    yield ended_internships(office, ORDER_CLASS)
    yield graduates(office)
    yield from alternation.stories(office)


# --- Rounds -----------------------------------------------------------------------------------


def plan_of(department: str, *, state: str) -> Plan | None:
    rows = Plan.objects.filter(department__code=document("centre")["departments"][department]["code"])
    return rows.filter(state=state).order_by("pk").first()


def before(plan: Plan, days: int, chance: Random) -> datetime:
    return at_work(plan.starts_on - timedelta(days=days), chance)


def _of(plan: Plan) -> list[Placement]:
    rows = Placement.objects.filter(plan=plan).select_related("plan", "post", "instructor", "student__user")
    return list(rows.order_by("pk"))


def order_class(office: Office) -> Story:
    """A class that hotels have asked for: placed without a round, and back by now."""
    chance = Random("an order class")
    yield office.at(130, chance)
    plan = plan_of(ORDER_CLASS, state=PlanState.APPROVED)
    if plan is None:
        return
    now = before(plan, PLACED, chance)
    yield now
    _place_directly(office, plan, now, arrangement=lambda _number: Arrangement.ORDER_CLASS)
    yield from _begin(office, plan, chance, missing=0)
    now = at_work(plan.starts_on + timedelta(days=4), chance)
    yield now
    for pk in list(_not_begun(plan).values_list("pk", flat=True)):
        reason = "手续未能按时办齐，留校学习。"
        placements.cancel_placement(actor=office.coordinator, pk=pk, reason=reason, now=now)
    yield (now := office.at(7, chance))
    days_at_work(office, _of(plan), chance, now)


def finished_round(office: Office) -> Story:
    """The plan that runs: a round from its beginning to its placements, and those into their first weeks."""
    chance = Random("a finished round")
    yield office.at(88, chance)
    plan = plan_of("mechatronics", state=PlanState.APPROVED)
    if plan is None:
        return
    round = _prepare(office, plan, office.at(88, chance), days=(1, 4, 7, 11))
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
    _place_directly(
        office,
        plan,
        now,
        leaving=UNPLACED,
        arrangement=lambda number: Arrangement.ORDER_CLASS if number % 3 == 2 else Arrangement.ASSIGNED,
    )
    _let_some_begin_later(office, plan)
    yield from _begin(office, plan, chance)
    # Whose papers were not there in time begins with those of the hosts that take theirs later.
    _not_begun(plan).update(starts_on=_later(office))
    yield (now := office.at(15, chance))
    mentor_joins(_of(plan), now)
    care_for_interns(office, _of(plan), chance, now)
    alternation.asked_changes(office, _of(plan), chance, now)
    yield (now := office.at(12, chance))
    later = [one for one in _of(plan) if one.starts_on > office.on]
    complete = papers_under_way(office, later, now)
    yield (now := office.at(5, chance))
    _declare_ready(office, complete, now)
    recheck((one.pk for one in later), now=now)
    _break_off(office, plan, now)
    yield (now := office.at(1, chance))
    days_at_work(office, _of(plan), chance, now)


def open_round(office: Office) -> Story:
    """The plan that comes next: students are ranking."""
    chance = Random("an open round")
    yield office.at(4, chance)
    plan = plan_of("business", state=PlanState.APPROVED)
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
        name="首轮双选",
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


def _place_directly(
    office: Office, plan: Plan, now: datetime, *, arrangement: Callable[[int], str], leaving: int = 0
) -> None:
    """Those without a place, all but some, into the posts where seats are free, host after host."""
    posts = list(plan.posts.approved().prefetch_related("majors").order_by("pk"))
    held = held_by_post([post.pk for post in posts], first=plan.starts_on, last=plan.ends_on)
    left = {post.pk: post.seats - held.get(post.pk, 0) for post in posts}
    placed = Placement.objects.live().filter(plan=plan).values("student")
    waiting = cohort_of(plan).exclude(pk__in=placed).select_related("school_class").order_by("pk")
    for number, student in enumerate(waiting[: max(waiting.count() - leaving, 0)]):
        major = student.school_class.major_id
        suiting = [one for one in posts if left[one.pk] > 0 and major in {it.pk for it in one.majors.all()}]
        if not suiting:
            continue
        post = suiting[number % len(suiting)]
        left[post.pk] -= 1
        placing.place_student(
            actor=office.coordinator,
            plan=plan,
            student=student,
            post=post,
            arrangement=arrangement(number),
            is_host_imposed=False,
            now=now,
        )


def _let_some_begin_later(office: Office, plan: Plan) -> None:
    """The hosts that were filled last take their students two weeks from now."""
    mine = Placement.objects.filter(plan=plan)
    hosts = list(mine.order_by("-enterprise_id").values_list("enterprise_id", flat=True).distinct())
    mine.filter(enterprise__in=hosts[:LATER_HOSTS]).update(starts_on=_later(office))


def _later(office: Office) -> date:
    """A Monday ahead."""
    return office.on - timedelta(days=office.on.weekday()) + timedelta(weeks=LATER_WEEKS)


def _not_begun(plan: Plan) -> QuerySet[Placement]:
    waiting = [PlacementState.OFFERED, PlacementState.PREPARED]
    return Placement.objects.filter(plan=plan, state__in=waiting, starts_on=plan.starts_on).order_by("pk")


def _begin(office: Office, plan: Plan, chance: Random, *, missing: int = 2) -> Story:
    """Instructors are chosen, papers come in, and whoever has nothing in the way begins on the first day."""
    now = before(plan, PAPERS, chance)
    yield now
    mine = _of(plan)
    instructors = list(Teacher.objects.filter(plans=plan).order_by("pk"))
    guided = mine[:-2]
    for number, placement in enumerate(guided):
        placement.instructor = instructors[number % len(instructors)]
        placement.updated_at = now
    Placement.objects.bulk_update(guided, ["instructor", "updated_at"])
    _note(office.coordinator, guided, "guides", now)
    beginning = [one for one in mine if one.starts_on == plan.starts_on]
    papers(office, beginning, chance, now, missing=missing)
    now = before(plan, DECLARED, chance)
    yield now
    ready = _declare_ready(office, guided, now)
    now = at_work(plan.starts_on, chance)
    yield now
    for pk in ready:
        if chance.randrange(100) < BEGUN:
            placements.start_placement(actor=office.coordinator, pk=pk, now=now)


def _declare_ready(office: Office, mine: Sequence[Placement], now: datetime) -> list[int]:
    """Check them all, and declare those ready in whose way nothing stands; nobody who is on leave."""
    keys = [placement.pk for placement in mine]
    recheck(keys, now=now)
    enrolled = Placement.objects.filter(pk__in=keys, student__state=StudentState.ENROLLED)
    ready = list(free_to_go(enrolled).order_by("pk").values_list("pk", flat=True))
    for pk in ready:
        placements.prepare_placement(actor=office.coordinator, pk=pk, now=now)
    return ready


def _break_off(office: Office, plan: Plan, now: datetime) -> None:
    """One is ill for a while, one has gone, and one never came."""
    actor = office.coordinator
    under_way = list(Placement.objects.filter(plan=plan, state=PlacementState.IN_PROGRESS).order_by("pk")[:2])
    offered = Placement.objects.filter(plan=plan, state=PlacementState.OFFERED).order_by("-pk").first()
    if offered is not None:
        placements.cancel_placement(
            actor=actor,
            pk=offered.pk,
            reason="改为备考升学。",
            now=now,
        )
    if len(under_way) < 2:
        return
    placements.interrupt_placement(
        actor=actor,
        pk=under_way[0].pk,
        reason="病假两周。",
        now=now,
    )
    placements.end_placement_early(
        actor=actor,
        pk=under_way[1].pk,
        reason="全家迁往外地。",
        now=now,
    )


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
