"""Everything that can be done with an agreement. Locks: docs/architecture.md; use: docs/agreements.md."""

from agreements.operations.adoption import adopt_existing, attach_scan
from agreements.operations.amendments import (
    ProposedChange,
    call_back_amendment,
    edit_amendment,
    propose_amendment,
    recall_amendment,
    record_amendment_signature,
    send_amendment,
    submit_amendment,
    withdraw_amendment,
)
from agreements.operations.clauses import (
    ClauseChanged,
    add_clause,
    clause_fingerprint,
    edit_clause,
    move_clause,
    remove_clause,
    reorder_clauses,
    reset_clause,
)
from agreements.operations.drafting import (
    copy_agreement,
    delete_draft,
    draft_agreement,
    edit_agreement,
    hand_over,
)
from agreements.operations.electronic import envelope_out, last_envelope, send_electronically
from agreements.operations.files import attach_file, comment_on_agreement, remove_file
from agreements.operations.life import (
    extend_automatic_renewals,
    resume_agreement,
    suspend_agreement,
    terminate_agreement,
)
from agreements.operations.paper import (
    call_back,
    record_paper_signature,
    remove_paper_signature,
    send_for_signature,
)
from agreements.operations.parties import Counterparty, add_party, edit_party, refresh_party, remove_party
from agreements.operations.refusals import (
    Incomplete,
    UnableToAdopt,
    UnableToAmend,
    UnableToAssign,
    UnableToEdit,
    UnableToRenew,
    UnableToSign,
)
from agreements.operations.renewal import (
    acknowledge_deadline,
    let_lapse,
    reconsider_lapse,
    renew_agreement,
    snooze_deadline,
)
from agreements.operations.review import recall_agreement, submit_agreement, withdraw_agreement

__all__ = [
    "ClauseChanged",
    "Counterparty",
    "Incomplete",
    "ProposedChange",
    "UnableToAdopt",
    "UnableToAmend",
    "UnableToAssign",
    "UnableToEdit",
    "UnableToRenew",
    "UnableToSign",
    "acknowledge_deadline",
    "add_clause",
    "add_party",
    "adopt_existing",
    "attach_file",
    "attach_scan",
    "call_back",
    "call_back_amendment",
    "clause_fingerprint",
    "comment_on_agreement",
    "copy_agreement",
    "delete_draft",
    "draft_agreement",
    "edit_agreement",
    "edit_amendment",
    "edit_clause",
    "edit_party",
    "envelope_out",
    "extend_automatic_renewals",
    "hand_over",
    "last_envelope",
    "let_lapse",
    "move_clause",
    "propose_amendment",
    "recall_agreement",
    "recall_amendment",
    "reconsider_lapse",
    "record_amendment_signature",
    "record_paper_signature",
    "refresh_party",
    "remove_clause",
    "remove_file",
    "remove_paper_signature",
    "remove_party",
    "renew_agreement",
    "reorder_clauses",
    "reset_clause",
    "resume_agreement",
    "send_amendment",
    "send_electronically",
    "send_for_signature",
    "snooze_deadline",
    "submit_agreement",
    "submit_amendment",
    "suspend_agreement",
    "terminate_agreement",
    "withdraw_agreement",
    "withdraw_amendment",
]
