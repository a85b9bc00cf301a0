"""Each task is a sweep over rows; a message to start one is only a wake-up and may be lost or repeated."""

from celery import shared_task
from django.utils import timezone

from alliances import notices


@shared_task(name="alliances.tasks.remind")
def remind() -> None:
    """Tell of tasks from meetings that are due."""
    now = timezone.now()
    notices.remind(on=timezone.localdate(now), now=now)
