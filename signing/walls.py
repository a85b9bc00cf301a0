"""What a link reaches: its own row, and what its task is about."""

from accounts.walls import PERSON_COLUMNS
from core.roles import LINK_ROLE
from core.walls import Wall

WALLS = (
    Wall(role=LINK_ROLE, table="signing_tasklink", sees="id = (SELECT this_link())"),
    Wall(
        role=LINK_ROLE,
        table="signing_signatory",
        sees="id IN (SELECT subject_id FROM signing_tasklink WHERE task = 'sign')",
    ),
    Wall(
        role=LINK_ROLE,
        table="signing_envelope",
        sees="id IN (SELECT envelope_id FROM signing_signatory)",
    ),
    Wall(
        role=LINK_ROLE,
        table="signing_signatoryfile",
        sees="parent_id IN (SELECT id FROM signing_signatory)",
    ),
    Wall(
        role=LINK_ROLE,
        table="accounts_user",
        sees="id IN (SELECT created_by_id FROM signing_envelope)",
        columns=PERSON_COLUMNS,
    ),
    Wall(role=LINK_ROLE, table="accounts_centre", sees="TRUE"),
)
