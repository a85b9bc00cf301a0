"""What of an enterprise its own people read. Notes and stages are the centre's."""

from core.walls import Wall

CONTACT_COLUMNS = (
    "id", "enterprise_id", "name", "name_latin", "title", "roles", "email", "phone", "wechat", "language",
    "is_primary", "left_on", "user_id",
)  # fmt: skip

OURS = "enterprise_id = (SELECT this_enterprise())"
_MINE = "proposed_by_id = (SELECT this_person()) AND state = 'waiting'"
_MINE_WAITING = f"IN (SELECT id FROM partnerships_correction WHERE {_MINE})"  # noqa: S608 — our own constants
_MY_CONTACTS = "SELECT id FROM partnerships_contact WHERE user_id = (SELECT this_person())"
_UNDECIDED = "reason = '' AND decided_by_id IS NULL"
_ABOUT_OUR_PEOPLE = "(contact_id IS NULL OR contact_id IN (SELECT id FROM partnerships_contact))"

WALLS = (
    Wall(
        table="partnerships_contact",
        columns=CONTACT_COLUMNS,
        sees=OURS,
    ),
    Wall(table="partnerships_enterprisename", sees=OURS),
    # How often both met: neither when, nor what was said.
    Wall(
        table="partnerships_interaction",
        columns=("id", "enterprise_id", "kind"),
        sees=f"{OURS} AND kind IN ('visit', 'meeting')",
    ),
    # How much in one's inbox is unread; what it says is read at the inbox, as part of one's account.
    Wall(
        table="core_notification",
        columns=("id", "recipient_id", "kind", "state", "due_at", "read_at"),
        sees="recipient_id = (SELECT this_person())",
    ),
    # What one person is asked is no colleague's to read.
    Wall(
        table="partnerships_question",
        sees=f"{OURS} AND contact_id IN ({_MY_CONTACTS})",
    ),
    Wall(
        table="partnerships_correction",
        sees=OURS,
        adds=f"{_MINE} AND {OURS} AND {_UNDECIDED} AND {_ABOUT_OUR_PEOPLE}",
    ),
    Wall(
        table="partnerships_correctionfile",
        sees="parent_id IN (SELECT id FROM partnerships_correction)",
        adds=f"added_by_id = (SELECT this_person()) AND parent_id {_MINE_WAITING}",
    ),
)
