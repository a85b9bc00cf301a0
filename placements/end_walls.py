"""What the database opens of the end of an internship: to students theirs, to mentors what they judge.

Whose placements these are is found once, by key, past the walls. A student reads no evaluation before it was
confirmed; a mentor reads neither what the school says before that, nor reports, appeals and certificates.
"""

from core.walls import Wall

FUNCTION = "walled_ends"
# At the portal the placements that the person mentors for the chosen enterprise; else a student's own.
ENDS = """
SELECT placement.id FROM placements_placement placement
JOIN partnerships_contact contact ON contact.id = placement.mentor_id
WHERE placement.enterprise_id = this_enterprise() AND contact.enterprise_id = this_enterprise()
  AND contact.user_id = this_person() AND contact.left_on IS NULL
UNION ALL
SELECT placement.id FROM placements_placement placement
JOIN internships_student student ON student.id = placement.student_id
WHERE this_enterprise() IS NULL AND student.user_id = this_person()
"""
_OURS = f"placement_id IN (SELECT {FUNCTION}())"
_PORTAL = "(SELECT this_enterprise()) IS NOT NULL"
_SEEN = "IN (SELECT id FROM internships_plan)"
_STUDENT = "(SELECT this_enterprise()) IS NULL"

WALLS = (
    Wall(table="placements_sideevaluation", sees=f"{_PORTAL} AND side = 'enterprise' AND {_OURS}"),
    Wall(
        table="placements_criterionscore",
        sees="evaluation_id IN (SELECT id FROM placements_sideevaluation)",
    ),
    Wall(
        table="internships_assessmentcriterion",
        sees=f"{_PORTAL} AND side = 'enterprise' AND plan_id {_SEEN}",
    ),
    Wall(table="placements_evaluationresult", sees=_OURS),
    Wall(table="placements_appeal", sees=f"{_STUDENT} AND {_OURS}"),
    Wall(table="placements_internshipreport", sees=f"{_STUDENT} AND {_OURS}"),
    Wall(
        table="placements_reportfile",
        sees="parent_id IN (SELECT id FROM placements_internshipreport)",
    ),
    Wall(table="placements_certificate", sees=f"{_STUDENT} AND {_OURS}"),
)
