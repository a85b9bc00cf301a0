"""The moves of envelopes. Who acts is decided by the operations: a signatory, or staff who may."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.transitions import Transition, TransitionTable
from signing.models import Envelope

S = Envelope.State


def nobody_is_left(envelope: Envelope, now: datetime) -> str | None:
    if envelope.signatories.exclude(status="signed").exists():
        return _("Not everybody has signed.")
    return None


ENVELOPE_MOVES = TransitionTable(
    "envelope",
    Envelope,
    S,
    {
        "complete": Transition(
            label=gettext_lazy("conclude the signing"),
            sources=frozenset({S.OUT}),
            target=S.COMPLETED,
            capability=None,
            guards=(nobody_is_left,),
        ),
        "decline": Transition(
            label=gettext_lazy("decline"),
            sources=frozenset({S.OUT}),
            target=S.DECLINED,
            capability=None,
            needs_reason=True,
        ),
        "void": Transition(
            label=gettext_lazy("call off the signing"),
            sources=frozenset({S.OUT}),
            target=S.VOIDED,
            capability=None,
            needs_reason=True,
        ),
        "expire": Transition(
            label=gettext_lazy("let the signing run out"),
            sources=frozenset({S.OUT}),
            target=S.EXPIRED,
            capability=None,
        ),
    },
)
