from alliances.models.alliances import (
    ROLE_ORDER,
    Alliance,
    AllianceDocument,
    AllianceKind,
    AllianceState,
    LegalForm,
    Member,
    MemberRole,
    OutsideKind,
    SupplyLink,
)
from alliances.models.meetings import (
    AllianceTask,
    Meeting,
    MeetingState,
    TaskState,
)

__all__ = [
    "ROLE_ORDER",
    "Alliance",
    "AllianceDocument",
    "AllianceKind",
    "AllianceState",
    "AllianceTask",
    "LegalForm",
    "Meeting",
    "MeetingState",
    "Member",
    "MemberRole",
    "OutsideKind",
    "SupplyLink",
    "TaskState",
]
