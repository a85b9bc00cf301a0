"""A value of a return: kept as plain data, shown on a page, written into a sheet."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from core.indicators import Words
from reports.returns.fields import Field, FieldType
from reports.returns.sources.registry import Cell


def is_empty(value: Cell) -> bool:
    """No is an answer, and so is nought."""
    return value is None or value == "" or value == Words("", "")


def packed(value: Cell) -> Any:
    """As JSON keeps it, without losing what it is."""
    match value:
        case Words():
            return {"en": value.en, "zh": value.zh}
        case bool() | int() | str() | None:
            return value
        case Decimal():
            return {"number": str(value)}
        case date():
            return {"day": value.isoformat()}


def unpacked(data: Any) -> Cell:
    match data:
        case {"en": en, "zh": zh}:
            return Words(en=en, zh=zh)
        case {"number": number}:
            return Decimal(number)
        case {"day": day}:
            return date.fromisoformat(day)
        case _:
            return data


def plain(value: Cell) -> Any:
    """As a spreadsheet knows it, in the active language: dates and numbers stay what they are."""
    return str(value) if isinstance(value, Words) else value


def shown(field: Field, value: Cell) -> str:
    """As it is read on a page."""
    match value:
        case _ if is_empty(value):
            return ""
        case bool():
            return _("yes") if value else _("no")
        case date():
            return date_format(value, "SHORT_DATE_FORMAT")
        case int() | Decimal():
            places = 2 if field.type == FieldType.MONEY else None
            return number_format(value, decimal_pos=places, force_grouping=True)
        case _:
            return str(value)
