"""What the database opens of needs to the portal: an enterprise's own, drafts included, with their answers;
not who entered them, nor the visit at which one was found.

What an enterprise tells is fetched inside and written outside the wall.
"""

from core.walls import Wall
from partnerships.portal.walls import OURS

NEED_COLUMNS = (
    "id", "enterprise_id", "kind", "state", "waiting_since", "title", "details", "occupation_id", "people",
    "level", "from_on", "hours", "budget", "hoped", "urgency", "until_on", "source", "told_by_id", "told_on",
    "department_id", "owner_id", "answer_by", "answered_on", "answer", "missing", "met_on", "reason",
)  # fmt: skip
ANSWER_COLUMNS = ("id", "need_id", "kind", "title", "words", "added_on", "post_id", "opening_id",
                  "part_time_need_id", "exchange_id", "project_id", "training_course_id",
                  "resource_id")  # fmt: skip
_OUR_NEEDS = "SELECT id FROM collaboration_need"

WALLS = (
    Wall(table="collaboration_need", columns=NEED_COLUMNS, sees=OURS),
    Wall(table="collaboration_need_majors", sees=f"need_id IN ({_OUR_NEEDS})"),
    # Answers are read once the need is answered: until then they are notes of whoever looks after it.
    Wall(
        table="collaboration_needanswer",
        columns=ANSWER_COLUMNS,
        sees=f"need_id IN ({_OUR_NEEDS} WHERE state IN ('answered', 'met'))",
    ),
)
