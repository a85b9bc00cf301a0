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
from information.models.naming import Naming, NamingFile, NamingState
from information.models.stories import (
    ConsentState,
    Story,
    StoryAudience,
    StoryKind,
    StoryPartner,
    StoryPhoto,
    StoryState,
)

__all__ = [
    "Announcement",
    "AnnouncementFile",
    "AnnouncementReader",
    "AnnouncementState",
    "Assignment",
    "AssignmentState",
    "Audience",
    "ConsentState",
    "LibraryDocument",
    "LibraryDownload",
    "LibraryKind",
    "LibraryState",
    "LibraryVersion",
    "Naming",
    "NamingFile",
    "NamingState",
    "Reach",
    "Story",
    "StoryAudience",
    "StoryKind",
    "StoryPartner",
    "StoryPhoto",
    "StoryState",
]
