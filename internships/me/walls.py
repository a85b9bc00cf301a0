"""What the database opens to a student: what is theirs. And to enterprises: what students allow.

Both enter the same role, one naming a person, the other an enterprise as well. Of the record of a student
it reads only what enterprises may know; the student's own is fetched before the wall.
"""

from core.walls import Wall
from internships.models import Part, StudentState

# Also of one's own row: neither number nor birth date, nor how to reach somebody.
STUDENT_COLUMNS = ("id", "user_id", "name", "name_latin", "pinyin_key", "school_class_id", "state")
CLASS_COLUMNS = (
    "id", "name", "pinyin_key", "department_id", "major_id", "entered_in", "years", "graduated_on",
)  # fmt: skip

FUNCTION = "walled_student"
MYSELF = "SELECT id FROM internships_student WHERE user_id = this_person()"
_MINE = f"IN (SELECT {FUNCTION}())"
# The policy on consents leaves an enterprise those that hold.
_ALLOWED = "SELECT student_id FROM internships_profileconsent WHERE withdrawn_at IS NULL AND part ="
_FOUND = f"IN ({_ALLOWED} '{Part.FOUND}')"

WALLS = (
    Wall(
        table="internships_student",
        columns=STUDENT_COLUMNS,
        sees=f"id {_MINE} OR (state = '{StudentState.ENROLLED}' AND id {_FOUND})",
    ),
    Wall(table="internships_schoolclass", columns=CLASS_COLUMNS, sees="TRUE"),
    Wall(table="internships_guardian", sees=f"student_id {_MINE}"),
    Wall(table="internships_detailsrequest", sees=f"student_id {_MINE}"),
    Wall(
        table="internships_profileconsent",
        sees=f"student_id {_MINE} OR (withdrawn_at IS NULL AND (SELECT this_enterprise()) IS NOT NULL)",
    ),
    Wall(table="internships_skill", sees="TRUE"),
    Wall(table="internships_studentprofile", sees=f"student_id {_MINE} OR student_id {_FOUND}"),
    Wall(
        table="internships_studentprofile_skills",
        sees="studentprofile_id IN (SELECT id FROM internships_studentprofile)",
    ),
    Wall(
        table="internships_profileentry",
        sees=f"student_id {_MINE} OR student_id IN ({_ALLOWED} kind)",
    ),
    Wall(
        table="internships_profilefile",
        sees="parent_id IN (SELECT id FROM internships_profileentry)",
    ),
)
