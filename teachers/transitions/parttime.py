"""The way of a part-time teacher: need, publication, vetting, publicity, agreement, induction (PT-05)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from compliance.choices import Stage
from core.transitions import Transition, TransitionTable
from teachers.models import Appointment, AppointmentState, NeedState, PartTimeNeed
from teachers.standards import failing

S = AppointmentState
READ, EDIT, VET = (f"parttime.{action}" for action in ("read", "edit", "vet"))

NEED_MOVES = TransitionTable(
    "part_time_need",
    PartTimeNeed,
    NeedState,
    {
        "publish": Transition(
            label=pgettext_lazy("need of a part-time teacher", "Publish"),
            sources=frozenset({NeedState.DRAFT, NeedState.CLOSED}),
            target=NeedState.PUBLISHED,
            capability=EDIT,
        ),
        "close": Transition(
            label=pgettext_lazy("need of a part-time teacher", "Close"),
            sources=frozenset({NeedState.PUBLISHED}),
            target=NeedState.CLOSED,
            capability=EDIT,
        ),
    },
)


def nothing_fails_at_vetting(appointment: Any, now: datetime) -> str | None:
    """Looks at the latest check, which the operation has made anew. Questions stop nobody: the vetting is
    a person's answer."""
    return failing(appointment, Stage.VETTING) or None


def nothing_fails_at_induction(appointment: Any, now: datetime) -> str | None:
    return failing(appointment, Stage.INDUCTION) or None


def need_is_published(appointment: Any, now: datetime) -> str | None:
    if appointment.need.published_on is None:
        return _("The need is not published.")
    return None


def publicity_is_over(appointment: Any, now: datetime) -> str | None:
    if appointment.publicised_until >= timezone.localdate(now):
        return _("It is public until %(day)s; wait until then.") % {
            "day": date_format(appointment.publicised_until)
        }
    return None


def objections_are_answered(appointment: Any, now: datetime) -> str | None:
    """Of this publicity period: one of an earlier period came to its end with that."""
    waiting = appointment.objections.filter(outcome="", objected_on__gte=appointment.publicised_from)
    return _("An objection waits for an answer.") if waiting.exists() else None


APPOINTMENT_MOVES = TransitionTable(
    "part_time",
    Appointment,
    AppointmentState,
    {
        "vet": Transition(
            label=pgettext_lazy("appointment of a part-time teacher", "Vet"),
            sources=frozenset({S.PROPOSED}),
            target=S.VETTED,
            capability=VET,
            guards=(need_is_published, nothing_fails_at_vetting),
        ),
        "publicise": Transition(
            label=pgettext_lazy("appointment of a part-time teacher", "Make public"),
            sources=frozenset({S.VETTED}),
            target=S.PUBLICISED,
            capability=VET,
            guards=(nothing_fails_at_vetting,),
        ),
        "agree": Transition(
            label=pgettext_lazy("appointment of a part-time teacher", "Record the signed agreement"),
            sources=frozenset({S.PUBLICISED}),
            target=S.AGREED,
            capability=EDIT,
            guards=(publicity_is_over, objections_are_answered),
        ),
        "induct": Transition(
            label=pgettext_lazy("appointment of a part-time teacher", "Record the induction"),
            sources=frozenset({S.AGREED}),
            target=S.INDUCTED,
            capability=EDIT,
            guards=(objections_are_answered, nothing_fails_at_induction),
        ),
        "end": Transition(
            label=pgettext_lazy("appointment of a part-time teacher", "End early"),
            sources=frozenset({S.INDUCTED}),
            target=S.ENDED,
            capability=EDIT,
            needs_reason=True,
            is_final=True,
        ),
        "refuse": Transition(
            label=pgettext_lazy("appointment of a part-time teacher", "Refuse"),
            sources=frozenset({S.PROPOSED, S.VETTED, S.PUBLICISED}),
            target=S.REFUSED,
            capability=VET,
            needs_reason=True,
            is_final=True,
        ),
        # What follows an objection that is upheld; made with the answer, never alone.
        "reject": Transition(
            label=pgettext_lazy("appointment of a part-time teacher", "Refuse for an objection"),
            sources=frozenset({S.PUBLICISED, S.AGREED}),
            target=S.REFUSED,
            capability=VET,
            needs_reason=True,
            is_final=True,
        ),
        "send_back": Transition(
            label=pgettext_lazy("appointment of a part-time teacher", "Send back to the vetting"),
            sources=frozenset({S.PUBLICISED}),
            target=S.PROPOSED,
            capability=VET,
            needs_reason=True,
        ),
        "withdraw": Transition(
            label=pgettext_lazy("appointment of a part-time teacher", "Withdraw"),
            sources=frozenset({S.PROPOSED, S.VETTED, S.PUBLICISED, S.AGREED}),
            target=S.WITHDRAWN,
            capability=EDIT,
            needs_reason=True,
            is_final=True,
        ),
    },
)
