"""What the database opens of courses to an enterprise: those it may send people to or has people in, its own
people, what it owes. Nobody else's names, and of others not even how many: pages count past the wall.
"""

from core.walls import Wall
from partnerships.portal.walls import OURS

COURSE_COLUMNS = (
    "id", "state", "title", "aims", "department_id", "occupation_id", "place", "fee", "capacity", "minimum",
    "is_for_all", "enrol_until", "first_at", "last_at", "hours", "reason",
)  # fmt: skip
ENROLMENT_COLUMNS = (
    "id", "course_id", "enterprise_id", "name", "job", "phone", "state", "seat", "enrolled_at", "result",
    "hours",
)  # fmt: skip
FEE_COLUMNS = (
    "id", "course_id", "enterprise_id", "state", "heads", "amount", "due_since", "paid_on", "receipt",
    "reason",
)  # fmt: skip
CERTIFICATE_COLUMNS = (
    "id", "enrolment_id", "number", "holder", "employer", "title", "starts_on", "ends_on", "hours", "file",
    "sha256", "size", "pages", "issued_at",
)  # fmt: skip
_CHOSEN = f"SELECT course_id FROM training_course_partners WHERE {OURS}"  # noqa: S608 — our own constants
_SENT = f"SELECT course_id FROM training_enrolment WHERE {OURS}"  # noqa: S608 — our own constants
_SEEN = "course_id IN (SELECT id FROM training_course)"
_OUR_PEOPLE = "enrolment_id IN (SELECT id FROM training_enrolment)"

WALLS = (
    Wall(
        table="training_course",
        columns=COURSE_COLUMNS,
        sees=f"state <> 'draft' AND ((state = 'offered' AND (is_for_all OR id IN ({_CHOSEN})))"
        f" OR id IN ({_SENT}))",
    ),
    Wall(table="training_course_partners", sees=OURS),
    Wall(table="training_session", sees=_SEEN),
    Wall(table="training_enrolment", columns=ENROLMENT_COLUMNS, sees=OURS),
    Wall(table="training_attendance", sees=_OUR_PEOPLE),
    Wall(table="training_fee", columns=FEE_COLUMNS, sees=OURS),
    Wall(table="training_coursecertificate", columns=CERTIFICATE_COLUMNS, sees=_OUR_PEOPLE),
)
