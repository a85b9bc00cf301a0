"""Returns are begun, looked through, answered, submitted, and corrected by the next version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from itertools import batched, count
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import audit
from core.access import Actor, capability_label
from core.background import nudge
from core.errors import Refused
from core.indicators import in_both
from reports.models import Return, ReturnAnswer, ReturnRow, ReturnState
from reports.notices import returns as notices
from reports.operations.return_looks import MOST_ATTEMPTS, look, look_or_order
from reports.operations.return_looks import TASK as WORK
from reports.operations.return_proposals import copied, propose
from reports.querysets.returns import EDIT
from reports.returns.cells import packed
from reports.returns.definitions import definition_of, definitions, raw_definitions
from reports.returns.fields import Definition
from reports.returns.files import MOST_AT_ONCE, keep_files
from reports.returns.rows import (
    Size,
    every_row,
    sizes_of,
    total_rows,
    values_of,
)
from reports.transitions.returns import RETURN_MOVES, SUBMIT

if TYPE_CHECKING:
    from accounts.models import Department

TASK = "reports.tasks.make_return_files"
ROWS_AT_ONCE = 500


class UnableToChangeReturn(Refused):
    """The return cannot be changed so now; the message says why."""


class UnableToSubmitReturn(Refused):
    """It lacks something: a reason, or rows that whoever submits cannot see."""


# --- Begun ----------------------------------------------------------------------------------------


@transaction.atomic
def begin(
    *,
    actor: Actor,
    kind: str,
    year: int,
    reference_day: date,
    department: Department | None,
    now: datetime,
) -> Return:
    """Begin a return of a year. What was answered in the one before is taken over, to be confirmed.

    Raises PermissionDenied, UnableToChangeReturn, ValidationError.
    """
    definition = definitions().get(kind)
    if definition is None:
        raise UnableToChangeReturn(_("There is no such return."))
    one = Return(
        kind=kind,
        year_kind=definition.year,
        year=year,
        reference_day=reference_day,
        department=department,
        made_by_id=actor.pk,
        created_at=now,
        updated_at=now,
    )
    _require(one, actor, EDIT)
    _name(one, definition)
    _check_day(one, now)
    one.full_clean()
    _save_new(one)
    look_or_order(one, definition, now)
    note(actor, one, "begin", now)
    return one


def _save_new(one: Return) -> None:
    """Two people may begin the same at the same moment."""
    try:
        with transaction.atomic():
            one.save()
    except IntegrityError as error:
        raise UnableToChangeReturn(_("There is such a return of this year already: correct it.")) from error


def _name(one: Return, definition: Definition) -> None:
    year = in_both(lambda: one.year_in_words)
    one.name_en, one.name_zh = f"{definition.name_en}, {year.en}", f"{definition.name_zh} {year.zh}"


def _check_day(one: Return, now: datetime) -> None:
    if not one.first_day <= one.reference_day <= one.kind_of_year.last_day(one.year):
        raise UnableToChangeReturn(_("The reference day is a day of the year."))
    if one.reference_day > timezone.localdate(now):
        raise UnableToChangeReturn(_("That day has not come yet."))


@transaction.atomic
def change(*, actor: Actor, pk: int, reference_day: date, now: datetime) -> Return:
    """Choose another reference day. Raises NotVisible, PermissionDenied, UnableToChangeReturn."""
    one, definition = draft(actor, pk)
    one.reference_day, one.updated_at = reference_day, now
    _check_day(one, now)
    one.full_clean()
    one.save(update_fields=["reference_day", "updated_at"])
    propose(one, definition)
    look_or_order(one, definition, now)
    note(actor, one, "edit", now)
    return one


def _require(one: Return, actor: Actor, power: str) -> None:
    if not one.permits(actor, power):
        raise PermissionDenied(
            _("This needs the power “%(power)s”, which your positions do not give you here.")
            % {"power": capability_label(power)}
        )


def draft(actor: Actor, pk: int, power: str = EDIT) -> tuple[Return, Definition]:
    one: Return = Return.objects.select_related("department").for_write(actor, pk, power)
    definition = definition_of(one.kind)
    if one.state == ReturnState.SUBMITTING:
        raise UnableToChangeReturn(_("It is being submitted: nobody changes it meanwhile."))
    if one.is_discarded:
        raise UnableToChangeReturn(_("It was discarded."))
    if one.is_submitted or definition is None:
        raise UnableToChangeReturn(_("What was submitted never changes: correct it by the next version."))
    return one, definition


# --- What is missing ------------------------------------------------------------------------------


@transaction.atomic
def look_through(*, actor: Actor, pk: int, now: datetime) -> Return:
    """Find anew what is missing; in a return of many rows the worker does.

    Raises NotVisible, PermissionDenied, UnableToChangeReturn.
    """
    one, definition = draft(actor, pk)
    look_or_order(one, definition, now)
    return one


@transaction.atomic
def ask(*, actor: Actor, pk: int, now: datetime) -> int:
    """Look through it anew and tell each person how much they can fill; each once a day. Of many rows, what
    was missing at the last look is told.

    Answers how many people are told who were not told today.

    Raises NotVisible, PermissionDenied, UnableToChangeReturn.
    """
    one, definition = draft(actor, pk)
    if one.row_count <= MOST_AT_ONCE:
        look(one, definition, now)
    elif one.look_ordered_at is not None:
        raise UnableToChangeReturn(_("It is being looked through: ask when that is over."))
    people = one.gaps.all().by_person()
    people.pop(actor.pk or 0, None)
    asked = notices.ask(one, people, asked_by=str(actor), now=now)
    one.asked_at = now
    one.save(update_fields=["asked_at"])
    note(actor, one, "ask", now, {"people": asked})
    return asked


# --- Submitted ------------------------------------------------------------------------------------


@transaction.atomic
def submit(*, actor: Actor, pk: int, reason: str = "", now: datetime) -> Return:
    """Keep every row and the spreadsheet as they are now, for good: at once where there are few rows. Of
    many it is an order: from here on nobody changes the return, and the worker completes it.

    Args:
        reason: why, where a required value is missing.

    Raises:
        NotVisible, PermissionDenied: see ``for_write``.
        UnableToChangeReturn: it was submitted already.
        UnableToSubmitReturn: a value is missing and no reason is given, or the actor does not see every row.
    """
    one, definition = draft(actor, pk, SUBMIT)
    sizes = _require_whole(one, definition, actor)
    is_large = total_rows(sizes) > MOST_AT_ONCE
    if is_large:
        _require_reason(one.missing, reason)  # of the last look: it is looked through anew later
    one = RETURN_MOVES.move(
        actor=actor,
        pk=pk,
        name="submit",
        now=now,
        reason=reason,
        changes={
            "submitted_by_id": actor.pk,
            "submit_reason": reason.strip(),
            "submit_error": "",
            "look_ordered_at": None,
            "attempts": 0,
            "updated_at": now,
        },
    )
    if not is_large:
        return complete(pk=pk, now=now)
    nudge(WORK)
    return one


@transaction.atomic
def complete(*, pk: int, now: datetime) -> Return:
    """Look through what is being submitted, keep its rows and make its files, all or nothing.

    Raises PermissionDenied, UnableToSubmitReturn, and whatever keeps a file from being made.
    """
    rows = Return.objects.select_for_update(of=("self",)).select_related("department", "submitted_by")
    one: Return = rows.get(pk=pk)
    actor, definition = one.submitted_by, definition_of(one.kind)
    if actor is None or definition is None or one.attempts > MOST_ATTEMPTS:
        raise UnableToSubmitReturn(_("The work broke off several times."))
    if not one.permits(actor, SUBMIT):
        raise UnableToSubmitReturn(_("Whoever had it submitted may not do so any more."))
    _require_whole(one, definition, actor)
    missing = look(one, definition, now)
    _require_reason(missing, one.submit_reason)
    _freeze(one, definition)
    one = RETURN_MOVES.move(
        actor=actor,
        pk=pk,
        name="complete",
        now=now,
        changes={
            "definition": raw_definitions()[one.kind],
            "submitted_at": now,
            "submit_reason": one.submit_reason if missing else "",
            "submit_error": "",
            "updated_at": now,
        },
    )
    keep_files(one, now=now)
    return one


def _require_whole(one: Return, definition: Definition, actor: Actor) -> list[Size]:
    sizes = sizes_of(one, definition, actor)
    if hidden := sum(size.hidden for size in sizes):
        raise UnableToSubmitReturn(
            ngettext(
                "%(count)d row of this return is hidden from you: somebody who sees all of it submits it.",
                "%(count)d rows of this return are hidden from you: somebody who sees all of it submits it.",
                hidden,
            )
            % {"count": hidden}
        )
    return sizes


def _require_reason(missing: int, reason: str) -> None:
    if missing and not reason.strip():
        raise UnableToSubmitReturn(
            ngettext(
                "%(count)d required value is missing: say why it is submitted all the same.",
                "%(count)d required values are missing: say why it is submitted all the same.",
                missing,
            )
            % {"count": missing}
        )


def _freeze(one: Return, definition: Definition) -> None:
    """The rows of every table. The actor sees all of them."""
    for table in definition.sheets:
        numbers = count(1)
        rows = (
            ReturnRow(
                return_to=one,
                sheet=table.key,
                number=next(numbers),
                record=row.record,
                record_id=row.pk,
                name_en=row.label.en,
                name_zh=row.label.zh,
                url=row.url,
                cells={key: packed(value) for key, value in values_of(table, row).items()},
                persons={label: list(keys) for label, keys in row.persons.items()},
            )
            for row in every_row(one, table)
        )
        for some in batched(rows, ROWS_AT_ONCE, strict=False):
            ReturnRow.objects.bulk_create(some)


@transaction.atomic
def correct(*, actor: Actor, pk: int, reason: str, now: datetime) -> Return:
    """Begin the next version of what was submitted, with its answers.

    Raises NotVisible, PermissionDenied, UnableToChangeReturn.
    """
    before: Return = Return.objects.select_related("department").for_write(actor, pk, EDIT)
    definition = definitions().get(before.kind)
    if not before.is_submitted or definition is None:
        raise UnableToChangeReturn(_("What was not submitted can still be changed."))
    if not reason.strip():
        raise UnableToChangeReturn(_("Please give a reason: the others will read it."))
    if Return.objects.filter(corrects=before).exists():
        raise UnableToChangeReturn(_("There is a later version of this return already."))
    one = Return(
        kind=before.kind,
        year_kind=before.year_kind,
        year=before.year,
        reference_day=before.reference_day,
        department=before.department,
        name_en=before.name_en,
        name_zh=before.name_zh,
        version=before.version + 1,
        corrects=before,
        correction_reason=reason.strip(),
        made_by_id=actor.pk,
        created_at=now,
        updated_at=now,
    )
    one.full_clean()
    one.save()
    ReturnAnswer.objects.bulk_create(
        copied(each, one, each.record_id, is_proposed=each.is_proposed)
        for each in before.answers.order_by("pk")
    )
    look_or_order(one, definition, now)
    note(actor, one, "correct", now, {"before": before.pk}, reason=reason.strip())
    return one


# --- Discarded ------------------------------------------------------------------------------------


@transaction.atomic
def discard(*, actor: Actor, pk: int, reason: str, now: datetime) -> Return:
    """Give up what was begun by mistake. Its year can be begun anew, what it corrects corrected anew, and
    nobody is asked for its values any more; its answers stay in the history.

    Raises NotVisible, PermissionDenied, UnableToChangeReturn, TransitionRefused.
    """
    one, _definition = draft(actor, pk)
    notices.stop_asking(one)
    one.gaps.all().delete()
    changes = {
        "corrects_id": None,
        "missing": 0,
        "look_ordered_at": None,
        "look_error": "",
        "submit_error": "",
        "updated_at": now,
    }
    return RETURN_MOVES.move(actor=actor, pk=pk, name="discard", now=now, reason=reason, changes=changes)


def note(
    actor: Actor,
    one: Return,
    act: str,
    now: datetime,
    details: Mapping[str, Any] | None = None,
    *,
    reason: str = "",
) -> None:
    audit.record(
        actor=actor,
        subject=one,
        verb=f"return.{act}",
        now=now,
        details=dict(details or {}),
        capability=EDIT,
        reason=reason,
    )
