from core.models.audit import AuditEvent
from core.models.views import SavedView

__all__ = ["AuditEvent", "SavedView"]
