"""A page of answers: a line for each record of a column, sent back with what was shown of each."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from core.forms import DateInput, RecordForm
from reports.models import ReturnAnswer
from reports.returns.answering import as_shown
from reports.returns.cells import unpacked
from reports.returns.fields import Field, FieldType
from reports.returns.sources import Row

YES, NO = "yes", "no"
LINE = re.compile(r"record_(\d{1,18})")


class AnswerForm(RecordForm):
    """Nothing is said of a line that was not changed, and nothing taken away but by its own tick.

    ``given``, ``removed`` and ``shown`` are what the operation takes; keys are those of the records.
    """

    def __init__(
        self,
        *args: Any,
        column: Field,
        rows: list[Row],
        kept: Mapping[int, ReturnAnswer],
        whole: str = "",
        **kwargs: Any,
    ) -> None:
        """``whole`` is the name of the whole return, where the column is about all of it; ``kept`` what is
        answered by now."""
        self.column, self.rows, self.kept, self.whole = column, rows, kept, whole
        self.given: dict[int, Any] = {}
        self.removed: set[int] = set()
        self.shown: dict[int, str] = {}
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        rows = ",".join(str(row.pk) for row in self.rows)
        self.fields["rows"] = forms.CharField(widget=forms.HiddenInput, required=False, initial=rows)
        for row in self.rows:
            key = row.subjects[self.column.about][1]
            shown = as_shown(self.kept.get(key))
            value, is_proposed = said_by(self.data.get(f"shown_{key}", shown))
            field = _field(self.column)
            field.label = self.whole or str(row.label)
            field.required = False
            field.initial = (YES if value else NO) if isinstance(value, bool) else value
            self.fields[f"record_{key}"] = field
            self.fields[f"shown_{key}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=shown, strip=False
            )
            if value is None:
                continue
            if is_proposed:
                field.help_text = _("Answered before, in another return: it counts here once you confirm it.")
                tick = forms.BooleanField(label=_("It is so in this return"), required=False)
            else:
                tick = forms.BooleanField(label=_("Take this answer away"), required=False)
            self.fields[f"{'confirm' if is_proposed else 'remove'}_{key}"] = tick

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        for row in self.rows:
            key = row.subjects[self.column.about][1]
            if f"record_{key}" in typed:
                self._read(key, typed)
        for name, value in self.data.items():
            if (line := LINE.fullmatch(name)) and name not in self.fields:
                self._lost(line[1], value)
        return typed

    def _read(self, key: int, typed: Mapping[str, Any]) -> None:
        """What a line says against what was shown of it."""
        if f"shown_{key}" in self.data:
            self.shown[key] = typed.get(f"shown_{key}", "")
        value = self._plain(typed[f"record_{key}"])
        before, is_proposed = said_by(self.shown.get(key, ""))
        if value is None:
            if before is None:
                return
            if is_proposed or typed.get(f"remove_{key}"):
                self.removed.add(key)
            else:
                self.add_error(f"record_{key}", _("Tick “Take this answer away”, or leave the answer."))
        elif typed.get(f"remove_{key}"):
            if value == before:
                self.removed.add(key)
            else:
                self.add_error(f"record_{key}", _("Either enter another answer or take this one away."))
        elif value != before or typed.get(f"confirm_{key}"):
            self.given[key] = value

    def _plain(self, value: Any) -> Any:
        if self.column.type == FieldType.YES_NO and not self.column.choices:
            return {YES: True, NO: False}.get(value)
        if isinstance(value, str):
            value = value.strip()
        return None if value == "" else value

    def _lost(self, key: str, value: str) -> None:
        """Something was typed for a record that left the page meanwhile: say it rather than drop it."""
        before, _is_proposed = said_by(self.data.get(f"shown_{key}", ""))
        was = (YES if before else NO) if isinstance(before, bool) else str(before or "")
        if value.strip() and value.strip() != was:
            self.add_error(
                None,
                _("“%(value)s” was typed for a record that is not asked for any more; it is not kept.")
                % {"value": value.strip()},
            )


def said_by(shown: str) -> tuple[Any, bool]:
    """The value that was shown, and whether it was proposed; ``None`` where nothing was."""
    try:
        value, is_proposed = json.loads(shown)
        return unpacked(value), is_proposed is True
    except (ValueError, TypeError, ArithmeticError):
        return None, False


def _field(column: Field) -> forms.Field:
    if column.choices:
        return forms.ChoiceField(choices=[("", "—"), *((one, one) for one in column.choices)])
    match column.type:
        case FieldType.INTEGER:
            return forms.IntegerField(min_value=0)
        case FieldType.NUMBER | FieldType.MONEY:
            return forms.DecimalField(min_value=0, max_digits=14, decimal_places=2)
        case FieldType.DATE:
            return forms.DateField(widget=DateInput())
        case FieldType.YES_NO:
            return forms.ChoiceField(choices=[("", "—"), (YES, _("yes")), (NO, _("no"))])
        case _:
            return forms.CharField(max_length=500)
