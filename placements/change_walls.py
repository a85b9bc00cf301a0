"""What the database opens of changes of placements: to a student what they asked for and what the school
changed, to the people of an enterprise what it asked for, to a guardian that the child asks for an early end.

Why a student asks is read by the school alone.
"""

from core.roles import LINK_ROLE
from core.walls import Wall
from placements.day_walls import OWN
from placements.guardian_links import FUNCTION as WARD

# Neither the reason nor the answer, nor who decided.
EARLY_END_COLUMNS = (
    "id",
    "placement_id",
    "kind",
    "state",
    "asked_by",
    "asked_at",
    "new_ends_on",
    "decided_at",
)

_AT_PORTAL = "(SELECT this_enterprise()) IS NOT NULL"
_BY_STUDENT = "asked_by = 'student' AND asker_id = (SELECT this_person())"
_BY_SCHOOL = (
    "asked_by = 'staff' AND state = 'applied' AND (SELECT this_enterprise()) IS NULL "
    f"AND placement_id IN (SELECT {OWN}())"
)
_BY_ENTERPRISE = f"asked_by = 'enterprise' AND {_AT_PORTAL} AND placement_id IN (SELECT {OWN}())"
_OF_WARD = f"IN (SELECT id FROM placements_placement WHERE student_id IN (SELECT {WARD}()))"  # noqa: S608

WALLS = (
    Wall(
        table="placements_placementchange",
        sees=f"({_BY_STUDENT}) OR ({_BY_SCHOOL}) OR ({_BY_ENTERPRISE})",
    ),
    Wall(
        role=LINK_ROLE,
        table="placements_placementchange",
        columns=EARLY_END_COLUMNS,
        sees=f"kind = 'early_end' AND asked_by = 'student' AND placement_id {_OF_WARD}",
    ),
)
