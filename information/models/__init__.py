from information.models.announcements import (
    Announcement,
    AnnouncementFile,
    AnnouncementReader,
    AnnouncementState,
    Audience,
)
from information.models.assignments import Assignment, AssignmentState
from information.models.library import (
    LibraryDocument,
    LibraryDownload,
    LibraryKind,
    LibraryState,
    LibraryVersion,
    Reach,
)

__all__ = [
    "Announcement",
    "AnnouncementFile",
    "AnnouncementReader",
    "AnnouncementState",
    "Assignment",
    "AssignmentState",
    "Audience",
    "LibraryDocument",
    "LibraryDownload",
    "LibraryKind",
    "LibraryState",
    "LibraryVersion",
    "Reach",
]
