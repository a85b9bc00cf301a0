"""Six years of teachers in enterprises: some practise every summer, some on single days, some twice at once,
and some not for years. And the posts for teachers that enterprises offer next.

Written in bulk once the story has been told: it needs the enterprises that are there then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from accounts.models import User
from insights.demonstration.people import Staff
from insights.demonstration.stories import at_work
from insights.demonstration.tables import document
from partnerships.models import Contact, ContactRole, Enterprise
from partnerships.models.enterprise import Stage
from teachers.models import (
    CountedAs,
    Opening,
    OpeningState,
    Practice,
    PracticeContent,
    PracticeDay,
    PracticeEntry,
    PracticeEvaluation,
    PracticeForm,
    PracticeSide,
    PracticeState,
    Teacher,
    TeacherKind,
)
from teachers.owed import reckon

YEARS = 6
FORMS = (
    *(PracticeForm.POST_HELD, PracticeForm.POST_HELD, PracticeForm.TRAINING),
    *(PracticeForm.RESEARCH_DEVELOPMENT, PracticeForm.OBSERVATION),
)
GRADES = ("excellent", "good", "good", "good", "pass")
# How far what lies around today has come, for one teacher after the other.
LATELY = (
    *(PracticeState.SUBMITTED, PracticeState.UNDER_WAY, PracticeState.APPROVED, PracticeState.PLANNED),
    *(None, PracticeState.RETURNED, None, PracticeState.CANCELLED, None, None, None),
)
WRITTEN = frozenset({PracticeState.UNDER_WAY, PracticeState.SUBMITTED, PracticeState.ACCEPTED})
DECIDED = frozenset({*PracticeState}) - {PracticeState.PLANNED}
RETURNED = "请补充实践目标与企业导师信息，并与课程安排错开。"
OPENINGS_PER_DEPARTMENT = 4


@dataclass(frozen=True, slots=True)
class Spell:
    """When somebody is in an enterprise; on single days where there are some."""

    first: date
    last: date
    state: str
    days: tuple[date, ...] = ()


def make_practice(staff: Staff, *, on: date) -> None:
    """Everything up to a day, with what is planned beyond it."""
    hosts = _hosts()
    teachers = list(Teacher.objects.filter(left_on=None).select_related("department").order_by("pk"))
    keys = {department.pk: key for key, department in staff.departments.items()}
    openings = _make_openings(hosts, keys, on)
    made: list[tuple[Practice, Spell, Random]] = []
    for number, teacher in enumerate(teachers):
        chance = Random(f"practice {teacher.phone}")
        key = keys.get(teacher.department_id, "")
        if not hosts.get(teacher.department_id) or key not in document("practice"):
            continue
        for spell in _spells(teacher, number, chance, on):
            practice = _practice(teacher, spell, hosts[teacher.department_id], key, chance)
            if spell.state in DECIDED:
                practice.decided_by = _decider(staff, spell.state, key)
                practice.decided_at = _noon(min(spell.last + timedelta(days=12), on - timedelta(days=1)))
            made.append((practice, spell, chance))
    _take_seats([practice for practice, _spell, _chance in made], openings)
    Practice.objects.bulk_create(practice for practice, _spell, _chance in made)
    _fill(made, keys)
    reckon(on=on)


def _noon(day: date) -> datetime:
    return at_work(day, Random(day.toordinal()))


def _hosts() -> dict[int, list[Enterprise]]:
    """The partners of each department. One query."""
    found: dict[int, list[Enterprise]] = defaultdict(list)
    for enterprise in Enterprise.objects.living().filter(state=Stage.PARTNER).order_by("pk"):
        if enterprise.department_id is not None:
            found[enterprise.department_id].append(enterprise)
    return found


def _decider(staff: Staff, state: str, key: str) -> User:
    accepted = state in {PracticeState.ACCEPTED, PracticeState.UNDER_WAY}
    return staff.one("teacher_affairs", "office") if accepted else staff.one("head", key)


# --- When ---------------------------------------------------------------------------------------


def _spells(teacher: Teacher, number: int, chance: Random, on: date) -> Iterator[Spell]:
    """A teacher's own way through six years: how eager somebody is stays with them."""
    since: Any = teacher.hired_on or date(on.year - YEARS, 9, 1)
    eager = chance.choice((0.15, 0.45, 0.6, 0.8, 0.95))
    if teacher.kind == TeacherKind.GENERAL:
        eager /= 3
    for year in range(on.year - YEARS, on.year + 1):
        summer = date(year, 7, 6) + timedelta(days=chance.randrange(12))
        if summer < since or chance.random() > eager:
            continue
        last = summer + timedelta(days=chance.choice((13, 20, 27, 41, 51)))
        if last < on - timedelta(days=20):
            yield Spell(summer, last, PracticeState.ACCEPTED)
            if chance.random() < 0.25:  # the same weeks in a second enterprise: they count once
                again = summer + timedelta(days=chance.randrange(3, 12))
                yield Spell(again, last + timedelta(days=7), PracticeState.ACCEPTED)
        term = date(year, 3, 2) + timedelta(days=chance.randrange(5))
        if term > since and chance.random() < 0.5 and term < on - timedelta(days=130):
            days = tuple(term + timedelta(weeks=week) for week in range(chance.choice((6, 10, 16))))
            yield Spell(days[0], days[-1], PracticeState.ACCEPTED, days)
    if teacher.kind != TeacherKind.GENERAL and (state := LATELY[number % len(LATELY)]) is not None:
        yield _lately(state, chance, on)


