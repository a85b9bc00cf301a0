"""The agreements an enterprise reads: its own, once they were sent out for signature.

Drafts, reviews, comments among the staff and whatever another enterprise signed stay hidden, by the
database itself.
"""

from agreements.choices import AmendmentState, State
from core.walls import Wall

# Withdrawn ones never bound anybody; those before are the centre's own work.
SHOWN_STATES = (State.OUT_FOR_SIGNATURE, State.SIGNED, State.SUSPENDED, State.TERMINATED, State.RENEWED)
SHOWN_AMENDMENTS = (AmendmentState.OUT_FOR_SIGNATURE, AmendmentState.SIGNED)


def _in(states: tuple[str, ...]) -> str:
    return ", ".join(f"'{state}'" for state in states)


FUNCTION = "walled_agreements"
OURS = f"""
SELECT party.agreement_id FROM agreements_party party
JOIN agreements_agreement agreement ON agreement.id = party.agreement_id
WHERE party.enterprise_id = this_enterprise() AND agreement.state IN ({_in(SHOWN_STATES)})
"""  # noqa: S608 — our own constants
_OURS = f"IN (SELECT {FUNCTION}())"
_KNOWN_PEOPLE = """
id = (SELECT this_person())
OR id IN (SELECT owner_id FROM agreements_agreement)
OR id IN (SELECT author_id FROM agreements_agreementcomment)
"""
# Neither passwords nor when somebody was last here.
PERSON_COLUMNS = ("id", "email", "name", "name_latin", "phone", "language", "is_partner")

WALLS = (
    Wall(table="agreements_agreement", sees=f"id {_OURS}"),
    Wall(table="agreements_agreement_majors", sees=f"agreement_id {_OURS}"),
    Wall(table="agreements_party", sees=f"agreement_id {_OURS}"),
    Wall(table="agreements_agreementclause", sees=f"agreement_id {_OURS}"),
    Wall(
        table="agreements_amendment",
        sees=f"agreement_id {_OURS} AND state IN ({_in(SHOWN_AMENDMENTS)})",
    ),
    Wall(
        table="agreements_amendmentchange",
        sees="amendment_id IN (SELECT id FROM agreements_amendment)",
    ),
    Wall(
        table="agreements_agreementfile",
        sees=f"parent_id {_OURS} AND purpose IN ('scan', 'annex')",
    ),
    Wall(
        table="agreements_agreementcomment",
        sees=f"parent_id {_OURS} AND NOT is_internal",
        adds=f"parent_id {_OURS} AND NOT is_internal AND author_id = (SELECT this_person())",
    ),
    Wall(table="agreements_clauseversion", sees="TRUE"),
    Wall(table="agreements_agreementtype", sees="TRUE", columns=("id", "code", "name_en", "name_zh")),
    Wall(table="accounts_user", sees=_KNOWN_PEOPLE, columns=PERSON_COLUMNS),
    Wall(table="accounts_department", sees="TRUE"),
    Wall(table="accounts_centre", sees="TRUE"),
    Wall(table="catalogue_major", sees="TRUE"),
    Wall(table="django_content_type", sees="TRUE"),
)
