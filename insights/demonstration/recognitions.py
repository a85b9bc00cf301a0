"""Recognitions of teachers: at every level and in every state, some about to lapse, and one panel in session.

What was recognised in earlier years is written in bulk; this autumn's applications go through the operations.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from accounts.models import User
from compliance.choices import DecidedOutcome
from compliance.operations import decide, questions
from insights.demonstration.people import Staff
from insights.demonstration.stories import Story, at_work
from teachers.models import (
    Achievement,
    AchievementKind,
    AchievementLevel,
    CourseMode,
    EvidenceState,
    Experience,
    Level,
    Panel,
    PanelCase,
    Qualification,
    QualificationKind,
    QualificationLevel,
    Recognition,
    RecognitionReview,
    RecognitionState,
    RecognitionTerm,
    ReviewOutcome,
    Schooling,
    TaughtCourse,
    Teacher,
    TeacherKind,
)
from teachers.operations import conclusion, panels
from teachers.operations import recognition as operations
from teachers.operations.panels import Ballot
from teachers.operations.recognition_certificates import order_certificate
from teachers.standards import latest_check

STATEMENT = "近五年每年到企业实践，把企业真实任务转化为教学项目，带学生参加技能竞赛并获奖。"
# How many years ago each of the earlier ones was recognised, and at which level.
EARLIER = (
    *((1, Level.JUNIOR), (2, Level.INTERMEDIATE), (3, Level.SENIOR), (4, Level.JUNIOR)),
    *((5, Level.INTERMEDIATE), (2, Level.JUNIOR), (4, Level.SENIOR), (6, Level.JUNIOR)),
    *((3, Level.INTERMEDIATE), (1, Level.JUNIOR)),
)
# Whose term ends with the year, so that on every day of it somebody is to be reviewed yet.
ENDS_WITH_THE_YEAR = 4
HEARD_NOW, HEARD_BEFORE = 3, 3


@dataclass(frozen=True)
class Office:
    """Who decides."""

    affairs: User
    chair: User
    members: list[User]
    heads: dict[int, User]

    def head_of(self, teacher: Teacher) -> User:
        return self.heads[teacher.department_id]


def stories(staff: Staff, *, on: date) -> Iterator[Story]:
    yield _story(staff, on)


def _story(staff: Staff, on: date) -> Story:
    chance = Random("recognitions")
    keys = ["mechatronics", "it", "business", "tourism", "health"]
    office = Office(
        affairs=staff.one("teacher_affairs", "office"),
        chair=staff.deputy,
        members=[staff.deputy, *(staff.one("head", key) for key in keys)],
        heads={staff.departments[key].pk: staff.one("head", key) for key in keys},
    )
    yield (now := at_work(on - timedelta(days=60), chance))
    rows = Teacher.objects.filter(
        kind__in=[TeacherKind.SPECIALIST, TeacherKind.INSTRUCTOR],
        left_on=None,
        department__in=office.heads,
    ).exclude(user__in=office.members)
    everybody = list(rows.select_related("user", "department").order_by("staff_number"))
    chosen = everybody[:12]
    _earlier(everybody[12:], office, on, now)
    _complete(chosen, office, now)
    yield (now := at_work(on - timedelta(days=40), chance))
    applications = _apply(chosen, office, now)
    yield (now := at_work(on - timedelta(days=4), chance))
    first = _hear(office, applications[:HEARD_BEFORE], now, name="第一次评审会")
    _vote_all(first, office, applications[0], now)
    yield (now := at_work(on - timedelta(days=1), chance))
    now_heard = applications[HEARD_BEFORE : HEARD_BEFORE + HEARD_NOW]
    second = _hear(office, now_heard, now, name="第二次评审会")
    for number, member in enumerate(office.members[:3]):
        _vote(second, member, now + timedelta(minutes=20 + number))


# --- Earlier years ----------------------------------------------------------------------------


def _earlier(teachers: list[Teacher], office: Office, on: date, now: datetime) -> None:
    """Two of three: valid, soon to be reviewed, lapsed; one revoked, one kept, one by an outside body."""
    made, terms = [], []
    for number, teacher in enumerate(teachers):
        if number % 3 == 2:
            continue
        years, level = EARLIER[number % len(EARLIER)]
        since = date(on.year - years, 1 + number % 12, 15)
        until = date(since.year + 5, since.month, 14)
        if number == ENDS_WITH_THE_YEAR:
            since, until = date(on.year - 4, 1, 1), date(on.year, 12, 31)
        is_outside = number == 1
        made.append(
            Recognition(
                teacher=teacher,
                level=level,
                stage=Schooling.SECONDARY,
                state=RecognitionState.RECOGNISED,
                body="outside" if is_outside else "own",
                outside_body="江苏省教育厅" if is_outside else "",
                outside_number=f"苏教师〔{since.year}〕12号" if is_outside else "",
                waiting_since=since,
                applied_on=since - timedelta(days=60),
                recognised_on=since,
                review_due=until,
            )
        )
    Recognition.objects.bulk_create(made)
    for row in made:
        first, last = row.recognised_on, row.review_due
        if first is not None and last is not None:
            terms.append(RecognitionTerm(recognition=row, starts_on=first, ends_on=last))
    RecognitionTerm.objects.bulk_create(terms)
    _reviewed(made, office, on)
    newest = max(terms, key=lambda term: term.starts_on)
    order_certificate(actor=office.affairs, term=newest, now=now)


def _reviewed(made: list[Recognition], office: Office, on: date) -> None:
    """One that lapsed was kept in time; one was revoked."""
    lapsed = next(row for row in made if row.review_due is not None and row.review_due < on)
    due: Any = lapsed.review_due
    review = RecognitionReview.objects.create(
        recognition=lapsed,
        outcome=ReviewOutcome.KEPT,
        reviewed_on=due,
        reason="五年内企业实践累计七个月，教学考核均为优秀。",
        reviewed_by=office.affairs,
    )
    until = date(due.year + 5, due.month, due.day)
    RecognitionTerm.objects.create(
        recognition=lapsed, starts_on=due, ends_on=until - timedelta(days=1), review=review
    )
    lapsed.review_due = until - timedelta(days=1)
    lapsed.save(update_fields=["review_due"])
    revoked = made[-1]
    revoked.ended_on, revoked.end_reason = on - timedelta(days=100), "师德考核不合格，予以撤销。"
    revoked.save(update_fields=["ended_on", "end_reason"])
    RecognitionReview.objects.create(
        recognition=revoked,
        outcome=ReviewOutcome.REVOKED,
        reviewed_on=revoked.ended_on,
        reason=revoked.end_reason,
        reviewed_by=office.affairs,
    )


# --- This autumn --------------------------------------------------------------------------------


def _complete(teachers: list[Teacher], office: Office, now: datetime) -> None:
    """What the junior level asks for and their files may lack, confirmed."""
    since = now.date() - timedelta(days=400)
    said: dict[str, Any] = {
        "entered_at": now - timedelta(days=300),
        "state": EvidenceState.CONFIRMED,
        "confirmed_by": office.affairs,
        "confirmed_at": now - timedelta(days=290),
    }
    for teacher in teachers:
        said["teacher"] = teacher
        Experience.objects.create(
            employer="苏州高新技术有限公司",
            post="工艺技术员",
            starts_on=date(since.year - 9, 7, 1),
            ends_on=date(since.year - 6, 8, 31),
            **said,
        )
        TaughtCourse.objects.create(
            name="项目综合实训", mode=CourseMode.INTEGRATED, starts_on=since, hours_per_year=120, **said
        )
        Qualification.objects.create(
            kind=QualificationKind.SKILL_CERTIFICATE,
            name="企业人力资源与技能",
            level=QualificationLevel.SKILL_3,
            issuer="苏州市人力资源和社会保障局",
            issued_on=since,
            **said,
        )
        for kind, title in (
            (AchievementKind.REFORM_PROJECT, "项目化课程教学改革"),
            (AchievementKind.OUTPUT, "校企合作活页式教材"),
        ):
            Achievement.objects.create(
                kind=kind,
                title=title,
                level=AchievementLevel.MUNICIPAL,
                role="主持人",
                achieved_on=since,
                **said,
            )


def _apply(teachers: list[Teacher], office: Office, now: datetime) -> list[Recognition]:
    """Nine that go on to a panel or wait for one; and one each that is a draft, withdrawn, sent out."""
    found = []
    for number, teacher in enumerate(teachers):
        actor = teacher.user or office.affairs
        row = operations.draft_application(
            actor=actor,
            teacher_id=teacher.pk,
            level=Level.JUNIOR,
            stage=Schooling.SECONDARY,
            body="outside" if number == 11 else "own",
            statement=STATEMENT,
            now=now,
        )
        if number == 10:
            continue
        row = operations.apply(actor=actor, pk=row.pk, now=now)
        if number == 9:
            operations.withdraw(actor=actor, pk=row.pk, now=now)
        elif number != 8:
            row = operations.approve_application(
                actor=office.head_of(teacher), pk=row.pk, now=now + timedelta(days=3)
            )
        if number == 11:
            operations.send_out(
                actor=office.affairs, pk=row.pk, outside_body="江苏省教育厅", now=now + timedelta(days=5)
            )
        found.append(row)
    return found


def _hear(office: Office, rows: list[Recognition], now: datetime, *, name: str) -> Panel:
    for row in rows:
        check = latest_check(row)
        if check is None:
            continue
        for one in questions(check):
            decide(
                actor=office.affairs,
                evaluation_id=check.pk,
                code=one.code,
                outcome=DecidedOutcome.PASS,
                reason="核查档案和师德考核结果，符合要求。",
                now=now - timedelta(days=2),
            )
    panel = panels.plan_panel(
        actor=office.affairs,
        name=f"{now.year}年“双师型”教师{name}",
        department=None,
        held_on=now.date(),
        place="行政楼三楼会议室",
        chair=office.chair,
        members=office.members,
        quorum=4,
        majority="two_thirds",
        now=now - timedelta(days=2),
    )
    panels.put_on_agenda(
        actor=office.affairs,
        pk=panel.pk,
        recognitions=[row.pk for row in rows],
        now=now - timedelta(days=1),
    )
    there = list(panel.members.values_list("pk", flat=True))
    return panels.open_session(actor=office.chair, pk=panel.pk, present=there, now=now)


def _vote(panel: Panel, member: User, now: datetime, against: int | None = None) -> None:
    ballots = [
        Ballot(case_id=case, choice="against", reason="企业实践成果尚不充分。")
        if recognition == against
        else Ballot(case_id=case, choice="for")
        for case, recognition in panel.cases.values_list("pk", "recognition")
    ]
    panels.cast_votes(actor=member, pk=panel.pk, ballots=ballots, now=now)


def _vote_all(panel: Panel, office: Office, lost: Recognition, now: datetime) -> None:
    """Two are carried and public since; one is not, and its teacher appeals."""
    for member in office.members:
        _vote(panel, member, now, against=lost.pk)
    case = PanelCase.objects.get(panel=panel, recognition=lost)
    panels.close_session(
        actor=office.chair,
        pk=panel.pk,
        minutes="全体委员到会，审阅申报材料，逐项讨论后无记名表决。",
        remarks={case.pk: "企业实践成果尚不充分，建议下一年度申报。"},
        now=now + timedelta(hours=1),
    )
    teacher = lost.teacher
    conclusion.appeal(
        actor=teacher.user or office.affairs,
        pk=lost.pk,
        reason="去年的企业技术改造成果未计入，已补充材料，请复审。",
        now=now + timedelta(days=2),
    )
