"""The rules of the addresses of rules."""

from __future__ import annotations

from datetime import date

from django.core.files.base import ContentFile
from django.utils import timezone

from compliance.models import Pack, Rule, Waiver, WaiverFile
from compliance.operations import current_version
from tests.access.rules import Rule as AccessRule
from tests.access.rules import holder, row
from tests.world import World


def waiver(world: World) -> Waiver:
    now = timezone.now()
    return Waiver.objects.first() or Waiver.objects.create(
        subject=world.partner,
        department_id=world.mechanics.pk,
        pack=Pack.objects.get(code="cn-internship-2021"),
        codes=["INT-22"],
        kind="high_risk",
        number="1",
        authority="教育局",
        valid_from=date(2026, 1, 1),
        valid_until=date(2026, 12, 31),
        recorded_at=now,
    )


def scan(world: World) -> dict[str, int]:
    kept = WaiverFile.objects.first()
    if kept is None:
        kept = WaiverFile(
            parent=waiver(world), name="a.txt", mime="text/plain", size=2, sha256="", added_at=timezone.now()
        )
        kept.file.save("", ContentFile(b"ok"))
    return {"pk": kept.parent_id, "file_id": kept.pk}


def some_rule(world: World) -> Rule:
    return current_version("cn-internship-2021", timezone.localdate()).rules.get(code="INT-15")


def some_pack(world: World) -> Pack:
    pack = Pack.objects.get(code="cn-ningbo")
    pack.department_id = None  # it belongs to nobody's department
    return pack


RULES: dict[str, AccessRule] = {
    "compliance:rule_list": holder("rule.read"),
    "compliance:rule_detail": row(some_rule, "rule.read"),
    "compliance:pack_detail": row(some_pack, "rule.read"),
    "compliance:waiver_file": row(waiver, "rule.read", arguments=scan),
    "compliance:waiver_withdraw": row(waiver, "rule.waive"),
}
