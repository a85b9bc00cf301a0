"""What the database opens of information: to people of an enterprise and to students what they were told, to
an enterprise the documents that are shared with it or with an alliance of which it is a member today.
"""

from alliances.walls import FUNCTION as OUR_ALLIANCES
from core.walls import TODAY, Wall
from partnerships.portal.walls import OURS

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

LIBRARY_COLUMNS = (
    "id", "state", "title", "description", "kind", "keywords", "valid_until", "partner_reach", "latest",
    "shared_at",
)  # fmt: skip
LIBRARY_VERSION_COLUMNS = (
    "id", "parent_id", "number", "changes", "file", "name", "mime", "size", "sha256", "added_at",
)  # fmt: skip
_OF_OURS = "SELECT librarydocument_id FROM information_librarydocument_enterprises"
_OF_ALLIANCES = "SELECT librarydocument_id FROM information_librarydocument_alliances"
LIBRARY_WALLS = (
    Wall(table="information_librarydocument_enterprises", sees=OURS),
    Wall(table="information_librarydocument_alliances", sees=f"alliance_id IN (SELECT {OUR_ALLIANCES}())"),
    Wall(
        table="information_librarydocument",
        columns=LIBRARY_COLUMNS,
        sees="(SELECT this_enterprise()) IS NOT NULL AND state = 'shared'"
        f" AND (valid_until IS NULL OR valid_until >= {TODAY}) AND"
        " (partner_reach = 'all' OR (partner_reach = 'chosen'"
        f" AND (id IN ({_OF_OURS}) OR id IN ({_OF_ALLIANCES}))))",
    ),
    # What came before the latest version was for the staff.
    Wall(
        table="information_libraryversion",
        columns=LIBRARY_VERSION_COLUMNS,
        sees="(parent_id, number) IN (SELECT id, latest FROM information_librarydocument)",
    ),
)
