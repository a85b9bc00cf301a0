"""The rules of the centre: written, approved, acknowledged by most, one repealed; through the operations.

Told from the day backwards, none of it in the first year of the story.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from accounts.models import Position, User
from governance.models import Acknowledgement, Regulation, RegulationVersion
from governance.operations import acknowledgements, regulations
from insights.demonstration.people import Staff
from insights.demonstration.stories import at_work
from insights.demonstration.tables import document
from signing.models import Approval, ApprovalRoute, ApprovalStep
from signing.operations import Decision, decide, look_at

ROUTE = (
    ("Review", "审核", "regulation.review", "department", 5),
    ("Approval for the centre", "中心批准", "regulation.approve", "centre", 7),
)
# So many days after it was submitted.
REVIEWED, APPROVED = 4, 9


@dataclass(frozen=True, slots=True)
class Desk:
    """Whoever writes one regulation, on its way."""

    staff: Staff
    route: ApprovalRoute
    on: date
    writer: User
    chance: Random

    def at(self, days_ago: int) -> datetime:
        return at_work(self.on - timedelta(days=days_ago), self.chance)


def make_regulations(staff: Staff, *, on: date) -> None:
    """Everything up to a day."""
    route = _route()
    for table in document("regulations")["regulation"]:
        writer = staff.one(table["writer"], table["department"])
        _regulation(Desk(staff, route, on, writer, Random(table["number"])), table)
    acknowledgements.sweep(on=on - timedelta(days=1), now=at_work(on - timedelta(days=1), Random("read")))


def _route() -> ApprovalRoute:
    route = ApprovalRoute.objects.create(name_en="Regulations", name_zh="管理制度审批")
    for order, (name_en, name_zh, capability, reach, days) in enumerate(ROUTE, start=1):
        route.steps.create(
            order=order,
            name_en=name_en,
            name_zh=name_zh,
            capability=capability,
            reach=reach,
            days_allowed=days,
        )
    return route


def _title(position: str) -> str:
    return document("centre")["positions"][position]["title_en"]


def _regulation(desk: Desk, table: Mapping[str, Any]) -> None:
    department = desk.staff.departments[table["department"]]
    made = regulations.enter(
        actor=desk.writer,
        now=desk.at(table["versions"][0]["submitted"] + 12),
        number=table["number"],
        name_zh=table["name_zh"],
        name_en=table["name_en"],
        kind=table["kind"],
        department=department,
        responsible=Position.objects.get(title_en=_title(table["responsible"]), department=department),
        is_for_partners=table.get("for_partners", False),
        applies_to=table["pages"],
    )
    words = {"text_zh": table["text_zh"].strip(), "text_en": table["text_en"].strip()}
    for entry in table["versions"]:
        words = _replaced(words, entry)
        version = _version(desk, made, entry, words)
        call = table.get("call")
        if call and call["version"] == version.number:
            _call(desk, version, call)


def _replaced(words: Mapping[str, str], entry: Mapping[str, Any]) -> dict[str, str]:
    """Raises ValueError where the data names words that are not there."""
    found = dict(words)
    for language in ("zh", "en"):
        for old, new in entry.get(f"replace_{language}", ()):
            if old not in found[f"text_{language}"]:
                raise ValueError(old)
            found[f"text_{language}"] = found[f"text_{language}"].replace(old, new)
    return found


def _version(
    desk: Desk, regulation: Regulation, entry: Mapping[str, Any], words: Mapping[str, str]
) -> RegulationVersion:
    submitted = max(entry["submitted"], 1)
    version = regulations.draft_version(
        actor=desk.writer,
        regulation_id=regulation.pk,
        now=desk.at(submitted + 8),
        **words,
        reason=entry.get("reason", ""),
        effective_from=desk.on - timedelta(days=entry["begins"]),
        route=desk.route,
    )
    if entry.get("draft"):
        return version
    regulations.submit(actor=desk.writer, pk=version.pk, now=desk.at(submitted))
    staff = desk.staff
    reviewer = staff.one("legal", "centre") if desk.writer == staff.office_head else staff.office_head
    _decide(version, reviewer, desk.at(submitted - REVIEWED))
    if entry.get("in_approval"):
        return version
    _decide(version, staff.director, desk.at(submitted - APPROVED))
    if "repealed" in entry:
        regulations.repeal(
            actor=staff.director,
            pk=version.pk,
            last_day=desk.on - timedelta(days=entry["repealed"]),
            reason=entry["repeal_reason"],
            now=desk.at(entry["repealed"] + 7),
        )
    return version


def _decide(version: RegulationVersion, person: User, now: datetime) -> None:
    approval = Approval.objects.about(version).open().get()
    step = ApprovalStep.objects.current().get(approval=approval)
    seen = look_at(actor=person, approval=approval, now=now)
    decide(actor=person, step_id=step.pk, decision=Decision.APPROVE, seen=seen, now=now)


def _call(desk: Desk, version: RegulationVersion, table: Mapping[str, Any]) -> None:
    asked = desk.at(table["asked"])
    titles = [_title(key) for key in table.get("positions", ())]
    acknowledgements.ask(
        actor=desk.writer,
        pk=version.pk,
        due_on=desk.on - timedelta(days=table["due"]),
        for_all=table.get("all", False),
        departments=[desk.staff.departments[key] for key in table.get("departments", ())],
        positions=Position.objects.filter(title_en__in=titles),
        now=asked,
    )
    rows = Acknowledgement.objects.filter(version=version).select_related("user").order_by("pk")
    for row in rows:
        if desk.chance.random() < table["done"]:
            now = desk.at(max(1, table["asked"] - desk.chance.randint(1, 10)))
            acknowledgements.acknowledge(actor=row.user, version_id=version.pk, now=max(now, asked))
