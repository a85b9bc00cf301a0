from signing.models.approvals import Approval, ApprovalStep, Look
from signing.models.envelopes import CommonText, Envelope, IdentityCode, Means, Signatory, SignatoryFile
from signing.models.ledger import EnvelopeEvent
from signing.models.links import TaskLink
from signing.models.routes import ApprovalRoute, Reach, RouteStep
from signing.models.sealing import SealOrder

__all__ = [
    "Approval",
    "ApprovalRoute",
    "ApprovalStep",
    "CommonText",
    "Envelope",
    "EnvelopeEvent",
    "IdentityCode",
    "Look",
    "Means",
    "Reach",
    "RouteStep",
    "SealOrder",
    "Signatory",
    "SignatoryFile",
    "TaskLink",
]
