from celery import shared_task
from django.utils import timezone

from signing.inviting import sweep_signatories
from signing.notices import REMIND_TASK
from signing.operations import expire_envelopes
from signing.operations.progress import SEAL_TASK
from signing.reminders import sweep_approvals
from signing.sealing.orders import seal_ordered


@shared_task(name=REMIND_TASK)
def remind() -> None:
    """Ask for the decisions that wait. Any number of times: each notification is made once."""
    now = timezone.now()
    sweep_approvals(on=timezone.localdate(now), now=now)


@shared_task
def remind_signatories() -> None:
    """Remind of what waits to be signed, and end what nobody signed in time."""
    now = timezone.now()
    expire_envelopes(now=now)
    sweep_signatories(on=timezone.localdate(now), now=now)


@shared_task(name=SEAL_TASK)
def seal() -> None:
    """Seal what everybody has signed."""
    seal_ordered(now=timezone.now())
