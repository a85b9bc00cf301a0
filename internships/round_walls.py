"""What the database opens of rounds of selection: to students what is theirs, to enterprises what is about
their posts.

Both enter the same role, and rights to columns belong to roles. So what only one of the two may know is
open to neither: how a student ranks, what became of each wish, why a place was declined; and the seed,
before its time. Pages fetch the row inside, and these columns ``outside()`` by the row's key.
"""

from core.walls import Wall
from internships.me.walls import STUDENT_COLUMNS

ROUND_COLUMNS = (
    "id", "plan_id", "name", "kind", "state", "opens_at", "students_until", "closes_at", "confirm_by",
)  # fmt: skip
WISH_COLUMNS = ("id", "seat_id", "student_id")
RUN_COLUMNS = ("id", "round_id", "number", "published_at")
OUTCOME_COLUMNS = ("id", "run_id", "student_id", "seat_id", "answer", "answered_at")

ROUNDS, SEATS, CLOSED = "walled_rounds", "walled_seats", "walled_closed_posts"
# The rounds of plans for the student's class, and those that give out seats of the enterprise.
OWN_ROUNDS = """
SELECT round.id FROM internships_selectionround round
JOIN internships_plan plan ON plan.id = round.plan_id
JOIN internships_student student ON student.user_id = this_person()
JOIN internships_schoolclass class ON class.id = student.school_class_id
WHERE this_enterprise() IS NULL AND round.state NOT IN ('draft', 'cancelled') AND (
    EXISTS (SELECT FROM internships_plan_classes named
            WHERE named.plan_id = plan.id AND named.schoolclass_id = class.id)
    OR NOT EXISTS (SELECT FROM internships_plan_classes named WHERE named.plan_id = plan.id)
       AND plan.entered_in = class.entered_in
       AND EXISTS (SELECT FROM internships_plan_majors taken
                   WHERE taken.plan_id = plan.id AND taken.major_id = class.major_id))
UNION
SELECT round.id FROM internships_selectionround round
JOIN internships_roundseat seat ON seat.round_id = round.id
JOIN internships_post post ON post.id = seat.post_id
WHERE post.enterprise_id = this_enterprise() AND round.state NOT IN ('draft', 'cancelled')
"""
# An enterprise's only: a round may give out thousands of seats to a student's class.
OWN_SEATS = """
SELECT seat.id FROM internships_roundseat seat
JOIN internships_post post ON post.id = seat.post_id
JOIN internships_selectionround round ON round.id = seat.round_id
WHERE post.enterprise_id = this_enterprise() AND round.state NOT IN ('draft', 'cancelled')
"""
# The posts that a round of the student gave out and that no board shows any more.
CLOSED_POSTS = f"""
SELECT post.id FROM internships_post post LEFT JOIN internships_plan plan ON plan.id = post.plan_id
WHERE post.id IN (SELECT post_id FROM internships_roundseat WHERE round_id IN (SELECT {ROUNDS}()))
  AND this_enterprise() IS NULL
  AND (post.state <> 'approved' OR plan.state NOT IN ('approved', 'running'))
"""  # noqa: S608 — our own constants

_AN_ENTERPRISE = "(SELECT this_enterprise()) IS NOT NULL"
_A_STUDENT = "(SELECT this_enterprise()) IS NULL"
_MINE = "student_id IN (SELECT walled_student())"
_OUR_SEATS = f"{SEATS}_has(seat_id)"
_ASKING = "IN (SELECT student_id FROM internships_studentranking)"
_RUNS = "run_id IN (SELECT id FROM internships_roundrun)"

WALLS = (
    Wall(table="internships_selectionround", columns=ROUND_COLUMNS, sees=f"{ROUNDS}_has(id)"),
    Wall(
        table="internships_roundseat",
        sees=f"{SEATS}_has(id) OR ({_A_STUDENT} AND {ROUNDS}_has(round_id))",
    ),
    Wall(table="internships_studentranking", columns=WISH_COLUMNS, sees=f"{_MINE} OR {_OUR_SEATS}"),
    Wall(table="internships_postranking", sees=_OUR_SEATS),
    Wall(table="internships_reachableregion", sees=_MINE),
    # Only what was published.
    Wall(
        table="internships_roundrun",
        columns=RUN_COLUMNS,
        sees=f"published_at IS NOT NULL AND {ROUNDS}_has(round_id)",
    ),
    Wall(
        table="internships_outcome",
        columns=OUTCOME_COLUMNS,
        sees=f"{_RUNS} AND ({_MINE} OR {_OUR_SEATS})",
    ),
    Wall(table="internships_excludedpair", sees=f"{_RUNS} AND {_MINE}"),
    # The posts and the plan of a round stay readable when they are closed; who wants to come has a name.
    Wall(table="internships_post", sees=f"{CLOSED}_has(id)"),
    Wall(table="internships_plan", sees="id IN (SELECT plan_id FROM internships_selectionround)"),
    Wall(table="internships_plan_classes", sees="plan_id IN (SELECT id FROM internships_plan)"),
    Wall(
        table="internships_student",
        columns=STUDENT_COLUMNS,
        sees=f"{_AN_ENTERPRISE} AND id {_ASKING}",
    ),
)
