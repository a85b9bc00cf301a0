"""The ninety teachers of the centre: their service, and what stands in their files.

Files of years are written in bulk; what happens in the last days goes through the operations, and is a story.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import Department, User
from catalogue.models import Major
from core.pinyin import pinyin_key
from insights.demonstration.people import Staff
from insights.demonstration.stories import Story, at_work
from insights.demonstration.tables import DATA, document
from teachers.models import (
    Absence,
    AbsenceReason,
    Achievement,
    AchievementLevel,
    CourseMode,
    Evidence,
    EvidenceState,
    Experience,
    Qualification,
    QualificationKind,
    QualificationLevel,
    Rank,
    ServicePeriod,
    TaughtCourse,
    Teacher,
    TeacherKind,
    Training,
)
from teachers.operations.evidence import enter_evidence, return_evidence

ALL = 90
SIGNING_IN = {
    "head": TeacherKind.SPECIALIST,
    "instructor": TeacherKind.INSTRUCTOR,
    "teacher": TeacherKind.SPECIALIST,
}
# Of six others: three teach the subject, two general courses, one guides internships.
OTHERS = (
    *(TeacherKind.SPECIALIST, TeacherKind.GENERAL, TeacherKind.SPECIALIST),
    *(TeacherKind.INSTRUCTOR, TeacherKind.SPECIALIST, TeacherKind.GENERAL),
)
RANKS = (Rank.JUNIOR, Rank.INTERMEDIATE, Rank.ASSOCIATE_SENIOR, Rank.SENIOR)
# From how many years of service on somebody has each rank.
YEARS_FOR_RANK = (2, 6, 13, 27)
TITLE_LEVELS = (
    *(QualificationLevel.JUNIOR, QualificationLevel.INTERMEDIATE),
    *(QualificationLevel.ASSOCIATE_SENIOR, QualificationLevel.SENIOR),
)
SKILLS = (QualificationLevel.SKILL_3, QualificationLevel.SKILL_2, QualificationLevel.SKILL_1)
LABOUR_BUREAU, EDUCATION_BUREAU = "苏州市人力资源和社会保障局", "苏州市教育局"
YEAR = 365


@dataclass
class Files:
    """What is to be written, table by table."""

    office: User
    on: date
    rows: dict[type[Any], list[Any]] = field(default_factory=dict)

    def add(self, model: type[Any], teacher: Teacher, **said: Any) -> None:
        self.rows.setdefault(model, []).append(model(teacher=teacher, **said))

    def evidence(self, model: type[Evidence], teacher: Teacher, *, since: date, **said: Any) -> None:
        """Confirmed a few weeks after it was entered; what is quite new still waits."""
        if since > self.on:
            return
        entered = max(since + timedelta(days=5), min(self.on - timedelta(days=4 * YEAR), self.on))
        confirmed = entered + timedelta(days=9)
        waits = confirmed >= self.on
        self.add(
            model,
            teacher,
            entered_by_id=teacher.user_id,
            entered_at=_noon(min(entered, self.on - timedelta(days=1))),
            state=EvidenceState.ENTERED if waits else EvidenceState.CONFIRMED,
            confirmed_by=None if waits else self.office,
            confirmed_at=None if waits else _noon(confirmed),
            **said,
        )

    def write(self) -> None:
        for model, rows in self.rows.items():
            model.objects.bulk_create(rows)


def _noon(day: date) -> datetime:
    return at_work(day, Random(day.toordinal()))


def make_teachers(staff: Staff, *, on: date) -> dict[tuple[str, str], Teacher]:
    """All ninety with their files; answers those who sign in, by position and department."""
    keys = list(document("teachers")["departments"])
    named: dict[tuple[str, str], Teacher] = {}
    everybody: list[tuple[str, Teacher]] = []
    for position, kind in SIGNING_IN.items():
        for key in keys:
            user = staff.one(position, key)
            teacher = _teacher(
                Random(f"teacher {user.email}"), staff.departments[key], kind, user=user, on=on
            )
            named[position, key] = teacher
            everybody.append((key, teacher))
    for number in range(ALL - len(everybody)):
        key, kind = keys[number % len(keys)], OTHERS[number // len(keys) % len(OTHERS)]
        chance = Random(f"teacher {number}")
        everybody.append((key, _teacher(chance, staff.departments[key], kind, number=number, on=on)))
    Teacher.objects.bulk_create(teacher for _key, teacher in everybody)
    _teach_majors(everybody)
    files = Files(office=staff.one("teacher_affairs", "office"), on=on)
    for number, (key, teacher) in enumerate(everybody):
        _serve(files, teacher, number, staff.departments)
        _fill(files, teacher, key)
    files.write()
    return named


def _teacher(
    chance: Random, department: Department, kind: str, *, on: date, user: User | None = None, number: int = 0
) -> Teacher:
    years = chance.choice((2, 3, 4, 6, 7, 8, 9, 11, 13, 15, 18, 21, 28))
    if user is None:
        names = document("names")
        family, given = chance.choice(names["surnames"].split()), chance.choice(names["given"].split())
        said: dict[str, Any] = {
            "staff_number": f"T{1001 + number}",
            "name": family + given,
            "name_latin": f"{_latin(family)} {_latin(given)}",
            "phone": f"139{chance.randrange(10**8):08d}",
        }
    else:
        years = max(years, 13)
        said = {
            "user": user,
            "staff_number": f"T{on.year - years}{user.pk:03d}",
            "name": user.name,
            "name_latin": user.name_latin,
            "phone": user.phone,
        }
    hired_on = date(on.year - years, 9, 1)
    rank = _rank(years)
    titles = document("teachers")["titles"][kind]
    return Teacher(
        department=department,
        kind=kind,
        hired_on=hired_on,
        birth_date=date(hired_on.year - chance.randint(23, 32), chance.randint(1, 12), chance.randint(1, 28)),
        rank=RANKS[rank] if rank >= 0 else Rank.NONE,
        title=titles[rank] if rank >= 0 else "",
        **said,
    )


def _latin(part: str) -> str:
    return pinyin_key(part).replace(" ", "").capitalize()


def _rank(years: int) -> int:
    """The place in RANKS; -1 for those who are new."""
    return sum(years >= needed for needed in YEARS_FOR_RANK) - 1


def _teach_majors(everybody: list[tuple[str, Teacher]]) -> None:
    majors = {major.code: major for major in Major.objects.all()}
    links = []
    for number, (key, teacher) in enumerate(everybody):
        codes = document("teachers")["departments"][key]["majors"]
        if teacher.kind != TeacherKind.GENERAL:
            taught = {codes[number % len(codes)], codes[(number + 1) % len(codes)]}
            links += [
                Teacher.majors.through(teacher_id=teacher.pk, major_id=majors[code].pk)
                for code in sorted(taught)
            ]
    Teacher.majors.through.objects.bulk_create(links)


# --- Service --------------------------------------------------------------------------------------


def _serve(files: Files, teacher: Teacher, number: int, departments: dict[str, Department]) -> None:
    """Most serve in one way all the time; some moved, left, came back or are away."""
    hired_on: Any = teacher.hired_on
    last = {"department": teacher.department, "kind": teacher.kind, "ends_on": teacher.left_on}
    is_other = teacher.user_id is None
    moved_on = date(files.on.year - 3, 9, 1)
    if is_other and number % 9 == 0 and hired_on < moved_on:
        earlier = TeacherKind.INSTRUCTOR if teacher.kind == TeacherKind.SPECIALIST else teacher.kind
        before = departments["business" if teacher.department != departments["business"] else "it"]
        files.add(
            ServicePeriod,
            teacher,
            department=before if number % 2 or earlier == teacher.kind else teacher.department,
            kind=earlier,
            starts_on=hired_on,
            ends_on=moved_on - timedelta(days=1),
        )
        files.add(ServicePeriod, teacher, starts_on=moved_on, **last)
        return
    if is_other and number % 31 == 0:
        teacher.left_on = max(date(files.on.year - 1, 7, 31), hired_on + timedelta(days=300))
        teacher.save(update_fields=["left_on"])
        last["ends_on"] = teacher.left_on
    elif number % 23 == 0:
        files.add(
            Absence,
            teacher,
            reason=AbsenceReason.PARENTAL if number % 2 else AbsenceReason.STUDY,
            starts_on=date(files.on.year, 9, 1),
        )
    files.add(ServicePeriod, teacher, starts_on=hired_on, **last)


# --- Files ----------------------------------------------------------------------------------------


def _fill(files: Files, teacher: Teacher, key: str) -> None:
    chance = Random(f"file {teacher.phone}")
    words = document("teachers")["departments"][key]
    is_general = teacher.kind == TeacherKind.GENERAL
    hired_on: Any = teacher.hired_on
    _titles(files, teacher)
    files.evidence(
        Qualification,
        teacher,
        since=hired_on,
        kind=QualificationKind.TEACHING_CERTIFICATE,
        name="高级中学教师资格" if is_general else "中等职业学校教师资格",
        issuer=EDUCATION_BUREAU,
        number=f"{hired_on.year}3205{chance.randrange(10**8):08d}",
        issued_on=hired_on - timedelta(days=60),
    )
    if not is_general:
        _skills(files, teacher, words, chance)
        _experience(files, teacher, words, chance)
    _training(files, teacher, words, chance)
    _courses(files, teacher, words, chance)
    _achievements(files, teacher, words, chance)


def _titles(files: Files, teacher: Teacher) -> None:
    """Every title on the way to the present one."""
    hired_on: Any = teacher.hired_on
    names = document("teachers")["titles"][teacher.kind]
    for place in range(_rank(files.on.year - hired_on.year) + 1):
        issued_on = date(hired_on.year + YEARS_FOR_RANK[place], 1, 10)
        files.evidence(
            Qualification,
            teacher,
            since=issued_on,
            kind=QualificationKind.PROFESSIONAL_TITLE,
            name=names[place],
            level=TITLE_LEVELS[place],
            is_teaching_series=True,
            issuer="江苏省人力资源和社会保障厅" if place > 1 else LABOUR_BUREAU,
            issued_on=issued_on,
        )


def _skills(files: Files, teacher: Teacher, words: dict[str, Any], chance: Random) -> None:
    hired_on: Any = teacher.hired_on
    years = files.on.year - hired_on.year
    skill = chance.choice(words["skills"])
    reached = 2 if years > 18 else 1 if years > 8 else 0
    if chance.random() < 0.85:
        for place in range(reached + 1):
            issued_on = date(hired_on.year + 1 + 6 * place, 6, 18)
            files.evidence(
                Qualification,
                teacher,
                since=issued_on,
                kind=QualificationKind.SKILL_CERTIFICATE,
                name=skill,
                level=SKILLS[place],
                issuer=LABOUR_BUREAU,
                number=f"S{chance.randrange(10**10):010d}",
                issued_on=issued_on,
            )
    if years > 8 and (teacher.user_id is not None or chance.random() < 0.3):
        left = (12, 25, 55, 80) if teacher.user_id is not None else (-200, -30, 40, 200, 400, 700)
        expires_on = files.on + timedelta(days=chance.choice(left))
        issued_on = expires_on - timedelta(days=3 * YEAR)
        files.evidence(
            Qualification,
            teacher,
            since=issued_on,
            kind=QualificationKind.ASSESSOR,
            name=f"{skill}考评员",
            issuer="江苏省职业技能鉴定中心",
            number=f"K{chance.randrange(10**8):08d}",
            issued_on=issued_on,
            expires_on=expires_on,
        )
    if years > 5 and chance.random() < 0.3:
        title, branch = words["title"]
        issued_on = date(hired_on.year + 4, 12, 5)
        files.evidence(
            Qualification,
            teacher,
            since=issued_on,
            kind=QualificationKind.PROFESSIONAL_TITLE,
            name=f"{title}（{branch}）",
            level=QualificationLevel.INTERMEDIATE,
            is_teaching_series=False,
            issuer=LABOUR_BUREAU,
            issued_on=issued_on,
        )


def _experience(files: Files, teacher: Teacher, words: dict[str, Any], chance: Random) -> None:
    """Before teaching; whoever came straight from university has none."""
    if chance.random() > 0.5:
        return
    hired_on: Any = teacher.hired_on
    is_management = chance.random() < 0.4
    files.evidence(
        Experience,
        teacher,
        since=hired_on,
        employer=chance.choice(words["employers"]),
        post=words["posts"][-1] if is_management else chance.choice(words["posts"][:-1]),
        is_management=is_management,
        starts_on=date(hired_on.year - chance.randint(2, 6), 7, 1),
        ends_on=hired_on - timedelta(days=15),
    )


def _training(files: Files, teacher: Teacher, words: dict[str, Any], chance: Random) -> None:
    tables = document("teachers")
    own = tables["general"]["trainings"] if teacher.kind == TeacherKind.GENERAL else words["trainings"]
    hired_on: Any = teacher.hired_on
    for back in range(6):
        year = files.on.year - back
        if year <= hired_on.year or chance.random() < 0.35:
            continue
        if chance.random() < 0.6:
            name, provider, hours = chance.choice(own), "国家级职业教育“双师型”教师培训基地", 60
        else:
            row = chance.choice(tables["trainings"])
            name, provider, hours = row["name"], row["provider"], row["hours"]
        starts_on = date(year, 7, chance.randint(4, 20))
        ends_on = starts_on + timedelta(days=max(1, hours // 8) - 1)
        files.evidence(
            Training,
            teacher,
            since=ends_on,
            name=name,
            provider=provider,
            starts_on=starts_on,
            ends_on=ends_on,
            hours=hours,
            result="合格" if chance.random() < 0.8 else "优秀",
        )


def _courses(files: Files, teacher: Teacher, words: dict[str, Any], chance: Random) -> None:
    is_general = teacher.kind == TeacherKind.GENERAL
    names = document("teachers")["general"]["courses"] if is_general else words["courses"]
    hired_on: Any = teacher.hired_on
    for number, name in enumerate(chance.sample(names, 1 if is_general else 2)):
        starts_on = date(min(hired_on.year + 4 * number, files.on.year), 9, 1)
        mode = CourseMode.PRACTICE if teacher.kind == TeacherKind.INSTRUCTOR else CourseMode.INTEGRATED
        files.evidence(
            TaughtCourse,
            teacher,
            since=starts_on,
            name=name,
            mode=CourseMode.THEORY if is_general else mode,
            starts_on=starts_on,
            hours_per_year=chance.choice((144, 180, 216, 288)),
        )


def _achievements(files: Files, teacher: Teacher, words: dict[str, Any], chance: Random) -> None:
    hired_on: Any = teacher.hired_on
    years = files.on.year - hired_on.year
    wanted = document("teachers")["achievements"]
    levels = list(AchievementLevel)
    offered = [(1, row) for row in wanted["junior"]]
    offered += [(5, row) for row in wanted["intermediate"] if years > 5]
    offered += [(12, row) for row in wanted["senior"] if years > 12]
    for after, (kind, title, role) in offered:
        if chance.random() < 0.45:
            continue
        first = hired_on.year + after
        achieved_on = date(
            chance.randint(min(first, files.on.year), files.on.year), chance.randint(1, 12), 10
        )
        place = min(chance.randint(0, 2) + (after == 12), 3)
        files.evidence(
            Achievement,
            teacher,
            since=achieved_on,
            kind=kind,
            title=title.format(field=words["field"]),
            role=role,
            level=levels[place],
            achieved_on=achieved_on,
        )


# --- The last days ----------------------------------------------------------------------------------


def stories(staff: Staff, *, on: date) -> Iterator[Story]:
    """What teachers entered lately, and what came back to one of them."""
    for place, key in enumerate(document("teachers")["departments"]):
        yield _entered_lately(staff, staff.one("teacher", key), key, on - timedelta(days=3 + place))


def _entered_lately(staff: Staff, user: User, key: str, day: date) -> Story:
    chance = Random(f"lately {key}")
    words = document("teachers")["departments"][key]
    yield (now := at_work(day, chance))
    teacher = Teacher.objects.get(user=user)
    enter_evidence(
        actor=user,
        model=Qualification,
        teacher_id=teacher.pk,
        now=now,
        uploads=[ContentFile((DATA / "scan.pdf").read_bytes(), name=f"{words['skills'][-1]} 证书扫描件.pdf")],
        kind=QualificationKind.SKILL_CERTIFICATE,
        name=words["skills"][-1],
        level=QualificationLevel.SKILL_2,
        issuer=LABOUR_BUREAU,
        number=f"S{chance.randrange(10**10):010d}",
        issued_on=day - timedelta(days=20),
    )
    yield (now := now + timedelta(minutes=12))
    training = enter_evidence(
        actor=user,
        model=Training,
        teacher_id=teacher.pk,
        now=now,
        name=words["trainings"][0],
        provider="国家级职业教育“双师型”教师培训基地",
        starts_on=day - timedelta(days=30),
        ends_on=day - timedelta(days=26),
        hours=40,
        result="合格",
    )
    if key in {"mechatronics", "tourism"}:
        office = staff.one("teacher_affairs", "office")
        yield (now := at_work(day + timedelta(days=1), chance))
        return_evidence(
            actor=office,
            model=type(training),
            pk=training.pk,
            reason="请补传结业证书扫描件，学时与通知不一致，请核对。",
            now=now,
        )
