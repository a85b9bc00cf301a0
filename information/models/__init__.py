from information.models.announcements import (
    Announcement,
    AnnouncementFile,
    AnnouncementReader,
    AnnouncementState,
    Audience,
)

__all__ = ["Announcement", "AnnouncementFile", "AnnouncementReader", "AnnouncementState", "Audience"]
