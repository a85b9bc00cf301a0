"""Regulations for the tests, in any state; by the operations where that is not slow."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Position, User
from governance.models import Acknowledgement, Regulation, RegulationVersion, VersionState
from governance.operations import regulations
from signing.models import Approval, ApprovalRoute, ApprovalStep
from signing.operations import Decision, decide, look_at

S = VersionState
TEXT_ZH = "# 第一章 总则\n第一条 为规范校企合作，制定本办法。\n# 第二章 管理\n第二条 校企合作办公室归口管理。"
TEXT_EN = (
    "# Chapter 1 General\nArticle 1 These rules govern cooperation.\n"
    "# Chapter 2 Management\nArticle 2 The office manages."
)


def now() -> Any:
    return timezone.now()


def today() -> date:
    return timezone.localdate()


def a_regulation(world: Any, **fields: Any) -> Regulation:
    given = {
        "number": f"TH-{Regulation.objects.count() + 1:03}",
        "name_zh": "校企合作管理办法",
        "name_en": "Measures for cooperation with enterprises",
        "department": world.mechanics,
        "responsible": Position.objects.get(title_en="Director"),
    } | fields
    return Regulation.objects.create(**given)


def a_route() -> ApprovalRoute:
    """One step: whoever approves for the centre."""
    route, is_new = ApprovalRoute.objects.get_or_create(
        name_en="Regulations", defaults={"name_zh": "制度审批", "allows_own_decision": True}
    )
    if is_new:
        route.steps.create(
            order=1, name_en="Approve", name_zh="批准", capability="regulation.approve", reach="centre"
        )
    return route


def a_version(
    regulation: Regulation, writer: User, *, state: str = S.DRAFT, **fields: Any
) -> RegulationVersion:
    """In a state, without its way there."""
    decided = state in (S.APPROVED, S.REPEALED)
    given: dict[str, Any] = {
        "number": regulation.versions.count() + 1,
        "text_zh": TEXT_ZH,
        "text_en": TEXT_EN,
        "reason": "修订",
        "effective_from": today() - timedelta(days=30) if decided else today() + timedelta(days=30),
        "route": a_route(),
        "written_by": writer,
    }
    if decided:
        given["approved_at"] = now() - timedelta(days=40)
    if state == S.REPEALED:
        given |= {"effective_until": today() - timedelta(days=1), "repeal_reason": "已不适用"}
    return RegulationVersion.objects.create(regulation=regulation, state=state, **(given | fields))


def approve(version: RegulationVersion, actor: User, at: Any = None) -> RegulationVersion:
    """Every step, by the same person, who holds all powers."""
    at = at or now()
    approval = Approval.objects.about(version).open().get()
    while step := ApprovalStep.objects.current().filter(approval=approval).first():
        seen = look_at(actor=actor, approval=approval, now=at)
        decide(actor=actor, step_id=step.pk, decision=Decision.APPROVE, seen=seen, now=at)
    version.refresh_from_db()
    return version


def in_force(world: Any, **fields: Any) -> RegulationVersion:
    return a_version(a_regulation(world, **fields), world.director, state=S.APPROVED)


def asked(version: RegulationVersion, user: User, **fields: Any) -> Acknowledgement:
    given = {"asked_at": now() - timedelta(days=5), "due_on": today() + timedelta(days=5)} | fields
    return Acknowledgement.objects.create(version=version, user=user, **given)


def submitted(world: Any, regulation: Regulation, **fields: Any) -> RegulationVersion:
    """Written and submitted by the director, through the operations."""
    given = {
        "text_zh": TEXT_ZH,
        "text_en": TEXT_EN,
        "reason": "修订",
        "route": a_route(),
        "effective_from": today() + timedelta(days=10),
    } | fields
    version = regulations.draft_version(actor=world.director, regulation_id=regulation.pk, now=now(), **given)
    return regulations.submit(actor=world.director, pk=version.pk, now=now())
