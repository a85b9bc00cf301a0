from celery import shared_task
from django.utils import timezone

from agreements.counting import count_promises
from agreements.documents import orders
from agreements.operations import extend_automatic_renewals
from agreements.promise_notices import sweep_promises
from agreements.reminders import sweep_renewals


@shared_task(name=orders.TASK)
def make_documents() -> None:
    """Print and keep what was approved."""
    orders.make_ordered_documents(now=timezone.now())


@shared_task
def extend() -> None:
    """Prolong the agreements that have renewed themselves."""
    extend_automatic_renewals(now=timezone.now())


@shared_task
def remind() -> None:
    """Remind of the ends of agreements. Any number of times: each reminder is made once."""
    now = timezone.now()
    sweep_renewals(on=timezone.localdate(now), now=now)


@shared_task
def follow_promises() -> None:
    """Count what was promised, then tell of what is behind and what is due."""
    now = timezone.now()
    count_promises(on=timezone.localdate(now), now=now)
    sweep_promises(on=timezone.localdate(now), now=now)
