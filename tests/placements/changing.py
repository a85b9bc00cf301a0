"""Posts that a placement can change to."""

from __future__ import annotations

from typing import Any

from internships.models import Post
from placements.models import PlacementChange
from placements.operations.changes import change_now
from tests.factories import BindingAgreementFactory, PostFactory
from tests.placements.caring import LATER
from tests.placements.placing import Placed


def another_post(placed: Placed, **fields: Any) -> Post:
    """At the same host, of the same plan, with one seat."""
    given: dict[str, Any] = {
        "plan": placed.plan,
        "department": placed.world.mechanics,
        "enterprise": placed.world.partner,
        "agreement": placed.post.agreement,
        "seats": 1,
        "name_en": "Grinder",
    }
    return PostFactory.create(majors=list(placed.post.majors.all()), **given | fields)


def at_another_host(placed: Placed, **fields: Any) -> Post:
    """A host that nobody has vetted, unless its vetting is said not to matter."""
    agreement = BindingAgreementFactory.create(
        department=placed.world.tourism, enterprise=placed.world.stranger
    )
    return another_post(placed, enterprise=placed.world.stranger, agreement=agreement, **fields)


def vetted_elsewhere(placed: Placed, monkeypatch: Any, **fields: Any) -> Post:
    monkeypatch.setattr("placements.operations.changes.vetting_objection", lambda *_args, **_more: None)
    return at_another_host(placed, **fields)


def change(placed: Placed, kind: str, **to: Any) -> PlacementChange:
    return change_now(
        actor=placed.world.coordinator,
        placement_id=placed.placement.pk,
        kind=kind,
        reason="As agreed",
        to=to,
        now=LATER,
    )
