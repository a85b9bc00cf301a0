"""What was answered before is proposed to the next return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agreements.models import Party
from reports.models import Return, ReturnAnswer, ReturnState


def propose(one: Return) -> None:
    """Take over the answers of the last return of the kind; an agreement that renews another has its."""
    before = Return.objects.filter(kind=one.kind, department=one.department_id).exclude(pk=one.pk)
    before = before.exclude(state=ReturnState.DISCARDED)
    last = before.order_by("-year", "-version").first()
    if last is None:
        return
    answers = list(last.answers.filter(is_proposed=False).order_by("pk"))
    parties = [each.record_id for each in answers if each.record == "agreements.Party"]
    renewed = _renewed(parties)
    ReturnAnswer.objects.bulk_create(
        copied(each, one, record, is_proposed=True)
        for each in answers
        for record in _records_now(each, renewed)
    )


def _records_now(each: ReturnAnswer, renewed: Mapping[int, int]) -> list[int]:
    """Of what it is kept now: an enterprise of an agreement also of the one that renews it."""
    later = renewed.get(each.record_id) if each.record == "agreements.Party" else None
    return [each.record_id] if later is None else [each.record_id, later]


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


def _renewed(parties: Sequence[int]) -> dict[int, int]:
    """The same enterprise in the agreement that renews its own, by the key of the party. One query."""
    rows = Party.objects.filter(
        agreement__predecessor__parties__in=parties, enterprise__isnull=False
    ).values_list(
        "agreement__predecessor__parties", "agreement__predecessor__parties__enterprise", "enterprise", "pk"
    )
    return {old: new for old, was, now, new in rows if was == now and old in set(parties)}
