"""What the database opens to a student of the papers of their own placements, and of what they are to sign.

And to the signatories of enterprises, what they are to sign for a placement at the enterprise they work for.
"""

from accounts.walls import PERSON_COLUMNS
from core.walls import Wall
from partnerships.querysets import PORTAL_ROLES

PLACEMENTS = "walled_own_placements"
OWN_PLACEMENTS = """
SELECT placement.id FROM placements_placement placement
JOIN internships_student student ON student.id = placement.student_id
WHERE student.user_id = this_person()
"""
_ROLES = ", ".join(f"'{role}'" for role in PORTAL_ROLES)
SIGNATORIES = "walled_tripartite_signatories"
OWN_SIGNATORIES = f"""
SELECT signatory.id FROM signing_signatory signatory
JOIN signing_envelope envelope ON envelope.id = signatory.envelope_id
JOIN django_content_type kind ON kind.id = envelope.subject_type_id
    AND kind.app_label = 'placements' AND kind.model = 'tripartite'
JOIN placements_tripartite paper ON paper.id = envelope.subject_id
JOIN placements_placement placement ON placement.id = paper.placement_id
WHERE signatory.user_id = this_person() AND (
    (signatory.party_key = 'student' AND EXISTS (
        SELECT FROM internships_student student
        WHERE student.id = placement.student_id AND student.user_id = this_person()))
    OR (signatory.party_key = 'host' AND EXISTS (
        SELECT FROM partnerships_contact contact
        WHERE contact.enterprise_id = placement.enterprise_id AND contact.user_id = this_person()
          AND contact.left_on IS NULL AND contact.roles && ARRAY[{_ROLES}]::varchar[])))
"""  # noqa: S608 — our own constants
ENVELOPES = "walled_tripartite_envelopes"
OWN_ENVELOPES = f"""
SELECT envelope_id FROM signing_signatory WHERE id IN (SELECT {SIGNATORIES}())
"""  # noqa: S608 — our own constants
PEOPLE = "walled_paper_people"
OWN_PEOPLE = f"""
SELECT envelope.created_by_id FROM signing_envelope envelope
JOIN signing_signatory signatory ON signatory.envelope_id = envelope.id
WHERE signatory.id IN (SELECT {SIGNATORIES}())
UNION
SELECT asked_by_id FROM placements_consent
WHERE placement_id IN (SELECT {PLACEMENTS}()) AND party = 'student' AND asked_by_id IS NOT NULL
"""  # noqa: S608 — our own constants
# The later ask for the earlier.
FUNCTIONS = {
    PLACEMENTS: OWN_PLACEMENTS,
    SIGNATORIES: OWN_SIGNATORIES,
    ENVELOPES: OWN_ENVELOPES,
    PEOPLE: OWN_PEOPLE,
}
_OWN = f"{PLACEMENTS}_has(placement_id)"

WALLS = (
    # What a guardian is asked, and answers, is between the guardian and the school; that they did is not.
    Wall(
        table="placements_consent",
        sees=_OWN,
        columns=("id", "placement_id", "party", "name", "state", "due_on", "decided_on", "asked_by_id"),
    ),
    Wall(
        table="placements_insured",
        sees=_OWN,
        columns=("id", "placement_id", "policy_id", "covers_from", "covers_until"),
    ),
    Wall(
        table="placements_insurancepolicy",
        sees="id IN (SELECT policy_id FROM placements_insured)",
        columns=("id", "insurer", "number", "covers_from", "covers_until", "paid_by"),
    ),
    Wall(table="placements_safetytraining", sees=_OWN),
    Wall(table="placements_tripartite", sees=f"{_OWN} AND state IN ('out', 'signed')"),
    Wall(
        table="placements_tripartitesignature", sees="tripartite_id IN (SELECT id FROM placements_tripartite)"
    ),
    Wall(table="signing_signatory", sees=f"{SIGNATORIES}_has(id)"),
    Wall(table="signing_envelope", sees=f"{ENVELOPES}_has(id)"),
    Wall(table="accounts_user", sees=f"{PEOPLE}_has(id)", columns=PERSON_COLUMNS),
)
