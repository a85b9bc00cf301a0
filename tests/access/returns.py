"""The rules of the addresses of returns to authorities."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from reports.models import PaperLanguage, Return, ReturnOrder, ReturnState
from reports.operations import return_files
from tests.access.rules import Rule, holder, row, signed_in
from tests.reports.returning import a_return, submitted
from tests.world import World

READ, EDIT, SUBMIT = (f"return.{name}" for name in ("read", "edit", "submit"))


def draft(world: World) -> Return:
    return Return.objects.filter(state=ReturnState.DRAFT).first() or a_return(world)


def done(world: World) -> Return:
    return Return.objects.filter(state=ReturnState.SUBMITTED).first() or submitted(world, "rp01")


def column(world: World) -> dict[str, Any]:
    return {"pk": draft(world).pk, "sheet": "zzjx0701", "field": "category"}


def in_chinese(world: World) -> dict[str, Any]:
    return {"pk": draft(world).pk, "language": PaperLanguage.CHINESE.value}


def made(world: World) -> ReturnOrder:
    """The director's; nobody else takes it, whatever they may."""
    found = ReturnOrder.objects.filter(ordered_by=world.director).first()
    if found is None:
        one = draft(world)
        now = timezone.now()
        found = return_files.order_file(actor=world.director, pk=one.pk, language="en", now=now)
        return_files.make_files(now=now)
        found.refresh_from_db()
    return found


def of(find: Any, capability: str = EDIT, **more: Any) -> Rule:
    return row(find, capability, read=READ, **more)


RULES: dict[str, Rule] = {
    "reports:return_list": holder(READ),
    "reports:return_new": holder(EDIT),
    "reports:return_asked": signed_in(),
    "reports:return_detail": of(draft, READ),
    "reports:return_edit": of(draft),
    "reports:return_look": of(draft, method="POST"),
    "reports:return_ask": of(draft),
    "reports:return_confirm": of(draft),
    "reports:return_submit": of(draft, SUBMIT),
    "reports:return_discard": of(draft),
    "reports:return_correct": of(done),
    "reports:return_missing": of(draft, READ),
    "reports:return_answer": of(draft, arguments=column),
    "reports:return_file": of(draft, READ, arguments=in_chinese),
    "reports:return_order": of(draft, READ, method="POST", arguments=in_chinese),
    "reports:return_ordered": row(made, READ, read=READ),
}
