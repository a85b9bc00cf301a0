"""Teachers, and the students of two cohorts in ten classes, each with its teacher, guardians and profiles.

A class of the cohort before them has graduated this summer.

Who there is comes in at once, a class at a time; what people do about it goes through the operations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from accounts.models import Department, User
from catalogue.models import Major
from core import audit
from core.access import THE_SYSTEM
from core.encryption import digest
from core.pinyin import pinyin_key
from core.school_years import school_year
from insights.demonstration.people import Staff
from insights.demonstration.stories import Story, at_work, midnight
from insights.demonstration.tables import document
from insights.demonstration.teachers import make_teachers
from internships.identity import check_character
from internships.me.pupil import Pupil
from internships.models import (
    Guardian,
    Part,
    ProfileConsent,
    ProfileEntry,
    SchoolClass,
    Sex,
    Skill,
    Student,
    StudentProfile,
)
from internships.operations.classes import add_class, graduate_class
from internships.operations.student_profiles import ask_for_correction
from internships.operations.students import move_student
from internships.operations.talks import record_talk
from teachers.models import Teacher

PER_CLASS = 40
GRADUATED = 3  # years ago
# Departments whose students are about to be placed, or were: all of them have come to their pages.
WITH_PLANS = {"mechatronics", "tourism", "business"}
DOMAIN = "student.taihu.example"
# No region of the country begins so: these numbers are nobody's.
REGION = "9999"
RELATIONSHIPS = (Guardian.Relationship.FATHER, Guardian.Relationship.MOTHER)
SURNAMES = "surnames"


@dataclass(frozen=True, slots=True)
class Cohort:
    """One class to be, with the colleague who looks after it.

    Attributes:
        name: "数控2401": the first class of its kind that came in 2024.
        digits: what student numbers of the class begin with, after the year.
    """

    row: dict[str, Any]
    name: str
    digits: str
    department: Department
    entered_in: int
    teacher: Teacher

    @property
    def key(self) -> str:
        return str(self.row["department"])

    @property
    def words(self) -> dict[str, Any]:
        return document("students")["departments"][self.key]

    @property
    def years_ago(self) -> int:
        return int(self.row["years_ago"])

    @property
    def is_first_of_department(self) -> bool:
        return self.digits.endswith("1")


def stories(staff: Staff, *, on: date) -> list[Story]:
    """Every class as it came."""
    return [_class_story(cohort, staff, on=on) for cohort in cohorts(staff, on=on)]


def cohorts(staff: Staff, *, on: date) -> Iterator[Cohort]:
    teachers = make_teachers(staff, on=on)
    year = school_year(on)
    of_department: Counter[tuple[str, int]] = Counter()
    of_name: Counter[tuple[str, int]] = Counter()
    for row in document("students")["classes"]:
        key, entered_in = row["department"], year - row["years_ago"]
        of_department[key, entered_in] += 1
        of_name[row["prefix"], entered_in] += 1
        code = document("students")["departments"][key]["code"]
        yield Cohort(
            row=row,
            name=f"{row['prefix']}{entered_in % 100:02d}{of_name[row['prefix'], entered_in]:02d}",
            digits=f"{code}{of_department[key, entered_in]}",
            department=staff.departments[key],
            entered_in=entered_in,
            teacher=teachers[row["teacher"], key],
        )


def _class_story(cohort: Cohort, staff: Staff, *, on: date) -> Story:
    chance = Random(cohort.name)
    coordinator = staff.one("coordinator", "office")
    now = midnight(date(cohort.entered_in, 9, 1)) + timedelta(hours=9, minutes=int(cohort.digits))
    yield now
    school_class = add_class(
        actor=coordinator,
        now=now,
        name=cohort.name,
        department=cohort.department,
        major=Major.objects.get(code=cohort.row["major"]),
        entered_in=cohort.entered_in,
        class_teacher=cohort.teacher,
    )
    students = _make_students(school_class, cohort, chance, now)
    if cohort.years_ago == GRADUATED:
        graduated_on = date(cohort.entered_in + school_class.years, 6, 30)
        yield (now := at_work(graduated_on, chance))
        graduate_class(actor=coordinator, pk=school_class.pk, graduated_on=graduated_on, now=now)
        return
    has_plan = cohort.key in WITH_PLANS
    now = at_work(on - timedelta(days=130), chance)
    yield now
    _let_in(students if has_plan else students[:10], staff, now)
    if has_plan:
        now = at_work(on - timedelta(days=100), chance)
        yield now
        _write_profiles(students, cohort, chance, now)
    if cohort.is_first_of_department:
        yield from _life(students, cohort, coordinator, chance, on=on)


def _make_students(school_class: SchoolClass, cohort: Cohort, chance: Random, now: datetime) -> list[Student]:
    surnames = document("names")[SURNAMES].split()
    taken: set[str] = set()
    rows = []
    for place in range(1, PER_CLASS + 1):
        sex = Sex.FEMALE if chance.random() < cohort.words["women"] else Sex.MALE
        given = document("students")[sex.value].split()
        while (name := chance.choice(surnames) + chance.choice(given)) in taken:
            pass
        taken.add(name)
        born_on = date(cohort.entered_in - 16, 9, 1) + timedelta(days=chance.randrange(365))
        number = f"{cohort.entered_in}{cohort.digits}{place:02d}"
        last = chance.choice("02468" if sex == Sex.FEMALE else "13579")
        body = f"{REGION}{cohort.digits[-2:]}{born_on:%Y%m%d}{place:02d}{last}"
        identity = body + check_character(body)
        rows.append(
            Student(
                number=number,
                name=name,
                name_latin=_latin(name),
                school_class=school_class,
                sex=sex,
                born_on=born_on,
                identity=identity,
                identity_digest=digest(identity),
                phone=f"+86 512 5551 {(int(number[-5:]) + cohort.years_ago * 2500) % 10000:04d}",
                email=f"{number}@{DOMAIN}" if chance.random() < 0.5 else "",
                address=f"苏州市{chance.choice(document('students')['streets'])}{chance.randint(1, 300)}号",
                created_at=now,
            )
        )
    students = Student.objects.bulk_create(rows)
    Guardian.objects.bulk_create(_guardians(students, chance))
    audit.record(
        actor=THE_SYSTEM,
        subject=school_class,
        verb="class.changed",
        now=now,
        details={"students": len(students)},
    )
    return students


def _guardians(students: list[Student], chance: Random) -> Iterator[Guardian]:
    given = document("names")["given"].split()
    surnames = document("names")[SURNAMES].split()
    for student in students:
        if chance.random() < 0.05:
            continue  # whom the class teacher has to ask
        for place, relationship in enumerate(RELATIONSHIPS[: chance.randint(1, 2)]):
            family = (
                student.name[0] if relationship == Guardian.Relationship.FATHER else chance.choice(surnames)
            )
            yield Guardian(
                student=student,
                name=family + chance.choice(given),
                relationship=relationship,
                phone=f"+86 512 5552 {chance.randint(0, 9999):04d}",
                is_first=place == 0,
            )


def _let_in(students: list[Student], staff: Staff, now: datetime) -> None:
    """Accounts, as the students make them with their codes; all share the staff's password."""
    users = User.objects.bulk_create(
        User(
            login_name=student.number,
            password=staff.director.password,
            name=student.name,
            name_latin=student.name_latin,
            phone=student.phone,
            language="zh-hans",
            is_student=True,
            date_joined=now,
        )
        for student in students
    )
    for student, user in zip(students, users, strict=True):
        student.user = user
    Student.objects.bulk_update(students, ["user"])
    school_class = students[0].school_class
    audit.record(
        actor=staff.one("coordinator", "office"),
        subject=school_class,
        verb="class.invited",
        now=now,
        details={"by_mail": 0, "on_paper": len(students)},
    )


