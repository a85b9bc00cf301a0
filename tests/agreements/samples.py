"""Agreements in a state without its whole way there: for tests that are about something else."""

from datetime import timedelta

from agreements.choices import CONCLUDED_STATES
from agreements.models import Agreement, Amendment, AmendmentChange
from tests.agreements.office import NOW, TODAY
from tests.world import World


def put_into(state: str, agreement: Agreement, **fields) -> Agreement:
    given = {"reference": f"T-{agreement.pk}"}
    if state in CONCLUDED_STATES:
        given["signed_on"] = TODAY
    Agreement.objects.filter(pk=agreement.pk).update(state=state, **(given | fields))
    return Agreement.objects.get(pk=agreement.pk)


def some_amendment(world: World, agreement: Agreement) -> Amendment:
    amendment = Amendment.objects.create(
        agreement=agreement,
        number=1,
        reason="More places",
        effective_on=agreement.starts_on + timedelta(days=30),
        proposed_by=world.officer,
        created_at=NOW,
    )
    AmendmentChange.objects.create(
        amendment=amendment, order=1, kind="field", target="notice_days", before=60, after=90
    )
    return amendment
