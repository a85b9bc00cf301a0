"""What the database opens of alliances to an enterprise: those it is a member of today, documents for all or
for it; of tasks its own people's, and who supplies whom among its members. A stranger reads nothing.
"""

from core.walls import TODAY, Wall
from partnerships.portal.walls import OURS

# Looks past the walls: that of members asks for alliances, and back.
FUNCTION = "walled_alliances"
MEMBER_OF = (
    "SELECT alliance_id FROM alliances_member WHERE enterprise_id = this_enterprise()"  # noqa: S608 — our own constants
    f" AND starts_on <= {TODAY} AND (ends_on IS NULL OR ends_on >= {TODAY})"
)
ALLIANCE_COLUMNS = (
    "id", "kind", "state", "name", "aims", "founded_on", "legal_form", "entity", "department_id",
    "created_at",
)  # fmt: skip
TASK_COLUMNS = ("id", "meeting_id", "state", "text", "contact_id", "due_on", "word", "ended_at")
_OURS = f"IN (SELECT {FUNCTION}())"
SUPPLY_COLUMNS = ("id", "supplier_id", "customer_id", "goods", "starts_on", "ends_on")
_TODAY = f"starts_on <= {TODAY} AND (ends_on IS NULL OR ends_on >= {TODAY})"
# Read behind the wall of members: those of alliances of ours.
_MEMBERS = f"SELECT alliance_id, enterprise_id FROM alliances_member WHERE {_TODAY}"  # noqa: S608 — our own constants
_JOINED = f"({_MEMBERS}) one JOIN ({_MEMBERS}) other USING (alliance_id)"
_PAIRS = f"SELECT one.enterprise_id, other.enterprise_id FROM {_JOINED}"  # noqa: S608 — our own constants
_MINE = f"SELECT id FROM alliances_member WHERE {OURS}"  # noqa: S608 — our own constants
_FOR_US = f"SELECT alliancedocument_id FROM alliances_alliancedocument_readers WHERE member_id IN ({_MINE})"  # noqa: S608 — our own constants

WALLS = (
    Wall(table="alliances_alliance", columns=ALLIANCE_COLUMNS, sees=f"id {_OURS}"),
    Wall(table="alliances_member", sees=f"alliance_id {_OURS}"),
    Wall(table="alliances_meeting", sees=f"alliance_id {_OURS}"),
    Wall(table="alliances_alliancedocument_readers", sees=f"member_id IN ({_MINE})"),
    Wall(
        table="alliances_alliancedocument",
        sees=f"parent_id {_OURS} AND (for_all OR id IN ({_FOR_US}))",
    ),
    Wall(
        table="alliances_supplylink",
        columns=SUPPLY_COLUMNS,
        sees=f"{_TODAY} AND (supplier_id, customer_id) IN ({_PAIRS})",
    ),
    Wall(
        table="alliances_alliancetask",
        columns=TASK_COLUMNS,
        sees="contact_id IN (SELECT id FROM partnerships_contact)",
    ),
)
