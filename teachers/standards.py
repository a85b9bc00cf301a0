"""Which standard holds an application, what it was found to be, and the numbers that the standard names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Centre
from catalogue.calendars import work_calendar
from compliance import operations
from compliance.choices import Stage
from compliance.engine.rules import Findings
from compliance.models import Evaluation, PackVersion
from compliance.operations import (
    CheckOf,
    Judged,
    blockers,
    evaluate,
    questions,
    rule_pack,
    store_many,
    version_where,
)
from core.windows import years_after
from teachers.models import Recognition
from teachers.recognition_facts import facts_of_applications

PACK = "cn-dual-qualified-2022"
REVIEW, PUBLICITY = "DQ-04", "DQ-10"
LONGEST_YEAR = 366


def standard_on(on: date) -> PackVersion:
    """The standard of the centre's province where it has one, else the national one. About four queries.

    Raises:
        NoSuchPack: there is none on the day.
    """
    return version_where(PACK, on, place=Centre.current().place)


# --- Checks -----------------------------------------------------------------------------------


def recheck(recognitions: Iterable[Recognition], *, now: datetime) -> list[Evaluation]:
    """Hold applications against the standard and keep what came of it. Constant queries.

    What is decided already keeps what was found last.
    """
    wanted = [one for one in recognitions if one.is_open]
    if not wanted:
        return []
    on = timezone.localdate(now)
    facts = facts_of_applications(wanted, on)
    return store_many(
        checks=[
            CheckOf(subject=one, facts=facts[one.pk], department_id=one.teacher.department_id)
            for one in wanted
        ],
        version=standard_on(on),
        stage=Stage.RECOGNITION,
        on=on,
        now=now,
    )


def findings_for(facts: Mapping[str, Any], version: PackVersion, on: date) -> Findings:
    """What somebody who has not applied has and lacks. Keeps nothing; no query beside the kept pack."""
    return evaluate(facts, version, on, stage=Stage.RECOGNITION)


def latest_check(record: Model, stage: Stage = Stage.RECOGNITION) -> Evaluation | None:
    """What was found last of a recognition, or of another record at its stage. One query."""
    return operations.latest_check(record, stage)


def latest_checks(recognitions: Sequence[Recognition]) -> dict[int, Evaluation]:
    """:func:`latest_check` for many. One query."""
    rows = Evaluation.objects.current().about_any(recognitions).filter(stage=Stage.RECOGNITION)
    found = rows.select_related("version__pack").order_by("evaluated_at", "pk")
    return {one.subject_id: one for one in found}


def failing(record: Model, stage: Stage = Stage.RECOGNITION) -> str:
    """What is not met or not known, but for what waits for a person; empty where nothing is. Two queries."""
    return _in_words(one for one in _blocking(record, stage) if not one.is_open_question)


def in_the_way(recognition: Recognition) -> str:
    """All that stands in the way, open questions included; empty where nothing does. Two queries."""
    return _in_words(_blocking(recognition, Stage.RECOGNITION))


def _blocking(record: Model, stage: Stage) -> list[Judged]:
    check = latest_check(record, stage)
    if check is None:
        return []
    open_questions = set(check.asking)
    found = blockers(check)
    known = {one.code for one in found}
    return [*found, *(one for one in _questions_of(check) if one.code in open_questions - known)]


def _questions_of(check: Evaluation) -> list[Judged]:
    """Open questions at the gate: a rule that is not verified asks there without standing in the way."""
    return [one for one in questions(check) if one.finding.rule.gate is not None]


def _in_words(found: Iterable[Judged]) -> str:
    return " ".join(
        _("%(code)s %(title)s: %(reasons)s")
        % {"code": one.code, "title": one.title, "reasons": _reasons(one)}
        for one in found
    )


def _reasons(one: Judged) -> str:
    return " ".join([one.decision.reason] if one.decision else one.reasons)


# --- The numbers of the standard --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a standard says beside its list.

    Attributes:
        review_days: the longest term, first and last day included.
        publicity_workdays: the shortest publicity period.
    """

    review_days: int
    publicity_workdays: int

    @property
    def review_years(self) -> int:
        return self.review_days // (LONGEST_YEAR - 1)


def numbers_of(version: PackVersion) -> Numbers:
    """The numbers of the two rules on the conclusion; no query beside the kept pack."""
    pack = rule_pack(version)
    return Numbers(
        review_days=int(pack.rule(REVIEW).check.parameters["maximum"]),
        publicity_workdays=int(pack.rule(PUBLICITY).check.parameters["minimum"]),
    )


def proposed_review(recognised_on: date, version: PackVersion) -> date:
    """The last day of the longest term that the standard allows, whole years where it is some."""
    return years_after(recognised_on, numbers_of(version).review_years) - timedelta(days=1)


def publicity_ends(first: date, version: PackVersion) -> date:
    """The last day of the shortest publicity period that begins on a day. Two queries."""
    return last_workday(first, numbers_of(version).publicity_workdays)


def last_workday(first: date, workdays: int) -> date:
    """The last day of a publicity period of so many working days. Two queries."""
    calendar = work_calendar(first, first + timedelta(days=LONGEST_YEAR))
    return calendar.last_of(first, workdays)


def term_refused(*, first: date, last: date) -> str:
    """Why a term is not what the standard of its first day asks for; empty where it is."""
    facts = {"recognition": {"recognised_on": first, "review_due": last}}
    found = evaluate(facts, standard_on(first), first, stage=Stage.CONCLUSION)
    return _in_words(
        Judged(finding=one) for one in found.blocking if "recognition.review_due" in one.rule.reads
    )


def conclusion_refused(recognition: Recognition, *, on: date) -> str:
    """Why the term or the publicity period is not what the standard asks for; empty where it is."""
    if recognition.publicised_from is None or recognition.publicised_until is None:
        return _("It was not made public.")
    calendar = work_calendar(recognition.publicised_from, recognition.publicised_until)
    days = calendar.workdays_in(recognition.publicised_from, recognition.publicised_until)
    facts = {
        "recognition": {
            "recognised_on": recognition.recognised_on,
            "review_due": recognition.review_due,
            "publicity_workdays": days,
        }
    }
    found = evaluate(facts, standard_on(on), on, stage=Stage.CONCLUSION)
    return _in_words(Judged(finding=one) for one in found.blocking)
