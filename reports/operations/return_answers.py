"""What nothing else keeps is entered in a return, of the record that the column is about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.access import Actor
from reports.models import Return, ReturnAnswer
from reports.operations.return_looks import look_or_order
from reports.operations.returns import UnableToChangeReturn, draft, note
from reports.returns.cells import packed
from reports.returns.fields import Definition, Field, FieldType, RowKind, Sheet
from reports.returns.files import MOST_AT_ONCE
from reports.returns.rows import frame_of, records_of, scope_key

LONGEST_ANSWER = 500


@transaction.atomic
def answer(
    *, actor: Actor, pk: int, sheet: str, field: str, answers: Mapping[int, Any], now: datetime
) -> Return:
    """Enter what nothing else keeps, by the key of the record that the column is about; nothing takes an
    answer away.

    Raises:
        NotVisible, PermissionDenied: see ``for_write``.
        UnableToChangeReturn: it was submitted, the column is not answered here, the record is not in the
            return or not seen by the actor, or the value is not one.
    """
    one, definition = draft(actor, pk)
    table = definition.sheet(sheet)
    column = table.field(field) if table else None
    if table is None or column is None or not column.may_be_answered:
        raise UnableToChangeReturn(_("This column is not answered in the return."))
    label, allowed = records_asked(one, table, column, actor)
    if not set(answers) <= allowed:
        raise UnableToChangeReturn(_("One of these records is not in this return."))
    for record, value in answers.items():
        key: dict[str, Any] = {"return_to": one, "field": column.key, "record": label, "record_id": record}
        checked = _checked(column, value)
        if checked is None:
            ReturnAnswer.objects.filter(**key).delete()
            continue
        ReturnAnswer.objects.update_or_create(
            **key,
            defaults={
                "value": packed(checked),
                "is_proposed": False,
                "given_by_id": actor.pk,
                "given_at": now,
            },
        )
    _settle(one, definition, now)
    note(actor, one, "answer", now, {"column": column.key, "records": len(answers)})
    return one


def records_asked(one: Return, table: Sheet, column: Field, actor: Actor) -> tuple[str, set[int]]:
    """Of which kind of record a column is, and which of them the actor may answer for."""
    records = records_of(table.rows, frame_of(one), actor)
    if column.about == "scope" or records is None:
        label, key = scope_key(one)
        return label, {key}
    if column.about == "enterprise":
        return "partnerships.Enterprise", set(records.order_by().values_list("enterprise", flat=True))
    label = "agreements.Party" if table.rows == RowKind.BASE else "placements.Placement"
    return label, set(records.order_by().values_list("pk", flat=True))


def _checked(column: Field, value: Any) -> Any:
    """As it is kept; ``None`` where nothing was said."""
    if isinstance(value, str):
        value = value.strip()
    if value is None or value == "":
        return None
    if column.choices and value not in column.choices:
        raise UnableToChangeReturn(_("“%(value)s” is not one of the choices.") % {"value": value})
    kinds: dict[FieldType, type] = {FieldType.INTEGER: int, FieldType.TEXT: str, FieldType.YES_NO: bool}
    if not isinstance(value, kinds.get(column.type, object)) or (
        isinstance(value, str) and len(value) > LONGEST_ANSWER
    ):
        raise UnableToChangeReturn(_("“%(value)s” cannot be kept here.") % {"value": value})
    return value


def _settle(one: Return, definition: Definition, now: datetime) -> None:
    """What was just answered is missing no more. A return of many rows is looked through by the worker."""
    if one.row_count > MOST_AT_ONCE:
        answered = ReturnAnswer.objects.filter(return_to=one, is_proposed=False).order_by()
        for field, record, record_id in answered.values_list("field", "record", "record_id"):
            one.gaps.filter(field=field, record=record, record_id=record_id).delete()
    look_or_order(one, definition, now)


@transaction.atomic
def confirm_proposals(*, actor: Actor, pk: int, now: datetime) -> int:
    """Take over everything that the return before said. Answers how many.

    Raises NotVisible, PermissionDenied, UnableToChangeReturn.
    """
    one, definition = draft(actor, pk)
    proposed = one.answers.filter(is_proposed=True)
    found = proposed.update(is_proposed=False, given_by_id=actor.pk, given_at=now)
    if found:
        _settle(one, definition, now)
        note(actor, one, "confirm", now, {"records": found})
    return found
