"""The rules of the addresses of the papers of placements."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from core.models import Attachment
from placements.models import (
    BatchAct,
    Consent,
    ConsentScan,
    InsurancePolicy,
    InsuranceScan,
    Insured,
    SafetyTraining,
    ScannedPage,
    ScanPile,
    TrainingScan,
    Tripartite,
    TripartiteBatch,
    TripartiteScan,
    TripartiteTemplate,
)
from signing.models import Envelope, Signatory, TaskLink
from tests.access.placements import EDIT, LOOKS_ON, READ, of_placement, placement
from tests.access.posts import plan
from tests.access.rules import Rule, holder, me, row
from tests.access.signing import SEALED, one_page
from tests.world import World

WORDS = {"en": "Words", "zh": "文字"}


def consent(world: World, party: str = "student") -> Consent:
    today = timezone.localdate()
    return placement(world).consents.filter(party=party).first() or Consent.objects.create(
        placement=placement(world),
        party=party,
        name="李明",
        state="asked",
        asked_by=world.coordinator,
        asked_at=timezone.now(),
        due_on=today + timedelta(days=7),
        recorded_at=timezone.now(),
    )


def insured(world: World) -> Insured:
    today = timezone.localdate()
    days: dict[str, Any] = {"covers_from": today, "covers_until": today + timedelta(days=30)}
    found = Insured.objects.first()
    if found is not None:
        return found
    policy = InsurancePolicy.objects.create(
        department=placement(world).department, insurer="PICC", number="P-1", **days
    )
    return Insured.objects.create(placement=placement(world), policy=policy, **days)


def policy(world: World) -> InsurancePolicy:
    return insured(world).policy


def training(world: World) -> SafetyTraining:
    return SafetyTraining.objects.first() or SafetyTraining.objects.create(
        placement=placement(world), course="Safety", held_on=timezone.localdate(), score=90
    )


def template() -> TripartiteTemplate:
    found, _made = TripartiteTemplate.objects.get_or_create(
        number=1, defaults={"reason": "First.", "published_at": timezone.now()}
    )
    return found


def paper(world: World, state: str = "made") -> Tripartite:
    found = Tripartite.objects.filter(placement=placement(world), state=state).first()
    if found is not None:
        return found
    number = {"made": 0, "out": 1, "signed": 2}[state]
    content = one_page()
    made = Tripartite(
        placement=placement(world),
        number="AG-1",
        amendment_no=number,
        reason="Other.",
        state=state,
        signed_on=timezone.localdate() if state == "signed" else None,
        template=template(),
        language="both",
        contents={"title": WORDS, "parties": [], "terms": [], "clauses": [], "annexes": []},
        content_sha256=str(number) * 64,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        pages=1,
        created_at=timezone.now(),
        created_by=world.coordinator,
    )
    made.file.save("matrix.pdf", ContentFile(content), save=False)
    made.save(force_insert=True)
    return made


def batch(world: World) -> TripartiteBatch:
    return TripartiteBatch.objects.first() or TripartiteBatch.objects.create(
        plan=plan(world),
        act=BatchAct.MAKE,
        ordered_by=world.coordinator,
        ordered_at=timezone.now(),
    )


def pile(world: World) -> ScanPile:
    return ScanPile.objects.first() or ScanPile.objects.create(
        plan=plan(world), state="sorted", added_by=world.coordinator, added_at=timezone.now()
    )


def scanned(world: World) -> ScannedPage:
    found = ScannedPage.objects.first()
    if found is None:
        found = ScannedPage(pile=pile(world), number=1)
        found.picture.save("page", ContentFile(b"\xff\xd8\xff"))
    return found


def file_of(model: type[Attachment], parent: Any) -> Attachment:
    found = model._default_manager.filter(parent=parent).first()
    if found is None:
        found = model(
            parent=parent, name="scan.pdf", mime="application/pdf", size=1, sha256="0" * 64,
            added_at=timezone.now(),
        )  # fmt: skip
        found.file.save("scan.pdf", ContentFile(b"%PDF-1.7\n"))
    return found


def students_ceremony(world: World, state: str = "out") -> Signatory:
    found = Signatory.objects.filter(user=world.student.user, envelope__state=state).first()
    if found is not None:
        return found
    record = paper(world, "out" if state == "out" else "signed")
    sealed = SEALED | {"sealed_file": record.file.name} if state != "out" else {}
    envelope = Envelope(
        subject=record,
        title_en="Paper",
        reference="AG-1",
        document=record.file.name,
        document_sha256=record.sha256,
        pages=1,
        language="both",
        deadline_on=timezone.localdate() + timedelta(days=7),
        created_by=world.coordinator,
        created_at=timezone.now(),
        **sealed,
    )
    envelope.save(force_insert=True)
    return Signatory.objects.create(
        envelope=envelope,
        order=1,
        party_key="student",
        party_en="Student",
        party_zh="学生",
        name=world.student.name,
        email="student@example.org",
        user=world.student.user,
        means_allowed=["email"],
        status="invited",
        invited_at=timezone.now(),
    )


def token_of_consent(world: World) -> str:
    asked = consent(world, "guardian")
    link, _made = TaskLink.objects.get_or_create(
        task="consent",
        subject_id=asked.pk,
        defaults={
            "name": asked.name,
            "email": "guardian@example.org",
            "channel": "email",
            "created_at": timezone.now(),
            "sent_at": timezone.now(),
            "opened_at": timezone.now(),
            "expires_at": timezone.now() + timedelta(days=7),
        },
    )
    return link.token


def of_paper(capability: str = EDIT, **more: Any) -> Rule:
    if capability == READ:
        return row(paper, READ, also_for=LOOKS_ON, **more)
    return row(paper, capability, read=READ, seen_by=LOOKS_ON, **more)


def of_plan(capability: str = EDIT, **more: Any) -> Rule:
    return row(plan, capability, read="plan.read", **more)


def of_batch(**more: Any) -> Rule:
    return row(batch, "plan.read", read="plan.read", **more)


def of_pile(capability: str = EDIT, make: Any = pile, **more: Any) -> Rule:
    return row(
        pile,
        capability,
        read="plan.read",
        arguments=lambda world: {"pk": make(world).pk},
        **more,
    )


def scan(model: type[Attachment], parent: Any) -> Rule:
    """A scan is read by whoever reads the placement."""
    return row(
        placement,
        READ,
        also_for=LOOKS_ON,
        arguments=lambda world: {"pk": file_of(model, parent(world)).pk},
    )


def to_sign(method: Any = "GET", *, state: str = "out", **more: Any) -> Rule:
    return me(
        lambda world: students_ceremony(world, state),
        method=method,
        arguments=lambda world: {"pk": students_ceremony(world, state).pk, **more},
    )


RULES: dict[str, Rule] = {
    "placements:consent_ask": of_placement(),
    "placements:consent_record": of_placement(),
    "placements:insured_new": of_placement(),
    "placements:training_new": of_placement(),
    "placements:tripartite_new": of_placement(),
    "placements:tripartite_amend": of_placement(),
    "placements:consent_take_back": of_placement(
        method="POST", arguments=lambda world: {"pk": consent(world).pk}
    ),
    "placements:insured_remove": of_placement(
        method="POST", arguments=lambda world: {"pk": insured(world).pk}
    ),
    "placements:policy_detail": row(policy, READ, also_for=LOOKS_ON),
    "placements:policy_deduction": row(policy, EDIT, read=READ, seen_by=LOOKS_ON),
    "placements:consent_scan": scan(ConsentScan, consent),
    "placements:policy_scan": scan(InsuranceScan, policy),
    "placements:training_scan": scan(TrainingScan, training),
    "placements:tripartite_scan": scan(TripartiteScan, paper),
    "placements:tripartite_list": holder(READ),
    "placements:tripartite_detail": of_paper(READ),
    "placements:tripartite_document": of_paper(READ),
    "placements:tripartite_send": of_paper(),
    "placements:tripartite_on_paper": of_paper(),
    "placements:tripartite_party_on_paper": of_paper(),
    "placements:tripartite_cancel": of_paper(),
    "placements:tripartite_order": of_plan(),
    "placements:tripartite_remind": of_plan(method="POST"),
    "placements:tripartite_printed": of_plan(
        arguments=lambda world: {"pk": paper(world).placement.plan_id, "part": 1}
    ),
    "placements:pile_new": of_plan(),
    "placements:tripartite_batch": of_batch(),
    "placements:tripartite_batch_status": of_batch(),
    "placements:pile_detail": of_pile("plan.read"),
    "placements:pile_status": of_pile("plan.read"),
    "placements:pile_record": of_pile(),
    "placements:page_picture": of_pile("plan.read", scanned),
    "placements:page_assign": of_pile(EDIT, scanned),
    "placements:page_aside": of_pile(EDIT, scanned, method="POST"),
    "me:papers": me(),
    "me:paper_agreement": me(
        lambda world: paper(world, "out"), arguments=lambda world: {"pk": paper(world, "out").pk}
    ),
    "me:consent": me(consent, arguments=lambda world: {"pk": consent(world).pk}),
    "consent:answer": Rule(access="public", arguments=lambda world: {"token": token_of_consent(world)}),
    "me:signing:ceremony": to_sign(),
    "me:signing:document": to_sign(),
    "me:signing:page": to_sign(page=1),
    "me:signing:sealed": to_sign(state="completed"),
    "me:signing:consent": to_sign("POST"),
    "me:signing:page_seen": to_sign("POST", page=1),
    "me:signing:authority": to_sign("POST"),
    "me:signing:ask_for_code": to_sign("POST"),
    "me:signing:identify": to_sign("POST"),
    "me:signing:sign": to_sign("POST"),
    "me:signing:decline": to_sign("POST"),
}
