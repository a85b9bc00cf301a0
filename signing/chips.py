"""States of envelopes and signatories as they are shown."""

from core.look import Chip, Meaning
from signing.models import Envelope, Signatory

ENVELOPES = {
    Envelope.State.OUT: (Meaning.WAITING, "signature"),
    Envelope.State.COMPLETED: (Meaning.GOOD, "writing-sign"),
    Envelope.State.DECLINED: (Meaning.STOPPED, "hand-stop"),
    Envelope.State.VOIDED: (Meaning.INACTIVE, "ban"),
    Envelope.State.EXPIRED: (Meaning.LATE, "calendar-off"),
}
SIGNATORIES = {
    Signatory.Status.WAITING: (Meaning.INACTIVE, "circle-dashed"),
    Signatory.Status.INVITED: (Meaning.WAITING, "mail"),
    Signatory.Status.OPENED: (Meaning.WAITING, "mail-opened"),
    Signatory.Status.SIGNED: (Meaning.GOOD, "writing-sign"),
    Signatory.Status.DECLINED: (Meaning.STOPPED, "hand-stop"),
}


def envelope_chip(envelope: Envelope) -> Chip:
    meaning, icon = ENVELOPES[Envelope.State(envelope.state)]
    return Chip(envelope.get_state_display(), meaning, icon)


def signatory_chip(signatory: Signatory) -> Chip:
    meaning, icon = SIGNATORIES[Signatory.Status(signatory.status)]
    return Chip(signatory.get_status_display(), meaning, icon)
