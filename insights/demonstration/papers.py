"""Papers of placements: consents, insurance, training, agreements. Most are in order, some are not.

Rows come in many at once; agreements are made as everybody makes them: each is a paper of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from agreements.choices import Language
from agreements.policies import signatories_of_the_centre
from core.access import THE_SYSTEM
from internships.models import Guardian
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
from placements.operations.consents import answer_as_guardian, answer_consent, ask_consent
from placements.operations.tripartite import make_tripartite
from placements.operations.tripartite_signing import send_tripartite
from placements.operations.tripartite_templates import publish
from placements.tripartite_defaults import load_defaults
from placements.tripartite_document import NotMade

if TYPE_CHECKING:
    from accounts.holders import Holder
    from insights.demonstration.office import Office

# Days from making an agreement to the last signature.
SIGNED_AFTER = 4
# Of those who begin later: agreements that are signed, and out for signature; consents that are asked for.
SIGNED_EARLY, SENT, ASKED = 6, 3, 6


def papers(
    office: Office, placed: Sequence[Placement], chance: Random, now: datetime, *, missing: int
) -> None:
    """Before the start: what a class hands in. Of each paper so many are missing, which lists show."""
    if not placed:
        return
    _text(office, now)
    policy = _policy(office, placed, now)
    _insure(office, policy, placed[missing:], now)
    _train(office, placed[missing:], chance, now, failed=missing)
    guided = [one for one in placed if one.instructor_id and one.mentor_id]
    _agree(office, guided[: len(guided) - missing], now)


def papers_under_way(office: Office, placed: Sequence[Placement], now: datetime) -> list[Placement]:
    """Of those who begin later some have everything (they are answered), others have been asked."""
    if not placed:
        return []
    policy = InsurancePolicy.objects.get(department=placed[0].department_id)
    keys = [one.pk for one in placed]
    insured = set(Insured.objects.filter(placement__in=keys).values_list("placement", flat=True))
    trained = set(SafetyTraining.objects.filter(placement__in=keys).values_list("placement", flat=True))
    agreed = set(Tripartite.objects.filter(placement__in=keys).values_list("placement", flat=True))
    _insure(office, policy, [one for one in placed if one.pk not in insured][: len(placed) * 2 // 3], now)
    untrained = [one for one in placed if one.pk not in trained][: len(placed) // 2]
    _train(office, untrained, Random("later"), now, failed=2)
    # Whoever has no guardian on record can be asked nothing: the class teacher has a list of them.
    reached = Guardian.objects.filter(student__in=[one.student_id for one in placed])
    with_guardian = set(reached.values_list("student", flat=True))
    guided = [
        one
        for one in placed
        if one.instructor_id and one.mentor_id and one.pk not in agreed and one.student_id in with_guardian
    ]
    complete, sent = guided[:SIGNED_EARLY], guided[SIGNED_EARLY : SIGNED_EARLY + SENT]
    _agree(office, complete, now)
    for one in sent:
        _send(office, one, now)
    for number, one in enumerate(guided[SIGNED_EARLY + SENT :][:ASKED]):
        _ask(office, one, now, is_refused=number == 0, is_given=number in (1, 2))
    return complete


def _text(office: Office, now: datetime) -> None:
    template = load_defaults()
    if template is not None:
        TripartiteTemplate.objects.filter(pk=template.pk).update(basis=Basis.OFFICIAL)
        publish(actor=office.coordinator, pk=template.pk, now=now - timedelta(days=30))


def _policy(office: Office, placed: Sequence[Placement], now: datetime) -> InsurancePolicy:
    """One policy of the school for everybody of a plan."""
    plan = placed[0].plan
    return InsurancePolicy.objects.create(
        department_id=plan.department_id,
        insurer="中国人民财产保险股份有限公司",
        number=f"PZBX{plan.starts_on.year}3205000{plan.pk:03}",
        covers_from=plan.starts_on - timedelta(days=1),
        covers_until=plan.ends_on + timedelta(days=1),
        paid_by=Payer.SCHOOL,
        is_deducted=False,
        created_by=office.coordinator,
        created_at=now,
    )


def _insure(office: Office, policy: InsurancePolicy, placed: Sequence[Placement], now: datetime) -> None:
    """For one of them the policy ends too early."""
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


def _train(
    office: Office, placed: Sequence[Placement], chance: Random, now: datetime, *, failed: int
) -> None:
    SafetyTraining.objects.bulk_create(
        SafetyTraining(
            placement=one,
            course="岗前三级安全教育",
            held_on=now.date() - timedelta(days=1),
            score=chance.randint(60, 78) if number < failed else chance.randint(82, 100),
            has_protective_gear=True,
            recorded_by=office.coordinator,
            recorded_at=now,
        )
        for number, one in enumerate(placed)
    )


def _holder(placement: Placement, now: datetime) -> Holder:
    """Who signs for the school."""
    holders = signatories_of_the_centre(placement.department_id, now.date(), now.date())
    return next(iter(holders.values()))


def _send(office: Office, one: Placement, now: datetime) -> None:
    """Out for the signatures of all four, who have until a week from now."""
    paper = make_tripartite(actor=office.coordinator, placement_pk=one.pk, language=Language.CHINESE, now=now)
    send_tripartite(
        actor=office.coordinator,
        pk=paper.pk,
        signatory=_holder(one, now).user,
        due_on=office.on + timedelta(days=4),
        now=now,
    )


def _ask(office: Office, one: Placement, now: datetime, *, is_refused: bool, is_given: bool) -> None:
    for party in ConsentParty:
        consent = ask_consent(
            actor=office.coordinator,
            placement_pk=one.pk,
            party=party,
            due_on=office.on + timedelta(days=3),
            now=now,
        )
        if is_refused and party == ConsentParty.GUARDIAN:
            answer_consent(
                actor=THE_SYSTEM,
                pk=consent.pk,
                move="object",
                means=ConsentMeans.LINK,
                reason="离家单程一个半小时，夜班下班没有公交。",
                now=now + timedelta(days=2),
            )
        elif is_given and consent.guardian is not None:
            answer_as_guardian(
                guardian=consent.guardian, pk=consent.pk, move="give", reason="", now=now + timedelta(days=1)
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
    at = now + timedelta(days=SIGNED_AFTER)
    signatures, consents = [], []
    if not made:
        return
    holder = _holder(placed[0], now)
    for paper in made:
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
                signed_on=at.date(),
                recorded_by=office.coordinator,
                recorded_at=at,
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
                decided_on=at.date(),
                recorded_by=office.coordinator,
                recorded_at=at,
            )
            for party in ConsentParty
        ]
        Tripartite.objects.filter(pk=paper.pk).update(state=TripartiteState.SIGNED, signed_on=at.date())
    TripartiteSignature.objects.bulk_create(signatures)
    Consent.objects.bulk_create(consents)
