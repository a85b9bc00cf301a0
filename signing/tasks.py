from celery import shared_task
from django.utils import timezone

from signing.notices import REMIND_TASK
from signing.reminders import sweep_approvals


@shared_task(name=REMIND_TASK)
def remind() -> None:
    """Ask for the decisions that wait. Any number of times: each notification is made once."""
    now = timezone.now()
    sweep_approvals(on=timezone.localdate(now), now=now)
