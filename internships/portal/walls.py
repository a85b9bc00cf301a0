"""The posts an enterprise reads: its own, and the plans for which it may offer some. What it writes goes
through operations outside the wall."""

from core.walls import Wall
from partnerships.portal.walls import OURS

OPEN_PLANS = "state IN ('approved', 'running')"
# A plan that is over stays readable beside the posts that were offered for it.
_OUR_POSTS = "IN (SELECT id FROM internships_post)"
_PLANS_OF_OUR_POSTS = "IN (SELECT plan_id FROM internships_post)"
_PLANS = "IN (SELECT id FROM internships_plan)"

WALLS = (
    Wall(table="internships_post", sees=OURS),
    Wall(table="internships_post_majors", sees=f"post_id {_OUR_POSTS}"),
    Wall(table="internships_post_plan_tasks", sees=f"post_id {_OUR_POSTS}"),
    Wall(
        table="internships_plan",
        sees=f"{OPEN_PLANS} OR id {_PLANS_OF_OUR_POSTS}",
    ),
    Wall(table="internships_plan_majors", sees=f"plan_id {_PLANS}"),
    Wall(table="internships_plantask", sees=f"plan_id {_PLANS}"),
    Wall(table="catalogue_region", sees="TRUE"),
    Wall(table="catalogue_occupation", sees="TRUE"),
)
