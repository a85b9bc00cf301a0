"""What the database opens of information to people of an enterprise and to students: what they were told."""

from core.walls import Wall

ANNOUNCEMENT_COLUMNS = (
    "id", "state", "title", "text", "is_important", "department_id", "shown_until", "published_at",
)  # fmt: skip

WALLS = (
    Wall(table="information_announcementreader", sees="user_id = (SELECT this_person())"),
    Wall(
        table="information_announcement",
        columns=ANNOUNCEMENT_COLUMNS,
        sees="state = 'published' AND id IN (SELECT announcement_id FROM information_announcementreader)",
    ),
    Wall(table="information_announcementfile", sees="parent_id IN (SELECT id FROM information_announcement)"),
)
