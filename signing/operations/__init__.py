"""Everything that can be done with approvals and envelopes. How: docs/signing.md."""

from signing.operations.approvals import (
    Decision,
    UnableToDecide,
    cancel_approval,
    decide,
    escalated,
    last_look,
    look_at,
    open_approval,
)
from signing.operations.batch import Batch, batch_of, batches_for, read_together, sign_together
from signing.operations.ceremony import (
    Where,
    consent,
    decline,
    hand_in_authority,
    open_document,
    page_seen,
    sign,
)
from signing.operations.envelopes import (
    DocumentToSign,
    NewSignatory,
    expire_envelopes,
    record_on_paper,
    remind_signatory,
    send_envelope,
    void_envelope,
    void_locked,
)
from signing.operations.identity import Identity, ask_for_code, identify_by_app, identify_by_code
from signing.operations.reaching import hand_over_link, means_by, revoke_link, send_link_again
from signing.operations.refusals import UnableToReach, UnableToSend, UnableToSign

__all__ = [
    "Batch",
    "Decision",
    "DocumentToSign",
    "Identity",
    "NewSignatory",
    "UnableToDecide",
    "UnableToReach",
    "UnableToSend",
    "UnableToSign",
    "Where",
    "ask_for_code",
    "batch_of",
    "batches_for",
    "cancel_approval",
    "consent",
    "decide",
    "decline",
    "escalated",
    "expire_envelopes",
    "hand_in_authority",
    "hand_over_link",
    "identify_by_app",
    "identify_by_code",
    "last_look",
    "look_at",
    "means_by",
    "open_approval",
    "open_document",
    "page_seen",
    "read_together",
    "record_on_paper",
    "remind_signatory",
    "revoke_link",
    "send_envelope",
    "send_link_again",
    "sign",
    "sign_together",
    "void_envelope",
    "void_locked",
]
