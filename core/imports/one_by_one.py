"""Lists whose rows are each an operation of the domain: thousands of rows, not millions.

The check does what applying does and takes it back, so that a verdict is what will happen.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import errors
from core.access import Actor
from core.errors import refusal_in_words
from core.imports.spec import ImportSpec, NoLongerTrue, Reject, Values
from core.models import ImportRow, ImportRun

Verdict = ImportRow.Verdict
REFUSALS = (Reject, *errors.REFUSALS)


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What will become of a row, as :class:`Intake` sees it.

    Attributes:
        reason: what the person should know; a row that is taken in may have one as well.
        changes: name → [from, to], where a record is there already.
    """

    verdict: Verdict
    reason: str = ""
    changes: dict[str, Any] | None = None
    target_id: int | None = None


class Intake(ABC):
    """Takes the rows of one run in. It is made once for all of them and may look things up ahead.

    Of a row's values every one goes into JSON; several methods see the same row.
    """

    @abstractmethod
    def judge(self, values: Values) -> Judgement:
        """Say what the row is; raises a refusal where nothing can be done with it."""

    @abstractmethod
    def write(self, values: Values, *, is_rehearsal: bool) -> int:
        """Do it, and answer the key of the record. In a rehearsal, leave nothing outside the database."""

    def remarks(self) -> list[str]:
        """What else the check found, once every row is judged."""
        return []


class OneByOneSpec(ImportSpec):
    """A list of which each row is taken in by an operation. ``key`` names fields, not columns.

    ``complete`` has to leave values that go into JSON. A list says who takes it in by ``taken_in``, or by
    ``intake`` where that needs the run or has something to close.
    """

    def complete(self, values: Values, options: Mapping[str, Any]) -> Values:
        return {one.name: one.empty for one in self.fields} | values

    def intake(self, *, actor: Actor, run: ImportRun, now: datetime) -> AbstractContextManager[Intake]:
        return nullcontext(self.taken_in(actor=actor, now=now))

    def taken_in(self, *, actor: Actor, now: datetime) -> Intake:
        raise NotImplementedError


@dataclass
class Judge:
    """Judges the rows of a run, chunk by chunk."""

    run: ImportRun
    spec: OneByOneSpec
    intake: Intake
    seen: dict[tuple[Any, ...], tuple[int, Values]] = field(default_factory=dict)

    def judge(self, rows: Iterable[tuple[int, Values]]) -> None:
        ImportRow.objects.bulk_create([self._judged(number, values) for number, values in rows])

    def _judged(self, number: int, values: Values) -> ImportRow:
        key = tuple(values[name] for name in self.spec.key)
        if key in self.seen:
            first, said = self.seen[key]
            reason = (
                _("identical to row #")
                if said == values
                else _("the same record as row #, with other contents")
            )
            judgement = Judgement(verdict=Verdict.DUPLICATE, reason=reason.replace("#", str(first)))
        else:
            judgement = self._tried(values)
            if judgement.verdict != Verdict.REJECTED:
                self.seen[key] = number, values
        return ImportRow(
            run_id=self.run.pk,
            number=number,
            verdict=judgement.verdict,
            reason=judgement.reason,
            values=values,
            changes=judgement.changes,
            target_id=judgement.target_id,
        )

    def _tried(self, values: Values) -> Judgement:
        try:
            with transaction.atomic():
                judgement = self.intake.judge(values)
                if judgement.verdict in {Verdict.NEW, Verdict.CHANGED}:
                    self.intake.write(values, is_rehearsal=True)
                transaction.set_rollback(True)
        except REFUSALS as refusal:
            return Judgement(verdict=Verdict.REJECTED, reason=refusal_in_words(refusal))
        return judgement


def apply(run: ImportRun, intake: Intake) -> int:
    """Take every judged row in; answers how many. Inside the transaction of the run.

    Raises:
        NoLongerTrue: one of them is refused, because something changed since the check.
    """
    written = 0
    good = run.rows.filter(verdict__in=[Verdict.NEW, Verdict.CHANGED]).order_by("number")
    for row in good.iterator(chunk_size=1000):
        try:
            if intake.judge(row.values).verdict != row.verdict:
                raise Reject(_("something changed since the check"))
            target = intake.write(row.values, is_rehearsal=False)
        except REFUSALS as refusal:
            raise NoLongerTrue(
                _("Row %(row)d: %(reason)s") % {"row": row.number, "reason": refusal_in_words(refusal)}
            ) from refusal
        run.rows.filter(number=row.number).update(target_id=target)
        written += 1
    return written
