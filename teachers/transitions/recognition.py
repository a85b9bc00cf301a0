"""The way of an application: teacher, department, panel or outside body, publicity, recognition."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.transitions import Transition, TransitionTable
from teachers.models import Panel, PanelState, Recognition, RecognitionState
from teachers.standards import failing, in_the_way

S, P = RecognitionState, PanelState
READ, APPLY, REVIEW, JUDGE, PUBLISH = (
    f"recognition.{action}" for action in ("read", "apply", "review", "judge", "publish")
)


def nothing_fails(recognition: Any, now: datetime) -> str | None:
    """Looks at the latest check, which the operation has made anew: questions may wait, nothing else."""
    return failing(recognition) or None


def nothing_is_in_the_way(recognition: Any, now: datetime) -> str | None:
    return in_the_way(recognition) or None


def is_ours(recognition: Any, now: datetime) -> str | None:
    return _("An outside body recognises it: send the dossier there.") if recognition.is_outside else None


def is_outside(recognition: Any, now: datetime) -> str | None:
    return None if recognition.is_outside else _("It goes before our own panel.")


def publicity_is_over(recognition: Any, now: datetime) -> str | None:
    if recognition.publicised_until >= timezone.localdate(now):
        return _("It is public until %(day)s; wait until then.") % {
            "day": date_format(recognition.publicised_until)
        }
    return None


def objections_are_answered(recognition: Any, now: datetime) -> str | None:
    """Of this publicity period: an earlier one came to its end with the refusal that was appealed against."""
    objections = recognition.objections.filter(made_at__date__gte=recognition.publicised_from)
    outcomes = set(objections.values_list("outcome", flat=True))
    if "" in outcomes:
        return _("An objection waits for an answer.")
    if "upheld" in outcomes:
        return _("An objection was upheld: refuse the recognition.")
    return None


RECOGNITION_MOVES = TransitionTable(
    "recognition",
    Recognition,
    RecognitionState,
    {
        # Teachers hold no power over their own record: the operation checks who acts.
        "apply": Transition(
            label=gettext_lazy("Hand in"),
            sources=frozenset({S.DRAFT}),
            target=S.APPLIED,
            capability=None,
            guards=(nothing_fails,),
        ),
        "withdraw": Transition(
            label=gettext_lazy("Withdraw"),
            sources=frozenset({S.DRAFT, S.APPLIED, S.DEPARTMENT_APPROVED}),
            target=S.WITHDRAWN,
            capability=None,
            is_final=True,
        ),
        "return": Transition(
            label=gettext_lazy("Return"),
            sources=frozenset({S.APPLIED, S.DEPARTMENT_APPROVED}),
            target=S.DRAFT,
            capability=REVIEW,
            needs_reason=True,
        ),
        "approve": Transition(
            label=pgettext_lazy("of a department", "Agree"),
            sources=frozenset({S.APPLIED}),
            target=S.DEPARTMENT_APPROVED,
            capability=REVIEW,
            guards=(nothing_fails,),
        ),
        # The four moves of a panel are made by its operations, for all its cases.
        "summon": Transition(
            label=gettext_lazy("Bring before the panel"),
            sources=frozenset({S.DEPARTMENT_APPROVED}),
            target=S.BEFORE_PANEL,
            capability=None,
            guards=(is_ours, nothing_fails),
        ),
        "take_off": Transition(
            label=gettext_lazy("Take off the agenda"),
            sources=frozenset({S.BEFORE_PANEL}),
            target=S.DEPARTMENT_APPROVED,
            capability=None,
        ),
        "publicise": Transition(
            label=gettext_lazy("Make public"),
            sources=frozenset({S.BEFORE_PANEL}),
            target=S.PUBLICISED,
            capability=None,
            guards=(nothing_is_in_the_way,),
        ),
        "turn_down": Transition(
            label=gettext_lazy("Refuse by vote"),
            sources=frozenset({S.BEFORE_PANEL}),
            target=S.REFUSED,
            capability=None,
        ),
        "recognise": Transition(
            label=gettext_lazy("Recognise"),
            sources=frozenset({S.PUBLICISED}),
            target=S.RECOGNISED,
            capability=PUBLISH,
            guards=(publicity_is_over, objections_are_answered, nothing_is_in_the_way),
        ),
        "refuse": Transition(
            label=gettext_lazy("Refuse"),
            sources=frozenset({S.PUBLICISED}),
            target=S.REFUSED,
            capability=PUBLISH,
            needs_reason=True,
        ),
        "send_out": Transition(
            label=gettext_lazy("Sent to the outside body"),
            sources=frozenset({S.DEPARTMENT_APPROVED}),
            target=S.SENT_OUT,
            capability=PUBLISH,
            guards=(is_outside, nothing_fails),
        ),
        "recognised_outside": Transition(
            label=gettext_lazy("Record that it was recognised"),
            sources=frozenset({S.SENT_OUT}),
            target=S.RECOGNISED,
            capability=PUBLISH,
        ),
        "refused_outside": Transition(
            label=gettext_lazy("Record that it was refused"),
            sources=frozenset({S.SENT_OUT}),
            target=S.REFUSED,
            capability=PUBLISH,
            needs_reason=True,
        ),
        "reopen": Transition(
            label=gettext_lazy("Open again after an appeal"),
            sources=frozenset({S.REFUSED}),
            target=S.DEPARTMENT_APPROVED,
            capability=None,
        ),
    },
)


def has_an_agenda(panel: Any, now: datetime) -> str | None:
    return None if panel.cases.exists() else _("Put at least one application on the agenda.")


def has_a_quorum(panel: Any, now: datetime) -> str | None:
    present = panel.members.filter(is_present=True).count()
    if present < panel.quorum:
        return _("%(present)s members are present; the quorum is %(quorum)s.") % {
            "present": present,
            "quorum": panel.quorum,
        }
    return None


PANEL_MOVES = TransitionTable(
    "panel",
    Panel,
    PanelState,
    {
        # The chair may open and close the session as well: the operation checks who acts.
        "open": Transition(
            label=gettext_lazy("Open the session"),
            sources=frozenset({P.PLANNED}),
            target=P.IN_SESSION,
            capability=None,
            guards=(has_an_agenda, has_a_quorum),
        ),
        "close": Transition(
            label=gettext_lazy("Close the session"),
            sources=frozenset({P.IN_SESSION}),
            target=P.CLOSED,
            capability=None,
        ),
        "cancel": Transition(
            label=gettext_lazy("Cancel the session"),
            sources=frozenset({P.PLANNED, P.IN_SESSION}),
            target=P.CANCELLED,
            capability=JUDGE,
            needs_reason=True,
            is_final=True,
        ),
    },
)
