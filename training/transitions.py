"""The way of a course from its draft to its closing; of an enrolment; of what is owed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from core.transitions import Transition, TransitionTable
from training.models import Course, CourseState, Enrolment, EnrolmentState, Fee, FeeState

S, E, F = CourseState, EnrolmentState, FeeState
READ, EDIT, CLOSE = (f"training.{action}" for action in ("read", "edit", "close"))


def is_planned(course: Any, now: datetime) -> str | None:
    """What an offer has to say, and an offered course goes on saying. Two queries at most."""
    if course.first_at is None:
        return _("Enter its sessions first.")
    if not course.trainers.exists():
        return _("Say who gives it first.")
    if course.enrol_until > timezone.localdate(course.first_at):
        return _("Enrolment ends on the first day at the latest.")
    if not course.is_for_all and not course.partners.exists():
        return _("Choose the partners it is for, or open it to all.")
    return None


def takes_people(course: Any, now: datetime) -> str | None:
    if course.enrol_until < timezone.localdate(now):
        return _("The day until which one enrols is over.")
    return None


def has_enough(course: Any, now: datetime) -> str | None:
    """A query."""
    number = course.enrolments.enrolled().count()
    if number < course.minimum:
        return ngettext(
            "%(count)d is enrolled: it begins with %(fewest)d.",
            "%(count)d are enrolled: it begins with %(fewest)d.",
            number,
        ) % {"count": number, "fewest": course.minimum}
    return None


def was_held(course: Any, now: datetime) -> str | None:
    """Of a course that was over before it was written down. A query at most."""
    if course.first_at is None:
        return _("Enter its sessions first.")
    if not course.trainers.exists():
        return _("Say who gives it first.")
    return is_past(course, now)


def is_past(course: Any, now: datetime) -> str | None:
    if course.last_at is None or course.last_at > now:
        return _("It is not over yet.")
    return None


def everybody_has_a_result(course: Any, now: datetime) -> str | None:
    """A query."""
    number = course.enrolments.enrolled().filter(result="").count()
    if number:
        return ngettext(
            "%(count)d has no result yet: enter it in the attendance sheet.",
            "%(count)d have no result yet: enter them in the attendance sheet.",
            number,
        ) % {"count": number}
    return None


COURSE_MOVES = TransitionTable(
    "training_course",
    Course,
    CourseState,
    {
        "offer": Transition(
            label=pgettext_lazy("course for employees", "Offer"),
            sources=frozenset({S.DRAFT}),
            target=S.OFFERED,
            capability=EDIT,
            guards=(is_planned, takes_people),
        ),
        "record": Transition(
            label=pgettext_lazy("course for employees", "Record that it was held"),
            sources=frozenset({S.DRAFT}),
            target=S.RUNNING,
            capability=EDIT,
            guards=(was_held,),
        ),
        "begin": Transition(
            label=pgettext_lazy("course for employees", "Begin"),
            sources=frozenset({S.OFFERED}),
            target=S.RUNNING,
            capability=EDIT,
            guards=(has_enough,),
        ),
        "close": Transition(
            label=gettext_lazy("Close and issue certificates"),
            sources=frozenset({S.RUNNING}),
            target=S.CLOSED,
            capability=CLOSE,
            guards=(is_past, everybody_has_a_result),
            is_final=True,
        ),
        "cancel": Transition(
            label=pgettext_lazy("course for employees", "Cancel"),
            sources=frozenset({S.DRAFT, S.OFFERED, S.RUNNING}),
            target=S.CANCELLED,
            capability=EDIT,
            needs_reason=True,
            is_final=True,
        ),
    },
)

# Who moves an enrolment is decided by the operations: a liaison, or whoever keeps the course.
ENROLMENT_MOVES = TransitionTable(
    "training_enrolment",
    Enrolment,
    EnrolmentState,
    {
        "seat": Transition(
            label=pgettext_lazy("enrolment in a course", "Give a place"),
            sources=frozenset({E.WAITING, E.WITHDRAWN}),
            target=E.ENROLLED,
            capability=None,
        ),
        "queue": Transition(
            label=pgettext_lazy("enrolment in a course", "Let wait for a place"),
            sources=frozenset({E.WITHDRAWN}),
            target=E.WAITING,
            capability=None,
        ),
        "withdraw": Transition(
            label=pgettext_lazy("enrolment in a course", "Withdraw"),
            sources=frozenset({E.ENROLLED, E.WAITING}),
            target=E.WITHDRAWN,
            capability=None,
        ),
    },
)

FEE_MOVES = TransitionTable(
    "training_fee",
    Fee,
    FeeState,
    {
        "pay": Transition(
            label=pgettext_lazy("fee for a course", "Record the payment"),
            sources=frozenset({F.DUE}),
            target=F.PAID,
            capability=EDIT,
        ),
        "waive": Transition(
            label=pgettext_lazy("fee for a course", "Waive"),
            sources=frozenset({F.DUE}),
            target=F.WAIVED,
            capability=CLOSE,
            needs_reason=True,
        ),
        "reopen": Transition(
            label=pgettext_lazy("fee for a course", "Take it back"),
            sources=frozenset({F.PAID, F.WAIVED}),
            target=F.DUE,
            capability=CLOSE,
            needs_reason=True,
        ),
    },
)
