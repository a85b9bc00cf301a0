"""Training in the story of an enterprise: each of its courses on its last day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.dates import end_of
from core.story import Happening, StorySource
from training.models import Course, CourseState, EnrolmentState
from training.walls import COURSE_COLUMNS
from training.words import plain


def _given(rows: Any, enterprise_id: int, until: date, limit: int) -> Any:
    mine = Q(enrolments__enterprise=enterprise_id, enrolments__state=EnrolmentState.ENROLLED)
    found = rows.filter(mine, state=CourseState.CLOSED, last_at__lt=end_of(until))
    return found.annotate(people=Count("enrolments", filter=mine)).order_by("-last_at", "-pk")[:limit]


def _told(rows: Any, page: str) -> Iterator[Happening]:
    for course in rows:
        yield Happening(
            on=timezone.localdate(course.last_at),
            title=course.title,
            text=ngettext(
                "%(count)d employee trained, %(hours)s hours",
                "%(count)d employees trained, %(hours)s hours",
                course.people,
            )
            % {"count": course.people, "hours": plain(course.hours)},
            url=reverse(page, args=[course.pk]),
        )


def told(actor: Any, enterprise: Any, until: date, limit: int) -> Iterator[Happening]:
    """One query."""
    seen = Course.objects.filter(pk__in=Course.objects.visible_to(actor).order_by().values("pk"))
    return _told(_given(seen, enterprise.pk, until, limit), "training:course_detail")


def told_to_partner(partner: Any, until: date, limit: int) -> Iterator[Happening]:
    """One query."""
    rows = _given(Course.objects.only(*COURSE_COLUMNS), partner.enterprise.pk, until, limit)
    return _told(rows, "portal:course")


STORY = StorySource(
    name="training",
    label=_("Training of employees"),
    icon="school",
    told=told,
    told_to_partner=told_to_partner,
    order=62,
)
