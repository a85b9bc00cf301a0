"""What of an enterprise its own people read. Notes and stages are the centre's."""

from core.walls import Wall

CONTACT_COLUMNS = (
    "id", "enterprise_id", "name", "name_latin", "title", "roles", "email", "phone", "wechat", "language",
    "is_primary", "left_on", "user_id",
)  # fmt: skip

OURS = "enterprise_id = (SELECT this_enterprise())"

WALLS = (
    Wall(
        table="partnerships_contact",
        columns=CONTACT_COLUMNS,
        sees=OURS,
    ),
    Wall(table="partnerships_enterprisename", sees=OURS),
    # How much in one's inbox is unread; what it says is read at the inbox, as part of one's account.
    Wall(
        table="core_notification",
        columns=("id", "recipient_id", "kind", "state", "due_at", "read_at"),
        sees="recipient_id = (SELECT this_person())",
    ),
)
