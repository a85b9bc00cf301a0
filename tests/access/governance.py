"""The rules of the addresses of regulations, their versions, acknowledgements and processes."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from governance.models import Acknowledgement, RegulationVersion, VersionFile, VersionState
from tests.access.rules import Rule, holder, own, portal, row, signed_in
from tests.governance.ruling import a_regulation, a_version, asked
from tests.world import World

READ, EDIT, APPROVE = (f"regulation.{name}" for name in ("read", "edit", "approve"))
S = VersionState
STAFF = (
    *("director", "head", "lawyer", "officer", "coordinator", "teacher", "class_teacher"),
    *("stranger_officer", "administrator"),
)


def version_in(state: str) -> Any:
    def find(world: World) -> RegulationVersion:
        found = RegulationVersion.objects.filter(state=state).first()
        return found or a_version(a_regulation(world), world.director, state=state)

    return find


draft, submitted, approved = (version_in(state) for state in (S.DRAFT, S.IN_APPROVAL, S.APPROVED))


def regulation(world: World) -> Any:
    """Without a version in force, so that only those who hold the power see it."""
    return draft(world).regulation


def kept(world: World) -> VersionFile:
    version = draft(world)
    return version.files.first() or attach_to(version)


def attach_to(version: RegulationVersion) -> VersionFile:
    return VersionFile.objects.create(
        parent=version,
        name="annex.pdf",
        mime="application/pdf",
        size=4,
        sha256="0" * 64,
        added_at=timezone.now(),
        file=ContentFile(b"%PDF", name="annex.pdf"),
    )


def of_file(world: World) -> dict[str, Any]:
    one = kept(world)
    return {"pk": one.parent_id, "file_id": one.pk}


def to_confirm(world: World) -> Any:
    version = approved(world)
    if not Acknowledgement.objects.filter(version=version, user=world.director).exists():
        asked(version, world.director)
    return version


def of(find: Any, capability: str = EDIT, **more: Any) -> Rule:
    return row(find, capability, read=READ, **more)


def for_partners(world: World) -> RegulationVersion:
    """In force, with a file; nobody of the enterprise can be asked about another row."""
    found = RegulationVersion.objects.filter(regulation__is_for_partners=True, state=S.APPROVED).first()
    if found is None:
        regulation = a_regulation(world, is_for_partners=True)
        found = a_version(regulation, world.director)
        attach_to(found)
        RegulationVersion.objects.filter(pk=found.pk).update(
            state=S.APPROVED, effective_from=timezone.localdate(), approved_at=timezone.now()
        )
    return found


def with_file(world: World) -> dict[str, Any]:
    version = for_partners(world)
    return {"pk": version.pk, "file_id": version.files.get().pk}


def its_key(world: World) -> dict[str, Any]:
    return {"pk": for_partners(world).pk}


RULES: dict[str, Rule] = {
    "governance:regulation_list": signed_in(),
    "governance:acknowledgement_list": signed_in(),
    "governance:regulation_new": holder(EDIT),
    "governance:regulation_detail": of(regulation, READ),
    "governance:regulation_edit": of(regulation),
    "governance:version_new": of(regulation),
    "governance:version_detail": of(draft, READ),
    "governance:version_paper": of(draft, READ),
    "governance:version_edit": of(draft),
    "governance:version_file_new": of(draft),
    "governance:version_file": of(draft, READ, arguments=of_file),
    "governance:version_file_remove": of(draft, arguments=of_file, method="POST"),
    "governance:version_submit": of(draft),
    "governance:version_recall": of(submitted),
    "governance:version_withdraw": of(draft),
    "governance:version_repeal": of(approved, APPROVE, seen_by=STAFF),
    "governance:version_call": of(approved, seen_by=STAFF),
    "governance:version_acknowledge": own(to_confirm, method="POST"),
    "governance:process_list": signed_in(),
    "governance:process_detail": signed_in(label="agreements.Agreement"),
    "governance:process_moves": holder("process.read", label="agreements.Agreement", name="submit"),
    "portal:regulations": portal(),
    "portal:regulation": Rule(access="portal", arguments=its_key),
    "portal:regulation_paper": Rule(access="portal", arguments=its_key),
    "portal:regulation_file": Rule(access="portal", arguments=with_file),
}
