from core.models.audit import AuditEvent
from core.models.scoped import ScopedModel
from core.models.views import SavedView

__all__ = ["AuditEvent", "SavedView", "ScopedModel"]
