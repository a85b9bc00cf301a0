"""Visits, meetings, calls and mails, with what was to be done next."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from insights.demonstration.people import Staff
from insights.demonstration.stories import Story, at_work
from insights.demonstration.tables import document
from partnerships.models import InteractionKind
from partnerships.operations import complete_action, record_interaction

if TYPE_CHECKING:
    from insights.demonstration.enterprises import Partner

PLACES = ["Centre, meeting room 301", "Centre, training hall", "Online"]
PLACES_ZH = ["中心301会议室", "中心实训楼", "线上会议"]
# Actions that were due in the last weeks and that somebody has forgotten.
OFTEN_FORGOTTEN, LATELY = 0.5, timedelta(days=30)


def several(
    partner: Partner,
    staff: Staff,
    chance: Random,
    phase: str,
    count: int,
    *,
    after: date,
    before: date,
    on: date,
) -> list[Story]:
    """So many different ones of a phase, between two days."""
    fitting = [
        template
        for template in document("interactions")["interaction"]
        if template["phase"] == phase and template.get("department", partner.department) == partner.department
    ]
    span = max((before - after).days - 1, 1)
    chosen = chance.sample(fitting, min(count, len(fitting)))
    days = [after + timedelta(days=chance.randint(1, span)) for _ in chosen]
    return [
        _meeting(partner, staff, chance, template, day=day, on=on)
        for template, day in zip(chosen, days, strict=True)
    ]


def _meeting(
    partner: Partner, staff: Staff, chance: Random, template: dict[str, Any], *, day: date, on: date
) -> Story:
    happened_at = at_work(day, chance)
    now = happened_at + timedelta(minutes=chance.randint(40, 150))
    yield now
    by_chance = chance.random()
    recorder = partner.owner
    chinese = recorder.language.startswith("zh")
    numbers = {"n": chance.randint(4, 18)}

    def words(key: str) -> str:
        return template[key][chinese].format(**numbers) if key in template else ""

    in_person = template["kind"] in {InteractionKind.VISIT, InteractionKind.MEETING}
    companions = staff.experts(partner.department) if in_person else []
    fields: dict[str, Any] = {}
    if "action" in template:
        due_on = day + timedelta(days=template["due"])
        fields = {
            "next_action": words("action"),
            "next_action_on": due_on,
            "next_action_owner": recorder,
        }
    interaction = record_interaction(
        actor=recorder,
        enterprise_pk=partner.enterprise.pk,
        now=now,
        kind=template["kind"],
        happened_at=happened_at,
        place=_place(template["kind"], chinese, chance),
        summary=words("summary"),
        minutes=words("minutes"),
        staff=[recorder, *chance.sample(companions, min(len(companions), chance.randint(0, 2)))],
        contacts=[
            partner.contacts[0],
            *chance.sample(partner.contacts[1:], min(in_person, len(partner.contacts) - 1)),
        ],
        **fields,
    )
    if not fields:
        return
    is_forgotten = by_chance < OFTEN_FORGOTTEN and fields["next_action_on"] > on - LATELY
    if not is_forgotten:
        yield from _done(partner, interaction.pk, _done_at(now, fields["next_action_on"], chance))


def _done(partner: Partner, pk: int, now: datetime) -> Story:
    yield now
    complete_action(actor=partner.owner, pk=pk, now=now)


def _done_at(recorded_at: datetime, due_on: date, chance: Random) -> datetime:
    at = at_work(due_on - timedelta(days=chance.randint(-3, 5)), chance)
    return max(at, recorded_at + timedelta(hours=2))


def _place(kind: str, chinese: bool, chance: Random) -> str:
    if kind != InteractionKind.MEETING:
        return ""
    return chance.choice(PLACES_ZH if chinese else PLACES)
