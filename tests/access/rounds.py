"""The rules of the addresses of rounds of selection."""

from __future__ import annotations

from typing import Any

from internships.models import Outcome, RoundRun, RoundSeat, SelectionRound
from internships.operations import rounds
from tests.access.posts import liaisons, plan, post
from tests.access.rules import Rule, holder, me, portal, row
from tests.internships.rounding import NOW, TIMES
from tests.world import World

READ, RUN = "round.read", "round.run"


def round(world: World) -> SelectionRound:
    return SelectionRound.objects.first() or rounds.prepare_round(
        actor=world.director, plan=plan(world), name="Spring", now=NOW, **TIMES
    )


def seat(world: World) -> RoundSeat:
    return RoundSeat.objects.first() or RoundSeat.objects.create(
        round=round(world), post=post(world), seats=1
    )


def run(world: World) -> RoundRun:
    return RoundRun.objects.first() or RoundRun.objects.create(
        round=round(world), number=1, snapshot="{}", snapshot_sha256="0" * 64, frozen_at=NOW
    )


def outcome(world: World) -> Outcome:
    return Outcome.objects.first() or Outcome.objects.create(
        run=run(world), student=world.student, seat=seat(world), choice=1
    )


def open_round(world: World) -> SelectionRound:
    """One that is for the class of the world's student."""
    found = round(world)
    found.plan.classes.add(world.school_class)
    SelectionRound.objects.filter(pk=found.pk).update(state="open")
    return found


def open_seat(world: World) -> RoundSeat:
    open_round(world)
    return seat(world)


def published(world: World) -> SelectionRound:
    found = open_round(world)
    outcome(world)
    RoundRun.objects.filter(round=found).update(verified_at=NOW, published_at=NOW)
    SelectionRound.objects.filter(pk=found.pk).update(state="published")
    return found


def of_round(capability: str = RUN, **more: Any) -> Rule:
    return row(round, capability, **more)


RULES: dict[str, Rule] = {
    "internships:round_list": holder(READ),
    "internships:round_new": holder(RUN),
    "internships:round_detail": of_round(READ),
    "internships:round_edit": of_round(),
    "internships:round_fill_in": of_round(),
    "internships:round_move": of_round(arguments=lambda world: {"pk": round(world).pk, "name": "cancel"}),
    "internships:round_remind": of_round(arguments=lambda world: {"pk": round(world).pk, "whom": "students"}),
    "internships:round_status": of_round(READ),
    "internships:seat_list": holder(READ),
    "internships:seat_new": of_round(),
    "internships:seat_all": of_round(method="POST"),
    "internships:seat_edit": row(seat, RUN),
    "internships:seat_remove": row(seat, RUN, method="POST"),
    "internships:run_snapshot": row(run, RUN),
    "internships:outcome_list": holder(READ),
    "internships:outcome_detail": row(outcome, READ),
    "me:rounds": me(),
    "me:round": me(open_round, arguments=lambda world: {"pk": open_round(world).pk}),
    "me:round_rank": me(open_round, method="POST", arguments=lambda world: {"pk": open_round(world).pk}),
    "me:round_reach": me(open_round, arguments=lambda world: {"pk": open_round(world).pk}),
    "me:round_confirm": me(published, method="POST", arguments=lambda world: {"pk": published(world).pk}),
    "me:round_decline": me(published, method="POST", arguments=lambda world: {"pk": published(world).pk}),
    "portal:rounds": portal(),
    "portal:round_seat": portal(open_seat, arguments=lambda world: {"pk": open_seat(world).pk}),
    "portal:round_rank": liaisons(
        portal(open_seat, method="POST", arguments=lambda world: {"pk": open_seat(world).pk})
    ),
}
