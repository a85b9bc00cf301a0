"""What people do with enterprises. Every act is one function; it authorises, locks and records."""

from partnerships.operations.contacts import add_contact, bring_back_contact, change_contact, end_contact
from partnerships.operations.corrections import CorrectionDecision, OutdatedCorrection, decide_corrections
from partnerships.operations.enterprises import (
    EnterpriseFields,
    UnableToAssign,
    add_enterprise,
    add_name,
    assign_owner,
    change_enterprise,
    move_stage,
    remove_name,
    tag_enterprise,
)
from partnerships.operations.interactions import (
    UnableToRecord,
    change_interaction,
    complete_action,
    record_interaction,
)
from partnerships.operations.invitations import (
    UnableToInvite,
    UnusableInvitation,
    accept_invitation,
    invitation_for,
    invite_contact,
    revoke_invitation,
)
from partnerships.operations.papers import (
    attach_to_enterprise,
    attach_to_interaction,
    comment_on_enterprise,
    remove_from_enterprise,
    remove_from_interaction,
)
from partnerships.operations.questions import (
    UnableToAsk,
    answer_by_link,
    answer_question,
    ask_again,
    ask_question,
    take_question_back,
)
from partnerships.operations.register import UnableToAdopt, adopt

__all__ = [
    "CorrectionDecision",
    "EnterpriseFields",
    "OutdatedCorrection",
    "UnableToAdopt",
    "UnableToAsk",
    "UnableToAssign",
    "UnableToInvite",
    "UnableToRecord",
    "UnusableInvitation",
    "accept_invitation",
    "add_contact",
    "add_enterprise",
    "add_name",
    "adopt",
    "answer_by_link",
    "answer_question",
    "ask_again",
    "ask_question",
    "assign_owner",
    "attach_to_enterprise",
    "attach_to_interaction",
    "bring_back_contact",
    "change_contact",
    "change_enterprise",
    "change_interaction",
    "comment_on_enterprise",
    "complete_action",
    "decide_corrections",
    "end_contact",
    "invitation_for",
    "invite_contact",
    "move_stage",
    "record_interaction",
    "remove_from_enterprise",
    "remove_from_interaction",
    "remove_name",
    "revoke_invitation",
    "tag_enterprise",
    "take_question_back",
]
