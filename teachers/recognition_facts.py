"""What a recognition is told about its teacher: confirmed evidence alone, as it was on the day.

Each number has the rows behind it (``Shown``): they go into the facts as well, so that a kept check can
always be read with its evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst

from compliance.facts import PRACTICE_FORMS
from core.access import Text
from core.windows import ONE_DAY, Span, stretches, years_before
from teachers.facts import facts_of
from teachers.models import (
    AchievementKind,
    AchievementLevel,
    CourseMode,
    QualificationKind,
    QualificationLevel,
    Recognition,
    Teacher,
)

type Facts = dict[str, Any]

PRACTICE_YEARS = 5
SKILL_GRADES: dict[str, int] = {
    QualificationLevel.SKILL_5: 1,
    QualificationLevel.SKILL_4: 2,
    QualificationLevel.SKILL_3: 3,
    QualificationLevel.SKILL_2: 4,
    QualificationLevel.SKILL_1: 5,
}
TITLE_GRADES: dict[str, int] = {
    QualificationLevel.JUNIOR: 1,
    QualificationLevel.INTERMEDIATE: 2,
    QualificationLevel.ASSOCIATE_SENIOR: 3,
    QualificationLevel.SENIOR: 4,
}
MODES: dict[str, frozenset[str]] = {
    "theory_courses": frozenset({CourseMode.THEORY, CourseMode.INTEGRATED}),
    "practice_courses": frozenset({CourseMode.PRACTICE, CourseMode.INTEGRATED}),
}
PROJECTS = frozenset({AchievementKind.REFORM_PROJECT, AchievementKind.RESEARCH})
# Which achievements each number counts; one may count for several.
ACHIEVEMENTS: dict[str, frozenset[str]] = {
    "projects": PROJECTS | {AchievementKind.PROGRAMME_BUILDING},
    "programme_work": frozenset({AchievementKind.PROGRAMME_BUILDING}),
    "outputs": frozenset({AchievementKind.OUTPUT, AchievementKind.PUBLICATION}),
    "cooperation_outputs": frozenset({AchievementKind.TRANSFER, AchievementKind.INNOVATION}),
    "awards": frozenset({AchievementKind.AWARD, AchievementKind.COACHED_AWARD}),
    "team_roles": frozenset({AchievementKind.TEAM_ROLE}),
    "innovations": frozenset({AchievementKind.INNOVATION, AchievementKind.TRANSFER}),
    "mentoring": frozenset({AchievementKind.MENTORING}),
    "industry_standing": frozenset({AchievementKind.INDUSTRY_STANDING}),
}
BETWEEN = " · "
# Kept facts say choices by their codes, so that they are the same in every language.
WORDS: dict[str, Text] = {
    **{choice.value: choice.label for choice in CourseMode},
    **{choice.value: choice.label for choice in QualificationLevel},
    **{choice.value: choice.label for choice in AchievementKind},
    **{choice.value: choice.label for choice in AchievementLevel},
    **PRACTICE_FORMS,
}
DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
COUNTED = (*MODES, "major_projects", *ACHIEVEMENTS)


@dataclass(frozen=True, slots=True)
class Shown:
    """One row of evidence behind a number; ``worth`` is what it adds, or the grade it shows."""

    fact: str
    title: str
    detail: str
    on: date
    worth: int = 1

    def as_fact(self) -> Facts:
        return {
            "fact": f"recognition.{self.fact}",
            "title": self.title,
            "detail": self.detail,
            "on": self.on,
        }


def facts_of_applications(recognitions: Sequence[Recognition], on: date) -> Mapping[int, Facts]:
    """Facts by the key of the recognition. Needs the teacher fetched along; constant queries."""
    about = facts_of_teachers([one.teacher for one in recognitions], on)
    return {
        one.pk: _applied(
            about[one.teacher_id],
            level=one.level,
            stage=one.stage,
            body=one.body,
            applied_on=one.applied_on,
        )
        for one in recognitions
    }


def facts_of_candidate(teacher: Teacher, *, level: str, stage: str, on: date) -> Facts:
    """Facts of somebody who has not applied. As many queries as for many."""
    about = facts_of_teachers([teacher], on)
    return _applied(about[teacher.pk], level=level, stage=stage, body="own", applied_on=None)


def _applied(about: Facts, **application: Any) -> Facts:
    return {**about, "recognition": {**about["recognition"], **application}}


def facts_of_teachers(teachers: Iterable[Teacher], on: date) -> Mapping[int, Facts]:
    """What is known of teachers, whatever they apply for, by their key. As many queries as ``facts_of``."""
    wanted = list({teacher.pk: teacher for teacher in teachers}.values())
    return {pk: _told(known, on) for pk, known in facts_of(wanted, on).items()}


def _told(known: Mapping[str, Facts], on: date) -> Facts:
    evidence = known["evidence"]
    shown = [
        *_courses(evidence["courses"], on),
        *_qualifications(evidence["qualifications"]),
        *_achievements(evidence["achievements"]),
        *_experience(evidence["experiences"], on),
    ]
    numbers: Facts = {name: sum(one.worth for one in shown if one.fact == name) for name in COUNTED}
    for name in ("skill_grade", "title_grade"):
        numbers[name] = max((one.worth for one in shown if one.fact == name), default=0)
    numbers["has_teaching_certificate"] = any(one.fact == "has_teaching_certificate" for one in shown)
    numbers["experience_days"] = days_of(
        Span(row["starts_on"], min(row["ends_on"] or on, on)) for row in evidence["experiences"]
    )
    if "practice" in known:
        practised = list(_practice(known["practice"]["spans"], on))
        numbers["practice_days"] = days_of(span for span, _one in practised)
        with_outcome = {one for _span, one in practised if one.fact == "cooperation_outputs"}
        numbers["cooperation_outputs"] += len(with_outcome)
        shown += dict.fromkeys(one for _span, one in practised)
    numbers["kind"] = known["record"].get("kind")
    return {"recognition": numbers, "dossier": [one.as_fact() for one in shown]}


def _courses(rows: Iterable[Facts], on: date) -> Iterator[Shown]:
    """Those that are taught on the day."""
    for row in rows:
        if row["ends_on"] is not None and row["ends_on"] < on:
            continue
        for fact, modes in MODES.items():
            if row["mode"] in modes:
                yield Shown(fact, row["name"], row["mode"], row["starts_on"])


def _qualifications(rows: Iterable[Facts]) -> Iterator[Shown]:
    for row in rows:
        level, kind = row["level"], row["kind"]
        if kind == QualificationKind.TEACHING_CERTIFICATE:
            yield Shown("has_teaching_certificate", row["name"], level, row["issued_on"])
        elif kind == QualificationKind.SKILL_CERTIFICATE and level in SKILL_GRADES:
            yield Shown("skill_grade", row["name"], level, row["issued_on"], SKILL_GRADES[level])
        elif kind == QualificationKind.PROFESSIONAL_TITLE and row["is_teaching_series"] is False:
            yield Shown("title_grade", row["name"], level, row["issued_on"], TITLE_GRADES.get(level, 0))


def _achievements(rows: Iterable[Facts]) -> Iterator[Shown]:
    for row in rows:
        kind, level = AchievementKind(row["kind"]), AchievementLevel(row["level"])
        facts = [fact for fact, kinds in ACHIEVEMENTS.items() if kind in kinds]
        if kind in PROJECTS and level != AchievementLevel.SCHOOL:
            facts.append("major_projects")
        detail = BETWEEN.join((kind, level, row["role"]))
        yield from (Shown(fact, row["title"], detail, row["achieved_on"]) for fact in facts)


def _experience(rows: Iterable[Facts], on: date) -> Iterator[Shown]:
    for row in rows:
        until = row["ends_on"] or on
        detail = f"{row['starts_on']} – {until}"
        yield Shown("experience_days", row["post"], detail, row["starts_on"])


def _practice(spans: Iterable[Facts], on: date) -> Iterator[tuple[Span, Shown]]:
    """Accepted practice of the last five years; what came of it is an output of cooperation."""
    first = years_before(on, PRACTICE_YEARS) + ONE_DAY
    for row in spans:
        within = Span(row["first_on"], row["last_on"]).within(first, on)
        if within is None:
            continue
        title = row["form"]
        detail = BETWEEN.join((row["host"], f"{within.first} – {within.last}"))
        yield within, Shown("practice_days", title, detail, within.first)
        if row["has_outcome"]:
            number = BETWEEN.join((row["host"], f"#{row['practice_id']}"))
            yield within, Shown("cooperation_outputs", title, number, on)


def days_of(spans: Iterable[Span]) -> int:
    """Days on which at least one of the spans lies; first and last days are included."""
    return sum(stretch.days for stretch in stretches(spans))


# --- Evidence as people read it -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """One row of evidence of a kept check, in the reader's language."""

    title: str
    detail: str
    on: date


def rows_behind(facts: Mapping[str, Any], paths: Iterable[str]) -> list[Row]:
    """The rows of evidence behind what a rule has looked at, each once, the latest first."""
    wanted = frozenset(paths)
    found = {
        (one["title"], one.get("detail") or "", one["on"]): None
        for one in facts.get("dossier") or ()
        if one["fact"] in wanted
    }
    rows = [Row(capfirst(_said(title)), _said(detail), _day(on)) for title, detail, on in found]
    return sorted(rows, key=lambda row: row.on, reverse=True)


def _said(text: str) -> str:
    """As the reader's language has it: words for what is kept as a code, and days as they are written."""
    return BETWEEN.join(DAY.sub(_written, str(WORDS.get(part, part))) for part in text.split(BETWEEN))


def _written(found: re.Match[str]) -> str:
    return date_format(date.fromisoformat(found.group()))


def _day(on: str | date) -> date:
    """A kept check has days as text, one that is not kept as they are."""
    return on if isinstance(on, date) else date.fromisoformat(on)
