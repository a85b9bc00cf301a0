from insights.models.snapshots import Snapshot, SnapshotGroup, SnapshotRow

__all__ = ["Snapshot", "SnapshotGroup", "SnapshotRow"]
