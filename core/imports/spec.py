"""What an app says about a list that it takes in: its columns, its target, who may."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Actor, Text
from core.errors import Refused
from core.exports import restore
from core.imports.reading import clean_header

if TYPE_CHECKING:
    from core.models import AccessLog, ImportRun

type ColumnMap = dict[str, list[int]]
"""Which columns of the file (from 0) feed which field."""
type Values = dict[str, Any]
"""What one row says about the columns of the target table."""


class Reject(Exception):
    """This row cannot be taken in; the message says why, to the person who sent the list."""


class NoLongerTrue(Refused):
    """A verdict does not hold any more, because something changed since the check."""


def text(value: str) -> str:
    """The text of a cell without stray blanks."""
    return " ".join(value.split())


@dataclass(frozen=True, kw_only=True)
class Doubtful:
    """What a cell was cleaned to although something is wrong with it: the row is taken in, with a remark."""

    value: Any
    remark: str


@dataclass(frozen=True, kw_only=True)
class Field:
    """One thing that a row says.

    Attributes:
        aliases: the names under which files have this column, in any language; compared without
            case, blanks and punctuation. The name and the label count as well.
        required: a file without the column, and a row without the value, is refused.
        clean: makes the value from the text of the cell, which is never empty; raises
            :class:`Reject`, or answers :class:`Doubtful`. It runs once per cell and has to be cheap.
        joined_by: takes every column with one of its aliases, in their order in the file, and joins
            what is not empty with this text: an address in five columns.
        repeats: the same few values come again and again; remember what they were cleaned to.
        empty: the value where the cell is empty.
        example: what the cell holds in the template that people download.
        is_secret: what a refused row keeps of the cell is only that something stood there.
        column: the column of the target that keeps it, where that has another name; "extra.form" is
            a name within a JSON column.
    """

    name: str
    label: Text
    aliases: Sequence[str] = ()
    required: bool = False
    clean: Callable[[str], Any] = text
    help: Text = ""
    joined_by: str | None = None
    repeats: bool = False
    empty: Any = ""
    example: Text = ""
    is_secret: bool = False
    column: str = ""

    def kept_of(self, cell: str) -> str:
        """The text of a cell of a refused row."""
        return "*" * len(cell) if self.is_secret else cell

    def said(self, values: Values) -> Any:
        """What a row says here, from its values: under the field's own name where it was refused."""
        if self.name in values or not self.column:
            return values.get(self.name)
        found: Any = values
        for name in self.column.split("."):
            found = (found or {}).get(name)
        return found

    @cached_property
    def known_as(self) -> frozenset[str]:
        """Its names, folded; the label in every language, because a template may come from a colleague."""
        labels = []
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                labels.append(str(self.label))
        return frozenset(fold(name) for name in (self.name, *labels, *self.aliases))


@dataclass(frozen=True, kw_only=True)
class Successor:
    """The record that stands for one that is gone, and how to say so."""

    pk: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Companion:
    """A ZIP archive that may come with a list: the papers that its rows name."""

    label: Text
    help: Text = ""


@cache
def fold(header: str) -> str:
    """A column name as it is compared."""
    return "".join(letter for letter in clean_header(header).casefold() if letter.isalnum())


