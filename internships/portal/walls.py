"""The posts an enterprise reads: its own, and the plans for which it may offer some. And those that a
student may choose among: the approved ones of the plans of their class, and offers for the whole year.

What an enterprise writes goes through operations outside the wall.
"""

from core.walls import Wall
from partnerships.portal.walls import OURS

FUNCTION = "walled_plans"
# The plans of the student's class, or of its major and year where a plan names no classes.
OWN_PLANS = """
SELECT plan.id FROM internships_plan plan
JOIN internships_student student ON student.user_id = this_person()
JOIN internships_schoolclass class ON class.id = student.school_class_id
WHERE plan.state IN ('approved', 'running') AND (
    EXISTS (SELECT FROM internships_plan_classes named
            WHERE named.plan_id = plan.id AND named.schoolclass_id = class.id)
    OR NOT EXISTS (SELECT FROM internships_plan_classes named WHERE named.plan_id = plan.id)
       AND plan.entered_in = class.entered_in
       AND EXISTS (SELECT FROM internships_plan_majors taken
                   WHERE taken.plan_id = plan.id AND taken.major_id = class.major_id))
"""
_STUDENTS = "(SELECT this_enterprise()) IS NULL AND EXISTS (SELECT walled_student())"
_ON_THE_BOARD = f"state = 'approved' AND ({FUNCTION}_has(plan_id) OR (plan_id IS NULL AND {_STUDENTS}))"
OPEN_PLANS = "(SELECT this_enterprise()) IS NOT NULL AND state IN ('approved', 'running')"
# A plan that is over stays readable beside the posts that were offered for it.
_OUR_POSTS = "IN (SELECT id FROM internships_post)"
_PLANS_OF_OUR_POSTS = "IN (SELECT plan_id FROM internships_post)"
_PLANS = "IN (SELECT id FROM internships_plan)"

WALLS = (
    Wall(table="internships_post", sees=f"{OURS} OR ({_ON_THE_BOARD})"),
    Wall(table="internships_post_majors", sees=f"post_id {_OUR_POSTS}"),
    Wall(table="internships_post_plan_tasks", sees=f"post_id {_OUR_POSTS}"),
    Wall(
        table="internships_plan",
        sees=f"({OPEN_PLANS}) OR {FUNCTION}_has(id) OR id {_PLANS_OF_OUR_POSTS}",
    ),
    Wall(table="internships_plan_majors", sees=f"plan_id {_PLANS}"),
    Wall(table="internships_plantask", sees=f"plan_id {_PLANS}"),
    Wall(table="catalogue_region", sees="TRUE"),
    Wall(table="catalogue_occupation", sees="TRUE"),
)
