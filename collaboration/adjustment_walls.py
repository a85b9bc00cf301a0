"""What the database opens of adjustments of curricula to the portal: those that came from the enterprise's
own needs, and those on whose panel somebody of it sits; of the panel their own opinion, and no papers."""

from core.walls import Wall

ADJUSTMENT_COLUMNS = (
    "id", "department_id", "major_id", "course", "kind", "state", "before", "after", "hours_before",
    "hours_after", "reason", "proposed_on", "panel_on", "decided_on", "decision", "study_year", "term",
    "effective_on",
)  # fmt: skip
MEMBER_COLUMNS = ("id", "adjustment_id", "contact_id", "opinion", "words", "given_on")
_FROM_OUR_NEEDS = "SELECT curriculumadjustment_id FROM collaboration_curriculumadjustment_needs"
_MY_CONTACTS = "SELECT id FROM partnerships_contact WHERE user_id = (SELECT this_person())"
_I_ADVISE = "state <> 'proposed' AND id IN (SELECT adjustment_id FROM collaboration_panelmember)"

WALLS = (
    Wall(
        table="collaboration_curriculumadjustment_needs",
        sees="need_id IN (SELECT id FROM collaboration_need WHERE state <> 'draft')",
    ),
    Wall(
        table="collaboration_curriculumadjustment",
        columns=ADJUSTMENT_COLUMNS,
        sees=f"id IN ({_FROM_OUR_NEEDS}) OR ({_I_ADVISE})",
    ),
    Wall(
        table="collaboration_panelmember",
        columns=MEMBER_COLUMNS,
        sees=f"contact_id IN ({_MY_CONTACTS})",
    ),
)
