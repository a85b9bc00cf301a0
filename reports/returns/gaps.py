"""What is missing in a return, and who can fill it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from accounts.holders import Holders
from accounts.models import User
from agreements.models import Agreement, Party
from core.access import Actor
from placements.models import Placement
from reports.models import Return, ReturnGap
from reports.querysets.returns import EDIT
from reports.returns.fields import Definition, Field, Sheet
from reports.returns.rows import every_row, missing_in, place_of, scope_name, values_of
from reports.returns.sources import Row, scope


class WhoCanFill:
    """The people for a value: whoever is responsible for the record, or else holds the power over it,
    the nearest of them. Four queries, however much is asked."""

    def __init__(self, one: Return, on: date) -> None:
        self._return = one
        self._holders = Holders.on(on)
        self._staff = set(User.objects.staff().order_by().values_list("pk", flat=True))
        self._of_power: dict[tuple[str, int | None], list[int]] = {}

    def of(self, field: Field, row: Row) -> tuple[list[int], str]:
        """The people, and the power by which they can where it is one."""
        if field.is_answered_here:
            return self._holding(EDIT, self._return.department_id), EDIT
        power = ""
        for name in field.fill:
            power = name if "." in name else ""
            found = self._holding(name, row.department) if power else list(row.people.get(name, ()))
            if kept := [one for one in found if one in self._staff]:
                return kept, power
        return [], power

    def _holding(self, power: str, department: int | None) -> list[int]:
        key = power, department
        if key not in self._of_power:
            found = [one for one in self._holders.of(power, department) if one.lender is None]
            if found and department is not None:
                distances = {id(one): self._holders.distance(one, department) for one in found}
                nearest = min(distances.values())
                found = [one for one in found if distances[id(one)] == nearest]
            self._of_power[key] = sorted({one.user.pk for one in found} & self._staff)
        return self._of_power[key]


def gaps_in(one: Return, definition: Definition, on: date) -> Iterator[ReturnGap]:
    """Everything that is missing, unsaved, as today's records are; what several rows share, once."""
    who = WhoCanFill(one, on)
    shared: set[tuple[str, str, int]] = set()
    for sheet in definition.sheets:
        for row in every_row(one, sheet):
            for field in missing_in(sheet, row, values_of(sheet, row)):
                if field.may_be_answered:
                    key = field.key, *row.subjects[field.about]
                    if key in shared:
                        continue
                    shared.add(key)
                yield gap_of(one, sheet, field, row, who)


def gap_of(one: Return, sheet: Sheet, field: Field, row: Row, who: WhoCanFill) -> ReturnGap:
    people, power = who.of(field, row)
    record, record_id = row.subjects[field.about] if field.may_be_answered else (row.record, row.pk)
    name = scope_name(one) if field.about == "scope" else row.label
    return ReturnGap(
        return_to=one,
        sheet=sheet.key,
        field=field.key,
        record=record,
        record_id=record_id,
        name_en=name.en,
        name_zh=name.zh,
        url=place_of(sheet, field, row),
        is_proposed=field.key in row.proposed,
        power=power,
        people=people,
    )


def gaps_seen_by(reader: Actor) -> Q:
    """Those about records that the reader sees."""
    agreements = Agreement.objects.visible_to(reader).order_by().values("pk")
    parties = Party.objects.filter(agreement__in=agreements)
    placements = Placement.objects.visible_to(reader).order_by()
    at_enterprises = Q(record_id__in=parties.filter(enterprise__isnull=False).values("enterprise")) | Q(
        record_id__in=placements.values("enterprise")
    )
    return (
        Q(record="placements.Placement", record_id__in=placements.values("pk"))
        | Q(record="agreements.Party", record_id__in=parties.values("pk"))
        | Q(at_enterprises, record="partnerships.Enterprise")
        | Q(record=scope.RECORD)
    )
