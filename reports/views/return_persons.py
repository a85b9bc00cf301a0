"""Whose data the pages and files of returns show, for the log of access."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps

from core.http import PersonRequest
from core.models import AccessLog
from core.personal import note_reading
from placements.models import Placement
from reports.models import ReturnGap

DATA = {"internships.Student": AccessLog.Data.SENSITIVE, "partnerships.Contact": AccessLog.Data.CONTACT}


def merged(several: Iterable[Mapping[str, Any]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for persons in several:
        for label, keys in persons.items():
            found.setdefault(label, set()).update(keys)
    return found


def note_persons(
    request: PersonRequest, persons: Mapping[str, Iterable[int]], act: AccessLog.Act = AccessLog.Act.OPENED
) -> None:
    """Who was shown whose data. One insert for each kind."""
    for label, keys in persons.items():
        model = apps.get_model(label)
        note_reading(request, [model(pk=key) for key in sorted(keys)], data=DATA[label], act=act)


def students_in(gaps: Iterable[ReturnGap]) -> dict[str, set[int]]:
    """Whose names what is missing shows. One query."""
    placements = {gap.record_id for gap in gaps if gap.record == "placements.Placement"}
    students = Placement.objects.filter(pk__in=placements).order_by().values_list("student", flat=True)
    return {"internships.Student": set(students)}
