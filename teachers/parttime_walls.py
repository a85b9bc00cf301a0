"""What the database opens of part-time teachers to the portal: what is needed, as published; the enterprise's
own people who teach, with the days and hours; of who works elsewhere by now, what they were appointed to as
its own. Neither fees, vetting, assessments nor dates of birth.

What an enterprise proposes is fetched inside and written outside the wall.
"""

from core.walls import Wall

NEED_COLUMNS = (
    "id", "department_id", "state", "title", "courses", "hours_per_term", "sought", "seats", "starts_on",
    "ends_on", "details", "published_on",
)  # fmt: skip
PERSON_COLUMNS = ("id", "contact_id", "department_id", "title", "rank", "skill", "skill_level", "exception")
APPOINTMENT_COLUMNS = (
    "id", "person_id", "contact_id", "need_id", "state", "waiting_since", "begins_on", "ends_on",
    "by_enterprise", "proposed_on", "agreed_on", "inducted_on", "ended_on",
)  # fmt: skip
ENGAGEMENT_COLUMNS = (
    "id", "appointment_id", "study_year", "term", "course", "hours_planned", "hours_taught",
)  # fmt: skip
_OUR_APPOINTMENTS = "SELECT id FROM teachers_appointment"

WALLS = (
    Wall(
        table="teachers_parttimeteacher",
        columns=PERSON_COLUMNS,
        sees="contact_id IN (SELECT id FROM partnerships_contact)",
    ),
    Wall(
        table="teachers_appointment",
        columns=APPOINTMENT_COLUMNS,
        sees="contact_id IN (SELECT id FROM partnerships_contact)",
    ),
    Wall(
        table="teachers_parttimeneed",
        columns=NEED_COLUMNS,
        sees="state = 'published' OR id IN (SELECT need_id FROM teachers_appointment)",
    ),
    Wall(
        table="teachers_engagement",
        columns=ENGAGEMENT_COLUMNS,
        sees=f"appointment_id IN ({_OUR_APPOINTMENTS})",
    ),
)
