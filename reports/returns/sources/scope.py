"""What the centre, or one department, says of itself in a return: numbers of indicators, and counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Department
from agreements.models import Agreement
from core.access import THE_SYSTEM
from core.indicators import Kind, Words, in_both, indicator_of
from core.metrics import Measure
from insights.reading import total_on
from reports.returns.fields import INDICATOR, FieldType, RowKind
from reports.returns.sources.registry import Cell, Frame, Row, Source, source

T = FieldType
scope = partial(source, RowKind.SCOPE)
WHOLE_CENTRE = Words(en="The whole centre", zh="全中心")
RECORD = "accounts.Department"


@dataclass(kw_only=True)
class ScopeRow(Row):
    """The only row of its table; its key is the department’s, or 0 for the whole centre."""

    frame: Frame


def scope_rows(_pks: Sequence[int], frame: Frame) -> dict[int, ScopeRow]:
    """One query, and those of each indicator when it is read."""
    department = Department.objects.filter(pk=frame.department or 0).first()
    label = in_both(lambda: department.name) if department else WHOLE_CENTRE
    key = frame.department or 0
    return {
        key: ScopeRow(
            record=RECORD,
            pk=key,
            label=label,
            url="",
            department=frame.department,
            subjects={},
            frame=frame,
        )
    }


def _at_agreements(_row: ScopeRow) -> str:
    return reverse("agreements:agreement_list")


@scope("majors_covered", T.INTEGER, at=_at_agreements, is_dated=True)
def majors_covered(row: ScopeRow) -> Cell:
    """The different majors that agreements in force on the reference day name."""
    agreements = Agreement.objects.visible_to(THE_SYSTEM).in_force_on(row.frame.last)
    if row.frame.departments is not None:
        agreements = agreements.filter(department__in=row.frame.departments)
    named = Agreement.majors.through._default_manager.filter(agreement__in=agreements.order_by().values("pk"))
    return named.order_by().values("major").distinct().count()


def of_indicator(code: str) -> Source | None:
    """The number of an indicator on the reference day; ``None`` where there is none of the code."""
    indicator = indicator_of(code)
    if indicator is None:
        return None
    type = T.NUMBER
    if indicator.nature.kind == Kind.AMOUNT:
        measures = {Measure.MONEY: T.MONEY, Measure.NUMBER: T.INTEGER, Measure.DAYS: T.INTEGER}
        type = measures.get(indicator.nature.measure, T.NUMBER)
    return Source(
        name=f"{INDICATOR}{code}",
        rows=RowKind.SCOPE,
        type=type,
        read=partial(_number, code),
        at=partial(_page, code),
        is_dated=True,
    )


def _number(code: str, row: ScopeRow) -> Cell:
    """The same as the page of the indicator says for that day and year; in words where nobody was counted."""
    frame = row.frame
    indicator = indicator_of(code, on=frame.last)
    if indicator is None:
        return None
    year = frame.kind_of_year.value if indicator.adds_up else ""
    value = total_on(indicator, frame.last, frame.departments, year).value
    if value is None:
        return in_both(lambda: _("—, nobody was counted"))
    return Decimal(str(value)) if isinstance(value, float) else value


def _page(code: str, row: ScopeRow) -> str:
    query = {"on": row.frame.last.isoformat(), "year": row.frame.kind_of_year.value}
    return f"{reverse('insights:indicator_detail', args=[code])}?{urlencode(query)}"
