"""What the database opens of the end of an internship: to students theirs, to mentors what they judge.

Whose placements these are is found once, by key, past the walls. A student reads no evaluation before it was
confirmed; a mentor reads neither what the school says before that, nor reports, appeals and certificates.
"""

from core.walls import Wall
from internships.me.walls import FUNCTION as MYSELF_FUNCTION
from partnerships.portal.walls import OURS

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
_STUDENT = "(SELECT this_enterprise()) IS NULL"
_MYSELF = f"IN (SELECT {MYSELF_FUNCTION}())"
_OUR_VACANCIES = "IN (SELECT id FROM placements_vacancy)"
# What was approved; whether somebody may look yet, being in the last year, is the page's to say.
_OPEN_TO_STUDENTS = f"{_STUDENT} AND state IN ('approved', 'closed') AND EXISTS (SELECT {MYSELF_FUNCTION}())"
_SEEN = "IN (SELECT id FROM internships_plan)"

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
    # Applications are read with what the applicant chose to show, past the wall, by the key found behind it.
    Wall(table="placements_vacancy", sees=f"{OURS} OR ({_OPEN_TO_STUDENTS})"),
    Wall(table="placements_vacancy_majors", sees="vacancy_id IN (SELECT id FROM placements_vacancy)"),
    Wall(
        table="placements_vacancyapplication",
        sees=f"({_PORTAL} AND vacancy_id {_OUR_VACANCIES}) OR ({_STUDENT} AND student_id {_MYSELF})",
    ),
    Wall(table="placements_destination", sees=f"{_STUDENT} AND student_id {_MYSELF}"),
    Wall(table="placements_certificate", sees=f"{_STUDENT} AND {_OURS}"),
)
