"""What the rules on part-time teachers are told of an appointment, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from catalogue.calendars import work_calendar
from compliance.choices import Stage
from compliance.models import Evaluation
from compliance.operations import CheckOf, store_many
from core.school_years import Term, school_year, term_days
from teachers.models import Appointment, AppointmentClause, AppointmentState, Engagement
from teachers.parttime_rules import rules_on
from teachers.parttime_standing import people_on, share_on
from teachers.recognition_facts import SKILL_GRADES, TITLE_GRADES

type Facts = dict[str, Any]
STAGES = (Stage.VETTING, Stage.INDUCTION)


def facts_of_appointments(appointments: Sequence[Appointment], on: date) -> dict[int, Facts]:
    """By key of the appointment. Constant queries, whatever their number, where person, contact and need are
    fetched along."""
    keys = [one.pk for one in appointments]
    said: dict[int, list[str]] = {pk: [] for pk in keys}
    for pk, kind in AppointmentClause.objects.filter(appointment__in=keys).values_list("appointment", "kind"):
        said[pk].append(kind)
    planned = _hours_planned(keys)
    share, there = share_on(on), set(people_on(on))
    workdays = _publicity_workdays(appointments)
    found = {}
    for one in appointments:
        person, contact = one.person, one.contact
        counted = share if one.person_id in there else share.with_one_more()
        found[one.pk] = {
            "part_time": {
                "works_there": contact.left_on is None or contact.left_on > on,
                "title_grade": TITLE_GRADES.get(person.rank, 0),
                "skill_grade": SKILL_GRADES.get(person.skill_level, 0),
                "exception": person.exception or "none",
                "trained_on": person.trained_on if _has_come(person.trained_on, on) else None,
                "birth_date": person.birth_date,
                "begins_on": one.begins_on,
                "hours_per_year": planned.get(one.pk, one.need.hours_per_term * _terms_in_first_year(one)),
                "part_time_teachers": counted.part_time,
                "all_teachers": counted.everybody,
                "need_published_on": one.need.published_on,
                "vetted_on": one.vetted_on,
                "publicised_until": one.publicised_until,
                "publicity_workdays": workdays.get(one.pk),
                "agreed_on": one.agreed_on,
                "clauses": said[one.pk],
            }
        }
    return found


def _has_come(day: date | None, on: date) -> bool:
    return day is not None and day <= on


def _hours_planned(keys: list[int]) -> dict[int, int]:
    """The most that is planned for one school year."""
    rows = Engagement.objects.filter(appointment__in=keys).order_by()
    years = rows.values("appointment", "study_year").annotate(hours=Sum("hours_planned"))
    most: dict[int, int] = {}
    for row in years:
        most[row["appointment"]] = max(most.get(row["appointment"], 0), row["hours"])
    return most


def _terms_in_first_year(appointment: Appointment) -> int:
    """In how many terms of its first school year it runs."""
    days = (term_days(school_year(appointment.begins_on), term) for term in Term)
    return sum(first <= appointment.ends_on and appointment.begins_on <= last for first, last in days)


def _publicity_workdays(appointments: Sequence[Appointment]) -> dict[int, int]:
    """Two queries, none where nothing was made public."""
    spans = dict(_spans(appointments))
    if not spans:
        return {}
    firsts, lasts = zip(*spans.values(), strict=True)
    calendar = work_calendar(min(firsts), max(lasts))
    return {pk: calendar.workdays_in(first, last) for pk, (first, last) in spans.items()}


def _spans(appointments: Sequence[Appointment]) -> Iterator[tuple[int, tuple[date, date]]]:
    for one in appointments:
        if one.publicised_from is not None and one.publicised_until is not None:
            yield one.pk, (one.publicised_from, one.publicised_until)


def recheck(appointments: Iterable[Appointment], *, now: datetime) -> list[Evaluation]:
    """Hold appointments against the rules and keep what came of it; what is decided keeps what was found
    last. What comes before the induction is looked at once the agreement is signed. Constant queries."""
    wanted = [one for one in appointments if one.is_coming]
    if not wanted:
        return []
    on = timezone.localdate(now)
    facts, version = facts_of_appointments(wanted, on), rules_on(on)
    kept: list[Evaluation] = []
    for stage in STAGES:
        checks = [
            CheckOf(subject=one, facts=facts[one.pk], department_id=one.need.department_id)
            for one in wanted
            if stage is Stage.VETTING or one.state == AppointmentState.AGREED
        ]
        if checks:
            kept += store_many(checks=checks, version=version, stage=stage, on=on, now=now)
    return kept
