"""What the database opens of exchanges: to an enterprise its own, to a student what they may come to.

Neither reads the code to sign in, nor who else takes part but the enterprise's own employees, nor feedback:
what a page shows of these is fetched past the wall once the exchange was found behind it.
"""

from core.walls import Wall
from internships.me.walls import FUNCTION as MYSELF
from partnerships.portal.walls import OURS

EXCHANGE_COLUMNS = (
    "id", "direction", "kind", "state", "title", "about", "enterprise_id", "department_id", "audience",
    "starts_at", "ends_at", "place_kind", "place", "capacity", "is_public", "by_enterprise", "was_held",
    "proposed_at", "answered_at", "answer", "hours", "outcome",
)  # fmt: skip
SPEAKER_COLUMNS = ("id", "exchange_id", "contact_id", "teacher_id")
REGISTRATION_COLUMNS = (
    "id", "exchange_id", "student_id", "employee", "job", "state", "seat", "registered_at", "signed_in_at",
    "attended",
)  # fmt: skip
_ANNOUNCED = "state IN ('announced', 'held', 'closed')"
_MY_CLASS = "SELECT school_class_id FROM internships_student WHERE user_id = (SELECT this_person())"
_CLASSES, _MAJORS = "collaboration_exchange_classes", "collaboration_exchange_majors"
_OF_MY_CLASS = f"SELECT exchange_id FROM {_CLASSES} WHERE schoolclass_id IN ({_MY_CLASS})"  # noqa: S608 — our own constants
_MY_MAJOR = f"SELECT major_id FROM internships_schoolclass WHERE id IN ({_MY_CLASS})"  # noqa: S608 — our own constants
_OF_MY_MAJOR = f"SELECT exchange_id FROM {_MAJORS} WHERE major_id IN ({_MY_MAJOR})"  # noqa: S608 — our own constants
_MINE = f"student_id IN (SELECT {MYSELF}())"
# Looks past the walls, which ask for each other: those of exchanges for one's registrations, and back.
FUNCTION = "walled_exchanges"
REGISTERED_FOR = (
    "SELECT exchange_id FROM collaboration_registration WHERE student_id IN"
    " (SELECT id FROM internships_student WHERE user_id = this_person())"
)
_MEANT = f"is_public OR id IN ({_OF_MY_CLASS}) OR id IN ({_OF_MY_MAJOR})"
_A_STUDENT = f"(SELECT this_enterprise()) IS NULL AND EXISTS ({_MY_CLASS})"
_FOR_STUDENTS = (
    f"{_A_STUDENT} AND (({_ANNOUNCED} AND 'students' = ANY (audience) AND ({_MEANT}))"
    f" OR (state IN ('announced', 'held', 'closed', 'cancelled') AND id IN (SELECT {FUNCTION}())))"
)
_OURS = "SELECT id FROM collaboration_exchange WHERE enterprise_id = (SELECT this_enterprise())"
_SEEN = "IN (SELECT id FROM collaboration_exchange)"

WALLS = (
    Wall(
        table="collaboration_exchange",
        columns=EXCHANGE_COLUMNS,
        sees=f"{OURS} OR ({_FOR_STUDENTS})",
    ),
    Wall(table="collaboration_exchange_classes", sees="TRUE"),
    Wall(table="collaboration_exchange_majors", sees="TRUE"),
    Wall(table="collaboration_speaker", columns=SPEAKER_COLUMNS, sees=f"exchange_id {_SEEN}"),
    Wall(
        table="collaboration_registration",
        columns=REGISTRATION_COLUMNS,
        sees=f"{_MINE} OR (employee <> '' AND exchange_id IN ({_OURS}))",
    ),
    Wall(table="collaboration_exchangefile", sees=f"parent_id {_SEEN}"),
)
