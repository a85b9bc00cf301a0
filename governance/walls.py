"""What the database opens of regulations to enterprises: those that concern partners, in force today."""

from core.walls import TODAY, Wall

# Looks past the walls: that of regulations asks for versions, and back.
FUNCTION = "walled_regulations"
FOR_PARTNERS = (
    "SELECT version.regulation_id FROM governance_regulationversion version"  # noqa: S608 — our own constants
    " JOIN governance_regulation regulation ON regulation.id = version.regulation_id"
    " WHERE regulation.is_for_partners AND version.state IN ('approved', 'repealed')"
    f" AND version.effective_from <= {TODAY}"
    f" AND (version.effective_until IS NULL OR version.effective_until >= {TODAY})"
)
REGULATION_COLUMNS = ("id", "number", "name_en", "name_zh", "kind", "department_id")
VERSION_COLUMNS = (
    *("id", "regulation_id", "number", "state", "text_en", "text_zh", "effective_from", "effective_until"),
)
WALLS = (
    Wall(
        table="governance_regulation",
        columns=REGULATION_COLUMNS,
        sees=f"(SELECT this_enterprise()) IS NOT NULL AND id IN (SELECT {FUNCTION}())",
    ),
    Wall(
        table="governance_regulationversion",
        columns=VERSION_COLUMNS,
        sees=(
            "(SELECT this_enterprise()) IS NOT NULL AND"
            f" regulation_id IN (SELECT {FUNCTION}()) AND state IN ('approved', 'repealed')"
            f" AND effective_from <= {TODAY}"
            f" AND (effective_until IS NULL OR effective_until >= {TODAY})"
        ),
    ),
    Wall(
        table="governance_versionfile",
        sees="parent_id IN (SELECT id FROM governance_regulationversion)",
    ),
)
