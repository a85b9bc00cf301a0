"""What the database opens of adjustments of curricula to the portal: those that came from the enterprise's
own needs; neither the panel's opinions nor papers."""

from core.walls import Wall

ADJUSTMENT_COLUMNS = (
    "id", "department_id", "major_id", "course", "kind", "state", "before", "after", "hours_before",
    "hours_after", "reason", "proposed_on", "panel_on", "decided_on", "decision", "study_year", "term",
    "effective_on",
)  # fmt: skip
_FROM_OUR_NEEDS = "SELECT curriculumadjustment_id FROM collaboration_curriculumadjustment_needs"

WALLS = (
    Wall(
        table="collaboration_curriculumadjustment_needs",
        sees="need_id IN (SELECT id FROM collaboration_need WHERE state <> 'draft')",
    ),
    Wall(
        table="collaboration_curriculumadjustment",
        columns=ADJUSTMENT_COLUMNS,
        sees=f"id IN ({_FROM_OUR_NEEDS})",
    ),
)
