"""How the states of agreements and amendments look: one colour and icon per meaning."""

from __future__ import annotations

from datetime import date

from django.utils.text import capfirst

from agreements.choices import AmendmentState, Phase, State
from agreements.models import Agreement, Amendment
from agreements.phases import phase_on
from core.look import Chip, Meaning

STATE_LOOKS: dict[str, tuple[Meaning, str]] = {
    State.DRAFT: (Meaning.INACTIVE, "pencil"),
    State.IN_REVIEW: (Meaning.WAITING, "eye"),
    State.APPROVED: (Meaning.WAITING, "check"),
    State.OUT_FOR_SIGNATURE: (Meaning.WAITING, "signature"),
    State.SIGNED: (Meaning.GOOD, "writing-sign"),
    State.SUSPENDED: (Meaning.STOPPED, "player-pause"),
    State.TERMINATED: (Meaning.STOPPED, "circle-x"),
    State.WITHDRAWN: (Meaning.INACTIVE, "ban"),
    State.RENEWED: (Meaning.INACTIVE, "refresh"),
}
PHASE_LOOKS: dict[str, tuple[Meaning, str]] = {
    Phase.UPCOMING: (Meaning.WAITING, "calendar-event"),
    Phase.IN_FORCE: (Meaning.GOOD, "circle-check"),
    Phase.EXPIRING: (Meaning.SOON, "hourglass-high"),
    Phase.EXPIRED: (Meaning.INACTIVE, "archive"),
}


def phase_of(agreement: Agreement, *, on: date) -> Phase | None:
    return phase_on(
        on,
        state=agreement.state,
        starts_on=agreement.starts_on,
        last_day=agreement.last_day,
        notice_on=agreement.notice_on,
    )


def agreement_chip(agreement: Agreement, *, on: date) -> Chip:
    """The state; of a signed agreement what its dates say, because that is what people ask."""
    phase = phase_of(agreement, on=on)
    if agreement.state == State.SIGNED and phase is not None:
        meaning, icon = PHASE_LOOKS[phase]
        if phase == Phase.EXPIRED and not agreement.renewal_decision:
            meaning, icon = Meaning.LATE, "alarm"
        return Chip(capfirst(phase.label), meaning, icon)
    meaning, icon = STATE_LOOKS[agreement.state]
    return Chip(capfirst(State(agreement.state).label), meaning, icon)


def amendment_chip(amendment: Amendment) -> Chip:
    meaning, icon = STATE_LOOKS[amendment.state]
    return Chip(capfirst(AmendmentState(amendment.state).label), meaning, icon)
