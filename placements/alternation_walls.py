"""What the database opens of work–study alternation: to an enterprise its own timetables, to a student those
of the class, once they are in force; of what was credited each reads no more than concerns them.
"""

from core.walls import Wall
from internships.me.walls import FUNCTION as MYSELF

FUNCTION = "walled_alternations"
OURS_IN_FORCE = """
SELECT schedule.id FROM placements_alternationschedule schedule
WHERE schedule.state <> 'draft' AND (
    schedule.enterprise_id = this_enterprise()
    OR this_enterprise() IS NULL AND schedule.school_class_id IN (
        SELECT school_class_id FROM internships_student WHERE user_id = this_person()))
"""
_AT_HOST = "week_id IN (SELECT id FROM placements_alternationweek WHERE place = 'enterprise')"

WALLS = (
    Wall(table="placements_alternationschedule", sees=f"{FUNCTION}_has(id)"),
    Wall(table="placements_alternationweek", sees=f"{FUNCTION}_has(schedule_id)"),
    Wall(
        table="placements_weekcredit",
        sees=f"student_id IN (SELECT {MYSELF}()) OR ((SELECT this_enterprise()) IS NOT NULL AND {_AT_HOST})",
    ),
)
