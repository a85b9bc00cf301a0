"""What the database opens of a concern to whoever raised it, at the portal and at the students' pages.

Neither who looks into it, nor what is noted among those who do, nor whom else it concerns.
"""

from core.walls import Wall
from placements.concern_progress import CONCERN_COLUMNS, NOTE_COLUMNS

_MINE = "IN (SELECT id FROM placements_concern)"

WALLS = (
    Wall(
        table="placements_concern",
        columns=CONCERN_COLUMNS,
        sees="raiser_id = (SELECT this_person())",
    ),
    Wall(
        table="placements_concernnote",
        columns=NOTE_COLUMNS,
        sees=f"is_for_raiser AND concern_id {_MINE}",
    ),
    Wall(table="placements_concernfile", sees=f"from_raiser AND parent_id {_MINE}"),
)
