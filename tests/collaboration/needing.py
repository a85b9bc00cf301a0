"""Needs of the test world: rows as they stand after every step."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from catalogue.models import Major
from collaboration.models import AnswerKind, Need, NeedAnswer, NeedKind, NeedSource, NeedState
from partnerships.models import Enterprise
from tests.teachers.recognising import a_position
from tests.teachers.samples import NOW
from tests.world import World

POWERS = ["enterprise.read", "teacher.read", "post.read", "student.read", "need.read", "need.edit"]
WITH_OWNER = {NeedState.TAKEN_UP, NeedState.ANSWERED, NeedState.MET}


def an_office(world: World) -> User:
    """Whoever takes needs up, for the whole centre."""
    return a_position(world, "Needs office", POWERS)


def a_need(enterprise: Enterprise, owner: User | None = None, **fields: Any) -> Need:
    """Told today, or further where it says so."""
    today = timezone.localdate()
    state = fields.get("state", NeedState.TOLD)
    said: dict[str, Any] = {
        "kind": NeedKind.TALENT,
        "title": "数控操作工20名",
        "details": "能独立操作加工中心。",
        "department_id": enterprise.department_id,
        "source": NeedSource.STAFF,
        "told_on": today,
        "waiting_since": fields.get("told_on") or today,
        "created_at": NOW,
    }
    if fields.get("kind", NeedKind.TALENT) in {NeedKind.TALENT, NeedKind.TRAINING}:
        said["people"] = 20
    if state in WITH_OWNER:
        said |= {"owner": owner, "answer_by": today + timedelta(days=20)}
    if state in {NeedState.ANSWERED, NeedState.MET}:
        said |= {"answered_on": today, "answer": "见下。"}
    if state == NeedState.MET:
        said["met_on"] = today
    if state in {NeedState.DECLINED, NeedState.WITHDRAWN}:
        said["reason"] = "本校没有相关专业。"
    if state == NeedState.DRAFT:
        said |= {"source": NeedSource.PORTAL, "told_on": None}
    majors = fields.pop("majors", ())
    need: Need = Need.objects.create(enterprise=enterprise, **{**said, **fields})
    need.majors.set(majors)
    return need


def answered_in_words(need: Need, words: str = "学校安排订单班。") -> NeedAnswer:
    return NeedAnswer.objects.create(
        need=need, kind=AnswerKind.WORDS, words=words, added_on=timezone.localdate()
    )


def a_major(code: str = "660103", name: str = "数控技术应用") -> Major:
    found: Major = Major.objects.get_or_create(
        code=code, defaults={"name_zh": name, "name_en": f"Major {code}", "stage": "secondary"}
    )[0]
    return found


def said_of(**fields: Any) -> dict[str, Any]:
    """What is said of a need of talent."""
    return {
        "kind": NeedKind.TALENT,
        "title": "数控操作工20名",
        "details": "能独立操作加工中心。",
        "people": 20,
        "majors": [a_major()],
        "told_on": date(2026, 11, 16),
    } | fields