def _lately(state: str, chance: Random, on: date) -> Spell:
    if state == PracticeState.SUBMITTED:
        last = on - timedelta(days=chance.randrange(3, 15))
        return Spell(last - timedelta(days=27), last, state)
    if state == PracticeState.UNDER_WAY:
        days = tuple(on - timedelta(weeks=week, days=2) for week in range(5, 0, -1))
        return Spell(days[0], on + timedelta(weeks=5), state, days)
    first = on + timedelta(days=chance.randrange(45, 75))
    return Spell(first, first + timedelta(days=27), state)


# --- What ---------------------------------------------------------------------------------------


def _practice(teacher: Teacher, spell: Spell, hosts: list[Enterprise], key: str, chance: Random) -> Practice:
    words = document("practice")[key]
    planned = _noon(spell.first - timedelta(days=40))
    is_done = spell.state in {PracticeState.SUBMITTED, PracticeState.ACCEPTED}
    return Practice(
        teacher=teacher,
        enterprise=chance.choice(hosts),
        state=spell.state,
        form=chance.choice(FORMS),
        contents=sorted(chance.sample(PracticeContent.values, 2)),
        objectives=chance.choice(words["objectives"]),
        place=chance.choice(words["posts"]),
        counted_as=CountedAs.DAY if spell.days else CountedAs.PERIOD,
        planned_days=max(len(spell.days), 10) if spell.days else None,
        starts_on=spell.first,
        ends_on=spell.last,
        outcome=chance.choice(words["outcome"]) if is_done else "",
        answer=RETURNED if spell.state in {PracticeState.RETURNED, PracticeState.CANCELLED} else "",
        planned_at=planned,
        submitted_at=_noon(spell.last + timedelta(days=3)) if is_done else None,
    )


def _fill(made: list[tuple[Practice, Spell, Random]], keys: dict[int, str]) -> None:
    """Days, log and evaluations of what was begun. Three queries."""
    days, entries, evaluations = [], [], []
    for practice, spell, chance in made:
        if spell.state not in WRITTEN:
            continue
        days += [PracticeDay(practice=practice, on=day) for day in spell.days]
        did = document("practice")[keys[practice.teacher.department_id]]["did"]
        written = spell.days or tuple(spell.first + timedelta(days=7 * week) for week in range(3))
        entries += [
            PracticeEntry(
                practice=practice, happened_on=day, text=f"{chance.choice(did)}。", written_at=_noon(day)
            )
            for day in written
            if day <= spell.last
        ]
        if spell.state == PracticeState.ACCEPTED:
            sides = PracticeSide.values if chance.random() < 0.9 else [PracticeSide.CENTRE]
            evaluations += [
                PracticeEvaluation(
                    practice=practice,
                    side=side,
                    grade=chance.choice(GRADES),
                    given_by="师资科" if side == PracticeSide.CENTRE else practice.enterprise.name,
                    given_at=_noon(spell.last + timedelta(days=5)),
                )
                for side in sides
            ]
    PracticeDay.objects.bulk_create(days)
    PracticeEntry.objects.bulk_create(entries)
    PracticeEvaluation.objects.bulk_create(evaluations)


# --- Posts for teachers -------------------------------------------------------------------------


def _make_openings(
    hosts: dict[int, list[Enterprise]], keys: dict[int, str], on: date
) -> dict[int, list[Opening]]:
    """Some of each department's partners offer posts for the coming holidays. Four queries."""
    liaisons: dict[int, Contact] = {}
    for contact in Contact.objects.current().with_role(ContactRole.LIAISON).order_by("-pk"):
        liaisons[contact.enterprise_id] = contact
    made: list[Opening] = []
    for department_id, enterprises in sorted(hosts.items()):
        words = document("practice").get(keys.get(department_id, ""))
        if words is None:
            continue
        for number, enterprise in enumerate(enterprises[:OPENINGS_PER_DEPARTMENT]):
            first = on + timedelta(days=50 + 21 * number)
            made.append(
                Opening(
                    enterprise=enterprise,
                    state=OpeningState.CLOSED if number == 3 else OpeningState.OPEN,
                    title=words["posts"][number % len(words["posts"])],
                    region_id=enterprise.region_id,
                    place=enterprise.address[:200],
                    seats=1 + number % 3,
                    starts_on=first,
                    ends_on=first + timedelta(days=27),
                    tasks="\n".join(words["did"][:3]),
                    contact=liaisons.get(enterprise.pk),
                    created_at=_noon(on - timedelta(days=20 + number)),
                    updated_at=_noon(on - timedelta(days=20 + number)),
                )
            )
    Opening.objects.bulk_create(made)
    _name_majors(made)
    found: dict[int, list[Opening]] = defaultdict(list)
    for opening in made:
        if opening.state == OpeningState.OPEN and opening.department_id is not None:
            found[opening.department_id].append(opening)
    return found


def _name_majors(openings: list[Opening]) -> None:
    """Each is for what most of the department's teachers teach; every third one for all."""
    taught: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    rows = Teacher.majors.through.objects.values_list("teacher__department_id", "major_id")
    for department_id, major_id in rows:
        taught[department_id][major_id] += 1
    links = []
    for number, opening in enumerate(openings):
        counts = taught[opening.department_id or 0]
        usual = sorted(counts, key=lambda major_id: (counts[major_id], major_id))[-2:]
        if number % 3:
            links += [Opening.majors.through(opening_id=opening.pk, major_id=major_id) for major_id in usual]
    Opening.majors.through.objects.bulk_create(links)


def _take_seats(practices: list[Practice], openings: dict[int, list[Opening]]) -> None:
    """What is approved and begins later takes the first seat of a post of the department."""
    for practice in practices:
        free = openings.get(practice.teacher.department_id, [])
        if practice.state == PracticeState.APPROVED and free:
            opening = free.pop(0)
            practice.opening, practice.mentor = opening, opening.contact
            practice.enterprise = opening.enterprise
            practice.starts_on, practice.ends_on = opening.starts_on, opening.ends_on
