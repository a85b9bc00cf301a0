"""The page of one week, whoever opens it: the mentor by link or at the portal, the instructor in their place.

Everything is on it at once, and one button says that it is so. What is different is said beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access import NotVisible
from placements.models import LogEntry, MentorWeek, WorkDay
from placements.operations.vouching import Answer, Said, UnableToVouch
from placements.waiting import Waiting
from placements.weeks import name_of_week


@dataclass(frozen=True, slots=True)
class Problem:
    """What a mentor wants looked into, about one of the students."""

    placement_id: int
    text: str


type Typed = Mapping[str, Any]


def week_context(
    week: MentorWeek,
    waiting: Sequence[Waiting],
    *,
    file_address: Callable[[int], str],
    now: datetime,
    given: QueryDict | None = None,
) -> dict[str, Any]:
    """What ``placements/week_body.html`` shows; what was typed stays in it."""
    said: Typed = given or {}
    return {
        "week": week,
        "week_name": name_of_week(week.monday),
        "lines": [
            {
                "waiting": one,
                "days": [_day(row, said) for row in one.days],
                "entries": [_entry(entry, said, file_address) for entry in one.entries],
            }
            for one in waiting
            if not one.is_empty
        ],
        "students": [one.placement for one in waiting],
        "problem": said.get("problem", ""),
        "shown_at": said.get("shown_at") or now.isoformat(),
    }


def _day(row: WorkDay, said: Typed) -> dict[str, Any]:
    return {
        "row": row,
        "hours": said.get(f"hours_{row.pk}", ""),
        "is_absent": f"absent_{row.pk}" in said,
        "note": said.get(f"note_{row.pk}", ""),
    }


def _entry(entry: LogEntry, said: Typed, file_address: Callable[[int], str]) -> dict[str, Any]:
    return {
        "entry": entry,
        "reason": said.get(f"return_{entry.pk}", ""),
        "files": [(kept, file_address(kept.pk)) for kept in entry.files.all()],
    }


def answer_from(given: QueryDict, waiting: Sequence[Waiting]) -> Answer:
    """What was said about the days and entries on the page; other keys are nobody's.

    Raises:
        UnableToVouch: what was typed is no number of hours.
    """
    hours: dict[int, Decimal] = {}
    notes: dict[int, str] = {}
    for row in (row for one in waiting for row in one.days):
        if f"absent_{row.pk}" in given:
            hours[row.pk] = Decimal(0)
        elif text := given.get(f"hours_{row.pk}", "").strip():
            hours[row.pk] = _hours(text, row)
        if row.pk in hours:
            notes[row.pk] = given.get(f"note_{row.pk}", "")
    returned = {
        entry.pk: reason
        for one in waiting
        for entry in one.entries
        if (reason := given.get(f"return_{entry.pk}", "").strip())
    }
    return Answer(shown_at=shown_at_from(given), hours=hours, notes=notes, returned=returned)


def shown_at_from(given: QueryDict) -> datetime:
    """When the page was shown that is answered now. Raises UnableToVouch: it does not say."""
    text = given.get("shown_at", "")
    shown_at = parse_datetime(text) if text else None
    if shown_at is None or timezone.is_naive(shown_at):
        raise UnableToVouch(_("Please open the page again: it is not known what it showed."))
    return shown_at


def _hours(text: str, row: WorkDay) -> Decimal:
    try:
        hours = Decimal(text.replace(",", "."))
    except InvalidOperation:
        hours = Decimal(-1)
    if not hours.is_finite() or not 0 <= hours <= 24:
        raise UnableToVouch(_("%(day)s: this is no number of hours.") % {"day": row})
    return hours


def problem_from(given: QueryDict, waiting: Sequence[Waiting]) -> Problem | None:
    """Raises NotVisible: it is about a student of somebody else."""
    text = given.get("problem", "").strip()
    if not text:
        return None
    keys = {str(one.placement.pk): one.placement.pk for one in waiting}
    about = given.get("problem_about", "")
    if about not in keys:
        raise NotVisible(f"placements.Placement {about}")
    return Problem(keys[about], text)


def in_words(said: Said) -> str:
    """What came of an answer."""
    words = [
        _("Confirmed: %(days)s and %(entries)s.")
        % {
            "days": ngettext("%(count)d day", "%(count)d days", said.days) % {"count": said.days},
            "entries": ngettext("%(count)d entry", "%(count)d entries", said.entries)
            % {"count": said.entries},
        }
    ]
    if said.returned:
        words.append(
            ngettext("%(count)d entry goes back.", "%(count)d entries go back.", said.returned)
            % {"count": said.returned}
        )
    if said.left:
        words.append(_("Something was changed while you were looking: please look at it again."))
    return " ".join(words)
