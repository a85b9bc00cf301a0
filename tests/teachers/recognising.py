"""Teachers on their way to recognition: what they can show, who decides, and the steps in one call each."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import User
from compliance.choices import DecidedOutcome
from compliance.operations import decide, questions
from teachers.models import (
    AchievementKind,
    AchievementLevel,
    Level,
    Panel,
    PanelCase,
    PanelMember,
    QualificationKind,
    Recognition,
    Schooling,
    Teacher,
)
from teachers.operations import panels
from teachers.operations.conclusion import recognise
from teachers.operations.panels import Ballot
from teachers.operations.recognition import apply, approve_application, draft_application
from teachers.standards import latest_check, proposed_review, standard_on
from tests.factories import (
    AchievementFactory,
    ExperienceFactory,
    PositionFactory,
    QualificationFactory,
    TaughtCourseFactory,
    TeacherFactory,
    UserFactory,
)
from tests.teachers.samples import NOW, TODAY
from tests.world import World, appoint

POWERS = ["teacher.read", "recognition.read", "recognition.apply", "recognition.judge", "recognition.publish"]
SENIOR_ONLY = (
    AchievementKind.TEAM_ROLE,
    AchievementKind.RESEARCH,
    AchievementKind.INNOVATION,
    AchievementKind.MENTORING,
    AchievementKind.INDUSTRY_STANDING,
)


def a_position(world: World, name: str, powers: list[str], *, reach: str = "centre") -> User:
    position = PositionFactory.create(
        title_en=name, title_zh=name, department=world.centre, reach=reach, capabilities=powers
    )
    email = f"{name.replace(' ', '').lower()}@centre.example"
    return appoint(UserFactory.create(name=name, name_latin=name, email=email), position)


def make_affairs(world: World) -> User:
    """Who looks after recognitions for the whole centre."""
    return a_position(world, "Affairs officer", POWERS)


def make_reviewer(world: World) -> User:
    """Who decides for the departments."""
    return a_position(world, "Dean", ["recognition.read", "recognition.review"])


def give_everything(teacher: Teacher, *, level: str = Level.JUNIOR) -> None:
    """Confirmed evidence that meets every number of the standard for a level."""
    QualificationFactory.create(
        teacher=teacher, kind=QualificationKind.TEACHING_CERTIFICATE, name="教师资格证", level=""
    )
    QualificationFactory.create(teacher=teacher, level="skill_2", name="电工")
    TaughtCourseFactory.create(teacher=teacher)
    ExperienceFactory.create(teacher=teacher)
    kinds = [
        AchievementKind.REFORM_PROJECT,
        AchievementKind.PROGRAMME_BUILDING,
        AchievementKind.OUTPUT,
        AchievementKind.COACHED_AWARD,
        AchievementKind.TRANSFER,
    ]
    if level == Level.SENIOR:
        kinds += SENIOR_ONLY
    for kind in kinds:
        AchievementFactory.create(teacher=teacher, kind=kind, level=AchievementLevel.MUNICIPAL)


def another_teacher(world: World, **fields: Any) -> Teacher:
    user = UserFactory.create(
        name="何老师", name_latin="He Laoshi", email=f"he{fields.get('staff_number', '1')}@centre.example"
    )
    return TeacherFactory.create(department=world.mechanics, user=user, **fields)


def draft(actor: Any, teacher: Teacher, *, level: str = Level.JUNIOR, **fields: Any) -> Recognition:
    said = {"level": level, "stage": Schooling.SECONDARY, "statement": "带学生到企业。", **fields}
    return draft_application(actor=actor, teacher_id=teacher.pk, now=NOW, **said)


def applied(actor: Any, teacher: Teacher, **fields: Any) -> Recognition:
    return apply(actor=actor, pk=draft(actor, teacher, **fields).pk, now=NOW)


def agreed(reviewer: User, recognition: Recognition) -> Recognition:
    return approve_application(actor=reviewer, pk=recognition.pk, now=NOW)


def answer_everything(affairs: User, recognition: Recognition, outcome: str = DecidedOutcome.PASS) -> None:
    """What only people decide."""
    check = latest_check(recognition)
    assert check is not None
    for one in questions(check):
        decide(
            actor=affairs,
            evaluation_id=check.pk,
            code=one.code,
            outcome=DecidedOutcome(outcome),
            reason="Looked at the file.",
            now=NOW,
        )


def called(affairs: User, members: list[User], recognitions: list[Recognition], **fields: Any) -> Panel:
    """A panel with its agenda."""
    panel = panels.plan_panel(
        actor=affairs,
        name="Autumn panel",
        department=None,
        held_on=TODAY,
        place="Room 1",
        chair=members[0],
        members=members,
        quorum=fields.get("quorum", 2),
        majority=fields.get("majority", "two_thirds"),
        now=NOW,
    )
    keys = [one.pk for one in recognitions]
    return panels.put_on_agenda(actor=affairs, pk=panel.pk, recognitions=keys, now=NOW)


def seats(panel: Panel) -> dict[int, PanelMember]:
    return {member.user_id: member for member in panel.members.all()}


def opened(panel: Panel, now: datetime = NOW) -> Panel:
    there = [member.pk for member in panel.members.all()]
    return panels.open_session(actor=panel.chair, pk=panel.pk, present=there, now=now)


def vote(panel: Panel, voter: User, case: PanelCase, choice: str = "for", reason: str = "") -> None:
    ballot = Ballot(case_id=case.pk, choice=choice, reason=reason)
    panels.cast_votes(actor=voter, pk=panel.pk, ballots=[ballot], now=NOW)


def close(panel: Panel, now: datetime = NOW, **fields: Any) -> Panel:
    said = {"minutes": "All were heard.", "remarks": {}, **fields}
    return panels.close_session(actor=panel.chair, pk=panel.pk, now=now, **said)


def voted_through(
    affairs: User, members: list[User], recognition: Recognition, now: datetime = NOW
) -> Recognition:
    """Before a panel and carried by all: it is public from the next day on."""
    answer_everything(affairs, recognition)
    panel = opened(called(affairs, members, [recognition]), now)
    for member in members:
        vote(panel, member, panel.cases.get())
    close(panel, now)
    return Recognition.objects.select_related("teacher").get(pk=recognition.pk)


def after_publicity(recognition: Recognition, days: int = 1) -> datetime:
    assert recognition.publicised_until is not None
    return NOW + (recognition.publicised_until - TODAY) + timedelta(days=days)


def concluded(affairs: User, recognition: Recognition) -> Recognition:
    later = after_publicity(recognition)
    on: date = later.date()
    due = proposed_review(on, standard_on(on))
    return recognise(actor=affairs, pk=recognition.pk, recognised_on=on, review_due=due, now=later)
