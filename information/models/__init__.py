from information.models.announcements import (
    Announcement,
    AnnouncementFile,
    AnnouncementReader,
    AnnouncementState,
    Audience,
)
from information.models.assignments import Assignment, AssignmentState

__all__ = [
    "Announcement",
    "AnnouncementFile",
    "AnnouncementReader",
    "AnnouncementState",
    "Assignment",
    "AssignmentState",
    "Audience",
]
