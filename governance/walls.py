"""What the database opens of regulations to enterprises: those that concern partners, in force today."""

from core.walls import Wall

# Looks past the walls: that of regulations asks for versions, and back.
FUNCTION = "walled_regulations"
FOR_PARTNERS = (
    "SELECT version.regulation_id FROM governance_regulationversion version"
    " JOIN governance_regulation regulation ON regulation.id = version.regulation_id"
    " WHERE regulation.is_for_partners AND version.state IN ('approved', 'repealed')"
    " AND version.effective_from <= CURRENT_DATE"
    " AND (version.effective_until IS NULL OR version.effective_until >= CURRENT_DATE)"
)
REGULATION_COLUMNS = ("id", "number", "name_en", "name_zh", "kind", "department_id")
VERSION_COLUMNS = (
    *("id", "regulation_id", "number", "state", "text_en", "text_zh", "effective_from", "effective_until"),
)
WALLS = (
    Wall(
        table="governance_regulation",
        columns=REGULATION_COLUMNS,
        sees=f"id IN (SELECT {FUNCTION}())",
    ),
    Wall(
        table="governance_regulationversion",
        columns=VERSION_COLUMNS,
        sees=(
            f"regulation_id IN (SELECT {FUNCTION}()) AND state IN ('approved', 'repealed')"
            " AND effective_from <= CURRENT_DATE"
            " AND (effective_until IS NULL OR effective_until >= CURRENT_DATE)"
        ),
    ),
    Wall(
        table="governance_versionfile",
        sees="parent_id IN (SELECT id FROM governance_regulationversion)",
    ),
)
