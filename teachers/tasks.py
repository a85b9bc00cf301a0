"""Each task is a sweep over rows; a message to start one is only a wake-up and may be lost or repeated."""

from celery import shared_task
from django.utils import timezone

from teachers import evidence_notices
from teachers.operations import service


@shared_task(name="teachers.tasks.follow_the_days")
def follow_the_days() -> None:
    """Put changes of service that begin today into the records, and tell of what expires or waits."""
    now = timezone.now()
    service.follow_the_days(on=timezone.localdate(now))
    evidence_notices.remind(on=timezone.localdate(now), now=now)
