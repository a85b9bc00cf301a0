"""One party signs a paper by hand that is out electronically; the others go on signing where they are.

Locks: the placement, the paper, its envelope, the signatory.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.attachments import store_upload
from placements.models import (
    ConsentMeans,
    Tripartite,
    TripartiteParty,
    TripartiteScan,
    TripartiteSignature,
    TripartiteState,
)
from placements.operations.readiness import recheck
from placements.operations.tripartite_signing import (
    SignedByHand,
    conclude_when_all_signed,
    consent_with,
    locked_paper,
    position_in,
    power_to_sign,
)
from placements.transitions.papers import EDIT
from signing.models import Envelope
from signing.operations import UnableToSign, record_on_paper

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def record_party_on_paper(
    *,
    actor: User,
    pk: int,
    party: str,
    person: SignedByHand | None,
    signatory: User | None,
    signed_on: date,
    scan: File[bytes],
    now: datetime,
) -> Tripartite:
    """Write down that one party has signed a printed copy of what is out, with its scan.

    Args:
        person: who signed for the enterprise, the student or the guardian.
        signatory: who signed for the school, and held the power to on that day.

    Raises:
        NotVisible, PermissionDenied: the paper.
        UnableToSign: it is not out, the party has signed already, nobody is named, or the day is ahead.
        UnacceptableFile: the scan is no picture or document.
    """
    paper = locked_paper(actor, pk)
    envelope = Envelope.objects.about(paper).out().first()
    if paper.state != TripartiteState.OUT or envelope is None:
        raise UnableToSign(_("It is not out for signature."))
    if signed_on > timezone.localdate(now):
        raise UnableToSign(_("The day lies in the future."))
    label = TripartiteParty(party).label
    if paper.signatures.filter(party=party).exists():
        raise UnableToSign(_("%(party)s has signed already.") % {"party": label})
    is_school = party == TripartiteParty.SCHOOL
    if is_school and signatory is not None:
        holder = power_to_sign(paper.placement, signatory, signed_on)
        person = SignedByHand(name=holder.user.name, title=position_in(paper, holder))
    if person is None or not person.name.strip():
        raise UnableToSign(_("Say who signed for %(party)s.") % {"party": label})
    TripartiteSignature.objects.create(
        tripartite=paper,
        party=party,
        signatory_name=person.name.strip(),
        signatory_title=person.title.strip(),
        signed_by=signatory if is_school else None,
        signed_on=signed_on,
        recorded_by=actor,
        recorded_at=now,
    )
    consent_with(paper, party, person.name, signed_on, means=ConsentMeans.PAPER, recorded_by=actor, now=now)
    store_upload(actor=actor, model=TripartiteScan, parent=paper, upload=scan, now=now)
    record_on_paper(
        actor=actor,
        envelope=envelope,
        record=paper,
        party_key=party,
        name=person.name,
        title=person.title,
        signed_on=signed_on,
        now=now,
    )
    audit.record(
        actor=actor,
        subject=paper.placement,
        verb="tripartite.party_on_paper",
        now=now,
        details={"reference": paper.reference, "party": str(label), "signed_on": signed_on.isoformat()},
        capability=EDIT,
    )
    conclude_when_all_signed(paper, actor=actor, now=now)
    recheck([paper.placement_id], now=now)
    return Tripartite.objects.get(pk=pk)
