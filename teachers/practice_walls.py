"""What the database opens of teachers' practice to the portal: an enterprise's own posts for teachers, and
the practice in it that the centre has approved, with no more of the teacher than who comes.

What an enterprise writes is fetched inside and written outside the wall.
"""

from core.walls import Wall
from partnerships.portal.walls import OURS

# Neither why a plan was returned, nor who decided.
PRACTICE_COLUMNS = (
    "id", "teacher_id", "enterprise_id", "opening_id", "gives_seat_back", "mentor_id", "state", "form",
    "contents", "objectives", "place", "counted_as", "starts_on", "ends_on", "planned_days",
)  # fmt: skip
TEACHER_COLUMNS = ("id", "name", "name_latin", "pinyin_key", "department_id", "kind", "title")
OPENING_COLUMNS = (
    "id", "enterprise_id", "state", "title", "region_id", "place", "seats", "starts_on", "ends_on", "tasks",
    "asked_for", "contact_id", "created_at", "updated_at",
)  # fmt: skip
_APPROVED = "state IN ('approved', 'under_way', 'submitted', 'accepted')"
_OUR_PRACTICE = "IN (SELECT id FROM teachers_practice)"

WALLS = (
    Wall(table="teachers_opening", columns=OPENING_COLUMNS, sees=OURS),
    Wall(table="teachers_opening_majors", sees="opening_id IN (SELECT id FROM teachers_opening)"),
    Wall(table="teachers_practice", columns=PRACTICE_COLUMNS, sees=f"{OURS} AND {_APPROVED}"),
    Wall(
        table="teachers_practiceevaluation",
        sees=f"side = 'enterprise' AND practice_id {_OUR_PRACTICE}",
    ),
    Wall(
        table="teachers_teacher",
        columns=TEACHER_COLUMNS,
        sees="id IN (SELECT teacher_id FROM teachers_practice)",
    ),
)
