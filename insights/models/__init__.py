from insights.models.boards import BoardSnapshot
from insights.models.snapshots import Snapshot, SnapshotGroup, SnapshotRow
from insights.models.targets import Target

__all__ = ["BoardSnapshot", "Snapshot", "SnapshotGroup", "SnapshotRow", "Target"]
