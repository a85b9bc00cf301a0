"""Freezing a dashboard: all that it says, and the rows behind the numbers of its day."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor
from core.school_years import YearKind
from insights.boards import Board, contents_of, read_board
from insights.models import BoardSnapshot
from insights.operations import FREEZE, UnableToFreeze, freeze_indicator, next_key


@transaction.atomic
def freeze_board(
    *,
    actor: Actor,
    board: Board,
    day: date,
    year_kind: YearKind,
    department: int | None,
    occasion: str,
    now: datetime,
) -> BoardSnapshot:
    """Keep a dashboard of a day as it is now, of the whole centre or of one department.

    Raises:
        PermissionDenied: the actor does not freeze there.
        UnableToFreeze: the day has not come, or nothing is counted on it.
    """
    scope = actor.scope_for(FREEZE)
    if not (scope.everywhere if department is None else scope.covers(department)):
        raise PermissionDenied
    if day > timezone.localdate(now):
        raise UnableToFreeze(_("That day has not come yet."))
    within = None if department is None else frozenset({department})
    found = read_board(board, day, year_kind, within)
    key = next_key(BoardSnapshot)
    addresses: dict[str, list[str]] = {}
    for code, figure in found.figures.items():
        if not figure.groups:
            continue
        snapshot = freeze_indicator(
            actor=actor,
            code=code,
            day=day,
            occasion=occasion,
            now=now,
            year_kind=year_kind,
            board=key,
            within=within,
        )
        addresses[code] = ["" for _year in found.years[:-1]] + [
            reverse("insights:snapshot_detail", args=[snapshot.pk])
        ]
    if not addresses:
        raise UnableToFreeze(_("Nothing is counted on that day."))
    said = {}
    for name, language in (("en", "en"), ("zh", "zh-hans")):
        with translation.override(language):
            said[name] = contents_of(found, addresses)
    kept = BoardSnapshot(
        pk=key,
        board=board.name,
        day=day,
        year_kind=year_kind,
        department_id=department,
        occasion=occasion.strip(),
        frozen_at=now,
        frozen_by_id=actor.pk,
        contents=said,
    )
    kept.full_clean(validate_unique=False)
    kept.save(force_insert=True)
    audit.record(actor=actor, subject=kept, verb="board.freeze", now=now, reason=kept.occasion)
    return kept
