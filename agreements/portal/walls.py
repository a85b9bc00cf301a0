"""The agreements an enterprise reads: its own, once they were sent out for signature.

Drafts, reviews, comments among the staff and whatever another enterprise signed stay hidden, by the
database itself.
"""

from collections.abc import Iterable

from accounts.walls import PERSON_COLUMNS
from agreements.choices import AmendmentState, State
from core.walls import Wall
from partnerships.querysets import PORTAL_ROLES

# Withdrawn ones never bound anybody; those before are the centre's own work.
SHOWN_STATES = (State.OUT_FOR_SIGNATURE, State.SIGNED, State.SUSPENDED, State.TERMINATED, State.RENEWED)
SHOWN_AMENDMENTS = (AmendmentState.OUT_FOR_SIGNATURE, AmendmentState.SIGNED)


def _in(states: Iterable[str]) -> str:
    return ", ".join(f"'{state}'" for state in states)


FUNCTION = "walled_agreements"
OURS = f"""
SELECT party.agreement_id FROM agreements_party party
JOIN agreements_agreement agreement ON agreement.id = party.agreement_id
WHERE party.enterprise_id = this_enterprise() AND agreement.state IN ({_in(SHOWN_STATES)})
"""  # noqa: S608 — our own constants
# What this person is asked to sign, for an enterprise whose agreements they may still see. Not only for
# the one they are here for now: what waits for somebody waits whichever they have chosen.
SIGNATORIES_FUNCTION = "walled_signatories"
OUR_SIGNATORIES = f"""
SELECT signatory.id FROM signing_signatory signatory
JOIN signing_envelope envelope ON envelope.id = signatory.envelope_id
JOIN django_content_type kind ON kind.id = envelope.subject_type_id AND kind.app_label = 'agreements'
JOIN agreements_party party ON party.id = CASE
  WHEN signatory.party_key ~ '^[0-9]{{1,18}}$' THEN signatory.party_key::bigint END
JOIN partnerships_contact contact ON contact.enterprise_id = party.enterprise_id
WHERE signatory.user_id = this_person() AND contact.user_id = this_person()
  AND contact.left_on IS NULL AND contact.roles && ARRAY[{_in(PORTAL_ROLES)}]::varchar[]
"""  # noqa: S608 — our own constants
ENVELOPES_FUNCTION = "walled_envelopes"
OUR_ENVELOPES = f"""
SELECT envelope_id FROM signing_signatory WHERE id IN (SELECT {SIGNATORIES_FUNCTION}())
"""  # noqa: S608 — our own constants
_OURS = f"IN (SELECT {FUNCTION}())"
PEOPLE_FUNCTION = "walled_people"
OUR_PEOPLE = f"""
SELECT this_person()
UNION
SELECT owner_id FROM agreements_agreement WHERE id IN (SELECT {FUNCTION}())
UNION
SELECT author_id FROM agreements_agreementcomment WHERE parent_id IN (SELECT {FUNCTION}()) AND NOT is_internal
UNION
SELECT envelope.created_by_id FROM signing_envelope envelope
JOIN signing_signatory signatory ON signatory.envelope_id = envelope.id
WHERE signatory.id IN (SELECT {SIGNATORIES_FUNCTION}())
"""  # noqa: S608 — our own constants
_KNOWN_PEOPLE = f"{PEOPLE_FUNCTION}_has(id)"
# The later ask for the earlier.
FUNCTIONS = {
    FUNCTION: OURS,
    SIGNATORIES_FUNCTION: OUR_SIGNATORIES,
    ENVELOPES_FUNCTION: OUR_ENVELOPES,
    PEOPLE_FUNCTION: OUR_PEOPLE,
}
# What one party of several asks for is between it and the centre.
_OUR_OWN = "enterprise_id = (SELECT this_enterprise())"
_ASKED_BY_ME = "asked_by_id = (SELECT this_person()) AND state = 'open'"
_UNANSWERED = "answer = '' AND answered_by_id IS NULL AND amendment_id IS NULL AND successor_id IS NULL"
_MY_REQUESTS = f"IN (SELECT id FROM agreements_agreementrequest WHERE {_ASKED_BY_ME})"  # noqa: S608 — our own
_OUR_PERIODS = "IN (SELECT id FROM agreements_obligationperiod)"

WALLS = (
    Wall(table="agreements_agreement", sees=f"id {_OURS}"),
    Wall(table="agreements_agreement_majors", sees=f"{FUNCTION}_has(agreement_id)"),
    Wall(table="agreements_party", sees=f"agreement_id {_OURS}"),
    Wall(table="agreements_agreementclause", sees=f"{FUNCTION}_has(agreement_id)"),
    Wall(
        table="agreements_amendment",
        sees=f"{FUNCTION}_has(agreement_id) AND state IN ({_in(SHOWN_AMENDMENTS)})",
    ),
    Wall(
        table="agreements_amendmentchange",
        sees="amendment_id IN (SELECT id FROM agreements_amendment)",
    ),
    Wall(
        table="agreements_agreementfile",
        sees=f"{FUNCTION}_has(parent_id) AND purpose IN ('scan', 'annex')",
    ),
    Wall(
        table="agreements_agreementcomment",
        sees=f"{FUNCTION}_has(parent_id) AND NOT is_internal",
        adds=f"{FUNCTION}_has(parent_id) AND NOT is_internal AND author_id = (SELECT this_person())",
    ),
    Wall(
        table="agreements_agreementrequest",
        sees=f"{_OUR_OWN} AND {FUNCTION}_has(agreement_id)",
        adds=f"{_OUR_OWN} AND {FUNCTION}_has(agreement_id) AND {_ASKED_BY_ME} AND {_UNANSWERED}",
    ),
    Wall(
        table="agreements_agreementrequestfile",
        sees="parent_id IN (SELECT id FROM agreements_agreementrequest)",
        adds=f"added_by_id = (SELECT this_person()) AND parent_id {_MY_REQUESTS}",
    ),
    # The text is every party's; what was counted, and out of what, the enterprise's alone whom it concerns.
    Wall(table="agreements_obligation", sees=f"{FUNCTION}_has(agreement_id)"),
    Wall(
        table="agreements_obligationperiod",
        sees=f"{FUNCTION}_has(agreement_id) AND enterprise_id = (SELECT this_enterprise())",
    ),
    Wall(table="agreements_obligationevidence", sees=f"period_id {_OUR_PERIODS}"),
    Wall(table="agreements_obligationconfirmation", sees=f"period_id {_OUR_PERIODS}"),
    Wall(table="agreements_clauseversion", sees="TRUE"),
    Wall(table="agreements_agreementtype", sees="TRUE", columns=("id", "code", "name_en", "name_zh")),
    Wall(table="accounts_user", sees=_KNOWN_PEOPLE, columns=PERSON_COLUMNS),
    Wall(table="accounts_department", sees="TRUE"),
    Wall(table="accounts_centre", sees="TRUE"),
    Wall(table="catalogue_major", sees="TRUE"),
    Wall(table="django_content_type", sees="TRUE"),
    Wall(table="signing_signatory", sees=f"{SIGNATORIES_FUNCTION}_has(id)"),
    Wall(table="signing_envelope", sees=f"{ENVELOPES_FUNCTION}_has(id)"),
    Wall(table="signing_commontext", sees="id IN (SELECT common_text_id FROM signing_envelope)"),
    Wall(table="signing_signatoryfile", sees="parent_id IN (SELECT id FROM signing_signatory)"),
)
