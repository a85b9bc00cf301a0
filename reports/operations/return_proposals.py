"""What was answered before, in whatever return, is proposed to a draft: marked, to be confirmed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

from django.db.models import Q

from agreements.models import Party
from core.access import THE_SYSTEM
from partnerships.models import Enterprise
from reports.models import Return, ReturnAnswer, ReturnState
from reports.returns.answering import RECORDS, acceptable, keys_of
from reports.returns.fields import Definition, Field
from reports.returns.rows import frame_of, records_of, scope_key

type Before = Callable[[Collection[int]], Mapping[int, list[int]]]


def propose(one: Return, definition: Definition, *, since: datetime | None = None) -> int:
    """Propose the last confirmed answer of each column and record of the return that is not answered in it.

    An agreement that renews another has the answer of that one, and an enterprise that of a record merged
    into it, where there is none of its own. Answers how many. Constant queries for each kind of record.

    Args:
        since: only what was entered from then on; what was taken away by hand is not proposed again.
    """
    found: dict[tuple[str, str, int], ReturnAnswer] = {}
    for record, (columns, keys) in _asked(one, definition).items():
        if columns and keys:
            for (field, key), answer in _last(one, record, columns, keys, since).items():
                found[field, record, key] = answer
    answered = set(one.answers.order_by().values_list("field", "record", "record_id"))
    proposed = [
        copied(answer, one, key, is_proposed=True)
        for (field, record, key), answer in found.items()
        if (field, record, key) not in answered
    ]
    return len(ReturnAnswer.objects.bulk_create(proposed, batch_size=500))


def _asked(one: Return, definition: Definition) -> dict[str, tuple[dict[str, Field], set[int]]]:
    """The columns that are answered, by the kind of record, with the records of the return."""
    found: dict[str, tuple[dict[str, Field], set[int]]] = {}
    for sheet in definition.sheets:
        for field in sheet.fields:
            if not field.may_be_answered:
                continue
            if field.about == "scope":
                record, key = scope_key(one)
                columns, keys = found.setdefault(record, ({}, set()))
                keys.add(key)
            else:
                columns, keys = found.setdefault(RECORDS[field.about], ({}, set()))
                if field.key not in columns:
                    keys.update(keys_of(field, records_of(sheet.rows, frame_of(one), THE_SYSTEM)))
            columns[field.key] = field
    return found


def _last(
    one: Return, record: str, columns: Mapping[str, Field], keys: set[int], since: datetime | None
) -> dict[tuple[str, int], ReturnAnswer]:
    """By column and record, one's own answer before an inherited one."""
    origins = {key: [key] for key in keys}
    if record in INHERITED:
        _trace(origins, INHERITED[record])
    answers = ReturnAnswer.objects.filter(
        is_proposed=False,
        record=record,
        field__in=columns,
        record_id__in={each for several in origins.values() for each in several},
        return_to__year__lte=one.year,
    ).exclude(Q(return_to=one) | Q(return_to__state=ReturnState.DISCARDED))
    if since is not None:
        answers = answers.filter(given_at__gte=since)
    latest = {
        (each.field, each.record_id): each
        for each in answers.order_by("return_to__year", "given_at", "pk")
        if acceptable(columns[each.field], each.value)
    }
    return {
        (field, key): latest[field, origin]
        for field in columns
        for key, several in origins.items()
        for origin in [next((each for each in several if (field, each) in latest), None)]
        if origin is not None
    }


def _trace(origins: dict[int, list[int]], before: Before) -> None:
    """Add those before each, generation by generation. One query for each generation."""
    youngest = {key: [key] for key in origins}
    while youngest:
        earlier = before({each for several in youngest.values() for each in several})
        following: dict[int, list[int]] = {}
        for key, several in youngest.items():
            new = [old for each in several for old in earlier.get(each, ()) if old not in origins[key]]
            if new:
                origins[key] += new
                following[key] = new
        youngest = following


def _renewed(parties: Collection[int]) -> dict[int, list[int]]:
    """The same enterprise in the agreement that each one's agreement renews, by the key of the party."""
    rows = Party.objects.filter(pk__in=parties, enterprise__isnull=False).values_list(
        "pk", "enterprise", "agreement__predecessor__parties", "agreement__predecessor__parties__enterprise"
    )
    return _grouped((new, old) for new, now, old, was in rows if old is not None and was == now)


def _merged(enterprises: Collection[int]) -> dict[int, list[int]]:
    """The records that were merged into each."""
    rows = Enterprise._base_manager.filter(merged_into__in=enterprises).order_by("pk")
    return _grouped((kept, pk) for kept, pk in rows.values_list("merged_into", "pk") if kept is not None)


def _grouped(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for key, each in pairs:
        found.setdefault(key, []).append(each)
    return found


INHERITED: dict[str, Before] = {"agreements.Party": _renewed, "partnerships.Enterprise": _merged}


def copied(each: ReturnAnswer, one: Return, record: int, *, is_proposed: bool) -> ReturnAnswer:
    return ReturnAnswer(
        return_to=one,
        field=each.field,
        record=each.record,
        record_id=record,
        value=each.value,
        is_proposed=is_proposed,
        given_by_id=each.given_by_id,
        given_at=each.given_at,
    )
