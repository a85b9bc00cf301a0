"""The rules of the addresses of needs of enterprises."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from collaboration.models import Need, NeedState
from tests.access.rules import Rule, holder, portal, row
from tests.collaboration.needing import a_need, answered_in_words
from tests.world import World

READ, EDIT = "need.read", "need.edit"
S = NeedState
COLLEAGUES = ("signatory", "mentor")


def need_in(state: str) -> Any:
    def find(world: World) -> Need:
        found = Need.objects.filter(state=state).first()
        return found or a_need(world.partner, world.director, state=state)

    return find


told, taken_up = need_in(S.TOLD), need_in(S.TAKEN_UP)


def with_answer(world: World) -> dict[str, Any]:
    need = taken_up(world)
    return {"pk": need.pk, "answer_id": (need.answers.first() or answered_in_words(need)).pk}


def own(state: str, method: Any = "GET") -> Rule:
    find = need_in(state)
    rule = portal(find, method=method, arguments=lambda world: {"pk": find(world).pk}, only_for="liaison")
    return replace(rule, seen_by=COLLEAGUES)


ACTS = {
    "edit": S.TOLD,
    "take_up": S.TOLD,
    "hand_over": S.TAKEN_UP,
    "pass_on": S.TOLD,
    "answer": S.TAKEN_UP,
    "tell_answer": S.TAKEN_UP,
    "decline": S.TOLD,
    "confirm": S.ANSWERED,
    "withdraw": S.TOLD,
    "reopen": S.DECLINED,
}
RULES: dict[str, Rule] = {
    "collaboration:need_list": holder(READ),
    "collaboration:need_trends": holder(READ),
    "collaboration:need_new": holder(EDIT),
    "collaboration:need_new_of": row(
        lambda world: world.partner,
        EDIT,
        read="enterprise.read",
        arguments=lambda world: {"enterprise_id": world.partner.pk},
    ),
    "collaboration:need_detail": row(told, READ),
    **{f"collaboration:need_{name}": row(need_in(state), EDIT) for name, state in ACTS.items()},
    "collaboration:need_project": row(taken_up, EDIT),
    "collaboration:need_answer_remove": row(taken_up, EDIT, method="POST", arguments=with_answer),
    "portal:enterprise_needs": portal(),
    "portal:enterprise_need_new": replace(
        portal(only_for="liaison"), also_for=("stranger_liaison",), seen_by=COLLEAGUES
    ),
    "portal:enterprise_need": portal(told, arguments=lambda world: {"pk": told(world).pk}),
    "portal:enterprise_need_edit": own(S.DRAFT),
    "portal:enterprise_need_tell": own(S.DRAFT, "POST"),
    "portal:enterprise_need_discard": own(S.DRAFT, "POST"),
    "portal:enterprise_need_confirm": own(S.ANSWERED, "POST"),
    "portal:enterprise_need_missing": own(S.ANSWERED),
    "portal:enterprise_need_withdraw": own(S.TOLD),
    "portal:enterprise_need_reopen": own(S.DECLINED),
}
