"""What the database opens of assessments at the portal and on the pages of students.

An enterprise reads its own assessments once they were sent to it, without who made or approved them; the
actions of its own side; and the surveys in which one of its people, or a student, is asked. Answers are read
by nobody here: they are added past the wall.
"""

from core.walls import Wall
from internships.me.walls import FUNCTION as MYSELF
from partnerships.portal.walls import OURS

ASSESSMENT_COLUMNS = (
    "id", "enterprise_id", "agreement_id", "study_year", "scheme_id", "state", "counted_on", "score",
    "computed_grade", "given_grade", "given_reason", "grade", "conclusion", "sent_at", "word_due_on", "word",
    "is_objection", "word_by_id", "word_at", "answer", "approved_at", "published_at",
)  # fmt: skip
# Not the records behind a number, which may be of students, nor who judged.
RESULT_COLUMNS = (
    "id", "assessment_id", "indicator_id", "value", "score", "evidence_count", "remark", "is_left_out",
)  # fmt: skip
ACTION_COLUMNS = (
    "id", "assessment_id", "enterprise_id", "side", "title", "details", "contact_id", "due_on", "done_on",
    "result",
)  # fmt: skip
SURVEY_COLUMNS = ("id", "enterprise_id", "study_year", "opens_on", "closes_on")
INVITEE_COLUMNS = ("id", "survey_id", "group", "contact_id", "student_id", "has_answered")
_OUR_ASSESSMENTS = "SELECT id FROM assessments_assessment"
_MY_CONTACTS = "SELECT id FROM partnerships_contact WHERE user_id = (SELECT this_person())"
_ASKED = "IN (SELECT survey_id FROM assessments_invitee)"

WALLS = (
    Wall(
        table="assessments_assessment",
        columns=ASSESSMENT_COLUMNS,
        sees=f"{OURS} AND state <> 'draft'",
    ),
    Wall(table="assessments_result", columns=RESULT_COLUMNS, sees=f"assessment_id IN ({_OUR_ASSESSMENTS})"),
    Wall(table="assessments_scheme", sees="TRUE"),
    Wall(table="assessments_indicator", sees="TRUE"),
    Wall(table="assessments_action", columns=ACTION_COLUMNS, sees=f"{OURS} AND side = 'enterprise'"),
    Wall(
        table="assessments_invitee",
        columns=INVITEE_COLUMNS,
        sees=(
            f"(contact_id IN ({_MY_CONTACTS}) AND (SELECT this_enterprise()) IS NOT NULL)"
            f" OR (student_id IN (SELECT {MYSELF}()) AND (SELECT this_enterprise()) IS NULL)"
        ),
    ),
    Wall(table="assessments_survey", columns=SURVEY_COLUMNS, sees=f"id {_ASKED}"),
)
