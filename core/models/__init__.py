from core.models.attachments import Attachment
from core.models.audit import AuditEvent
from core.models.comments import Comment
from core.models.exports import ExportSchedule, KeptExport
from core.models.imports import ImportRow, ImportRun
from core.models.notifications import Heartbeat, MailChoice, Notification
from core.models.personal import AccessLog
from core.models.scoped import ScopedModel
from core.models.views import SavedView

__all__ = [
    "AccessLog",
    "Attachment",
    "AuditEvent",
    "Comment",
    "ExportSchedule",
    "Heartbeat",
    "ImportRow",
    "ImportRun",
    "KeptExport",
    "MailChoice",
    "Notification",
    "SavedView",
    "ScopedModel",
]
