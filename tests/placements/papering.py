"""What the tests of papers share: a published text, a placement whose agreement can be made and signed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import Centre
from agreements.choices import Language
from internships.models import Guardian, Post, Student
from partnerships.models import Enterprise
from placements.models import Basis, Placement, Tripartite, TripartiteTemplate
from placements.operations.tripartite import make_tripartite
from placements.operations.tripartite_signing import send_tripartite
from placements.operations.tripartite_templates import publish
from placements.tripartite_defaults import load_defaults
from signing.models import Envelope, Signatory
from tests.factories import GuardianFactory
from tests.placements.placing import NOW, TODAY, Placed
from tests.signing.envelopes import sign_all_the_way
from tests.world import World

STARTS_ON = TODAY + timedelta(days=14)
DUE_ON = TODAY + timedelta(days=10)


def published_text(world: World, basis: str = Basis.OFFICIAL) -> TripartiteTemplate:
    template = load_defaults() or TripartiteTemplate.objects.get(number=1)
    if not template.is_published:
        TripartiteTemplate.objects.filter(pk=template.pk).update(basis=basis)
        publish(actor=world.director, pk=template.pk, now=NOW)
    return TripartiteTemplate.objects.get(pk=template.pk)


def ready_to_agree(placed: Placed) -> Placed:
    """Everything an agreement speaks of is on record, and everybody can be reached."""
    published_text(placed.world)
    Centre.objects.update(address_en="1 School Road, Suzhou", address_zh="苏州市学府路1号")
    Enterprise.objects.filter(pk=placed.world.partner.pk).update(address="苏州市工业园区8号")
    Post.objects.filter(pk=placed.post.pk).update(pay_per_month=3000)
    Placement.objects.filter(pk=placed.placement.pk).update(starts_on=STARTS_ON)
    Student.objects.filter(pk=placed.world.student.pk).update(email="li.ming@student.example")
    Guardian.objects.filter(pk=placed.world.guardian.pk).update(email="guardian@family.example")
    placed.placement = Placement.objects.get(pk=placed.placement.pk)
    placed.world.student.refresh_from_db()
    return placed


def another_ready(placed: Placed, **fields: Any) -> Placement:
    """One more placement of the plan whose agreement can be made and sent."""
    placement = placed.another(starts_on=STARTS_ON, **fields)
    number = placement.student.number.lower()
    Student.objects.filter(pk=placement.student_id).update(email=f"{number}@student.example")
    GuardianFactory.create(
        student=placement.student, name="家长", is_first=True, email=f"{number}@family.example"
    )
    return Placement.objects.get(pk=placement.pk)


def made(placed: Placed, placement: Placement | None = None, **more: Any) -> Tripartite:
    return make_tripartite(
        actor=placed.world.coordinator,
        placement_pk=(placement or placed.placement).pk,
        language=more.pop("language", Language.BOTH),
        now=more.pop("now", NOW),
    )


def sent(placed: Placed, paper: Tripartite | None = None, **more: Any) -> Envelope:
    return send_tripartite(
        actor=placed.world.coordinator,
        pk=(paper or made(placed)).pk,
        signatory=more.pop("signatory", placed.world.director),
        due_on=more.pop("due_on", DUE_ON),
        now=more.pop("now", NOW),
    )


def part_of(envelope: Envelope, party: str) -> Signatory:
    return envelope.signatories.select_related("envelope", "user").get(party_key=party)


def everybody_signs(envelope: Envelope, *parties: str) -> None:
    for number, party in enumerate(parties or ("student", "guardian", "host", "school")):
        sign_all_the_way(part_of(envelope, party), NOW + timedelta(minutes=10 * number))


def pdf(name: str = "scan.pdf") -> ContentFile:
    return ContentFile(b"%PDF-1.7\n", name=name)


def a_day(text: str) -> date:
    return date.fromisoformat(text)
