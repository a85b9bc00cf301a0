"""Inspections for the tests, through the operations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from governance.models import Finding, FindingFile, Inspection, InspectionState, Inspector
from governance.operations import findings, inspections, samples
from tests.factories import UserFactory
from tests.placements.ending import a_plan, an_ended_placement, another_student
from tests.world import World, give_second_factor

IS = InspectionState
KINDS = ["placement", "agreement"]


def now() -> Any:
    return timezone.now()


def today() -> Any:
    return timezone.localdate()


def prepared(world: World, **fields: Any) -> Inspection:
    given = {
        "title": "岗位实习专项检查",
        "body": "苏州市教育局",
        "basis": "苏教职〔2026〕9号",
        "department": world.centre,
        "responsible": world.director,
        "kinds": KINDS,
        "departments": [world.mechanics],
        "starts_on": today(),
        "ends_on": today() + timedelta(days=10),
    } | fields
    return inspections.prepare(actor=world.director, now=now(), **given)


def named(world: World, inspection: Inspection, email: str = "inspector@edu.example") -> Inspector:
    return inspections.name_inspector(
        actor=world.director, pk=inspection.pk, now=now(), name="顾督导", position="督导员", email=email
    )


def opened(world: World, inspection: Inspection | None = None, **fields: Any) -> Inspection:
    """Open, with one inspector who has come in with a second factor."""
    inspection = inspection or prepared(world, **fields)
    if not inspection.inspectors.exists():
        named(world, inspection)
    inspections.open_inspection(actor=world.director, pk=inspection.pk, now=now())
    inspection.refresh_from_db()
    return inspection


def come_in(inspector: Inspector) -> User:
    """As an account that has a second factor, without the form."""
    user = User.objects.known_by(inspector.email) or UserFactory.create(
        name=inspector.name, email=inspector.email, is_inspector=True
    )
    if not user.authenticator_set.exists():
        give_second_factor(user)
    inspector.user, inspector.joined_at = user, now()
    inspector.save()
    return user


def placements(world: World, count: int = 3) -> list[Any]:
    """Internships of the mechanics department, each of another student."""
    plan = a_plan(world)
    found = [an_ended_placement(world, plan=plan)]
    while len(found) < count:
        found.append(an_ended_placement(world, plan=plan, post=found[0].post, student=another_student(world)))
    return found


def drawn(world: World, inspection: Inspection, size: int = 2, **fields: Any) -> Any:
    return samples.draw_sample(
        actor=world.director,
        pk=inspection.pk,
        now=now(),
        **{"sizes": {"placement": size}, "seed": "26-11-23"} | fields,
    )


def a_finding(world: World, inspection: Inspection, **fields: Any) -> Finding:
    given = {
        "what": "三方协议缺监护人签字。",
        "article": "《职业学校学生实习管理规定》第十三条",
        "severity": "serious",
        "assignee": world.officer,
        "due_on": today() + timedelta(days=20),
        "found_on": today(),
    } | fields
    return findings.enter(actor=world.director, pk=inspection.pk, now=now(), **given)


def evidence(finding: Finding) -> FindingFile:
    return FindingFile.objects.create(
        parent=finding,
        name="proof.pdf",
        mime="application/pdf",
        size=4,
        sha256="0" * 64,
        added_at=now(),
        file=ContentFile(b"%PDF", name="proof.pdf"),
    )
