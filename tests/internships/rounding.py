"""What the tests of rounds share: a plan with a class, posts of the partner, and a round along its life."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from accounts.models import User
from internships.models import (
    Outcome,
    Plan,
    PlanState,
    Post,
    PostState,
    RoundRun,
    RoundSeat,
    SchoolClass,
    SelectionRound,
    Student,
)
from internships.operations import outcomes, rankings, rounds, runs
from internships.round_work import work_on_all
from tests.factories import (
    BindingAgreementFactory,
    PlanFactory,
    PostFactory,
    SchoolClassFactory,
    StudentFactory,
    UserFactory,
)
from tests.world import World

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
OPENS, STUDENTS_UNTIL, CLOSES, CONFIRM_BY = (NOW + timedelta(days=days) for days in (1, 8, 15, 22))
WHILE_OPEN = NOW + timedelta(days=2)
FOR_ENTERPRISES = NOW + timedelta(days=10)
AFTERWARDS = NOW + timedelta(days=16)
AT_THE_END = NOW + timedelta(days=30)
TIMES: dict[str, datetime] = {
    "opens_at": OPENS,
    "students_until": STUDENTS_UNTIL,
    "closes_at": CLOSES,
    "confirm_by": CONFIRM_BY,
}


@dataclass
class Selection:
    """A plan of the mechanics department with one class, and one round of it."""

    world: World
    plan: Plan
    school_class: SchoolClass
    round: SelectionRound
    students: dict[str, Student] = field(default_factory=dict)
    seats: dict[str, RoundSeat] = field(default_factory=dict)

    @property
    def coordinator(self) -> User:
        return self.world.director

    def student(self, name: str, **fields: Any) -> Student:
        given = {"school_class": self.school_class, "born_on": date(2008, 3, 1)}
        user = UserFactory.create(name=name)
        self.students[name] = StudentFactory.create(name=name, user=user, **given | fields)
        return self.students[name]

    def post(self, name: str, *, seats: int = 1, offered: bool = True, lower: int = 0, **fields: Any) -> Post:
        given: dict[str, Any] = {
            "plan": self.plan,
            "enterprise": self.world.partner,
            "name_en": name,
            "seats": seats,
            "state": PostState.APPROVED,
            "majors": [self.school_class.major],
        }
        if "enterprise" not in fields:
            fields["agreement"] = BindingAgreementFactory.create(
                department=self.world.mechanics, enterprise=self.world.partner, owner=self.world.officer
            )
        post = PostFactory.create(**given | fields)
        if offered:
            self.seats[name] = rounds.offer_seats(
                actor=self.coordinator, pk=self.round.pk, post=post, seats=seats, lower=lower, now=NOW
            )
        return post

    def open(self) -> None:
        rounds.open_round(actor=self.coordinator, pk=self.round.pk, now=NOW)

    def wish(self, name: str, *groups: str | tuple[str, ...], now: datetime = WHILE_OPEN) -> None:
        wishes = [
            [self.seats[post].pk for post in (group if isinstance(group, tuple) else (group,))]
            for group in groups
        ]
        rankings.rank_posts(actor=self.students[name].user, round_id=self.round.pk, wishes=wishes, now=now)

    def rank(self, post: str, *groups: str | tuple[str, ...], now: datetime = FOR_ENTERPRISES) -> None:
        students = [
            [self.students[name].pk for name in (group if isinstance(group, tuple) else (group,))]
            for group in groups
        ]
        rankings.rank_students(
            actor=self.coordinator, seat_id=self.seats[post].pk, students=students, now=now
        )

    def freeze(self) -> RoundRun:
        rounds.close_round(actor=self.coordinator, pk=self.round.pk, now=CLOSES)
        return runs.freeze_round(actor=self.coordinator, pk=self.round.pk, now=AFTERWARDS)

    def run(self) -> RoundRun:
        run = runs.start_run(actor=self.coordinator, pk=self.round.pk, now=AFTERWARDS)
        work_on_all(now=AFTERWARDS)
        run.refresh_from_db()
        return run

    def publish(self) -> None:
        runs.publish_round(actor=self.coordinator, pk=self.round.pk, now=AFTERWARDS)

    def to_the_result(self) -> RoundRun:
        self.freeze()
        run = self.run()
        self.publish()
        run.refresh_from_db()
        return run

    def outcome(self, name: str) -> Outcome:
        return Outcome.objects.of_student(self.students[name].pk).get(run__round=self.round)

    def confirm(self, name: str, now: datetime = AFTERWARDS) -> Outcome:
        return outcomes.confirm_place(actor=self.students[name].user, pk=self.outcome(name).pk, now=now)

    def decline(self, name: str, reason: str = "Too far", now: datetime = AFTERWARDS) -> Outcome:
        return outcomes.decline_place(
            actor=self.students[name].user, pk=self.outcome(name).pk, reason=reason, now=now
        )

    def places(self) -> dict[str, str | None]:
        """Who goes where, by the names of the tests, as last published."""
        return {
            outcome.student.name: outcome.seat.post.name_en if outcome.seat else None
            for outcome in Outcome.objects.that_count()
            .filter(run__round=self.round)
            .select_related("student", "seat__post")
        }


def make_selection(world: World) -> Selection:
    world.partner.staff_count = 500
    world.partner.save()
    school_class = SchoolClassFactory.create(department=world.mechanics, entered_in=2024)
    plan = PlanFactory.create(
        department=world.mechanics,
        owner=world.coordinator,
        state=PlanState.APPROVED,
        entered_in=2024,
        starts_on=date(2027, 3, 1),
        ends_on=date(2027, 8, 31),
    )
    plan.classes.add(school_class)
    round = rounds.prepare_round(actor=world.director, plan=plan, name="Spring", now=NOW, **TIMES)
    return Selection(world, plan, school_class, round)


def a_contest(world: World) -> Selection:
    """Three students want the lathe; one seat there, one at the press; the enterprise likes them in turn."""
    selection = make_selection(world)
    for post in ("Lathe", "Press"):
        selection.post(post)
    for name in ("Ada", "Ben", "Cai"):
        selection.student(name)
    selection.open()
    for name in ("Ada", "Ben", "Cai"):
        selection.wish(name, "Lathe", "Press")
    selection.rank("Lathe", "Ada", "Ben", "Cai")
    selection.rank("Press", "Cai", "Ben", "Ada")
    return selection