def _write_profiles(students: list[Student], cohort: Cohort, chance: Random, now: datetime) -> None:
    words = cohort.words
    skills = [
        Skill.objects.get_or_create(key=name.lower(), defaults={"name": name})[0] for name in words["skills"]
    ]
    writers = [student for student in students if chance.random() < 0.6]
    profiles = StudentProfile.objects.bulk_create(
        StudentProfile(student=student, about=chance.choice(words["about"]), changed_at=now)
        for student in writers
    )
    StudentProfile.skills.through.objects.bulk_create(
        StudentProfile.skills.through(studentprofile_id=profile.pk, skill_id=skill.pk)
        for profile in profiles
        for skill in chance.sample(skills, chance.randint(2, 4))
    )
    entries, consents = [], []
    for student in writers:
        shown = [Part.FOUND] if chance.random() < 0.7 else []
        for kind, titles in (("certificate", "certificates"), ("work", "works")):
            if chance.random() < 0.6:
                entries.append(
                    ProfileEntry(
                        student=student,
                        kind=kind,
                        title=chance.choice(words[titles]),
                        happened_on=timezone.localdate(now) - timedelta(days=chance.randint(30, 400)),
                    )
                )
                if shown and chance.random() < 0.8:
                    shown.append(Part(kind))
        consents += [ProfileConsent(student=student, part=part, given_at=now) for part in shown]
    ProfileEntry.objects.bulk_create(entries)
    ProfileConsent.objects.bulk_create(consents)


def _life(students: list[Student], cohort: Cohort, coordinator: User, chance: Random, *, on: date) -> Story:
    """What happened this term: somebody on leave, talks with parents, a wrong phone number."""
    teacher = cohort.teacher.user
    assert teacher is not None  # noqa: S101 — the demonstration's teachers all sign in
    if cohort.key in {"mechatronics", "health"}:
        now = at_work(on - timedelta(days=30), chance)
        yield now
        move_student(
            actor=coordinator, pk=students[-1].pk, name="take_leave", reason="因病休学一学期", now=now
        )
    now = at_work(on - timedelta(days=12), chance)
    yield now
    student = students[3]
    record_talk(
        actor=teacher,
        student_pk=student.pk,
        guardian=student.guardians.first(),
        happened_on=timezone.localdate(now),
        about="家长关心实习期间的住宿与安全，希望离家近一些。",
        next_step="选岗后电话告知企业地址和带队教师",
        next_on=on + timedelta(days=chance.randint(-1, 6)),
        now=now,
    )
    if cohort.key in {"business", "tourism"}:
        now = at_work(on - timedelta(days=3), chance)
        yield now
        asking = students[5]
        assert asking.user is not None  # noqa: S101 — let in above
        ask_for_correction(
            pupil=Pupil(asking.user, asking), text="我的手机号换了，请改成 +86 512 5551 0000。", now=now
        )


def _latin(name: str) -> str:
    """Wang Tingting of 王婷婷."""
    family, given = pinyin_key(name[0]), pinyin_key(name[1:]).replace(" ", "")
    return f"{family.capitalize()} {given.capitalize()}"
