"""What the database opens of placements and their days: to the student, to the mentor and the liaisons at the
portal, and to the link of one week.

Whose placements these are is found once, by key, past the walls; everything that belongs to a placement is
open where the placement is. Of the placement itself the portal reads only what all of them may know; the role
of links has all of it open for the pages of guardians.
"""

from accounts.walls import PERSON_COLUMNS
from core.roles import LINK_ROLE, PORTAL_ROLE
from core.walls import Wall
from internships.me.walls import STUDENT_COLUMNS

# Neither the application for a place nor why it was broken off.
PLACEMENT_COLUMNS = (
    "id", "plan_id", "student_id", "post_id", "enterprise_id", "department_id", "state", "starts_on",
    "ends_on", "started_on", "ended_on", "mentor_id",
)  # fmt: skip
# What the page of a guardian reads of it as well.
LINKED_STUDENT_COLUMNS = ("id", "name", "name_latin", "pinyin_key", "school_class_id", "state")

OWN = "walled_placements"
# A student's own; at the portal those that the person mentors, or all of the enterprise to a liaison.
OWN_PLACEMENTS = """
SELECT placement.id FROM placements_placement placement
JOIN internships_student student ON student.id = placement.student_id
WHERE student.user_id = this_person()
UNION
SELECT placement.id FROM placements_placement placement
JOIN partnerships_contact contact ON contact.enterprise_id = placement.enterprise_id
WHERE placement.enterprise_id = this_enterprise() AND contact.user_id = this_person()
  AND contact.left_on IS NULL
  AND (placement.mentor_id = contact.id OR 'liaison' = ANY(contact.roles))
"""
LINKED = "linked_placements"
LINKED_PLACEMENTS = """
SELECT placement.id FROM placements_placement placement
JOIN placements_mentorweek week ON week.contact_id = placement.mentor_id
JOIN signing_tasklink link ON link.subject_id = week.id AND link.task = 'week'
WHERE link.id = this_link() AND placement.started_on <= week.monday + 6
  AND (placement.state IN ('in_progress', 'interrupted')
       OR (placement.state IN ('finished', 'ended_early') AND placement.ended_on >= week.monday))
"""
# Who this person is at the enterprise they are here for.
MYSELF_THERE = "walled_contacts"
OWN_CONTACTS = """
SELECT id FROM partnerships_contact WHERE user_id = this_person() AND enterprise_id = this_enterprise()
"""
_MY_WEEK = "IN (SELECT subject_id FROM signing_tasklink WHERE task = 'week')"
_OF_PLACEMENTS = "id IN (SELECT student_id FROM placements_placement)"
# What they are paid, and whether they say that it came, is between students and the school.
_MINE = "placement_id IN (SELECT id FROM placements_placement WHERE student_id IN (SELECT walled_student()))"


def _days(role: str, keys: str, columns: tuple[str, ...] = ()) -> tuple[Wall, ...]:
    ours = f"IN (SELECT {keys}())"
    return (
        Wall(role=role, table="placements_placement", columns=columns, sees=f"id {ours}"),
        *(
            Wall(role=role, table=table, sees=f"placement_id {ours}")
            for table in ("placements_logentry", "placements_workday")
        ),
        Wall(
            role=role,
            table="placements_logentry_tasks",
            sees="logentry_id IN (SELECT id FROM placements_logentry)",
        ),
        Wall(
            role=role,
            table="placements_logfile",
            sees="parent_id IN (SELECT id FROM placements_logentry)",
        ),
    )


WALLS = (
    *_days(PORTAL_ROLE, OWN, PLACEMENT_COLUMNS),
    Wall(table="placements_payment", sees=_MINE),
    Wall(
        table="placements_leave",
        sees=f"({_MINE}) OR (state = 'granted' AND placement_id IN (SELECT {OWN}()))",
    ),
    Wall(table="internships_student", columns=STUDENT_COLUMNS, sees=_OF_PLACEMENTS),
    Wall(table="placements_mentorweek", sees=f"{MYSELF_THERE}_has(contact_id)"),
    *_days(LINK_ROLE, LINKED),
    Wall(role=LINK_ROLE, table="placements_mentorweek", sees=f"id {_MY_WEEK}"),
    Wall(
        role=LINK_ROLE,
        table="internships_student",
        columns=LINKED_STUDENT_COLUMNS,
        sees=_OF_PLACEMENTS,
    ),
    Wall(
        role=LINK_ROLE,
        table="internships_plantask",
        sees="id IN (SELECT plantask_id FROM placements_logentry_tasks)",
    ),
    Wall(
        role=LINK_ROLE,
        table="accounts_user",
        columns=PERSON_COLUMNS,
        sees="id IN (SELECT asked_by_id FROM placements_mentorweek)",
    ),
)
