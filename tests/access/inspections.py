"""The rules of the addresses of inspections: those of the staff, and those of inspectors."""

from __future__ import annotations

from typing import Any

from governance.models import Finding, FindingState, Inspection, InspectionState, Inspector
from governance.operations import samples
from tests.access.rules import Rule, holder, inspector, public, row, signed_in
from tests.governance.inspecting import (
    a_finding,
    drawn,
    evidence,
    named,
    now,
    opened,
    placements,
    prepared,
)
from tests.world import World

READ, EDIT, OPEN = (f"inspection.{name}" for name in ("read", "edit", "open"))
IS, FS = InspectionState, FindingState


def in_preparation(world: World) -> Inspection:
    found = Inspection.objects.filter(state=IS.PREPARED).first()
    return found or prepared(world, departments=[world.mechanics])


def looked_at(world: World) -> Inspection:
    """Open, with a sample of an internship; the one that the inspector of the matrix comes in to."""
    found = Inspection.objects.filter(state=IS.OPEN).order_by("pk").first() or opened(world)
    if not found.draws.exists():
        placements(world, 1)
        drawn(world, found, size=1)
    return found


def packed(world: World) -> Inspection:
    found = looked_at(world)
    if not found.bundles.exists():
        samples.order_bundle(actor=world.director, inspection=found, now=now())
        samples.pack_ordered(now=now())
    return found


def one_named(world: World) -> Inspector:
    inspection = looked_at(world)
    found = inspection.inspectors.filter(joined_at=None, revoked_at=None).first()
    return found or named(world, inspection, email="second@edu.example")


def of_inspector(world: World) -> dict[str, Any]:
    one = one_named(world)
    return {"pk": one.inspection_id, "inspector_id": one.pk}


def of_revoked(world: World) -> dict[str, Any]:
    inspection = looked_at(world)
    found = inspection.inspectors.exclude(revoked_at=None).first()
    if found is None:
        found = named(world, inspection, email="third@edu.example")
        Inspector.objects.filter(pk=found.pk).update(revoked_at=now())
    return {"pk": inspection.pk, "inspector_id": found.pk}


def of_dossier(world: World) -> dict[str, Any]:
    inspection = looked_at(world)
    return {"pk": inspection.pk, "kind": "placement", "key": samples.drawn(inspection)[0].key}


def of_part(world: World) -> dict[str, Any]:
    return of_dossier(world) | {"name": "plan"}


def of_kind(world: World) -> dict[str, Any]:
    return {"pk": looked_at(world).pk, "kind": "placement"}


def finding_in(state: str) -> Any:
    def find(world: World) -> Finding:
        found = Finding.objects.filter(state=state).first()
        if found is None:
            found = a_finding(world, looked_at(world), assignee=world.officer)
            Finding.objects.filter(pk=found.pk).update(state=state, answer="done")
        return found

    return find


open_finding, handed_in = finding_in(FS.OPEN), finding_in(FS.HANDED_IN)


def of_file(world: World) -> dict[str, Any]:
    finding = open_finding(world)
    return {"pk": finding.pk, "file_id": (finding.files.first() or evidence(finding)).pk}


def its_key(find: Any) -> Any:
    return lambda world: {"pk": find(world).pk}


def staff(find: Any, capability: str = READ, **more: Any) -> Rule:
    return row(find, capability, read=READ, **more)


def of_assignee(find: Any = open_finding, **more: Any) -> Rule:
    """Whoever has to put it right, the officer here; those who see the inspection may not."""
    return row(find, "nothing", read=READ, also_for=("officer",), **more)


def theirs(**more: Any) -> Rule:
    return inspector(looked_at, **{"arguments": its_key(looked_at)} | more)


RULES: dict[str, Rule] = {
    "governance:inspection_list": holder(READ),
    "governance:seen_list": holder(READ),
    "governance:inspection_new": holder(EDIT),
    "governance:inspection_detail": staff(in_preparation),
    "governance:inspection_edit": staff(in_preparation, EDIT),
    "governance:inspection_open": staff(in_preparation, OPEN),
    "governance:inspection_days": staff(looked_at, OPEN),
    "governance:inspection_close": staff(looked_at, OPEN),
    "governance:inspection_end_early": staff(looked_at, OPEN),
    "governance:inspector_new": staff(in_preparation, EDIT),
    "governance:inspector_invite": staff(looked_at, OPEN, arguments=of_inspector, method="POST"),
    "governance:inspector_revoke": staff(looked_at, OPEN, arguments=of_inspector, method="POST"),
    "governance:inspector_edit": staff(looked_at, EDIT, arguments=of_inspector),
    "governance:inspector_give_back": staff(looked_at, OPEN, arguments=of_revoked, method="POST"),
    "governance:inspection_draw": staff(in_preparation, EDIT),
    "governance:inspection_population": staff(looked_at),
    "governance:inspection_matrix": staff(looked_at),
    "governance:inspection_bundle_order": staff(looked_at, method="POST"),
    "governance:inspection_bundle": staff(packed),
    "governance:inspection_report": staff(looked_at),
    "governance:inspection_dossier": staff(looked_at, arguments=of_dossier),
    "governance:inspection_part": staff(looked_at, arguments=of_part),
    "governance:finding_new": staff(looked_at, EDIT),
    "governance:finding_list": signed_in(),
    "governance:finding_detail": staff(open_finding, also_for=("officer",)),
    "governance:finding_edit": staff(open_finding, EDIT, seen_by=("officer",)),
    "governance:finding_accept": staff(handed_in, EDIT, seen_by=("officer",)),
    "governance:finding_return": staff(handed_in, EDIT, seen_by=("officer",)),
    "governance:finding_withdraw": staff(open_finding, EDIT, seen_by=("officer",)),
    "governance:finding_take_up": of_assignee(method="POST"),
    "governance:finding_hand_in": of_assignee(),
    "governance:finding_file_new": of_assignee(),
    "governance:finding_file": staff(open_finding, arguments=of_file, also_for=("officer",)),
    "governance:finding_file_remove": of_assignee(arguments=of_file, method="POST"),
    "governance:join_inspection": public(token="x"),
    "governance:join_inspection_with_passkey": public(token="x"),
    "governance:inspected_home": inspector(),
    "governance:inspected": theirs(),
    "governance:inspected_population": theirs(),
    "governance:inspected_matrix": theirs(),
    "governance:inspected_bundle_order": theirs(method="POST"),
    "governance:inspected_bundle": theirs(arguments=its_key(packed)),
    "governance:inspected_dossiers": theirs(arguments=of_kind),
    "governance:inspected_dossier": theirs(arguments=of_dossier),
    "governance:inspected_part": theirs(arguments=of_part),
}
