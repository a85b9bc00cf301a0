"""Which agreements there are, with whom and how far each has come.

Most follow from the years. Around the demonstration's day every state and every kind of deadline is
wanted, so those are written down one by one in ``COURSES`` and ``DEADLINES``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from accounts.models import User
from agreements.models import AgreementType
from agreements.phases import last_day_of_term
from insights.demonstration.enterprises import Partner
from insights.demonstration.tables import document
from partnerships.models import Stage

TOTAL = 200
# Agreements taken over: at the beginning, and when the departments handed in theirs.
FIRST_ADOPTED, FIRST_FILES = 22, timedelta(days=1390)
LATER_ADOPTED, LATER_FILES = 32, timedelta(days=500)
PREPARATION = timedelta(days=55)
# How long every partner stays one, even those that do not any more.
GOOD_DAYS = timedelta(days=250)
# Types of the agreements from before the program, and of ordinary ones with their weights.
ADOPTED_TYPES = ["framework", "framework", "internship-base", "order-class", "staff-training"]
ORDINARY = {
    "framework": 6,
    "internship-base": 8,
    "order-class": 5,
    "joint-project": 4,
    "staff-training": 4,
    "donation": 3,
    "practice-station": 3,
    "apprenticeship": 2,
}


class Course(StrEnum):
    """Where the way to the signature ends for now."""

    DRAFT = "draft"
    AT_DEPARTMENT = "at_department"
    AT_LAWYER = "at_lawyer"
    DECIDED_YESTERDAY = "decided_yesterday"
    AT_DIRECTOR = "at_director"
    RETURNED = "returned"
    APPROVED = "approved"
    SENT = "sent"
    HALF_SIGNED = "half_signed"
    WITHDRAWN = "withdrawn"
    SIGNED = "signed"


class Ending(StrEnum):
    """What becomes of a signed agreement."""

    RENEWED = "renewed"
    LAPSED = "lapsed"
    UNDECIDED = "undecided"
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    BEING_RENEWED = "being_renewed"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    TERMINATED = "terminated"
    TO_BE_TERMINATED = "to_be_terminated"


class Amended(StrEnum):
    NOT = "not"
    SIGNED = "signed"
    IN_REVIEW = "in_review"
    DRAFT = "draft"
    RETURNED = "returned"


@dataclass(slots=True)
class Plan:
    """One agreement to be."""

    partner: Partner
    type: str
    starts_on: date
    months: int
    course: Course = Course.SIGNED
    ending: Ending = Ending.UNDECIDED
    amended: Amended = Amended.NOT
    # Of one from before the program: the number it had.
    old_reference: str = ""
    adopted_on: date | None = None
    ends_on: date | None = None

    @property
    def drafted_on(self) -> date:
        return self.starts_on - PREPARATION

    @property
    def last_day(self) -> date:
        return self.ends_on or last_day_of_term(self.starts_on, self.months)


# course, type, how many days ago it was drafted
COURSES: list[tuple[Course, str, int]] = [
    # In the department whose head is away: somebody decided on her behalf.
    (Course.DECIDED_YESTERDAY, "internship-base", 9),
    (Course.DRAFT, "framework", 1),
    (Course.DRAFT, "joint-project", 3),
    (Course.DRAFT, "order-class", 6),
    (Course.DRAFT, "donation", 9),
    (Course.DRAFT, "practice-station", 15),
    (Course.DRAFT, "internship-base", 24),
    (Course.AT_DEPARTMENT, "internship-base", 3),
    (Course.AT_DEPARTMENT, "framework", 4),
    (Course.AT_DEPARTMENT, "staff-training", 5),
    (Course.AT_DEPARTMENT, "order-class", 26),
    (Course.AT_LAWYER, "joint-project", 7),
    (Course.AT_LAWYER, "apprenticeship", 9),
    (Course.AT_LAWYER, "industry-college", 27),
    (Course.AT_DIRECTOR, "framework", 9),
    (Course.AT_DIRECTOR, "practice-station", 10),
    (Course.AT_DIRECTOR, "internship-base", 33),
    (Course.RETURNED, "order-class", 15),
    (Course.RETURNED, "framework", 21),
    (Course.RETURNED, "joint-project", 30),
    (Course.APPROVED, "internship-base", 22),
    (Course.APPROVED, "donation", 25),
    (Course.APPROVED, "apprenticeship", 31),
    (Course.SENT, "framework", 28),
    (Course.SENT, "order-class", 36),
    (Course.SENT, "staff-training", 55),
    (Course.HALF_SIGNED, "internship-base", 34),
    (Course.HALF_SIGNED, "joint-project", 40),
    (Course.HALF_SIGNED, "industry-college", 62),
    (Course.WITHDRAWN, "framework", 45),
    (Course.WITHDRAWN, "order-class", 230),
    (Course.WITHDRAWN, "joint-project", 520),
    (Course.WITHDRAWN, "staff-training", 900),
]
# type, months, days from today to the last day on which notice can be given, what was decided
DEADLINES: list[tuple[str, int, int, Ending]] = [
    ("framework", 24, 88, Ending.UNDECIDED),
    ("order-class", 24, 84, Ending.UNDECIDED),
    ("joint-project", 18, 71, Ending.UNDECIDED),
    ("framework", 36, 57, Ending.UNDECIDED),
    ("order-class", 24, 52, Ending.ACKNOWLEDGED),
    ("internship-base", 36, 48, Ending.UNDECIDED),
    ("framework", 24, 33, Ending.SNOOZED),
    ("staff-training", 12, 28, Ending.UNDECIDED),
    ("joint-project", 12, 25, Ending.UNDECIDED),
    ("apprenticeship", 36, 19, Ending.UNDECIDED),
    ("framework", 36, 12, Ending.BEING_RENEWED),
    ("order-class", 36, 6, Ending.UNDECIDED),
    ("staff-training", 12, 5, Ending.UNDECIDED),
    ("framework", 24, 4, Ending.ACKNOWLEDGED),
    ("practice-station", 24, 3, Ending.LAPSED),
    ("framework", 36, -8, Ending.UNDECIDED),
    ("order-class", 24, -40, Ending.BEING_RENEWED),
    ("framework", 24, -47, Ending.UNDECIDED),
    ("joint-project", 12, -25, Ending.UNDECIDED),
    ("framework", 24, -55, Ending.LAPSED),
    ("order-class", 36, -84, Ending.UNDECIDED),
    ("framework", 24, -64, Ending.UNDECIDED),
    ("staff-training", 12, -24, Ending.UNDECIDED),
    ("framework", 36, -83, Ending.UNDECIDED),
    ("joint-project", 18, -61, Ending.UNDECIDED),
]
# type, months, days since it began, ending, amendment
LIVES: list[tuple[str, int, int, Ending, Amended]] = [
    ("framework", 36, -20, Ending.UNDECIDED, Amended.NOT),
    ("internship-base", 36, -12, Ending.UNDECIDED, Amended.NOT),
    ("joint-project", 18, -33, Ending.UNDECIDED, Amended.NOT),
    ("internship-base", 36, 420, Ending.SUSPENDED, Amended.NOT),
    ("order-class", 36, 300, Ending.SUSPENDED, Amended.NOT),
    ("joint-project", 24, 350, Ending.RESUMED, Amended.NOT),
    ("internship-base", 36, 700, Ending.TERMINATED, Amended.NOT),
    ("framework", 36, 610, Ending.TERMINATED, Amended.NOT),
    ("staff-training", 12, 640, Ending.TERMINATED, Amended.NOT),
    ("order-class", 36, 480, Ending.TO_BE_TERMINATED, Amended.NOT),
    ("framework", 24, 800, Ending.RENEWED, Amended.NOT),
    ("framework", 24, 760, Ending.RENEWED, Amended.NOT),
    ("order-class", 24, 730, Ending.RENEWED, Amended.NOT),
    ("order-class", 24, 690, Ending.RENEWED, Amended.NOT),
    ("framework", 36, 1080, Ending.RENEWED, Amended.NOT),
    ("apprenticeship", 36, 1110, Ending.RENEWED, Amended.NOT),
    ("framework", 36, 560, Ending.UNDECIDED, Amended.SIGNED),
    ("order-class", 36, 430, Ending.UNDECIDED, Amended.SIGNED),
    ("joint-project", 24, 390, Ending.UNDECIDED, Amended.SIGNED),
    ("industry-college", 60, 800, Ending.UNDECIDED, Amended.SIGNED),
    ("framework", 36, 650, Ending.UNDECIDED, Amended.SIGNED),
    ("internship-base", 36, 500, Ending.UNDECIDED, Amended.IN_REVIEW),
    ("framework", 36, 330, Ending.UNDECIDED, Amended.IN_REVIEW),
    ("order-class", 36, 270, Ending.UNDECIDED, Amended.DRAFT),
    ("apprenticeship", 36, 410, Ending.UNDECIDED, Amended.RETURNED),
]


class Planner:
    """Finds a fitting partner for each, those with the fewest agreements first."""

    def __init__(
        self, partners: list[Partner], types: dict[str, AgreementType], *, officer: User, on: date
    ) -> None:
        self.on = on
        self.officer = officer
        self.chance = Random("agreements")
        self.types = types
        self.plans: list[Plan] = []
        self._partners = partners
        self._load: dict[int, int] = dict.fromkeys(range(len(partners)), 0)
        self._used: set[tuple[int, str]] = set()

    def make(self) -> list[Plan]:
        for course, kind, days in COURSES:
            drafted_on = self.on - timedelta(days=days)
            department = "health" if course == Course.DECIDED_YESTERDAY else ""
            self._add(
                kind, drafted_on + PREPARATION, self._months(kind), department=department, course=course
            )
        for number, (kind, months, days, ending) in enumerate(DEADLINES):
            last_day = self.on + timedelta(days=days + self.types[kind].notice_days)
            # Every third is the first officer's, whose home then shows what an officer's does.
            owner = self.officer if number % 3 == 0 else None
            self._add(kind, _start(last_day, months), months, owner=owner, ending=ending, ends_on=last_day)
        for kind, months, days, ending, amended in LIVES:
            self._add(kind, self.on - timedelta(days=days), months, ending=ending, amended=amended)
        self._add_adopted()
        while (missing := TOTAL - self._count()) > 0:
            self._add_from_the_years(may_be_renewed=missing > 1)
        return self.plans

    def _count(self) -> int:
        """With the successors that are drafted by today."""
        return len(self.plans) + sum(
            plan.ending in {Ending.RENEWED, Ending.BEING_RENEWED} for plan in self.plans
        )

    def _add(
        self,
        kind: str,
        starts_on: date,
        months: int,
        *,
        department: str = "",
        owner: User | None = None,
        **rest: object,
    ) -> None:
        drafted_on = starts_on - PREPARATION

        def fits(one: Partner) -> bool:
            is_theirs = department in {"", one.department} and owner in {None, one.owner}
            return is_theirs and one.stage == Stage.PARTNER and one.partner_on < drafted_on

        partner = self._partner(kind, fits)
        self.plans.append(Plan(partner, kind, starts_on, months, **rest))  # type: ignore[arg-type]

    def _add_adopted(self) -> None:
        """Those that were there before the centre used the program, and those that were found later."""
        found = []
        for number in range(FIRST_ADOPTED + LATER_ADOPTED):
            kind = self.chance.choice(ADOPTED_TYPES)
            months = 12 if kind == "staff-training" else 36
            day = self.on - (FIRST_FILES if number < FIRST_ADOPTED else LATER_FILES)
            partner = self._partner(kind, _partners_since(day))
            starts_on = day - timedelta(days=self.chance.randint(30, 31 * months - 250))
            plan = Plan(partner, kind, starts_on.replace(day=1), months, adopted_on=day)
            if plan.last_day < self.on + timedelta(days=120):
                plan.ending = Ending.LAPSED
            found.append(plan)
        numbers: Counter[int] = Counter()
        for plan in sorted(found, key=lambda plan: plan.starts_on):
            year = plan.starts_on.year
            numbers[year] += self.chance.randint(1, 3)  # others have ended long ago
            plan.old_reference = f"校企〔{year}〕{numbers[year]:02d}号"
        self.plans += found

    def _add_from_the_years(self, *, may_be_renewed: bool) -> None:
        kind = self.chance.choices(list(ORDINARY), list(ORDINARY.values()))[0]
        months = self._months(kind)
        starts_on = self.on - timedelta(days=70 + round(1220 * self.chance.random() ** 1.5))
        drafted_on = starts_on - PREPARATION

        def was_partner(one: Partner) -> bool:
            is_still = one.stage == Stage.PARTNER
            return one.partner_on < drafted_on and (is_still or drafted_on < one.partner_on + GOOD_DAYS)

        plan = Plan(self._partner(kind, was_partner), kind, starts_on, months)
        if plan.last_day < self.on - timedelta(days=30):
            plan.ending = Ending.LAPSED
            if (
                may_be_renewed
                and self.types[kind].renewal_rule == "by_decision"
                and plan.partner.stage == Stage.PARTNER
            ):
                plan.ending = Ending.RENEWED
        elif plan.partner.stage != Stage.PARTNER:
            plan.ending = Ending.TERMINATED
        self.plans.append(plan)

    def _months(self, kind: str) -> int:
        return self.chance.choice(document("agreements")["types"][kind]["terms"])

    def _partner(self, kind: str, fits: Callable[[Partner], bool]) -> Partner:
        able = [
            number
            for number, partner in enumerate(self._partners)
            if partner.stage not in {Stage.PROSPECT, Stage.IN_TALKS} and fits(partner)
        ]
        new = [number for number in able if (number, kind) not in self._used] or able
        fewest = min(self._load[number] for number in new)
        number = self.chance.choice([number for number in new if self._load[number] == fewest])
        self._load[number] += 1
        self._used.add((number, kind))
        return self._partners[number]


def _partners_since(day: date) -> Callable[[Partner], bool]:
    return lambda one: one.partner_on < day


def _start(last_day: date, months: int) -> date:
    """The first day of a term of so many months that ends, as nearly as the calendar has it, then."""
    year, month = divmod(last_day.year * 12 + last_day.month - 1 - months, 12)
    return date(year, month + 1, min(last_day.day, 28)) + timedelta(days=1)
