"""What waits on the home page about courses for employees: to begin or cancel, and to close."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from insights.lines import SHOWN, Line, Queue, queue_of
from training.models import Course, CourseState
from training.transitions import EDIT

if TYPE_CHECKING:
    from accounts.models import User


def courses(user: User, on: date, *, now: datetime) -> Queue:
    """What this person looks after, or nobody does where they keep courses: enrolment over and not begun, or
    over and not closed. One query."""
    nobodys = Q(organiser=None, pk__in=Course.objects.permitting(user, EDIT).values("pk"))
    waits = Q(state=CourseState.OFFERED, enrol_until__lt=on) | Q(state=CourseState.RUNNING, last_at__lt=now)
    rows: Any = Course.objects.filter(Q(organiser=user.pk) | nobodys).filter(waits)
    return queue_of(
        "courses",
        _("Courses for employees to begin or to close"),
        "school",
        [
            Line(
                title=one.title,
                url=one.get_absolute_url(),
                text=_("to be closed") if one.state == CourseState.RUNNING else _("to begin or to cancel"),
                due_on=timezone.localdate(one.last_at)
                if one.state == CourseState.RUNNING
                else one.enrol_until,
                chip=one.chip,
            )
            for one in rows.order_by("first_at", "pk")[: SHOWN + 1]
        ],
        reverse("training:course_list") + "?unclosed=on",
    )
