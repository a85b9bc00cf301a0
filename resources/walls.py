"""What the database opens to the portal: what the centre offers to book, and of bookings, resources,
contributions and statements an enterprise's own.

Whoever of the centre asked or answered is not opened; nor is maintenance, nor are others' bookings: that a
time is taken is read past the wall, as a time.
"""

from core.walls import Wall
from partnerships.portal.walls import OURS

RESOURCE_COLUMNS = (
    "id", "name", "number", "kind", "state", "enterprise_id", "department_id", "place", "capacity", "about",
    "safety_rules", "is_shared", "contact_id", "out_reason", "by_enterprise", "answer",
)  # fmt: skip
BOOKING_COLUMNS = (
    "id", "resource_id", "enterprise_id", "agreement_id", "state", "starts_at", "ends_at", "purpose",
    "people", "by_enterprise", "booked_at", "answered_at", "reason", "used_people", "used_hours", "remark",
)  # fmt: skip
CONTRIBUTION_COLUMNS = (
    "id", "enterprise_id", "department_id", "agreement_id", "giver", "kind", "state", "title", "details",
    "given_on", "value", "extent", "ownership", "lent_until", "resource_id", "reverses_id", "by_enterprise",
    "told_at", "decided_at", "reason",
)  # fmt: skip
STATEMENT_COLUMNS = (
    "id", "enterprise_id", "year", "version", "number", "holder", "replaces_id", "ordered_at", "file",
    "sha256", "size", "pages",
)  # fmt: skip
_PORTAL = "(SELECT this_enterprise()) IS NOT NULL"
_OFFERED = f"{_PORTAL} AND enterprise_id IS NULL AND is_shared AND state = 'active'"
_BOOKED = "id IN (SELECT resource_id FROM resources_booking)"
_SEEN = "IN (SELECT id FROM resources_resource)"

WALLS = (
    Wall(table="resources_resource", columns=RESOURCE_COLUMNS, sees=f"{OURS} OR ({_OFFERED}) OR {_BOOKED}"),
    Wall(table="resources_resource_majors", sees=f"resource_id {_SEEN}"),
    Wall(table="resources_openinghours", sees=f"resource_id {_SEEN}"),
    Wall(table="resources_resourcephoto", sees=f"parent_id {_SEEN}"),
    Wall(table="resources_booking", columns=BOOKING_COLUMNS, sees=OURS),
    Wall(table="resources_contribution", columns=CONTRIBUTION_COLUMNS, sees=OURS),
    Wall(
        table="resources_contributionfile",
        sees="parent_id IN (SELECT id FROM resources_contribution)",
    ),
    Wall(table="resources_contributionstatement", columns=STATEMENT_COLUMNS, sees=OURS),
)