class ImportSpec:
    """One kind of list. An app subclasses it and registers an instance in ``AppConfig.ready``.

    Attributes:
        name: ``<app>.<plural>``, kept in the runs.
        capability: needed to upload, see, apply and report.
        target: the model whose table takes the rows.
        key: the columns of the target by which a row is recognised; unique together, and never null
            there unless ``keyless`` says so.
        resembles: columns by which a row without a match may still be one that is there under
            another key: it is then a duplicate of that one.
        keyless: what is said of a new row without a key, where rows and records may lack it; they
            are then recognised by ``resembles``, and with two different keys they are two.
        empties_overwrite: whether an empty cell empties what is there.
        kept_elsewhere: said of a row whose record is not among the permitted ones.
        options_form: asks what else has to be known before rows can be judged. What it cleans to
            must go into JSON; an integer under ``department`` is where the run belongs.
        companion: an archive that may come with the list.
        personal_data: of which kind what its rows say about people is; who reads them is noted, and the
            run stands for all of them.
    """

    name: ClassVar[str]
    label: ClassVar[Text]
    help: ClassVar[Text] = ""
    capability: ClassVar[str]
    fields: ClassVar[Sequence[Field]]
    target: ClassVar[type[models.Model]]
    key: ClassVar[Sequence[str]]
    resembles: ClassVar[Sequence[str]] = ()
    keyless: ClassVar[Text] = ""
    empties_overwrite: ClassVar[bool] = False
    options_form: ClassVar[type[forms.Form] | None] = None
    companion: ClassVar[Companion | None] = None
    personal_data: ClassVar[AccessLog.Data | None] = None
    kept_elsewhere: ClassVar[Text] = gettext_lazy("The record belongs to others.")

    def permitted(self, actor: Actor) -> models.QuerySet | None:
        """The records that this actor may change by a list; ``None`` where every one is open to all."""
        return None

    def successors(self, actor: Actor) -> Mapping[int, Successor]:
        """Records that have become another one, by their keys, as far as the actor may know of it."""
        return {}

    def complete(self, values: Values, options: Mapping[str, Any]) -> Values:
        """Derive what no single cell says. The same columns have to come out for every row.

        Raises:
            Reject: the cells contradict one another.
        """
        return values

    def constants(self, run: ImportRun, now: datetime) -> Values:
        """Values that every new row gets besides its own."""
        return {}

    def after_apply(self, *, actor: Actor, run: ImportRun, now: datetime) -> None:
        """Whatever else belongs to the rows, set-based, in the transaction that applied them."""

    # --- Columns of a file --------------------------------------------------------------------

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)

    def column_label(self, column: str) -> str:
        """A column of the target in words."""
        for field in self.fields:
            if field.name == column:
                return str(field.label)
        columns = {field.attname: str(field.verbose_name) for field in self.target._meta.concrete_fields}
        return columns.get(column, column)

    def knows(self, header: str) -> bool:
        return bool(header) and any(fold(header) in field.known_as for field in self.fields)

    def guess(self, headers: Sequence[str]) -> ColumnMap:
        """Which columns feed which fields, as far as their names tell; each column feeds one."""
        folded = [fold(header) for header in headers]
        mapping: ColumnMap = {}
        taken: set[int] = set()
        for field in self.fields:
            fitting = [
                index
                for index, header in enumerate(folded)
                if header and header in field.known_as and index not in taken
            ]
            if fitting:
                mapping[field.name] = fitting if field.joined_by is not None else fitting[:1]
                taken.update(mapping[field.name])
        return mapping

    def missing(self, mapping: ColumnMap) -> list[Field]:
        """Required fields that no column feeds."""
        return [field for field in self.fields if field.required and not mapping.get(field.name)]

    def reader(
        self,
        mapping: ColumnMap,
        options: Mapping[str, Any],
        width: int,
        *,
        remark: Callable[[str], None] | None = None,
    ) -> Callable[[Sequence[str]], tuple[Values, str]]:
        """A function from the cells of a row to its values and, where it is refused, the reason.

        Of a refused row, the values are the texts of its cells. A row must have ``width`` cells.
        ``remark`` is told what is doubtful about a row.
        """
        steps = [
            (field, mapping[field.name], _cleaner(field)) for field in self.fields if mapping.get(field.name)
        ]
        complete = self.complete
        longest = {
            column.attname: column.max_length
            for column in self.target._meta.concrete_fields
            if isinstance(column, models.CharField) and column.max_length
        }

        def read(cells: Sequence[str]) -> tuple[Values, str]:
            values: Values = {}
            field: Field | None = None
            try:
                if len(cells) != width:
                    raise Reject(
                        _("The row has %(cells)d cells, the header has %(headers)d.")
                        % {"cells": len(cells), "headers": width}
                    )
                for field, indexes, clean in steps:
                    if field.joined_by is None:
                        cell = cells[indexes[0]].strip()
                    else:
                        cell = field.joined_by.join(filter(None, (cells[index].strip() for index in indexes)))
                    if cell:
                        value = clean(cell)
                        if isinstance(value, Doubtful):
                            if remark:
                                remark(f"{field.label}: {value.remark}")
                            value = value.value
                        values[field.name] = value
                    elif field.required:
                        raise Reject(_("is empty"))
                    else:
                        values[field.name] = field.empty
                field = None
                values = complete(values, options)
                for column, most in longest.items():
                    if len(values.get(column) or "") > most:
                        raise Reject(
                            _("%(column)s: longer than %(count)d characters.")
                            % {"column": self.column_label(column), "count": most}
                        )
            except Reject as reject:
                said = {
                    step.name: step.kept_of(
                        (step.joined_by or "").join(cells[index] for index in indexes if index < len(cells))
                    )
                    for step, indexes, _clean in steps
                }
                return said, f"{field.label}: {reject}" if field else str(reject)
            return values, ""

        return read


def _cleaner(field: Field) -> Callable[[str], Any]:
    clean = field.clean

    def safe(cell: str) -> Any:
        # An exported file protects its reader from formulas with an apostrophe.
        return clean(restore(cell.replace("\0", "")))

    return lru_cache(maxsize=4096)(safe) if field.repeats else safe


_specs: dict[str, ImportSpec] = {}


def register_import(spec: ImportSpec) -> None:
    """Offer a kind of list. Called from ``AppConfig.ready``."""
    _specs[spec.name] = spec


def find_spec(name: str) -> ImportSpec:
    """Raises ``KeyError`` where no app registered it."""
    return _specs[name]


def all_specs() -> list[ImportSpec]:
    return list(_specs.values())


def specs_for(actor: Actor) -> list[ImportSpec]:
    """The kinds of list that somebody may bring in."""
    return [spec for spec in _specs.values() if actor.scope_for(spec.capability)]
