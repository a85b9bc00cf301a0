"""Employment and match rates of graduates, with the definitions they are counted by.

毕业去向落实率: of all graduates, those who are hired, self-employed, in further study or in military service.
对口就业率: of those who work, hired or self-employed, those whose work is in the field of their major.
Only what was confirmed counts for either; what is merely reported stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from internships.models import Student
from placements.models import DestinationKind, Placement
from placements.models.destinations import SETTLED, WORKING

CONFIRMED = Q(destination__confirmed_at__isnull=False)
BY = {
    "class": (_("Class"), "school_class", "school_class__name"),
    "major": (_("Major"), "school_class__major", "school_class__major__code"),
    "department": (_("Department"), "school_class__department", "school_class__department__code"),
    "plan": (_("Internship plan"), "placements__plan", "placements__plan__starts_on"),
}
DEFINITIONS = (
    (
        _("Employment rate"),
        _(
            "Confirmed: hired, self-employed, in further study or in military service, divided by all "
            "graduates of the row."
        ),
    ),
    (
        _("Match rate"),
        _(
            "Confirmed: work in the field of the major, divided by all who are confirmed to work, hired or "
            "self-employed."
        ),
    ),
)


def percent(part: int, whole: int) -> float | None:
    """With one decimal; nothing where there is nobody to divide by."""
    return round(100 * part / whole, 1) if whole else None


@dataclass(frozen=True, slots=True)
class Rate:
    """One row: whom it is about, and its numbers."""

    key: int
    label: str
    graduates: int
    settled: int
    working: int
    matched: int
    kinds: dict[str, int]
    unconfirmed: int

    @property
    def employment_rate(self) -> float | None:
        return percent(self.settled, self.graduates)

    @property
    def match_rate(self) -> float | None:
        return percent(self.matched, self.working)

    @property
    def unreported(self) -> int:
        return self.graduates - sum(self.kinds.values()) - self.unconfirmed


def rates(students: QuerySet[Student], by: str) -> list[Rate]:
    """A row for each class, major, department or plan of the students. Two queries, however many."""
    _label, field, order = BY[by]
    rows = students.filter(**{f"{field}__isnull": False}).order_by()
    if by == "plan":
        rows = rows.filter(
            placements__in=Placement.objects.order_by().exclude(state="cancelled").values("pk")
        )
    counted = rows.values(field, order).annotate(
        graduates=Count("pk", distinct=True),
        settled=Count("pk", distinct=True, filter=CONFIRMED & Q(destination__kind__in=sorted(SETTLED))),
        working=Count("pk", distinct=True, filter=CONFIRMED & Q(destination__kind__in=sorted(WORKING))),
        matched=Count("pk", distinct=True, filter=CONFIRMED & Q(destination__is_matched=True)),
        unconfirmed=Count(
            "pk", distinct=True, filter=Q(destination__isnull=False, destination__confirmed_at=None)
        ),
        **{
            f"kind_{kind.value}": Count("pk", distinct=True, filter=CONFIRMED & Q(destination__kind=kind))
            for kind in DestinationKind
        },
    )
    lines = list(counted.order_by(order))
    names = _names(field, [line[field] for line in lines])
    return [
        Rate(
            key=line[field],
            label=names[line[field]],
            graduates=line["graduates"],
            settled=line["settled"],
            working=line["working"],
            matched=line["matched"],
            kinds={kind.value: line[f"kind_{kind.value}"] for kind in DestinationKind},
            unconfirmed=line["unconfirmed"],
        )
        for line in lines
    ]


def _names(field: str, keys: Sequence[int]) -> dict[int, str]:
    model: Any = Student
    for part in field.split("__"):
        model = model._meta.get_field(part).related_model
    return {pk: str(row) for pk, row in model._base_manager.in_bulk(keys).items()}
