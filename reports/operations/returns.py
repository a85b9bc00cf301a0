"""Returns are begun, looked through, answered, submitted, and corrected by the next version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from itertools import batched, count
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import audit
from core.access import THE_SYSTEM, Actor, capability_label
from core.background import nudge
from core.errors import Refused
from core.indicators import in_both
from reports.models import Return, ReturnAnswer, ReturnGap, ReturnRow, ReturnState
from reports.notices import returns as notices
from reports.operations.return_proposals import copied, propose
from reports.querysets.returns import EDIT
from reports.returns.cells import packed
from reports.returns.definitions import definition_of, definitions, raw_definitions
from reports.returns.fields import Definition
from reports.returns.files import MOST_AT_ONCE, keep_files
from reports.returns.gaps import gaps_in
from reports.returns.rows import (
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
    one.save()
    propose(one)
    look(one, definition, now)
    note(actor, one, "begin", now)
    return one


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
    look(one, definition, now)
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
    if one.is_submitted or definition is None:
        raise UnableToChangeReturn(_("What was submitted never changes: correct it by the next version."))
    return one, definition


# --- What is missing ------------------------------------------------------------------------------


@transaction.atomic
def look_through(*, actor: Actor, pk: int, now: datetime) -> Return:
    """Find anew what is missing. Raises NotVisible, PermissionDenied, UnableToChangeReturn."""
    one, definition = draft(actor, pk)
    look(one, definition, now)
    return one


def look(one: Return, definition: Definition, now: datetime) -> int:
    """How much is missing; kept with who can fill it."""
    one.gaps.all().delete()
    found = 0
    for some in batched(gaps_in(one, definition, timezone.localdate(now)), ROWS_AT_ONCE, strict=False):
        found += len(ReturnGap.objects.bulk_create(some))
    one.row_count = total_rows(sizes_of(one, definition, THE_SYSTEM))
    one.looked_at = now
    one.save(update_fields=["row_count", "looked_at"])
    return found


def look_through_drafts(*, now: datetime) -> int:
    """The nightly sweep: what was filled elsewhere is missing no more. Answers how many there are."""
    drafts = list(Return.objects.filter(state=ReturnState.DRAFT).order_by("pk").values_list("pk", flat=True))
    for pk in drafts:
        with transaction.atomic():
            one = Return.objects.select_for_update(of=("self",)).select_related("department").get(pk=pk)
            definition = definition_of(one.kind)
            if not one.is_submitted and definition is not None:
                look(one, definition, now)
    return len(drafts)


@transaction.atomic
def ask(*, actor: Actor, pk: int, now: datetime) -> int:
    """Look through it anew and tell each person how much they can fill; each once a day.

    Answers how many people can. Raises NotVisible, PermissionDenied, UnableToChangeReturn.
    """
    one, definition = draft(actor, pk)
    look(one, definition, now)
    people = one.gaps.all().by_person()
    people.pop(actor.pk or 0, None)
    notices.ask(one, people, asked_by=str(actor), now=now)
    one.asked_at = now
    one.save(update_fields=["asked_at"])
    note(actor, one, "ask", now, {"people": len(people)})
    return len(people)


# --- Submitted ------------------------------------------------------------------------------------


@transaction.atomic
def submit(*, actor: Actor, pk: int, reason: str = "", now: datetime) -> Return:
    """Keep every row and the spreadsheet as they are now, for good.

    Args:
        reason: why, where a required value is missing.

    Raises:
        NotVisible, PermissionDenied: see ``for_write``.
        UnableToChangeReturn: it was submitted already.
        UnableToSubmitReturn: a value is missing and no reason is given, or the actor does not see every row.
    """
    one, definition = draft(actor, pk, SUBMIT)
    hidden = sum(size.hidden for size in sizes_of(one, definition, actor))
    if hidden:
        raise UnableToSubmitReturn(
            ngettext(
                "%(count)d row of this return is hidden from you: somebody who sees all of it submits it.",
                "%(count)d rows of this return are hidden from you: somebody who sees all of it submits it.",
                hidden,
            )
            % {"count": hidden}
        )
    missing = look(one, definition, now)
    if missing and not reason.strip():
        raise UnableToSubmitReturn(
            ngettext(
                "%(count)d required value is missing: say why it is submitted all the same.",
                "%(count)d required values are missing: say why it is submitted all the same.",
                missing,
            )
            % {"count": missing}
        )
    _freeze(one, definition)
    one = RETURN_MOVES.move(
        actor=actor,
        pk=pk,
        name="submit",
        now=now,
        reason=reason,
        changes={
            "definition": raw_definitions()[one.kind],
            "submitted_at": now,
            "submitted_by_id": actor.pk,
            "submit_reason": reason.strip() if missing else "",
            "updated_at": now,
        },
    )
    if one.row_count <= MOST_AT_ONCE:
        keep_files(one, now=now)
    else:
        nudge(TASK)
    return one


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
    look(one, definition, now)
    note(actor, one, "correct", now, {"before": before.pk}, reason=reason.strip())
    return one


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
