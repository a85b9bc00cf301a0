"""What the database opens of work–study alternation: to an enterprise its own timetables, to a student those
of the class, once they are in force; of what was credited each reads no more than concerns them.
"""

from core.walls import Wall
from internships.me.walls import FUNCTION as MYSELF
from partnerships.portal.walls import OURS

_STUDENT = "(SELECT this_enterprise()) IS NULL"
_MY_CLASS = (
    f"school_class_id IN (SELECT school_class_id FROM internships_student WHERE id IN (SELECT {MYSELF}()))"  # noqa: S608 — our own constant
)
_AT_HOST = "week_id IN (SELECT id FROM placements_alternationweek WHERE place = 'enterprise')"

WALLS = (
    Wall(
        table="placements_alternationschedule",
        sees=f"state <> 'draft' AND ({OURS} OR ({_STUDENT} AND {_MY_CLASS}))",
    ),
    Wall(
        table="placements_alternationweek",
        sees="schedule_id IN (SELECT id FROM placements_alternationschedule)",
    ),
    Wall(
        table="placements_weekcredit",
        sees=f"student_id IN (SELECT {MYSELF}()) OR ((SELECT this_enterprise()) IS NOT NULL AND {_AT_HOST})",
    ),
)
