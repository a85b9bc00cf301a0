"""Adjustments of curricula of the test world, as they stand after every step."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import User
from collaboration.models import (
    AdjustmentState,
    ChangeKind,
    CurriculumAdjustment,
    Need,
    Opinion,
    PanelMember,
)
from partnerships.models import Contact
from tests.collaboration.needing import a_major

S = AdjustmentState
DAY = date(2026, 10, 12)


def an_adjustment(
    need: Need, user: User | None = None, contact: Contact | None = None, **fields: Any
) -> CurriculumAdjustment:
    """Proposed, or further where it says so; with members of both sides who have spoken where given."""
    state = fields.get("state", S.PROPOSED)
    said: dict[str, Any] = {
        "department_id": need.department_id,
        "major": a_major(),
        "course": "数控编程",
        "kind": ChangeKind.CONTENT,
        "before": "手工编程为主。",
        "after": "增加五轴编程与仿真。",
        "reason": "企业已普遍使用五轴设备。",
        "proposed_on": DAY,
    }
    if state not in {S.PROPOSED, S.WITHDRAWN}:
        said["panel_on"] = DAY
    if state in {S.ADOPTED, S.NOT_ADOPTED, S.WITHDRAWN}:
        said |= {"decision": "按意见执行。", "decided_on": DAY}
    if state == S.ADOPTED:
        said |= {"study_year": 2026, "term": 2, "effective_on": date(2027, 2, 1)}
    one: CurriculumAdjustment = CurriculumAdjustment.objects.create(**{**said, **fields})
    one.needs.set([need])
    for person in ({"user": user} if user else None, {"contact": contact} if contact else None):
        if person:
            PanelMember.objects.create(adjustment=one, opinion=Opinion.FOR, given_on=DAY, **person)
    return one
