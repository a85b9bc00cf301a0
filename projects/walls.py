"""What the database opens of joint projects to the portal: those that the enterprise leads or joins, with
their plan, risks, minutes, criteria and outcomes; neither vouchers nor who of the centre entered something.

Who works in a project and what was spent is read outside the wall: names, and sums.
"""

from core.walls import Wall
from partnerships.portal.walls import OURS

PROJECT_COLUMNS = (
    "id", "number", "kind", "state", "waiting_since", "title", "aims", "enterprise_id", "agreement_id",
    "department_id", "lead_id", "lead_teacher_id", "starts_on", "ends_on", "by_enterprise", "proposed_on",
    "reason", "approved_on", "started_on", "result", "conclusion", "accepted_on", "stopped_on",
)  # fmt: skip
MILESTONE_COLUMNS = ("id", "project_id", "title", "deliverable", "side", "due_on", "done_on", "remark")
MEETING_COLUMNS = ("id", "project_id", "held_on", "place", "present", "minutes")
RISK_COLUMNS = (
    "id", "project_id", "title", "side", "owner", "likelihood", "impact", "measure", "raised_on", "closed_on",
)  # fmt: skip
PANEL_COLUMNS = ("id", "project_id", "user_id", "contact_id", "opinion", "words", "given_on")
OUTCOME_COLUMNS = (
    "id", "project_id", "kind", "title", "number", "achieved_on", "value", "centre_share", "enterprise_share",
    "owner_id", "confirmed_on",
)  # fmt: skip
_JOINED = f"SELECT project_id FROM projects_projectpartner WHERE {OURS}"  # noqa: S608 — our own constants
_SEEN = "IN (SELECT id FROM projects_project)"
_CLOSED = "IN (SELECT id FROM projects_project WHERE state = 'closed')"
_OUR_PEOPLE = "IN (SELECT id FROM partnerships_contact)"

WALLS = (
    Wall(table="projects_projectpartner", sees=OURS),
    Wall(table="projects_project", columns=PROJECT_COLUMNS, sees=f"{OURS} OR id IN ({_JOINED})"),
    Wall(table="projects_project_majors", sees=f"project_id {_SEEN}"),
    Wall(table="projects_milestone", columns=MILESTONE_COLUMNS, sees=f"project_id {_SEEN}"),
    Wall(table="projects_meeting", columns=MEETING_COLUMNS, sees=f"project_id {_SEEN}"),
    Wall(table="projects_risk", columns=RISK_COLUMNS, sees=f"project_id {_SEEN}"),
    Wall(table="projects_criterion", sees=f"project_id {_SEEN}"),
    # During the acceptance an enterprise reads the opinions of its own people, and all of them at its end.
    Wall(
        table="projects_panelmember",
        columns=PANEL_COLUMNS,
        sees=f"project_id {_CLOSED} OR (project_id {_SEEN} AND contact_id {_OUR_PEOPLE})",
    ),
    Wall(table="projects_outcome", columns=OUTCOME_COLUMNS, sees=f"project_id {_SEEN}"),
    # Vouchers stay with the centre.
    Wall(table="projects_projectfile", sees=f"expense_id IS NULL AND parent_id {_SEEN}"),
)
