"""The rules of the addresses of exchanges."""

from __future__ import annotations

from typing import Any

from collaboration.models import Exchange, ExchangeFile, Registration
from tests.access.posts import kept, liaisons
from tests.access.rules import Rule, holder, me, portal, public, row, signed_in
from tests.collaboration.exchanging import an_exchange, registered
from tests.world import World

READ, EDIT, CLOSE = (f"exchange.{name}" for name in ("read", "edit", "close"))


def exchange(world: World) -> Exchange:
    """By invitation: of the student's class, for the director and an employee, who were there."""
    found = Exchange.objects.first()
    if found is None:
        found = an_exchange(world)
        found.classes.add(world.school_class)
        registered(found, user=world.director, attended=True)
        registered(found, student=world.student, attended=True)
        registered(found, employee="马师傅")
    return found


def of_exchange(capability: str = EDIT, **more: Any) -> Rule:
    return row(exchange, capability, read=READ, **more)


def proposed_by_them(world: World) -> Exchange:
    return Exchange.objects.filter(state="proposed").first() or an_exchange(
        world, state="proposed", by_enterprise=True
    )


def employee(world: World) -> dict[str, Any]:
    one = exchange(world)
    return {"pk": one.pk, "registration_id": Registration.objects.get(exchange=one, employee="马师傅").pk}


def file(world: World) -> dict[str, Any]:
    one = exchange(world)
    return {"pk": one.pk, "file_id": kept(ExchangeFile, one).pk}


def own(rule: Any, **more: Any) -> Rule:
    """At the portal or on the pages of students, where it is theirs."""
    more.setdefault("arguments", lambda world: {"pk": exchange(world).pk})
    return rule(exchange, **more)


RULES: dict[str, Rule] = {
    "collaboration:exchange_list": signed_in(),
    "collaboration:exchange_calendar": signed_in(),
    "collaboration:exchange_calendar_events": signed_in(),
    "collaboration:public_calendar": public(),
    "collaboration:exchange_new": holder(EDIT),
    "collaboration:exchange_new_with": row(
        lambda world: world.partner,
        EDIT,
        read="enterprise.read",
        arguments=lambda world: {"enterprise_id": world.partner.pk},
    ),
    "collaboration:exchange_record": holder(EDIT),
    "collaboration:exchange_record_with": row(
        lambda world: world.partner,
        EDIT,
        read="enterprise.read",
        arguments=lambda world: {"enterprise_id": world.partner.pk},
    ),
    "collaboration:exchange_detail": of_exchange(READ),
    **{
        f"collaboration:exchange_{name}": of_exchange()
        for name in (
            *(
                "edit",
                "agree",
                "confirm",
                "decline",
                "announce",
                "hold",
                "cancel",
                "repeat",
                "speakers",
                "people",
            ),
            *("material", "code"),
        )
    },
    "collaboration:exchange_close": of_exchange(CLOSE),
    "collaboration:exchange_attendance": of_exchange(method="POST"),
    "collaboration:exchange_take_out": of_exchange(arguments=employee, method="POST"),
    "collaboration:exchange_file": of_exchange(READ, arguments=file),
    "collaboration:exchange_file_remove": of_exchange(arguments=file, method="POST"),
    **{
        f"collaboration:exchange_{name}": of_exchange(READ, method="POST")
        for name in ("register", "withdraw")
    },
    "collaboration:exchange_sign_in": of_exchange(READ),
    "collaboration:exchange_answer": of_exchange(READ),
    "portal:exchanges": portal(),
    "portal:exchange_new": liaisons(portal(), "stranger_liaison"),
    "portal:exchange": own(portal),
    **{
        f"portal:exchange_{name}": liaisons(own(portal))
        for name in (
            *("agree", "confirm", "decline", "cancel", "speakers", "employees", "material", "code"),
            "answer",
        )
    },
    "portal:exchange_edit": liaisons(
        portal(proposed_by_them, arguments=lambda world: {"pk": proposed_by_them(world).pk})
    ),
    "portal:exchange_take_out": liaisons(own(portal, arguments=employee, method="POST")),
    "portal:exchange_file": own(portal, arguments=file),
    "me:exchanges": me(),
    "me:exchange": own(me),
    "me:exchange_register": own(me, method="POST"),
    "me:exchange_withdraw": own(me, method="POST"),
    "me:exchange_sign_in": own(me),
    "me:exchange_answer": own(me),
    "me:exchange_file": own(me, arguments=file),
}
