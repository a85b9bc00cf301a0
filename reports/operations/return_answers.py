"""What nothing else keeps is entered in a return, of the record that the column is about.

Several people do so at once: written is only what somebody changed, compared under the lock with what they
were shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import THE_SYSTEM, Actor
from core.versions import ChangedMeanwhile
from reports.models import Return, ReturnAnswer, ReturnGap
from reports.operations.returns import UnableToChangeReturn, draft, note
from reports.returns.answering import acceptable, as_shown, asked_rows, records_asked, rows_about
from reports.returns.cells import packed
from reports.returns.fields import Definition, Field, Sheet
from reports.returns.gaps import WhoCanFill, gap_of
from reports.returns.rows import missing_in, values_of


@transaction.atomic
def answer(
    *,
    actor: Actor,
    pk: int,
    sheet: str,
    field: str,
    answers: Mapping[int, Any],
    removed: Collection[int] = (),
    shown: Mapping[int, str] | None = None,
    now: datetime,
) -> Return:
    """Enter what nothing else keeps, by the key of the record that the column is about.

    Args:
        answers: what is entered, or confirmed. An empty one changes nothing.
        removed: of which records the answer is taken away.
        shown: what was shown of each (:func:`as_shown`). Of what is not here nothing is expected.

    Raises:
        NotVisible, PermissionDenied: see ``for_write``.
        ChangedMeanwhile: somebody else entered another answer than the one that was shown.
        UnableToChangeReturn: it was submitted, the column is not answered here, the record is not in the
            return, not seen by the actor or says it itself, or the value is not one.
    """
    one, definition = draft(actor, pk)
    table = definition.sheet(sheet)
    column = table.field(field) if table else None
    if table is None or column is None or not column.may_be_answered:
        raise UnableToChangeReturn(_("This column is not answered in the return."))
    label, allowed = records_asked(one, table, column, actor)
    if not {*answers, *removed} <= allowed:
        raise UnableToChangeReturn(_("One of these records is not in this return."))
    about = one.answers.filter(field=column.key, record=label, record_id__in={*answers, *removed})
    kept = {each.record_id: each for each in about}
    given = {
        record: value for record, each in answers.items() if (value := _checked(column, each)) is not None
    }
    given = {record: value for record, value in given.items() if not _says(kept.get(record), value)}
    gone = {record for record in removed if record in kept}
    for record in (*given, *gone):
        if shown is not None and record in shown and shown[record] != as_shown(kept.get(record)):
            raise ChangedMeanwhile(
                _("Somebody else has entered another answer meanwhile. Nothing of yours is lost: see both.")
            )
    _require_asked(one, table, column, given)
    about.filter(record_id__in=gone).delete()
    for record, value in given.items():
        ReturnAnswer.objects.update_or_create(
            return_to=one,
            field=column.key,
            record=label,
            record_id=record,
            defaults={"value": value, "is_proposed": False, "given_by_id": actor.pk, "given_at": now},
        )
    _miss_no_more(one, column.key, label, given)
    _miss(one, definition, column, gone, now)
    if given or gone:
        _settle(one, now)
        details = {"column": column.key, "records": len(given), "taken_away": len(gone)}
        note(actor, one, "answer", now, details)
    return one


def _checked(column: Field, value: Any) -> Any:
    """As it is kept; ``None`` where nothing was said."""
    if isinstance(value, str):
        value = value.strip()
    if value is None or value == "":
        return None
    value = packed(value)
    if not acceptable(column, value):
        words = (
            _("“%(value)s” is not one of the choices.")
            if column.choices
            else _("“%(value)s” cannot be kept here.")
        )
        raise UnableToChangeReturn(words % {"value": value})
    return value


def _says(kept: ReturnAnswer | None, value: Any) -> bool:
    return kept is not None and not kept.is_proposed and kept.value == value


def _require_asked(one: Return, table: Sheet, column: Field, given: Collection[int]) -> None:
    if not given:
        return
    rows = asked_rows(table, column, rows_about(one, table, column, THE_SYSTEM, given).values())
    if not set(given) <= {row.subjects[column.about][1] for row in rows}:
        raise UnableToChangeReturn(_("One of these records says it itself by now, or it is not asked of it."))


def _settle(one: Return, now: datetime) -> None:
    """How much is missing by now; a look that goes on meanwhile is done once more."""
    one.missing = one.gaps.count()
    if one.look_ordered_at is not None:
        one.look_ordered_at = now
    one.save(update_fields=["missing", "look_ordered_at"])


def _miss_no_more(one: Return, field: str, record: str, keys: Iterable[int]) -> None:
    one.gaps.filter(field=field, record=record, record_id__in=list(keys)).delete()


def _miss(one: Return, definition: Definition, column: Field, keys: Collection[int], now: datetime) -> None:
    """What was taken away is missing again, where it is required; what several rows share, once."""
    if not keys:
        return
    who = WhoCanFill(one, timezone.localdate(now))
    missing: dict[int, ReturnGap] = {}
    for sheet in definition.sheets:
        if (field := sheet.field(column.key)) is None:
            continue
        for key, row in rows_about(one, sheet, field, THE_SYSTEM, keys).items():
            if key in keys and field in missing_in(sheet, row, values_of(sheet, row)):
                missing.setdefault(key, gap_of(one, sheet, field, row, who))
    ReturnGap.objects.bulk_create(missing.values(), ignore_conflicts=True)


@transaction.atomic
def confirm_proposals(*, actor: Actor, pk: int, now: datetime) -> int:
    """Take over everything that was answered before. Answers how many.

    Raises NotVisible, PermissionDenied, UnableToChangeReturn.
    """
    one, _definition = draft(actor, pk)
    about: dict[tuple[str, str], list[int]] = {}
    proposed = one.answers.filter(is_proposed=True)
    for field, record, key in proposed.order_by().values_list("field", "record", "record_id"):
        about.setdefault((field, record), []).append(key)
    found = proposed.update(is_proposed=False, given_by_id=actor.pk, given_at=now)
    for (field, record), keys in about.items():
        _miss_no_more(one, field, record, keys)
    if found:
        _settle(one, now)
        note(actor, one, "confirm", now, {"records": found})
    return found
