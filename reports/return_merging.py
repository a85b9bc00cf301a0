"""What is answered of an enterprise in returns goes with it when two records become one."""

from __future__ import annotations

from partnerships.merging import Step
from partnerships.models import Enterprise
from reports.models import Return, ReturnAnswer, ReturnGap, ReturnState
from reports.operations.return_proposals import copied

RECORD = "partnerships.Enterprise"


def follow(kept: Enterprise, merged: Enterprise) -> None:
    """In drafts the kept record has the answers of the merged one where it has none, and loses them again
    when the merge is undone. What was submitted stays."""
    drafts = Return.objects.filter(state=ReturnState.DRAFT).order_by("pk")
    of_drafts = ReturnAnswer.objects.filter(record=RECORD, return_to__in=list(drafts.select_for_update()))
    ours = {(each.return_to_id, each.field): each for each in of_drafts.filter(record_id=kept.pk)}
    theirs = of_drafts.filter(record_id=merged.pk).select_related("return_to").order_by("pk")
    if merged.merged_into_id is not None:
        ReturnAnswer.objects.bulk_create(
            copied(each, each.return_to, kept.pk, is_proposed=each.is_proposed)
            for each in theirs
            if (each.return_to_id, each.field) not in ours
        )
    else:
        for each in theirs:
            own = ours.get((each.return_to_id, each.field))
            if own is not None and (own.value, own.given_at) == (each.value, each.given_at):
                own.delete()
    # Found anew by the next look, of the record that the agreements name by then.
    ReturnGap.objects.filter(record=RECORD, record_id=merged.pk, return_to__state=ReturnState.DRAFT).delete()


STEP = Step(name="reports.returns", settle=follow)
