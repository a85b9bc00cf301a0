"""What lapses or lies undone is said once a week: to coordinators, instructors and class teachers.

Each reminder is one notification a person and plan or class. Its key names the week, so that a sweep can run
any number of times.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.notifications import Kind, NewNotification, notify_many
from placements import lapses
from placements.day_watches import without_a_log
from placements.models import Placement
from placements.watch import Watch
from placements.weeks import monday_of, name_of_week

INSURANCE_ENDS = Kind(
    name="placements.insurance_ends",
    label=_("Insurance of interns that ends within a month"),
    icon="shield-x",
)
UNSIGNED = Kind(
    name="placements.unsigned",
    label=_("Agreements of interns that are not signed two weeks before the start"),
    icon="signature",
)
UNJUDGED = Kind(
    name="placements.unjudged",
    label=_("Internships that are over and have no result"),
    icon="certificate",
)
CLASS_SILENT = Kind(
    name="placements.class_silent",
    label=_("Students of my classes who write no log"),
    icon="notebook",
)
NOT_BEGUN = Kind(
    name="placements.not_begun",
    label=_("Internships that should have begun"),
    icon="calendar-due",
)
NOT_FINISHED = Kind(
    name="placements.not_finished",
    label=_("Internships whose last day is over and that nobody has finished"),
    icon="calendar-off",
)
NOT_ENROLLED = Kind(
    name="placements.not_enrolled",
    label=_("Internships of students who are not enrolled any more"),
    icon="user-question",
)
KINDS = (INSURANCE_ENDS, UNSIGNED, UNJUDGED, CLASS_SILENT, NOT_BEGUN, NOT_FINISHED, NOT_ENROLLED)


@dataclass(frozen=True, slots=True)
class About:
    """Whom something is told, and of which plan or class."""

    person: int
    key: int
    name_zh: str
    name_en: str
    url: str


def remind_weekly(*, on: date, now: datetime) -> int:
    """Tell everybody of what was not told this week; answers how many notifications were new."""
    with transaction.atomic():
        return notify_many(
            [
                *_owners(INSURANCE_ENDS, lapses.INSURANCE_ENDS, on),
                *_owners(UNSIGNED, lapses.UNSIGNED, on),
                *_owners(NOT_ENROLLED, lapses.NOT_ENROLLED, on),
                *_instructors(UNJUDGED, lapses.UNJUDGED, on),
                *_instructors(NOT_BEGUN, lapses.NOT_BEGUN, on),
                *_instructors(NOT_FINISHED, lapses.NOT_FINISHED, on),
                *_silent(on),
            ],
            now=now,
        )


def _owners(kind: Kind, watch: Watch, on: date) -> Iterator[NewNotification]:
    rows = watch.placements(Placement.objects.all(), on).select_related("plan")
    return _told(kind, rows, partial(_owner, watch.name), on)


def _instructors(kind: Kind, watch: Watch, on: date) -> Iterator[NewNotification]:
    """Whoever looks after the plan, where nobody instructs."""
    rows = watch.placements(Placement.objects.all(), on).select_related("plan", "instructor")
    return _told(kind, rows, partial(_instructor, watch.name), on)


def _silent(on: date) -> Iterator[NewNotification]:
    rows = without_a_log(Placement.objects.all(), on).exclude(student__school_class__class_teacher__user=None)
    return _told(
        CLASS_SILENT, rows.select_related("student__school_class__class_teacher"), _class_teacher, on
    )


def _owner(watch: str, placement: Placement, person: int | None = None) -> About:
    """Whoever looks after the plan, with the list of it."""
    plan = placement.plan
    return About(
        person=person or plan.owner_id,
        key=plan.pk,
        name_zh=plan.name_zh or plan.name_en,
        name_en=plan.name_en or plan.name_zh,
        url=f"{reverse('placements:placement_list')}?plan={plan.pk}&watch={watch}",
    )


def _instructor(watch: str, placement: Placement) -> About:
    instructor = placement.instructor
    return _owner(watch, placement, instructor.user_id if instructor is not None else None)


def _class_teacher(placement: Placement) -> About:
    school_class: Any = placement.student.school_class
    return About(
        person=school_class.class_teacher.user_id,
        key=school_class.pk,
        name_zh=school_class.name,
        name_en=school_class.name,
        url=reverse("internships:my_class"),
    )


def _told(
    kind: Kind, rows: Iterable[Placement], about: Callable[[Placement], About], on: date
) -> Iterator[NewNotification]:
    found: dict[About, list[Placement]] = defaultdict(list)
    for placement in rows:
        found[about(placement)].append(placement)
    for group, placements in found.items():
        yield NewNotification(
            key=f"{kind.name}:{group.key}:{name_of_week(monday_of(on))}:u{group.person}",
            kind=kind.name,
            recipient_id=group.person,
            subject=placements[0],
            data={
                "count": len(placements),
                "about": {"zh": group.name_zh, "en": group.name_en},
                "starts_on": min(placement.starts_on for placement in placements),
                "url": group.url,
            },
        )
