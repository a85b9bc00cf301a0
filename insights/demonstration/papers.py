"""Papers of placements: consents, insurance, training, agreements. Most are in order, some are not.

Rows come in many at once; agreements are made as everybody makes them: each is a paper of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from agreements.choices import Language
from agreements.policies import signatories_of_the_centre
from partnerships.models import Contact, ContactRole
from placements.models import (
    Basis,
    Consent,
    ConsentMeans,
    ConsentParty,
    ConsentState,
    InsurancePolicy,
    Insured,
    Payer,
    Placement,
    SafetyTraining,
    Tripartite,
    TripartiteParty,
    TripartiteSignature,
    TripartiteState,
    TripartiteTemplate,
)
from placements.operations.tripartite import make_tripartite
from placements.operations.tripartite_templates import publish
from placements.tripartite_defaults import load_defaults
from placements.tripartite_document import NotMade

if TYPE_CHECKING:
    from insights.demonstration.office import Office

# Each is painted: half a second.
AGREEMENTS = 30
UNINSURED, UNTRAINED, FAILED = 4, 3, 3


def papers(office: Office, mine: Sequence[Placement], chance: Random, now: datetime) -> None:
    """Before the start: what a class hands in, with what is usually missing."""
    placed = list(
        Placement.objects.filter(pk__in=[one.pk for one in mine])
        .select_related("student", "enterprise", "plan")
        .order_by("pk")
    )
    if not placed:
        return
    _text(office, now)
    _insure(office, placed[UNINSURED:], now)
    _train(office, placed[UNTRAINED:], chance, now)
    _agree(office, [one for one in placed if one.instructor_id and one.mentor_id][:AGREEMENTS], now)


def _text(office: Office, now: datetime) -> None:
    template = load_defaults()
    if template is not None:
        TripartiteTemplate.objects.filter(pk=template.pk).update(basis=Basis.OFFICIAL)
        publish(actor=office.coordinator, pk=template.pk, now=now - timedelta(days=30))


def _before(placement: Placement, now: datetime, *, days: int) -> date:
    return min(placement.starts_on, now.date()) - timedelta(days=days)


def _insure(office: Office, placed: Sequence[Placement], now: datetime) -> None:
    """One policy of the school for all; for one of them it ends too early."""
    first, last = min(one.starts_on for one in placed), max(one.ends_on for one in placed)
    policy = InsurancePolicy.objects.create(
        department_id=placed[0].department_id,
        insurer="中国人民财产保险股份有限公司",
        number=f"PZBX{first.year}3205000187",
        covers_from=first - timedelta(days=1),
        covers_until=last + timedelta(days=1),
        paid_by=Payer.SCHOOL,
        created_by=office.coordinator,
        created_at=now,
    )
    Insured.objects.bulk_create(
        Insured(
            policy=policy,
            placement=one,
            covers_from=policy.covers_from,
            covers_until=one.ends_on - timedelta(days=30) if one is placed[-1] else policy.covers_until,
            recorded_by=office.coordinator,
            recorded_at=now,
        )
        for one in placed
    )


def _train(office: Office, placed: Sequence[Placement], chance: Random, now: datetime) -> None:
    SafetyTraining.objects.bulk_create(
        SafetyTraining(
            placement=one,
            course=office.word("Safety before the start, three levels", "岗前三级安全教育"),
            held_on=_before(one, now, days=5),
            score=chance.randint(60, 78) if number < FAILED else chance.randint(82, 100),
            has_protective_gear=True,
            recorded_by=office.coordinator,
            recorded_at=now,
        )
        for number, one in enumerate(placed)
    )


def _agree(office: Office, placed: Sequence[Placement], now: datetime) -> None:
    """Agreements signed by hand, which are consents as well."""
    made = []
    for one in placed:
        try:
            made.append(
                make_tripartite(
                    actor=office.coordinator, placement_pk=one.pk, language=Language.CHINESE, now=now
                )
            )
        except NotMade:  # no guardian on record, or no pay: the list of exceptions shows it
            continue
    signed = made[2:]
    signatures, consents = [], []
    holders = signatories_of_the_centre(placed[0].department_id, now.date(), now.date())
    holder = next(iter(holders.values()), None)
    if holder is None:
        return
    for paper in signed:
        day = _before(paper.placement, now, days=3)
        contact = (
            Contact.objects.filter(
                enterprise=paper.placement.enterprise_id, roles__contains=[ContactRole.SIGNATORY]
            )
            .order_by("pk")
            .first()
        )
        names = {party["key"]: party["name"]["zh"] for party in paper.contents["parties"]}
        people = {
            TripartiteParty.SCHOOL: (holder.user.name, holder.position.title_zh),
            TripartiteParty.HOST: (contact.name, contact.title)
            if contact
            else (str(paper.placement.mentor), ""),
            TripartiteParty.STUDENT: (names[TripartiteParty.STUDENT], ""),
            TripartiteParty.GUARDIAN: (names[TripartiteParty.GUARDIAN], ""),
        }
        signatures += [
            TripartiteSignature(
                tripartite=paper,
                party=party,
                signatory_name=name,
                signatory_title=title,
                signed_by=holder.user if party == TripartiteParty.SCHOOL else None,
                signed_on=day,
                recorded_by=office.coordinator,
                recorded_at=now,
            )
            for party, (name, title) in people.items()
        ]
        consents += [
            Consent(
                placement=paper.placement,
                party=party,
                name=names[party][:100],
                state=ConsentState.GIVEN,
                means=ConsentMeans.PAPER,
                decided_on=day,
                recorded_by=office.coordinator,
                recorded_at=now,
            )
            for party in ConsentParty
        ]
        Tripartite.objects.filter(pk=paper.pk).update(state=TripartiteState.SIGNED, signed_on=day)
    TripartiteSignature.objects.bulk_create(signatures)
    Consent.objects.bulk_create(consents)
